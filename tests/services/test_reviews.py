"""Returns are looked through and decided before anything is written, on real files."""

from __future__ import annotations

import hashlib
import itertools
from datetime import UTC, date, datetime

import openpyxl
import pytest
from test_returns_service import UNIT, Clock, Filled, filled, units

from inventory_app.domain.merging import Answer
from inventory_app.domain.reviews import Decision, FieldPlace, decide, undecide
from inventory_app.domain.values import ValueState
from inventory_app.errors import UserError
from inventory_app.workspace import Workspace

OURS, THEIRS, ISSUED = (Decision(choice=side) for side in ("ours", "theirs", "issued"))


def tokens():
    counter = itertools.count()
    return lambda: hashlib.blake2b(str(next(counter)).encode(), digest_size=8).hexdigest()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def workspace(tmp_path, clock):
    with Workspace.create(
        tmp_path / "s.ictinv", clock=clock, tokens=tokens(), who="tester"
    ) as made:
        made.rounds.open("2026", as_of=date(2026, 6, 30), deadline=date(2026, 9, 30))
        yield made


@pytest.fixture
def issued(workspace, tmp_path):
    result = workspace.workbooks.issue("2026", tmp_path / "out", entities=["UNOG"], language="en")
    return result.files[0].path


@pytest.fixture
def prefilled(workspace, issued, tmp_path):
    """A workbook that was issued with one known unit."""
    workspace.returns.merge([filled(issued, tmp_path / "first.xlsx")])
    again = workspace.workbooks.issue("2026", tmp_path / "out2", entities=["UNOG"], language="en")
    return again.files[0].path


@pytest.fixture
def disputed(workspace, prefilled, tmp_path):
    """A return with one conflict, one field that only they changed and one that only we did."""
    correct(workspace, reports_to="Corrected at headquarters", approved_posts=20)
    book = Filled(prefilled)
    book.type("units", 0, reports_to="Somebody else", encumbered_posts=9)
    return book.save(tmp_path / "second.xlsx")


def correct(workspace, **values):
    """Correct the unit at headquarters, as the inventory view does."""
    [unit] = units(workspace)
    table = workspace.database.schema.records["units"]
    before = {f"f_{name}": unit[name] for name in values}
    after = {f"f_{name}": value for name, value in values.items()}
    with workspace.database.writing("Correct") as transaction:
        transaction.change(table, [(f"2026/{unit.uid}", before, after)])


def field(plan, name):
    [found] = plan.fields(field=name)
    return found


def test_a_new_record_is_laid_out_with_what_it_says_and_taken_by_itself(
    workspace, issued, tmp_path
):
    path = filled(issued, tmp_path / "r.xlsx", approved_posts="a dozen")
    plan = workspace.reviews.plan(path)
    assert (plan.entity, plan.round, plan.language) == ("UNOG", "2026", "en")
    [row] = plan.rows()
    assert (row.kind, row.sheet) == ("new", "units")
    assert "ICT Service" in row.title
    name = field(plan, "duty_station")
    assert (name.kind, name.preset, name.theirs.value) == ("new", "theirs", "GENEVA")
    assert name.text("theirs", "fr") == name.asked.type.list.label("GENEVA", "fr")
    assert name.text("issued", "fr") == ""
    wrong = field(plan, "approved_posts")
    assert (wrong.kind, wrong.preset, wrong.text("theirs", "en")) == (
        "unreadable",
        "ours",
        "a dozen",
    )
    assert wrong.findings[0].code == "V-NUMBER"
    assert plan.undecided({}) == ()
    assert units(workspace) == ()


def test_in_a_conflict_nothing_is_chosen_and_elsewhere_the_side_that_changed(workspace, disputed):
    plan = workspace.reviews.plan(disputed)
    both = field(plan, "reports_to")
    assert (both.conflict, both.preset, both.changed) == (True, None, ("ours", "theirs"))
    assert [both.answer(side).value for side in ("issued", "ours", "theirs")] == [
        "Director", "Corrected at headquarters", "Somebody else",
    ]  # fmt: skip
    assert both.cell[-1].isdigit()
    they = field(plan, "encumbered_posts")
    assert (they.preset, they.changed) == ("theirs", ("theirs",))
    we = field(plan, "approved_posts")
    assert (we.preset, we.changed) == ("ours", ("ours",))
    assert plan.undecided({}) == (both.place,)
    assert [row.kind for row in plan.rows()] == ["conflicting"]


