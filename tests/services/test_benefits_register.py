"""The register of benefits in a store: taken in whole, recorded, undone, never unproven."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from inventory_app.domain.benefit_entries import benefit_entry
from inventory_app.domain.benefits import Evidence, Status
from inventory_app.domain.realisation import realisation
from inventory_app.errors import UserError
from inventory_app.formats.exact_json import exact_json
from inventory_app.workspace import Workspace

REGISTER = """
[[benefits]]
id = "GVA-2"
title = "Close room GVA-2"
class = "CASHABLE"
status = "REALISED"
initiative = "Consolidation"
entity = "UNOG"
owner = "A. Owner"
measure = "Run cost of the room"
cost_line = "CO-1"
contract = "PO 77"
posts = [{post = "30012345", fate = "ABOLISHED"}]
baseline = {amount = "160000", start = 2025-01-01, end = 2025-12-31, frozen_on = 2026-02-01, \
scope = ["Room GVA-2"], evidence = "Accounts 2025", evidence_dated = 2026-01-15, \
items = [{name = "racks", volume = 20, cost = "160000"}]}

[[benefits.periods]]
start = 2026-01-01
end = 2026-12-31
planned = "50000"
implementation = "8000.25"
price_index = "1.05"
items = [{name = "racks", volume = 10, cost = "60000.50"}]

[[benefits.periods]]
start = 2027-01-01
end = 2027-12-31
planned = "50000"
forecast = "45000"

