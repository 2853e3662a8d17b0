"""The command that sends questions: query."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from inventory_app.cli.output import Output
from inventory_app.domain.registers import QUERY_STATES
from inventory_app.texts import N_, Translator
from inventory_app.workspace import Workspace

if TYPE_CHECKING:
    from inventory_app.services.asking_findings import AskedAbout
    from inventory_app.services.query_workbooks import QueryIssue

STOPPED = 130
STATES = {
    "open": N_("open"),
    "sent": N_("sent"),
    "answered": N_("answered"),
    "closed": N_("closed"),
    "withdrawn": N_("withdrawn"),
}


def write(options: argparse.Namespace, out: Output) -> int:
    """Write a query workbook for each entity that has open queries."""
    _ = out.words
    about: AskedAbout | None = None
    with Workspace.open(options.store) as workspace, out.progress() as progress:
        if options.from_findings or options.comments:
            about = workspace.query_workbooks.ask_about_findings(
                options.round, options.entities, comments=options.comments, progress=progress
            )
        far = workspace.outliers.ask(options.round, options.entities) if options.outliers else None
        result = workspace.query_workbooks.write(
            options.round, options.out, entities=options.entities, language=options.language,
            due=options.by, again=options.again, asked_by=options.asked_by, progress=progress,
        )  # fmt: skip
    out.document(
        {
            **_document(result, about), "outliers": far.found if far else (),
            "undivided": far.undivided if far else (),
        }
    )  # fmt: skip
    if far is not None:
        out.say(
            _.plural("{n} question was opened about a doubtful value.",
                     "{n} questions were opened about doubtful values.", far.opened)
        )  # fmt: skip
    _show(result, about, out)
    return STOPPED if result.cancelled else 0


def _document(result: QueryIssue, about: AskedAbout | None) -> dict[str, object]:
    return {
        "round": result.round,
        "due": result.due,
        "opened": about.opened if about else 0,
        "left_out": about.left_out if about else 0,
        "files": [
            {
                "entity": file.entity, "language": file.language, "number": file.number,
                "path": file.path, "sha256": file.sha256, "questions": file.questions,
            }
            for file in result.files
        ],
        "gone": list(result.gone),
        "cancelled": result.cancelled,
    }  # fmt: skip


def _show(result: QueryIssue, about: AskedAbout | None, out: Output) -> None:
    _ = out.words
    if about is not None:
        out.say(
            _.plural("{n} question was opened about a finding.",
                     "{n} questions were opened about findings.", about.opened)
        )  # fmt: skip
        if about.left_out:
            out.say(
                _.plural(
                    "{n} finding is about no single answer; ask about it in your message.",
                    "{n} findings are about no single answer; ask about them in your message.",
                    about.left_out,
                )
            )
    if result.files:
        out.table(
            (_("Entity"), _("Language"), _("Questions"), _("Workbook")),
            [
                (file.entity, file.language, _.number(file.questions), file.path.name)
                for file in result.files
            ],
            right=(2,),
        )
    if result.gone:
        out.say(
            _.plural(
                "{n} question is about a record that is no longer there; it was not sent.",
                "{n} questions are about records that are no longer there; they were not sent.",
                len(result.gone),
            )
        )
    if result.cancelled:
        out.note(_("Stopped: the workbooks that are complete stand and were recorded as sent."))
        return
    if not result.files:
        out.tell(_("Nobody has an open query: nothing was written."))
        return
    folder = result.files[0].path.parent
    out.say(
        _.plural(
            "Wrote {n} query workbook of round {round} to “{folder}”; answers are due by {due}.",
            "Wrote {n} query workbooks of round {round} to “{folder}”; answers are due by {due}.",
            len(result.files), round=result.round, folder=folder, due=result.due.isoformat(),
        )
    )  # fmt: skip
    out.say(_("Next: send each to its entity, and merge what comes back."))


def states_text(counts: Mapping[str, int], _: Translator) -> str:
    """Return how many queries are in each state, those that occur, in words."""
    parts = [
        _("{n} {state}", n=_.number(counts[state]), state=_(STATES[state]))
        for state in QUERY_STATES
        if counts.get(state)
    ]
    return _(", ").join(parts)
