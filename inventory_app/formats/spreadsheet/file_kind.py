"""What a file is, by its content, when it is no workbook that can be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from inventory_app.errors import Refused
from inventory_app.formats.spreadsheet.refusals import ASK_AGAIN
from inventory_app.formats.spreadsheet.zip_directory import end_of_directory
from inventory_app.texts import N_

if TYPE_CHECKING:
    from collections.abc import Collection

_SAVE_AS_XLSX = N_(
    "Open it in a spreadsheet program, choose “Save as”, type .xlsx, and send that file."
)
_SEND_WORKBOOK = N_("Send the survey workbook itself, the .xlsx file that was issued.")

_KINDS = {
    "F-EMPTY": (N_("The file is empty."), ASK_AGAIN),
    "F-PASSWORD": (
        N_("The file is protected by a password."),
        N_("Save it without a password and send it again."),
    ),
    "F-XLS": (N_("The file is a workbook of the old form, .xls."), _SAVE_AS_XLSX),
    "F-XLSB": (N_("The file is a binary workbook, .xlsb."), _SAVE_AS_XLSX),
    "F-ODS": (
        N_("The file is an OpenDocument spreadsheet, .ods: forms can only save to .xlsx."),
        N_("Go on in the spreadsheet program and send it as it is, or save it there as .xlsx."),
    ),
    "F-FODS": (
        N_("The file is an OpenDocument spreadsheet without a package, .fods."),
        N_("Open it in a spreadsheet program, save it as .xlsx or .ods, and send that file."),
    ),
    "F-CSV": (N_("The file is plain text or a .csv list, not a workbook."), _SEND_WORKBOOK),
    "F-HTML": (N_("The file is a web page, not a workbook."), _SEND_WORKBOOK),
    "F-PDF": (N_("The file is a PDF document, not a workbook."), _SEND_WORKBOOK),
    "F-DOCX": (N_("The file is a text document, not a workbook."), _SEND_WORKBOOK),
    "F-PPTX": (N_("The file is a presentation, not a workbook."), _SEND_WORKBOOK),
    "F-ZIP": (
        N_("The file is an archive of other files, not a workbook."),
        N_("Unpack it and send the workbook in it."),
    ),
    "F-PREFIX": (N_("Something has been put in front of the workbook in this file."), ASK_AGAIN),
    "F-NOT-WORKBOOK": (N_("The file is not an Excel workbook (.xlsx)."), _SEND_WORKBOOK),
}

_ZIP = b"PK\3\4"
_NO_PARTS = b"PK\5\6"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = (_NO_PARTS, b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
_EARLY_XLS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
_BEGINNINGS = ((_ARCHIVES, "F-ZIP"), (_EARLY_XLS, "F-XLS"), (b"%PDF-", "F-PDF"))
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LOOKED_AT = 4096

_OLE_STREAMS = (
    ("EncryptedPackage", "F-PASSWORD"),
    ("Workbook", "F-XLS"),
    ("Book", "F-XLS"),
    ("WordDocument", "F-DOCX"),
    ("PowerPoint Document", "F-PPTX"),
)
_MAIN_TYPES = (
    ("sheet.binary", "F-XLSB"),
    ("wordprocessingml", "F-DOCX"),
    ("ms-word", "F-DOCX"),
    ("presentationml", "F-PPTX"),
    ("ms-powerpoint", "F-PPTX"),
)
_OPEN_DOCUMENTS = (
    (b"opendocument.spreadsheet", "F-ODS"),
    (b"opendocument.text", "F-DOCX"),
    (b"opendocument.presentation", "F-PPTX"),
    (b"opendocument.", "F-NOT-WORKBOOK"),
)


def refusal(code: str) -> Refused:
    """Return the refusal of a file of the kind *code*."""
    message, suggestion = _KINDS[code]
    return Refused(code, message, suggestion)


def check_is_zip(data: bytes) -> None:
    """Raise Refused, saying what the file is, unless *data* starts as a zip file does."""
    if not data.startswith(_ZIP):
        raise refusal(_kind_of_file(data))


def kind_of_zip(names: Collection[str], mimetype: bytes) -> str:
    """Return the kind of a zip file that is no Office document.

    *mimetype* is the content of the part that names the kind of an OpenDocument file.
    """
    for mark, code in _OPEN_DOCUMENTS:
        if mark in mimetype:
            return code
    return "F-NOT-WORKBOOK" if any(name.endswith(".iwa") for name in names) else "F-ZIP"


def kind_of_main_part(content_type: str) -> str:
    """Return the kind of an Office document by the content type of its main part."""
    for mark, code in _MAIN_TYPES:
        if mark in content_type:
            return code
    return "F-NOT-WORKBOOK"


def _kind_of_file(data: bytes) -> str:
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    for beginnings, code in _BEGINNINGS:
        if data.startswith(beginnings):
            return code
    head = data[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not head:
        return "F-EMPTY"
    if end_of_directory(data) >= 0 and _ZIP in data:
        return "F-PREFIX"
    return _kind_of_text(head)


def _kind_of_text(head: bytes) -> str:
    if head.startswith(_UTF16):
        return "F-CSV"
    if _NOT_TEXT.search(head):
        return "F-NOT-WORKBOOK"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "F-XLS"
    if b"opendocument" in head and head.startswith(b"<"):
        return _kind_of_flat(head)
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"mime-version:")) or (
        head.startswith(b"<") and b"<html" in head
    ):
        return "F-HTML"
    return "F-NOT-WORKBOOK" if head.startswith((b"<", b"{\\rtf")) else "F-CSV"


def _kind_of_flat(head: bytes) -> str:
    """Return the kind of an OpenDocument file that is one XML document, by its root element."""
    said = head.partition(b"mimetype")[2]
    code = next((code for mark, code in _OPEN_DOCUMENTS if mark in said), "F-ODS")
    return "F-FODS" if code == "F-ODS" else code


def _kind_of_ole(data: bytes) -> str:
    """Return the kind of a compound file by the names in its directory, 64 bytes each."""
    for stream, code in _OLE_STREAMS:
        if stream.encode("utf-16-le").ljust(64, b"\0") in data:
            return code
    return "F-NOT-WORKBOOK"
