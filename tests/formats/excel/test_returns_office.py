"""The workbook after LibreOffice has had it: saved again, and by way of its own format."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from strict_reader_files import whole_return
from workbook_samples import (
    CATALOGUE,
    a_record,
    a_workbook,
    asked_values,
    columns_of,
    opened,
    read,
    rows_of,
    written,
)

from inventory_app.formats.excel.cells import read_book

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


LANGUAGES = ("ar", "en", "zh")
ODD_TEXTS = ["=1+1", "+x", "@a", "_x0041_", "<r>a</r>", "0001", "a\nb", " a  b ", "TRUE", "1e5", "\u200fא"]  # fmt: skip


def run(*command):
    subprocess.run(command, check=True, capture_output=True, timeout=240)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Return a function that converts files in one start of LibreOffice."""
    profile = tmp_path_factory.mktemp("profile")

    def convert(kind, folder, *paths):
        run("soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", kind,
            "--outdir", folder, *paths)  # fmt: skip
        return [folder / f"{path.stem}.{kind}" for path in paths]

    return convert


@pytest.fixture(scope="module")
def saved(tmp_path_factory, office):
    """Return workbooks as LibreOffice saves them, by the form: .xlsx, .ods, and .ods to .xlsx."""
    folder = tmp_path_factory.mktemp("saved")
    records = [a_record("systems", n, {"name": text}) for n, text in enumerate(ODD_TEXTS)]
    issued = [written(a_workbook(language), folder / f"{language}.xlsx") for language in LANGUAGES]
    issued.append(written(a_workbook(records={"systems": records}), folder / "odd.xlsx"))
    (folder / "cells.xlsx").write_bytes(whole_return(3))
    issued.append(folder / "cells.xlsx")
    in_ods = office("ods", folder / "ods", *issued)
    return {
        "issued": {path.stem: path for path in issued},
        "xlsx": {path.stem: path for path in office("xlsx", folder / "xlsx", *issued)},
        "ods": {path.stem: path for path in in_ods},
        "ods and back": {path.stem: path for path in office("xlsx", folder / "back", *in_ods)},
    }


@pytest.fixture
def converted(office):
    return lambda path, kind: office(kind, path.parent / kind, path)[0]


def assert_nothing_is_lost(returned, workbook):
    assert returned.identity == workbook.identity
    assert returned.findings == ()
    for sheet in CATALOGUE:
        expected = {record.uid: asked_values(record) for record in workbook.records[sheet.name]}
        assert rows_of(returned, sheet.name) == expected
        assert {u: dict(i.values) for u, i in returned.issued[sheet.name].items()} == expected


@pytest.mark.parametrize("form", ["xlsx", "ods", "ods and back"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_lost_in_libreoffice(saved, language, form):
    returned = read(saved[form][language])
    assert_nothing_is_lost(returned, a_workbook(language))
    assert returned == read(saved["issued"][language])


@pytest.mark.skipif(shutil.which("ssconvert") is None, reason="Gnumeric is not installed")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_nothing_is_lost_in_an_ods_of_gnumeric(tmp_path, saved, language):
    path = tmp_path / "again.ods"
    run("ssconvert", saved["issued"][language], path)
    returned = read(path)
    assert_nothing_is_lost(returned, a_workbook(language))
    assert returned == read(saved["issued"][language])


@pytest.mark.parametrize("form", ["xlsx", "ods", "ods and back"])
def test_odd_texts_survive_libreoffice(saved, form):
    returned = read(saved[form]["odd"])
    names = [row.values["name"] for row in returned.sheets["systems"].rows]
    assert names == [text.strip() for text in ODD_TEXTS]


@pytest.mark.parametrize("program", ["LibreOffice", "Gnumeric"])
def test_an_ods_of_a_real_program_holds_the_cells_of_the_xlsx(tmp_path, saved, program):
    """Texts, numbers, days, shares, yes and no, errors, formulas, merged and hidden cells."""
    path = saved["ods"]["cells"]
    if program == "Gnumeric":
        if shutil.which("ssconvert") is None:
            pytest.skip("Gnumeric is not installed")
        path = tmp_path / "again.ods"
        run("ssconvert", saved["issued"]["cells"], path)
    before = read_book(saved["issued"]["cells"].read_bytes())
    after = read_book(path.read_bytes())
    assert [each.name for each in after.sheets] == [each.name for each in before.sheets]
    assert [each.state == "visible" for each in after.sheets] == [
        each.state == "visible" for each in before.sheets
    ]
    for mine, theirs in zip(before.sheets, after.sheets, strict=True):
        assert values(theirs) == values(mine)
        assert (theirs.merged, theirs.hidden_rows & set(theirs.rows)) == (
            mine.merged, mine.hidden_rows & set(mine.rows),
        )  # fmt: skip
    assert after.names["Codes"].replace("'", "") == before.names["Codes"]
    assert after.properties["survey issue"] == before.properties["survey issue"]


def values(sheet):
    """Return the cells, but for how many digits a program keeps and which cells it makes formulas."""
    return {
        (row, column): (
            cell.kind, f"{cell.value:.14g}" if cell.kind == "number" else cell.value,
            cell.is_date, cell.is_percent, cell.formula and cell.kind != "bool",
        )
        for row, cells in sheet.rows.items()
        for column, cell in cells.items()
    }  # fmt: skip


def test_the_formulas_say_the_same_when_they_are_calculated(tmp_path, converted):
    """What the file says before it is first calculated is what LibreOffice makes of it."""
    path = written(a_workbook("ru"), tmp_path / "a.xlsx")
    said = opened(path, data_only=True)
    formulas = opened(path)
    formulas.save(tmp_path / "b.xlsx")  # openpyxl drops the results
    calculated = opened(converted(tmp_path / "b.xlsx", "xlsx"), data_only=True)
    count = 0
    for page in formulas:
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.data_type == "f":
                    count += 1
                    before = said[page.title][cell.coordinate].value or ""
                    after = calculated[page.title][cell.coordinate].value or ""
                    if isinstance(before, float):
                        assert after == pytest.approx(before)
                    else:
                        assert after == before, f"{page.title} {cell.coordinate}"
    assert count > 150


def test_the_check_sheet_follows_what_is_typed(tmp_path, converted):
    known = a_record("units", 1, {"unit_code": "U-1"})
    path = written(a_workbook(records={"units": [known]}, spare=2), tmp_path / "a.xlsx")
    book = opened(path)
    page = book["Units"]
    columns = columns_of(page)
    page.cell(5, columns["name"]).value = "Network section"
    page.cell(6, columns["unit_code"]).value = "U-2"
    page.cell(7, columns["unit_code"]).value = "U-3"
    page.cell(7, columns["record_status"]).value = "Invalid"
    ((tab, cell),) = book.defined_names["ict_nothing__costs"].destinations
    book[tab][cell.replace("$", "")].value = "Yes"
    book.save(tmp_path / "b.xlsx")
    check = opened(converted(tmp_path / "b.xlsx", "xlsx"), data_only=True)["Check"]
    lines = {
        row[1].value: [c.value for c in row[2:10]]
        for row in check.iter_rows(min_row=13, max_row=12 + len(CATALOGUE.sheets))
    }
    required = len(list(CATALOGUE["units"].due({})))
    begun, due, missing, first, wrong, _cell, share, status = lines["Units"]
    assert (begun, due, missing, wrong) == (3, 2 * required, 2 * required - 3, 0)
    assert first == "D6"
    assert share == pytest.approx(3 / (2 * required))
    assert status == "Answers missing"
    assert lines["Costs"][-1] == "Nothing to report"
    assert lines["Staff"][-1] == "Not begun"
