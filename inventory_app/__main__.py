"""Lets `python -m inventory_app` start the program."""

from __future__ import annotations

import sys

from inventory_app.cli import main

if __name__ == "__main__":
    sys.exit(main())
