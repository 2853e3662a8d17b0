"""What a cell accepts and what it says: drop-down lists, bounds, messages, colours.

Every rule is checked again when the workbook comes back: pasting goes past all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from inventory_app.domain.answer_words import words
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
from inventory_app.formats.excel.grid import column_letters
from inventory_app.formats.excel.workbook_layout import (
    CODE_COLUMN,
    FIRST_ROW,
    UID_COLUMN,
    Column,
    SheetLayout,
)
from inventory_app.formats.excel.workbook_slots import RESERVE
from inventory_app.formats.excel.workbook_styles import AMBER, RED, RED_INK, Styles
from inventory_app.formats.excel.workbook_words import day_serial
from inventory_app.texts import Translator

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TITLE_LENGTH = 32
MESSAGE_LENGTH = 255

# What a row owes, in the hidden column behind the last field: nothing because it is empty, nothing
# because it is invalid or a duplicate, what closed records owe, everything.
EMPTY, VOID, CLOSED, OPEN = range(4)
ROW_SIGN = "\0"

Sources = Mapping[str, str]
"""The ranges of drop-down lists: by code list, by "=yes_no" and, for references, "=<sheet>"."""


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
    void = _one_of(cell, status.field, ("INVALID", "DUPLICATE"), language)
    closed = _one_of(cell, status.field, ("CLOSED",), language)
    return f"=IF({empty},{EMPTY},IF({void},{VOID},IF({closed},{CLOSED},{OPEN})))"


def owed(values: Mapping[str, object], *, shown: bool) -> int:
    """Return what `owed_formula` comes to for a record with *values*."""
    status = values.get("record_status")
    if not shown:
        return EMPTY
    if status in ("INVALID", "DUPLICATE"):
        return VOID
    return CLOSED if status == "CLOSED" else OPEN


def _one_of(cell: str, field: Field, codes: Iterable[str], language: str) -> str:
    texts = [f'{cell}="{_literal(text)}"' for text in _shown(field, codes, language)]
    return texts[0] if len(texts) == 1 else f"OR({','.join(texts)})"


def _shown(field: Field, codes: Iterable[str], language: str) -> list[str]:
    kind = field.type
    if isinstance(kind, Code) and kind.list is not None:
        return [kind.list.label(code, language) for code in sorted(codes)]
    common = words(language)
    return [common.yes if code == "yes" else common.no for code in sorted(codes)]


def _literal(text: str) -> str:
    return text.replace('"', '""')


def condition(when: When, layout: SheetLayout, language: str) -> str:
    """Return a sum that is 1 in the rows of the table where *when* holds, and 0 elsewhere."""
    other = layout.by_name[when.field]
    cells = layout.cells(other.index)
    texts = _shown(other.field, when.codes, language)
    return "+".join(f'({cells}="{_literal(text)}")' for text in texts)


def least_owed(layout: SheetLayout, field: Field) -> int:
    """Return what a row owes at least if *field* is due in it."""
    sheet = layout.sheet
    return CLOSED if field.name in sheet.closed_needs or field.name in sheet.key else OPEN


class CellRules:
    """Gives the columns of one data sheet their lists, bounds, messages and colours."""

    def __init__(
        self, page: Worksheet, layout: SheetLayout, styles: Styles, _: Translator, sources: Sources
    ) -> None:
        self._page = page
        self._layout = layout
        self._styles = styles
        self._ = _
        self._language = _.language.code
        self._sources = sources
        self._last = layout.last_row + RESERVE

    def add(self) -> None:
        """Add everything to the sheet."""
        for column in self._layout.columns:
            self._accept(column)
        self._keep_codes()
        self._colour_missing()
        self._colour_misplaced()

    def _accept(self, column: Column) -> None:
        field = column.field
        options = self._accepted(field.type, f"{column.letters}{FIRST_ROW + 1}")
        options["input_title"] = clipped(field.label(self._language), TITLE_LENGTH)
        options["input_message"] = clipped(self._message(field), MESSAGE_LENGTH)
        if "error_message" in options:
            options["error_title"] = clipped(self._("Please check this answer"), TITLE_LENGTH)
            options["error_message"] = clipped(options["error_message"], MESSAGE_LENGTH)
        self._page.data_validation(FIRST_ROW, column.index, self._last, column.index, options)

    def _message(self, field: Field) -> str:
        """Return the help of *field*, and how to answer with several codes if there is room."""
        text = field.help[self._language]
        if not isinstance(field.type, Codes):
            return text
        longer = f"{text}\n{self._('Several answers: put a semicolon (;) between them.')}"
        return longer if len(longer) <= MESSAGE_LENGTH else text

    def _accepted(self, kind: FieldType, cell: str) -> dict[str, Any]:
        _ = self._
        if isinstance(kind, Codes | Reference):  # a list to choose from, but others are welcome
            name = f"={kind.to}" if isinstance(kind, Reference) else kind.codes
            return {"validate": "list", "source": self._sources[name], "show_error": False}
        if isinstance(kind, Code | YesNo):
            name = kind.codes if isinstance(kind, Code) else "=yes_no"
            message = _("Choose an answer from the list: press Alt and the down arrow.")
            source = self._sources[name]
            return {"validate": "list", "source": source, "error_message": message}
        if isinstance(kind, Text):
            return {
                "validate": "length",
                "criteria": "<=",
                "value": kind.max_length,
                "error_message": _("At most {n} characters fit here.", n=kind.max_length),
            }
        if isinstance(kind, Day):
            low, high, others = day_serial(EARLIEST), day_serial(LATEST), self._others()
            test = f"AND({cell}>={low:g},{cell}<{high:.0f})"
            return self._custom(
                cell,
                test,
                _("Type a date as year-month-day (2026-06-30), “{unknown}” or “{none}”.", **others),
            )
        if isinstance(kind, DecimalNumber):
            return self._custom(cell, _number_test(kind, cell), self._number_message(kind))
        return {"validate": "any"}

    def _custom(self, cell: str, test: str, message: str) -> dict[str, Any]:
        """Return a rule that takes numbers that pass *test*, and the words for the two states."""
        common = words(self._language)
        others = ",".join(
            f'{cell}="{_literal(w)}"' for w in (common.unknown, common.not_applicable)
        )
        formula = f"=IF(ISNUMBER({cell}),{test},OR({others}))"
        return {"validate": "custom", "value": formula, "error_message": message}

    def _number_message(self, kind: DecimalNumber) -> str:
        _, low, high, others = self._, kind.minimum, kind.maximum, self._others()
        if low is not None and high is not None:
            return _(
                "Type a number from {low} to {high}, “{unknown}” or “{none}”.",
                low=f"{low:f}",
                high=f"{high:f}",
                **others,
            )
        if low is not None and low >= 0:  # a bound below zero only says that refunds may be typed
            return _(
                "Type a number, {low} or more, “{unknown}” or “{none}”.", low=f"{low:f}", **others
            )
        return _("Type a number, “{unknown}” or “{none}”.", **others)

    def _others(self) -> dict[str, str]:
        common = words(self._language)
        return {"unknown": common.unknown, "none": common.not_applicable}

    def _keep_codes(self) -> None:
        """Refuse typing over record codes; they are not locked, so that rows can be sorted."""
        _ = self._
        self._page.data_validation(
            FIRST_ROW,
            UID_COLUMN,
            self._layout.last_row,
            CODE_COLUMN,
            {
                "validate": "custom",
                "value": "=FALSE",
                "ignore_blank": False,
                "input_title": clipped(_("Record code"), TITLE_LENGTH),
                "input_message": clipped(
                    _("This code belongs to the row and stays as it is. It names the record."),
                    MESSAGE_LENGTH,
                ),
                "error_title": clipped(_("Record code"), TITLE_LENGTH),
                "error_message": clipped(_("Record codes cannot be changed."), MESSAGE_LENGTH),
            },
        )

    def _colour_missing(self) -> None:
        """Colour what is required, empty and in a row that has been started."""
        groups: dict[str, list[Column]] = {}
        for column in self._layout.columns:
            field = column.field
            if field.level != "required":
                continue
            limit = f">={least_owed(self._layout, field)}"
            tests = f"${column_letters(self._layout.owed_column + 1)}{FIRST_ROW + 1}{limit}"
            if field.when:
                other = self._layout.by_name[field.when.field]
                cell = f"${other.letters}{FIRST_ROW + 1}"
                tests += "," + _one_of(cell, other.field, field.when.codes, self._language)
            groups.setdefault(tests, []).append(column)
        look = self._styles.bare(bg_color=AMBER)
        for tests, columns in groups.items():
            cell = f"{columns[0].letters}{FIRST_ROW + 1}"
            self._colour(columns, f"=AND(ISBLANK({cell}),{tests})", look)

    def _colour_misplaced(self) -> None:
        """Colour text where a number or a date belongs: it was pasted past the rules."""
        columns = [c for c in self._layout.columns if isinstance(c.field.type, DecimalNumber | Day)]
        if columns:
            cell = f"{columns[0].letters}{FIRST_ROW + 1}"
            common = words(self._language)
            others = ",".join(
                f'{cell}<>"{_literal(w)}"' for w in (common.unknown, common.not_applicable)
            )
            look = self._styles.bare(bg_color=RED, font_color=RED_INK)
            self._colour(columns, f"=AND(ISTEXT({cell}),{others})", look)

    def _colour(self, columns: list[Column], formula: str, look: object) -> None:
        last = self._layout.last_row + 1
        ranges = " ".join(f"{c.letters}{FIRST_ROW + 1}:{c.letters}{last}" for c in columns)
        first, end = columns[0].index, columns[-1].index
        options = {"type": "formula", "criteria": formula, "format": look, "multi_range": ranges}
        self._page.conditional_format(FIRST_ROW, first, self._layout.last_row, end, options)


def _number_test(kind: DecimalNumber, cell: str) -> str:
    scale = Decimal("0.01") if isinstance(kind, Percent) else Decimal(1)
    tests = [f"{cell}=INT({cell})"] if isinstance(kind, Integer) else []
    if kind.minimum is not None:
        tests.append(f"{cell}>={kind.minimum * scale:f}")
    if kind.maximum is not None:
        tests.append(f"{cell}<={kind.maximum * scale:f}")
    return f"AND({','.join(tests)})" if tests else "TRUE"
