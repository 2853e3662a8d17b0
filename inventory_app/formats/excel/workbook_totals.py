"""Totals that must agree, as formulas over the data sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from inventory_app.domain.control_totals import ControlTotal, Side, totals_of
from inventory_app.domain.field_types import Percent
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.funds import FUND_FIELDS
from inventory_app.domain.known_codes import UNOCCUPIED
from inventory_app.formats.excel.workbook_faults import Cells, whole_columns
from inventory_app.formats.excel.workbook_layout import SheetLayout
from inventory_app.formats.excel.workbook_rules import OPEN, literal, said_codes, states

_DECIMAL_COMMA = frozenset({"fr", "ru", "es"})
# Computed fields are no columns: what they are computed from, and the field that must be known.
_FTE = "fte"
_COMPUTED = {_FTE: ("ict_time_share", "contract_share", "months_in_period")}


@dataclass(frozen=True, kw_only=True)
class SideFormulas:
    """The formulas of one side: its total, how many rows there are, and how many lack a number."""

    total: str
    listed: str
    unknown: str


def totals_on(catalogue: Catalogue, layouts: Sequence[SheetLayout]) -> Iterator[ControlTotal]:
    """Yield the totals of which the workbook has all columns."""
    by_name = {layout.sheet.name: layout for layout in layouts}
    for total in totals_of(catalogue):
        if all(
            side.sheet in by_name
            and all(name in by_name[side.sheet].by_name for name in _columns(side))
            for side in total.sides
        ):
            yield total


def side_formulas(side: Side, layout: SheetLayout, language: str) -> SideFormulas:
    """Return the formulas of one side; they are arrays added up."""
    writer = _Side(side, layout, language)
    rows = writer.rows()
    return SideFormulas(
        total=f"=SUM({rows}*{writer.amount()}*{writer.part()})",
        listed=f"=SUM({rows})",
        unknown=f"=SUM({rows}*(1-{writer.known()}))",
    )


def _columns(side: Side) -> tuple[str, ...]:
    name, *others = side.uses
    return (*_COMPUTED.get(name, (name,)), *others)


class _Side:
    def __init__(self, side: Side, layout: SheetLayout, language: str) -> None:
        self._side = side
        self._layout = layout
        self._language = language
        self._cells: Cells = whole_columns(layout)

    def rows(self) -> str:
        """Return 1 for each row that is added up."""
        counting = f"({self._layout.cells(self._layout.owed_column)}={OPEN})"
        if self._side.measure != "at_work":
            return counting
        field = self._layout.by_name["occupancy"].field
        cells = self._cells("occupancy")
        away = said_codes(field, UNOCCUPIED, self._language)
        return "*".join([counting, *(f'({cells}<>"{literal(text)}")' for text in away)])

    def known(self) -> str:
        """Return 1 for each row that has the number."""
        return self._is_number(self._cells(_columns(self._side)[0]))

    def amount(self) -> str:
        """Return the number of each row."""
        if self._side.field != _FTE:
            return self._number(self._side.field)
        share, contract, months = _COMPUTED[_FTE]
        whole = self._number_or(contract, 1)
        year = self._number_or(months, 12)
        return f"ROUND({self._number(share)}*{whole}*{year}/12,4)"

    def part(self) -> str:
        """Return how much of each number enters the total."""
        return _PARTS[self._side.measure](self)

    def all_of_it(self) -> str:
        """Return the whole."""
        return "1"

    def where_answered(self) -> str:
        """Return 1 where the other field has an answer."""
        cells = self._cells(self._side.other)
        unsaid = ("", *states(self._language))
        return "*".join(f'({cells}<>"{literal(word)}")' for word in unsaid)

    def by_fund(self) -> str:
        """Return the share that has a fund; a single fund without a share pays all."""
        pairs = [(self._cells(code), self._cells(share)) for code, share in FUND_FIELDS]
        given = "+".join(f'((({code}<>"")+({share}<>""))>0)' for code, share in pairs)
        stated = "+".join(f'({code}<>"")*({share}<>"")' for code, share in pairs)
        named = "+".join(f'({code}<>"")' for code, _ in pairs)
        shares = "+".join(
            f'({self._cells(code)}<>"")*{self._number(share)}' for code, share in FUND_FIELDS
        )
        alone = f"(({given})=1)*(({named})=1)*(({stated})=0)"
        return f"IF({alone},1,{shares})"

    def _is_number(self, cells: str) -> str:
        return f'(ISNUMBER({cells})+(LEFT({cells})="~"))'

    def _number(self, name: str) -> str:
        """Return the numbers of a field, estimates such as ~120 among them; 0 for anything else."""
        cells = self._cells(name)
        return f"IF(ISNUMBER({cells}),{cells},{self._estimate(name)})"

    def _number_or(self, name: str, otherwise: int) -> str:
        known = self._is_number(self._cells(name))
        return f"IF({known}>0,{self._number(name)},{otherwise})"

    def _estimate(self, name: str) -> str:
        cells = self._cells(name)
        marks = '",","."' if self._language in _DECIMAL_COMMA else '".",","'
        number = f"_xlfn.NUMBERVALUE(MID({cells},2,30),{marks})"
        if isinstance(self._layout.by_name[name].field.type, Percent):  # ~40 is 40 per cent
            number += f'/IF(RIGHT({cells})="%",1,100)'
        return f'IFERROR({number}*(LEFT({cells})="~"),0)'


_PARTS: Mapping[str, Callable[[_Side], str]] = {
    "sum": _Side.all_of_it,
    "at_work": _Side.all_of_it,
    "by_fund": _Side.by_fund,
    "with": _Side.where_answered,
}
