"""The list of entities: who exists when, and who followed whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from inventory_app.domain.entities import read_entities

ENTITIES = read_entities()
LAST_DAYS = {
    "DPI": date(2018, 12, 31),
    "UNIPSIL": date(2014, 3, 31),
    "BINUB": date(2010, 12, 31),
    "BNUB": date(2014, 12, 31),
    "UNIOGBIS": date(2020, 12, 31),
    "BINUCA": date(2014, 4, 9),
    "UNPOS": date(2013, 6, 2),
    "UNSOM": date(2024, 10, 31),
    "UNOWA": date(2016, 1, 28),
    "UNMIN": date(2011, 1, 15),
    "UNITAMS": date(2024, 2, 29),
    "UNITAD": date(2024, 9, 17),
    "UNAMI": date(2025, 12, 31),
    "ICTR": date(2015, 12, 31),
    "ICTY": date(2017, 12, 31),
    "STL": date(2023, 12, 31),
}
DAY = timedelta(days=1)


@pytest.mark.parametrize("code", LAST_DAYS)
def test_what_was_closed_is_not_there_the_day_after(code):
    assert ENTITIES[code].valid_to == LAST_DAYS[code]
    if ENTITIES[code].scope == "secretariat":
        assert ENTITIES[code].is_asked(LAST_DAYS[code])
    assert not ENTITIES[code].is_asked(LAST_DAYS[code] + DAY)


def test_whoever_was_succeeded_has_a_last_day():
    assert [
        code for code, entity in ENTITIES.items() if entity.successor and not entity.valid_to
    ] == []


def test_nobody_is_followed_by_itself():
    for code, entity in ENTITIES.items():
        seen = [code]
        follower = entity.successor
        while follower:
            assert follower not in seen
            seen.append(follower)
            follower = ENTITIES[follower].successor


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("DPI", "DGC"),
        ("BINUB", "BNUB"),
        ("BINUCA", "MINUSCA"),
        ("UNPOS", "UNSOM"),
        ("UNSOM", "UNTMIS"),
        ("UNOWA", "UNOWAS"),
        ("MINUSTAH", "MINUJUSTH"),
        ("MINUJUSTH", "BINUH"),
    ],
)
def test_a_successor_takes_over_the_day_after(before, after):
    assert ENTITIES[before].successor == after
    handed_over = ENTITIES[before].valid_to + DAY
    assert ENTITIES[after].valid_from == handed_over
    assert [ENTITIES[code].is_asked(handed_over) for code in (before, after)] == [False, True]
