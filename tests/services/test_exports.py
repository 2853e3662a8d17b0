"""Everything in an open form: exact, whole, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from inventory_app.domain.benefits import Benefit, BenefitClass, BenefitPeriod
from inventory_app.domain.field_types import DecimalNumber, Money
from inventory_app.domain.records import Record
from inventory_app.domain.scheme_entries import read_scheme, resolution
from inventory_app.domain.values import ValueState
from inventory_app.errors import UserError
from inventory_app.services.rounds import record_row
from inventory_app.workspace import Workspace

SYSTEM = {
    "name": "=cmd|' /C calc'!A0", "description": "+49 22 917\nsecond line", "users_active": 0,
    "run_cost": Decimal("1250.50"), "dr_covered": False, "remarks": "-",
}  # fmt: skip


@pytest.fixture
def workspace(tmp_path):
    clock = datetime(2026, 11, 23, tzinfo=UTC)
    with Workspace.create(tmp_path / "s.ictinv", clock=lambda: clock, who="tester") as made:
        made.rounds.open("2026", as_of=date(2026, 12, 31), deadline=date(2027, 2, 26))
        yield made


@pytest.fixture
def filled(workspace):
    sheet = workspace.catalogue["systems"]
    ratio = next(f for f in sheet if isinstance(f.type, DecimalNumber) and f.type.places
                 and not isinstance(f.type, Money) and f.type.name == "decimal")  # fmt: skip
    several = next(field for field in sheet if field.type.name == "codes")
    codes = tuple(several.type.list.codes)[:2]
    values = {**SYSTEM, ratio.name: Decimal("99.5"), several.name: codes}
    records = [
        Record(sheet="systems", uid="SY-1", entity="UNOG", round="2026", values=values,
               states={"rto_h": ValueState.NA}),
        Record(sheet="systems", uid="SY-2", entity="ECA", round="2026", standing="imported",
               values={"name": "Payroll", "record_status": "CLOSED"}),
    ]  # fmt: skip
    with workspace.database.writing("Add") as transaction:
        table = workspace.database.schema.records["systems"]
        transaction.add(
            table, [record_row(each, round_code="2026", standing=each.standing) for each in records]
        )
    return workspace, ratio.name, several.name, codes


def read(path):
    return json.loads(path.read_text("utf-8"), parse_float=Decimal)


def test_json_holds_every_record_exactly(filled, tmp_path):
    workspace, ratio, several, codes = filled
    result = workspace.exports.write(tmp_path / "all.json")
    assert result.paths == (tmp_path / "all.json",)
    assert result.records["systems"] == 2
    everything = read(tmp_path / "all.json")
    assert list(everything) == [
        "format", "rounds", "entities", "records", "benefits", "cost_sharing", "duplicates",
        "own_indicators", "targets", "bridges",
    ]  # fmt: skip
    assert everything["format"] == 1
    assert list(everything["records"]) == list(workspace.catalogue.sheets)
    closed, full = everything["records"]["systems"]
    assert closed == {
        "uid": "SY-2", "entity": "ECA", "round": "2026", "status": "CLOSED",
        "standing": "imported", "values": {"name": "Payroll", "record_status": "CLOSED"},
        "states": {},
    }  # fmt: skip
    assert (full["uid"], full["status"], full["states"]) == ("SY-1", "VALID", {"rto_h": "NA"})
    assert full["values"] == {
        **SYSTEM, "run_cost": "1250.50", ratio: Decimal("99.5"), several: list(codes),
    }  # fmt: skip
    assert '": 99.5' in (tmp_path / "all.json").read_text("utf-8")


def test_json_says_who_was_asked_and_what_became_of_it(filled, tmp_path):
    workspace, *_ = filled
    workspace.exports.write(tmp_path / "all.json")
    everything = read(tmp_path / "all.json")
    [shown] = everything["rounds"]
    assert (shown["code"], shown["as_of"], shown["deadline"], shown["previous"]) == (
        "2026", "2026-12-31", "2027-02-26", None,
    )  # fmt: skip
    assert shown["catalogue_version"] == workspace.catalogue.version
    assert shown["parameters"] == {
        "dedicated_from": 50, "non_dedicated_from": 10, "sheets": list(workspace.catalogue.sheets),
    }  # fmt: skip
    asked = {each["entity"]: each for each in shown["asked"]}
    assert len(asked) == len(workspace.rounds.status("2026").entities)
    assert asked["ECA"]["status"] == "imported"
    assert asked["ESCAP"]["status"] == "asked"
    assert asked["UNOG"]["on_time"] is None
    entities = {each["code"]: each for each in everything["entities"]}
    assert entities.keys() == workspace.entities.all().keys()
    assert set(entities["UNOG"]["names"]) == {"ar", "zh", "en", "fr", "ru", "es"}


def test_the_documented_form_is_the_form(filled, tmp_path):
    workspace, *_ = filled
    page = (Path(__file__).parents[2] / "docs" / "export-format.md").read_text("utf-8")
    documented = json.loads(page.split("```json\n")[1].split("```")[0])
    workspace.exports.write(tmp_path / "all.json")
    everything = read(tmp_path / "all.json")
    assert list(documented) == list(everything)
    for part in ("rounds", "entities"):
        assert list(documented[part][0]) == list(everything[part][0])
    assert list(documented["rounds"][0]["asked"][0]) == list(everything["rounds"][0]["asked"][0])
    [sheet], [[record]] = documented["records"], documented["records"].values()
    assert list(record) == list(everything["records"]["systems"][0])
    fields = workspace.catalogue[sheet].fields
    kinds = {name: fields[name].type.name for name in record["values"]}
    assert kinds == {
        "name": "text", "run_cost": "money", "actual_value": "decimal", "dr_covered": "yes_no",
    }  # fmt: skip
    assert set(record["states"]) <= set(fields)


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_folder_gets_one_table_a_sheet_and_nothing_that_runs(filled, tmp_path):
    workspace, ratio, several, codes = filled
    result = workspace.exports.write(tmp_path / "tables")
    names = {path.name for path in (tmp_path / "tables").iterdir()}
    assert names == {path.name for path in result.paths}
    assert names == {"rounds.csv", "asked.csv", "entities.csv", "benefits.csv",
                     "cost_sharing.csv", "duplicates.csv", "own_indicators.csv",
                     "targets.csv", "bridges.csv",
                     *(f"{sheet}.csv" for sheet in workspace.catalogue.sheets)}  # fmt: skip
    closed, full = rows(tmp_path / "tables" / "systems.csv")
    assert (full["name"], full["description"]) == (
        "'=cmd|' /C calc'!A0", "'+49 22 917\nsecond line",
    )  # fmt: skip
    assert (full["remarks"], full["users_active"], full["run_cost"]) == ("'-", "0", "1250.50")
    assert (full[ratio], full[several]) == ("99.5", ";".join(codes))
    assert (full["dr_covered"], full["states"], full["rto_h"]) == ("false", "rto_h=NA", "")
    assert (full["standing"], full["record_status"]) == ("reported", "VALID")
    assert (closed["standing"], closed["record_status"]) == ("imported", "CLOSED")


def test_no_table_has_two_columns_of_one_name(filled, tmp_path):
    workspace, *_ = filled
    for path in workspace.exports.write(tmp_path / "tables").paths:
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        headings = data.decode("utf-8-sig").splitlines()[0].split(",")
        assert len(headings) == len(set(headings))
        assert all(heading.isascii() for heading in headings)


def test_the_other_tables_say_the_same_as_json(filled, tmp_path):
    workspace, *_ = filled
    workspace.exports.write(tmp_path / "all.json")
    workspace.exports.write(tmp_path / "tables")
    everything = read(tmp_path / "all.json")
    [shown] = rows(tmp_path / "tables" / "rounds.csv")
    assert (shown["code"], shown["dedicated_from"], shown["previous"]) == ("2026", "50", "")
    asked = rows(tmp_path / "tables" / "asked.csv")
    assert [(each["entity"], each["status"]) for each in asked] == [
        (each["entity"], each["status"]) for each in everything["rounds"][0]["asked"]
    ]
    entities = rows(tmp_path / "tables" / "entities.csv")
    assert [each["name_zh"] for each in entities] == [
        each["names"]["zh"] for each in everything["entities"]
    ]
    assert [each["funds"] for each in entities] == [
        ";".join(each["funds"]) for each in everything["entities"]
    ]


def test_decisions_on_duplicates_stand_in_both_forms(workspace, tmp_path):
    systems = [
        Record(sheet="systems", uid=uid, entity=entity, round="2026", values={"name": "=Umoja"})
        for uid, entity in (("SY-1", "UNOG"), ("SY-2", "ECA"))
    ]
    with workspace.database.writing("Add") as transaction:
        table = workspace.database.schema.records["systems"]
        transaction.add(
            table, [record_row(each, round_code="2026", standing="imported") for each in systems]
        )
    joined = workspace.duplicates.join("2026", ["SY-1", "SY-2"], {"vendor": "SY-2"})
    workspace.exports.write(tmp_path / "all.json")
    [kept] = read(tmp_path / "all.json")["duplicates"]
    assert kept == {
        "id": joined.id, "sheet": "systems", "kind": "join", "sides": [["SY-1", "SY-2"]],
        "choices": {"vendor": "SY-2"}, "at": "2026-11-23T00:00:00+00:00", "who": "tester",
    }  # fmt: skip
    workspace.exports.write(tmp_path / "tables")
    lines = rows(tmp_path / "tables" / "duplicates.csv")
    assert [(line["uid"], line["entity"], line["side"]) for line in lines] == [
        ("SY-1", "UNOG", "1"), ("SY-2", "ECA", "1"),
    ]  # fmt: skip
    assert lines[0]["title"] == "'=Umoja"


def test_benefits_and_cost_sharing_can_be_taken_in_again(workspace, tmp_path):
    losing = BenefitPeriod(start=date(2027, 1, 1), end=date(2027, 12, 31), planned=Decimal("-5.50"))
    idea = Benefit(id="A", title="Perhaps", kind=BenefitClass.AVOIDANCE)
    plan = Benefit(
        id="B", title="=Rooms", kind=BenefitClass.CASHABLE, entity="UNOG", periods=(losing,)
    )
    workspace.benefits.add([idea, plan])
    workspace.cost_shares.add(resolution())
    workspace.exports.write(tmp_path / "all.json")
    everything = read(tmp_path / "all.json")
    file = tmp_path / "benefits.json"
    file.write_text(json.dumps({"benefits": everything["benefits"]}), encoding="utf-8")
    assert workspace.benefits.read(file) == (idea, plan)
    [scheme] = everything["cost_sharing"]
    assert read_scheme(scheme, "x") == resolution()
    workspace.exports.write(tmp_path / "tables")
    [first, second] = workspace.benefits.read(tmp_path / "tables" / "benefits.csv")
    assert first == idea
    assert (second.title, second.periods) == ("'=Rooms", (losing,))
    lines = rows(tmp_path / "tables" / "cost_sharing.csv")
    assert sum(Decimal(each["line.amount"]) for each in lines) == 36_904_900
    assert lines[0]["line.period_end"] == "2009-12-31"


def test_the_same_state_gives_the_same_bytes(filled, tmp_path):
    workspace, *_ = filled
    workspace.exports.write(tmp_path / "one.json")
    workspace.exports.write(tmp_path / "two.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_a_name_that_is_neither_is_refused(workspace, tmp_path):
    with pytest.raises(UserError, match="is neither a"):
        workspace.exports.write(tmp_path / "all.xlsx")
    assert not (tmp_path / "all.xlsx").exists()


def test_an_existing_folder_may_have_a_point_in_its_name(workspace, tmp_path):
    (tmp_path / "export.2026").mkdir()
    workspace.exports.write(tmp_path / "export.2026")
    assert (tmp_path / "export.2026" / "rounds.csv").is_file()


def test_an_export_that_fails_leaves_what_was_there(workspace, tmp_path):
    folder = tmp_path / "tables"
    workspace.exports.write(folder)
    (folder / "units.csv").unlink()
    (folder / "units.csv").mkdir()  # the last but one table cannot be put in place
    (folder / "units.csv" / "x").touch()
    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(UserError):
        workspace.exports.write(folder)
    assert sorted(path.name for path in folder.iterdir()) == before
