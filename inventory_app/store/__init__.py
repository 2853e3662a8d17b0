"""The store: one database file, its tables, its transactions."""
