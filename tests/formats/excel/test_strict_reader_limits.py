"""Files made to exhaust the program are refused at once, and in little memory."""

import json
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from strict_reader_files import (
    MAIN,
    ZipPart,
    book_of,
    packed,
    parts_of,
    relationships,
    sheet_xml,
    strings_xml,
    with_header,
    workbook_xml,
    zip_parts,
    zipped,
)

from inventory_app.formats.excel.cells import read_book
from inventory_app.formats.spreadsheet.grid import column_letters

PAGE = "xl/worksheets/sheet1.xml"
MEGABYTE = 1 << 20
TWO_SECONDS = 2.0
TWO_HUNDRED_MEGABYTES = 200

CHILD = """
import json, sys, time
from pathlib import Path
from inventory_app.errors import Refused
from inventory_app.formats.excel.cells import read_book
data = Path(sys.argv[1]).read_bytes()
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


def repeated(name: str, before: str, piece: bytes, count: int, after: str) -> bytes:
    """A workbook with *piece* many times in one part, made without deflating it each time."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    begin = stream.compress(before.encode()) + stream.flush(zlib.Z_FULL_FLUSH)
    middle = stream.compress(piece) + stream.flush(zlib.Z_FULL_FLUSH)
    end = stream.compress(after.encode()) + stream.flush()
    crc = zlib.crc32(before.encode())
    for _ in range(count):
        crc = zlib.crc32(piece, crc)
    return with_header(
        zip_parts(parts_of()),
        name,
        packed=begin + middle * count + end,
        size=len(before.encode()) + len(piece) * count + len(after.encode()),
        crc=zlib.crc32(after.encode(), crc),
    )


def in_rows(before: str, piece: bytes, count: int, after: str) -> bytes:
    """A workbook with *piece* many times among the rows of its sheet."""
    head, tail = sheet_xml("@").split("@")
    return repeated(PAGE, head + before, piece, count, after + tail)


def in_strings(before: str, piece: bytes, count: int, after: str) -> bytes:
    head, tail = strings_xml("@").split("<si><t>@</t></si>")
    return repeated("xl/sharedStrings.xml", head + before, piece, count, after + tail)


def in_styles(piece: bytes, count: int) -> bytes:
    head = f'<styleSheet xmlns="{MAIN}"><cellXfs>'
    return repeated("xl/styles.xml", head, piece, count, "</cellXfs></styleSheet>")


