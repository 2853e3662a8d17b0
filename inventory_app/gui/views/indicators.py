"""Indicators: each with its definition, state and coverage, peers, and the records behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QListView,
    QVBoxLayout,
    QWidget,
)

from inventory_app.domain.peer_charts import Strip
from inventory_app.domain.values import ValueState
from inventory_app.gui.delegates import PillDelegate
from inventory_app.gui.kit.flow import FlowLayout
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
    button,
    empty,
    label,
    pill,
    search_box,
)
from inventory_app.gui.models.figures import TONE, FigureLine, FiguresModel
from inventory_app.gui.signals import EntityTarget, IndicatorTarget, ListTarget
from inventory_app.gui.views.page import Page
from inventory_app.texts import N_

if TYPE_CHECKING:
    from inventory_app.domain.figures import Figure
    from inventory_app.domain.indicator_definitions import IndicatorDefinition
    from inventory_app.domain.peers import Comparison
    from inventory_app.gui.context import Context
    from inventory_app.services.assessed_round import Assessment

TONES: dict[ValueState, Tone] = {
    ValueState.OK: "good", ValueState.NE: "warn", ValueState.NR: "bad", ValueState.NA: "info",
    ValueState.ERR: "bad", ValueState.SUP: "info",
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
_ID = int(Qt.ItemDataRole.UserRole)


class IndicatorsPage(Page):
    """Indicators on the left, one of them in full on the right."""

    name: ClassVar[str] = "indicators"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        _ = context.words
        self.assessment: Assessment | None = None
        self.indicator = ""
        self.entity = ""
        self.search = search_box(context, _("Find an indicator"))
        self.search.textChanged.connect(lambda _text: self._list_indicators())
        self.model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(_("Indicators"))
        self.list.setWordWrap(True)
        self.list.setProperty("airy", True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.selectionModel().currentChanged.connect(self._choose)
        side = Card(margin=10)
        side.body.addWidget(self.search)
        side.body.addWidget(self.list, 1)
        side.setFixedWidth(context.theme.px(270))
        self.detail = _Detail(self)
        box = QHBoxLayout(self)
        box.setContentsMargins(20, 20, 0, 0)
        box.setSpacing(0)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 20)
        left.addWidget(side)
        box.addLayout(left)
        box.addWidget(self.detail, 1)

    def refresh(self) -> None:
        """Compute the indicators of the round in the background."""
        context = self.context
        if not context.round:
            self.detail.say_nothing()
            return
        store, code = context.store, context.round
        context.read("indicators", lambda: store.assessments.compute(code), self._show)

    def _show(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self._list_indicators()

    def _list_indicators(self) -> None:
        if self.assessment is None:
            return
        language, wanted = self.context.language, self.search.text().casefold()
        self.model.clear()
        groups: dict[str, list[IndicatorDefinition]] = defaultdict(list)
        for each in self.assessment.definitions:
            if wanted in f"{each.id} {each.label(language)}".casefold():
                groups[each.group].append(each)
        chosen = QModelIndex()
        for group, members in groups.items():
            head = QStandardItem(self.assessment.indicators.groups[group][language])
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            head.setFont(self.context.theme.font(11, bold=True))
            head.setForeground(self.context.theme.colour("muted"))
            self.model.appendRow(head)
            for each in members:
                item = QStandardItem(
                    self.context.words("{id}  {name}", id=each.id, name=each.label(language))
                )
                item.setData(each.id, _ID)
                item.setEditable(False)
                self.model.appendRow(item)
                if each.id == self.indicator or not chosen.isValid():
                    chosen = item.index()
        self.list.setCurrentIndex(chosen)
        self._choose(chosen)

    def _choose(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        found = index.data(_ID)
        if found and self.assessment is not None:
            self.indicator = str(found)
            self.detail.show_indicator(self.assessment, self.indicator, self.entity)

    def show_target(self, target: object) -> None:
        """Show an indicator, or an entity in all of them."""
        if isinstance(target, EntityTarget):
            self.entity = target.entity
        elif isinstance(target, IndicatorTarget):
            self.indicator, self.entity = target.indicator, target.entity or self.entity
        self._list_indicators()

    def search_here(self) -> None:
        """Search for an indicator."""
        self.search.setFocus()
        self.search.selectAll()

    def state(self) -> Mapping[str, Any]:
        """Return which indicator and entity are shown."""
        return {"indicator": self.indicator, "entity": self.entity}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Show the same indicator and entity again."""
        self.indicator = str(state.get("indicator", ""))
        self.entity = str(state.get("entity", ""))


