"""The figures that a reader sees first: cards, and strips of smaller figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from inventory_app.domain.marks import Rect, Text
from inventory_app.formats.pdf import shaping
from inventory_app.formats.pdf.blocks import Whole
from inventory_app.formats.pdf.paragraph import Paragraph, TextStyle

if TYPE_CHECKING:
    from inventory_app.domain.documents import Reference
    from inventory_app.formats.pdf.drawing import Area, Pen
    from inventory_app.languages import Language

CARD_LABEL = TextStyle(size=7.2, ink="muted", leading=1.25)
CARD_FIGURE = TextStyle(size=16, bold=True, leading=1.3, after=0)
FIGURE = TextStyle(size=12, bold=True, leading=1.35, after=0)
WORD = TextStyle(size=8, ink="muted", bold=True, leading=1.2, after=0)
SMALLEST = 7.5
AROUND = 16.0  # between the edges of a card and its text
LABEL = TextStyle(size=7, ink="muted", leading=1.25)


@dataclass(frozen=True, kw_only=True)
class Card:
    """One figure: what it is, the figure, and a line that puts it into perspective.

    `worded` figures are words (“not reported”), set smaller than numbers. `link` leads to an
    anchor, `reference` says where the figure comes from.
    """

    label: str
    text: str
    remark: str = ""
    worded: bool = False
    link: str = ""
    reference: Reference | None = None


@dataclass(frozen=True)
class Cards(Whole):
    """A row of cards of equal width."""

    cards: tuple[Card, ...]
    language: Language
    gap: float = 10
    after: float = 4

    def height(self, width: float) -> float:
        """Return the height of the row with the space after it."""
        return self._tops(width)[-1] + self.after

    def tail(self) -> float:
        """Return the space after."""
        return self.after

    def _card_width(self, width: float) -> float:
        return (width - self.gap * (len(self.cards) - 1)) / len(self.cards)

    def _tops(self, width: float) -> tuple[float, float, float]:
        """Return where the figures end, where the remarks begin and where the cards end."""
        found = self._measured.get(width)
        if found is None:
            room = self._card_width(width) - AROUND
            labels = max(self._label(card.label).height(room) for card in self.cards)
            remarks = max(self._label(card.remark).height(room) for card in self.cards)
            figures = 4 + labels + CARD_FIGURE.size * CARD_FIGURE.leading
            found = self._measured[width] = figures, figures + 1, figures + 1 + remarks + 1
        return found

    @cached_property
    def _measured(self) -> dict[float, tuple[float, float, float]]:
        return {}

    def _label(self, text: str) -> Paragraph:
        return Paragraph(text, self.language, CARD_LABEL, at_most=5)

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw the cards in reading direction."""
        width = self._card_width(area.width)
        *_, tall = self._tops(area.width)
        boxes = [area.part(number * (width + self.gap), width) for number in range(len(self.cards))]
        for box in boxes:
            pen.rect(Rect(x=box.x, y=y, width=width, height=tall, fill="soft", radius=4))
            pen.rect(Rect(x=box.left(0, 3), y=y, width=3, height=tall, fill="accent"))
        for card, box in zip(self.cards, boxes, strict=True):
            self._write(pen, card, box.part(11, width - AROUND), y, area.width)
            if card.link or card.reference:
                pen.link(
                    card.link, (box.x, y, width, tall), label=card.label, reference=card.reference
                )

    def _write(self, pen: Pen, card: Card, inside: Area, y: float, width: float) -> None:
        figures, remarks, _tall = self._tops(width)
        figure = _figure(card.text, self.language, CARD_FIGURE, inside.width, worded=card.worded)
        self._label(card.label).paint(pen, inside, y + 6)
        figure.paint(pen, inside, y + figures - figure.height(inside.width))
        if card.remark:
            self._label(card.remark).paint(pen, inside, y + remarks)


def _figure(
    text: str, language: Language, style: TextStyle, width: float, *, worded: bool
) -> Paragraph:
    """Return a number as large as *style* and *width* allow, or a word on up to two lines."""
    if worded:
        return Paragraph(text, language, WORD, at_most=2)
    size = style.size
    while size > SMALLEST and shaping.width_of(text, size, language, bold=style.bold) > width:
        size -= 0.5
    return Paragraph(text, language, replace(style, size=size), at_most=1)


def boxed(area: Area, y: float, height: float, text: str, *, size: float) -> Text:
    """Return text for a box as wide as *area*, aligned where reading starts."""
    return Text(
        x=area.x,
        y=y,
        width=area.width,
        height=height,
        text=text,
        size=size,
        align="right" if area.right_to_left else "left",
    )


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A small figure with its name; `missing` prints it as a word.

    `link` leads to an anchor, `reference` says where the figure comes from.
    """

    label: str
    text: str
    missing: bool = False
    link: str = ""
    reference: Reference | None = None


@dataclass(frozen=True)
class Facts(Whole):
    """A strip of facts between two sections of text."""

    facts: tuple[Fact, ...]
    language: Language
    after: float = 6

    def height(self, width: float) -> float:
        """Return the height of the strip with the space after it."""
        found = self._heights.get(width)
        if found is None:
            box = width / len(self.facts) - 14 if self.facts else width
            labels = [self._label(fact.label).height(box) for fact in self.facts]
            highest = max(36.0, 14.5 + max(labels, default=0.0))
            found = self._heights[width] = highest + self.after
        return found

    @cached_property
    def _heights(self) -> dict[float, float]:
        return {}

    def _label(self, text: str) -> Paragraph:
        return Paragraph(text, self.language, LABEL, at_most=4)

    def tail(self) -> float:
        """Return the space after."""
        return self.after

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw the facts side by side, a thin line before each but the first."""
        width = area.width / len(self.facts)
        for number in range(1, len(self.facts)):
            edge = area.left(number * width - 8)
            pen.rect(Rect(x=edge, y=y + 5, width=0.6, height=27, fill="line"))
        for number, fact in enumerate(self.facts):
            box = area.part(number * width, width - 14)
            figure = _figure(fact.text, pen.language, FIGURE, box.width, worded=fact.missing)
            figure.paint(pen, box, y + 19.5 - figure.height(box.width))
            self._label(fact.label).paint(pen, box, y + 20)
            if fact.link or fact.reference:
                pen.link(
                    fact.link, (box.x, y, box.width, 34), label=fact.label, reference=fact.reference
                )