[[benefits]]
id = "LICENCES"
title = "Fewer licences"
class = "AVOIDANCE"
"""


def clock():
    return datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def _empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "s.ictinv"
    Workspace.create(path, clock=clock, who="tester").close()
    return path


@pytest.fixture
def workspace(_empty, tmp_path):
    copy = shutil.copy(_empty, tmp_path / "s.ictinv")
    with Workspace.open(Path(copy), clock=clock, who="tester") as opened:
        yield opened


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "register.toml"
    path.write_text(REGISTER, encoding="utf-8")
    return path


@pytest.fixture
def filled(workspace, file):
    workspace.benefits.add(workspace.benefits.read(file))
    return workspace


def test_a_file_is_taken_in_and_comes_back_as_it_was(workspace, file):
    wanted = workspace.benefits.read(file)
    taken = workspace.benefits.add(wanted)
    assert (taken.new, taken.changed, taken.unchanged) == (("GVA-2", "LICENCES"), (), ())
    assert workspace.benefits.all().benefits == wanted
    [room, _] = wanted
    assert room.periods[0].realised == Decimal("23999.50")  # 80,000 x 1.05 - 60,000.50
    assert workspace.safekeeping.verify() == []


def test_what_is_written_is_one_undo_step(filled):
    before = filled.history.last(1)[0]
    assert (before.label, before.origin) == ("Take in {count} benefits", "imported")
    filled.history.undo()
    assert filled.benefits.all().benefits == ()
    assert filled.safekeeping.verify() == []
    filled.history.redo()
    assert len(filled.benefits.all().benefits) == 2
    assert filled.safekeeping.verify() == []


def test_the_same_file_again_writes_nothing(filled, file):
    last = filled.history.last(1)[0].number
    taken = filled.benefits.add(filled.benefits.read(file))
    assert taken.unchanged == ("GVA-2", "LICENCES")
    assert filled.history.last(1)[0].number == last


def test_a_changed_file_writes_only_the_difference(filled, file):
    file.write_text(REGISTER.replace('"45000"', '"44000"'), encoding="utf-8")
    taken = filled.benefits.add(filled.benefits.read(file))
    assert (taken.changed, taken.unchanged) == (("GVA-2",), ("LICENCES",))
    rows = filled.history.rows(filled.history.last(1)[0].number).rows
    [row] = rows
    [field] = row.fields
    assert (row.table, row.key) == ("benefit_period", "GVA-2/2027-01-01")
    assert (field.name, field.before_text("en"), field.after_text("en")) == (
        "forecast", "45000", "44000",
    )  # fmt: skip


def test_a_dry_run_writes_nothing(workspace, file):
    taken = workspace.benefits.add(workspace.benefits.read(file), dry_run=True)
    assert taken.new == ("GVA-2", "LICENCES")
    assert workspace.benefits.all().benefits == ()


def test_the_periods_may_stand_in_any_order(filled, file):
    [room, other] = filled.benefits.read(file)
    turned = replace(room, periods=tuple(reversed(room.periods)))
    assert filled.benefits.add([turned, other]).unchanged == ("GVA-2", "LICENCES")


def test_an_entity_is_known_by_any_of_its_names(workspace, file):
    file.write_text(REGISTER.replace('"UNOG"', '"unog"'), encoding="utf-8")
    workspace.benefits.add(workspace.benefits.read(file))
    assert workspace.benefits.find("GVA-2").entity == "UNOG"
    file.write_text(REGISTER.replace('"UNOG"', '"NOWHERE"'), encoding="utf-8")
    with pytest.raises(UserError) as refused:
        workspace.benefits.add(workspace.benefits.read(file))
    assert refused.value.code == "E-BENEFIT-ENTITY"


def test_nothing_is_taken_in_if_one_is_unproven(workspace, file):
    file.write_text(REGISTER.replace("evidence_dated = 2026-01-15, ", ""), encoding="utf-8")
    with pytest.raises(UserError) as refused:
        workspace.benefits.add(workspace.benefits.read(file))
    assert refused.value.code == "E-BENEFIT-BASELINE"
    assert refused.value.params["missing"] == "baseline.evidence_dated"
    assert workspace.benefits.all().benefits == ()


def test_a_cost_line_of_another_file_is_not_saved_twice(filled, file):
    [room, _] = filled.benefits.read(file)
    with pytest.raises(UserError) as refused:
        filled.benefits.add([replace(room, id="COPY")])
    assert refused.value.code == "E-BENEFIT-DOUBLE"
    with pytest.raises(UserError) as refused:
        filled.benefits.add([room, room])
    assert refused.value.code == "E-BENEFIT-TWICE"


def test_an_empty_file_is_refused(workspace, tmp_path):
    empty = tmp_path / "empty.json"
    empty.write_text("{}", encoding="utf-8")
    with pytest.raises(UserError) as refused:
        workspace.benefits.read(empty)
    assert refused.value.code == "E-BENEFITS-NONE"


YEAR_2027 = (date(2027, 1, 1), date(2027, 12, 31))
REVIEWED = Evidence(reference="Accounts", dated=date(2028, 1, 9), reviewed_by="B. Auditor")


def test_what_came_of_a_period_is_recorded_and_taken_back(filled):
    filled.benefits.record("GVA-2", YEAR_2027, realised=Decimal(40_000), evidence=REVIEWED)
    [_, period] = filled.benefits.find("GVA-2").periods
    assert (period.realised, period.forecast) == (40_000, 45_000)
    found = realisation(filled.benefits.all().benefits, date(2027, 12, 31)).every
    assert (found.numerator, found.denominator) == (40_000, 100_000)
    filled.history.undo()
    assert filled.benefits.find("GVA-2").periods[1].realised is None
    assert filled.safekeeping.verify() == []


def test_a_new_period_is_added_in_its_place(filled):
    before = (date(2025, 6, 1), date(2025, 12, 31))
    changed = filled.benefits.record("LICENCES", before, planned=Decimal(5))
    assert filled.benefits.find("LICENCES") == changed
    assert [each.start for each in changed.periods] == [before[0]]


@pytest.mark.parametrize(
    ("status", "values", "code"),
    [
        (Status.VERIFIED, {"realised": Decimal(1)}, "E-BENEFIT-STATUS"),
        (None, {"evidence": Evidence(reviewed_by="a. owner")}, "E-BENEFIT-REVIEWER"),
        (Status.PLANNED, {}, "E-BENEFIT-STATUS"),
    ],
)
def test_recording_is_refused_like_a_file(filled, status, values, code):
    with pytest.raises(UserError) as refused:
        filled.benefits.record("GVA-2", YEAR_2027, status, **values)
    assert refused.value.code == code


def test_a_measured_amount_is_not_overwritten_by_another(filled):
    year = (date(2026, 1, 1), date(2026, 12, 31))
    with pytest.raises(UserError) as refused:
        filled.benefits.record("GVA-2", year, realised=Decimal(99_999))
    assert refused.value.code == "E-BENEFIT-GROSS"


def test_other_fields_are_not_recorded(filled):
    with pytest.raises(TypeError, match="colour"):
        filled.benefits.record("GVA-2", YEAR_2027, colour="red")


def test_removing_and_bringing_back(filled):
    removed = filled.benefits.remove("GVA-2")
    assert [each.id for each in filled.benefits.all().benefits] == ["LICENCES"]
    filled.history.undo()
    assert filled.benefits.find("GVA-2") == removed
    for call in (filled.benefits.find, filled.benefits.remove):
        with pytest.raises(UserError) as refused:
            call("NOTHING")
        assert refused.value.code == "E-BENEFIT-UNKNOWN"


def test_a_benefit_with_later_periods_cannot_be_unmade_beneath_them(filled):
    number = filled.history.last(1)[0].number
    filled.benefits.record("LICENCES", YEAR_2027, planned=Decimal(5))
    with pytest.raises(UserError) as refused:
        filled.history.undo(number)
    assert refused.value.code == "E-UNDO-NEEDED"


def test_what_an_undo_leaves_unproven_is_told_and_can_be_mended(filled, file):
    year = (date(2026, 1, 1), date(2026, 12, 31))
    filled.benefits.record("GVA-2", year, evidence=REVIEWED)
    evidence = filled.history.last(1)[0].number
    filled.benefits.record("GVA-2", year, Status.VERIFIED)
    assert filled.benefits.all().problems == ()
    filled.history.undo(evidence)
    register = filled.benefits.all()
    [problem] = register.problems
    assert (problem.code, problem.params["benefit"]) == ("E-BENEFIT-STATUS", "GVA-2")
    assert realisation(register.benefits, date(2027, 1, 1)).every.numerator == 0
    filled.benefits.add(filled.benefits.read(file))  # REALISED, as it was
    assert filled.benefits.all().problems == ()


def test_an_entity_with_benefits_is_not_unmade(workspace, file):
    number = workspace.history.last(1)[0].number
    workspace.benefits.add(workspace.benefits.read(file))
    with pytest.raises(UserError) as refused:
        workspace.history.undo(number)
    assert refused.value.code == "E-UNDO-NEEDED"


def test_three_forms_give_the_same_register(workspace, file, tmp_path):
    wanted = workspace.benefits.read(file)
    as_json = tmp_path / "register.json"
    as_json.write_text(
        exact_json({"benefits": [benefit_entry(each) for each in wanted]}), encoding="utf-8"
    )
    assert workspace.benefits.read(as_json) == wanted
    flat = tmp_path / "register.csv"
    flat.write_text(
        "benefit.id,benefit.title,benefit.class,benefit.status,benefit.owner,benefit.measure,"
        "period.start,period.end,period.planned\n"
        "MAIL,Fewer mailboxes,cashable,planned,C. Owner,Mailboxes,2027-01-01,2027-12-31,1000\n"
        "MAIL,,,,,,2028-01-01,2028-12-31,2000.50\n",
        encoding="utf-8",
    )
    [mail] = workspace.benefits.read(flat)
    assert [each.planned for each in mail.periods] == [1000, Decimal("2000.50")]
    assert json.loads(as_json.read_text())["benefits"][0]["posts"][0]["fate"] == "ABOLISHED"
