"""An assessment as a file: one table for spreadsheets, or the exact figures for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from inventory_app.domain.distributions import QUANTILE_TYPE, Distribution
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.figures import Figure
from inventory_app.domain.indicator_definitions import IndicatorDefinition
from inventory_app.domain.intervals import RESAMPLES
from inventory_app.domain.peers import Comparison
from inventory_app.formats.excel.figures_table import (
    Column,
    FiguresTable,
    Line,
)
from inventory_app.services.assessed_round import NOT_FROZEN, Assessment
from inventory_app.services.assessment_columns import (
    STATISTICS,
    early_objects,
    response_objects,
    statistic_cells,
    statistics_object,
)
from inventory_app.services.assessment_words import (
    STATES,
    comparison_text,
    coverage_text,
    group_label,
    reasons_text,
    total_coverage_text,
)
from inventory_app.services.figure_files import Cells, write_figures
from inventory_app.services.peer_words import seed_note
from inventory_app.services.workbooks import ORGANISATION
from inventory_app.texts import N_, Translator, translator

FORMAT = 1
NOT_ANSWERED_CODE = "NOT-ANSWERED"

COLUMNS = (
    Column(heading=N_("Round"), width=9),
    Column(heading=N_("Entity"), width=13),
    Column(heading=N_("Name"), width=34),
    Column(heading=N_("Peer group"), width=34),
    Column(heading=N_("Indicator"), width=10),
    Column(heading=N_("Name of the indicator"), width=34),
    Column(heading=N_("Value"), width=13, kind="value"),
    Column(heading=N_("Unit"), width=18),
    Column(heading=N_("State"), width=14),
    Column(heading=N_("Numerator"), width=17, kind="number"),
    Column(heading=N_("Denominator"), width=17, kind="number"),
    Column(heading=N_("Coverage"), width=26),
    Column(heading=N_("Peers: number"), width=9, kind="count"),
    Column(heading=N_("Peers: first quartile"), width=12, kind="value"),
    Column(heading=N_("Peers: median"), width=12, kind="value"),
    Column(heading=N_("Peers: third quartile"), width=12, kind="value"),
    Column(heading=N_("Percentile, 100 is best"), width=12, kind="percentile"),
    *STATISTICS,
    Column(heading=N_("Reason"), width=60),
)
_KEYS = tuple(COLUMNS[place] for place in (1, 4, 5, 6, 7, 12))  # who, what, value, unit, n
DEFINITION_COLUMNS = (
    Column(heading=N_("Indicator"), width=10),
    Column(heading=N_("Name of the indicator"), width=34),
    Column(heading=N_("Unit"), width=24),
    Column(heading=N_("Direction"), width=26),
    Column(heading=N_("Definition"), width=90),
    Column(heading=N_("Paragraphs of resolution 63/262"), width=18),
)
DIRECTIONS = {
    "H": N_("Higher is better."),
    "L": N_("Lower is better."),
    "T": N_("Should lie close to the target."),
    "C": N_("For context only, never scored."),
}


@dataclass(frozen=True, kw_only=True)
class _Row:
    """One figure with what it is compared with; a total has no entity and no comparison."""

    definition: IndicatorDefinition
    figure: Figure
    entity: str = ""
    comparison: Comparison = field(
        default_factory=lambda: Comparison(asked=(), group=(), n=0, basis="none")
    )

    @property
    def compared(self) -> bool:
        """Whether entities are compared by this indicator at all."""
        return self.definition.peers == "P-1" and bool(self.entity)


def write_assessment(
    assessment: Assessment, catalogue: Catalogue, path: Path, language: str
) -> None:
    """Write *assessment* in the form that the name of *path* says: .csv, .xlsx or .json.

    Raises `UserError` for any other name and where the file cannot be written.
    """
    page = _Page(assessment=assessment, catalogue=catalogue, translate=translator(language))
    write_figures(
        path,
        table=lambda: _table(page),
        headings=[page.translate(column.heading) for column in COLUMNS],
        rows=lambda: map(page.cells, page.rows()),
        document=lambda: document(assessment, catalogue, language),
    )


@dataclass(frozen=True, kw_only=True)
class _Page:
    """An assessment and the words in which its reader wants it."""

    assessment: Assessment
    catalogue: Catalogue
    translate: Translator

    @property
    def language(self) -> str:
        return self.translate.language.code

    def rows(self) -> Iterator[_Row]:
        """Yield the totals of all entities, then the figures entity by entity."""
        of = self.assessment
        for each in of.definitions:
            if each.id in of.totals:
                yield _Row(definition=each, figure=of.totals[each.id])
        for entity in of.entities:
            for each in of.definitions:
                yield _Row(
                    definition=each,
                    figure=of.figures[entity, each.id],
                    entity=entity,
                    comparison=of.comparisons[entity, each.id],
                )

    def name(self, row: _Row) -> str:
        if not row.entity:
            return self.translate(ORGANISATION)
        return self.assessment.entities[row.entity].name(self.language)

    def group(self, row: _Row) -> str:
        if not row.entity and self.spread(row).n:
            return group_label(self.catalogue, (), self.translate)
        if not row.compared:
            return ""
        return group_label(self.catalogue, row.comparison.group, self.translate)

    def unit(self, definition: IndicatorDefinition) -> str:
        return self.assessment.indicators.unit_label(definition.id, self.language)

    def reason(self, row: _Row) -> str:
        if not row.entity:
            return reasons_text(row.figure, None, self.translate)
        texts = [reasons_text(row.figure, self.assessment.asked[row.entity], self.translate)]
        if row.figure.ranked:
            texts.append(comparison_text(row.definition, row.comparison, self.translate))
        return " ".join(text for text in texts if text)

    def spread(self, row: _Row) -> Distribution:
        """Return the quartiles of the peers of an entity; of a total those of all entities."""
        of = row.comparison
        if row.entity:
            return Distribution(n=of.n, q1=of.q1, median=of.median, q3=of.q3)
        return self.assessment.distribution(row.definition.id) or Distribution(n=0)

    def percentile(self, row: _Row) -> Decimal | None:
        """Return the rank of a value that can be told apart from those of its peers."""
        if not row.entity:
            return None
        return self.assessment.percentile(row.definition.id, row.entity)

    def notes(self) -> list[str]:
        """Return how the figures were made, with what is needed to make them again."""
        _ = self.translate
        found = [*map(_, self.assessment.notes), seed_note(self.assessment, _)]
        if not self.assessment.is_frozen:
            found.append(_(NOT_FROZEN))
        if thresholds := self.assessment.round.parameters.thresholds:
            names = (f"{name} = {number.normalize():f}" for name, number in thresholds.items())
            found.append(
                _("Thresholds of this round in place of those in the definitions: {thresholds}.",
                  thresholds=_(", ").join(names))
            )  # fmt: skip
        return found

    def reason_codes(self, row: _Row) -> list[str]:
        if row.entity and not self.assessment.asked[row.entity].answered:
            return [NOT_ANSWERED_CODE]
        return [reason.value for reason in row.figure.reasons]

    def cells(self, row: _Row) -> tuple[str | Decimal | None, ...]:
        """Return what stands under each of `COLUMNS`."""
        _, figure, spread = self.translate, row.figure, self.spread(row)
        covered = coverage_text if row.entity else total_coverage_text
        return (
            self.assessment.round.code,
            row.entity,
            self.name(row),
            self.group(row),
            row.definition.id,
            row.definition.label(self.language),
            figure.value,
            self.unit(row.definition),
            _(STATES[figure.state]),
            figure.numerator,
            figure.denominator,
            covered(figure, _),
            Decimal(spread.n) if row.compared or (spread.n and not row.entity) else None,
            spread.q1,
            spread.median,
            spread.q3,
            self.percentile(row),
            *statistic_cells(self.assessment, row.definition, row.entity, _),
            self.reason(row),
        )


def _without_statistics(cells: Cells) -> Cells:
    return tuple(
        cell for column, cell in zip(COLUMNS, cells, strict=True) if column not in STATISTICS
    )


def _only_statistics(cells: Cells) -> Cells:
    """Return what names a figure, and its place among peers and targets."""
    found = dict(zip(COLUMNS, cells, strict=True))
    return tuple(found[column] for column in (*_KEYS, *STATISTICS))


def _table(page: _Page) -> FiguresTable:
    _, assessment = page.translate, page.assessment
    return FiguresTable(
        language=_.language,
        title=_("Indicators of round {round}", round=assessment.round.code),
        subtitle=_(
            "As of {date}. Computed on {computed}.",
            date=_.date(assessment.round.as_of),
            computed=_.date(assessment.computed_on),
        ),
        author=_(ORGANISATION),
        created=assessment.computed_on,
        figures_tab=_("Figures"),
        columns=tuple(
            replace(each, heading=_(each.heading)) for each in COLUMNS if each not in STATISTICS
        ),
        lines=tuple(
            Line(
                cells=_without_statistics(page.cells(row)),
                places=row.definition.places,
                faint=row.figure.value is None,
                strong=not row.entity,
            )
            for row in page.rows()
        ),
        more_tab=_("Peers and targets"),
        more_columns=tuple(
            replace(each, heading=_(each.heading)) for each in (*_KEYS, *STATISTICS)
        ),
        more_lines=tuple(
            Line(
                cells=_only_statistics(page.cells(row)),
                places=row.definition.places,
                faint=row.figure.value is None,
                strong=not row.entity,
            )
            for row in page.rows()
        ),
        definitions_tab=_("Definitions"),
        definition_columns=tuple(
            replace(each, heading=_(each.heading)) for each in DEFINITION_COLUMNS
        ),
        definition_lines=tuple(
            Line(
                cells=(
                    each.id,
                    each.label(page.language),
                    page.unit(each),
                    _(DIRECTIONS[each.direction]),
                    each.definition(page.language),
                    ", ".join(each.clauses),
                )
            )
            for each in assessment.definitions
        ),
        notes_title=_("How the figures were made"),
        notes=tuple(page.notes()),
    )


def document(assessment: Assessment, catalogue: Catalogue, language: str) -> dict[str, object]:
    """Return what the .json form of *assessment* holds; numbers are exact."""
    page = _Page(assessment=assessment, catalogue=catalogue, translate=translator(language))
    return {
        "format": FORMAT,
        "round": assessment.round.code,
        "as_of": assessment.round.as_of,
        "computed_on": assessment.computed_on,
        "language": page.language,
        "indicators_version": assessment.indicators.version,
        "definitions": [
            {
                "indicator": each.id, "name": each.label(page.language),
                "unit": page.unit(each), "direction": each.direction, "factor": each.factor,
                "definition": each.definition(page.language), "missing": each.missing,
                "zero": sorted(each.zero), "peers": each.peers, "floor": each.floor,
                "clauses": each.clauses, "own": each.own,
            }
            for each in assessment.definitions
        ],
        "quantile_type": QUANTILE_TYPE,
        "seed": assessment.seed,
        "resamples": RESAMPLES,
        "response": response_objects(assessment),
        "early_and_late": early_objects(assessment),
        "notes": page.notes(),
        "totals": [_object(page, row) for row in page.rows() if not row.entity],
        "figures": [_object(page, row) for row in page.rows() if row.entity],
    }  # fmt: skip


def _object(page: _Page, row: _Row) -> dict[str, object]:
    figure = row.figure
    found: dict[str, object] = {
        "round": page.assessment.round.code, "entity": row.entity or None,
        "name": page.name(row), "indicator": row.definition.id,
        "value": figure.value, "state": figure.state.value,
        "numerator": figure.numerator, "denominator": figure.denominator,
        "coverage": {"counted": figure.coverage.counted, "listed": figure.coverage.listed},
        "users": figure.users, "parts": figure.parts,
        "reasons": page.reason_codes(row), "reason": page.reason(row),
        "statistics": statistics_object(page.assessment, row.definition, row.entity),
    }  # fmt: skip
    if row.entity:
        found["peers"] = _peers(page, row)
    else:
        found["users_share"] = figure.users_share
        found["distribution"] = _distribution(page.spread(row))
    return found


def _distribution(of: Distribution) -> dict[str, object] | None:
    return asdict(of) if of.n else None


def _peers(page: _Page, row: _Row) -> dict[str, object] | None:
    if not row.compared:
        return None
    of = row.comparison
    return {
        "group": of.group, "label": page.group(row), "asked": of.asked, "basis": of.basis,
        "n": of.n, "minimum": of.minimum, "q1": of.q1, "median": of.median, "q3": of.q3,
        "maximum": of.maximum, "percentile": page.percentile(row), "indicative": of.indicative,
    }  # fmt: skip
