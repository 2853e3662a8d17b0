"""Where a new row goes in a survey workbook: an empty row of the table, or one below it."""

from __future__ import annotations

from inventory_app.domain.records import make_uid
from inventory_app.errors import UserError
from inventory_app.formats.excel.answer_book import AnswerBook
from inventory_app.services.survey_rows import SurveyState
from inventory_app.texts import N_


def spare_rows(book: AnswerBook, state: SurveyState, sheet: str) -> list[tuple[int, str]]:
    """Return number and uid of the rows of the table that are still empty."""
    taken = state.rows[sheet]
    numbers = {each.row.row for each in taken.values()}
    return [
        (number, uid)
        for number, uid in book.tables[sheet].spare
        if uid not in taken and number not in numbers
    ]


def free_row(book: AnswerBook, state: SurveyState, sheet: str) -> tuple[int, str]:
    """Return number and uid of the row that is filled in next.

    Raises `UserError` where the drop-down lists would not work any more, or where notes below the
    table would become part of it.
    """
    spare = spare_rows(book, state, sheet)
    if spare:
        return spare[0]
    table, rows, issued = book.tables[sheet], state.rows[sheet], book.content.issued.get(sheet, {})
    number = max([table.last, *(each.row.row for each in rows.values())]) + 1
    if number > table.limit:
        raise UserError(
            "E-SHEET-FULL",
            N_("“{sheet}” has no room for another row."),
            N_("Ask for a workbook with more empty rows."),
            sheet=table.tab,
        )
    known = {*table.uids, *rows, *issued}
    seed = f"{book.content.identity.issue}/{sheet}/below"
    uids = (make_uid(table.sheet.prefix, f"{seed}/{n}".encode()) for n in range(len(known) + 1))
    return number, next(uid for uid in uids if uid not in known)
