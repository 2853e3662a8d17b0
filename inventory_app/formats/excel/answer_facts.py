"""What the front page tells a reader: entity, deadline, whom to ask. Found by its marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

from inventory_app.domain.survey_files import SurveyFacts
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.return_marks import Mark, Place
from inventory_app.formats.spreadsheet.book import Cell
from inventory_app.texts import Translator

_FRONT = marks.PAGE + "front"
_NUMBER = re.compile(r"\d+")
_LINES = 5  # title, entity, organisation, labels of the cards, cards
_CARDS = 3


def read_facts(marked: Sequence[Mark], _: Translator) -> SurveyFacts:
    """Return what the front page says; a part that is not found is empty."""
    entity = organisation = deadline = as_of = time_needed = ""
    front = next((mark.place for mark in marked if mark.text == _FRONT), None)
    if front is not None:
        lines = _lines(front)
        if len(lines) == _LINES:
            entity, organisation = lines[1][0], lines[2][0]
            deadline, as_of, time_needed = (*lines[4], "", "", "")[:_CARDS]
    filled_by = next((mark.place for mark in marked if mark.text == marks.FILLED_BY), None)
    return SurveyFacts(
        entity_name=entity,
        organisation=organisation,
        deadline=day_of(deadline, _),
        deadline_text=deadline,
        as_of=day_of(as_of, _),
        as_of_text=as_of,
        time_needed=time_needed,
        focal_point=_beside(filled_by, -1),
        contact=_beside(filled_by, 1),
    )


def _lines(front: Place) -> list[list[str]]:
    """Return the texts of the first lines below the mark of the page."""
    below = (cells for row, cells in front.page.rows.items() if row > front.row)
    lines = ([cell.raw.strip() for cell in _texts(cells)] for cells in below)
    return [line for line, _ in zip((line for line in lines if line), range(_LINES), strict=False)]


def _texts(cells: Mapping[int, Cell]) -> list[Cell]:
    return [cell for cell in cells.values() if cell.kind == "text" and cell.raw.strip()]


def _beside(place: Place | None, down: int) -> str:
    if place is None:
        return ""
    return Place(page=place.page, row=place.row + down, column=place.column).answer()


def day_of(text: str, _: Translator) -> date | None:
    """Return the day that *text* names as `Translator.date` writes it, None if it names none."""
    numbers = [
        int("".join(str(unicodedata.decimal(digit)) for digit in found))
        for found in _NUMBER.findall(text)
    ]
    for year in (number for number in numbers if number > 31):
        for day in (number for number in numbers if 1 <= number <= 31):
            for month in range(1, 13):
                try:
                    candidate = date(year, month, day)
                except ValueError:
                    continue
                if _.date(candidate) == text:
                    return candidate
    return None
