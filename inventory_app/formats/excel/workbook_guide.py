"""Instructions and how to submit: for people who do not work in ICT."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inventory_app.domain.answer_words import words
from inventory_app.formats.excel import workbook_slots as slots
from inventory_app.formats.excel.workbook_layout import CHECK_TAB, FRONT_TAB
from inventory_app.formats.excel.workbook_page import (
    banner,
    height,
    merged,
    paragraph,
    ruled,
    subtitle,
)
from inventory_app.formats.excel.workbook_styles import (
    AMBER,
    BLUE,
    FAINT,
    KNOWN,
    NAVY,
    PALE_BLUE,
    PAPER,
    QUIET,
    RED,
    RED_INK,
    Styles,
)
from inventory_app.texts import Translator

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# Margin, badge or colour, term, text, margin.
_BADGE, _TERM, _TEXT = 1, 2, 3
_WIDTHS = (2.5, 7, 34, 94, 2.5)
_WIDE = _WIDTHS[_TERM] + _WIDTHS[_TEXT]


class Guide:
    """A page of headed lists: numbered steps, colours, terms."""

    def __init__(
        self,
        page: Worksheet,
        styles: Styles,
        _: Translator,
        name: str,
        title: str,
    ) -> None:
        """Begin the page *name* with its banner."""
        self._page = page
        self._styles = styles
        for column, width in enumerate(_WIDTHS):
            page.set_column(column, column, width)
        about = _(
            "{entity} · ICT inventory {round}",
            entity=slots.ENTITY,
            round=slots.ROUND,
        )
        self._row = banner(page, styles, _TEXT, name, (title, about))
        page.set_tab_color(NAVY)
        page.fit_to_pages(1, 0)

    def heading(self, text: str) -> None:
        """Begin a part."""
        self._row = subtitle(self._page, self._styles, self._row, _TEXT, text)

    def say(self, text: str) -> None:
        """Write a paragraph."""
        self._row = paragraph(
            self._page, self._styles, self._row, (_BADGE, _TEXT), _WIDE * 0.98, text
        )

    def steps(self, texts: Sequence[str]) -> None:
        """Write numbered steps."""
        badge = self._styles(bold=True, font_size=12, font_color=PAPER, bg_color=BLUE,
                             align="center", bottom=1, bottom_color=PAPER)  # fmt: skip
        line = ruled(self._styles, font_size=10.5, bg_color=PALE_BLUE, indent=1,
                     bottom_color=PAPER)  # fmt: skip
        for number, text in enumerate(texts, start=1):
            self._page.set_row(self._row, max(25.0, height(text, _WIDE * 0.95, 10.5) + 4))
            self._page.write_number(self._row, _BADGE, number, badge)
            merged(self._page, self._row, (_TERM, _TEXT), text, line)
            self._row += 1
        self._gap()

    def colours(self, lines: Sequence[tuple[str, str, str, str]]) -> None:
        """Write a legend: colour of the cell, colour of its sample letters, name, meaning."""
        for colour, ink, term, text in lines:
            sample = self._styles(bg_color=colour, font_color=ink, bold=True, align="center",
                                  border=1, border_color=FAINT)  # fmt: skip
            self._page.write_string(self._row, _BADGE, "Aa" if ink != colour else " ", sample)
            self._entry(term, text)
        self._gap()

    def terms(self, lines: Sequence[tuple[str, str]]) -> None:
        """Write terms, each with its meaning."""
        mark = self._styles(font_color=BLUE, bold=True, align="center")
        for term, text in lines:
            self._page.write_string(self._row, _BADGE, "•", mark)
            self._entry(term, text)
        self._gap()

    def _entry(self, term: str, text: str) -> None:
        lines = max(height(text, _WIDTHS[_TEXT], 10), height(term, _WIDTHS[_TERM] - 3, 10))
        self._page.set_row(self._row, max(20.0, lines))
        self._page.write_string(self._row, _TERM, term, ruled(self._styles, bold=True, indent=1))
        self._page.write_string(self._row, _TEXT, text, ruled(self._styles))
        self._row += 1

    def small(self, text: str) -> None:
        """Write a remark."""
        look = self._styles(font_size=9, font_color=QUIET, text_wrap=True, align="start")
        self._page.set_row(self._row, height(text, _WIDE, 9))
        merged(self._page, self._row, (_BADGE, _TEXT), text, look)
        self._row += 1

    def _gap(self) -> None:
        self._page.set_row(self._row, 8)
        self._row += 1


@dataclass(frozen=True, kw_only=True)
class Guided:
    """What instructions depend on: the label of “retired on”, and whether staff are asked about."""

    retired_on: str
    staff: bool


def write_instructions(page: Worksheet, styles: Styles, _: Translator, guided: Guided) -> None:
    """Write the instructions."""
    guide = Guide(page, styles, _, "instructions", _("Instructions"))
    common = words(_.language.code)
    names = {
        "unknown": common.unknown,
        "none": common.not_applicable,
        "retired": guided.retired_on,
        "front": _(FRONT_TAB),
        "check": _(CHECK_TAB),
    }
    guide.heading(_("In five steps"))
    guide.steps(
        (
            _("Go through the sheets in their order. The first tab says what each one is for."),
            _("Check the grey cells: they hold what is known. Type over what is no longer right."),
            _(
                "Fill in the empty cells, above all those under a heading with a star (*). Where "
                "there is a list, choose from it: press Alt and the down arrow."
            ),
            _(
                "Add what is missing in the empty rows, one row for each thing listed. If they run "
                "out, go on below the last one: it is read, but “{check}” does not count it.",
                **names,
            ),
            _("Look at the sheet “{check}”, save the file, and send it back.", **names),
        )
    )
    guide.heading(_("What the colours mean"))
    guide.colours(
        (
            (PAPER, PAPER, _("White"), _("Please fill in. A message tells what belongs here.")),
            (
                KNOWN,
                QUIET,
                _("Grey"),
                _("Known from before: please check, and correct if need be."),
            ),
            (
                AMBER,
                AMBER,
                _("Amber"),
                _("Required and still empty, in a row that has been begun."),
            ),
            (
                RED,
                RED_INK,
                _("Red"),
                _(
                    "It cannot be right, or does not fit another answer: “{check}” says why.",
                    **names,
                ),
            ),
        )
    )
    if guided.staff:
        guide.heading(_("Dedicated or not: who belongs on the staff sheet"))
        _explain_dedication(guide, _)
    guide.heading(_("When there is no answer"))
    guide.terms(
        (
            (_("Leave it empty"), _("It has not been answered yet. Empty never means zero.")),
            (_("0"), _("The answer is zero. Zero is a figure and is counted as one.")),
            (
                _("? or “{unknown}”", **names),
                _("You have asked, and nobody knows. Type the sign or the word in the cell."),
            ),
            (
                _("n/a or “{none}”", **names),
                _("The question makes no sense for this row. Type the sign or the words."),
            ),
            (
                "~120",
                _("An estimate. Type the sign ~ before the number; it counts, and is marked."),
            ),
        )
    )
    guide.heading(_("To keep your answers safe"))
    guide.terms(_precautions(_, names))


def _explain_dedication(guide: Guide, _: Translator) -> None:
    limits = {"high": slots.DEDICATED_FROM, "low": slots.NON_DEDICATED_FROM}
    guide.terms(
        (
            (
                _("Dedicated"),
                _(
                    "Somebody who serves in an ICT unit, or elsewhere spends {high} % or more of "
                    "the working time on ICT.",
                    **limits,
                ),
            ),
            (
                _("Non-dedicated"),
                _(
                    "Somebody outside an ICT unit who regularly spends at least {low} % but less "
                    "than {high} % of the working time on ICT: a web editor, say, or the person "
                    "who looks after the computers of an office.",
                    **limits,
                ),
            ),
            (
                _("Not listed"),
                _(
                    "Somebody who only uses computers, or spends less than {low} % on ICT.",
                    **limits,
                ),
            ),
        )
    )


def _precautions(_: Translator, names: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return (
        (
            _("Do not delete rows"),
            _(
                "When a person, a system or a room is gone, fill in “{retired}” instead. A row "
                "that is missing is a question for us, not an answer.",
                **names,
            ),
        ),
        (
            _("Nothing to report"),
            _(
                "If your entity has nothing to list on a sheet, say so on the sheet “{front}”. An "
                "empty sheet alone does not tell us.",
                **names,
            ),
        ),
        (
            _("Confirmed unchanged"),
            _(
                "If every row of a sheet is still right, say so on the sheet “{front}”; then the "
                "sheet is done.",
                **names,
            ),
        ),
        (
            _("Record codes"),
            _(
                "The code at the beginning of each row keeps it apart from all others. It stays "
                "with its row when you sort or filter."
            ),
        ),
        (
            _("Protection"),
            _(
                "The sheets are protected against accidents, not against you: there is no "
                "password. Please leave headings, tabs and hidden sheets as they are."
            ),
        ),
        (
            _("Personal data"),
            _("No names of persons are needed. Where one is asked for, it may be left empty."),
        ),
    )


def write_submission(page: Worksheet, styles: Styles, _: Translator) -> None:
    """Write how to send the workbook back."""
    guide = Guide(page, styles, _, "submit", _("How to submit"))
    guide.heading(_("Send it back by {deadline}", deadline=slots.DEADLINE))
    guide.steps(
        (
            _(
                "Look at the sheet “{check}”. What is still missing is listed there.",
                check=_(CHECK_TAB),
            ),
            _("On the sheet “{front}”, write who has filled in the workbook.", front=_(FRONT_TAB)),
            _(
                "Save the file in the same format (.xlsx), if you can under the same name: {name}",
                name=slots.FILE_NAME,
            ),
            slots.SEND,
            _("Keep a copy until you hear that it has arrived."),
        )
    )
    guide.heading(_("Good to know"))
    guide.terms(
        (
            (
                _("Not everything is known"),
                _("Send what you have in time. An honest “{unknown}” is better than a late answer.",
                  unknown=words(_.language.code).unknown),
            ),
            (
                _("Correcting afterwards"),
                _("Correct the same file and send it again. Nothing that you sent is lost."),
            ),
            (
                _("Several people"),
                _("Let the file go round, or collect answers on paper, but return one file only."),
            ),
            (
                _("What to send"),
                _("The workbook itself: no PDF, no picture, no sheets copied into another file."),
            ),
            (
                _("What happens then"),
                _("Your answers are compared with what was known. Questions, if any, come back to "
                  "you as a short workbook with only the cells concerned."),
            ),
        )
    )  # fmt: skip
    guide.small(
        _(
            "Workbook {code}, issued on {day}.",
            code=slots.CODE_IN_TEXT,
            day=slots.ISSUED_ON,
        )
    )
