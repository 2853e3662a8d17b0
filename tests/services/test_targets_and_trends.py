"""Targets, frozen groups, rounds side by side, what moved a figure, and questions on outliers."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from answered_store import Clock, answered_store, cost, keep, made, system, unit

from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.series import Bridge
from inventory_app.domain.targets import Target, TargetKind
from inventory_app.errors import UserError
from inventory_app.progress import NoProgress
from inventory_app.services.round_contents import read_round
from inventory_app.services.rounds import catalogue_files, difference
from inventory_app.services.summaries import Summaries
from inventory_app.workspace import Workspace


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    with answered_store(tmp_path_factory.mktemp("store")) as made:
        return made.database.path


@pytest.fixture
def workspace(built, tmp_path):
    path = Path(shutil.copy(built, tmp_path / "s.ictinv"))
    with Workspace.open(path, clock=Clock(), who="tester") as opened:
        yield opened


def target(indicator="C02", value="550", **more):
    given = {"whom": "", "kind": TargetKind.POLICY, "due": date(2026, 12, 31), **more}
    return Target(indicator=indicator, value=Decimal(value), **given)


def change(workspace, round_code, record, **values):
    """Change one record of a round as an import does."""
    before = replace(record, round=round_code)
    after = replace(before, values={**record.values, **values})
    with workspace.database.writing("Change a record") as transaction:
        table = workspace.database.schema.records[record.sheet]
        transaction.change(table, [difference(before, after)])


# -- targets ---------------------------------------------------------------------------------------


def test_a_target_is_kept_measured_and_can_be_taken_back(workspace):
    kept = workspace.targets.add(target(indicator="c02"))
    assert workspace.targets.all() == (kept,)
    [found] = workspace.assessments.compute("2026").distances("C02", "ALPHA")
    assert (found.target, found.gap, found.verdict) == (kept, Decimal("-49.99995"), "met")
    [total] = workspace.assessments.compute("2026").distances("C02")
    assert total.gap == workspace.assessments.compute("2026").totals["C02"].value - 550
    assert workspace.history.last(1)[0].params["target"] == "C02:ALL:policy:2026-12-31"
    workspace.history.undo()
    assert workspace.targets.all() == ()
    workspace.history.redo()
    assert workspace.targets.all() == (kept,)


def test_the_same_day_again_replaces_a_target_and_removing_it_can_be_undone(workspace):
    workspace.targets.add(target())
    again = workspace.targets.add(target(value="600", source="Board"))
    assert workspace.targets.all() == (again,)
    number = workspace.history.last(1)[0].number
    workspace.targets.add(target(value="600", source="Board"))
    assert workspace.history.last(1)[0].number == number, "nothing changed, nothing is logged"
    assert workspace.targets.remove(again.id) == again
    workspace.history.undo()
    assert workspace.targets.all() == (again,)


def test_targets_are_for_entities_by_any_name_and_for_groups(workspace):
    assert workspace.targets.add(target(whom="bravo")).whom == "BRAVO"
    assert workspace.targets.add(target(whom="oah/m")).whom == "OAH/M"
    held = workspace.assessments.compute("2026").held
    assert [each.whom for each in held("C02", "ALPHA")] == ["OAH/M"]
    assert [each.whom for each in held("C02", "BRAVO")] == ["BRAVO"]
    assert held("C02", "FOX") == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"indicator": "C99"}, "E-INDICATOR"), ({"whom": "NOBODY"}, "E-TARGET-WHOM"),
        ({"whom": "OAH/XL"}, "E-TARGET-WHOM"), ({"value": "0.1234567"}, "E-TARGET-NUMBER"),
        ({"value": "9", "upper": Decimal(8)}, "E-TARGET-BAND"),
    ],
)  # fmt: skip
def test_a_target_that_makes_no_sense_is_refused(workspace, changes, code):
    with pytest.raises(UserError) as refused:
        workspace.targets.add(target(**changes))
    assert refused.value.code == code
    assert workspace.targets.all() == ()


# -- groups, thresholds, seeds ---------------------------------------------------------------------


def test_groups_that_were_frozen_stay_when_users_are_corrected(workspace):
    found = workspace.assessments.freeze_groups("2026")
    assert found.groups["ALPHA"] == ("OAH", "M")
    assert "INDIA" not in found.changed, "nobody knows its users"
    change(workspace, "2026", unit("ALPHA", 200), users_served=5000)
    assert workspace.assessments.compute("2026").groups["ALPHA"] == ("OAH", "M")
    assert workspace.assessments.freeze_groups("2026").changed == ("ALPHA",)
    workspace.history.undo()
    assert workspace.assessments.compute("2026").groups["ALPHA"] == ("OAH", "M")
    workspace.assessments.freeze_groups("2026")
    assert workspace.assessments.compute("2026").groups["ALPHA"] == ("OAH", "L")


def test_thresholds_belong_to_the_round_and_go_on_to_the_next(workspace):
    dates = {"as_of": date(2027, 6, 30), "deadline": date(2027, 7, 31)}
    chosen = RoundParameters(thresholds={"R05.least_km": Decimal(150)})
    opened = workspace.rounds.open("2027", **dates, parameters=chosen)
    assert RoundParameters.from_text(opened.parameters.as_text()) == opened.parameters
    assert workspace.rounds.open("2028", **dates).parameters.thresholds == chosen.thresholds
    used = workspace.assessments.compute("2027", indicators=["R05"]).definitions[0]
    assert used.parameters["least_km"] == 150
    usual = workspace.assessments.compute("2026", indicators=["R05"]).definitions[0]
    assert usual.parameters["least_km"] == 100
    wrong = RoundParameters(thresholds={"R05.nearest": Decimal(1)})
    with pytest.raises(UserError, match="no threshold"):
        workspace.rounds.open("2029", **dates, parameters=wrong)


def test_the_seed_is_kept_with_the_round_and_gives_the_same_intervals_again(workspace):
    opened = workspace.rounds.all()["2026"]
    assert opened.parameters.seed is not None
    first, second = (workspace.assessments.compute("2026") for _ in range(2))
    assert first.seed == opened.parameters.seed
    spread = first.among("C02", "ALPHA").spread
    assert spread == second.among("C02", "ALPHA").spread
    assert spread.median.low <= 500 <= spread.median.high


# -- files -----------------------------------------------------------------------------------------


def test_all_files_carry_intervals_targets_type_and_seed(workspace, tmp_path):
    workspace.targets.add(target())
    found = workspace.assessments.compute("2026", indicators=["C02"])
    for form in ("csv", "json", "xlsx"):
        workspace.assessments.write(found, tmp_path / f"f.{form}", "en")
    kept = json.loads((tmp_path / "f.json").read_text("utf-8"))
    assert any("not fixed in this round" in note for note in kept["notes"])
    workspace.assessments.freeze_groups("2026")
    assert workspace.assessments.compute("2026", indicators=["C02"]).is_frozen
    with (tmp_path / "f.csv").open(encoding="utf-8-sig", newline="") as lines:
        alpha = next(row for row in csv.DictReader(lines) if row["Entity"] == "ALPHA")
    low, high = found.among("C02", "ALPHA").spread.median
    assert Decimal(alpha["Median: 95 % from"]) == round(low, 6)
    assert Decimal(alpha["Median: 95 % to"]) == round(high, 6)
    assert (alpha["Policy target"], alpha["Policy target: met"]) == ("550", "met")
    assert alpha["Policy target: day"] == "2026-12-31"
    kept = json.loads((tmp_path / "f.json").read_text("utf-8"))
    assert (kept["quantile_type"], kept["seed"], kept["resamples"]) == (7, found.seed, 2000)
    said = next(row for row in kept["figures"] if row["entity"] == "ALPHA")["statistics"]
    assert said["spread"]["seed"] == found.seed
    assert [each["verdict"] for each in said["targets"]] == ["met"]
    book = openpyxl.load_workbook(tmp_path / "f.xlsx")
    texts = [str(cell.value) for row in book["Definitions"].iter_rows() for cell in row]
    assert any(str(found.seed) in text and "type 7" in text for text in texts)


def test_the_response_is_told_by_entities_and_users_and_late_ones_are_compared(workspace, tmp_path):
    found = workspace.assessments.compute("2026", indicators=["C02"])
    assert found.early_and_late("C02") is None, "all came on one day"
    workspace.assessments.write(found, tmp_path / "f.json", "en")
    told = json.loads((tmp_path / "f.json").read_text("utf-8"))["response"]
    every = next(row for row in told if row["covariate"] is None)
    assert (every["asked"], every["answered"]) == (9, 7)
    assert every["users_unknown"] == 1, "nobody knows the users of INDIA"
    missions = next(row for row in told if row["category"] == "PKO")
    assert (missions["answered"], missions["benchmark"]) == (0, False)
    table = workspace.database.schema["returned"]
    with workspace.database.writing("Later") as transaction:
        for code in ("ECHO", "FOX", "GOLF"):
            transaction.change(
                table,
                [(f"R-{code}", {"received_at": "2026-07-20T08:00:00+00:00"},
                  {"received_at": "2026-07-30T08:00:00+00:00"})],
            )  # fmt: skip
    halves = workspace.assessments.compute("2026", indicators=["C02"]).early_and_late("C02")
    assert (halves.early, halves.late, halves.divided_after) == (4, 3, date(2026, 7, 20))
    assert (halves.median_early, halves.median_late) == (Decimal("500.000025"), 400)


# -- rounds side by side ---------------------------------------------------------------------------


@pytest.fixture
def two_rounds(workspace):
    """Add a round 2027 in which ALPHA spends more, has a new line and serves more users."""
    workspace.rounds.open("2027", as_of=date(2027, 6, 30), deadline=date(2027, 7, 31))
    period = {"period_start": date(2026, 7, 1), "period_end": date(2027, 6, 30)}
    change(workspace, "2027", unit("ALPHA", 200), users_served=250, data_quality="RECORDS")
    change(workspace, "2027", cost("ALPHA", 0, "100000.01"), amount=Decimal(150000), **period)
    keep(workspace, "2027", [cost("ALPHA", 1, "50000", **period)], "reported")
    return workspace


def test_rounds_stand_side_by_side_and_can_be_written(two_rounds, tmp_path):
    found = two_rounds.trends.of("2027", entities=["ALPHA"], indicators=["C02"])
    points = found.series["ALPHA", "C02"]
    assert [each.round for each in points] == ["2025", "2026", "2027"]
    assert [each.figure.value for each in points] == [None, Decimal("500.00005"), 800]
    assert not any(each.breaks for each in points)
    two_rounds.trends.write(found, tmp_path / "t.csv", "en")
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["Entity"] == "ALPHA"]
    assert [row["Value"] for row in rows] == ["", "500.00005", "800"]
    two_rounds.trends.write(found, tmp_path / "t.xlsx", "en")
    assert openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames == ["Figures", "Definitions"]
    with pytest.raises(UserError, match="kind of file"):
        two_rounds.trends.write(found, tmp_path / "t.txt", "en")


def test_another_threshold_breaks_the_series_and_a_bridge_restates_it(two_rounds):
    rules = RoundParameters(thresholds={"G02.threshold": Decimal(50)})
    two_rounds.rounds.open(
        "2028", as_of=date(2028, 6, 30), deadline=date(2028, 7, 31), parameters=rules
    )
    found = two_rounds.trends.of("2028", entities=["ALPHA"], indicators=["G02", "C02"])
    assert [bool(each.breaks) for each in found.series["ALPHA", "G02"]] == [False] * 3 + [True]
    assert not any(each.breaks for each in found.series["ALPHA", "C02"])
    kept = two_rounds.targets.add_bridge(
        Bridge(indicator="c02", round="2027", factor=Decimal("1.1"), reason="counted both ways")
    )
    points = two_rounds.trends.of("2027", entities=["ALPHA"], indicators=["C02"]).series
    assert [each.restated for each in points["ALPHA", "C02"]] == [None, Decimal("550.000055"), None]
    two_rounds.targets.remove_bridge(kept.id)
    assert two_rounds.targets.bridges() == ()
    with pytest.raises(UserError) as refused:
        two_rounds.targets.add_bridge(
            Bridge(indicator="C02", round="2027", factor=Decimal(0), reason="none")
        )
    assert refused.value.code == "E-BRIDGE"


def without(field):
    """Return the definitions as they were before the units were asked *field*."""
    earlier = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(catalogue_files())) as now,
        zipfile.ZipFile(earlier, "w") as before,
    ):
        for name in now.namelist():
            text = now.read(name).decode()
            text = re.sub(rf"(?ms)^\[fields\.{field}\]$.*?(?=^\[)", "", text)
            before.writestr(name, text.replace(f'beside = ["units.{field}"]\n', ""))
    return earlier.getvalue()


@pytest.mark.parametrize(
    ("indicator", "field", "broken"), [("W03", "all_staff_fte", False), ("C06", "mailboxes", True)]
)
def test_a_new_question_breaks_a_series_unless_it_only_stands_beside_the_value(
    two_rounds, indicator, field, broken
):
    files = without(field)
    with sqlite3.connect(two_rounds.database.path) as connection:
        connection.execute(
            "INSERT INTO catalogue_text (version, files) VALUES ('earlier', ?)", [files]
        )
        connection.execute("UPDATE round SET catalogue_version = 'earlier' WHERE id <> '2027'")
    points = two_rounds.trends.of("2027", entities=["ALPHA"], indicators=[indicator]).series
    found = [bool(each.breaks) for each in points["ALPHA", indicator]]
    assert found == [False, False, broken]


def test_what_moved_a_figure_is_said_record_by_record_and_adds_up(two_rounds):
    found = two_rounds.trends.moved("2027", "C02", "ALPHA")
    moves = {(m.sheet, m.kind): m for m in found.movement.moves}
    assert set(moves) == {("costs", "changed"), ("costs", "added"), ("units", "changed")}
    assert moves["costs", "added"].title.startswith("L1")
    assert "users_served" in moves["units", "changed"].fields
    assert sum(m.numerator for m in moves.values()) == 200000 - Decimal("100000.01")
    total = sum(m.value for m in moves.values())
    assert round(float(total), 9) == round(float(found.movement.change), 9)


def test_of_all_together_it_says_which_entities_moved_it(two_rounds):
    found = two_rounds.trends.moved("2027", "C02")
    assert found.entity is None
    gone = {m.uid for m in found.movement.moves if m.kind == "gone"}
    assert {"BRAVO", "ECHO"} <= gone, "they have not answered yet"
    assert round(float(sum(m.value for m in found.movement.moves)), 6) == round(
        float(found.movement.change), 6
    )
    with pytest.raises(UserError) as refused:
        two_rounds.trends.moved("2025", "C02", "HOTEL")
    assert refused.value.code == "E-NO-ROUND-BEFORE"


# -- savings -------------------------------------------------------------------------------------


def initiative(saved, spent):
    return made(
        "projects", "ALPHA", 0, project_code="P1", name="One", phase="COMPLETED",
        benefit_type="CASHABLE", benefit_actual=Decimal(saved), spent=Decimal(spent),
    )  # fmt: skip


def saving(workspace, code):
    total = workspace.assessments.compute(code, indicators=["B02"]).totals["B02"]
    return total.value, dict(total.parts)


def test_net_savings_are_added_up_over_the_rounds(two_rounds):
    keep(two_rounds, "2026", [initiative(1000, 500)], "reported")
    assert saving(two_rounds, "2026")[0] == 500
    # The round 2027 was opened before the initiative was listed, so that nothing was carried.
    keep(two_rounds, "2027", [initiative(3000, 700)], "reported")
    value, parts = saving(two_rounds, "2027")
    assert (value, parts["gross"], parts["implementation"]) == (3300, 4000, 700)
    standing = two_rounds.standings.totals("2027", NoProgress())
    assert standing.by_name["B02"].value == 3300


def test_a_round_less_than_a_year_later_counts_no_month_twice(two_rounds):
    keep(two_rounds, "2026", [initiative(1000, 500)], "reported")
    two_rounds.rounds.open(
        "2026B", as_of=date(2026, 12, 31), deadline=date(2027, 1, 31), previous="2026"
    )
    change(two_rounds, "2026B", initiative(1000, 500), benefit_actual=Decimal(1200))
    keep(two_rounds, "2026B", [cost("ALPHA", 7, "1")], "reported")
    assert saving(two_rounds, "2026B")[0] == 700


# -- outliers --------------------------------------------------------------------------------------


def test_a_value_far_out_opens_one_query_and_stays_in_the_figures(workspace):
    change(workspace, "2026", cost("ECHO", 0, Decimal(240000)), amount=Decimal(24000000))
    before = workspace.assessments.compute("2026")
    asked = workspace.outliers.ask("2026")
    assert ("ECHO", "C02") in asked.found
    [query] = [q for q in workspace.register.queries("2026") if q.params["indicator"] == "C02"]
    assert (query.entity, query.sheet, query.field) == ("ECHO", "costs", "amount")
    assert query.code == "P-OUTLIER"
    after = workspace.assessments.compute("2026")
    assert after.figures["ECHO", "C02"] == before.figures["ECHO", "C02"]
    assert after.comparisons["ECHO", "C02"].n == before.comparisons["ECHO", "C02"].n
    assert workspace.outliers.ask("2026").opened == 0, "nothing is asked twice"
    workspace.history.undo()
    assert workspace.register.queries("2026") == ()


def test_a_cost_without_any_user_opens_a_query(workspace):
    change(workspace, "2026", unit("ECHO", 600), users_served=0)
    asked = workspace.outliers.ask("2026")
    assert ("ECHO", "C02") in asked.undivided
    [query] = [q for q in workspace.register.queries("2026") if q.params["indicator"] == "C02"]
    assert (query.code, query.entity, query.field) == ("P-DIVISOR", "ECHO", "amount")
    assert workspace.outliers.ask("2026").opened == 0, "nothing is asked twice"


def test_a_group_that_has_hardly_answered_is_not_spoken_for(workspace):
    keep(workspace, "2026", [system("INDIA", 0, "Radio")])
    change(workspace, "2026", unit("HOTEL", 250), users_served=90000)
    found = workspace.assessments.compute("2026", indicators=["C02"])
    assert found.groups["HOTEL"] == ("OAH", "L")
    assert found.comparisons["ALPHA", "C02"].basis == "quartiles", "another size"
    assert found.comparisons["GOLF", "C02"].basis == "uncovered", "its parent has HOTEL in it"
    assert found.comparisons["GOLF", "C02"].median is None
    assert not found.speaks_for(found.asked)
    assert found.distribution("W03") is None
    contents = read_round(workspace.database, workspace.catalogue, "2026")
    every = workspace.assessments.assess(contents)
    summary = Summaries(contents=contents, assessment=every, printed_on=found.computed_on)
    rows = {row.id: row for row in summary.of_all("en").indicators}
    assert rows["W03"].peers is None
    assert "Less than 70 %" in rows["W03"].comparison
