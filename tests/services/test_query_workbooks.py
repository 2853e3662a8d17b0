"""Queries travel: opened, sent in a workbook of their own, answered through the merge, settled."""

from __future__ import annotations

import shutil
import warnings
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from answered_store import answered_store
from test_returns_service import Clock, Filled, filled, units
from test_reviews import correct

from inventory_app.domain.merging import Answer
from inventory_app.domain.reviews import Decision, FieldPlace, decide
from inventory_app.domain.values import ValueState
from inventory_app.errors import UserError
from inventory_app.formats.excel.query_page import ANSWER, CODE, CONFIRMED, IDS, PLACE, REMARK
from inventory_app.formats.excel.returns import read_return
from inventory_app.services.survey_files import SurveyFile
from inventory_app.store import queries as store
from inventory_app.texts import translator
from inventory_app.workspace import Workspace


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="module")
def _stores(tmp_path_factory):
    """A store with one unit, as it came in and with an answer that nobody can read."""
    folder = tmp_path_factory.mktemp("stores")
    for name, changes in (
        ("fine", {}),
        ("unread", {"approved_posts": "a dozen", "users_served": None}),
    ):
        store = folder / f"{name}.ictinv"
        with Workspace.create(store, clock=Clock(), who="analyst") as made:
            made.rounds.open("2026", as_of=date(2026, 6, 30), deadline=date(2026, 9, 30))
            issue = made.workbooks.issue("2026", folder, entities=["UNOG"], language="en")
            merged(made, filled(issue.files[0].path, folder / "first.xlsx", **changes))
    return folder


@pytest.fixture
def answered(_stores, tmp_path, clock):
    """A store into which one unit has come."""
    store = shutil.copy(_stores / "fine.ictinv", tmp_path / "s.ictinv")
    with Workspace.open(Path(store), clock=clock, who="analyst") as workspace:
        yield workspace


@pytest.fixture
def unread(_stores, tmp_path, clock):
    """The same, where one answer could not be read and one is missing."""
    store = shutil.copy(_stores / "unread.ictinv", tmp_path / "s.ictinv")
    with Workspace.open(Path(store), clock=clock, who="analyst") as workspace:
        yield workspace


def place(workspace, field):
    return FieldPlace("units", units(workspace)[0].uid, field)


def ask(workspace, field, question="Is that so?"):
    workspace.reviews.ask("2026", "UNOG", place(workspace, field), question)


def send(workspace, tmp_path, **more):
    issue = workspace.query_workbooks.write(
        "2026", tmp_path / "queries", **{"language": "en", **more}
    )
    return issue.files[0].path


class Replies:
    """A query workbook, opened and typed into as a person does."""

    def __init__(self, path):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.book = openpyxl.load_workbook(path)
        self.page = self.book.worksheets[1]

    def row(self, field):
        [found] = [
            cell.row for cell in self.page[openpyxl.utils.get_column_letter(PLACE + 1)]
            if str(cell.value).endswith(f"/{field}")
        ]  # fmt: skip
        return found

    def say(self, field, answer=None, *, confirm=None, remark=None):
        for column, said in ((ANSWER, answer), (CONFIRMED, confirm), (REMARK, remark)):
            if said is not None:
                self.page.cell(self.row(field), column + 1).value = said
        return self

    def save(self, path):
        self.book.save(path)
        return path


def merged(workspace, path):
    [file] = workspace.returns.merge([path]).files
    assert file.reason is None, file.reason
    return file


def queries(workspace):
    return {query.field: query for query in workspace.register.queries("2026", "UNOG")}


def states(workspace):
    return {name: query.status for name, query in queries(workspace).items()}


