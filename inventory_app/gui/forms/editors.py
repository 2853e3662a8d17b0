"""Editors: one for each kind of field. What is typed is read as a returned workbook is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import singledispatch
from typing import NamedTuple

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QWidget,
    QWidgetAction,
)

from inventory_app.domain.answer_texts import state_text, text_of
from inventory_app.domain.answer_words import state_words
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
from inventory_app.domain.readings import Raw
from inventory_app.domain.values import Value, ValueState
from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import repolish, tool

BLANK = Answer(None, None)
_SEARCHED_FROM = 9  # codes: a longer list can be searched by typing


class Choice(NamedTuple):
    """A record that a reference can name."""

    uid: str
    text: str


Choices = Callable[[str], Sequence[Choice]]


class Editor(QWidget):
    """Edits the answer to one field.

    `edited` carries an Answer once something else has been said; `refused` the code of a problem
    and the text that could not be understood, which stays where it is.
    """

    edited = Signal(object)
    refused = Signal(str, str)

    def __init__(self, context: Context, field: Field, choices: Choices | None = None) -> None:
        super().__init__()
        self.context = context
        self.field = field
        self.choices = choices
        self.answer = BLANK
        self.mixed = False
        self.box = QHBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(4)
        self.main = self.make()
        self.main.setAccessibleName(field.label(context.language))
        self.main.setAccessibleDescription(field.help.get(context.language, ""))
        self.box.addWidget(self.main, 1)
        self.setFocusProxy(self.main)
        self._state_button = tool(context, "ellipsis", context.words("Unknown, not applicable…"))
        self._state_button.clicked.connect(self._offer_states)
        self._state_button.setAccessibleName(
            context.words("State of “{field}”", field=field.label(context.language))
        )
        self.box.addWidget(self._state_button)

    def make(self) -> QWidget:
        """Make the widget that is typed into."""
        raise NotImplementedError

    def put(self, answer: Answer) -> None:
        """Show *answer* in the widget."""
        raise NotImplementedError

    def taken(self) -> Answer | None:
        """Return what the widget says now; None where it cannot be understood."""
        raise NotImplementedError

    def show_answer(self, answer: Answer, *, mixed: bool = False) -> None:
        """Show *answer*; with *mixed* several records say different things."""
        self.answer, self.mixed = answer, mixed
        self.set_error("")
        self.put(answer)

    def set_error(self, text: str) -> None:
        """Mark the editor as wrong, or right again with ""."""
        self.main.setProperty("error", bool(text))
        self.main.setToolTip(text)
        repolish(self.main)

    def set_read_only(self, read_only: bool) -> None:
        """Let the answer be read but not changed."""
        self._state_button.setVisible(not read_only)
        if isinstance(self.main, QLineEdit | QPlainTextEdit):
            self.main.setReadOnly(read_only)
        else:
            self.main.setEnabled(not read_only)

    def commit(self) -> None:
        """Say what was typed, if it is something else; called when the focus leaves."""
        said = self.taken()
        if said is not None and (said != self.answer or (self.mixed and not said.blank)):
            self.answer, self.mixed = said, False
            self.set_error("")
            self.edited.emit(said)

    def say(self, answer: Answer) -> None:
        """Show *answer* and say it."""
        if answer != self.answer or self.mixed:
            self.answer, self.mixed = answer, False
            self.set_error("")
            self.put(answer)
            self.edited.emit(answer)

    def read_text(self, text: str) -> Answer | None:
        """Return what the field makes of *text*; None after saying why not."""
        if not text.strip():
            return BLANK
        reading = self.field.type.read(Raw("text", text), self.context.language)
        if reading.problem is not None:
            self.refused.emit(reading.problem, text)
            return None
        return Answer(reading.value, reading.state)

    def placeholder(self) -> str:
        """Return what stands in an empty editor."""
        if self.mixed:
            return self.context.words("(several values)")
        return state_text(self.answer.state, self.context.words)

    def states(self) -> dict[ValueState, str]:
        """Return the states that can be chosen instead of a value."""
        return state_words(self.field.type, self.context.language)

    def _offer_states(self) -> None:
        _ = self.context.words
        menu = QMenu(self)
        for state, word in self.states().items():
            menu.addAction(word).triggered.connect(
                lambda _checked=False, state=state: self.say(Answer(None, state))
            )
        if self.answer.value is not None:
            estimated = QAction(_("estimated"), menu)
            estimated.setCheckable(True)
            estimated.setChecked(self.answer.state is ValueState.NE)
            estimated.triggered.connect(self._toggle_estimated)
            menu.addAction(estimated)
        menu.addSeparator()
        menu.addAction(_("Clear")).triggered.connect(lambda: self.say(BLANK))
        menu.exec(self._state_button.mapToGlobal(QPoint(0, self._state_button.height())))

    def _toggle_estimated(self, on: bool) -> None:
        self.say(Answer(self.answer.value, ValueState.NE if on else None))


class _Line(QLineEdit):
    """A line that tells its editor when the focus leaves, and gives up on Escape."""

    left = Signal()
    given_up = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.given_up.emit()
            return
        super().keyPressEvent(event)


class LineEditor(Editor):
    """Text, numbers, money, shares: one line."""

    def make(self) -> QWidget:
        """Make the line."""
        line = _Line()
        line.left.connect(self.commit)
        line.returnPressed.connect(self.commit)
        line.given_up.connect(lambda: self.show_answer(self.answer, mixed=self.mixed))
        self.line = line
        return line

    def put(self, answer: Answer) -> None:
        """Show the answer as this language writes it."""
        self.line.setText(text_of(self.field.type, answer.value, self.context.words))
        self.line.setPlaceholderText(self.placeholder())
        self.line.setModified(False)
        self.line.setCursorPosition(0)

    def taken(self) -> Answer | None:
        """Return what was typed; nothing typed is what was there."""
        if not self.line.isModified():
            return self.answer
        return self.read_text(self.line.text())


class LongEditor(Editor):
    """Text of several lines."""

    def make(self) -> QWidget:
        """Make the field."""
        field = QPlainTextEdit()
        field.setTabChangesFocus(True)
        field.setFixedHeight(self.context.theme.px(84))
        field.installEventFilter(self)
        self.text = field
        return field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Commit when the focus leaves."""
        if watched is self.text and event.type() == QEvent.Type.FocusOut:
            self.commit()
        return super().eventFilter(watched, event)

    def put(self, answer: Answer) -> None:
        """Show the text."""
        self.text.setPlainText(str(answer.value or ""))
        self.text.setPlaceholderText(self.placeholder())
        self.text.document().setModified(False)

    def taken(self) -> Answer | None:
        """Return what was typed."""
        if not self.text.document().isModified():
            return self.answer
        return self.read_text(self.text.toPlainText())


