"""What is not a sound .xlsx package is refused, and named for what it is."""

import io
import socket
import struct
import zipfile
import zlib
from pathlib import Path

import msoffcrypto.format.ooxml
import pytest
from strict_reader_files import (
    MAIN,
    OFFICE,
    ZipPart,
    book_of,
    content_types,
    packed,
    parts_of,
    relationships,
    sheet_xml,
    strings_xml,
    whole_return,
    with_header,
    with_part,
    workbook_xml,
    zip_parts,
    zipped,
)

from inventory_app.errors import Refused
from inventory_app.formats.excel.cells import read_book

ROW = '<row r="1"><c r="A1"><v>5</v></c></row>'
SMALL = zip_parts(parts_of(ROW))
PAGE = "xl/worksheets/sheet1.xml"


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        read_book(data)
    return refused.value


def office_document(main: str, kind: str) -> bytes:
    """An Office document of another kind."""
    return packed(
        {
            "[Content_Types].xml": content_types(kind).replace("/xl/workbook.xml", f"/{main}"),
            "_rels/.rels": relationships(("officeDocument", main)),
            main: "<x/>",
        }
    )


def compound_file(stream: str) -> bytes:
    """The beginning of an old Office file whose directory names one stream."""
    name = stream.encode("utf-16-le")
    entry = name.ljust(64, b"\0") + struct.pack("<HBB", len(name) + 2, 2, 1) + bytes(60)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + entry


def encrypted(data: bytes) -> bytes:
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(data)).encrypt("secret", out)
    return out.getvalue()


def open_document(kind: str) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    return zipped(
        [
            ZipPart(name="mimetype", content=mimetype, method=0),
            ZipPart(name="content.xml", content=b"<x/>"),
        ]
    )


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
BINARY = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"

