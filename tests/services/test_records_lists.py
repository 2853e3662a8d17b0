"""Lists: filtered, sorted, paged and added up as people expect, and as a plain Python loop would."""
# ruff: noqa: RUF001 - letters of other scripts are what is looked for

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from answered_store import CATALOGUE, answered_store, keep, person
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain.grids import (
    Choice,
    Condition,
    GridQuery,
    Operation,
    Order,
    operations,
    text_of,
    value_of,
)
from inventory_app.domain.merging import Answer
from inventory_app.domain.values import ValueState
from inventory_app.errors import UserError
from inventory_app.store import queries

STAFF = CATALOGUE["staff"]
ALL = GridQuery(sheet="staff", round="2026", columns=("post_no", "functional_title", "fte"))
TITLES = ("Analyst", "analyst", "Éditeur", "Сервер", "سجل", "网络", "100%_sure", None)
QUALITIES = ("RECORDS", "ESTIMATED", "UNKNOWN", None)


def varied(number, rng):
    states = {} if rng.random() < 0.7 else {"grade": rng.choice(list(ValueState))}
    return person(
        "FOX", 100 + number, str(rng.randint(0, 100)), states=states,
        functional_title=rng.choice(TITLES), data_quality=rng.choice(QUALITIES),
        grade=None if states else rng.choice(["P-3", "P-5", "G-4", "D-1", None]),
        duty_station=rng.choice(["GENEVA", "VIENNA", None]),
        contract_start=rng.choice([date(2020, 1, 1), date(2026, 5, 5), None]),
        skills=rng.choice([("NETWORK",), ("NETWORK", "SECURITY"), None]),
        record_status=rng.choice([None, "VALID", "CLOSED", "DUPLICATE"]),
        retired_on=rng.choice([None, None, date(2026, 1, 1)]),
    )  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    with answered_store(tmp_path_factory.mktemp("lists")) as made_store:
        rng = random.Random(7)
        records = [varied(number, rng) for number in range(120)]
        keep(made_store, "2026", records[:80], "reported")
        keep(made_store, "2026", records[80:], "carried")
        yield made_store


@pytest.fixture(scope="module")
def staff(workspace):
    """Return all staff of the round as records, to compare with."""
    with workspace.database.reading() as connection:
        found = queries.records(connection, workspace.database.schema, "2026", sheets=["staff"])
    return [record for of_entity in found.values() for record in of_entity["staff"]]


def uids(workspace, *conditions, **more):
    return set(workspace.records.uids(replace(ALL, conditions=conditions, **more)))


def on(operation, field="", *values):
    return Condition(operation=operation, field=field, values=values)


COMPARED = [
    (on(Operation.IS, "functional_title", "Analyst"), lambda r: r["functional_title"] == "Analyst"),
    (on(Operation.IS_NOT, "functional_title", "Analyst"), lambda r: r["functional_title"] != "Analyst"),
    (on(Operation.CONTAINS, "functional_title", "ANAL"), lambda r: "anal" in (r["functional_title"] or "").lower()),
    (on(Operation.CONTAINS, "functional_title", "сер"), lambda r: r["functional_title"] == "Сервер"),
    (on(Operation.CONTAINS, "functional_title", "%_"), lambda r: r["functional_title"] == "100%_sure"),
    (on(Operation.CONTAINS, "duty_station", "geneva"), lambda r: r["duty_station"] == "GENEVA"),
    (on(Operation.ANY_OF, "duty_station", "VIENNA", None), lambda r: r["duty_station"] in ("VIENNA", None)),
    (on(Operation.ANY_OF, "skills", "SECURITY"), lambda r: "SECURITY" in (r["skills"] or ())),
    (on(Operation.ANY_OF, "skills", "NET"), lambda r: False),
    (on(Operation.IS_NOT, "skills", ("SECURITY",)), lambda r: "SECURITY" not in (r["skills"] or ())),
    (on(Operation.BETWEEN, "fte", Decimal("0.25"), Decimal("0.75")), lambda r: r["fte"] is not None and Decimal("0.25") <= r["fte"] <= Decimal("0.75")),
    (on(Operation.BETWEEN, "fte", None, Decimal("0.1")), lambda r: r["fte"] is not None and r["fte"] <= Decimal("0.1")),
    (on(Operation.BETWEEN, "contract_start", date(2026, 1, 1), None), lambda r: r["contract_start"] == date(2026, 5, 5)),
    (on(Operation.EMPTY, "grade"), lambda r: r["grade"] is None and "grade" not in r.states),
    (on(Operation.NOT_EMPTY, "grade"), lambda r: r["grade"] is not None or "grade" in r.states),
    (on(Operation.STATE, "grade", "NA"), lambda r: r.state("grade") == "NA"),
    (on(Operation.STATE, "grade", "NR", "NE"), lambda r: r.state("grade") in ("NR", "NE")),
    (on(Operation.STATE, "grade", "OK"), lambda r: r.state("grade") == "OK"),
    (on(Operation.STALE), lambda r: r.standing == "carried"),
    (on(Operation.RETIRED), lambda r: r["retired_on"] is not None),
    (on(Operation.INACTIVE), lambda r: r["retired_on"] is not None or not r.counts),
    (on(Operation.ACTIVE), lambda r: r["retired_on"] is None and r.counts),
    (on(Operation.IS, "entity", "FOX"), lambda r: r.entity == "FOX"),
    (on(Operation.CONTAINS, "entity", "fo"), lambda r: r.entity == "FOX"),
    (on(Operation.ANY_OF, "standing", "carried"), lambda r: r.standing == "carried"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "holds"), COMPARED, ids=lambda value: str(getattr(value, "operation", ""))[10:]
)
def test_a_condition_finds_what_a_loop_over_all_records_finds(workspace, staff, condition, holds):
    assert uids(workspace, condition) == {record.uid for record in staff if holds(record)}
    assert workspace.records.count(replace(ALL, conditions=(condition,))) == sum(map(holds, staff))


