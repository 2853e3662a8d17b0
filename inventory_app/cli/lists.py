"""The command that takes in somebody's own list."""

from __future__ import annotations

import argparse
from collections import defaultdict
from typing import TYPE_CHECKING

from inventory_app.cli.output import ATTENTION, Output, typed
from inventory_app.domain.fields import Sheet
from inventory_app.texts import N_
from inventory_app.workspace import Workspace

if TYPE_CHECKING:
    from inventory_app.domain.lists import ImportLine
    from inventory_app.services.lists import ImportResult

_SHOWN = 3
_COUNTS = {
    "read": N_("read"),
    "added": N_("new"),
    "changed": N_("changed"),
    "unchanged": N_("unchanged"),
    "refused": N_("refused"),
}


def bring_in(options: argparse.Namespace, out: Output) -> int:
    """Take a list into one sheet; rows that cannot be taken are named."""
    with Workspace.open(options.store) as workspace, out.progress() as progress:
        result = workspace.lists.bring_in(
            options.sheet, options.file, round_code=options.round, map_file=options.map,
            dry_run=options.dry_run, progress=progress,
        )  # fmt: skip
    sheet = workspace.catalogue[result.sheet]
    out.document(_document(result, sheet, out))
    _show(result, sheet, options, out)
    return ATTENTION if result.refused or not _came_in(result) else 0


def _came_in(result: ImportResult) -> int:
    return result.added + result.changed + result.unchanged


def _document(result: ImportResult, sheet: Sheet, out: Output) -> dict[str, object]:
    return {
        "sheet": result.sheet, "round": result.round, "read": result.read, "added": result.added,
        "changed": result.changed, "unchanged": result.unchanged, "refused": result.refused,
        "lines": [
            {
                "line": line.line, "code": line.code, "refused": line.refused,
                "text": line.said(out.words, sheet),
            }
            for line in result.lines
        ],
        "entities_created": result.entities_created, "map": result.map_name,
        "map_from": result.map_from, "dry_run": result.dry_run,
    }  # fmt: skip


def _show(result: ImportResult, sheet: Sheet, options: argparse.Namespace, out: Output) -> None:
    _ = out.words
    out.say(
        _(
            "“{file}” into {sheet}, round {round}",
            file=options.file.name,
            sheet=sheet.label(_.language.code),
            round=result.round,
        ),
        bold=True,
    )
    numbers = [str(getattr(result, name)) for name in _COUNTS]
    out.table([_(text) for text in _COUNTS.values()], [numbers], right=range(len(_COUNTS)))
    if result.map_from == "remembered":
        out.say(_("The map “{map}” was used, as for the last such list.", map=result.map_name))
    elif result.map_from == "headings":
        out.say(_("No map was given: columns were found by their headings."))
    if result.entities_created:
        names = ", ".join(result.entities_created)
        out.say(_("Entities that were added: {entities}.", entities=names))
    _show_lines(result, sheet, out)
    out.say()
    if not _came_in(result):
        out.tell(_("Nothing came in: no row was taken and nothing was changed."))
    elif result.dry_run:
        out.say(_("This was a trial, nothing was changed; do it again without --dry-run."))
    else:
        out.say(_("“ict-inventory undo {store}” takes the list back.", store=typed(options.store)))


def _show_lines(result: ImportResult, sheet: Sheet, out: Output) -> None:
    """Print what is said of rows, refused rows first, each kind with its first few lines."""
    _ = out.words
    kinds: dict[tuple[bool, str], list[ImportLine]] = defaultdict(list)
    for line in result.lines:
        kinds[not line.refused, line.code].append(line)
    for (taken, code), lines in sorted(kinds.items()):
        out.say()
        title = _("Said of rows and columns") if taken else _("Rows that were refused")
        out.say(f"{title}: {code} ({len(lines)})", bold=not taken)
        for line in lines[:_SHOWN]:
            out.say("  " + _("line {line}: {text}", line=line.line, text=line.said(_, sheet)))
        if len(lines) > _SHOWN:
            out.say("  " + _.plural("and {n} more", "and {n} more", len(lines) - _SHOWN))
            out.say("  " + _("All of them: the same command with --json."))
