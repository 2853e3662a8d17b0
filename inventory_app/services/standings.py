"""Keeping how every entity stands in each round, computed again only where something changed."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Lock

from sqlalchemy import Column, Connection, MetaData, String, Table, Text, delete, inspect, select

from inventory_app import __version__
from inventory_app.domain.checks import every_finding
from inventory_app.domain.duplicates.joining import once
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.figures import EntityInputs, Figure
from inventory_app.domain.findings import Finding, Strength
from inventory_app.domain.formulas.rooms import open_rooms
from inventory_app.domain.indicator_definitions import default_indicators
from inventory_app.domain.indicators import of_round
from inventory_app.domain.rounds import Participation, RoundParameters
from inventory_app.domain.standings import (
    COST,
    DATA_CENTRES,
    FTE_DEDICATED,
    FTE_NON_DEDICATED,
    SYSTEMS,
    CountedOnce,
    EntityStanding,
    Totals,
    added_up,
)
from inventory_app.domain.summaries import Figure as Amount
from inventory_app.errors import StoreRefused
from inventory_app.progress import NoProgress, Progress
from inventory_app.services.assessments import Assessments
from inventory_app.services.joins import TABLE as DUPLICATES
from inventory_app.services.joins import read_adjustments
from inventory_app.services.round_contents import RoundContents, read_round
from inventory_app.services.summaries_costs import total_cost
from inventory_app.services.summaries_subject import Member, Subject, part_of
from inventory_app.store import derived, queries
from inventory_app.store.database import Database
from inventory_app.store.schema import Schema

_NAME = "standings"
_AT_ONCE = 25  # entities computed in one step
_KEPT = Table(
    "derived_standing",
    MetaData(),
    Column("id", String, primary_key=True),
    Column("round", String, nullable=False, index=True),
    Column("entity", String, nullable=False),
    Column("standing", Text, nullable=False),
)

Standing = dict[str, EntityStanding]


@dataclass
class _Kept:
    """What is known of one round: up to which change set, and as much of it as was needed."""

    until: int
    standing: Standing | None = None
    totals: Totals | None = None


class Standings:
    """How the entities of one store stand, by round.

    They are kept in the store beside the inventory, outside its history: whoever drops them loses
    nothing.
    """

    def __init__(self, database: Database, catalogue: Catalogue, assessments: Assessments) -> None:
        self._database = database
        self._catalogue = catalogue
        self._assessments = assessments
        self._rules = f"{__version__}/{catalogue.version}/{default_indicators().version}"
        self._known: dict[str, _Kept] = {}
        self._lock = Lock()

    def of(self, round_code: str, progress: Progress | None = None) -> Standing:
        """Return how everybody asked in a round stands, by entity.

        What changed since it was kept is computed again, at worst all of it: some seconds for
        45,000 records. Raises `Cancelled` if told to stop.
        """
        with self._lock:
            return self._of(round_code, progress or NoProgress())

    def totals(self, round_code: str, progress: Progress | None = None) -> Totals | None:
        """Return the figures of a round added up; without *progress* None if they are not kept.

        With *progress* they are computed where necessary.
        """
        with self._lock:
            with self._database.reading() as connection:
                newest = derived.newest_change(connection, self._database.schema)
                kept = self._load(connection, round_code)
                touched = self._touched(connection, newest, round_code)
                rejoined = kept is not None and self._rejoined(connection, newest, kept)
            if kept is not None and touched == set() and not rejoined:
                kept.until = newest
                if kept.totals is not None:
                    return kept.totals
            if kept is None and progress is None:
                return None
            self._of(round_code, progress or NoProgress())
            return self._known[round_code].totals

    def _of(self, round_code: str, progress: Progress) -> Standing:
        schema = self._database.schema
        with self._database.reading() as connection:
            newest = derived.newest_change(connection, schema)
            kept = self._load(connection, round_code)
            if kept is not None and kept.standing is not None and kept.until == newest:
                return kept.standing
            stale = self._stale(connection, newest, round_code)
            standing = self._read(connection, round_code) if kept is not None else {}
            asked = queries.participations(connection, schema, round_code)
            joins = self._joins(connection, round_code, asked)
            rounds = queries.rounds(connection, schema)
        standing = {code: each for code, each in standing.items() if code in asked}
        wanted = [
            code
            for code, each in asked.items()
            if stale is None
            or code in stale
            or code not in standing
            or standing[code].answered != each.answered
            or _signature(standing[code]) != joins.get(code)
        ]
        fresh = self._computed(round_code, wanted, progress)
        standing |= fresh
        standing = {code: standing[code] for code in asked}
        rules = rounds[round_code].parameters if round_code in rounds else RoundParameters()
        totals = added_up(standing, of_round(default_indicators(), rules))
        if fresh or kept is None:
            with suppress(StoreRefused):  # computed again the next time
                self._keep(round_code, newest, fresh, totals, whole=stale is None)
        self._known[round_code] = _Kept(until=newest, standing=standing, totals=totals)
        return standing

    def _load(self, connection: Connection, round_code: str) -> _Kept | None:
        """Return what is known of a round, from memory or from the store."""
        if round_code in self._known:
            return self._known[round_code]
        if not derived.exist(connection) or not inspect(connection).has_table(_KEPT.name):
            return None
        until = derived.read_until(connection, _NAME, round_code, self._rules)
        if until is None:
            return None
        text = connection.scalar(select(_KEPT.c.standing).where(_KEPT.c.id == f"{round_code}/"))
        totals = None if text is None else Totals.from_text(json.loads(text))
        self._known[round_code] = _Kept(until=until, totals=totals)
        return self._known[round_code]

    def _read(self, connection: Connection, round_code: str) -> Standing:
        kept = self._known.get(round_code)
        if kept is not None and kept.standing is not None:
            return kept.standing
        query = select(_KEPT.c.entity, _KEPT.c.standing).where(
            _KEPT.c.round == round_code, _KEPT.c.entity != ""
        )
        return {
            row.entity: EntityStanding.from_text(row.entity, json.loads(row.standing))
            for row in connection.execute(query)
        }

    def _stale(self, connection: Connection, newest: int, round_code: str) -> set[str] | None:
        """Return the entities that something changed for, None for all of them.

        Figures that may depend on an earlier round change with it.
        """
        found = self._touched(connection, newest, round_code)
        if found is None:
            return None
        rounds = queries.rounds(connection, self._database.schema)
        until = self._known[round_code].until
        previous = rounds[round_code].previous if round_code in rounds else None
        before: set[str] = set()
        while previous is not None and previous in rounds:
            touched = self._changes(connection, newest).of(previous, until)
            if touched is None:
                return None
            before |= touched
            previous = rounds[previous].previous
        if before:
            standing = self._read(connection, round_code)
            found |= {code for code in before if code in standing and standing[code].leans}
        return found

    def _touched(self, connection: Connection, newest: int, round_code: str) -> set[str] | None:
        kept = self._known.get(round_code)
        if kept is None:
            return None
        if kept.until == newest:
            return set()
        return self._changes(connection, newest).of(round_code, kept.until)

    def _joins(
        self, connection: Connection, round_code: str, asked: Mapping[str, Participation]
    ) -> dict[str, str]:
        """Return what joins change for the totals of a round, as a short text for each entity."""
        schema = self._database.schema
        shown = queries.rounds(connection, schema).get(round_code)
        if shown is None:
            return {}
        found = read_adjustments(connection, schema, self._catalogue, shown, asked)
        return {code: each.signature for code, each in found.items()}

    def _rejoined(self, connection: Connection, newest: int, kept: _Kept) -> bool:
        """Whether somebody decided on duplicates since a round was right."""
        return kept.until != newest and self._changes(connection, newest).decided > kept.until

    def _changes(self, connection: Connection, newest: int) -> _Changes:
        """Return what changed in any round since the oldest that is known was right."""
        since = min((kept.until for kept in self._known.values()), default=newest)
        return _Changes.read(connection, self._database.schema, since)

    def _computed(self, round_code: str, entities: Sequence[str], progress: Progress) -> Standing:
        found: Standing = {}
        if not entities:
            return found
        whole = read_round(self._database, self._catalogue, round_code, entities=())
        for start in range(0, len(entities), _AT_ONCE):
            some = entities[start : start + _AT_ONCE]
            progress.step(start, len(entities), some[0])
            with self._database.reading() as connection:
                records = queries.records(
                    connection, self._database.schema, round_code, entities=some
                )
            asked = {code: whole.asked[code] for code in some}
            found |= self._some(replace(whole, asked=asked, records=records))
        return found

    def _some(self, contents: RoundContents) -> Standing:
        checked = {
            code: every_finding(
                self._catalogue, contents.records.get(code, {}),
                contents.declarations.get(code, {}), contents.round.parameters,
            )
            for code, asked in contents.asked.items()
            if asked.answered
        }  # fmt: skip
        for code, findings in checked.items():  # so that nothing is checked twice
            contents.inputs[code] = replace(contents.inputs[code], wrong=_wrong(findings))
        assessed = self._assessments.assess(contents)
        return {
            code: self._standing(
                contents,
                code,
                {each.id: assessed.figures[code, each.id] for each in default_indicators()},
                {each.id: assessed.counted[code, each.id] for each in default_indicators()},
                checked.get(code, ()),
            )
            for code in contents.asked
        }

    def _standing(
        self,
        contents: RoundContents,
        entity: str,
        figures: Mapping[str, Figure],
        counted: Mapping[str, Figure],
        findings: Sequence[Finding],
    ) -> EntityStanding:
        answered = contents.asked[entity].answered
        counts = Counter(finding.strength.value for finding in findings)
        complete = figures["G04"]  # required fields filled / due, over all sheets
        return EntityStanding(
            entity=entity,
            answered=answered,
            filled=int(complete.numerator or 0) if answered else 0,
            due=int(complete.denominator or 0) if answered else 0,
            findings={strength.value: counts[strength.value] for strength in Strength},
            amounts=_amounts(contents.inputs[entity], figures) if answered else {},
            figures={name: replace(each, inputs=()) for name, each in figures.items()},
            counted=_counted(contents, entity, counted),
        )

    def _keep(
        self, round_code: str, newest: int, fresh: Standing, totals: Totals, *, whole: bool
    ) -> None:
        rows = [("", totals.as_text()), *((code, each.as_text()) for code, each in fresh.items())]
        with self._database.keeping(derived=True) as connection:
            derived.make(connection)
            _KEPT.metadata.create_all(connection, checkfirst=True)
            old = delete(_KEPT).where(_KEPT.c.round == round_code)
            codes = [code for code, _ in rows]
            connection.execute(old if whole else old.where(_KEPT.c.entity.in_(codes)))
            derived.write(
                connection,
                _KEPT,
                [
                    {
                        "id": f"{round_code}/{code}", "round": round_code, "entity": code,
                        "standing": json.dumps(text, separators=(",", ":")),
                    }
                    for code, text in rows
                ],
            )  # fmt: skip
            derived.remember(connection, _NAME, round_code, self._rules, newest)
            for code, kept in self._known.items():  # so that the log is not read again from there
                if code != round_code and kept.until == newest:
                    derived.remember(connection, _NAME, code, self._rules, newest)


@dataclass(frozen=True)
class _Changes:
    """Which change set touched an entity in a round last, and which changed a round itself."""

    entities: Mapping[str, Mapping[str, int]]
    rounds: Mapping[str, int]
    decided: int  # the newest that decided on duplicates

    def of(self, round_code: str, until: int) -> set[str] | None:
        """Return whom something changed for in a round after *until*, None for everybody."""
        if self.rounds.get(round_code, 0) > until:
            return None
        touched = self.entities.get(round_code, {})
        return {code for code, number in touched.items() if number > until}

    @classmethod
    def read(cls, connection: Connection, schema: Schema, since: int) -> _Changes:
        """Read what changed after change set *since*."""
        log = schema["row_change"]
        names = [table.name for table in schema.records.values()]
        read = [*names, "declaration", "round", DUPLICATES]
        query = select(log.c.change_set, log.c.table_name, log.c.row_key, log.c.before).where(
            log.c.change_set > since, log.c.table_name.in_(read)
        )
        entities: dict[str, dict[str, int]] = defaultdict(dict)
        rounds: dict[str, int] = {}
        decided = 0
        keys: dict[str, dict[str, int]] = defaultdict(dict)
        for row in connection.execute(query.order_by(log.c.id)):
            if row.table_name == "round":
                rounds[row.row_key] = row.change_set
                continue
            if row.table_name == DUPLICATES:
                decided = row.change_set
                continue
            keys[row.table_name][row.row_key] = row.change_set
            if row.before and '"entity"' in row.before:
                gone = json.loads(row.before).get("entity")
                if gone:
                    entities[row.row_key.partition("/")[0]][gone] = row.change_set
        for name, listed in keys.items():
            table = schema.by_name[name]
            for part in derived.chunks(list(listed)):
                rows = select(table.c.id, table.c.round, table.c.entity).where(table.c.id.in_(part))
                for place in connection.execute(rows):
                    known = entities[place.round].get(place.entity, 0)
                    entities[place.round][place.entity] = max(known, listed[place.id])
        return cls(entities, rounds, decided)


def _signature(standing: EntityStanding) -> str | None:
    return None if standing.counted is None else standing.counted.signature


def _counted(
    contents: RoundContents, entity: str, figures: Mapping[str, Figure]
) -> CountedOnce | None:
    """Return what of an entity enters totals, None where that is all that it reported."""
    adjustment = contents.adjustments.get(entity)
    if adjustment is None:
        return None
    return CountedOnce(
        signature=adjustment.signature,
        amounts=_amounts(once(contents.inputs[entity], adjustment), figures),
        figures={name: replace(each, inputs=()) for name, each in figures.items()},
    )


def _wrong(findings: Iterable[Finding]) -> dict[str, frozenset[str]]:
    """Return the answers with a blocking finding, by uid; a missing answer is not a wrong one."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in findings:
        if each.uid and each.strength is Strength.BLOCKS and each.code != "R-MISSING":
            found[each.uid].add(each.field)
    return {uid: frozenset(fields) for uid, fields in found.items()}


def _amounts(inputs: EntityInputs, figures: Mapping[str, Figure]) -> dict[str, Amount]:
    """Return the figures of the overview, by the same rules as in the printed summaries."""
    member = Member(inputs=inputs, figures=figures)
    subject = Subject(members=(member,), figures=figures, parameters=inputs.parameters)
    systems = sum(each["status"] != "RETIRED" for each in inputs.counting("systems"))
    return {
        FTE_DEDICATED: part_of(figures["W01"], "dedicated"),
        FTE_NON_DEDICATED: part_of(figures["W01"], "non_dedicated"),
        SYSTEMS: subject.total("systems", systems),
        DATA_CENTRES: subject.total("data_centres", len(open_rooms(inputs))),
        COST: total_cost(subject),
    }
