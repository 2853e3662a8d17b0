"""Text with one row a line, such as .csv: which letters, which separator, which cells."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from inventory_app.errors import Refused
from inventory_app.formats.spreadsheet import limits
from inventory_app.texts import N_

SEPARATORS = ",;\t|"
_LOOKED_AT = 200  # rows by which a separator is judged
_DECLARED = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FOREIGN_WORD = re.compile(rb"[\xa1-\xff]{4,}")
_AS_UTF8 = N_("Save the list as “CSV UTF-8” or as .xlsx and import that file.")


class Line(NamedTuple):
    """One row of texts and the line, counted from 1, on which it begins."""

    number: int
    cells: list[str]


class Delimited(NamedTuple):
    """What a text file holds; `certain` is false where its letters had to be supposed."""

    lines: list[Line]
    separator: str
    certain: bool


def read_delimited(data: bytes) -> Delimited:
    """Return the rows of a text file that hold something.

    UTF-8 with or without a mark and UTF-16 with a mark are certain; anything else is taken for
    Western European (Windows-1252), unless it cannot be or words of another script show. Raises
    `Refused` for those, for a quotation mark that is not closed, and for too large a list.
    """
    text, certain = _decoded(data)
    if "\0" in text:
        raise _not_text()
    declared = _DECLARED.match(text)
    separator = declared[1] if declared else separator_of(text)
    start = declared.end() if declared else 0
    lines = list(_lines(text[start:], separator, first=2 if declared else 1))
    return Delimited(lines=lines, separator=separator, certain=certain)


def separator_of(text: str) -> str:
    """Return the separator that cuts most rows into the same number of cells, at least two."""
    best, merit = "\t", (0, 0)
    for separator in SEPARATORS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            widths = Counter(len(row) for row in islice(reader, _LOOKED_AT) if any(row))
        except csv.Error:  # a text longer than any cell; `_lines` says where
            continue
        for width, alike in widths.most_common(1):
            if width > 1 and (alike, width) > merit:
                best, merit = separator, (alike, width)
    return best


def _decoded(data: bytes) -> tuple[str, bool]:
    if data.startswith(_UTF16):
        try:
            return data.decode("utf-16"), True
        except UnicodeDecodeError as error:
            raise _unknown_letters() from error
    try:
        return data.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        pass
    # Several marked letters in a row are no word of Western Europe: it would come out garbled.
    if any(len(set(word)) > 1 for word in _FOREIGN_WORD.findall(data)):
        raise _unknown_letters()
    try:
        return data.decode("cp1252"), False
    except UnicodeDecodeError as error:
        raise _unknown_letters() from error


def _lines(text: str, separator: str, first: int) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    left = limits.CELLS
    begins = first
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                left -= len(cells)
                if left < 0:
                    raise _too_many_cells()
                yield Line(begins, cells)
            begins = first + reader.line_num
    except csv.Error as error:
        raise _wrong_quotes(begins, error) from error


def _unknown_letters() -> Refused:
    return Refused(
        "F-LIST-LETTERS",
        N_("The file does not say in which way its letters are stored."),
        _AS_UTF8,
    )


def _not_text() -> Refused:
    return Refused(
        "F-LIST-TEXT", N_("The file holds characters that no text has; it is no list."), _AS_UTF8
    )


def _too_many_cells() -> Refused:
    return Refused(
        "F-CELLS",
        N_("The list holds more than {limit} cells."),
        N_("Cut it into several lists and import them one after the other."),
        limit=limits.CELLS,
    )


def _wrong_quotes(line: int, error: csv.Error) -> Refused:
    return Refused(
        "F-LIST-QUOTES",
        N_("The quotation marks of the row that begins in line {line} cannot be read: {reason}."),
        N_("A text with a quotation mark in it stands in quotation marks, and the mark twice."),
        line=line,
        reason=str(error),
    )
