"""Commands on the indicators of an organisation's own: list, add, remove."""

from __future__ import annotations

import argparse
from pathlib import Path

from inventory_app.cli.output import Output
from inventory_app.errors import UserError
from inventory_app.texts import N_
from inventory_app.workspace import Workspace


def own_indicators(options: argparse.Namespace, out: Output) -> int:
    """List the indicators of a store's own, take in a file of them, or take one away."""
    if options.action != "list" and options.what is None:
        raise UserError(
            "E-OWN-WHAT",
            N_("“{action}” needs the name of a file, or of an indicator."),
            N_("Name a .toml file after “add”, an indicator such as X01 after “remove”."),
            action=options.action,
        )
    with Workspace.open(options.store) as workspace:
        if options.action == "add":
            _add(workspace, Path(options.what), out)
        elif options.action == "remove":
            _remove(workspace, options.what, out)
        else:
            _list(workspace, out)
    return 0


def _add(workspace: Workspace, file: Path, out: Output) -> None:
    _ = out.words
    added = workspace.own_indicators.add(file)
    out.document({"new": added.new, "changed": added.changed})
    if not added.new and not added.changed:
        out.say(_("These indicators are in the store already."))
    for text, names in (
        (N_("Added: {indicators}."), added.new), (N_("Changed: {indicators}."), added.changed),
    ):  # fmt: skip
        if names:
            out.say(_(text, indicators=_(", ").join(names)))


def _remove(workspace: Workspace, name: str, out: Output) -> None:
    removed = workspace.own_indicators.remove(name)
    out.document({"removed": removed})
    out.say(out.words("Removed: {indicators}.", indicators=removed))


def _list(workspace: Workspace, out: Output) -> None:
    _, language = out.words, out.words.language.code
    found = workspace.own_indicators.all()
    out.document(
        {
            "indicators": [
                {
                    "indicator": each.id, "name": each.label(language),
                    "definition": each.definition(language),
                }
                for each in found
            ]
        }
    )  # fmt: skip
    if not found:
        out.say(_("There are no indicators of your own in this store."))
        return
    out.table(
        (_("Indicator"), _("Name"), _("Definition")),
        [(each.id, each.label(language), each.definition(language)) for each in found],
    )
