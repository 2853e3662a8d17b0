"""The window. It knows services and the common language of the domain, never store or formats."""
