"""Workbooks as people handle them: sheets of cells to type in, sort, move and copy, saved again.

They are read and written as a spreadsheet program does it, by other code than the program's own, and
so plainly that hundreds of damaged returns cost no more than a few saved by hand.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import column_index_from_string, get_column_letter

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument"
_PLACE = re.compile(r"('(?:[^']|'')+'|[^'!]+)!\$([A-Z]+)\$([0-9]+)")


@dataclass(frozen=True)
class Formula:
    """A formula and the result that the program stored with it, if it stored one."""

    text: str
    result: str | float | bool | None = None


@dataclass(frozen=True)
class Error:
    """An error of the spreadsheet, such as #REF!."""

    text: str


@dataclass(frozen=True)
class Number:
    """A number exactly as its digits are stored."""

    digits: str


Content = str | int | float | bool | date | Formula | Error | Number | None


@dataclass(slots=True)
class Cell:
    """What stands in a cell, and its number format."""

    content: Content = None
    format: str = "General"


@dataclass
class Page:
    """One sheet. Rows and columns are counted from 1."""

    name: str
    state: str = "visible"
    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    extra: str = ""  # tags that stand after the cells
    shared: bool = False  # its cells belong to the workbook as it was issued

    def copy(self, name: str = "") -> Page:
        """Return the same sheet once more."""
        if self.shared and not name:
            return Page(self.name, self.state, self.cells, [*self.merged], shared=True)
        cells = {
            row: {at: Cell(cell.content, cell.format) for at, cell in line.items()}
            for row, line in self.cells.items()
        }
        return Page(
            name or self.name, self.state, cells, [*self.merged], {*self.hidden_rows}, self.extra
        )

    def copy_row(self, source: int, target: int) -> None:
        """Copy a whole row, with the hidden cells."""
        line = self.cells[source].items()
        self.cells[target] = {at: Cell(cell.content, cell.format) for at, cell in line}

    def content(self, row: int, column: int) -> Content:
        """Return what stands in a cell."""
        cell = self.cells.get(row, {}).get(column)
        return cell.content if cell else None

    def put(self, row: int, column: int, content: Content, form: str | None = None) -> None:
        """Type something into a cell, which keeps its format unless a new one is given."""
        if self.shared:
            self.cells, self.shared = self.copy(self.name).cells, False
        cell = self.cells.setdefault(row, {}).setdefault(column, Cell())
        cell.content = content
        if form is not None:
            cell.format = form

    @property
    def sheet(self) -> str:
        """The name that the program has for this data sheet, empty for another page."""
        texts = (str(self.content(row, 1)) for row in range(1, 13))
        return next((t.removeprefix("#sheet:") for t in texts if t.startswith("#sheet:")), "")

    @property
    def last_row(self) -> int:
        """The last row that has cells."""
        return max(self.cells, default=0)

    @property
    def last_column(self) -> int:
        """The last column that has cells."""
        return max((max(cells, default=0) for cells in self.cells.values()), default=0)

    def filled(self) -> Iterator[tuple[int, int, Cell]]:
        """Yield the cells that hold something, with their rows and columns."""
        for row, cells in sorted(self.cells.items()):
            for column, cell in sorted(cells.items()):
                if cell.content not in (None, ""):
                    yield row, column, cell


class Table:
    """The table of one data sheet: its columns by field, its rows by what people know them by."""

    def __init__(self, page: Page, prefix: str, key: str, head: int, columns: dict[str, int]):
        self.page, self.prefix, self.key, self.head = page, prefix, key, head
        self.columns = columns

    @property
    def rows(self) -> dict[str, int]:
        """The rows that hold answers, by their key; none where its column is gone."""
        at = self.columns.get(self.key)
        if at is None:
            return {}
        return {
            str(self.page.content(row, at)): row
            for row in sorted(self.page.cells)
            if row > self.head + 1 and self.page.content(row, at) not in (None, "")
        }

    @property
    def spare(self) -> list[int]:
        """The rows that have a code and no answers."""
        taken = set(self.rows.values())
        return [
            row
            for row in sorted(self.page.cells)
            if row > self.head + 1
            and row not in taken
            and str(self.page.content(row, 1)).startswith(f"{self.prefix}-")
        ]

    def put(self, row: int | str, form: str | None = None, /, **answers: Content) -> int:
        """Type answers into a row, given by its number or its key; return the number."""
        number = self.rows[row] if isinstance(row, str) else row
        for name, content in answers.items():
            self.page.put(number, self.columns[name], content, form)
        return number

    def get(self, row: int | str, name: str) -> Content:
        """Return an answer."""
        return self.page.content(
            self.rows[row] if isinstance(row, str) else row, self.columns[name]
        )

    def cell(self, row: int | str, name: str) -> str:
        """Return the name of a cell, such as C7."""
        number = self.rows[row] if isinstance(row, str) else row
        return f"{get_column_letter(self.columns[name])}{number}"