def test_an_answer_changes_the_value_and_settles_a_typed_question(answered, tmp_path, clock):
    workspace = answered
    ask(workspace, "approved_posts", "Twelve posts?")
    path = send(workspace, tmp_path)
    [query] = queries(workspace).values()
    assert (query.status, query.sent_by) == ("sent", "analyst")
    assert (query.held, query.issued) == (Answer(12, None), None)
    assert query.theirs == Answer(12, None)
    clock.now += timedelta(days=3)
    file = merged(workspace, Replies(path).say("approved_posts", 14).save(tmp_path / "a.xlsx"))
    assert (file.status, file.counts.changed) == ("merged", 1)
    assert file.queries.as_dict() == {"asked": 1, "answered": 1, "closed": 1, "waiting": 0}
    [unit] = units(workspace)
    assert (unit["approved_posts"], unit["name"]) == (14, "ICT Service")
    [query] = queries(workspace).values()
    assert (query.status, query.answer) == ("closed", Answer(14, None))
    assert query.answered_at == query.settled_at == clock.now
    assert workspace.returns.original(file.sha256) == (tmp_path / "a.xlsx").read_bytes()


def test_confirming_keeps_the_value_and_a_remark_waits_for_the_analyst(answered, tmp_path):
    workspace = answered
    for field in ("approved_posts", "reports_to", "users_served"):
        ask(workspace, field)
    replies = Replies(send(workspace, tmp_path))
    replies.say("approved_posts", confirm="Yes")
    replies.say("reports_to", "Director", remark="Since =2020")
    before = units(workspace)
    file = merged(workspace, replies.save(tmp_path / "a.xlsx"))
    assert (file.status, file.findings) == ("merged", ())
    assert units(workspace) == before
    assert states(workspace) == {
        "approved_posts": "closed", "reports_to": "answered", "users_served": "sent",
    }  # fmt: skip
    assert queries(workspace)["reports_to"].remark == "Since =2020"
    assert file.queries.as_dict() == {"asked": 3, "answered": 2, "closed": 1, "waiting": 1}
    row = workspace.register.of("2026").row("UNOG")
    assert row.queries == 2
    assert row.query_states == {
        "open": 0, "sent": 1, "answered": 1, "closed": 1, "withdrawn": 0,
    }  # fmt: skip
    assert workspace.register.close_queries([queries(workspace)["reports_to"].id]) == 1
    assert queries(workspace)["reports_to"].settled_by == "analyst"


def test_a_workbook_that_comes_back_untouched_changes_nothing(answered, tmp_path):
    workspace = answered
    ask(workspace, "approved_posts")
    path = send(workspace, tmp_path)
    before = units(workspace)
    file = merged(workspace, Replies(path).save(tmp_path / "a.xlsx"))
    assert (file.status, file.findings, file.conflicts) == ("unchanged", (), ())
    assert file.counts.as_dict() == dict.fromkeys(file.counts.as_dict(), 0)
    assert units(workspace) == before
    assert states(workspace) == {"approved_posts": "sent"}


def test_the_same_answers_a_second_time_change_nothing(answered, tmp_path):
    workspace = answered
    ask(workspace, "approved_posts")
    ask(workspace, "reports_to")
    path = send(workspace, tmp_path)
    replies = Replies(path).say("approved_posts", 14).say("reports_to", remark="It is right.")
    first = replies.save(tmp_path / "a.xlsx")
    merged(workspace, first)
    before, asked = units(workspace), queries(workspace)
    [again] = workspace.returns.merge([first]).files
    assert again.status == "already-merged"
    replies.book.properties.title = "Saved once more"
    file = merged(workspace, replies.save(tmp_path / "b.xlsx"))
    assert (file.status, file.queries.answered) == ("unchanged", 0)
    assert (units(workspace), queries(workspace)) == (before, asked)
    corrected = merged(workspace, replies.say("approved_posts", 15).save(tmp_path / "c.xlsx"))
    assert corrected.conflicts[0].field == "approved_posts"


def test_where_headquarters_changed_it_too_there_is_a_conflict_and_the_query_waits(
    answered, tmp_path
):
    workspace = answered
    ask(workspace, "approved_posts")
    path = send(workspace, tmp_path)
    correct(workspace, approved_posts=20)
    file = merged(workspace, Replies(path).say("approved_posts", 14).save(tmp_path / "a.xlsx"))
    assert file.status == "conflicts"
    [conflict] = file.conflicts
    assert [side.value for side in (conflict.issued, conflict.ours, conflict.theirs)] == [
        12,
        20,
        14,
    ]
    assert states(workspace) == {"approved_posts": "answered"}
    [plan] = workspace.reviews.open_conflicts("2026")
    decisions = decide(plan, {}, Decision(choice="ours"))
    workspace.reviews.decide("2026", {plan.sha256: decisions})
    assert states(workspace) == {"approved_posts": "closed"}
    assert units(workspace)[0]["approved_posts"] == 20


