"""Write a query workbook: the disputed cells of one entity, and nothing else open for input."""

from __future__ import annotations

import io
import math
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from inventory_app.domain.answer_words import words
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.query_books import QueryBook, QueryLine
from inventory_app.domain.records import Record
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel import workbook_slots as slots
from inventory_app.formats.excel.query_page import QuestionsPage, plain
from inventory_app.formats.excel.workbook_guide import Guide
from inventory_app.formats.excel.workbook_hidden import (
    ListsSheet,
    issued_rows,
    record_names,
    write_identity,
)
from inventory_app.formats.excel.workbook_layout import FRONT_TAB, SUBMIT_TAB, quoted, tab_names
from inventory_app.formats.excel.workbook_page import (
    banner,
    merged,
    paragraph,
    prepare,
    ruled,
    subtitle,
)
from inventory_app.formats.excel.workbook_particulars import particulars
from inventory_app.formats.excel.workbook_parts import write_cards, write_sender
from inventory_app.formats.excel.workbook_styles import BLUE, NAVY, PAPER, Styles
from inventory_app.formats.excel.workbook_xml import escaped
from inventory_app.formats.excel.workbook_zip import packed
from inventory_app.texts import N_, Translator, translator

QUESTIONS_TAB = N_("Questions")

_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # XlsxWriter wants no zone
_STEP_MINUTES = 5
# The front page: margin, two columns, a hidden mark, two columns, margin.
_ONE, _TWO, _MARK, _THREE, _FOUR = range(1, 6)
_WIDTHS = (2.5, 40, 26, 3, 30, 34, 2.5)
_TEXT_WIDTH = 130.0


def write_query_book(book: QueryBook, catalogue: Catalogue, path: Path) -> None:
    """Write *book* to *path* in its language. Equal books give equal files.

    What is typed text stays text, whatever it looks like. Raises `OSError` if the file cannot be
    written, and `UserError` for a language that the program does not have.
    """
    _ = translator(book.identity.language)
    values = {name: escaped(text) for name, text in _particulars(book, _).items()}
    target = io.BytesIO()
    font = {"font_name": _.language.sheet_font, "font_size": 10}
    options = {"in_memory": True, "default_format_properties": font}
    file = xlsxwriter.Workbook(target, options)
    try:
        _Builder(file, book, catalogue, _).write()
    finally:
        file.close()
    with zipfile.ZipFile(target) as package:
        parts = [(name, package.read(name).decode()) for name in package.namelist()]
    path.write_bytes(packed((name, _filled(xml, values)) for name, xml in parts))


def _filled(xml: str, values: dict[str, str]) -> bytes:
    xml = xml.replace(slots.CREATED, values["created"])
    return slots.SLOT.sub(lambda found: values[found[1]], xml).encode()


def _particulars(book: QueryBook, _: Translator) -> dict[str, str]:
    return particulars(
        book.identity, _, file_name=book.file_name, entity_name=book.entity_name,
        organisation=book.organisation, focal_point=book.focal_point, contact=book.contact,
        as_of=book.as_of, deadline=book.due, issued_on=book.issued_on,
    )  # fmt: skip


