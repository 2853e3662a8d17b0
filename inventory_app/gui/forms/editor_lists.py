"""Editors for answers out of a list: codes, several codes, yes and no, other records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import singledispatch

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QMenu, QPushButton, QWidget

from inventory_app.domain.answer_texts import text_of
from inventory_app.domain.answer_words import words as answer_words
from inventory_app.domain.field_types import (
    Code,
    Codes,
    Day,
    FieldType,
    LongText,
    Reference,
    YesNo,
)
from inventory_app.domain.fields import Field
from inventory_app.domain.merging import Answer
from inventory_app.domain.values import Value
from inventory_app.gui.context import Context
from inventory_app.gui.forms.editors import DayEditor, Editor, LineEditor, LongEditor
from inventory_app.gui.models.choices import Choices

_SEARCHED_FROM = 9  # codes: a longer list can be searched by typing


class _Combo(QComboBox):
    """A list that does not change under the wheel of somebody who only scrolls past."""

    def wheelEvent(self, event: object) -> None:
        event.ignore()  # type: ignore[attr-defined] # PySide hands over a QWheelEvent


class ListEditor(Editor):
    """One answer out of a list."""

    def options(self) -> Sequence[tuple[Value, str]]:
        """Return the values that can be chosen, with their texts."""
        language, kind = self.context.language, self.field.type
        if isinstance(kind, YesNo):
            said = answer_words(language)
            return ((True, said.yes), (False, said.no))
        codes = kind.list.codes if isinstance(kind, Code) and kind.list is not None else {}
        return tuple((code, entry.labels[language]) for code, entry in codes.items())

    def make(self) -> QWidget:
        """Make the list; a long one can be searched."""
        combo = _Combo()
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        combo.setMinimumContentsLength(6)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.view().setAccessibleName(self.field.label(self.context.language))
        combo.activated.connect(lambda _n: self.commit())
        self.combo = combo
        self._options: list[Value] = []
        self.fill(self.options())
        if len(self._options) > _SEARCHED_FROM:
            self.let_search()
        return combo

    def fill(self, options: Sequence[tuple[Value, str]]) -> None:
        """Offer *options* after the empty answer."""
        self.combo.clear()
        self.combo.addItem("", None)
        self._options = [None, *(value for value, _text in options)]
        self.combo.addItems([text for _value, text in options])

    def let_search(self) -> None:
        """Let the list be searched by typing any part of a text."""
        combo = self.combo
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(combo.model(), combo)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        popup = completer.popup()
        if popup is not None:
            popup.setAccessibleName(self.field.label(self.context.language))
        combo.setCompleter(completer)
        line = combo.lineEdit()
        if line is not None:
            line.editingFinished.connect(self.commit)
            line.setAccessibleName(self.field.label(self.context.language))

    def put(self, answer: Answer) -> None:
        """Show the chosen answer; a code that is not in the list shows itself."""
        if answer.value is not None and answer.value not in self._options:
            self._options.append(answer.value)
            self.combo.addItem(self.text_of_value(answer.value))
        at = self._options.index(answer.value)
        self.combo.setItemText(0, "" if self.combo.isEditable() else self.placeholder())
        self.combo.setCurrentIndex(at)
        line = self.combo.lineEdit()
        if line is not None:
            self.combo.setEditText(self.combo.itemText(at))
            line.setPlaceholderText(self.placeholder())
            line.setCursorPosition(0)

    def text_of_value(self, value: Value) -> str:
        """Return what a reader sees for a value that is not among the options."""
        return str(value)

    def taken(self) -> Answer | None:
        """Return the chosen answer."""
        at = self.combo.currentIndex()
        if self.typed() is not None:
            text = self.combo.currentText()
            at = self.combo.findText(text, Qt.MatchFlag.MatchFixedString)
            if at < 0 or not text.strip():
                return self.read_text(text)
        value = self._options[at] if 0 <= at < len(self._options) else None
        if value is None and (self.answer.value is None or self.mixed):
            return self.answer
        return Answer(value, self.answer.state if value == self.answer.value else None)

    def typed(self) -> str | None:
        """Return a text that was typed and is not the chosen one."""
        if not self.combo.isEditable():
            return None
        text = self.combo.currentText()
        return text if text != self.combo.itemText(self.combo.currentIndex()) else None

    def put_typed(self, text: str) -> None:
        """Show a text again."""
        if self.combo.isEditable():
            self.combo.setEditText(text)


class ReferenceEditor(ListEditor):
    """Another record; one that nobody has reported yet can be named too.

    The records that can be named are looked up when the list is opened or typed into.
    """

    def options(self) -> Sequence[tuple[Value, str]]:
        """Return nothing: the records are looked up later."""
        return ()

    def make(self) -> QWidget:
        """Make a list that can be searched and typed into."""
        self._titles: Mapping[str, str] = {}
        self._looked_up = False
        made = super().make()
        self.let_search()
        line = self.combo.lineEdit()
        if line is not None:
            line.installEventFilter(self)
        self.combo.installEventFilter(self)
        return made

    def use_titles(self, titles: Mapping[str, str]) -> None:
        """Learn what records are called, and forget the records that could be named before."""
        self._titles = titles
        self._looked_up = False
        self.fill(())

    def text_of_value(self, value: Value) -> str:
        """Return the title of a record."""
        return self._titles.get(str(value), str(value))

    def look_up(self) -> None:
        """Offer the records that can be named."""
        kind = self.field.type
        if self._looked_up or self.choices is None or not isinstance(kind, Reference):
            return
        self._looked_up = True
        typed, at = self.typed(), self._options[max(self.combo.currentIndex(), 0)]
        found = self.choices(kind.to)
        self._titles = {**self._titles, **{choice.uid: choice.text for choice in found}}
        self.fill([(choice.uid, choice.text) for choice in found])
        self.put(Answer(at, self.answer.state))
        if typed is not None:
            self.put_typed(typed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look the records up when the focus comes or the list is opened with the mouse."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.MouseButtonPress):
            self.look_up()
        return super().eventFilter(watched, event)


class CodesEditor(Editor):
    """Several answers out of a list: ticked in a menu that stays open."""

    def make(self) -> QWidget:
        """Make the button that shows the chosen labels."""
        made = QPushButton()
        made.setProperty("kind", "ghost")
        made.setStyleSheet("text-align: left;")
        made.clicked.connect(self._open)
        self._text = ""
        self.face = made
        return made

    def put(self, answer: Answer) -> None:
        """Show the labels."""
        self._text = text_of(self.field.type, answer.value, self.context.words)
        self._text = self._text or self.placeholder()
        self.face.setToolTip(self._text)
        self.face.setAccessibleDescription(self._text)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the labels to the new width."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = max(self.face.width() - 36, 60)
        self.face.setText(
            self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room)
        )

    def taken(self) -> Answer | None:
        """Return what is chosen."""
        return self.answer

    def codes_menu(self) -> QMenu:
        """Return the menu in which codes are ticked."""
        kind, menu = self.field.type, _StayingMenu(self)
        chosen = set(self.answer.value) if isinstance(self.answer.value, tuple) else set()
        if isinstance(kind, Codes) and kind.list is not None:
            for code, entry in kind.list.codes.items():
                action = QAction(entry.labels[self.context.language], menu)
                action.setCheckable(True)
                action.setChecked(code in chosen)
                action.setData(code)
                menu.addAction(action)
        return menu

    def take(self, menu: QMenu) -> None:
        """Say what is ticked in *menu*."""
        codes = tuple(str(each.data()) for each in menu.actions() if each.isChecked())
        before = self.answer.value if isinstance(self.answer.value, tuple) else ()
        if set(codes) != set(before):
            self.say(Answer(codes or None, None))

    def _open(self) -> None:
        menu = self.codes_menu()
        menu.exec(self.face.mapToGlobal(QPoint(0, self.face.height())))
        self.take(menu)
        menu.deleteLater()


class _StayingMenu(QMenu):
    """A menu in which several things can be ticked before it closes."""

    def mouseReleaseEvent(self, event: object) -> None:
        action = self.activeAction()
        if action is not None and action.isEnabled():
            action.trigger()
            return
        super().mouseReleaseEvent(event)  # type: ignore[arg-type] # PySide hands over a QMouseEvent

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isEnabled():
            action.trigger()
            return
        super().keyPressEvent(event)


@singledispatch
def editor_class(kind: FieldType) -> type[Editor]:  # noqa: ARG001 - dispatch on the type
    """Return the editor for fields of *kind*."""
    return LineEditor


@editor_class.register
def _(kind: LongText) -> type[Editor]:  # noqa: ARG001
    return LongEditor


@editor_class.register
def _(kind: Day) -> type[Editor]:  # noqa: ARG001
    return DayEditor


@editor_class.register
def _(kind: YesNo) -> type[Editor]:  # noqa: ARG001
    return ListEditor


@editor_class.register
def _(kind: Code) -> type[Editor]:  # noqa: ARG001
    return ListEditor


@editor_class.register
def _(kind: Codes) -> type[Editor]:  # noqa: ARG001
    return CodesEditor


@editor_class.register
def _(kind: Reference) -> type[Editor]:  # noqa: ARG001
    return ReferenceEditor


def editor_for(context: Context, field: Field, choices: Choices | None = None) -> Editor:
    """Return an editor for *field*; *choices* gives the records that a reference can name."""
    return editor_class(field.type)(context, field, choices)


__all__ = ["CodesEditor", "ListEditor", "ReferenceEditor", "editor_for"]
