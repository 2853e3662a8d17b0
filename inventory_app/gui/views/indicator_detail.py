"""One indicator in full: its definition, its value for all, peers, and every entity."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHeaderView,
)

from inventory_app.domain.peer_charts import Strip
from inventory_app.domain.values import ValueState
from inventory_app.gui.delegates import PillDelegate
from inventory_app.gui.kit.peer_strips import PeerStrips
from inventory_app.gui.kit.tables import table
from inventory_app.gui.kit.tiles import Tiles
from inventory_app.gui.kit.widgets import (
    Banner,
    Card,
    EmptyState,
    FigureCard,
    PageHeader,
    ScrollPage,
    Tone,
    label,
    pill,
)
from inventory_app.gui.models.figures import TONE, FigureLine, FiguresModel
from inventory_app.gui.views.indicator_behind import FigureBehind
from inventory_app.gui.views.indicator_history import FigureHistory
from inventory_app.gui.views.indicator_records import FigureRecords
from inventory_app.gui.views.indicator_standing import FigureStanding
from inventory_app.gui.wording import value_text
from inventory_app.texts import N_

if TYPE_CHECKING:
    from inventory_app.domain.figures import Figure
    from inventory_app.domain.indicator_definitions import IndicatorDefinition
    from inventory_app.domain.peers import Comparison
    from inventory_app.gui.context import Context
    from inventory_app.services.assessed_round import Assessment

TONES: dict[ValueState, Tone] = {
    ValueState.OK: "good", ValueState.NE: "warn", ValueState.NR: "bad", ValueState.NA: "info",
    ValueState.ERR: "bad", ValueState.SUP: "info", ValueState.NQ: "info",
}  # fmt: skip
DIRECTIONS = {
    "H": N_("higher is better"), "L": N_("lower is better"), "T": N_("a target band is best"),
    "C": N_("context, not judged"),
}  # fmt: skip
MISSING = {
    "M-A": N_("One missing answer leaves no value: nothing is guessed."),
    "M-B": N_("Missing answers are tolerated while 95 per cent of the last known total is there."),
    "M-C": N_("What is not known counts as not met; the bounds are shown beside the value."),
}
_HEADERS = (
    N_("Entity"), N_("Name"), N_("Value"), N_("State"), N_("Coverage"), N_("Peer median"),
    N_("Percentile"),
)  # fmt: skip
_WIDTHS = (92, 160, 92, 122, 92, 100, 86)


class IndicatorDetail(ScrollPage):
    """One indicator: definition, total, peers, every entity, and what is behind one of them."""

    entity_chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, _ = context, context.words
        self.entity = ""
        self._assessment: Assessment | None = None
        self._indicator = ""
        self.header = PageHeader("")
        self.direction = pill("", "info")
        self.header.buttons.addWidget(self.direction)
        self.banner = Banner(context)
        self.definition = label("", wrap=True)
        self.rules = label("", "caption", wrap=True)
        self.total = FigureCard(context, _("All entities together"), "gauge", clickable=False)
        self.counted = FigureCard(context, _("Entities counted"), "building-2", clickable=False)
        self.ranked = FigureCard(context, _("Compared among peers"), "scale", clickable=False)
        self.groups = QComboBox()
        self.groups.setAccessibleName(_("Peer group"))
        self.groups.setMinimumWidth(context.theme.px(220))
        self.groups.activated.connect(lambda _n: self._draw())
        self.strips = PeerStrips(context)
        self.model = FiguresModel([_(text) for text in _HEADERS], self)
        self.table = table(context, self.model, _("Values of the entities"))
        self.table.setItemDelegateForColumn(3, PillDelegate(context, TONE, self.table))
        self.table.setMinimumHeight(context.theme.px(330))
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.standing = FigureStanding(context)
        self.records = FigureRecords(context)
        self.history = FigureHistory(context)
        self.behind = FigureBehind(context)
        self._build()
        self._widen()

    def _build(self) -> None:
        _ = self._context.words
        margins = self.column.contentsMargins()
        margins.setTop(0)  # begins where the list beside it begins
        self.column.setContentsMargins(margins)
        self.column.addWidget(self.header)
        self.column.addWidget(self.banner)
        about = Card(_("Definition"))
        about.body.addWidget(self.definition)
        about.body.addWidget(self.rules)
        self.about = about
        self.column.addWidget(about)
        cards = Tiles(self._context.theme.px(180))
        for card in (self.total, self.counted, self.ranked):
            cards.add(card)
        self.column.addWidget(cards)
        peers = Card(_("Among peers"))
        peers.header.addWidget(self.groups)
        peers.body.addWidget(self.strips)
        self.peers = peers
        self.column.addWidget(peers)
        every = Card(_("Entity by entity"), margin=14)
        every.body.addWidget(self.table)
        self.every = every
        self.column.addWidget(every)
        self.column.addWidget(self.standing)
        self.column.addWidget(self.records)
        self.column.addWidget(self.history)
        self.column.addWidget(self.behind)
        self.column.addStretch(1)
        self.nothing = EmptyState(
            self._context, "gauge", _("No round has been opened yet."),
            _("Open a round, send out workbooks and merge what comes back."),
        )  # fmt: skip
        self.nothing.hide()
        self.column.addWidget(self.nothing)

    def _widen(self) -> None:
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, self._context.theme.px(width))
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        head.setMinimumSectionSize(self._context.theme.px(84))
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)

    def say_nothing(self) -> None:
        """Say that there is no round."""
        for each in (self.header, self.about, self.peers, self.every, self.behind, self.total,
                     self.standing, self.records, self.history,
                     self.counted, self.ranked):  # fmt: skip
            each.hide()
        self.nothing.show()

    def show_indicator(self, assessment: Assessment, indicator: str, entity: str) -> None:
        """Show one indicator, with *entity* marked."""
        self._assessment, self._indicator = assessment, indicator
        _, language = self._context.words, self._context.language
        definition = assessment.indicators[indicator]
        self.header.title.setText(_("{id}  {name}", id=indicator, name=definition.label(language)))
        unit = assessment.indicators.units[definition.unit][language]
        self.header.say(_("Round {round} · in {unit}", round=assessment.round.code, unit=unit))
        self.direction.setText(_(DIRECTIONS[definition.direction]))
        self.definition.setText(definition.definition(language))
        self.table.setColumnHidden(len(_HEADERS) - 1, definition.direction not in ("H", "L"))
        self._show_rules(definition)
        self._show_total(assessment.totals.get(indicator), definition)
        self._show_groups()
        self._show_lines(entity)

    def _show_rules(self, definition: IndicatorDefinition) -> None:
        _, assessment = self._context.words, self._assessment
        lines = [_(MISSING[definition.missing])]
        if definition.floor is not None:
            lines.append(_("Below a divisor of {floor} a value is shown but not ranked.",
                           floor=_.number(definition.floor)))  # fmt: skip
        if definition.clauses:
            lines.append(_("Answers resolution 63/262, {clauses}.",
                           clauses=_(", ").join(definition.clauses)))  # fmt: skip
        if assessment is not None:
            lines += [
                _("Published: {value} {unit} ({year}), {source}.",
                  value=_.number(each.value), year=each.year, source=each.source,
                  unit=assessment.indicators.units[each.unit][self._context.language])
                for each in definition.references
            ]  # fmt: skip
        self.rules.setText("\n".join(lines))

    def _show_total(self, total: Figure | None, definition: IndicatorDefinition) -> None:
        from inventory_app.services import assessment_words as said  # noqa: PLC0415 - with figures

        _, assessment = self._context.words, self._assessment
        if total is None or assessment is None:
            self.total.show_figure(_("no data"))
            return
        self.total.show_figure(
            value_text(total.value, definition, _), _(said.STATES[total.state]),
            TONES[total.state], said.total_coverage_text(total, _),
        )  # fmt: skip
        figures = [assessment.figures[code, definition.id] for code in assessment.asked]
        usable = sum(each.value is not None for each in figures)
        ranked = sum(each.ranked for each in figures)
        self.counted.show_figure(
            _("{part} of {whole}", part=_.number(usable), whole=_.number(len(figures))),
            note=_("Entities with a value, of those asked."),
        )
        self.ranked.show_figure(
            _.number(ranked), note=_("Only reported values above the floor enter comparisons.")
        )

    def _show_groups(self) -> None:
        from inventory_app.services import assessment_words as said  # noqa: PLC0415

        _, assessment = self._context.words, self._assessment
        before = self.groups.currentData()
        self.groups.clear()
        self.groups.addItem(_("All groups"), None)
        if assessment is None:
            return
        types = sorted({c.asked[:1] for c in self._comparisons().values() if c.asked})
        for group in types:
            self.groups.addItem(said.group_label(self._context.store.catalogue, group, _), group)
        at = self.groups.findData(before)
        self.groups.setCurrentIndex(max(at, 0))

    def _comparisons(self) -> dict[str, Comparison]:
        assessment = self._assessment
        if assessment is None:
            return {}
        return {code: assessment.comparisons[code, self._indicator] for code in assessment.asked}

    def _show_lines(self, entity: str) -> None:
        assessment = self._assessment
        if assessment is None:
            return
        definition = assessment.indicators[self._indicator]
        self.model.show_lines([self._line(code, definition) for code in assessment.asked])
        at = self.model.row_of(entity)
        index = self.model.index(max(at, 0), 0)
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.table.scrollTo(index)
        self._chosen(index)

    def _line(self, code: str, definition: IndicatorDefinition) -> FigureLine:
        from inventory_app.services import assessment_words as said  # noqa: PLC0415

        assessment, _ = self._assessment, self._context.words
        assert assessment is not None  # noqa: S101 - for the type checker; callers have looked
        figure = assessment.figures[code, definition.id]
        peers = assessment.comparisons[code, definition.id]
        name = assessment.entities[code].name(self._context.language)
        rank = assessment.place(definition.id, code).percentile
        percentile = "" if rank is None else _.number(rank, 0)
        covered = figure.coverage
        return FigureLine(
            entity=code,
            texts=(
                code, name, value_text(figure.value, definition, _), _(said.STATES[figure.state]),
                said.coverage_text(figure, _), value_text(peers.median, definition, _), percentile,
            ),
            keys=(
                code, name, figure.value, said.STATES[figure.state],
                Decimal(covered.counted) / covered.listed if covered.listed else None,
                peers.median, rank,
            ),
            tone=TONES[figure.state],
            tip=said.reasons_text(figure, assessment.asked[code], _),
        )  # fmt: skip

    def _chosen(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        if index.isValid():
            self.entity = self.model.line(index.row()).entity
            self.entity_chosen.emit(self.entity)
            self._draw()
            if self._assessment is not None:
                self.standing.show_figure(self._assessment, self._indicator, self.entity)
                definition = self._assessment.indicators[self._indicator]
                self.records.ask(self._assessment.round.code, definition, self.entity)
                self.history.ask(self._assessment.round.code, self._indicator, self.entity)
                self.behind.show_figure(self._assessment, self._indicator, self.entity)

    # -- peers ---------------------------------------------------------------------------------

    def _draw(self) -> None:
        assessment = self._assessment
        if assessment is None:
            return
        definition = assessment.indicators[self._indicator]
        rows = self._strips(definition)
        self.peers.setVisible(bool(rows))
        held = assessment.held(self._indicator, self.entity)
        self.strips.show_rows(rows, self.entity, held[0].value if held else None)

    def _strips(self, definition: IndicatorDefinition) -> list[Strip]:
        from inventory_app.services import assessment_words as said  # noqa: PLC0415

        assessment, _ = self._assessment, self._context.words
        if assessment is None:
            return []
        wanted = self.groups.currentData()
        members: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for code, peers in self._comparisons().items():
            if peers.asked and (wanted is None or peers.asked[:1] == tuple(wanted)):
                members[peers.asked if wanted else peers.asked[:1]].append(code)
        rows = []
        for group, codes in sorted(members.items()):
            figures = [assessment.figures[code, definition.id] for code in codes]
            values = tuple(f.value for f in figures if f.ranked and f.value is not None)
            own = assessment.figures.get((self.entity, definition.id))
            inside = self.entity in codes and own is not None and own.ranked
            covered = assessment.speaks_for(codes)
            q1, median, q3 = said.spread(values) if covered else (None, None, None)
            place = assessment.place(definition.id, self.entity) if inside else None
            rows.append(
                Strip(
                    label=said.group_label(self._context.store.catalogue, group, _),
                    remark=_("n = {n} of {asked}", n=_.number(len(values)),
                             asked=_.number(len(codes))),
                    values=values, own=own.value if inside and own is not None else None,
                    q1=q1, median=median, q3=q3, interval=place.interval if place else None,
                )
            )  # fmt: skip
        return rows
