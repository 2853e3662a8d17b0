"""Indicators of several rounds side by side, and what moved them from one round to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inventory_app.domain.checks import judged
from inventory_app.domain.entities import Entity
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.figures import EntityInputs, Figure
from inventory_app.domain.indicator_inputs import fields_read
from inventory_app.domain.indicator_shapes import IndicatorDefinition, Indicators
from inventory_app.domain.indicators import compute, of_round
from inventory_app.domain.movements import Movement, Side, between, movement
from inventory_app.domain.records import Record
from inventory_app.domain.rounds import Round
from inventory_app.domain.series import Asked, Bridge, series
from inventory_app.errors import UserError
from inventory_app.services.assessed_round import Assessment
from inventory_app.services.assessments import Assessments
from inventory_app.services.kept_catalogues import kept_catalogue, kept_indicators
from inventory_app.services.round_contents import RoundContents, read_round
from inventory_app.services.rounds import known
from inventory_app.services.side_by_side import ALL, Trend
from inventory_app.services.targets import bridges_in
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.texts import N_

MOST_ROUNDS = 8


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What moved the figure of one indicator from the round before to this one.

    `entity` is None for all together; then the moves are those of entities. `titles` name records
    by uid.
    """

    before: Round
    now: Round
    entity: Entity | None
    entities: Mapping[str, Entity]
    definition: IndicatorDefinition
    indicators: Indicators
    movement: Movement


