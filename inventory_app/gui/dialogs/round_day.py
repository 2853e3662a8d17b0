"""A day that must be given: typed part by part, or chosen from a calendar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QPoint, QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCalendarWidget,
    QDateEdit,
    QHBoxLayout,
    QMenu,
    QWidget,
    QWidgetAction,
)

from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import tool


class DayField(QWidget):
    """`edited` comes with each change, `left` once the day is chosen or the focus has gone."""

    edited = Signal()
    left = Signal()

    def __init__(self, context: Context, name: str, day: date | None = None) -> None:
        super().__init__()
        self.line = QDateEdit()
        self.line.setAccessibleName(name)
        self.line.lineEdit().setTextMargins(8, 0, 4, 0)
        self.line.dateChanged.connect(lambda _day: self.edited.emit())
        self.line.editingFinished.connect(self.left)
        self.setFocusProxy(self.line)
        self.button = tool(context, "calendar", context.words("Choose from a calendar"))
        self.button.setAccessibleDescription(name)
        self.button.clicked.connect(self._open)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.line, 1)
        box.addWidget(self.button)
        if day is not None:
            self.show_day(day)

    @property
    def day(self) -> date:
        """The day as it stands there."""
        shown = self.line.date()
        return date(shown.year(), shown.month(), shown.day())

    def show_day(self, day: date, earliest: date | None = None) -> None:
        """Show a day without telling; none before *earliest* can be chosen."""
        with QSignalBlocker(self.line):
            if earliest is not None:
                self.line.setMinimumDate(_qt(earliest))
            self.line.setDate(_qt(day))

    def choose(self, day: date) -> None:
        """Choose a day as from the calendar."""
        self.line.setDate(_qt(day))
        self.left.emit()

    def _open(self) -> None:
        menu = QMenu(self)
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setMinimumDate(self.line.minimumDate())
        calendar.setSelectedDate(self.line.date())
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        for signal in (calendar.clicked, calendar.activated):
            signal.connect(menu.close)
            signal.connect(lambda day: self.choose(date(day.year(), day.month(), day.day())))
        menu.exec(self.line.mapToGlobal(QPoint(0, self.line.height())))


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