@pytest.mark.parametrize(
    ("decision", "value"),
    [
        (OURS, "Corrected at headquarters"),
        (THEIRS, "Somebody else"),
        (ISSUED, "Director"),
        (Decision(choice="own", own=Answer("Typed by hand", None)), "Typed by hand"),
        (Decision(choice="own", own=Answer(None, ValueState.NA)), None),
        (Decision(choice="query", question="Who is it?"), "Corrected at headquarters"),
    ],
)
def test_each_choice_comes_in_with_the_merge_as_one_undo_step(workspace, disputed, decision, value):
    plan = workspace.reviews.plan(disputed)
    before = units(workspace)
    decisions = decide(plan, {}, decision, field="reports_to")
    [file] = workspace.reviews.apply([disputed], {plan.sha256: decisions}).files
    assert file.status == "merged"
    [unit] = units(workspace)
    assert (unit["reports_to"], unit["encumbered_posts"], unit["approved_posts"]) == (value, 9, 20)
    if decision.own is not None and decision.own.state:
        assert unit.states["reports_to"] is ValueState.NA
    assert workspace.reviews.open_conflicts("2026") == ()
    queries = workspace.register.queries("2026")
    assert [(q.field, q.question, q.status) for q in queries] == (
        [("reports_to", "Who is it?", "open")] if decision.choice == "query" else []
    )
    workspace.history.undo()
    assert units(workspace) == before
    assert workspace.register.queries("2026") == ()
    assert workspace.safekeeping.verify() == []


def test_a_conflict_without_a_decision_stays_open_and_can_be_decided_later(workspace, disputed):
    [file] = workspace.reviews.apply([disputed]).files
    assert file.status == "conflicts"
    [plan] = workspace.reviews.open_conflicts("2026")
    assert (plan.entity, plan.file_name) == ("UNOG", "second.xlsx")
    both = field(plan, "reports_to")
    assert both.preset is None
    assert both.ours.value == "Corrected at headquarters"
    done = workspace.reviews.decide("2026", {plan.sha256: {both.place: THEIRS}})
    assert (done.decided, done.queries, done.gone) == (1, 0, ())
    assert units(workspace)[0]["reports_to"] == "Somebody else"
    assert workspace.reviews.open_conflicts("2026") == ()
    assert workspace.history.undo().number == done.number
    assert units(workspace)[0]["reports_to"] == "Corrected at headquarters"
    assert len(workspace.reviews.open_conflicts("2026")) == 1
    assert workspace.safekeeping.verify() == []


def test_a_conflict_of_a_record_that_is_gone_stays_open(workspace, disputed):
    workspace.reviews.apply([disputed])
    [plan] = workspace.reviews.open_conflicts("2026")
    table = workspace.database.schema.records["units"]
    with workspace.database.reading() as connection:
        row = dict(connection.execute(table.select()).first()._mapping)
    with workspace.database.writing("Remove") as transaction:
        transaction.remove(table, [row])
    place = field(plan, "reports_to").place
    done = workspace.reviews.decide("2026", {plan.sha256: {place: THEIRS}})
    assert (done.decided, done.gone) == (0, (place,))
    assert len(workspace.reviews.open_conflicts("2026")) == 1


def test_a_new_record_of_which_nothing_is_wanted_does_not_come_in(workspace, issued, tmp_path):
    path = filled(issued, tmp_path / "r.xlsx")
    plan = workspace.reviews.plan(path)
    workspace.reviews.apply([path], {plan.sha256: decide(plan, {}, OURS)})
    assert units(workspace) == ()


def test_a_cleared_cell_keeps_the_value_unless_headquarters_takes_it_over(
    workspace, prefilled, tmp_path
):
    book = Filled(prefilled)
    book.type("units", 0, reports_to=None)
    path = book.save(tmp_path / "cleared.xlsx")
    plan = workspace.reviews.plan(path)
    cleared = field(plan, "reports_to")
    assert (cleared.kind, cleared.preset) == ("cleared", "ours")
    assert cleared.findings[0].code == "L-CLEARED"
    workspace.reviews.apply([path], {plan.sha256: {cleared.place: THEIRS}})
    assert units(workspace)[0]["reports_to"] is None


