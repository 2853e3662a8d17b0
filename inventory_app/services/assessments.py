"""Indicators of a round: figures of every entity, of the whole Secretariat, and their peers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.figures import USABLE, EntityInputs, Figure
from inventory_app.domain.formulas.workforce import active_users
from inventory_app.domain.indicator_definitions import (
    IndicatorDefinition,
    default_indicators,
)
from inventory_app.domain.indicators import compute as computed
from inventory_app.domain.indicators import roll_up
from inventory_app.domain.peers import Comparison, Peer, compare, entity_groups
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import ValueState
from inventory_app.errors import UserError
from inventory_app.services.assessed_round import Assessment
from inventory_app.services.round_contents import RoundContents, read_round
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.texts import N_

__all__ = ["Assessment", "Assessments"]


class Assessments:
    """The indicators of one store."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def compute(
        self,
        round_code: str,
        *,
        entities: Sequence[str] | None = None,
        indicators: Sequence[str] | None = None,
    ) -> Assessment:
        """Compute indicators for a round; all of them, for everybody asked, unless chosen.

        Raises `UserError` for a round, entity or indicator that is not there, with those that are.
        """
        definitions = _definitions(indicators)
        contents = read_round(self._database, self._catalogue, round_code)
        return self.assess(contents, entities=entities, definitions=definitions)

    def assess(
        self,
        contents: RoundContents,
        *,
        entities: Sequence[str] | None = None,
        definitions: Sequence[IndicatorDefinition] | None = None,
    ) -> Assessment:
        """Compute indicators from a round that has been read already."""
        chosen = contents.chosen(entities)
        indicators = default_indicators()
        definitions = tuple(definitions or indicators)
        figures = self._figures(contents, definitions)
        comparisons = _comparisons(contents, definitions, figures)
        shown = [(entity, each.id) for entity in chosen for each in definitions]
        return Assessment(
            round=contents.round,
            computed_on=self._database.clock().date(),
            indicators=indicators,
            definitions=definitions,
            entities={code: contents.entities[code] for code in chosen},
            asked={code: contents.asked[code] for code in chosen},
            figures={place: figures[place] for place in shown},
            totals={
                each.id: roll_up([figures[entity, each.id] for entity in contents.asked])
                for each in definitions
                if contents.asked
            },
            comparisons={place: comparisons[place] for place in shown},
        )

    def write(self, assessment: Assessment, path: Path, language: str) -> None:
        """Write an assessment as a table: .csv, .xlsx or .json by the name of *path*.

        Raises `UserError` for another kind of file and where it cannot be written; then what was
        there before is as it was.
        """
        from inventory_app.services.assessment_files import write_assessment  # noqa: PLC0415

        write_assessment(assessment, self._catalogue, path, language)

    def document(self, assessment: Assessment, language: str) -> dict[str, object]:
        """Return what the .json form of an assessment holds, for `formats.exact_json`."""
        from inventory_app.services.assessment_files import document  # noqa: PLC0415

        return document(assessment, self._catalogue, language)

    def _figures(
        self, contents: RoundContents, definitions: Sequence[IndicatorDefinition]
    ) -> dict[tuple[str, str], Figure]:
        figures: dict[tuple[str, str], Figure] = {}
        for code, participation in contents.asked.items():
            inputs = contents.inputs[code]
            users = active_users(inputs).usable
            for each in definitions:
                figures[code, each.id] = (
                    computed(each, inputs)
                    if participation.answered
                    else Figure(
                        indicator=each.id, entity=code, factor=each.factor,
                        state=ValueState.NR, reasons=(Reason.NOT_REPORTED,), users=users,
                    )
                )  # fmt: skip
        short = {
            entity for (entity, _), each in figures.items() if Reason.BELOW_COVERAGE in each.reasons
        }
        for code, totals in self._last_totals(contents, short).items():
            inputs = replace(contents.inputs[code], last_totals=totals)
            figures.update({(code, each.id): computed(each, inputs) for each in definitions})
        return figures

    def _last_totals(
        self, contents: RoundContents, entities: set[str]
    ) -> dict[str, dict[str, Decimal]]:
        """Return the last confirmed totals of *entities*, by which rule M-B measures what came."""
        found: dict[str, dict[str, Decimal]] = {}
        schema = self._database.schema
        previous = contents.round.previous
        while previous is not None and entities - found.keys():
            shown = contents.rounds[previous]
            with self._database.reading() as connection:
                asked = queries.participations(connection, schema, shown.code)
                wanted = [
                    code
                    for code in sorted(entities - found.keys())
                    if code in asked and asked[code].answered
                ]
                records = queries.records(connection, schema, shown.code, entities=wanted)
                declared = queries.declarations(connection, schema, shown.code)
            for code in wanted:
                found[code] = _totals(
                    EntityInputs(
                        entity=code, as_of=shown.as_of, records=records.get(code, {}),
                        declarations=declared.get(code, {}), catalogue=self._catalogue,
                        parameters=shown.parameters,
                    )
                )  # fmt: skip
            previous = shown.previous
        return found


def _totals(inputs: EntityInputs) -> dict[str, Decimal]:
    """Return what an entity confirmed: cost in USD a year and ICT load in kW."""
    indicators = default_indicators()
    cost, load = (computed(indicators[name], inputs) for name in ("C02", "K02"))
    totals = {"ict_cost": cost.numerator, "cost_lines": cost.parts.get("cost_lines")}
    if load.state in USABLE and Reason.FALL_BACK not in load.reasons:
        totals["it_load_kw"] = load.denominator
    return {name: total for name, total in totals.items() if total is not None}


def _definitions(names: Sequence[str] | None) -> tuple[IndicatorDefinition, ...]:
    indicators = default_indicators()
    if names is None:
        return tuple(indicators)
    wanted = [name.strip().upper() for name in names]
    for name, code in zip(names, wanted, strict=True):
        if code not in indicators.definitions:
            raise UserError(
                "E-INDICATOR",
                N_("There is no indicator “{name}”."),
                N_("The indicators are: {indicators}."),
                name=name,
                indicators=", ".join(indicators.definitions),
            )
    return tuple(each for each in indicators if each.id in wanted)


def _comparisons(
    contents: RoundContents,
    definitions: Sequence[IndicatorDefinition],
    figures: Mapping[tuple[str, str], Figure],
) -> dict[tuple[str, str], Comparison]:
    """Compare each figure with those of its group: the type frozen in the round, and its users."""
    peers = {
        code: Peer(
            type=participation.peer_type,
            users=active_users(contents.inputs[code]).usable if participation.answered else None,
        )
        for code, participation in contents.asked.items()
    }
    comparisons = {}
    for each in definitions:
        groups = entity_groups(each, peers)
        of_each = {code: figures[code, each.id] for code in contents.asked}
        for code in contents.asked:
            comparisons[code, each.id] = compare(each, code, of_each, groups)
    return comparisons
