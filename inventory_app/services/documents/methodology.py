"""How figures are made: the rules of all indicators, and each of them with its definition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from inventory_app.domain.documents import (
    Block,
    Cell,
    Column,
    Contents,
    Document,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Table,
)
from inventory_app.domain.indicator_shapes import IndicatorDefinition, Indicators
from inventory_app.domain.passports import indicator_anchor
from inventory_app.services.assessed_round import METHOD_NOTES, Assessment
from inventory_app.services.documents.frame import Frame, Section, numbered
from inventory_app.texts import N_

NAME = "methodology"
DIRECTIONS: Mapping[str, str] = {
    "H": N_("Higher is better."),
    "L": N_("Lower is better."),
    "T": N_("Should lie close to the target."),
    "C": N_("For context only, never scored."),
}
_MISSING: Mapping[str, str] = {
    "M-A": N_("Any answer missing leaves no value."),
    "M-B": N_("What is reported must be 95 per cent of the last confirmed total."),
    "M-C": N_(
        "What is not known counts as the less favourable answer; the bound stands beside it."
    ),
}
_ZEROS: Mapping[str, str] = {
    "Z-1": N_("0 ÷ 0 does not apply."),
    "Z-2": N_("Something ÷ 0 is an error."),
    "Z-3": N_("Without a baseline the absolute change is stated."),
    "Z-4": N_("Below the floor a value is shown and not compared."),
}
_PEERS: Mapping[str, str] = {
    "P-1": N_("Compared with entities of the same type and size."),
    "P-2": N_("Rooms are compared with rooms of the same kind."),
    "P-3": N_("Systems are compared with systems of the same criticality and hosting."),
    "P-4": N_("Measured against a limit, not against peers."),
    "P-5": N_("Compared over time for the whole Secretariat, not between entities."),
}


def methodology_document(frame: Frame, assessment: Assessment) -> Document:
    """Return the annex on how indicators are defined and computed."""
    _ = frame.translate
    sections = [
        Section(title=_("Rules for all indicators"), anchor="rules", blocks=(rules(frame),)),
        Section(title=_("All indicators"), anchor="list", blocks=(_list(frame, assessment),)),
        *_groups(frame, assessment),
    ]
    notes = frame.notes(
        _("Version {version} of the definitions: {count} indicators.",
          version=assessment.indicators.version,
          count=frame.words.number(len(assessment.definitions)))
    )  # fmt: skip
    blocks = (*notes, Contents(title=_("Contents")), PageBreak(), *numbered(frame, sections))
    return frame.document(NAME, _("Indicator methodology"), blocks)


def rules(frame: Frame) -> Items:
    """Return the rules that hold for all indicators."""
    return Items(texts=tuple(frame.translate(note) for note in METHOD_NOTES), numbered=True)


def _list(frame: Frame, assessment: Assessment) -> Table:
    _, language = frame.translate, frame.head.language
    columns = (
        Column(title=_("Indicator"), weight=10), Column(title=_("Name"), weight=45),
        Column(title=_("Unit"), weight=22),
        Column(title=_("Clauses of resolution 63/262"), weight=23),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(text=each.id, link=indicator_anchor(each.id), strong=True),
            Cell(text=each.label(language), link=indicator_anchor(each.id)),
            Cell(text=assessment.indicators.unit_label(each.id, language)),
            Cell(text=_(", ").join(each.clauses)),
        )
        for each in assessment.definitions
    )  # fmt: skip
    return Table(columns=columns, rows=rows, small=True)


def _groups(frame: Frame, assessment: Assessment) -> Iterator[Section]:
    language = frame.head.language
    for group, found in groupby(assessment.definitions, key=lambda each: each.group):
        blocks: list[Block] = []
        for each in found:
            blocks += _entry(frame, assessment.indicators, each)
        label = assessment.indicators.groups[group][language]
        yield Section(title=label, anchor=f"group-{group}", blocks=tuple(blocks))


def _entry(frame: Frame, indicators: Indicators, of: IndicatorDefinition) -> list[Block]:
    _, language = frame.translate, frame.head.language
    name = _("{id} {name}", id=of.id, name=of.label(language))
    blocks: list[Block] = [
        Heading(text=name, level=2, anchor=indicator_anchor(of.id)),
        Paragraph(text=of.definition(language)),
        Items(texts=tuple(_facts(frame, indicators, of))),
    ]
    if of.references:
        blocks.append(_published(frame, of))
    return blocks


def _facts(frame: Frame, indicators: Indicators, of: IndicatorDefinition) -> Iterator[str]:
    _, words, language = frame.translate, frame.words, frame.head.language
    unit = _("Unit: {unit}", unit=indicators.unit_label(of.id, language))
    yield words.sentences(unit, _(DIRECTIONS[of.direction]))
    yield words.sentences(_(_MISSING[of.missing]), *(_(_ZEROS[rule]) for rule in sorted(of.zero)))
    yield _(_PEERS[of.peers])
    if of.floor is not None:
        yield _("Floor of the denominator: {floor}", floor=words.number(of.floor, 0))
    if of.example is not None and of.example.numerator is not None:
        yield _(
            "Example: {numerator} ÷ {denominator} gives {value}.",
            numerator=_.number(of.example.numerator),
            denominator=_.number(of.example.denominator or 0),
            value=words.number(of.example.value, of.places),
        )
    yield _("Clauses of resolution 63/262: {clauses}", clauses=_(", ").join(of.clauses))


def _published(frame: Frame, of: IndicatorDefinition) -> Table:
    _ = frame.translate
    columns = (
        Column(title=_("Published value"), weight=16, side="end"),
        Column(title=_("Year"), weight=12), Column(title=_("Source"), weight=36),
        Column(title=_("Remark"), weight=36),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(text=_.number(each.value)), Cell(text=each.year), Cell(text=each.source),
            Cell(text=each.note),
        )
        for each in of.references
    )  # fmt: skip
    notes = (_("Published values are context with a date and a source, never a target."),)
    return Table(columns=columns, rows=rows, small=True, footnotes=notes)


def _clause(definition: IndicatorDefinition) -> str:
    """Return where a clause is answered; one of the organisation's own may answer none."""
    return "" if definition.own or not definition.clauses else f"clause-{definition.clauses[0]}"


def methodology_section(frame: Frame, assessment: Assessment) -> Section:
    """Return the rules, and every definition in a table, as the annex of another document."""
    _, language = frame.translate, frame.head.language
    columns = (
        Column(title=_("Indicator"), weight=22), Column(title=_("Definition"), weight=60),
        Column(title=_("Unit"), weight=10), Column(title=_("Clauses"), weight=8),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(text=_("{id} {name}", id=each.id, name=each.label(language)), strong=True,
                 anchor=indicator_anchor(each.id)),
            Cell(text=frame.words.sentences(each.definition(language),
                                            _(DIRECTIONS[each.direction]))),
            Cell(text=assessment.indicators.unit_label(each.id, language)),
            Cell(text=_(", ").join(each.clauses), link=_clause(each)),
        )
        for each in assessment.definitions
    )  # fmt: skip
    table = Table(columns=columns, rows=rows, small=True)
    return Section(title=_("Methodology"), anchor="methodology", blocks=(rules(frame), table))
