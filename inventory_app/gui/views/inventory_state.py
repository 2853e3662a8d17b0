"""What a list shows and remembers: columns, filter, order; named views; as plain data and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.grids import (
    SHARED,
    Condition,
    GridQuery,
    Operation,
    Order,
    check,
    text_of,
    value_of,
)
from inventory_app.domain.values import Value
from inventory_app.gui.models.records_columns import STATUS, telling
from inventory_app.settings import Settings

_VIEWS = "inventory-views"
# Operations whose values are words of their own and no answers of a field.
_PLAIN = (Operation.STATE, Operation.FINDINGS, Operation.CONTAINS)


@dataclass(frozen=True, kw_only=True)
class ListState:
    """How one sheet is shown. No `columns` means the usual ones, as many as there is room for."""

    columns: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    search: str = ""
    order: tuple[Order, ...] = ()
    group: str = ""
    widths: Mapping[str, int] = field(default_factory=dict)

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.conditions or self.search.strip())

    def shown(self, sheet: Sheet, *, one_entity: bool) -> tuple[str, ...]:
        """Return the columns to show, the state of each record last."""
        names = [name for name in self.columns if name in sheet.fields or name in SHARED]
        if not names:
            names = [n for n in telling(sheet) if not (one_entity and n == "entity")]
        return (*(name for name in names if name != STATUS), STATUS)

    def toggled(self, operation: Operation) -> ListState:
        """Return this state with a condition on whole records added, or taken away."""
        rest = tuple(each for each in self.conditions if each.operation is not operation)
        if len(rest) == len(self.conditions):
            rest = (*rest, Condition(operation=operation))
        return replace(self, conditions=rest)

    def with_condition(self, condition: Condition) -> ListState:
        """Return this state with a condition in place of the one on the same field."""
        rest = tuple(
            each for each in self.conditions
            if not each.field or each.field != condition.field
        )  # fmt: skip
        return replace(self, conditions=(*rest, condition))

    def plain(self, sheet: Sheet) -> dict[str, Any]:
        """Return this state as plain texts, numbers and lists."""
        return {
            "columns": list(self.columns),
            "search": self.search,
            "order": [[each.field, each.descending] for each in self.order],
            "group": self.group,
            "widths": dict(self.widths),
            "conditions": [_plain(each, sheet) for each in self.conditions],
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any], sheet: Sheet) -> ListState:
        """Return the state kept as *kept*; what this catalogue does not know is left out."""
        known = {*sheet.fields, *SHARED}
        conditions = []
        for each in _list(kept.get("conditions")):
            condition = _condition(each, sheet)
            if condition is not None:
                conditions.append(condition)
        order = [
            Order(str(each[0]), bool(each[1]))
            for each in _list(kept.get("order"))
            if isinstance(each, list) and len(each) == 2 and each[0] in known
        ]
        widths = kept.get("widths")
        group = str(kept.get("group") or "")
        return cls(
            columns=tuple(str(n) for n in _list(kept.get("columns")) if n in known),
            conditions=tuple(conditions),
            search=str(kept.get("search") or ""),
            order=tuple(order),
            group=group if group in known else "",
            widths={
                str(name): int(width)
                for name, width in (widths.items() if isinstance(widths, Mapping) else ())
                if isinstance(width, int)
            },
        )


@dataclass(frozen=True, kw_only=True)
class NamedView:
    """A list that was given a name: sheet, entities (kind and key of the tree) and state."""

    name: str
    sheet: str
    state: ListState
    scope: tuple[str, str] = ("all", "")


class NamedViews:
    """The named views of this computer, kept with the settings."""

    def __init__(self, settings: Settings, catalogue: Catalogue) -> None:
        self._settings = settings
        self._catalogue = catalogue

    def all(self) -> tuple[NamedView, ...]:
        """Return the views in the order of their names."""
        found = []
        for each in _list(self._settings.state(_VIEWS).get("views")):
            sheet = self._catalogue.sheets.get(str(each.get("sheet")))
            state = each.get("state")
            if sheet is not None and isinstance(state, Mapping):
                found.append(NamedView(
                    name=str(each.get("name")), sheet=sheet.name,
                    state=ListState.read(state, sheet),
                    scope=(str(each.get("kind") or "all"), str(each.get("key") or "")),
                ))  # fmt: skip
        return tuple(sorted(found, key=lambda view: view.name.casefold()))

    def keep(self, view: NamedView) -> None:
        """Keep *view*, in place of one with the same name."""
        self._write([*(each for each in self.all() if each.name != view.name), view])

    def drop(self, name: str) -> None:
        """Forget the view called *name*."""
        self._write([each for each in self.all() if each.name != name])

    def _write(self, views: Sequence[NamedView]) -> None:
        self._settings.keep_state(_VIEWS, {"views": [
            {
                "name": each.name, "sheet": each.sheet, "kind": each.scope[0],
                "key": each.scope[1], "state": each.state.plain(self._catalogue[each.sheet]),
            }
            for each in views
        ]})  # fmt: skip
        self._settings.save()


def _plain(condition: Condition, sheet: Sheet) -> dict[str, Any]:
    values = [
        "" if value is None
        else str(value) if condition.operation in _PLAIN
        else text_of(value, sheet, condition.field)
        for value in condition.values
    ]  # fmt: skip
    return {"operation": condition.operation.value, "field": condition.field, "values": values}


def _condition(kept: Any, sheet: Sheet) -> Condition | None:
    if not isinstance(kept, Mapping):
        return None
    name = str(kept.get("field") or "")
    with suppress(ValueError, KeyError):  # another catalogue, or a file that somebody edited
        operation = Operation(str(kept.get("operation")))
        values: list[Value] = [
            None if each == "" else str(each) if operation in _PLAIN
            else value_of(str(each), sheet, name)
            for each in _list(kept.get("values"))
        ]  # fmt: skip
        made = Condition(operation=operation, field=name, values=tuple(values))
        check(GridQuery(sheet=sheet.name, round="", conditions=(made,)), sheet)
        return made
    return None


def _list(kept: Any) -> list[Any]:
    return kept if isinstance(kept, list) else []
