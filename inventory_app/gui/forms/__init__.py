"""Editors of fields, and forms made of them."""
