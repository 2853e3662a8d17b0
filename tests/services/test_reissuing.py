"""A half-filled workbook written again: nothing that was typed is lost, and merging stays exact."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from answered_store import CATALOGUE, Clock, answered_store
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inventory_app.domain.merging import Answer
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.values import ValueState
from inventory_app.errors import Refused, UserError
from inventory_app.formats.excel.answer_book import read_answers
from inventory_app.formats.excel.returns import read_return
from inventory_app.services.carrying import carried
from inventory_app.services.records import Records
from inventory_app.services.reissuing import reissue_file
from inventory_app.services.survey_files import SurveyFile

NE, NR, NA = ValueState.NE, ValueState.NR, ValueState.NA
ASKED = ("units", "staff", "costs")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A store whose round asks three sheets, with ALPHA's workbook as it was issued."""
    folder = tmp_path_factory.mktemp("reissue")
    workspace = answered_store(folder)
    workspace.rounds.open(
        "2027", as_of=date(2027, 6, 30), deadline=date(2027, 9, 30),
        parameters=RoundParameters(sheets=ASKED, dedicated_from=Decimal(60)),
    )  # fmt: skip
    (file,) = workspace.workbooks.issue("2027", folder, entities=["ALPHA"], language="en").files
    workspace.close()
    return folder / "s.ictinv", file.path


def half_filled(issued, target):
    """Fill in a copy of *issued* with something of every kind, and save it."""
    survey = SurveyFile.open(issued)
    first, second, third = (row.uid for row in survey.sheet("staff").rows[:3])
    survey.change("staff", first, "ict_time_share", Decimal("12.5"), NE)
    survey.change("staff", first, "contract_share", None, NR)
    survey.change("staff", first, "remarks", "two\nlines")
    survey.change("staff", second, "grade", None)  # cleared
    survey.change("staff", second, "contract_end", None, NA)
    survey.enter("staff", second, "annual_cost", "1.234")  # two numbers in English
    survey.enter("staff", second, "fund_code", "whoever pays")
    survey.retire("staff", third, date(2027, 3, 1))
    new = survey.add("units", {"unit_code": "NEW", "name": "New unit", "sla_exists": True})
    survey.change("staff", first, "ict_unit", new)
    survey.add("costs", {"line_no": "L9", "period_start": date(2027, 1, 1), "currency": "EUR"})
    survey.confirm_unchanged("units")
    survey.nothing_to_report("costs")
    survey.fill_in_by("Somebody, 1234")
    survey.save(target)
    return target


@pytest.fixture(scope="module")
def filled(store, tmp_path_factory):
    return half_filled(store[1], tmp_path_factory.mktemp("filled") / "filled.xlsx")


def everything(path):
    """Return all that a workbook carries, findings on what has no place left out."""
    return replace(carried(read_answers(path.read_bytes(), CATALOGUE), CATALOGUE), left=())


def test_everything_survives_the_way_there_and_back(filled, tmp_path):
    before, path = everything(filled), filled
    for language in ("ar", "es", "en"):  # in Spanish 1.234 would be a number
        done = reissue_file(path, tmp_path / f"{language}.xlsx", language=language)
        after = everything(done.path)
        assert (done.answers, done.unread, done.left) == (before.answers, 2, ())
        assert after.identity.language == language
        assert replace(after, identity=before.identity) == before
        path = done.path
    assert everything(path).identity == before.identity
    first = before.rows["staff"][0]
    assert (first.states["ict_time_share"], first.states["contract_share"]) == (NE, NR)
    assert before.rows["staff"][1].unread == {
        "annual_cost": "1.234", "fund_code": "whoever pays",
    }  # fmt: skip


def test_the_words_are_those_of_the_other_language_and_the_rules_stay(filled, tmp_path):
    done = reissue_file(filled, tmp_path, language="fr")
    assert done.path.name == "2027_ALPHA_fr_1.xlsx"
    content = read_return(done.path.read_bytes(), CATALOGUE)
    assert content.sheets["staff"].tab == CATALOGUE["staff"].label("fr")
    assert content.parameters.dedicated_from == 60
    assert content.parameters.sheets == ASKED
    survey = SurveyFile.open(done.path)
    assert (survey.facts.deadline, survey.facts.as_of) == (date(2027, 9, 30), date(2027, 6, 30))


def merged(store, path, tmp_path, name):
    """Return what the store says of ALPHA once *path* is merged into a copy of it."""
    from inventory_app.workspace import Workspace

    copy = tmp_path / f"{name}.ictinv"
    copy.write_bytes(store[0].read_bytes())
    with Workspace.open(copy, clock=Clock()) as workspace:
        (result,) = workspace.returns.merge([path]).files
        assert result.reason is None
        records = {
            sheet: {row.uid: (row.values, row.states) for row in rows}
            for sheet, rows in _records(workspace).items()
        }
        conflicts = {
            (c.sheet, c.uid, c.field, c.issued, c.ours, c.theirs) for c in result.conflicts
        }
        findings = sorted((f.code, f.sheet, f.uid, f.field) for f in result.findings
                          if f.code[0] != "L" or f.code in ("L-CLEARED", "L-ROW-ABSENT"))  # fmt: skip
    return records, conflicts, findings, result.counts


