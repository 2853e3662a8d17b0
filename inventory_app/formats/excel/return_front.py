"""The front page of a return: what is declared of whole sheets, and who filled in the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from inventory_app.domain.findings import Finding
from inventory_app.domain.records import Declaration
from inventory_app.domain.words import NO, NOT_APPLICABLE, UNKNOWN, YES, folded
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.return_marks import Mark, Place, is_mark, named_place
from inventory_app.formats.spreadsheet.book import Book, Cell
from inventory_app.formats.spreadsheet.grid import cell_name

_TICKS = (marks.NOTHING, marks.UNCHANGED)
_NEITHER = NO | NOT_APPLICABLE | UNKNOWN | {""}
_LENGTH = 200


@dataclass(frozen=True, kw_only=True)
class Front:
    """What the front page says."""

    declarations: Mapping[str, Declaration]
    filled_by: str
    findings: Sequence[Finding] = field(default_factory=list)


def read_front(book: Book, marked: Sequence[Mark]) -> Front:
    """Return what the front page says, wherever it stands now."""
    places = _inputs(book, marked)
    said = {key: _text(place) for key, place in places.items()}
    sheets = {key.partition(":")[2] for key in said} - {""}
    declarations = {
        sheet: Declaration(
            sheet=sheet,
            nothing=folded(said.get(marks.NOTHING + sheet, "")) in YES,
            unchanged=folded(said.get(marks.UNCHANGED + sheet, "")) in YES,
        )
        for sheet in sheets
    }
    unclear = [
        Finding(
            code="L-TICK", sheet=key.partition(":")[2], tab=place.page.name,
            cell=cell_name(place.row, place.column), found=said[key][:_LENGTH],
        )
        for key, place in places.items()
        if key.startswith(_TICKS) and folded(said[key]) not in YES | _NEITHER
    ]  # fmt: skip
    return Front(
        declarations=declarations,
        filled_by=said.get(marks.FILLED_BY, ""),
        findings=[*unclear, *_notes(marked)],
    )


def _inputs(book: Book, marked: Sequence[Mark]) -> dict[str, Place]:
    """Return the places of the inputs by their marks: beside the mark, or where a name leads.

    Of two places the one that holds something counts.
    """
    places: dict[str, Place] = {}
    for key, place in (*_named(book), *_marked(marked)):
        if key not in places or _text(place) or not _text(places[key]):
            places[key] = place
    return places


def _named(book: Book) -> Iterator[tuple[str, Place]]:
    names = {marks.NAME_FILLED_BY: marks.FILLED_BY}
    for prefix, mark in (
        (marks.name_of_nothing(""), marks.NOTHING),
        (marks.name_of_unchanged(""), marks.UNCHANGED),
    ):
        names |= {
            name: mark + name.removeprefix(prefix) for name in book.names if name.startswith(prefix)
        }
    for name, mark in names.items():
        place = named_place(book, name)
        if place is not None:
            yield mark, place


def _marked(marked: Sequence[Mark]) -> Iterator[tuple[str, Place]]:
    for found in marked:
        if found.text.startswith((*_TICKS, marks.FILLED_BY)):
            place = found.place
            yield found.text, Place(page=place.page, row=place.row, column=place.column + 1)


def _text(place: Place) -> str:
    cell = place.cell()
    return "" if cell is None or is_mark(cell) else cell.raw.strip()


def _notes(marked: Sequence[Mark]) -> Iterator[Finding]:
    """Yield what was written below the last line of a page, where nothing was issued."""
    pages = [mark.place.page for mark in marked if mark.text.startswith(marks.PAGE)]
    for page in pages:
        ends = [row for row, cells in page.rows.items() if _has_end(cells)]
        for row, cells in page.rows.items():
            for column, cell in cells.items() if ends and row > ends[0] else ():
                if cell.raw.strip() and not is_mark(cell):
                    yield Finding(
                        code="L-STRAY", tab=page.name, cell=cell_name(row, column),
                        found=cell.raw.strip()[:_LENGTH],
                    )  # fmt: skip


def _has_end(cells: Mapping[int, Cell]) -> bool:
    return any(is_mark(cell) and cell.raw.strip() == marks.END for cell in cells.values())
