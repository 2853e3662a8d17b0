"""Figures, roll-ups and peers of a round, checked against sums made by hand."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from answered_store import ANSWERED, answered_store, cost, declare, keep, person, unit

from inventory_app.domain.distributions import quantile
from inventory_app.domain.profiles import Profile
from inventory_app.domain.values import ValueState
from inventory_app.errors import UserError
from inventory_app.languages import CODES


@pytest.fixture
def workspace(tmp_path):
    with answered_store(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """Return a store that no test changes."""
    with answered_store(tmp_path_factory.mktemp("store")) as made:
        yield made


@pytest.fixture(scope="module")
def assessment(shared):
    return shared.assessments.compute("2026")


def test_figures_of_an_entity_are_those_computed_by_hand(assessment):
    alpha = assessment.of("ALPHA")
    workforce = alpha["W01"]
    assert (workforce.value, workforce.state) == (Decimal(2), ValueState.OK)
    assert workforce.parts["dedicated"] == Decimal("1.5")
    assert workforce.parts["non_dedicated"] == Decimal("0.5")
    assert workforce.parts["headcount"] == 4
    assert alpha["W02"].value == 25
    assert alpha["W03"].value == 100
    assert (alpha["C02"].numerator, alpha["C02"].denominator) == (Decimal("100000.01"), 200)
    assert alpha["C02"].value == Decimal("500.00005")
    assert alpha["S01"].value == 10  # 2 of the 3 systems are in use, 200 users
    assert alpha["D01"].value == Decimal("1.8")
    assert alpha["R02"].value == 50  # one of two critical systems was recovered in time


def test_the_whole_is_sum_over_sum_and_not_a_mean_of_ratios(assessment):
    total = assessment.totals["W03"]
    assert (total.numerator, total.denominator, total.value) == (2480, 31, 80)
    ratios = [assessment.of(entity)["W03"].value for entity in ANSWERED]
    assert sum(ratios) / len(ratios) != 80
    assert assessment.totals["C02"].numerator == Decimal("1360000.01")


def test_coverage_counts_those_who_have_not_answered(assessment):
    total = assessment.totals["W01"]
    assert total.coverage == (7, 9)
    # HOTEL is known to have 250 users from the round before; INDIA is not known at all.
    assert round(total.users_share, 6) == round(Decimal(2480) * 100 / 2730, 6)


def test_an_entity_that_has_not_answered_is_not_reported_although_records_were_carried(assessment):
    for entity in ("HOTEL", "INDIA"):
        for figure in assessment.of(entity).values():
            assert figure.state is ValueState.NR
            assert figure.value is None
            assert figure.reason == "NOT-REPORTED"
            assert not figure.ranked


def test_carried_records_enter_no_total(assessment):
    assert assessment.totals["W01"].value == 31


def test_five_peers_of_type_and_size_have_quartiles_and_a_percentile(assessment):
    compared = assessment.comparisons["ALPHA", "C02"]
    assert (compared.group, compared.n, compared.basis) == (("OAH", "M"), 5, "quartiles")
    assert (compared.q1, compared.median, compared.q3) == (500, Decimal("500.00005"), 600)
    assert compared.percentile == 50
    assert assessment.comparisons["BRAVO", "C02"].percentile == 90


def test_fewer_than_three_peers_give_way_to_the_wider_group(assessment):
    compared = assessment.comparisons["GOLF", "C02"]
    assert (compared.asked, compared.group) == (("REG_COMM", "M"), ())
    assert (compared.n, compared.basis) == (7, "parent")
    assert (compared.q1, compared.median, compared.q3) == (400, 500, Decimal("550.000025"))


def test_peer_types_are_those_frozen_in_the_round(workspace):
    table = workspace.database.schema["entity"]
    with workspace.database.writing("Change type") as transaction:
        transaction.change(table, [("ALPHA", {"type": "OAH"}, {"type": "PKO"})])
    after = workspace.assessments.compute("2026", indicators=["C02"])
    assert after.comparisons["ALPHA", "C02"].group == ("OAH", "M")


def test_estimates_count_in_totals_but_not_among_peers(workspace):
    table = workspace.database.schema.records["units"]
    with workspace.database.reading() as connection:
        [key] = connection.exec_driver_sql(
            f"SELECT id FROM {table.name} WHERE entity = 'ECHO' AND round = '2026'"
        ).scalars()
    with workspace.database.writing("Estimate") as transaction:
        transaction.change(
            table, [(key, {"f_data_quality": "RECORDS"}, {"f_data_quality": "ESTIMATED"})]
        )
    after = workspace.assessments.compute("2026")
    assert after.of("ECHO")["W03"].state is ValueState.NE
    assert after.totals["W03"].value == 80
    assert after.comparisons["ALPHA", "W03"].n == 4
    assert after.comparisons["ALPHA", "W03"].q1 is None


def test_a_missing_answer_leaves_no_figure_and_enters_no_total(workspace):
    keep(workspace, "2026", [unit("FOX", None, 1)])
    after = workspace.assessments.compute("2026")
    assert after.of("FOX")["W03"].state is ValueState.NR
    assert after.totals["W03"].numerator == 2480 - 160
    assert after.totals["W03"].coverage == (6, 9)


def test_a_cost_line_without_amount_is_measured_against_the_last_confirmed_total(workspace):
    """Rule M-B: HOTEL confirmed USD 50,000 in 2025; 47,500 of it are just enough in 2026."""
    entity = "HOTEL"
    missing = cost(entity, 9, "1")
    missing = type(missing)(
        sheet="costs", uid=missing.uid, entity=entity, round="",
        values={name: value for name, value in missing.values.items() if name != "amount"},
    )  # fmt: skip
    keep(workspace, "2026", [missing, cost(entity, 8, "47500")])
    table = workspace.database.schema.records["costs"]
    with workspace.database.reading() as connection:
        carried = connection.exec_driver_sql(
            f"SELECT id FROM {table.name} WHERE entity = 'HOTEL' AND standing = 'carried'"
        ).scalars().all()  # fmt: skip
    with workspace.database.writing("Retire") as transaction:
        transaction.change(
            table,
            [(key, {"f_retired_on": None}, {"f_retired_on": date(2026, 1, 1)}) for key in carried],
        )
    enough = workspace.assessments.compute("2026", entities=["HOTEL"]).of("HOTEL")["C02"]
    assert (enough.numerator, enough.state) == (Decimal(47500), ValueState.OK)
    with workspace.database.writing("Less") as transaction:
        transaction.change(
            table,
            [
                (
                    f"2026/{cost(entity, 8, '1').uid}",
                    {"f_amount": Decimal(47500)},
                    {"f_amount": Decimal("47499.99")},
                )
            ],
        )
    short = workspace.assessments.compute("2026", entities=["HOTEL"]).of("HOTEL")["C02"]
    assert (short.value, short.state) == (None, ValueState.NR)


def test_nothing_to_report_is_a_true_zero(workspace):
    declare(workspace, "GOLF", "systems", nothing=True)
    golf = workspace.assessments.compute("2026").of("GOLF")
    assert (golf["S01"].value, golf["S01"].state) == (0, ValueState.OK)


def test_chosen_entities_and_indicators_leave_totals_and_peers_as_they_are(shared, assessment):
    chosen = shared.assessments.compute("2026", entities=["golf"], indicators=["c02", "W01"])
    assert [each.id for each in chosen.definitions] == ["W01", "C02"]
    assert set(chosen.figures) == {("GOLF", "W01"), ("GOLF", "C02")}
    assert chosen.totals["C02"] == assessment.totals["C02"]
    assert chosen.comparisons["GOLF", "C02"] == assessment.comparisons["GOLF", "C02"]


def test_unknown_names_are_refused_with_those_that_exist(shared):
    with pytest.raises(UserError) as refused:
        shared.assessments.compute("2026", indicators=["W01", "X99"])
    assert (refused.value.code, refused.value.params["name"]) == ("E-INDICATOR", "X99")
    assert "W01, W02" in str(refused.value.params["indicators"])
    with pytest.raises(UserError) as refused:
        shared.assessments.compute("2026", entities=["NOBODY"])
    assert (refused.value.code, refused.value.params["name"]) == ("E-NOT-ASKED", "NOBODY")
    assert "ALPHA, BRAVO" in str(refused.value.params["entities"])
    with pytest.raises(UserError) as refused:
        shared.assessments.compute("1999")
    assert refused.value.code == "E-ROUND"


def read_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_holds_every_figure_with_its_state_in_words(shared, assessment, tmp_path):
    target = tmp_path / "figures.csv"
    shared.assessments.write(assessment, target, "en")
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = read_csv(target)
    assert len(rows) == 64 * (1 + 9)
    [total] = [r for r in rows if r["Entity"] == "" and r["Indicator"] == "W03"]
    assert (total["Value"], total["Coverage"]) == ("80", "7 of 9 entities, 90.8 % of users")
    [alpha] = [r for r in rows if r["Entity"] == "ALPHA" and r["Indicator"] == "C02"]
    assert alpha["Value"] == "500.00005"
    assert alpha["Numerator"] == "100000.01"
    assert alpha["Peers: number"] == "5"
    assert alpha["Peer group"] == "Office away from headquarters, 150 to 999 users"
    [silent] = [r for r in rows if r["Entity"] == "HOTEL" and r["Indicator"] == "C02"]
    assert (silent["Value"], silent["State"]) == ("", "not reported")
    assert silent["Reason"] == "The entity has not answered in this round."


def test_a_total_stands_beside_the_distribution_of_all_entities(shared, assessment, tmp_path):
    every = [
        figure.value
        for (_, name), figure in assessment.figures.items()
        if name == "W03" and figure.ranked and figure.value is not None
    ]
    found = assessment.distribution("W03")
    assert (found.n, found.median) == (len(every), sorted(every)[len(every) // 2])
    assert found.p10 == quantile(every, Decimal("0.1"))
    assert found.p90 == quantile(every, Decimal("0.9"))
    assert assessment.distribution("C01") is None, "missions stand apart"
    assert assessment.distribution("D01") is None, "energy is not compared across climates"
    for form in ("csv", "json"):
        shared.assessments.write(assessment, tmp_path / f"f.{form}", "en")
    [total] = [
        r for r in read_csv(tmp_path / "f.csv") if r["Entity"] == "" and r["Indicator"] == "W03"
    ]
    assert total["Peer group"] == "All entities"
    assert Decimal(total["All entities: 90th percentile"]) == round(found.p90, 6)
    document = json.loads((tmp_path / "f.json").read_text("utf-8"), parse_float=Decimal)
    [told] = [f for f in document["totals"] if f["indicator"] == "W03"]
    assert told["distribution"]["p10"] == found.p10
    public = shared.assessments.compute("2026", indicators=["W03"], profile=Profile.PUBLIC)
    assert public.distribution("W03") is None, "nobody outside sees values of others"


def test_no_cell_of_the_csv_can_be_taken_for_a_formula(shared, assessment, tmp_path):
    target = tmp_path / "figures.csv"
    shared.assessments.write(assessment, target, "en")
    names = {row["Name"] for row in read_csv(target) if row["Entity"] == "ALPHA"}
    assert names == {"'=SUM(A1) Office Alpha"}


def test_the_workbook_holds_numbers_words_and_definitions(shared, assessment, tmp_path):
    target = tmp_path / "figures.xlsx"
    shared.assessments.write(assessment, target, "en")
    figures, _peers, definitions = openpyxl.load_workbook(target).worksheets
    rows = list(figures.iter_rows(min_row=4, values_only=True))
    heading = rows[0]
    cells = [dict(zip(heading, row, strict=True)) for row in rows[1:]]
    [alpha] = [c for c in cells if c["Entity"] == "ALPHA" and c["Indicator"] == "C02"]
    assert alpha["Value"] == pytest.approx(500.00005)
    assert alpha["State"] == "reported"
    assert alpha["Name"] == "=SUM(A1) Office Alpha"
    assert all(cell.data_type != "f" for row in figures.iter_rows() for cell in row)
    words = [cell for row in definitions.iter_rows(values_only=True) for cell in row if cell]
    assert "Total annual ICT cost divided by the average number of active users. " in "".join(words)
    assert any("Hyndman-Fan type 7" in str(word) for word in words)


@pytest.mark.parametrize("language", CODES)
def test_the_workbook_is_written_in_every_language_and_mirrored_for_arabic(
    shared, assessment, tmp_path, language
):
    target = tmp_path / "figures.xlsx"
    shared.assessments.write(assessment, target, language)
    book = openpyxl.load_workbook(target)
    assert len(book.worksheets) == 3
    mirrored = {bool(sheet.sheet_view.rightToLeft) for sheet in book.worksheets}
    assert mirrored == {language == "ar"}


def test_json_holds_exact_numbers_and_codes(shared, assessment, tmp_path):
    target = tmp_path / "figures.json"
    shared.assessments.write(assessment, target, "en")
    document = json.loads(target.read_text("utf-8"), parse_float=Decimal)
    [alpha] = [f for f in document["figures"] if f["entity"] == "ALPHA" and f["indicator"] == "C02"]
    assert alpha["numerator"] == Decimal("100000.01")
    assert alpha["peers"]["n"] == 5
    [silent] = [
        f for f in document["figures"] if f["entity"] == "INDIA" and f["indicator"] == "C02"
    ]
    assert (silent["value"], silent["state"], silent["reasons"]) == (None, "NR", ["NOT-ANSWERED"])
    [total] = [f for f in document["totals"] if f["indicator"] == "W03"]
    assert total["coverage"] == {"counted": 7, "listed": 9}


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_the_same_assessment_gives_the_same_bytes(shared, tmp_path, form):
    written = []
    for name in ("one", "two"):
        target = tmp_path / f"{name}.{form}"
        shared.assessments.write(shared.assessments.compute("2026"), target, "fr")
        written.append(target.read_bytes())
    assert written[0] == written[1]


def test_another_kind_of_file_is_refused_and_leaves_nothing(shared, assessment, tmp_path):
    target = tmp_path / "figures.ods"
    with pytest.raises(UserError) as refused:
        shared.assessments.write(assessment, target, "en")
    assert refused.value.code == "E-ASSESSMENT-FORM"
    assert not target.exists()


def test_a_round_that_nobody_answered_has_no_figures(tmp_path):
    with answered_store(tmp_path) as workspace:
        workspace.rounds.open("2027", as_of=date(2027, 6, 30), deadline=date(2027, 7, 31))
        keep(workspace, "2026", [person("INDIA", 0)])
        silent = workspace.assessments.compute("2027")
    assert {figure.state for figure in silent.figures.values()} == {ValueState.NR}
    assert silent.totals["W01"].value is None
    assert silent.totals["W01"].coverage == (0, 9)
