"""The closed family of field types: each knows how to read, parse, format and judge a value."""
# ruff: noqa: ARG002, D102, RUF001 - methods do what `FieldType` says; marks of three scripts

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING, ClassVar

from inventory_app.domain.dates import AmbiguousDate, read_date
from inventory_app.domain.estimates import is_plain_mark, unmarked
from inventory_app.domain.numbers import Ambiguous, NotANumber, digits_shown, read_number
from inventory_app.domain.readings import BLANK, Raw, Reading, unreadable
from inventory_app.domain.values import ValueState
from inventory_app.domain.words import NO, NOT_APPLICABLE, UNKNOWN, YES, folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from inventory_app.domain.code_lists import CodeList
    from inventory_app.domain.values import Value

LONGEST_REFERENCE = 255
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
LARGEST = Decimal(10) ** 15  # what a spreadsheet and a database column keep exactly
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SEPARATORS = re.compile("[;；؛\n、|]+")
_COMMAS = re.compile("[,，،]+")
_PERCENT_WORDS = (
    r"[%％٪﹪]|per ?cent|pct\.?|pour ?cent|por ?ciento|процент(?:а|ов)?|проц\.?|"
    "(?:في|ب)?ال(?:مائة|مئة)|في ال(?:مائة|مئة)"
)
_PERCENT = re.compile(rf"^\s*(?:[%％٪﹪]|百分之)\s*|\s*(?:{_PERCENT_WORDS})\s*$", re.IGNORECASE)
_LINE_ENDS = re.compile("\r\n?")


class ParseError(ValueError):
    """Raised when text is not the canonical form of a value."""


@dataclass(frozen=True, kw_only=True)
class FieldType:
    """How values of one kind are read, written canonically and judged.

    Not an ABC: every cell asks several times of which kind its field is, and that would take
    five times as long.
    """

    name: ClassVar[str]

    @abstractmethod
    def parse(self, text: str) -> Value:
        """Return the value with canonical form *text* ("" is None); raise `ParseError`."""

    def format(self, value: Value) -> str:
        """Return the canonical, language-independent text of *value*; `parse` reads it back."""
        return "" if value is None else str(value)

    def read(self, raw: Raw, language: str) -> Reading:
        """Return what this field makes of a cell in a workbook issued in *language*.

        Never guesses: what could mean two things, or nothing, comes back as a problem code.
        """
        if raw.kind == "error":
            return unreadable("V-ERROR-CELL")
        if raw.kind == "text":
            word = folded(raw.text)
            if not word:
                return BLANK
            if word in NOT_APPLICABLE:
                return Reading(None, ValueState.NA)
            if word in UNKNOWN:
                return Reading(None, ValueState.NR)
        return self._read(raw, language)

    @abstractmethod
    def _read(self, raw: Raw, language: str) -> Reading: ...

    def problems(self, value: Value) -> Iterator[str]:
        """Yield the codes of the checks that *value* fails."""
        yield from ()


@dataclass(frozen=True, kw_only=True)
class Text(FieldType):
    """One line of text, kept as typed; only blanks at both ends and control characters go."""

    name = "text"
    max_length: int = 255

    def parse(self, text: str) -> Value:
        return text or None

    def _read(self, raw: Raw, language: str) -> Reading:
        if raw.kind == "number":
            shown, is_exact = digits_shown(raw.text, percent=raw.percent)
            return Reading(shown or None, None, None, None if is_exact else "P-DIGITS")
        text = _LINE_ENDS.sub("\n", _HIDDEN.sub("", raw.text)).strip()
        return Reading(text or None, None, None, "P-TEXT-DATE" if raw.kind == "date" else None)

    def problems(self, value: Value) -> Iterator[str]:
        if isinstance(value, str) and len(value) > self.max_length:
            yield "V-TOO-LONG"


@dataclass(frozen=True, kw_only=True)
class LongText(Text):
    """Text of several lines."""

    name = "long_text"
    max_length: int = 4000


