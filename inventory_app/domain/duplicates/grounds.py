"""Grounds: what speaks for two records being the same thing, and what against, in words.

The points of a ground are added up; a ground of less than zero speaks against. `LEAST` says how
many points a pair needs for a level.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from inventory_app.texts import N_, Translator


class Level(StrEnum):
    """How sure a suggestion is, the surest first."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"

    def text(self, _: Translator) -> str:
        """Return the word for a reader."""
        return _(_LEVEL_TEXTS[self])


_LEVEL_TEXTS = {
    Level.CERTAIN: N_("certain"),
    Level.LIKELY: N_("likely"),
    Level.POSSIBLE: N_("possible"),
}
LEAST: Mapping[Level, int] = {Level.CERTAIN: 78, Level.LIKELY: 50, Level.POSSIBLE: 32}
LEVELS: Sequence[Level] = tuple(Level)


def level_of(points: int) -> Level | None:
    """Return the level that *points* reach, None below the last one."""
    return next((level for level in LEVELS if points >= LEAST[level]), None)


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: its code, its points (below zero it speaks against), and what it names."""

    code: str
    points: int
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def speaks_for(self) -> bool:
        """Whether it speaks for being the same thing."""
        return self.points > 0

    def text(self, _: Translator) -> str:
        """Return the sentence for a reader."""
        return _(TEXTS[self.code], **self.params)


def heaviest_first(grounds: Iterable[Ground]) -> tuple[Ground, ...]:
    """Return *grounds* with those that speak for first, the heaviest first on either side."""
    return tuple(sorted(grounds, key=lambda each: (not each.speaks_for, -abs(each.points))))


TEXTS: Mapping[str, str] = {
    "NAME-EQUAL": N_("Both are called “{one}”."),
    "NAME-SAME": N_("Both are called “{one}”, but for capitals, accents, blanks and hyphens."),
    "NAME-ORDER": N_("“{one}” and “{other}” have the same words in another order."),
    "NAME-BASE": N_("“{one}” and “{other}” are the same name, once with an explanation."),
    "NAME-ALIAS": N_("“{one}” is another name of “{other}”."),
    "NAME-INITIALS": N_("“{one}” are the initials of “{other}”."),
    "NAME-SCRIPT": N_("“{one}” and “{other}” sound alike in different scripts."),
    "NAME-MEANING": N_("“{one}” and “{other}” mean the same."),
    "NAME-SPELLING": N_("“{one}” and “{other}” are spelled nearly the same."),
    "NAME-PART": N_("“{one}” and “{other}” share the name “{shared}”."),
    "NAME-WORDS": N_("Further words differ: “{one}”, “{other}”."),
    "NAME-ORDINARY": N_("The name consists of ordinary words that many things may have."),
    "NAME-NUMBERS": N_("The numbers in the names differ: {one} and {other}."),
    "NAME-PLACES": N_("The names name different places: {one} and {other}."),
    "NAME-ENTITIES": N_("The names name different entities: {one} and {other}."),
    "NAME-BESIDE": N_("The explanations differ: “{one}” and “{other}”."),
    "NUMBER-SAME": N_("Both have the number “{value}”."),
    "URL-SAME": N_("Both have the address {value}."),
    "URL-HOST": N_("Both addresses are on {value}."),
    "URL-OTHER": N_("The addresses are on different computers: {one} and {other}."),
    "VENDOR-SAME": N_("Both have the vendor “{value}”."),
    "VENDOR-OTHER": N_("The vendors differ: “{one}” and “{other}”."),
    "VERSION-SAME": N_("Both run version {value} of the same vendor's product."),
    "FUNCTION-SAME": N_("Both serve the same business function."),
    "FUNCTION-OTHER": N_("The business functions differ."),
    "TYPE-SAME": N_("Both are of the same type."),
    "TYPE-OTHER": N_("The types of application differ."),
    "SUITE-SAME": N_("Both belong to the same suite."),
    "YEAR-SAME": N_("Both went into production in {value}."),
    "YEAR-OTHER": N_("They went into production in different years: {one} and {other}."),
    "DESCRIPTION": N_("The descriptions are much alike."),
    "SCOPE-WIDE": N_("One of them is said to serve the whole Secretariat."),
    "SCOPE-LOCAL": N_("Both are said to serve one unit or place only, of different entities."),
    "RELATED": N_("One names the other as its parent or its successor."),
    "SAME-ENTITY": N_("One entity lists both."),
    "TWO-NAMES": N_("One entity lists both, under two names."),
    "HOST-TENANT": N_("One provides the room to others, the other is a tenant in the same place."),
    "HOST-NAMED": N_("{one} names {other} as the other side of the hosting."),
    "ADDRESS-SAME": N_("Both have the address “{value}”."),
    "CITY-SAME": N_("Both are in {value}."),
    "CITY-OTHER": N_("They are in different cities: {one} and {other}."),
    "COUNTRY-OTHER": N_("They are in different countries."),
    "NEAR": N_("Their coordinates are {metres} metres apart."),
    "FAR": N_("Their coordinates are {kilometres} kilometres apart."),
    "AREA-SAME": N_("Both have a floor area of {value} m²."),
    "AREA-OTHER": N_("The floor areas differ: {one} and {other} m²."),
    "SIZE-SAME": N_("Racks and servers have the same numbers."),
    "CLASS-OTHER": N_("The classes of the rooms differ."),
    "STAGE-OTHER": N_("Only one of them is closed."),
}  # fmt: skip
