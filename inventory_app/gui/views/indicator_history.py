"""One figure over the rounds: where the series breaks, and what moved it last."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from inventory_app.domain.trend_charts import Point, trend
from inventory_app.domain.values import ValueState
from inventory_app.errors import UserError
from inventory_app.gui.kit.chart_view import ChartView
from inventory_app.gui.kit.widgets import Card, empty, label
from inventory_app.gui.wording import value_text

if TYPE_CHECKING:
    from inventory_app.domain.indicator_definitions import IndicatorDefinition
    from inventory_app.domain.marks import Chart
    from inventory_app.gui.context import Context
    from inventory_app.services.side_by_side import Trend
    from inventory_app.services.trends import Moved

_MOST = 6  # moves that are listed; the rest is one line


class History(NamedTuple):
    """The rounds of one figure, and what moved it; None where there is no round before."""

    trend: Trend
    moved: Moved | None


class FigureHistory(Card):
    """The rounds of one figure side by side, and the records that moved it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.words("Over time"))
        self._context = context
        self.shown: History | None = None
        self._asked = ("", "", "")
        self.hide()

    def ask(self, round_code: str, indicator: str, entity: str) -> None:
        """Read the rounds of a figure in the background; the latest question wins."""
        if (round_code, indicator, entity) != self._asked:  # what stands there is of another one
            self.shown = None
            self.hide()
        self._asked = (round_code, indicator, entity)
        context = self._context
        store = context.store

        def work() -> History:
            found = store.trends.of(round_code, entities=[entity], indicators=[indicator])
            if len(found.rounds) < 2:
                return History(found, None)
            try:
                return History(found, store.trends.moved(round_code, indicator, entity))
            except UserError:  # not asked in the round before
                return History(found, None)

        context.read("indicator history", work, lambda found: self._show(found, entity), owner=self)

    def _show(self, found: History, entity: str) -> None:
        _ = self._context.words
        empty(self.body)
        self.shown = found
        [definition] = found.trend.definitions
        points = found.trend.series.get((entity, definition.id), ())
        self.setVisible(len(points) > 1)
        if len(points) < 2:
            return
        name = found.trend.entities[entity].name(self._context.language)
        self.title.setText(_("{entity} over time", entity=name))
        self._draw(found.trend, definition, entity)
        if found.moved is not None:
            self._list_moves(found.moved, definition)

    def _draw(self, found: Trend, definition: IndicatorDefinition, entity: str) -> None:
        from inventory_app.services import assessment_words as said  # noqa: PLC0415
        from inventory_app.services import trend_words  # noqa: PLC0415

        _ = self._context.words
        series = found.series[entity, definition.id]
        points = [
            Point(
                label=each.round, value=each.figure.value,
                text=value_text(each.figure.value, definition, _)
                or _(said.STATES[each.figure.state]),
                note="" if each.restated is None
                else _("restated: {value}", value=value_text(each.restated, definition, _)),
                firm=each.figure.state is ValueState.OK, broken=bool(each.breaks),
                restated=each.restated,
            )
            for each in series
        ]  # fmt: skip

        def layout(width: float) -> Chart:
            return trend(points, width=width, right_to_left=_.language.right_to_left)

        words = "; ".join(
            _("{round}: {value}", round=each.label, value=each.text) for each in points
        )
        self.body.addWidget(ChartView(self._context, layout, words))
        notes = [
            _("{round}: {text}", round=each.round,
              text=trend_words.break_text(broken, self._context.store.catalogue, _))
            for each in series
            for broken in each.breaks
        ]  # fmt: skip
        if notes:
            head = _("Dashed line: what is measured has changed there; do not compare across it.")
            self.body.addWidget(label("\n".join([head, *notes]), "caption", wrap=True))

    def _list_moves(self, found: Moved, definition: IndicatorDefinition) -> None:
        from inventory_app.services import trend_words as said  # noqa: PLC0415

        _, moves = self._context.words, found.movement.moves
        title = _("What moved it from {before} to {now}", before=found.before.code,
                  now=found.now.code)  # fmt: skip
        self.body.addWidget(label(title, "label"))
        if not moves:
            self.body.addWidget(
                label(_("Nothing moved, or one of the rounds has no figure to compare."), "muted",
                      wrap=True)
            )  # fmt: skip
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        places = max(definition.places, 2)
        rows = [
            (each.title or _(said.KINDS[each.kind]),
             said.fields_text(each, self._context.store.catalogue, _) if each.kind == "changed"
             else _(said.KINDS[each.kind]),
             said.signed(said.exact(each.value), places, _))
            for each in moves[:_MOST]
        ]  # fmt: skip
        if rest := moves[_MOST:]:
            total = sum((each.value for each in rest), start=moves[0].value * 0)
            rows.append((_("All others"), "", said.signed(said.exact(total), places, _)))
        for number, (name, how, value) in enumerate(rows):
            grid.addWidget(label(name, wrap=True), number, 0)
            grid.addWidget(label(how, "muted", wrap=True), number, 1)
            shown = label(value)
            grid.addWidget(shown, number, 2, Qt.AlignmentFlag.AlignTrailing)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 2)
        self.body.addLayout(grid)
