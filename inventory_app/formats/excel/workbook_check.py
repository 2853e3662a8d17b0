"""The Check sheet: what is still missing, counted by formulas and true from the first moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inventory_app.domain.answer_words import words
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.workbook_layout import (
    HEADING_ROW,
    Column,
    SheetLayout,
    absolute,
    address,
    quoted,
)
from inventory_app.formats.excel.workbook_page import banner, height, merged, ruled, subtitle
from inventory_app.formats.excel.workbook_rules import OPEN, condition, least_owed
from inventory_app.formats.excel.workbook_slots import number_slot, slot
from inventory_app.formats.excel.workbook_styles import (
    AMBER,
    AMBER_INK,
    BLUE,
    GREEN,
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

# Margin, sheet or question, rows, answers due, answers missing, share, status, margin.
_NAME, _ROWS, _DUE, _MISSING, _SHARE, _STATUS = range(1, 7)
_WIDTHS = (2.5, 58, 16, 18, 18, 18, 28, 2.5)
_CARDS = 6
_SUMMARY = 9
_FIRST = 12  # the line of the first sheet


@dataclass(frozen=True, kw_only=True)
class StatusWords:
    """The words for the state of a sheet."""

    complete: str
    missing: str
    empty: str
    nothing: str
    contradiction: str
    ready: str
    unready: str


def status_words(_: Translator) -> StatusWords:
    """Return the words in one language."""
    return StatusWords(
        complete=_("Complete"),
        missing=_("Answers missing"),
        empty=_("Not begun"),
        nothing=_("Nothing to report"),
        contradiction=_("Rows, yet nothing to report?"),
        ready=_("Ready to send"),
        unready=_("Not ready yet"),
    )


def colour_statuses(
    page: Worksheet, styles: Styles, rows: tuple[int, int], column: int, _: Translator
) -> None:
    """Colour the statuses in *column* from the first to the last of *rows*."""
    said = status_words(_)
    good = styles.bare(bg_color=GREEN, font_color=GREEN_INK)
    for word, look in (
        (said.complete, good),
        (said.nothing, good),
        (said.missing, styles.bare(bg_color=AMBER, font_color=AMBER_INK)),
        (said.contradiction, styles.bare(bg_color=RED, font_color=RED_INK)),
    ):
        options = {"type": "cell", "criteria": "==", "value": _text(word), "format": look}
        page.conditional_format(rows[0], column, rows[1], column, options)


class CheckPage:
    """Writes the Check sheet. Its formulas are known beforehand: the front page shows them too."""

    def __init__(
        self,
        page: Worksheet,
        tab: str,
        styles: Styles,
        _: Translator,
        layouts: Sequence[SheetLayout],
    ) -> None:
        self._page = page
        self._tab = tab
        self._styles = styles
        self._ = _
        self._layouts = layouts
        self._words = status_words(_)

    @property
    def statuses(self) -> dict[str, str]:
        """The formulas that show the status of each sheet elsewhere."""
        return {
            layout.sheet.name: f"={absolute(self._tab, row, _STATUS)}"
            for row, layout in enumerate(self._layouts, start=_FIRST)
        }

    def write(self, inputs: Mapping[str, str]) -> None:
        """Write the page; *inputs* are the cells of the front page by their defined names."""
        page, _ = self._page, self._
        for column, width in enumerate(_WIDTHS):
            page.set_column(column, column, width)
        banner(page, self._styles, _STATUS, "check", (_("Check"), _("What is still missing")))
        self._write_total()
        subtitle(page, self._styles, _SUMMARY, _STATUS, _("Sheet by sheet"))
        self._write_heads(
            _FIRST - 1,
            (_("Sheet"), _("Rows begun"), _("Required answers"), _("Still empty"), _("Complete"),
             _("Status")),
        )  # fmt: skip
        questions = _FIRST + len(self._layouts) + 1
        subtitle(page, self._styles, questions, _STATUS, _("Question by question"))
        row = questions + 3
        for line, layout in enumerate(self._layouts, start=_FIRST):
            last = self._write_questions(row, layout)
            nothing = inputs[marks.name_of_nothing(layout.sheet.name)]
            self._write_sheet(line, layout, (row + 1, last), nothing)
            row = last + 1
        self._write_heads(
            questions + 2, (_("Question"), "", _("Required answers"), _("Still empty"), "", "")
        )
        self._colour(questions + 3, row)
        page.set_tab_color(GREEN_INK)
        page.fit_to_pages(1, 0)

    def _write_total(self) -> None:
        """Write the figures for the whole workbook."""
        _, last = self._, _FIRST + len(self._layouts) - 1
        due, missing, status = (
            f"{address(_FIRST, column)}:{address(last, column)}"
            for column in (_DUE, _MISSING, _STATUS)
        )
        done = (self._words.complete, self._words.nothing)
        counted = "+".join(f"COUNTIF({status},{_text(word)})" for word in done)
        ready, unready = self._words.ready, self._words.unready
        share = f"=IF(SUM({due})=0,0,1-SUM({missing})/SUM({due}))"
        is_ready = f"=IF({counted}={len(self._layouts)},{_text(ready)},{_text(unready)})"
        cards = (
            (_NAME, _NAME, _("Required answers given"), share, number_slot("share")),
            (_ROWS, _DUE, _("Required answers"), f"=SUM({due})", number_slot("due")),
            (_MISSING, _SHARE, _("Still empty"), f"=SUM({missing})", number_slot("missing")),
            (_STATUS, _STATUS, _("The workbook"), is_ready, slot("status")),
        )
        self._page.set_row(_CARDS, 18)
        self._page.set_row(_CARDS + 1, 34)
        for first, last, label, formula, value in cards:
            self._write_card((first, last), label, formula, value)

    def _write_card(self, columns: tuple[int, int], label: str, formula: str, value: str) -> None:
        page, styles = self._page, self._styles
        leads = columns[0] == _NAME
        box = {"bg_color": BLUE if leads else PALE_BLUE, "align": "start", "indent": 1,
               "left": 5, "left_color": PAPER}  # fmt: skip
        small = styles(**box, font_size=9, font_color=SKY if leads else QUIET)
        merged(page, _CARDS, columns, label, small)
        big = styles(
            **box, bold=True, font_size=14 if columns[0] == _STATUS else 20,
            font_color=PAPER if leads else NAVY, num_format="0%" if leads else "#,##0",
        )  # fmt: skip
        merged(page, _CARDS + 1, columns, "", big)
        page.write_formula(_CARDS + 1, columns[0], formula, big, value)

    def _write_heads(self, row: int, texts: Sequence[str]) -> None:
        look = {"bold": True, "font_color": PAPER, "bg_color": NAVY, "text_wrap": True}
        start = self._styles(**look, align="start", indent=1)
        centre = self._styles(**look, align="center")
        wanted = (height(text, width) for text, width in zip(texts, _WIDTHS[_NAME:], strict=False))
        self._page.set_row(row, max(22.0, *wanted))
        for column, text in enumerate(texts, start=_NAME):
            if text:
                self._page.write_string(row, column, text, start if column == _NAME else centre)
            else:
                self._page.write_blank(row, column, None, centre)

    def _write_sheet(
        self, row: int, layout: SheetLayout, lines: tuple[int, int], nothing: str
    ) -> None:
        """Write the line of one sheet, whose questions stand in rows *lines*."""
        page, styles = self._page, self._styles
        name = layout.sheet.name
        page.set_row(row, 22)
        link = styles(bold=True, font_size=11, font_color=BLUE, underline=1, align="start",
                      indent=1, bottom=1, bottom_color=LINE)  # fmt: skip
        page.write_url(row, _NAME, f"internal:{quoted(layout.tab)}!B5", link, layout.tab)
        number = ruled(styles, align="center", num_format="#,##0", font_size=11)
        begun = f"=SUMPRODUCT(SIGN({layout.cells(layout.owed_column)}))"
        page.write_formula(row, _ROWS, begun, number, number_slot("begun", name))
        for column, what in ((_DUE, "due"), (_MISSING, "missing")):
            formula = f"=SUM({address(lines[0], column)}:{address(lines[1], column)})"
            page.write_formula(row, column, formula, number, number_slot(what, name))
        rows, wanted, empty = (address(row, column) for column in (_ROWS, _DUE, _MISSING))
        share = ruled(styles, align="center", num_format="0%", font_size=11)
        yes = _text(words(self._.language.code).yes)
        formula = f"=IF({wanted}=0,IF({nothing}={yes},1,0),1-{empty}/{wanted})"
        page.write_formula(row, _SHARE, formula, share, number_slot("share", name))
        said = self._words
        formula = (
            f"=IF({nothing}={yes},"
            f"IF({rows},{_text(said.contradiction)},{_text(said.nothing)}),"
            f"IF({rows}=0,{_text(said.empty)},"
            f"IF({empty}=0,{_text(said.complete)},{_text(said.missing)})))"
        )
        word = ruled(styles, align="center", bold=True)
        page.write_formula(row, _STATUS, formula, word, slot(f"status.{name}"))

    def _write_questions(self, row: int, layout: SheetLayout) -> int:
        """Write the required questions of one sheet below its name; return their last row."""
        page, styles = self._page, self._styles
        look = styles(bold=True, bg_color=KNOWN, align="start", indent=1)
        page.set_row(row, 20)
        merged(page, row, (_NAME, _STATUS), layout.tab, look)
        link = ruled(styles, indent=2, font_color=BLUE, text_wrap=False)
        number = ruled(styles, align="center", num_format="#,##0")
        for column in layout.columns:
            if column.field.level != "required":
                continue
            row += 1
            target = f"internal:{layout.cell(HEADING_ROW, column.index).replace('$', '')}"
            text = column.field.label(self._.language.code)
            page.write_url(row, _NAME, target, link, text)
            due, missing = self._formulas(layout, column)
            names = layout.sheet.name, column.field.name
            page.write_formula(row, _DUE, due, number, number_slot("due", *names))
            page.write_formula(row, _MISSING, missing, number, number_slot("missing", *names))
            for place in (_ROWS, _SHARE, _STATUS):  # so that the line goes through
                page.write_blank(row, place, None, number)
        return row

    def _formulas(self, layout: SheetLayout, column: Column) -> tuple[str, str]:
        """Return the formulas for how many rows owe an answer, and how many have none."""
        field = column.field
        owed = layout.cells(layout.owed_column)
        states = range(least_owed(layout, field), OPEN + 1)
        terms = "+".join(f"({owed}={state})" for state in states)
        if field.when:
            terms = f"({terms})*({condition(field.when, layout, self._.language.code)})"
        empty = f"ISBLANK({layout.cells(column.index)})"
        return f"=SUMPRODUCT(({terms})*1)", f"=SUMPRODUCT(({terms})*{empty})"

    def _colour(self, first_question: int, last: int) -> None:
        page = self._page
        lacking = self._styles.bare(bg_color=AMBER, font_color=AMBER_INK)
        end = _FIRST + len(self._layouts) - 1
        colour_statuses(page, self._styles, (_FIRST, end), _STATUS, self._)
        above_zero = {"type": "cell", "criteria": ">", "value": 0, "format": lacking}
        page.conditional_format(_FIRST, _MISSING, end, _MISSING, above_zero)
        cell = address(first_question, _MISSING)
        formula = f"=AND(ISNUMBER({cell}),{cell}>0)"
        options = {"type": "formula", "criteria": formula, "format": lacking}
        page.conditional_format(first_question, _MISSING, last, _MISSING, options)
        bar = {
            "type": "data_bar", "bar_color": SKY, "bar_solid": True, "min_type": "num",
            "max_type": "num", "min_value": 0, "max_value": 1,
            "bar_direction": "right" if self._.language.right_to_left else "left",
        }  # fmt: skip
        page.conditional_format(_FIRST, _SHARE, end, _SHARE, bar)


def _text(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
