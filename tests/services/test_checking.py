"""What a respondent's own computer finds in a workbook is what headquarters finds after the merge."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from answered_store import AS_OF, Clock, alpha, entity_list, keep, plain
from survey_samples import _with_unit, checked, saved_by_openpyxl

from inventory_app.domain.rounds import RoundParameters
from inventory_app.workspace import Workspace

WRONG = ("a dozen", -5, 1e12, "31/02/2026", "perhaps", "", None, "unknown", "1.234,5", 0.5, 150)


def store_that_issued(folder, parameters=None):
    workspace = Workspace.create(
        folder / "s.ictinv", entity_list=entity_list(folder), clock=Clock(), who="me"
    )
    workspace.rounds.open("2026", as_of=AS_OF, deadline=date(2026, 12, 15), parameters=parameters)
    for entity in ("ALPHA", "BRAVO"):
        records = alpha() if entity == "ALPHA" else plain(entity)
        unit = next(record.uid for record in records if record.sheet == "units")
        keep(workspace, "2026", [_with_unit(record, unit) for record in records])
    issue = workspace.workbooks.issue("2026", folder / "out", entities=["ALPHA", "BRAVO"])
    return workspace, {file.entity: file.path for file in issue.files}


def of_headquarters(workspace, path, entity):
    """Merge a return and return everything that is found in it, and in the records after it."""
    [file] = workspace.returns.merge([path]).files
    assert file.reason is None
    [status] = [e for e in workspace.rounds.status("2026").entities if e.entity.code == entity]
    return [*file.findings, *status.findings]


def told(findings):
    return Counter((f.code, f.sheet, f.uid, f.field, f.found, f.expected) for f in findings)


def spoiled(path, target, seed):
    """Type nonsense into some cells of every data sheet, empty others, and add a row."""
    rng = random.Random(seed)

    def change(book):
        for page in book.worksheets:
            keys = next(
                (c.row for row in page.iter_rows(max_row=10) for c in row
                 if str(c.value).startswith("#sheet:")), None,
            )  # fmt: skip
            if keys is None:
                continue
            columns = [
                c.column for c in page[keys]
                if isinstance(c.value, str) and c.value.isidentifier()
            ]  # fmt: skip
            for row in range(keys + 2, keys + 8):
                if not page.cell(row, 1).value:
                    continue
                for column in rng.sample(columns, 3):
                    page.cell(row, column).value = rng.choice(WRONG)

    return saved_by_openpyxl(path, target, change)


@pytest.mark.parametrize(("entity", "seed"), [("ALPHA", 1), ("ALPHA", 2), ("BRAVO", 3)])
def test_a_check_finds_exactly_what_headquarters_finds_after_the_merge(tmp_path, entity, seed):
    workspace, books = store_that_issued(tmp_path)
    path = spoiled(books[entity], tmp_path / "r.xlsx", seed)
    mine = checked(path).findings
    with workspace:
        assert told(mine) == told(of_headquarters(workspace, path, entity))
    assert len(mine) > 5


def test_a_check_knows_the_thresholds_and_the_sheets_of_its_round(tmp_path):
    parameters = RoundParameters(
        dedicated_from=Decimal(90), non_dedicated_from=Decimal(30), sheets=("units", "staff")
    )
    workspace, books = store_that_issued(tmp_path, parameters)
    mine = checked(books["ALPHA"]).findings
    assert {"R-BELOW-THRESHOLD"} <= {each.code for each in mine}
    with workspace:
        assert told(mine) == told(of_headquarters(workspace, books["ALPHA"], "ALPHA"))


def test_a_check_counts_with_computed_figures_that_nobody_typed(tmp_path):
    workspace, books = store_that_issued(tmp_path)

    def change(book):
        page = next(p for p in book.worksheets if p["A3"].value == "#sheet:units")
        column = next(c.column for c in page[3] if c.value == "ict_staff_fte")
        page.cell(5, column).value = 40

    path = saved_by_openpyxl(books["BRAVO"], tmp_path / "r.xlsx", change)
    mine = checked(path).findings
    [found] = [each for each in mine if each.code == "R-FTE-UNITS"]
    assert (found.found, found.expected) == ("6", "40")
    with workspace:
        assert told(mine) == told(of_headquarters(workspace, path, "BRAVO"))
