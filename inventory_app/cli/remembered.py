"""The command on remembered decisions: all of them listed, each revocable."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from inventory_app.cli.duplicates import decision_document, show_decisions
from inventory_app.cli.findings import answer_document, answer_text
from inventory_app.cli.output import Output
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.reviews import Remembered
from inventory_app.texts import N_, Translator
from inventory_app.workspace import Workspace

CHOICES: Mapping[str, str] = {
    "issued": N_("as issued"), "ours": N_("ours"), "theirs": N_("as returned"),
    "own": N_("typed by hand"), "query": N_("asked back"),
}  # fmt: skip


def remembered(options: argparse.Namespace, out: Output) -> int:
    """List decisions of merges and on duplicates, or revoke some of them."""
    _ = out.words
    with Workspace.open(options.store) as workspace:
        if options.revoke:
            return _revoke(workspace, options.revoke, out)
        merges, decided = workspace.reviews.remembered(), workspace.duplicates.decisions()
        catalogue = workspace.catalogue
    out.document(
        {
            "merges": [_document(each, catalogue) for each in merges],
            "duplicates": [decision_document(each) for each in decided],
        }
    )
    if not merges and not decided:
        out.say(_("No decision is remembered in this inventory."))
        return 0
    if merges:
        out.say(_("Decisions of merges, offered when the same difference comes back"), bold=True)
        out.table(
            (_("Decision"), _("Field"), _("Record"), _("Ours"), _("As returned"), _("What"),
             _("Who"), _("When")),
            [_row(each, catalogue, _) for each in merges],
        )  # fmt: skip
        out.say()
    if decided:
        out.say(_("Decisions on duplicates, in force in every round"), bold=True)
        show_decisions(decided, out)
        out.say()
    out.say(_("“--revoke” with the number of a decision takes it back."))
    return 0


def _revoke(workspace: Workspace, wanted: list[str], out: Output) -> int:
    _ = out.words
    merges = {each.id for each in workspace.reviews.remembered()}
    for name in wanted:
        if name in merges:
            workspace.reviews.forget([name])
        else:
            workspace.duplicates.revoke(name)
    out.document({"revoked": wanted})
    out.say(_.plural("Revoked: {n} decision.", "Revoked: {n} decisions.", len(wanted)))
    return 0


def _document(kept: Remembered, catalogue: Catalogue) -> dict[str, object]:
    place = kept.place
    kind = catalogue[place.sheet].fields[place.field].type
    return {
        "id": kept.id, "sheet": place.sheet, "uid": place.uid, "field": place.field,
        "ours": answer_document(kind, kept.ours), "theirs": answer_document(kind, kept.theirs),
        "choice": kept.decision.choice, "at": kept.at, "who": kept.who,
    }  # fmt: skip


def _row(kept: Remembered, catalogue: Catalogue, _: Translator) -> tuple[str, ...]:
    language, place = _.language.code, kept.place
    sheet = catalogue[place.sheet]
    field = sheet.fields[place.field]
    return (
        kept.id,
        _("{sheet}: {field}", sheet=sheet.label(language), field=field.label(language)),
        place.uid,
        answer_text(field.type, kept.ours, _),
        answer_text(field.type, kept.theirs, _),
        _(CHOICES[kept.decision.choice]),
        kept.who,
        kept.at.astimezone().date().isoformat(),
    )
