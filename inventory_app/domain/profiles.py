"""For whom an output is made: everybody in charge, the house, or anybody."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from inventory_app.texts import N_

if TYPE_CHECKING:
    from inventory_app.domain.fields import Sensitivity


class Profile(StrEnum):
    """For whom an output is made."""

    FULL = "full"
    INTERNAL = "internal"
    PUBLIC = "public"


_ALL: frozenset[Sensitivity] = frozenset(
    ("person", "people", "place", "recovery", "security", "cost", "note")
)
HIDDEN: Mapping[Profile, frozenset[Sensitivity]] = {
    Profile.FULL: frozenset(),
    Profile.INTERNAL: frozenset({"person"}),
    Profile.PUBLIC: _ALL,
}
PROFILE_NAMES: Mapping[Profile, str] = {
    Profile.FULL: N_("Full"),
    Profile.INTERNAL: N_("Internal"),
    Profile.PUBLIC: N_("Public"),
}
_NOTES: Mapping[Sensitivity, str] = {
    "person": N_("Names of people and how to reach them are withheld."),
    "place": N_("Addresses and coordinates are withheld."),
    "recovery": N_("Answers and figures on recovery after a disaster are withheld."),
    "security": N_("Answers and figures on security are withheld."),
    "people": N_(
        "Records of single people, and numbers of people in one record, are withheld; figures on "
        "fewer than 5 people are withheld, with others from which they could be computed."
    ),
    "cost": N_(
        "Amounts of money in single records are withheld; sums that fewer than 3 records make up, "
        "or that one of them dominates, are withheld, with others from which they could be "
        "computed."
    ),
    "note": N_("Free text, and the list of what is missing, are withheld."),
}


def notes_on(profile: Profile) -> tuple[str, ...]:
    """Return, as message ids, what an output of *profile* does not say; empty for the full one."""
    return tuple(text for kind, text in _NOTES.items() if kind in HIDDEN[profile])
