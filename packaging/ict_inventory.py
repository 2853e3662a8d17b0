"""What a package starts. Modules are imported after processes for parallel work are sorted out."""

from __future__ import annotations

import multiprocessing
import sys


def main() -> int:
    """Start the program, or do what another process of it has started this one for."""
    multiprocessing.freeze_support()
    from inventory_app.cli import main as start

    return start()


if __name__ == "__main__":
    sys.exit(main())