@given(st.lists(st.sampled_from(COMPARED), max_size=3))
def test_conditions_narrow_one_another(workspace, staff, several):
    wanted = {r.uid for r in staff if all(holds(r) for _, holds in several)}
    assert uids(workspace, *(condition for condition, _ in several)) == wanted


ORDERS = st.lists(
    st.builds(
        Order,
        st.sampled_from(["functional_title", "fte", "grade", "entity", "contract_start", "uid", "standing", "skills"]),
        st.booleans(),
    ),
    max_size=2,
    unique_by=lambda order: order.field,
)  # fmt: skip


@given(ORDERS, st.integers(1, 60))
def test_pages_are_slices_of_the_whole_list(workspace, order, size):
    query = replace(ALL, order=tuple(order))
    whole = workspace.records.uids(query)
    paged = []
    while rows := workspace.records.page(query, len(paged), size):
        paged += [row.uid for row in rows]
    assert tuple(paged) == whole
    assert len(set(whole)) == len(whole) == workspace.records.count(query)
    first = workspace.records.page(replace(query, columns=("fte",)), 0, size)
    assert [row.uid for row in first] == list(whole[:size])
    assert [workspace.records.position(query, uid) for uid in whole[:3]] == [0, 1, 2]


@given(
    st.sampled_from(["functional_title", "fte", "grade", "contract_start", "duty_station"]),
    st.booleans(),
)
def test_sorting_keeps_ties_in_place_and_puts_what_is_empty_last(workspace, staff, field, down):
    by_uid = {record.uid: record for record in staff}
    found = [
        by_uid[uid] for uid in workspace.records.uids(replace(ALL, order=(Order(field, down),)))
    ]
    values = [record[field] for record in found]
    filled = [value for value in values if value is not None]
    assert values[len(filled) :] == [None] * (len(values) - len(filled))
    listed = getattr(STAFF.fields[field].type, "list", None)
    key = list(listed.codes).index if listed else (lambda v: v.lower() if isinstance(v, str) else v)
    # The database knows capitals only from A to Z.
    if field != "functional_title":
        assert filled == sorted(filled, key=key, reverse=down)
    for one, next_ in pairwise(found):
        if one[field] == next_[field]:
            assert one.uid < next_.uid


def test_a_row_has_its_values_in_the_order_of_the_columns(workspace):
    columns = ("fte", "entity", "skills", "post_no", "standing")
    query = GridQuery(sheet="staff", round="2026", columns=columns, entities=("ALPHA",))
    row = workspace.records.page(query, 0, 1)[0]
    record = workspace.records.get("staff", row.uid, "2026").record
    assert row.values == (record["fte"], "ALPHA", record["skills"], record["post_no"], "reported")
    assert row.entity == "ALPHA"
    assert type(row.values[0]) is Decimal


