"""Which workbook came back: what its marks say, compared with each other.

The hidden sheet carries the whole identity. The custom property and the code on the front page
repeat parts of it; a program may have dropped one of them, but none may say something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from inventory_app.domain.findings import Finding
from inventory_app.domain.workbooks import FORMAT, FORMAT_VERSION, Identity
from inventory_app.errors import Refused
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.return_marks import Mark, marks_of, named_place, pairs_below
from inventory_app.formats.spreadsheet.book import Book
from inventory_app.languages import LANGUAGES
from inventory_app.texts import N_

_ASK_AGAIN = N_("Ask for the workbook as it was issued, filled in without copying sheets over.")
_PROPERTY_PARTS = ("round", "entity", "issue", "number", "tag")
_CODE_PARTS = ("round", "entity", "number", "tag")
_SERIOUS = ("round", "entity", "issue")


def read_identity(
    book: Book, marked: Sequence[Mark] | None = None
) -> tuple[Identity, list[Finding]]:
    """Return which workbook *book* is, and what is odd about its marks.

    *marked* are its marks, where they have been found already.

    Raises `Refused`: `F-NOT-SURVEY` for a workbook without any mark, `F-IDENTITY` where the marks
    contradict each other about round, entity or issue or cannot be read, and `F-CATALOGUE-UNKNOWN`
    for a workbook of a later format.
    """
    if marked is None:
        marked = [mark for page in book.sheets for mark in marks_of(page)]
    said = [pairs_below(mark.place) for mark in marked if mark.text == FORMAT]
    others = (_property(book), _code(book, marked))
    if not said:
        raise _without_identity() if any(others) or _has_tables(marked) else _no_survey()
    parts = said[0]
    identity = _identity(parts)
    findings: list[Finding] = []
    for other in (*said[1:], *others):
        findings += _compared(parts, other)
    if not all(others):
        findings.append(Finding(code="L-IDENTITY-LOST"))
    return identity, findings


def read_particulars(marked: Sequence[Mark]) -> Mapping[str, str]:
    """Return what stands on the hidden sheet with the identity, names and texts."""
    return next((pairs_below(mark.place) for mark in marked if mark.text == FORMAT), {})


def _identity(parts: Mapping[str, str]) -> Identity:
    version = parts.get(FORMAT, "").removesuffix(".0")
    if version.isdecimal() and int(version) > FORMAT_VERSION:
        raise Refused(
            "F-CATALOGUE-UNKNOWN",
            "The workbook was made by a later version of this program.",
            "Install the current version of the program and read the workbook again.",
        )
    number = parts.get("number", "").removesuffix(".0")
    language = parts.get("language", "")
    named = {name: parts.get(name, "") for name in ("store", "round", "entity", "issue")}
    if not (
        number.isdecimal() and len(number) < 10 and language in LANGUAGES and all(named.values())
    ):
        raise _without_identity()
    shown = parts.get(marks.SHOWN_IN, "")
    is_turned = shown in LANGUAGES and shown != language
    return Identity(
        **named,
        number=int(number),
        language=shown if is_turned else language,
        signed_in=language if is_turned else "",
        catalogue=parts.get("catalogue", ""),
        tag=parts.get("tag", ""),
    )


def _property(book: Book) -> Mapping[str, str]:
    values = book.properties.get(marks.PROPERTY, "").split("|")
    return dict(zip(_PROPERTY_PARTS, values, strict=True)) if len(values) == 5 else {}


def _code(book: Book, marked: Sequence[Mark]) -> Mapping[str, str]:
    """Return the parts of the code that people can read; the tag is cut short there."""
    named = named_place(book, marks.NAME_CODE)
    cell = named.cell() if named else None
    texts = [cell.raw] if cell else []
    texts += [mark.place.answer() for mark in marked if mark.text == marks.WORKBOOK_CODE]
    for text in texts:
        values = [part.strip() for part in text.split("/")]
        if len(values) == len(_CODE_PARTS):
            return dict(zip(_CODE_PARTS, values, strict=True))
    return {}


def _compared(parts: Mapping[str, str], other: Mapping[str, str]) -> Iterator[Finding]:
    for name, value in other.items():
        mine = parts.get(name, "").removesuffix(".0") if name == "number" else parts.get(name, "")
        if name == "tag":
            mine, value = mine[: len(value)].upper(), value.upper()  # noqa: PLW2901
        if name not in _PROPERTY_PARTS or value == mine:
            continue
        if name in _SERIOUS:
            raise Refused(
                "F-IDENTITY",
                "The workbook says in one place that it is “{one}” and in another “{other}”.",
                _ASK_AGAIN,
                one=mine,
                other=value,
            )
        yield Finding(code="L-IDENTITY", found=f"{mine} / {value}")


def _has_tables(marked: Sequence[Mark]) -> bool:
    return any(
        mark.text.startswith((marks.SHEET, marks.CODE, marks.HEADINGS, marks.PAGE))
        for mark in marked
    )


def _no_survey() -> Refused:
    return Refused(
        "F-NOT-SURVEY",
        "This is a workbook, but not a survey workbook of this program.",
        "Choose the workbook that was issued. Other lists are taken in with “import”.",
    )


def _without_identity() -> Refused:
    return Refused(
        "F-IDENTITY",
        "The hidden sheet that says which workbook this is has been removed or changed.",
        _ASK_AGAIN,
    )
