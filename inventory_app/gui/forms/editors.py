"""Editors: one for each kind of field. What is typed is read as a returned workbook is read."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
    QWidgetAction,
)

from inventory_app.domain.answer_texts import state_text, text_of
from inventory_app.domain.answer_words import state_words
from inventory_app.domain.fields import Field
from inventory_app.domain.merging import Answer
from inventory_app.domain.readings import Raw
from inventory_app.domain.values import ValueState
from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import repolish, tool
from inventory_app.gui.models.choices import Choice, Choices

BLANK = Answer(None, None)


class Editor(QWidget):
    """Edits the answer to one field.

    `edited` carries an Answer once something else has been said; `refused` the code of a problem
    and the text that could not be understood, which stays where it is. The menu of the editor
    offers the states that can be said instead of a value, and the history of the field.
    """

    edited = Signal(object)
    refused = Signal(str, str)
    history_wanted = Signal()

    def __init__(self, context: Context, field: Field, choices: Choices | None = None) -> None:
        super().__init__()
        self.context = context
        self.field = field
        self.choices = choices
        self.answer = BLANK
        self.mixed = False
        self.offers_history = False
        self._read_only = False
        self.box = QHBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(2)
        self.main = self.make()
        self.main.setAccessibleName(field.label(context.language))
        self.main.setAccessibleDescription(field.help.get(context.language, ""))
        self.box.addWidget(self.main, 1)
        self.setFocusProxy(self.main)
        _ = context.words
        self.more = tool(context, "ellipsis", _("Unknown, not applicable, history… (F4)"))
        self.more.clicked.connect(self.open_menu)
        self.more.setMinimumHeight(context.theme.px(26))
        self.more.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes on to the next field
        self.more.setAccessibleName(_("More on “{field}”", field=field.label(context.language)))
        self.box.addWidget(self.more, 0, Qt.AlignmentFlag.AlignVCenter)

    def make(self) -> QWidget:
        """Make the widget that is typed into."""
        raise NotImplementedError

    def put(self, answer: Answer) -> None:
        """Show *answer* in the widget."""
        raise NotImplementedError

    def taken(self) -> Answer | None:
        """Return what the widget says now; None where it cannot be understood."""
        raise NotImplementedError

    def typed(self) -> str | None:
        """Return the text that was typed and is not an answer yet; None if there is none."""
        return None

    def put_typed(self, text: str) -> None:
        """Show a text again that was typed before."""

    def show_answer(self, answer: Answer, *, mixed: bool = False) -> None:
        """Show *answer*; with *mixed* several records say different things."""
        self.answer, self.mixed = answer, mixed
        self.set_error("")
        self.put(answer)

    def set_error(self, text: str) -> None:
        """Mark the editor as wrong, or right again with ""."""
        if bool(self.main.property("error")) != bool(text):
            self.main.setProperty("error", bool(text))
            repolish(self.main)
        self.main.setToolTip(text)

    def set_read_only(self, read_only: bool) -> None:
        """Let the answer be read but not changed."""
        self._read_only = read_only
        self.more.setVisible(self.offers_history or not read_only)
        if isinstance(self.main, QLineEdit | QPlainTextEdit):
            self.main.setReadOnly(read_only)
        else:
            self.main.setEnabled(not read_only)

    def commit(self) -> None:
        """Say what was typed, if it is something else; called when the focus leaves."""
        if self._read_only:
            return
        said = self.taken()
        if said is None:
            return
        if said != self.answer or (self.mixed and not said.blank):
            self._said(said)
        elif self.typed() is not None:
            self.set_error("")
            self.put(self.answer)

    def say(self, answer: Answer) -> None:
        """Show *answer* and say it."""
        if answer != self.answer or self.mixed:
            self._said(answer)

    def _said(self, answer: Answer) -> None:
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

    def menu(self) -> QMenu:
        """Return the menu: states instead of a value, estimated, clear, history."""
        _, menu = self.context.words, QMenu(self)
        if not self._read_only:
            words = state_words(self.field.type, self.context.language)
            for state, word in words.items():
                menu.addAction(word).triggered.connect(partial(self._say_state, state))
            if self.answer.value is not None:
                estimated = QAction(_("estimated"), menu)
                estimated.setCheckable(True)
                estimated.setChecked(self.answer.state is ValueState.NE)
                estimated.triggered.connect(self._toggle_estimated)
                menu.addAction(estimated)
            menu.addSeparator()
            menu.addAction(_("Clear")).triggered.connect(partial(self._say_state, None))
        if self.offers_history:
            menu.addSeparator()
            action = menu.addAction(self.context.icon("history"), _("History…"))
            action.triggered.connect(lambda _checked=False: self.history_wanted.emit())
        return menu

    def open_menu(self) -> None:
        """Show the menu beneath its button."""
        menu = self.menu()
        menu.exec(self.more.mapToGlobal(QPoint(0, self.more.height())))
        menu.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the menu with F4."""
        if event.key() == Qt.Key.Key_F4:
            self.open_menu()
            return
        super().keyPressEvent(event)

    def _say_state(self, state: ValueState | None, _checked: bool = False) -> None:
        self.say(Answer(None, state))

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

    def typed(self) -> str | None:
        """Return the text of a line that was changed."""
        return self.line.text() if self.line.isModified() else None

    def put_typed(self, text: str) -> None:
        """Show a text again."""
        self.line.setText(text)
        self.line.setModified(True)


class LongEditor(Editor):
    """Text of several lines."""

    def make(self) -> QWidget:
        """Make the field."""
        field = QPlainTextEdit()
        field.setTabChangesFocus(True)
        field.setFixedHeight(self.context.theme.px(76))
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

    def typed(self) -> str | None:
        """Return the text of a field that was changed."""
        return self.text.toPlainText() if self.text.document().isModified() else None

    def put_typed(self, text: str) -> None:
        """Show a text again."""
        self.text.setPlainText(text)
        self.text.document().setModified(True)


class DayEditor(LineEditor):
    """A day: typed in any customary way, or chosen from a calendar."""

    def make(self) -> QWidget:
        """Make the line, with a button for the calendar."""
        line = super().make()
        self.calendar_action = self.line.addAction(
            self.context.icon("calendar", "muted"), QLineEdit.ActionPosition.TrailingPosition
        )
        self.calendar_action.setToolTip(self.context.words("Choose from a calendar"))
        self.calendar_action.triggered.connect(self._calendar)
        return line

    def set_read_only(self, read_only: bool) -> None:
        """Put the calendar away too."""
        super().set_read_only(read_only)
        self.calendar_action.setVisible(not read_only)

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
        for chosen in (calendar.activated, calendar.clicked):
            chosen.connect(menu.close)
            chosen.connect(self._chosen)
        menu.exec(self.line.mapToGlobal(QPoint(0, self.line.height())))
        menu.deleteLater()

    def _chosen(self, day: QDate) -> None:
        self.say(Answer(date(day.year(), day.month(), day.day()), None))


__all__ = ["BLANK", "Choice", "Choices", "DayEditor", "Editor", "LineEditor", "LongEditor"]
