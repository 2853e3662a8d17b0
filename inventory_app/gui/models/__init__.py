"""Item models over what services return."""
