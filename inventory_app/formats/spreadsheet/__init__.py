"""What workbooks of all forms have in common: the package, its limits, the values in it."""