class _Detail(ScrollPage):
    """One indicator: definition, total, peers, every entity, and what is behind one of them."""

    def __init__(self, page: IndicatorsPage) -> None:
        super().__init__()
        self._page, self._context = page, page.context
        context, _ = page.context, page.context.words
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
        self.behind = Card(_("Behind the figure"))
        self._build()
        self._widen()

    def _build(self) -> None:
        _ = self._context.words
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
            self._value(total.value, definition), _(said.STATES[total.state]),
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
        percentile = "" if peers.percentile is None else _.number(peers.percentile, 0)
        covered = figure.coverage
        return FigureLine(
            entity=code,
            texts=(
                code, name, self._value(figure.value, definition), _(said.STATES[figure.state]),
                said.coverage_text(figure, _), self._value(peers.median, definition), percentile,
            ),
            keys=(
                code, name, figure.value, said.STATES[figure.state],
                Decimal(covered.counted) / covered.listed if covered.listed else None,
                peers.median, peers.percentile,
            ),
            tone=TONES[figure.state],
            tip=said.reasons_text(figure, assessment.asked[code], _),
        )  # fmt: skip

    def _value(self, value: Decimal | None, definition: IndicatorDefinition) -> str:
        return "" if value is None else self._context.words.number(value, definition.places)

    def _chosen(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        if index.isValid():
            self._page.entity = self.model.line(index.row()).entity
            self._draw()
            self._show_behind(self._page.entity)

    # -- peers ---------------------------------------------------------------------------------

    def _draw(self) -> None:
        assessment = self._assessment
        if assessment is None:
            return
        definition = assessment.indicators[self._indicator]
        rows = self._strips(definition)
        self.peers.setVisible(bool(rows))
        self.strips.show_rows(rows, self._page.entity)

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
            own = assessment.figures.get((self._page.entity, definition.id))
            inside = self._page.entity in codes and own is not None and own.ranked
            q1, median, q3 = said.spread(values)
            rows.append(
                Strip(
                    label=said.group_label(self._context.store.catalogue, group, _),
                    remark=_("n = {n} of {asked}", n=_.number(len(values)),
                             asked=_.number(len(codes))),
                    values=values, own=own.value if inside and own is not None else None,
                    q1=q1, median=median, q3=q3,
                )
            )  # fmt: skip
        return rows

    # -- what is behind --------------------------------------------------------------------------

    def _show_behind(self, code: str) -> None:
        from inventory_app.services import assessment_words as said  # noqa: PLC0415

        assessment, context, _ = self._assessment, self._context, self._context.words
        empty(self.behind.body)
        if assessment is None or (code, self._indicator) not in assessment.figures:
            return
        definition = assessment.indicators[self._indicator]
        figure = assessment.figures[code, self._indicator]
        peers = assessment.comparisons[code, self._indicator]
        name = assessment.entities[code].name(context.language)
        self.behind.title.setText(_("Behind the figure of {entity}", entity=name))
        facts = QGridLayout()
        facts.setHorizontalSpacing(24)
        facts.setVerticalSpacing(4)
        lines = self._facts(figure, peers, definition)
        for number, (name, text) in enumerate(lines):
            facts.addWidget(label(name, "label"), number, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(label(text, wrap=True), number, 1)
        facts.setColumnStretch(1, 1)
        self.behind.body.addLayout(facts)
        for text in (
            said.reasons_text(figure, assessment.asked[code], _),
            said.comparison_text(definition, peers, _),
        ):
            if text:
                self.behind.body.addWidget(label(text, "muted", wrap=True))
        self.behind.body.addLayout(FlowLayout(self._record_buttons(code, figure)))

    def _facts(
        self, figure: Figure, peers: Comparison, definition: IndicatorDefinition
    ) -> list[tuple[str, str]]:
        from inventory_app.services import assessment_words as said  # noqa: PLC0415

        _ = self._context.words
        missing = _("none")
        lines = [
            (_("Value"), self._value(figure.value, definition) or missing),
            (_("Numerator"), _.number(figure.numerator, 2) if figure.numerator is not None
             else missing),
        ]  # fmt: skip
        if figure.denominator is not None:
            lines.append((_("Denominator"), _.number(figure.denominator, 2)))
        covered = said.coverage_text(figure, _)
        if covered:
            lines.append((_("Coverage"), _("{coverage} records counted", coverage=covered)))
        if peers.basis != "none":
            group = said.group_label(self._context.store.catalogue, peers.group, _)
            lines.append((_("Peer group"), _("{group}, n = {n}", group=group, n=_.number(peers.n))))
        lines += [
            (said.part_label(name, _), _.number(value, 2))
            for name, value in figure.parts.items()
            if said.part_label(name, _)
        ]
        return lines

    def _record_buttons(self, code: str, figure: Figure) -> Sequence[QWidget]:
        context, _ = self._context, self._context.words
        by_sheet: dict[str, dict[str, None]] = defaultdict(dict)
        for source in figure.inputs:
            by_sheet[source.sheet][source.uid] = None
        made = []
        for sheet, uids in by_sheet.items():
            name = context.store.catalogue[sheet].label(context.language)
            title = _("Records behind {indicator} of {entity}", indicator=figure.indicator,
                      entity=code)  # fmt: skip
            target = ListTarget(sheet=sheet, only=tuple(uids), title=title)
            made.append(
                button(
                    context, _("{sheet}: {n} records", sheet=name, n=_.number(len(uids))),
                    partial(context.go, "inventory", target), icon="list",
                )
            )  # fmt: skip
        made.append(
            button(context, _("Capability summary"),
                   lambda: context.go("reports", EntityTarget(entity=code)), icon="file-text")
        )  # fmt: skip
        return made


__all__ = ["DIRECTIONS", "TONES", "IndicatorsPage"]
