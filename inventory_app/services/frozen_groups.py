"""Fixing who is compared with whom in a round, so that later corrections move nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.formulas.workforce import active_users
from inventory_app.domain.peers import Group, Peer, entity_group, size_band
from inventory_app.services.round_contents import read_round
from inventory_app.store.database import Database
from inventory_app.texts import N_

_SHEET = "units"  # where users are


@dataclass(frozen=True, kw_only=True)
class FrozenGroups:
    """The group of each entity of a round, and those whose size was fixed anew."""

    groups: Mapping[str, Group]
    changed: tuple[str, ...]


def freeze_groups(database: Database, catalogue: Catalogue, round_code: str) -> FrozenGroups:
    """Fix the size of each entity asked by its users as known now; type and list stay.

    Whose users are not known is left open. Fixing again takes over what has changed since; undo
    takes it back. Raises `UserError` if there is no such round.
    """
    with database.reading() as connection:
        seen = database.newest_change(connection)
    contents = read_round(database, catalogue, round_code, sheets=[_SHEET])
    groups: dict[str, Group] = {}
    changes = []
    for code, asked in contents.asked.items():
        users = active_users(contents.inputs[code]).usable
        size = size_band(users) or asked.peer_size
        groups[code] = entity_group(Peer(type=asked.peer_type, size=size))
        if size != asked.peer_size:
            before = {"peer_size": asked.peer_size or None}
            changes.append((f"{round_code}/{code}", before, {"peer_size": size}))
    if changes:
        with database.writing(
            N_("Fix the peer groups of round {round}"), seen=seen, round=round_code
        ) as transaction:
            transaction.change(database.schema["participation"], changes)
    return FrozenGroups(groups=groups, changed=tuple(row[0].partition("/")[2] for row in changes))
