"""Kinds of files that are no return at all, or whose package was damaged or rebuilt."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import openpyxl
from paper_books import Book, unzipped, zipped
from return_kinds import kind
from returns_store import Issued

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_TYPES = "application/vnd.openxmlformats-officedocument"


def _old_file(stream: str) -> bytes:
    """Return the beginning of a compound file with one stream."""
    return _OLE + stream.encode("utf-16-le").ljust(64, b"\0") + bytes(2048)


def _document(kind_of_part: str) -> bytes:
    """Return the package of an Office document of another kind."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/main" ContentType="{kind_of_part}"/></Types>'
    )
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Target="main" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/officeDocument"/></Relationships>'
    )
    parts = {"[Content_Types].xml": types, "_rels/.rels": links, "main": "<x/>"}
    return zipped({name: text.encode() for name, text in parts.items()})


def _sheet_part(book: Book, sheet: str) -> str:
    return f"xl/worksheets/sheet{book.pages.index(book.data_pages[sheet]) + 1}.xml"


@kind("csv", "exported the staff sheet as .csv and named it .xlsx", "unreadable", reason="F-CSV")
def _(book: Book, issued: Issued) -> bytes:
    return "post_no;functional_title\n30001;Engineer\n".encode("utf-8-sig")


@kind("html", "saved a web page of the workbook as .xls", "unreadable", reason="F-HTML",
      file="return.xls")  # fmt: skip
def _(book: Book, issued: Issued) -> bytes:
    return b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table><tr><td>1</table></html>"


@kind("old xls", "saved in the form of Excel 97", "unreadable", reason="F-XLS", file="return.xls")
def _(book: Book, issued: Issued) -> bytes:
    return _old_file("Workbook")


@kind("password", "saved with a password", "unreadable", reason="F-PASSWORD")
def _(book: Book, issued: Issued) -> bytes:
    return _old_file("EncryptedPackage")


@kind("xlsb", "saved as a binary workbook", "unreadable", reason="F-XLSB", file="return.xlsb")
def _(book: Book, issued: Issued) -> bytes:
    return _document("application/vnd.ms-excel.sheet.binary.macroEnabled.main")


@kind("docx", "copied everything into a text document", "unreadable", reason="F-DOCX",
      file="return.docx")  # fmt: skip
def _(book: Book, issued: Issued) -> bytes:
    return _document(f"{_TYPES}.wordprocessingml.document.main+xml")


@kind("presentation", "copied everything into slides", "unreadable", reason="F-PPTX")
def _(book: Book, issued: Issued) -> bytes:
    return _document(f"{_TYPES}.presentationml.presentation.main+xml")


@kind("pdf", "printed the workbook and sent the PDF", "unreadable", reason="F-PDF",
      file="return.pdf")  # fmt: skip
def _(book: Book, issued: Issued) -> bytes:
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@kind("zip", "packed the workbook into an archive", "unreadable", reason="F-ZIP",
      file="return.zip")  # fmt: skip
def _(book: Book, issued: Issued) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("return.xlsx", book.data())
    return out.getvalue()


@kind("picture", "sent a photograph of the screen", "unreadable", reason="F-NOT-WORKBOOK")
def _(book: Book, issued: Issued) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@kind("empty", "sent an empty file", "unreadable", reason="F-EMPTY")
def _(book: Book, issued: Issued) -> bytes:
    return b""


