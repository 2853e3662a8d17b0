"""From an edited survey workbook to what the reader would say of it, and to what is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from inventory_app.domain.answer_words import words
from inventory_app.domain.field_types import Reference
from inventory_app.domain.fields import Field
from inventory_app.domain.findings import Finding
from inventory_app.domain.records import Record, is_uid
from inventory_app.domain.survey_files import SurveyRow
from inventory_app.domain.workbooks import Return, ReturnedRow, ReturnedSheet
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.answer_book import AnswerBook
from inventory_app.formats.excel.answer_cells import BLANK, Written
from inventory_app.formats.excel.answer_writer import Answers
from inventory_app.formats.excel.return_references import References
from inventory_app.formats.excel.return_rows import ReadRow
from inventory_app.formats.excel.workbook_hidden import record_names
from inventory_app.services.survey_rows import EditedRow, SurveyState, returned

_RECOUNTED = ("L-NOTHING-BUT-ROWS",)


def content_of(book: AnswerBook, state: SurveyState) -> Return:
    """Return what the reader would say of the workbook as it stands now."""
    content = book.content
    sheets = {
        name: replace(
            opened,
            rows=tuple(_rows(book, state, name)),
            declaration=state.declared[name],
        )
        for name, opened in content.sheets.items()
    }
    return replace(
        content,
        sheets=sheets,
        findings=tuple(_findings(book, state, sheets)),
        filled_by=state.filled_by,
    )


def answers_of(book: AnswerBook, state: SurveyState) -> Answers:
    """Return what is to be written: nothing where everything is as it was opened."""
    cells: dict[str, dict[tuple[int, str], Written]] = {}
    uids: dict[str, dict[int, str]] = {}
    added: dict[str, dict[int, str]] = {}
    for name, table in book.tables.items():
        cells[name] = _changed(state, name)
        spare = dict(table.spare)
        for uid, each in state.rows[name].items():
            row, opened = each.row, state.opened[name].get(uid)
            if opened is not None and row.written and row.written != opened.written:
                uids.setdefault(name, {})[row.row] = row.written
            elif opened is None and spare.get(row.row, uid) != uid and not row.is_blank:
                uids.setdefault(name, {})[row.row] = uid
            elif opened is None and row.row > table.last and not row.is_blank:
                added.setdefault(name, {})[row.row] = row.uid
    return Answers(
        cells={
            name: {place: written.content for place, written in of_sheet.items()}
            for name, of_sheet in cells.items()
        },
        uids=uids,
        added=added,
        inputs=dict(_inputs(book, state)),
    )


def record_name(book: AnswerBook, state: SurveyState, sheet: str, uid: str) -> str:
    """Return how a cell names another record; "" for one that is not in the workbook."""
    each = state.rows.get(sheet, {}).get(uid)
    issued = book.content.issued.get(sheet, {}).get(uid)
    known = each.row if each else issued
    if known is None:
        return ""
    identity = book.content.identity
    record = Record(
        sheet=sheet, uid=uid, entity=identity.entity, round=identity.round, values=known.values
    )
    return record_names({sheet: [record]}, book.catalogue, identity.language)[uid]


def resolved_reference(
    book: AnswerBook, state: SurveyState, sheet: str, field: Field, text: str
) -> str | None:
    """Return the uid of the record that *text* names; None if it names none, or two."""
    to = field.type.to if isinstance(field.type, Reference) else ""
    typed = " ".join(text.split())
    probe = ReadRow(
        uid=None, number=0, values={field.name: typed}, states={}, cells={field.name: ""},
        unreadable=set(),
    )  # fmt: skip
    known = [_read_row(each.row) for each in state.rows.get(to, {}).values()]
    rows = {sheet: [probe], to: [*known, probe] if to == sheet else known}
    table = book.tables[sheet].table
    columns = {column: each for column, each in table.columns.items() if each.name == field.name}
    references = References(
        book.catalogue, book.content.identity.language, rows, book.content.issued
    )
    references.resolve(replace(table, columns=columns))
    found = probe.values[field.name]
    return found if isinstance(found, str) and is_uid(found) else None


def _read_row(row: SurveyRow) -> ReadRow:
    return ReadRow(
        uid=row.written, number=row.row, values=dict(row.values), states=dict(row.states),
        cells=dict(row.cells), unreadable=set(row.unread),
    )  # fmt: skip


def _rows(book: AnswerBook, state: SurveyState, name: str) -> Iterator[ReturnedRow]:
    """Yield the rows that the reader would find, from top to bottom."""
    issued, fields = book.content.issued.get(name, {}), frozenset(book.tables[name].columns)
    for each in sorted(state.rows[name].values(), key=_number):
        if not each.row.is_blank or each.row.written in issued:
            yield returned(each.row, fields)


def _number(each: EditedRow) -> int:
    return each.row.row


def _changed(state: SurveyState, name: str) -> dict[tuple[int, str], Written]:
    """Return the cells of a sheet that are not as they were opened, by row and field."""
    changed: dict[tuple[int, str], Written] = {}
    rows = state.rows[name]
    for uid, each in rows.items():
        opened = state.opened[name].get(uid)
        for field, written in each.written.items():
            if opened is None or _answer(opened, field) != _answer(each.row, field):
                changed[each.row.row, field] = written
    for uid, gone in state.opened[name].items():
        if uid not in rows:
            for field in {*gone.values, *gone.states, *gone.unread} & {*gone.cells}:
                changed.setdefault((gone.row, field), BLANK)
    return changed


def _answer(row: SurveyRow, field: str) -> tuple[object, ...]:
    return row.values.get(field), row.states.get(field), row.unread.get(field)


def _inputs(book: AnswerBook, state: SurveyState) -> Iterator[tuple[str, str]]:
    """Yield the answers of the front page that were changed, by their marks."""
    yes = words(book.content.identity.language).yes
    for name, declared in state.declared.items():
        opened = book.content.sheets[name].declaration
        if declared.nothing != opened.nothing:
            yield marks.NOTHING + name, yes if declared.nothing else ""
        if declared.unchanged != opened.unchanged:
            yield marks.UNCHANGED + name, yes if declared.unchanged else ""
    if state.filled_by != book.content.filled_by:
        yield marks.FILLED_BY, state.filled_by


def _findings(
    book: AnswerBook, state: SurveyState, sheets: Mapping[str, ReturnedSheet]
) -> Iterator[Finding]:
    """Yield what the reader said of cells that are untouched, and what it would say of others."""
    changed = {name: _changed(state, name) for name in sheets}
    touched = {(name, book.tables[name].cell(*place)) for name in sheets for place in changed[name]}
    renamed = {
        (name, cell): each.row.written
        for name in sheets
        for uid, each in state.rows[name].items()
        if (opened := state.opened[name].get(uid)) and each.row.written != opened.written
        for cell in each.row.cells.values()
    }
    for finding in book.content.findings:
        if finding.code not in _RECOUNTED and not (
            finding.field and (finding.sheet, finding.cell) in touched
        ):
            uid = renamed.get((finding.sheet, finding.cell)) if finding.field else None
            yield finding if uid is None else replace(finding, uid=uid)
    for name, sheet in sheets.items():
        by_number = {row.row: row for row in sheet.rows}
        for (number, field), written in changed[name].items():
            if number in by_number:
                yield from _about(book, name, by_number[number], field, written)
        answered = sum(bool(row.values or row.states or row.unreadable) for row in sheet.rows)
        if sheet.declaration.nothing and answered:
            yield Finding(code="L-NOTHING-BUT-ROWS", sheet=name, tab=sheet.tab, found=str(answered))


def _about(
    book: AnswerBook, name: str, row: ReturnedRow, field: str, written: Written
) -> Iterator[Finding]:
    place = Finding(
        code="", sheet=name, uid=row.uid or "", field=field, tab=book.tables[name].tab,
        cell=row.cells.get(field, ""),
    )  # fmt: skip
    for code, expected in written.read.codes:
        yield replace(place, code=code, found=written.read.found, expected=expected)
    value = row.values.get(field)
    is_reference = isinstance(book.catalogue[name].fields[field].type, Reference)
    if is_reference and isinstance(value, str) and not is_uid(value):
        sent = book.content.issued.get(name, {}).get(row.uid or "")
        if sent is None or sent.values.get(field) != value:
            yield replace(place, code="L-REFERENCE", found=value)
