"""States, groups and reasons of figures in words: the same in tables and in printed summaries."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from inventory_app.domain.distributions import FOR_MEDIAN, FOR_QUARTILES, quartiles
from inventory_app.domain.field_types import Code
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.figures import Figure
from inventory_app.domain.indicator_definitions import IndicatorDefinition
from inventory_app.domain.peers import Comparison, Group
from inventory_app.domain.reasons import Reason
from inventory_app.domain.rounds import Participation
from inventory_app.domain.values import ValueState
from inventory_app.texts import N_, Translator

STATES: dict[ValueState, str] = {
    ValueState.OK: N_("reported"),
    ValueState.NE: N_("estimated"),
    ValueState.NR: N_("not reported"),
    ValueState.NA: N_("not applicable"),
    ValueState.ERR: N_("fails a check"),
    ValueState.SUP: N_("withheld"),
    ValueState.NQ: N_("not asked"),
}
NOT_ANSWERED = N_("The entity has not answered in this round.")
UNCOVERED = N_("Less than 70 % of the users of the group have answered: no comparison.")
ENTITY_TYPES = "entity_types"

_ON_RANKS = (Reason.BELOW_FLOOR, Reason.ESTIMATED)
_SIZES = {
    "S": N_("{type}, fewer than 150 users"),
    "M": N_("{type}, 150 to 999 users"),
    "L": N_("{type}, 1,000 users and more"),
}
_OTHER_PEERS = {
    "P-2": N_("Rooms are compared with rooms, not entities with entities."),
    "P-3": N_("Systems are compared with systems, not entities with entities."),
    "P-4": N_("Measured against a limit, not against peers."),
    "P-5": N_("Compared over time for the whole Secretariat, not between entities."),
}


def type_label(catalogue: Catalogue, code: str, language: str) -> str:
    """Return the name of a type of entity."""
    types = catalogue.code_lists.get(ENTITY_TYPES)
    return types.label(code, language) if types else code


def code_label(catalogue: Catalogue, sheet: str, field: str, code: str, language: str) -> str:
    """Return what a reader sees for the answer *code* to a field."""
    kind = catalogue[sheet].fields[field].type
    return kind.list.label(code, language) if isinstance(kind, Code) and kind.list else code


def group_label(catalogue: Catalogue, group: Group, _: Translator) -> str:
    """Return the name of a group of entities, such as “Regional commission, 150 to 999 users”."""
    if not group:
        return _("All entities")
    kind = type_label(catalogue, group[0], _.language.code)
    if len(group) == 1:
        return _("{type}, all sizes", type=kind)
    return _(_SIZES[group[1]], type=kind)


def coverage_text(figure: Figure, _: Translator) -> str:
    """Return how many records were counted of those listed, empty if nothing was listed."""
    coverage = figure.coverage
    if not coverage.listed:
        return ""
    return _("{part} of {whole}", part=_.number(coverage.counted), whole=_.number(coverage.listed))


def total_coverage_text(total: Figure, _: Translator) -> str:
    """Return how many entities are in a total, and how many of the users are theirs."""
    texts = {"part": _.number(total.coverage.counted), "whole": _.number(total.coverage.listed)}
    if total.users_share is None:
        return _("{part} of {whole} entities", **texts)
    share = _.number(total.users_share, 1)
    return _("{part} of {whole} entities, {share} % of users", **texts, share=share)


def brief_total_coverage(total: Figure, _: Translator) -> str:
    """Return the same for a narrow column, whose heading says what is counted."""
    texts = {"part": _.number(total.coverage.counted), "whole": _.number(total.coverage.listed)}
    if total.users_share is None:
        return _("{part} of {whole}", **texts)
    return _("{part} of {whole}; {share} %", **texts, share=_.number(total.users_share, 1))


def reasons_text(figure: Figure, asked: Participation | None, _: Translator) -> str:
    """Return why a figure is missing, or what is to be known about it; empty if nothing is.

    Without *asked* it is a total, of which nobody has to be told that it is not ranked.
    """
    if asked is not None and not asked.answered:
        return _(NOT_ANSWERED)
    silent = _ON_RANKS if asked is None else ()
    return " ".join(reason.text(_) for reason in figure.reasons if reason not in silent)


def comparison_text(definition: IndicatorDefinition, comparison: Comparison, _: Translator) -> str:
    """Return what limits a comparison, empty if nothing does."""
    if definition.peers in _OTHER_PEERS:
        return _(_OTHER_PEERS[definition.peers])
    if comparison.basis == "none":
        return _("Fewer than three entities can be compared.")
    if comparison.basis == "uncovered":
        return _(UNCOVERED)
    texts = []
    if comparison.basis == "parent":
        texts.append(_("Fewer than three peers of this size: compared with the wider group."))
    if comparison.indicative:
        texts.append(_("Fewer than ten values: indicative only."))
    return " ".join(texts)


_PARTS = {
    "dedicated": N_("Dedicated"), "non_dedicated": N_("Non-dedicated"),
    "headcount": N_("Headcount"), "ict_share_of_staff": N_("ICT share of all staff, %"),
    "undeclared": N_("Dedication not declared"),
    "tested": N_("Systems tested"), "met": N_("Systems that met their objective"),
    "undetermined": N_("Not known"), "strict": N_("Rate, all critical, %"),
    "tested_only": N_("Rate among those tested, %"), "optimistic": N_("At best"),
    "lower": N_("Lower bound, %"), "upper": N_("Upper bound, %"),
    "zombies": N_("Systems with a cost but no users"),
    "weighted_by_users": N_("Mean weighted by users, %"),
    "interval_low": N_("95 per cent interval, from"),
    "interval_high": N_("95 per cent interval, to"),
    "direct": N_("Assigned directly, USD"), "driver": N_("Assigned by what causes it, USD"),
    "spread": N_("Spread, USD"), "none": N_("Not assigned, USD"),
    "pooled": N_("Over all systems together, %"),
    "invest": N_("To invest in, USD"), "migrate": N_("To migrate, USD"),
    "tolerate": N_("To tolerate, USD"), "eliminate": N_("To eliminate, USD"),
    "scored": N_("Systems scored"), "systems_in_use": N_("Systems in use"),
    "customization_cost": N_("Cost of customising, USD"),
    "monitored_share": N_("Servers monitored, %"),
    "rooms": N_("Rooms judged"), "rooms_below": N_("Rooms below what is required"),
    "p90": N_("90th percentile, hours"), "open_old": N_("Open for longer than that"),
    "invited": N_("Invited"), "response_rate": N_("Response rate, %"),
    "closed": N_("Rooms closed"), "target": N_("Rooms to be closed"),
    "total": N_("Rooms in the baseline"), "baseline": N_("Local rooms in the baseline"),
    "current": N_("Local rooms today"), "closings": N_("Closings"), "openings": N_("Openings"),
    "change": N_("Change in number"), "kw_reduction": N_("Reduction of the load, %"),
    "new_systems": N_("New systems in use"),
    "lowest": N_("Lowest level"), "processes": N_("Processes rated"),
    "reviewed": N_("Units reviewed"),
    "emergent": N_("Emergent benefit, USD"), "unproven": N_("Without evidence, USD"),
    "gross": N_("Gross saving, USD"), "implementation": N_("Spent on it, USD"),
    "added_run": N_("Running cost added, USD"),
    "payback": N_("Payback, years"), "discounted_payback": N_("Discounted payback, years"),
    "benefit_cost": N_("Benefit-cost ratio"), "modified_rate": N_("Modified rate of return, %"),
}  # fmt: skip


def part_label(name: str, _: Translator) -> str:
    """Return the name of a part that stands beside a value; "" for one that is not for readers."""
    return _(_PARTS[name]) if name in _PARTS else ""


def spread(values: Sequence[Decimal]) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Return Q1, median and Q3, as far as the number of values allows them to be stated."""
    if len(values) < FOR_MEDIAN:
        return None, None, None
    q1, median, q3 = quartiles(values)
    return (q1, median, q3) if len(values) >= FOR_QUARTILES else (None, median, None)
