"""Keeping the folded texts of a round, and the full-text index over them, as new as the records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, select

from inventory_app import __version__
from inventory_app.domain.entities import Entity
from inventory_app.domain.field_types import Reference, Text
from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.search_words import plain
from inventory_app.progress import NoProgress, Progress
from inventory_app.store import derived, full_text, queries
from inventory_app.store.database import Database
from inventory_app.store.derived import STATE, TEXT
from inventory_app.store.grid_conditions import SearchIndex
from inventory_app.store.schema import RECORD_PREFIX

_NAME = "texts"
_RULES = 1  # to be raised when texts are folded or put together in another way
_MOST_FOLLOWED = 4_000  # from here on everything is read anew
_QUICK = 1_000  # records that are taken in without anyone noticing
_STEP = 2_000
_BETWEEN = "\n"  # is in no folded text, so nothing is found across two answers

Document = dict[str, Any]


class TextIndex:
    """The texts of all rounds of one store; each round is made when it is first asked for."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue
        self._version = f"{_RULES}/{__version__}/{catalogue.version}"

    def current(self, connection: Connection, round_code: str) -> SearchIndex | None:
        """Return where the texts of a round can be looked for, None if they are out of date."""
        if not derived.exist(connection):
            return None
        until = derived.read_until(connection, _NAME, round_code, self._version)
        if until is None or until < derived.newest_change(connection, self._database.schema):
            return None
        index = self._index(connection, round_code)
        return SearchIndex(index=index if full_text.exists(connection, index) else None)

    def refresh(
        self, round_code: str, progress: Progress | None = None, *, only_if_quick: bool = False
    ) -> bool:
        """Bring the texts of a round up to date; return whether anything was done.

        With *only_if_quick* long work is left to whoever has time for it. Raises `StoreRefused`
        where the store cannot be written, `Cancelled` if told to stop.
        """
        progress = progress or NoProgress()
        schema = self._database.schema
        with self._database.reading() as connection:
            newest = derived.newest_change(connection, schema)
            until = (
                derived.read_until(connection, _NAME, round_code, self._version)
                if derived.exist(connection)
                else None
            )
            if until == newest:
                return False
            changed = (
                None
                if until is None
                else derived.changed_since(connection, schema, round_code, until)
            )
            if only_if_quick and self._size(connection, round_code, changed) > _QUICK:
                return False
            if changed is None or len(changed) > _MOST_FOLLOWED:
                until, places = None, []
                documents = list(self._all(connection, round_code, progress))
            else:
                places = [self._place(table, key, round_code) for table, key, _ in changed]
                documents = list(self._some(connection, round_code, [p for p in places if p]))
        self._write(round_code, until, newest, [p for p in places if p], documents)
        progress.step(1, 1)
        return True

    def _size(
        self, connection: Connection, round_code: str, changed: Sequence[object] | None
    ) -> int:
        """Return how many records are to be read."""
        if changed is not None:
            return len(changed)
        return sum(
            connection.scalar(
                select(func.count()).select_from(table).where(table.c.round == round_code)
            )
            or 0
            for table in self._database.schema.records.values()
        )

    def _index(self, connection: Connection, round_code: str) -> str:
        rounds = self._database.schema["round"]
        sequence = connection.scalar(select(rounds.c.sequence).where(rounds.c.id == round_code))
        return full_text.name_of(int(sequence or 0))

    def _write(
        self,
        round_code: str,
        until: int | None,
        newest: int,
        places: Sequence[tuple[str, str]],
        documents: Sequence[Document],
    ) -> None:
        """Write documents in place of those at *places*, of all of the round if *until* is None."""
        with self._database.keeping(derived=True) as connection:
            derived.make(connection)
            if until != derived.read_until(connection, _NAME, round_code, self._version):
                if until is not None:
                    return  # another task was quicker
                connection.execute(
                    delete(STATE).where(STATE.c.name == _NAME, STATE.c.round == round_code)
                )
            index = self._index(connection, round_code)
            if until is None:
                connection.execute(delete(TEXT).where(TEXT.c.round == round_code))
                derived.write(connection, TEXT, documents)
                if _indexes(connection):
                    full_text.build(connection, index, round_code)
            else:
                self._replace(connection, round_code, index, places, documents)
            derived.remember(connection, _NAME, round_code, self._version, newest)

    def _replace(
        self,
        connection: Connection,
        round_code: str,
        index: str,
        places: Sequence[tuple[str, str]],
        documents: Sequence[Document],
    ) -> None:
        indexed = _indexes(connection) and full_text.exists(connection, index)
        old = _numbers(connection, round_code, places)
        if indexed:
            full_text.leave_out(connection, index, old)
        for part in derived.chunks([str(number) for number in old]):
            connection.execute(delete(TEXT).where(TEXT.c.n.in_([int(n) for n in part])))
        derived.write(connection, TEXT, documents)
        if indexed:
            full_text.take_in(connection, index, _numbers(connection, round_code, places))

    def _place(self, table: str, key: str, round_code: str) -> tuple[str, str] | None:
        """Return sheet and uid of a changed row, None for a row that holds no text."""
        if table == "entity":
            return ("", key)
        sheet = table.removeprefix(RECORD_PREFIX)
        if sheet == table or sheet not in self._catalogue.sheets:
            return None
        return (sheet, key.removeprefix(round_code + "/"))

    def _all(
        self, connection: Connection, round_code: str, progress: Progress
    ) -> Iterator[Document]:
        for done, sheet in enumerate(self._catalogue):
            progress.step(done, len(self._catalogue.sheets), sheet.name)
            rows = connection.execute(self._rows_of(sheet, round_code))
            for number, row in enumerate(rows):
                if number % _STEP == _STEP - 1:
                    progress.step(done, len(self._catalogue.sheets), sheet.name)
                yield _document(sheet, round_code, row[0], row[1:])
        entities = queries.entities(connection, self._database.schema)
        yield from (_entity(entity, round_code) for entity in entities.values())

    def _some(
        self, connection: Connection, round_code: str, places: Sequence[tuple[str, str]]
    ) -> Iterator[Document]:
        for sheet in self._catalogue:
            uids = [uid for name, uid in places if name == sheet.name]
            table = self._database.schema.records[sheet.name]
            for part in derived.chunks(uids):
                query = self._rows_of(sheet, round_code).where(table.c.uid.in_(part))
                for row in connection.execute(query):
                    yield _document(sheet, round_code, row[0], row[1:])
        codes = {uid for name, uid in places if not name}
        if codes:
            entities = queries.entities(connection, self._database.schema)
            yield from (_entity(entities[code], round_code) for code in codes if code in entities)

    def _rows_of(self, sheet: Sheet, round_code: str) -> Any:
        table = self._database.schema.records[sheet.name]
        columns = (table.c["f_" + name] for name in searched_fields(sheet))
        return select(table.c.uid, *columns).where(table.c.round == round_code)