def test_a_value_confirmed_that_has_changed_since_is_left_to_the_analyst(answered, tmp_path):
    workspace = answered
    ask(workspace, "approved_posts")
    path = send(workspace, tmp_path)
    correct(workspace, approved_posts=20)
    file = merged(
        workspace, Replies(path).say("approved_posts", confirm="Yes").save(tmp_path / "a.xlsx")
    )
    assert (units(workspace)[0]["approved_posts"], file.conflicts) == (20, ())
    [query] = queries(workspace).values()
    assert (query.status, query.answer) == ("answered", Answer(12, None))


def test_every_step_is_a_change_set_that_can_be_taken_back(answered, tmp_path):
    workspace = answered
    seen = [({}, units(workspace))]
    ask(workspace, "approved_posts")
    seen.append((queries(workspace), units(workspace)))
    path = send(workspace, tmp_path)
    seen.append((queries(workspace), units(workspace)))
    replies = Replies(path).say("approved_posts", 14, remark="Two more")
    merged(workspace, replies.save(tmp_path / "a.xlsx"))
    seen.append((queries(workspace), units(workspace)))
    workspace.register.close_queries([queries(workspace)["approved_posts"].id])
    labels = [change.label for change in workspace.history.last(4)]
    assert labels == [
        "Close {count} queries", "Merge the return of {entity} ({file})",
        "Send {count} query workbooks of round {round}", "Ask {entity} about {count} fields",
    ]  # fmt: skip
    for asked, records in reversed(seen):
        workspace.history.undo()
        assert (queries(workspace), units(workspace)) == (asked, records)
    assert workspace.safekeeping.verify() == []


def test_sending_cannot_be_taken_back_once_an_answer_came(answered, tmp_path):
    workspace = answered
    ask(workspace, "approved_posts")
    path = send(workspace, tmp_path)
    sent = workspace.history.last(1)[0].number
    merged(workspace, Replies(path).say("approved_posts", 14).save(tmp_path / "a.xlsx"))
    with pytest.raises(UserError) as refused:
        workspace.history.undo(sent)
    assert refused.value.code == "E-UNDO-NEEDED"


def test_an_answer_to_a_workbook_whose_sending_was_undone_is_refused(answered, tmp_path):
    workspace = answered
    ask(workspace, "approved_posts")
    path = send(workspace, tmp_path)
    workspace.history.undo()
    assert states(workspace) == {"approved_posts": "open"}
    replies = Replies(path).say("approved_posts", 14).save(tmp_path / "a.xlsx")
    [file] = workspace.returns.merge([replies]).files
    assert file.status == "unknown-issue"


def test_the_answers_to_queries_are_no_return_of_the_survey(answered, tmp_path, clock):
    workspace = answered
    ask(workspace, "approved_posts")
    before = workspace.register.of("2026").row("UNOG")
    clock.now += timedelta(days=200)  # long after the deadline of the round
    path = send(workspace, tmp_path)
    merged(workspace, Replies(path).say("approved_posts", 14).save(tmp_path / "a.xlsx"))
    after = workspace.register.of("2026").row("UNOG")
    assert after.returns == before.returns
    assert after.issued == before.issued
    assert after.participation.status == "answered"
    [late, first] = workspace.register.reports("2026", "UNOG")
    assert (late.file_name, late.on_time, first.file_name) == ("a.xlsx", True, "first.xlsx")


