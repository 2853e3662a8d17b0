from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_pdf import poppler, text_of

from inventory_app.formats.pdf import page
from inventory_app.formats.pdf.page import PrintedDocument
from inventory_app.formats.pdf.tables import Cell, Column, Table
from inventory_app.languages import language

EN, AR = language("en"), language("ar")


def a_table(rows: int, to=EN) -> Table:
    columns = [Column(title="Name", share=3), Column(title="Number", numeric=True)]
    return Table(
        columns, [[Cell(text=f"Row {n}"), Cell(text=f"{n * 37}")] for n in range(rows)], to
    )


def written(table, path, code="en"):
    document = PrintedDocument(
        title="",
        subject="",
        author="",
        language=code,
        head_start="",
        head_end="",
        foot="",
        printed_on=date(2026, 11, 23),
    )
    page.write(document, [table], path)
    return path


@settings(deadline=None)
@given(rows=st.integers(1, 60), available=st.floats(0, 700))
def test_dividing_loses_no_row_and_fits_what_it_gives(rows, available):
    table = a_table(rows)
    parts = table.split(500, available)
    if parts is None:
        return
    first, rest = parts
    assert (first.first, first.last, rest.first, rest._end) == (0, rest.first, first.last, rows)
    assert first.height(500) - first.after <= available


def test_columns_take_the_room_that_their_text_needs():
    columns = [Column(title="Name"), Column(title="Class"), Column(title="Role")]
    cells = [Cell(text="Centre de données central, Genève"), Cell(text="3"), Cell(text="Local")]
    table = Table(columns, [cells] * 3, EN)
    one_line = Table(columns, [[Cell(text="x")] * 3] * 3, EN)
    assert table.height(250) == one_line.height(250)


def test_a_beginning_is_laid_out_like_the_whole():
    table = a_table(30)
    table.height(500)
    beginning = table.beginning(4)
    assert beginning._end == 4
    assert beginning._measures is table._measures
    assert beginning.height(500) < table.height(500)


def test_one_row_is_not_left_alone_on_the_next_page():
    table = a_table(10)
    room = table.height(500) - table.after - 2
    first, rest = table.split(500, room)
    assert (first._end, rest._end - rest.first) == (8, 2)


def words_with_places(path):
    found = {}
    for part in poppler("pdftotext", "-bbox", str(path), "-").split("<word ")[1:]:
        left = float(part.split('xMin="')[1].split('"')[0])
        right = float(part.split('xMax="')[1].split('"')[0])
        found[part.split(">")[1].split("<")[0]] = (left, right)
    return found


def test_numbers_end_at_the_same_edge(tmp_path):
    places = words_with_places(written(a_table(30), tmp_path / "t.pdf"))
    edges = [places[str(n * 37)][1] for n in (1, 5, 29)]
    assert max(edges) - min(edges) < 0.1
    assert places["Name"][0] < places["Number"][0]


def test_columns_run_from_the_right_in_arabic(tmp_path):
    places = words_with_places(written(a_table(30, AR), tmp_path / "t.pdf", "ar"))
    edges = [places[str(n * 37)][0] for n in (1, 5, 29)]
    assert max(edges) - min(edges) < 0.1
    assert places["Name"][0] > places["Number"][0]


def test_a_cell_holds_five_lines_and_says_when_it_is_cut(tmp_path):
    columns = [Column(title="a"), Column(title="b", share=5)]
    table = Table(columns, [[Cell(text="one two three " * 60), Cell(text="")]], EN)
    assert table.height(300) < 5 * 7.8 * 1.3 + 40
    assert "…" in text_of(written(table, tmp_path / "t.pdf"))


def test_narrow_columns_grow_so_that_words_stay_whole(tmp_path):
    columns = [Column(title="Name", share=20), Column(title="PUE", numeric=True)]
    table = Table(columns, [[Cell(text="Room"), Cell(text="not applicable")]], EN)
    assert "applicable" in text_of(written(table, tmp_path / "t.pdf"))


@pytest.mark.parametrize("filled", [-1.0, 0.0, 0.5, 1.0, 7.0])
def test_bars_in_cells_take_any_share(filled, tmp_path):
    table = Table([Column(title="a")], [[Cell(text="50%", filled=filled)]], EN)
    assert "50%" in text_of(written(table, tmp_path / "t.pdf"))


def test_a_table_without_rows_is_a_header(tmp_path):
    assert "Name" in text_of(written(a_table(0), tmp_path / "t.pdf"))
