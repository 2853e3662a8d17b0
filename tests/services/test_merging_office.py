"""Workbooks that LibreOffice and Gnumeric opened and saved, merged into the store that issued them."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.records import is_uid
from inventory_app.errors import Refused
from inventory_app.services.checking import check_files
from inventory_app.services.survey_files import SurveyFile
from inventory_app.store import queries
from inventory_app.workspace import Workspace

CATALOGUE = catalogues.default()
OFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
GNUMERIC = pytest.mark.skipif(shutil.which("ssconvert") is None, reason="Gnumeric is not installed")
pytestmark = pytest.mark.office

# Does what the file of jobs says, one to a line: opens a workbook; types into a cell of a tab, as
# the keyboard would; saves in each of the forms, and with a password; saves again as .xlsx.
_MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Keyboard"
 script:language="StarBasic">
Sub Work
  On Error GoTo Ended
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  Dim form(0) As New com.sun.star.beans.PropertyValue
  form(0).Name = "FilterName"
  Dim secret(1) As New com.sun.star.beans.PropertyValue
  secret(0).Name = "FilterName" : secret(0).Value = "calc8"
  secret(1).Name = "Password" : secret(1).Value = "secret"
  files = createUnoService("com.sun.star.ucb.SimpleFileAccess")
  lines = createUnoService("com.sun.star.io.TextInputStream")
  lines.setInputStream(files.openFileRead(ConvertToURL(Environ("JOBS"))))
  lines.setEncoding("UTF-8")
  Do While Not lines.isEOF()
    parts = Split(lines.readLine(), Chr(9))
    If UBound(parts) = 3 Then
      book.Sheets.getByName(parts(1)).getCellRangeByName(parts(2)).FormulaLocal = parts(3)
    ElseIf UBound(parts) = 1 And parts(0) = "open" Then
      book = StarDesktop.loadComponentFromURL(ConvertToURL(parts(1)), "_blank", 0, hidden())
    ElseIf UBound(parts) = 1 And parts(0) = "again" Then
      form(0).Value = "Calc MS Excel 2007 XML"
      book.storeToURL(ConvertToURL(parts(1) &amp; ".xlsx"), form())
      book.close(True)
    ElseIf UBound(parts) = 1 Then
      form(0).Value = "calc8"
      book.storeToURL(ConvertToURL(parts(1) &amp; ".ods"), form())
      form(0).Value = "Calc MS Excel 2007 XML"
      book.storeToURL(ConvertToURL(parts(1) &amp; ".xlsx"), form())
      book.storeToURL(ConvertToURL(parts(1) &amp; ".secret.ods"), secret())
      book.close(True)
    End If
  Loop
  lines.closeInput()
Ended:
  StarDesktop.terminate()
End Sub
</script:module>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Keyboard"/>
</library:library>
"""

