"""What changed over time: figures and indicators by round, broken where they cannot be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from inventory_app.domain.change_charts import Change
from inventory_app.domain.documents import Block, Cell, ChartBlock, Column, Table
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.figures import USABLE
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.overviews import KPIS, Kpi, Overview
from inventory_app.domain.overviews import Trend as Counted
from inventory_app.domain.plots import ChangePlot, TrendPlot
from inventory_app.domain.series import Point as Measured
from inventory_app.domain.standings import FTE_DEDICATED, FTE_NON_DEDICATED
from inventory_app.domain.summaries import figure
from inventory_app.domain.trend_charts import Point
from inventory_app.domain.values import ValueState
from inventory_app.services.documents.capacity_parts import in_words
from inventory_app.services.documents.frame import Frame, Section, beside, number_column
from inventory_app.services.side_by_side import ALL, Trend
from inventory_app.services.trend_words import break_text

# Which indicator is made of the same answers as a figure: where it breaks, so does the figure.
SAME_ANSWERS: Mapping[str, str] = {FTE_DEDICATED: "W01", FTE_NON_DEDICATED: "W01"}
SHOWN = ("W03", "C03", "S04", "R01")
_CLOSE = 4  # rounds of which three charts find room beside each other


def over_time_section(
    frame: Frame, overview: Overview, trend: Trend | None, catalogue: Catalogue
) -> Section:
    """Return the section on figures across rounds, and on what changed since the last one.

    *trend* has the series of indicators, *catalogue* the names of what changed between rounds.
    """
    _ = frame.translate
    blocks: list[Block] = []
    series = trend.series if trend else {}
    told = dict(_breaks(frame, series, catalogue))
    blocks += frame.notes(
        _("A line is broken where a round has no figure. Open dots rest on estimates."),
        _("Rounds are comparable only as far as the same entities answered; see coverage."),
        _("Under each round stands how many entities reported the figure."),
        _("Dashed line: what is measured has changed there; do not compare across it.")
        if told
        else "",
    )
    charts = [
        _counted(frame, overview.trends[name], series.get((ALL, SAME_ANSWERS.get(name, "")), ()))
        for name in KPIS
        if name in overview.trends
    ]
    charts += [_measured(frame, of, series) for of in _shown(trend)]
    rounds = max((len(each.points) for each in overview.trends.values()), default=0)
    blocks += beside(charts, 3 if rounds <= _CLOSE else 2)
    blocks += frame.notes(*told.values())
    compared = [each for each in overview.kpis if each.previous is not None]
    if compared:
        blocks.append(_before_after(frame, compared, overview.round.previous or ""))
    return Section(title=_("Change over time"), anchor="over-time", blocks=tuple(blocks))


def _shown(trend: Trend | None) -> list[IndicatorDefinition]:
    """Return the indicators of which at least two rounds have a value."""
    if trend is None:
        return []
    return [
        each
        for each in trend.definitions
        if each.id in SHOWN
        and sum(point.figure.state in USABLE for point in trend.series.get((ALL, each.id), ())) > 1
    ]


def _breaks(
    frame: Frame, series: Mapping[tuple[str, str], Sequence[Measured]], catalogue: Catalogue
) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield why series break, once for each round and reason."""
    _ = frame.translate
    shown = {*SHOWN, *SAME_ANSWERS.values()}
    for (entity, indicator), points in series.items():
        if entity != ALL or indicator not in shown:
            continue
        for point in points:
            for each in point.breaks:
                text = break_text(each, catalogue, _)
                yield (point.round, text), _("{round}: {text}", round=point.round, text=text)


def _measured(
    frame: Frame,
    of: IndicatorDefinition,
    series: Mapping[tuple[str, str], Sequence[Measured]],
) -> ChartBlock:
    """Return an indicator over the rounds, restated where a bridge leads over a break."""
    _, words = frame.translate, frame.words
    caption = _("{id} {name}", id=of.id, name=of.label(frame.head.language))
    points = []
    for each in series[ALL, of.id]:
        counted = figure(each.figure.value, each.figure.state)
        note = "" if each.restated is None else _(
            "restated: {value}", value=words.number(each.restated, of.places)
        )  # fmt: skip
        points.append(
            Point(
                label=each.round, value=counted.value, text=words.figure(counted, of.places),
                note=note, firm=each.figure.state == ValueState.OK, broken=bool(each.breaks),
                restated=each.restated,
            )
        )  # fmt: skip
    return _chart(frame, caption, points)


def _counted(frame: Frame, trend: Counted, measured: Sequence[Measured]) -> ChartBlock:
    """Return a figure of the overview over the rounds."""
    _, words = frame.translate, frame.words
    definition = KPIS[trend.name]
    broken = {each.round for each in measured if each.breaks}
    points = []
    for each in trend.points:
        shown = figure(each.value, each.state)
        part = _(
            "{part} of {whole}", part=words.number(each.coverage.counted),
            whole=words.number(each.coverage.listed),
        )  # fmt: skip
        points.append(
            Point(
                label=each.round, value=shown.value, note=part,
                text=words.figure(shown, definition.places),
                firm=each.state == ValueState.OK, broken=each.round in broken,
            )
        )  # fmt: skip
    return _chart(frame, _label(frame, trend.name), points)


def _chart(frame: Frame, caption: str, points: Sequence[Point]) -> ChartBlock:
    return ChartBlock(
        caption=caption, plot=TrendPlot(points=tuple(points)),
        words=in_words(frame, caption, [(point.label, point.text) for point in points]),
    )  # fmt: skip


def _label(frame: Frame, name: str) -> str:
    _, definition = frame.translate, KPIS[name]
    label, unit = _(definition.label), _(definition.unit)
    return _("{name}, {unit}", name=label, unit=unit) if unit else label


def _before_after(frame: Frame, kpis: Sequence[Kpi], previous: str) -> ChartBlock:
    _, words = frame.translate, frame.words
    changes = []
    for each in kpis:
        places = each.definition.places
        before, after = figure(each.previous), figure(each.value, each.state)
        changes.append(
            Change(
                label=_label(frame, each.name), before=before.value, after=after.value,
                before_text=words.figure(before, places), after_text=words.figure(after, places),
            )
        )  # fmt: skip
    key = (
        _("Round {round}", round=previous),
        _("Round {round}", round=frame.head.round_code),
    )
    caption = _("Before and after")
    return ChartBlock(
        caption=caption, plot=ChangePlot(rows=tuple(changes), key=key, one_scale=False),
        words=in_words(
            frame, caption, [(each.label, f"{each.before_text} → {each.after_text}")
                             for each in changes]
        ),
        numbers=_like_with_like(frame, kpis),
        notes=(_("Each row has a scale of its own, from zero."),),
    )  # fmt: skip


def _like_with_like(frame: Frame, kpis: Sequence[Kpi]) -> Table:
    """Return by how much figures changed in the entities that reported them both times."""
    _, words = frame.translate, frame.words
    columns = (
        Column(title=_("Change of entities that reported both times"), weight=52),
        number_column(_("Change"), 20), number_column(_("Entities"), 28),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(text=_label(frame, each.name)),
            frame.cell(figure(each.change), each.definition.places),
            Cell(text=words.number(each.compared)),
        )
        for each in kpis
    )  # fmt: skip
    return Table(columns=columns, rows=rows, small=True)
