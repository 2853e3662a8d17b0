"""What the parts of a summary are made from: who it is about, and in which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from inventory_app.domain.checks import completeness
from inventory_app.domain.duplicates.joining import Adjustment, once
from inventory_app.domain.field_types import Code
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.figures import ENOUGH, USABLE, EntityInputs, number
from inventory_app.domain.figures import Figure as Computed
from inventory_app.domain.records import Record
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.summaries import (
    Basis,
    Completeness,
    CountRow,
    Figure,
    Standing,
    figure,
)
from inventory_app.domain.values import ValueState, combined
from inventory_app.services.assessment_words import code_label
from inventory_app.texts import Translator, translator

ZERO = Decimal(0)
_COLON = re.compile("[:\uff1a]")  # the second one is the Chinese colon


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads: a language, and the catalogue that has the labels in it."""

    catalogue: Catalogue
    language: str

    @cached_property
    def translate(self) -> Translator:
        """The program's texts in this language."""
        return translator(self.language)

    def label(self, sheet: str, field: str, code: object) -> str:
        """Return the label of an answer; an answer that was not given has none."""
        if not isinstance(code, str):
            return ""
        return code_label(self.catalogue, sheet, field, code, self.language)

    def stated(self, sheet: str, field: str, code: object) -> str:
        """Return the label of an answer without its explanation, or that there is no answer.

        Labels explain themselves after a colon, as in “Tier 1: basic capacity”.
        """
        label = self.label(sheet, field, code)
        return _COLON.split(label, maxsplit=1)[0].strip() or self.translate("Not stated")

    def codes(self, sheet: str, field: str) -> tuple[str, ...]:
        """Return the codes that can be answered, in their order."""
        kind = self.catalogue[sheet].fields[field].type
        return tuple(kind.list.codes) if isinstance(kind, Code) and kind.list else ()


@dataclass(frozen=True, kw_only=True)
class Member:
    """One entity that has answered, with its figures by indicator.

    `adjustment` says what of it counts once in totals of many entities.
    """

    inputs: EntityInputs
    figures: Mapping[str, Computed]
    adjustment: Adjustment | None = None

    @cached_property
    def for_totals(self) -> EntityInputs:
        """What it reported as it enters totals."""
        return self.inputs if self.adjustment is None else once(self.inputs, self.adjustment)

    def partners(self, uid: str) -> int:
        """Return for how many other entities a record stands in totals."""
        return len(self.adjustment.partners.get(uid, ())) if self.adjustment else 0

    @cached_property
    def completeness(self) -> dict[str, Completeness]:
        """Mandatory fields filled in, of those due, by sheet that was asked."""
        return {
            sheet.name: Completeness(filled=filled, due=due)
            for sheet in self.inputs.catalogue
            if self.inputs.parameters.asks(sheet.name)
            for filled, due in (completeness(sheet, self.inputs.records.get(sheet.name, ())),)
        }


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Whom a summary is about: one entity, or many with their common figures.

    `members` are those that have answered, of `asked`; None stands for a single entity.
    `parameters` are the rules of the round.
    """

    members: tuple[Member, ...]
    figures: Mapping[str, Computed]
    asked: int | None = None
    parameters: RoundParameters = field(default_factory=RoundParameters)

    @property
    def is_group(self) -> bool:
        """Whether figures are those of many entities."""
        return self.asked is not None

    def reporting(self, sheet: str) -> tuple[Member, ...]:
        """Return the members that listed records, or said that there is nothing to report."""
        return tuple(member for member in self.members if member.inputs.reported(sheet))

    def inputs_of(self, member: Member) -> EntityInputs:
        """Return what a member reported; among many, what is joined counts once."""
        return member.for_totals if self.is_group else member.inputs

    def counted(self, indicator: str) -> tuple[Member, ...]:
        """Return the members whose records enter the figure of an indicator."""
        if not self.is_group:
            return self.members
        return tuple(each for each in self.members if each.figures[indicator].state in USABLE)

    def standing(self, sheet: str) -> Standing:
        """Return whether this part was reported, or asked at all."""
        if not self.parameters.asks(sheet):
            return Standing.NOT_ASKED
        reporting = self.reporting(sheet)
        if any(member.inputs.records.get(sheet) for member in reporting):
            return Standing.REPORTED
        return Standing.NOTHING_TO_REPORT if reporting else Standing.NOT_REPORTED

    def total(self, sheet: str, count: int) -> Figure:
        """Return the *count* of what was listed on a sheet, or why there is none."""
        if not self.parameters.asks(sheet):
            return figure(None, ValueState.NQ)
        return figure(count if self.reporting(sheet) else None)

    def basis(self, sheet: str) -> Basis:
        """Return what the figures of a part rest on."""
        reporting = self.reporting(sheet)
        return Basis(
            completeness=together(member.completeness[sheet] for member in reporting),
            entities=len(reporting) if self.is_group else None,
            entities_asked=self.asked,
        )


def together(parts: Iterable[Completeness]) -> Completeness:
    """Return the completeness of several parts as one."""
    every = tuple(parts)
    return Completeness(
        filled=sum(part.filled for part in every), due=sum(part.due for part in every)
    )


def shown(computed: Computed) -> Figure:
    """Return the value of a computed figure as it is printed."""
    return figure(computed.value, computed.state)


def part_of(computed: Computed, name: str) -> Figure:
    """Return one of the parts of a computed figure; it stands as the whole does."""
    if computed.state not in USABLE:
        return figure(None, computed.state)
    return figure(computed.parts.get(name, ZERO), computed.state)


def answer(record: Record, name: str) -> Figure:
    """Return a number that was answered, with its standing."""
    return figure(number(record, name), record.state(name))


def summed(amounts: Sequence[tuple[Decimal | None, ValueState]]) -> Figure:
    """Return the sum of *amounts*; one of them missing, and there is no sum (rule M-A)."""
    return figure(
        sum((amount or ZERO for amount, _ in amounts), ZERO), combined(s for _, s in amounts)
    )


def added(figures: Iterable[Figure]) -> Figure:
    """Return the sum of the figures of several entities; those without a value are left out."""
    every = tuple(figures)
    known = [each for each in every if each.value is not None]
    if not known:
        return figure(None, combined(each.state for each in every) if every else ValueState.NR)
    return figure(
        sum((each.value or ZERO for each in known), ZERO), combined(each.state for each in known)
    )


def enough(counted: int, listed: int) -> bool:
    """Return whether 95 per cent of what is listed were counted, as W01 asks."""
    return counted >= listed * ENOUGH


def counts(reader: Reader, records: Sequence[Record], field: str) -> tuple[CountRow, ...]:
    """Return how many records carry each code of *field*; those without any come last."""
    if not records:
        return ()
    sheet = records[0].sheet
    found = [record[field] for record in records]
    rows = [
        CountRow(label=reader.label(sheet, field, code), count=found.count(code))
        for code in reader.codes(sheet, field)
        if code in found
    ]
    blank = sum(not isinstance(code, str) for code in found)
    if blank:
        rows.append(CountRow(label=reader.translate("Not stated"), count=blank))
    return tuple(rows)
