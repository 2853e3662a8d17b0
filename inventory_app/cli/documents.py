"""The command that prints capability summaries and the other documents."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inventory_app.cli.output import Output
from inventory_app.domain.document_kinds import FORMS, KINDS
from inventory_app.domain.profiles import Profile
from inventory_app.errors import UserError
from inventory_app.progress import Cancelled, Progress
from inventory_app.texts import N_
from inventory_app.workspace import Workspace

STOPPED = 130
_ENDINGS = tuple(f".{form}" for form in FORMS)


@dataclass(frozen=True, kw_only=True)
class _Wish:
    """What is to be printed: a document, of which round, about whom, as what, and for whom."""

    name: str
    round: str
    about: str
    form: str
    profile: Profile
    language: str | None
    out: Path


def print_documents(options: argparse.Namespace, out: Output) -> int:
    """Print a document on one entity, on every entity, on a group, or on the whole round."""
    with Workspace.open(options.store) as workspace:
        wish = _wish(workspace, options)
        if options.all:
            return _print_all(workspace, wish, out)
        with out.progress() as progress:
            file = _printed(workspace, wish, wish.about, _target(wish.out), out, progress)
    _ = out.words
    out.document({"round": wish.round, "files": [file], "cancelled": False})
    out.say(_("Printed “{path}”.", path=file))
    return 0


def _wish(workspace: Workspace, options: argparse.Namespace) -> _Wish:
    name = options.document or _usual(options)
    kind = KINDS.get(name)
    if kind is None:
        raise UserError(
            "E-DOCUMENT",
            N_("There is no document “{name}”."),
            N_("The documents are: {names}."),
            name=name or "-",
            names=", ".join(KINDS),
        )
    about = {"entity": options.entity, "group": options.group}.get(kind.about) or ""
    if kind.about and not about and not (options.all and kind.about == "entity"):
        raise UserError(
            "E-DOCUMENT-ABOUT",
            N_("The document “{name}” is about one of many, but nothing says about which."),
            N_("Add --{about} and a code."),
            name=name,
            about=kind.about,
        )
    if kind.about == "entity" and about:
        about = workspace.entities.find(about).code
    ending = options.out.suffix.lower().removeprefix(".")
    return _Wish(
        name=name, round=workspace.rounds.get(options.round).code, about=about,
        form=options.format or (ending if ending in FORMS else FORMS[0]), out=options.out,
        profile=Profile(options.profile), language=options.language,
    )  # fmt: skip


def _usual(options: argparse.Namespace) -> str:
    """Return the summary that is meant where no document is named."""
    if options.group:
        return "group"
    if options.secretariat:
        return "secretariat"
    return "summary" if options.entity or options.all else ""


def _printed(
    workspace: Workspace,
    wish: _Wish,
    about: str,
    target: Path,
    out: Output,
    progress: Progress | None = None,
) -> Path:
    """Print one document."""
    spoken = workspace.entities.find(about).language if KINDS[wish.name].about == "entity" else ""
    to = wish.language or spoken or out.words.language.code
    made = workspace.documents.compose(
        wish.name, wish.round, to, wish.profile, about=about, progress=progress
    )
    return workspace.documents.print(made, target, wish.form, progress)


def _print_all(workspace: Workspace, wish: _Wish, out: Output) -> int:
    _ = out.words
    folder = _folder(wish.out)
    with out.progress() as progress:
        if wish.name == "summary" and wish.form == "pdf":
            files = list(
                workspace.documents.print_all(
                    wish.round, folder, wish.language, progress, profile=wish.profile
                )
            )
        else:
            files = []
            folder.mkdir(parents=True, exist_ok=True)
            asked = list(workspace.rounds.participations(wish.round))
            try:
                for file in _each(workspace, wish, asked, folder, out):
                    files.append(file)
                    progress.step(len(files), len(asked), file.name)
            except (Cancelled, KeyboardInterrupt):
                pass
    out.document({"round": wish.round, "files": files, "cancelled": progress.stopping})
    out.say(
        _.plural(
            "Printed {n} summary to “{folder}”.", "Printed {n} summaries to “{folder}”.",
            len(files), folder=folder,
        )
        if wish.name == "summary"
        else _.plural(
            "Printed {n} document to “{folder}”.", "Printed {n} documents to “{folder}”.",
            len(files), folder=folder,
        )
    )  # fmt: skip
    if progress.stopping:
        out.note(_("Stopped: the summaries that are complete stand, the others were not begun."))
        return STOPPED
    return 0


def _each(
    workspace: Workspace, wish: _Wish, asked: list[str], folder: Path, out: Output
) -> Iterator[Path]:
    for code in asked:
        yield _printed(workspace, wish, code, folder, out)


def _folder(out: Path) -> Path:
    if out.suffix.lower() in _ENDINGS or out.is_file():
        raise UserError(
            "E-FOLDER-NEEDED",
            N_("“{path}” is the name of one file, but there are many summaries."),
            N_("Name a folder."),
            path=out,
        )
    return out


def _target(out: Path) -> Path:
    """Return *out*: a file, or a folder, made here, in which the file gets a telling name."""
    if out.suffix.lower() not in _ENDINGS:
        out.mkdir(parents=True, exist_ok=True)
    return out
