"""Indicators: each with its definition, state and coverage, peers, and the records behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QVBoxLayout,
)

from inventory_app.gui.kit.widgets import (
    Card,
    search_box,
)
from inventory_app.gui.kit.wrapped import WrappedDelegate
from inventory_app.gui.targets import EntityTarget, IndicatorTarget
from inventory_app.gui.views.indicator_detail import IndicatorDetail
from inventory_app.gui.views.page import Page

if TYPE_CHECKING:
    from inventory_app.domain.indicator_definitions import IndicatorDefinition
    from inventory_app.gui.context import Context
    from inventory_app.services.assessed_round import Assessment

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
        self.list.setItemDelegate(WrappedDelegate(self.list))
        self.list.setProperty("airy", True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.selectionModel().currentChanged.connect(self._choose)
        side = Card(margin=10)
        side.body.addWidget(self.search)
        side.body.addWidget(self.list, 1)
        side.setFixedWidth(context.theme.px(270))
        self.detail = IndicatorDetail(context)
        self.detail.entity_chosen.connect(self._mark)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 20, 0, 0)
        box.setSpacing(0)
        box.addSpacing(20)  # margins are not mirrored, spacings are
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
        with QSignalBlocker(self.list.selectionModel()):  # it goes on from row to row meanwhile
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

    def _mark(self, entity: str) -> None:
        self.entity = entity

    def show_target(self, target: object) -> None:
        """Show an indicator, or an entity in all of them."""
        if isinstance(target, EntityTarget):
            self.entity = target.entity
        elif isinstance(target, IndicatorTarget):
            self.indicator, self.entity = target.indicator, target.entity or self.entity
        self._list_indicators()

    def start_search(self) -> None:
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
