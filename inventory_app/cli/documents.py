"""The command that prints capability summaries."""

from __future__ import annotations

import argparse
from pathlib import Path

from inventory_app.cli.output import Output
from inventory_app.errors import UserError
from inventory_app.progress import Progress
from inventory_app.texts import N_
from inventory_app.workspace import Workspace

STOPPED = 130


def print_summaries(options: argparse.Namespace, out: Output) -> int:
    """Print the summary of one entity, of every entity, or of all together."""
    _ = out.words
    with Workspace.open(options.store) as workspace, out.progress() as progress:
        files = _printed(options, workspace, progress, out.words.language.code)
    out.document({"round": options.round, "files": files, "cancelled": progress.stopping})
    if options.all:
        out.say(
            _.plural(
                "Printed {n} summary to “{folder}”.",
                "Printed {n} summaries to “{folder}”.",
                len(files),
                folder=options.out,
            )
        )
    else:
        out.say(_("Printed “{path}”.", path=files[0]))
    if progress.stopping:
        out.note(_("Stopped: the summaries that are complete stand, the others were not begun."))
        return STOPPED
    return 0


def _printed(
    options: argparse.Namespace, workspace: Workspace, progress: Progress, language: str
) -> tuple[Path, ...]:
    shown = workspace.rounds.get(options.round).code
    reports = workspace.reports
    if options.all:
        return reports.all(shown, _folder(options.out), options.language, progress)
    if options.secretariat:
        to = options.language or language
        return (reports.secretariat(shown, _target(options.out), to),)
    entity = workspace.entities.find(options.entity)
    to = options.language or entity.language
    return (reports.entity(shown, entity.code, _target(options.out), to),)


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
