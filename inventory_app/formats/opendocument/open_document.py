"""Read an OpenDocument spreadsheet (.ods): strict, bounded, whole.

What comes out is the same as of an .xlsx workbook, so that nobody further up sees a difference.
"""

from __future__ import annotations

from inventory_app.formats.opendocument.cell_styles import CellStyles
from inventory_app.formats.opendocument.content_part import read_content
from inventory_app.formats.opendocument.names import (
    META_NAME,
    META_SPACE,
    META_TYPE,
    OFFICE_SPACE,
)
from inventory_app.formats.opendocument.package import CONTENT, META, check_package
from inventory_app.formats.spreadsheet.book import Book, put_once
from inventory_app.formats.spreadsheet.markup import elements
from inventory_app.formats.spreadsheet.zip_parts import ZipParts

_PROPERTY = "document-meta/meta/user-defined"


def read_open_document(parts: ZipParts) -> Book:
    """Return everything that the OpenDocument spreadsheet in *parts* holds in its cells.

    Raises Refused for any file that is something else, is protected by a password, damaged or
    ambiguous, carries programs or objects of other programs, or holds more than a survey does.
    """
    check_package(parts)
    content = read_content(parts.read(CONTENT), CellStyles(parts), parts.allowance)
    return Book(
        sheets=tuple(content.sheets),
        names=content.names,
        properties=_properties(parts),
        date1904=False,  # days are written as such, not counted
    )


def _properties(parts: ZipParts) -> dict[str, str]:
    properties: dict[str, str] = {}
    if META not in parts:
        return properties
    for element in elements(
        parts.read(META), META, namespaces=(OFFICE_SPACE, META_SPACE), paths=(_PROPERTY,)
    ):
        if element.attributes.get(META_TYPE, "string") == "string":
            put_once(properties, element.attributes.get(META_NAME, ""), element.text)
    return properties
