"""Commands on targets of indicators: list, add, bridge, remove."""

from __future__ import annotations

import argparse

from inventory_app.cli.output import Output
from inventory_app.domain.series import Bridge
from inventory_app.domain.targets import KINDS, Target, TargetKind
from inventory_app.texts import Translator
from inventory_app.workspace import Workspace

NOTHING = "-"


def show(options: argparse.Namespace, out: Output) -> int:
    """List the targets of a store, and the bridges over changed definitions."""
    _ = out.words
    with Workspace.open(options.store) as workspace:
        targets, bridges = workspace.targets.all(), workspace.targets.bridges()
    out.document(
        {
            "targets": [target_document(each) for each in targets],
            "bridges": [bridge_document(each) for each in bridges],
        }
    )
    if not targets and not bridges:
        out.say(_("There are no targets in this store yet."))
    if targets:
        out.table(
            (_("Target"), _("Set by"), _("For"), _("From"), _("To"), _("Day"), _("Source")),
            [_row(each, _) for each in targets],
            right=(3, 4),
        )
    if bridges:
        out.say()
        out.say(_("Values before a definition changed are restated"), bold=True)
        out.table(
            (_("Name"), _("Indicator"), _("Since round"), _("Factor"), _("Reason")),
            [
                (each.id, each.indicator, each.round, f"{each.factor.normalize():f}", each.reason)
                for each in bridges
            ],
            right=(3,),
        )
    return 0


def _row(target: Target, _: Translator) -> tuple[str, ...]:
    return (
        target.id,
        _(KINDS[target.kind]),
        target.whom or _("All entities"),
        f"{target.value.normalize():f}",
        NOTHING if target.upper is None else f"{target.upper.normalize():f}",
        target.due.isoformat(),
        target.source or NOTHING,
    )


def target_document(target: Target) -> dict[str, object]:
    """Return a target as programs read it."""
    return {
        "name": target.id, "indicator": target.indicator, "kind": target.kind.value,
        "whom": target.whom or None, "value": target.value, "upper": target.upper,
        "due": target.due, "source": target.source,
    }  # fmt: skip


def bridge_document(bridge: Bridge) -> dict[str, object]:
    """Return a bridge as programs read it."""
    return {
        "name": bridge.id, "indicator": bridge.indicator, "round": bridge.round,
        "factor": bridge.factor, "reason": bridge.reason,
    }  # fmt: skip


def add(options: argparse.Namespace, out: Output) -> int:
    """Set a target."""
    target = Target(
        indicator=options.indicator, whom=options.whom, value=options.value, upper=options.to,
        due=options.by, source=options.source,
        kind=TargetKind.OWN if options.own else TargetKind.POLICY,
    )  # fmt: skip
    with Workspace.open(options.store) as workspace:
        kept = workspace.targets.add(target)
    out.document(target_document(kept))
    out.say(out.words("Set: {name}.", name=kept.id))
    return 0


def bridge(options: argparse.Namespace, out: Output) -> int:
    """Say how values from before a changed definition are restated."""
    given = Bridge(
        indicator=options.indicator, round=options.round, factor=options.factor,
        reason=options.reason,
    )  # fmt: skip
    with Workspace.open(options.store) as workspace:
        kept = workspace.targets.add_bridge(given)
    out.document(bridge_document(kept))
    out.say(out.words("Set: {name}.", name=kept.id))
    return 0


def remove(options: argparse.Namespace, out: Output) -> int:
    """Remove a target or a bridge."""
    with Workspace.open(options.store) as workspace:
        if any(each.id == options.name for each in workspace.targets.bridges()):
            workspace.targets.remove_bridge(options.name)
        else:
            workspace.targets.remove(options.name)
    out.document({"removed": options.name})
    out.say(out.words("Removed: {name}.", name=options.name))
    return 0
