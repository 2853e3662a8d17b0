"""A workbook filled in with this program, opened by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from decimal import Decimal

import pytest
from workbook_samples import CATALOGUE, a_workbook, opened, read, written

from inventory_app.formats.excel.answer_book import read_answers
from inventory_app.services.survey_files import SurveyFile

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


def converted(path, folder):
    folder.mkdir()
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder / 'profile'}", "--headless",
         "--convert-to", "xlsx", "--outdir", folder, path],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return folder / path.name


@pytest.mark.parametrize("language", ["ar", "en"])
def test_libreoffice_reads_and_counts_what_was_filled_in(tmp_path, language):
    path = written(a_workbook(language), tmp_path / "a.xlsx")
    survey = SurveyFile.open(path)
    staff = survey.sheet("staff").rows[0].uid
    survey.change("staff", staff, "ict_time_share", Decimal("12.5"))
    survey.change("staff", staff, "contract_start", date(2026, 2, 28))
    survey.change("staff", staff, "functional_title", "=1+1")
    for n in range(survey.sheet("units").spare + 4):
        survey.add("units", {"unit_code": f"X{n}", "name": f" <{n}> & "})
    survey.nothing_to_report("costs")
    survey.save()
    back = converted(path, tmp_path / "office")
    mine, theirs = read(path), read(back)
    for name in CATALOGUE.sheets:
        assert [(r.uid, r.values, r.states) for r in theirs.sheets[name].rows] == [
            (r.uid, r.values, r.states) for r in mine.sheets[name].rows
        ]
        assert theirs.sheets[name].declaration == mine.sheets[name].declaration
    tab = read_answers(path.read_bytes(), CATALOGUE).tables["units"].tab
    due = {each.sheet: each for each in survey.progress()}["units"]
    lines = [
        [cell.value for cell in row] for row in _check(opened(back, data_only=True)).iter_rows()
    ]
    (line,) = [line for line in lines if line[1] == tab and isinstance(line[2], int)]
    assert line[2:5] == [due.records, due.due, due.due - due.filled]


def _check(book):
    return next(page for page in book if page["A1"].value == "#page:check")
