"""Queries about findings: each in the words of its finding, for whoever reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inventory_app.domain.checks import every_finding
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.findings import KINDS, Finding, Strength
from inventory_app.domain.merging import Answer
from inventory_app.domain.records import Record
from inventory_app.domain.registers import UNSETTLED, Query
from inventory_app.domain.reviewing import Asked
from inventory_app.domain.reviews import FieldPlace
from inventory_app.progress import NoProgress, Progress
from inventory_app.services.asking import Asking, read_queries
from inventory_app.services.returned_sides import ReturnedSides
from inventory_app.services.rounds import known
from inventory_app.services.workbooks import chosen_entities
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.texts import N_

_UNREAD = "V-"  # codes of answers that could not be understood, or that their field does not allow


@dataclass(frozen=True, kw_only=True)
class AskedAbout:
    """How many queries were opened, to whom, and how many findings are about no single cell."""

    opened: int = 0
    entities: tuple[str, ...] = ()
    left_out: int = 0


@dataclass(frozen=True)
class AskingAboutFindings:
    """Opens queries about what the checks found."""

    database: Database
    catalogue: Catalogue
    tokens: Callable[[], str]

    def ask(
        self,
        round_code: str,
        entities: Sequence[str] | None = None,
        *,
        comments: bool = False,
        progress: Progress | None = None,
    ) -> AskedAbout:
        """Open a query for each finding that blocks, as one change set.

        With *comments* also for those that need a comment. Only entities that have answered are
        asked, and nothing twice: not while a query about the same is unsettled, nor after it was
        settled as long as the answer is still the one that it was about. Raises `UserError` for a
        round or entity that is not there.
        """
        progress = progress or NoProgress()
        strengths = {Strength.BLOCKS, *([Strength.COMMENT] if comments else [])}
        contents = _Contents.read(self.database, self.catalogue, round_code, entities)
        sides = ReturnedSides(self.database, self.catalogue, round_code)
        asked: dict[str, list[Asked]] = {}
        left_out = 0
        for number, entity in enumerate(contents.entities):
            progress.step(number, len(contents.entities), entity)
            found = [f for f in contents.findings(entity, sides) if f.strength in strengths]
            about = [f for f in found if contents.is_cell(entity, f)]
            left_out += len(found) - len(about)
            asked[entity] = list(contents.questions(entity, about, sides))
        count = sum(map(len, asked.values()))
        if count:
            asking = Asking(self.database, self.tokens)
            with self.database.writing(
                N_("Ask {count} questions about findings of round {round}"),
                count=count,
                round=round_code,
            ) as transaction:
                for entity, about_it in asked.items():
                    asking.ask(transaction, round_code, entity, about_it)
        return AskedAbout(
            opened=count, left_out=left_out,
            entities=tuple(entity for entity, about_it in asked.items() if about_it),
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _Contents:
    """What is known of the entities that are to be asked."""

    catalogue: Catalogue
    entities: tuple[str, ...]
    records: Mapping[tuple[str, str], Record]
    checked: Mapping[str, Sequence[Finding]]
    unread: Mapping[str, Mapping[FieldPlace, Finding]]
    before: Mapping[tuple[str, FieldPlace, str], Sequence[Query]]

    @classmethod
    def read(
        cls,
        database: Database,
        catalogue: Catalogue,
        round_code: str,
        entities: Sequence[str] | None,
    ) -> _Contents:
        schema = database.schema
        with database.reading() as connection:
            shown = known(queries.rounds(connection, schema), round_code)
            every = queries.entities(connection, schema)
            asked = queries.participations(connection, schema, round_code)
            chosen = chosen_entities(every, asked, entities, round_code)
            codes = [code for code in chosen if asked[code].answered]
            records = queries.records(connection, schema, round_code, entities=codes)
            declared = queries.declarations(connection, schema, round_code)
            returned = queries.returns(connection, schema, round_code)
            before = read_queries(connection, schema, round_code)
        by_cell: dict[tuple[str, FieldPlace, str], list[Query]] = defaultdict(list)
        for query in before:
            place = FieldPlace(query.sheet, query.uid, query.field)
            by_cell[query.entity, place, query.code].append(query)
        return cls(
            catalogue=catalogue,
            entities=tuple(codes),
            records={
                (entity, record.uid): record
                for entity, by_sheet in records.items()
                for listed in by_sheet.values()
                for record in listed
            },
            checked={
                code: every_finding(
                    catalogue, records.get(code, {}), declared.get(code, {}), shown.parameters
                )
                for code in codes
            },
            unread=_unread(returned),
            before=by_cell,
        )

    def findings(self, entity: str, sides: ReturnedSides) -> Iterator[Finding]:
        """Yield what is open: answers that were not understood, then what the checks found."""
        unread: set[FieldPlace] = set()
        for place, finding in self.unread.get(entity, {}).items():
            record = self.records.get((entity, place.uid))
            if record is None:
                continue
            now, told = _answer(record, place.field), sides.of(entity, place)
            if isinstance(told.theirs, str) and (now.blank or now == told.issued):
                unread.add(place)  # and nobody has corrected it since
                yield finding
        for finding in self.checked[entity]:
            place = FieldPlace(finding.sheet, finding.uid, finding.field)
            if finding.code != "R-MISSING" or place not in unread:
                yield finding

    def is_cell(self, entity: str, finding: Finding) -> bool:
        """Return whether a finding is about one answer that the entity gives."""
        sheet = self.catalogue.sheets.get(finding.sheet)
        fields = {field.name for field in sheet.asked} if sheet else set()
        return finding.field in fields and (entity, finding.uid) in self.records

    def questions(
        self, entity: str, findings: Sequence[Finding], sides: ReturnedSides
    ) -> Iterator[Asked]:
        """Yield a question for each finding that was not asked about before."""
        seen: set[tuple[FieldPlace, str]] = set()
        for finding in findings:
            place = FieldPlace(finding.sheet, finding.uid, finding.field)
            held = _answer(self.records[entity, finding.uid], finding.field)
            before = self.before.get((entity, place, finding.code), ())
            if (place, finding.code) in seen or any(_settles(q, held) for q in before):
                continue
            seen.add((place, finding.code))
            known_sides = sides.of(entity, place)
            yield Asked(
                place, "", known_sides.issued, held, known_sides.theirs, finding,
                known_sides.return_id,
            )  # fmt: skip


def _settles(query: Query, held: Answer) -> bool:
    """Return whether *query* asks, or has asked, about an answer that is still the same."""
    return query.status in UNSETTLED or held in (query.held, query.answer)


def _answer(record: Record, name: str) -> Answer:
    return Answer(record[name], record.states.get(name))


def _unread(
    returned: Sequence[Mapping[str, Any]],
) -> dict[str, dict[FieldPlace, Finding]]:
    """Return by entity what kept reports say of answers that did not come in, the last of each."""
    found: dict[str, dict[FieldPlace, Finding]] = defaultdict(dict)
    for row in returned:
        for each in row["report"] or ():
            code, place = str(each["code"]), FieldPlace(each["sheet"], each["uid"], each["field"])
            if code in KINDS and code.startswith(_UNREAD) and all(place):
                found[row["entity"]][place] = Finding(
                    code=code, sheet=place.sheet, uid=place.uid, field=place.field,
                    found=str(each["found"]), expected=str(each["expected"]),
                )  # fmt: skip
    return found
