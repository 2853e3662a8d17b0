"""A block of cells from a spreadsheet, as new records of a survey workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from inventory_app.domain.pasting import split_block
from inventory_app.errors import UserError
from inventory_app.texts import N_

if TYPE_CHECKING:
    from inventory_app.domain.fields import Sheet
    from inventory_app.gui.models.survey_session import SurveySession

_HEADINGS = 0.5  # share of the cells of the first row that must be names of fields


def paste_rows(session: SurveySession, sheet: str, text: str, language: str) -> list[str]:
    """Add a record for each row of a block, in one step, and return their uids.

    A first row with the names of fields says which column is which; without one they stand in the
    order of the sheet. What cannot be understood is kept as it stood, as if it had been typed.
    Raises `UserError` where the sheet has no room for so many or the block has too many columns;
    then nothing has been added.
    """
    survey = session.survey
    columns = [
        each.name for each in session.sheet(sheet).asked if each.name in survey.sheet(sheet).fields
    ]
    block = [row for row in split_block(text) if any(cell.strip() for cell in row)]
    if not block:
        return []
    known = _headings(session.sheet(sheet), block[0], {language, survey.identity.language})
    if sum(name is not None for name in known) >= max(1, len(block[0]) * _HEADINGS):
        block = block[1:]
    else:
        known = [*columns]
    if block and max(len(row) for row in block) > len(known):
        raise UserError(
            "E-BLOCK-TOO-WIDE",
            N_("The block has more columns than “{sheet}” has fields."),
            N_("Copy it again together with its headings."),
            sheet=session.sheet(sheet).label(language),
        )
    made: list[str] = []
    try:
        with survey.step(N_("Paste records")):
            for row in block:
                made.append(survey.add(sheet))
                for name, cell in zip(known, row, strict=False):
                    if name in columns and cell.strip():
                        survey.enter(sheet, made[-1], name, cell)
    except UserError:
        if made:
            survey.undo()
        raise
    return made


def _headings(sheet: Sheet, row: Sequence[str], languages: set[str]) -> list[str | None]:
    """Return the field that each cell names, None for a cell that names none."""
    names = {
        _plain(each.label(language)): each.name for each in sheet.asked for language in languages
    } | {each.name: each.name for each in sheet.asked}
    return [names.get(_plain(cell)) for cell in row]


def _plain(text: str) -> str:
    return " ".join(text.replace("*", " ").split()).casefold()
