"""Which cell styles show a number times 100 with a % sign.

The standard has a value type for that, and nearly all programs use it. Gnumeric writes a plain
number and leaves the rest to the style.
"""

from __future__ import annotations

from typing import NamedTuple

from inventory_app.formats.opendocument.names import (
    DATA_STYLE,
    FAMILY,
    NUMBER_SPACE,
    OFFICE_SPACE,
    PARENT_STYLE,
    PERCENTAGE_STYLE,
    STYLE,
    STYLE_NAME,
    STYLE_SPACE,
)
from inventory_app.formats.opendocument.package import STYLES
from inventory_app.formats.spreadsheet import limits
from inventory_app.formats.spreadsheet.markup import Attributes, elements
from inventory_app.formats.spreadsheet.zip_parts import ZipParts

_COMMON_STYLE = "document-styles/styles/style"
_PERCENTAGE_STYLES = tuple(
    f"document-styles/{place}/percentage-style" for place in ("styles", "automatic-styles")
)


class _Style(NamedTuple):
    number: str
    parent: str


class CellStyles:
    """The styles of cells and of numbers: those of the content, and the common ones if needed."""

    def __init__(self, parts: ZipParts) -> None:
        """Begin without any style of the content; the common ones are in *parts*."""
        self._parts = parts
        self._styles: dict[str, _Style] = {}
        self._shares: dict[str, bool] = {}  # of styles of numbers: whether it is a percentage
        self._known: dict[str, bool | None] = {}
        self._is_whole = STYLES not in parts

    def add(self, name: str, attributes: Attributes) -> None:
        """Take the element *name*, which stands in the styles of the content."""
        if name == STYLE:
            self._add_style(attributes)
        elif name.startswith(NUMBER_SPACE) and STYLE_NAME in attributes:
            self._shares.setdefault(attributes[STYLE_NAME], name == PERCENTAGE_STYLE)

    def is_percent(self, name: str) -> bool | None:
        """Return whether the cell style *name* shows numbers as percentages.

        None if it leaves open how numbers are shown. Raises Refused.
        """
        if name not in self._known:
            share = self._share(name)
            if share is None and not self._is_whole:
                self._add_common()
                share = self._share(name)
            self._known[name] = share
        return self._known[name]

    def _share(self, name: str) -> bool | None:
        """Return what the styles known so far say of *name*, None if they do not tell."""
        for _ in range(limits.DEPTH):
            style = self._styles.get(name)
            if style is None:
                break
            if style.number:
                return self._shares.get(style.number)
            name = style.parent
        return None

    def _add_style(self, attributes: Attributes) -> None:
        if attributes.get(FAMILY) == "table-cell":
            style = _Style(attributes.get(DATA_STYLE, ""), attributes.get(PARENT_STYLE, ""))
            self._styles.setdefault(attributes.get(STYLE_NAME, ""), style)

    def _add_common(self) -> None:
        self._is_whole = True
        for element in elements(
            self._parts.read(STYLES),
            STYLES,
            namespaces=(OFFICE_SPACE, STYLE_SPACE, NUMBER_SPACE),
            paths=(_COMMON_STYLE, *_PERCENTAGE_STYLES),
        ):
            if element.path == _COMMON_STYLE:
                self._add_style(element.attributes)
            else:
                self._shares.setdefault(element.attributes.get(STYLE_NAME, ""), True)
