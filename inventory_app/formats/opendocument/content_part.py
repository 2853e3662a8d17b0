"""The content of an OpenDocument spreadsheet: its sheets in their order, and its names."""

from __future__ import annotations

from dataclasses import dataclass, field

from inventory_app.formats.opendocument.addresses import excel_reference
from inventory_app.formats.opendocument.cell_styles import CellStyles
from inventory_app.formats.opendocument.names import (
    AUTOMATIC_STYLES,
    BODY,
    DDE_LINKS,
    DISPLAY,
    DOCUMENT,
    EXPRESSION,
    NAME,
    NAMED_EXPRESSION,
    NAMED_EXPRESSIONS,
    NAMED_RANGE,
    RANGE_ADDRESS,
    SCRIPT,
    SCRIPTS,
    SPREADSHEET,
    STYLE,
    STYLE_NAME,
    TABLE,
    TABLE_PROPERTIES,
    TABLE_STYLE,
)
from inventory_app.formats.opendocument.package import CONTENT
from inventory_app.formats.opendocument.sheet import CONTENTS, SheetReader
from inventory_app.formats.opendocument.stored_values import Values
from inventory_app.formats.spreadsheet import limits
from inventory_app.formats.spreadsheet.book import SheetCells, put_once
from inventory_app.formats.spreadsheet.limits import Allowance
from inventory_app.formats.spreadsheet.markup import Attributes, Events
from inventory_app.formats.spreadsheet.refusals import damaged, doubled_name, macros

_OF_OTHER_FILES = "'#$"  # in the name of a sheet that keeps values of another file


@dataclass(frozen=True, kw_only=True)
class Content:
    """What was read: the sheets in their order, and the names that hold for all of them."""

    sheets: list[SheetCells] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)


def read_content(data: bytes | bytearray, styles: CellStyles, allowance: Allowance) -> Content:
    """Return what the content part *data* holds; raises Refused."""
    reader = _ContentReader(styles, allowance)
    reader.read(data)
    return reader.content


class _ContentReader:
    """Listens to the elements around the sheets."""

    def __init__(self, styles: CellStyles, allowance: Allowance) -> None:
        self.content = Content()
        self._styles = styles
        self._values = Values(styles, allowance)
        self._events = Events(CONTENT, contents=CONTENTS)
        self._style = ""  # that we are in
        self._hidden: set[str] = set()
        self._names: set[str] = set()
        self._is_read = False

    def read(self, data: bytes | bytearray) -> None:
        """Read the whole part."""
        self._events.feed(data, self._start_root)
        if not self.content.sheets:
            raise damaged(CONTENT)

    def _start_root(self, name: str, _: Attributes) -> None:
        if name != DOCUMENT:
            raise damaged(CONTENT)
        self._events.listen(self._start_part, self._end_part)

    def _start_part(self, name: str, _: Attributes) -> None:
        if name == AUTOMATIC_STYLES:
            self._events.listen(self._start_style, self._end_style)
        elif name == SCRIPTS:
            self._events.listen(self._start_script, self._end_script)
        elif name == BODY:
            self._events.listen(self._start_body, self._end_body)
        else:
            self._events.skip(name)

    def _end_part(self, _: str) -> None:
        """Nothing is left to do at the end of the document."""

    def _start_body(self, name: str, _: Attributes) -> None:
        if name != SPREADSHEET or self._is_read:
            raise damaged(CONTENT)
        self._is_read = True
        self._events.listen(self._start_contents, self._end_contents)

    def _end_body(self, _: str) -> None:
        self._events.listen(self._start_part, self._end_part)

    def _start_script(self, name: str, _: Attributes) -> None:
        if name == SCRIPT:
            raise macros()
        self._events.skip(name)

    def _end_script(self, _: str) -> None:
        self._events.listen(self._start_part, self._end_part)

    def _start_style(self, name: str, attributes: Attributes) -> None:
        if name == TABLE_PROPERTIES:
            if attributes.get(DISPLAY) == "false":
                self._hidden.add(self._style)
            return
        if name in CONTENTS:
            raise damaged(CONTENT)
        if name == STYLE:
            self._style = attributes.get(STYLE_NAME, "")
        self._styles.add(name, attributes)

    def _end_style(self, name: str) -> None:
        if name == AUTOMATIC_STYLES:
            self._events.listen(self._start_part, self._end_part)

    def _start_contents(self, name: str, attributes: Attributes) -> None:
        if name == TABLE:
            self._start_sheet(attributes)
        elif name == NAMED_EXPRESSIONS:
            self._events.listen(self._start_name, self._end_names)
        else:
            self._events.skip(name, holding=CONTENTS if name == DDE_LINKS else ())

    def _end_contents(self, _: str) -> None:
        self._events.listen(self._start_body, self._end_body)

    def _start_sheet(self, attributes: Attributes) -> None:
        name = attributes.get(NAME, "")
        if not name:
            raise damaged(CONTENT)
        if _OF_OTHER_FILES in name and name.startswith("'"):
            self._events.skip(TABLE, holding=CONTENTS)
            return
        if name.casefold() in self._names:
            raise doubled_name(name)
        if len(self._names) == limits.SHEETS:
            raise limits.too_many_sheets()
        self._names.add(name.casefold())
        hidden = attributes.get(TABLE_STYLE, "") in self._hidden
        SheetReader(
            self._events,
            name,
            "hidden" if hidden else "visible",
            self._values,
            self._end_sheet,
        )

    def _end_sheet(self, sheet: SheetCells) -> None:
        self.content.sheets.append(sheet)
        self._events.listen(self._start_contents, self._end_contents)

    def _start_name(self, name: str, attributes: Attributes) -> None:
        means = {
            NAMED_RANGE: excel_reference(attributes.get(RANGE_ADDRESS, "")),
            NAMED_EXPRESSION: attributes.get(EXPRESSION, "").removeprefix("of:="),
        }
        if name in means:
            put_once(self.content.names, attributes.get(NAME, ""), means[name])
        self._events.skip(name)

    def _end_names(self, _: str) -> None:
        self._events.listen(self._start_contents, self._end_contents)
