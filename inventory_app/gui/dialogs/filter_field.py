"""A condition on one field: what is asked of it, and for which values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLineEdit,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inventory_app.domain.field_types import Codes
from inventory_app.domain.fields import Sheet
from inventory_app.domain.grids import Choice, Condition, Operation, operations
from inventory_app.domain.search_words import places, words_of
from inventory_app.domain.values import Value, ValueState
from inventory_app.gui.context import Context
from inventory_app.gui.forms.editor_lists import editor_for
from inventory_app.gui.forms.editors import Editor
from inventory_app.gui.inventory_words import (
    OPERATIONS,
    STATES,
    field_label,
    state_word,
    value_text,
)
from inventory_app.gui.kit.widgets import button, column, label, row, search_box

_SEARCHED_FROM = 10
_VALUE = int(Qt.ItemDataRole.UserRole) + 1


class FilterFieldDialog(QDialog):
    """Asks for a condition on one field; `condition` is what was chosen."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        sheet: Sheet,
        name: str,
        choices: Sequence[Choice],
        titles: Mapping[str, str],
        now: Condition | None = None,
    ) -> None:
        super().__init__(parent)
        _ = context.words
        self._context, self._sheet, self._name = context, sheet, name
        self.condition: Condition | None = None
        field = sheet.fields.get(name)
        title = field_label(sheet, name, _)
        self.setWindowTitle(_("Filter by “{field}”", field=title))
        self.resize(context.theme.px(440), context.theme.px(460))
        self.operation = QComboBox()
        self.operation.setAccessibleName(_("What is asked"))
        for each in operations(field.type if field else None):
            if field is not None or each in (Operation.ANY_OF, Operation.CONTAINS):
                self.operation.addItem(_(OPERATIONS[each]), each.value)
        self.operation.currentIndexChanged.connect(lambda _n: self._turn())
        self.text = QLineEdit()
        self.text.setAccessibleName(_("Text"))
        self.text.setPlaceholderText(_("Text to look for"))
        self.values = _Ticks(context, _("Values"))
        self.values.offer([
            (each.value, _("{value} ({n})", value=value_text(sheet, name, each.value, _, titles),
                           n=_.number(each.count)))
            for each in choices
        ])  # fmt: skip
        self.states = _Ticks(context, _("States"))
        self.states.offer([(each.value, state_word(each, _)) for each in STATES])
        self._editors: list[Editor] = []
        self.pages = QStackedWidget()
        self._build(title)
        if now is not None:
            self._show(now)
        self._turn()

    def _build(self, title: str) -> None:
        _, context = self._context.words, self._context
        field = self._sheet.fields.get(self._name)
        self._pages: dict[str, QWidget] = {
            "text": _top(self.text), "values": self.values, "states": self.states,
            "nothing": QWidget(),
        }  # fmt: skip
        if field is not None:
            self._editors = [editor_for(context, field) for _n in range(3)]
            for each in self._editors:
                each.more.hide()
            exact, low, high = self._editors
            self._pages["exact"] = _top(exact)
            self._pages["between"] = _top(
                label(_("From (leave empty for any)"), "label"), low,
                label(_("To (leave empty for any)"), "label"), high,
            )  # fmt: skip
        for page in self._pages.values():
            self.pages.addWidget(page)
        apply = button(context, _("Filter"), self._take, kind="primary", icon="filter")
        cancel = button(context, _("Cancel"), self.reject)
        apply.setDefault(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 18)
        box.setSpacing(12)
        box.addWidget(label(title, "page-title", wrap=True))
        box.addWidget(self.operation)
        box.addWidget(self.pages, 1)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        box.addWidget(self.problem)
        box.addLayout(row(1, cancel, apply))

    @property
    def _asked(self) -> Operation:
        return Operation(str(self.operation.currentData()))  # Qt keeps the text of it alone

    def _turn(self) -> None:
        name = _PAGES.get(self._asked, "nothing")
        self.pages.setCurrentWidget(self._pages[name])

    def _show(self, now: Condition) -> None:
        self.operation.setCurrentIndex(max(self.operation.findData(now.operation.value), 0))
        match now.operation:
            case Operation.CONTAINS:
                self.text.setText(str(now.values[0]))
            case Operation.ANY_OF:
                self.values.tick(now.values)
            case Operation.STATE:
                self.states.tick(now.values)
            case Operation.BETWEEN:
                for editor, value in zip(self._editors[1:], now.values, strict=True):
                    editor.show_answer(editor.answer._replace(value=value))
            case Operation.IS | Operation.IS_NOT:
                self._editors[0].show_answer(self._editors[0].answer._replace(value=now.values[0]))

    def _take(self) -> None:
        """Accept if what is asked is whole; else say what is missing."""
        _, operation = self._context.words, self._asked
        values: tuple[Value, ...] | None = ()
        match operation:
            case Operation.CONTAINS:
                values = (self.text.text().strip(),) if self.text.text().strip() else None
            case Operation.ANY_OF:
                values = tuple(self.values.ticked()) or None
            case Operation.STATE:
                values = tuple(ValueState(str(each)) for each in self.states.ticked()) or None
            case Operation.BETWEEN:
                values = self._typed(self._editors[1:])
                values = values if values and any(v is not None for v in values) else None
            case Operation.IS | Operation.IS_NOT:
                values = self._typed(self._editors[:1])
        if values is None:
            self.problem.setText(_("Say for which values."))
            self.problem.show()
            return
        field = self._name
        self.condition = Condition(operation=operation, field=field, values=values)
        self.accept()

    def _typed(self, editors: Sequence[Editor]) -> tuple[Value, ...] | None:
        """Return what was typed; None after saying why it cannot be understood."""
        said = []
        for each in editors:
            answer = each.taken()
            if answer is None:
                return None
            said.append(answer.value)
        return tuple(said)


