"""Whatever way a grid is written with repeats, it is read as the grid that it stands for."""

from __future__ import annotations

from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st
from open_document_files import empty, number_cell, ods_of, row_xml, text_cell

from inventory_app.formats.excel.cells import read_book
from inventory_app.formats.spreadsheet.grid import LAST_COLUMN, LAST_ROW

VALUES = st.sampled_from([None, None, "a", "b\nc", 1.0, 2.5])
ROWS = st.lists(st.lists(VALUES, max_size=6).map(tuple), max_size=8)
GRIDS = st.lists(st.tuples(ROWS, st.integers(1, 3)), max_size=4).map(
    lambda parts: [row for rows, times in parts for row in rows for _ in range(times)]
)


def written(value: object, count: int) -> str:
    repeat = f'table:number-columns-repeated="{count}"'
    if value is None:
        return empty(count)
    if isinstance(value, str):
        return text_cell(value, repeat)
    return number_cell(value, repeat)


def runs(items: object, draw: st.DataObject) -> list[tuple[object, int]]:
    """Return items with counts: neighbours that are equal together, or cut at any place."""
    found = []
    for item, group in groupby(items):
        left = len(list(group))
        while left:
            count = draw.draw(st.integers(1, left)) if left > 1 else 1
            found.append((item, count))
            left -= count
    return found


@given(GRIDS, st.booleans(), st.data())
def test_repeats_stand_for_what_they_repeat(
    grid: list[tuple[object, ...]], filled: bool, draw: st.DataObject
) -> None:
    rows = []
    for row, times in runs(grid, draw):
        cells = [written(value, count) for value, count in runs(row, draw)]
        if filled:  # to the edges of the sheet, as all programs do
            cells.append(empty(LAST_COLUMN - len(row)))
        rows.append(row_xml(*cells, more=f'table:number-rows-repeated="{times}"'))
    if filled:
        below = LAST_ROW - len(grid)
        rows.append(row_xml(empty(LAST_COLUMN), more=f'table:number-rows-repeated="{below}"'))
    book = read_book(ods_of("".join(rows)))
    read = {
        (number, column): cell.value
        for number, cells in book.sheets[0].rows.items()
        for column, cell in cells.items()
    }
    assert read == {
        (number, column): value
        for number, row in enumerate(grid, 1)
        for column, value in enumerate(row, 1)
        if value is not None
    }
    assert list(read) == sorted(read)
