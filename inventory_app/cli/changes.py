"""Commands on what was done: undo, log."""

from __future__ import annotations

import argparse

from inventory_app.cli.output import Output
from inventory_app.domain.changes import ChangeSet
from inventory_app.texts import Translator
from inventory_app.workspace import Workspace


def undo(options: argparse.Namespace, out: Output) -> int:
    """Take back the last change set and say which it was."""
    _ = out.words
    with Workspace.open(options.store) as workspace:
        changes = workspace.history.undo()
    rows = len(changes.rows)
    out.document({"undone": _line(changes, rows, _)})
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
    return 0


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
