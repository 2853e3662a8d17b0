"""The small language of indicator definitions: sums of answers, and conditions on a record.

Nothing is ever executed: a text is read into a tree of the shapes below, and whoever computes
walks the tree. `TooHard` is raised for whatever the language does not have.

    expression  number | field | :parameter | first(expression, …) | (expression)
                expression + - * / expression
    condition   field is CODE, CODE   field is not CODE, CODE   field is yes   field is no
                field is given        day is past               day within 12 months
                expression < <= > >= expression
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

DEEPEST = 20  # brackets within brackets
LONGEST = 400  # characters of one text
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>:?[a-z][a-z0-9_]*)|(?P<sign><=|>=|[-+*/()<>,]))",
    re.ASCII,
)
_CODES = re.compile(r"(?P<field>[a-z][a-z0-9_]*) is (?P<no>not )?(?P<codes>[A-Z0-9].*)", re.ASCII)
_WORDS = re.compile(r"(?P<field>[a-z][a-z0-9_]*) is (?P<what>yes|no|given|past)", re.ASCII)
_WITHIN = re.compile(r"(?P<field>[a-z][a-z0-9_]*) within (?P<months>\d{1,3}) months", re.ASCII)
_CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]{0,39}", re.ASCII)
_COMPARISONS = ("<", "<=", ">", ">=")


class TooHard(ValueError):  # noqa: N818 - what it is to the reader of a definition
    """Raised for a text that is no expression or condition; the message says why."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number written in a definition."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a field of the record."""

    field: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A policy number of the definition, such as a threshold."""

    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Two expressions and one of + - * / between them."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class First:
    """The first of several expressions that is known."""

    of: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class IsCode:
    """The answer to a field is one of some codes, or none of them."""

    field: str
    codes: frozenset[str]
    negated: bool


@dataclass(frozen=True, slots=True)
class IsYes:
    """The answer to a yes/no field is *yes*, or is *no*."""

    field: str
    yes: bool


@dataclass(frozen=True, slots=True)
class IsGiven:
    """A field is answered; a blank could hide an answer."""

    field: str


@dataclass(frozen=True, slots=True)
class IsPast:
    """A day lies on or before the day that the round describes."""

    field: str


@dataclass(frozen=True, slots=True)
class Within:
    """A day lies in the last *months* months, and not after the day that the round describes."""

    field: str
    months: int


@dataclass(frozen=True, slots=True)
class Compared:
    """Two expressions with < <= > or >= between them."""

    sign: str
    left: Expression
    right: Expression


Expression: TypeAlias = "Number | Answer | Parameter | Operation | First"
Condition: TypeAlias = "IsCode | IsYes | IsGiven | IsPast | Within | Compared"


def expression(text: str) -> Expression:
    """Return the tree of an expression; raise `TooHard`."""
    reader = _Reader(text)
    found = reader.sum()
    reader.end()
    return found


def condition(text: str) -> Condition:
    """Return the tree of a condition; raise `TooHard`."""
    text = text.strip()
    if found := _WORDS.fullmatch(text):
        field, what = found["field"], found["what"]
        if what in ("yes", "no"):
            return IsYes(field, what == "yes")
        return IsGiven(field) if what == "given" else IsPast(field)
    if found := _WITHIN.fullmatch(text):
        return Within(found["field"], int(found["months"]))
    if found := _CODES.fullmatch(text):
        codes = [code.strip() for code in found["codes"].split(",")]
        if wrong := [code for code in codes if not _CODE.fullmatch(code)]:
            raise TooHard(f"“{wrong[0]}” is no code")
        return IsCode(found["field"], frozenset(codes), bool(found["no"]))
    reader = _Reader(text)
    left = reader.sum()
    sign = reader.comparison()
    right = reader.sum()
    reader.end()
    return Compared(sign, left, right)


def fields_of(tree: Expression | Condition) -> Iterator[str]:
    """Yield the fields that a tree reads, each as often as it stands there."""
    match tree:
        case Answer(field) | IsCode(field) | IsYes(field) | IsGiven(field) | IsPast(field):
            yield field
        case Within(field):
            yield field
        case Operation(_, left, right) | Compared(_, left, right):
            yield from fields_of(left)
            yield from fields_of(right)
        case First(of):
            for each in of:
                yield from fields_of(each)
        case _:
            return


def parameters_of(tree: Expression | Condition) -> Iterator[str]:
    """Yield the parameters that a tree reads."""
    match tree:
        case Parameter(name):
            yield name
        case Operation(_, left, right) | Compared(_, left, right):
            yield from parameters_of(left)
            yield from parameters_of(right)
        case First(of):
            for each in of:
                yield from parameters_of(each)
        case _:
            return


class _Reader:
    """The signs of one text, read from left to right."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise TooHard(f"longer than {LONGEST} characters")
        self._text = text
        self._signs = list(_signs(text))
        self._at = 0
        self._depth = 0

    def _next(self) -> str:
        return self._signs[self._at] if self._at < len(self._signs) else ""

    def _take(self) -> str:
        sign = self._next()
        self._at += 1
        return sign

    def end(self) -> None:
        if self._next():
            raise TooHard(f"“{self._next()}” cannot stand there: {self._text}")

    def comparison(self) -> str:
        sign = self._take()
        if sign not in _COMPARISONS:
            raise TooHard(f"no condition: {self._text}")
        return sign

    def sum(self) -> Expression:
        found = self._product()
        while self._next() in ("+", "-"):
            found = Operation(self._take(), found, self._product())
        return found

    def _product(self) -> Expression:
        found = self._single()
        while self._next() in ("*", "/"):
            found = Operation(self._take(), found, self._single())
        return found

    def _single(self) -> Expression:
        sign = self._take()
        if sign == "(":
            return self._inside(self.sum)
        if sign == "first" and self._next() == "(":
            self._take()
            return self._inside(self._first)
        if sign[:1].isdigit():
            return Number(Decimal(sign))
        if sign.startswith(":"):
            return Parameter(sign[1:])
        if sign[:1].isalpha():
            return Answer(sign)
        raise TooHard(f"something is missing: {self._text}")

    def _inside(self, read: Callable[[], Expression]) -> Expression:
        self._depth += 1
        if self._depth > DEEPEST:
            raise TooHard("too many brackets")
        found = read()
        if self._take() != ")":
            raise TooHard(f"a bracket is not closed: {self._text}")
        self._depth -= 1
        return found

    def _first(self) -> Expression:
        found = [self.sum()]
        while self._next() == ",":
            self._take()
            found.append(self.sum())
        if len(found) < 2:
            raise TooHard("“first” needs two expressions or more")
        return First(tuple(found))


def _signs(text: str) -> Iterator[str]:
    at = 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if found is None:
            raise TooHard(f"“{text[at:].strip()[:20]}” cannot be understood")
        yield found[0].strip()
        at = found.end()
