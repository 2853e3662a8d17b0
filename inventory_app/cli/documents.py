"""The command that prints capability summaries."""

from __future__ import annotations

import argparse
from pathlib import Path

from inventory_app.cli.output import Output
from inventory_app.errors import UserError
from inventory_app.texts import N_
from inventory_app.workspace import Workspace

STOPPED = 130


def print_summaries(options: argparse.Namespace, out: Output) -> int:
    """Print the summary of one entity, of every entity, or of all together."""
    with Workspace.open(options.store) as workspace:
        shown = workspace.rounds.get(options.round).code
        if options.all:
            return _print_all(workspace, shown, options, out)
        if options.secretariat:
            to = options.language or out.words.language.code
            file = workspace.reports.secretariat(shown, _target(options.out), to)
        else:
            entity = workspace.entities.find(options.entity)
            to = options.language or entity.language
            file = workspace.reports.entity(shown, entity.code, _target(options.out), to)
    _ = out.words
    out.document({"round": shown, "files": [file], "cancelled": False})
    out.say(_("Printed “{path}”.", path=file))
    return 0


def _print_all(workspace: Workspace, shown: str, options: argparse.Namespace, out: Output) -> int:
    _ = out.words
    folder = _folder(options.out)
    with out.progress() as progress:
        files = workspace.reports.all(shown, folder, options.language, progress)
    out.document({"round": shown, "files": files, "cancelled": progress.stopping})
    out.say(
        _.plural(
            "Printed {n} summary to “{folder}”.",
            "Printed {n} summaries to “{folder}”.",
            len(files),
            folder=folder,
        )
    )
    if progress.stopping:
        out.note(_("Stopped: the summaries that are complete stand, the others were not begun."))
        return STOPPED
    return 0


def _folder(out: Path) -> Path:
    if out.suffix.lower() == ".pdf" or out.is_file():
        raise UserError(
            "E-FOLDER-NEEDED",
            N_("“{path}” is the name of one file, but there are many summaries."),
            N_("Name a folder."),
            path=out,
        )
    return out


def _target(out: Path) -> Path:
    """Return *out*: a PDF file, or a folder, made here, in which the file gets a telling name."""
    if out.suffix.lower() != ".pdf":
        out.mkdir(parents=True, exist_ok=True)
    return out