class Book:
    """A whole workbook."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.names: dict[str, str] = {}
        self.properties: dict[str, str] = {}
        self.date1904 = False
        self.locked = False
        self._tables: Mapping[str, tuple[str, str]] = {}
        self._texts: list[str] = []
        self._formats: list[str] = []

    @classmethod
    def read(cls, path: Path, tables: Mapping[str, tuple[str, str]]) -> Book:
        """Return the workbook at *path*; *tables* are prefix and key of each data sheet."""
        known = _read(path, tuple(sorted(tables.items())))
        book = Book()
        book.pages = [page.copy() for page in known.pages]
        book.names, book.properties = dict(known.names), dict(known.properties)
        book._tables, book._texts, book._formats = known._tables, known._texts, known._formats
        return book

    def __getitem__(self, name: str) -> Page:
        return next(page for page in self.pages if page.name == name)

    @property
    def data_pages(self) -> dict[str, Page]:
        """The data sheets by the name that the program has for them."""
        found: dict[str, Page] = {}
        for page in self.pages:
            if page.sheet:
                found.setdefault(page.sheet, page)
        return found

    def table(self, sheet: str, page: Page | None = None) -> Table:
        """Return the table of a data sheet, as it stands now."""
        page = page or self.data_pages[sheet]
        mark = f"#sheet:{sheet}"
        head = next(row for row in sorted(page.cells) if page.content(row, 1) == mark)
        columns = {
            cell.content: at
            for at, cell in page.cells[head].items()
            if isinstance(cell.content, str) and not cell.content.startswith(("#", "="))
        }
        prefix, key = self._tables[sheet]
        return Table(page, prefix, key, head, columns)

    def named(self, name: str) -> tuple[Page, int, int]:
        """Return sheet, row and column to which a defined name refers."""
        match = _PLACE.fullmatch(self.names[name])
        tab = match[1].removeprefix("'").removesuffix("'").replace("''", "'")
        return self[tab], int(match[3]), column_index_from_string(match[2])

    # What people do to whole sheets

    def rename(self, page: Page, name: str) -> None:
        """Rename a tab; the names that refer to it follow."""
        old, new = _quoted(page.name) + "!", _quoted(name) + "!"
        self.names = {each: text.replace(old, new) for each, text in self.names.items()}
        page.name = name

    def copy(self, page: Page, name: str, *, before: bool = False) -> Page:
        """Copy a sheet within the workbook."""
        made = page.copy(name)
        at = self.pages.index(page)
        self.pages.insert(at if before else at + 1, made)
        return made

    def add(self, name: str, *rows: tuple[Content, ...]) -> Page:
        """Add a sheet with some rows."""
        page = Page(name)
        for number, row in enumerate(rows, start=1):
            for column, content in enumerate(row, start=1):
                page.put(number, column, content)
        self.pages.append(page)
        return page

    # What people do to rows and columns

    def insert_rows(self, page: Page, at: int, count: int = 1) -> None:
        """Push empty rows in above row *at*."""
        self._shift(page, lambda row: row + count if row >= at else row, lambda column: column)

    def delete_rows(self, page: Page, at: int, count: int = 1) -> None:
        """Delete whole rows."""
        gone = range(at, at + count)
        self._shift(
            page,
            lambda row: 0 if row in gone else row - count if row >= at else row,
            lambda column: column,
        )

    def insert_columns(self, page: Page, at: int, count: int = 1) -> None:
        """Push empty columns in left of column *at*."""
        self._shift(page, lambda row: row, lambda each: each + count if each >= at else each)

    def delete_columns(self, page: Page, at: int, count: int = 1) -> None:
        """Delete whole columns."""
        gone = range(at, at + count)
        self._shift(
            page,
            lambda row: row,
            lambda each: 0 if each in gone else each - count if each >= at else each,
        )

    def swap_columns(self, page: Page, one: int, other: int) -> None:
        """Let two columns change places, as cutting and inserting them does."""
        swapped = {one: other, other: one}
        self._shift(page, lambda row: row, lambda each: swapped.get(each, each))

    def move_rows(self, page: Page, order: Mapping[int, int]) -> None:
        """Move rows, whole, from their numbers to others; defined names stay where they are."""
        page.cells = {order.get(row, row): cells for row, cells in page.cells.items()}
        page.shared = False

    def _shift(
        self, page: Page, new_row: Callable[[int], int], new_column: Callable[[int], int]
    ) -> None:
        """Give cells new places, 0 for those that go; names follow, as in every program."""
        page.cells = {
            number: {at: cell for column, cell in cells.items() if (at := new_column(column))}
            for row, cells in page.cells.items()
            if (number := new_row(row))
        }
        page.shared = False
        page.hidden_rows = {number for row in page.hidden_rows if (number := new_row(row))}
        tab = _quoted(page.name)
        for name, text in self.names.items():
            match = _PLACE.fullmatch(text)
            if match is None or match[1] not in (tab, page.name):
                continue
            row, column = new_row(int(match[3])), new_column(column_index_from_string(match[2]))
            place = f"${get_column_letter(column)}${row}" if row and column else "#REF!"
            self.names[name] = f"{match[1]}!{place}"

    def data(self) -> bytes:
        """Return the workbook as a file."""
        return _Written(self).data()

    def save(self, path: Path) -> Path:
        """Write the workbook to *path*."""
        path.write_bytes(self.data())
        return path


@cache
def _read(path: Path, tables: tuple[tuple[str, tuple[str, str]], ...]) -> Book:
    """Read a workbook that was issued, and that nobody has touched."""
    parts = unzipped(path.read_bytes())
    roots = {name: ET.fromstring(parts[f"xl/{name}"]) for name in _DESCRIBING}
    texts = ["".join(item.itertext()) for item in roots["sharedStrings.xml"]]
    links = {link.get("Id"): link.get("Target") for link in roots["_rels/workbook.xml.rels"]}
    formats = _formats(roots["styles.xml"])
    described = roots["workbook.xml"]
    book = Book()
    book._tables = dict(tables)
    for sheet in described.find(_SHEETS):
        root = ET.fromstring(parts[f"xl/{links[sheet.get(_ID)]}"])
        page = _page(sheet, root, texts, formats)
        page.shared = page.name == "_lists" or str(page.content(1, 1)).startswith(_PAGES)
        book.pages.append(page)
    book._texts, book._formats = texts, list(dict.fromkeys(("General", *formats)))
    book.names = {
        each.get("name"): each.text
        for each in described.find(f"{{{_MAIN}}}definedNames")
        if each.get("localSheetId") is None
    }
    custom = ET.fromstring(parts["docProps/custom.xml"])
    book.properties = {each.get("name"): "".join(each.itertext()) for each in custom}
    return book


_PAGES = ("#page:instructions", "#page:check", "#page:submit")
_DESCRIBING = ("workbook.xml", "_rels/workbook.xml.rels", "sharedStrings.xml", "styles.xml")
_SHEETS, _ID = f"{{{_MAIN}}}sheets", f"{{{_OFFICE}}}id"
_BUILT_IN = {"1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%",
             "14": "yyyy-mm-dd", "49": "@"}  # fmt: skip


def _formats(styles: ET.Element) -> list[str]:
    """Return the number format of each style of cells."""
    custom = {
        each.get("numFmtId"): each.get("formatCode") for each in styles.iter(f"{{{_MAIN}}}numFmt")
    }
    known = _BUILT_IN | custom
    return [
        known.get(each.get("numFmtId"), "General") for each in styles.find(f"{{{_MAIN}}}cellXfs")
    ]


def _page(sheet: ET.Element, root: ET.Element, texts: list[str], formats: list[str]) -> Page:
    page = Page(sheet.get("name"), sheet.get("state", "visible"))
    page.merged = [each.get("ref") for each in root.iter(f"{{{_MAIN}}}mergeCell")]
    for line in root.iter(f"{{{_MAIN}}}row"):
        cells = page.cells.setdefault(int(line.get("r")), {})
        for cell in line:
            form = formats[int(cell.get("s", "0"))]
            content = _content(cell, form, texts)
            if content is not None or form != "General":
                column = column_index_from_string(cell.get("r").rstrip("0123456789"))
                cells[column] = Cell(content, form)
    return page


def _content(cell: ET.Element, form: str, texts: list[str]) -> Content:
    kind, value = cell.get("t", "n"), cell.findtext(f"{{{_MAIN}}}v")
    formula = cell.findtext(f"{{{_MAIN}}}f")
    if formula is not None:
        return Formula(formula, value if kind == "str" else float(value) if value else None)
    if kind == "inlineStr":
        return "".join(cell.itertext())
    if value is None:
        return None
    if kind in ("s", "str"):
        return texts[int(value)] if kind == "s" else value
    if "yy" in form:
        return date(1899, 12, 30) + timedelta(int(float(value)))
    number = float(value)
    return int(number) if number.is_integer() else number


def _quoted(tab: str) -> str:
    return "'" + tab.replace("'", "''") + "'"


_rendered: dict[int, tuple[object, str]] = {}  # the cells, so that their id stays theirs


class _Written:
    """Writes one workbook."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._strings = {text: n for n, text in enumerate(dict.fromkeys(book._texts))}
        self._formats = {form: n for n, form in enumerate(book._formats or ["General"])}

    def data(self) -> bytes:
        book = self._book
        sheets = [self._sheet(page) for page in book.pages]
        parts = {
            "[Content_Types].xml": self._types(),
            "_rels/.rels": _links(
                (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
                (f"{_OFFICE}/custom-properties", "docProps/custom.xml"),
            ),
            "docProps/custom.xml": self._properties(),
            "xl/workbook.xml": self._workbook(),
            "xl/_rels/workbook.xml.rels": _links(
                *(
                    (f"{_OFFICE}/worksheet", f"worksheets/sheet{n}.xml")
                    for n in range(1, len(sheets) + 1)
                ),
                (f"{_OFFICE}/styles", "styles.xml"),
                (f"{_OFFICE}/sharedStrings", "sharedStrings.xml"),
            ),
            "xl/styles.xml": self._styles(),
            "xl/sharedStrings.xml": self._shared(),
        }
        parts |= {f"xl/worksheets/sheet{n}.xml": text for n, text in enumerate(sheets, start=1)}
        return zipped({name: text.encode() for name, text in parts.items()})

    def _types(self) -> str:
        main = f"{_TYPES}.spreadsheetml"
        kinds = {
            "/xl/workbook.xml": f"{main}.sheet.main+xml",
            "/xl/styles.xml": f"{main}.styles+xml",
            "/xl/sharedStrings.xml": f"{main}.sharedStrings+xml",
            "/docProps/custom.xml": f"{_TYPES}.custom-properties+xml",
        } | {
            f"/xl/worksheets/sheet{n}.xml": f"{main}.worksheet+xml"
            for n in range(1, len(self._book.pages) + 1)
        }
        overrides = "".join(
            f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in kinds.items()
        )
        return (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
        )

    def _properties(self) -> str:
        texts = "".join(
            '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"'
            f' pid="{n}" name={quoteattr(name)}><vt:lpwstr>{escape(text)}</vt:lpwstr></property>'
            for n, (name, text) in enumerate(self._book.properties.items(), start=2)
        )
        return (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
            'custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/'
            f'docPropsVTypes">{texts}</Properties>'
        )

    def _workbook(self) -> str:
        book = self._book
        sheets = "".join(
            f'<sheet name={quoteattr(page.name)} sheetId="{n}" state="{page.state}" r:id="rId{n}"/>'
            for n, page in enumerate(book.pages, start=1)
        )
        names = "".join(
            f"<definedName name={quoteattr(name)}>{escape(text)}</definedName>"
            for name, text in book.names.items()
        )
        lock = '<workbookProtection lockStructure="1"/>' if book.locked else ""
        return (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
            f'<workbookPr date1904="{int(book.date1904)}"/>{lock}'
            f"<sheets>{sheets}</sheets><definedNames>{names}</definedNames></workbook>"
        )

    def _sheet(self, page: Page) -> str:
        known = _rendered.get(id(page.cells)) if page.shared else None
        if known is None:
            known = page.cells, self._rows(page)
            if page.shared:
                _rendered[id(page.cells)] = known
        merged = "".join(f'<mergeCell ref="{each}"/>' for each in page.merged)
        after = f'<mergeCells count="{len(page.merged)}">{merged}</mergeCells>' if merged else ""
        return (
            f'<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheetData>{known[1]}'
            f"</sheetData>{page.extra}{after}</worksheet>"
        )

    def _rows(self, page: Page) -> str:
        rows = []
        for row in sorted(page.cells):
            cells = "".join(
                self._cell(f"{get_column_letter(column)}{row}", cell)
                for column, cell in sorted(page.cells[row].items())
            )
            hidden = ' hidden="1"' if row in page.hidden_rows else ""
            rows.append(f'<row r="{row}"{hidden}>{cells}</row>')
        return "".join(rows)

    def _cell(self, place: str, cell: Cell) -> str:
        content = cell.content
        form = cell.format
        if isinstance(content, date) and form == "General":
            form = "yyyy-mm-dd"
        style = self._formats.setdefault(form, len(self._formats))
        start = f'<c r="{place}" s="{style}"'
        if content is None or content == "":
            return f"{start}/>"
        if isinstance(content, Formula):
            kind, value = self._value(content.result)
            stored = "" if content.result is None else f"<v>{value}</v>"
            kind = "str" if kind == "s" else kind
            value = escape(str(content.result)) if kind == "str" else value
            stored = "" if content.result is None else f"<v>{value}</v>"
            return f'{start} t="{kind}"><f>{escape(content.text)}</f>{stored}</c>'
        kind, value = self._value(content)
        return f'{start} t="{kind}"><v>{value}</v></c>'

    def _value(self, content: Content) -> tuple[str, str]:
        match content:
            case bool():
                return "b", str(int(content))
            case Error():
                return "e", content.text
            case Number():
                return "n", content.digits
            case date():
                first = date(1904, 1, 1) if self._book.date1904 else date(1899, 12, 30)
                return "n", str((content - first).days)
            case int() | float():
                return "n", repr(content)
            case None:
                return "n", ""
        return "s", str(self._strings.setdefault(str(content), len(self._strings)))

    def _styles(self) -> str:
        formats = "".join(
            f'<numFmt numFmtId="{163 + n}" formatCode={quoteattr(text)}/>'
            for text, n in self._formats.items()
            if n
        )
        styles = "".join(f'<xf numFmtId="{163 + n if n else 0}"/>' for n in self._formats.values())
        return (
            f'<styleSheet xmlns="{_MAIN}"><numFmts>{formats}</numFmts>'
            f"<cellXfs>{styles}</cellXfs></styleSheet>"
        )

    def _shared(self) -> str:
        items = "".join(map(_item, self._strings))
        return f'<sst xmlns="{_MAIN}">{items}</sst>'


@lru_cache(20_000)
def _item(text: str) -> str:
    return f'<si><t xml:space="preserve">{escape(_escaped(text))}</t></si>'


def _escaped(text: str) -> str:
    """Return a text as Excel writes it: what is no character of XML, and what looks like that."""
    text = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    return re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", lambda m: f"_x{ord(m[0]):04X}_", text)


def _links(*links: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(links, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a package of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            package.writestr(info, content, zipfile.ZIP_DEFLATED, 1)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}
