"""The round at a glance: who answered, the main figures, peers, trend, who needs attention."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QComboBox, QGridLayout, QPushButton, QVBoxLayout, QWidget

from inventory_app.domain.trend_charts import Point, shares, trend
from inventory_app.domain.values import ValueState
from inventory_app.gui.kit.chart_view import ChartView
from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.peer_strips import PeerStrips
from inventory_app.gui.kit.tiles import Tiles
from inventory_app.gui.kit.widgets import (
    Card,
    EmptyState,
    FigureCard,
    PageHeader,
    ScrollPage,
    Tone,
    button,
    empty,
    label,
)
from inventory_app.gui.targets import IndicatorTarget, ListTarget, RegisterTarget
from inventory_app.gui.views.overview_attention import AttentionCard
from inventory_app.gui.views.page import Page
from inventory_app.texts import N_

if TYPE_CHECKING:
    from inventory_app.domain.marks import Chart, Pattern
    from inventory_app.domain.overviews import (
        Behind,
        Kpi,
        Overview,
        PeerChart,
        TrendPoint,
    )
    from inventory_app.gui.context import Context
    from inventory_app.progress import Progress

_ANSWERS: tuple[tuple[str, str, Pattern], ...] = (
    ("on-time", N_("answered on time"), "solid"),
    ("late", N_("answered late"), "hatched"),
    ("imported", N_("imported from a list"), "soft"),
    ("outstanding", N_("outstanding"), "empty"),
)
_STRENGTHS: dict[str, tuple[str, Tone]] = {
    "blocks": (N_("block the figures"), "bad"),
    "comment": (N_("need a comment"), "warn"),
    "notice": (N_("are notices"), "info"),
}
_ICONS = {
    "fte_dedicated": "users", "fte_non_dedicated": "users", "systems": "monitor",
    "data_centres": "server", "cost": "coins",
}  # fmt: skip


class OverviewPage(Page):
    """Cards; every figure opens the records behind it."""

    name: ClassVar[str] = "overview"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        _ = context.words
        self.overview: Overview | None = None
        self._caught_up = False
        self._wanted: dict[str, str] = {}
        self.page = ScrollPage()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.page)
        self.header = PageHeader(_("Overview"))
        self.header.buttons.addWidget(self._action("print", _("Print…"), "printer", "ghost"))
        self.header.buttons.addWidget(
            self._action("merge", _("Merge returns…"), "inbox", "primary")
        )
        self.page.column.addWidget(self.header)
        self.nothing = EmptyState(
            context, "calendar", _("No round has been opened yet."),
            _("A round is one cycle of asking. Open one, then send a workbook to each entity."),
            self._action("round", _("Open a round…"), "calendar", "primary"),
        )  # fmt: skip
        self.page.column.addWidget(self.nothing)
        self.content = QWidget()
        self.column = QVBoxLayout(self.content)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(14)
        self.page.column.addWidget(self.content)
        self.page.column.addStretch(1)
        self._build()
        context.signals.trends_ready.connect(self.refresh)
        self.content.hide()
        self.nothing.hide()

    def _action(self, name: str, text: str, icon: str, kind: Any) -> QPushButton:
        def trigger() -> None:
            found = getattr(self.window(), "actions_by_id", {}).get(name)
            if found is not None:
                found.trigger()

        return button(self.context, text, trigger, kind=kind, icon=icon)

    def _build(self) -> None:
        context, _ = self.context, self.context.words
        self.answers = Card(_("Answers"))
        self.bar = ChartView(context)
        self.answers.body.addWidget(self.bar)
        self.legend = FlowLayout(spacing=16, line_spacing=2)
        self.answers.body.addLayout(self.legend)
        self.quality = Card(_("Completeness and findings"))
        self.complete = label("", "figure")
        self.complete_note = label("", "caption", wrap=True)
        self.findings = FlowLayout(spacing=16, line_spacing=2)
        self.quality.body.addWidget(self.complete)
        self.quality.body.addWidget(self.complete_note)
        self.quality.body.addLayout(self.findings)
        first = QGridLayout()
        first.setSpacing(14)
        first.addWidget(self.answers, 0, 0)
        first.addWidget(self.quality, 0, 1)
        first.setColumnStretch(0, 1)
        first.setColumnStretch(1, 1)
        self.column.addLayout(first)
        self.kpis = Tiles(context.theme.px(158))
        self.cards: dict[str, FigureCard] = {}
        self.column.addWidget(self.kpis)
        self.trend_card = Card(_("Across rounds"))
        self.trend_of = self._choice(_("Figure across rounds"), self._draw_trend)
        self.trend_card.header.addWidget(self.trend_of)
        self.trend = ChartView(context)
        self.trend_note = label("", "caption", wrap=True)
        self.trend_card.body.addWidget(self.trend)
        self.trend_card.body.addWidget(self.trend_note)
        self.peer_card = Card(_("Among peers"))
        self.peer_of = self._choice(_("Indicator among peers"), self._draw_peers)
        self.peer_card.header.addWidget(self.peer_of)
        self.peers = PeerStrips(context)
        self.peer_card.body.addWidget(self.peers)
        self.attention = AttentionCard(context, self._open)
        second = QGridLayout()
        second.setSpacing(14)
        second.addWidget(self.attention, 0, 0, 2, 1)
        second.addWidget(self.trend_card, 0, 1)
        second.addWidget(self.peer_card, 1, 1)
        second.setColumnStretch(0, 2)
        second.setColumnStretch(1, 3)
        self.column.addLayout(second)

    def _choice(self, name: str, chosen: Any) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setMinimumWidth(self.context.theme.px(250))
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.activated.connect(lambda _n: chosen())
        return made

    # -- reading -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the round in the background."""
        context = self.context
        self.nothing.setVisible(not context.round)
        if not context.round:
            self.content.hide()
            return
        store, code = context.store, context.round
        context.read("overview", lambda: store.overviews.of(code), self._show)

    def _show(self, overview: Overview) -> None:
        self.overview = overview
        _ = self.context.words
        shown = overview.round
        self.header.say(
            _("Round {round} · as of {as_of} · answers due by {deadline}", round=shown.code,
              as_of=_.date(shown.as_of), deadline=_.date(shown.deadline))
        )  # fmt: skip
        self.content.show()
        self._show_answers(overview)
        self._show_quality(overview)
        for kpi in overview.kpis:
            self._show_kpi(kpi)
        self._fill_choices(overview)
        self._draw_trend()
        self._draw_peers()
        self.attention.show_attention(overview.attention)
        if overview.missing_rounds and not self._caught_up:
            self._caught_up = True
            store, signals = self.context.store, self.context.signals

            def catch_up(progress: Progress) -> None:
                store.overviews.catch_up(progress)
                signals.trends_ready.emit()

            self.context.tasks.quietly(catch_up)

    def _show_answers(self, overview: Overview) -> None:
        _ = self.context.words
        empty(self.legend)
        parts = [
            (overview.responses[name].value, pattern)
            for name, _text, pattern in _ANSWERS
            if name in overview.responses
        ]
        right = _.language.right_to_left
        asked = overview.responses["asked"].value
        spoken = []
        for name, text, _pattern in _ANSWERS:
            count = overview.responses.get(name)
            if count is None:
                continue
            said = _("{n} {what}", n=_.number(count.value), what=_(text))
            spoken.append(said)
            if count.value or name != "imported":
                self.legend.addWidget(self._chip(said, count.behind, _(text)))
        overdue = overview.responses.get("overdue")
        if overdue is not None and overdue.value:
            said = _.plural("{n} past the deadline", "{n} past the deadline", int(overdue.value))
            self.legend.addWidget(self._chip(said, overdue.behind, said))
        self.answers.title.setText(
            _("{part} of {whole} entities have answered", whole=_.number(asked),
              part=_.number(overview.responses["answered"].value))
        )  # fmt: skip
        self.bar.show_chart(
            lambda width: shares(parts, width=width, right_to_left=right), "; ".join(spoken)
        )

    def _chip(self, text: str, behind: Behind, title: str) -> QWidget:
        return button(self.context, text, partial(self._open, behind, title), kind="link")

    def _show_quality(self, overview: Overview) -> None:
        _ = self.context.words
        filled, due = overview.filled, overview.due
        self.complete.setText(  # rounded down: 100 only where nothing is missing
            _("{n} %", n=_.number(filled * 100 // due)) if due else _("no data")
        )
        self.complete_note.setText(
            _("{filled} of {due} required fields are filled in what was answered.",
              filled=_.number(overview.filled), due=_.number(overview.due))
        )  # fmt: skip
        empty(self.findings)
        for each in overview.findings:
            what, _tone = _STRENGTHS[each.strength]
            text = _("{n} {what}", n=_.number(each.value), what=_(what))
            self.findings.addWidget(self._chip(text, each.behind, text))

    def _show_kpi(self, kpi: Kpi) -> None:
        context, _ = self.context, self.context.words
        definition = kpi.definition
        card = self.cards.get(kpi.name)
        if card is None:
            name = _(definition.label)
            if definition.unit:
                name = _("{label} ({unit})", label=name, unit=_(definition.unit))
            card = FigureCard(context, name, _ICONS.get(kpi.name, "gauge"))
            self.cards[kpi.name] = card
            self.kpis.add(card)
        else:
            card.clicked.disconnect()
        card.clicked.connect(partial(self._open, kpi.behind, _(definition.label)))
        if kpi.state is ValueState.NQ:
            card.show_figure(_("not asked"), note=_("Not asked in this round."))
            return
        if kpi.value is None:
            card.show_figure(_("no data"), note=self._rests_on(kpi))
            return
        card.show_figure(*self._figure(kpi), note=self._rests_on(kpi))

    def _figure(self, kpi: Kpi) -> tuple[str, str, Tone]:
        """Return the figure in words, the change against the last round, and its tone."""
        _, definition = self.context.words, kpi.definition
        assert kpi.value is not None  # noqa: S101 - callers have looked
        text = _.short(kpi.value, definition.places)
        if kpi.state is ValueState.NE and kpi.change is None:
            return text, _("partly estimated"), "warn"
        if kpi.change is None:
            return text, "", "info"
        if not kpi.change:
            return text, _("unchanged"), "info"
        amount = _.short(abs(kpi.change), definition.places)
        said = _("{n} more", n=amount) if kpi.change > 0 else _("{n} less", n=amount)
        return text, said, "info"

    def _rests_on(self, kpi: Kpi) -> str:
        _ = self.context.words
        said = _("From {part} of {whole} entities.", part=_.number(kpi.coverage.counted),
                 whole=_.number(kpi.coverage.listed))  # fmt: skip
        if kpi.reported is not None and kpi.value is not None:
            joined = _("{reported} reported, {joined} after joining.",
                       reported=_.number(kpi.reported), joined=_.number(kpi.value))  # fmt: skip
            said = f"{said}\n{joined}"
        if kpi.compared:
            more = _("Compared with last round: the {n} that reported both times.",
                     n=_.number(kpi.compared))  # fmt: skip
            return f"{said}\n{more}"
        return said

    # -- charts --------------------------------------------------------------------------------

    def _fill_choices(self, overview: Overview) -> None:
        _, language = self.context.words, self.context.language
        named = {kpi.name: _(kpi.definition.label) for kpi in overview.kpis}
        named |= {chart.definition.id: chart.definition.label(language) for chart in overview.peers}
        self._fill(self.trend_of, {n: named.get(n, n) for n in overview.trends}, "trend")
        peers = {chart.definition.id: named[chart.definition.id] for chart in overview.peers}
        self._fill(self.peer_of, peers, "peers")

    def _fill(self, combo: QComboBox, choices: Mapping[str, str], what: str) -> None:
        before = combo.currentData() or self._wanted.get(what)
        combo.clear()
        for name, text in choices.items():
            combo.addItem(text, name)
        combo.setCurrentIndex(max(combo.findData(before), 0))

    def _draw_trend(self) -> None:
        overview, _ = self.overview, self.context.words
        name = self.trend_of.currentData()
        if overview is None or name not in overview.trends:
            self.trend_card.setVisible(False)
            return
        places = self._places(overview, name)
        points = [self._point(each, places) for each in overview.trends[name].points]
        right = _.language.right_to_left

        def layout(width: float) -> Chart:
            return trend(points, width=width, right_to_left=right)

        spoken = [_("{round}: {value}", round=p.label, value=p.text) for p in points]
        self.trend.show_chart(layout, "; ".join(spoken))
        self.trend_note.setText(
            _("Under each round: how many entities the figure rests on. Open dot: estimated.")
        )

    def _places(self, overview: Overview, name: str) -> int:
        for kpi in overview.kpis:
            if kpi.name == name:
                return kpi.definition.places
        charts = {chart.definition.id: chart.definition.places for chart in overview.peers}
        return charts.get(name, 1)

    def _point(self, point: TrendPoint, places: int) -> Point:
        _ = self.context.words
        text = _("no data") if point.value is None else _.short(point.value, places)
        note = _("n = {n} of {asked}", n=_.number(point.coverage.counted),
                 asked=_.number(point.coverage.listed))  # fmt: skip
        return Point(label=point.round, value=point.value, text=text, note=note,
                     firm=point.state is ValueState.OK)  # fmt: skip

    def _draw_peers(self) -> None:
        chart = self._peer_chart()
        self.peer_card.setVisible(chart is not None)
        if chart is not None:
            self.peers.show_boxes(chart.boxes)

    def _peer_chart(self) -> PeerChart | None:
        wanted = self.peer_of.currentData()
        charts = self.overview.peers if self.overview else ()
        return next((chart for chart in charts if chart.definition.id == wanted), None)

    def _open(self, behind: Behind, title: str) -> None:
        """Show the records, or the entities, behind a figure."""
        if behind.sheet:
            self.context.go(
                "inventory",
                ListTarget(
                    sheet=behind.sheet, entities=behind.entities or None,
                    conditions=behind.conditions, title=title,
                ),
            )  # fmt: skip
        else:
            self.context.go("returns", RegisterTarget(entities=behind.entities, title=title))

    # -- state ---------------------------------------------------------------------------------

    def state(self) -> Mapping[str, Any]:
        """Return what the charts show."""
        return {"trend": self.trend_of.currentData() or self._wanted.get("trend"),
                "peers": self.peer_of.currentData() or self._wanted.get("peers")}  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Let the charts show the same again."""
        self._wanted = {name: str(value) for name, value in state.items() if value}

    def show_target(self, target: object) -> None:
        """Show an indicator among peers."""
        if isinstance(target, IndicatorTarget):
            self.peer_of.setCurrentIndex(max(self.peer_of.findData(target.indicator), 0))
            self._draw_peers()