@dataclass(frozen=True, kw_only=True)
class DecimalNumber(FieldType):
    """A number with a fixed count of decimals."""

    name = "decimal"
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    places: int = 2

    def parse(self, text: str) -> Value:
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise ParseError(text) from error
        if not number.is_finite() or abs(number) >= LARGEST:
            raise ParseError(text)
        return self._kept(number)

    def format(self, value: Value) -> str:
        if not isinstance(value, Decimal | int):
            return ""
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def _read(self, raw: Raw, language: str) -> Reading:
        rest = unmarked(raw.text) if raw.kind == "text" else None
        if rest is None:
            return self._read_plain(raw, language)
        estimate = self._read_plain(raw._replace(text=rest), language)
        if estimate.problem:
            return estimate
        repair = None if is_plain_mark(raw.text) else estimate.repair
        return estimate._replace(state=ValueState.NE, repair=repair)

    def _read_plain(self, raw: Raw, language: str) -> Reading:
        if raw.kind in ("bool", "date"):
            return unreadable("V-NUMBER")
        try:
            if raw.kind == "number":
                return self._number(self._shown(Decimal(raw.text), raw), None)
            number = read_number(self._without_sign(raw.text), language, self.places)
        except Ambiguous:
            return unreadable("V-NUMBER-AMBIGUOUS")
        except (NotANumber, InvalidOperation):
            return unreadable("V-NUMBER")
        return self._number(number, "P-NUMBER-TEXT")

    def _shown(self, number: Decimal, raw: Raw) -> Decimal:
        """Return what is meant by a cell; whether 1200% is 12 or 1200 only its writer knows."""
        if raw.percent and number and number.is_finite() and abs(number) < LARGEST:
            raise Ambiguous(raw.text)
        return number

    def _without_sign(self, text: str) -> str:
        """Return a number without the sign of what it counts."""
        return text

    def _number(self, number: Decimal, repair: str | None) -> Reading:
        if not number.is_finite():
            return unreadable("V-NUMBER")
        if abs(number) >= LARGEST:
            return unreadable("V-NUMBER-SIZE")
        return Reading(self._kept(number), None, None, repair)

    def _kept(self, number: Decimal) -> Value:
        kept = number.quantize(Decimal(1).scaleb(-self.places), rounding=ROUND_HALF_UP)
        return kept + 0  # no negative zero

    def problems(self, value: Value) -> Iterator[str]:
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            if self.minimum is not None and value < self.minimum:
                yield "V-BELOW"
            if self.maximum is not None and value > self.maximum:
                yield "V-ABOVE"


@dataclass(frozen=True, kw_only=True)
class Integer(DecimalNumber):
    """A whole number."""

    name = "integer"
    places: int = 0

    def parse(self, text: str) -> Value:
        if not text:
            return None
        try:
            number = int(text)
        except ValueError as error:
            raise ParseError(text) from error
        if abs(number) >= LARGEST:
            raise ParseError(text)
        return number

    def _number(self, number: Decimal, repair: str | None) -> Reading:
        if number.is_finite() and number != number.to_integral_value():
            return unreadable("V-WHOLE")
        return super()._number(number, repair)

    def _kept(self, number: Decimal) -> Value:
        return int(number)


@dataclass(frozen=True, kw_only=True)
class Money(DecimalNumber):
    """An amount in United States dollars; exact to the cent."""

    name = "money"
    minimum: Decimal | None = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Percent(DecimalNumber):
    """A share from 0 to 100 with two decimals; a plain 0.5 is half a percent."""

    name = "percent"
    minimum: Decimal | None = Decimal(0)
    maximum: Decimal | None = Decimal(100)

    def _shown(self, number: Decimal, raw: Raw) -> Decimal:
        """Return what the cell showed: one that shows "50%" holds 0.5."""
        scalable = number.is_finite() and abs(number) < LARGEST
        return number * 100 if raw.percent and scalable else number

    def _without_sign(self, text: str) -> str:
        return _PERCENT.sub("", text, count=1)


@dataclass(frozen=True, kw_only=True)
class Day(FieldType):
    """A calendar day."""

    name = "date"

    def parse(self, text: str) -> Value:
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise ParseError(text) from error

    def _read(self, raw: Raw, language: str) -> Reading:
        try:
            if raw.kind == "date":
                return Reading(date.fromisoformat(raw.text))
            if raw.kind == "number":
                return Reading(self._of_serial(raw.text), None, None, "P-DATE-SERIAL")
            if raw.kind == "text":
                return Reading(read_date(raw.text), None, None, "P-DATE-TEXT")
        except AmbiguousDate:
            return unreadable("V-DATE-AMBIGUOUS")
        except (ValueError, InvalidOperation):
            pass
        return unreadable("V-DATE")

    @staticmethod
    def _of_serial(text: str) -> date:
        """Return the day that lost its format: 1900 calendar, only in a plausible span of years."""
        serial = Decimal(text)
        if not 20_000 <= serial <= 80_000 or serial != int(serial):
            raise ValueError(text)
        return date(1899, 12, 30) + timedelta(days=int(serial))

    def problems(self, value: Value) -> Iterator[str]:
        if isinstance(value, date) and not EARLIEST <= value < LATEST:
            yield "V-DATE-RANGE"


