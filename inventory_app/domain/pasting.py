"""Blocks of cells as spreadsheets put them on the clipboard, and what became of them in a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from inventory_app.domain.changes import ChangeSet
from inventory_app.domain.findings import KINDS
from inventory_app.domain.grids import GridQuery
from inventory_app.texts import N_, Translator

Blanks = Literal["keep", "clear"]

# A spreadsheet takes a text that begins with one of these for a formula or a command.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")

COMPUTED, FIXED, NO_COLUMN = "B-COMPUTED", "B-FIXED", "B-NO-COLUMN"
_TEXTS = {
    COMPUTED: (
        N_("“{field}” is computed and cannot be pasted into; “{found}” was left out."),
        N_("Change the answers that it is computed from."),
    ),
    FIXED: (
        N_("“{field}” belongs to the record and cannot be changed; “{found}” was left out."),
        N_("Paste from the next column on."),
    ),
    NO_COLUMN: (
        N_("The block is wider than the list; column {column} was left out."),
        N_("Show more columns, or begin further to the left."),
    ),
}


@dataclass(frozen=True, kw_only=True)
class PasteSpec:
    """Where a block of cells goes.

    `columns` are the fields from the first one on in display order. The rows are `targets`, or
    those of the list `query` from the record `start` on; with neither all rows are new. One row
    goes into every one of several targets, as when a cell is copied down. Rows beyond the last
    record are added for `entity` (by default that of the last target) only with `add_rows`.
    `blanks` says what an empty cell does to an answer that is there; as in a return, it keeps it.
    """

    query: GridQuery
    columns: tuple[str, ...]
    text: str
    language: str
    start: str | None = None
    targets: tuple[str, ...] = ()
    entity: str | None = None
    add_rows: bool = False
    blanks: Blanks = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class PasteRefusal:
    """One cell that was not taken; row and column count from 1 in the block.

    `found` is what stood there, `expected` what would have been right, `code` says why not.
    """

    row: int
    column: int
    uid: str
    field: str
    found: str
    expected: str
    code: str

    def text(self, label: str, _: Translator) -> str:
        """Return what is wrong, for a reader; *label* is the name of the field."""
        return _(self._words()[0], **self._params(label))

    def fix(self, label: str, _: Translator) -> str:
        """Return what to do about it."""
        return _(self._words()[1], **self._params(label))

    def _words(self) -> tuple[str, str]:
        if self.code in _TEXTS:
            return _TEXTS[self.code]
        return KINDS[self.code].text, KINDS[self.code].fix

    def _params(self, label: str) -> dict[str, object]:
        return {
            "field": label, "found": self.found, "expected": self.expected, "column": self.column,
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PasteReport:
    """What pasting a block does, or did.

    Cells: `accepted` change an answer, `unchanged` say what is there already, `kept` were empty
    over an answer that stays. Records: `changed` and `added` (no uids yet in a preview, then
    `to_add` counts them); `beyond` rows found no record. `changes` is set once it is done.
    """

    accepted: int = 0
    unchanged: int = 0
    kept: int = 0
    refused: tuple[PasteRefusal, ...] = ()
    changed: tuple[str, ...] = ()
    to_add: int = 0
    added: tuple[str, ...] = ()
    beyond: int = 0
    changes: ChangeSet | None = None


def split_block(text: str) -> list[list[str]]:
    """Return the rows and cells of a block.

    Cells stand between tabs, rows between line ends. A cell in quotation marks is one cell where
    it holds a tab, a line end or doubled quotation marks: that is when spreadsheet programs
    write them; other quotation marks are part of the text.
    """
    text = as_in_block(text)
    rows: list[list[str]] = [[]]
    at = 0
    while True:
        cell, at = _cell(text, at)
        rows[-1].append(cell)
        if at >= len(text):
            break
        if text[at] == "\n":
            rows.append([])
        at += 1
    if rows[-1] == [""]:
        rows.pop()
    return rows


def as_in_block(text: str) -> str:
    """Return *text* with one kind of line end and nothing that no file can hold."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _cell(text: str, start: int) -> tuple[str, int]:
    """Return the cell that begins at *start*, and where it ends."""
    if text.startswith('"', start):
        quoted = _quoted(text, start)
        if quoted is not None:
            return quoted
    ends = [end for mark in "\t\n" if (end := text.find(mark, start)) >= 0]
    end = min(ends, default=len(text))
    return text[start:end], end


def _quoted(text: str, start: int) -> tuple[str, int] | None:
    at = start + 1
    while (at := text.find('"', at)) >= 0:
        if text.startswith('""', at):
            at += 2
            continue
        if at + 1 < len(text) and text[at + 1] not in "\t\n":
            return None
        inside = text[start + 1 : at]
        if not any(mark in inside for mark in ("\t", "\n", '""')):
            return None
        return inside.replace('""', '"'), at + 1
    return None


def joined_block(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of cells as a block; `split_block` reads them back."""
    return "".join("\t".join(_written(cell) for cell in row) + "\r\n" for row in rows)


def _written(cell: str) -> str:
    if cell.startswith('"') or any(mark in cell for mark in "\t\n\r"):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def harmless(text: str) -> str:
    """Return *text* so that no spreadsheet program runs it: with an apostrophe if it must."""
    return f"'{text}" if text.lstrip("'").startswith(_RISKY) else text


def as_meant(text: str) -> str:
    """Return *text* without the apostrophe that `harmless` puts before a formula."""
    inside = text[1:] if text.startswith("'") else ""
    return inside if inside.lstrip("'").startswith(_RISKY) else text
