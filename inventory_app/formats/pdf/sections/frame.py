"""What all sections share: headings, notes on what figures rest on, words for empty parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from inventory_app.domain.summaries import Basis, Standing
from inventory_app.formats.pdf.blocks import Block, Together
from inventory_app.formats.pdf.cards import Facts
from inventory_app.formats.pdf.page import SIDE, WIDTH
from inventory_app.formats.pdf.paragraph import (
    BODY,
    HEADING,
    NOTE,
    SMALL_HEADING,
    Paragraph,
    TextStyle,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inventory_app.domain.summaries import SummaryHead
    from inventory_app.formats.pdf.wording import Words

CONTENT_WIDTH = WIDTH - 2 * SIDE


@dataclass(frozen=True)
class Frame:
    """The language and the head of a document: what every section needs to know."""

    head: SummaryHead
    words: Words

    @property
    def right_to_left(self) -> bool:
        """Whether the document is read from the right."""
        return self.words.language.right_to_left

    def paragraph(
        self, text: str, style: TextStyle = BODY, at_most: int | None = None
    ) -> Paragraph:
        """Return *text* as a paragraph."""
        return Paragraph(text, self.words.language, style, at_most)

    def heading(self, number: int, title: str) -> Paragraph:
        """Return the heading of a section; the outline leads to it."""
        text = self.words.translate(
            "{number}. {title}", number=self.words.number(number), title=title
        )
        return Paragraph(text, self.words.language, HEADING, bookmark=f"section-{number}")

    def small_heading(self, text: str) -> Paragraph:
        """Return a heading inside a section."""
        return self.paragraph(text, SMALL_HEADING)

    def section(
        self, number: int, title: str, notes: Sequence[str], content: Sequence[Block]
    ) -> list[Block]:
        """Return a section whose heading stays with the beginning of its content."""
        opening: list[Block] = [self.heading(number, title)]
        if told := self.words.sentences(*notes):
            opening.append(self.paragraph(told, NOTE))
        if not content:
            return [Together(tuple(opening))]
        first, *others = content
        if isinstance(first, Facts) and others:  # a strip of figures does not stand alone
            opening.append(first)
            first, *others = others
        return [Together((*opening, first)), *others]

    def captioned(self, caption: str, *content: Block) -> list[Block]:
        """Return *content* under a small heading that stays with its beginning."""
        first, *others = content
        return [Together((self.small_heading(caption), first)), *others]

    def basis(self, of: Basis) -> str:
        """Say what date the figures of a part have and how complete they are."""
        _ = self.words.translate
        date = self.words.date(self.head.as_of)
        if of.completeness is None:
            return _("As of {date}", date=date)
        texts = {
            "date": date,
            "filled": self.words.number(of.completeness.filled),
            "due": self.words.number(of.completeness.due),
            "share": self.words.completeness(of.completeness),
        }
        if of.entities is None or of.entities_asked is None:
            return _(
                "As of {date}; mandatory fields filled in: {filled} of {due} ({share})", **texts
            )
        return _(
            "As of {date}; reported by {entities} of {asked} entities; "
            "mandatory fields filled in: {filled} of {due} ({share})",
            **texts,
            entities=self.words.number(of.entities),
            asked=self.words.number(of.entities_asked),
        )

    def absence(self, standing: Standing) -> Paragraph | None:
        """Return what is said in place of a part that was not reported or is empty."""
        _ = self.words.translate
        match standing:
            case Standing.NOT_REPORTED:
                return self.paragraph(_("Not reported: this part has not been filled in."))
            case Standing.NOT_ASKED:
                return self.paragraph(_("This part is not asked in this round."))
            case Standing.NOTHING_TO_REPORT:
                return self.paragraph(_("Declared: there is nothing to report here."))
            case Standing.REPORTED:
                return None
