"""The texts that the cells of a workbook share (ECMA-376 part 1, section 18.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inventory_app.formats.excel import plain_parts
from inventory_app.formats.excel.markup import Events, NotPlainError
from inventory_app.formats.excel.text_items import TextItems
from inventory_app.formats.spreadsheet.markup import Attributes, nothing

if TYPE_CHECKING:
    from inventory_app.formats.spreadsheet.limits import Allowance


def read_shared_strings(data: bytes | bytearray, part: str, allowance: Allowance) -> list[str]:
    """Return the texts of the part *part*, in their order; raises Refused."""
    allowance.take_texts(len(data))
    try:
        strings = _by_pattern(data, part)
    except NotPlainError:
        strings = _by_parser(data, part)
    allowance.take_text(max(map(len, strings), default=0))
    return strings


def _by_pattern(data: bytes | bytearray, part: str) -> list[str]:
    events = _events(part)

    def begin() -> None:
        events.listen(leave, nothing)

    def leave(_name: str, _attributes: Attributes) -> None:
        raise NotPlainError  # an item in another form, or something that is none

    span = plain_parts.shared_items_span(data)
    events.read_around(data, span, begin, leave)
    return plain_parts.shared_items(data, span)


def _by_parser(data: bytes | bytearray, part: str) -> list[str]:
    strings: list[str] = []
    events = _events(part)

    def begin() -> None:
        items = TextItems(events, "si", strings.append)
        events.listen(items.start, items.end)

    events.read(data, begin)
    return strings


def _events(part: str) -> Events:
    return Events(part, root="sst", contents=("si", "t"))
