"""The part of the Check sheet on totals that must agree, with both numbers and their difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inventory_app.domain.control_totals import ControlTotal
from inventory_app.formats.excel.workbook_check_cells import (
    DUE,
    FAULT,
    FAULT_AT,
    GAP,
    GAP_AT,
    MISSING,
    NAME,
    PLACE,
    ROWS,
    SHARE,
    STATUS,
    WIDTHS,
    WRONG,
    CheckCells,
)
from inventory_app.formats.excel.workbook_layout import SheetLayout, address
from inventory_app.formats.excel.workbook_page import height, merged, ruled, subtitle
from inventory_app.formats.excel.workbook_slots import number_slot, slot
from inventory_app.formats.excel.workbook_status import colour_statuses, in_formula, status_words
from inventory_app.formats.excel.workbook_totals import side_formulas
from inventory_app.texts import Translator


def write_totals(
    cells: CheckCells,
    row: int,
    totals: Sequence[ControlTotal],
    layouts: Mapping[str, SheetLayout],
    _: Translator,
) -> int:
    """Write the totals that must agree, if there are any; return the row after them."""
    if not totals:
        return row
    subtitle(cells.page, cells.styles, row, STATUS, _("Totals that must agree"))
    row += 2
    texts = (_("Total"), _("First"), "", _("Second"), "", _("Difference"), "", "", _("Status"))
    cells.heads(row, texts, wide=(ROWS, MISSING, WRONG))
    for at, total in enumerate(totals, start=row + 1):
        _write_total(cells, at, total, layouts, _)
    colour_statuses(cells.page, cells.styles, (row + 1, row + len(totals)), STATUS, _)
    return row + len(totals) + 2


def _write_total(
    cells: CheckCells,
    row: int,
    total: ControlTotal,
    layouts: Mapping[str, SheetLayout],
    _: Translator,
) -> None:
    page, styles, name = cells.page, cells.styles, total.name
    text = _label(total, layouts, _)
    page.set_row(row, max(22.0, height(text, WIDTHS[NAME] - 3)))
    page.write_string(row, NAME, text, ruled(styles, indent=1))
    number = ruled(styles, align="center", num_format=f"#,##0.{'0' * total.places}")
    sides = [side_formulas(side, layouts[side.sheet], _.language.code) for side in total.sides]
    for columns, hidden, side, said in (
        ((ROWS, DUE), GAP_AT, sides[0], "first"),
        ((MISSING, GAP), FAULT_AT, sides[1], "second"),
    ):
        merged(page, row, columns, "", number)
        cells.array(row, columns[0], side.total, number_slot("total", name, said), number)
        cells.array(row, hidden, side.listed, number_slot("listed", name, said))
    unknown = "=" + "+".join(side.unknown.removeprefix("=") for side in sides)
    cells.array(row, PLACE, unknown, number_slot("unknown", name))
    one, other = address(row, ROWS), address(row, MISSING)
    merged(page, row, (WRONG, FAULT), "", number)
    page.write_formula(row, WRONG, f"={one}-{other}", number, number_slot("difference", name))
    page.write_blank(row, SHARE, None, number)
    word = ruled(styles, align="center", bold=True)
    page.write_formula(row, STATUS, _status(row, total, _), word, slot(f"agree.{name}"))


def _label(total: ControlTotal, layouts: Mapping[str, SheetLayout], _: Translator) -> str:
    first, second = (
        _("{sheet}, {what}", sheet=layouts[side.sheet].tab, what=_(side.label))
        for side in total.sides
    )
    return _("{total}: {first} against {second}", total=_(total.label), first=first, second=second)


def _status(row: int, total: ControlTotal, _: Translator) -> str:
    """Return the formula for whether a total agrees; a side without rows says nothing."""
    one, other = address(row, ROWS), address(row, MISSING)
    listed = [address(row, column) for column in (GAP_AT, FAULT_AT)]
    allowed = f"{total.tolerance:f}" + (f"*MAX({one},{other})" if total.relative else "")
    said = status_words(_)
    return (
        f"=IF(OR({listed[0]}=0,{listed[1]}=0),{in_formula(said.neither)},"
        f"IF({address(row, PLACE)}>0,{in_formula(said.missing)},"
        f"IF(ABS({one}-{other})<={allowed},{in_formula(said.agree)},{in_formula(said.differ)})))"
    )
