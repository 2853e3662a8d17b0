"""The figures that a reader sees first: cards, and strips of smaller figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from inventory_app.domain.marks import Rect, Text
from inventory_app.formats.pdf.blocks import Whole

if TYPE_CHECKING:
    from inventory_app.domain.marks import Ink
    from inventory_app.formats.pdf.drawing import Area, Pen


@dataclass(frozen=True, kw_only=True)
class Card:
    """One figure: what it is, the figure, and a line that puts it into perspective.

    `worded` figures are words (“not reported”), set smaller than numbers.
    """

    label: str
    text: str
    remark: str = ""
    worded: bool = False


@dataclass(frozen=True)
class Cards(Whole):
    """A row of cards of equal width."""

    cards: tuple[Card, ...]
    gap: float = 10
    tall: float = 74
    after: float = 10

    def height(self, width: float) -> float:  # noqa: ARG002 - the protocol's
        """Return the height of the row with the space after it."""
        return self.tall + self.after

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw the cards in reading direction."""
        width = (area.width - self.gap * (len(self.cards) - 1)) / len(self.cards)
        for number in range(len(self.cards)):
            box = area.part(number * (width + self.gap), width)
            ground = Rect(x=box.x, y=y, width=width, height=self.tall, fill="soft", radius=4)
            pen.rect(ground)
            stripe = box.left(0, 3)
            pen.rect(Rect(x=stripe, y=y, width=3, height=self.tall, fill="accent"))
        for number, card in enumerate(self.cards):
            box = area.part(number * (width + self.gap), width)
            self._write(pen, card, box, y)

    def _write(self, pen: Pen, card: Card, box: Area, y: float) -> None:
        inside = box.part(11, box.width - 16)
        label = boxed(inside, y + 6, 20, card.label, size=7.2)
        figure = boxed(inside, y + 26, 22, card.text, size=11 if card.worded else 16)
        remark = boxed(inside, y + 48, 20, card.remark, size=7)
        pen.box_of_text(replace(label, ink="muted", lines=2))
        pen.box_of_text(replace(figure, bold=True))
        pen.box_of_text(replace(remark, ink="muted", lines=2))


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
    """A small figure with its name; `missing` prints it as a word."""

    label: str
    text: str
    missing: bool = False


@dataclass(frozen=True)
class Facts(Whole):
    """A strip of facts between two sections of text."""

    facts: tuple[Fact, ...]
    after: float = 8

    def height(self, width: float) -> float:  # noqa: ARG002 - the protocol's
        """Return the height of the strip with the space after it."""
        return 36 + self.after

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw the facts side by side, a thin line before each but the first."""
        width = area.width / len(self.facts)
        for number in range(1, len(self.facts)):
            edge = area.left(number * width - 8)
            pen.rect(Rect(x=edge, y=y + 4, width=0.6, height=28, fill="line"))
        for number, fact in enumerate(self.facts):
            box = area.part(number * width, width - 14)
            figure = boxed(box, y + 1, 17, fact.text, size=9 if fact.missing else 12)
            label = boxed(box, y + 18, 18, fact.label, size=7)
            ink: Ink = "muted" if fact.missing else "text"
            pen.box_of_text(replace(figure, ink=ink, bold=not fact.missing))
            pen.box_of_text(replace(label, ink="muted", lines=2))
