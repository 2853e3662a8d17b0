"""Read a workbook: strict, bounded, whole.

Nothing is guessed: what two programs could read in two ways is refused, and so is what cannot be
read, with the place and what to do about it. Only the standard library is used.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias, cast

from inventory_app.formats.excel.markup import MAIN_NAMESPACES
from inventory_app.formats.excel.number_formats import (
    CELL_FORMAT,
    NUMBER_FORMAT,
    cell_formats,
)
from inventory_app.formats.excel.package import (
    OFFICE_RELATIONSHIPS,
    OUTSIDE,
    Package,
    Relationship,
)
from inventory_app.formats.excel.shared_strings_part import read_shared_strings
from inventory_app.formats.excel.sheet_part import read_sheet
from inventory_app.formats.excel.stored_values import Numbers, SharedTexts, Values
from inventory_app.formats.excel.text_items import unescaped
from inventory_app.formats.opendocument.open_document import read_open_document
from inventory_app.formats.opendocument.package import is_open_document
from inventory_app.formats.spreadsheet import limits
from inventory_app.formats.spreadsheet.book import (
    NO_STORED_VALUE,
    Book,
    Cell,
    Kind,
    SheetCells,
    State,
    put_once,
)
from inventory_app.formats.spreadsheet.markup import Element, elements
from inventory_app.formats.spreadsheet.refusals import damaged, doubled_name, link_outside, macros
from inventory_app.formats.spreadsheet.stored_numbers import NumberFormat
from inventory_app.formats.spreadsheet.zip_parts import ZipParts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["NO_STORED_VALUE", "Book", "Cell", "Kind", "SheetCells", "State", "read_book"]

_PROPERTIES = "workbook/workbookPr"
_SHEET = "workbook/sheets/sheet"
_NAME = "workbook/definedNames/definedName"
_PROPERTY = "Properties/property"
_PROPERTY_TEXTS = tuple(f"{_PROPERTY}/{kind}" for kind in ("lpwstr", "lpstr", "bstr"))
_PROPERTY_NAMESPACES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
    "http://purl.oclc.org/ooxml/officeDocument/customProperties",
    "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes",
)
_PROPERTY_LINKS = ("custom-properties", "customProperties")
_STATES = ("visible", "hidden", "veryHidden")
_MOST_REMEMBERED = 256 << 10  # bytes of a styles part
_WITHOUT_CELLS = ("chartsheet", "dialogsheet")

# Tells of a sheet by name, state and content, of the shared strings and the defined names of the
# workbook whether it may be passed over.
Needless: TypeAlias = Callable[[str, str, bytes | bytearray, list[str], "Mapping[str, str]"], bool]


def _none(*_: object) -> bool:
    """Tell that every sheet is needed."""
    return False


def read_book(data: bytes, *, is_needless: Needless = _none) -> Book:
    """Return everything that the workbook *data* holds in its cells, and where it is from.

    Reads .xlsx in its usual (transitional) and its strict form, and .ods. A sheet of an .xlsx
    workbook that *is_needless* says to be so is not parsed and has no rows. Raises Refused for any
    file that is something else, is damaged or ambiguous, or holds more than a survey ever does.
    """
    parts = ZipParts(data)
    if is_open_document(parts):
        return read_open_document(parts)
    return _excel_book(Package(parts), is_needless)


def _excel_book(package: Package, is_needless: Needless) -> Book:
    links = package.relationships(package.workbook)
    described = elements(
        package.read(package.workbook),
        package.workbook,
        namespaces=MAIN_NAMESPACES,
        paths=(_PROPERTIES, _SHEET, _NAME),
    )
    sheets = [element for element in described if element.path == _SHEET]
    if len(sheets) > limits.SHEETS:
        raise limits.too_many_sheets()
    parts = _sheet_parts(package.workbook, sheets, links)
    values = Values(
        texts=SharedTexts(_strings(package, links)),
        numbers=Numbers(_formats(package, links)),
        allowance=package.allowance,
    )
    names = _names(described)

    def passed_over(name: str, state: str, content: bytes | bytearray) -> bool:
        return is_needless(name, state, content, values.texts.strings, names)

    return Book(
        sheets=tuple(
            _sheet(package, part, element.attributes, values, passed_over)
            for element, part in zip(sheets, parts, strict=True)
            if part
        ),
        names=names,
        properties=_properties(package),
        date1904=any(
            element.attributes.get("date1904") in ("1", "true", "on")
            for element in described
            if element.path == _PROPERTIES
        ),
    )


def _sheet_parts(
    workbook: str, sheets: Iterable[Element], links: dict[str, Relationship]
) -> list[str]:
    """Return the part of each sheet, empty for one that has no cells."""
    parts: list[str] = []
    names: set[str] = set()
    targets: set[str] = set()
    for element in sheets:
        name = element.attributes.get("name", "")
        link = links.get(_link_id(element))
        if link is None or not name:
            raise damaged(workbook)
        if link.kind == OUTSIDE:
            raise link_outside(link.target)
        if "macrosheet" in link.kind.lower():
            raise macros()
        if link.kind != "worksheet" and link.kind not in _WITHOUT_CELLS:
            raise damaged(link.target)
        if name.casefold() in names or link.target.lower() in targets:
            raise doubled_name(name)
        names.add(name.casefold())
        targets.add(link.target.lower())
        parts.append(link.target if link.kind == "worksheet" else "")
    if not any(parts):
        raise damaged(workbook)
    return parts


def _link_id(element: Element) -> str:
    ids = (element.attributes.get(f"{namespace} id") for namespace in OFFICE_RELATIONSHIPS)
    return next(filter(None, ids), "")


def _sheet(
    package: Package,
    part: str,
    attributes: dict[str, str],
    values: Values,
    passed_over: Callable[[str, str, bytes | bytearray], bool],
) -> SheetCells:
    name = attributes["name"]
    state = attributes.get("state", "visible")
    if state not in _STATES:
        raise damaged(package.workbook)
    content = package.read(part)
    if passed_over(name, state, content):
        return SheetCells(name=name, state=cast("State", state), rows={})
    rows, merged = read_sheet(content, part, name, values)
    return SheetCells(
        name=name,
        state=cast("State", state),
        rows=rows.cells,
        merged=merged,
        hidden_rows=frozenset(rows.hidden),
    )


def _part(links: dict[str, Relationship], *kinds: str) -> str:
    """Return the part of one of *kinds*, empty if there is none; two are one too many."""
    targets = [link.target for link in links.values() if link.kind in kinds]
    if len(targets) > 1:
        raise damaged(targets[1])
    return targets[0] if targets else ""


def _strings(package: Package, links: dict[str, Relationship]) -> list[str]:
    part = _part(links, "sharedStrings")
    return read_shared_strings(package.read(part), part, package.allowance) if part else []


def _formats(package: Package, links: dict[str, Relationship]) -> dict[str, NumberFormat]:
    part = _part(links, "styles")
    content = package.read(part) if part else b""
    known = _known_formats if len(content) <= _MOST_REMEMBERED else _known_formats.__wrapped__
    return known(bytes(content), part)


@lru_cache(maxsize=8)
def _known_formats(styles: bytes, part: str) -> dict[str, NumberFormat]:
    """Return the number formats; most returns of a round have the same styles, byte for byte."""
    if not part:
        return cell_formats([])
    return cell_formats(
        elements(styles, part, namespaces=MAIN_NAMESPACES, paths=(NUMBER_FORMAT, CELL_FORMAT))
    )


def _names(described: Iterable[Element]) -> dict[str, str]:
    names: dict[str, str] = {}
    for element in described:
        attributes = element.attributes
        if element.path == _NAME and "localSheetId" not in attributes:
            put_once(names, attributes.get("name", ""), element.text.strip())
    return names


def _properties(package: Package) -> dict[str, str]:
    part = _part(package.relationships(""), *_PROPERTY_LINKS)
    if not part:
        return {}
    properties: dict[str, str] = {}
    name = ""
    for element in elements(
        package.read(part),
        part,
        namespaces=_PROPERTY_NAMESPACES,
        paths=(_PROPERTY, *_PROPERTY_TEXTS),
    ):
        if element.path == _PROPERTY:
            name = element.attributes.get("name", "")
        else:
            put_once(properties, name, unescaped(element.text))
    return properties