def test_lists_can_be_narrowed_to_entities_and_to_given_records(workspace):
    some = workspace.records.uids(ALL)[3:6]
    assert set(workspace.records.uids(replace(ALL, only=some))) == set(some)
    assert workspace.records.count(replace(ALL, only=())) == 0
    assert workspace.records.count(replace(ALL, entities=())) == 0
    assert workspace.records.count(replace(ALL, entities=("ALPHA", "BRAVO"))) == 11


def test_groups_count_and_add_up_what_is_known(workspace, staff):
    groups = workspace.records.groups(ALL, "entity")
    assert [group.value for group in groups] == sorted({record.entity for record in staff})
    for group in groups:
        mine = [record for record in staff if record.entity == group.value]
        known = [record["fte"] for record in mine if record["fte"] is not None]
        assert group.count == len(mine)
        assert group.totals["fte"].known == len(known)
        assert group.totals["fte"].value == (sum(known) if known else None)
        assert "ict_cost" in group.totals
        assert "ict_time_share" not in group.totals
    [whole] = workspace.records.groups(ALL, None)
    assert whole.count == len(staff)
    assert whole.totals["fte"].value == sum(g.totals["fte"].value or 0 for g in groups)


def test_groups_stand_in_the_order_of_the_code_list_with_the_empty_one_last(workspace, staff):
    values = [group.value for group in workspace.records.groups(ALL, "grade")]
    order = list(STAFF.fields["grade"].type.list.codes)
    assert values[-1] is None
    assert [order.index(value) for value in values[:-1]] == sorted(
        order.index(v) for v in values[:-1]
    )


def test_a_filter_menu_offers_what_occurs_even_while_it_is_filtered_by(workspace, staff):
    narrowed = replace(ALL, conditions=(on(Operation.ANY_OF, "duty_station", "VIENNA"),))
    found = workspace.records.distinct(narrowed, "duty_station")
    counted = {
        value: sum(r["duty_station"] == value for r in staff)
        for value in {r["duty_station"] for r in staff}
    }
    assert {choice.value: choice.count for choice in found} == counted
    assert Choice(None, counted[None]) == found[-1]


def test_named_views_are_counted_together(workspace):
    stale = replace(ALL, conditions=(on(Operation.STALE),))
    assert workspace.records.counts([ALL, stale]) == (
        workspace.records.count(ALL), workspace.records.count(stale),
    )  # fmt: skip


def test_a_list_follows_each_change_and_each_undo(workspace):
    query = replace(ALL, order=(Order("fte", True),))
    before = workspace.records.uids(query)
    uid = workspace.records.add("staff", "2026", "GOLF", {})
    assert workspace.records.count(query) == len(before) + 1
    assert uid in workspace.records.uids(query)
    workspace.history.undo()
    assert workspace.records.uids(query) == before


def test_changed_this_round_means_new_or_with_another_answer(tmp_path):
    with answered_store(tmp_path) as workspace:
        same, other, state = (person("FOX", number) for number in (50, 51, 52))
        keep(workspace, "2025", [same, other, state])
        keep(workspace, "2026", [same, person("FOX", 51, "20")], "carried")
        keep(workspace, "2026", [person("FOX", 52, states={"remarks": ValueState.NA})])
        changed = uids(workspace, on(Operation.CHANGED), entities=("FOX",))
        assert same.uid not in changed
        assert {other.uid, state.uid, person("FOX", 0).uid} <= changed


def test_records_with_findings_are_found_and_no_longer_once_mended(tmp_path):
    with answered_store(tmp_path) as workspace:
        wrong = person("FOX", 60, "150")
        keep(workspace, "2026", [wrong])
        blocked = on(Operation.FINDINGS, "", "blocks")
        assert wrong.uid in uids(workspace, blocked)
        assert (
            workspace.records.findings("staff", "2026", [wrong.uid])[wrong.uid][0].code == "V-ABOVE"
        )
        right = workspace.records.parse("staff", "ict_time_share", "100", "en")
        workspace.records.change(
            "staff", "2026", [wrong.uid], {"ict_time_share": Answer(right.value, None)}
        )
        assert wrong.uid not in uids(workspace, blocked)
        workspace.history.undo()
        assert wrong.uid in uids(workspace, blocked)
        workspace.history.undo()
        assert wrong.uid not in uids(workspace, on(Operation.FINDINGS))


