"""Figures among their peers as rows: what each is, its value, its band with the numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from inventory_app.domain.charts import Band, peer_band
from inventory_app.domain.marks import Line
from inventory_app.formats.pdf.blocks import Block, Whole
from inventory_app.formats.pdf.cards import boxed
from inventory_app.formats.pdf.paragraph import Paragraph, TextStyle
from inventory_app.texts import translator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from inventory_app.domain.documents import Column, Compared, Reference
    from inventory_app.formats.pdf.drawing import Area, Pen
    from inventory_app.languages import Language

NAME_WIDTH, VALUE_WIDTH, GAP = 242.0, 72.0, 10.0
CHART_HEIGHT, NUMBERS_HEIGHT = 15.0, 17.0
COVERAGE, TARGET = 4, 5  # places of their names among the columns of a comparison
NUMBERS = slice(7, 12)

NAME = TextStyle(size=8.5, bold=True, leading=1.3, after=1)
DETAIL = TextStyle(size=6.8, ink="muted", leading=1.27, after=0.5)
SMALL = replace(DETAIL, side="end")
VALUE = TextStyle(size=12, bold=True, leading=1.3, after=0, side="end")
WORD = TextStyle(size=8.5, ink="muted", leading=1.3, after=0, side="end")


@dataclass(frozen=True, kw_only=True)
class ComparedRow(Whole):
    """One figure in three columns; `link` leads to what explains it."""

    about: tuple[Paragraph, ...]
    value: tuple[Paragraph, ...]
    band: Band | None
    numbers: tuple[tuple[str, str], ...]
    words: str
    remarks: tuple[Paragraph, ...]
    link: str = ""
    reference: Reference | None = None

    @cached_property
    def _heights(self) -> dict[float, float]:
        return {}

    def height(self, width: float) -> float:
        """Return the height of the tallest column."""
        found = self._heights.get(width)
        if found is None:
            about = sum(paragraph.height(NAME_WIDTH) for paragraph in self.about)
            value = sum(paragraph.height(VALUE_WIDTH) for paragraph in self.value)
            remarks = sum(paragraph.height(_band_width(width)) for paragraph in self.remarks)
            chart = 0.0 if self.band is None else CHART_HEIGHT
            numbers = NUMBERS_HEIGHT if self.numbers else 0.0
            found = self._heights[width] = max(about, value, chart + numbers + remarks) + 6
        return found

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw a thin line, then the three columns."""
        right = area.x + area.width
        pen.line(Line(x1=area.x, y1=y + 1, x2=right, y2=y + 1, ink="line", thickness=0.4))
        y += 4
        _stack(pen, area.part(0, NAME_WIDTH), y, self.about)
        middle = area.part(NAME_WIDTH + GAP, VALUE_WIDTH)
        _stack(pen, middle, y, self.value)
        if self.link or self.reference:
            height = sum(paragraph.height(VALUE_WIDTH) for paragraph in self.value)
            box = (middle.x, y, VALUE_WIDTH, height)
            pen.link(self.link, box, label=self.about[0].text, reference=self.reference)
        column = area.part(NAME_WIDTH + VALUE_WIDTH + 2 * GAP, _band_width(area.width))
        if self.band is not None:
            chart = peer_band(
                [self.band],
                width=column.width,
                row_height=CHART_HEIGHT,
                right_to_left=area.right_to_left,
            )
            pen.chart(chart, column.x, y, self.words)
            y += CHART_HEIGHT
        if self.numbers:
            self._numbers(pen, column, y)
            y += NUMBERS_HEIGHT
        _stack(pen, column, y, self.remarks)

    def _numbers(self, pen: Pen, column: Area, y: float) -> None:
        step = column.width / len(self.numbers)
        for number, (label, text) in enumerate(self.numbers):
            part = column.part(number * step, step)
            pen.box_of_text(
                replace(boxed(part, y, 8, label, size=6.2), align="center", ink="muted")
            )
            pen.box_of_text(replace(boxed(part, y + 7, 9, text, size=7.5), align="center"))


@dataclass(frozen=True)
class ComparedRows:
    """Rows one beneath the other, divided between two of them."""

    rows: tuple[ComparedRow, ...]

    def height(self, width: float) -> float:
        """Return the height of all, with a little white after them."""
        return sum(row.height(width) for row in self.rows) + self.tail()

    def head(self, width: float) -> float:
        """Return the height of the first."""
        return self.rows[0].height(width) if self.rows else 0

    def lead(self) -> float:
        """Return 0: there is nothing to leave out."""
        return 0

    def tail(self) -> float:
        """Return the space after."""
        return 4

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        """Divide after the last row that fits."""
        used = 0.0
        for place, row in enumerate(self.rows):
            used += row.height(width)
            if used > available:
                parts = self.rows[:place], self.rows[place:]
                return (ComparedRows(parts[0]), ComparedRows(parts[1])) if place else None
        return None

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw one beneath the other."""
        for row in self.rows:
            row.paint(pen, area, y)
            y += row.height(area.width)


def compared_row(
    row: Compared, columns: Sequence[Column], language: Language, link: str
) -> ComparedRow:
    """Return a figure as it is printed; *columns* are those of its comparison."""
    names = (column.title for column in columns[NUMBERS])
    numbers = tuple((name, text) for name, text in zip(names, row.numbers, strict=True) if text)
    about = [Paragraph(row.name, language, NAME, at_most=3)]
    if row.about:
        about.append(Paragraph(row.about, language, DETAIL, at_most=8))
    remarks = (Paragraph(row.remark, language, DETAIL, at_most=5),) if row.remark else ()
    return ComparedRow(
        about=tuple(about), value=tuple(_value(row, columns, language)), band=row.band,
        numbers=numbers, words=row.words, remarks=remarks, link=link,
        reference=row.figure.reference,
    )  # fmt: skip


def _value(row: Compared, columns: Sequence[Column], language: Language) -> Iterator[Paragraph]:
    """Yield the value with what stands beneath it in small print."""
    _ = translator(language.code)
    yield Paragraph(row.figure.text, language, WORD if row.figure.faint else VALUE, at_most=2)
    for text in (row.unit, row.terms):
        if text:
            yield Paragraph(text, language, SMALL, at_most=2)
    for place, text in ((TARGET, row.target), (COVERAGE, row.coverage)):
        if text:
            told = _("{name}: {text}", name=columns[place].title, text=text)
            yield Paragraph(told, language, SMALL, at_most=3)


def _band_width(width: float) -> float:
    """Return how much of *width* is left to the band."""
    return width - NAME_WIDTH - VALUE_WIDTH - 2 * GAP


def _stack(pen: Pen, column: Area, y: float, paragraphs: Sequence[Paragraph]) -> None:
    for paragraph in paragraphs:
        paragraph.paint(pen, column, y)
        y += paragraph.height(column.width)
