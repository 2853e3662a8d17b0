"""Survey workbooks and plain tables."""
