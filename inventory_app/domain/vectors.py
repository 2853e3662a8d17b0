"""Expressions and conditions of definitions, computed for all rows of a sheet at once."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from inventory_app.domain.columns import ERR, NA, OK, USABLE, SheetColumns, slices
from inventory_app.domain.expressions import (
    Answer,
    Compared,
    Condition,
    Expression,
    First,
    IsCode,
    IsGiven,
    IsPast,
    IsYes,
    Number,
    Operation,
    Parameter,
    Within,
)
from inventory_app.domain.indicator_shapes import Scope
from inventory_app.domain.months import months_before

Amounts: TypeAlias = "Sequence[Any]"
Standings: TypeAlias = "Sequence[int]"
Truths: TypeAlias = "Sequence[bool | None]"

_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vectors:
    """The rows of one sheet, the day of the round, and the parameters of one definition."""

    columns: SheetColumns
    as_of: date
    parameters: Mapping[str, Decimal]

    def amounts(self, tree: Expression) -> tuple[Amounts, Standings]:
        """Return the value of an expression in each row and how it stands.

        A value that cannot be used, or is not there, has a standing beyond `USABLE`.
        """
        if isinstance(tree, Answer):
            return self.columns.column(tree.field), self.columns.standing(tree.field)
        key = "amounts", tree, tuple(self.parameters.items())
        if key not in self.columns.memory:
            self.columns.memory[key] = self._amounts(tree)
        found: tuple[Amounts, Standings] = self.columns.memory[key]
        return found

    def _amounts(self, tree: Expression) -> tuple[Amounts, Standings]:
        if isinstance(tree, Number | Parameter):
            value = tree.value if isinstance(tree, Number) else self.parameters[tree.name]
            return [value] * len(self.columns), [OK] * len(self.columns)
        if isinstance(tree, Operation):
            return _combined(tree.sign, self.amounts(tree.left), self.amounts(tree.right))
        if isinstance(tree, First):
            return _first([self.amounts(each) for each in tree.of])
        return self.amounts(tree)

    def truths(self, tree: Condition) -> tuple[Truths, Standings]:
        """Return whether a condition holds in each row, None where nobody knows."""
        key = "truths", tree, tuple(self.parameters.items()), self.as_of
        if key not in self.columns.memory:
            self.columns.memory[key] = self._truths(tree)
        found: tuple[Truths, Standings] = self.columns.memory[key]
        return found

    def _truths(self, tree: Condition) -> tuple[Truths, Standings]:
        if isinstance(tree, Compared):
            (left, on_left), (right, on_right) = self.amounts(tree.left), self.amounts(tree.right)
            holds = _SIGNS[tree.sign]
            if not (any(on_left) or any(on_right)):
                return list(map(holds, left, right)), on_left
            stands = list(map(max, on_left, on_right))
            return [
                holds(a, b) if s <= USABLE else (False if s == NA else None)
                for a, b, s in zip(left, right, stands, strict=True)
            ], stands
        values, stands = self.columns.column(tree.field), self.columns.standing(tree.field)
        holds_of = _test(tree, self.as_of)
        if self.columns.is_firm(tree.field):
            known = {each: holds_of(each) for each in self.columns.given(tree.field)}
            return list(map(known.__getitem__, values)), stands
        no = isinstance(tree, IsCode) and tree.negated
        return [
            holds_of(v) if s <= USABLE else (no if s == NA else None)
            for v, s in zip(values, stands, strict=True)
        ], stands

    def all_of(self, trees: tuple[Condition, ...]) -> tuple[Truths, Standings]:
        """Return whether all conditions hold in each row: one that fails decides.

        What holds or fails stands no worse than estimated.
        """
        key = "all", trees, tuple(self.parameters.items()), self.as_of
        if key not in self.columns.memory:
            self.columns.memory[key] = self._all_of(trees)
        found: tuple[Truths, Standings] = self.columns.memory[key]
        return found

    def _all_of(self, trees: tuple[Condition, ...]) -> tuple[Truths, Standings]:
        first, *others = map(self.truths, trees)
        if not any(map(any, (stands for _, stands in (first, *others)))):
            return [
                all(each) for each in zip(first[0], *(t for t, _ in others), strict=True)
            ], first[1]
        truths, stands = list(first[0]), list(first[1])
        for other in others:
            for row, (truth, stand) in enumerate(zip(*other, strict=True)):
                if truths[row] is False or (truths[row] is None and truth is not False):
                    continue
                if truth is True:
                    stands[row] = max(stands[row], stand)
                else:
                    truths[row], stands[row] = truth, stand
        if NA in stands:
            stands = [OK if stand == NA else stand for stand in stands]
        return truths, stands

    def scope(self, scope: Scope) -> list[int]:
        """Return the rows of a scope: its conditions are judged by what stands there."""
        key = "scope", scope.conditions, scope.ever, self.as_of
        if key not in self.columns.memory:
            rows = self.columns.counting(self.as_of, ever=scope.ever)
            for tree in scope.conditions:
                rows = self._narrowed(rows, tree)
            self.columns.memory[key] = rows
        found: list[int] = self.columns.memory[key]
        return found

    def spans(self, scope: Scope) -> list[slice]:
        """Return where the rows of each entity stand among those of a scope."""
        key = "spans", scope.conditions, scope.ever, self.as_of
        if key not in self.columns.memory:
            owners = self.columns.owners
            here = [owners[row] for row in self.scope(scope)]
            self.columns.memory[key] = slices(here, len(self.columns.entities))
        found: list[slice] = self.columns.memory[key]
        return found

    def _narrowed(self, rows: list[int], tree: Condition) -> list[int]:
        if isinstance(tree, Compared):
            (left, _), (right, _) = self.amounts(tree.left), self.amounts(tree.right)
            holds = _SIGNS[tree.sign]
            return [
                row
                for row in rows
                if left[row] is not None and right[row] is not None and holds(left[row], right[row])
            ]
        values, holds_of = self.columns.column(tree.field), _test(tree, self.as_of)
        unknown = isinstance(tree, IsCode) and tree.negated
        known = {each: holds_of(each) for each in self.columns.given(tree.field)}
        known[None] = unknown
        return [row for row in rows if known[values[row]]]


def _test(tree: Condition, as_of: date) -> Callable[[Any], bool]:
    """Return what a condition on one field asks of an answer."""
    match tree:
        case IsCode(codes=codes, negated=False):
            return codes.__contains__
        case IsCode(codes=codes):
            return lambda value: value not in codes
        case IsYes(yes=yes):
            return lambda value: value is yes
        case IsGiven():
            return lambda _: True
        case IsPast():
            return lambda day: day <= as_of
        case Within(months=months):
            since = months_before(as_of, months)
            return lambda day: since <= day <= as_of
        case _:
            raise TypeError(tree)


def _combined(
    sign: str, left: tuple[Amounts, Standings], right: tuple[Amounts, Standings]
) -> tuple[Amounts, Standings]:
    if sign != "/" and not (any(left[1]) or any(right[1])):
        return list(map(_SIGNS[sign], left[0], right[0])), left[1]
    stands = list(map(max, left[1], right[1]))
    if sign == "/":
        for row, (stand, below) in enumerate(zip(stands, right[0], strict=True)):
            if stand <= USABLE and below == 0:
                stands[row] = ERR
    holds = _SIGNS.get(sign, _divided)
    return [
        holds(a, b) if s <= USABLE else None
        for a, b, s in zip(left[0], right[0], stands, strict=True)
    ], stands


def _divided(above: Decimal | int, below: Decimal | int) -> Decimal:
    return Decimal(above) / below


def _first(of: Sequence[tuple[Amounts, Standings]]) -> tuple[Amounts, Standings]:
    """Return in each row the first value that stands there; what is wrong is no blank."""
    amounts: list[Any] = []
    stands: list[int] = []
    for pairs in zip(*(zip(*each, strict=True) for each in of), strict=True):
        value, stand = next((pair for pair in pairs if pair[0] is not None), (None, None))
        if stand is None:
            every = {each[1] for each in pairs}
            stand = NA if every == {NA} else max(every - {NA})
        amounts.append(value)
        stands.append(stand)
    return amounts, stands
