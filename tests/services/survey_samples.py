"""Issued workbooks with known records, and what is compared about them."""

from __future__ import annotations

import hashlib
import io
import itertools
import warnings
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date

import openpyxl
import python_calamine
from answered_store import AS_OF, CATALOGUE, Clock, alpha, entity_list, keep, plain

from inventory_app.formats.excel.returns import read_return
from inventory_app.services.checking import check_files
from inventory_app.workspace import Workspace

LANGUAGE_OF = {"ALPHA": "en", "BRAVO": "fr", "CARGO": "zh", "DELTA": "ar"}


def issuing_store(folder):
    """Return a store that has issued workbooks to four entities, and the workbooks by entity."""
    counter = itertools.count()

    def tokens():
        return hashlib.blake2b(str(next(counter)).encode(), digest_size=8).hexdigest()

    workspace = Workspace.create(
        folder / "s.ictinv", entity_list=entity_list(folder), clock=Clock(), tokens=tokens, who="me"
    )
    workspace.rounds.open("2026", as_of=AS_OF, deadline=date(2026, 12, 15))
    for entity in LANGUAGE_OF:
        records = alpha() if entity == "ALPHA" else plain(entity)
        unit = next(record.uid for record in records if record.sheet == "units")
        keep(workspace, "2026", [_with_unit(record, unit) for record in records])
    result = workspace.workbooks.issue("2026", folder / "out", entities=list(LANGUAGE_OF))
    return workspace, {file.entity: file.path for file in result.files}


def _with_unit(record, unit):
    """Return a record that names the unit as workbooks do, by its code."""
    if "ict_unit" not in record.values:
        return record
    return replace(record, values={**record.values, "ict_unit": unit})


def read(path):
    return read_return(path.read_bytes(), CATALOGUE)


def described(findings):
    """Return the findings in a form that does not depend on their order."""
    return Counter(
        (f.code, f.sheet, f.uid, f.field, f.tab, f.cell, f.found, f.expected) for f in findings
    )


def checked(path):
    (result,) = check_files([path], CATALOGUE)
    assert result.reason is None, result.reason
    return result


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def saved_by_openpyxl(path, target, change=lambda book: None):
    """Save a workbook as openpyxl does, after a *change*."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(target)
    return target


def values_in(path, tab):
    """Return what openpyxl and calamine read in the cells of a tab, by place."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        page = openpyxl.load_workbook(path)[tab]
    ours = {
        (cell.row, cell.column): cell.value
        for row in page.iter_rows()
        for cell in row
        if cell.value not in (None, "") and cell.data_type != "f"
    }
    sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_name(tab)
    rows = sheet.to_python(skip_empty_area=False)
    theirs = {place: rows[place[0] - 1][place[1] - 1] for place in ours}
    return ours, theirs
