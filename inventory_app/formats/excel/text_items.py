"""Texts as workbooks store them: shared or inside a cell, in one piece or in formatted runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from inventory_app.formats.spreadsheet.refusals import damaged

if TYPE_CHECKING:
    from collections.abc import Callable

    from inventory_app.formats.excel.markup import Events
    from inventory_app.formats.spreadsheet.markup import Attributes

_OUTSIDE, _IN_ITEM, _IN_RUN = range(3)
_PAIR_LENGTH = len("_xD83D__xDE00_")
_ESCAPE = re.compile(
    r"_x[dD][89abAB][0-9A-Fa-f]{2}__x[dD][c-fC-F][0-9A-Fa-f]{2}_|_x[0-9A-Fa-f]{4}_"
)
_SPACE = 0x20
_CONTROL_PICTURES = 0x2400
_SURROGATES = range(0xD800, 0xE000)


def unescaped(text: str) -> str:
    """Return *text* with its `_xHHHH_` escapes decoded (ECMA-376 part 1, 22.9.2.19).

    Control characters become their pictures, halves of a character the replacement character.
    """
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(escape: re.Match[str]) -> str:
    code = int(escape[0][2:6], 16)
    if len(escape[0]) == _PAIR_LENGTH:
        return chr(0x10000 + ((code & 0x3FF) << 10) + (int(escape[0][9:13], 16) & 0x3FF))
    if code in _SURROGATES:
        return "\N{REPLACEMENT CHARACTER}"
    if code < _SPACE and chr(code) not in "\t\n\r":
        return chr(_CONTROL_PICTURES + code)
    return chr(code)


class TextItems:
    """Listens to the elements of texts: runs are joined, readings of characters passed over."""

    def __init__(self, events: Events, item: str, take: Callable[[str], None]) -> None:
        """Hand the text of each element called *item* to *take*.

        The root element of the part has been met, so that full names are known.
        """
        self._events = events
        self._take = take
        self._items, self._runs, self._texts, self._readings = map(
            events.full_name, (item, "r", "t", "rPh")
        )
        self._standing = _OUTSIDE
        self._reading = False

    def start(self, name: str, _: Attributes) -> None:
        """Listen to the start of an element."""
        if name == self._texts:
            if self._reading or not self._standing:
                raise damaged(self._events.part)
            self._reading = True
            self._events.parser.CharacterDataHandler = self._events.text.append
        elif self._reading:
            raise damaged(self._events.part)
        elif name == self._items:
            if self._standing:
                raise damaged(self._events.part)
            self._standing = _IN_ITEM
            self._events.text.clear()
        elif name == self._runs:
            if self._standing != _IN_ITEM:
                raise damaged(self._events.part)
            self._standing = _IN_RUN
        else:
            self._events.skip(name, holding=(self._texts,) if name == self._readings else ())

    def end(self, name: str) -> None:
        """Listen to the end of an element."""
        if name == self._texts:
            self._events.parser.CharacterDataHandler = None
            self._reading = False
        elif name == self._items:
            text = "".join(self._events.text)
            self._events.text.clear()
            self._standing = _OUTSIDE
            self._take(unescaped(text))
        elif name == self._runs:
            self._standing = _IN_ITEM
