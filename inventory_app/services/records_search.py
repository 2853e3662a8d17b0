"""One search box over everything: entities and records of all sheets, with where the match was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress

from sqlalchemy import Connection, Select, select

from inventory_app.domain.entities import Entity
from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.grids import UID, GridQuery, GridRow
from inventory_app.domain.record_views import Hit
from inventory_app.domain.search_words import excerpt, plain, words_of
from inventory_app.errors import StoreRefused
from inventory_app.services.records_texts import TextIndex, searched_fields
from inventory_app.services.rounds import known
from inventory_app.store import full_text, grids, queries
from inventory_app.store.database import Database
from inventory_app.store.derived import TEXT
from inventory_app.store.grid_conditions import SearchIndex, Source

Place = tuple[str, str]  # sheet, empty for an entity, and uid
_AHEAD = 4  # of so many times as many matches as asked for the best are chosen


class RecordSearch:
    """Searching one store."""

    def __init__(self, database: Database, catalogue: Catalogue, texts: TextIndex) -> None:
        self._database = database
        self._catalogue = catalogue
        self._texts = texts

    def search(self, text: str, round_code: str, limit: int = 50) -> tuple[Hit, ...]:
        """Return what holds all words of *text*: entities first, then records by their titles.

        Capitals, accents and vowel marks make no difference, and parts of words are found. Words
        may stand in several answers of a record; the excerpt shows the one with most of them.
        Until the index of a round has been made, what SQL itself finds in the answers is
        returned, which is slower and knows capitals only from A to Z.
        """
        words = words_of(text)
        if not words or limit < 1:
            return ()
        with suppress(StoreRefused):  # the texts are looked at as they are
            self._texts.refresh(round_code, only_if_quick=True)
        with self._database.reading() as connection:
            known(queries.rounds(connection, self._database.schema), round_code)
            index = self._texts.current(connection, round_code)
            found = (
                self._unindexed(connection, words, round_code, limit)
                if index is None
                else self._indexed(connection, index, words, round_code, limit)
            )
            hits = list(self._hits(connection, found, words, round_code))
        hits.sort(key=lambda hit: self._rank(hit.sheet, plain(hit.title), words))
        return tuple(hits[:limit])

    def _indexed(
        self,
        connection: Connection,
        index: SearchIndex,
        words: Sequence[str],
        round_code: str,
        limit: int,
    ) -> list[Place]:
        """Return the best places: those whose title holds the words, then others."""
        found: dict[Place, str] = {}
        for titles_only in (True, False):
            if len(found) < limit:
                matching = full_text.matching(
                    index.index, round_code, words, titles_only=titles_only
                )
                found = _places(connection, matching, limit * _AHEAD) | found
        return sorted(found, key=lambda place: self._rank(place[0], found[place], words))[:limit]

    def _unindexed(
        self, connection: Connection, words: tuple[str, ...], round_code: str, limit: int
    ) -> list[Place]:
        entities = queries.entities(connection, self._database.schema).values()
        found = [("", entity.code) for entity in entities if _all_in(words, _entity_text(entity))]
        for sheet in self._catalogue:
            source = Source(
                schema=self._database.schema, sheet=sheet, round=round_code, previous=None
            )
            query = GridQuery(sheet=sheet.name, round=round_code)
            selected = grids.restricted(source, query, [source.table.c.uid])
            selected = selected.where(source.searched_texts(words)).limit(limit)
            found += [(sheet.name, uid) for uid in connection.scalars(selected)]
        return found

    def _hits(
        self, connection: Connection, found: Sequence[Place], words: Sequence[str], round_code: str
    ) -> Iterator[Hit]:
        by_sheet: dict[str, list[str]] = defaultdict(list)
        for sheet, uid in found:
            by_sheet[sheet].append(uid)
        schema = self._database.schema
        for name, uids in by_sheet.items():
            if not name:
                entities = queries.entities(connection, schema)
                yield from (_entity_hit(entities[uid], tuple(words)) for uid in uids)
                continue
            kind = self._catalogue[name]
            source = Source(schema=schema, sheet=kind, round=round_code, previous=None)
            for row in grids.rows(connection, source, searched_fields(kind), uids):
                yield _record_hit(kind, row, tuple(words))

    def _rank(self, sheet: str, title: str, words: Sequence[str]) -> tuple[object, ...]:
        """Return by what hits are sorted: entities, then titles, first those that begin so."""
        return (
            bool(sheet),
            not all(word in title for word in words),
            not title.startswith(words[0]),
            self._catalogue[sheet].order if sheet else -1,
            title,
        )


def _places(connection: Connection, matching: Select[tuple[int]], limit: int) -> dict[Place, str]:
    """Return the first places that match, with their folded titles."""
    numbers = matching.subquery("hits")
    query = (
        select(TEXT.c.sheet, TEXT.c.uid, TEXT.c.title)
        .join(numbers, TEXT.c.n == next(iter(numbers.c)))
        .limit(limit)
    )
    return {(row.sheet, row.uid): row.title for row in connection.execute(query)}


def _all_in(words: Sequence[str], text: str) -> bool:
    folded = plain(text)
    return all(word in folded for word in words)


def _entity_text(entity: Entity) -> str:
    return "\n".join(_entity_texts(entity))


def _entity_texts(entity: Entity) -> list[str]:
    names = dict.fromkeys((*entity.names.values(), entity.code, *entity.aliases))
    return [text for text in (*names, entity.focal_point, entity.contact) if text]


def _entity_hit(entity: Entity, words: tuple[str, ...]) -> Hit:
    best = _best([("name", text) for text in _entity_texts(entity)], words)
    return Hit(
        sheet="", uid=entity.code, entity=entity.code, title=entity.name("en"), field=best[0],
        excerpt=best[1], matches=best[2],
    )  # fmt: skip


def _record_hit(sheet: Sheet, row: GridRow, words: tuple[str, ...]) -> Hit:
    values = dict(zip(searched_fields(sheet), row.values, strict=True))
    texts = [(name, str(value)) for name, value in values.items() if value is not None]
    name, shown, matches = _best([*texts, (UID, row.uid)], words)
    return Hit(
        sheet=sheet.name, uid=row.uid, entity=row.entity, title=sheet.title_of(values) or row.uid,
        field=name, excerpt=shown, matches=matches,
    )  # fmt: skip


def _held(text: str, words: tuple[str, ...]) -> int:
    return sum(word in text for word in words)


def _best(
    texts: Sequence[tuple[str, str]], words: tuple[str, ...]
) -> tuple[str, str, tuple[tuple[int, int], ...]]:
    """Return the text with most of the words, its part that shows them, and where they stand."""
    name, text = max(texts, key=lambda each: _held(plain(each[1]), words))
    shown = excerpt(text, words)
    return (name, text, ()) if shown is None else (name, shown.text, shown.matches)
