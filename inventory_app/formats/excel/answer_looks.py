"""How an answer is stored in a cell of a given style: as number, day or text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from inventory_app.formats.excel.answer_cells import Content, Share, digits
from inventory_app.formats.spreadsheet.day_serials import day_serial
from inventory_app.formats.spreadsheet.stored_numbers import PLAIN, NumberFormat

_EPOCH_1904 = date(1904, 1, 1)
_DAYS_TO_1904 = 1462


@dataclass(frozen=True, kw_only=True)
class Looks:
    """What the styles of a workbook, by their index, make of numbers."""

    formats: Mapping[str, NumberFormat]
    date1904: bool

    def fits(self, style: str, content: Content) -> bool:
        """Return whether a cell with *style* can hold *content* as what it is."""
        if isinstance(content, str):
            return True
        look = self._of(style)
        return (look.is_date, look.is_percent) == (
            isinstance(content, date), isinstance(content, Share)
        )  # fmt: skip

    def chosen(self, content: Content, styles: Iterable[str]) -> str:
        """Return the first of *styles* that fits *content*, or else any that does.

        A day or a share for which the workbook has no style at all gets the plain one; `stored`
        then gives its text.
        """
        for style in (*styles, "0", *self.formats):
            if self.fits(style, content):
                return style
        return "0"

    def stored(self, content: Content, style: str) -> tuple[bool, str]:
        """Return whether a cell with *style* holds text for *content*, and what it stores."""
        if isinstance(content, str):
            return True, content
        if isinstance(content, Share) and not self._of(style).is_percent:
            return True, f"{content:f}%"
        if isinstance(content, Decimal):
            return False, digits(content / 100 if self._of(style).is_percent else content)
        serial = day_serial(content)
        is_early = self.date1904 and content < _EPOCH_1904
        if isinstance(serial, str) or is_early or not self._of(style).is_date:
            return True, content.isoformat()
        return False, f"{serial - _DAYS_TO_1904 if self.date1904 else serial:.15G}"

    def _of(self, style: str) -> NumberFormat:
        return self.formats.get(style, PLAIN)