class _Ticks(QWidget):
    """Values with a mark in front, found by typing."""

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        _ = context.words
        self.search = search_box(context, _("Find a value"))
        self.search.textChanged.connect(self._find)
        self.model = QStandardItemModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(name)
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.setUniformItemSizes(True)
        self.view.setProperty("airy", True)
        self.setLayout(column(self.search, self.view, spacing=6))

    def offer(self, values: Sequence[tuple[Value, str]]) -> None:
        """Offer *values* with their texts."""
        for value, text in values:
            item = QStandardItem(text)
            item.setCheckable(True)
            item.setData((value,), _VALUE)  # in a tuple, so that Qt leaves it as it is
            self.model.appendRow(item)
        if len(values) <= _SEARCHED_FROM:
            self.search.hide()

    def tick(self, values: Sequence[Value]) -> None:
        """Tick these values."""
        for at in range(self.model.rowCount()):
            item = self.model.item(at)
            item.setCheckState(
                Qt.CheckState.Checked if item.data(_VALUE)[0] in values else Qt.CheckState.Unchecked
            )

    def ticked(self) -> list[Value]:
        """Return the values that are ticked."""
        items = [self.model.item(at) for at in range(self.model.rowCount())]
        return [i.data(_VALUE)[0] for i in items if i.checkState() == Qt.CheckState.Checked]

    def _find(self, text: str) -> None:
        words = words_of(text)
        for at in range(self.model.rowCount()):
            item = self.model.item(at)
            fits = all(places(item.text(), (word,)) for word in words)
            self.view.setRowHidden(at, not fits)


_PAGES: Mapping[Operation, str] = {
    Operation.CONTAINS: "text", Operation.ANY_OF: "values", Operation.STATE: "states",
    Operation.BETWEEN: "between", Operation.IS: "exact", Operation.IS_NOT: "exact",
}  # fmt: skip


def _top(*widgets: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(column(*widgets, 1, spacing=6))
    return made


def single_codes(sheet: Sheet, name: str, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Return choices of a field with several codes code by code, with how often each occurs."""
    field = sheet.fields.get(name)
    if field is None or not isinstance(field.type, Codes):
        return tuple(choices)
    counts: dict[Value, int] = {}
    for each in choices:
        codes = each.value if isinstance(each.value, tuple) else (None,)
        for code in codes:
            key: Value = (code,) if code is not None else None
            counts[key] = counts.get(key, 0) + each.count
    return tuple(Choice(value, count) for value, count in counts.items())
