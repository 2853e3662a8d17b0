"""Three-way merging: what was issued, what is ours, what came back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain import merging
from inventory_app.domain.contradictions import Claim, comes_first, in_any_order
from inventory_app.domain.merging import Answer
from inventory_app.domain.records import Declaration, Record, make_uid
from inventory_app.domain.values import ValueState
from inventory_app.domain.workbooks import Identity, Issued, Return, ReturnedRow, ReturnedSheet

CATALOGUE = catalogues.default()
UNITS = CATALOGUE["units"]
IDENTITY = Identity(
    store="s", round="2026", entity="UNOG", issue="i1", number=1, language="en", catalogue="c"
)
FIELDS = ("unit_code", "name", "reports_to", "approved_posts")
A, B, C = (make_uid("UN", name) for name in (b"a", b"b", b"c"))


def row(uid, number=5, unreadable=(), states=None, **values):
    cells = {name: f"{'ABCDEFGH'[place]}{number}" for place, name in enumerate(FIELDS)}
    return ReturnedRow(
        uid=uid,
        row=number,
        values=values,
        states=states or {},
        cells=cells,
        unreadable=frozenset(unreadable),
    )


def returned(*rows, issued=None, fields=FIELDS, issue="i1"):
    sheet = ReturnedSheet(
        sheet="units",
        tab="Units",
        fields=frozenset(fields),
        rows=rows,
        declaration=Declaration(sheet="units"),
    )
    identity = Identity(**{**IDENTITY.parts(), "number": 1, "issue": issue})
    return Return(
        identity=identity,
        sheets={"units": sheet},
        issued={"units": {uid: Issued(values=values) for uid, values in (issued or {}).items()}},
        findings=(),
    )


def records(**by_uid):
    return {
        "units": tuple(
            Record(sheet="units", uid=uid, entity="UNOG", round="2026", values=values)
            for uid, values in by_uid.items()
        )
    }


def plan(content, ours):
    return merging.plan(CATALOGUE, content, ours)


def after(content, ours, side=None):
    made = plan(content, ours)
    return applied(merging.resolved(made, side) if side else made, content, ours)


def applied(made, content, ours):
    mine = {record.uid: record for record in ours.get("units", ())}
    for each in made.rows:
        mine[each.uid] = merging.applied(UNITS, each, mine.get(each.uid), content.identity)
    return {"units": tuple(mine.values())}


BASE = {"unit_code": "ICT", "name": "Unit", "approved_posts": 4}


def test_an_untouched_row_changes_nothing():
    made = plan(returned(row(A, **BASE), issued={A: BASE}), records(**{A: BASE}))
    assert made.changes_nothing
    assert made.counts.as_dict() == {
        "new": 0, "changed": 0, "unchanged": 1, "conflicting": 0, "missing": 0, "rejected": 0,
    }  # fmt: skip


def test_a_field_that_only_the_return_changed_is_taken():
    content = returned(row(A, **BASE | {"approved_posts": 7}), issued={A: BASE})
    made = plan(content, records(**{A: BASE}))
    [changed] = made.rows
    [update] = changed.updates
    assert (update.field, update.before.value, update.after.value) == ("approved_posts", 4, 7)
    assert update.cell == "D5"


def test_a_headquarters_correction_is_kept_when_the_return_did_not_touch_the_field():
    content = returned(row(A, **BASE), issued={A: BASE})
    assert plan(content, records(**{A: BASE | {"name": "Corrected"}})).changes_nothing


def test_both_sides_changing_a_field_is_a_conflict_and_stays_ours():
    content = returned(row(A, **BASE | {"name": "Theirs"}), issued={A: BASE})
    ours = records(**{A: BASE | {"name": "Ours"}})
    [conflict] = plan(content, ours).conflicts
    assert (conflict.issued.value, conflict.ours.value, conflict.theirs.value) == (
        "Unit", "Ours", "Theirs",
    )  # fmt: skip
    assert plan(content, ours).counts.conflicting == 1
    assert after(content, ours)["units"][0]["name"] == "Ours"
    assert after(content, ours, "ours")["units"][0]["name"] == "Ours"
    assert after(content, ours, "theirs")["units"][0]["name"] == "Theirs"


def test_both_sides_making_the_same_change_is_no_conflict():
    content = returned(row(A, **BASE | {"name": "New"}), issued={A: BASE})
    assert plan(content, records(**{A: BASE | {"name": "New"}})).changes_nothing


def test_an_emptied_cell_never_deletes():
    emptied = {key: value for key, value in BASE.items() if key != "name"}
    made = plan(returned(row(A, **emptied), issued={A: BASE}), records(**{A: BASE}))
    assert made.changes_nothing
    [finding] = made.findings
    assert (finding.code, finding.field, finding.expected) == ("L-CLEARED", "name", "Unit")


def test_saying_not_applicable_is_a_change():
    emptied = {key: value for key, value in BASE.items() if key != "name"}
    content = returned(row(A, states={"name": ValueState.NA}, **emptied), issued={A: BASE})
    [merged] = after(content, records(**{A: BASE}))["units"]
    assert merged["name"] is None
    assert merged.states == {"name": ValueState.NA}


def test_an_absent_row_is_missing_and_never_deleted():
    made = plan(returned(issued={A: BASE}), records(**{A: BASE}))
    assert made.changes_nothing
    assert made.counts.missing == 1
    assert [finding.code for finding in made.findings] == ["L-ROW-ABSENT"]


def test_a_row_emptied_whole_counts_as_absent():
    made = plan(returned(row(A), issued={A: BASE}), records(**{A: BASE}))
    assert [finding.code for finding in made.findings] == ["L-ROW-ABSENT"]
    assert made.counts.missing == 1


def test_a_missing_column_says_nothing_about_its_answers():
    content = returned(row(A, unit_code="ICT"), issued={A: BASE}, fields=("unit_code",))
    made = plan(content, records(**{A: BASE}))
    assert made.changes_nothing
    assert made.findings == ()


def test_an_unreadable_cell_leaves_the_field_alone_and_is_counted():
    content = returned(
        row(A, unreadable=("approved_posts",), unit_code="ICT", name="Unit"), issued={A: BASE}
    )
    made = plan(content, records(**{A: BASE}))
    assert made.changes_nothing
    assert made.counts.rejected == 1


def test_a_spare_row_becomes_a_new_record():
    content = returned(row(A, **BASE), row(B, 6, unit_code="NEW", name="New"), issued={A: BASE})
    made = plan(content, records(**{A: BASE}))
    assert made.counts.new == 1
    assert [each.uid for each in made.rows if each.new] == [B]


def test_a_row_without_its_code_finds_its_record_by_what_people_know_it_by():
    content = returned(row(None, **BASE | {"unit_code": " ict "}), issued={A: BASE})
    made = plan(content, records(**{A: BASE}))
    assert not any(each.new for each in made.rows)
    assert made.counts.missing == 0


def test_a_pasted_row_gets_the_same_code_each_time():
    content = returned(row(None, unit_code="X", name="Pasted"))
    ours = after(content, {})
    assert len(ours["units"]) == 1
    assert plan(content, ours).changes_nothing


def test_a_copied_row_becomes_a_record_of_its_own():
    content = returned(
        row(A, **BASE), row(A, 6, **BASE | {"unit_code": "COPY", "name": "Copy"}), issued={A: BASE}
    )
    made = plan(content, records(**{A: BASE}))
    assert made.counts.new == 1
    assert "L-ROW-COPIED" in [finding.code for finding in made.findings]


def test_the_same_row_twice_is_taken_once():
    content = returned(row(A, **BASE), row(A, 6, **BASE), issued={A: BASE})
    made = plan(content, records(**{A: BASE}))
    assert made.changes_nothing
    assert [finding.code for finding in made.findings] == ["L-ROW-REPEATED"]


def test_two_different_rows_that_both_claim_a_record_are_refused():
    content = returned(
        row(A, **BASE | {"name": "One"}), row(A, 6, **BASE | {"name": "Two"}), issued={A: BASE}
    )
    made = plan(content, records(**{A: BASE}))
    assert "L-ROW-UNCLEAR" in [finding.code for finding in made.findings]
    assert not made.rows
    assert (made.counts.rejected, made.counts.missing) == (2, 0)
    assert {each.cell for each in made.findings} == {"5:5", "6:6"}


def unit(name, **more):
    return BASE | {"unit_code": name, "name": f"Unit {name}"} | more


def test_rows_that_were_sorted_without_their_codes_find_their_records():
    issued = {A: unit("A"), B: unit("B"), C: unit("C")}
    content = returned(
        row(A, 5, **unit("B")), row(B, 6, **unit("C", approved_posts=9)), row(C, 7, **unit("A")),
        issued=issued,
    )  # fmt: skip
    made = plan(content, records(**issued))
    [changed] = made.rows
    assert (changed.uid, [u.field for u in changed.updates]) == (C, ["approved_posts"])
    told = [(f.code, f.uid, f.cell, f.found, f.expected) for f in made.findings]
    assert told == [
        ("L-ROW-DISPLACED", B, "5:5", "B · Unit B", "A · Unit A"),
        ("L-ROW-DISPLACED", C, "6:6", "C · Unit C", "B · Unit B"),
        ("L-ROW-DISPLACED", A, "7:7", "A · Unit A", "C · Unit C"),
    ]


def test_a_record_that_got_the_name_of_another_one_that_is_there_stays_itself():
    issued = {A: unit("A"), B: unit("B")}
    content = returned(row(A, 5, **unit("B")), row(B, 6, **unit("B")), issued=issued)
    made = plan(content, records(**issued))
    assert [(each.uid, each.new) for each in made.rows] == [(A, False)]
    assert made.findings == ()


def test_a_row_that_lost_its_code_is_recognised_and_that_is_told():
    content = returned(row(None, **BASE), issued={A: BASE})
    [finding] = plan(content, records(**{A: BASE})).findings
    assert (finding.code, finding.cell, finding.found) == ("L-ROW-RECOGNISED", "5:5", "ICT · Unit")


def test_every_repetition_of_a_row_is_told():
    content = returned(*(row(A, n, **BASE) for n in (5, 6, 7)), issued={A: BASE})
    made = plan(content, records(**{A: BASE}))
    assert [(f.code, f.cell) for f in made.findings] == [
        ("L-ROW-REPEATED", "6:6"), ("L-ROW-REPEATED", "7:7"),
    ]  # fmt: skip


def test_a_sheet_said_to_be_unchanged_that_was_changed_is_a_contradiction():
    content = returned(row(A, **BASE | {"name": "New"}), issued={A: BASE})
    said = replace(content.sheets["units"], declaration=Declaration(sheet="units", unchanged=True))
    made = plan(replace(content, sheets={"units": said}), records(**{A: BASE}))
    assert [(f.code, f.found) for f in made.findings] == [("L-UNCHANGED-BUT-CHANGED", "1")]
    assert made.counts.changed == 1


def test_two_halves_of_a_department_that_used_one_spare_row_both_come_in():
    first = returned(row(B, unit_code="ONE", name="One"))
    second = returned(row(B, unit_code="TWO", name="Two"))
    ours = after(second, after(first, {}))
    assert {record["unit_code"] for record in ours["units"]} == {"ONE", "TWO"}


values = st.fixed_dictionaries(
    {"unit_code": st.sampled_from(["K1", "K2", "K3"])},
    optional={
        "name": st.sampled_from(["n1", "n2", "n3"]),
        "reports_to": st.sampled_from(["r1", "r2"]),
        "approved_posts": st.integers(0, 3),
    },
)
sheets = st.dictionaries(st.sampled_from([A, B, C]), values, max_size=3)


@given(issued=sheets, ours=sheets)
def test_an_untouched_return_never_changes_a_record(issued, ours):
    rows = [row(uid, 5 + n, **known) for n, (uid, known) in enumerate(issued.items())]
    content = returned(*rows, issued=issued)
    mine = records(**{uid: ours.get(uid, known) for uid, known in issued.items()})
    assert plan(content, mine).changes_nothing


@given(issued=sheets, ours=sheets, theirs=sheets)
def test_every_value_of_a_return_is_taken_or_kept_as_a_conflict_or_a_finding(issued, ours, theirs):
    rows = [row(uid, 5 + n, **known) for n, (uid, known) in enumerate(theirs.items())]
    content = returned(*rows, issued=issued)
    mine = records(**ours)
    made = plan(content, mine)
    merged = {record.uid: record for record in after(content, mine)["units"]}
    told = {(each.field, each.theirs.value) for each in made.conflicts}
    unclear = {each.uid for each in made.findings if each.code == "L-ROW-UNCLEAR"}
    for uid, known in theirs.items():
        for name, value in known.items():
            if any(known_then.get(name) == value for known_then in issued.values()):
                continue  # what was issued is no news: a correction of ours stands
            taken = any(record[name] == value for record in merged.values())
            assert taken or (name, value) in told or uid in unclear


@given(issued=sheets, ours=sheets, theirs=sheets)
def test_no_value_of_ours_is_lost(issued, ours, theirs):
    rows = [row(uid, 5 + n, **known) for n, (uid, known) in enumerate(theirs.items())]
    content = returned(*rows, issued=issued)
    made = plan(content, records(**ours))
    before = {(each.uid, u.field): u.before.value for each in made.rows for u in each.updates}
    merged = {record.uid: record for record in after(content, records(**ours))["units"]}
    for uid, known in ours.items():
        for name, value in known.items():
            assert merged[uid][name] == value or before[uid, name] == value


@given(issued=sheets, ours=sheets, theirs=sheets)
def test_merging_twice_equals_merging_once(issued, ours, theirs):
    rows = [row(uid, 5 + n, **known) for n, (uid, known) in enumerate(theirs.items())]
    content = returned(*rows, issued=issued)
    once = after(content, records(**ours))
    assert after(content, once) == once


@pytest.mark.parametrize("side", ["ours", "theirs"])
@given(issued=sheets, ours=sheets, theirs=sheets)
def test_a_named_side_leaves_no_conflict(side, issued, ours, theirs):
    rows = [row(uid, 5 + n, **known) for n, (uid, known) in enumerate(theirs.items())]
    content = returned(*rows, issued=issued)
    made = merging.resolved(plan(content, records(**ours)), side)
    assert made.conflicts == ()


def test_returns_that_touch_different_fields_merge_in_any_order():
    issued = {A: BASE}
    contents = [
        returned(row(A, **BASE | {"name": "New name"}), issued=issued),
        returned(row(A, **BASE | {"approved_posts": 9}), issued=issued),
        returned(row(A, **BASE | {"reports_to": "Director"}), issued=issued),
    ]
    results = []
    for order in permutations(contents):
        ours = records(**{A: BASE})
        for content in order:
            ours = after(content, ours)
        results.append(dict(ours["units"][0].values))
    assert all(result == results[0] for result in results)


changes = st.dictionaries(
    st.tuples(st.sampled_from([A, B]), st.sampled_from(FIELDS[1:])), st.integers(0, 2), max_size=4
)


def typed(name, number):
    return number if name == "approved_posts" else f"{name} {number}"


@given(said=st.lists(changes, min_size=2, max_size=3), ours=changes)
def test_the_order_in_which_returns_arrive_makes_no_difference(said, ours):
    """What stands is the same, and so is what is in conflict with it."""
    issued = {uid: BASE | {"unit_code": uid, "reports_to": "Head"} for uid in (A, B)}
    contents = []
    for each in said:
        rows = {uid: dict(known) for uid, known in issued.items()}
        for (uid, name), number in each.items():
            rows[uid][name] = typed(name, number)
        contents.append(
            returned(*(row(uid, **known) for uid, known in rows.items()), issued=issued)
        )
    outcomes = []
    for order in permutations(contents):
        begun = {uid: dict(known) for uid, known in issued.items()}
        for (uid, name), number in ours.items():
            begun[uid][name] = typed(name, number + 1)
        store, disputed, given_by = records(**begun), set(), {}
        for number, content in enumerate(order):
            made = in_any_order(plan(content, store), CATALOGUE, partial(claimed, given_by))
            disputed |= {(c.uid, c.field, c.theirs.value) for c in made.conflicts}
            given_by |= {
                (each.uid, u.field): (u.after, Claim(str(number), u.cell))
                for each in made.rows
                for u in each.updates
            }
            store = applied(made, content, store)
        stands = {(r.uid, name, r[name]) for r in store["units"] for name in FIELDS}
        outcomes.append((stands, disputed - stands))
    assert all(outcome == outcomes[0] for outcome in outcomes)


def claimed(given_by, conflict):
    answer, claim = given_by.get((conflict.uid, conflict.field), (None, None))
    return claim if answer == conflict.ours else None


@pytest.mark.parametrize(
    ("sheet", "field", "first", "second"),
    [
        ("units", "approved_posts", 9, 10),
        ("units", "name", "Alpha", "Bravo"),
        ("staff", "contract_end", date(2020, 3, 1), date(2020, 12, 1)),
    ],
)
def test_the_smaller_the_earlier_or_the_first_by_letters_stands(sheet, field, first, second):
    kind = CATALOGUE[sheet].fields[field].type
    assert comes_first(kind, Answer(first, None), Answer(second, None))
    assert not comes_first(kind, Answer(second, None), Answer(first, None))
    assert comes_first(kind, Answer(second, None), Answer(None, ValueState.NA))
    assert not comes_first(kind, Answer(first, None), Answer(first, None))


@given(said=st.lists(values, min_size=2, max_size=3))
def test_new_rows_of_several_returns_are_the_same_records_in_any_order(said):
    contents = [returned(row(C, **known)) for known in said]
    outcomes = set()
    for order in permutations(contents):
        store, disputed = {}, set()
        for content in order:
            disputed |= {(c.field, c.theirs.value) for c in plan(content, store).conflicts}
            store = after(content, store)
        stands = {(name, r[name]) for r in store["units"] for name in FIELDS if r[name] is not None}
        outcomes.add(frozenset(stands | disputed))
    assert len(outcomes) == 1
