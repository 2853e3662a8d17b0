"""The command that computes the indicators of a round."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from inventory_app.cli.explained import explain
from inventory_app.cli.output import Output
from inventory_app.cli.trends import moved, trend
from inventory_app.domain.catalogue import default
from inventory_app.domain.figures import Figure
from inventory_app.domain.profiles import Profile, notes_on
from inventory_app.domain.response_bias import response_table
from inventory_app.services.assessed_round import NOT_FROZEN
from inventory_app.services.assessment_words import (
    ENTITY_TYPES,
    STATES,
    coverage_text,
    reasons_text,
    total_coverage_text,
    type_label,
)
from inventory_app.services.peer_words import distance_text, standing_text, target_text
from inventory_app.texts import Translator, rounded
from inventory_app.workspace import Workspace

if TYPE_CHECKING:
    from inventory_app.domain.indicator_definitions import IndicatorDefinition
    from inventory_app.domain.peers import Comparison
    from inventory_app.services.assessments import Assessment, Assessments

NOTHING = "-"


def assess(options: argparse.Namespace, out: Output) -> int:
    """Compute indicators; with --out also as a file."""
    _ = out.words
    language = _.language.code
    if options.explain is not None:
        return explain(options, out)
    if options.moved is not None or options.trend:
        return (trend if options.trend else moved)(options, out)
    with Workspace.open(options.store) as workspace:
        assessment = workspace.assessments.compute(
            options.round, entities=_codes(workspace, options.entities),
            indicators=options.indicator, profile=Profile(options.profile),
        )  # fmt: skip
        if options.out is not None:
            workspace.assessments.write(assessment, options.out, language)
        if out.as_json:
            document = _document(workspace.assessments, assessment, language)
            out.document(document if options.out is None else {**document, "file": options.out})
    if options.out is not None:
        out.say(
            _.plural(
                "Wrote the figures of {n} entity to “{path}”.",
                "Wrote the figures of {n} entities to “{path}”.",
                len(assessment.entities),
                path=options.out,
            )
        )
    elif not out.as_json:
        _show(assessment, out, options.profile)
    return 0


def _codes(workspace: Workspace, names: Sequence[str] | None) -> list[str] | None:
    if names is None:
        return None
    return list(dict.fromkeys(workspace.entities.find(name).code for name in names))


def _document(
    assessments: Assessments, assessment: Assessment, language: str
) -> Mapping[str, object]:
    """Return what a .json file of the assessment holds, so that there is one form of it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "figures.json"
        assessments.write(assessment, file, language)
        content: dict[str, object] = json.loads(file.read_text("utf-8"), parse_float=Decimal)
    return content


def _show(assessment: Assessment, out: Output, profile: str) -> None:
    _ = out.words
    out.say(
        _(
            "Round {round}, as of {as_of}",
            round=assessment.round.code,
            as_of=assessment.round.as_of.isoformat(),
        ),
        bold=True,
    )
    out.say()
    out.say(_("All entities that were asked"), bold=True)
    totals = [each for each in assessment.definitions if each.id in assessment.totals]
    out.table(
        (*_headings(_), _("P10 / Q1 / median / Q3 / P90"), _("Targets")),
        [
            (
                *_row(assessment, each, assessment.totals[each.id], _, total=True),
                _spread(assessment, each, _),
                _targets(assessment, each, "", _),
            )
            for each in totals
        ],
        right=(2, 5, 6),
    )
    _show_response(assessment, out)
    silent = []
    for code, entity in assessment.entities.items():
        if not assessment.asked[code].answered:
            silent.append(code)
            continue
        out.say()
        out.say(f"{code}  {entity.name(_.language.code)}", bold=True)
        out.table(
            (
                *_headings(_),
                _("Peers"),
                _("Median"),
                _("Percentile"),
                _("Among peers"),
                _("Targets"),
                _("Reason"),
            ),
            [_entity_row(assessment, each, code, _) for each in assessment.definitions],
            right=(2, 5, 6, 8, 9, 10),
        )
    if silent:
        out.say()
        out.say(_("Not answered in this round: {entities}", entities=", ".join(silent)))
    out.say()
    if not assessment.is_frozen:
        out.say(_(NOT_FROZEN))
    for note in notes_on(Profile(profile)):
        out.say(_(note))
    out.say(_("How the figures are made stands in the file that --out writes."))


