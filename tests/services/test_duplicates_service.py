"""Deciding on duplicates: remembered, undone, replayed, revoked; what totals and prints say then."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from answered_store import Clock, answered_store, give_back, keep, room, system

from inventory_app.domain.duplicates.decisions import ADDED_UP
from inventory_app.domain.duplicates.grounds import Level
from inventory_app.domain.merging import Answer
from inventory_app.domain.reasons import Reason
from inventory_app.errors import UserError
from inventory_app.texts import translator
from inventory_app.workspace import Workspace

URL = {"url": "https://umoja.example"}
ONE = system("BRAVO", 1, "Umoja", users_active=30, run_cost=Decimal(900), scope="ENTERPRISE", **URL)
TWO = system("CARGO", 1, "UMOJA (finance)", users_active=50, run_cost=Decimal(900), **URL)
THREE = system("ECHO", 1, "Умоджа", users_active=20, run_cost=Decimal(900), **URL)
HOST = room("BRAVO", 1, "Annex", shared_service_position="PROVIDER", agencies_serviced="CARGO",
            it_load_kw=Decimal(60), un_role_scope="ENTERPRISE")  # fmt: skip
TENANT = room("CARGO", 1, "Racks in the annex", shared_service_position="TENANT",
              it_load_kw=Decimal(10))  # fmt: skip


@pytest.fixture(scope="module")
def _store(tmp_path_factory):
    with answered_store(tmp_path_factory.mktemp("store"), Clock()) as made:
        keep(made, "2026", [ONE, TWO, THREE, HOST, TENANT], "reported")
        made.overviews.of("2026")
        return made.database.path


@pytest.fixture
def workspace(_store, tmp_path):
    copy = Path(shutil.copy(_store, tmp_path / "s.ictinv"))
    with Workspace.open(copy, clock=Clock(), who="tester") as made:
        yield made


def suggested(workspace, sheet="systems"):
    return workspace.duplicates.find("2026", sheet).suggestions


def last(workspace):
    return workspace.history.last(1)[0]


def test_what_several_entities_report_is_suggested_with_its_records(workspace):
    found = workspace.duplicates.find("2026", "systems")
    [suggestion] = [each for each in found.suggestions if each.level is Level.CERTAIN]
    assert set(suggestion.uids) == {ONE.uid, TWO.uid, THREE.uid}
    assert suggestion.uids[0] == ONE.uid  # the one for the whole Secretariat
    assert found.title(TWO.uid) == "UMOJA (finance)"
    assert found.compared == 7
    assert workspace.history.last(1)[0].label == "Write records"  # looking writes nothing
    rooms = suggested(workspace, "data_centres")[0]
    assert rooms.uids == (HOST.uid, TENANT.uid)


def test_joining_is_one_undo_step_that_leaves_the_records_alone(workspace):
    before = workspace.assessments.compute("2026").figures
    joined = workspace.duplicates.join("2026", [ONE.uid, TWO.uid], {"vendor": TWO.uid})
    assert last(workspace).label == "Join {count} records as “{title}”"
    assert workspace.assessments.compute("2026").figures == before
    assert [each.id for each in workspace.duplicates.decisions()] == [joined.id]
    assert workspace.duplicates.decisions()[0].choices == {"vendor": TWO.uid}
    workspace.history.undo()
    assert workspace.duplicates.decisions() == ()
    workspace.history.redo()
    assert workspace.duplicates.decisions() == (joined,)
    assert workspace.safekeeping.verify() == []


def test_joining_more_makes_one_join_and_says_the_same_twice_changes_nothing(workspace):
    workspace.duplicates.join("2026", [ONE.uid, TWO.uid], {"vendor": TWO.uid})
    whole = workspace.duplicates.join("2026", [TWO.uid, THREE.uid])
    assert set(whole.uids) == {ONE.uid, TWO.uid, THREE.uid}
    assert workspace.duplicates.decisions() == (whole,)
    assert whole.choices == {"vendor": TWO.uid}
    number = last(workspace).number
    assert workspace.duplicates.join("2026", whole.uids) == whole
    assert last(workspace).number == number
    other = workspace.duplicates.join("2026", whole.uids, {"users_active": ADDED_UP})
    assert (other.id, last(workspace).number) == (whole.id, number + 1)
    workspace.history.undo()
    workspace.history.undo()
    assert [set(each.uids) for each in workspace.duplicates.decisions()] == [{ONE.uid, TWO.uid}]


def test_what_is_not_the_same_is_not_suggested_again_and_can_be_revoked(workspace):
    noted = workspace.duplicates.different("2026", [[ONE.uid, TWO.uid], [THREE.uid]])
    assert all(
        not {ONE.uid, THREE.uid} <= set(each.uids) and not {TWO.uid, THREE.uid} <= set(each.uids)
        for each in suggested(workspace)
    )
    assert any({ONE.uid, TWO.uid} == set(each.uids) for each in suggested(workspace))
    assert workspace.duplicates.revoke(noted.id) == noted
    assert any({ONE.uid, TWO.uid, THREE.uid} == set(each.uids) for each in suggested(workspace))
    workspace.history.undo()
    assert workspace.duplicates.decisions() == (noted,)


def test_decisions_hold_in_the_next_round_and_are_shown_when_a_record_is_gone(workspace):
    joined = workspace.duplicates.join("2026", [ONE.uid, TWO.uid, THREE.uid])
    workspace.rounds.open("2027", as_of=date(2027, 6, 30), deadline=date(2027, 9, 30))
    found = workspace.duplicates.find("2027", "systems")
    assert found.decisions == (joined,)
    assert len(found.there(joined)) == 3
    assert all(not set(joined.uids) & set(each.uids) for each in found.suggestions)
    again = [system("BRAVO", 1, "Umoja", scope="ENTERPRISE"), system("CARGO", 1, "Umoja")]
    with workspace.database.writing("Empty") as transaction:
        for each in (ONE, TWO, THREE):
            table = workspace.database.schema.records["systems"]
            transaction.remove(table, [{"id": f"2027/{each.uid}"}])
    keep(workspace, "2027", again, "reported")
    found = workspace.duplicates.find("2027", "systems")
    assert {each.uid for each in found.there(joined)} == {ONE.uid, TWO.uid}
    assert found.title(THREE.uid, joined) == "Умоджа"
    overview = workspace.overviews.of("2027").kpi("systems")
    assert (overview.reported, overview.value) == (2, 1)  # the join was made a round before


def test_totals_count_a_join_once_and_say_how_many_were_reported(workspace):
    total = workspace.assessments.compute("2026").totals
    assert total["S01"].numerator == 5  # Payroll, Archive and three times Umoja
    joined = workspace.duplicates.join("2026", [ONE.uid, TWO.uid, THREE.uid])
    after = workspace.assessments.compute("2026").totals
    assert (after["S01"].numerator, after["S01"].coverage) == (3, total["S01"].coverage)
    assert Reason.JOINED in after["S01"].reasons
    users, cost = after["S07"].denominator, after["S07"].numerator
    assert users == total["S07"].denominator
    assert total["S07"].numerator - cost == 1800  # the same 900 reported three times
    kpi = workspace.overviews.of("2026").kpi("systems")
    assert (kpi.reported, kpi.value) == (5, 3)
    trend = workspace.overviews.of("2026").trends["systems"].points[-1]
    assert trend.value == 3
    workspace.duplicates.revoke(joined.id)
    kpi = workspace.overviews.of("2026").kpi("systems")
    assert (kpi.reported, kpi.value) == (None, 5)
    assert workspace.assessments.compute("2026").totals == total


def test_tenants_of_a_joined_room_do_not_count_in_the_total(workspace):
    before = workspace.assessments.compute("2026").totals["K02"]
    workspace.duplicates.join("2026", [TENANT.uid, HOST.uid])
    after = workspace.assessments.compute("2026").totals["K02"]
    assert before.denominator - after.denominator == 10
    assert after.numerator == before.numerator
    kpi = workspace.overviews.of("2026").kpi("data_centres")
    assert (kpi.reported, kpi.value) == (3, 2)


def test_the_printed_summary_of_all_counts_once_and_that_of_an_entity_what_it_reported(workspace):
    workspace.duplicates.join("2026", [ONE.uid, TWO.uid, THREE.uid])
    whole = workspace.reports.secretariat_summary("2026").systems
    assert (whole.total.value, whole.reported.value) == (3, 5)
    [umoja] = [row for row in whole.most_used if row.name.endswith("Umoja")]
    assert umoja.name == "BRAVO and 2 more: Umoja"
    assert umoja.users.value == 100
    assert sum(row.count for row in whole.by_status) == 4  # and one that is retired
    own = workspace.reports.capability_summary("2026", "CARGO").systems
    assert (own.total.value, own.reported) == (1, None)
    assert own.most_used[0].users.value == 50


def test_the_secretariat_document_says_both_numbers(workspace, tmp_path):
    from reportlab.rl_config import invariant  # noqa: F401 - the document is written in full

    workspace.duplicates.join("2026", [ONE.uid, TWO.uid])
    file = workspace.documents.print(
        workspace.documents.compose("secretariat", "2026"), tmp_path / "all.pdf"
    )
    import pypdfium2

    document = pypdfium2.PdfDocument(file)
    text = " ".join(
        document[n].get_textpage().get_text_bounded() for n in range(len(document))
    ).replace("\r\n", " ")
    document.close()
    assert "5 reported, 4 after joining" in text


def test_the_standing_of_others_follows_when_one_of_the_joined_is_changed(workspace):
    workspace.duplicates.join("2026", [ONE.uid, TWO.uid])
    workspace.overviews.of("2026")
    lead = workspace.standings.of("2026")["BRAVO"].counted
    from inventory_app.domain.merging import Answer

    workspace.records.change("systems", "2026", [TWO.uid], {"users_active": Answer(70, None)})
    after = workspace.standings.of("2026")["BRAVO"].counted
    assert after.figures["S07"].denominator - lead.figures["S07"].denominator == 20
    workspace.database.close()
    with Workspace.open(workspace.database.path, clock=Clock(), who="tester") as again:
        kept = again.standings.of("2026")["BRAVO"].counted
        assert kept == after
        computed = again.assessments.compute("2026").totals["S07"]
        assert again.overviews.of("2026", indicators=["S07"]).trends["S07"].points[-1].value == (
            computed.value
        )


@pytest.mark.parametrize(
    ("uids", "choices", "code"),
    [
        (["SY-1"], {}, "E-TWO-RECORDS"), ([ONE.uid, ONE.uid], {}, "E-TWO-RECORDS"),
        ([ONE.uid, "SY-GONE"], {}, "E-NO-RECORD"), (["SY-GONE", "SY-NONE"], {}, "E-NO-RECORD"),
        ([ONE.uid, HOST.uid], {}, "E-NO-RECORD"),
        ([ONE.uid, TWO.uid], {"vendor": THREE.uid}, "E-CHOICE"),
        ([ONE.uid, TWO.uid], {"vendor": ADDED_UP}, "E-CHOICE"),
        ([ONE.uid, TWO.uid], {"opex_total": ONE.uid}, "E-CHOICE"),
        ([ONE.uid, TWO.uid], {"no_such_field": ONE.uid}, "E-CHOICE"),
    ],
)  # fmt: skip
def test_what_cannot_be_joined_is_refused_in_words(workspace, uids, choices, code):
    number = last(workspace).number
    with pytest.raises(UserError) as refused:
        workspace.duplicates.join("2026", uids, choices)
    assert refused.value.code == code
    assert "{" not in translator("en").error(refused.value)
    assert last(workspace).number == number


def test_decisions_that_contradict_each_other_are_refused_by_name(workspace):
    joined = workspace.duplicates.join("2026", [ONE.uid, TWO.uid])
    with pytest.raises(UserError) as refused:
        workspace.duplicates.different("2026", [[ONE.uid], [TWO.uid]])
    assert (refused.value.code, refused.value.params["id"]) == ("E-DECIDED", joined.id)
    workspace.duplicates.different("2026", [[ONE.uid], [THREE.uid]])
    with pytest.raises(UserError) as refused:
        workspace.duplicates.join("2026", [TWO.uid, THREE.uid])
    assert refused.value.code == "E-DECIDED"
    for call in (lambda: workspace.duplicates.different("2026", [[ONE.uid, TWO.uid]]),
                 lambda: workspace.duplicates.revoke("DJ-NONE"),
                 lambda: workspace.duplicates.find("2026", "staff"),
                 lambda: workspace.duplicates.find("1999", "systems")):  # fmt: skip
        with pytest.raises(UserError):
            call()


def test_entities_that_have_not_answered_join_nothing_in_totals(workspace):
    keep(workspace, "2026", [system("HOTEL", 9, "Umoja", **URL)], "carried")
    carried = system("HOTEL", 9, "Umoja", **URL)
    total = workspace.assessments.compute("2026").totals["S01"]
    workspace.duplicates.join("2026", [ONE.uid, carried.uid])
    assert workspace.assessments.compute("2026").totals["S01"].numerator == total.numerator
    give_back(workspace, "HOTEL")  # now it has, with the ledger that it had before
    assert workspace.assessments.compute("2026").totals["S01"].numerator == total.numerator + 1


def test_what_records_name_is_called_by_its_name(workspace):
    unit = workspace.records.add("units", "2026", "BRAVO", {
        "unit_code": Answer("APPS", None), "name": Answer("Applications", None),
    })  # fmt: skip
    workspace.records.change("systems", "2026", [ONE.uid], {"ict_unit": Answer(unit, None)})
    workspace.records.change("systems", "2026", [TWO.uid], {"ict_unit": Answer("nobody's", None)})
    names = workspace.duplicates.find("2026", "systems").names
    assert "Applications" in names[unit]
    assert set(names) == {unit}