def test_questions_on_one_cell_share_a_line_and_what_is_sent_again_holds_the_old_ones(
    answered, tmp_path
):
    workspace = answered
    ask(workspace, "approved_posts", "Is it twelve?")
    first = send(workspace, tmp_path)
    assert workspace.query_workbooks.write("2026", tmp_path / "queries").files == ()
    ask(workspace, "approved_posts", "Or thirteen?")
    second = send(workspace, tmp_path)
    assert second.name != first.name
    [line] = read_return(second.read_bytes(), workspace.catalogue).queries
    assert len(line.ids) == 2
    merged(workspace, Replies(first).say("approved_posts", 13).save(tmp_path / "a.xlsx"))
    found = {query.question: query.status for query in workspace.register.queries("2026", "UNOG")}
    assert found == {"Is it twelve?": "closed", "Or thirteen?": "sent"}
    merged(
        workspace, Replies(second).say("approved_posts", confirm="Yes").save(tmp_path / "b.xlsx")
    )
    found = {query.question: query.status for query in workspace.register.queries("2026", "UNOG")}
    assert found == {"Is it twelve?": "answered", "Or thirteen?": "answered"}  # 13, and then 12


def test_a_reminder_goes_only_to_those_who_have_not_answered(answered, tmp_path):
    workspace = answered
    ask(workspace, "approved_posts")
    send(workspace, tmp_path)
    again = workspace.query_workbooks.write("2026", tmp_path / "queries", again=True)
    assert [file.questions for file in again.files] == [1]
    replies = Replies(again.files[0].path).say("approved_posts", confirm="نعم")
    merged(workspace, replies.save(tmp_path / "a.xlsx"))
    assert workspace.query_workbooks.write("2026", tmp_path / "queries", again=True).files == ()


def test_a_withdrawn_query_stays_withdrawn_and_its_answer_is_not_lost(answered, tmp_path):
    workspace = answered
    ask(workspace, "approved_posts")
    path = send(workspace, tmp_path)
    [query] = queries(workspace).values()
    assert workspace.register.withdraw_queries([query.id, query.id]) == 1
    merged(workspace, Replies(path).say("approved_posts", 14).save(tmp_path / "a.xlsx"))
    [query] = queries(workspace).values()
    assert (query.status, query.answer) == ("withdrawn", Answer(14, None))
    assert units(workspace)[0]["approved_posts"] == 14


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"answer": "a dozen"}, "V-NUMBER"),
        ({"answer": -3}, "V-BELOW"),
        ({"answer": 14, "confirm": "Yes"}, "L-QUERY-BOTH"),
    ],
)
def test_an_answer_that_cannot_be_taken_changes_nothing_and_says_why(
    answered, tmp_path, said, code
):
    workspace = answered
    ask(workspace, "approved_posts")
    path = (
        Replies(send(workspace, tmp_path)).say("approved_posts", **said).save(tmp_path / "a.xlsx")
    )
    before = units(workspace)
    file = merged(workspace, path)
    [finding] = file.findings
    assert (finding.code, finding.field, finding.cell[0]) == (code, "approved_posts", "L")
    assert finding.tab == "Questions"
    assert (file.counts.rejected, units(workspace)) == (1, before)
    assert states(workspace) == {"approved_posts": "sent"}


def test_unknown_and_not_applicable_are_answers(answered, tmp_path):
    workspace = answered
    ask(workspace, "approved_posts")
    ask(workspace, "encumbered_posts")
    replies = Replies(send(workspace, tmp_path))
    replies.say("approved_posts", "unknown").say("encumbered_posts", "not applicable")
    merged(workspace, replies.save(tmp_path / "a.xlsx"))
    [unit] = units(workspace)
    assert [unit["approved_posts"], unit.states["approved_posts"]] == [None, ValueState.NR]
    assert unit.states["encumbered_posts"] is ValueState.NA
    assert set(states(workspace).values()) == {"closed"}


def test_a_record_that_is_gone_is_not_made_anew_by_an_answer(answered, tmp_path):
    workspace = answered
    ask(workspace, "approved_posts")
    path = send(workspace, tmp_path)
    workspace.history.undo(
        next(c.number for c in workspace.history.last(9) if c.label.startswith("Merge"))
    )
    assert units(workspace) == ()
    file = merged(workspace, Replies(path).say("approved_posts", 14).save(tmp_path / "a.xlsx"))
    assert [each.code for each in file.findings] == ["L-QUERY-GONE"]
    assert units(workspace) == ()
    assert workspace.query_workbooks.write("2026", tmp_path / "queries", again=True).files == ()


