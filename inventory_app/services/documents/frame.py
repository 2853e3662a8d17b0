"""What all documents share: head, numbered sections, figures in words with their references."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inventory_app.domain.documents import (
    Block,
    Cell,
    Column,
    Document,
    DocumentHead,
    Heading,
    KeyFigure,
    Note,
    Paragraph,
    Reference,
    SideBySide,
)
from inventory_app.domain.figure_words import FigureWords
from inventory_app.domain.profiles import PROFILE_NAMES
from inventory_app.domain.summaries import Basis, Completeness, Figure, Standing, SummaryHead
from inventory_app.texts import Translator


@dataclass(frozen=True, kw_only=True)
class Section:
    """A numbered part of a document; `anchor` is what links lead to."""

    title: str
    anchor: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The head and the language of a document; `group` names a group of entities by its key.

    `most_pages` is how long it may be on paper, 0 for any length: a short one is laid out closely.
    """

    head: SummaryHead
    words: FigureWords
    group: str = ""
    most_pages: int = 0

    @property
    def translate(self) -> Translator:
        """The program's texts in the language of the document."""
        return self.words.translate

    def reference(self, indicator: str, part: str = "") -> Reference:
        """Return where a figure of this document comes from."""
        return Reference(
            indicator=indicator, part=part, round_code=self.head.round_code,
            entity=self.head.entity_code, group=self.group,
        )  # fmt: skip

    def cell(self, figure: Figure, places: int = 0, indicator: str = "", part: str = "") -> Cell:
        """Return a figure for a table; words are fainter than numbers."""
        return Cell(
            text=self.words.figure(figure, places), faint=figure.value is None,
            reference=self.reference(indicator, part) if indicator else None,
        )  # fmt: skip

    def key(
        self, label: str, figure: Figure, places: int = 0, indicator: str = "", *,
        remark: str = "", part: str = "",
    ) -> KeyFigure:  # fmt: skip
        """Return a figure that a reader sees first."""
        return KeyFigure(
            label=label, text=self.words.figure(figure, places), remark=remark,
            worded=figure.value is None,
            reference=self.reference(indicator, part) if indicator else None,
        )  # fmt: skip

    def filled(self, of: Completeness, *, reported: bool = True) -> Cell:
        """Return how much is filled in, with a bar."""
        share = of.filled / of.due if of.due > 0 else None
        return Cell(
            text=self.words.completeness(of, reported=reported), filled=share, faint=share is None
        )

    def basis(self, of: Basis) -> str:
        """Say what date the figures of a part have and how complete they are."""
        _, words = self.translate, self.words
        date = words.date(self.head.as_of)
        if of.completeness is None:
            return _("As of {date}", date=date)
        texts = {
            "date": date,
            "filled": words.number(of.completeness.filled),
            "due": words.number(of.completeness.due),
            "share": words.completeness(of.completeness),
        }
        if of.entities is None or of.entities_asked is None:
            return _(
                "As of {date}; mandatory fields filled in: {filled} of {due} ({share})", **texts
            )
        return _(
            "As of {date}; reported by {entities} of {asked} entities; "
            "mandatory fields filled in: {filled} of {due} ({share})",
            **texts,
            entities=words.number(of.entities),
            asked=words.number(of.entities_asked),
        )

    def absence(self, standing: Standing) -> Paragraph | None:
        """Return what is said in place of a part that was not reported or is empty."""
        _ = self.translate
        match standing:
            case Standing.NOT_REPORTED:
                return Paragraph(text=_("Not reported: this part has not been filled in."))
            case Standing.NOT_ASKED:
                return Paragraph(text=_("This part is not asked in this round."))
            case Standing.NOTHING_TO_REPORT:
                return Paragraph(text=_("Declared: there is nothing to report here."))
            case Standing.REPORTED:
                return None

    def notes(self, *texts: str) -> tuple[Note, ...]:
        """Return sentences as one note, nothing where there are none."""
        told = self.words.sentences(*texts)
        return (Note(text=told),) if told else ()

    def document(self, name: str, kind: str, blocks: Sequence[Block], **more: object) -> Document:
        """Return a document with the head of this frame; *more* goes into the head."""
        head = self.head
        about = self.group or head.entity_code
        return Document(
            name=name, language=head.language, blocks=tuple(blocks),
            head=document_head(head, kind, self.words, **more),
            stem=file_stem(head.round_code, about, name, head.language, head.profile),
            most_pages=self.most_pages,
        )  # fmt: skip


def file_stem(round_code: str, about: str, name: str, language: str, profile: str = "") -> str:
    """Return the name of a document's file without its ending."""
    parts = (round_code, about, name, language, profile)
    return "_".join(_safe(part) for part in parts if part)


def _safe(text: str) -> str:
    """Return *text* as a part of a file's name: ASCII, without separators."""
    return "".join(ch if ch.isascii() and (ch.isalnum() or ch in ".-") else "-" for ch in text)


def document_head(head: SummaryHead, kind: str, words: FigureWords, **more: object) -> DocumentHead:
    """Return the head of a document; *more* replaces some of its fields."""
    _ = words.translate
    labels = (head.entity_code, head.entity_type_label, head.duty_station_label)
    fields: dict[str, object] = {
        "title": head.entity_name, "kind": kind, "author": head.organisation,
        "above": "  ·  ".join(label for label in labels if label) or head.organisation,
        "facts": (
            (_("Round"), head.round_code), (_("As of"), words.date(head.as_of)),
            (_("Deadline"), words.date(head.deadline)),
            (_("Printed on"), words.date(head.printed_on)),
            *([(_("Edition"), _edition(head.profile, _))] if head.profile else []),
        ),
        "running": _(
            "Round {round}, as of {date}", round=head.round_code, date=words.date(head.as_of)
        ),
        "version": head.program_version, "printed_on": head.printed_on,
    }  # fmt: skip
    return DocumentHead(**{**fields, **more})  # type: ignore[arg-type] # fields are all by name


def _edition(profile: str, _: Translator) -> str:
    """Return for whom a document is made; a code without a name stands for itself."""
    names = {each.value: name for each, name in PROFILE_NAMES.items()}
    return _(names[profile]) if profile in names else profile


def numbered(frame: Frame, sections: Sequence[Section]) -> Iterator[Block]:
    """Yield sections one after the other, their headings numbered."""
    _ = frame.translate
    for number, section in enumerate(sections, start=1):
        text = _("{number}. {title}", number=frame.words.number(number), title=section.title)
        yield Heading(text=text, anchor=section.anchor)
        yield from section.blocks


def beside(blocks: Sequence[Block], across: int = 2) -> list[SideBySide]:
    """Return blocks in rows of so many beside each other; the last row may have empty places."""
    stacks: list[tuple[Block, ...]] = [(each,) for each in blocks]
    stacks += [()] * (-len(stacks) % across)
    return [
        SideBySide(stacks=tuple(stacks[at : at + across])) for at in range(0, len(stacks), across)
    ]


def number_column(title: str, weight: float = 1) -> Column:
    """Return a column of numbers."""
    return Column(title=title, weight=weight, side="end")
