"""The sheet of questions: one line for each cell that is asked about, open only for its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from inventory_app.domain.answer_texts import answer_text
from inventory_app.domain.answer_words import words
from inventory_app.domain.field_types import Reference
from inventory_app.domain.fields import Catalogue, Field
from inventory_app.domain.query_books import QueryLine
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel import workbook_slots as slots
from inventory_app.formats.excel.workbook_layout import address, heading, quoted
from inventory_app.formats.excel.workbook_page import height, merged
from inventory_app.formats.excel.workbook_rules import (
    MESSAGE_LENGTH,
    TITLE_LENGTH,
    CellOffers,
    Sources,
    clipped,
)
from inventory_app.formats.excel.workbook_styles import (
    BLUE,
    GREEN,
    GREEN_INK,
    KNOWN,
    LINE,
    NAVY,
    PALE_BLUE,
    PAPER,
    QUIET,
    SKY,
    Styles,
)
from inventory_app.texts import Translator

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

TITLE_ROW, KEY_ROW, HEADING_ROW, FIRST_ROW = range(4)
# Hidden: the code of the line, its queries, its record and its field. Then what a reader sees.
(
    CODE, IDS, UID, PLACE, NUMBER, RECORD, FIELD, ISSUED, HELD, RETURNED, QUESTION, ANSWER,
    CONFIRMED, REMARK,
) = range(14)  # fmt: skip
KEYS = {
    CODE: marks.QUERIES, IDS: "=ids", UID: "=uid", PLACE: "=place", ANSWER: "answer",
    CONFIRMED: "confirmed", REMARK: "remark",
}  # fmt: skip
_WIDTHS = {
    NUMBER: 5.0, RECORD: 25.0, FIELD: 32.0, ISSUED: 16.0, HELD: 16.0, RETURNED: 16.0,
    QUESTION: 38.0, ANSWER: 24.0, CONFIRMED: 12.0, REMARK: 28.0,
}  # fmt: skip
_LONGEST = 2_000  # characters of one text; what is longer stands in the inventory
_HIGHEST = 400.0  # points; a spreadsheet takes 409
_SMALL = 9
_STRONG = {"L": 1, "R": 2, "AL": 2}  # kinds of letters, and the reading order that they want


def plain(text: str) -> str:
    """Return *text* as it is written: cut short, and without what would be taken for a slot."""
    return clipped(text.replace("\ue000", "\ufffd").replace("\ue001", "\ufffd"), _LONGEST)


class QuestionsPage:
    """Writes the sheet of questions."""

    def __init__(
        self, page: Worksheet, tab: str, styles: Styles, _: Translator, catalogue: Catalogue
    ) -> None:
        self._page = page
        self._tab = tab
        self._styles = styles
        self._ = _
        self._catalogue = catalogue

    def write(self, lines: Sequence[QueryLine], sources: Sources, names: Mapping[str, str]) -> None:
        """Write everything; *names* are the words for the records that an answer can name."""
        self._set_columns()
        self._write_head()
        offers = CellOffers(self._, sources)
        for number, line in enumerate(lines):
            self._write_line(FIRST_ROW + number, number + 1, line, names)
            self._offer(FIRST_ROW + number, line, offers, sources)
        self._mark_answered(FIRST_ROW, FIRST_ROW + len(lines) - 1)
        self._set_page(FIRST_ROW + len(lines) - 1)

    def answered(self, first: int, count: int) -> str:
        """Return the formula for how many of *count* lines from *first* on have an answer."""
        tab, cells = quoted(self._tab), []
        for column in (ANSWER, CONFIRMED, REMARK):
            top = address(FIRST_ROW + first, column)
            cells.append(f'({tab}!{top}:{address(FIRST_ROW + first + count - 1, column)}<>"")')
        return f"=SUMPRODUCT(SIGN({'+'.join(cells)}))"

    def _set_columns(self) -> None:
        page = self._page
        page.set_column(CODE, PLACE, 4, None, {"hidden": True})
        for column, width in _WIDTHS.items():
            page.set_column(column, column, width)

    def _write_head(self) -> None:
        page, styles, _ = self._page, self._styles, self._
        page.set_row(TITLE_ROW, 50, styles(bg_color=NAVY))
        page.write_string(TITLE_ROW, CODE, f"{marks.PAGE}questions")
        page.write_string(HEADING_ROW, CODE, f"{marks.HEADINGS}questions")
        name = styles(bold=True, font_size=18, font_color=PAPER, bg_color=NAVY, align="start",
                      indent=1)  # fmt: skip
        about = styles(font_size=10, font_color=SKY, bg_color=NAVY, align="start", text_wrap=True)
        merged(page, TITLE_ROW, (NUMBER, FIELD), _("Questions"), name)
        text = _(
            "{entity}\nAnswer in the white cells: type what is right, or choose “{yes}” where what "
            "we hold is right. Explain under remark what should be explained.",
            entity=slots.ENTITY,
            yes=words(_.language.code).yes,
        )
        merged(page, TITLE_ROW, (ISSUED, REMARK), text, about)
        page.set_row(KEY_ROW, None, None, {"hidden": True})
        for column, key in KEYS.items():
            page.write_string(KEY_ROW, column, key)
        heads = {
            NUMBER: _("No."), RECORD: _("Record"), FIELD: _("What was asked"),
            ISSUED: _("As issued"), HELD: _("What we hold"), RETURNED: _("What you returned"),
            QUESTION: _("Our question"), ANSWER: _("Your answer"),
            CONFIRMED: _("Right as we hold it"), REMARK: _("Remark"),
        }  # fmt: skip
        page.set_row(HEADING_ROW, max(height(t, _WIDTHS[c] - 2) for c, t in heads.items()) + 4)
        for column, text in heads.items():
            colour = BLUE if column >= ANSWER else NAVY
            look = styles(bold=True, font_color=PAPER, bg_color=colour, text_wrap=True,
                          align="center", border=1, border_color=LINE)  # fmt: skip
            page.write_string(HEADING_ROW, column, text, look)

    def _write_line(self, row: int, number: int, line: QueryLine, names: Mapping[str, str]) -> None:
        page, _ = self._page, self._
        sheet = self._catalogue[line.sheet]
        field = sheet.fields[line.field]
        for column, text in (
            (CODE, line.code), (IDS, " ".join(line.ids)), (UID, line.uid),
            (PLACE, f"{line.sheet}/{line.field}"),
        ):  # fmt: skip
            page.write_string(row, column, text)
        held = answer_text(field.type, line.held.value, line.held.state, _)
        if isinstance(field.type, Reference) and line.held.value is not None:
            held = names.get(str(line.held.value), held)
        below = _("{sheet} · {code}", sheet=sheet.label(_.language.code), code=line.uid)
        help_text = field.help[_.language.code]
        known, asking = {"bg_color": KNOWN}, {"bg_color": PALE_BLUE, "font_color": NAVY}
        self._write(row, NUMBER, _.number(number), align="center", bold=True, font_color=QUIET)
        wanted = [
            36.0,
            self._write_two(row, RECORD, plain(line.title), below),
            self._write_two(row, FIELD, heading(field, _), help_text),
            self._write(row, ISSUED, plain(line.issued), **known),
            self._write(row, HELD, plain(held), **known, bold=True),
            self._write(row, RETURNED, plain(line.returned), **known),
            self._write(row, QUESTION, plain("\n".join(line.questions)), **asking, bold=True),
        ]
        page.set_row(row, min(_HIGHEST, max(wanted)))

    def _write(self, row: int, column: int, text: str, **look: object) -> float:
        """Write a cell that nobody types into; return the height that it needs."""
        shown = text or "–"  # noqa: RUF001 - a dash: nothing is known
        self._page.write_string(row, column, shown, self._look(shown, **look))
        return height(shown, _WIDTHS[column] - 3, 11 if look.get("bold") else 10)

    def _write_two(self, row: int, column: int, first: str, second: str) -> float:
        """Write a text with another one, small, on the line below it; return its height."""
        bold = self._styles(bold=True)
        small = self._styles(font_size=_SMALL, font_color=QUIET)
        look, width = self._look(first or second), _WIDTHS[column] - 3
        if first and second:
            self._page.write_rich_string(row, column, bold, first, small, f"\n{second}", look)
        else:
            self._page.write_string(row, column, first or second, look)
        return height(first, width, 11) + height(second, width, _SMALL)

    def _look(self, text: str, **look: object) -> Format:
        """Return the format for *text*, which reads in the direction of its own letters."""
        usual: dict[str, object] = {
            "text_wrap": True, "valign": "top", "border": 1, "border_color": LINE,
            "align": "start", "indent": 1,
        }  # fmt: skip
        if look.get("align"):
            del usual["indent"]
        strong = next((d for d in map(bidirectional, text) if d in _STRONG), None)
        if strong is not None:
            usual["reading_order"] = _STRONG[strong]
        return self._styles(**(usual | look))

    def _offer(self, row: int, line: QueryLine, offers: CellOffers, sources: Sources) -> None:
        """Open the three cells of a line, with what they accept."""
        page, styles, _ = self._page, self._styles, self._
        field: Field = self._catalogue[line.sheet].fields[line.field]
        page.write_blank(row, ANSWER, None, styles.answer(field.type, known=False))
        page.data_validation(row, ANSWER, row, ANSWER, offers.options(field, address(row, ANSWER)))
        box = {"locked": False, "border": 1, "border_color": LINE, "bg_color": PAPER}
        if line.held.blank:
            shut = styles(border=1, border_color=LINE, bg_color=KNOWN)
            page.write_blank(row, CONFIRMED, None, shut)
        else:
            page.write_blank(row, CONFIRMED, None, styles(**box, align="center", bold=True))
            yes = words(_.language.code).yes
            text = _("Choose “{yes}” if what we hold is right as it stands.", yes=yes)
            page.data_validation(
                row, CONFIRMED, row, CONFIRMED,
                {
                    "validate": "list", "source": sources["=yes_no"],
                    "input_title": clipped(_("Right as we hold it"), TITLE_LENGTH),
                    "input_message": clipped(text, MESSAGE_LENGTH),
                },
            )  # fmt: skip
        remark = styles(
            **box, align="start", indent=1, text_wrap=True, valign="top", num_format="@"
        )  # fmt: skip
        page.write_blank(row, REMARK, None, remark)

    def _mark_answered(self, first: int, last: int) -> None:
        cells = ",".join(f'${address(first, c)}<>""' for c in (ANSWER, CONFIRMED, REMARK))
        look = self._styles.bare(bg_color=GREEN, font_color=GREEN_INK)
        options = {"type": "formula", "criteria": f"=OR({cells})", "format": look}
        self._page.conditional_format(first, NUMBER, last, NUMBER, options)

    def _set_page(self, last: int) -> None:
        page = self._page
        page.freeze_panes(FIRST_ROW, RECORD + 1)
        page.set_selection(FIRST_ROW, ANSWER, FIRST_ROW, ANSWER)
        page.set_zoom(90)
        page.set_tab_color(BLUE)
        page.ignore_errors({"number_stored_as_text": f"A1:{address(last, REMARK)}"})
        page.fit_to_pages(1, 0)
        page.repeat_rows(TITLE_ROW, HEADING_ROW)
        page.print_area(TITLE_ROW, NUMBER, last, REMARK)
