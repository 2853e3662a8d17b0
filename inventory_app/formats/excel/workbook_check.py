"""The Check sheet: what is still missing or wrong, counted by formulas, with ways to the cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inventory_app.domain.answer_words import words
from inventory_app.domain.control_totals import ControlTotal
from inventory_app.formats.excel import workbook_marks as marks
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
    way_formula,
)
from inventory_app.formats.excel.workbook_check_totals import write_totals
from inventory_app.formats.excel.workbook_faults import Fault
from inventory_app.formats.excel.workbook_layout import (
    CHECK_PAGE,
    HEADING_ROW,
    Column,
    SheetLayout,
    absolute,
    address,
    quoted,
)
from inventory_app.formats.excel.workbook_misfits import COLUMNS, Misfit
from inventory_app.formats.excel.workbook_page import banner, height, merged, ruled, subtitle
from inventory_app.formats.excel.workbook_rules import OPEN, condition, least_owed
from inventory_app.formats.excel.workbook_slots import number_slot, slot
from inventory_app.formats.excel.workbook_status import colour_statuses, in_formula, status_words
from inventory_app.formats.excel.workbook_styles import (
    AMBER,
    AMBER_INK,
    BLUE,
    GREEN_INK,
    KNOWN,
    LINE,
    NAVY,
    PALE_BLUE,
    PAPER,
    QUIET,
    RED,
    RED_INK,
    SKY,
    Styles,
)
from inventory_app.texts import Translator

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_LINE = 18.0
_CARDS = 6
_SUMMARY = 9
_FIRST = 12  # the line of the first sheet


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What is checked on one data sheet."""

    layout: SheetLayout
    faults: tuple[Fault, ...]
    misfits: tuple[Misfit, ...]


