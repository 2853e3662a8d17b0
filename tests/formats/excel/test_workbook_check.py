"""The Check sheet: stored results, links, totals, and the same after LibreOffice has computed."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from decimal import Decimal

import pytest
from workbook_samples import (
    CATALOGUE,
    NE,
    NR,
    a_record,
    a_workbook,
    columns_of,
    opened,
    sample_records,
    written,
)

from inventory_app.domain.derivations import derive
from inventory_app.domain.records import Declaration
from inventory_app.formats.spreadsheet.grid import column_letters

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""
ASKED = ("units", "staff", "costs")


def person(number, **more):
    values = {
        "post_no": f"P{number}", "ict_unit": None, "functional_title": "Analyst",
        "duty_station": "GENEVA", "occupancy": "ENCUMBERED", "dedication": "DEDICATED",
        "ict_function": "SERVICE_DESK", "ict_time_share": Decimal(80),
        "personnel_type": "STAFF", "grade": "P-3", "post_type": "ESTABLISHED", "fund_code": "RB",
        "annual_cost": Decimal(100000), "cost_basis": "STANDARD", "record_status": "VALID",
    }  # fmt: skip
    return made("staff", number, values | more)


def line(number, **more):
    values = {
        "line_no": f"L{number}", "description": "Operation", "period_start": date(2026, 1, 1),
        "period_end": date(2026, 12, 31), "fund_code": "RB", "cost_element": "SOFTWARE",
        "run_change": "RUN", "amount": Decimal(1000), "record_status": "VALID",
    }  # fmt: skip
    return made("costs", number, values | more)


def unit(number, **more):
    values = {
        "unit_code": f"U{number}", "name": "ICT unit", "duty_station": "GENEVA",
        "reports_to": "Director", "approved_posts": 5, "encumbered_posts": 5,
        "users_served": 100, "ict_staff_fte": Decimal("1.6"), "record_status": "VALID",
    }  # fmt: skip
    return made("units", number, values | more)


def made(sheet, number, values, states=None):
    states = values.pop("states", states)
    kept = {name: value for name, value in values.items() if value is not None}
    kept |= {n: v for n, v in derive(CATALOGUE[sheet], kept).items() if v is not None}
    return a_record(sheet, number, kept, states)


def complete():
    """Return records with which nothing is missing and nothing wrong."""
    one = unit(0)
    staff = [person(n, ict_unit=one.uid) for n in range(2)]
    return {"units": [one], "staff": staff, "costs": [line(0), line(1)]}


def wrong():
    """Return records with one thing wrong of nearly every kind."""
    return {
        "units": [unit(0), unit(0, users_served=None), unit(2, approved_posts=-4)],
        "staff": [
            person(0, contract_start=date(2026, 5, 1), contract_end=date(2026, 1, 1)),
            person(1, fund_share=Decimal(60), fund_code_2="XB", fund_share_2=Decimal(30)),
            person(2, ict_time_share=Decimal(20)),
            person(3, ict_time_share=Decimal(40), states={"ict_time_share": NE}),
            person(4, annual_cost=None, states={"annual_cost": NR}),
            person(5, record_status="INVALID", grade=None),
            person(6, record_status="CLOSED", ict_function=None),
            person(7, grade="NOT-A-GRADE"),
        ],
        "costs": [line(0), line(1, cost_element=None), line(2, fund_code=None)],
    }


def odd_numbers():
    """Return records whose numbers are in a wrong order, or do not add up."""
    return {
        "devices": [
            made("devices", 0, {"quantity": 10, "age_under_3": 4, "age_3_to_5": 4, "age_over_5": 3}),
            made("devices", 1, {"quantity": 10, "age_under_3": 4, "age_3_to_5": 4, "age_over_5": 2}),
            made("devices", 2, {"quantity": 10, "age_under_3": 12}),
        ],
        "service_desks": [
            made("service_desks", 0, {"resolution_median_h": Decimal(9), "resolution_p90_h": Decimal(8)}),
        ],
        "contracts": [made("contracts", 0, {"licences_used": 12, "licences": 11})],
    }  # fmt: skip


def check_sheet(path):
    book = opened(path, data_only=True)
    return next(page for page in book if page["A1"].value == "#page:check")


def summary(page, tab):
    """Return what the line of a sheet says: rows, due, empty, its place, wrong, place, status."""
    values = [[cell.value for cell in row] for row in page.iter_rows(min_row=13, max_row=13 + 12)]
    row = next(each for each in values if each[1] == tab)
    return row[2], row[3], row[4], row[5] or "", row[6], row[7] or "", row[9]


def rules(page):
    """Return how often each rule is broken, the places of the first, over all sheets."""
    found = {}
    for row in page.iter_rows(min_row=13):
        text, count, place = row[1].value, row[6].value, row[7].value
        if isinstance(count, int) and count and row[9].value is None:
            found[text] = (count, place)
    return found


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    folder = tmp_path_factory.mktemp("checks")
    return {
        "complete": written(a_workbook("en", complete(), asked=ASKED), folder / "complete.xlsx"),
        "wrong": written(a_workbook("en", wrong(), asked=ASKED), folder / "wrong.xlsx"),
        "odd": written(
            a_workbook("en", odd_numbers(), asked=tuple(odd_numbers())), folder / "odd.xlsx"
        ),
        "russian": written(a_workbook("ru", wrong(), asked=ASKED), folder / "russian.xlsx"),
    }


def test_a_complete_workbook_shows_nothing_to_do(paths):
    page = check_sheet(paths["complete"])
    for tab in ("Units", "Staff", "Costs"):
        _rows, due, empty, gap, faults, place, status = summary(page, tab)
        assert due
        assert (empty, gap, faults, place, status) == (0, "", 0, "", "Complete")
    assert rules(page) == {}
    texts = {cell.value for row in page.iter_rows() for cell in row}
    assert "Ready to send" in texts
    assert "They agree" in texts
    assert "They differ" not in texts


def test_what_is_missing_and_wrong_is_counted_with_the_first_cell(paths):
    page = check_sheet(paths["wrong"])
    columns = columns_of(opened(paths["wrong"])["Units"])
    users = column_letters(columns["users_served"])
    assert summary(page, "Units")[2:5] == (1, f"{users}6", 3)
    rows, _due, empty, gap, _faults, _place, status = summary(page, "Staff")
    assert (rows, status) == (8, "Answers missing")
    assert empty
    assert gap.startswith("E")  # the ICT unit of the first
    found = rules(page)
    assert found["“Unit code” stands in several rows"] == (2, "C5")
    assert found["Each fund once, each with its share, and 100 % together"][0] == 1
    assert found["Dedicated or not, and the share of time, do not fit"][0] == 1
    assert found["“Contract end” lies before “Contract start”"][0] == 1
    assert found["An answer that is not in the list of its cell"][0] == 1
    assert found["A number or a date outside its limits"][0] == 1


def test_numbers_in_a_wrong_order_and_ages_that_do_not_add_up_are_counted(paths):
    label = {name: CATALOGUE[sheet].fields[name].label("en") for sheet, name in (
        ("devices", "quantity"), ("service_desks", "resolution_median_h"),
        ("service_desks", "resolution_p90_h"), ("contracts", "licences_used"),
        ("contracts", "licences"),
    )}  # fmt: skip
    found = rules(check_sheet(paths["odd"]))
    counts = {text: count for text, (count, _place) in found.items()}
    assert counts[f"“{label['quantity']}” is not the sum of its parts"] == 2
    median, most = label["resolution_median_h"], label["resolution_p90_h"]
    assert counts[f"“{median}” is more than “{most}”"] == 1
    assert counts[f"“{label['licences_used']}” is more than “{label['licences']}”"] == 1


def test_both_numbers_of_a_total_and_their_difference_are_shown(paths):
    page = check_sheet(paths["complete"])
    totals = {
        row[1].value: [row[at].value for at in (2, 4, 6, 9)]
        for row in page.iter_rows(min_row=13)
        if row[9].value in ("They agree", "They differ", "Answers missing") and row[6].value is not None
        and " against " in str(row[1].value)
    }  # fmt: skip
    fte = next(each for text, each in totals.items() if text.startswith("ICT personnel"))
    assert fte == [pytest.approx(1.6), pytest.approx(1.6), pytest.approx(0), "They agree"]
    cost = next(each for text, each in totals.items() if text.startswith("ICT cost"))
    assert cost == [2000, 2000, 0, "They agree"]


def test_nothing_to_report_is_done_and_contradicts_rows(tmp_path):
    declared = {name: Declaration(sheet=name, nothing=True) for name in ("units", "costs")}
    records = {"units": [unit(0)]}
    path = written(
        a_workbook("en", records, asked=ASKED, declarations=declared), tmp_path / "a.xlsx"
    )
    page = check_sheet(path)
    assert summary(page, "Units")[6] == "Rows, yet nothing to report?"
    assert summary(page, "Costs")[6] == "Nothing to report"
    assert summary(page, "Staff")[6] == "Not begun"


def test_links_lead_to_cells_and_no_formula_is_longer_than_spreadsheets_take(tmp_path):
    path = written(a_workbook("fr"), tmp_path / "fr.xlsx")
    page = next(p for p in opened(path) if p["A1"].value == "#page:check")
    formulas = [
        str(getattr(cell.value, "text", cell.value))
        for row in page.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert max(map(len, formulas)) < 8000
    assert any(text.startswith("=IF(L") and "HYPERLINK(" in text for text in formulas)
    tabs = {match for text in formulas for match in re.findall(r"\"#'(.+?)'!\"", text)}
    assert tabs == {sheet.label("fr") for sheet in CATALOGUE}


def test_the_data_sheets_colour_what_the_check_sheet_counts(paths):
    page = opened(paths["wrong"])["Staff"]
    formulas = [rule.formula[0] for ranges in page.conditional_formatting for rule in ranges.rules]
    assert sum("COUNTIFS" in text for text in formulas) == 1
    assert sum("MATCH" in text for text in formulas) > 5
    assert any(">0)" in text and "ABS(" in text for text in formulas)


def computed(files, folder):
    """Return the Check sheets of *files* after LibreOffice has computed every formula again."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "xlsx", "--outdir", folder, *files],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return {file.stem: check_sheet(folder / file.name) for file in files}