class Trends:
    """Series of the indicators of one store."""

    def __init__(self, database: Database, catalogue: Catalogue, assessments: Assessments) -> None:
        self._database = database
        self._catalogue = catalogue
        self._assessments = assessments
        # What rounds were opened with never changes, and takes a second to read.
        self._kept: dict[str, tuple[Catalogue | None, Indicators | None]] = {}

    def of(
        self,
        round_code: str,
        *,
        entities: Sequence[str] | None = None,
        indicators: Sequence[str] | None = None,
    ) -> Trend:
        """Return the rounds that led to *round_code* side by side, at most eight.

        All are computed with the definitions of today and the thresholds of each round. Raises
        `UserError` for a round, entity or indicator that is not there.
        """
        chain = self._chain(round_code)
        found = {
            each.code: self._assessments.compute(each.code, indicators=indicators) for each in chain
        }
        now = found[round_code]
        chosen = tuple(now.entities) if entities is None else self._named(now, entities)
        asked, bridges = self._asked(chain)
        usual = self._assessments.indicators()  # without the thresholds of any round
        read = {
            each.id: fields_read([each], now.indicators, self._catalogue)
            for each in now.definitions
        }
        kept = {
            (entity, each.id): series(
                [(asked[code], _figure(of, each.id, entity)) for code, of in found.items()],
                usual[each.id], _own_fields(read[each.id], each, now.indicators), bridges,
            )
            for entity in (ALL, *chosen)
            for each in now.definitions
        }  # fmt: skip
        return Trend(
            round=now.round, rounds=tuple(chain), indicators=now.indicators,
            definitions=now.definitions, series=kept, bridges=bridges,
            entities={code: now.entities[code] for code in chosen},
        )  # fmt: skip

    def write(self, trend: Trend, path: Path, language: str) -> None:
        """Write a trend as a table: .csv, .xlsx or .json by the name of *path*.

        Raises `UserError` for another kind of file and where it cannot be written.
        """
        from inventory_app.services.trend_files import write_trend  # noqa: PLC0415

        write_trend(trend, self._catalogue, path, language, self._database.clock().date())

    def moved(self, round_code: str, indicator: str, entity: str | None = None) -> Moved:
        """Return what moved the figure of an entity, or of all together, since the round before.

        Raises `UserError` for a round, entity or indicator that is not there, and for a round that
        follows no other.
        """
        chain = self._chain(round_code)
        if len(chain) < 2:
            raise UserError(
                "E-NO-ROUND-BEFORE",
                N_("Round {round} follows no other."),
                N_("Changes can be explained from the second round on."),
                round=round_code,
            )
        before, now = chain[-2:]
        [definition] = self._assessments.chosen([indicator])
        if entity is None:
            return self._of_all(before, now, definition)
        sides = [self._contents(each, entity) for each in (before, now)]
        (was, code), (here, _) = sides
        said = self._movement(definition, was, here, code)
        return Moved(
            before=before, now=now, entity=here.entities[code], entities=here.entities,
            definition=definition, indicators=self._assessments.indicators(), movement=said,
        )  # fmt: skip

    def _of_all(self, before: Round, now: Round, definition: IndicatorDefinition) -> Moved:
        was, here = (
            self._assessments.compute(each.code, indicators=[definition.id])
            for each in (before, now)
        )
        name = definition.id
        whole = Movement(before=_figure(was, name, ALL), now=_figure(here, name, ALL))
        counted = [
            {
                code: each.counted[code, name]
                for code in each.asked
                if each.counted[code, name].entering.value in ("OK", "NE")
            }
            for each in (was, here)
        ]
        return Moved(
            before=before, now=now, entity=None, entities={**was.entities, **here.entities},
            definition=definition, indicators=here.indicators,
            movement=between(counted[0], counted[1], whole),
        )  # fmt: skip

    def _contents(self, shown: Round, entity: str) -> tuple[RoundContents, str]:
        """Return a round with what one entity said, and the code of that entity."""
        whole = read_round(self._database, self._catalogue, shown.code, entities=())
        [code] = whole.chosen([entity])
        with self._database.reading() as connection:
            records = queries.records(
                connection, self._database.schema, shown.code, entities=[code]
            )
        return replace(whole, asked={code: whole.asked[code]}, records=records), code

    def _movement(
        self, definition: IndicatorDefinition, was: RoundContents, here: RoundContents, code: str
    ) -> Movement:
        indicators = self._assessments.indicators()
        fields = _own_fields(
            fields_read([definition], indicators, self._catalogue), definition, indicators
        )
        sides = [self._side(each, definition, code, fields) for each in (was, here)]
        tuned = of_round(indicators, here.round.parameters)[definition.id]
        earlier = of_round(indicators, was.round.parameters)[definition.id]

        def computed(inputs: EntityInputs) -> Figure:
            of = earlier if inputs.as_of == was.round.as_of else tuned
            return compute(of, inputs, indicators)

        found = movement(sides[0], sides[1], fields, computed)
        return replace(
            found,
            moves=tuple(
                replace(move, title=self._title(move.sheet, move.uid, was, here, code))
                for move in found.moves
            ),
        )

    def _side(
        self,
        contents: RoundContents,
        definition: IndicatorDefinition,
        code: str,
        fields: Mapping[str, frozenset[str]],
    ) -> Side:
        assessed = self._assessments.assess(contents, entities=[code], definitions=[definition])
        inputs = contents.inputs[code]
        answered = contents.asked[code].answered
        records = {
            sheet: tuple(
                judged(self._catalogue[sheet], record, contents.round.parameters)
                for record in inputs.records.get(sheet, ())
            )
            for sheet in fields
        }
        return Side(
            inputs=replace(inputs, records=records if answered else {}, wrong={}),
            figure=assessed.figures[code, definition.id],
        )

    def _title(
        self, sheet: str, uid: str, was: RoundContents, here: RoundContents, code: str
    ) -> str:
        for contents in (here, was):
            record = _record(contents, code, sheet, uid)
            if record is not None:
                return self._catalogue[sheet].title_of(record.values) or uid
        return uid

    def _chain(self, round_code: str) -> list[Round]:
        """Return the rounds that led to one, oldest first."""
        with self._database.reading() as connection:
            rounds = queries.rounds(connection, self._database.schema)
        found = [known(rounds, round_code)]
        while (code := found[0].previous) in rounds and len(found) < MOST_ROUNDS:
            assert code is not None  # noqa: S101 - it is among the rounds
            found.insert(0, rounds[code])
        return found

    def _asked(self, chain: Sequence[Round]) -> tuple[dict[str, Asked], tuple[Bridge, ...]]:
        schema = self._database.schema
        found: dict[str, Asked] = {}
        kept = self._kept
        with self._database.reading() as connection:
            for each in chain:
                version = each.catalogue_version
                if version not in kept:
                    current = version == self._catalogue.version
                    kept[version] = (
                        self._catalogue if current else kept_catalogue(connection, schema, version),
                        kept_indicators(connection, schema, version),
                    )
                catalogue, indicators = kept[version]
                found[each.code] = Asked(
                    code=each.code, parameters=each.parameters, catalogue=catalogue,
                    indicators=None if indicators is None else indicators.definitions,
                )  # fmt: skip
            return found, bridges_in(connection, schema)

    @staticmethod
    def _named(now: Assessment, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(code for code in now.entities if code in set(names))


def _figure(of: Assessment, indicator: str, entity: str) -> Figure:
    """Return a figure of a round; one without any value for whoever was not asked then."""
    empty = Figure(indicator=indicator, entity=entity)
    if entity == ALL:
        return of.totals.get(indicator, empty)
    return of.figures.get((entity, indicator), empty)


def _record(contents: RoundContents, entity: str, sheet: str, uid: str) -> Record | None:
    listed = contents.records.get(entity, {}).get(sheet, ())
    return next((each for each in listed if each.uid == uid), None)


def _own_fields(
    read: Mapping[str, frozenset[str]], definition: IndicatorDefinition, indicators: Indicators
) -> dict[str, frozenset[str]]:
    """Return what a value itself is made of, without what every record is judged by."""
    wanted, waiting = set(definition.sheets), list(definition.needs)
    beside = set(definition.beside)
    while waiting:
        other = indicators[waiting.pop()]
        wanted |= set(other.sheets)
        beside |= set(other.beside)
        waiting += other.needs
    if "*" in wanted:
        return dict(read)
    return {
        sheet: frozenset(name for name in names if (sheet, name) not in beside)
        for sheet, names in read.items()
        if sheet in wanted
    }