def test_findings_become_questions_in_the_language_of_each_reader(unread, tmp_path):
    workspace = unread
    asked = workspace.query_workbooks.ask_about_findings("2026")
    assert (asked.opened, asked.entities) == (2, ("UNOG",))
    found = queries(workspace)
    typed, missing = found["approved_posts"], found["users_served"]
    assert (typed.code, typed.theirs, typed.question) == ("V-NUMBER", "a dozen", "")
    assert missing.code == "R-MISSING"
    texts = {lang: typed.text(workspace.catalogue, translator(lang)) for lang in ("en", "fr")}
    assert "“Approved posts” should be a number, but holds “a dozen”." in texts["en"]
    assert texts["fr"] != texts["en"]
    assert workspace.query_workbooks.ask_about_findings("2026").opened == 0
    path = send(workspace, tmp_path, language="fr")
    assert texts["fr"] in {str(c.value) for row in Replies(path).page.iter_rows() for c in row}
    replies = Replies(path).say("approved_posts", 12).say("users_served", "inconnu")
    file = merged(workspace, replies.save(tmp_path / "a.xlsx"))
    assert (file.queries.closed, set(states(workspace).values())) == (2, {"closed"})
    assert workspace.query_workbooks.ask_about_findings("2026").opened == 0


def test_a_finding_that_an_answer_does_not_settle_is_left_to_the_analyst_and_not_asked_again(
    tmp_path,
):
    with answered_store(tmp_path) as workspace:
        [unit] = [
            r for r in _records(workspace, "ALPHA", "staff") if r["ict_time_share"] == Decimal(40)
        ]
        table = workspace.database.schema.records["staff"]
        with workspace.database.writing("Make doubtful") as transaction:
            change = ({"f_ict_time_share": Decimal(40)}, {"f_ict_time_share": Decimal(60)})
            transaction.change(table, [(f"2026/{unit.uid}", *change)])
        assert workspace.query_workbooks.ask_about_findings("2026", ["ALPHA"]).opened == 0
        about = workspace.query_workbooks.ask_about_findings("2026", ["ALPHA"], comments=True)
        assert about.opened == 1
        [query] = workspace.register.queries("2026", "ALPHA")
        assert (query.code, query.field) == ("R-NON-DEDICATED", "dedication")
        path = workspace.query_workbooks.write("2026", tmp_path / "q").files[0].path
        replies = Replies(path).say("dedication", confirm="Yes", remark="Half a year only.")
        merged(workspace, replies.save(tmp_path / "a.xlsx"))
        [query] = workspace.register.queries("2026", "ALPHA")
        assert (query.status, query.remark) == ("answered", "Half a year only.")
        workspace.register.close_queries([query.id])
        again = workspace.query_workbooks.ask_about_findings("2026", comments=True)
        assert again.opened == 0


def _records(workspace, entity, sheet):
    with workspace.database.reading() as connection:
        return store.records(connection, workspace.database.schema, "2026")[entity][sheet]


def test_a_question_of_the_review_carries_the_three_answers(answered, tmp_path):
    workspace = answered
    again = workspace.workbooks.issue("2026", tmp_path / "out2", entities=["UNOG"], language="en")
    correct(workspace, reports_to="Corrected here")
    book = Filled(again.files[0].path)
    book.type("units", 0, reports_to="Somebody else")
    path = book.save(tmp_path / "second.xlsx")
    plan = workspace.reviews.plan(path)
    decisions = decide(plan, {}, Decision(choice="query", question="Who?"), field="reports_to")
    [file] = workspace.reviews.apply([path], {plan.sha256: decisions}).files
    [query] = queries(workspace).values()
    assert [side.value for side in (query.issued, query.theirs)] == ["Director", "Somebody else"]
    assert query.source == workspace.register.reports("2026", "UNOG")[0].id
    page = Replies(send(workspace, tmp_path)).page
    shown = [str(cell.value) for cell in page[4]]
    assert {"Director", "Corrected here", "Somebody else", "Who?"} <= set(shown)
    assert file.sha256


