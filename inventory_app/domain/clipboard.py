"""What a cell of a list holds on the clipboard, and what is made of a cell that is pasted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from inventory_app.domain.answer_words import state_words, words
from inventory_app.domain.field_types import Code, DecimalNumber, FieldType, Reference, YesNo
from inventory_app.domain.fields import Field
from inventory_app.domain.merging import Answer
from inventory_app.domain.pasting import as_meant, harmless
from inventory_app.domain.readings import Raw, Reading
from inventory_app.domain.records import is_uid
from inventory_app.domain.values import Value

_DECIMAL_COMMA = frozenset({"fr", "ru", "es"})
_MOST_LABELS = 10
BETWEEN = " · "


def cell_text(field: Field, answer: Answer, language: str, title: str = "") -> str:
    """Return an answer for a spreadsheet of a reader of *language*; `read_cell` reads it back.

    Codes stand as labels, numbers with the decimal mark of the language and no others, days as
    ISO 8601. *title* is that of the record to which a reference leads. Texts that a spreadsheet
    would take for a formula have an apostrophe before them.
    """
    value, state = answer
    kind = field.type
    if value is None:
        return state_words(kind, language).get(state, "") if state is not None else ""
    if isinstance(kind, YesNo):
        return words(language).yes if value else words(language).no
    if isinstance(kind, DecimalNumber):
        text = kind.format(value)
        return text.replace(".", ",") if language in _DECIMAL_COMMA else text
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(kind, Code):
        return harmless(_labels(kind, value, language))
    text = kind.format(value)
    return harmless(f"{text}{BETWEEN}{title}" if title and title != text else text)


def _labels(kind: Code, value: Value, language: str) -> str:
    """Return the labels of codes, or the codes where their labels are not read back."""
    codes = value if isinstance(value, tuple) else (str(value),)
    if kind.list is None:
        return "; ".join(codes)
    text = "; ".join(kind.list.label(code, language) for code in codes)
    return text if kind.read(Raw("text", text), language).value == value else "; ".join(codes)


def read_cell(field: Field, text: str, language: str) -> Reading:
    """Return what *field* makes of a text that was typed or pasted.

    Blank text is a blank answer. What cannot be understood comes back with a problem code.
    """
    raw = as_meant(text)
    if isinstance(field.type, Reference):
        first = raw.split(BETWEEN, 1)[0].strip()
        raw = first if is_uid(first) else raw
    return field.type.read(Raw("text", raw), language)


def expected(kind: FieldType, language: str) -> str:
    """Return what a cell of *kind* may hold, where that can be said in a few words."""
    if isinstance(kind, Code) and kind.list is not None:
        labels = [kind.list.label(code, language) for code in list(kind.list.codes)[:_MOST_LABELS]]
        more = len(kind.list.codes) > _MOST_LABELS
        return "; ".join([*labels, *(["…"] if more else [])])
    if isinstance(kind, DecimalNumber):
        return cell_number(Decimal("1250.5" if kind.places else "1250"), language)
    return ""


def cell_number(number: Decimal, language: str) -> str:
    """Return *number* with the decimal mark of a language."""
    text = f"{number:f}"
    return text.replace(".", ",") if language in _DECIMAL_COMMA else text
