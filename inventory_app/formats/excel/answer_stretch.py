"""A table that has grown: what counts, colours, filters or prints its rows reaches further down.

Formulas, rules of cells and defined names are stretched where they end in the last row that the
table had; everything else stays as it is.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

_HOLDING = re.compile(rb"(<(?:\w+:)?(?:f|formula[12]?|definedName)\b[^>]*>)([^<]*)(?=</)")
_RULED = re.compile(
    rb"<(?:\w+:)?(?:autoFilter|conditionalFormatting|dataValidation|ignoredError)\b[^>]*>"
)
_RANGES = re.compile(rb"""(\s(?:ref|sqref)\s*=\s*)("[^"]*"|'[^']*')""")
_QUOTES = ("'", "&apos;", "&#39;")


class Stretch:
    """Stretches what refers to the table on one tab from row *old* to row *new*."""

    def __init__(self, tab: str, old: int, new: int) -> None:
        """Take the name of the tab and the last rows of its table, counted from 1."""
        names = b"|".join(re.escape(name) for name in sorted(_names(tab), reverse=True))
        self._elsewhere = re.compile(
            rb"(?<![\w'.;])(" + names + rb")(!\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?)%d(?![0-9A-Za-z])" % old
        )
        self._here = re.compile(rb"(\b[A-Z]+\d+:[A-Z]+)%d(?!\d)" % old)
        self._new = b"%d" % new

    def elsewhere(self, part: bytes) -> bytes:
        """Return a part with its formulas and names stretched that mean the table."""
        return _HOLDING.sub(
            lambda held: held[1] + self._elsewhere.sub(self._further, held[2]), part
        )

    def here(self, sheet: bytes) -> bytes:
        """Return the part of the sheet itself with its filter and its rules stretched."""
        return _RULED.sub(lambda rule: _RANGES.sub(self._ranges, rule[0]), sheet)

    def _further(self, found: re.Match[bytes]) -> bytes:
        return found[1] + found[2] + self._new

    def _ranges(self, found: re.Match[bytes]) -> bytes:
        return found[1] + self._here.sub(rb"\g<1>" + self._new, found[2])


def _names(tab: str) -> set[bytes]:
    """Return how formulas in XML may write the name of a tab."""
    plain, doubled = escape(tab), escape(tab.replace("'", "''"))
    written = {plain, *(f"{quote}{doubled.replace(chr(39), quote)}{quote}" for quote in _QUOTES)}
    return {
        name.encode(encoding, "xmlcharrefreplace")
        for name in written
        for encoding in ("utf-8", "ascii")
    }
