"""The front page: whose workbook it is, until when, and what it asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from inventory_app.domain.answer_words import words
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel import workbook_slots as slots
from inventory_app.formats.excel.workbook_layout import (
    CHECK_TAB,
    INSTRUCTIONS_TAB,
    SheetLayout,
    absolute,
    address,
    quoted,
)
from inventory_app.formats.excel.workbook_news import News, Places, write_changes, write_figures
from inventory_app.formats.excel.workbook_page import (
    banner,
    height,
    merged,
    paragraph,
    ruled,
    subtitle,
)
from inventory_app.formats.excel.workbook_parts import SENDER_LINES, write_cards, write_sender
from inventory_app.formats.excel.workbook_rules import MESSAGE_LENGTH, TITLE_LENGTH, clipped
from inventory_app.formats.excel.workbook_status import colour_statuses
from inventory_app.formats.excel.workbook_styles import (
    BLUE,
    FAINT,
    LINE,
    NAVY,
    PAPER,
    QUIET,
    Styles,
)
from inventory_app.texts import Translator

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# The page from left to right: margin, sheet, what it asks, known rows, a hidden mark and an input
# cell twice, status, margin. Marks stand directly before the cell that they belong to.
_SHEET, _ASKS, _KNOWN, _MARK_1, _INPUT_1, _MARK_2, _INPUT_2, _STATUS = range(1, 9)
_WIDTHS = (2.5, 34, 48, 16, 3, 18, 3, 18, 24, 2.5)
_TEXT_WIDTH = sum(_WIDTHS[_SHEET : _STATUS + 1]) - _WIDTHS[_MARK_1] - _WIDTHS[_MARK_2]


class FrontPage:
    """Writes the front page; afterwards `inputs` are its cells with a defined name."""

    def __init__(self, page: Worksheet, tab: str, styles: Styles, _: Translator) -> None:
        self._page = page
        self._tab = tab
        self._styles = styles
        self._ = _
        self._yes = words(_.language.code).yes
        self.inputs: dict[str, str] = {}
        self._row = 0

    def write(
        self,
        layouts: Sequence[SheetLayout],
        statuses: Mapping[str, str],
        yes_no: str,
        unasked: Sequence[str],
    ) -> None:
        """Write what is asked, and who answers.

        *statuses* are the formulas for the status of each sheet, *yes_no* is the range of the two
        words, *unasked* are the names of sheets that the round leaves out.
        """
        page, _ = self._page, self._
        for column, width in enumerate(_WIDTHS):
            hidden = {"hidden": True} if column in (_MARK_1, _MARK_2) else {}
            page.set_column(column, column, width, None, hidden)
        title = _("ICT inventory {round}", round=slots.ROUND)
        lines = (title, slots.ENTITY, slots.ORGANISATION)
        row = banner(page, self._styles, _STATUS, "front", lines)
        row = self._write_cards(row)
        row = self._write_purpose(row, [layout.tab for layout in layouts])
        row = self._write_table(row, layouts, statuses, yes_no)
        if unasked:
            text = _("Not asked in this round: {sheets}.", sheets=_(", ").join(unasked))
            row = self._write_note(row, text)
        self._row = self._write_sender(row + 1)
        page.set_tab_color(NAVY)
        page.fit_to_pages(1, 0)
        page.center_horizontally()

    def write_news(self, news: News) -> None:
        """Write what the entity said last time, and what has changed in the questions since."""
        if not news.before:
            return
        places = Places(
            label=(_SHEET, _ASKS), text=(_ASKS, _STATUS), last=_STATUS,
            figures=((_KNOWN, _KNOWN), (_INPUT_1, _INPUT_1), (_INPUT_2, _INPUT_2),
                     (_STATUS, _STATUS)),
            width=_TEXT_WIDTH - _WIDTHS[_SHEET],
        )  # fmt: skip
        row = self._row + 1
        if news.figures:
            row = write_figures(self._page, self._styles, self._, row, places, news.before) + 1
        write_changes(self._page, self._styles, self._, row, places, news)

    def _write_cards(self, row: int) -> int:
        """Write the four facts that a reader looks for first."""
        _ = self._
        cards = (
            (_SHEET, _SHEET, _("Please return by"), slots.DEADLINE),
            (_ASKS, _ASKS, _("Figures as they stood on"), slots.AS_OF),
            (_KNOWN, _INPUT_1, _("Time needed"), slots.MINUTES),
            (_INPUT_2, _STATUS, _("Language of this workbook"), _.language.name),
        )
        return write_cards(self._page, self._styles, row, cards)

    def _write_purpose(self, row: int, tabs: Sequence[str]) -> int:
        _ = self._
        texts = (
            _(
                "This workbook asks what your entity has and uses of information and "
                "communications technology (ICT): {sheets}. What is already known is filled in. "
                "Please check it, correct it and add what is missing.",
                sheets=_(", ").join(tabs),
            ),
            _(
                "It works without a network and without macros. The sheet “{instructions}” takes "
                "five minutes to read; “{check}” shows at any time what is still missing.",
                instructions=_(INSTRUCTIONS_TAB),
                check=_(CHECK_TAB),
            ),
        )
        for text in texts:
            row = paragraph(
                self._page, self._styles, row, (_SHEET, _STATUS), _TEXT_WIDTH * 0.97, text
            )
        return row + 1

    def _write_table(
        self,
        row: int,
        layouts: Sequence[SheetLayout],
        statuses: Mapping[str, str],
        yes_no: str,
    ) -> int:
        page, styles, _ = self._page, self._styles, self._
        row = subtitle(page, styles, row, _STATUS, _("What we ask"))
        head = styles(bold=True, font_color=PAPER, bg_color=NAVY, text_wrap=True, align="center",
                      border=1, border_color=NAVY)  # fmt: skip
        start = styles(bold=True, font_color=PAPER, bg_color=NAVY, align="start", indent=1)
        heads = (
            (_SHEET, _("Sheet"), start),
            (_ASKS, _("What to list"), start),
            (_KNOWN, _("Rows already known"), head),
            (_INPUT_1, _("Nothing to report"), head),
            (_INPUT_2, _("Confirmed unchanged"), head),
            (_STATUS, _("Status"), head),
        )
        page.set_row(
            row, max(height(text, _WIDTHS[column] - 3) + 4 for column, text, _look in heads)
        )
        for column, text, look in heads:
            page.write_string(row, column, text, look)
        first = row + 1
        for row, layout in enumerate(layouts, start=first):
            self._write_sheet(row, layout, statuses[layout.sheet.name])
        known = f"{address(first, _KNOWN)}:{address(row, _KNOWN)}"
        page.ignore_errors({"number_stored_as_text": known})
        self._offer_yes_no(first, row, yes_no)
        colour_statuses(page, styles, (first, row), _STATUS, _)
        text = _(
            "Nothing to report: choose “{yes}” if your entity has nothing of the kind. Confirmed "
            "unchanged: choose “{yes}” if every row of the sheet is still right as it stands.",
            yes=self._yes,
        )
        return self._write_note(row + 1, text)

    def _write_note(self, row: int, text: str) -> int:
        """Write a remark in small letters; return the next row."""
        note = self._styles(
            font_size=9, font_color=QUIET, text_wrap=True, valign="top", align="start"
        )
        self._page.set_row(row, height(text, _TEXT_WIDTH * 0.97, 9) + 4)
        merged(self._page, row, (_SHEET, _STATUS), text, note)
        return row + 1

    def _write_sheet(self, row: int, layout: SheetLayout, status: str) -> None:
        page, styles, sheet = self._page, self._styles, layout.sheet
        help_text = sheet.help[self._.language.code]
        page.set_row(row, max(30.0, height(help_text, _WIDTHS[_ASKS] - 3, 9) + 3))
        link = styles(bold=True, font_size=11, font_color=BLUE, underline=1, align="start",
                      indent=1, bottom=1, bottom_color=LINE, text_wrap=True)  # fmt: skip
        page.write_url(row, _SHEET, f"internal:{quoted(layout.tab)}!B5", link, layout.tab)
        page.write_string(
            row, _ASKS, help_text, ruled(styles, font_size=9, font_color=QUIET, indent=1)
        )
        number = styles(align="center", bottom=1, bottom_color=LINE, num_format="#,##0",
                        font_size=11, bold=True)  # fmt: skip
        page.write_string(row, _KNOWN, slots.slot(f"known.{sheet.name}"), number)
        box = styles(locked=False, align="center", border=1, border_color=FAINT, bg_color=PAPER)
        for mark, column, key, name in (
            (_MARK_1, _INPUT_1, marks.NOTHING, marks.name_of_nothing(sheet.name)),
            (_MARK_2, _INPUT_2, marks.UNCHANGED, marks.name_of_unchanged(sheet.name)),
        ):
            page.write_string(row, mark, key + sheet.name)
            page.write_blank(row, column, None, box)
            self.inputs[name] = absolute(self._tab, row, column)
        look = ruled(styles, align="center", bold=True)
        page.write_formula(row, _STATUS, status, look, slots.slot(f"status.{sheet.name}"))

    def _offer_yes_no(self, first: int, last: int, yes_no: str) -> None:
        _ = self._
        for column, title, message in (
            (
                _INPUT_1,
                _("Nothing to report"),
                _(
                    "Choose “{yes}” if your entity has nothing to list on this sheet.",
                    yes=self._yes,
                ),
            ),
            (
                _INPUT_2,
                _("Confirmed unchanged"),
                _("Choose “{yes}” if all rows of this sheet are still right.", yes=self._yes),
            ),
        ):
            options = {
                "validate": "list",
                "source": yes_no,
                "input_title": clipped(title, TITLE_LENGTH),
                "input_message": clipped(message, MESSAGE_LENGTH),
            }
            self._page.data_validation(first, column, last, column, options)

    def _write_sender(self, row: int) -> int:
        """Write who answers, whom to ask, and the code to quote; return the row after it."""
        page, styles, _ = self._page, self._styles, self._
        row = subtitle(page, styles, row, _STATUS, _("Who fills it in, and whom to ask"))
        columns = ((_SHEET, _ASKS), _MARK_1, (_INPUT_1, _STATUS))
        issue = _("{number}, of {day}; the newest one counts", number=slots.ISSUE_NUMBER,
                  day=slots.ISSUED_ON)  # fmt: skip
        lines = ((_("Issue"), issue),)
        self.inputs |= write_sender(page, self._tab, styles, _, row, columns, more=lines)
        return row + SENDER_LINES + len(lines)
