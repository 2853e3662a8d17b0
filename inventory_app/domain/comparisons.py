"""Figures among their peers as ordinary blocks: a chart for each group, its numbers beneath."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from inventory_app.domain.chart_words import said
from inventory_app.domain.documents import (
    Cell,
    ChartBlock,
    Column,
    Compared,
    Comparison,
    Heading,
    Table,
)
from inventory_app.domain.figure_words import FigureWords
from inventory_app.domain.plots import BandPlot
from inventory_app.texts import Translator

_ALWAYS = 5  # columns that tables have however little is known
_BAND = range(7, 12)  # those of the five numbers, which are left out together


def as_tables(comparison: Comparison, _: Translator) -> Iterator[Heading | ChartBlock | Table]:
    """Yield headings, charts and tables that say what *comparison* says, in the language of *_*."""
    for group, members in groupby(comparison.rows, key=lambda row: row.group):
        rows = list(members)
        if group:
            yield Heading(text=group, level=2, anchor=rows[0].anchor)
        numbers = _numbers(comparison.columns, rows, _)
        drawn = [row for row in rows if row.band is not None]
        if not drawn:
            yield numbers
            continue
        bands = tuple(row.band for row in drawn if row.band is not None)
        yield ChartBlock(
            plot=BandPlot(bands=bands, key=comparison.key), numbers=numbers,
            words=said(_, group, [(row.name, row.figure.text) for row in drawn]),
        )  # fmt: skip


def _numbers(columns: Sequence[Column], rows: Sequence[Compared], _: Translator) -> Table:
    """Return the rows as a table; a column in which nothing would stand is left out."""
    cells = [_cells(row, _) for row in rows]
    band = any(row.peers or any(row.numbers) for row in rows)
    kept = [
        place
        for place in range(len(columns))
        if place < _ALWAYS or (band if place in _BAND else any(line[place].text for line in cells))
    ]
    return Table(
        columns=tuple(columns[place] for place in kept), small=True,
        rows=tuple(tuple(line[place] for place in kept) for line in cells),
    )  # fmt: skip


def _cells(row: Compared, _: Translator) -> tuple[Cell, ...]:
    name = _("{name} ({mark})", name=row.name, mark=row.mark) if row.mark else row.name
    told = FigureWords(_.language.code).sentences(row.about, row.remark)
    texts = (row.unit, row.terms, row.coverage, row.target, row.peers, *row.numbers, told)
    return (Cell(text=name, link=row.link), row.figure, *(Cell(text=text) for text in texts))
