"""Rooms among rooms, and systems among systems (peer rules P-2 and P-3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from inventory_app.domain.benchmarks import Place, benchmark, place
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.figures import EntityInputs, Figure
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.indicators import compute, per_record
from inventory_app.domain.peers import Comparison, Group, compare_all, record_groups
from inventory_app.domain.records import Record
from inventory_app.domain.values import ValueState
from inventory_app.services.assessment_words import UNCOVERED
from inventory_app.services.round_contents import RoundContents
from inventory_app.texts import N_, Translator

_SHEETS = {"P-2": "data_centres", "P-3": "systems"}
_LISTS = {
    "P-2": ("dc_scopes", "facility_classes", "climate_classes"),
    "P-3": ("criticalities", "hosting_types"),
}
_TIERED = N_("tiered")


@dataclass(frozen=True, kw_only=True)
class RecordPlace:
    """One room or system: its figure, and how that stands among those of all entities.

    Of shares of things counted that cannot be told apart `place` has no percentile.
    """

    sheet: str
    uid: str
    title: str
    figure: Figure
    comparison: Comparison
    place: Place


def records_among_peers(
    contents: RoundContents,
    definition: IndicatorDefinition,
    entity: str,
    *,
    seed: int,
    covered: bool,
) -> tuple[RecordPlace, ...]:
    """Return the rooms or systems of *entity* among those of everybody who answered.

    None for indicators that compare entities, or nobody. With *covered* false nothing is said of
    the peers: too few have answered. *seed* is that of the round.
    """
    sheet = _SHEETS.get(definition.peers)
    if sheet is None:
        return ()
    records: dict[str, Record] = {}
    figures: dict[str, Figure] = {}
    own: list[str] = []
    for code, asked in contents.asked.items():
        if asked.answered:
            inputs = contents.inputs[code]
            records |= {each.uid: each for each in inputs.judged(sheet)}
            found = {each.record: each for each in _each(definition, inputs, sheet) if each.record}
            figures |= found
            own += found if code == entity else ()
    groups = record_groups(definition, {uid: records[uid].values for uid in figures})
    few = frozenset() if covered else _with_wider(groups.values())
    compared = compare_all(definition, figures, groups, few)
    kind = contents.catalogue[sheet]
    alike = {
        each.group: benchmark(definition, each.group, figures, groups, seed)
        for each in (compared[uid] for uid in own)
        if each.median is not None
    }
    return tuple(
        RecordPlace(
            sheet=sheet, uid=uid, title=kind.title_of(records[uid].values) or uid,
            figure=figures[uid], comparison=compared[uid],
            place=place(definition, uid, figures[uid], compared[uid],
                        alike.get(compared[uid].group)),
        )
        for uid in own
    )  # fmt: skip


def _each(definition: IndicatorDefinition, inputs: EntityInputs, sheet: str) -> list[Figure]:
    """Return a figure for each record; where none is defined, that of an entity with only it.

    Records of which an indicator says nothing, such as closed rooms, are left out.
    """
    found = per_record(definition, inputs)
    if found or definition.each:
        return list(found)
    alone = (
        (each.uid, replace(inputs, records={sheet: (each,)}, last_totals={}))
        for each in inputs.counting(sheet)
    )
    figures = (replace(compute(definition, of), record=uid) for uid, of in alone)
    return [each for each in figures if each.state is not ValueState.NA]


def _with_wider(groups: Iterable[Group]) -> frozenset[Group]:
    return frozenset(group[:length] for group in groups for length in range(len(group) + 1))


def record_group_label(
    catalogue: Catalogue, definition: IndicatorDefinition, group: Group, _: Translator
) -> str:
    """Return the name of a group of rooms or systems, "" for none."""
    names = []
    for code in group:
        lists = (catalogue.code_lists[name] for name in _LISTS.get(definition.peers, ()))
        known = next((each for each in lists if code in each.codes), None)
        names.append(known.label(code, _.language.code) if known else _(_TIERED))
    return _(", ").join(names)


def among_text(comparison: Comparison, _: Translator) -> str:
    """Return what limits a comparison of rooms or systems; empty if nothing does."""
    if comparison.basis == "none":
        return _("Fewer than three values of the group: no comparison.")
    if comparison.basis == "uncovered":
        return _(UNCOVERED)
    texts = (
        _("Fewer than three in the group itself: compared with the wider one.")
        if comparison.basis == "parent"
        else "",
        _("Fewer than ten values: indicative only.") if comparison.indicative else "",
    )
    return " ".join(text for text in texts if text)
