"""Lists of records: counted, sorted, filtered, added up, one page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from inventory_app.domain import grids as asked
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.grids import Choice, GridQuery, GridRow, Group, Operation
from inventory_app.domain.search_words import words_of
from inventory_app.errors import StoreRefused, UserError
from inventory_app.services.records_findings import FindingIndex
from inventory_app.services.records_texts import TextIndex
from inventory_app.services.rounds import known
from inventory_app.store import derived, grids, queries
from inventory_app.store.database import Database
from inventory_app.store.grid_conditions import Source
from inventory_app.texts import N_


@dataclass(frozen=True)
class _Ordered:
    """The records of a list in its order, as they were after a change set."""

    query: GridQuery
    change_set: int
    uids: list[str]


class RecordLists:
    """The lists of one store. The order of the list shown last is kept until data changes."""

    def __init__(
        self, database: Database, catalogue: Catalogue, texts: TextIndex, findings: FindingIndex
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._texts = texts
        self._findings = findings
        self._ordered: _Ordered | None = None

    def count(self, query: GridQuery) -> int:
        """Return how many records a list shows."""
        return self.counts((query,))[0]

    def counts(self, queries_: Sequence[GridQuery]) -> tuple[int, ...]:
        """Return how many records each of several lists shows, such as all named views."""
        found = []
        for query in queries_:
            with self._source(query) as (connection, source):
                kept = self._kept(connection, query)
                found.append(
                    len(kept) if kept is not None else grids.count(connection, source, query)
                )
        return tuple(found)

    def page(self, query: GridQuery, offset: int, limit: int) -> tuple[GridRow, ...]:
        """Return up to *limit* rows from *offset* on.

        The first page is asked for by itself; whoever goes on has the order of the whole list
        worked out once.
        """
        with self._source(query) as (connection, source):
            kept = self._kept(connection, query)
            if kept is None and offset == 0:
                wanted = grids.uids(connection, source, query, limit)
            else:
                kept = self._all(connection, source, query) if kept is None else kept
                wanted = kept[offset : offset + limit]
            return tuple(grids.rows(connection, source, query.columns, wanted))

    def rows(self, query: GridQuery, uids: Sequence[str]) -> tuple[GridRow, ...]:
        """Return the rows of some records in the columns of a list, in the order of *uids*."""
        plain = GridQuery(sheet=query.sheet, round=query.round, columns=query.columns)
        with self._source(plain) as (connection, source):
            return tuple(grids.rows(connection, source, query.columns, uids))

    def uids(self, query: GridQuery) -> tuple[str, ...]:
        """Return the uids of a list in its order."""
        with self._source(query) as (connection, source):
            kept = self._kept(connection, query)
            return tuple(self._all(connection, source, query) if kept is None else kept)

    def position(self, query: GridQuery, uid: str) -> int | None:
        """Return at which place, counted from 0, a list shows a record; None if it does not."""
        uids = self.uids(query)
        return uids.index(uid) if uid in uids else None

    def groups(self, query: GridQuery, by: str | None) -> tuple[Group, ...]:
        """Return the groups of a list by the values of one field, with sums; None for one of all.

        Added up are the amounts among the columns, full-time posts and cost, over the records
        shown: narrow the list to active records where totals are meant.
        """
        with self._source(query) as (connection, source):
            fields = asked.summed(source.sheet, query.columns)
            return grids.groups(connection, source, query, by, fields)

    def distinct(self, query: GridQuery, field: str) -> tuple[Choice, ...]:
        """Return the values that occur in one field with their counts, for a filter menu.

        Conditions on that field itself are left aside, so that the menu shows what can be chosen.
        """
        query = query.without(field)
        with self._source(query) as (connection, source):
            return grids.choices(connection, source, query, field)

    def forget(self) -> None:
        """Work the order out anew, as when words are found in another way than before."""
        self._ordered = None

    def _all(self, connection: Connection, source: Source, query: GridQuery) -> list[str]:
        newest = derived.newest_change(connection, self._database.schema)
        uids = grids.uids(connection, source, query)
        self._ordered = _Ordered(_bare(query), newest, uids)
        return uids

    def _kept(self, connection: Connection, query: GridQuery) -> list[str] | None:
        kept = self._ordered
        if kept is None or kept.query != _bare(query):
            return None
        newest = derived.newest_change(connection, self._database.schema)
        return kept.uids if kept.change_set == newest else None

    def _entities(self, connection: Connection) -> tuple[str, ...]:
        return tuple(connection.scalars(select(self._database.schema["entity"].c.id)))

    @contextmanager
    def _source(self, query: GridQuery) -> Iterator[tuple[Connection, Source]]:
        """Give a connection and the records that *query* is about, with fresh indexes."""
        sheet = self._catalogue.sheets.get(query.sheet)
        if sheet is None:
            raise UserError(
                "E-SHEET",
                N_("There is no sheet “{sheet}”."),
                N_("The sheets are: {sheets}."),
                sheet=query.sheet,
                sheets=", ".join(self._catalogue.sheets),
            )
        asked.check(query, sheet)
        if any(each.operation is Operation.FINDINGS for each in query.conditions):
            self._findings.refresh(query.round)
        if words_of(query.search):
            with suppress(StoreRefused):  # then the answers themselves are looked at
                self._texts.refresh(query.round, only_if_quick=True)
        with self._database.reading() as connection:
            rounds = queries.rounds(connection, self._database.schema)
            shown = known(rounds, query.round)
            yield (
                connection,
                Source(
                    schema=self._database.schema, sheet=sheet, round=shown.code,
                    previous=shown.previous, language=query.language,
                    texts=self._texts.current(connection, shown.code) if query.search else None,
                    entities=self._entities(connection) if query.search else (),
                ),
            )  # fmt: skip


def _bare(query: GridQuery) -> GridQuery:
    return replace(query, columns=())
