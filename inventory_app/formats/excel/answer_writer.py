"""Write answers into a survey workbook: the same file, with only the changed cells replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from inventory_app.errors import UserError
from inventory_app.formats.excel.answer_book import AnswerBook, AnswerTable
from inventory_app.formats.excel.answer_cells import Content
from inventory_app.formats.excel.answer_looks import Looks
from inventory_app.formats.excel.answer_package import repacked
from inventory_app.formats.excel.answer_sheet import SheetPatch
from inventory_app.formats.excel.answer_stretch import Stretch
from inventory_app.formats.excel.answer_xml import as_utf8
from inventory_app.texts import N_

_CALCULATION = re.compile(rb"<((?:\w+:)?)calcPr\b[^>]*?(/?)>")
_FULL = re.compile(rb"""\sfullCalcOnLoad\s*=\s*(?:"[^"]*"|'[^']*')""")
_BEFORE_CALCULATION = re.compile(
    rb"</((?:\w+:)?)(?:definedNames|externalReferences|functionGroups|sheets)\s*>"
)
_CHAIN = "calcchain"
_CHAIN_LINK = re.compile(
    rb"<(?:\w+:)?(?:Relationship|Override)\b[^>]*calcChain[^>]*?(?:/>|>\s*</[^>]*>)", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What is to be written, by sheet.

    `cells` are the contents by row and field; `uids` are written where a row had none or that of
    another; `added` are rows below the table with their uids. `inputs` are the answers of the front
    page by their marks.
    """

    cells: Mapping[str, Mapping[tuple[int, str], Content]] = field(default_factory=dict)
    uids: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    added: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        written = (*self.cells.values(), *self.uids.values(), *self.added.values())
        return any(written) or bool(self.inputs)


def write_answers(book: AnswerBook, answers: Answers) -> bytes:
    """Return the workbook of *book* with *answers* written into it.

    Without answers these are the very bytes that were read. Raises `UserError` where an answer has
    no place in the workbook.
    """
    if not answers:
        return book.data
    parts = _patched_sheets(book, answers)
    main = book.package.workbook
    parts[main] = _calculated_on_load(as_utf8(bytes(book.package.read(main))))
    for name, added in answers.added.items():
        _stretch(book, book.tables[name], max(added, default=0), parts)
    chains = list(_calculation_chains(book))
    if chains:
        folder, _, name = main.rpartition("/")
        for part in ("[Content_Types].xml", f"{folder}/_rels/{name}.rels".removeprefix("/")):
            listed = as_utf8(bytes(book.package.read(part)))
            parts[part] = _CHAIN_LINK.sub(b"", listed)
    return repacked(book.data, parts, without=chains)


def _patched_sheets(book: AnswerBook, answers: Answers) -> dict[str, bytes]:
    looks = Looks(formats=book.formats, date1904=book.date1904)
    patches: dict[str, SheetPatch] = {}

    def patch(part: str) -> SheetPatch:
        if part not in patches:
            patches[part] = SheetPatch(bytes(book.package.read(part)), looks)
        return patches[part]

    for name, table in book.tables.items():
        cells = answers.cells.get(name, {})
        uids, added = answers.uids.get(name, {}), answers.added.get(name, {})
        if cells or uids or added:
            _write_table(patch(table.part), table, cells, uids, added)
    for mark, text in answers.inputs.items():
        part, row, column = _input(book, mark)
        patch(part).write({(row, column): text})
    for part in book.computed_parts:
        patch(part).forget_results()
    return {part: each.applied() for part, each in patches.items()}


def _write_table(
    patch: SheetPatch,
    table: AnswerTable,
    cells: Mapping[tuple[int, str], Content],
    uids: Mapping[int, str],
    added: Mapping[int, str],
) -> None:
    for number, uid in sorted(added.items()):
        patch.add_row(number, table.like, table.computed)
        for column in table.uid_columns:
            patch.put_text(number, column, patch.style_of(table.like, column), uid)
    places: dict[tuple[int, int], Content] = {
        (row, table.columns[field]): content for (row, field), content in cells.items()
    }
    for row, uid in uids.items():
        places |= {(row, column): uid for column in table.uid_columns}
    patch.write(places)
    patch.forget_results(table.computed)


def _stretch(book: AnswerBook, table: AnswerTable, last: int, parts: dict[str, bytes]) -> None:
    """Let everything that refers to the rows of *table* reach down to row *last*."""
    stretch = Stretch(table.tab, table.end, last)
    for part in {book.package.workbook, *book.parts.values()}:
        before = parts.get(part) or as_utf8(bytes(book.package.read(part)))
        after = stretch.elsewhere(before)
        if part == table.part:
            after = stretch.here(after)
        if after != before:
            parts[part] = after


def _input(book: AnswerBook, mark: str) -> tuple[str, int, int]:
    place = book.inputs.get(mark)
    if place is None:
        raise UserError(
            "E-FRONT-PAGE-GONE",
            N_("The front page of the workbook has lost the cell for this answer."),
            N_("Use the workbook as it was issued."),
        )
    return place


def _calculation_chains(book: AnswerBook) -> Iterator[str]:
    """Yield the part that lists formulas in order of calculation; programs make it anew."""
    for link in book.package.relationships(book.package.workbook).values():
        if link.kind.lower() == _CHAIN:
            yield link.target


def _calculated_on_load(workbook: bytes) -> bytes:
    """Return the main part, asking the program that opens it to calculate everything anew."""
    asked = b' fullCalcOnLoad="1"'
    found = _CALCULATION.search(workbook)
    if found is not None:
        tag = _FULL.sub(b"", found[0])
        end = b"/>" if found[2] else b">"
        new = tag.removesuffix(end).rstrip() + asked + end
        return workbook[: found.start()] + new + workbook[found.end() :]
    places = list(_BEFORE_CALCULATION.finditer(workbook))
    if not places:
        return workbook
    last = places[-1]
    new = b"<" + last[1] + b"calcPr" + asked + b"/>"
    return workbook[: last.end()] + new + workbook[last.end() :]
