"""ICT Inventory: what information and communications technology capacity an organisation has."""

__version__ = "0.1.0"
