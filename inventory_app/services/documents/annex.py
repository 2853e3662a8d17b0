"""The inventory annex: every record of every sheet that was asked, in tables of small type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from inventory_app.domain.answer_texts import answer_text
from inventory_app.domain.documents import (
    Block,
    Cell,
    Column,
    Contents,
    Document,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Table,
)
from inventory_app.domain.field_types import DecimalNumber, LongText, Reference
from inventory_app.domain.fields import Field, Sheet
from inventory_app.domain.records import Record
from inventory_app.domain.values import Value, ValueState
from inventory_app.services.documents.frame import Frame
from inventory_app.services.round_contents import RoundContents
from inventory_app.texts import Translator

NAME = "inventory-annex"
ROOM = 15.0  # how much stands beside each other on a page; a long text takes as much as two fields
_TITLE_WEIGHT = 2.2


def annex_document(frame: Frame, contents: RoundContents) -> Document:
    """Return the complete tables of a round; *contents* is what the readers may see.

    Only records of entities that have answered are listed.
    """
    _ = frame.translate
    sheets = [sheet for sheet in contents.catalogue if contents.round.parameters.asks(sheet.name)]
    blocks: list[Block] = [
        *frame.notes(
            _(
                "Every record of the entities that have answered. A sheet has more columns than "
                "a page is wide, so that its records are printed several times, each time with "
                "other columns; columns without any answer are left out."
            ),
            _(
                "The first table of a sheet lists every record, the others those that have an "
                "answer in their columns."
            ),
            *frame.head.parameters[:2],
        ),
        Contents(title=_("Contents"), depth=1),
    ]  # fmt: skip
    for number, sheet in enumerate(sheets, start=1):
        blocks.append(PageBreak())
        blocks += _sheet(frame, contents, sheet, number)
    return frame.document(NAME, _("Inventory annex"), blocks, landscape=True)


def _sheet(frame: Frame, contents: RoundContents, sheet: Sheet, number: int) -> Iterator[Block]:
    _, language = frame.translate, frame.head.language
    title = _("{number}. {title}", number=frame.words.number(number), title=sheet.label(language))
    yield Heading(text=title, anchor=f"sheet-{sheet.name}")
    listed = [
        record
        for entity, asked in contents.asked.items()
        if asked.answered
        for record in contents.records.get(entity, {}).get(sheet.name, ())
    ]
    if not listed:
        yield Paragraph(text=_("No record was reported."))
        return
    yield Note(text=_.plural("{n} record", "{n} records", len(listed)))
    answers = _Answers(_, _titles(contents))
    for place, band in enumerate(bands(sheet, listed), start=1):
        sections = dict.fromkeys(each.section for each in band)
        named = [sheet.sections[each][language] for each in sections if each in sheet.sections]
        if place > 1 or named:
            text = _(" · ").join(named) or title
            yield Heading(text=text, level=2, anchor=f"sheet-{sheet.name}-{place}")
        whole = place == 1
        some = [each for each in listed if whole or any(_said(each, asked) for asked in band)]
        yield _band(frame, sheet, some, band, answers)


def _titles(contents: RoundContents) -> dict[str, str]:
    """Return by what name a record is known that another one refers to."""
    return {
        record.uid: contents.catalogue[sheet].title_of(record.values) or record.uid
        for by_sheet in contents.records.values()
        for sheet, listed in by_sheet.items()
        for record in listed
    }


def bands(sheet: Sheet, listed: Sequence[Record]) -> list[list[Field]]:
    """Return the fields that anybody answered, in their order, as many together as fit a page."""
    found: list[list[Field]] = []
    used = ROOM
    for each in sheet:
        if each.name in sheet.title or not any(_said(record, each) for record in listed):
            continue
        needs = _weight(each)
        if used + needs > ROOM:
            found.append([])
            used = 1 + _TITLE_WEIGHT
        found[-1].append(each)
        used += needs
    return found


def _said(record: Record, of: Field) -> bool:
    return record[of.name] is not None or of.name in record.states


def _weight(of: Field) -> float:
    return 2.0 if isinstance(of.type, LongText) else 1.0


def _band(
    frame: Frame, sheet: Sheet, listed: Sequence[Record], band: Sequence[Field], answers: _Answers
) -> Table:
    _, language = frame.translate, frame.head.language
    columns = (
        Column(title=_("Entity"), weight=1),
        Column(title=_("Record"), weight=_TITLE_WEIGHT, field=f"{sheet.name}.{sheet.title[0]}"),
        *(
            Column(
                title=each.label(language), weight=_weight(each), field=f"{sheet.name}.{each.name}",
                side="end" if isinstance(each.type, DecimalNumber) else "start",
            )
            for each in band
        ),
    )  # fmt: skip
    rows = tuple(
        (
            answers.cell(record.entity),
            answers.cell(answers.titles.get(record.uid, record.uid)),
            *(answers.of(record, each) for each in band),
        )
        for record in listed
    )
    return Table(columns=columns, rows=rows, uniform=True)


@dataclass(frozen=True)
class _Answers:
    """Answers as cells; the same answer is the same cell."""

    translate: Translator
    titles: dict[str, str]
    cells: dict[str, Cell] = field(default_factory=dict)
    known: dict[tuple[str, str, Value, ValueState | None], Cell] = field(default_factory=dict)

    def cell(self, text: str, *, faint: bool = False) -> Cell:
        found = self.cells.get(text)
        if found is None:
            found = self.cells[text] = Cell(text=text, faint=faint)
        return found

    def of(self, record: Record, asked: Field) -> Cell:
        value, state = record[asked.name], record.states.get(asked.name)
        key = (record.sheet, asked.name, value, state)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self.cell(
                self._text(asked, value, state), faint=value is None
            )
        return found

    def _text(self, asked: Field, value: Value, state: ValueState | None) -> str:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(asked.type, Reference) and isinstance(value, str):
            return self.titles.get(value, value)
        return answer_text(asked.type, value, state, self.translate)
