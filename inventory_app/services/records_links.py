"""What records are called, and how they are linked: a system, its data centre, others there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from inventory_app.domain.field_types import Reference
from inventory_app.domain.fields import Catalogue, Field, Sheet
from inventory_app.domain.grids import GridRow
from inventory_app.domain.record_views import RecordLink, RecordLinks
from inventory_app.domain.records import Record, is_uid
from inventory_app.domain.words import folded
from inventory_app.services.records_editing import some_records
from inventory_app.store import derived
from inventory_app.store.database import Database

_MOST = 200  # links of one kind that are listed; the rest is counted


class RecordNames:
    """What records are called. Titles that were looked up are kept until data changes."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue
        self._known: tuple[int, dict[tuple[str, str, str], str]] = (-1, {})

    def titles(self, sheet: str, round_code: str, uids: Iterable[str]) -> dict[str, str]:
        """Return the titles of records by uid; records that are not in the round are left out."""
        wanted = set(uids)
        with self._database.reading() as connection:
            newest = derived.newest_change(connection, self._database.schema)
            if self._known[0] != newest:
                self._known = (newest, {})
            known = self._known[1]
            missing = [uid for uid in wanted if (sheet, round_code, uid) not in known]
            for part in derived.chunks(sorted(missing)):
                for uid, _, title in self.titled(connection, sheet, round_code, part):
                    known[sheet, round_code, uid] = title
        return {
            uid: known[sheet, round_code, uid]
            for uid in wanted
            if (sheet, round_code, uid) in known
        }

    def titles_in(
        self, sheet: Sheet, round_code: str, columns: Sequence[str], rows: Sequence[GridRow]
    ) -> dict[tuple[str, str], str]:
        """Return the titles of the records that rows of a list refer to, by column and uid."""
        found: dict[tuple[str, str], str] = {}
        for at, name in enumerate(columns):
            field = sheet.fields.get(name)
            if field is None or not isinstance(field.type, Reference):
                continue
            uids = {str(row.values[at]) for row in rows if row.values[at] is not None}
            titles = self.titles(field.type.to, round_code, uids)
            found |= {(name, uid): title for uid, title in titles.items()}
        return found

    def meant(self, sheet: str, round_code: str, text: str, entity: str | None) -> str:
        """Return the uid of the record that is called *text*, or *text* where it is none or two.

        The records of *entity* come first, then those of all.
        """
        if is_uid(text) or sheet not in self._catalogue.sheets:
            return text
        wanted = folded(text)
        with self._database.reading() as connection:
            called = [
                (whose, uid)
                for uid, whose, names in self._named(connection, sheet, round_code)
                if wanted in names
            ]
        for uids in ({u for w, u in called if w == entity}, {u for _, u in called}):
            if len(uids) == 1:
                return uids.pop()
        return text

    def titled(
        self, connection: Connection, sheet: str, round_code: str, uids: Sequence[str]
    ) -> Iterator[tuple[str, str, str]]:
        """Yield uid, entity and title of those of *uids* that are in the round."""
        table, kind = self._database.schema.records[sheet], self._catalogue[sheet]
        query = select(
            table.c.uid, table.c.entity, *(table.c["f_" + name] for name in kind.title)
        ).where(table.c.round == round_code, table.c.uid.in_(uids))
        for row in connection.execute(query):
            values = dict(zip(kind.title, row[2:], strict=True))
            yield row[0], row[1], kind.title_of(values) or row[0]

    def _named(
        self, connection: Connection, sheet: str, round_code: str
    ) -> Iterator[tuple[str, str, set[str]]]:
        """Yield uid, entity and the words by which each record of a round is known."""
        table, kind = self._database.schema.records[sheet], self._catalogue[sheet]
        names = tuple(dict.fromkeys((*kind.title, *kind.key)))
        query = select(
            table.c.uid, table.c.entity, *(table.c["f_" + name] for name in names)
        ).where(table.c.round == round_code)
        for row in connection.execute(query):
            values = dict(zip(names, row[2:], strict=True))
            words = {kind.title_of(values), *(kind.fields[n].type.format(values[n]) for n in names)}
            yield row[0], row[1], {folded(word) for word in words if word}


