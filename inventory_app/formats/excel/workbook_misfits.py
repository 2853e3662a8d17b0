"""Cells that do not fit their field: words for numbers, values out of bounds or of the list.

The rules of a cell refuse such answers when they are typed; pasting goes past them. What is counted
here is counted over all cells of a sheet at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inventory_app.domain.field_types import (
    EARLIEST,
    LATEST,
    Code,
    Codes,
    Day,
    DecimalNumber,
    FieldType,
    Integer,
    Percent,
    Text,
    YesNo,
)
from inventory_app.formats.excel.workbook_layout import FIRST_ROW, Column, SheetLayout, quoted
from inventory_app.formats.excel.workbook_rules import CLOSED, Sources, list_source, literal, states
from inventory_app.formats.spreadsheet.day_serials import day_serial
from inventory_app.texts import Translator

COLUMNS = 1_000  # more than a sheet has: row x COLUMNS + column names a cell
_NONE = "1E+300"
_CELL_LENGTH = 32_767


@dataclass(frozen=True, kw_only=True)
class Misfit:
    """One way in which cells of a sheet do not fit.

    `codes` are the findings that say the same of an answer. `count` is the formula for how many
    cells there are, `first` the one for row x `COLUMNS` + column of the first of them. `tests` are
    conditions for single cells, each with the columns for which it holds; they are not given where
    the cells are coloured already.
    """

    key: str
    text: str
    codes: frozenset[str]
    count: str
    first: str
    tests: tuple[tuple[tuple[Column, ...], Callable[[str], str]], ...] = ()


def misfits_of(layout: SheetLayout, _: Translator, sources: Sources) -> tuple[Misfit, ...]:
    """Return what is looked for on a sheet."""
    return tuple(_Misfits(layout, _, sources).every())


class _Misfits:
    def __init__(self, layout: SheetLayout, _: Translator, sources: Sources) -> None:
        self._layout = layout
        self._ = _
        self._sources = sources
        first, last = layout.columns[0], layout.columns[-1]
        tab = quoted(layout.tab)
        end = f"${last.letters}${layout.last_row + 1}"
        self._block = f"{tab}!${first.letters}${FIRST_ROW + 1}:{end}"
        self._owed = f"({layout.cells(layout.owed_column)}>={CLOSED})"

    def every(self) -> Iterator[Misfit]:
        """Yield words, bounds and lists, as far as there are fields for them."""
        kinds = [column.field.type for column in self._layout.columns]
        if any(isinstance(kind, DecimalNumber | Day) for kind in kinds):
            yield self._words()
            yield self._bounds()
        if listed := [column for column in self._layout.columns if has_list(column.field.type)]:
            yield self._lists(listed)
        if any(isinstance(kind, Text) for kind in kinds):
            yield self._lengths()

    def _vector(self, value: Callable[[FieldType], object]) -> str:
        """Return a row of constants, one for each column of the sheet."""
        return "{" + ",".join(str(value(c.field.type)) for c in self._layout.columns) + "}"

    def _over_block(self, condition: str) -> tuple[str, str]:
        """Return the formulas for count and first cell of what meets *condition*."""
        hit = f"{self._owed}*({condition})"
        place = f"ROW({self._block})*{COLUMNS}+COLUMN({self._block})"
        return f"=SUM({hit})", f"=MIN(IF({hit}>0,{place}))"

    def _words(self) -> Misfit:
        block = self._block
        wanted = self._vector(lambda kind: int(isinstance(kind, DecimalNumber | Day)))
        estimated = self._vector(lambda kind: int(isinstance(kind, DecimalNumber)))
        others = "*".join(f'({block}<>"{literal(word)}")' for word in states(self._.language.code))
        condition = f'ISTEXT({block})*{wanted}*{others}*(1-{estimated}*(LEFT({block})="~"))'
        count, first = self._over_block(condition)
        return Misfit(
            key="words",
            text=self._("A word where a number or a date belongs"),
            codes=frozenset({"V-NUMBER", "V-NUMBER-AMBIGUOUS", "V-DATE", "V-DATE-AMBIGUOUS"}),
            count=count,
            first=first,
        )

    def _bounds(self) -> Misfit:
        block = self._block
        low, high = self._vector(lambda k: _bounds(k)[0]), self._vector(lambda k: _bounds(k)[1])
        whole = self._vector(lambda kind: int(isinstance(kind, Integer)))
        outside = f"(({block}<{low})+({block}>{high})+{whole}*({block}<>INT({block})))>0"
        count, first = self._over_block(f"IF(ISNUMBER({block}),{outside},FALSE)")
        return Misfit(
            key="bounds",
            text=self._("A number or a date outside its limits"),
            codes=frozenset({"V-BELOW", "V-ABOVE", "V-WHOLE", "V-DATE-RANGE", "V-NUMBER-SIZE"}),
            count=count,
            first=first,
            tests=tuple(self._bound_tests()),
        )

    def _bound_tests(self) -> Iterator[tuple[tuple[Column, ...], Callable[[str], str]]]:
        groups: dict[tuple[str, str, bool], list[Column]] = {}
        for column in self._layout.columns:
            kind = column.field.type
            key = (*_bounds(kind), isinstance(kind, Integer))
            if key != (f"-{_NONE}", _NONE, False):
                groups.setdefault(key, []).append(column)
        for (low, high, is_whole), columns in groups.items():
            yield tuple(columns), _bound_test(low, high, is_whole=is_whole)

    def _lists(self, columns: Sequence[Column]) -> Misfit:
        hits, firsts = [], []
        for column in columns:
            cells = self._layout.cells(column.index)
            source = list_source(self._sources, column.field.type).removeprefix("=")
            hit = f'{self._owed}*({cells}<>"")*ISNA(MATCH({cells},{source},0))'
            hits.append(f"SUM({hit})")
            place = f"ROW({cells})*{COLUMNS}+{column.index + 1}"
            firsts.append(f"MIN(IF({hit}>0,{place},{_NONE}))")
        return Misfit(
            key="lists",
            text=self._("An answer that is not in the list of its cell"),
            codes=frozenset({"V-CODE", "V-YES-NO"}),
            count=f"={'+'.join(hits)}",
            first=f"=MIN({','.join(firsts)})",
            tests=tuple(self._list_tests(columns)),
        )

    def _lengths(self) -> Misfit:
        most = self._vector(lambda k: k.max_length if isinstance(k, Text) else _CELL_LENGTH)
        count, first = self._over_block(f"LEN({self._block})>{most}")
        return Misfit(
            key="lengths",
            text=self._("A text that is too long"),
            codes=frozenset({"V-TOO-LONG"}),
            count=count,
            first=first,
            tests=tuple(self._length_tests()),
        )

    def _length_tests(self) -> Iterator[tuple[tuple[Column, ...], Callable[[str], str]]]:
        groups: dict[int, list[Column]] = {}
        for column in self._layout.columns:
            kind = column.field.type
            if isinstance(kind, Text):
                groups.setdefault(kind.max_length, []).append(column)
        for most, some in groups.items():
            yield tuple(some), _length_test(most)

    def _list_tests(
        self, columns: Sequence[Column]
    ) -> Iterator[tuple[tuple[Column, ...], Callable[[str], str]]]:
        groups: dict[str, list[Column]] = {}
        for column in columns:
            source = list_source(self._sources, column.field.type).removeprefix("=")
            groups.setdefault(source, []).append(column)
        for source, some in groups.items():
            yield tuple(some), _list_test(source)


def _bound_test(low: str, high: str, *, is_whole: bool) -> Callable[[str], str]:
    def test(cell: str) -> str:
        terms = [f"{cell}<{low}"] if low != f"-{_NONE}" else []
        terms += [f"{cell}>{high}"] if high != _NONE else []
        terms += [f"{cell}<>INT({cell})"] if is_whole else []
        return f"IF(ISNUMBER({cell}),OR({','.join(terms)}),FALSE)"

    return test


def _list_test(source: str) -> Callable[[str], str]:
    return lambda cell: f'AND({cell}<>"",ISNA(MATCH({cell},{source},0)))'


def _length_test(most: int) -> Callable[[str], str]:
    return lambda cell: f"LEN({cell})>{most}"


def has_list(kind: FieldType) -> bool:
    """Return whether a cell of *kind* takes nothing but what is in its drop-down list."""
    return isinstance(kind, YesNo) or (isinstance(kind, Code) and not isinstance(kind, Codes))


def _bounds(kind: FieldType) -> tuple[str, str]:
    """Return the least and the largest number that a cell may hold, as formulas write them."""
    if isinstance(kind, Day):
        return f"{day_serial(EARLIEST):g}", f"{float(day_serial(LATEST)) - 1:.0f}"
    if not isinstance(kind, DecimalNumber):
        return f"-{_NONE}", _NONE
    scale = Decimal("0.01") if isinstance(kind, Percent) else Decimal(1)
    low = f"-{_NONE}" if kind.minimum is None else f"{(kind.minimum * scale).normalize():f}"
    return low, _NONE if kind.maximum is None else f"{(kind.maximum * scale).normalize():f}"
