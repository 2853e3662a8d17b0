"""Decisions on conflicts that are remembered, and forgetting them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView

from inventory_app.domain.answer_texts import answer_text
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.reviews import Remembered
from inventory_app.gui.context import Context
from inventory_app.gui.dialogs_port import Question
from inventory_app.gui.kit.tables import table
from inventory_app.gui.kit.widgets import Card, button, label, row
from inventory_app.texts import N_, Translator

_CHOICES: Mapping[str, str] = {
    "issued": N_("as issued"), "ours": N_("ours"), "theirs": N_("as returned"),
    "own": N_("typed by hand"), "query": N_("asked back"),
}  # fmt: skip
_HEADINGS = (N_("Field"), N_("Ours"), N_("As returned"), N_("Decision"), N_("Who"), N_("When"))
_SHOWN_ROWS = 6
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RememberedModel(QAbstractTableModel):
    """Remembered decisions, the newest first."""

    def __init__(self, words: Translator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._catalogue: Catalogue | None = None
        self._rows: tuple[Remembered, ...] = ()

    def show_rows(self, rows: Sequence[Remembered], catalogue: Catalogue) -> None:
        """Show other decisions."""
        self.beginResetModel()
        self._rows, self._catalogue = tuple(rows), catalogue
        self.endResetModel()

    def at(self, number: int) -> Remembered:
        """Return the decision in row *number*."""
        return self._rows[number]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many decisions are remembered."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._words(_HEADINGS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what stands in a cell."""
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(self._rows[index.row()], index.column())
        return None

    def _text(self, kept: Remembered, column: int) -> str:
        _ = self._words
        language = _.language.code
        sheet = self._catalogue.sheets.get(kept.place.sheet) if self._catalogue else None
        field = sheet.fields.get(kept.place.field) if sheet else None
        if sheet is None or field is None:  # of a later version of the catalogue
            return kept.place.field if column == 0 else ""
        texts = (
            _("{sheet}: {field}", sheet=sheet.label(language), field=field.label(language)),
            answer_text(field.type, kept.ours.value, kept.ours.state, _),
            answer_text(field.type, kept.theirs.value, kept.theirs.state, _),
            _(_CHOICES[kept.decision.choice]),
            kept.who,
            _.date(kept.at.date()),
        )
        return texts[column]


class RememberedCard(Card):
    """The list, with buttons to forget what is selected, or everything."""

    def __init__(self, context: Context) -> None:
        _ = context.words
        super().__init__(_("Remembered decisions"))
        self._context = context
        self.note = label(
            _("When the same difference comes back, the decision taken before is offered. "
              "Forgetting one changes no answer."), "caption", wrap=True,
        )  # fmt: skip
        self.model = RememberedModel(_, self)
        self.table = table(context, self.model, _("Remembered decisions"), several=True)
        self.table.setSortingEnabled(False)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.forget = button(context, _("Forget selected"), self._forget_selected)
        self.forget_all = button(context, _("Forget all"), self._forget_all, kind="danger")
        self.none = label(_("No decision is remembered in this inventory."), "muted", wrap=True)
        self.body.addWidget(self.note)
        self.body.addWidget(self.none)
        self.body.addWidget(self.table)
        self.body.addLayout(row(1, self.forget, self.forget_all))
        self.table.selectionModel().selectionChanged.connect(lambda *_a: self._show_buttons())

    def refresh(self) -> None:
        """Read them anew; without a store the card is not shown."""
        store = self._context.workspace
        self.setVisible(store is not None)
        if store is not None:
            self._context.read("remembered decisions", store.reviews.remembered, self._show)

    def _show(self, rows: tuple[Remembered, ...]) -> None:
        self.model.show_rows(rows, self._context.store.catalogue)
        shown = min(max(len(rows), 2), _SHOWN_ROWS)
        height = self.table.verticalHeader().defaultSectionSize() * shown
        self.table.setFixedHeight(height + self.table.horizontalHeader().sizeHint().height() + 4)
        for each in (self.table, self.forget, self.forget_all, self.note):
            each.setVisible(bool(rows))
        self.none.setVisible(not rows)
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.forget.setEnabled(self.table.selectionModel().hasSelection())

    def _forget_selected(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        self._drop([self.model.at(index.row()).id for index in rows])

    def _forget_all(self) -> None:
        _, count = self._context.words, self.model.rowCount()
        question = Question(
            title=_.plural("Forget {n} remembered decision?", "Forget {n} remembered decisions?",
                           count),
            text=_("They will not be offered again. No answer changes."),
            choices=(_("Forget all"),),
        )  # fmt: skip
        if self._context.dialogs.ask(question) == 0:
            self._drop([self.model.at(number).id for number in range(count)])

    def _drop(self, ids: list[str]) -> None:
        context, _ = self._context, self._context.words
        context.store.reviews.forget(ids)
        context.say(_.plural("{n} decision forgotten", "{n} decisions forgotten", len(ids)), "info")
        self.refresh()