ENTITIES = {"en": "UNOG", "ar": "ESCWA"}
UNTOUCHED = "ECLAC"
UNIT = {
    "unit_code": "ICTS", "name": "=Réseau & postes <1>", "duty_station": "GENEVA",
    "reports_to": "المدير", "approved_posts": "12", "encumbered_posts": "11",
    "users_served": "1500",
}  # fmt: skip
COST = {
    "line_no": "0042", "description": "Licences", "period_start": "2026-01-01",
    "period_end": "2026-12-31", "amount": "1250.5", "fund_code": "RB", "fund_share": "62.5%",
}  # fmt: skip
KEPT = {
    "units": UNIT | {"approved_posts": 12, "encumbered_posts": 11, "users_served": 1500},
    "costs": COST | {
        "period_start": date(2026, 1, 1), "period_end": date(2026, 12, 31),
        "amount": Decimal("1250.50"), "fund_share": Decimal("62.50"),
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Return a function that runs LibreOffice without a window, in a profile with our macro."""
    profile = tmp_path_factory.mktemp("profile")
    folder = {"LC_ALL": "en_US.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin"}

    def run(*arguments, **environment):
        subprocess.run(
            ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
             *arguments],
            check=True, capture_output=True, timeout=120,
            env={**folder, "HOME": str(profile), **environment},
        )  # fmt: skip

    run("--terminate_after_init")  # makes the profile, into which the macro goes
    basic = profile / "user" / "basic" / "Standard"
    basic.mkdir(parents=True, exist_ok=True)
    (basic / "Keyboard.xba").write_text(_MACRO, encoding="utf-8")
    (basic / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    return run


def clock():
    return datetime(2026, 7, 1, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def issued(tmp_path_factory):
    """Return a store that has issued workbooks, and these by their language."""
    folder = tmp_path_factory.mktemp("issued")
    books = {}
    with Workspace.create(folder / "s.ictinv", clock=clock, who="tester") as made:
        made.rounds.open("2026", as_of=date(2026, 6, 30), deadline=date(2026, 9, 30))
        for language, entity in {**ENTITIES, "es": UNTOUCHED}.items():
            issue = made.workbooks.issue("2026", folder, entities=[entity], language=language)
            books[language] = issue.files[0].path
    return folder / "s.ictinv", books


@pytest.fixture
def workspace(issued, tmp_path):
    shutil.copy(issued[0], tmp_path / "s.ictinv")
    with Workspace.open(tmp_path / "s.ictinv", clock=clock, who="tester") as opened:
        yield opened


def _answers(language):
    """Return what is typed: codes as the words that the drop-down lists show."""
    for sheet, answers in (("units", UNIT), ("costs", COST)):
        fields = CATALOGUE[sheet].fields
        for field, text in answers.items():
            codes = getattr(fields[field].type, "list", None)
            label = codes.label(text, language) if codes and text in codes.codes else text
            yield sheet, field, label


def _cells(path, language):
    """Yield tab, cell and text for the first free row of each sheet that is answered."""
    book = openpyxl.load_workbook(path)
    answers = list(_answers(language))
    for page in book:
        keys = next(
            (c for row in page.iter_rows(max_row=20) for c in row
             if str(c.value).startswith("#sheet:")), None,
        )  # fmt: skip
        if keys is None:
            continue
        columns = {cell.value: cell.column for cell in page[keys.row]}
        row = next(
            n for n in range(keys.row + 1, page.max_row) if is_uid(str(page.cell(n, 1).value))
        )
        for sheet, field, text in answers:
            if f"#sheet:{sheet}" == keys.value:
                yield page.title, f"{get_column_letter(columns[field])}{row}", text


@pytest.fixture(scope="module")
def typed(office, issued, tmp_path_factory):
    """Return the workbooks as LibreOffice saved them, by form and language; "es" is untouched."""
    folder = tmp_path_factory.mktemp("typed")
    jobs = []
    for language, book in issued[1].items():
        jobs.append(f"open\t{book}")
        if language in ENTITIES:
            jobs += ["\t".join(("type", *each)) for each in _cells(book, language)]
        jobs.append(f"save\t{folder / language}")
        jobs += [f"open\t{folder / language}.ods", f"again\t{folder / 'back' / language}"]
    assert len(jobs) == 4 * 3 + 2 * (len(UNIT) + len(COST))
    (folder / "back").mkdir()
    (folder / "jobs").write_text("\n".join(jobs), encoding="utf-8")
    office("macro:///Standard.Keyboard.Work", JOBS=str(folder / "jobs"))
    return {
        (form, language): folder / name.format(language)
        for language in issued[1]
        for form, name in (
            ("xlsx", "{}.xlsx"), ("ods", "{}.ods"), ("ods and back", "back/{}.xlsx"),
            ("secret", "{}.secret.ods"),
        )
    }  # fmt: skip


def _assert_arrives(workspace, path, entity):
    """Merge the workbook at *path* and look for all that was typed, and for the file as it came."""
    [file] = workspace.returns.merge([path]).files
    assert (file.status, file.entity) == ("merged", entity), file.reason
    assert (file.counts.new, file.counts.rejected) == (2, 0), file.findings
    with workspace.database.reading() as connection:
        found = queries.records(connection, workspace.database.schema, "2026")[entity]
    for sheet, kept in KEPT.items():
        [record] = found[sheet]
        assert {name: record[name] for name in kept} == kept
    assert workspace.returns.original(file.sha256) == path.read_bytes()
    assert workspace.returns.original_name(file.sha256) == path.name
    [again] = workspace.returns.merge([path]).files
    assert again.status == "already-merged"


@OFFICE
@pytest.mark.parametrize("form", ["xlsx", "ods", "ods and back"])
@pytest.mark.parametrize("language", ENTITIES)
def test_what_is_typed_in_libreoffice_is_in_the_store_after_the_merge(
    workspace, typed, form, language
):
    _assert_arrives(workspace, typed[form, language], ENTITIES[language])


@OFFICE
@pytest.mark.parametrize("form", ["xlsx", "ods", "ods and back"])
def test_a_workbook_that_libreoffice_only_saved_changes_nothing(workspace, typed, form):
    [file] = workspace.returns.merge([typed[form, "es"]]).files
    assert (file.status, file.reason) == ("unchanged", None)
    assert file.counts.as_dict() == dict.fromkeys(file.counts.as_dict(), 0)


@OFFICE
def test_the_same_answers_make_the_same_findings_in_either_form(typed):
    files = check_files([typed["xlsx", "ar"], typed["ods", "ar"]], CATALOGUE)
    first, second = (file.findings for file in files)
    assert first == second
    assert {finding.cell for finding in second} > {""}


@OFFICE
def test_an_ods_with_a_password_is_refused_by_name(workspace, typed):
    [file] = workspace.returns.merge([typed["secret", "en"]]).files
    assert file.reason.code == "F-PASSWORD"


@OFFICE
def test_an_ods_is_not_opened_as_forms_and_the_reason_says_what_to_do(typed):
    with pytest.raises(Refused) as refused:
        SurveyFile.open(typed["ods", "en"])
    assert refused.value.code == "F-ODS"
    assert ".xlsx" in refused.value.suggestion


@GNUMERIC
@pytest.mark.parametrize("form", ["xlsx", "ods"])
@pytest.mark.parametrize("language", ENTITIES)
def test_answers_that_gnumeric_saved_again_are_in_the_store_after_the_merge(
    workspace, issued, tmp_path, form, language
):
    survey = SurveyFile.open(issued[1][language])
    rows = {sheet: survey.add(sheet) for sheet in ("units", "costs")}
    for sheet, field, text in _answers(language):
        survey.enter(sheet, rows[sheet], field, text)
    survey.save(tmp_path / "filled.xlsx")
    path = tmp_path / f"saved.{form}"
    subprocess.run(["ssconvert", tmp_path / "filled.xlsx", path], check=True, capture_output=True)
    _assert_arrives(workspace, path, ENTITIES[language])


@GNUMERIC
@pytest.mark.parametrize("form", ["xlsx", "ods"])
@pytest.mark.parametrize("language", ENTITIES)
def test_a_workbook_that_gnumeric_only_saved_changes_nothing(
    workspace, issued, tmp_path, form, language
):
    path = tmp_path / f"saved.{form}"
    subprocess.run(["ssconvert", issued[1][language], path], check=True, capture_output=True)
    [file] = workspace.returns.merge([path]).files
    assert (file.status, file.reason) == ("unchanged", None)
    assert file.counts.as_dict() == dict.fromkeys(file.counts.as_dict(), 0)