class _Builder:
    def __init__(
        self, file: xlsxwriter.Workbook, book: QueryBook, catalogue: Catalogue, _: Translator
    ) -> None:
        self._file = file
        self._book = book
        self._catalogue = catalogue
        self._ = _
        self._styles = Styles(file, _.language)

    def write(self) -> None:
        _, book, catalogue = self._, self._book, self._catalogue
        tabs = tab_names([_(FRONT_TAB), _(QUESTIONS_TAB), _(SUBMIT_TAB)])
        front, page, submit = (self._page(tab) for tab in tabs)
        identity, lists_page, issued = (
            self._hidden(tab) for tab in (marks.IDENTITY_TAB, marks.LISTS_TAB, marks.ISSUED_TAB)
        )
        lists = ListsSheet(lists_page, marks.LISTS_TAB, _.language.code)
        kinds = [catalogue[each.sheet].fields[each.field].type for each in book.lines]
        lists.write_lists(catalogue, kinds)
        names = record_names(book.referred, catalogue, _.language.code)
        for sheet, records in book.referred.items():
            named = {record.uid: plain(names[record.uid]) for record in records}
            lists.write_records(sheet, named)
        questions = QuestionsPage(page, tabs[1], self._styles, _, catalogue)
        questions.write(book.lines, lists.sources, names)
        cells = self._write_front(front, tabs, questions)
        self._write_submission(submit, tabs)
        write_identity(identity, {marks.KIND: marks.KIND_QUERY})
        _write_issued(issued, catalogue, book)
        for name, place in {**lists.names, **cells}.items():
            self._file.define_name(name, f"={place.removeprefix('=')}")
        self._describe()

    def _page(self, tab: str) -> Any:
        page = self._file.add_worksheet(tab)
        prepare(page, self._)
        return page

    def _hidden(self, tab: str) -> Any:
        page = self._file.add_worksheet(tab)
        page.hide()
        page.protect()
        return page

    def _describe(self) -> None:
        _, file = self._, self._file
        file.set_properties(
            {
                "title": _("Questions on the ICT inventory {round}", round=slots.ROUND),
                "subject": slots.ENTITY, "author": slots.ORGANISATION,
                "company": slots.ORGANISATION, "keywords": slots.CODE, "created": _CREATED,
            }
        )  # fmt: skip
        file.set_custom_property(marks.PROPERTY, slots.PROPERTY, "text")
        file.set_size(2400, 1500)

    def _write_front(self, page: Any, tabs: Sequence[str], questions: QuestionsPage) -> Any:
        _, styles, book = self._, self._styles, self._book
        for column, width in enumerate(_WIDTHS):
            page.set_column(column, column, width, None, {"hidden": column == _MARK})
        title = _("Questions on the ICT inventory {round}", round=slots.ROUND)
        row = banner(page, styles, _FOUR, "front", (title, slots.ENTITY, slots.ORGANISATION))
        minutes = math.ceil(book.minutes / _STEP_MINUTES) * _STEP_MINUTES
        time = _.plural("about {n} minute", "about {n} minutes", minutes)
        cards = (
            (_ONE, _ONE, _("Please answer by"), slots.DEADLINE),
            (_TWO, _TWO, _("Questions"), _.number(len(book.lines))),
            (_THREE, _THREE, _("Time needed"), time),
            (_FOUR, _FOUR, _("Language of this workbook"), _.language.name),
        )
        row = write_cards(page, styles, row, cards)
        for text in (
            _(
                "Thank you for your return. On some cells we have a question: the sheet "
                "“{questions}” shows for each what was issued, what we hold now and what you "
                "returned. Nothing else is asked.",
                questions=tabs[1],
            ),
            _(
                "Type the right answer, or choose “{yes}” where what we hold is right, and add a "
                "remark where something should be explained. What you leave empty stays as it is "
                "and stays a question.",
                yes=words(_.language.code).yes,
            ),
        ):
            row = paragraph(page, styles, row, (_ONE, _FOUR), _TEXT_WIDTH, text)
        row = self._write_table(page, row + 1, tabs[1], questions)
        row = subtitle(page, styles, row + 1, _FOUR, _("Who asks, and whom to ask"))
        columns = ((_ONE, _TWO), _MARK, (_THREE, _FOUR))
        cells = write_sender(page, tabs[0], styles, _, row, columns, asked_by=plain(book.asked_by))
        page.set_tab_color(NAVY)
        page.fit_to_pages(1, 1)
        page.center_horizontally()
        return cells

    def _write_table(self, page: Any, row: int, tab: str, questions: QuestionsPage) -> int:
        """Write how many questions there are on each sheet, and how many have an answer."""
        _, styles = self._, self._styles
        row = subtitle(page, styles, row, _FOUR, _("What we ask"))
        look = {"bold": True, "font_color": PAPER, "bg_color": NAVY}
        start, centre = styles(**look, align="start", indent=1), styles(**look, align="center")
        page.set_row(row, 22)
        page.write_string(row, _ONE, _("Sheet"), start)
        page.write_string(row, _TWO, _("Questions"), centre)
        merged(page, row, (_THREE, _FOUR), _("Answered so far"), centre)
        link = styles(bold=True, font_size=11, font_color=BLUE, underline=1, align="start",
                      indent=1, bottom=1, bottom_color="#D3DCE6")  # fmt: skip
        number = ruled(styles, align="center", font_size=11)
        first = 0
        for sheet in self._catalogue:
            count = sum(line.sheet == sheet.name for line in self._book.lines)
            if not count:
                continue
            row += 1
            page.set_row(row, 22)
            target = f"internal:{quoted(tab)}!L{first + 4}"
            page.write_url(row, _ONE, target, link, sheet.label(_.language.code))
            page.write_number(row, _TWO, count, number)
            merged(page, row, (_THREE, _FOUR), "", number)
            page.write_formula(row, _THREE, questions.answered(first, count), number, 0)
            first += count
        return row + 1

    def _write_submission(self, page: Any, tabs: Sequence[str]) -> None:
        _ = self._
        common = words(_.language.code)
        guide = Guide(page, self._styles, _, "submit", _("How to submit"))
        guide.heading(_("Send it back by {deadline}", deadline=slots.DEADLINE))
        guide.steps(
            (
                _("Answer the lines of the sheet “{questions}”, in any order.", questions=tabs[1]),
                _("On the sheet “{front}”, write who has filled in the workbook.", front=tabs[0]),
                _(
                    "Save the file in the same format (.xlsx), if you can under the same name: "
                    "{name}",
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
                    _("Right as we hold it"),
                    _("Choose “{yes}” and leave the answer empty: then what we hold stays as it "
                      "is, and the question is settled.", yes=common.yes),
                ),
                (
                    _("Another answer"),
                    _("Type it as on the survey sheet; where there is a list, choose from it."),
                ),
                (
                    _("There is no answer"),
                    _("Type “{unknown}” if nobody knows, or “{none}” if the question makes no "
                      "sense here.", unknown=common.unknown, none=common.not_applicable),
                ),
                (
                    _("An explanation"),
                    _("Write it under remark. It is kept with the question."),
                ),
                (
                    _("Correcting afterwards"),
                    _("Correct the same file and send it again. Nothing that you sent is lost."),
                ),
            )
        )  # fmt: skip
        guide.small(
            _("Workbook {code}, issued on {day}.", code=slots.CODE_IN_TEXT, day=slots.ISSUED_ON)
        )


