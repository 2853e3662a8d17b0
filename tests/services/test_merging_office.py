"""A workbook that LibreOffice opened, typed into and saved, merged into the store that issued it."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from inventory_app.domain.records import is_uid
from inventory_app.store import queries
from inventory_app.workspace import Workspace

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]

# Types what the file beside the workbook says, a line for each cell: tab, cell and text, as the
# keyboard would; then saves the workbook in each of the forms.
_MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Keyboard"
 script:language="StarBasic">
Sub TypeAndSave
  On Error GoTo Ended
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL(ConvertToURL(Environ("BOOK")), "_blank", 0, hidden())
  files = createUnoService("com.sun.star.ucb.SimpleFileAccess")
  lines = createUnoService("com.sun.star.io.TextInputStream")
  lines.setInputStream(files.openFileRead(ConvertToURL(Environ("TYPED"))))
  lines.setEncoding("UTF-8")
  Do While Not lines.isEOF()
    parts = Split(lines.readLine(), Chr(9))
    If UBound(parts) = 2 Then
      book.Sheets.getByName(parts(0)).getCellRangeByName(parts(1)).FormulaLocal = parts(2)
    End If
  Loop
  lines.closeInput()
  Dim form(0) As New com.sun.star.beans.PropertyValue
  form(0).Name = "FilterName" : form(0).Value = "calc8"
  book.storeToURL(ConvertToURL(Environ("BOOK") &amp; ".ods"), form())
  form(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL(ConvertToURL(Environ("BOOK") &amp; ".xlsx"), form())
  book.close(True)
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

UNIT = {
    "unit_code": "ICTS", "name": "=Réseau & postes <1>", "duty_station": "Geneva",
    "reports_to": "Director", "approved_posts": "12", "encumbered_posts": "11",
    "users_served": "1500",
}  # fmt: skip
COST = {
    "line_no": "0042", "description": "Licences", "period_start": "2026-01-01",
    "period_end": "2026-12-31", "amount": "1250.5",
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
            check=True, capture_output=True, timeout=60,
            env={**folder, "HOME": str(profile), **environment},
        )  # fmt: skip

    run("--terminate_after_init")  # makes the profile, into which the macro goes
    basic = profile / "user" / "basic" / "Standard"
    basic.mkdir(parents=True, exist_ok=True)
    (basic / "Keyboard.xba").write_text(_MACRO, encoding="utf-8")
    (basic / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    return run


@pytest.fixture
def workspace(tmp_path):
    def clock():
        return datetime(2026, 7, 1, 9, tzinfo=UTC)

    with Workspace.create(tmp_path / "s.ictinv", clock=clock, who="tester") as made:
        made.rounds.open("2026", as_of=date(2026, 6, 30), deadline=date(2026, 9, 30))
        yield made


def _cells(path, answers):
    """Return tab, cell and text for the first free row of each sheet that *answers* names."""
    book = openpyxl.load_workbook(path)
    for page in book:
        keys = next(
            (c for row in page.iter_rows(max_row=20) for c in row
             if str(c.value).startswith("#sheet:")), None,
        )  # fmt: skip
        if keys is None or (name := keys.value.removeprefix("#sheet:")) not in answers:
            continue
        columns = {cell.value: cell.column for cell in page[keys.row]}
        row = next(
            n for n in range(keys.row + 1, page.max_row) if is_uid(str(page.cell(n, 1).value))
        )
        for field, text in answers[name].items():
            yield page.title, f"{get_column_letter(columns[field])}{row}", text


def _record(workspace, sheet):
    with workspace.database.reading() as connection:
        found = queries.records(connection, workspace.database.schema, "2026")
    [record] = found["UNOG"][sheet]
    return record


@pytest.mark.parametrize("detour", [False, True], ids=["xlsx", "ods and back"])
def test_what_is_typed_in_libreoffice_is_in_the_store_after_the_merge(
    workspace, office, tmp_path, detour
):
    issue = workspace.workbooks.issue("2026", tmp_path / "out", entities=["UNOG"], language="en")
    book = issue.files[0].path
    typed = tmp_path / "typed.txt"
    lines = ["\t".join(each) for each in _cells(book, {"units": UNIT, "costs": COST})]
    assert len(lines) == len(UNIT) + len(COST)
    typed.write_text("\n".join(lines), encoding="utf-8")
    office("macro:///Standard.Keyboard.TypeAndSave", BOOK=str(book), TYPED=str(typed))
    returned = book.with_name(f"{book.name}.xlsx")
    if detour:
        office("--convert-to", "xlsx", "--outdir", str(tmp_path / "back"), f"{book}.ods")
        returned = tmp_path / "back" / returned.name

    [file] = workspace.returns.merge([returned]).files

    assert (file.status, file.entity) == ("merged", "UNOG"), file.reason
    assert (file.counts.new, file.counts.rejected) == (2, 0), file.findings
    unit, cost = _record(workspace, "units"), _record(workspace, "costs")
    assert {name: unit[name] for name in UNIT} == {
        **UNIT, "duty_station": "GENEVA", "approved_posts": 12, "encumbered_posts": 11,
        "users_served": 1500,
    }  # fmt: skip
    assert {name: cost[name] for name in COST} == {
        **COST, "period_start": date(2026, 1, 1), "period_end": date(2026, 12, 31),
        "amount": Decimal("1250.50"),
    }  # fmt: skip
    assert workspace.returns.original(file.sha256) == returned.read_bytes()
    [again] = workspace.returns.merge([returned]).files
    assert again.status == "already-merged"


def test_a_workbook_that_libreoffice_only_saved_changes_nothing(workspace, office, tmp_path):
    issue = workspace.workbooks.issue("2026", tmp_path / "out", entities=["UNOG"], language="fr")
    book = issue.files[0].path
    office("--convert-to", "ods", "--outdir", str(tmp_path / "1"), str(book))
    office("--convert-to", "xlsx", "--outdir", str(tmp_path / "2"),
           str(tmp_path / "1" / f"{book.stem}.ods"))  # fmt: skip
    [file] = workspace.returns.merge([tmp_path / "2" / book.name]).files
    assert (file.status, file.reason) == ("unchanged", None)
    assert file.counts.as_dict() == dict.fromkeys(file.counts.as_dict(), 0)
