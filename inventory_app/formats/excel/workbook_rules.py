"""What a cell accepts and what it says: drop-down lists, bounds, messages, colours.

Every rule is checked again when the workbook comes back: pasting goes past all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from inventory_app.domain.answer_words import SHORT, words
from inventory_app.domain.field_types import (
    EARLIEST,
    LATEST,
    Code,
    Codes,
    Day,
    DecimalNumber,
    FieldType,
    Integer,
    Percent,
    Reference,
    Text,
    YesNo,
)
from inventory_app.domain.fields import Field, When
from inventory_app.formats.excel.workbook_layout import (
    SheetLayout,
)
from inventory_app.formats.spreadsheet.day_serials import day_serial
from inventory_app.texts import Translator

TITLE_LENGTH = 32
MESSAGE_LENGTH = 255

# What a row owes, in the hidden column behind the last field: nothing because it is empty, nothing
# because it is invalid or a duplicate, what closed records owe, everything.
EMPTY, VOID, CLOSED, OPEN = range(4)
ROW_SIGN = "\0"

Sources = Mapping[str, str]
"""The ranges of drop-down lists: by code list and, for references, "=<sheet>".

"=answers" are those for a question of yes or no, "=yes_no" the two words alone.
"""

# What can be typed in any cell, and in any cell for a number, whatever the language.
_ALSO, _ALSO_NUMBERS = "? · n/a", "~120 · ? · n/a"
_QUESTION_MARKS = {"ar": "؟", "zh": "？"}  # noqa: RUF001 - of other scripts


def clipped(text: str, length: int) -> str:
    """Return *text*, cut short where a message box takes no more."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def owed_formula(layout: SheetLayout, language: str) -> str:
    """Return the formula that says what a row owes, as `EMPTY`, `VOID`, `CLOSED` or `OPEN`.

    The number of the row stands in it as `ROW_SIGN`.
    """
    first, last = layout.columns[0].letters, layout.columns[-1].letters
    empty = f"COUNTA({first}{ROW_SIGN}:{last}{ROW_SIGN})=0"
    status = layout.by_name.get("record_status")
    if status is None:
        return f"=IF({empty},{EMPTY},{OPEN})"
    cell = f"{status.letters}{ROW_SIGN}"
    void = one_of(cell, status.field, ("INVALID", "DUPLICATE"), language)
    closed = one_of(cell, status.field, ("CLOSED",), language)
    return f"=IF({empty},{EMPTY},IF({void},{VOID},IF({closed},{CLOSED},{OPEN})))"


def owed(values: Mapping[str, object], *, shown: bool) -> int:
    """Return what `owed_formula` comes to for a record with *values*."""
    status = values.get("record_status")
    if not shown:
        return EMPTY
    if status in ("INVALID", "DUPLICATE"):
        return VOID
    return CLOSED if status == "CLOSED" else OPEN


def one_of(cell: str, field: Field, codes: Iterable[str], language: str) -> str:
    """Return the test whether *cell* of a field holds one of *codes*."""
    texts = [f'{cell}="{literal(text)}"' for text in said_codes(field, codes, language)]
    return texts[0] if len(texts) == 1 else f"OR({','.join(texts)})"


def said_codes(field: Field, codes: Iterable[str], language: str) -> list[str]:
    """Return what stands in a cell of *field* for each of *codes*."""
    kind = field.type
    if isinstance(kind, Code) and kind.list is not None:
        return [kind.list.label(code, language) for code in sorted(codes)]
    common = words(language)
    return [common.yes if code == "yes" else common.no for code in sorted(codes)]


def states(language: str) -> tuple[str, ...]:
    """Return everything that a cell takes for unknown and for not applicable."""
    common = words(language)
    own = _QUESTION_MARKS.get(language)
    short = (*SHORT.values(), own) if own else SHORT.values()
    return (common.unknown, common.not_applicable, *short)


def list_source(sources: Sources, kind: FieldType) -> str:
    """Return the range of the drop-down list of a field; raise `KeyError` if it has none."""
    if isinstance(kind, YesNo):
        return sources["=answers"]
    if isinstance(kind, Reference):
        return sources[f"={kind.to}"]
    return sources[kind.codes if isinstance(kind, Code) else ""]


def literal(text: str) -> str:
    """Return *text* as it stands between the quotes of a formula."""
    return text.replace('"', '""')


def condition(when: When, layout: SheetLayout, language: str) -> str:
    """Return a sum that is 1 in the rows of the table where *when* holds, and 0 elsewhere."""
    other = layout.by_name[when.field]
    cells = layout.cells(other.index)
    texts = said_codes(other.field, when.codes, language)
    return "+".join(f'({cells}="{literal(text)}")' for text in texts)


