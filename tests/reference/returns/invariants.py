"""What must hold of a return that was damaged at random; see `mutations`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

from mutations import Damage, Typed, damaged, inside, places
from paper_books import Content, Error, Formula, Page, Table
from returns_store import CATALOGUE, LANGUAGES, Issued, Stored, stored

from inventory_app.domain.findings import Finding
from inventory_app.domain.records import is_uid
from inventory_app.domain.values import Value
from inventory_app.services.checking import check_files
from inventory_app.services.returns import FileResult
from inventory_app.services.survey_files import SurveyFile

# Findings that speak of a whole sheet, and of a whole row.
_OF_SHEETS = ("L-SHEET-EXTRA", "L-STRAY-MORE")
_OF_ROWS = ("L-ROW-UNCLEAR",)
_MOST_STEPS = 6


@dataclass
class Case:
    """One damaged return, its merge, and what was wrong with it."""

    number: int
    language: str
    steps: list[str]
    file: FileResult | None
    wrong: list[str]


def run(issued: Issued, number: int, folder: Path, *, thorough: bool = False) -> Case:
    """Damage a return as *number* says, merge it and judge what came of it.

    With *thorough* it is also checked, opened as a form and merged once more.
    """
    rng = Random(number)
    language = rng.choice(LANGUAGES)
    made = damaged(issued.book(language), rng, rng.randint(1, _MOST_STEPS))
    path = made.book.save(folder / "return.xlsx")
    with issued.opened(folder) as workspace:
        before = stored(workspace)
        [file] = workspace.returns.merge([path]).files
        after = stored(workspace)
        judge = _Judge(made, file, before, after)
        wrong = list(judge.wrong())
        if thorough and file.reason is None:
            check_files([path], CATALOGUE)
            SurveyFile.open(path)
            made.book.properties["saved"] = "again"
            made.book.save(path)
            [again] = workspace.returns.merge([path]).files
            if stored(workspace) != after:
                wrong.append("merging it again changed records")
            if again.reason is not None:
                wrong.append(f"merging it again was refused: {again.reason.code}")
        if problems := workspace.safekeeping.verify():
            wrong.append(f"the store is not sound: {problems}")
    return Case(number=number, language=language, steps=made.steps, file=file, wrong=wrong)


class _Judge:
    def __init__(self, made: Damage, file: FileResult, before: Stored, after: Stored) -> None:
        self._made = made
        self._file = file
        self._before, self._after = before, after
        self._said = {text for record in after.values() for text in _texts(record.values.values())}
        self._said |= {
            text for conflict in file.conflicts for text in _texts([conflict.theirs.value])
        }
        self._tables: dict[str, Table] = {}
        for page in made.book.pages:
            name = page.sheet
            if name in CATALOGUE.sheets:
                self._tables[page.name] = made.book.table(name, page)

    def wrong(self) -> Iterator[str]:
        """Yield what must not be."""
        if self._file.reason is not None:
            if self._before != self._after:
                yield "refused, and yet records were changed"
            return
        yield from self._lost_records()
        if self._made.pure:
            yield from self._changed_by_moving()
        where = places(self._made.book)
        for typed in self._made.typed:
            place = where.get(id(typed.cell))
            if place is not None and not self._is_told(typed, *place):
                page, row, column = place
                yield f"lost: {typed.cell.content!r:.80} in {page.name} row {row} column {column}"

    def _lost_records(self) -> Iterator[str]:
        for key, record in self._before.items():
            now = self._after.get(key)
            if now is None:
                yield f"the record {key} is gone"
                continue
            for name, value in record.values.items():
                field = CATALOGUE[key[0]].fields[name]
                empty = now[name] is None and name not in now.states
                if value is not None and empty and not field.derived:
                    yield f"{key} has lost {name}"

    def _changed_by_moving(self) -> Iterator[str]:
        for key, record in self._before.items():
            if self._after[key].values != record.values:
                yield f"moving things about has changed {key}"
        for key in self._after.keys() - self._before.keys():
            yield f"moving things about has made {key}"

    def _is_told(self, typed: Typed, page: Page, row: int, column: int) -> bool:
        content = typed.cell.content
        if content is None or (isinstance(content, str) and not content.strip()):
            return True
        if typed.token and any(typed.token in text for text in self._said):
            return True
        if any(_is_about(finding, page, row, column) for finding in self._file.findings):
            return True
        if (
            isinstance(content, Formula)
            and content.result is None
            and not self._is_answer(page, row, column)
        ):
            return True
        return self._is_in_row(page, row, column, content) or self._is_front(page, content)

    def _is_answer(self, page: Page, row: int, column: int) -> bool:
        table = self._tables.get(page.name)
        return bool(table and row > table.head + 1 and column in table.columns.values())

    def _is_in_row(self, page: Page, row: int, column: int, content: Content) -> bool:
        """Return whether a usual word is the answer of its record, or of a conflict about it."""
        table = self._tables.get(page.name)
        if table is None or isinstance(content, Error):
            return False
        name = next((n for n, at in table.columns.items() if at == column), "")
        sheet = next(each for each in CATALOGUE if each.prefix == table.prefix)
        if name not in sheet.fields:
            return False
        uids = {str(page.content(row, at)) for at in (1, 2)} | {
            str(cell.content) for cell in page.cells[row].values() if is_uid(str(cell.content))
        }
        uids |= {  # its answers were found to belong to another record
            finding.uid
            for finding in self._file.findings
            if finding.code == "L-ROW-DISPLACED"
            and (finding.tab, finding.cell) == (page.name, f"{row}:{row}")
        }
        has_code = any(is_uid(each) for each in uids)
        records = [
            record
            for (of, uid), record in self._after.items()
            if of == sheet.name and (not has_code or uid in uids or (of, uid) not in self._before)
        ]
        answers = [(record[name], record.states.get(name)) for record in records]
        answers += [
            (conflict.theirs.value, conflict.theirs.state)
            for conflict in self._file.conflicts
            if conflict.sheet == sheet.name and conflict.field == name
        ]
        return any(_means(content, value, state is not None) for value, state in answers)

    def _is_front(self, page: Page, content: Content) -> bool:
        """Return whether it is a word that the front page understands."""
        return page.name not in self._tables and content in ("Yes", "да", "-")


def _is_about(finding: Finding, page: Page, row: int, column: int) -> bool:
    from openpyxl.utils import get_column_letter

    if finding.tab != page.name:
        return False
    if finding.code in _OF_SHEETS or finding.cell == f"{get_column_letter(column)}{row}":
        return True
    if finding.code == "L-MERGED":
        return inside(finding.found, row, column)
    return finding.code in _OF_ROWS and finding.cell == f"{row}:{row}"


def _texts(values: object) -> Iterator[str]:
    for value in values:
        if isinstance(value, Decimal):
            text = f"{value:f}"
            yield text.rstrip("0").rstrip(".") if "." in text else text
        elif isinstance(value, tuple):
            yield from value
        elif value is not None:
            yield str(value)


def _means(content: Content, value: Value, state: bool) -> bool:
    """Return whether an answer can have come from what was typed; words are known to the tests of
    the field types.
    """
    if isinstance(content, Formula):
        content = content.result
    if value is None:
        return state and isinstance(content, str)
    if isinstance(value, bool):
        return not isinstance(content, date)
    if isinstance(value, int | Decimal):
        if isinstance(content, int | float):
            return abs(float(content) - float(value)) < 0.01 or abs(float(content) * 100 - float(value)) < 0.01  # fmt: skip
        return isinstance(content, str) and any(ch.isdigit() for ch in content)
    if isinstance(value, date):
        return content == value or isinstance(content, str | int | float)
    if isinstance(value, tuple):
        return isinstance(content, str)
    return isinstance(content, str) or str(value) in (str(content), str(content).upper())
