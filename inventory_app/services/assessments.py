"""Indicators of a round: figures of every entity, of the whole Secretariat, and their peers."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from inventory_app.domain.benchmarks import uncovered
from inventory_app.domain.duplicates.totals import for_totals
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.figures import USABLE, EntityInputs, Figure
from inventory_app.domain.formulas.workforce import active_users, users_of
from inventory_app.domain.indicator_definitions import (
    IndicatorDefinition,
    Indicators,
    default_indicators,
)
from inventory_app.domain.indicator_inputs import fields_read
from inventory_app.domain.indicators import compute as computed
from inventory_app.domain.indicators import compute_all, is_asked, of_round, roll_up, unasked
from inventory_app.domain.intervals import seed_of
from inventory_app.domain.peers import (
    Comparison,
    Peer,
    compare_all,
    entity_group,
    entity_groups,
    peers_of,
)
from inventory_app.domain.profiles import Profile
from inventory_app.domain.reasons import Reason
from inventory_app.domain.response_bias import Response
from inventory_app.domain.values import ValueState
from inventory_app.errors import UserError
from inventory_app.services.assessed_round import Assessment
from inventory_app.services.earlier_savings import with_earlier_savings
from inventory_app.services.frozen_groups import FrozenGroups, freeze_groups
from inventory_app.services.own_indicators import indicators_in
from inventory_app.services.round_answers import together
from inventory_app.services.round_contents import RoundContents, read_round
from inventory_app.services.targets import targets_in
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.texts import N_

__all__ = ["Assessment", "Assessments"]

_SERVICE = "C06"  # measured by its cost, not by its quantity


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
        profile: Profile = Profile.FULL,
    ) -> Assessment:
        """Compute indicators for a round; all of them, for everybody asked, unless chosen.

        What the readers of *profile* must not see is withheld.

        Raises `UserError` for a round, entity or indicator that is not there, with those that are.
        """
        every = self.indicators()
        definitions = _definitions(every, indicators)
        if profile is not Profile.FULL:
            return self._redacted(round_code, definitions, entities, profile)
        fields = fields_read(definitions, every, self._catalogue)
        with _without_collecting():
            contents = read_round(self._database, self._catalogue, round_code, fields=fields)
            return self.assess(contents, entities=entities, definitions=definitions)

    def _redacted(
        self,
        round_code: str,
        definitions: Sequence[IndicatorDefinition],
        entities: Sequence[str] | None,
        profile: Profile,
    ) -> Assessment:
        """Return a part of the whole assessment: what is withheld depends on all of it."""
        from inventory_app.services.summaries import Summaries  # noqa: PLC0415 - above this one

        contents = read_round(self._database, self._catalogue, round_code)
        whole = self.assess(contents)
        made = Summaries(
            contents=contents, assessment=whole, printed_on=whole.computed_on, profile=profile
        )
        return made.redaction.shown(part_of(whole, contents.chosen(entities), definitions))

    def chosen(self, names: Sequence[str] | None) -> tuple[IndicatorDefinition, ...]:
        """Return the indicators called *names*, all of them without names.

        Raises `UserError` for one that is not there, with those that are.
        """
        return _definitions(self.indicators(), names)

    def indicators(self) -> Indicators:
        """Return the indicators of the program and those of the organisation's own."""
        with self._database.reading() as connection:
            return indicators_in(connection, self._database.schema)

    def assess(
        self,
        contents: RoundContents,
        *,
        entities: Sequence[str] | None = None,
        definitions: Sequence[IndicatorDefinition] | None = None,
    ) -> Assessment:
        """Compute indicators from a round that has been read already."""
        chosen = contents.chosen(entities)
        with self._database.reading() as connection:
            schema = self._database.schema
            indicators = indicators_in(connection, schema)
            targets = targets_in(connection, schema)
        parameters = contents.round.parameters
        indicators = of_round(indicators, parameters)
        definitions = tuple(indicators[each.id] for each in definitions or indicators)
        figures, users, last = self._figures(contents, definitions)
        figures |= with_earlier_savings(
            self._database, self._catalogue, contents, definitions, figures
        )
        counted = _for_totals(contents, definitions, figures, last)
        peers = peers_of(contents.asked, users)
        comparisons = _comparisons(contents, definitions, figures, peers)
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
                each.id: roll_up([counted[entity, each.id] for entity in contents.asked], each)
                for each in definitions
                if contents.asked
            },
            comparisons={place: comparisons[place] for place in shown},
            counted={place: counted[place] for place in shown},
            everybody=figures,
            groups={code: entity_group(peer) for code, peer in peers.items()},
            seed=seed_of(contents.round.code) if parameters.seed is None else parameters.seed,
            targets=targets,
            responses=_responses(contents, peers),
        )

    def freeze_groups(self, round_code: str) -> FrozenGroups:
        """Fix who is compared with whom in a round, by the users known now; undo takes it back.

        Raises `UserError` if there is no such round.
        """
        return freeze_groups(self._database, self._catalogue, round_code)

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
    ) -> tuple[
        dict[tuple[str, str], Figure],
        dict[str, Decimal | None],
        dict[str, dict[str, Decimal]],
    ]:
        """Return the figures of everybody asked, users, and the last totals that some rest on."""
        silent = {each.id: _silent(each, contents) for each in definitions}
        answered = [code for code, each in contents.asked.items() if each.answered]
        inputs, answers = together(contents, answered)
        users = {code: term.usable for code, term in zip(answered, users_of(answers), strict=True)}
        figures: dict[tuple[str, str], Figure] = {}
        for each in definitions:
            found = compute_all(each, list(inputs.values()), answers)
            for code, figure in zip(answered, found, strict=True):
                figures[code, each.id] = figure.of_users(users[code])
        for code in contents.asked.keys() - inputs.keys():
            known = users[code] = active_users(contents.inputs[code]).usable
            for each in definitions:
                figures[code, each.id] = replace(silent[each.id], entity=code, users=known)
        measured = {each.id for each in definitions if each.missing == "M-B"}
        short = {
            entity
            for (entity, name), each in figures.items()
            if name in measured and each.coverage.counted and _is_short(each)
        }
        last = self._last_totals(contents, short)
        for code, totals in last.items():
            again = replace(inputs[code], last_totals=totals)
            figures.update({(code, each.id): computed(each, again) for each in definitions})
        return figures, users, last

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


