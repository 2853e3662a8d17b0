"""What may be the same thing: measured on pairs that somebody judged, put together, explained."""

from __future__ import annotations

import time
import tomllib
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory_app.domain.catalogue import default
from inventory_app.domain.duplicates.decisions import Decided, Titled, decision_id
from inventory_app.domain.duplicates.glossary import glossary
from inventory_app.domain.duplicates.grounds import LEVELS, TEXTS, Ground, Level, level_of
from inventory_app.domain.duplicates.portraits import address_of
from inventory_app.domain.duplicates.rooms import metres_between
from inventory_app.domain.duplicates.suggesting import SHEETS, Finder
from inventory_app.domain.entities import read_entities
from inventory_app.domain.records import Record, make_uid
from inventory_app.progress import Cancelled
from inventory_app.texts import translator

CATALOGUE = default()
WORDS = glossary(read_entities().values(), CATALOGUE.code_lists["duty_stations"])
PAIRS = tomllib.loads(
    (Path(__file__).parent.parent / "reference" / "duplicates" / "pairs.toml").read_text("utf-8")
)
EN = translator("en")


def record(sheet, entity, number, /, **values):
    """Return a record; texts are read as the fields read them."""
    fields = CATALOGUE[sheet].fields
    uid = values.pop("uid", make_uid(CATALOGUE[sheet].prefix, f"{entity}/{number}".encode()))
    read = {
        name: fields[name].type.parse(value)
        if isinstance(value, str) and name != "replaced_by"
        else value
        for name, value in values.items()
    }
    return Record(sheet=sheet, uid=uid, entity=entity, round="2026", values=read)


def system(entity, name, /, number=0, **more):
    given = {"application_type": "APPLICATION", "business_function": "HR", "scope": "DEPARTMENT"}
    return record("systems", entity, f"{name}/{number}", **{"name": name, **given, **more})


def found(records, decisions=(), sheet="systems"):
    return Finder(sheet, records, WORDS).suggestions(decisions)


def judged():
    """Yield what somebody said of each pair, its name, and the level that it is given."""
    for sheet in SHEETS:
        for number, pair in enumerate(PAIRS[sheet]):
            records = []
            for side in ("one", "other"):
                values = {**PAIRS["defaults"][sheet], **pair[side]}
                records.append(record(sheet, values.pop("entity"), f"{number}{side}", **values))
            suggestions = found(records, sheet=sheet)
            yield pair["same"], pair["why"], suggestions[0].level if suggestions else None


def test_pairs_that_somebody_judged_are_found_and_others_left_alone():
    """Recall and precision on all pairs: 94 of 100 of the same things are at least likely."""
    count = Counter()
    wrong = []
    for same, why, level in judged():
        count[same, level] += 1
        if not same and level in (Level.CERTAIN, Level.LIKELY):
            wrong.append(why)
    same = sum(n for (is_same, _), n in count.items() if is_same)
    likely = sum(n for (is_same, level), n in count.items() if is_same and level in LEVELS[:2])
    assert same >= 40
    assert sum(count.values()) >= 75
    assert wrong == []  # precision 1 where it is at least likely
    assert likely / same >= 0.9
    assert count[True, None] / same <= 0.03  # hardly any is not suggested at all
    others = sum(n for (is_same, _), n in count.items() if not is_same)
    assert count[False, Level.POSSIBLE] / others <= 0.05


def test_an_explained_name_is_likely_and_a_second_sign_makes_it_certain():
    one, other = system("UNOG", "Inspira"), system("ECA", "INSPIRA (talent management)")
    [suggestion] = found([one, other])
    assert suggestion.level is Level.LIKELY
    told = {each.ground.code: each.text(EN) for each in suggestion.told()}
    assert "with an explanation" in told["NAME-BASE"]
    url = {"url": "https://inspira.example/careers"}
    [surer] = found([system("UNOG", "Inspira", **url),
                     system("ECA", "INSPIRA (talent management)", **url)])  # fmt: skip
    assert surer.level is Level.CERTAIN
    assert set(surer.uids) == {one.uid, other.uid}


