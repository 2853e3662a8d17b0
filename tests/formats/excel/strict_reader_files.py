"""Workbooks for the tests of the strict reader: whole ones, odd ones and hostile ones."""

import io
import random
import struct
import zlib
from dataclasses import dataclass, replace
from datetime import date

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


@dataclass(frozen=True, kw_only=True)
class ZipPart:
    """One part, with every field of its headers open to a lie."""

    name: str
    content: bytes
    local_name: str | None = None
    size: int | None = None
    crc: int | None = None
    flags: int = 0
    method: int = 8
    packed: bytes | None = None
    zip64: bool = False

    def stored_bytes(self) -> bytes:
        if self.packed is not None:
            return self.packed
        if self.method != 8:
            return self.content
        stream = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        return stream.compress(self.content) + stream.flush()


def zipped(parts: list[ZipPart], *, count: int | None = None, comment: bytes = b"") -> bytes:
    """Write a zip file exactly as told, lies and all."""
    body = io.BytesIO()
    directory = io.BytesIO()
    for part in parts:
        packed = part.stored_bytes()
        crc = zlib.crc32(part.content) if part.crc is None else part.crc
        size = len(part.content) if part.size is None else part.size
        name = part.name.encode()
        local = (part.local_name or part.name).encode()
        offset = body.tell()
        sums = (crc, len(packed), size)
        body.write(
            struct.pack(
                "<4s5HIIIHH", b"PK\3\4", 20, part.flags, part.method, 0, 33, *sums, len(local), 0
            )
        )
        body.write(local + packed)
        extra = b""
        if part.zip64:
            extra = struct.pack("<HHI", 0xCAFE, 4, 0) + struct.pack(
                "<HHQQQ", 1, 24, size, sums[1], offset
            )
            sums, offset = (crc, 0xFFFFFFFF, 0xFFFFFFFF), 0xFFFFFFFF
        versions, nothing = (20, 20), (0, 0, 0, 0)
        lengths = (len(name), len(extra), *nothing)
        fields = (*versions, part.flags, part.method, 0, 33, *sums, *lengths, offset)
        directory.write(struct.pack("<4s6HIIIHHHHHII", b"PK\1\2", *fields) + name + extra)
    total = len(parts) if count is None else count
    end = struct.pack(
        "<4sHHHHIIH",
        b"PK\5\6",
        0,
        0,
        total,
        total,
        len(directory.getvalue()),
        body.tell(),
        len(comment),
    )
    return body.getvalue() + directory.getvalue() + end + comment


def content_types(main: str = WORKBOOK_TYPE, more: str = "") -> str:
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{main}"/>{more}</Types>'
    )


def relationships(*links: tuple[str, str], office: str = OFFICE, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{office}/{kind}" Target="{target}"{mode}/>'
            for n, (kind, target) in enumerate(links, 1)
        )
        + "</Relationships>"
    )


def workbook_xml(sheets: tuple[str, ...] = ("Sheet1",), more: str = "", before: str = "") -> str:
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1)
    )
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}<sheets>{listed}</sheets>{more}</workbook>'


def sheet_xml(rows: str, after: str = "", before: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def strings_xml(*texts: str) -> str:
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'<sst xmlns="{MAIN}" count="9" uniqueCount="9">{items}</sst>'


def styles_xml(*formats: str) -> str:
    custom = "".join(
        f'<numFmt numFmtId="{n}" formatCode="{code}"/>' for n, code in enumerate(formats, 164)
    )
    styles = "".join(f'<xf numFmtId="{n}"/>' for n, _ in enumerate(formats, 164))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{custom}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        f'<cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>'
    )


