"""Rounds side by side as a file: .csv, .xlsx or .json."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.series import Point
from inventory_app.formats.excel.figures_table import (
    Column,
    FiguresTable,
    Line,
)
from inventory_app.services.assessment_words import STATES
from inventory_app.services.figure_files import Cells, write_figures
from inventory_app.services.side_by_side import Trend, document
from inventory_app.services.trend_words import break_text
from inventory_app.services.workbooks import ORGANISATION
from inventory_app.texts import N_, Translator, translator

COLUMNS = (
    Column(heading=N_("Entity"), width=13),
    Column(heading=N_("Name"), width=34),
    Column(heading=N_("Indicator"), width=10),
    Column(heading=N_("Name of the indicator"), width=34),
    Column(heading=N_("Unit"), width=18),
    Column(heading=N_("Round"), width=9),
    Column(heading=N_("Value"), width=13, kind="value"),
    Column(heading=N_("State"), width=14),
    Column(heading=N_("Numerator"), width=17, kind="number"),
    Column(heading=N_("Denominator"), width=17, kind="number"),
    Column(heading=N_("Restated value"), width=13, kind="value"),
    Column(heading=N_("Factor"), width=10, kind="number"),
    Column(heading=N_("Why the series breaks"), width=60),
)
_ABOUT = (
    Column(heading=N_("Indicator"), width=10),
    Column(heading=N_("Name of the indicator"), width=34),
    Column(heading=N_("Definition"), width=90),
)
_NOTES = (
    N_(
        "All rounds are computed with the definitions of today and the thresholds of each round. A "
        "series breaks where a question, a threshold or a definition has changed: the value and "
        "the one before it do not say the same."
    ),
    N_(
        "A restated value is the value times a factor that the organisation has given for a change "
        "of definition, so that it says the same as those of the last round. Nothing is restated "
        "without such a factor."
    ),
)


def write_trend(
    trend: Trend, catalogue: Catalogue, path: Path, language: str, made_on: date
) -> None:
    """Write *trend* in the form that the name of *path* says: .csv, .xlsx or .json.

    Raises `UserError` for any other name and where the file cannot be written.
    """
    _ = translator(language)
    write_figures(
        path,
        table=lambda: _table(trend, catalogue, _, made_on),
        headings=[_(column.heading) for column in COLUMNS],
        rows=lambda: (cells for _definition, _point, cells in _rows(trend, catalogue, _)),
        document=lambda: document(trend),
    )


def _rows(
    trend: Trend, catalogue: Catalogue, _: Translator
) -> Iterator[tuple[IndicatorDefinition, Point, Cells]]:
    language = _.language.code
    for entity in ("", *trend.entities):
        name = trend.entities[entity].name(language) if entity else _(ORGANISATION)
        for each in trend.definitions:
            for point in trend.series[entity, each.id]:
                figure = point.figure
                yield each, point, (
                    entity, name, each.id, each.label(language),
                    trend.indicators.unit_label(each.id, language), point.round, figure.value,
                    _(STATES[figure.state]), figure.numerator, figure.denominator, point.restated,
                    point.factor,
                    " ".join(break_text(found, catalogue, _) for found in point.breaks),
                )  # fmt: skip


def _table(trend: Trend, catalogue: Catalogue, _: Translator, made_on: date) -> FiguresTable:
    language = _.language.code
    return FiguresTable(
        language=_.language,
        title=_("Indicators up to round {round}", round=trend.round.code),
        subtitle=_(
            "As of {date}. Computed on {computed}.",
            date=_.date(trend.round.as_of),
            computed=_.date(made_on),
        ),
        author=_(ORGANISATION),
        created=made_on,
        figures_tab=_("Figures"),
        columns=tuple(replace(each, heading=_(each.heading)) for each in COLUMNS),
        lines=tuple(
            Line(cells=cells, places=each.places, faint=point.figure.value is None,
                 strong=not cells[0])
            for each, point, cells in _rows(trend, catalogue, _)
        ),
        definitions_tab=_("Definitions"),
        definition_columns=tuple(replace(each, heading=_(each.heading)) for each in _ABOUT),
        definition_lines=tuple(
            Line(cells=(each.id, each.label(language), each.definition(language)))
            for each in trend.definitions
        ),
        notes_title=_("How the figures were made"),
        notes=(
                *map(_, _NOTES),
                *(
                    _("{indicator}: times {factor} before round {round}. {reason}",
                      indicator=each.indicator, factor=f"{each.factor.normalize():f}",
                      round=each.round, reason=each.reason)
                    for each in trend.bridges
                ),
        ),
    )  # fmt: skip
