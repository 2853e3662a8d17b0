"""The results of the formulas of the Check sheet, as they stand when a workbook is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from inventory_app.domain.control_totals import ControlTotal, added
from inventory_app.domain.records import Declaration, Record
from inventory_app.formats.excel.workbook_check import Checked
from inventory_app.formats.excel.workbook_check_cells import way_to
from inventory_app.formats.excel.workbook_misfits import COLUMNS
from inventory_app.formats.excel.workbook_status import StatusWords
from inventory_app.formats.excel.workbook_tally import Tally
from inventory_app.formats.excel.workbook_xml import escaped
from inventory_app.formats.spreadsheet.grid import COLUMN_NUMBERS


def counted(
    checked: Sequence[Checked],
    tallies: Mapping[str, Tally],
    declared: Mapping[str, Declaration],
    said: StatusWords,
) -> dict[str, str]:
    """Return the results for all sheets and for the whole workbook, by slot, as XML."""
    values: dict[str, str] = {}
    due = missing = wrong = 0
    is_ready = True
    for each in checked:
        name = each.layout.sheet.name
        tally = tallies[name]
        nothing = name in declared and declared[name].nothing
        sheet = _SheetCounts(each, tally, nothing=nothing, said=said)
        values |= sheet.values()
        due, missing = due + sheet.due, missing + sheet.missing
        wrong += sheet.wrong
        is_ready = is_ready and sheet.status in (said.complete, said.nothing)
    return values | {
        "#due": str(due),
        "#missing": str(missing),
        "#wrong": str(wrong),
        "#share": _share(due, missing),
        "status": escaped(said.ready if is_ready else said.unready),
    }


class _SheetCounts:
    def __init__(self, checked: Checked, tally: Tally, *, nothing: bool, said: StatusWords) -> None:
        self._checked = checked
        self._layout = checked.layout
        self._tally = tally
        self._nothing = nothing
        self._said = said
        self.due, self.missing = tally.due.total(), tally.missing.total()
        self.wrong = tally.faults.total()

    @property
    def status(self) -> str:
        """The word for the state of the sheet."""
        tally, said = self._tally, self._said
        if self._nothing:
            return said.contradiction if tally.started else said.nothing
        if not tally.started:
            return said.empty
        if self.missing:
            return said.missing
        return said.wrong if self.wrong else said.complete

    def values(self) -> dict[str, str]:
        """Return the results for the sheet and for each of its questions and rules."""
        name, tally, layout = self._layout.sheet.name, self._tally, self._layout
        gaps = {
            column.field.name: f"{column.letters}{tally.first_missing[column.field.name]}"
            for column in layout.columns
            if column.field.name in tally.first_missing
        }
        rules = [each.key for each in self._checked.misfits]
        rules += [each.key for each in self._checked.faults]
        faults = {key: tally.first_fault[key] for key in rules if key in tally.first_fault}
        values = {
            f"status.{name}": escaped(self.status),
            f"#begun.{name}": str(tally.started),
            f"#due.{name}": str(self.due),
            f"#missing.{name}": str(self.missing),
            f"#wrong.{name}": str(self.wrong),
            f"#share.{name}": "1"
            if self._nothing and not self.due
            else _share(self.due, self.missing),
        }
        values |= self._way(f"gap.{name}", next(iter(gaps.values()), ""))
        values |= self._way(f"fault.{name}", next(iter(faults.values()), ""))
        for field in layout.sheet.required:
            values[f"#due.{name}.{field.name}"] = str(tally.due[field.name])
            values[f"#missing.{name}.{field.name}"] = str(tally.missing[field.name])
            values |= self._way(f"gap.{name}.{field.name}", gaps.get(field.name, ""))
        for key in rules:
            values[f"#wrong.{name}.{key}"] = str(tally.faults[key])
            values |= self._way(f"fault.{name}.{key}", faults.get(key, ""))
        for misfit in self._checked.misfits:
            cell = faults.get(misfit.key, "")
            values[f"#place.{name}.{misfit.key}"] = str(_place(cell) if cell else 0)
        return values

    def _way(self, key: str, cell: str) -> dict[str, str]:
        way = way_to(self._layout, cell) if cell else ""
        return {key: cell, f"{key}.at": escaped(way)}


def _place(cell: str) -> int:
    """Return row x `COLUMNS` + column of a cell, as the formula gives it."""
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]) * COLUMNS + COLUMN_NUMBERS[letters]


def added_up(
    totals: Sequence[ControlTotal], records: Mapping[str, Sequence[Record]], said: StatusWords
) -> dict[str, str]:
    """Return the results for the totals that must agree, by slot, as XML."""
    values: dict[str, str] = {}
    for total in totals:
        first, second = (added(side, records) for side in total.sides)
        unknown = first.unknown + second.unknown
        if not first.listed or not second.listed:
            status = said.neither
        elif unknown:
            status = said.missing
        else:
            status = said.agree if total.agree(first.total, second.total) else said.differ
        values |= {
            f"#total.{total.name}.first": _number(first.total),
            f"#total.{total.name}.second": _number(second.total),
            f"#listed.{total.name}.first": str(first.listed),
            f"#listed.{total.name}.second": str(second.listed),
            f"#unknown.{total.name}": str(unknown),
            f"#difference.{total.name}": _number(first.total - second.total),
            f"agree.{total.name}": escaped(status),
        }
    return values


def _number(value: Decimal) -> str:
    return f"{float(value):.15G}"


def _share(due: int, missing: int) -> str:
    return repr(1 - missing / due) if due else "0"
