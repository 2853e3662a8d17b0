"""What a workbook holds, as values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple, TypeAlias, cast

from inventory_app.formats.spreadsheet.refusals import doubled_name

Kind: TypeAlias = Literal["text", "number", "bool", "error", "date_text"]
State: TypeAlias = Literal["visible", "hidden", "veryHidden"]

NO_STORED_VALUE = "no stored value"


class Cell(NamedTuple):
    """One cell that holds something; equal cells of a book may be one object.

    `value` is a str for text, error and date_text, a float for number and a bool for bool.
    `raw` is the same as stored: the digits of a number before they became a float, `1` or `0` of a
    yes/no; of a text, the text. An error without a stored text, and a formula that no program has
    calculated, are errors with the value `NO_STORED_VALUE`.

    Texts are exact, blanks at their ends and line ends included. Control characters in them, which
    a workbook can only hold in disguise, are shown as their pictures (U+2400 and following).
    """

    kind: Kind
    value: str | float | bool
    raw: str
    formula: bool = False
    is_date: bool = False
    is_percent: bool = False


BLANK = Cell("text", "", "")
UNCALCULATED = Cell("error", NO_STORED_VALUE, "")

_Parts: TypeAlias = tuple[Kind, str | float | bool, str, bool, bool, bool]
# What Cell() does, without unpacking its arguments.
new_cell = cast("Callable[[_Parts], Cell]", partial(tuple.__new__, Cell))


def calculated(cell: Cell) -> Cell:
    """Return *cell* as the result of a formula."""
    kind, value, raw, _, is_date, is_percent = cell
    return new_cell((kind, value, raw, True, is_date, is_percent))


def put_once(texts: dict[str, str], name: str, text: str) -> None:
    """Add *text* to *texts*; raises Refused if there is one called *name* already."""
    if name in texts:
        raise doubled_name(name)
    texts[name] = text


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetCells:
    """The cells of one sheet that hold something, by row and column, both counted from 1.

    `merged` holds the ranges of merged cells as written, such as `B2:D2`.
    """

    name: str
    state: State
    rows: dict[int, dict[int, Cell]]
    merged: tuple[str, ...] = ()
    hidden_rows: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    """A whole workbook: its sheets in their order and what else tells where it comes from.

    `names` are the defined names of the whole workbook and what they refer to, `properties` the
    custom properties that are text. Sheets that hold no cells, such as charts, are left out.
    """

    sheets: tuple[SheetCells, ...]
    names: dict[str, str]
    properties: dict[str, str]
    date1904: bool
