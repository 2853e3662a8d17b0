"""Rows and shared strings in the one form that nearly all programs write, read by pattern.

Excel, LibreOffice, XlsxWriter and openpyxl write a cell as `<c r="C7" s="1" t="s"><v>5</v></c>`
and a text as `<si><t>five</t></si>`, without anything between them. Patterns read that three
times faster than a parser tells of it. They must account for every `<` and every attribute; where
they do not, `NotPlainError` sends the part to the parser, which gives the same answer.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TypeAlias

from inventory_app.formats.excel.markup import NotPlainError
from inventory_app.formats.excel.rows import Tags, Token
from inventory_app.formats.excel.text_items import unescaped
from inventory_app.formats.spreadsheet import limits

Span: TypeAlias = tuple[int, int]

_LARGE = 256 << 10  # bytes of a sheet
_FAR_COLOURS = re.compile(
    rb'(?:<c r="(?:[A-W][A-Z]{2}|X[A-E][A-Z]|XF[A-D])[1-9][0-9]{0,6}+" s="[0-9]{1,5}+" ?/>'
    rb"[ \r\n]{0,64}+)++"
).sub
_LAST_COLUMN = b'<c r="XFD'
_LONGEST = 8 << 20  # bytes; what is longer goes to the parser in blocks, which takes less memory
_REFUSED = bytes((*range(9), *range(11, 32)))  # characters that XML forbids or changes
_NOT_CHARACTERS = ("\ufffe", "\uffff")

_FORMULA, _OPENING, _VALUE = 4, 5, 6  # places in a token
_formula, _opening, _value = map(itemgetter, (_FORMULA, _OPENING, _VALUE))
_MOST_TAGS, _LONGEST_TAG = 5_000, 100  # that are remembered
_WITHOUT_TEXT = ("<v>", "")
_ROWS_TAG = b"<sheetData>"
_ITEMS = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*+)</t></si>').findall
_ITEM_TAGS = 4
_TOKENS = re.compile(
    r'<row r="([^"<>&]++)"([^<>]*+)>'
    r'|<c r="([^"<>&]++)"([^<>/]*+)(?:/>|>(<f(?: aca="false")?(?: t="array" ref="[A-Z0-9:]++")?'
    r'(?: ca="1")?>[^<]*+</f>)?'
    r'(<v>|<is><t>|<is><t xml:space="preserve">)([^<]*+)(?:</v>|</t></is>)</c>)'
    r"|</row>"
).findall
# Nothing else can look like these: a `<` stands only where a tag begins.
_SAME = (("<v/>", "<v></v>"), ("<v />", "<v></v>"), ('"></c>', '"/>'))
# Gnumeric lays out its tags in lines; blanks before the end of a value are part of the value.
_LAYOUT = re.compile(r">\s+<(?=/?(?:c|row|is)\b|[vft]>|[ft] )").sub
_INLINE = re.compile(r'<is><t(?: xml:space="preserve")?>[^<]*+</t></is>').findall
_VALUE_TAGS, _INLINE_TAGS, _FORMULA_TAGS = 3, 5, 2  # besides the tag of the cell
_ATTRIBUTE = re.compile(r' ([A-Za-z]+|x14ac:dyDescent)="([^"&<>]*)"').findall
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_OTHER_REFERENCE = re.compile(f"&(?!(?:{'|'.join(_NAMED)});)").search


def without_far_colours(data: bytes | bytearray) -> bytes | bytearray:
    """Return a large sheet without the cells that hold nothing but a colour, far to the right.

    A row that is coloured from end to end has 16,384 of them. Those to the left of column AAA,
    among which are all that a survey asks, stay, so that their order and number is checked.
    """
    if len(data) < _LARGE or _LAST_COLUMN not in data:
        return data
    return _FAR_COLOURS(b"", data)


def shared_items_span(data: bytes | bytearray) -> Span:
    """Return where the items of a shared-strings part begin and end; raises NotPlainError."""
    return _span(data.find(b"<si>"), data.rfind(b"</sst>"))


def rows_span(data: bytes | bytearray) -> Span:
    """Return where the rows of a sheet begin and end; raises NotPlainError."""
    tag = data.find(_ROWS_TAG)
    return _span(tag + len(_ROWS_TAG) if tag >= 0 else tag, data.rfind(b"</sheetData>"))


def shared_items(data: bytes | bytearray, span: Span) -> list[str]:
    """Return the texts of the shared-strings items in *span*; raises NotPlainError."""
    items = _region(data, span)
    found = _ITEMS(items)
    if items.count("<") != _ITEM_TAGS * len(found):
        raise NotPlainError
    if "&" in items:
        found = [_resolved(text) if "&" in text else text for text in found]
    if "_x" in items:
        found = [unescaped(text) if "_x" in text else text for text in found]
    return found


def plain_tags() -> Tags:
    """Return what the tags of rows and cells in plain tokens mean, the same in all workbooks.

    Asking it raises NotPlainError for a tag that is none.
    """
    return _TAGS


def row_tokens(data: bytes | bytearray, span: Span, tags: Tags) -> list[Token]:
    """Return the tokens of the rows in *span*; raises NotPlainError."""
    text = _region(data, span)
    tokens = _all_tokens(text)
    if tokens is None:
        text = _LAYOUT("><", text)
        for long, short in _SAME:
            text = text.replace(long, short)
        tokens = _all_tokens(text)
    if tokens is None:
        raise NotPlainError
    if "<is>" in text or "&" in "".join(map(_value, tokens)):
        tokens = [
            token
            if token[_OPENING] in _WITHOUT_TEXT and "&" not in token[_VALUE]
            else _resolved_token(token, tags)
            for token in tokens
        ]
    return tokens


def _all_tokens(text: str) -> list[Token] | None:
    """Return the tokens of *text* if there is no tag besides theirs."""
    tokens: list[Token] = _TOKENS(text)
    openings = list(map(_opening, tokens))
    values = openings.count("<v>")
    inline = len(tokens) - values - openings.count("")
    formulas = len(tokens) - list(map(_formula, tokens)).count("") if "</f>" in text else 0
    accounted = len(tokens) + (
        _VALUE_TAGS * values + _INLINE_TAGS * inline + _FORMULA_TAGS * formulas
    )
    if accounted != text.count("<") or (inline and inline != len(_INLINE(text))):
        return None
    return tokens


def _resolved_token(token: Token, tags: Tags) -> Token:
    number, row_tag, reference, tag, formula, opening, value = token
    if "&" in value:
        value = _resolved(value)
    if opening not in _WITHOUT_TEXT:
        if formula or tags.cells[tag][1] != "inlineStr":
            raise NotPlainError
        value = unescaped(value)
    return number, row_tag, reference, tag, formula, opening, value


class _RowTags(dict[str, tuple[bool, bool]]):
    """From the rest of the tag of a row to whether it is hidden and whether it ends at once."""

    def __missing__(self, tag: str) -> tuple[bool, bool]:
        hidden = _attributes(tag.removesuffix("/")).get("hidden") in ("1", "true")
        meant = hidden, tag.endswith("/")
        if len(self) < _MOST_TAGS and len(tag) < _LONGEST_TAG:
            self[tag] = meant
        return meant


class _CellTags(dict[str, tuple[str, str]]):
    """From the rest of the tag of a cell to its style and its kind."""

    def __missing__(self, tag: str) -> tuple[str, str]:
        attributes = _attributes(tag)
        meant = attributes.get("s", "0"), attributes.get("t", "n")
        if len(self) < _MOST_TAGS and len(tag) < _LONGEST_TAG:
            self[tag] = meant
        return meant


_TAGS = Tags(rows=_RowTags(), cells=_CellTags())


def _attributes(head: str) -> dict[str, str]:
    """Return the attributes that follow the reference in a tag."""
    if len(head) > limits.BLOCK:
        raise NotPlainError
    found = _ATTRIBUTE(head)
    attributes = dict(found)
    written = "".join(f' {name}="{value}"' for name, value in found)
    if written != head or len(attributes) != len(found) or "r" in attributes or "xmlns" in head:
        raise NotPlainError
    return attributes


def _span(begin: int, end: int) -> Span:
    if not 0 < begin <= end or end - begin > _LONGEST:
        raise NotPlainError
    return begin, end


def _region(data: bytes | bytearray, span: Span) -> str:
    """Return the text of *span*, in which every character means itself."""
    region = bytes(data[slice(*span)])
    if len(region.translate(None, _REFUSED)) != len(region):
        raise NotPlainError
    if b"]" in region and b"]]>" in region:
        raise NotPlainError
    try:
        text = region.decode()
    except UnicodeError as error:
        raise NotPlainError from error
    if not text.isascii() and any(character in text for character in _NOT_CHARACTERS):
        raise NotPlainError
    if _OTHER_REFERENCE(text) and "&" in _REFERENCE.sub(_without, text):
        raise NotPlainError
    return text


def _resolved(text: str) -> str:
    """Return *text* with its character references resolved."""
    return _REFERENCE.sub(_character, text)


def _without(reference: re.Match[str]) -> str:
    """Check *reference* and leave nothing in its place."""
    return _character(reference) and ""


def _character(reference: re.Match[str]) -> str:
    name, decimal, hexadecimal = reference.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    allowed = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
    if not allowed and not 0x10000 <= code <= 0x10FFFF:
        raise NotPlainError
    return chr(code)