class CheckPage:
    """Writes the Check sheet. Its formulas are known beforehand: the front page shows them too."""

    def __init__(
        self,
        page: Worksheet,
        tab: str,
        styles: Styles,
        _: Translator,
        checked: Sequence[Checked],
        totals: Sequence[ControlTotal],
    ) -> None:
        self._page = page
        self._tab = tab
        self._styles = styles
        self._ = _
        self._checked = checked
        self._layouts = {each.layout.sheet.name: each.layout for each in checked}
        self._totals = totals
        self._words = status_words(_)
        self._cells = CheckCells(page, styles)

    @property
    def statuses(self) -> dict[str, str]:
        """The formulas that show the status of each sheet elsewhere."""
        return {
            name: f"={absolute(self._tab, row, STATUS)}"
            for row, name in enumerate(self._layouts, start=_FIRST)
        }

    def write(self, inputs: Mapping[str, str]) -> None:
        """Write the page; *inputs* are the cells of the front page by their defined names."""
        page, _ = self._page, self._
        for column, width in enumerate(WIDTHS):
            page.set_column(column, column, width)
        page.set_column(GAP_AT, PLACE, 4, None, {"hidden": True})
        said = _("What is still missing, and what does not fit")
        banner(page, self._styles, STATUS, CHECK_PAGE, (_("Check"), said))
        self._write_total()
        subtitle(page, self._styles, _SUMMARY, STATUS, _("Sheet by sheet"))
        self._cells.heads(
            _FIRST - 1,
            (_("Sheet"), _("Rows begun"), _("Required answers"), _("Still empty"),
             _("First empty cell"), _("To correct"), _("First cell to correct"), _("Complete"),
             _("Status")),
        )  # fmt: skip
        row = write_totals(
            self._cells, _FIRST + len(self._layouts) + 1, self._totals, self._layouts, _
        )
        subtitle(page, self._styles, row, STATUS, _("Question by question"))
        heads = row + 2
        row += 3
        for line, each in enumerate(self._checked, start=_FIRST):
            last = self._write_details(row, each)
            nothing = inputs[marks.name_of_nothing(each.layout.sheet.name)]
            self._write_sheet(line, each.layout, (row + 1, last), nothing)
            row = last + 1
        self._cells.heads(
            heads,
            (_("Question"), "", _("Required answers"), _("Still empty"), _("First empty cell"),
             _("To correct"), _("First cell to correct"), "", ""),
        )  # fmt: skip
        self._colour(heads + 1, row)
        page.set_tab_color(GREEN_INK)
        page.print_area(0, 0, row - 1, STATUS + 1)
        page.fit_to_pages(1, 0)

    # The whole workbook

    def _write_total(self) -> None:
        """Write the figures for the whole workbook."""
        _, last = self._, _FIRST + len(self._layouts) - 1
        due, missing, wrong, status = (
            f"{address(_FIRST, column)}:{address(last, column)}"
            for column in (DUE, MISSING, WRONG, STATUS)
        )
        done = (self._words.complete, self._words.nothing)
        counted = "+".join(f"COUNTIF({status},{in_formula(word)})" for word in done)
        ready, unready = self._words.ready, self._words.unready
        share = f"=IF(SUM({due})=0,0,1-SUM({missing})/SUM({due}))"
        is_ready = f"=IF({counted}={len(self._layouts)},{in_formula(ready)},{in_formula(unready)})"
        cards = (
            (NAME, NAME, _("Required answers given"), share, number_slot("share")),
            (ROWS, DUE, _("Required answers"), f"=SUM({due})", number_slot("due")),
            (MISSING, GAP, _("Still empty"), f"=SUM({missing})", number_slot("missing")),
            (WRONG, FAULT, _("To correct"), f"=SUM({wrong})", number_slot("wrong")),
            (SHARE, STATUS, _("The workbook"), is_ready, slot("status")),
        )
        self._page.set_row(_CARDS, 18)
        self._page.set_row(_CARDS + 1, 34)
        for first, last_column, label, formula, value in cards:
            self._write_card((first, last_column), label, formula, value)

    def _write_card(self, columns: tuple[int, int], label: str, formula: str, value: str) -> None:
        page, styles = self._page, self._styles
        leads = columns[0] == NAME
        box = {"bg_color": BLUE if leads else PALE_BLUE, "align": "start", "indent": 1,
               "left": 5, "left_color": PAPER}  # fmt: skip
        small = styles(**box, font_size=9, font_color=SKY if leads else QUIET)
        merged(page, _CARDS, columns, label, small)
        big = styles(
            **box, bold=True, font_size=14 if columns[1] == STATUS else 20,
            font_color=PAPER if leads else NAVY, num_format="0%" if leads else "#,##0",
        )  # fmt: skip
        merged(page, _CARDS + 1, columns, "", big)
        page.write_formula(_CARDS + 1, columns[0], formula, big, value)

    # One sheet

    def _write_sheet(
        self, row: int, layout: SheetLayout, lines: tuple[int, int], nothing: str
    ) -> None:
        """Write the line of one sheet, whose questions stand in rows *lines*."""
        page, styles = self._page, self._styles
        name = layout.sheet.name
        page.set_row(row, 22)
        link = styles(bold=True, font_size=11, font_color=BLUE, underline=1, align="start",
                      indent=1, bottom=1, bottom_color=LINE)  # fmt: skip
        page.write_url(row, NAME, f"internal:{quoted(layout.tab)}!B5", link, layout.tab)
        number = ruled(styles, align="center", num_format="#,##0", font_size=11)
        begun = f"=SUMPRODUCT(SIGN({layout.cells(layout.owed_column)}))"
        page.write_formula(row, ROWS, begun, number, number_slot("begun", name))
        for column, what in ((DUE, "due"), (MISSING, "missing"), (WRONG, "wrong")):
            formula = f"=SUM({address(lines[0], column)}:{address(lines[1], column)})"
            page.write_formula(row, column, formula, number, number_slot(what, name))
        for shown, hidden, what in ((GAP, GAP_AT, "gap"), (FAULT, FAULT_AT, "fault")):
            cells = f"{address(lines[0], hidden)}:{address(lines[1], hidden)}"
            first = f'=IFERROR(INDEX({cells},MATCH(TRUE,{cells}<>"",0)),"")'
            self._cells.way(row, shown, hidden, first, (what, name))
        rows, wanted, empty, wrong = (
            address(row, column) for column in (ROWS, DUE, MISSING, WRONG)
        )
        share = ruled(styles, align="center", num_format="0%", font_size=11)
        yes = in_formula(words(self._.language.code).yes)
        formula = f"=IF({wanted}=0,IF({nothing}={yes},1,0),1-{empty}/{wanted})"
        page.write_formula(row, SHARE, formula, share, number_slot("share", name))
        said = self._words
        formula = (
            f"=IF({nothing}={yes},"
            f"IF({rows},{in_formula(said.contradiction)},{in_formula(said.nothing)}),"
            f"IF({rows}=0,{in_formula(said.empty)},IF({empty}>0,{in_formula(said.missing)},"
            f"IF({wrong}>0,{in_formula(said.wrong)},{in_formula(said.complete)}))))"
        )
        word = ruled(styles, align="center", bold=True)
        page.write_formula(row, STATUS, formula, word, slot(f"status.{name}"))

    def _write_details(self, row: int, checked: Checked) -> int:
        """Write questions and rules of one sheet below its name; return their last row."""
        layout = checked.layout
        look = self._styles(bold=True, bg_color=KNOWN, align="start", indent=1)
        self._page.set_row(row, 20)
        merged(self._page, row, (NAME, STATUS), layout.tab, look)
        for column in layout.columns:
            if column.field.level == "required":
                row += 1
                self._write_question(row, layout, column)
        for misfit in checked.misfits:
            row += 1
            place = address(row, PLACE)
            cell = f"ADDRESS(INT({place}/{COLUMNS}),MOD({place},{COLUMNS}),4)"
            key = (layout.sheet.name, misfit.key)
            self._write_rule(row, misfit.text, misfit.count, way_formula(layout, cell), key)
            first = f"=IF({address(row, WRONG)}=0,0,{misfit.first.removeprefix('=')})"
            self._cells.array(row, PLACE, first, number_slot("place", *key))
        for fault in checked.faults:
            row += 1
            hits = fault.in_table(layout)
            rows = f"ROW({layout.cells(layout.owed_column)})"
            cell = f'"{fault.columns[0].letters}"&MIN(IF({hits}>0,{rows}))'
            key = (layout.sheet.name, fault.key)
            self._write_rule(row, fault.text, f"=SUM({hits})", way_formula(layout, cell), key)
        return row

    def _write_question(self, row: int, layout: SheetLayout, column: Column) -> None:
        """Write how often the answer to one required question is owed and not given."""
        page, styles = self._page, self._styles
        target = f"internal:{layout.cell(HEADING_ROW, column.index).replace('$', '')}"
        text = column.field.label(self._.language.code)
        page.set_row(row, _LINE)
        look = ruled(styles, indent=2, font_color=BLUE, text_wrap=False)
        page.write_url(row, NAME, target, look, text)
        terms = self._terms(layout, column)
        empty = f"ISBLANK({layout.cells(column.index)})"
        number = ruled(styles, align="center", num_format="#,##0")
        names = layout.sheet.name, column.field.name
        due, missing = f"=SUMPRODUCT(({terms})*1)", f"=SUMPRODUCT(({terms})*{empty})"
        page.write_formula(row, DUE, due, number, number_slot("due", *names))
        page.write_formula(row, MISSING, missing, number, number_slot("missing", *names))
        first = f"MIN(IF(({terms})*{empty}>0,ROW({layout.cells(column.index)})))"
        way = way_formula(layout, f'"{column.letters}"&{first}')
        formula = f'=IF({address(row, MISSING)}=0,"",{way})'
        self._cells.way(row, GAP, GAP_AT, formula, ("gap", *names))
        for place in (ROWS, WRONG, FAULT, SHARE, STATUS):  # so that the line goes through
            page.write_blank(row, place, None, number)

    def _write_rule(self, row: int, text: str, count: str, way: str, key: tuple[str, str]) -> None:
        """Write how often a rule is broken."""
        page, styles = self._page, self._styles
        page.set_row(row, max(_LINE, height(text, WIDTHS[NAME] - 5) - 3))
        page.write_string(row, NAME, text, ruled(styles, indent=2, font_color=QUIET))
        number = ruled(styles, align="center", num_format="#,##0")
        self._cells.array(row, WRONG, count, number_slot("wrong", *key), number)
        formula = f'=IF({address(row, WRONG)}=0,"",{way})'
        self._cells.way(row, FAULT, FAULT_AT, formula, ("fault", *key))
        for place in (ROWS, DUE, MISSING, GAP, SHARE, STATUS):
            page.write_blank(row, place, None, number)

    def _terms(self, layout: SheetLayout, column: Column) -> str:
        """Return 1 for each row that owes an answer."""
        field = column.field
        owed = layout.cells(layout.owed_column)
        states = range(least_owed(layout, field), OPEN + 1)
        terms = "+".join(f"({owed}={state})" for state in states)
        if field.when:
            terms = f"({terms})*({condition(field.when, layout, self._.language.code)})"
        return terms

    def _colour(self, first_question: int, last: int) -> None:
        page = self._page
        end = _FIRST + len(self._layouts) - 1
        colour_statuses(page, self._styles, (_FIRST, end), STATUS, self._)
        lacking = self._styles.bare(bg_color=AMBER, font_color=AMBER_INK)
        wrong = self._styles.bare(bg_color=RED, font_color=RED_INK)
        for column, look in ((MISSING, lacking), (WRONG, wrong)):
            above_zero = {"type": "cell", "criteria": ">", "value": 0, "format": look}
            page.conditional_format(_FIRST, column, end, column, above_zero)
            cell = address(first_question, column)
            formula = f"=AND(ISNUMBER({cell}),{cell}>0)"
            options = {"type": "formula", "criteria": formula, "format": look}
            page.conditional_format(first_question, column, last, column, options)
        bar = {
            "type": "data_bar", "bar_color": SKY, "bar_solid": True, "min_type": "num",
            "max_type": "num", "min_value": 0, "max_value": 1,
            "bar_direction": "right" if self._.language.right_to_left else "left",
        }  # fmt: skip
        page.conditional_format(_FIRST, SHARE, end, SHARE, bar)