@pytest.fixture(scope="module")
def office(paths, tmp_path_factory):
    """Return the sheets that LibreOffice computed, and the workbooks that they are from."""
    folder = tmp_path_factory.mktemp("office")
    full = written(a_workbook("ar", _with_computed(sample_records("ar"))), folder / "full.xlsx")
    files = {**paths, "full": full, "typed": folder / "typed.xlsx"}
    _type_into(paths["complete"], files["typed"])
    return computed(list(files.values()), folder / "out"), files


def _with_computed(records):
    return {
        name: [made(name, each.uid, dict(each.values), each.states) for each in some]
        for name, some in records.items()
    }


def _type_into(source, target):
    """Fill in a complete workbook wrongly, as somebody would with another program."""
    book = opened(source)
    staff, costs = book["Staff"], book["Costs"]
    columns = columns_of(staff)
    staff.cell(5, columns["ict_time_share"]).value = "~40"
    staff.cell(6, columns["annual_cost"]).value = "a lot"
    staff.cell(6, columns["occupancy"]).value = "?"
    staff.cell(6, columns["functional_title"]).value = None
    costs.cell(5, columns_of(costs)["cost_element"]).value = None
    book.save(target)


def cells(page):
    found = {}
    for row in page.iter_rows():
        for cell in row:
            if cell.value not in (None, ""):
                found[cell.coordinate] = cell.value
    return found


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", ["complete", "wrong", "russian", "odd", "full"])
def test_libreoffice_computes_what_was_stored(office, name):
    pages, files = office
    mine, theirs = cells(check_sheet(files[name])), cells(pages[name])
    differing = {
        at: (mine.get(at), theirs.get(at))
        for at in mine | theirs
        if mine.get(at) != pytest.approx(theirs.get(at))
    }
    assert differing == {}
    assert len(mine) > 100


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_counts_follow_what_is_typed(office):
    page = office[0]["typed"]
    assert summary(page, "Units")[6] == "Complete"
    _rows, _due, empty, gap, wrong_cells, _place, status = summary(page, "Staff")
    assert (empty, gap, wrong_cells, status) == (1, "D6", 1, "Answers missing")
    assert rules(page)["A word where a number or a date belongs"][0] == 1
    values = {str(row[1].value).split(":")[0]: row for row in page.iter_rows(min_row=13)}
    fte = values["ICT personnel in full-time equivalents"]
    assert fte[2].value == pytest.approx(1.2)  # 40 % as an estimate, and 80 %
    assert fte[9].value == "They differ"
    assert values["ICT cost in USD"][6].value == pytest.approx(1000)
