"""What can be wrong on a data sheet and be seen by a formula: in the Check sheet and by colour.

The rules are those of `domain.record_rules`, as expressions over cells. An expression is a number
for each row, above 0 where something is wrong, and holds for whole columns and for one row alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from inventory_app.domain.fields import Field
from inventory_app.domain.funds import FUND_FIELDS
from inventory_app.domain.record_rules import ENERGY, ORDERED, PARTS, PERIODS, TOGETHER, TOTALS
from inventory_app.formats.excel import workbook_slots as slots
from inventory_app.formats.excel.workbook_layout import FIRST_ROW, Column, SheetLayout
from inventory_app.formats.excel.workbook_rules import CLOSED, OPEN, literal, said_codes, states
from inventory_app.formats.spreadsheet.grid import column_letters
from inventory_app.texts import Translator

Cells: TypeAlias = Callable[[str], str]
"""Gives the cells of a field: of the whole column, or of one row."""

_CENT = "0.00001"  # less than a hundredth of a per cent


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that can be wrong in a row.

    `codes` are the findings, each with its field, that say the same of a record. The first of the
    `columns` is where the reader is led to; all of them are coloured. `least` is what a row owes
    at least if this is looked at.
    """

    key: str
    text: str
    codes: frozenset[tuple[str, str]]
    columns: tuple[Column, ...]
    test: Callable[[Cells], str]
    least: int = CLOSED

    def in_table(self, layout: SheetLayout) -> str:
        """Return the expression for the whole table: an array with a number for each row."""
        owed = layout.cells(layout.owed_column)
        return f"({owed}>={self.least})*(({self.test(whole_columns(layout))})>0)"

    def in_row(self, layout: SheetLayout) -> str:
        """Return the test of the first row, for the rule that colours it."""
        owed = f"${column_letters(layout.owed_column + 1)}{FIRST_ROW + 1}"
        return f"=AND({owed}>={self.least},({self.test(first_row(layout))})>0)"


def whole_columns(layout: SheetLayout) -> Cells:
    """Return the function that gives the cells of a whole column, seen from another sheet."""
    return lambda name: layout.cells(layout.by_name[name].index)


def first_row(layout: SheetLayout) -> Cells:
    """Return the function that gives the cell in the first row, for rules of the sheet itself."""
    return lambda name: f"${layout.by_name[name].letters}{FIRST_ROW + 1}"


def faults_of(layout: SheetLayout, _: Translator) -> tuple[Fault, ...]:
    """Return what can be wrong on a sheet, as far as it has the fields for it."""
    return tuple(_Rules(layout, _).every())


def _number(cell: str) -> str:
    return f"IF(ISNUMBER({cell}),{cell},0)"


def _sum(cells: Sequence[str]) -> str:
    return "+".join(_number(cell) for cell in cells)


