"""Write the folder of damaged returns, to look at: one file for each kind, and a list of them.

    python make_returns.py FOLDER

The tests make the same files themselves, in a folder of their own.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import answer_kinds  # noqa: F401 - defines its kinds
import foreign_kinds  # noqa: F401 - defines its kinds
import layout_kinds  # noqa: F401 - defines its kinds
import meeting_kinds  # noqa: F401 - defines its kinds
import returns_store
from return_kinds import KINDS, Kind


def write_all(issued: returns_store.Issued, folder: Path, kinds: list[Kind]) -> list[Path]:
    """Write the file of each of *kinds* into *folder*; return them in their order."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number, kind in enumerate(kinds, start=1):
        path = folder / f"{number:03} {kind.name}{Path(kind.file).suffix}"
        path.write_bytes(kind.data(issued))
        files.append(path)
    return files


def listed(kinds: list[Kind]) -> str:
    """Return a table of the kinds: what was done, and what comes of it."""
    lines = ["| kind | what was done | status | findings |", "|---|---|---|---|"]
    lines += [
        f"| {kind.name} | {kind.did} | {kind.reason or kind.status} | {' '.join(kind.findings)} |"
        for kind in kinds
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the folder that is named on the command line."""
    target = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        write_all(returns_store.issue(Path(name)), target, KINDS)
    (target / "README.md").write_text(listed(KINDS), encoding="utf-8")


if __name__ == "__main__":
    main()