def test_the_findings_of_a_list_are_those_of_its_records(workspace, staff):
    every = {r.uid for r in staff if workspace.records.get("staff", r.uid, "2026").findings}
    assert uids(workspace, on(Operation.FINDINGS)) == every


def test_open_conflicts_are_found_until_they_are_decided(tmp_path):
    with answered_store(tmp_path) as workspace:
        table = workspace.database.schema["conflict"]
        uid = person("FOX", 0).uid
        row = {
            "id": "c", "return_id": "R-FOX", "round": "2026", "entity": "FOX", "sheet": "staff",
            "uid": uid, "field": "grade", "cell": "C7", "issued": [None, None],
            "ours": ["P-3", None], "theirs": ["P-4", None],
        }  # fmt: skip
        with workspace.database.writing("Conflict") as transaction:
            transaction.add(table, [row])
        assert uids(workspace, on(Operation.CONFLICTS)) == {uid}
        assert workspace.records.get("staff", uid, "2026").conflicts == ("grade",)
        with workspace.database.writing("Decide") as transaction:
            transaction.change(table, [("c", {"decision": None}, {"decision": "ours"})])
        assert uids(workspace, on(Operation.CONFLICTS)) == set()


def test_a_search_in_a_list_finds_words_labels_and_entities(workspace, staff):
    def found(text):
        return uids(workspace, search=text)

    assert found("editeur") == {r.uid for r in staff if r["functional_title"] == "Éditeur"}
    assert found("网络") == {r.uid for r in staff if r["functional_title"] == "网络"}
    assert found("СЕРВ") == {r.uid for r in staff if r["functional_title"] == "Сервер"}
    assert found("vien edit") == {
        r.uid for r in staff if r["functional_title"] == "Éditeur" and r["duty_station"] == "VIENNA"
    }
    assert found("alpha") == {r.uid for r in staff if r.entity == "ALPHA"}
    assert found('quoted "x') == set()
    assert found("%") == {r.uid for r in staff if r["functional_title"] == "100%_sure"}
    uid = staff[0].uid
    assert found(uid.lower()) == {uid}
    assert found("genève") == set()
    assert uids(workspace, search="genève", language="fr") == {
        r.uid for r in staff if r["duty_station"] == "GENEVA"
    }


def test_questions_that_make_no_sense_are_named(workspace):
    with pytest.raises(UserError, match="no sheet"):
        workspace.records.count(GridQuery(sheet="cars", round="2026"))
    with pytest.raises(UserError, match="no round"):
        workspace.records.count(GridQuery(sheet="staff", round="1999"))
    with pytest.raises(ValueError, match="nonsense"):
        workspace.records.count(replace(ALL, order=(Order("nonsense"),)))


def test_every_operation_offered_for_a_field_works_on_every_field(workspace):
    for sheet in CATALOGUE:
        query = GridQuery(sheet=sheet.name, round="2026")
        for field in sheet:
            for operation in operations(field.type):
                values = {
                    Operation.STATE: ("OK", "NR"),
                    Operation.BETWEEN: (None, None),
                    Operation.CONTAINS: ("a",),
                    Operation.EMPTY: (),
                    Operation.NOT_EMPTY: (),
                }.get(operation, (None,))
                condition = Condition(operation=operation, field=field.name, values=values)
                assert workspace.records.count(replace(query, conditions=(condition,))) >= 0
            workspace.records.page(replace(query, order=(Order(field.name),)), 0, 5)
            workspace.records.groups(query, field.name)


def test_conditions_can_be_kept_as_text():
    for name, value in (
        ("fte", Decimal("0.5")),
        ("contract_start", date(2020, 1, 2)),
        ("entity", "FOX"),
    ):
        assert value_of(text_of(value, STAFF, name), STAFF, name) == value


def test_a_list_of_another_sheet_has_its_own_totals(workspace):
    groups = workspace.records.groups(
        GridQuery(sheet="costs", round="2026", columns=("amount",)), None
    )
    # What seven entities gave in answer, and 50,000 that HOTEL gave last year.
    assert groups[0].totals["amount"].value == Decimal("1360000.01") + 50_000
