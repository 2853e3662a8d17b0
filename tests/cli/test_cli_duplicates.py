"""Duplicates and remembered decisions on the command line: listed with reasons, decided, revoked."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "services"))

from answered_store import Clock, answered_store, keep, system

URL = {"url": "https://umoja.example"}
ONE = system("BRAVO", 1, "Umoja", vendor="SAP", **URL)
TWO = system("CARGO", 1, "UMOJA (finance)", vendor="SAP SE", **URL)


@pytest.fixture(scope="module")
def _doubled(tmp_path_factory):
    with answered_store(tmp_path_factory.mktemp("doubled"), Clock()) as workspace:
        keep(workspace, "2026", [ONE, TWO], "reported")
        return workspace.database.path


@pytest.fixture
def doubled(_doubled, tmp_path):
    return Path(shutil.copy(_doubled, tmp_path / "s.ictinv"))


def test_suggestions_are_listed_with_their_reasons(run, doubled):
    result = run("duplicates", doubled, "2026", "--sheet", "systems")
    assert result.status == 0
    assert "certain: “Umoja”, 2 records" in result.out
    assert f"{ONE.uid}  BRAVO  Umoja" in result.out
    assert "for: Both have the address umoja.example." in result.out
    assert "--join UID UID" in result.out


def test_a_script_gets_levels_points_and_reasons(run, doubled):
    document = run("duplicates", doubled, "2026", "--level", "likely", "--json").json
    [suggestion] = document["suggestions"]
    assert (suggestion["level"], suggestion["sheet"]) == ("certain", "systems")
    assert {each["uid"] for each in suggestion["records"]} == {ONE.uid, TWO.uid}
    assert suggestion["points"] == sum(each["points"] for each in suggestion["reasons"])
    assert {"code", "for", "text", "links", "points"} == set(suggestion["reasons"][0])
    assert document["decisions"] == []
    assert set(document["compared"]) == {"systems", "data_centres"}


def test_only_what_is_sure_enough_is_listed(run, doubled):
    shutil.copy(doubled, doubled.with_name("t.ictinv"))
    run("duplicates", doubled, "2026", "--join", ONE.uid, TWO.uid)
    document = run("duplicates", doubled, "2026", "--level", "certain", "--json").json
    assert document["suggestions"] == []


def test_joining_is_remembered_listed_revoked_and_undone(run, doubled):
    joined = run("duplicates", doubled, "2026", "--join", ONE.uid, TWO.uid, "--choose",
                 f"vendor={TWO.uid}", "--choose", "users_active=+", "--json").json["decision"]  # fmt: skip
    assert joined["choices"] == {"vendor": TWO.uid, "users_active": "+"}
    listed = run("duplicates", doubled, "2026", "--json").json["decisions"]
    assert [each["id"] for each in listed] == [joined["id"]]
    assert all(each["there"] for each in listed[0]["records"])
    told = run("remembered", doubled)
    assert joined["id"] in told.out
    assert "BRAVO: Umoja; CARGO: UMOJA (finance)" in told.out
    assert "joined" in told.out
    revoked = run("duplicates", doubled, "2026", "--revoke", joined["id"])
    assert revoked.status == 0
    assert joined["id"] in revoked.out
    assert run("remembered", doubled).out.startswith("No decision is remembered")
    assert run("undo", doubled).status == 0
    assert run("remembered", doubled, "--json").json["duplicates"][0]["id"] == joined["id"]


def test_not_the_same_is_remembered_and_contradictions_are_refused(run, doubled):
    noted = run("duplicates", doubled, "2026", "--different", ONE.uid, TWO.uid)
    assert "2 records are not the same" in noted.out
    refused = run("duplicates", doubled, "2026", "--join", ONE.uid, TWO.uid, "--json")
    assert (refused.status, refused.json["error"]["code"]) == (3, "E-DECIDED")
    [decision] = run("remembered", doubled, "--json").json["duplicates"]
    assert decision["kind"] == "different"
    assert run("remembered", doubled, "--revoke", decision["id"]).status == 0
    assert run("remembered", doubled, "--revoke", decision["id"]).status == 3


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--join", "SY-1"), "E-TWO-RECORDS"), (("--join", "SY-1", "SY-2"), "E-NO-RECORD"),
        (("--join", "SY-1", "SY-2", "--choose", "vendor"), "E-CHOICE-FORM"),
        (("--revoke", "DJ-1"), "E-NO-DECISION"),
    ],
)  # fmt: skip
def test_what_cannot_be_decided_is_refused_with_a_code(run, doubled, arguments, code):
    result = run("duplicates", doubled, "2026", *arguments, "--json")
    assert (result.status, result.json["error"]["code"]) == (3, code)


def test_deciding_twice_at_once_is_wrong_use(run, doubled):
    result = run("duplicates", doubled, "2026", "--join", "A", "B", "--revoke", "C")
    assert result.status == 2


def test_decisions_of_merges_are_listed_and_revoked_too(run, doubled):
    from datetime import UTC, datetime

    from inventory_app.domain.merging import Answer
    from inventory_app.domain.reviews import Decision, FieldPlace, ReviewField
    from inventory_app.services import deciding
    from inventory_app.workspace import Workspace

    with Workspace.open(doubled, clock=Clock(), who="Anna") as workspace:
        place = FieldPlace("systems", ONE.uid, "vendor")
        field = ReviewField(
            place=place, asked=workspace.catalogue["systems"].fields["vendor"], kind="conflict",
            issued=Answer(None, None), ours=Answer("SAP", None), theirs=Answer("Oracle", None),
        )  # fmt: skip
        with workspace.database.writing("Decide") as transaction:
            deciding.remember(
                transaction, workspace.database, [field], {place: Decision(choice="ours")}
            )
        [kept] = workspace.reviews.remembered()
        assert kept.at <= datetime(2027, 1, 1, tzinfo=UTC)
    told = run("remembered", doubled)
    assert all(word in told.out for word in ("Systems: Vendor", "SAP", "Oracle", "Anna", kept.id))
    [document] = run("remembered", doubled, "--json").json["merges"]
    assert (document["choice"], document["theirs"]["value"]) == ("ours", "Oracle")
    assert run("remembered", doubled, "--revoke", kept.id).status == 0
    assert run("remembered", doubled, "--json").json["merges"] == []