def test_the_hidden_codes_vouch_for_the_lines(answered, tmp_path):
    workspace = answered
    ask(workspace, "approved_posts")
    ask(workspace, "encumbered_posts")
    replies = Replies(send(workspace, tmp_path))
    one, other = replies.row("approved_posts"), replies.row("encumbered_posts")
    replies.say("approved_posts", 14).say("encumbered_posts", 13)
    replies.page.cell(one, PLACE + 1).value = "units/users_served"
    replies.page.cell(other, IDS + 1).value = "0000000000000000"
    file = merged(workspace, replies.save(tmp_path / "a.xlsx"))
    assert {each.code for each in file.findings} == {"L-QUERY-ROW"}
    assert len(file.findings) == 2
    assert set(states(workspace).values()) == {"sent"}
    assert units(workspace)[0]["users_served"] == 1500
    assert str(replies.page.cell(one, CODE + 1).value).startswith("QU-")


def test_lines_may_be_moved_but_two_that_disagree_are_both_left(answered, tmp_path):
    workspace = answered
    ask(workspace, "approved_posts")
    ask(workspace, "reports_to")
    replies = Replies(send(workspace, tmp_path))
    replies.say("approved_posts", 14).say("reports_to", "Head of Office")
    page, row = replies.page, replies.row("approved_posts")
    copy = [page.cell(row, column).value for column in range(1, page.max_column + 1)]
    page.delete_rows(row)
    for column, value in enumerate(copy, start=1):
        page.cell(30, column).value = value
    file = merged(workspace, replies.save(tmp_path / "a.xlsx"))
    assert (file.findings, set(states(workspace).values())) == ((), {"closed"})
    for column, value in enumerate(copy, start=1):
        page.cell(31, column).value = value
    page.cell(31, ANSWER + 1).value = 16
    file = merged(workspace, replies.save(tmp_path / "b.xlsx"))
    assert [each.code for each in file.findings] == ["L-ROW-UNCLEAR"]
    assert units(workspace)[0]["approved_posts"] == 14


def test_a_deadline_that_has_passed_is_refused_and_nothing_is_sent(answered, tmp_path):
    ask(answered, "approved_posts")
    with pytest.raises(UserError) as refused:
        send(answered, tmp_path, due=date(2026, 6, 1))
    assert refused.value.code == "E-DUE"
    with pytest.raises(UserError) as refused:
        send(answered, tmp_path, entities=["NOBODY"])
    assert refused.value.code == "E-NOT-ASKED"
    assert states(answered) == {"approved_posts": "open"}


def test_a_review_shows_only_what_was_asked_and_its_decision_settles_the_query(answered, tmp_path):
    workspace = answered
    ask(workspace, "approved_posts")
    ask(workspace, "reports_to")
    replies = Replies(send(workspace, tmp_path)).say("approved_posts", 14)
    path = replies.say("reports_to", confirm="Yes").save(tmp_path / "a.xlsx")
    correct(workspace, approved_posts=20)
    [file] = workspace.reviews.triage([path]).files
    assert (file.group, file.conflicts, file.undecided) == ("decide", 1, 1)
    plan = workspace.reviews.plan(path)
    [found] = plan.fields()
    assert [found.answer(side).value for side in ("issued", "ours", "theirs")] == [12, 20, 14]
    own = Decision(choice="own", own=Answer(17, None))
    [done] = workspace.reviews.apply([path], {plan.sha256: {found.place: own}}).files
    assert (done.status, units(workspace)[0]["approved_posts"]) == ("merged", 17)
    assert set(states(workspace).values()) == {"closed"}
    workspace.history.undo()
    assert set(states(workspace).values()) == {"sent"}


def test_a_query_workbook_is_not_opened_as_a_form(answered, tmp_path):
    ask(answered, "approved_posts")
    with pytest.raises(UserError) as refused:
        SurveyFile.open(send(answered, tmp_path))
    assert refused.value.code == "F-QUERIES"


def test_who_asks_is_told_by_the_name_that_was_given_and_by_no_other(answered, tmp_path):
    ask(answered, "approved_posts")
    for name in ("Ana Lima", ""):
        path = send(answered, tmp_path, asked_by=name, again=True)
        book = openpyxl.load_workbook(path)
        texts = {cell.value for page in book.worksheets for row in page.iter_rows() for cell in row}
        assert ("Ana Lima" in texts) is bool(name)
        assert ("Asked by" in texts) is bool(name)
        assert not any("analyst" in str(text) for text in texts)
