"""Fields and sheets as every part of the program sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from inventory_app.domain.code_lists import CodeList
from inventory_app.domain.field_types import FieldType, YesNo
from inventory_app.domain.values import Value, Values

Level = Literal["required", "recommended", "optional"]
# Why a field is not for everybody: it names a person, counts the people in one record, says where
# something stands, shows a gap in recovery or in security, is an amount of money, is free text.
Sensitivity = Literal["person", "people", "place", "recovery", "security", "cost", "note"]


@dataclass(frozen=True, kw_only=True)
class When:
    """The answers of another field that make a field's level apply."""

    field: str
    codes: frozenset[str]

    def holds(self, values: Values) -> bool:
        """Return whether the other field has one of the codes."""
        value: Value = values.get(self.field)
        if isinstance(value, bool):
            value = YesNo().format(value)
        return value in self.codes


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing asked: defined once, used by table, form, workbook, checks, reports and manual."""

    name: str
    type: FieldType
    section: str
    level: Level
    labels: Mapping[str, str]
    help: Mapping[str, str]
    unit: str | None = None
    when: When | None = None
    derived: str | None = None
    sensitivity: Sensitivity | None = None
    renamed_from: str | None = None
    retired: bool = False
    common: bool = False

    def label(self, language: str) -> str:
        """Return the heading of this field for a reader of *language*."""
        return self.labels[language]

    def is_due(self, values: Values) -> bool:
        """Return whether a record with *values* must answer this field."""
        if self.level != "required" or self.derived or self.retired:
            return False
        return self.when is None or self.when.holds(values)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One kind of record and its fields, in the order in which they are asked."""

    name: str
    order: int
    prefix: str
    key: tuple[str, ...]
    title: tuple[str, ...]
    clauses: tuple[str, ...]
    closed_needs: frozenset[str]
    labels: Mapping[str, str]
    help: Mapping[str, str]
    sections: Mapping[str, Mapping[str, str]]
    fields: Mapping[str, Field]
    sensitivity: Sensitivity | None = None

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields.values())

    def label(self, language: str) -> str:
        """Return the name of this sheet for a reader of *language*."""
        return self.labels[language]

    @cached_property
    def asked(self) -> tuple[Field, ...]:
        """The fields a respondent answers: neither computed nor retired."""
        return tuple(field for field in self if not field.derived and not field.retired)

    @cached_property
    def required(self) -> tuple[Field, ...]:
        """The fields that can be due."""
        return tuple(field for field in self.asked if field.level == "required")

    def due(self, values: Values) -> Iterator[Field]:
        """Yield the fields that a record with *values* must answer.

        An invalid or duplicate record owes nothing; a closed one only what the sheet still needs.
        """
        status = values.get("record_status")
        if status in ("INVALID", "DUPLICATE"):
            return
        for field in self.required:
            if status == "CLOSED" and field.name not in self.closed_needs | set(self.key):
                continue
            if field.is_due(values):
                yield field

    def title_of(self, values: Values) -> str:
        """Return the words by which a reader knows the record with *values*."""
        parts = (self.fields[name].type.format(values.get(name)) for name in self.title)
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Everything that is asked, and the allowed answers."""

    version: str
    sheets: Mapping[str, Sheet]
    code_lists: Mapping[str, CodeList]

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets.values())

    def __getitem__(self, sheet: str) -> Sheet:
        return self.sheets[sheet]

    def only(self, sheets: Iterable[str]) -> Catalogue:
        """Return the catalogue with only some of its *sheets*, in their order."""
        wanted = set(sheets)
        chosen = {name: sheet for name, sheet in self.sheets.items() if name in wanted}
        return replace(self, sheets=chosen)