def part_of(
    whole: Assessment, entities: Sequence[str], definitions: Sequence[IndicatorDefinition]
) -> Assessment:
    """Return the part of an assessment on some entities and indicators."""
    wanted = [(entity, each.id) for entity in entities for each in definitions]
    return replace(
        whole,
        definitions=tuple(definitions),
        entities={code: whole.entities[code] for code in entities},
        asked={code: whole.asked[code] for code in entities},
        figures={place: whole.figures[place] for place in wanted},
        totals={each.id: whole.totals[each.id] for each in definitions if each.id in whole.totals},
        comparisons={place: whole.comparisons[place] for place in wanted},
        counted={place: whole.counted[place] for place in wanted},
    )


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Look for no garbage meanwhile: a round makes many objects, and none of them in circles.

    Afterwards they count as old, so that nobody goes through all of them at once.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was and not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        if was:
            gc.enable()


def _is_short(figure: Figure) -> bool:
    return Reason.BELOW_COVERAGE in figure.reasons


def _totals(inputs: EntityInputs) -> dict[str, Decimal]:
    """Return what an entity confirmed: cost in USD a year, ICT load in kW, terms of indicators."""
    indicators = default_indicators()
    cost, load = (computed(indicators[name], inputs) for name in ("C02", "K02"))
    totals = {"ict_cost": cost.numerator, "cost_lines": cost.parts.get("cost_lines")}
    if load.state in USABLE and Reason.FALL_BACK not in load.reasons:
        totals["it_load_kw"] = load.denominator
    for each in indicators:
        if each.missing == "M-B" and (each.numerator or each.id == _SERVICE):
            figure = computed(each, inputs)
            totals[each.id] = figure.numerator if each.id == _SERVICE else figure.denominator
    return {name: total for name, total in totals.items() if total is not None}


def _for_totals(
    contents: RoundContents,
    definitions: Sequence[IndicatorDefinition],
    figures: Mapping[tuple[str, str], Figure],
    last: Mapping[str, Mapping[str, Decimal]],
) -> dict[tuple[str, str], Figure]:
    """Return the figures as they enter totals: what was joined counts once."""
    counted = dict(figures)
    for code, adjustment in contents.adjustments.items():
        if code not in contents.asked:
            continue
        inputs = contents.inputs[code]
        if code in last:
            inputs = replace(inputs, last_totals=last[code])
        own = {each.id: figures[code, each.id] for each in definitions}
        for name, figure in for_totals(definitions, own, inputs, adjustment).items():
            counted[code, name] = figure
    return counted


def _silent(definition: IndicatorDefinition, contents: RoundContents) -> Figure:
    """Return the figure of whoever has not answered: not reported, or not asked in the round."""
    figure = Figure(
        indicator=definition.id, entity="", factor=definition.factor,
        state=ValueState.NR, reasons=(Reason.NOT_REPORTED,),
    )  # fmt: skip
    asked = is_asked(definition, contents.catalogue, contents.round.parameters)
    return figure if asked else unasked(figure)


def _definitions(
    indicators: Indicators, names: Sequence[str] | None
) -> tuple[IndicatorDefinition, ...]:
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


def _responses(contents: RoundContents, peers: Mapping[str, Peer]) -> tuple[Response, ...]:
    """Return who was asked, with what is known of those that did not answer, too."""
    return tuple(
        Response(
            unit=code,
            covariates={"type": each.peer_type, "size": (*entity_group(peers[code]), "")[1]},
            users=peers[code].users,
            received=(each.received or contents.round.deadline) if each.answered else None,
        )
        for code, each in contents.asked.items()
    )


def _comparisons(
    contents: RoundContents,
    definitions: Sequence[IndicatorDefinition],
    figures: Mapping[tuple[str, str], Figure],
    peers: Mapping[str, Peer],
) -> dict[tuple[str, str], Comparison]:
    """Compare each figure with those of its group, where enough of its users have answered."""
    few = uncovered(peers, {code: each.answered for code, each in contents.asked.items()})
    comparisons = {}
    for each in definitions:
        groups = entity_groups(each, peers)
        of_each = {code: figures[code, each.id] for code in contents.asked}
        for code, comparison in compare_all(each, of_each, groups, few).items():
            comparisons[code, each.id] = comparison
    return comparisons