@kind("truncated", "the mail program cut the file", "unreadable", reason="F-DAMAGED")
def _(book: Book, issued: Issued) -> bytes:
    data = book.data()
    return data[: len(data) * 2 // 3]


@kind("bit flipped", "a bad disk changed one byte", "unreadable", reason="F-DAMAGED")
def _(book: Book, issued: Issued) -> bytes:
    data = bytearray(book.data())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        info = package.getinfo(_sheet_part(book, "staff"))
    data[info.header_offset + info.compress_size // 2] ^= 0x40
    return bytes(data)


@kind("sheet part missing", "a repair program threw the staff sheet's part away", "unreadable",
      reason="F-DAMAGED")  # fmt: skip
def _(book: Book, issued: Issued) -> bytes:
    parts = unzipped(book.data())
    del parts[_sheet_part(book, "staff")]
    return zipped(parts)


@kind("texts missing", "a repair program threw the part with all texts away", "unreadable",
      reason="F-DAMAGED")  # fmt: skip
def _(book: Book, issued: Issued) -> bytes:
    parts = unzipped(book.data())
    del parts["xl/sharedStrings.xml"]
    return zipped(parts)


@kind("texts cut short", "a part with fewer texts than the sheets refer to", "unreadable",
      reason="F-VALUE")  # fmt: skip
def _(book: Book, issued: Issued) -> bytes:
    parts = unzipped(book.data())
    head, *items = parts["xl/sharedStrings.xml"].split(b"<si>")
    parts["xl/sharedStrings.xml"] = b"<si>".join((head, *items[:20])) + b"</sst>"
    return zipped(parts)


@kind("macros", "saved as .xlsm after recording a macro", "unreadable", reason="F-MACRO",
      file="return.xlsm")  # fmt: skip
def _(book: Book, issued: Issued) -> bytes:
    parts = unzipped(book.data())
    parts["xl/vbaProject.bin"] = b"\0"
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(
        f"{_TYPES}.spreadsheetml.sheet.main+xml".encode(),
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    ).replace(b"</Types>", b'<Default Extension="bin" ContentType="application/vnd.ms-office.'
              b'vbaProject"/></Types>')  # fmt: skip
    return zipped(parts)


@kind("document type", "malware put a document type into a sheet", "unreadable",
      reason="F-DOCTYPE")  # fmt: skip
def _(book: Book, issued: Issued) -> bytes:
    parts = unzipped(book.data())
    name = _sheet_part(book, "staff")
    parts[name] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts[name]
    return zipped(parts)


@kind("some other workbook", "sent the price list instead", "unreadable", reason="F-NOT-SURVEY")
def _(book: Book, issued: Issued) -> bytes:
    other, out = openpyxl.Workbook(), io.BytesIO()
    other.active.append(("Post", "Price"))
    other.save(out)
    return out.getvalue()


@kind("another survey", "sent a survey workbook that this store never issued", "unknown-issue",
      reason="F-UNKNOWN-ISSUE")  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    for row, column, cell in list(book["_identity"].filled()):
        if cell.content == "store":
            book["_identity"].put(row, column + 1, "ANOTHER")


@kind("last round", "sent the workbook of the last round again", "wrong-round",
      reason="F-WRONG-ROUND")  # fmt: skip
def _(book: Book, issued: Issued) -> bytes:
    return issued.last_round.read_bytes()


# Rebuilt packages that say the same.


@kind("untouched", "opened it and saved it again with another program", "unchanged")
def _(book: Book, issued: Issued) -> None:
    pass


@kind("strict open xml", "saved as “Strict Open XML Spreadsheet”", "merged",
      counts={"changed": 1}, values={("units", "U1", "users_served"): 77})  # fmt: skip
def _(book: Book, issued: Issued) -> bytes:
    book.table("units").put("U1", users_served=77)
    strict = (
        (rb"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
         rb"http://purl.oclc.org/ooxml/spreadsheetml/main"),
        (rb"http://schemas.openxmlformats.org/officeDocument/2006/(relationships|customProperties)",
         rb"http://purl.oclc.org/ooxml/officeDocument/\1"),
    )  # fmt: skip
    parts = unzipped(book.data())
    for name, content in parts.items():
        for old, new in strict:
            content = re.sub(old, new, content)  # noqa: PLW2901
        parts[name] = content
    return zipped(parts)


@kind("calendar of 1904", "saved on an old Mac: days are counted from 1904", "merged",
      counts={"changed": 1},
      values={("units", "U1", "last_audit"): date(2026, 3, 1),
              ("staff", "30001", "contract_start"): date(2020, 1, 11)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.date1904 = True
    book.table("units").put("U1", last_audit=date(2026, 3, 1))


@kind("protected", "protected all sheets and the structure of the workbook", "merged",
      counts={"changed": 1}, values={("units", "U1", "users_served"): 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.locked = True
    for page in book.pages:
        page.extra = '<sheetProtection sheet="1" objects="1" password="83AF"/>'
    book.table("units").put("U1", users_served=77)


@kind("comments and pictures", "put comments and a picture on the sheets", "merged",
      counts={"changed": 1}, values={("units", "U1", "users_served"): 77})  # fmt: skip
def _(book: Book, issued: Issued) -> bytes:
    book.table("units").put("U1", users_served=77)
    name = _sheet_part(book, "units")
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="../comments1.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/comments"/>'
        '<Relationship Id="rId2" Target="../media/image1.png" Type="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>'
    )
    more = {
        name.replace("worksheets/", "worksheets/_rels/") + ".rels": links.encode(),
        "xl/comments1.xml": b"<comments><commentList><comment ref='C5'/></commentList></comments>",
        "xl/media/image1.png": b"\x89PNG",
    }
    return zipped(unzipped(book.data()) | more)