class DayEditor(LineEditor):
    """A day: typed in any customary way, or chosen from a calendar."""

    def make(self) -> QWidget:
        """Make the line, with a button for the calendar."""
        line = super().make()
        action = self.line.addAction(
            self.context.icon("calendar", "muted"), QLineEdit.ActionPosition.TrailingPosition
        )
        action.setToolTip(self.context.words("Choose from a calendar"))
        action.triggered.connect(self._calendar)
        return line

    def _calendar(self) -> None:
        menu = QMenu(self)
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        if isinstance(self.answer.value, date):
            day = self.answer.value
            calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        calendar.activated.connect(menu.close)
        calendar.clicked.connect(menu.close)
        calendar.clicked.connect(self._chosen)
        calendar.activated.connect(self._chosen)
        menu.exec(self.line.mapToGlobal(QPoint(0, self.line.height())))

    def _chosen(self, day: QDate) -> None:
        self.say(Answer(date(day.year(), day.month(), day.day()), None))


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
        combo.setMinimumContentsLength(8)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.addItem("", None)
        self._options = [None, *(value for value, _text in self.options())]
        for _value, text in self.options():
            combo.addItem(text)
        if len(self._options) > _SEARCHED_FROM:
            self._let_search(combo)
        combo.activated.connect(lambda _n: self.commit())
        self.combo = combo
        return combo

    def _let_search(self, combo: QComboBox) -> None:
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(combo.model(), combo)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        combo.setCompleter(completer)
        line = combo.lineEdit()
        if line is not None:
            line.editingFinished.connect(self.commit)
            line.setAccessibleName(self.field.label(self.context.language))

    def put(self, answer: Answer) -> None:
        """Show the chosen answer; a code that is not in the list shows itself."""
        if answer.value is not None and answer.value not in self._options:
            self._options.append(answer.value)
            self.combo.addItem(str(answer.value))
        at = self._options.index(answer.value)
        self.combo.setItemText(0, self.placeholder() if at == 0 else "")
        self.combo.setCurrentIndex(at)
        if self.combo.isEditable():
            self.combo.setEditText(self.combo.itemText(at))

    def taken(self) -> Answer | None:
        """Return the chosen answer."""
        at = self.combo.currentIndex()
        if self.combo.isEditable() and self.combo.currentText() != self.combo.itemText(at):
            text = self.combo.currentText()
            at = self.combo.findText(text, Qt.MatchFlag.MatchFixedString)
            if at < 0:
                return self.read_text(text)
        value = self._options[at] if 0 <= at < len(self._options) else None
        if value is None and (self.answer.value is None or self.mixed):
            return self.answer
        return Answer(value, None)


