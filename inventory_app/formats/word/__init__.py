"""Documents for word processors, from the same description as the printed ones."""
