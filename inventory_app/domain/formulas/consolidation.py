"""Formulas of consolidation: fewer, smaller local rooms, and systems that go.

Most are stated for the whole Secretariat only. Their figures for an entity hold what the entity
adds to the total; `roll_ups` makes the value from the sums by the functions that end in `_of`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from inventory_app.domain.columns import OK, USABLE, Answers
from inventory_app.domain.figures import (
    USABLE as USABLE_STATES,
)
from inventory_app.domain.figures import (
    ZERO,
    Coverage,
    Figure,
    changed,
    covers,
    explained,
    figure_of,
)
from inventory_app.domain.formulas.common import HUNDRED, in_use, not_reported
from inventory_app.domain.formulas.rooms import listed_rooms
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.listed import Listed, listed
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import BY_WEIGHT, ValueState

_ROOMS = "data_centres"
_STAGE = ("closing_stage", "in_baseline")
_OF_SITE = (*_STAGE, "un_role_scope")
_KW = ("it_load_kw", "avg_it_electricity")


def _listed_sites(answers: Answers) -> Listed:
    """Return the rooms that are or were there, those that closed or left among them."""

    def make() -> Listed:
        rooms = listed(answers, _ROOMS, ever=True)
        kinds = zip(rooms.values("record_validity"), rooms.values("facility_class"), strict=True)
        return rooms.where(
            validity != "INVALID_FACILITY" and kind != "CLOUD" for validity, kind in kinds
        )

    return answers.once("sites ever", make)


def closure_progress(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """K01: rooms of the baseline that are closed / rooms that the plan is to close.

    Parts: "closed", "target", "total". Without a target the number stands without a ratio; a
    target above the baseline is an error.
    """
    reported, rooms = answers.reported(_ROOMS), _listed_sites(answers)
    based = [value is True for value in rooms.values("in_baseline")]
    stages = zip(based, rooms.values("closing_stage"), strict=True)
    counts = zip(
        rooms.numbers([before and stage == "CLOSED" for before, stage in stages]),
        rooms.numbers([value is True for value in rooms.values("closure_target")]),
        rooms.numbers(based),
        strict=True,
    )
    states, known = rooms.heaviest(*_STAGE), rooms.numbers(rooms.usable(*_STAGE))
    found = []
    for owner, (entity, numbers) in enumerate(zip(answers.entities, counts, strict=True)):
        if not reported[owner]:
            found.append(not_reported(definition, entity))
            continue
        state = states[owner]
        figure = figure_of(
            indicator=definition.id, entity=entity, factor=definition.factor, state=state,
            reasons=explained(state, ()), coverage=Coverage(known[owner], rooms.counts[owner]),
            inputs=rooms.sources(owner, *_STAGE, "closure_target"),
        )  # fmt: skip
        if state in USABLE_STATES:
            names = ("closed", "target", "total")
            parts = dict(zip(names, map(Decimal, numbers), strict=True))
            figure = closure_of(changed(figure, parts=parts))
        found.append(figure)
    return found


def closure_of(figure: Figure) -> Figure:
    """Return K01 from its parts: the ratio, the number alone, nothing, or an error."""
    closed, target, total = (figure.parts.get(n, ZERO) for n in ("closed", "target", "total"))
    figure = changed(
        figure, numerator=closed, denominator=target, value=None, ranked=False, enters=None
    )
    if target > total:
        return changed(figure, state=ValueState.ERR, reasons=(Reason.INVALID,))
    if not target:
        why = Reason.NO_TARGET if closed else Reason.NO_ACTIVITY
        return changed(figure, state=ValueState.NA, reasons=(why,), enters=figure.state)
    ranked = figure.state is ValueState.OK
    return changed(figure, value=closed * figure.factor / target, ranked=ranked)


def net_reduction(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """K03: local rooms in the baseline less those of today / those in the baseline.

    Parts: "baseline", "current", "closings", "openings", and the load in kW then and now for the
    variant K03b.
    """
    reported, sites = answers.reported(_ROOMS), _listed_sites(answers)
    local = sites.where(scope != "ENTERPRISE" for scope in sites.values("un_role_scope"))
    today, based = set(listed_rooms(answers).rows), local.values("in_baseline")
    now = [row in today for row in local.rows]
    loads, _ = loads_of(local)
    then = [
        (load or ZERO) if sure else None
        for load, sure in zip(
            local.values("baseline_it_kw"), local.usable("baseline_it_kw"), strict=True
        )
    ]
    states, known = sites.heaviest(*_OF_SITE), sites.numbers(sites.usable(*_OF_SITE))
    found = []
    for owner, (entity, span) in enumerate(zip(answers.entities, local.spans, strict=True)):
        if not reported[owner]:
            found.append(not_reported(definition, entity))
            continue
        state = states[owner]
        figure = figure_of(
            indicator=definition.id, entity=entity, factor=definition.factor, state=state,
            reasons=explained(state, ()), coverage=Coverage(known[owner], sites.counts[owner]),
            inputs=sites.sources(owner, *_OF_SITE),
        )  # fmt: skip
        if state in USABLE_STATES:
            here = list(zip(based[span], now[span], then[span], loads[span], strict=True))
            figure = reduction_of(changed(figure, parts=_reduction_parts(here)))
        found.append(figure)
    return found


def _reduction_parts(rooms: Sequence[tuple[Any, bool, Any, Any]]) -> dict[str, Decimal]:
    """Return the parts of K03: of each local room whether it is in the baseline and open today.

    With it come its loads in kW then and now, which are no parts where one of them is not known.
    """
    before = [room for room in rooms if room[0] is True]
    now = [room for room in rooms if room[1]]
    parts = {
        "baseline": Decimal(len(before)),
        "current": Decimal(len(now)),
        "closings": Decimal(sum(not is_open for _, is_open, _, _ in before)),
        "openings": Decimal(sum(based is False for based, _, _, _ in now)),
    }
    then, today = [room[2] for room in before], [room[3] for room in now]
    if before and None not in then and None not in today:
        parts["baseline_kw"], parts["current_kw"] = sum(then, ZERO), sum(today, ZERO)
    return parts


def reduction_of(figure: Figure) -> Figure:
    """Return K03 from its parts; without a baseline the absolute change is stated (Z-3)."""
    before, now = (figure.parts.get(name, ZERO) for name in ("baseline", "current"))
    figure = changed(figure, numerator=before - now, denominator=before, value=None, ranked=False)
    parts = {**figure.parts, "change": now - before}
    load = figure.parts.get("baseline_kw")
    if load:
        less = load - figure.parts.get("current_kw", ZERO)
        parts["kw_reduction"] = less * HUNDRED / load
    if not before:
        return changed(
            figure, parts=parts, state=ValueState.NA, enters=figure.entering,
            reasons=(Reason.NO_BASELINE if now else Reason.NO_ACTIVITY,),
        )  # fmt: skip
    value = (before - now) * figure.factor / before
    return changed(figure, parts=parts, value=value, ranked=figure.state is ValueState.OK)


def loads_of(rooms: Listed) -> tuple[list[Any], list[int]]:
    """Return the ICT load of each room in kW, the present one, else the mean of the year.

    It is None where it cannot be used. With it comes how it stands.
    """
    loads: list[Any] = []
    stands: list[int] = []
    for now, mean, on_now, on_mean in zip(
        *map(rooms.values, _KW), *map(rooms.stands, _KW), strict=True
    ):
        load, stand = (mean, on_mean) if now is None else (now, on_now)
        loads.append(load if stand <= USABLE else None)
        stands.append(stand)
    return loads, stands


def effective_number(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """K04: 1 / sum of (share of a room in all ICT load) squared, over all rooms of everybody.

    Numerator is the load of the entity's open rooms in kW, denominator the sum of its squares:
    added up they give the value as numerator squared / denominator. Rule M-B.
    """
    reported, rooms = answers.reported(_ROOMS), listed_rooms(answers)
    of_rooms, stands = loads_of(rooms)
    found = []
    for owner, (entity, span) in enumerate(zip(answers.entities, rooms.spans, strict=True)):
        if not reported[owner]:
            found.append(not_reported(definition, entity))
            continue
        loads = [load for load in of_rooms[span] if load is not None]
        whole, missing = sum(loads, ZERO), rooms.counts[owner] - len(loads)
        enough = covers(whole, missing, answers.last(owner).get("it_load_kw"))
        usable = (stand for stand in stands[span] if stand <= USABLE)
        state = BY_WEIGHT[max(usable, default=OK)] if enough else ValueState.NR
        why = () if not missing else (Reason.PARTIAL if enough else Reason.BELOW_COVERAGE,)
        figure = figure_of(
            indicator=definition.id, entity=entity, factor=definition.factor,
            numerator=whole, denominator=sum((load * load for load in loads), ZERO),
            state=state, reasons=explained(state, why),
            coverage=Coverage(len(loads), rooms.counts[owner]), inputs=rooms.sources(owner, *_KW),
        )  # fmt: skip
        found.append(effective_of(figure))
    return found


def effective_of(figure: Figure) -> Figure:
    """Return K04 from the load and the sum of its squares."""
    load, squares = figure.numerator, figure.denominator
    if figure.state not in USABLE_STATES or load is None or squares is None:
        return changed(figure, value=None)
    if not squares:
        why = (Reason.NO_ACTIVITY,)
        return changed(
            figure, value=None, state=ValueState.NA, enters=figure.state, reasons=why, ranked=False
        )
    return changed(figure, value=load * load / squares, ranked=figure.state is ValueState.OK)


def new_systems(
    _definition: IndicatorDefinition, answers: Answers, figures: Sequence[Figure]
) -> list[Figure]:
    """K05: add how many systems in use came after the baseline."""
    systems = in_use(answers)
    came = systems.numbers([value is False for value in systems.values("in_baseline")])
    return [
        figure
        if figure.denominator is None
        else changed(figure, parts={**figure.parts, "new_systems": Decimal(new)})
        for figure, new in zip(figures, came, strict=True)
    ]
