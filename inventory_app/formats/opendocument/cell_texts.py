"""The text of a cell, put together from its paragraphs.

Blanks and line ends count as they are written: Calc and Gnumeric both show them so, although the
standard would have them fold.
"""

from __future__ import annotations

import re

from inventory_app.formats.opendocument.names import (
    LINE_BREAK,
    PARAGRAPH,
    SHOWN_INLINE,
    SPACE_COUNT,
    SPACES,
    TAB,
)
from inventory_app.formats.spreadsheet import limits
from inventory_app.formats.spreadsheet.limits import Allowance
from inventory_app.formats.spreadsheet.markup import Attributes, Events
from inventory_app.formats.spreadsheet.refusals import damaged, hidden_contents, overbuilt

_COUNT = re.compile("[0-9]{1,7}").fullmatch


class CellText:
    """Listens to what stands inside the paragraphs of a cell."""

    def __init__(self, events: Events, allowance: Allowance) -> None:
        self.is_open = False  # whether we are in a paragraph
        self._events = events
        self._allowance = allowance
        self._paragraphs = 0
        self._foreign = 0  # depth inside an element that shows no text of its own

    def begin(self) -> None:
        """Begin a paragraph; the second and following ones are further lines."""
        if self._paragraphs:
            self._events.text.append("\n")
        self._paragraphs += 1
        self.is_open = True
        self._events.parser.CharacterDataHandler = self._events.text.append

    def take(self) -> str | None:
        """Return the text that was collected, None if there was no paragraph, and begin anew."""
        if not self._paragraphs:
            return None
        text = "".join(self._events.text)
        self._events.text.clear()
        self._paragraphs = 0
        return text

    def start(self, name: str, attributes: Attributes) -> None:
        """Listen to the start of an element inside the paragraph."""
        if self._foreign:
            self._foreign += 1
            if self._foreign > limits.DEPTH:
                raise overbuilt(self._events.part)
        elif name == SPACES:
            self._events.text.append(" " * self._count(attributes.get(SPACE_COUNT, "1")))
        elif name == TAB:
            self._events.text.append("\t")
        elif name == LINE_BREAK:
            self._events.text.append("\n")
        elif name not in SHOWN_INLINE:
            self._foreign = 1
            self._events.parser.CharacterDataHandler = self._refuse

    def end(self, name: str) -> None:
        """Listen to the end of an element inside the paragraph, and to its own."""
        if self._foreign:
            self._foreign -= 1
            if not self._foreign:
                self._events.parser.CharacterDataHandler = self._events.text.append
        elif name == PARAGRAPH:
            self.is_open = False
            self._events.parser.CharacterDataHandler = None

    def _count(self, written: str) -> int:
        if not _COUNT(written):
            raise damaged(self._events.part)
        self._allowance.take_text(int(written))
        return int(written)

    def _refuse(self, text: str) -> None:
        """Refuse a text of which programs do not agree whether it is shown."""
        if not text.isspace():
            raise hidden_contents(self._events.part)
