"""Any few returns of one entity, in any order, in real stores: nothing is lost, all can be undone."""

from __future__ import annotations

import itertools
import shutil

import pytest
from answered_store import Clock
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from survey_samples import issuing_store

from inventory_app.domain.merging import Answer
from inventory_app.domain.reviews import Decision
from inventory_app.services.survey_files import SurveyFile
from inventory_app.store import queries
from inventory_app.workspace import Workspace

ENTITY = "ALPHA"
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # shrinking stores takes too long
answers = st.dictionaries(
    st.tuples(
        st.integers(0, 1), st.sampled_from(["name", "reports_to", "users_served", "approved_posts"])
    ),
    st.integers(1, 3),
    min_size=1,
    max_size=4,
)


@pytest.fixture(scope="module")
def issued(tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    workspace, books = issuing_store(folder)
    path = workspace.database.path
    workspace.close()
    return path, books[ENTITY]


def typed(name, number):
    is_number = name in ("users_served", "approved_posts")
    return number if is_number else f"{name} {number}"


def filled(book, target, said):
    """Save *book* with answers in its first row and in a new one, as the forms do."""
    survey = SurveyFile.open(shutil.copy(book, target))
    known = survey.sheet("units").rows[0].uid
    for (row, name), number in sorted(said.items()):
        if row == 0:
            survey.change("units", known, name, typed(name, number))
    fresh = {name: typed(name, number) for (row, name), number in said.items() if row == 1}
    if fresh:
        survey.add("units", {"unit_code": "NEW", **fresh})
    survey.save()
    return target


def opened(path):
    return Workspace.open(path, clock=Clock(), who="tester")


def answered(workspace):
    """Return every answer of the entity, without the codes of records."""
    with workspace.database.reading() as connection:
        found = queries.records(connection, workspace.database.schema, "2026", entities=[ENTITY])
    return {
        (sheet, record["unit_code"] if sheet == "units" else record.uid, name): value
        for sheet, rows in found.get(ENTITY, {}).items()
        for record in rows
        for name, value in record.values.items()
    }


def disputed(workspace):
    """Return the fields in conflict and what the returns say, one for each conflict."""
    return sorted(
        (
            (each.place.field, each.theirs.value)
            for plan in workspace.reviews.open_conflicts("2026")
            for each in plan.fields()
        ),
        key=str,
    )


@settings(
    max_examples=max(settings().max_examples // 20, 2),  # each fills two files and four stores
    phases=_PHASES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(said=st.lists(answers, min_size=2, max_size=2))
def test_any_order_gives_the_same_loses_nothing_and_can_be_undone(issued, tmp_path_factory, said):
    store, book = issued
    folder = tmp_path_factory.mktemp("example")
    files = [filled(book, folder / f"{n}.xlsx", each) for n, each in enumerate(said)]
    outcomes = []
    for number, order in enumerate(itertools.permutations(files)):
        with opened(shutil.copy(store, folder / f"{number}.ictinv")) as workspace:
            before = answered(workspace)
            done = len([f for f in workspace.returns.merge(order).files if f.reason is None])
            assert done == len({file.read_bytes() for file in files})
            after, open_ = answered(workspace), disputed(workspace)
            for each in said:
                for (_row, name), value in each.items():
                    wanted = typed(name, value)
                    stands = any(key[2] == name and v == wanted for key, v in after.items())
                    assert stands or (name, wanted) in open_
            again = workspace.returns.merge(order)
            assert {file.status for file in again.files} == {"already-merged"}
            assert (answered(workspace), disputed(workspace)) == (after, open_)
            outcomes.append((after, open_))
            for _ in range(done):
                workspace.history.undo()
            assert answered(workspace) == before
            assert not disputed(workspace)
    assert outcomes[0] == outcomes[1]


@settings(
    max_examples=max(settings().max_examples // 20, 2),
    phases=_PHASES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=answers, second=answers, typed_there=answers)
def test_whatever_a_hub_does_headquarters_has_it_afterwards(
    issued, tmp_path_factory, first, second, typed_there
):
    """Headquarters has done nothing since: it ends up with what the hub has, but for open ones."""
    store, book = issued
    folder = tmp_path_factory.mktemp("hub")
    files = [filled(book, folder / "1.xlsx", first), filled(book, folder / "2.xlsx", second)]
    with opened(shutil.copy(store, folder / "hub.ictinv")) as hub:
        hub.returns.merge(files[:1])
        uids = sorted(row.uid for row in queries_of(hub) if row["unit_code"] is not None)
        for (row, name), number in typed_there.items():
            if row < len(uids):
                _change(hub, uids[row], name, number)
        hub.returns.merge(files[1:])
        wanted, open_there = answered(hub), disputed(hub)
    with opened(shutil.copy(store, folder / "hq.ictinv")) as hq:
        hq.returns.merge([folder / "hub.ictinv"])
        assert answered(hq) == wanted
        assert {field for field, _value in disputed(hq)} <= {field for field, _v in open_there}
        once = answered(hq)
        hq.returns.merge([folder / "hub.ictinv"])
        assert answered(hq) == once


def queries_of(workspace):
    with workspace.database.reading() as connection:
        found = queries.records(connection, workspace.database.schema, "2026", entities=[ENTITY])
    return found[ENTITY]["units"]


def _change(workspace, uid, name, number):
    workspace.records.change("units", "2026", [uid], {name: Answer(typed(name, number), None)})


@pytest.fixture
def disagreeing(issued, tmp_path):
    """Return a store and two returns of one entity that give its first unit 1 or 2 users."""
    store, book = issued
    small = filled(book, tmp_path / "small.xlsx", {(0, "users_served"): 1})
    large = filled(book, tmp_path / "large.xlsx", {(0, "users_served"): 2})
    return shutil.copy(store, tmp_path / "store.ictinv"), small, large


def users(workspace):
    return next(v for key, v in answered(workspace).items() if key[2] == "users_served")


def test_of_two_returns_that_disagree_the_smaller_answer_stands(disagreeing, tmp_path):
    store, small, large = disagreeing
    for number, order in enumerate(([small, large], [large, small])):
        with opened(shutil.copy(store, tmp_path / f"{number}.ictinv")) as workspace:
            [tried] = [f for f in workspace.returns.merge(order, dry_run=True).files if f.conflicts]
            first, second = workspace.returns.merge(order).files
            assert not first.conflicts
            [conflict] = second.conflicts
            assert (conflict.ours.value, conflict.theirs.value, users(workspace)) == (1, 2, 1)
            assert [each[:-1] for each in tried.conflicts] == [conflict[:-1]]
            [kept] = workspace.reviews.open_conflicts("2026")
            [field] = kept.fields()
            assert (kept.file_name, field.cell) == ("large.xlsx", conflict.cell)
            place = {field.place: Decision(choice="theirs")}
            workspace.reviews.decide("2026", {kept.sha256: place})
            assert (users(workspace), disputed(workspace)) == (2, [])


def test_the_later_return_can_be_taken_back_with_what_it_put_in_the_place_of_the_other(disagreeing):
    store, small, large = disagreeing
    with opened(store) as workspace:
        workspace.returns.merge([large, small])
        workspace.history.undo()
        assert (users(workspace), disputed(workspace)) == (2, [])


def test_a_correction_stays_whatever_a_return_says(disagreeing):
    store, small, large = disagreeing
    with opened(store) as workspace:
        workspace.returns.merge([large])
        [uid] = [row.uid for row in queries_of(workspace) if row["users_served"] == 2]
        _change(workspace, uid, "users_served", 3)
        [file] = workspace.returns.merge([small]).files
        assert [(c.ours.value, c.theirs.value) for c in file.conflicts] == [(3, 1)]
        assert users(workspace) == 3


def test_a_decision_stays_whatever_a_third_return_says(disagreeing, issued, tmp_path):
    store, small, large = disagreeing
    said = {(0, "users_served"): 1, (0, "name"): 3}
    third = filled(issued[1], tmp_path / "third.xlsx", said)
    with opened(store) as workspace:
        workspace.returns.merge([small, large])
        [kept] = workspace.reviews.open_conflicts("2026")
        [field] = kept.fields()
        workspace.reviews.decide("2026", {kept.sha256: {field.place: Decision(choice="theirs")}})
        workspace.returns.merge([third])
        assert (users(workspace), disputed(workspace)) == (2, [("users_served", 1)])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_headquarters_has_what_the_hub_has_where_returns_disagree(disagreeing, tmp_path, order):
    store, *files = disagreeing
    hub_file = shutil.copy(store, tmp_path / "hub.ictinv")
    with opened(hub_file) as hub:
        hub.returns.merge([files[each] for each in order])
        wanted = answered(hub), disputed(hub)
    with opened(store) as workspace:
        workspace.returns.merge([hub_file])
        assert (answered(workspace), disputed(workspace)) == wanted
        assert disputed(workspace) == [("users_served", 2)]