def test_what_speaks_against_is_told_after_what_speaks_for_it():
    [suggestion] = found([
        system("UNOG", "Atlas", vendor="Esri", business_function="LOGISTICS"),
        system("ECLAC", "Atlas", vendor="Oracle", business_function="FINANCE"),
    ])  # fmt: skip
    sides = [each.ground.speaks_for for each in suggestion.told()]
    assert sides == sorted(sides, reverse=True)
    assert {"VENDOR-OTHER", "FUNCTION-OTHER"} <= {each.ground.code for each in suggestion.told()}
    assert suggestion.level is Level.POSSIBLE


def test_many_records_of_one_thing_are_one_suggestion_and_the_largest_stands_first():
    records = [
        system(code, "Umoja", users_active=n) for n, code in enumerate(("UNOG", "ECA", "ECE"))
    ]
    [suggestion] = found([*records, system("UNON", "Mercury")])
    assert suggestion.uids[0] == records[2].uid
    assert set(suggestion.uids) == {each.uid for each in records}
    assert len(suggestion.links) == len(suggestion.sides) - 1 == 2


def test_strict_suggestions_come_first_and_looser_ones_build_on_them():
    url = {"url": "https://umoja.example"}
    certain = [system("UNOG", "Umoja", **url), system("ECA", "Umoja", **url)]
    looser = system("ECE", "Umoja", url="https://other.example", business_function="FINANCE")
    first, second = found([*certain, looser])
    assert (first.level, second.level) == (Level.CERTAIN, Level.POSSIBLE)
    assert {frozenset(side) for side in second.sides} == {
        frozenset(first.uids), frozenset({looser.uid}),
    }  # fmt: skip


def test_a_name_that_hangs_together_by_one_record_only_is_not_put_together():
    """A chain is no group: each record must fit every other."""
    records = [system("UNOG", "Galaxy", alias="Inspira"), system("ECA", "Galaxy"),
               system("ECE", "Inspira")]  # fmt: skip
    assert all(len(each.uids) == 2 for each in found(records))


def decision(kind, *sides, sheet="systems"):
    return Decided(
        id=decision_id(kind, sheet, sides), sheet=sheet, kind=kind, sides=sides, who="tester",
        titles={uid: Titled("X", "x") for side in sides for uid in side},
        at=datetime(2026, 11, 23, tzinfo=UTC),
    )  # fmt: skip


def test_what_was_decided_is_not_asked_again():
    one, two, three = (system(code, "Umoja") for code in ("UNOG", "ECA", "ECE"))
    uids = (one.uid, two.uid)
    assert found([one, two], [decision("join", uids)]) == ()
    assert found([one, two], [decision("different", *((uid,) for uid in uids))]) == ()
    [suggestion] = found([one, two, three], [decision("join", uids)])
    assert {frozenset(side) for side in suggestion.sides} == {
        frozenset(uids), frozenset({three.uid}),
    }  # fmt: skip
    apart = decision("different", (one.uid,), (three.uid,))
    assert all({one.uid, three.uid} - set(each.uids) for each in found([one, two, three], [apart]))


def test_a_newcomer_fits_a_join_if_it_fits_one_of_the_joined():
    one, two = system("UNOG", "Umoja"), system("ECA", "Enterprise platform")
    newcomer = system("ECE", "Umoja")
    [suggestion] = found([one, two, newcomer], [decision("join", (one.uid, two.uid))])
    assert set(suggestion.uids) == {one.uid, two.uid, newcomer.uid}


