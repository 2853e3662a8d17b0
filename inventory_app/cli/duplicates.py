"""Commands on duplicates: what may be the same thing, and what was decided about it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

from inventory_app.cli.output import Output, typed
from inventory_app.domain.duplicates.decisions import ADDED_UP, Decided
from inventory_app.domain.duplicates.grounds import LEVELS, Level
from inventory_app.domain.duplicates.suggesting import SHEETS, Suggestion
from inventory_app.errors import UserError
from inventory_app.services.duplicates import Found
from inventory_app.texts import N_, Translator
from inventory_app.workspace import Workspace

KINDS: Mapping[str, str] = {"join": N_("joined"), "different": N_("not the same")}
_SHOWN = 8  # records of one suggestion


def duplicates(options: argparse.Namespace, out: Output) -> int:
    """List suggestions and decisions, or decide."""
    with Workspace.open(options.store) as workspace:
        if options.join or options.different or options.revoke:
            _decide(workspace, options, out)
            return 0
        sheets = [options.sheet] if options.sheet else list(SHEETS)
        with out.progress() as progress:
            found = [workspace.duplicates.find(options.round, name, progress) for name in sheets]
    least = LEVELS.index(Level(options.level))
    shown = [
        (each, [s for s in each.suggestions if LEVELS.index(s.level) <= least]) for each in found
    ]
    out.document(
        {
            "round": options.round,
            "compared": {each.sheet.name: each.compared for each in found},
            "suggestions": [
                _suggestion_document(each, suggestion, out.words)
                for each, suggestions in shown
                for suggestion in suggestions
            ],
            "decisions": [
                decision_document(decided, each) for each in found for decided in each.decisions
            ],
        }
    )
    for each, suggestions in shown:
        _show(each, suggestions, out)
    _say_how(options, any(suggestions for _, suggestions in shown), out)
    return 0


def _decide(workspace: Workspace, options: argparse.Namespace, out: Output) -> None:
    _ = out.words
    service = workspace.duplicates
    if options.revoke:
        decided = service.revoke(options.revoke)
        said = _("Revoked: decision {id} on “{title}”. Undo brings it back.",
                 id=decided.id, title=_title(decided, decided.uids[0]))  # fmt: skip
    elif options.join:
        decided = service.join(options.round, options.join, _choices(options.choose or ()))
        said = _.plural(
            "Joined: {n} record counts as one from now on (decision {id}).",
            "Joined: {n} records count as one from now on (decision {id}).",
            len(decided.uids),
            id=decided.id,
        )
    else:
        decided = service.different(options.round, [[uid] for uid in options.different])
        said = _.plural(
            "Noted: {n} record is not the same as another (decision {id}).",
            "Noted: {n} records are not the same (decision {id}).",
            len(decided.uids),
            id=decided.id,
        )
    out.document({"decision": decision_document(decided), "revoked": bool(options.revoke)})
    out.say(said)


def _choices(texts: Sequence[str]) -> dict[str, str]:
    found = {}
    for text in texts:
        name, sign, choice = text.partition("=")
        if not sign or not name or not choice:
            raise UserError(
                "E-CHOICE-FORM",
                N_("“{text}” says for no field which answer stands."),
                N_("Write FIELD=UID, such as url=SY-4F7Q2K8N-X, or FIELD=+ to add up."),
                text=text,
            )
        found[name] = choice
    return found


def _suggestion_document(found: Found, suggestion: Suggestion, _: Translator) -> dict[str, object]:
    return {
        "sheet": suggestion.sheet,
        "level": suggestion.level.value,
        "points": suggestion.points,
        "sides": [list(side) for side in suggestion.sides],
        "records": [_record_document(found, uid) for uid in suggestion.uids],
        "reasons": [
            {
                "code": told.ground.code, "for": told.ground.speaks_for,
                "points": told.ground.points, "text": told.text(_), "links": told.links,
            }
            for told in suggestion.told()
        ],
    }  # fmt: skip


def _record_document(found: Found, uid: str) -> dict[str, object]:
    return {"uid": uid, "entity": found.records[uid].entity, "title": found.title(uid)}


def decision_document(decided: Decided, found: Found | None = None) -> dict[str, object]:
    """Return a decision as JSON members; with *found* also which records are there."""
    return {
        "id": decided.id, "sheet": decided.sheet, "kind": decided.kind, "at": decided.at,
        "who": decided.who, "sides": [list(side) for side in decided.sides],
        "choices": dict(decided.choices),
        "records": [
            {
                "uid": uid, "entity": told.entity, "title": told.title,
                **({} if found is None else {"there": uid in found.records}),
            }
            for uid, told in ((uid, decided.titles[uid]) for uid in decided.uids)
        ],
    }  # fmt: skip


def _show(found: Found, suggestions: Sequence[Suggestion], out: Output) -> None:
    _ = out.words
    label = found.sheet.label(_.language.code)
    out.say(
        _.plural(
            "{sheet}: {n} suggestion among {records} records compared.",
            "{sheet}: {n} suggestions among {records} records compared.",
            len(suggestions),
            sheet=label,
            records=_.number(found.compared),
        ),
        bold=True,
    )
    for suggestion in suggestions:
        out.say()
        _show_suggestion(found, suggestion, out)
    if found.decisions:
        out.say()
        out.say(_("Decided on {sheet}:", sheet=label), bold=True)
        show_decisions(found.decisions, out)
    out.say()


def _show_suggestion(found: Found, suggestion: Suggestion, out: Output) -> None:
    _ = out.words
    out.say(
        _.plural(
            "{level}: “{title}”, {n} record", "{level}: “{title}”, {n} records",
            len(suggestion.uids), level=suggestion.level.text(_),
            title=found.title(suggestion.uids[0]),
        ),
        bold=True,
    )  # fmt: skip
    for uid in suggestion.uids[:_SHOWN]:
        out.say(f"  {uid}  {found.records[uid].entity}  {found.title(uid)}")
    more = len(suggestion.uids) - _SHOWN
    if more > 0:
        out.say("  " + _.plural("and {n} more", "and {n} more", more))
    for told in suggestion.told():
        mark = _("for") if told.ground.speaks_for else _("against")
        out.say(f"    {mark}: {told.text(_)}")


def show_decisions(decisions: Sequence[Decided], out: Output) -> None:
    """Print decisions as a table."""
    _ = out.words
    out.table(
        (_("Decision"), _("What"), _("Records"), _("Who"), _("When")),
        [
            (each.id, _(KINDS[each.kind]), _titles(each, _), each.who,
             each.at.astimezone().date().isoformat())
            for each in decisions
        ],
    )  # fmt: skip


def _titles(decided: Decided, _: Translator) -> str:
    """Return the records of a decision by entity and title, the first few of many."""
    said = [
        _("{entity}: {name}", entity=decided.titles[uid].entity, name=_title(decided, uid))
        for uid in decided.uids[:3]
    ]
    more = len(decided.uids) - len(said)
    if more:
        said.append(_.plural("and {n} more", "and {n} more", more))
    return "; ".join(said)


def _title(decided: Decided, uid: str) -> str:
    told = decided.titles.get(uid)
    return told.title if told is not None else uid


def _say_how(options: argparse.Namespace, suggested: bool, out: Output) -> None:
    if not suggested:
        return
    _ = out.words
    command = f"ict-inventory duplicates {typed(options.store)} {options.round}"
    out.say(
        _("Next: “{command} --join UID UID”, or “--different UID UID”. Nothing that was reported "
          "changes; joined records count once in totals. {add} adds numbers up.",
          command=command, add=f"--choose FIELD={ADDED_UP}")
    )  # fmt: skip
