"""Files that cannot be taken in, as they come by e-mail, and the folder that holds everything."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from inventory_app import __version__, paths
from inventory_app.errors import UserError
from inventory_app.texts import N_

MARKER = "demonstration.json"
STORE = "demonstration.ictinv"
_LETTER = (
    "Dear colleague,\n\nplease find our answers to the ICT inventory below. We have 14 staff and"
    " 6 systems.\n\nKind regards\n"
)
_WORD_PARTS = {
    "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns='
    '"http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension='
    '"xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns='
    '"http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>',
    "word/document.xml": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document'
    ' xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    "<w:t>Note on the ICT inventory: our answers will follow next week.</w:t></w:r></w:p></w:body>"
    "</w:document>",
}


@dataclass(frozen=True, kw_only=True)
class Folders:
    """Where everything stands in the folder of the demonstration."""

    root: Path

    @property
    def store(self) -> Path:
        """The store."""
        return self.root / STORE

    def issued(self, round_code: str) -> Path:
        """Return the folder of the workbooks as they went out."""
        return self.root / round_code / "issued"

    def returned(self, round_code: str) -> Path:
        """Return the folder of the files as they came back."""
        return self.root / round_code / "returned"

    def summaries(self, round_code: str) -> Path:
        """Return the folder of the printed documents."""
        return self.root / round_code / "summaries"

    def merge_report(self, round_code: str) -> Path:
        """Return the file that tells what the merge said of each file."""
        return self.root / f"merge-report-{round_code}.txt"


def claim(folder: Path, seed: int) -> Folders:
    """Make *folder* the demonstration's own by writing its marker file.

    Raises `UserError` if there is anything in it: it may be somebody's work.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(
            "E-DEMO-FOLDER",
            N_("“{path}” is not empty; the demonstration writes into a folder of its own."),
            N_("Name a folder that is not there yet, or delete this one yourself."),
            path=folder,
        )
    marker = folder / MARKER
    write_text(marker, json.dumps({"program": __version__, "seed": seed}, indent=2) + "\n")
    return Folders(root=folder)


def write_text(target: Path, text: str) -> None:
    """Write *text* in whole or not at all; raise `UserError` where that cannot be done."""
    with paths.replacing(target) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def unusable(folder: Path, names: Mapping[str, str], whole: Path) -> dict[Path, str]:
    """Write files that nobody can merge and return what should become of each.

    *names* says whose name each kind carries; *whole* is a good return, of which half is kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    letter = folder / f"{names['letter']} answers.xlsx"
    letter.write_text(_LETTER, encoding="utf-8")
    note = folder / f"{names['note']} cover note.docx"
    with zipfile.ZipFile(note, "w") as archive:
        for name, content in _WORD_PARTS.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)
    protected = folder / f"{names['protected']} confidential (password by phone).xlsx"
    source = paths.resources() / "demonstration" / "password-protected.xlsx"
    shutil.copyfile(source, protected)
    cut = folder / f"{names['cut']} download stopped.xlsx"
    data = whole.read_bytes()
    cut.write_bytes(data[: len(data) // 2])
    return dict.fromkeys((letter, note, protected, cut), "unreadable")
