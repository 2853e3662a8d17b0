"""The proof that an indicator can be computed: every sheet, field, code and function is there."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from inventory_app.domain.catalogue import CatalogueError
from inventory_app.domain.expressions import (
    Answer,
    Compared,
    Condition,
    Expression,
    First,
    IsCode,
    IsPast,
    IsYes,
    Operation,
    Within,
)
from inventory_app.domain.field_types import Code, Codes, Day, DecimalNumber, YesNo
from inventory_app.domain.fields import Catalogue, Field, Sheet
from inventory_app.domain.indicator_shapes import (
    EVERY_SHEET,
    IndicatorDefinition,
    Indicators,
    RecordTerm,
)


def prove(
    indicators: Indicators,
    catalogue: Catalogue,
    formulas: Collection[str] = (),
    extras: Collection[str] = (),
) -> None:
    """Raise `CatalogueError` for the first thing that an indicator needs and that is not there.

    That is a sheet, a field, a field of the right type, a code of its list, or one of the
    functions *formulas* and *extras*.
    """
    for scope in indicators.scopes.values():
        place = f"scope {scope.name}"
        sheet = _sheet(catalogue, scope.sheet, place)
        for tree in scope.conditions:
            _condition(sheet, tree, place)
    for definition in indicators:
        for problem in _missing_functions(definition, formulas, extras):
            raise CatalogueError(definition.id, problem)
        _prove(definition, catalogue)


def _missing_functions(
    definition: IndicatorDefinition, formulas: Collection[str], extras: Collection[str]
) -> Iterator[str]:
    if definition.formula and definition.formula not in formulas:
        yield f"there is no formula {definition.formula}"
    if definition.extras and definition.extras not in extras:
        yield f"there are no extras {definition.extras}"


def _prove(definition: IndicatorDefinition, catalogue: Catalogue) -> None:
    place = definition.id
    for name, field in (*definition.inputs, *definition.beside):
        if name != EVERY_SHEET:
            _field(_sheet(catalogue, name, place), field, place)
    for term in (*definition.numerator, *definition.denominator):
        if isinstance(term, RecordTerm):
            sheet = _sheet(catalogue, term.scope.sheet, place)
            trees = (*term.scope.conditions, *definition.applies, *term.where)
            for tree in trees:
                _condition(sheet, tree, place)
            if term.amount is not None:
                _expression(sheet, term.amount, place)


def _sheet(catalogue: Catalogue, name: str, place: str) -> Sheet:
    if name not in catalogue.sheets:
        raise CatalogueError(place, f"there is no sheet {name}")
    return catalogue[name]


def _field(sheet: Sheet, name: str, place: str) -> Field:
    if name not in sheet.fields:
        raise CatalogueError(place, f"{sheet.name} has no field {name}")
    return sheet.fields[name]


def _condition(sheet: Sheet, tree: Condition, place: str) -> None:
    if isinstance(tree, Compared):
        _expression(sheet, tree.left, place)
        _expression(sheet, tree.right, place)
        return
    field = _field(sheet, tree.field, place)
    kind = field.type
    if isinstance(tree, IsCode):
        if not isinstance(kind, Code) or isinstance(kind, Codes):
            raise CatalogueError(place, f"{field.name} is no field with one code")
        if unknown := sorted(tree.codes - set(kind.list.codes if kind.list else ())):
            raise CatalogueError(place, f"{field.name} has no code {unknown[0]}")
    elif isinstance(tree, IsYes) and not isinstance(kind, YesNo):
        raise CatalogueError(place, f"{field.name} is no yes/no field")
    elif isinstance(tree, IsPast | Within) and not isinstance(kind, Day):
        raise CatalogueError(place, f"{field.name} is no date")


def _expression(sheet: Sheet, tree: Expression, place: str) -> None:
    if isinstance(tree, Answer):
        field = _field(sheet, tree.field, place)
        if not isinstance(field.type, DecimalNumber):
            raise CatalogueError(place, f"{field.name} is no number")
    elif isinstance(tree, Operation):
        _expression(sheet, tree.left, place)
        _expression(sheet, tree.right, place)
    elif isinstance(tree, First):
        for each in tree.of:
            _expression(sheet, each, place)
