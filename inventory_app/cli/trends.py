"""Rounds side by side, and what moved a figure, for `assess --trend` and `assess --moved`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from inventory_app.cli.output import Output
from inventory_app.domain.profiles import Profile
from inventory_app.errors import UserError
from inventory_app.services.assessment_words import STATES
from inventory_app.services.side_by_side import document
from inventory_app.services.trend_words import (
    KINDS,
    break_text,
    exact,
    fields_text,
    signed,
)
from inventory_app.texts import N_, Translator
from inventory_app.workspace import Workspace

if TYPE_CHECKING:
    from inventory_app.domain.movements import Move
    from inventory_app.domain.series import Point
    from inventory_app.services.side_by_side import Trend
    from inventory_app.services.trends import Moved

NOTHING = "-"
_MOST_MOVES = 20
_BROKEN = "≠"  # beside a value that cannot be compared with the one before it
_RESTATED = "*"


def _refuse_profile(options: argparse.Namespace) -> None:
    if options.profile != Profile.FULL:
        raise UserError(
            "E-TREND-PROFILE",
            N_("Several rounds side by side would tell what one of them withholds."),
            N_("Leave --profile away, and do not pass the figures on."),
        )


def trend(options: argparse.Namespace, out: Output) -> int:
    """Show indicators of the rounds that led to one side by side; with --out as a file, too."""
    _ = out.words
    _refuse_profile(options)
    with Workspace.open(options.store) as workspace:
        names = options.entities
        codes = None if names is None else [workspace.entities.find(n).code for n in names]
        found = workspace.trends.of(options.round, entities=codes, indicators=options.indicator)
        if options.out is not None:
            workspace.trends.write(found, options.out, _.language.code)
        out.document({**document(found), **({"file": options.out} if options.out else {})})
        if options.out is not None:
            out.say(_("Wrote the rounds side by side to “{path}”.", path=options.out))
        elif not out.as_json:
            _show_trend(workspace, found, out)
    return 0


def _show_trend(workspace: Workspace, found: Trend, out: Output) -> None:
    _ = out.words
    notes: dict[str, None] = {}
    restated = False
    for entity in ("", *found.entities):
        name = found.entities[entity].name(_.language.code) if entity else ""
        out.say(f"{entity}  {name}" if entity else _("All entities that were asked"), bold=True)
        rows = []
        for each in found.definitions:
            points = found.series[entity, each.id]
            rows.append(
                (
                    each.id, each.label(_.language.code),
                    *(_cell(point, each.places, _) for point in points),
                    _change(points, each.places, _),
                )
            )  # fmt: skip
            restated = restated or any(point.restated is not None for point in points)
            for point in points:
                for broken in point.breaks:
                    text = break_text(broken, workspace.catalogue, _)
                    said = _("{indicator}, {round}: {text}", indicator=each.id, round=point.round,
                             text=text)  # fmt: skip
                    notes[said] = None
        codes = [each.code for each in found.rounds]
        out.table(
            (_("Indicator"), _("Name"), *codes, _("Change")),
            rows,
            right=tuple(range(2, 3 + len(codes))),
        )
        out.say()
    for note in notes:
        out.say(f"{_BROKEN} {note}")
    if restated:
        out.say(
            f"{_RESTATED} "
            + _("Restated in the terms of the last round; “targets list” says by what factor.")
        )


def _cell(point: Point, places: int, _: Translator) -> str:
    value = point.comparable
    text = _(STATES[point.figure.state]) if value is None else _.number(value, places)
    if point.restated is not None:
        text += _RESTATED
    return f"{_BROKEN} {text}" if point.breaks else text


def _change(points: Sequence[Point], places: int, _: Translator) -> str:
    """Return the change to the round before, if the two can be compared."""
    if len(points) < 2:
        return NOTHING
    before, now = points[-2], points[-1]
    if (now.breaks and before.restated is None) or None in (before.comparable, now.comparable):
        return NOTHING
    assert before.comparable is not None  # noqa: S101 - for the type checker
    assert now.comparable is not None  # noqa: S101
    return signed(now.comparable - before.comparable, places, _)


def moved(options: argparse.Namespace, out: Output) -> int:
    """Say which records, or which entities, moved a figure since the round before."""
    names = options.entities or []
    _refuse_profile(options)
    if len(names) > 1 or options.out is not None:
        raise UserError(
            "E-MOVED",
            N_("A change is explained for one entity at a time, and written to no file."),
            N_("Name one entity with --entity CODE, or none for all, and leave --out away."),
        )
    with Workspace.open(options.store) as workspace:
        code = workspace.entities.find(names[0]).code if names else None
        found = workspace.trends.moved(options.round, options.moved, code)
        out.document(_moved_document(found))
        if not out.as_json:
            _show_moved(workspace, found, out)
    return 0


def _moved_document(found: Moved) -> dict[str, object]:
    said = found.movement
    return {
        "indicator": found.definition.id, "before": found.before.code, "now": found.now.code,
        "entity": None if found.entity is None else found.entity.code,
        "value_before": said.before.value, "value_now": said.now.value, "change": said.change,
        "numerator_before": said.before.numerator, "numerator_now": said.now.numerator,
        "denominator_before": said.before.denominator, "denominator_now": said.now.denominator,
        "moves": [
            {
                "kind": each.kind, "sheet": each.sheet or None,
                "uid" if found.entity else "entity": each.uid or None, "title": each.title or None,
                "fields": each.fields, "numerator": exact(each.numerator),
                "denominator": exact(each.denominator), "value": exact(each.value),
            }
            for each in said.moves
        ],
    }  # fmt: skip


def _show_moved(workspace: Workspace, found: Moved, out: Output) -> None:
    _, said, definition = out.words, found.movement, found.definition
    language, places = _.language.code, found.definition.places
    out.say(f"{definition.id}  {definition.label(language)}", bold=True)
    who = _("All entities") if found.entity is None else found.entity.name(language)
    out.say(_("{who}, from round {before} to round {now}", who=who, before=found.before.code,
              now=found.now.code))  # fmt: skip
    out.table(
        (_("Round"), _("Value"), _("Numerator"), _("Denominator")),
        [
            (each.code, _shown(figure.value, places, _), _shown(figure.numerator, None, _),
             _shown(figure.denominator, None, _))
            for each, figure in ((found.before, said.before), (found.now, said.now))
        ],
        right=(1, 2, 3),
    )  # fmt: skip
    if not said.moves:
        out.say(_("Nothing moved, or one of the rounds has no figure to compare."))
        return
    out.say()
    out.table(
        (_("What moved it"), _("How"), _("Answers"), _("Numerator"), _("Denominator"),
         _("Share of the change")),
        [_move_row(workspace, found, each, places, _) for each in said.moves[:_MOST_MOVES]]
        + _rest(found, places, _),
        right=(3, 4, 5),
    )  # fmt: skip


def _move_row(
    workspace: Workspace, found: Moved, move: Move, places: int, _: Translator
) -> tuple[str, ...]:
    catalogue = workspace.catalogue
    name = move.title or move.uid or NOTHING
    if found.entity is None and move.uid in found.entities:
        name = found.entities[move.uid].name(_.language.code)
    elif move.sheet:
        sheet = catalogue[move.sheet].label(_.language.code)
        name = _("{sheet}: {name}", sheet=sheet, name=name)
    return (
        name, _(KINDS[move.kind]), fields_text(move, catalogue, _) or NOTHING,
        *_numbers(exact(move.numerator), exact(move.denominator), exact(move.value), places, _),
    )  # fmt: skip


def _rest(found: Moved, places: int, _: Translator) -> list[tuple[str, ...]]:
    moves = found.movement.moves
    rest, rows = moves[_MOST_MOVES:], []
    for some, label in ((rest, _("All others")), (moves, _("Together"))):
        if some:
            sums = (
                sum((exact(each.numerator) for each in some), Decimal(0)),
                sum((exact(each.denominator) for each in some), Decimal(0)),
                sum((exact(each.value) for each in some), Decimal(0)),
            )
            rows.append((label, NOTHING, NOTHING, *_numbers(*sums, places, _)))
    return rows


def _numbers(
    above: Decimal, below: Decimal, value: Decimal, places: int, _: Translator
) -> tuple[str, ...]:
    return signed(above, 2, _), signed(below, 2, _), signed(value, max(places, 2), _)


def _shown(value: Decimal | None, places: int | None, _: Translator) -> str:
    if value is None:
        return NOTHING
    return _.number(value, 2 if places is None else places)
