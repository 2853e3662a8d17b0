"""One sheet with some of its cells replaced, and with rows put below its table."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from inventory_app.formats.excel.answer_cells import Content
from inventory_app.formats.excel.answer_looks import Looks
from inventory_app.formats.excel.answer_xml import CellSpan, RowSpan, SheetXml, Span, Splices
from inventory_app.formats.excel.workbook_xml import escaped
from inventory_app.formats.spreadsheet.grid import COLUMN_NUMBERS, cell_name

_NOT_COPIED = ("r", "spans", "hidden", "collapsed")
_CORNER = re.compile(r"(?:[A-Z]+[0-9]+:)?([A-Z]+)([0-9]+)")
_DIMENSION = re.compile(rb"""(\sref\s*=\s*["'])[^"']*""")
_QUOTES = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


class SheetPatch:
    """Collects what changes in one sheet."""

    def __init__(self, data: bytes, looks: Looks) -> None:
        """Take the part of the sheet."""
        self._xml = SheetXml(data)
        self._looks = looks
        self._splices = Splices()
        self._new_cells: dict[int, dict[int, str]] = {}
        self._new_rows: dict[int, int | None] = {}
        self._reached = (0, 0)

    def write(self, cells: Mapping[tuple[int, int], Content]) -> None:
        """Replace the content of cells; a cell keeps its style where that fits."""
        for (number, column), content in sorted(cells.items()):
            row = self._xml.rows.get(number)
            there = row.cells.get(column) if row else None
            if there is not None:
                self._replace(number, column, there, content)
            elif content != "":
                style = self._looks.chosen(content, self._styles(column))
                self._put(number, column, self._cell(number, column, style, content))

    def add_row(self, number: int, like: int, computed: Collection[int]) -> None:
        """Put a row below the table that looks like row *like* and calculates what that does."""
        self._new_rows[number] = like
        for column, cell in self._xml.rows[like].cells.items():
            formula = self._plain_formula(cell) if column in computed else None
            if formula is not None:
                tag = self._cell_tag(number, column, cell.style)
                shifted = _shifted(formula, like, number)
                inner = f"{self._tag('f')}{shifted}{self._tag('/f')}"
                self._put(number, column, f"{tag}>{inner}{self._tag('/c')}")

    def style_of(self, number: int, column: int) -> str:
        """Return the style of a cell that is there, or the one that its column has."""
        row = self._xml.rows.get(number)
        there = row.cells.get(column) if row else None
        return there.style if there else self._xml.column_style(column)

    def put_text(self, number: int, column: int, style: str, text: str) -> None:
        """Write *text* into a cell of a new row with a given style."""
        self._put(number, column, self._cell(number, column, style, text))

    def forget_results(self, columns: Collection[int] | None = None) -> None:
        """Drop the stored results of formulas, of all or in *columns*.

        A spreadsheet program then calculates them when it opens the workbook.
        """
        for row in self._xml.rows.values():
            for column, cell in row.cells.items():
                if cell.formula and cell.value and (columns is None or column in columns):
                    self._splices.add(cell.value.begin, cell.value.end)

    def applied(self) -> bytes:
        """Return the part with everything replaced."""
        for number in sorted({*self._new_cells, *self._new_rows}):
            row = self._xml.rows.get(number)
            cells = self._new_cells.get(number, {})
            if row is None:
                self._insert_row(number, cells)
            else:
                self._insert_cells(row, cells)
        self._widen()
        return self._splices.applied(self._xml.data)

    def _replace(self, number: int, column: int, there: CellSpan, content: Content) -> None:
        style = there.style
        if not self._looks.fits(style, content):
            style = self._looks.chosen(content, self._styles(column))
        self._keep_dependants(there)
        written = self._cell(number, column, style, content)
        self._splices.add(there.span.begin, there.span.end, written.encode())

    def _styles(self, column: int) -> Iterator[str]:
        """Yield the styles that a cell of *column* may have, the most usual first."""
        yield self._xml.column_style(column)
        for row in self._xml.rows.values():
            if column in row.cells:
                yield row.cells[column].style

    def _put(self, number: int, column: int, written: str) -> None:
        self._new_cells.setdefault(number, {})[column] = written
        self._reached = max(self._reached[0], number), max(self._reached[1], column)

    def _keep_dependants(self, cell: CellSpan) -> None:
        """Leave their results to the cells whose formula was written in *cell* for all of them."""
        formula = cell.formula
        if formula is None or formula.attributes.get("t") != "shared" or formula.is_empty:
            return
        shared = formula.attributes.get("si")
        for row in self._xml.rows.values():
            for other in row.cells.values():
                if other.formula and other.formula.attributes.get("si") == shared:
                    self._splices.add(other.formula.begin, other.formula.end)

    def _cell_tag(self, number: int, column: int, style: str) -> str:
        look = f' s="{style}"' if style != "0" else ""
        return f'<{self._xml.prefix}c r="{cell_name(number, column)}"{look}'

    def _cell(self, number: int, column: int, style: str, content: Content) -> str:
        tag = self._cell_tag(number, column, style)
        if content == "":
            return f"{tag}/>"
        is_text, stored = self._looks.stored(content, style)
        if not is_text:
            return f"{tag}>{self._tag('v')}{stored}{self._tag('/v')}{self._tag('/c')}"
        keep = ' xml:space="preserve"' if stored != stored.strip() or "\n" in stored else ""
        inner = f"{self._tag('is')}{self._tag('t' + keep)}{escaped(stored)}"
        ends = "".join(map(self._tag, ("/t", "/is", "/c")))
        return f'{tag} t="inlineStr">{inner}{ends}'

    def _tag(self, name: str) -> str:
        slash = "/" if name.startswith("/") else ""
        return f"<{slash}{self._xml.prefix}{name.removeprefix('/')}>"

    def _plain_formula(self, cell: CellSpan) -> str | None:
        formula = cell.formula
        if formula is None or formula.is_empty or "t" in formula.attributes:
            return None
        held = self._xml.data[formula.tag_end : formula.end]
        return held[: held.rindex(b"</")].decode()

    def _insert_cells(self, row: RowSpan, cells: Mapping[int, str]) -> None:
        if not cells:
            return
        span = row.span
        if span.is_empty:
            tag = self._xml.data[span.begin : span.tag_end - 2].rstrip()
            inner = "".join(written for _, written in sorted(cells.items()))
            self._splices.add(span.begin, span.end, tag + f">{inner}{self._tag('/row')}".encode())
            return
        there = sorted(row.cells.items())
        end = self._xml.data.rindex(b"</", span.begin, span.end)
        if there:
            end = there[-1][1].span.end
        for column, written in sorted(cells.items()):
            at = next((cell.span.begin for other, cell in there if other > column), end)
            self._splices.add(at, at, written.encode())

    def _insert_row(self, number: int, cells: Mapping[int, str]) -> None:
        following = [row.span.begin for other, row in self._xml.rows.items() if other > number]
        at = min(following, default=self._xml.end_of_rows)
        like = self._new_rows.get(number)
        copied = self._attributes(self._xml.rows[like].span) if like else ""
        inner = "".join(written for _, written in sorted(cells.items()))
        tag = f'<{self._xml.prefix}row r="{number}"{copied}>'
        self._splices.add(at, at, f"{tag}{inner}{self._tag('/row')}".encode())

    @staticmethod
    def _attributes(span: Span) -> str:
        """Return the height and style of a row, which need no namespace."""
        return "".join(
            f' {name}="{_quoted(value)}"'
            for name, value in span.attributes.items()
            if name not in _NOT_COPIED and ":" not in name
        )

    def _widen(self) -> None:
        """Let the declared size of the sheet cover what was put in."""
        said = self._xml.dimension
        row, column = self._reached
        corner = _CORNER.fullmatch(said.attributes.get("ref", "")) if said else None
        if said is None or corner is None:
            return
        lowest, widest = int(corner[2]), COLUMN_NUMBERS[corner[1]]
        if row <= lowest and column <= widest:
            return
        first = said.attributes["ref"].partition(":")[0]
        last = cell_name(max(row, lowest), max(column, widest))
        tag = self._xml.data[said.begin : said.tag_end]
        new = _DIMENSION.sub(rb"\g<1>" + f"{first}:{last}".encode(), tag, count=1)
        self._splices.add(said.begin, said.tag_end, new)


def _quoted(value: str) -> str:
    return "".join(_QUOTES.get(sign, sign) for sign in escaped(value))


def _shifted(formula: str, old: int, new: int) -> str:
    """Return a formula, as XML, with the cells of row *old* replaced by those of row *new*."""
    cell = re.compile(rf"(?<![A-Za-z0-9_$.])(\$?[A-Z]{{1,3}}){old}(?![0-9A-Za-z_(])")
    return cell.sub(rf"\g<1>{new}", formula)