def searched_fields(sheet: Sheet) -> tuple[str, ...]:
    """Return the fields whose words are found by searching: those of the title first."""
    others = (
        field.name
        for field in sheet
        if isinstance(field.type, Text | Reference) and not field.retired
    )
    return tuple(dict.fromkeys((*sheet.title, *others)))


def _document(sheet: Sheet, round_code: str, uid: str, values: Sequence[Any]) -> Document:
    titles = len(sheet.title)
    known = dict(zip(sheet.title, values[:titles], strict=True))
    body = _BETWEEN.join(plain(text) for text in (uid, *values[titles:]) if text)
    return {
        "round": round_code, "sheet": sheet.name, "uid": uid,
        "title": plain(sheet.title_of(known)), "body": body,
    }  # fmt: skip


def _entity(entity: Entity, round_code: str) -> Document:
    names: Mapping[str, str] = entity.names
    more: Iterable[str] = (*entity.aliases, entity.focal_point, entity.contact)
    return {
        "round": round_code, "sheet": "", "uid": entity.code,
        "title": _BETWEEN.join(map(plain, dict.fromkeys((entity.code, *names.values())))),
        "body": _BETWEEN.join(plain(text) for text in more if text),
    }  # fmt: skip


def _indexes(connection: Connection) -> bool:
    return full_text.is_available(connection)


def _numbers(
    connection: Connection, round_code: str, places: Sequence[tuple[str, str]]
) -> list[int]:
    found: list[int] = []
    for sheet in {name for name, _ in places}:
        for part in derived.chunks([uid for name, uid in places if name == sheet]):
            found += connection.scalars(
                select(TEXT.c.n).where(
                    TEXT.c.round == round_code, TEXT.c.sheet == sheet, TEXT.c.uid.in_(part)
                )
            )
    return found
