"""Indicators: computed from what an entity reported, and rolled up over entities.

`compute` gives the figure of an entity, `compute_all` those of many, `per_record` those of its
systems or rooms where an indicator describes one of them, `roll_up` the figure of a group.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from inventory_app.domain.columns import Answers
from inventory_app.domain.declared import declared_figures
from inventory_app.domain.declared_records import declared_records
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.figures import Coverage, EntityInputs, Figure, Source, limited
from inventory_app.domain.formulas import workforce
from inventory_app.domain.indicator_definitions import (
    IndicatorDefinition,
    Indicators,
    default_indicators,
)
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Declaration
from inventory_app.domain.registered import EXTRAS, FORMULAS, RECORD_FORMULAS
from inventory_app.domain.roll_ups import rolled_up
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.values import ValueState

_ANY_DAY = date(2000, 1, 1)  # on which somebody without records is looked at

__all__ = [
    "Coverage", "EntityInputs", "Figure", "Reason", "Source", "compute", "compute_all",
    "per_record", "roll_up",
]  # fmt: skip


def compute(
    definition: IndicatorDefinition, inputs: EntityInputs, indicators: Indicators | None = None
) -> Figure:
    """Return the figure of an entity, with the users it serves as its weight.

    *indicators* are those whose terms *definition* may take, by default those of the program.
    """
    [figure] = compute_all(definition, (inputs,), inputs.answers, indicators)
    return replace(figure, users=workforce.active_users(inputs).usable)


def compute_all(
    definition: IndicatorDefinition,
    inputs: Sequence[EntityInputs],
    answers: Answers,
    indicators: Indicators | None = None,
) -> list[Figure]:
    """Return the figures of many entities of one round, without their users.

    *answers* hold the same records as *inputs*, for the same entities in the same order.
    """
    figures = _computed(definition, inputs, answers, indicators or default_indicators())
    if inputs and not is_asked(definition, inputs[0].catalogue, inputs[0].parameters):
        return [unasked(figure) for figure in figures]
    if definition.subject == "secretariat":
        return [_of_the_whole(figure) for figure in figures]
    return figures


def _computed(
    definition: IndicatorDefinition,
    inputs: Sequence[EntityInputs],
    answers: Answers,
    indicators: Indicators,
) -> list[Figure]:
    if definition.formula:
        found = FORMULAS[definition.formula](definition, answers)
        return [limited(definition, figure) for figure in found]

    def others(name: str) -> list[Figure]:
        return _computed(indicators[name], inputs, answers, indicators)

    figures = declared_figures(definition, answers, others)
    if not definition.extras:
        return figures
    return EXTRAS[definition.extras](definition, answers, figures)


def unasked(figure: Figure) -> Figure:
    """Return *figure* as one that a round does not ask; what is known of its terms stays."""
    return replace(
        figure, value=None, state=ValueState.NQ, reasons=(Reason.NOT_ASKED,), ranked=False
    )


def _of_the_whole(figure: Figure) -> Figure:
    """Return *figure* as that of an entity by an indicator of the whole Secretariat."""
    return replace(
        figure, value=None, state=ValueState.NA, enters=figure.entering, ranked=False,
        reasons=(Reason.SECRETARIAT_ONLY, *figure.reasons),
    )  # fmt: skip


def is_asked(
    definition: IndicatorDefinition, catalogue: Catalogue, parameters: RoundParameters
) -> bool:
    """Return whether a round asks all that an indicator cannot do without.

    That is so if somebody who has nothing to report on any sheet that is asked lacks none.
    """
    if parameters.sheets is None or all(map(parameters.asks, catalogue.sheets)):
        return True
    nobody = EntityInputs(
        entity="", as_of=_ANY_DAY, records={}, catalogue=catalogue, parameters=parameters,
        declarations={
            name: Declaration(sheet=name, nothing=True) for name in catalogue.sheets
        },
    )  # fmt: skip
    [figure] = _computed(definition, (nobody,), nobody.answers, default_indicators())
    return Reason.NOT_REPORTED not in figure.reasons


def per_record(definition: IndicatorDefinition, inputs: EntityInputs) -> tuple[Figure, ...]:
    """Return a figure for each record, such as a system or room; none for other indicators."""
    formula = RECORD_FORMULAS.get(definition.formula)
    if formula:
        return formula(definition, inputs)
    return tuple(declared_records(definition, inputs.answers))


def of_round(indicators: Indicators, parameters: RoundParameters) -> Indicators:
    """Return *indicators* with the thresholds that a round fixed in the place of theirs."""
    if not parameters.thresholds:
        return indicators
    changed = dict(indicators.definitions)
    for name, number in parameters.thresholds.items():
        indicator, _dot, threshold = name.partition(".")
        of = changed.get(indicator)
        if of is not None and threshold in of.parameters:
            changed[indicator] = replace(of, parameters={**of.parameters, threshold: number})
    return replace(indicators, definitions=changed)


def roll_up(figures: Iterable[Figure], definition: IndicatorDefinition | None = None) -> Figure:
    """Return the figure of a group: sum of numerators / sum of denominators, never an average.

    Counts the units that report both; the coverage gives them as units, `users_share` as the
    percentage of users. A roll-up is not ranked. *definition* is needed for indicators that are
    not of the program. Raises `ValueError` for no figures.
    """
    every = tuple(figures)
    name = every[0].indicator if every else ""
    known = definition or default_indicators().definitions.get(name)
    return replace(rolled_up(every, known), ranked=False)
