"""What stands beside each figure of an assessment: intervals, place among peers, targets."""

from __future__ import annotations

from decimal import Decimal

from inventory_app.domain.benchmarks import Benchmark, Place
from inventory_app.domain.indicator_definitions import IndicatorDefinition
from inventory_app.domain.intervals import Interval
from inventory_app.domain.response_bias import response_table
from inventory_app.domain.targets import Distance, TargetKind
from inventory_app.formats.excel.figures_table import Column
from inventory_app.services.assessed_round import Assessment
from inventory_app.services.peer_words import VERDICTS, standing_text
from inventory_app.texts import N_, Translator

Cell = str | Decimal | None
NOWHERE = Place()

STATISTICS = (
    Column(heading=N_("All entities: 10th percentile"), width=12, kind="value"),
    Column(heading=N_("All entities: 90th percentile"), width=12, kind="value"),
    Column(heading=N_("95 % interval, from"), width=12, kind="value"),
    Column(heading=N_("95 % interval, to"), width=12, kind="value"),
    Column(heading=N_("First quartile: 95 % from"), width=12, kind="value"),
    Column(heading=N_("First quartile: 95 % to"), width=12, kind="value"),
    Column(heading=N_("Median: 95 % from"), width=12, kind="value"),
    Column(heading=N_("Median: 95 % to"), width=12, kind="value"),
    Column(heading=N_("Third quartile: 95 % from"), width=12, kind="value"),
    Column(heading=N_("Third quartile: 95 % to"), width=12, kind="value"),
    Column(heading=N_("Robust z"), width=9, kind="number"),
    Column(heading=N_("Among peers"), width=26),
    Column(heading=N_("Policy target"), width=12, kind="value"),
    Column(heading=N_("Policy target: day"), width=14),
    Column(heading=N_("Policy target: distance"), width=12, kind="value"),
    Column(heading=N_("Policy target: met"), width=11),
    Column(heading=N_("Own target"), width=12, kind="value"),
    Column(heading=N_("Own target: day"), width=14),
    Column(heading=N_("Own target: distance"), width=12, kind="value"),
    Column(heading=N_("Own target: met"), width=11),
)


def statistic_cells(
    assessment: Assessment, definition: IndicatorDefinition, entity: str, _: Translator
) -> tuple[Cell, ...]:
    """Return what stands under each of `STATISTICS`."""
    place = assessment.place(definition.id, entity) if entity else NOWHERE
    among = assessment.among(definition.id, entity) if entity else None
    spread = None if among is None else among.spread
    none: tuple[None, None] = (None, None)
    intervals: tuple[Cell, ...] = (None,) * 6
    if spread is not None:
        intervals = (*spread.q1, *spread.median, *spread.q3)
    distances = {each.target.kind: each for each in assessment.distances(definition.id, entity)}
    whole = None if entity else assessment.distribution(definition.id)
    return (
        *(none if whole is None else (whole.p10, whole.p90)),
        *(none if place.interval is None else place.interval),
        *intervals,
        None if place.score is None else place.score.z,
        standing_text(place, _),
        *_target_cells(distances.get(TargetKind.POLICY), _),
        *_target_cells(distances.get(TargetKind.OWN), _),
    )


def _target_cells(distance: Distance | None, _: Translator) -> tuple[Cell, ...]:
    if distance is None:
        return None, "", None, ""
    target = distance.target
    return target.value, target.due.isoformat(), distance.gap, _(VERDICTS[distance.verdict])


def statistics_object(
    assessment: Assessment, definition: IndicatorDefinition, entity: str
) -> dict[str, object]:
    """Return the same for programs."""
    place = assessment.place(definition.id, entity) if entity else NOWHERE
    among = assessment.among(definition.id, entity) if entity else None
    return {
        "interval": _interval(place.interval),
        "percentile": place.percentile,
        "distinguishable": place.apart,
        "standing": None if place.placing is None else place.placing.standing.value,
        "funnel": _funnel(place, among, definition),
        "robust_z": None if place.score is None else place.score.z,
        "yardstick": None if place.score is None else place.score.yardstick,
        "outlier": place.outlier is not None,
        "spread": _spread(among),
        "targets": [
            {
                "kind": each.target.kind.value, "whom": each.target.whom or None,
                "value": each.target.value, "upper": each.target.upper, "due": each.target.due,
                "source": each.target.source, "distance": each.gap, "verdict": each.verdict,
            }
            for each in assessment.distances(definition.id, entity)
        ],
    }  # fmt: skip


def response_objects(assessment: Assessment) -> list[dict[str, object]]:
    """Return who answered, by number and by users: all, by type and by size of entity."""
    return [
        {
            "covariate": row.covariate or None, "category": row.category or None,
            "asked": row.asked, "answered": row.answered, "rate": row.rate,
            "users_asked": row.users_asked, "users_answered": row.users_answered,
            "users_rate": row.users_rate, "users_unknown": row.users_unknown,
            "benchmark": row.enough,
        }
        for row in response_table(assessment.responses)
        if assessment.responses
    ]  # fmt: skip


def early_objects(assessment: Assessment) -> list[dict[str, object]]:
    """Return how those who answered late differ from those who answered early."""
    return [
        {
            "indicator": each.id, "early": halves.early, "late": halves.late,
            "median_early": halves.median_early, "median_late": halves.median_late,
            "difference": halves.difference, "divided_after": halves.divided_after,
        }
        for each in assessment.definitions
        if each.peers == "P-1" and (halves := assessment.early_and_late(each.id)) is not None
    ]  # fmt: skip


def _interval(of: Interval | None) -> dict[str, Decimal] | None:
    return None if of is None else {"low": of.low, "high": of.high}


def _funnel(
    place: Place, among: Benchmark | None, definition: IndicatorDefinition
) -> dict[str, object] | None:
    if place.placing is None or among is None or among.funnel is None:
        return None
    rate, scale = among.funnel.rate, definition.factor
    return {
        "rate": Decimal(rate.numerator) * scale / rate.denominator,
        "n": place.placing.n,
        "inner": _interval(Interval(*(each * scale for each in place.placing.inner))),
        "outer": _interval(Interval(*(each * scale for each in place.placing.outer))),
    }


def _spread(among: Benchmark | None) -> dict[str, object] | None:
    if among is None or among.spread is None:
        return None
    of = among.spread
    return {
        "q1": _interval(of.q1), "median": _interval(of.median), "q3": _interval(of.q3),
        "seed": of.seed, "resamples": of.resamples, "indicative": of.indicative,
    }  # fmt: skip