def least_owed(layout: SheetLayout, field: Field) -> int:
    """Return what a row owes at least if *field* is due in it."""
    sheet = layout.sheet
    return CLOSED if field.name in sheet.closed_needs or field.name in sheet.key else OPEN


class CellOffers:
    """What single cells accept: lists to choose from, bounds, and the messages about them."""

    def __init__(self, _: Translator, sources: Sources) -> None:
        self._ = _
        self._language = _.language.code
        self._sources = sources

    def options(self, field: Field, cell: str) -> dict[str, Any]:
        """Return the rule for a range that begins with *cell*, as XlsxWriter takes it."""
        options = self._accepted(field.type, cell)
        options["input_title"] = clipped(field.label(self._language), TITLE_LENGTH)
        options["input_message"] = clipped(self._message(field), MESSAGE_LENGTH)
        if "error_message" in options:
            options["error_title"] = clipped(self._("Please check this answer"), TITLE_LENGTH)
            options["error_message"] = clipped(options["error_message"], MESSAGE_LENGTH)
        return options

    def _message(self, field: Field) -> str:
        """Return the help of *field*, what else can be typed, and how to give several answers."""
        text = field.help[self._language]
        lines = [_ALSO_NUMBERS if isinstance(field.type, DecimalNumber) else _ALSO]
        if isinstance(field.type, Codes):
            lines.append(self._("Several answers: put a semicolon (;) between them."))
        for line in lines:
            longer = f"{text}\n{line}"
            text = longer if len(longer) <= MESSAGE_LENGTH else text
        return text

    def _accepted(self, kind: FieldType, cell: str) -> dict[str, Any]:
        _ = self._
        if isinstance(kind, Codes | Reference):  # a list to choose from, but others are welcome
            source = list_source(self._sources, kind)
            return {"validate": "list", "source": source, "show_error": False}
        if isinstance(kind, Code | YesNo):
            message = _("Choose an answer from the list: press Alt and the down arrow.")
            source = list_source(self._sources, kind)
            return {"validate": "list", "source": source, "error_message": message}
        if isinstance(kind, Text):
            return {
                "validate": "length",
                "criteria": "<=",
                "value": kind.max_length,
                "error_message": _("At most {n} characters fit here.", n=kind.max_length),
            }
        if isinstance(kind, Day):
            low, high = day_serial(EARLIEST), day_serial(LATEST)
            test = f"AND({cell}>={low:g},{cell}<{high:.0f})"
            return self._custom(
                cell,
                test,
                _(
                    "Type a date as year-month-day (2026-06-30). If nobody knows it type ?, if it "
                    "makes no sense here n/a."
                ),
            )
        if isinstance(kind, DecimalNumber):
            test, message = _number_test(kind, cell), self._number_message(kind)
            return self._custom(cell, test, message, _estimate_test(cell))
        return {"validate": "any"}

    def _custom(self, cell: str, test: str, message: str, *others: str) -> dict[str, Any]:
        """Return a rule that takes numbers that pass *test*, the two states, and *others*."""
        said = [f'{cell}="{literal(word)}"' for word in states(self._language)]
        formula = f"=IF(ISNUMBER({cell}),{test},OR({','.join([*said, *others])}))"
        return {"validate": "custom", "value": formula, "error_message": message}

    def _number_message(self, kind: DecimalNumber) -> str:
        _, low, high = self._, kind.minimum, kind.maximum
        if low is not None and high is not None:
            return _(
                "Type a number from {low} to {high}; an estimate as ~{high}. If nobody knows it "
                "type ?, if it makes no sense here n/a.",
                low=f"{low:f}",
                high=f"{high:f}",
            )
        if low is not None and low >= 0:  # a bound below zero only says that refunds may be typed
            return _(
                "Type a number, {low} or more; an estimate as ~120. If nobody knows it type ?, if "
                "it makes no sense here n/a.",
                low=f"{low:f}",
            )
        return _(
            "Type a number; an estimate as ~120. If nobody knows it type ?, if it makes no sense "
            "here n/a."
        )


def _estimate_test(cell: str) -> str:
    """Return the test for an estimate: the mark and then a number, as far as its first digit."""
    return f'AND(LEFT({cell})="~",ISNUMBER(VALUE(LEFT(TRIM(MID({cell},2,9))))))'


def _number_test(kind: DecimalNumber, cell: str) -> str:
    scale = Decimal("0.01") if isinstance(kind, Percent) else Decimal(1)
    tests = [f"{cell}=INT({cell})"] if isinstance(kind, Integer) else []
    if kind.minimum is not None:
        tests.append(f"{cell}>={kind.minimum * scale:f}")
    if kind.maximum is not None:
        tests.append(f"{cell}<={kind.maximum * scale:f}")
    return f"AND({','.join(tests)})" if tests else "TRUE"
