"""What a figure was computed from, for `assess --explain`."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from inventory_app.cli.output import Output
from inventory_app.domain.profiles import Profile
from inventory_app.errors import UserError
from inventory_app.services.assessment_words import (
    STATES,
    code_label,
    coverage_text,
    part_label,
    reasons_text,
)
from inventory_app.services.peer_words import standing_text
from inventory_app.services.record_peers import among_text, record_group_label
from inventory_app.texts import N_, Translator, rounded
from inventory_app.workspace import Workspace

if TYPE_CHECKING:
    from inventory_app.domain.record_views import FieldChange
    from inventory_app.services.explanations import (
        ExplainedAnswer,
        ExplainedRecord,
        Explanation,
    )
    from inventory_app.services.record_peers import RecordPlace

NOTHING = "-"


def explain(options: argparse.Namespace, out: Output) -> int:
    """Take one figure of one entity apart, down to the file and cell of every answer."""
    names = options.entities or []
    if len(names) != 1 or options.out is not None:
        raise UserError(
            "E-EXPLAIN",
            N_("A figure is explained for one entity at a time, and written to no file."),
            N_("Name the entity with --entity CODE, and leave --out away."),
        )
    if options.profile != Profile.FULL:
        raise UserError(
            "E-EXPLAIN-PROFILE",
            N_("An explanation shows single records and who wrote them, so it is always full."),
            N_("Leave --profile away, and do not pass the explanation on."),
        )
    with Workspace.open(options.store) as workspace:
        code = workspace.entities.find(names[0]).code
        found = workspace.explanations.explain(options.round, options.explain, code)
        out.document(_document(found))
        if not out.as_json:
            _show(workspace, found, out)
    return 0


def _show(workspace: Workspace, found: Explanation, out: Output) -> None:
    _, figure, definition = out.words, found.figure, found.definition
    language = _.language.code
    out.say(f"{definition.id}  {definition.label(language)}", bold=True)
    out.say(f"{found.entity.code}  {found.entity.name(language)}")
    out.say(definition.definition(language))
    out.say()
    unit = found.indicators.unit_label(definition.id, language)
    value = NOTHING if figure.value is None else _.number(figure.value, definition.places)
    facts = [
        (_("Value"), value if figure.value is None else f"{value} {unit}"),
        (_("State"), _(STATES[figure.state])),
        (_("Numerator"), _number(figure.numerator, _)),
        (_("Denominator"), _number(figure.denominator, _)),
        (_("Coverage"), coverage_text(figure, _) or NOTHING),
        *(
            (part_label(name, _), _number(part, _))
            for name, part in figure.parts.items()
            if part_label(name, _)
        ),
        (_("Reason"), reasons_text(figure, found.asked, _) or NOTHING),
    ]
    out.table((_("What"), _("Figure")), facts)
    if found.among:
        _show_among(workspace, found, out)
    for record in found.records:
        out.say()
        sheet = workspace.catalogue[record.sheet].label(language)
        out.say(f"{sheet}: {record.title}  ({record.uid})", bold=True)
        out.table(
            (_("Field"), _("Answer"), _("State"), _("From")),
            [_row(workspace, record, answer, _) for answer in record.answers],
        )
    if not found.records:
        out.say()
        out.say(_("No record stands behind this figure."))


def _show_among(workspace: Workspace, found: Explanation, out: Output) -> None:
    """Show where each room or system stands among those of all entities."""
    _, definition = out.words, found.definition
    out.say()
    out.table(
        (
            _("Name"), _("Value"), _("State"), _("Peer group"), _("Peers"), _("Median"),
            _("Percentile"), _("Among peers"), _("Reason"),
        ),
        [
            (
                each.title, _value(each.figure.value, definition.places, _),
                _(STATES[each.figure.state]),
                record_group_label(workspace.catalogue, definition, each.comparison.group, _)
                or _("All"),
                _.number(each.comparison.n),
                _value(each.comparison.median, definition.places, _),
                _value(each.place.percentile, 0, _),
                standing_text(each.place, _) or NOTHING,
                among_text(each.comparison, _),
            )
            for each in found.among
        ],
        right=(1, 4, 5, 6),
    )  # fmt: skip


def _value(value: Decimal | None, places: int, _: Translator) -> str:
    return NOTHING if value is None else _.number(value, places)


def _row(
    workspace: Workspace, record: ExplainedRecord, answer: ExplainedAnswer, _: Translator
) -> tuple[str, ...]:
    language = _.language.code
    fields = workspace.catalogue[record.sheet].fields
    field = fields[answer.field]
    text = field.type.format(answer.value)
    if isinstance(answer.value, str):
        text = code_label(workspace.catalogue, record.sheet, field.name, answer.value, language)
    if answer.made_of:
        names = _(", ").join(fields[name].label(language) for name in answer.made_of)
        came = _("computed from: {fields}", fields=names)
    else:
        came = NOTHING if answer.origin is None else origin_text(answer.origin, _)
    return field.label(language), text or NOTHING, _(STATES[answer.state]), came


def origin_text(change: FieldChange, _: Translator) -> str:
    """Return where an answer came from: file, tab and cell, or who wrote it and when."""
    day = _.date(change.at.astimezone().date())
    if change.file and change.cell:
        return _(
            "{file}, {tab}, cell {cell} ({date})",
            file=change.file, tab=change.tab, cell=change.cell, date=day,
        )  # fmt: skip
    if change.file:
        return _("{file} ({date})", file=change.file, date=day)
    return _("{who}, {date}", who=change.who, date=day)


def _number(value: Decimal | None, _: Translator) -> str:
    return NOTHING if value is None else _.number(rounded(value, 4))


def _document(found: Explanation) -> Mapping[str, object]:
    figure = found.figure
    return {
        "round": found.round.code, "entity": found.entity.code, "indicator": found.definition.id,
        "own": found.definition.own, "value": figure.value, "state": figure.state.value,
        "numerator": figure.numerator, "denominator": figure.denominator,
        "factor": figure.factor, "parts": figure.parts,
        "coverage": {"counted": figure.coverage.counted, "listed": figure.coverage.listed},
        "reasons": [reason.value for reason in figure.reasons],
        "among": [_among(each) for each in found.among],
        "records": [
            {
                "sheet": record.sheet, "uid": record.uid, "title": record.title,
                "answers": [_answer(answer) for answer in record.answers],
            }
            for record in found.records
        ],
    }  # fmt: skip


def _among(place: RecordPlace) -> Mapping[str, object]:
    figure, peers = place.figure, place.comparison
    return {
        "sheet": place.sheet, "uid": place.uid, "title": place.title, "value": figure.value,
        "state": figure.state.value,
        "peers": {
            "group": peers.group, "asked": peers.asked, "basis": peers.basis, "n": peers.n,
            "minimum": peers.minimum, "q1": peers.q1, "median": peers.median, "q3": peers.q3,
            "maximum": peers.maximum, "percentile": place.place.percentile,
            "distinguishable": place.place.apart, "outlier": place.place.outlier is not None,
        },
    }  # fmt: skip


def _answer(answer: ExplainedAnswer) -> Mapping[str, object]:
    change = answer.origin
    return {
        "field": answer.field, "value": answer.value, "state": answer.state.value,
        "computed_from": answer.made_of,
        "origin": None if change is None else {
            "change": change.number, "kind": change.origin, "at": change.at, "who": change.who,
            "round": change.round, "file": change.file, "tab": change.tab, "cell": change.cell,
        },
    }  # fmt: skip
