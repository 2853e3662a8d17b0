"""The use cases: the only door to the store."""
