"""Hostile, damaged and ambiguous .ods files are refused, with the reason, at once."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from open_document_files import (
    SPACES,
    SPREADSHEET,
    content_xml,
    empty,
    entry_xml,
    manifest_xml,
    meta_xml,
    number_cell,
    ods_of,
    packed,
    parts_of,
    row_xml,
    sheet_xml,
    text_cell,
)
from strict_reader_files import ZipPart, with_header, zip_parts, zipped

from inventory_app.errors import Refused
from inventory_app.formats.excel.cells import read_book
from inventory_app.formats.spreadsheet import limits
from inventory_app.formats.spreadsheet.book import Book

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
MEGABYTE = 1 << 20
TWO_SECONDS = 2.0
TWO_HUNDRED_MEGABYTES = 200
ENCRYPTED = entry_xml(CONTENT, inside='<manifest:encryption-data manifest:checksum="x"/>')
SMALL = parts_of(row_xml(text_cell("one"), number_cell("2.5")), styles="") | {
    "meta.xml": meta_xml('<meta:user-defined meta:name="a">b</meta:user-defined>'),
    "styles.xml": content_xml("").replace("document-content", "document-styles"),
}


def outcome(data: bytes) -> Book | Refused:
    try:
        return read_book(data)
    except Refused as refused:
        return refused


def refusal(data: bytes) -> Refused:
    found = outcome(data)
    assert isinstance(found, Refused), found
    assert "{" not in str(found)
    assert found.suggestion
    return found


def objects(path: str, kind: str) -> dict[str, str | bytes]:
    return parts_of() | {MANIFEST: manifest_xml(entry_xml(path, kind))}


REFUSED: dict[str, tuple[dict[str, str | bytes], str]] = {
    "a password": (parts_of() | {MANIFEST: manifest_xml(ENCRYPTED)}, "F-PASSWORD"),
    "a password over everything": (
        {
            "mimetype": SPREADSHEET,
            "encrypted-package": b"\0" * 64,
            MANIFEST: manifest_xml(ENCRYPTED.replace(CONTENT, "encrypted-package")),
        },
        "F-PASSWORD",
    ),
    "macros": (parts_of() | {"Basic/Standard/Module1.xml": "<x/>"}, "F-MACRO"),
    "programs": (parts_of() | {"Scripts/python/a.py": "1"}, "F-MACRO"),
    "macros of Excel": (parts_of() | {"_MS_VBA_Macros/VBAProject.bin": "1"}, "F-MACRO"),
    "macros in the content": (
        parts_of(before="<office:scripts><office:script/></office:scripts>"), "F-MACRO",
    ),
    "an object of another program": (
        objects("Object 1", "application/vnd.sun.star.oleobject"), "F-OBJECT",
    ),
    "a document inside": (
        objects("Object 1/", "application/vnd.oasis.opendocument.text"), "F-OBJECT",
    ),
    "two workbooks at once": (parts_of() | {"[Content_Types].xml": "<x/>"}, "F-AMBIGUOUS"),
    "no manifest": ({k: v for k, v in SMALL.items() if k != MANIFEST}, "F-DAMAGED"),
    "no content": ({k: v for k, v in SMALL.items() if k != CONTENT}, "F-DAMAGED"),
    "no kind": (
        {CONTENT: parts_of()[CONTENT], MANIFEST: manifest_xml(kind="")}, "F-DAMAGED",
    ),
    "a text document by its first part": (
        parts_of() | {"mimetype": SPREADSHEET.replace("spreadsheet", "text")}, "F-DOCX",
    ),
    "a presentation by its manifest": (
        parts_of() | {MANIFEST: manifest_xml(kind=SPREADSHEET.replace("spreadsheet", "presentation"))},
        "F-PPTX",
    ),
    "a document type in the content": (
        parts_of() | {CONTENT: parts_of()[CONTENT].replace("<office", "<!DOCTYPE x><office", 1)},
        "F-DOCTYPE",
    ),
    "a document type in the manifest": (
        parts_of() | {MANIFEST: manifest_xml().replace("<manifest", "<!DOCTYPE x><manifest", 1)},
        "F-DOCTYPE",
    ),
    "an entity in the properties": (
        parts_of() | {"meta.xml": f'<!DOCTYPE x [<!ENTITY a "b">]><x {SPACES}>&a;</x>'}, "F-DOCTYPE",
    ),
    "another root": (parts_of() | {CONTENT: f"<office:document {SPACES}/>"}, "F-DAMAGED"),
    "a text inside": (
        parts_of() | {CONTENT: parts_of()[CONTENT].replace("office:spreadsheet", "office:text")},
        "F-DAMAGED",
    ),
    "two bodies": (
        parts_of() | {CONTENT: parts_of()[CONTENT].replace(
            "</office:spreadsheet>", "</office:spreadsheet><office:spreadsheet/>")}, "F-DAMAGED",
    ),
    "no sheet": (parts_of(sheets=""), "F-DAMAGED"),
    "a sheet without a name": (parts_of(sheets=sheet_xml("", "")), "F-DAMAGED"),
    "one sheet twice": (parts_of(sheets=sheet_xml("") + sheet_xml("", "SHEET1")), "F-AMBIGUOUS"),
    "65 sheets": (parts_of(sheets="".join(sheet_xml("", f"S{n}") for n in range(65))), "F-SHEETS"),
    "one name twice": (
        parts_of(names='<table:named-range table:name="a" table:cell-range-address="$S.$A$1"/>' * 2),
        "F-AMBIGUOUS",
    ),
    "one property twice": (
        parts_of() | {"meta.xml": meta_xml('<meta:user-defined meta:name="a">b</meta:user-defined>' * 2)},
        "F-AMBIGUOUS",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_files_that_are_no_plain_spreadsheet_are_refused_by_name(kind: str) -> None:
    parts, code = REFUSED[kind]
    assert refusal(packed(parts)).code == code


def test_lists_of_macros_without_a_macro_and_charts_are_harmless() -> None:
    parts = parts_of() | {
        "Basic/": "",
        "Basic/script-lc.xml": "<x/>",
        "Basic/Standard/script-lb.xml": "<x/>",
        MANIFEST: manifest_xml(
            entry_xml("Object 1/", "application/vnd.oasis.opendocument.chart"),
            entry_xml("Configurations2/", "application/vnd.sun.xml.ui.configuration"),
        ),
    }
    assert isinstance(outcome(packed(parts)), Book)


CELL = '<table:table-cell office:value-type="string">{}</table:table-cell>'
ROWS = {
    "a cell in a cell": (row_xml(CELL.format(text_cell("x"))), "F-DAMAGED"),
    "a cell outside of rows": (text_cell("x"), "F-DAMAGED"),
    "a row in a row": (row_xml(row_xml(text_cell("x"))), "F-DAMAGED"),
    "a table in a cell": (row_xml(CELL.format(sheet_xml(row_xml(text_cell("x")), "in"))), "F-AMBIGUOUS"),
    "a table in a table": (sheet_xml(row_xml(text_cell("x")), "in"), "F-AMBIGUOUS"),
    "cells in a drawing": (row_xml(CELL.format(f"<draw:frame>{row_xml(text_cell('x'))}</draw:frame>")), "F-AMBIGUOUS"),
    "a cell in a paragraph": (row_xml(CELL.format(f"<text:p>{text_cell('x')}</text:p>")), "F-AMBIGUOUS"),
    "a paragraph in a paragraph": (row_xml(CELL.format("<text:p><text:p>x</text:p></text:p>")), "F-AMBIGUOUS"),
    "a list in a cell": (row_xml(CELL.format("<text:list><text:p>x</text:p></text:list>")), "F-AMBIGUOUS"),
    "a heading in a cell": (row_xml(CELL.format("<text:h>x</text:h>")), "F-AMBIGUOUS"),
    "a footnote in a text": (row_xml(CELL.format("<text:p>a<text:note><text:p>b</text:p></text:note></text:p>")), "F-AMBIGUOUS"),
    "readings of characters": (row_xml(CELL.format("<text:p><text:ruby>a</text:ruby></text:p>")), "F-AMBIGUOUS"),
    "a column repeated no time": (row_xml(text_cell("x", 'table:number-columns-repeated="0"')), "F-DAMAGED"),
    "a column repeated -1 times": (row_xml(text_cell("x", 'table:number-columns-repeated="-1"')), "F-DAMAGED"),
    "a row repeated often": (row_xml(more=f'table:number-rows-repeated="{"9" * 30}"'), "F-DAMAGED"),
    "blanks without a count": (row_xml(CELL.format('<text:p><text:s text:c="x"/></text:p>')), "F-DAMAGED"),
    "a cell beyond the last column": (row_xml(empty(16_384), text_cell("x")), "F-REFERENCE"),
    "cells up to beyond the last column": (row_xml(text_cell("x", 'table:number-columns-repeated="16385"')), "F-REFERENCE"),
    "a row beyond the last one": (row_xml(more='table:number-rows-repeated="1048576"') + row_xml(text_cell("x")), "F-REFERENCE"),
    "a merge beyond the last column": (row_xml(text_cell("x", 'table:number-columns-spanned="16385"')), "F-REFERENCE"),
    "a merge beyond the last row": (row_xml(text_cell("x", 'table:number-rows-spanned="1048577"')), "F-REFERENCE"),
    "a number that is none": (row_xml(number_cell("1,5")), "F-VALUE"),
    "a number that is not one": (row_xml(number_cell("NaN")), "F-VALUE"),
    "a number without end": (row_xml(number_cell("1e999")), "F-VALUE"),
    "a million digits": (row_xml(number_cell("1" * 1000)), "F-VALUE"),
    "a day that is none": (row_xml('<table:table-cell office:value-type="date" office:date-value="soon"/>'), "F-VALUE"),
    "a time that is none": (row_xml('<table:table-cell office:value-type="time" office:time-value="P"/>'), "F-VALUE"),
    "a yes or no that is none": (row_xml('<table:table-cell office:value-type="boolean" office:boolean-value="ja"/>'), "F-VALUE"),
    "an unknown type": (row_xml('<table:table-cell office:value-type="void"/>'), "F-VALUE"),
    "a text that is too long": (row_xml(text_cell("x" * (limits.TEXT + 1))), "F-TEXT"),
    "blanks that are too many": (row_xml(CELL.format('<text:p><text:s text:c="9999999"/></text:p>')), "F-TEXT"),
}  # fmt: skip


@pytest.mark.parametrize("kind", ROWS)
def test_rows_that_programs_could_read_differently_are_refused(kind: str) -> None:
    rows, code = ROWS[kind]
    assert refusal(ods_of(rows)).code == code


def test_a_refused_value_is_named_with_its_sheet_and_cell() -> None:
    rows = row_xml(more='table:number-rows-repeated="6"') + row_xml(empty(2), number_cell("soon"))
    assert str(refusal(ods_of(rows))) == (
        "The cell C7 of sheet “Sheet1” holds “soon”, which cannot be read."
    )


def test_damaged_parts_are_refused() -> None:
    whole = zip_parts(SMALL)
    for name in (CONTENT, MANIFEST, "meta.xml", "mimetype"):
        assert refusal(with_header(whole, name, crc=1)).code == "F-DAMAGED"
        assert refusal(with_header(whole, name, size=5)).code in ("F-DAMAGED", "F-ZIP")
    data = packed(SMALL)
    assert isinstance(outcome(data), Book)
    for percent in range(1, 100):
        refusal(data[: len(data) * percent // 100])
    for part in (CONTENT, MANIFEST):
        refusal(packed(SMALL | {part: str(SMALL[part])[:-9]}))


def test_no_byte_of_a_small_file_can_change_what_it_says() -> None:
    """Every byte, headers and directory included, once."""
    data = packed(SMALL)
    whole = read_book(data)
    chance = random.Random(1)
    for at in range(len(data)):
        changed = data[at] ^ (1 << chance.randrange(8))
        found = outcome(data[:at] + bytes((changed,)) + data[at + 1 :])
        assert isinstance(found, Refused) or found == whole, at


def test_random_content_is_read_or_refused_and_nothing_else() -> None:
    chance = random.Random(2)
    cells = (text_cell("a\nb", 'table:number-columns-repeated="2"'), number_cell(5), empty(4))
    parts = SMALL | {CONTENT: parts_of(row_xml(*cells), styles="")[CONTENT]}
    read = 0
    for _ in range(600):
        name = chance.choice([CONTENT, CONTENT, MANIFEST, "meta.xml"])
        content = bytearray(str(parts[name]).encode())
        begin = content.find(b"<office:body>") if name == CONTENT else 0
        for _ in range(chance.choice([1, 1, 2, 4])):
            at = chance.randrange(begin, len(content) + 1)
            if chance.random() < 0.4:
                del content[at : at + chance.randint(1, 9)]
            else:
                content[at:at] = bytes(chance.choices(b'<>&"= /!?[]-x19:\0\xff\xc3', k=3))
        found = outcome(packed(parts | {name: bytes(content)}))
        read += isinstance(found, Book)
    assert 10 < read < 400


# Files made to exhaust the program

CHILD = """
import json, sys, time
from pathlib import Path
from inventory_app.errors import Refused
from inventory_app.formats.excel.cells import read_book
kinds = json.loads(sys.argv[1])
for kind in kinds:
    data = Path(kind).read_bytes()
    start = time.process_time()
    try:
        read_book(data)
        code = "read"
    except Refused as refused:
        code = refused.code
    spent = time.process_time() - start
    status = Path("/proc/self/status").read_text()
    peak = int(status.partition("VmHWM:")[2].split()[0])
    print(json.dumps([code, spent, peak / 1024]))
