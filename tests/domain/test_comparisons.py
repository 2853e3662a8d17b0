"""Figures among their peers as ordinary blocks."""

from __future__ import annotations

from decimal import Decimal

from inventory_app.domain.charts import Band
from inventory_app.domain.comparisons import as_tables
from inventory_app.domain.documents import Cell, ChartBlock, Column, Compared, Comparison, Heading
from inventory_app.texts import translator

KEY = ("this value", "median", "middle half", "range", "target")
TITLES = ("Indicator", "Value", "Unit", "Terms", "Coverage", "Target", "n", "lowest", "Q1",
          "median", "Q3", "highest", "Remark")  # fmt: skip


def blocks(*rows, language="en"):
    columns = tuple(Column(title=title) for title in TITLES)
    whole = Comparison(rows=rows, columns=columns, key=KEY)
    return list(as_tables(whole, translator(language)))


def a_row(name="W01", **more):
    return Compared(name=name, figure=Cell(text="5"), **more)


def titles(table):
    return tuple(column.title for column in table.columns)


def test_a_table_has_no_column_in_which_nothing_stands():
    [table] = blocks(a_row())
    assert titles(table) == TITLES[:5]
    [table] = blocks(a_row(), a_row(target="9", remark="Few."))
    assert titles(table) == (*TITLES[:6], "Remark")
    assert [cell.text for cell in table.rows[1]] == ["W01", "5", "", "", "", "9", "Few."]


def test_the_five_numbers_stay_together():
    [table] = blocks(a_row(peers="4", numbers=("1", "", "2", "", "3")))
    assert titles(table) == (*TITLES[:5], *TITLES[6:12])
    assert [cell.text for cell in table.rows[0][5:]] == ["4", "1", "", "2", "", "3"]


def test_each_group_has_its_heading_and_a_chart_of_those_that_can_be_drawn():
    band = Band(label="W01", value=Decimal(5), minimum=Decimal(1), maximum=Decimal(9))
    drawn, other = a_row(group="People", anchor="p", band=band), a_row("W02", group="People")
    heading, chart, *rest = blocks(drawn, other, a_row("C01", group="Cost", anchor="c"))
    assert (heading.text, heading.level, heading.anchor) == ("People", 2, "p")
    assert isinstance(chart, ChartBlock)
    assert chart.plot.bands == (band,)
    assert chart.words == "People: W01: 5"
    assert len(chart.numbers.rows) == 2
    assert isinstance(rest[0], Heading)
    assert rest[0].anchor == "c"


def test_remarks_follow_what_a_figure_is_as_the_language_writes_sentences():
    [table] = blocks(a_row(about="越高越好。", remark="数值少于十个。"), language="zh")
    assert table.rows[0][-1].text == "越高越好。数值少于十个。"
    [table] = blocks(a_row(mark="2"))
    assert table.rows[0][0].text == "W01 (2)"