def test_what_was_decided_is_saved_and_continued_by_the_next_run(
    workspace, disputed, tmp_path, clock
):
    plan = workspace.reviews.plan(disputed)
    place = field(plan, "reports_to").place
    own = Decision(choice="own", own=Answer("Typed by hand", None))
    workspace.reviews.save(plan.sha256, {place: own})
    workspace.close()
    with Workspace.open(tmp_path / "s.ictinv", clock=clock, who="another") as again:
        assert again.reviews.decisions(plan.sha256) == {place: own}
        [file] = again.reviews.triage([disputed]).files
        assert (file.group, file.conflicts, file.undecided, file.saved) == ("ready", 1, 0, True)
        again.reviews.apply([disputed])
        assert units(again)[0]["reports_to"] == "Typed by hand"
        assert again.reviews.decisions(plan.sha256) == {}


def test_triage_names_every_file_and_changes_nothing(workspace, disputed, issued, tmp_path):
    text = tmp_path / "letter.xlsx"
    text.write_text("Dear colleague")
    plain = tmp_path / "plain.xlsx"
    openpyxl.Workbook().save(plain)
    before = workspace.history.last(1)
    triage = workspace.reviews.triage([disputed, text, tmp_path / "first.xlsx", issued, plain])
    assert [file.group for file in triage.files] == [
        "decide", "unreadable", "already-merged", "ready", "unreadable",
    ]  # fmt: skip
    assert triage.group("decide")[0].undecided == 1
    assert all(file.reason is not None for file in triage.group("unreadable"))
    assert workspace.history.last(1) == before
    assert workspace.reviews.plan(triage.files[0].sha256).file_name == "second.xlsx"


def test_a_file_that_cannot_be_merged_has_no_plan_but_a_reason(workspace, disputed, tmp_path):
    with pytest.raises(UserError) as refused:
        workspace.reviews.plan(tmp_path / "first.xlsx")
    assert refused.value.code == "F-ALREADY-MERGED"
    with pytest.raises(UserError) as refused:
        workspace.reviews.plan("0" * 64)
    assert refused.value.code == "E-REVIEW-GONE"


def test_a_decision_is_offered_again_for_the_same_values_until_it_is_forgotten(
    workspace, disputed, prefilled, tmp_path
):
    plan = workspace.reviews.plan(disputed)
    assert field(plan, "reports_to").remembered is None
    chosen = decide(plan, {}, OURS, field="reports_to")
    workspace.reviews.apply([disputed], {plan.sha256: chosen})
    book = Filled(prefilled)
    book.type("units", 0, reports_to="Somebody else", users_served=77)
    path = book.save(tmp_path / "third.xlsx")
    again = field(workspace.reviews.plan(path), "reports_to")
    assert again.preset is None
    assert (again.remembered.decision, again.remembered.same_record) == (OURS, True)
    [kept] = [each for each in workspace.reviews.remembered() if each.place.field == "reports_to"]
    [replayed] = workspace.reviews.replay([path], dry_run=True).files
    assert [each.place.field for each in replayed.replayed] == ["reports_to"]
    assert (replayed.status, replayed.conflicts) == ("merged", ())
    workspace.reviews.forget([kept.id])
    assert field(workspace.reviews.plan(path), "reports_to").remembered is None
    [left] = workspace.reviews.replay([path]).files
    assert (left.status, left.replayed, len(left.conflicts)) == ("conflicts", (), 1)


def test_decisions_are_made_for_a_record_a_sheet_or_the_file_and_taken_back(workspace, disputed):
    plan = workspace.reviews.plan(disputed)
    everything = {each.place for each in plan.fields()}
    assert set(decide(plan, {}, OURS)) == everything
    assert set(decide(plan, {}, OURS, sheet="units")) == everything
    assert set(decide(plan, {}, OURS, sheet="staff")) == set()
    conflicts = decide(plan, {}, THEIRS, conflicts_only=True)
    assert {place.field for place in conflicts} == {"reports_to"}
    assert undecide(plan, conflicts, field="reports_to") == {}
    with pytest.raises(ValueError, match="one field"):
        decide(plan, {}, Decision(choice="own", own=Answer("x", None)))


