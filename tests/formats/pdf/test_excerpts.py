from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples_for_pdf import tall

from inventory_app.formats.pdf.blocks import Columns, Together, paginate
from inventory_app.formats.pdf.excerpt import Excerpt, excerpts, first_rows, fit, if_room
from inventory_app.formats.pdf.paragraph import Paragraph
from inventory_app.formats.pdf.tables import Cell, Column, Table
from inventory_app.languages import language

EN = language("en")
WIDTH, PAGE = 500, 700


def a_table(rows: int) -> Table:
    return Table([Column(title="Name")], [[Cell(text=f"Row {n}")] for n in range(rows)], EN)


def pages_of(blocks) -> int:
    return len(paginate(blocks, WIDTH, 0, PAGE))


def fitted(blocks, most: int) -> bool:
    return fit(list(excerpts(blocks)), lambda: pages_of(blocks), most)


def test_what_fits_is_shown_whole():
    listed = first_rows(a_table(20), 3)
    assert fitted([listed], 1)
    assert listed.shown == 20


@given(
    totals=st.lists(st.integers(1, 60), min_size=1, max_size=3),
    used=st.floats(0, PAGE - 150),
    most=st.integers(1, 3),
)
def test_as_many_rows_are_shown_as_the_pages_hold(totals, used, most):
    lists = [first_rows(a_table(total), 1) for total in totals]
    blocks = [tall(used), *lists]
    assert fitted(blocks, most)
    shown = [each.shown for each in lists]
    assert pages_of(blocks) <= most
    for index, each in enumerate(lists):
        if each.shown < each.total:  # not one row more
            each.show(each.shown + 1)
            assert pages_of(blocks) > most
            each.show(shown[index])


def test_long_lists_give_way_to_each_other_evenly():
    lists = [first_rows(a_table(100), 3) for _ in range(2)]
    assert fitted(lists, 1)
    assert abs(lists[0].shown - lists[1].shown) <= 2


def test_what_stands_first_is_left_out_first():
    chart, listed = if_room([tall(400)]), first_rows(a_table(4), 3)
    assert fitted([tall(500), chart, listed], 1)
    assert (chart.shown, listed.shown) == (0, 4)


def test_where_nothing_fits_everything_is_shown():
    listed = first_rows(a_table(90), 3)
    assert not fitted([tall(600), tall(600), listed], 1)
    assert listed.shown == 90


def test_the_note_says_how_many_rows_are_shown():
    notes = []

    def note(count: int) -> Paragraph:
        notes.append(count)
        return Paragraph(f"{count} of 9", EN)

    listed = first_rows(a_table(9), 3, note)
    before = listed.height(WIDTH)
    listed.show(4)
    assert notes == [9, 4]
    assert listed.height(WIDTH) < before


def test_lists_are_found_inside_sections():
    listed = first_rows(a_table(3), 1)
    found = list(excerpts([tall(5), Together((tall(5), listed)), if_room([tall(1)])]))
    assert found[0] is listed
    assert all(isinstance(each, Excerpt) for each in found)
    assert len(found) == 2


def test_columns_are_divided_where_each_of_their_stacks_is():
    columns = Columns(((a_table(30),), (a_table(3),)), (1, 1))
    kept, rest = columns.split(WIDTH, 200)
    assert kept.height(WIDTH) - kept.tail() <= 200
    assert kept.stacks[0][0].last == rest.stacks[0][0].first
    assert rest.stacks[1] == ()


@pytest.mark.parametrize("available", [0, 20, 35])
def test_columns_are_not_divided_where_a_stack_would_lose_its_beginning(available):
    columns = Columns(((a_table(30),), (a_table(30),)), (1, 1))
    assert columns.split(WIDTH, available) is None


def test_a_stack_that_fits_stays_before_one_that_is_divided():
    heading = Paragraph("Heading", EN)
    stack = (Together((heading, a_table(30))), tall(40))
    kept, rest = Columns((stack, ()), (1, 1)).split(WIDTH, 150)
    assert len(kept.stacks[0]) == 1
    assert len(rest.stacks[0]) == 2
