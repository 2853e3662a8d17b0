"""The command that fixes the peer groups of a round: round freeze."""

from __future__ import annotations

import argparse

from inventory_app.cli.output import Output
from inventory_app.services.assessment_words import group_label
from inventory_app.workspace import Workspace


def freeze(options: argparse.Namespace, out: Output) -> int:
    """Fix the size of every entity asked as it is known now, and say who is where."""
    _ = out.words
    with Workspace.open(options.store) as workspace:
        found = workspace.assessments.freeze_groups(options.round)
        catalogue = workspace.catalogue
    out.document({"round": options.round, "groups": found.groups, "changed": found.changed})
    out.table(
        (_("Entity"), _("Peer group")),
        [(entity, group_label(catalogue, group, _)) for entity, group in found.groups.items()],
    )
    out.say()
    if not found.changed:
        out.say(_("The groups were fixed so already."))
    else:
        out.say(
            _.plural(
                "Fixed the group of {n} entity.",
                "Fixed the groups of {n} entities.",
                len(found.changed),
            )
        )
    return 0