@dataclass(frozen=True, kw_only=True)
class YesNo(FieldType):
    """Yes or no; a blank is neither."""

    name = "yes_no"

    def parse(self, text: str) -> Value:
        try:
            return {"": None, "yes": True, "no": False}[text]
        except KeyError as error:
            raise ParseError(text) from error

    def format(self, value: Value) -> str:
        return "" if value is None else ("yes" if value else "no")

    def _read(self, raw: Raw, language: str) -> Reading:
        word = folded(raw.text)
        if raw.kind == "number":
            word = word.removesuffix(".0")
        if word in YES:
            return Reading(True)
        if word in NO:
            return Reading(False)
        return unreadable("V-YES-NO")


@dataclass(frozen=True, kw_only=True)
class Code(FieldType):
    """One code of a list; labels are understood in all six languages."""

    name = "code"
    codes: str
    list: CodeList | None = field(default=None, compare=False, repr=False)

    def parse(self, text: str) -> Value:
        return text or None

    def read(self, raw: Raw, language: str) -> Reading:
        """Return the code of a cell; a word of the list comes before the same word for a state.

        "Not known" is a code of some lists and elsewhere says that nobody knows.
        """
        if raw.kind == "text" and folded(raw.text):
            reading = self._read(raw, language)
            if reading.problem is None:
                return reading
        return super().read(raw, language)

    def _read(self, raw: Raw, language: str) -> Reading:
        if self.list is None:
            raise RuntimeError(f"the code list {self.codes} has not been loaded")
        text = raw.text.removesuffix(".0") if raw.kind == "number" else raw.text
        code = self.list.recognise(text)
        return unreadable("V-CODE") if code is None else Reading(code)

    def problems(self, value: Value) -> Iterator[str]:
        if isinstance(value, str) and self.list is not None and value not in self.list.codes:
            yield "V-CODE"


@dataclass(frozen=True, kw_only=True)
class Codes(Code):
    """Several codes of a list, in the order of the list."""

    name = "codes"

    def parse(self, text: str) -> Value:
        return tuple(text.split(";")) if text else None

    def format(self, value: Value) -> str:
        return ";".join(value) if isinstance(value, tuple) else ""

    def _read(self, raw: Raw, language: str) -> Reading:
        for separators in (_SEPARATORS, _COMMAS):
            parts = [part for part in separators.split(raw.text) if part.strip()]
            codes = [
                super(Codes, self)._read(Raw(raw.kind, part), language).value for part in parts
            ]
            if parts and all(codes):
                return Reading(self._ordered({str(code) for code in codes}))
        return unreadable("V-CODE")

    def _ordered(self, codes: set[str]) -> tuple[str, ...]:
        order: Mapping[str, object] = self.list.codes if self.list else {}
        return tuple(code for code in order if code in codes)

    def problems(self, value: Value) -> Iterator[str]:
        for code in value if isinstance(value, tuple) else ():
            yield from super().problems(code)


@dataclass(frozen=True, kw_only=True)
class Reference(FieldType):
    """The uid of another record; it may be one that nobody has reported yet."""

    name = "reference"
    to: str

    def parse(self, text: str) -> Value:
        return text or None

    def _read(self, raw: Raw, language: str) -> Reading:
        return Reading(" ".join(raw.text.split()) or None)

    def problems(self, value: Value) -> Iterator[str]:
        if isinstance(value, str) and len(value) > LONGEST_REFERENCE:
            yield "V-TOO-LONG"


TYPES: dict[str, type[FieldType]] = {
    kind.name: kind
    for kind in (
        Text, LongText, Integer, DecimalNumber, Money, Percent, Day, YesNo, Code, Codes, Reference,
    )
}  # fmt: skip
