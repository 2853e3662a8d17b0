"""How much a workbook may hold before it is refused.

A return takes some 35 kB, 30 parts, 6 sheets and 3,000 cells. The limits leave room for a
hundred times that, and keep the worst file within two seconds and 200 MB of memory.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from inventory_app.errors import Refused

MEGABYTE = 1 << 20

FILE = 25 * MEGABYTE
PARTS = 2_000
PART = 64 * MEGABYTE
INFLATED = 160 * MEGABYTE
SHEETS = 64
CELLS = 500_000
STRINGS = 500_000
TEXT = 65_534  # characters in one text; a cell holds 32,767, of which some take two
TEXTS = 16_000_000  # characters in all texts together
NUMBER = 60  # characters of a number, an error or a date as stored

DEPTH = 64
BLOCK = 64 << 10  # bytes read at a time; no tag, comment or attribute reaches twice that
ELEMENTS = 100_000  # wanted from one part that is not a sheet
MARKS = 5_000_000  # `<` and `=` in all parts read: what the XML parser spends its time on

_SMALLER = "Send the survey workbook itself, without other sheets, pictures or lists added to it."


@dataclass(kw_only=True, slots=True)
class Allowance:
    """What is left of the limits that hold for the workbook as a whole."""

    marks: int = field(default=MARKS)
    cells: int = field(default=CELLS)
    texts: int = field(default=TEXTS)

    def take_marks(self, data: bytes | bytearray) -> None:
        """Count the markup of a part before it is parsed."""
        self.marks -= data.count(b"<") + data.count(b"=")
        if self.marks < 0:
            raise Refused("F-TOO-MUCH", "The workbook holds far more than a survey.", _SMALLER)

    def take_cells(self, count: int) -> None:
        """Count cells that hold something."""
        self.cells -= count
        if self.cells < 0:
            raise Refused(
                "F-CELLS", "The workbook holds more than {limit} cells.", _SMALLER, limit=CELLS
            )

    def take_text(self, length: int) -> None:
        """Count the characters of a text."""
        self.texts -= length
        if self.texts < 0:
            raise Refused("F-TEXTS", "The workbook holds more text than a long book.", _SMALLER)


def file_too_big() -> Refused:
    """Return the refusal of a file over the size limit."""
    return Refused(
        "F-SIZE",
        "The file is larger than {limit} MB.",
        _SMALLER,
        limit=FILE // MEGABYTE,
    )


def too_many_parts() -> Refused:
    """Return the refusal of a package with too many parts."""
    return Refused("F-PARTS", "The file is made of more than {limit} parts.", _SMALLER, limit=PARTS)


def too_many_sheets() -> Refused:
    """Return the refusal of a workbook with too many sheets."""
    return Refused("F-SHEETS", "The workbook has more than {limit} sheets.", _SMALLER, limit=SHEETS)


def zip_bomb(limit: int) -> Refused:
    """Return the refusal of a package that unpacks to more than *limit* bytes."""
    return Refused(
        "F-ZIP-BOMB",
        "The file unpacks to more than {limit} MB.",
        "Do not open it. Ask the sender where it comes from.",
        limit=limit // MEGABYTE,
    )


def text_too_long(where: str) -> Refused:
    """Return the refusal of a text longer than a cell can hold."""
    return Refused(
        "F-TEXT",
        "A text in “{where}” is longer than {limit} characters.",
        "Shorten it in the spreadsheet program and send the file again.",
        where=where,
        limit=TEXT,
    )
