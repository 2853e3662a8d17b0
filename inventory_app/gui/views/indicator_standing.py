"""Where one figure stands: in words, in a funnel where chance has a part, and against targets."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from inventory_app.domain.funnel_charts import Unit, funnel_chart
from inventory_app.domain.targets import KINDS
from inventory_app.gui.kit.chart_view import ChartView
from inventory_app.gui.kit.widgets import Card, empty, label
from inventory_app.gui.wording import value_text

if TYPE_CHECKING:
    from inventory_app.domain.benchmarks import Benchmark, Place
    from inventory_app.domain.indicator_definitions import IndicatorDefinition
    from inventory_app.domain.intervals import Interval
    from inventory_app.domain.marks import Chart
    from inventory_app.gui.context import Context
    from inventory_app.services.assessed_round import Assessment


class FigureStanding(Card):
    """The place of one entity among its peers and its distance from targets."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.words("Where it stands"))
        self._context = context
        self.lines: dict[str, str] = {}
        self.funnel: ChartView | None = None

    def show_figure(self, assessment: Assessment, indicator: str, code: str) -> None:
        """Say where the figure of *code* stands; nothing is shown where nothing can be said."""
        _ = self._context.words
        empty(self.body)
        self.funnel = None
        definition = assessment.indicators[indicator]
        place, among = assessment.place(indicator, code), assessment.among(indicator, code)
        name = assessment.entities[code].name(self._context.language)
        self.title.setText(_("Where {entity} stands", entity=name))
        self.lines = dict(self._lines(assessment, definition, code, place, among))
        facts = QGridLayout()
        facts.setHorizontalSpacing(24)
        facts.setVerticalSpacing(4)
        for number, (about, text) in enumerate(self.lines.items()):
            facts.addWidget(label(about, "label"), number, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(label(text, wrap=True), number, 1)
        facts.setColumnStretch(1, 1)
        self.body.addLayout(facts)
        if among is not None and among.funnel is not None and place.placing is not None:
            self._draw_funnel(definition, code, among)
        self.setVisible(bool(self.lines))

    def _lines(
        self,
        assessment: Assessment,
        definition: IndicatorDefinition,
        code: str,
        place: Place,
        among: Benchmark | None,
    ) -> list[tuple[str, str]]:
        from inventory_app.services import peer_words as said  # noqa: PLC0415 - with figures

        _ = self._context.words
        lines = []
        if place.interval is not None:
            lines.append((_("95 % interval"), self._span(place.interval, definition)))
        if text := said.standing_text(place, _):
            lines.append((_("Among peers"), text))
        if place.score is not None:
            lines.append((_("Robust z"), _.number(place.score.z, 2)))
        if among is not None and among.spread is not None:
            compared, spread = assessment.comparisons[code, definition.id], among.spread
            text = _(
                "{median} (95 % interval {span}), n = {n}",
                median=value_text(compared.median, definition, _),
                span=self._span(spread.median, definition), n=_.number(spread.n),
            )  # fmt: skip
            if spread.indicative:
                text = _("{text}, indicative only", text=text)
            lines.append((_("Median of the peers"), text))
            method = _("Type {type}, {n} draws, seed {seed}", type="7",
                       n=_.number(spread.resamples), seed=str(spread.seed))  # fmt: skip
            lines.append((_("Quantiles and intervals"), method))
        for each in assessment.distances(definition.id, code):
            text = _(
                "{target} ({distance})",
                target=said.target_text(each.target, definition.places, _),
                distance=said.distance_text(each, definition.places, _),
            )
            kind = _(KINDS[each.target.kind])
            lines.append((kind, text))
        return lines

    def _span(self, of: Interval, definition: IndicatorDefinition) -> str:
        _ = self._context.words
        return _(
            "{low} to {high}",
            low=value_text(of.low, definition, _), high=value_text(of.high, definition, _),
        )  # fmt: skip

    def _draw_funnel(self, definition: IndicatorDefinition, code: str, among: Benchmark) -> None:
        _ = self._context.words
        found = among.funnel
        if found is None:
            return
        scale = definition.factor
        rate = Decimal(found.rate.numerator) * scale / found.rate.denominator
        units = [
            Unit(
                n=at.n, value=Decimal(at.value.numerator) * scale / at.value.denominator,
                inner=(at.inner.low * scale, at.inner.high * scale),
                outer=(at.outer.low * scale, at.outer.high * scale), own=name == code,
            )
            for name, at in found.places.items()
        ]  # fmt: skip

        def layout(width: float) -> Chart:
            return funnel_chart(
                units, rate, width=width, tick_text=_.number,
                below=_("number counted (denominator)"),
                right_to_left=_.language.right_to_left,
            )  # fmt: skip

        words = _("Rate of the group: {rate}.", rate=value_text(rate, definition, _))
        self.funnel = ChartView(self._context, layout, words)
        self.body.addWidget(self.funnel)
        note = _(
            "Horizontal line: the rate of all peers, {rate}. Curves: what chance allows, 95 and "
            "99.8 per cent. Open dots lie inside and cannot be told apart: there is no rank among "
            "them. Diamonds lie outside. Filled dot: {entity}.",
            rate=value_text(rate, definition, _), entity=code,
        )  # fmt: skip
        self.body.addWidget(label(note, "caption", wrap=True))
