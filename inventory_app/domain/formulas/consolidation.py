"""Formulas of consolidation: fewer, smaller local rooms, and systems that go.

Most are stated for the whole Secretariat only. Their figures for an entity hold what the entity
adds to the total; `roll_ups` makes the value from the sums by the functions that end in `_of`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from inventory_app.domain.figures import (
    USABLE,
    ZERO,
    Coverage,
    EntityInputs,
    Figure,
    covers,
    explained,
    number,
)
from inventory_app.domain.formulas.common import HUNDRED, not_reported, sources_of, usable
from inventory_app.domain.formulas.rooms import open_rooms
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Record
from inventory_app.domain.values import ValueState, combined

_ROOMS = "data_centres"
_STAGE = ("closing_stage", "in_baseline")
_KW = ("it_load_kw", "avg_it_electricity")


def closure_progress(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """K01: rooms of the baseline that are closed / rooms that the plan is to close.

    Parts: "closed", "target", "total". Without a target the number stands without a ratio; a
    target above the baseline is an error.
    """
    if not inputs.reported(_ROOMS):
        return not_reported(definition, inputs)
    rooms = [room for room in inputs.ever(_ROOMS) if _is_site(room)]
    state = combined(room.state(name) for room in rooms for name in _STAGE)
    known = sum(usable(room, *_STAGE) for room in rooms)
    parts = {
        "closed": _count(r["in_baseline"] is True and _is_closed(r) for r in rooms),
        "target": _count(room["closure_target"] is True for room in rooms),
        "total": _count(room["in_baseline"] is True for room in rooms),
    }
    figure = Figure(
        indicator=definition.id, entity=inputs.entity, factor=definition.factor, state=state,
        reasons=explained(state, ()), coverage=Coverage(known, len(rooms)),
        inputs=sources_of(rooms, *_STAGE, "closure_target"),
    )  # fmt: skip
    return closure_of(replace(figure, parts=parts)) if state in USABLE else figure


def closure_of(figure: Figure) -> Figure:
    """Return K01 from its parts: the ratio, the number alone, nothing, or an error."""
    closed, target, total = (figure.parts.get(n, ZERO) for n in ("closed", "target", "total"))
    figure = replace(
        figure, numerator=closed, denominator=target, value=None, ranked=False, enters=None
    )
    if target > total:
        return replace(figure, state=ValueState.ERR, reasons=(Reason.INVALID,))
    if not target:
        why = Reason.NO_TARGET if closed else Reason.NO_ACTIVITY
        return replace(figure, state=ValueState.NA, reasons=(why,), enters=figure.state)
    ranked = figure.state is ValueState.OK
    return replace(figure, value=closed * figure.factor / target, ranked=ranked)


def net_reduction(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """K03: local rooms in the baseline less those of today / those in the baseline.

    Parts: "baseline", "current", "closings", "openings", and the load in kW then and now for the
    variant K03b.
    """
    if not inputs.reported(_ROOMS):
        return not_reported(definition, inputs)
    names = (*_STAGE, "un_role_scope")
    sites = [room for room in inputs.ever(_ROOMS) if _is_site(room)]
    local = [room for room in sites if room["un_role_scope"] != "ENTERPRISE"]
    state = combined(room.state(name) for room in sites for name in names)
    open_now = {room.uid for room in open_rooms(inputs)}
    before = [room for room in local if room["in_baseline"] is True]
    now = [room for room in local if room.uid in open_now]
    parts = {
        "baseline": Decimal(len(before)),
        "current": Decimal(len(now)),
        "closings": _count(room.uid not in open_now for room in before),
        "openings": _count(room["in_baseline"] is False for room in now),
        **_loads(before, now),
    }
    figure = Figure(
        indicator=definition.id, entity=inputs.entity, factor=definition.factor, state=state,
        reasons=explained(state, ()),
        coverage=Coverage(sum(usable(room, *names) for room in sites), len(sites)),
        inputs=sources_of(sites, *names),
    )  # fmt: skip
    return reduction_of(replace(figure, parts=parts)) if state in USABLE else figure


def reduction_of(figure: Figure) -> Figure:
    """Return K03 from its parts; without a baseline the absolute change is stated (Z-3)."""
    before, now = (figure.parts.get(name, ZERO) for name in ("baseline", "current"))
    figure = replace(figure, numerator=before - now, denominator=before, value=None, ranked=False)
    parts = {**figure.parts, "change": now - before}
    load = figure.parts.get("baseline_kw")
    if load:
        less = load - figure.parts.get("current_kw", ZERO)
        parts["kw_reduction"] = less * HUNDRED / load
    if not before:
        return replace(
            figure, parts=parts, state=ValueState.NA, enters=figure.entering,
            reasons=(Reason.NO_BASELINE if now else Reason.NO_ACTIVITY,),
        )  # fmt: skip
    value = (before - now) * figure.factor / before
    return replace(figure, parts=parts, value=value, ranked=figure.state is ValueState.OK)


def _loads(before: list[Record], now: list[Record]) -> dict[str, Decimal]:
    """Return the load in kW then and now; nothing where one of them is not known."""
    then = [number(room, "baseline_it_kw") for room in before if usable(room, "baseline_it_kw")]
    today = [load for room in now if (load := load_of(room)) is not None]
    if len(then) < len(before) or len(today) < len(now) or not before:
        return {}
    return {
        "baseline_kw": sum((load or ZERO for load in then), ZERO),
        "current_kw": sum(today, ZERO),
    }


def load_of(room: Record) -> Decimal | None:
    """Return the ICT load of a room in kW: the present one, else the mean of the year."""
    name = _KW[1] if number(room, _KW[0]) is None else _KW[0]
    return number(room, name) if usable(room, name) else None


def effective_number(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """K04: 1 / sum of (share of a room in all ICT load) squared, over all rooms of everybody.

    Numerator is the load of the entity's open rooms in kW, denominator the sum of its squares:
    added up they give the value as numerator squared / denominator. Rule M-B.
    """
    if not inputs.reported(_ROOMS):
        return not_reported(definition, inputs)
    rooms = open_rooms(inputs)
    loads = [load for room in rooms if (load := load_of(room)) is not None]
    whole, missing = sum(loads, ZERO), len(rooms) - len(loads)
    enough = covers(whole, missing, inputs.last_totals.get("it_load_kw"))
    names = [_KW[1] if number(room, _KW[0]) is None else _KW[0] for room in rooms]
    states = [room.state(name) for room, name in zip(rooms, names, strict=True)]
    state = combined(s for s in states if s in USABLE) if enough else ValueState.NR
    why = () if not missing else (Reason.PARTIAL if enough else Reason.BELOW_COVERAGE,)
    return effective_of(
        Figure(
            indicator=definition.id, entity=inputs.entity, factor=definition.factor,
            numerator=whole, denominator=sum((load * load for load in loads), ZERO),
            state=state, reasons=explained(state, why), coverage=Coverage(len(loads), len(rooms)),
            inputs=sources_of(rooms, *_KW),
        )
    )  # fmt: skip


def effective_of(figure: Figure) -> Figure:
    """Return K04 from the load and the sum of its squares."""
    load, squares = figure.numerator, figure.denominator
    if figure.state not in USABLE or load is None or squares is None:
        return replace(figure, value=None)
    if not squares:
        why = (Reason.NO_ACTIVITY,)
        return replace(
            figure, value=None, state=ValueState.NA, enters=figure.state, reasons=why, ranked=False
        )
    return replace(figure, value=load * load / squares, ranked=figure.state is ValueState.OK)


def new_systems(_definition: IndicatorDefinition, inputs: EntityInputs, figure: Figure) -> Figure:
    """K05: add how many systems in use came after the baseline."""
    if figure.denominator is None:
        return figure
    came = _count(
        system["in_baseline"] is False and system["status"] in ("PRODUCTION", "SUNSET")
        for system in inputs.counting("systems")
    )
    return replace(figure, parts={**figure.parts, "new_systems": came})


def _is_site(room: Record) -> bool:
    return room["record_validity"] != "INVALID_FACILITY" and room["facility_class"] != "CLOUD"


def _is_closed(room: Record) -> bool:
    return room["closing_stage"] == "CLOSED"


def _count(truths: Iterable[bool]) -> Decimal:
    return Decimal(sum(truths))
