"""Records in lists and forms: seen, changed, copied and pasted, searched, with their history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from inventory_app.domain import clipboard, editing
from inventory_app.domain.changes import ChangeSet
from inventory_app.domain.checks import check_entity, check_record
from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.findings import Finding
from inventory_app.domain.grids import Choice, GridQuery, GridRow, Group
from inventory_app.domain.merging import Answer
from inventory_app.domain.pasting import PasteReport, PasteSpec
from inventory_app.domain.readings import Reading
from inventory_app.domain.record_views import FieldChange, Hit, RecordLinks, RecordView
from inventory_app.domain.records import Record
from inventory_app.domain.rounds import Round
from inventory_app.progress import NoProgress, Progress
from inventory_app.services.records_editing import RecordEditing, some_records
from inventory_app.services.records_findings import FindingIndex
from inventory_app.services.records_history import RecordHistory
from inventory_app.services.records_links import RecordLinking, RecordNames
from inventory_app.services.records_list import RecordLists
from inventory_app.services.records_pasting import RecordPasting
from inventory_app.services.records_search import RecordSearch
from inventory_app.services.records_texts import TextIndex
from inventory_app.services.rounds import known
from inventory_app.store import queries
from inventory_app.store.database import Database


class Records:
    """The records of one store. Every method that changes something is one undo step."""

    def __init__(
        self, database: Database, catalogue: Catalogue, *, tokens: Callable[[], str]
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._texts = TextIndex(database, catalogue)
        self._finding_index = FindingIndex(database, catalogue)
        self._lists = RecordLists(database, catalogue, self._texts, self._finding_index)
        self._editing = RecordEditing(database, catalogue, tokens=tokens)
        self._names = RecordNames(database, catalogue)
        self._linking = RecordLinking(database, catalogue, self._names)
        self._pasting = RecordPasting(catalogue, self._lists, self._editing, self._names)
        self._history = RecordHistory(database, catalogue)
        self._search = RecordSearch(database, catalogue, self._texts)

    # Lists

    def count(self, query: GridQuery) -> int:
        """Return how many records a list shows."""
        return self._lists.count(query)

    def counts(self, queries_: Sequence[GridQuery]) -> tuple[int, ...]:
        """Return how many records each of several lists shows, such as all named views."""
        return self._lists.counts(queries_)

    def page(self, query: GridQuery, offset: int, limit: int) -> tuple[GridRow, ...]:
        """Return up to *limit* rows of a list from *offset* on."""
        return self._lists.page(query, offset, limit)

    def rows(self, query: GridQuery, uids: Sequence[str]) -> tuple[GridRow, ...]:
        """Return the rows of some records in the columns of a list, even if it hides them."""
        return self._lists.rows(query, uids)

    def uids(self, query: GridQuery) -> tuple[str, ...]:
        """Return the uids of a list in its order."""
        return self._lists.uids(query)

    def position(self, query: GridQuery, uid: str) -> int | None:
        """Return at which place, counted from 0, a list shows a record; None if it does not."""
        return self._lists.position(query, uid)

    def groups(self, query: GridQuery, by: str | None) -> tuple[Group, ...]:
        """Return the groups of a list by one field with sums; None makes one group of all."""
        return self._lists.groups(query, by)

    def distinct(self, query: GridQuery, field: str) -> tuple[Choice, ...]:
        """Return the values that occur in one field with their counts, for a filter menu."""
        return self._lists.distinct(query, field)

    def titles(self, sheet: str, round_code: str, uids: Sequence[str]) -> dict[str, str]:
        """Return what records are called, by uid; records that are not there are left out."""
        return self._names.titles(sheet, round_code, uids)

    def findings(
        self, sheet: str, round_code: str, uids: Sequence[str]
    ) -> dict[str, tuple[Finding, ...]]:
        """Return the findings on each of some records by itself, such as the rows on screen."""
        kind = self._catalogue[sheet]
        with self._database.reading() as connection:
            asked = self._round(connection, round_code)
            records = some_records(connection, self._database, sheet, round_code, uids)
        return {
            record.uid: tuple(check_record(kind, record, asked.parameters)) for record in records
        }

    # One record

    def get(self, sheet: str, uid: str, round_code: str) -> RecordView:
        """Return a record with its findings, what changed since the round before, and conflicts.

        Raises `UserError` if it is not in the round.
        """
        kind, schema = self._catalogue[sheet], self._database.schema
        with self._database.reading() as connection:
            rounds = queries.rounds(connection, schema)
            asked = known(rounds, round_code)
            [record] = some_records(connection, self._database, sheet, round_code, [uid])
            findings = self._all_findings(connection, kind, record, asked)
            before = self._before(connection, kind, uid, asked)
            conflicts = queries.open_conflicts(connection, schema, round_code, record.entity)
        return RecordView(
            record=record,
            title=kind.title_of(record.values) or uid,
            findings=findings,
            former={} if before is None else _former(kind, record, before),
            is_new=before is None,
            confirmed=record.standing != "carried",
            editable=round_code == list(rounds)[-1],
            conflicts=tuple(
                row["field"] for row in conflicts if (row["sheet"], row["uid"]) == (sheet, uid)
            ),
        )

    def shared(self, sheet: str, round_code: str, uids: Sequence[str]) -> dict[str, Answer | None]:
        """Return the answer to each field that records share, None where they differ."""
        kind = self._catalogue[sheet]
        with self._database.reading() as connection:
            records = some_records(connection, self._database, sheet, round_code, uids)
        return {field.name: editing.several(records, field.name) for field in kind}

    def parse(self, sheet: str, field: str, text: str, language: str) -> Reading:
        """Return what a field makes of a text that was typed; it may hold a problem code."""
        return clipboard.read_cell(self._catalogue[sheet].fields[field], text, language)

    # Changes

    def change(
        self, sheet: str, round_code: str, uids: Sequence[str], answers: Mapping[str, Answer]
    ) -> ChangeSet | None:
        """Give one or several records new answers; None if nothing would be different.

        What checks find never prevents it. Raises `UserError` if the round is over, a record is
        gone or a number too large to be kept, `TypeError` for a value of a wrong Python type.
        """
        return self._editing.change(sheet, round_code, uids, answers)

    def add(self, sheet: str, round_code: str, entity: str, answers: Mapping[str, Answer]) -> str:
        """Add a record and return its uid; raise `UserError` for an entity that is not asked."""
        return self._editing.add(sheet, round_code, entity, answers)

    def duplicate(self, sheet: str, round_code: str, uids: Sequence[str]) -> tuple[str, ...]:
        """Add a record like each of *uids*, without what tells them apart; return the uids."""
        return self._editing.duplicate(sheet, round_code, uids)

    def retire(
        self, sheet: str, round_code: str, uids: Sequence[str], on: date
    ) -> ChangeSet | None:
        """Say of records that they ceased to exist or to be used on a day; nothing is deleted."""
        return self._editing.retire(sheet, round_code, uids, on)

    def confirm(self, sheet: str, round_code: str, uids: Sequence[str]) -> ChangeSet | None:
        """Take records that were carried forward for answers of this round, unchanged."""
        return self._editing.confirm(sheet, round_code, uids)

    # Blocks

    def copy(
        self,
        query: GridQuery,
        language: str,
        *,
        uids: Sequence[str] | None = None,
        columns: Sequence[str] | None = None,
        headings: bool = False,
    ) -> str:
        """Return cells of a list as spreadsheets take them from the clipboard."""
        return self._pasting.copy(query, language, uids=uids, columns=columns, headings=headings)

    def preview_paste(self, spec: PasteSpec) -> PasteReport:
        """Return what pasting a block would do; nothing is changed."""
        return self._pasting.preview(spec)

    def paste(self, spec: PasteSpec) -> PasteReport:
        """Paste a block as one undo step; a cell that is refused leaves its answer as it is."""
        return self._pasting.paste(spec)

    # History, links, search

    def history(
        self, sheet: str, uid: str, field: str | None = None, *, cells: bool = True
    ) -> tuple[FieldChange, ...]:
        """Return the changes of one field of a record, or of all, newest first."""
        return self._history.history(sheet, uid, field, cells=cells)

    def links(self, sheet: str, uid: str, round_code: str) -> RecordLinks:
        """Return what a record names, what names it, and what else names the same."""
        return self._linking.links(sheet, uid, round_code)

    def search(self, text: str, round_code: str, limit: int = 50) -> tuple[Hit, ...]:
        """Return the entities and records of a round that hold all words of *text*."""
        return self._search.search(text, round_code, limit)

    def refresh_index(self, round_code: str, progress: Progress | None = None) -> bool:
        """Bring the texts and findings of a round up to date, as a background task.

        Returns whether anything was to be done. Raises `StoreRefused` where the store cannot be
        written, `Cancelled` if told to stop; what was there before stays usable.
        """
        progress = progress or NoProgress()
        texts = self._texts.refresh(round_code, progress)
        findings = self._finding_index.refresh(round_code, progress)
        self._lists.forget()
        return texts or findings

    def _round(self, connection: Connection, code: str) -> Round:
        return known(queries.rounds(connection, self._database.schema), code)

    def _all_findings(
        self, connection: Connection, kind: Sheet, record: Record, asked: Round
    ) -> tuple[Finding, ...]:
        """Return the findings on a record by itself, and those beside its entity's others."""
        schema = self._database.schema
        others = queries.records(connection, schema, asked.code, entities=[record.entity])
        declared = queries.declarations(connection, schema, asked.code)
        together = check_entity(
            self._catalogue, others.get(record.entity, {}), declared.get(record.entity, {}),
            asked.parameters,
        )  # fmt: skip
        mine = (f for f in together if (f.sheet, f.uid) == (kind.name, record.uid))
        return (*check_record(kind, record, asked.parameters), *mine)

    def _before(self, connection: Connection, kind: Sheet, uid: str, asked: Round) -> Record | None:
        if asked.previous is None:
            return None
        found = queries.records(
            connection, self._database.schema, asked.previous, sheets=[kind.name], uids=[uid]
        )
        records = [each for by_sheet in found.values() for each in by_sheet.get(kind.name, ())]
        return records[0] if records else None


def _former(kind: Sheet, record: Record, before: Record) -> dict[str, Answer]:
    pairs = (
        (field.name, editing.answer_of(before, field.name), editing.answer_of(record, field.name))
        for field in kind.asked
    )
    return {name: old for name, old, new in pairs if old != new}
