"""The workbook after LibreOffice has had it: saved again, and by way of its own format."""

from __future__ import annotations

import shutil
import subprocess

import pytest
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

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    profile = tmp_path_factory.mktemp("profile")

    def convert(path, *kinds):
        for step, kind in enumerate(kinds):
            folder = path.parent / f"{step}-{kind}"
            subprocess.run(
                ["soffice", f"-env:UserInstallation=file://{profile}", "--headless",
                 "--convert-to", kind, "--outdir", folder, path],
                check=True, capture_output=True, timeout=240,
            )  # fmt: skip
            path = folder / f"{path.stem}.{kind}"
        return path

    return convert


@pytest.mark.parametrize("kinds", [("xlsx",), ("ods", "xlsx")])
@pytest.mark.parametrize("language", ["ar", "fr", "zh"])
def test_nothing_is_lost_in_libreoffice(tmp_path, converted, language, kinds):
    workbook = a_workbook(language)
    returned = read(converted(written(workbook, tmp_path / "a.xlsx"), *kinds))
    assert returned.identity == workbook.identity
    assert returned.findings == ()
    for sheet in CATALOGUE:
        expected = {record.uid: asked_values(record) for record in workbook.records[sheet.name]}
        assert rows_of(returned, sheet.name) == expected
        assert {u: dict(i.values) for u, i in returned.issued[sheet.name].items()} == expected


def test_odd_texts_survive_libreoffice(tmp_path, converted):
    texts = ["=1+1", "+x", "@a", "_x0041_", "<r>a</r>", "0001", "a\nb", "TRUE", "1e5", "\u200fא"]
    records = [a_record("systems", n, {"name": text}) for n, text in enumerate(texts)]
    workbook = a_workbook(records={"systems": records})
    returned = read(converted(written(workbook, tmp_path / "a.xlsx"), "xlsx"))
    assert [row.values["name"] for row in returned.sheets["systems"].rows] == texts


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
        row[1].value: [c.value for c in row[2:7]] for row in check.iter_rows(min_row=13, max_row=17)
    }
    required = len(list(CATALOGUE["units"].due({})))
    begun, due, missing, share, status = lines["Units"]
    assert (begun, due, missing) == (3, 2 * required, 2 * required - 3)
    assert share == pytest.approx(3 / (2 * required))
    assert status == "Answers missing"
    assert lines["Costs"][4] == "Nothing to report"
    assert lines["Staff"][4] == "Not begun"