class _Rules:
    """The rules of one sheet for a reader of one language."""

    def __init__(self, layout: SheetLayout, _: Translator) -> None:
        self._layout = layout
        self._ = _
        self._language = _.language.code

    def every(self) -> Iterator[Fault]:
        """Yield every rule that fits."""
        yield from self._funds()
        yield from self._dedication()
        yield from self._pairs()
        yield from self._totals()
        yield from self._together()
        yield from self._twice()

    def _has(self, *names: str) -> bool:
        return all(name in self._layout.by_name for name in names)

    def _columns(self, *names: str) -> tuple[Column, ...]:
        return tuple(self._layout.by_name[name] for name in names)

    def _label(self, name: str) -> str:
        return self._layout.by_name[name].field.label(self._language)

    def _funds(self) -> Iterator[Fault]:
        names = [name for pair in FUND_FIELDS for name in pair]
        if not self._has(*names):
            return
        codes = {("R-FUND-TWICE", "fund_code"), ("R-SHARES", "fund_share")}
        codes |= {("R-SHARE-ALONE", name) for name in names}
        yield Fault(
            key="funds",
            text=self._("Each fund once, each with its share, and 100 % together"),
            codes=frozenset(codes),
            columns=self._columns(*names),
            test=_funds_test,
        )

    def _dedication(self) -> Iterator[Fault]:
        if not self._has("dedication", "ict_time_share", "ict_unit"):
            return
        field = self._layout.by_name["dedication"].field
        dedicated, other = (
            said_codes(field, (code,), self._language)[0] for code in ("DEDICATED", "NON_DEDICATED")
        )
        yield Fault(
            key="dedication",
            text=self._("Dedicated or not, and the share of time, do not fit"),
            codes=frozenset(
                {
                    ("R-DEDICATED", "dedication"),
                    ("R-NON-DEDICATED", "dedication"),
                    ("R-BELOW-THRESHOLD", "ict_time_share"),
                }
            ),
            columns=self._columns("dedication", "ict_time_share"),
            test=lambda cell: _dedication_test(cell, dedicated, other),
        )

    def _pairs(self) -> Iterator[Fault]:
        """Yield the rules that compare numbers or days of two fields."""
        for start, end in PERIODS:
            if self._has(start, end):
                text = self._("“{end}” lies before “{start}”", end=self._label(end),
                              start=self._label(start))  # fmt: skip
                yield self._above("R-PERIOD", start, (end,), text, at=end)
        wholes = [
            ("R-RTO-MTD", "rto_h", ("mtd_h",)),
            *(("R-PART", part, whole) for part, whole in PARTS),
            *(("R-PUE", it, (whole,)) for whole, it in ENERGY),
            *(("R-ORDER", lower, (upper,)) for lower, upper in ORDERED),
        ]
        for code, part, whole in wholes:
            if self._has(part, *whole):
                more = self._(", ").join(self._label(name) for name in whole)
                text = self._("“{part}” is more than “{whole}”", part=self._label(part), whole=more)
                yield self._above(code, part, whole, text, at=part)

    def _above(self, code: str, part: str, whole: tuple[str, ...], text: str, *, at: str) -> Fault:
        """Return the rule that *part* is not above the sum of *whole*."""

        def test(cell: Cells) -> str:
            known = f"ISNUMBER({cell(part)})*ISNUMBER({cell(whole[0])})"
            most = cell(whole[0]) if len(whole) == 1 else _sum([cell(name) for name in whole])
            return f"{known}*({cell(part)}>{most})"

        others = [name for name in (part, *whole) if name != at]
        return Fault(
            key=f"{code.removeprefix('R-').lower()}.{at}",
            text=text,
            codes=frozenset({(code, at)}),
            columns=self._columns(at, *others),
            test=test,
        )

    def _totals(self) -> Iterator[Fault]:
        for total, names in TOTALS:
            if self._has(total, *names):
                text = self._("“{total}” is not the sum of its parts", total=self._label(total))
                yield Fault(
                    key=f"total.{total}",
                    text=text,
                    codes=frozenset({("R-TOTAL", total)}),
                    columns=self._columns(total, *names),
                    test=_sum_test(total, names),
                )

    def _together(self) -> Iterator[Fault]:
        for names in TOGETHER:
            if self._has(*names):
                text = self._("Only one of “{one}” and “{other}”", one=self._label(names[0]),
                              other=self._label(names[1]))  # fmt: skip
                yield Fault(
                    key=f"together.{names[0]}",
                    text=text,
                    codes=frozenset(("R-TOGETHER", name) for name in names),
                    columns=self._columns(*names),
                    test=self._one_alone(names),
                )

    def _one_alone(self, names: tuple[str, str]) -> Callable[[Cells], str]:
        fields = {name: self._layout.by_name[name].field for name in names}

        def test(cell: Cells) -> str:
            terms = []
            for name, other in (names, names[::-1]):
                given = "*".join(
                    f'({cell(other)}<>"{literal(word)}")' for word in ("", *states(self._language))
                )
                terms.append(f'({cell(name)}="")*{given}*{self._not_due(fields[name], cell)}')
            return "+".join(terms)

        return test

    def _not_due(self, field: Field, cell: Cells) -> str:
        """Return a factor that is 0 where *field* is due: then it is counted as missing."""
        if field.level != "required":
            return "1"
        if field.when is None:
            return "0"
        other = self._layout.by_name[field.when.field].field
        due = "+".join(
            f'({cell(field.when.field)}="{literal(text)}")'
            for text in said_codes(other, field.when.codes, self._language)
        )
        return f"(({due})=0)"

    def _twice(self) -> Iterator[Fault]:
        key = self._layout.sheet.key
        if not self._has(*key):
            return
        labels = self._(", ").join(self._label(name) for name in key)
        table = whole_columns(self._layout)
        owed = self._layout.cells(self._layout.owed_column)

        def test(cell: Cells) -> str:
            given = "*".join(f'({cell(name)}<>"")' for name in key)
            pairs = ",".join(f"{table(name)},{cell(name)}" for name in key)
            return f"{given}*(COUNTIFS({pairs},{owed},{OPEN})>1)"

        yield Fault(
            key="twice",
            text=self._("“{field}” stands in several rows", field=labels),
            codes=frozenset(),
            columns=self._columns(*key),
            test=test,
            least=OPEN,
        )


def _sum_test(total: str, names: Sequence[str]) -> Callable[[Cells], str]:
    def test(cell: Cells) -> str:
        parts = [cell(name) for name in names]
        complete = "*".join(f"ISNUMBER({part})" for part in parts)
        added, whole = f"({_sum(parts)})", cell(total)
        return f"ISNUMBER({whole})*(({added}>{whole})+({complete})*({added}<>{whole}))"

    return test


def _funds_test(cell: Cells) -> str:
    pairs = [(cell(code), cell(share)) for code, share in FUND_FIELDS]
    given = "+".join(f'((({code}<>"")+({share}<>""))>0)' for code, share in pairs)
    alone = "+".join(f'({share}<>"")*({code}="")' for code, share in pairs)
    unshared = "+".join(f'({code}<>"")*({share}="")' for code, share in pairs)
    (one, _a), (two, _b), (three, _c) = pairs
    twice = "+".join(f'({a}<>"")*({a}={b})' for a, b in ((one, two), (one, three), (two, three)))
    known = "+".join(f"ISNUMBER({share})" for _, share in pairs)
    whole = f"ABS({_sum([share for _, share in pairs])}-1)>{_CENT}"
    return (
        f"{alone}+(({given})>1)*({unshared})+{twice}+(({known})>0)*(({known})=({given}))*({whole})"
    )


def _dedication_test(cell: Cells, dedicated: str, other: str) -> str:
    said, share, unit = cell("dedication"), cell("ict_time_share"), cell("ict_unit")
    high, low = f"{slots.DEDICATED_FROM}%", f"{slots.NON_DEDICATED_FROM}%"
    too_little = f'({said}="{literal(dedicated)}")*({share}<{high})*({unit}="")'
    no_fit = f'({said}="{literal(other)}")*((({share}>={high})+({share}<{low}))>0)'
    return f"ISNUMBER({share})*({too_little}+{no_fit})"
