"""The grammar of the commands on targets."""

from __future__ import annotations

from decimal import Decimal

from inventory_app.cli.arguments import Commands, add_store, day, number

_FINEST, _FINEST_FACTOR = 6, 9


def add_targets(commands: Commands) -> None:
    """Add the commands on targets of indicators, and on bridges over changed definitions."""
    _ = commands.words
    group = commands.group("targets", _("what indicators should be, and by when"))
    add_store(group.add("list", _("list targets and bridges"), "targets list"), _)
    add = group.add("add", _("set a target, or set it again"), "targets add")
    add_store(add, _)
    add.add_argument("indicator", metavar="ID", help=_("an indicator, such as R04"))
    add.add_argument(
        "value", metavar="VALUE", type=number(_, places=_FINEST), help=_("in its unit")
    )
    add.add_argument(
        "--by", metavar="DATE", type=day(_), required=True, help=_("the day it is due")
    )
    add.add_argument(
        "--to", metavar="VALUE", type=number(_, places=_FINEST), help=_("the upper end of a band")
    )
    add.add_argument(
        "--for", dest="whom", metavar="ENTITY|TYPE|TYPE/SIZE", default="",
        help=_("for whom; for all entities and their total if left out"),
    )  # fmt: skip
    add.add_argument(
        "--own", action="store_true", help=_("the organisation's own, not one of policy")
    )
    add.add_argument("--source", metavar="TEXT", default="", help=_("where it is laid down"))
    bridge = group.add(
        "bridge", _("restate values from before a definition changed"), "targets bridge"
    )
    add_store(bridge, _)
    bridge.add_argument("indicator", metavar="ID", help=_("an indicator, such as R04"))
    bridge.add_argument("round", metavar="ROUND", help=_("the first round of the new definition"))
    bridge.add_argument(
        "factor", metavar="FACTOR", type=number(_, least=Decimal(0), places=_FINEST_FACTOR),
        help=_("by which values before that round are multiplied"),
    )  # fmt: skip
    bridge.add_argument(
        "--reason", metavar="TEXT", required=True, help=_("how the factor was found")
    )
    remove = group.add("remove", _("remove a target or a bridge"), "targets remove")
    add_store(remove, _)
    remove.add_argument("name", metavar="NAME", help=_("as “targets list” writes it"))