class RecordLinking:
    """The links between the records of one store."""

    def __init__(self, database: Database, catalogue: Catalogue, names: RecordNames) -> None:
        self._database = database
        self._catalogue = catalogue
        self._names = names

    def links(self, sheet: str, uid: str, round_code: str) -> RecordLinks:
        """Return what a record names, what names it, and what else names the same.

        Raises `UserError` if the record is not in the round.
        """
        kind = self._catalogue[sheet]
        with self._database.reading() as connection:
            [record] = some_records(connection, self._database, sheet, round_code, [uid])
        named = [
            (field, self._target(field, str(record[field.name]), record))
            for field in references(kind)
            if record[field.name] is not None
        ]
        inbound, more_inbound = self._naming([record.uid, *_aliases(kind, record)], record, sheet)
        beside: list[RecordLink] = []
        more_beside = 0
        for field, link in named:
            if link.found:
                same, more = self._same(kind, field, str(record[field.name]), record)
                beside += same
                more_beside += more
        return RecordLinks(
            outbound=tuple(link for _, link in named), inbound=tuple(inbound),
            beside=tuple(beside), hidden=(more_inbound, more_beside),
        )  # fmt: skip

    def _target(self, field: Field, text: str, record: Record) -> RecordLink:
        to = field.type.to if isinstance(field.type, Reference) else ""
        uid = self._names.meant(to, record.round, text, record.entity)
        found = self._some(to, record.round, [uid])
        if not found:
            return RecordLink(
                sheet=to, uid=text, entity="", title=text, field=field.name, found=False
            )
        entity, title = found[uid]
        return RecordLink(sheet=to, uid=uid, entity=entity, title=title, field=field.name)

    def _naming(
        self, names: Sequence[str], record: Record, to: str
    ) -> tuple[list[RecordLink], int]:
        """Return the records of all sheets that name *record*, and how many more there are.

        By its uid from anywhere; by the words it is known by only within its own entity.
        """
        links: list[RecordLink] = []
        more = 0
        for sheet in self._catalogue:
            for field in references(sheet):
                if isinstance(field.type, Reference) and field.type.to == to:
                    found, hidden = self._holding(sheet, field, names, record)
                    links += found
                    more += hidden
        return links, more

    def _same(
        self, sheet: Sheet, field: Field, value: str, record: Record
    ) -> tuple[list[RecordLink], int]:
        return self._holding(sheet, field, [value], record)

    def _holding(
        self, sheet: Sheet, field: Field, names: Sequence[str], record: Record
    ) -> tuple[list[RecordLink], int]:
        table = self._database.schema.records[sheet.name]
        column = table.c["f_" + field.name]
        uids = [name for name in names if is_uid(name)]
        words = [name for name in names if not is_uid(name)]
        named = or_(column.in_(uids), and_(column.in_(words), table.c.entity == record.entity))
        chosen = [table.c.round == record.round, named, table.c.uid != record.uid]
        with self._database.reading() as connection:
            count = connection.scalar(select(func.count()).select_from(table).where(*chosen)) or 0
            query = select(table.c.uid).where(*chosen).order_by(table.c.entity, table.c.id)
            found = list(connection.scalars(query.limit(_MOST)))
        some = self._some(sheet.name, record.round, found)
        links = [
            RecordLink(
                sheet=sheet.name, uid=uid, entity=some[uid][0], title=some[uid][1],
                field=field.name,
            )
            for uid in found
        ]  # fmt: skip
        return links, max(0, count - len(found))

    def _some(
        self, sheet: str, round_code: str, uids: Sequence[str]
    ) -> Mapping[str, tuple[str, str]]:
        """Return entity and title of records by uid."""
        if sheet not in self._catalogue.sheets:
            return {}
        with self._database.reading() as connection:
            return {
                uid: (entity, title)
                for uid, entity, title in self._names.titled(connection, sheet, round_code, uids)
            }


def references(sheet: Sheet) -> Iterator[Field]:
    """Yield the fields of a sheet that name other records."""
    for field in sheet:
        if isinstance(field.type, Reference) and not field.retired:
            yield field


def _aliases(sheet: Sheet, record: Record) -> tuple[Any, ...]:
    """Return the words by which a record may be named where nobody knew its code."""
    words = [sheet.title_of(record.values)]
    words += [sheet.fields[name].type.format(record[name]) for name in (*sheet.title, *sheet.key)]
    return tuple(dict.fromkeys(word for word in words if word))