"""


def repeated(before: str, piece: bytes, count: int, after: str) -> bytes:
    """A spreadsheet with *piece* many times among its rows, made without deflating it each time."""
    head, tail = str(parts_of("@")[CONTENT]).split("@")
    begin, end = (head + before).encode(), (after + tail).encode()
    stream = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    first = stream.compress(begin) + stream.flush(zlib.Z_FULL_FLUSH)
    middle = stream.compress(piece) + stream.flush(zlib.Z_FULL_FLUSH)
    last = stream.compress(end) + stream.flush()
    crc = zlib.crc32(begin)
    for _ in range(count):
        crc = zlib.crc32(piece, crc)
    return with_header(
        zip_parts(parts_of()),
        CONTENT,
        packed=first + middle * count + last,
        size=len(begin) + len(piece) * count + len(end),
        crc=zlib.crc32(end, crc),
    )


def repeats(columns: int, rows: int, cell: str = "x", count: int = 1) -> str:
    full = text_cell(cell, f'table:number-columns-repeated="{columns}"')
    return row_xml(full, more=f'table:number-rows-repeated="{rows}"') * count


SPACED = '<text:p><text:s text:c="65000"/></text:p>'
ROW = ("<table:table-row>", "</table:table-row>")
PARAGRAPH = (ROW[0] + "<table:table-cell><text:p>", "</text:p></table:table-cell>" + ROW[1])
BOMBS: dict[str, Callable[[], bytes]] = {
    "a cell repeated over the whole sheet": lambda: ods_of(repeats(16_384, 1_048_576)),
    "a column repeated to the end": lambda: ods_of(repeats(1, 1_048_576)),
    "many rows repeated": lambda: ods_of(repeats(16_384, 1, count=1000)),
    "merges repeated": lambda: ods_of(
        row_xml(text_cell("", 'table:number-columns-spanned="2"'), more='table:number-rows-repeated="600000"')
    ),
    "blanks repeated": lambda: ods_of(row_xml(CELL.format(SPACED * 2000) + CELL.format(SPACED) * 9)),
    "30 million characters": lambda: ods_of(row_xml(*(text_cell(f"{n} " + "\u00e9" * 30_000) for n in range(1000)))),
    "a GiB of blanks": lambda: repeated("", b" " * MEGABYTE, 1024, ""),
    "many parts of 60 MB": lambda: zipped([ZipPart(name=f"p{n}.xml", content=b"", size=60 * MEGABYTE) for n in range(100)]),
    "a paragraph of 60 MB": lambda: repeated(PARAGRAPH[0], b"x" * MEGABYTE, 60, PARAGRAPH[1]),
    "60 MB of entities in a paragraph": lambda: repeated(PARAGRAPH[0], b"&amp;" * 200_000, 60, PARAGRAPH[1]),
    "4 million empty rows": lambda: repeated("", b"<table:table-row/>" * 30_000, 100, ""),
    "2 million empty cells": lambda: repeated("", ROW[0].encode() + b"<table:table-cell/>" * 10_000 + ROW[1].encode(), 200, ""),
    "a million open tags": lambda: repeated("", b"<x>" * 100_000, 10, ""),
    "a million open spans": lambda: repeated(PARAGRAPH[0], b"<text:span>" * 50_000, 20, ""),
    "an attribute of 60 MB": lambda: repeated('<table:table-row x="', b"1" * MEGABYTE, 60, '"/>'),
    "4 million attributes": lambda: repeated("", b"<x " + b" ".join(b'a%d=""' % n for n in range(8000)) + b"/>", 500, ""),
}  # fmt: skip


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read from /proc")
def test_bombs_are_refused_at_once_and_in_little_memory(tmp_path: Path) -> None:
    files = []
    for number, make in enumerate(BOMBS.values()):
        files.append(str(tmp_path / f"{number}.ods"))
        Path(files[-1]).write_bytes(make())
    command = [sys.executable, "-c", CHILD, json.dumps(files)]
    run = subprocess.run(command, check=True, capture_output=True, text=True, timeout=200)
    told = [json.loads(line) for line in run.stdout.splitlines()]
    for kind, (code, seconds, megabytes) in zip(BOMBS, told, strict=True):
        assert code.startswith("F-"), kind
        assert seconds < TWO_SECONDS, kind
        assert megabytes < TWO_HUNDRED_MEGABYTES, kind


def test_repeats_of_nothing_cost_nothing() -> None:
    """A hundred thousand million empty cells, as every program writes them below a table."""
    rows = row_xml(text_cell("x"), empty(16_383)) + row_xml(
        '<table:table-cell table:style-name="a" table:number-columns-repeated="16384"/>',
        more='table:number-rows-repeated="1048575" table:visibility="collapse"',
    )
    sheets = "".join(sheet_xml(rows, f"S{n}") for n in range(60))
    book = read_book(ods_of(sheets=sheets))
    assert [len(sheet.rows) for sheet in book.sheets] == [1] * 60
    assert not any(sheet.hidden_rows for sheet in book.sheets)


def test_as_many_cells_as_are_allowed_are_read() -> None:
    book = read_book(ods_of(repeats(100, limits.CELLS // 100)))
    assert sum(map(len, book.sheets[0].rows.values())) == limits.CELLS
    assert (
        refusal(ods_of(repeats(100, limits.CELLS // 100) + row_xml(text_cell("x")))).code
        == "F-CELLS"
    )
