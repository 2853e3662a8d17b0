"""Figures as a file: one table for spreadsheets or as .csv, or the exact figures for programs."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from inventory_app.errors import UserError
from inventory_app.formats.exact_json import exact_json, plain_number
from inventory_app.formats.excel.figures_table import FiguresTable, write_figures_table
from inventory_app.formats.plain_values import csv_text
from inventory_app.paths import replacing
from inventory_app.texts import N_, rounded

Cells: TypeAlias = tuple[str | Decimal | None, ...]

_PLACES = 6  # of numbers in a .csv file; .json and .xlsx hold what was computed


def write_figures(
    path: Path,
    *,
    table: Callable[[], FiguresTable],
    headings: Sequence[str],
    rows: Callable[[], Iterable[Cells]],
    document: Callable[[], object],
) -> None:
    """Write figures in the form that the name of *path* says; only what that form needs is made.

    .xlsx holds *table*, .csv *headings* and *rows*, .json *document*. Raises `UserError` for any
    other name and where the file cannot be written.
    """
    form = path.suffix.lower()
    if form not in (".csv", ".xlsx", ".json"):
        raise UserError(
            "E-ASSESSMENT-FORM",
            N_("“{path}” is not a kind of file that figures can be written to."),
            N_("Name a file that ends in .csv, .xlsx or .json."),
            path=path,
        )
    with replacing(path) as part:
        if form == ".xlsx":
            write_figures_table(table(), part)
        elif form == ".csv":
            _write_csv(part, headings, rows())
        else:
            text = exact_json(document(), indent=1)
            part.write_text(text + "\n", encoding="utf-8", newline="\n")


def _write_csv(part: Path, headings: Sequence[str], rows: Iterable[Cells]) -> None:
    # The mark at the beginning tells spreadsheet programs that this is UTF-8.
    with part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows(map(_written, row) for row in rows)


def _written(cell: str | Decimal | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return plain_number(rounded(cell, _PLACES))
    return csv_text(cell)
