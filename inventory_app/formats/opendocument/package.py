"""What the parts of an OpenDocument file say of themselves, before its content is read."""

from __future__ import annotations

import re

from inventory_app.errors import Refused
from inventory_app.formats.opendocument.names import FULL_PATH, MANIFEST_SPACE, MEDIA_TYPE
from inventory_app.formats.spreadsheet.file_kind import kind_of_zip, refusal
from inventory_app.formats.spreadsheet.markup import Element, elements
from inventory_app.formats.spreadsheet.refusals import (
    SAVE_AGAIN,
    damaged,
    foreign_objects,
    macros,
)
from inventory_app.formats.spreadsheet.zip_parts import ZipParts

CONTENT = "content.xml"
STYLES = "styles.xml"
META = "meta.xml"
_MANIFEST = "META-INF/manifest.xml"
_EXCEL_PART = "[Content_Types].xml"

_FAMILY = "application/vnd.oasis.opendocument."
_SPREADSHEETS = (f"{_FAMILY}spreadsheet", f"{_FAMILY}spreadsheet-template")
_PICTURES = (f"{_FAMILY}chart", f"{_FAMILY}formula", f"{_FAMILY}image")
_ENTRY = "manifest/file-entry"
_ENCRYPTED = f"{_ENTRY}/encryption-data"
# Lists of libraries are no programs: they are there in every file that once had a macro.
_MACROS = re.compile(r"(?:basic|scripts)/(?!.*script-l[bc]\.xml$).|.*(?:vbaproject|vba_macros)")
_OBJECT = re.compile(r"oleobject|ms-ole|x-java|activex")


def is_open_document(parts: ZipParts) -> bool:
    """Return whether *parts* are those of an OpenDocument file, of whatever kind.

    Raises Refused for a file that is a workbook of Excel as well.
    """
    if _MANIFEST not in parts and b"opendocument" not in parts.mimetype():
        return False
    if _EXCEL_PART in parts:
        raise Refused(
            "F-AMBIGUOUS",
            "The file is two workbooks at once; which one is shown depends on the program.",
            SAVE_AGAIN,
        )
    return True


def check_package(parts: ZipParts) -> None:
    """Raise Refused unless *parts* are a spreadsheet without password, programs and objects."""
    said = parts.mimetype().decode("ascii", "replace").strip()
    _check_kind(parts, said)
    listed = elements(
        parts.read(_MANIFEST),
        _MANIFEST,
        namespaces=(MANIFEST_SPACE,),
        paths=(_ENTRY, _ENCRYPTED),
    )
    if any(element.path == _ENCRYPTED for element in listed):
        raise refusal("F-PASSWORD")
    kinds = {element.attributes.get(FULL_PATH, ""): _kind(element) for element in listed}
    _check_kind(parts, kinds.get("/", ""))
    if not (said or kinds.get("/")):
        raise damaged(_MANIFEST)
    if any(_MACROS.match(name) for name in parts):
        raise macros()
    for path, kind in kinds.items():
        if _OBJECT.search(kind) or (
            path != "/" and kind.startswith(_FAMILY) and kind not in _PICTURES
        ):
            raise foreign_objects()


def _check_kind(parts: ZipParts, said: str) -> None:
    if said and said not in _SPREADSHEETS:
        raise refusal(kind_of_zip(list(parts), said.encode()))


def _kind(element: Element) -> str:
    return element.attributes.get(MEDIA_TYPE, "")