def test_a_host_and_its_tenant_are_told_as_such():
    provider = record("data_centres", "UNGSC", 1, name="Brindisi data centre", city="Brindisi",
                      shared_service_position="PROVIDER", agencies_serviced="UNIFIL; MINURSO")  # fmt: skip
    tenant = record("data_centres", "UNIFIL", 2, name="مركز البيانات", city="برينديزي",
                    shared_service_position="TENANT")  # fmt: skip
    [suggestion] = found([tenant, provider], sheet="data_centres")
    assert suggestion.level is Level.CERTAIN
    assert suggestion.uids[0] == provider.uid
    assert {"HOST-TENANT", "HOST-NAMED", "CITY-SAME"} <= {
        each.ground.code for each in suggestion.told()
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://www.un.example/geneva/", ("un.example", "/geneva")),
        ("UN.example/geneva/index.html", ("un.example", "/geneva")),
        ("http://a@b.example:8080/x?y=1#z", ("b.example", "/x?y=1")),
        ("not an address", ("", "")), ("intranet", ("", "")), ("", ("", "")),
    ],
)  # fmt: skip
def test_web_addresses_are_compared_without_what_does_not_matter(text, expected):
    assert address_of(text) == expected


def test_distances_are_those_of_the_globe():
    import math

    def point(latitude, longitude):
        return math.radians(latitude), math.radians(longitude)

    geneva, vienna = point(46.2265, 6.1404), point(48.2345, 16.4170)
    assert metres_between(geneva, vienna) == pytest.approx(803_000, rel=0.01)
    assert metres_between(geneva, geneva) == 0


def test_levels_are_reached_from_their_points_on():
    assert [level_of(n) for n in (78, 77, 50, 49, 32, 31)] == [
        Level.CERTAIN, Level.LIKELY, Level.LIKELY, Level.POSSIBLE, Level.POSSIBLE, None,
    ]  # fmt: skip


@pytest.mark.parametrize("code", TEXTS)
def test_every_ground_has_a_sentence_that_can_be_filled_in(code):
    names = ("one", "other", "shared", "value", "metres", "kilometres")
    said = Ground(code, 1, dict.fromkeys(names, "x")).text(EN)
    assert said.endswith((".", "…"))
    assert "{" not in said


NAMES = st.sampled_from(["Umoja", "UMOJA", "Inspira", "Инспира", "Inspira (HR)", "Intranet", "IMIS",
                         "Integrated Management Information System", "Galilleo", "Galileo"])  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(NAMES, st.sampled_from(["UNOG", "ECA", "ECE"])), max_size=7),
       st.randoms(use_true_random=False))  # fmt: skip
def test_the_order_of_the_records_makes_no_difference(listed, random):
    records = [system(entity, name, n) for n, (name, entity) in enumerate(listed)]
    mixed = list(records)
    random.shuffle(mixed)
    pairs = [
        {
            frozenset((link.one, link.other)): link.points
            for each in found(some)
            for link in each.links
        }
        for some in (records, mixed)
    ]
    assert sorted(pairs[0].values()) == sorted(pairs[1].values())
    once, again = ({(each.level, frozenset(each.uids)) for each in found(some)}
                   for some in (records, records))  # fmt: skip
    assert once == again


def test_thousands_of_records_take_seconds_and_can_be_stopped():
    syllables = ("ka", "lo", "mi", "ru", "te", "sa", "ne", "vo", "pi", "du")
    names = [f"{a}{b}{c} {d}{a}" for a in syllables for b in syllables for c in syllables
             for d in ("zen", "tor")]  # fmt: skip
    records = [system(("UNOG", "ECA")[n % 2], name.title(), n) for n, name in enumerate(names)]
    finder = Finder("systems", records, WORDS)
    begun = time.monotonic()
    finder.suggestions()
    assert time.monotonic() - begun < 8  # 2,000 records; in practice one

    class Stopping:
        def step(self, done, total, what=""):
            raise Cancelled

    with pytest.raises(Cancelled):
        Finder("systems", records[:50], WORDS).suggestions(progress=Stopping())


def test_a_sheet_with_nothing_on_it_has_no_suggestions():
    assert found([]) == ()
    assert found([record("data_centres", "UNOG", 1, name="A", gross_floor_area=Decimal(1))],
                 sheet="data_centres") == ()  # fmt: skip
