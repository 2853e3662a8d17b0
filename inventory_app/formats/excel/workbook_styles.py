"""How a survey workbook looks: one palette, one font for each language, formats made once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inventory_app.domain.field_types import (
    Day,
    DecimalNumber,
    FieldType,
    Integer,
    LongText,
    Money,
    Percent,
    YesNo,
)
from inventory_app.languages import Language

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook as Book

NAVY = "#0B2540"
BLUE = "#0A6EA8"
PALE_BLUE = "#E8F2F9"
SKY = "#A9D3EE"
INK = "#1B2A3A"
QUIET = "#5B6B7C"
FAINT = "#98A5B3"
LINE = "#D3DCE6"
KNOWN = "#EDF1F5"
PAPER = "#FFFFFF"
AMBER = "#FFE3A8"
AMBER_INK = "#7A4B00"
RED = "#FBD9D7"
RED_INK = "#9B1C16"
GREEN = "#DDF1E4"
GREEN_INK = "#1B6B3A"


@dataclass(frozen=True, kw_only=True)
class Band:
    """The colours of one section: its band and the headings below it."""

    strong: str
    pale: str


BANDS = (
    Band(strong="#0A6EA8", pale="#E3F0F8"),
    Band(strong="#2B7A68", pale="#E1F1ED"),
    Band(strong="#6B569C", pale="#ECE8F5"),
    Band(strong="#4A5D73", pale="#E7EBF0"),
    Band(strong="#96406B", pale="#F6E6EE"),
    Band(strong="#5F7020", pale="#EEF2DD"),
)

_TEXT_FORMAT = "@"
_DATE_FORMAT = "yyyy-mm-dd"
_FIRST_YEAR = 1000  # whole numbers from here to 9999 are years, which take no thousands mark
_LAST_YEAR = 9999


def number_format(kind: FieldType) -> str:
    """Return the number format of the cells of *kind*.

    Cells for text are text, so that `00123` keeps its zeros and `=A1` does not become a formula.
    Shares show a real percent sign: whoever types 50 or 50% gets what was meant.
    """
    if isinstance(kind, Percent):
        return "0.0%"
    if isinstance(kind, Day):
        return _DATE_FORMAT
    if isinstance(kind, Integer):
        return "0" if _is_year(kind) else "#,##0"
    if isinstance(kind, DecimalNumber):
        places = 2 if isinstance(kind, Money) else kind.places
        return "#,##0" + ("." + "0" * places if places else "")
    return _TEXT_FORMAT


def _is_year(kind: Integer) -> bool:
    low, high = kind.minimum, kind.maximum
    return low is not None and high is not None and low >= _FIRST_YEAR and high <= _LAST_YEAR


def _is_centred(kind: FieldType) -> bool:
    return isinstance(kind, YesNo | Day) or (isinstance(kind, Integer) and _is_year(kind))


class Styles:
    """The formats of one workbook, each made once however often it is asked for."""

    def __init__(self, book: Book, language: Language) -> None:
        self._book = book
        self._right_to_left = language.right_to_left
        self._base = {
            "font_name": language.sheet_font,
            "font_size": 10,
            "font_color": INK,
            "valign": "vcenter",
            "reading_order": 2 if language.right_to_left else 1,
        }
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    @property
    def start(self) -> str:
        """The side on which a line of text begins."""
        return "right" if self._right_to_left else "left"

    @property
    def end(self) -> str:
        """The side on which a line of text ends."""
        return "left" if self._right_to_left else "right"

    def __call__(self, **properties: Any) -> Format:
        """Return the format with *properties*; `align` may be "start" or "end"."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            align = properties.get("align")
            if align in ("start", "end"):
                properties["align"] = self.start if align == "start" else self.end
            elif align is None and "indent" in properties:
                properties["align"] = self.start
            self._made[key] = self._book.add_format(self._base | properties)
        return self._made[key]

    def bare(self, **properties: Any) -> Format:
        """Return a format for a conditional format, which has no font of its own."""
        key = (("bare", True), *sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def answer(self, kind: FieldType, *, known: bool) -> Format:
        """Return the format of a cell to be answered: white, or grey where the answer is known."""
        properties: dict[str, Any] = {
            "locked": False,
            "border": 1,
            "border_color": LINE,
            "bg_color": KNOWN if known else PAPER,
            "num_format": number_format(kind),
        }
        if _is_centred(kind):
            properties["align"] = "center"
        elif isinstance(kind, DecimalNumber):
            properties |= {"align": "right", "indent": 1}
        else:
            properties |= {"align": "start", "indent": 1, "text_wrap": True}
            if isinstance(kind, LongText):
                properties["font_size"] = 9
        return self(**properties)