def test_a_question_needs_words(workspace, disputed):
    place = FieldPlace("units", units(workspace)[0].uid, "reports_to")
    with pytest.raises(UserError) as refused:
        workspace.reviews.ask("2026", "UNOG", place, "  ")
    assert refused.value.code == "E-QUESTION"
    workspace.reviews.ask("2026", "UNOG", place, "Is that so?")
    assert workspace.history.undo().label == "Ask {entity} about {count} fields"


def test_without_decisions_a_review_merges_as_a_merge_does(workspace, disputed, tmp_path, clock):
    dry = workspace.returns.merge([disputed], dry_run=True)
    wet = workspace.reviews.apply([disputed])
    assert [(f.status, f.counts, f.conflicts) for f in dry.files] == [
        (f.status, f.counts, f.conflicts) for f in wet.files
    ]


def test_late_is_what_comes_after_the_deadline_of_the_entity_itself(
    workspace, issued, tmp_path, clock
):
    workspace.register.extend("2026", ["UNOG"], date(2026, 10, 31))
    clock.now = datetime(2026, 10, 15, tzinfo=UTC)
    workspace.returns.merge([filled(issued, tmp_path / "r.xlsx", **UNIT)])
    [row] = [row for row in workspace.register.of("2026").rows if row.entity.code == "UNOG"]
    assert (row.participation.status, row.deadline) == ("answered", date(2026, 10, 31))


def test_reports_of_merges_are_kept_with_the_file_even_when_they_are_taken_back(
    workspace, issued, tmp_path
):
    path = filled(issued, tmp_path / "r.xlsx", approved_posts="a dozen")
    [file] = workspace.returns.merge([path]).files
    [report] = workspace.register.reports("2026")
    assert (report.entity, report.file_name, report.stands) == ("UNOG", "r.xlsx", True)
    assert report.counts == file.counts
    assert [(f.code, f.cell, f.found) for f in report.findings] == [
        (f.code, f.cell, f.found) for f in file.findings
    ]
    assert workspace.history.rows(report.number).total == 2  # the unit and the return
    assert workspace.returns.original(report.sha256) == path.read_bytes()
    workspace.history.undo()
    [undone] = workspace.register.reports("2026", "UNOG")
    assert (undone.id, undone.number, undone.counts, undone.stands) == (
        report.id, report.number, report.counts, False,
    )  # fmt: skip
    assert workspace.register.reports("2026", "UNOV") == ()
    workspace.history.redo()
    [again] = workspace.register.reports("2026")
    assert again.stands
    row = workspace.register.of("2026").row("UNOG")
    assert (row.issued.number, row.issued.language, len(row.returns)) == (1, "en", 1)


def test_undo_of_a_merge_names_what_a_later_correction_keeps(workspace, issued, tmp_path):
    workspace.returns.merge([filled(issued, tmp_path / "r.xlsx")])
    merged = workspace.history.last(1)[0].number
    correct(workspace, reports_to="Corrected")
    plan = workspace.history.undo_plan(merged)
    assert plan.refusal is None
    assert [(stay.row.sheet, stay.field, stay.by) for stay in plan.stays] == [
        ("units", "", merged + 1)
    ]
    assert [row.table for row in plan.restores] == ["returned"]
    workspace.history.undo(merged)
    assert units(workspace)[0]["reports_to"] == "Corrected"
    assert workspace.register.of("2026").row("UNOG").returns == ()
    assert workspace.safekeeping.verify() == []


def test_queries_are_listed_counted_and_closed(workspace, disputed):
    place = FieldPlace("units", units(workspace)[0].uid, "reports_to")
    workspace.reviews.ask("2026", "UNOG", place, "Is that so?")
    assert workspace.register.of("2026").row("UNOG").queries == 1
    [query] = workspace.register.queries("2026", "UNOG")
    assert (query.opened_by, query.uid, query.answered_at) == ("tester", place.uid, None)
    assert workspace.register.close_queries([query.id]) == 1
    assert workspace.register.close_queries([query.id]) == 0
    assert workspace.register.of("2026").row("UNOG").queries == 0
