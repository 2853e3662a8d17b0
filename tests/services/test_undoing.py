"""Taking back any change of any history: what nobody changed later comes back, the rest stays."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.derivations import derive
from inventory_app.errors import UserError
from inventory_app.services.history import History
from inventory_app.services.safekeeping import Safekeeping
from inventory_app.store.database import Database
from inventory_app.workspace import Workspace

CATALOGUE = catalogues.default()
STAFF = CATALOGUE["staff"]
FIELDS = {
    "annual_cost": [Decimal("100.00"), Decimal("250.50"), None],
    "ict_time_share": [Decimal("50.00"), Decimal("12.50"), None],
    "functional_title": ["Analyst", "Chef du réseau", None],
    "remarks": ["a", "b"],
}


def clock():
    return datetime(2026, 7, 1, 12, tzinfo=UTC)


def staff(uid="ST-1", **values):
    kept = {name: value for name, value in values.items() if value is not None}
    kept |= {n: v for n, v in derive(STAFF, kept).items() if v is not None}
    return {
        "id": f"2026/{uid}", "uid": uid, "entity": "UNOG", "round": "2026", "standing": "reported",
        **{f"f_{name}": value for name, value in kept.items()},
    }  # fmt: skip


def table(store):
    return store.schema.records["staff"]


def rows(store):
    with store.reading() as connection:
        return {
            row.id: {k: v for k, v in row._mapping.items() if v is not None}
            for row in connection.execute(table(store).select())
        }


def answers(row):
    return {k.removeprefix("f_"): v for k, v in row.items() if k.startswith("f_")}


def change(store, uid, label="Change", states=None, **values):
    """Change fields as the program does: computed fields and states with them."""
    old = rows(store)[f"2026/{uid}"]
    new = {**answers(old), **values}
    new |= derive(STAFF, {n: v for n, v in new.items() if v is not None})
    after = {f"f_{n}": v for n, v in new.items() if old.get(f"f_{n}") != v or n in values}
    if states is not None:
        after["states"] = {**(old.get("states") or {}), **states}
    before = {column: old.get(column) for column in after}
    with store.writing(label) as transaction:
        transaction.change(table(store), [(old["id"], before, after)])


def add(store, uid, **values):
    with store.writing("Add") as transaction:
        transaction.add(table(store), [staff(uid, **values)])


def remove(store, uid):
    with store.writing("Remove") as transaction:
        transaction.remove(table(store), [rows(store)[f"2026/{uid}"]])


@pytest.fixture
def store(tmp_path):
    made = Database.create(tmp_path / "a.ictinv", CATALOGUE, who="tester", clock=clock)
    yield made
    made.close()


@pytest.fixture
def history(store):
    return History(store)


def test_an_older_change_is_taken_back_where_nobody_changed_it_later(store, history):
    add(store, "ST-1", functional_title="A", annual_cost=Decimal("10.00"))
    change(store, "ST-1", functional_title="B", annual_cost=Decimal("20.00"))
    change(store, "ST-1", functional_title="C")
    plan = history.undo_plan(2)
    assert plan.refusal is None
    [restored] = plan.restores
    assert [
        (f.name, f.before.value, f.after.value) for f in restored.fields if f.name == "annual_cost"
    ] == [("annual_cost", Decimal("20.00"), Decimal("10.00"))]
    [stay] = plan.stays
    assert (stay.field, stay.by, stay.row.title) == ("functional_title", 3, stay.row.title)
    assert plan.later[3].label == "Change"
    history.undo(2)
    row = rows(store)["2026/ST-1"]
    assert (row["f_functional_title"], row["f_annual_cost"]) == ("C", Decimal("10.00"))
    assert Safekeeping(store).verify() == []


def test_a_record_that_was_changed_later_is_not_removed_by_undoing_its_addition(store, history):
    add(store, "ST-1", functional_title="A")
    change(store, "ST-1", functional_title="B")
    plan = history.undo_plan(1)
    assert plan.refusal.code == "E-UNDO-CHANGED-LATER"
    assert [(stay.field, stay.by) for stay in plan.stays] == [("", 2)]
    with pytest.raises(UserError) as refused:
        history.undo(1)
    assert refused.value.code == "E-UNDO-CHANGED-LATER"
    assert rows(store)["2026/ST-1"]["f_functional_title"] == "B"


def test_a_change_to_a_record_that_was_removed_later_stays_as_it_is(store, history):
    add(store, "ST-1", functional_title="A")
    change(store, "ST-1", functional_title="B")
    remove(store, "ST-1")
    assert [stay.by for stay in history.undo_plan(2).stays] == [3]
    history.undo(3)
    history.undo(2)
    assert rows(store)["2026/ST-1"]["f_functional_title"] == "A"


def test_what_an_undo_left_can_be_taken_back_once_the_later_change_is_gone(store, history):
    add(store, "ST-1", functional_title="A", remarks="x")
    change(store, "ST-1", functional_title="B", remarks="y")
    change(store, "ST-1", functional_title="C")
    history.undo(2)
    history.undo(3)
    assert rows(store)["2026/ST-1"]["f_functional_title"] == "B"
    assert history.next_undo().number == 2
    history.undo()
    assert rows(store)["2026/ST-1"]["f_functional_title"] == "A"


def test_computed_fields_follow_what_comes_back(store, history):
    add(store, "ST-1", ict_time_share=Decimal("50.00"), annual_cost=Decimal("100.00"))
    change(store, "ST-1", ict_time_share=Decimal("100.00"))
    change(store, "ST-1", annual_cost=Decimal("300.00"))
    history.undo(2)
    row = rows(store)["2026/ST-1"]
    assert row["f_ict_cost"] == Decimal("150.00")
    history.undo(3)
    assert rows(store)["2026/ST-1"]["f_ict_cost"] == Decimal("50.00")


def test_redo_brings_back_what_was_undone_last_until_something_new_is_done(store, history):
    add(store, "ST-1", remarks="a")
    change(store, "ST-1", remarks="b")
    change(store, "ST-1", remarks="c")
    history.undo()
    history.undo()
    assert history.next_redo().number == 2
    assert history.redo().number == 2
    assert rows(store)["2026/ST-1"]["f_remarks"] == "b"
    assert history.redo().number == 3
    assert rows(store)["2026/ST-1"]["f_remarks"] == "c"
    assert history.next_redo() is None
    history.undo()
    change(store, "ST-1", functional_title="new")
    with pytest.raises(UserError) as refused:
        history.redo()
    assert refused.value.code == "E-NOTHING-TO-REDO"


def test_a_change_that_was_taken_back_is_not_taken_back_again(store, history):
    add(store, "ST-1", remarks="a")
    change(store, "ST-1", remarks="b")
    history.undo(2)
    change(store, "ST-1", remarks="b")
    assert history.undo_plan(2).refusal.code == "E-UNDONE-ALREADY"
    history.undo(1) if history.undo_plan(1).refusal is None else None
    assert rows(store)["2026/ST-1"]["f_remarks"] == "b"


def test_a_change_that_changed_nothing_can_be_taken_back_too(store, history):
    add(store, "ST-1", remarks="a")
    with store.writing("Nothing") as transaction:
        transaction.add(table(store), [staff("ST-2")])
        transaction.remove(table(store), [staff("ST-2")])
    assert history.undo().number == 2
    assert history.undo().number == 1
    assert rows(store) == {}
    assert Safekeeping(store).verify() == []


def test_a_round_that_is_needed_by_later_changes_is_not_taken_back(tmp_path):
    with Workspace.create(tmp_path / "s.ictinv", clock=clock, who="tester") as workspace:
        workspace.rounds.open("2026", as_of=date(2026, 6, 30), deadline=date(2026, 9, 30))
        opened = workspace.history.last(1)[0].number
        with workspace.database.writing("Add") as transaction:
            transaction.add(table(workspace.database), [staff("ST-1")])
        with pytest.raises(UserError) as refused:
            workspace.history.undo(opened)
        assert refused.value.code == "E-UNDO-NEEDED"
        with pytest.raises(UserError):
            workspace.history.undo(1)  # the entities are asked in the round
        workspace.history.undo()
        workspace.history.undo(opened)
        assert workspace.rounds.all() == {}
        workspace.history.redo()
        assert list(workspace.rounds.all()) == ["2026"]
        assert workspace.safekeeping.verify() == []


def test_what_is_needed_is_called_by_its_name_and_codes_by_theirs(tmp_path):
    with Workspace.create(tmp_path / "s.ictinv", clock=clock, who="tester") as workspace:
        workspace.rounds.open("2026", as_of=date(2026, 6, 30), deadline=date(2026, 9, 30))
        issued = workspace.workbooks.issue("2026", tmp_path, entities=["UNOG"], language="en")
        number = workspace.history.last(1)[0].number
        workspace.returns.merge([issued.files[0].path])
        refusal = workspace.history.undo_plan(number).refusal
        assert refusal.params["what"] == issued.files[0].path.name
        rows = workspace.history.rows(1).rows
        unog = next(row for row in rows if row.key == "UNOG")
        said = {each.name: each.after_text("en") for each in unog.fields}
        assert (said["type"], said["language"]) == ("Office away from headquarters", "Français")
        assert all(each.label("en") != each.name for each in unog.fields)


def test_an_unknown_change_is_refused_by_number(history):
    with pytest.raises(UserError) as refused:
        history.undo(7)
    assert refused.value.code == "E-NO-CHANGE"


def test_entries_are_found_by_word_author_origin_and_day(store, history):
    add(store, "ST-1", remarks="a")
    with store.writing(
        "Merge the return of {entity} ({file})",
        origin="merged",
        entity="UNOG",
        file="Été 100%.xlsx",
    ) as transaction:
        transaction.add(table(store), [staff("ST-2")])
    assert history.entries().total == 2
    [found] = history.entries("return été").entries or history.entries("return Été").entries
    assert (found.changes.number, found.rows, found.stands) == (2, 1, True)
    assert history.entries("100%").total == 1
    assert history.entries("100_").total == 0
    assert history.entries(origin="merged").total == 1
    assert history.entries(who="nobody").total == 0
    assert history.entries(since=date(2026, 7, 1), until=date(2026, 7, 1)).total == 2
    assert history.entries(since=date(2026, 7, 2)).total == 0
    assert history.entries(entity="UNOG").total == 2
    assert history.entries(entity="UNOV").total == 0
    assert [e.changes.number for e in history.entries(offset=1, limit=1).entries] == [1]
    history.undo(1)
    assert history.entries(origin="typed").entries[0].undone_by == 3
    assert history.authors() == ("tester",)


def test_rows_of_a_change_are_described_in_the_language_of_the_reader(store, history):
    add(store, "ST-1", functional_title="Analyst", occupancy="VACANT")
    change(store, "ST-1", occupancy="ENCUMBERED", states={"annual_cost": "NA"})
    page = history.rows(2)
    [row] = page.rows
    assert (page.total, row.kind, row.sheet, row.entity, row.round) == (
        1,
        "changed",
        "staff",
        "UNOG",
        "2026",
    )
    said = {field.name: (field.before_text("fr"), field.after_text("fr")) for field in row.fields}
    field = STAFF.fields["occupancy"]
    assert said["occupancy"] == (
        field.type.list.label("VACANT", "fr"),
        field.type.list.label("ENCUMBERED", "fr"),
    )
    assert row.fields[0].label("fr") == STAFF.fields[row.fields[0].name].label("fr")
    assert "annual_cost" in said


UIDS = ("ST-1", "ST-2")
operation = st.one_of(
    st.tuples(
        st.just("add"), st.sampled_from(UIDS), st.sampled_from(sorted(FIELDS)), st.integers(0, 2)
    ),
    st.tuples(
        st.just("change"), st.sampled_from(UIDS), st.sampled_from(sorted(FIELDS)), st.integers(0, 2)
    ),
    st.tuples(
        st.just("state"), st.sampled_from(UIDS), st.sampled_from(sorted(FIELDS)), st.integers(0, 1)
    ),
    st.tuples(st.just("remove"), st.sampled_from(UIDS)),
    st.tuples(st.just("undo"), st.integers(1, 14)),
    st.tuples(st.just("back")),
    st.tuples(st.just("redo")),
)


def do(store, history, name, *given):
    if name in ("undo", "back", "redo"):
        try:
            history.redo() if name == "redo" else history.undo(*given)
        except UserError:
            return
        return
    uid, there = given[0], f"2026/{given[0]}" in rows(store)
    if name == "add" and not there:
        add(store, uid, **{given[1]: FIELDS[given[1]][given[2] % len(FIELDS[given[1]])]})
    elif name == "change" and there:
        change(store, uid, **{given[1]: FIELDS[given[1]][given[2] % len(FIELDS[given[1]])]})
    elif name == "state" and there:
        change(store, uid, states={given[1]: ("NA", "NR")[given[2]]})
    elif name == "remove" and there:
        remove(store, uid)


@settings(max_examples=settings().max_examples // 2)  # each makes a store
@given(st.lists(operation, max_size=14))
def test_any_history_can_be_taken_back_to_its_beginning(operations):
    with tempfile.TemporaryDirectory() as folder:
        store = Database.create(Path(folder) / "a.ictinv", CATALOGUE, who="tester", clock=clock)
        history = History(store)
        try:
            for each in operations:
                do(store, history, *each)
                for row in rows(store).values():
                    given_ = answers(row)
                    assert all(given_.get(n) == v for n, v in derive(STAFF, given_).items())
            assert Safekeeping(store).verify() == []
            ordinary = sum(change.undoes is None for change in history.last(99))
            for _ in range(ordinary):
                if history.next_undo() is None:
                    break
                history.undo()
            assert history.next_undo() is None
            assert rows(store) == {}
            assert Safekeeping(store).verify() == []
        finally:
            store.close()


@settings(max_examples=settings().max_examples // 2)  # each makes a store
@given(
    st.lists(operation.filter(lambda o: o[0] not in ("undo", "back", "redo")), max_size=10),
    st.data(),
)
def test_undo_and_redo_of_any_one_change_is_as_if_nothing_had_happened(operations, data):
    with tempfile.TemporaryDirectory() as folder:
        store = Database.create(Path(folder) / "a.ictinv", CATALOGUE, who="tester", clock=clock)
        history = History(store)
        try:
            for each in operations:
                do(store, history, *each)
            numbers = [change.number for change in history.last(99)]
            if not numbers:
                return
            before = rows(store)
            number = data.draw(st.sampled_from(numbers))
            plan = history.undo_plan(number)
            if plan.refusal is not None:
                with pytest.raises(UserError):
                    history.undo(number)
            else:
                history.undo(number)
                history.redo()
            assert rows(store) == before
            assert Safekeeping(store).verify() == []
        finally:
            store.close()
