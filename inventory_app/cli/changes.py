"""Commands on what was done: undo, log."""

from __future__ import annotations

import argparse

from inventory_app.cli.output import Output
from inventory_app.domain.changes import ChangeSet
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.histories import Stay, UndoPlan
from inventory_app.texts import Translator
from inventory_app.workspace import Workspace


def undo(options: argparse.Namespace, out: Output) -> int:
    """Take back a change set, the last if none is named; say which it was and what stays."""
    _ = out.words
    plan = None
    with Workspace.open(options.store) as workspace:
        history = workspace.history
        last = None if options.change or not options.dry_run else history.next_undo()
        number = last.number if last else options.change
        if number is not None:
            plan = history.undo_plan(number)
            if plan.refusal is not None:
                raise plan.refusal
        changes = plan.changes if plan and options.dry_run else history.undo(number)
        catalogue = workspace.catalogue
    stays = [] if plan is None else [_stay(each, plan, catalogue, _) for each in plan.stays]
    rows = len(changes.rows) if plan is None else plan.restored
    out.document(
        {
            "undone": _line(changes, rows, _), "dry_run": options.dry_run,
            "kept": plan.kept if plan else 0, "stays": stays,
        }
    )  # fmt: skip
    if options.dry_run:
        out.say(_.plural("{n} row comes back", "{n} rows come back", rows))
    else:
        _say_undone(changes, rows, out)
    if plan is not None and plan.kept:
        out.say(_.plural("{n} part stays as it is", "{n} parts stay as they are", plan.kept))
        for each in stays:
            out.say(f"  {each}")
    return 0


def _stay(stay: Stay, plan: UndoPlan, catalogue: Catalogue, _: Translator) -> str:
    """Say what stays, and which later change wrote it."""
    row, language, later = stay.row, _.language.code, plan.later.get(stay.by)
    kind = catalogue[row.sheet].label(language) if row.sheet else row.table
    by = _("change {n}", n=stay.by)
    if later is not None:
        by = f"{by}, {_(later.label, **later.params)}, {later.who}"
    if not stay.label(language):
        return _("{kind}: {title}. Changed later by: {change}", kind=kind, title=row.title,
                 change=by)  # fmt: skip
    return _("{kind}: {title}, {field}. Changed later by: {change}", kind=kind, title=row.title,
             field=stay.label(language), change=by)  # fmt: skip


def _say_undone(changes: ChangeSet, rows: int, out: Output) -> None:
    _ = out.words
    out.say(
        _.plural(
            "Taken back: change {number}, “{label}”, by {who} at {at}: {n} row.",
            "Taken back: change {number}, “{label}”, by {who} at {at}: {n} rows.",
            rows,
            number=changes.number,
            label=_(changes.label, **changes.params),
            who=changes.who,
            at=_local(changes),
        )
    )


def log(options: argparse.Namespace, out: Output) -> int:
    """Say who changed what, when; newest first."""
    from inventory_app.services.log_lines import log_lines  # noqa: PLC0415 - loads the store

    _ = out.words
    with Workspace.open(options.store) as workspace:
        lines = log_lines(workspace.database, options.limit)
    out.document(
        {
            "changes": [
                {**_line(line.changes, line.rows, _), "undone_by": line.undone_by} for line in lines
            ]
        }
    )
    if not lines:
        out.say(_("Nothing has been changed in this store yet."))
        return 0
    out.table(
        (_("No."), _("Time"), _("Who"), _("What"), _("Rows"), ""),
        [
            (
                str(line.changes.number), _local(line.changes), line.changes.who,
                _(line.changes.label, **line.changes.params), str(line.rows),
                "" if line.undone_by is None
                else _("taken back by {number}", number=line.undone_by),
            )
            for line in lines
        ],
        right=(0, 4),
    )  # fmt: skip
    return 0


def _local(changes: ChangeSet) -> str:
    return changes.at.astimezone().isoformat(sep=" ", timespec="seconds")


def _line(changes: ChangeSet, rows: int, _: Translator) -> dict[str, object]:
    return {
        "number": changes.number, "at": changes.at, "who": changes.who,
        "label": _(changes.label, **changes.params), "origin": changes.origin,
        "undoes": changes.undoes, "rows": rows,
    }  # fmt: skip