def _headings(_: Translator) -> tuple[str, ...]:
    return (
        _("Indicator"), _("Name"), _("Value"), _("Unit"), _("State"), _("Numerator"),
        _("Denominator"), _("Coverage"),
    )  # fmt: skip


def _row(
    assessment: Assessment,
    definition: IndicatorDefinition,
    figure: Figure,
    _: Translator,
    *,
    total: bool = False,
) -> tuple[str, ...]:
    language = _.language.code
    covered = total_coverage_text if total else coverage_text
    return (
        definition.id,
        definition.label(language),
        _shown(figure.value, _, definition.places),
        assessment.indicators.unit_label(definition.id, language),
        _(STATES[figure.state]),
        _shown(figure.numerator, _),
        _shown(figure.denominator, _),
        covered(figure, _) or NOTHING,
    )


def _entity_row(
    assessment: Assessment, definition: IndicatorDefinition, code: str, _: Translator
) -> tuple[str, ...]:
    figure = assessment.figures[code, definition.id]
    peers: Comparison = assessment.comparisons[code, definition.id]
    compared = definition.peers == "P-1"
    return (
        *_row(assessment, definition, figure, _),
        str(peers.n) if compared else NOTHING,
        _shown(peers.median, _, definition.places),
        _shown(assessment.percentile(definition.id, code), _, 0),
        standing_text(assessment.place(definition.id, code), _) or NOTHING,
        _targets(assessment, definition, code, _),
        reasons_text(figure, assessment.asked[code], _),
    )


def _spread(assessment: Assessment, definition: IndicatorDefinition, _: Translator) -> str:
    """Return how the entities are distributed, as far as their number allows it to be said."""
    found = assessment.distribution(definition.id)
    if found is None or found.median is None:
        return NOTHING
    told = (found.p10, found.q1, found.median, found.q3, found.p90)
    return " / ".join(_shown(value, _, definition.places) for value in told)


def _kind(code: str, _: Translator) -> str:
    """Return the name of a type of entity; a list of one's own may have others, shown as codes."""
    catalogue = default()
    known = code in catalogue.code_lists[ENTITY_TYPES].codes
    return type_label(catalogue, code, _.language.code) if known else code


def _show_response(assessment: Assessment, out: Output) -> None:
    """Say who answered, by number and by users: the silent may differ from the others."""
    _ = out.words
    rows = [
        (
            _kind(row.category, _) if row.category else _("All"),
            _("{part} of {whole}", part=_.number(row.answered), whole=_.number(row.asked)),
            NOTHING if row.users_rate is None else _.number(row.users_rate, 1),
            _("yes") if row.enough else _("no"),
        )
        for row in response_table(assessment.responses)
        if row.covariate in ("", "type")
    ]
    out.say()
    out.table((_("Who answered"), _("Entities"), _("Users, %"), _("Compared")), rows, right=(1, 2))


def _targets(
    assessment: Assessment, definition: IndicatorDefinition, code: str, _: Translator
) -> str:
    """Return the targets that hold, with how far the value is from each."""
    texts = [
        _(
            "{target} ({distance})",
            target=target_text(each.target, definition.places, _),
            distance=distance_text(each, definition.places, _),
        )
        for each in assessment.distances(definition.id, code)
    ]
    return _("; ").join(texts) or NOTHING


def _shown(value: Decimal | None, _: Translator, places: int | None = None) -> str:
    if value is None:
        return NOTHING
    return _.number(rounded(value, 2)) if places is None else _.number(value, places)