def _records(workspace):
    from inventory_app.store import queries

    with workspace.database.reading() as connection:
        schema = workspace.database.schema
        return queries.records(connection, schema, "2027", entities=["ALPHA"])["ALPHA"]


def changed_by_headquarters(store, tmp_path):
    """Return a store in which headquarters changed answers after the workbook went out."""
    from inventory_app.workspace import Workspace

    copy = tmp_path / "changed.ictinv"
    copy.write_bytes(store[0].read_bytes())
    with Workspace.open(copy, clock=Clock()) as workspace:
        first, second, *_others = sorted(row.uid for row in _records(workspace)["staff"])
        records: Records = workspace.records
        records.change("staff", "2027", [first], {"ict_time_share": Answer(Decimal(70), None)})
        records.change("staff", "2027", [second], {"functional_title": Answer("Chief", None)})
    return copy, store[1]


def test_merging_the_new_workbook_is_merging_the_old_one(store, filled, tmp_path):
    store = changed_by_headquarters(store, tmp_path)
    other = reissue_file(filled, tmp_path / "ru.xlsx", language="ru").path
    old = merged(store, filled, tmp_path, "old")
    assert old == merged(store, other, tmp_path, "new")
    assert old[1], "headquarters and the entity should disagree on something"


def test_with_the_store_it_gets_a_number_of_its_own_and_what_is_known_now(store, filled, tmp_path):
    from inventory_app.workspace import Workspace

    changed, issued = changed_by_headquarters(store, tmp_path)
    old = merged((changed, issued), filled, tmp_path, "old")
    again = tmp_path / "again.ictinv"
    again.write_bytes(changed.read_bytes())
    with Workspace.open(again, clock=Clock()) as workspace:
        done = workspace.reissues.issue(filled, tmp_path, language="zh")
        assert (done.identity.number, done.identity.language) == (2, "zh")
        assert workspace.rounds.participations("2027")["ALPHA"].issues == 2
        shown = everything(done.path)
        titles = {row.uid: row.values.get("functional_title") for row in shown.rows["staff"]}
        assert "Chief" in titles.values()
    new = merged((again, issued), done.path, tmp_path, "new")
    assert (new[0], new[1]) == (old[0], old[1])


def test_a_workbook_of_another_store_is_not_issued_again_from_this_one(filled, tmp_path):
    with answered_store(tmp_path) as other, pytest.raises(Refused) as refused:
        other.reissues.issue(filled, tmp_path, language="fr")
    assert refused.value.code == "F-UNKNOWN-ISSUE"
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".xlsx"] == []


def test_what_is_there_is_never_replaced_and_a_folder_gives_a_free_name(filled, tmp_path):
    target = tmp_path / "mine.xlsx"
    target.write_bytes(b"mine")
    with pytest.raises(UserError) as refused:
        reissue_file(filled, target, language="fr")
    assert (refused.value.code, target.read_bytes()) == ("E-FILE-EXISTS", b"mine")
    names = {reissue_file(filled, tmp_path, language="fr").path.name for _ in range(2)}
    assert names == {"2027_ALPHA_fr_1.xlsx", "2027_ALPHA_fr_1_2.xlsx"}


def test_an_answer_to_a_question_that_there_is_no_more_is_told(filled, tmp_path):
    fields = dict(CATALOGUE["staff"].fields)
    fields["remarks"] = replace(fields["remarks"], retired=True)
    staff = replace(CATALOGUE["staff"], fields=fields)
    catalogue = replace(CATALOGUE, sheets={**CATALOGUE.sheets, "staff": staff})
    done = reissue_file(filled, tmp_path, language="fr", catalogue=catalogue)
    assert [(f.code, f.field, f.found) for f in done.left] == [
        ("L-QUESTION-GONE", "remarks", "two\nlines")
    ]


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(texts, min_size=4, max_size=4),
    state=st.sampled_from([None, NR, NA]),
    share=st.decimals(0, 100, places=2),
    language=st.sampled_from(["ar", "zh", "ru", "fr", "es"]),
)
def test_whatever_is_typed_survives(store, tmp_path_factory, texts, state, share, language):
    folder = tmp_path_factory.mktemp("any")
    survey = SurveyFile.open(store[1])
    uid = survey.sheet("staff").rows[0].uid
    for name, text in zip(("functional_title", "annual_cost", "contract_start", "grade"), texts,
                          strict=True):  # fmt: skip
        survey.enter("staff", uid, name, text)
    survey.change("staff", uid, "ict_time_share", share, NE)
    survey.change("staff", uid, "duty_station", None, state)
    survey.save(folder / "typed.xlsx")
    before = everything(folder / "typed.xlsx")
    there = reissue_file(folder / "typed.xlsx", folder / "there.xlsx", language=language)
    back = reissue_file(there.path, folder / "back.xlsx", language="en")
    assert everything(back.path) == before