def parts_of(rows: str = "", **changed: str | bytes) -> dict[str, str | bytes]:
    """The parts of a small sound workbook; `changed` may replace the `sheet`, `strings`, …."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook_xml(),
        "xl/_rels/workbook.xml.rels": relationships(
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            ("styles", "styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": sheet_xml(rows),
        "xl/sharedStrings.xml": strings_xml("zero", "one", "two"),
        "xl/styles.xml": styles_xml("yyyy\\-mm\\-dd", "0.0%"),
    }
    places = {
        "types": "[Content_Types].xml",
        "root": "_rels/.rels",
        "workbook": "xl/workbook.xml",
        "links": "xl/_rels/workbook.xml.rels",
        "sheet": "xl/worksheets/sheet1.xml",
        "strings": "xl/sharedStrings.xml",
        "styles": "xl/styles.xml",
    }
    parts.update({places[name]: content for name, content in changed.items()})
    return parts


def zip_parts(parts: dict[str, str | bytes]) -> list[ZipPart]:
    return [
        ZipPart(name=name, content=content.encode() if isinstance(content, str) else content)
        for name, content in parts.items()
    ]


def packed(parts: dict[str, str | bytes]) -> bytes:
    return zipped(zip_parts(parts))


def book_of(rows: str = "", **changed: str | bytes) -> bytes:
    """A small workbook with these rows on its only sheet."""
    return packed(parts_of(rows, **changed))


def with_part(
    name: str, content: str | bytes = b"", kind: str = "application/octet-stream"
) -> bytes:
    """A small workbook with one more part."""
    parts = parts_of('<row r="1"><c r="A1"><v>1</v></c></row>')
    override = f'<Override PartName="/{name}" ContentType="{kind}"/>'
    return packed(parts | {"[Content_Types].xml": content_types(more=override), name: content})


def with_header(data: list[ZipPart], name: str, **lies: object) -> bytes:
    """The same workbook with lies in the headers of one part."""
    return zipped([replace(part, **lies) if part.name == name else part for part in data])


TABLES = (("Staff", 40, 18), ("Systems", 30, 24), ("Centres", 4, 30), ("Costs", 20, 8))


def whole_return(seed: int = 1) -> bytes:
    """A return as XlsxWriter writes it: tables, dates, formulas, notes, rules, a hidden sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        heading = workbook.add_format({"bold": True, "text_wrap": True})
        day = workbook.add_format({"num_format": "yyyy-mm-dd", "locked": False})
        write_cover(workbook, heading, day)
        for name, rows, columns in TABLES:
            write_table(workbook, heading, day, name, rows, columns, random.Random(seed))
        lists = workbook.add_worksheet("Lists")
        lists.very_hidden()
        for row in range(400):
            lists.write_string(row, 0, f"CODE{row:03d}")
            lists.write_string(row, 1, f"Code list entry number {row}")
        workbook.add_worksheet("Notes").hide()
        workbook.define_name("Codes", "=Lists!$A$1:$A$400")
        workbook.define_name("Staff!Local", "=Staff!$A$1")
        workbook.set_custom_property("survey issue", "I-000123")
        workbook.set_custom_property("survey round", 7)
    return out.getvalue()


def write_cover(workbook: Workbook, heading: Format, day: Format) -> None:
    cover = workbook.add_worksheet("Cover")
    cover.merge_range(0, 0, 0, 3, "Survey of ICT capacity, réponse", heading)
    cover.write_string(1, 0, "  two blanks before, one after ")
    cover.write_string(2, 0, "line one\nline two & <three> “four” 漢字 العربية 🙂")
    cover.write_datetime(3, 0, date(2026, 11, 23), day)
    cover.write_number(4, 0, 0.125, workbook.add_format({"num_format": "0.0%"}))
    cover.write_boolean(5, 0, True)
    cover.write_formula(6, 0, "=1/0", None, "#DIV/0!")
    cover.write_formula(7, 0, '=A1&" and more"', None, "text & more")
    cover.write_formula(8, 0, "=SUM(A5:A5)", None, 0.125)
    cover.set_row(9, None, None, {"hidden": True})
    cover.write_rich_string(10, 0, "plain ", heading, "bold", " end ")


def write_table(
    workbook: Workbook,
    heading: Format,
    day: Format,
    name: str,
    rows: int,
    columns: int,
    chance: random.Random,
) -> None:
    sheet = workbook.add_worksheet(name)
    sheet.protect("x")
    answer = workbook.add_format({"bg_color": "#FFF2CC", "locked": False})
    for column in range(columns):
        sheet.write_string(3, column, f"{name} field {column}", heading)
    sheet.write_comment(3, 1, "Help", {"author": "survey"})
    sheet.data_validation(4, 2, 3 + rows, 2, {"validate": "list", "source": "=Lists!$A$1:$A$9"})
    for row in range(4, 4 + rows):
        for column in range(columns):
            match column % 6:
                case 0:
                    sheet.write_string(row, column, f"{name[:2]}-{row:03d}-{column}", answer)
                case 1:
                    sheet.write_number(row, column, round(chance.uniform(-1e4, 1e6), 2), answer)
                case 2:
                    sheet.write_string(row, column, chance.choice(["Yes", "No", "Planned"]), answer)
                case 3:
                    sheet.write_datetime(row, column, date(2000 + row % 30, 1 + row % 12, 3), day)
                case 4:
                    sheet.write_number(row, column, chance.randint(0, 9), answer)
                case _:
                    sheet.write_blank(row, column, None, answer)
    sheet.write_formula(5 + rows, 1, f"=COUNTA(B5:B{4 + rows})", None, rows)
