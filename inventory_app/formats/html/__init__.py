"""Pages for a browser: one file each, nothing fetched, everything escaped."""
