"""Writing survey workbooks against openpyxl writing the same cells.

python benchmarks/issue.py [--workbooks 150] [--runs 5]
"""

from __future__ import annotations

import argparse
import math
import shutil
import tempfile
from pathlib import Path

import openpyxl
from material import ROUND, Timing, fill_store, new_store, report, timed, versions
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation

from inventory_app.services import workbooks


def ours(workspace: object, out: Path, entities: list[str]) -> None:
    shutil.rmtree(out, ignore_errors=True)
    result = workspace.workbooks.issue(ROUND, out, entities=entities)
    assert len(result.files) == len(entities)


def plain(path: Path) -> list[tuple[str, str, list[list[object]], list[tuple[str, str]]]]:
    """Return the sheets of a workbook as values, with ranges and sources of their drop-downs."""
    book = openpyxl.load_workbook(path)
    return [
        (
            sheet.title,
            sheet.sheet_state,
            [[cell.value for cell in row] for row in sheet.iter_rows()],
            [(str(rule.sqref), rule.formula1) for rule in sheet.data_validations.dataValidation],
        )
        for sheet in book.worksheets
    ]


def peer(
    sheets: list[tuple[str, str, list[list[object]], list[tuple[str, str]]]], out: Path
) -> None:
    """Write the same cells with shared styles, drop-downs and protection."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    head, fill, open_cell = (
        Font(bold=True),
        PatternFill("solid", "EEF2F6"),
        Protection(locked=False),
    )
    for title, state, rows, rules in sheets:
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row, 1):
                if value is None:
                    continue
                cell = sheet.cell(r, c, value)
                if r <= 4:
                    cell.font, cell.fill = head, fill
                else:
                    cell.protection = open_cell
        for place, source in rules:
            rule = DataValidation(type="list", formula1=source)
            rule.sqref = place
            sheet.add_data_validation(rule)
        if state == "visible":
            sheet.protection.sheet = True
            sheet.freeze_panes = "C5"
    book.save(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workbooks", type=int, default=150)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    versions("XlsxWriter", "openpyxl")
    workbooks.PARALLEL_FROM = 10**9  # one process on both sides
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace = new_store(folder, options.workbooks)
        fill_store(workspace, options.workbooks)
        names = [f"E{n:04}" for n in range(options.workbooks)]
        ours(workspace, folder / "warm", names[:3])
        first = next((folder / "warm").iterdir())
        print(f"{len(names)} filled workbooks of {first.stat().st_size / 1000:.0f} kB")
        sheets = plain(first)
        mine: list[Timing] = []
        theirs: list[Timing] = []
        sample = max(5, len(names) // 10)
        for _ in range(options.runs):
            mine.append(timed(lambda: ours(workspace, folder / "out", names)))
            run = timed(lambda: [peer(sheets, folder / "peer.xlsx") for _ in range(sample)])
            theirs.append(Timing(run.cpu * len(names) / sample, run.wall * len(names) / sample))
        report("one process / openpyxl", mine, theirs, ">= 2.5, aim 12", wall=False)
        points = []
        for share in (16, 4, 1):
            part = names[: max(4, len(names) // share)]
            points.append((len(part), timed(lambda p=part: ours(workspace, folder / "g", p)).cpu))
        (few, quick), (many, slow) = points[0], points[-1]
        print(f"growth exponent {math.log(slow / quick) / math.log(many / few):.2f}; <= 1.05")
        workspace.close()


if __name__ == "__main__":
    main()
