"""Writing a survey workbook again, in another language, with what is filled in."""

from __future__ import annotations

import argparse

from inventory_app.cli import findings as told
from inventory_app.cli.output import ATTENTION, Output
from inventory_app.domain import catalogue as catalogues
from inventory_app.languages import language
from inventory_app.services.reissuing import Reissued, reissue_file
from inventory_app.workspace import Workspace


def reissue(options: argparse.Namespace, out: Output) -> int:
    """Write one workbook again; say what was carried over and what could not be."""
    _ = out.words
    done = _written(options)
    catalogue = catalogues.default()
    out.document(
        {
            "path": done.path, "entity": done.identity.entity, "round": done.identity.round,
            "number": done.identity.number, "language": done.identity.language,
            "answers": done.answers, "not_understood": done.unread,
            "left": told.as_document(done.left, catalogue, _),
        }
    )  # fmt: skip
    said = _.plural(
        "Wrote “{file}” in {language} with {n} answer.",
        "Wrote “{file}” in {language} with {n} answers.",
        done.answers,
        file=done.path,
        language=language(done.identity.language).name,
    )
    out.say(said)
    if done.unread:
        out.note(
            _.plural(
                "{n} of them was not understood before either; it is kept as it was typed.",
                "{n} of them were not understood before either; they are kept as they were typed.",
                done.unread,
            )
        )
    told.show([told.Told("", finding) for finding in done.left], catalogue, out)
    return ATTENTION if done.left else 0


def _written(options: argparse.Namespace) -> Reissued:
    if options.store is None:
        return reissue_file(options.file, options.out, language=options.language)
    with Workspace.open(options.store) as workspace:
        return workspace.reissues.issue(options.file, options.out, language=options.language)