def _write_issued(page: Any, catalogue: Catalogue, book: QueryBook) -> None:
    """Write what was held when it was asked, and the records that an answer may name."""
    page.write_string(0, 0, marks.ISSUED)
    for row, texts in enumerate(issued_rows(catalogue, _held(book)), start=1):
        for column, text in enumerate(texts):
            page.write_string(row, column, text)


def _held(book: QueryBook) -> dict[str, list[Record]]:
    """Return as records what the lines are about, together with those that can be referred to."""
    identity = book.identity
    records: dict[str, dict[str, Record]] = defaultdict(dict)
    for sheet, referred in book.referred.items():
        records[sheet] = {record.uid: record for record in referred}
    for line in book.lines:
        known = records[line.sheet].get(line.uid) or _empty(line, identity.entity, identity.round)
        values, states = dict(known.values), dict(known.states)
        values[line.field] = line.held.value
        if line.held.state is not None:
            states[line.field] = line.held.state
        records[line.sheet][line.uid] = replace(known, values=values, states=states)
    return {sheet: list(by_uid.values()) for sheet, by_uid in records.items()}


def _empty(line: QueryLine, entity: str, round_code: str) -> Record:
    return Record(sheet=line.sheet, uid=line.uid, entity=entity, round=round_code, values={})
