"""How much a workbook may hold before it is refused.

A return takes some 35 kB, 30 parts, 6 sheets and 3,000 cells. The limits leave room for a
hundred times that; what is beyond them is refused within two seconds and 200 MB of memory.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from inventory_app.errors import Refused
from inventory_app.texts import N_

MEGABYTE = 1 << 20

FILE = 25 * MEGABYTE
PARTS = 2_000
PART = 64 * MEGABYTE
INFLATED = 160 * MEGABYTE
SHEETS = 64
CELLS = 500_000
TEXT = 65_534  # characters in one text; a cell holds 32,767, of which some take two
TEXTS = 24_000_000  # characters in all texts together
NUMBER = 60  # characters of a number, an error or a date as stored

DEPTH = 64
BLOCK = 64 << 10  # bytes read at a time; no tag, comment or attribute reaches twice that
ELEMENTS = 100_000  # wanted from one part that is not a sheet
MARKS = 4_000_000  # tags and attributes in all parts read: what takes the time
_EMPTY_TAG = 3  # marks more: an empty tag takes as long as two that hold something
_SHORTEST_CELL = len("<c><v></v></c>")
_BY_PATTERN = 3  # times faster is a sheet that can be read by pattern

_SMALLER = N_(
    "Send the survey workbook itself, without other sheets, pictures or lists added to it."
)


@dataclass(kw_only=True, slots=True)
class Allowance:
    """What is left of the limits that hold for the workbook as a whole."""

    marks: int = MARKS
    cells: int = CELLS
    texts: int = TEXTS
    _uncounted: dict[int, tuple[bytes | bytearray, int]] = field(default_factory=dict)
    _bytes: int = 0  # of all parts so far

    def take_marks(self, data: bytes | bytearray) -> None:
        """Count the markup of a part before it is parsed.

        An element makes no more marks than it has bytes: while all parts together are shorter than
        the limit, as those of nearly every return are, nothing needs to be counted.
        """
        self._bytes += len(data)
        self._uncounted[id(data)] = data, 1
        if self._bytes <= MARKS:
            return
        self.marks -= sum(_marks(part) // less for part, less in self._uncounted.values())
        self._uncounted.clear()
        if self.marks < 0:
            raise Refused("F-TOO-MUCH", "The workbook holds far more than a survey.", _SMALLER)

    def give_back_marks(self, data: bytes | bytearray) -> None:
        """Take back most of what was counted for a sheet that was read by pattern.

        Gnumeric writes 16,384 empty cells for each row that is coloured from end to end.
        """
        if len(data) <= MEGABYTE // 4:
            return
        if id(data) in self._uncounted:
            self._uncounted[id(data)] = data, _BY_PATTERN
        else:
            self.marks += _marks(data) * (_BY_PATTERN - 1) // _BY_PATTERN

    def check_values(self, sheet: bytes | bytearray) -> None:
        """Refuse a sheet with too many values before it is parsed, where that is easily seen."""
        if len(sheet) // _SHORTEST_CELL > self.cells:
            self._check_cells(self.cells - sheet.count(b"</v>") - sheet.count(b"</is>"))

    def take_cells(self, count: int) -> None:
        """Count cells that hold something."""
        self.cells -= count
        self._check_cells(self.cells)

    def _check_cells(self, left: int) -> None:
        if left < 0:
            raise Refused(
                "F-CELLS", "The workbook holds more than {limit} cells.", _SMALLER, limit=CELLS
            )

    def take_text(self, length: int) -> None:
        """Count the characters of one text."""
        if length > TEXT:
            raise Refused(
                "F-TEXT",
                "The workbook holds a text of more than {limit} characters.",
                "Shorten it in the spreadsheet program and send the file again.",
                limit=TEXT,
            )
        self.take_texts(length)

    def take_texts(self, length: int) -> None:
        """Count the characters of many texts."""
        self.texts -= length
        if self.texts < 0:
            raise Refused("F-TEXTS", "The workbook holds more text than a long book.", _SMALLER)


def _marks(data: bytes | bytearray) -> int:
    return data.count(b"<") + data.count(b"=") + _EMPTY_TAG * data.count(b"/>")


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