def lying(size: int) -> bytes:
    """A GiB of blanks that says to be of *size* bytes."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    begin = stream.flush(zlib.Z_FULL_FLUSH)
    block = stream.compress(b" " * MEGABYTE) + stream.flush(zlib.Z_FULL_FLUSH)
    packed_blanks = begin + block * 1024 + stream.flush()
    return with_header(zip_parts(parts_of()), PAGE, size=size, packed=packed_blanks)


def numbered(cell: str, rows: int) -> str:
    """Rows of 25 cells with their places, for *cell* with `@` for the place."""
    places = "ABCDEFGHIJKLMNOPQRSTUVWXY"
    return "".join(
        f'<row r="{row}">'
        + "".join(cell.replace("@", f"{letter}{row}") for letter in places)
        + "</row>"
        for row in range(1, rows + 1)
    )


def text_row(row: int) -> str:
    return f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{"é" * 30_000}</t></is></c></row>'


VALUE = ('<row r="1"><c r="A1"><v>', "</v></c></row>")
BOMBS: dict[str, Callable[[], bytes]] = {
    "a GiB of blanks": lambda: in_rows("", b" " * MEGABYTE, 1024, ""),
    "a GiB of blanks that says it is 50 MB": lambda: lying(50 * MEGABYTE),
    "a GiB of blanks that says it is nothing": lambda: lying(0),
    "many parts of 60 MB": lambda: zipped(
        [ZipPart(name=f"p{n}.xml", content=b"", size=60 * MEGABYTE) for n in range(100)]
    ),
    "60 MB of blanks in a value": lambda: in_rows(VALUE[0], b" " * MEGABYTE, 60, VALUE[1]),
    "60 MB of entities in a value": lambda: in_rows(VALUE[0], b"&amp;" * 200_000, 60, VALUE[1]),
    "a text of 60 MB": lambda: in_strings("<si><t>", b"x" * MEGABYTE, 60, "</t></si>"),
    "20 million rows": lambda: in_rows("", b"<row/>" * 100_000, 200, ""),
    "4 million rows": lambda: in_rows("", b"<row/>" * 100_000, 40, ""),
    "2 million blank cells": lambda: in_rows("", b"<row>" + b"<c/>" * 10_000 + b"</row>", 200, ""),
    "5 million unknown tags": lambda: in_rows("", b"<x/>" * 100_000, 50, ""),
    "5 million texts": lambda: in_strings("", b"<si><t>a</t></si>" * 100_000, 50, ""),
    "2 million texts": lambda: in_strings("", b"<si><t>a</t></si>" * 100_000, 20, ""),
    "2 million styles": lambda: in_styles(b"<xf/>" * 100_000, 20),
    "300,000 styles": lambda: in_styles(b"<xf/>" * 100_000, 3),
    "600,000 numbers": lambda: book_of(numbered('<c r="@"><v>1</v></c>', 24_000)),
    "30 million characters": lambda: book_of("".join(map(text_row, range(1, 1001)))),
    "an attribute of 60 MB": lambda: in_rows('<row r="', b"1" * MEGABYTE, 60, '"/>'),
    "a comment of 60 MB": lambda: in_rows("<!--", b"x" * MEGABYTE, 60, "-->"),
    "4 million attributes": lambda: in_rows(
        "", b"<x " + b" ".join(b'a%d=""' % n for n in range(8000)) + b"/>", 500, ""
    ),
    "20,000 parts": lambda: packed({f"xl/p{n}.xml": "" for n in range(20_000)}),
    "a million open tags": lambda: in_rows("", b"<x>" * 100_000, 10, ""),
}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read from /proc")
@pytest.mark.parametrize("kind", BOMBS)
def test_bombs_are_refused_at_once(kind: str, tmp_path: Path) -> None:
    """P1 to P3 and P9."""
    file = tmp_path / "bomb.xlsx"
    file.write_bytes(BOMBS[kind]())
    command = [sys.executable, "-c", CHILD, str(file)]
    run = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    code, seconds, megabytes = json.loads(run.stdout)
    assert code.startswith("F-")
    assert seconds < TWO_SECONDS
    assert megabytes < TWO_HUNDRED_MEGABYTES


def test_large_honest_workbooks_are_read() -> None:
    """Far beyond any return, both in the form read by pattern and in one that is parsed."""
    rows = numbered('<c r="@" t="s"><v>1</v></c>', 2_000)
    for xml in (sheet_xml(rows), sheet_xml(rows).replace("<sheetData>", "<sheetData >")):
        assert sum(map(len, read_book(book_of(sheet=xml)).sheets[0].rows.values())) == 50_000


def test_rows_that_gnumeric_colours_to_the_end_do_not_make_a_workbook_too_large() -> None:
    """It writes a cell for each of the 16,384 columns, in a line of its own: here a million."""
    rows = "".join(
        f'<row r="{row}">\n<c r="A{row}" s="1">\n<v>{row}</v>\n</c>\n'
        + "".join(f'<c r="{column_letters(n)}{row}" s="1"/>\n' for n in range(2, 16_385))
        + "</row>\n"
        for row in range(1, 4)
    )
    names = [f"S{n}" for n in range(20)]
    links = [("worksheet", f"worksheets/{name}.xml") for name in names]
    parts = parts_of(workbook=workbook_xml(tuple(names)), links=relationships(*links))
    parts |= {f"xl/worksheets/{name}.xml": sheet_xml(rows) for name in names}
    book = read_book(packed(parts))
    assert [list(sheet.rows) for sheet in book.sheets] == [[1, 2, 3]] * len(names)


def test_a_part_that_is_read_in_steps_is_read_right() -> None:
    """Over the size that is inflated at once, and that is read by pattern."""
    texts = [f"text {n} {'é' * 400}" for n in range(12_000)]
    rows = numbered('<c r="@" t="s"><v>11999</v></c>', 1)
    book = read_book(book_of(rows, strings=strings_xml(*texts)))
    assert {cell.value for cell in book.sheets[0].rows[1].values()} == {texts[-1]}
