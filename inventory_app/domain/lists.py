"""A list that somebody else made: its rows as values, and what is said of each."""
# ruff: noqa: E501 - sentences stay on one line

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from inventory_app.domain.fields import Sheet
from inventory_app.domain.findings import KINDS
from inventory_app.domain.readings import Raw
from inventory_app.texts import N_, Translator

TEXTS: dict[str, str] = {
    # Rows that were not taken.
    "I-NO-ENTITY": N_("The row names no entity; it was not taken."),
    "I-ENTITY-UNKNOWN": N_("“{found}” is the name of no entity in this store, or of several; the row was not taken."),
    "I-NO-KEY": N_("“{field}” is empty, so nothing tells which record is meant; the row was not taken."),
    "I-KEY-TWICE": N_("“{found}” stands in line {other} already, with other values; this row was not taken."),
    "I-KEY-SHARED": N_("Several records are called “{found}” and nothing tells which one is meant; the row was not taken."),
    "I-ROW-LONG": N_("The row goes on after the last column with “{found}”, so its values may stand under the wrong headings; it was not taken."),
    # Rows that were taken, with something to be said of them.
    "I-KEY-BESIDE": N_("Several records are called “{found}” and nothing tells which one is meant; the row was taken as a new record."),
    "I-ROW-REPEATED": N_("The row says the same as line {other}; it was taken once."),
    "I-ROW-SHORT": N_("The row ends before the last column; what is missing was taken as empty."),
    # What is said of the list as a whole.
    "I-COLUMN-LEFT": N_("The column “{found}” was not taken: no field is named for it."),
    "I-SHEET-LEFT": N_("The sheet “{found}” was not read; a list is the first visible sheet that holds something."),
    "I-ABOVE": N_("“{found}” stands above the headings and was not read."),
    "I-HIDDEN-ROW": N_("The row is hidden in the workbook; it was read like the others."),
    "I-ENCODING": N_("The file does not say how its letters are stored; they were read as Western European."),
    "I-ENTITY-JOINED": N_("“{found}” had not been asked in this round; it takes part from now on."),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """What is said of one line of a list; `refused` says that its row was not taken.

    The codes are those of `TEXTS` and, for single values, those of the findings.
    """

    line: int
    code: str
    refused: bool = False
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The message id; its placeholders are in `params`, `field` as the name of a field."""
        return TEXTS[self.code] if self.code in TEXTS else KINDS[self.code].text

    def said(self, _: Translator, sheet: Sheet) -> str:
        """Return the sentence for a reader, fields called by their labels."""
        words = dict(self.params)
        named = sheet.fields.get(str(words.get("field")))
        if named is not None:
            words["field"] = named.label(_.language.code)
        return _(self.text, **words)


class TableRow(NamedTuple):
    """One row: the line on which it begins, counted from 1, and a cell for every heading.

    `beyond` holds the texts that stand after the last heading, `short` says that the row ended
    before it.
    """

    line: int
    cells: tuple[Raw | None, ...]
    beyond: tuple[str, ...] = ()
    short: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """A list as it was read: headings as written, rows that hold something, and notices.

    `typed` says that cells have kinds (a workbook); in a text file every cell is text.
    """

    headings: tuple[str, ...]
    heading_line: int
    rows: tuple[TableRow, ...]
    typed: bool
    lines: tuple[ImportLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What became of the rows that were read: each is in exactly one of the other four."""

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0

    def __post_init__(self) -> None:
        if self.read != self.added + self.changed + self.unchanged + self.refused:
            raise ValueError(f"the counts do not add up: {self}")
