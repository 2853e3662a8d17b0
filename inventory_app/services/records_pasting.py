"""Blocks of cells into and out of lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from inventory_app.domain import editing
from inventory_app.domain.clipboard import cell_text, expected, read_cell
from inventory_app.domain.field_types import Reference
from inventory_app.domain.fields import Catalogue, Field, Sheet
from inventory_app.domain.grids import ENTITY, SHARED, SHARED_LABELS, UID, GridQuery
from inventory_app.domain.merging import Answer
from inventory_app.domain.pasting import (
    COMPUTED,
    FIXED,
    NO_COLUMN,
    PasteRefusal,
    PasteReport,
    PasteSpec,
    as_in_block,
    harmless,
    joined_block,
    split_block,
)
from inventory_app.domain.records import Record
from inventory_app.services.records_editing import ADD_ONE, RecordEditing
from inventory_app.services.records_links import RecordNames
from inventory_app.services.records_list import RecordLists
from inventory_app.texts import N_, translator

PASTE_ONE, PASTE_MANY = N_("Paste into {record}"), N_("Paste into several records ({n})")


@dataclass
class _Plan:
    """What a block does to records: pairs before and after, and answers for new ones."""

    accepted: int = 0
    unchanged: int = 0
    kept: int = 0
    beyond: int = 0
    refused: list[PasteRefusal] = field(default_factory=list)
    pairs: list[tuple[Record, Record]] = field(default_factory=list)
    new: list[tuple[str, dict[str, Answer]]] = field(default_factory=list)

    def report(self) -> PasteReport:
        return PasteReport(
            accepted=self.accepted, unchanged=self.unchanged, kept=self.kept,
            refused=tuple(self.refused), beyond=self.beyond, to_add=len(self.new),
            changed=tuple(b.uid for b, after in self.pairs if b is not after),
        )  # fmt: skip


class RecordPasting:
    """Copying from and pasting into the lists of one store."""

    def __init__(
        self,
        catalogue: Catalogue,
        lists: RecordLists,
        editing_: RecordEditing,
        names: RecordNames,
    ) -> None:
        self._catalogue = catalogue
        self._lists = lists
        self._editing = editing_
        self._names = names

    def copy(
        self,
        query: GridQuery,
        language: str,
        *,
        uids: Sequence[str] | None = None,
        columns: Sequence[str] | None = None,
        headings: bool = False,
    ) -> str:
        """Return cells of a list as spreadsheets take them from the clipboard.

        All records of the list, or *uids* in that order; all its columns or *columns*.
        """
        sheet = self._catalogue[query.sheet]
        query = replace(query, columns=tuple(columns or query.columns))
        wanted = self._lists.uids(query) if uids is None else uids
        rows = self._lists.rows(query, wanted)
        titles = self._names.titles_in(sheet, query.round, query.columns, rows)
        lines = [_headings(sheet, query.columns, language)] if headings else []
        for row in rows:
            shared = {ENTITY: row.entity, UID: row.uid}
            lines.append(
                [
                    _shown(sheet, name, Answer(value, row.states.get(name)), language, titles)
                    if name in sheet.fields
                    else harmless(shared.get(name, row.standing))
                    for name, value in zip(query.columns, row.values, strict=True)
                ]
            )
        return joined_block(lines)

    def preview(self, spec: PasteSpec) -> PasteReport:
        """Return what pasting would do; nothing is changed."""
        return self._plan(spec).report()

    def paste(self, spec: PasteSpec) -> PasteReport:
        """Paste a block as one undo step; cells that are refused leave their answers as they are.

        Raises `UserError` if the round is over or a record is gone.
        """
        plan = self._plan(spec)
        sheet = self._catalogue[spec.query.sheet]
        added = [
            self._editing.made(sheet, spec.query.round, entity, answers)
            for entity, answers in plan.new
        ]
        only_new = bool(added) and all(before is after for before, after in plan.pairs)
        changes = self._editing.write(
            sheet, changed=plan.pairs, added=added, one=ADD_ONE if only_new else PASTE_ONE,
            many=PASTE_MANY,
        )  # fmt: skip
        return replace(plan.report(), added=tuple(record.uid for record in added), changes=changes)

    def _plan(self, spec: PasteSpec) -> _Plan:
        block = split_block(spec.text)
        sheet = self._catalogue[spec.query.sheet]
        targets = self._targets(spec, len(block))
        if len(block) == 1 and len(targets) > 1:
            block *= len(targets)
        _, records = self._editing.records(sheet, spec.query.round, targets[: len(block)])
        entity = spec.entity or (records[-1].entity if records else None)
        more = len(block) > len(records)
        if more and spec.add_rows:
            if entity is None:
                raise ValueError("new rows need an entity")
            self._editing.refuse_stranger(entity, spec.query.round)
        plan = _Plan()
        reader = _BlockReader(sheet, spec, self._names, plan)
        for number, cells in enumerate(block, start=1):
            if number <= len(records):
                record = records[number - 1]
                answers = reader.answers(number, cells, record)
                plan.pairs.append((record, editing.edited(sheet, record, answers)))
            elif not spec.add_rows:
                plan.beyond += 1
            elif answers := reader.answers(number, cells, None):
                plan.new.append((entity or "", answers))
        return plan

    def _targets(self, spec: PasteSpec, rows: int) -> Sequence[str]:
        if spec.targets:
            return spec.targets
        if spec.start is None:
            return ()
        uids = self._lists.uids(spec.query)
        at = uids.index(spec.start) if spec.start in uids else None
        return (spec.start,) if at is None else uids[at : at + rows]


class _BlockReader:
    """Reads the cells of a block into answers; what becomes of each is counted in a plan."""

    def __init__(self, sheet: Sheet, spec: PasteSpec, names: RecordNames, plan: _Plan) -> None:
        self._sheet = sheet
        self._spec = spec
        self._names = names
        self._plan = plan
        self._too_wide: set[int] = set()

    def answers(self, row: int, cells: Sequence[str], record: Record | None) -> dict[str, Answer]:
        """Return the answers that one row of the block gives to a record, None for a new one."""
        found: dict[str, Answer] = {}
        for column, text in enumerate(cells, start=1):
            if column > len(self._spec.columns):
                self._wider(row, column, text)
                continue
            name = self._spec.columns[column - 1]
            answer = self._answer(row, column, name, text, record)
            if answer is not None:
                found[name] = answer
                self._plan.accepted += 1
        return found

    def _answer(
        self, row: int, column: int, name: str, text: str, record: Record | None
    ) -> Answer | None:
        """Return the new answer that a cell gives, None if it gives none."""
        if name in SHARED:
            self._fixed(row, column, name, text, record)
            return None
        asked = self._sheet.fields[name]
        now = editing.answer_of(record, name) if record else Answer(None, None)
        answer: Answer | None = now
        if not self._says(asked, now, text, record):
            if not text.strip():
                return self._blank(asked)
            answer = self._read(row, column, asked, text, record)
        if answer == now:
            self._plan.unchanged += 1
        return None if answer == now else answer

    def _read(
        self, row: int, column: int, asked: Field, text: str, record: Record | None
    ) -> Answer | None:
        if asked.derived or asked.retired:
            self._refuse(row, column, asked.name, text, COMPUTED, record)
            return None
        reading = read_cell(asked, text, self._spec.language)
        if reading.problem is not None:
            self._refuse(row, column, asked.name, text, reading.problem, record)
            return None
        value = reading.value
        if isinstance(asked.type, Reference) and isinstance(value, str):
            entity = record.entity if record else self._spec.entity
            value = self._names.meant(asked.type.to, self._spec.query.round, value, entity)
        return Answer(value, reading.state)

    def _says(self, asked: Field, now: Answer, text: str, record: Record | None) -> bool:
        """Return whether a cell shows what is there already, in any of the ways to show it."""
        language = self._spec.language
        if text == as_in_block(cell_text(asked, now, language)):
            return True
        if not isinstance(asked.type, Reference) or now.value is None or record is None:
            return False
        titles = self._names.titles(asked.type.to, record.round, [str(now.value)])
        title = titles.get(str(now.value), "")
        return text == as_in_block(cell_text(asked, now, language, title))

    def _blank(self, asked: Field) -> Answer | None:
        """Return what an empty cell does to an answer that is there."""
        if asked.derived or asked.retired or self._spec.blanks == "keep":
            self._plan.kept += 1
            return None
        return Answer(None, None)

    def _fixed(self, row: int, column: int, name: str, text: str, record: Record | None) -> None:
        if record is None or not text.strip():
            return
        shown = {ENTITY: record.entity, UID: record.uid}.get(name, record.standing)
        if text == harmless(shown):
            self._plan.unchanged += 1
        else:
            self._refuse(row, column, name, text, FIXED, record)

    def _wider(self, row: int, column: int, text: str) -> None:
        if text.strip() and column not in self._too_wide:
            self._too_wide.add(column)
            self._refuse(row, column, "", text, NO_COLUMN, None)

    def _refuse(
        self, row: int, column: int, name: str, text: str, code: str, record: Record | None
    ) -> None:
        asked = self._sheet.fields.get(name)
        self._plan.refused.append(
            PasteRefusal(
                row=row, column=column, uid=record.uid if record else "", field=name, found=text,
                expected=expected(asked.type, self._spec.language) if asked else "", code=code,
            )
        )  # fmt: skip


def _shown(
    sheet: Sheet, name: str, answer: Answer, language: str, titles: Mapping[tuple[str, str], str]
) -> str:
    title = titles.get((name, str(answer.value)), "") if answer.value is not None else ""
    return cell_text(sheet.fields[name], answer, language, title)


def _headings(sheet: Sheet, columns: Sequence[str], language: str) -> list[str]:
    _ = translator(language)
    return [
        harmless(
            sheet.fields[name].label(language) if name in sheet.fields else _(SHARED_LABELS[name])
        )
        for name in columns
    ]