KINDS = {
    "empty": (b"", "F-EMPTY"),
    "blanks only": (b" \r\n", "F-EMPTY"),
    "password": (encrypted(whole_return()), "F-PASSWORD"),
    "zip password": (with_header(SMALL, PAGE, flags=1), "F-PASSWORD"),
    "xls": (compound_file("Workbook"), "F-XLS"),
    "xls of Excel 5": (compound_file("Book"), "F-XLS"),
    "xls of Excel 4": (b"\x09\x04\x06\x00\x00\x00\x10\x00", "F-XLS"),
    "xls as XML": (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "F-XLS"),
    "doc": (compound_file("WordDocument"), "F-DOCX"),
    "ppt": (compound_file("PowerPoint Document"), "F-PPTX"),
    "another compound file": (compound_file("Something"), "F-NOT-WORKBOOK"),
    "xlsb": (office_document("xl/workbook.bin", BINARY), "F-XLSB"),
    "docx": (office_document("word/document.xml", WORD), "F-DOCX"),
    "pptx": (office_document("ppt/presentation.xml", SLIDES), "F-PPTX"),
    "another Office document": (office_document("visio/document.xml", "application/vnd.ms-visio"), "F-NOT-WORKBOOK"),
    "flat ods": (b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">', "F-FODS"),
    "flat odt": (b'<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.text">', "F-DOCX"),
    "odt": (open_document("text"), "F-DOCX"),
    "odp": (open_document("presentation"), "F-PPTX"),
    "odg": (open_document("graphics"), "F-NOT-WORKBOOK"),
    "Numbers": (packed({"Index/Document.iwa": b"x"}), "F-NOT-WORKBOOK"),
    "zip of workbooks": (packed({"returns/a.xlsx": book_of()}), "F-ZIP"),
    "empty zip": (zipped([]), "F-ZIP"),
    "gzip": (b"\x1f\x8b\x08\0\0\0\0\0", "F-ZIP"),
    "csv": ("Département;Système\nA;é\n".encode("latin-1"), "F-CSV"),
    "csv of Excel": ("\ufeffDépartement\tSystème\n".encode("utf-16"), "F-CSV"),
    "html": (b"\xef\xbb\xbf  <!DOCTYPE HTML><html><table>", "F-HTML"),
    "html table": (b"<table><tr><td>1</td></tr></table>", "F-HTML"),
    "mhtml": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "F-HTML"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "F-PDF"),
    "rtf": (b"{\\rtf1\\ansi}", "F-NOT-WORKBOOK"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "F-NOT-WORKBOOK"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_other_files_are_named_by_their_content(kind: str) -> None:
    """P11 and P12."""
    data, code = KINDS[kind]
    refused = refusal(data)
    assert refused.code == code
    assert str(refused).endswith(".")
    assert refused.suggestion


def test_a_refusal_says_what_to_do_in_plain_words() -> None:
    refused = refusal(KINDS["password"][0])
    assert str(refused) == "The file is protected by a password."
    assert refused.suggestion == "Save it without a password and send it again."


def test_sizes_that_lie_are_refused() -> None:
    """P2: a part may be neither longer nor shorter than it says."""
    honest = len(next(part for part in SMALL if part.name == PAGE).content)
    for size in (0, 1, honest - 1, honest + 1, honest * 2, 60 << 20):
        assert refusal(with_header(SMALL, PAGE, size=size)).code == "F-DAMAGED"


def test_a_large_part_with_a_size_that_lies_is_refused() -> None:
    content = sheet_xml(ROW + " " * (3 << 20)).encode()
    large = zip_parts(parts_of(sheet=content))
    assert read_book(zipped(large)).sheets[0].rows[1][1].value == 5
    for size in (2 << 20, len(content) - 1, len(content) + 1, 50 << 20):
        assert refusal(with_header(large, PAGE, size=size)).code == "F-DAMAGED"
    cut = zlib.compress(content, wbits=-15)[:-9]
    assert refusal(with_header(large, PAGE, packed=cut)).code == "F-DAMAGED"
    longer = zlib.compress(content, wbits=-15) + b"more"
    assert refusal(with_header(large, PAGE, packed=longer)).code == "F-DAMAGED"


@pytest.mark.parametrize(
    "lies",
    [{"crc": 1}, {"packed": b"\xff\xff\xff\xff"}, {"packed": b""}, {"method": 12}, {"method": 0, "packed": b"<x/>"}],
)  # fmt: skip
def test_a_part_that_is_not_what_its_header_says_is_refused(lies: dict[str, object]) -> None:
    assert refusal(with_header(SMALL, PAGE, **lies)).code == "F-DAMAGED"


@pytest.mark.parametrize("name", [part.name for part in SMALL])
def test_the_checksum_of_every_used_part_counts(name: str) -> None:
    """P7."""
    assert refusal(with_header(SMALL, name, crc=0)).code == "F-DAMAGED"


def test_a_part_that_nobody_reads_may_be_damaged() -> None:
    parts = [*SMALL, ZipPart(name="docProps/thumbnail.jpeg", content=b"picture", crc=0)]
    assert read_book(zipped(parts)).sheets[0].rows[1][1].value == 5


def test_bytes_behind_the_data_of_a_part_are_refused() -> None:
    part = next(part for part in SMALL if part.name == PAGE)
    longer = with_header(SMALL, PAGE, packed=part.stored_bytes() + b"more")
    assert refusal(longer).code == "F-DAMAGED"


def test_bytes_behind_the_directory_are_refused() -> None:
    data = zipped(SMALL)
    longer = bytearray(data[:-22] + b"more" + data[-22:])
    size = struct.unpack_from("<I", longer, len(longer) - 10)[0]
    struct.pack_into("<I", longer, len(longer) - 10, size + 4)
    assert refusal(bytes(longer)).code == "F-DAMAGED"


def test_too_many_parts_are_refused_before_they_are_listed() -> None:
    """P3."""
    many = [*SMALL, *(ZipPart(name=f"xl/p{n}.xml", content=b"", method=0) for n in range(2000))]
    assert refusal(zipped(many)).code == "F-PARTS"
    assert refusal(zipped(SMALL, count=60_000)).code == "F-PARTS"
    assert refusal(zipped(SMALL, count=3)).code == "F-DAMAGED"
    assert refusal(zipped(SMALL, count=9)).code == "F-DAMAGED"


def test_too_many_sheets_are_refused() -> None:
    """P3: a workbook may list one part 5,000 times."""
    sheets = tuple(f"S{n}" for n in range(5000))
    links = relationships(*[("worksheet", "worksheets/sheet1.xml")] * 5000)
    assert refusal(book_of(workbook=workbook_xml(sheets), links=links)).code == "F-SHEETS"


@pytest.mark.parametrize(
    "name", [PAGE, PAGE.upper(), "XL/worksheets/Sheet1.xml", PAGE.replace("/", "\\")]
)
def test_a_part_in_two_spellings_is_refused(name: str) -> None:
    """P4: openpyxl and calamine did read different data."""
    other = ZipPart(name=name, content=sheet_xml(ROW.replace("5", "6")).encode())
    assert refusal(zipped([*SMALL, other])).code == "F-AMBIGUOUS"


def test_parts_that_overlap_are_refused() -> None:
    """P4: two entries of the directory may share the same bytes."""
    data = bytearray(zipped(SMALL))
    first = data.find(b"PK\1\2")
    second = data.find(b"PK\1\2", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    assert refusal(bytes(data)).code == "F-DAMAGED"


def test_bytes_hidden_between_parts_are_refused() -> None:
    """P4: a reader that goes from part to part would see one more."""
    hidden = zipped([ZipPart(name="xl/worksheets/sheet1.xml", content=b"<other/>")])
    hidden = hidden[: hidden.find(b"PK\1\2")]
    data = zipped(SMALL)
    at = data.find(b"PK\1\2")
    end = data.rfind(b"PK\5\6")
    moved = bytearray(data[:at] + hidden + data[at:])
    struct.pack_into("<I", moved, end + len(hidden) + 16, at + len(hidden))
    assert zipfile.ZipFile(io.BytesIO(moved)).testzip() is None
    assert refusal(bytes(moved)).code == "F-DAMAGED"


def test_a_part_with_two_names_is_refused() -> None:
    assert (
        refusal(with_header(SMALL, PAGE, local_name="xl/worksheets/sheet2.xml")).code == "F-DAMAGED"
    )


@pytest.mark.parametrize(
    "name",
    ["../evil.xml", "xl/../../evil.xml", "/etc/evil.xml", "C:/evil.xml", "..\\evil.xml", "xl/a\0.xml"],
)  # fmt: skip
def test_names_that_point_elsewhere_are_refused_and_write_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P5."""
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert refusal(zipped([*SMALL, ZipPart(name=name, content=b"x")])).code == "F-PATH"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "\\\\server\\share\\sheet1.xml",
        "//server/share/sheet1.xml",
        "../../sheet1.xml",
        "../../../xl/worksheets/sheet1.xml",
        "http://127.0.0.1:{port}/sheet1.xml",
        "",
    ],
)
@pytest.mark.parametrize("external", [False, True])
@pytest.mark.parametrize("kind", ["worksheet", "sharedStrings"])
def test_parts_elsewhere_are_refused_without_looking(
    target: str, external: bool, kind: str
) -> None:
    """P6: other readers silently returned an empty sheet."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        port = listener.getsockname()[1]
        strings = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
        links = [("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")]
        links = [(each, target.format(port=port) if each == kind else path) for each, path in links]
        if external:
            xml = relationships(*(link for link in links if link[0] != kind))
            outside = relationships(next(link for link in links if link[0] == kind), external=True)
            xml = xml.replace(
                "</",
                outside[outside.find("<Relationship ") :]
                .replace('"rId1"', '"rId9"')
                .partition("</")[0]
                + "</",
                1,
            )
            if kind == "worksheet":
                xml = xml.replace('"rId1"', '"rId2"').replace('"rId9"', '"rId1"')
        else:
            xml = relationships(*links)
        refused = refusal(book_of(strings, links=xml))
        assert refused.code in ("F-LINK", "F-VALUE")
        assert (refused.code == "F-VALUE") == (external and kind == "sharedStrings")
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.parametrize("missing", [part.name for part in SMALL])
def test_a_package_with_a_part_missing_is_refused(missing: str) -> None:
    """Other readers return an empty sheet without an error."""
    assert refusal(zipped([part for part in SMALL if part.name != missing])).code in (
        "F-DAMAGED",
        "F-NOT-WORKBOOK",
        "F-ZIP",
    )


@pytest.mark.parametrize("changed", ["workbook", "sheet", "strings", "styles"])
def test_a_part_of_another_kind_is_refused(changed: str) -> None:
    for xml in (
        f'<other xmlns="{MAIN}"/>',
        '<worksheet xmlns="urn:x"><sheetData/></worksheet>',
        "",
        "text",
    ):
        assert refusal(book_of(ROW, **{changed: xml})).code == "F-DAMAGED"


MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
ADD_IN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
VBA = "application/vnd.ms-office.vbaProject"

PROGRAMS = {
    "declared": (book_of(types=content_types(MACRO)), "F-MACRO"),
    "add-in": (book_of(types=content_types(ADD_IN)), "F-MACRO"),
    "project": (with_part("xl/vbaProject.bin", b"x", VBA), "F-MACRO"),
    "project with another name": (with_part("xl/media/image1.png", b"x", VBA), "F-MACRO"),
    "project of another kind": (with_part("xl/vbaProject.bin", b"x", "image/png"), "F-MACRO"),
    "sheet of Excel 4": (with_part("xl/macrosheets/sheet1.xml", "<x/>", "application/vnd.ms-excel.macrosheet+xml"), "F-MACRO"),
    "sheet of Excel 4 by its link": (
        book_of(links=relationships(("worksheet", "worksheets/sheet1.xml")).replace(f"{OFFICE}/worksheet", "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet")),
        "F-MACRO",
    ),
    "ActiveX": (with_part("xl/activeX/activeX1.bin", b"x"), "F-OBJECT"),
    "ActiveX with another name": (with_part("xl/a.bin", b"x", "application/vnd.ms-office.activeX"), "F-OBJECT"),
    "OLE object": (with_part("xl/embeddings/oleObject1.bin", b"x"), "F-OBJECT"),
    "embedded document": (with_part("xl/embeddings/report.docx", b"x"), "F-OBJECT"),
}  # fmt: skip


@pytest.mark.parametrize("kind", PROGRAMS)
def test_programs_and_objects_are_refused(kind: str) -> None:
    """P13: other readers accept them silently."""
    data, code = PROGRAMS[kind]
    assert refusal(data).code == code


def test_printer_settings_pictures_and_notes_are_not_programs() -> None:
    parts = parts_of(ROW) | {
        "xl/printerSettings/printerSettings1.bin": b"x",
        "xl/media/image1.png": b"x",
        "xl/comments1.xml": "<!DOCTYPE x><not-even-xml",
        "xl/ctrlProps/ctrlProp1.xml": "<x/>",
    }
    types = content_types(more='<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"/>')  # fmt: skip
    assert read_book(packed(parts | {"[Content_Types].xml": types})).sheets[0].rows[1][1].value == 5


def test_anything_in_front_of_the_package_is_refused() -> None:
    """P15."""
    data = zipped(SMALL)
    for front in (b"#!/bin/sh\n", b"MZ\x90\0" + bytes(60), b"GIF89a", b" "):
        assert refusal(front + data).code == "F-PREFIX"
    other = book_of(ROW.replace("5", "6"))
    assert refusal(other + data).code == "F-DAMAGED"
    assert refusal(other + moved(data, len(other))).code == "F-DAMAGED"


def moved(data: bytes, by: int) -> bytes:
    """The same zip file with all offsets as they are behind *by* other bytes."""
    shifted = bytearray(data)
    at = data.find(b"PK\1\2")
    while at >= 0:
        struct.pack_into("<I", shifted, at + 42, struct.unpack_from("<I", data, at + 42)[0] + by)
        at = data.find(b"PK\1\2", at + 4)
    end = data.rfind(b"PK\5\6") + 16
    struct.pack_into("<I", shifted, end, struct.unpack_from("<I", data, end)[0] + by)
    return bytes(shifted)


@pytest.mark.parametrize("tail", [b"\0", b"more", b"PK\5\6", b"\r\n" * 40, b"x" * 70_000])
def test_anything_behind_the_package_is_refused(tail: bytes) -> None:
    """P15: some readers look for the end from the back, others do not."""
    assert refusal(zipped(SMALL) + tail).code == "F-DAMAGED"


def test_a_comment_is_allowed_but_not_a_second_end_in_it() -> None:
    assert read_book(zipped(SMALL, comment=b"made by hand")).sheets
    end = zipped(SMALL)[-22:]
    assert refusal(zipped(SMALL, comment=end + b"x")).code == "F-DAMAGED"


def test_packages_with_postponed_and_64_bit_sizes_are_read() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.data += data
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as package:  # cannot go back: descriptors
        for name, content in parts_of(ROW).items():
            with package.open(name, "w", force_zip64=True) as part:
                part.write(content.encode() if isinstance(content, str) else content)
    assert read_book(bytes(pipe.data)).sheets[0].rows[1][1].value == 5


def test_64_bit_sizes_in_the_directory_are_read() -> None:
    data = with_header(SMALL, PAGE, zip64=True)
    assert read_book(data).sheets[0].rows[1][1].value == 5
    without_field = data.replace(struct.pack("<HH", 1, 24), struct.pack("<HH", 2, 24))
    assert refusal(without_field).code in ("F-DAMAGED", "F-ZIP-BOMB")


def test_64_bit_offsets_beyond_the_file_are_refused() -> None:
    data = with_header(SMALL, PAGE, zip64=True)
    field = data.find(struct.pack("<HH", 1, 24)) + 4
    for place in (field, field + 8, field + 16):
        for offset in (1 << 40, (1 << 64) - 1):
            changed = data[:place] + struct.pack("<Q", offset) + data[place + 8 :]
            assert refusal(changed).code in ("F-DAMAGED", "F-ZIP-BOMB")
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, (1 << 64) - 1, 1)
    assert refusal(data[:-22] + locator + data[-22:]).code == "F-DAMAGED"


def test_a_64_bit_end_must_agree_with_the_ordinary_one() -> None:
    data = zipped(SMALL)
    body, end = data[:-22], data[-22:]
    count, size, begin = struct.unpack("<HII", end[10:20])

    def with_end(count_64: int, capped: bytes) -> bytes:
        record = struct.pack(
            "<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count_64, count_64, size, begin
        )
        locator = struct.pack("<4sIQI", b"PK\6\7", 0, len(body), 1)
        return body + record + locator + capped

    assert read_book(with_end(count, end)).sheets[0].rows[1][1].value == 5
    capped = end[:8] + b"\xff" * 12 + end[20:]
    assert read_book(with_end(count, capped)).sheets[0].rows[1][1].value == 5
    assert refusal(with_end(count - 1, end)).code == "F-DAMAGED"


def test_two_main_parts_or_none_are_refused() -> None:
    two = relationships(("officeDocument", "xl/workbook.xml"), ("officeDocument", "xl/other.xml"))
    assert refusal(book_of(root=two)).code == "F-NOT-WORKBOOK"
    assert refusal(book_of(root=relationships())).code == "F-NOT-WORKBOOK"


def test_names_given_twice_are_refused() -> None:
    sheets = workbook_xml(("Staff", "STAFF"))
    links = relationships(
        ("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml")
    )
    parts = parts_of(workbook=sheets, links=links) | {"xl/worksheets/sheet2.xml": sheet_xml("")}
    assert refusal(packed(parts)).code == "F-AMBIGUOUS"

    same = relationships(
        ("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet1.xml")
    )
    assert refusal(book_of(workbook=workbook_xml(("A", "B")), links=same)).code == "F-AMBIGUOUS"

    names = "<definedNames><definedName name='N'>A!$A$1</definedName><definedName name='N'>A!$B$1</definedName></definedNames>"
    assert refusal(book_of(workbook=workbook_xml(more=names))).code == "F-AMBIGUOUS"


@pytest.mark.parametrize(
    "changed",
    [
        {"workbook": workbook_xml(()).replace("<sheets>", '<sheets><sheet name="S" r:id="rId9"/>')},
        {"workbook": workbook_xml(()).replace("<sheets>", '<sheets><sheet name="S"/>')},
        {"workbook": workbook_xml(("",))},
        {"workbook": workbook_xml(())},
        {"workbook": workbook_xml().replace("r:id", 'state="secret" r:id')},
        {"links": relationships(("chartsheet", "worksheets/sheet1.xml"))},
        {"links": relationships(("styles", "worksheets/sheet1.xml"))},
        {"links": relationships(("worksheet", "worksheets/sheet1.xml"), ("styles", "a.xml"), ("styles", "b.xml"))},
        {"links": relationships(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")).replace("rId2", "rId1")},
        {"strings": strings_xml("a").replace("<t>", "<si><t>").replace("</t>", "</t></si>")},
        {"strings": strings_xml("a").replace("<si>", "").replace("</si>", "")},
        {"strings": strings_xml("a").replace("<t>", "<r><r><t>").replace("</t>", "</t></r></r>")},
        {"strings": strings_xml("a<t>b</t>")},
        {"strings": strings_xml("a<r/>")},
    ],
)  # fmt: skip
def test_a_workbook_that_does_not_hang_together_is_refused(changed: dict[str, str]) -> None:
    assert refusal(book_of(ROW, **changed)).code == "F-DAMAGED"


def test_a_file_over_the_limit_is_refused_by_its_size() -> None:
    assert refusal(b"PK\3\4" + bytes(25 << 20)).code == "F-SIZE"
