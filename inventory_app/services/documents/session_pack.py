"""The pack for the report to the sixty-fifth session: clause I.10, (a) to (g), with its figures.

What the inventory does not ask is said to be missing, with what would be needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inventory_app.domain.benefit_reports import BenefitReport
from inventory_app.domain.documents import (
    Block,
    Cell,
    Column,
    Contents,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)
from inventory_app.domain.passports import indicator_anchor
from inventory_app.domain.records import Record
from inventory_app.domain.summaries import IndicatorRow, SecretariatSummary, Workforce
from inventory_app.services.assessed_round import Assessment
from inventory_app.services.documents.capacity_parts import (
    data_centres_section,
    systems_section,
    workforce_section,
)
from inventory_app.services.documents.cost_parts import costs_section
from inventory_app.services.documents.frame import Frame, Section, number_column
from inventory_app.services.documents.gains import gains
from inventory_app.services.documents.indicator_parts import indicators_section
from inventory_app.services.documents.methodology import methodology_section
from inventory_app.services.documents.secretariat import cards
from inventory_app.services.documents.trust_parts import (
    answers_section,
    coverage_section,
    entities_section,
    missing_section,
)
from inventory_app.services.round_contents import RoundContents

NAME = "65th-session"
UNITS = "units"
_CLAUSE = "I.10({letter})"


@dataclass(frozen=True, kw_only=True)
class Pack:
    """What the pack is made from.

    `contents` is what the readers may see. `bodies` are the personnel of OICT and of field support,
    by the name of the body. `benefits` is None where there is no register; `lines` says whether
    single benefits may be listed.
    """

    summary: SecretariatSummary
    assessment: Assessment
    contents: RoundContents
    bodies: Sequence[tuple[str, Workforce]] = ()
    benefits: BenefitReport | None = None
    lines: bool = True


def pack_document(frame: Frame, pack: Pack) -> Document:
    """Return the pack: a page of figures, a section for each letter, the definitions at the end."""
    _ = frame.translate
    sections = [
        _governance(frame, pack), _lines(frame, pack), _assessment(frame), *_inventory(frame, pack),
        _gains(frame, pack), _benchmarks(frame, pack), _roles(frame, pack),
        missing_section(frame, pack.summary.gaps, pack.summary.coverage),
        methodology_section(frame, pack.assessment),
    ]  # fmt: skip
    blocks: list[Block] = [
        Paragraph(
            text=_(
                "Figures for the report requested in section I, paragraph 10, of resolution "
                "63/262. Each letter has its figures, or says that the inventory has none."
            )
        ),
        cards(frame, pack.summary), Contents(title=_("Contents"), depth=1), PageBreak(),
    ]  # fmt: skip
    for section in sections:
        blocks += _headed(section)
    return frame.document(NAME, _("Pack for the report to the sixty-fifth session"), blocks)


def _headed(section: Section) -> Iterator[Block]:
    yield Heading(text=section.title, anchor=section.anchor)
    yield from section.blocks


def _lettered(frame: Frame, letter: str, title: str, *blocks: Block) -> Section:
    """Return the section of one letter of the clause."""
    clause = _CLAUSE.format(letter=letter)
    text = frame.translate("{clause}: {title}", clause=clause, title=title)
    return Section(title=text, anchor=f"clause-{clause}", blocks=blocks)


def _no_data(frame: Frame, needed: str, *, at_all: bool = True) -> Paragraph:
    """Say that the inventory has no data on something, or on the rest, and what would be needed."""
    _ = frame.translate
    told = (
        _("No data: the inventory does not ask for this")
        if at_all
        else _("The inventory does not ask for the rest")
    )
    return Paragraph(text=frame.words.sentences(told, needed), strong=True)


# -- (a) and (b): units ----------------------------------------------------------------------------


def _units(pack: Pack) -> list[Record]:
    """Return the units that entities which have answered still have."""
    return [
        record
        for entity, asked in pack.contents.asked.items()
        if asked.answered
        for record in pack.contents.records.get(entity, {}).get(UNITS, ())
        if record["record_status"] not in ("CLOSED", "INVALID", "DUPLICATE")
    ]


def _said(frame: Frame, units: Sequence[Record], field: str) -> tuple[Cell, ...]:
    """Return how many units said yes, said no, and did not say."""
    counts = Counter(unit[field] if isinstance(unit[field], bool) else None for unit in units)
    return tuple(Cell(text=frame.words.number(counts[each])) for each in (True, False, None))


def _governance(frame: Frame, pack: Pack) -> Section:
    _ = frame.translate
    units, language = _units(pack), frame.head.language
    fields = pack.contents.catalogue[UNITS].fields
    asked = ("governance_committee", "service_catalogue", "sla_exists", "skill_profile_approved")
    columns = (
        Column(title=_("Of ICT units"), weight=55), number_column(_("Yes"), 15),
        number_column(_("No"), 15), number_column(_("not reported"), 15),
    )  # fmt: skip
    rows = tuple(
        (Cell(text=fields[name].label(language)), *_said(frame, units, name)) for name in asked
    )
    table = Table(columns=columns, rows=rows if units else (), empty=_("No unit was reported."))
    rated = _of_clause(pack, lambda row: row.id.startswith("G"))
    return _lettered(
        frame, "a", _("Governance"), *frame.notes(_basis(frame, pack, UNITS)), table,
        *_indicators(frame, rated),
        _no_data(
            frame,
            _(
                "Needed for a map of governance: bodies, their members, what they decide, how "
                "often they meet, and where they overlap"
            ),
            at_all=False,
        ),
    )  # fmt: skip


def _basis(frame: Frame, pack: Pack, sheet: str) -> str:
    """Say how many entities reported anything on a sheet."""
    _, words = frame.translate, frame.words
    asked = pack.contents.asked
    reported = sum(
        bool(pack.contents.records.get(code, {}).get(sheet))
        for code, each in asked.items()
        if each.answered
    )
    return _(
        "Reported by {entities} of {asked} entities", entities=words.number(reported),
        asked=words.number(len(asked)),
    )  # fmt: skip


def _lines(frame: Frame, pack: Pack) -> Section:
    _, words = frame.translate, frame.words
    units = _units(pack)
    labels = {row.code: row.type_label for row in pack.summary.entities}
    kinds = dict.fromkeys(labels[unit.entity] for unit in units if unit.entity in labels)
    columns = (
        Column(title=_("Type"), weight=40), number_column(_("ICT units"), 15),
        number_column(_("Report to the Chief Information Technology Officer"), 18),
        number_column(_("Do not"), 12), number_column(_("not reported"), 15),
    )  # fmt: skip
    rows = []
    for kind in kinds:
        some = [unit for unit in units if labels.get(unit.entity) == kind]
        rows.append(
            (Cell(text=kind), Cell(text=words.number(len(some))),
             *_said(frame, some, "reports_to_cito"))
        )  # fmt: skip
    total = (
        Cell(text=_("Together")), Cell(text=words.number(len(units))),
        *_said(frame, units, "reports_to_cito"),
    )  # fmt: skip
    table = Table(
        columns=columns, rows=tuple(rows), total=total if rows else (),
        empty=_("No unit was reported."),
    )  # fmt: skip
    return _lettered(
        frame, "b", _("Management and reporting arrangements"),
        *frame.notes(_basis(frame, pack, UNITS)), table,
        _no_data(
            frame,
            _("Needed for a comparison: the reporting lines that are prescribed, with their dates"),
            at_all=False,
        ),
    )  # fmt: skip


# -- (c) and (d) -----------------------------------------------------------------------------------


def _assessment(frame: Frame) -> Section:
    _ = frame.translate
    return _lettered(
        frame, "c",
        _("In-depth assessment, including the place of the Office in the structure"),
        _no_data(
            frame,
            _(
                "Needed for a comparison of options: the options, criteria with weights, scores "
                "and risks. The figures under (d) and (g) describe the present state"
            ),
        ),
    )  # fmt: skip


def _inventory(frame: Frame, pack: Pack) -> Iterator[Section]:
    _, summary = frame.translate, pack.summary
    parts = (
        answers_section(frame, summary.responses), coverage_section(frame, summary.coverage),
        workforce_section(frame, summary.workforce), systems_section(frame, summary.systems),
        data_centres_section(frame, summary.data_centres), costs_section(frame, summary.costs),
        entities_section(frame, summary.entities),
    )  # fmt: skip
    blocks: list[Block] = [
        Paragraph(text=_("By entity, function, grade, type of contract and fund; what entities "
                         "have not reported is named and not counted as zero."))
    ]  # fmt: skip
    for part in parts:
        blocks.append(Heading(text=part.title, level=2, anchor=part.anchor))
        blocks += part.blocks
    title = _("Inventory of ICT capacities, with dedicated and non-dedicated personnel")
    yield _lettered(frame, "d", title, *blocks)


# -- (e): benefits ---------------------------------------------------------------------------------


def _gains(frame: Frame, pack: Pack) -> Section:
    _ = frame.translate
    title = _("Efficiency gains, identified and quantified")
    found = pack.benefits
    if found is None or not found.lines:
        needed = _(
            "There are no benefits in the register. Needed: baseline, target, result, unit, "
            "evidence and dates of each expected gain"
        )
        text = Paragraph(text=frame.words.sentences(_("No data"), needed), strong=True)
        return _lettered(frame, "e", title, text, *_indicators(frame, _of_letter(pack, "e")))
    blocks = gains(frame, found, pack.contents.catalogue, lines=pack.lines)
    return _lettered(frame, "e", title, *blocks, *_indicators(frame, _of_letter(pack, "e")))


# -- (f) and (g) -----------------------------------------------------------------------------------


def _benchmarks(frame: Frame, pack: Pack) -> Section:
    _ = frame.translate
    columns = (
        Column(title=_("Indicator"), weight=30), number_column(_("Value"), 10),
        number_column(_("Published value"), 12), Column(title=_("Year"), weight=10),
        Column(title=_("Source"), weight=38),
    )  # fmt: skip
    values = {row.id: row for row in pack.summary.indicators}
    rows = tuple(
        (
            Cell(text=_("{id} {name}", id=each.id, name=each.label(frame.head.language)),
                 link=indicator_anchor(each.id)),
            frame.cell(values[each.id].value, each.places, each.id),
            Cell(text=_.number(published.value)), Cell(text=published.year),
            Cell(text=published.source),
        )
        for each in pack.assessment.definitions
        if each.id in values
        for published in each.references
    )  # fmt: skip
    table = Table(
        columns=columns, rows=rows, small=True, caption=_("Published values"),
        empty=_("No published value belongs to an indicator."),
        footnotes=(_("Published values are context with a date and a source, never a target."),),
    )  # fmt: skip
    return _lettered(
        frame, "f", _("Methodology and benchmarks for benefits"),
        Paragraph(text=_("How each figure is defined and computed stands at the end, under "
                         "“Methodology”."), link="methodology"),
        *_indicators(frame, _of_letter(pack, "f")), table,
    )  # fmt: skip


def _roles(frame: Frame, pack: Pack) -> Section:
    _, words = frame.translate, frame.words
    title = _("Roles of the Office and of field support")
    needed = _(
        "Needed for a matrix of responsibilities: for each function which body decides, advises "
        "and carries out, with dates"
    )
    blocks: list[Block] = [_no_data(frame, needed)]
    bodies = [(name, each) for name, each in pack.bodies if each.by_function]
    if bodies:
        found = [{row.label: row for row in each.by_function} for _name, each in bodies]
        labels = dict.fromkeys(label for each in found for label in each)
        columns = (
            Column(title=_("FTE by function"), weight=40),
            *(number_column(name, 60 / len(bodies)) for name, _each in bodies),
        )
        rows = tuple(
            (
                Cell(text=label),
                *(
                    frame.cell(each[label].fte_dedicated, 1) if label in each
                    else Cell(text=words.number(Decimal(0), 1))
                    for each in found
                ),
            )
            for label in labels
        )  # fmt: skip
        note = _("Dedicated personnel by function, as the two reported it: where both are at work.")
        blocks.append(Table(columns=columns, rows=rows, small=True, footnotes=(note,)))
    return _lettered(frame, "g", title, *blocks)


# -- indicators ------------------------------------------------------------------------------------


def _of_clause(pack: Pack, wanted: Callable[[IndicatorRow], bool]) -> list[IndicatorRow]:
    return [row for row in pack.summary.indicators if wanted(row)]


def _of_letter(pack: Pack, letter: str) -> list[IndicatorRow]:
    clause = _CLAUSE.format(letter=letter)
    named = {each.id for each in pack.assessment.definitions if clause in each.clauses}
    return _of_clause(pack, lambda row: row.id in named)


def _indicators(frame: Frame, rows: Sequence[IndicatorRow]) -> Sequence[Block]:
    """Return indicators with bands and numbers, without headings of their own."""
    if not rows:
        return ()
    blocks = indicators_section(frame, rows, of_a_group=True).blocks
    return [each for each in blocks if not isinstance(each, Heading)]