class ReferenceEditor(ListEditor):
    """Another record of the same entity; one that nobody has reported yet can be named too."""

    def options(self) -> Sequence[tuple[Value, str]]:
        """Return the records that can be named."""
        kind = self.field.type
        to = kind.to if isinstance(kind, Reference) else ""
        return tuple((choice.uid, choice.text) for choice in (self.choices or _none)(to))

    def make(self) -> QWidget:
        """Make a list that can be searched and typed into."""
        combo = super().make()
        if not self.combo.isEditable():
            self._let_search(self.combo)
        return combo


class CodesEditor(Editor):
    """Several answers out of a list: ticked in a menu that stays open."""

    def make(self) -> QWidget:
        """Make the button that shows the chosen labels."""
        made = QPushButton()
        made.setProperty("kind", "ghost")
        made.setStyleSheet("text-align: left;")
        made.clicked.connect(self._open)
        self.face = made
        return made

    def put(self, answer: Answer) -> None:
        """Show the labels."""
        text = text_of(self.field.type, answer.value, self.context.words) or self.placeholder()
        room = max(self.face.width() - 34, 120)
        self.face.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room))
        self.face.setToolTip(text)
        self.face.setAccessibleDescription(text)

    def taken(self) -> Answer | None:
        """Return what is chosen."""
        return self.answer

    def _open(self) -> None:
        kind = self.field.type
        if not isinstance(kind, Codes) or kind.list is None:
            return
        chosen = set(self.answer.value) if isinstance(self.answer.value, tuple) else set()
        menu = _StayingMenu(self)
        for code, entry in kind.list.codes.items():
            action = QAction(entry.labels[self.context.language], menu)
            action.setCheckable(True)
            action.setChecked(code in chosen)
            action.setData(code)
            menu.addAction(action)
        menu.exec(self.face.mapToGlobal(QPoint(0, self.face.height())))
        codes = tuple(str(each.data()) for each in menu.actions() if each.isChecked())
        self.say(Answer(codes or None, None if codes else self.answer.state))


class _StayingMenu(QMenu):
    """A menu in which several things can be ticked before it closes."""

    def mouseReleaseEvent(self, event: object) -> None:
        action = self.activeAction()
        if action is not None and action.isEnabled():
            action.trigger()
            return
        super().mouseReleaseEvent(event)  # type: ignore[arg-type] # PySide hands over a QMouseEvent


def _none(_sheet: str) -> Sequence[Choice]:
    return ()


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


__all__ = ["BLANK", "Choice", "Choices", "Editor", "editor_for"]
