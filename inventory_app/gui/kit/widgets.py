"""Labels, buttons, pills, cards and banners with the roles that the style sheet knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

    from inventory_app.gui.context import Context

Role = Literal[
    "page-title", "card-title", "muted", "caption", "label", "figure", "strong", "error", "warn",
    "good", "brand", "brand-caption", "side-caption",
]  # fmt: skip
Tone = Literal["good", "warn", "bad", "info"]
ButtonKind = Literal["primary", "ghost", "flat", "link", "chip", "danger"]
_Box = TypeVar("_Box", bound=QBoxLayout)
PAGE_MARGIN, GAP, CARD_MARGIN = 28, 14, 16
_TONE_ICONS = {"good": "circle-check", "warn": "triangle-alert", "bad": "circle-alert",
               "info": "info"}  # fmt: skip
_ICON_COLOURS = {"primary": "on_accent", "flat": "accent", "link": "accent", "danger": "bad"}


def repolish(widget: QWidget) -> None:
    """Let the style sheet look at *widget* again after a property has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def label(text: str = "", role: Role | None = None, *, wrap: bool = False) -> QLabel:
    """Return a label that starts at the side where the reader starts, whatever it says."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    made.setAlignment(leading(made) | Qt.AlignmentFlag.AlignVCenter)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def leading(widget: QWidget) -> Qt.AlignmentFlag:
    """Return the alignment to the side where the reader starts.

    A label aligns by the direction of its text, so that “186” would jump to the wrong side.
    """
    right = widget.layoutDirection() == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute


def pill(text: str, tone: Tone) -> QLabel:
    """Return a short word on a soft ground; the word carries the meaning, not the colour."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("pill", tone)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def picture(context: Context, icon: str, colour: str = "muted", size: int = 18) -> QLabel:
    """Return an icon that says nothing by itself, in a label of its own size."""
    made = QLabel()
    made.setPixmap(context.icon(icon, colour).pixmap(QSize(size, size)))
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def set_pill(made: QLabel, text: str, tone: Tone) -> None:
    """Change the word and tone of a pill."""
    made.setText(text)
    made.setProperty("pill", tone)
    repolish(made)


def button(
    context: Context,
    text: str,
    clicked: Callable[[], object] | None = None,
    *,
    kind: ButtonKind = "ghost",
    icon: str | None = None,
    tip: str = "",
) -> QPushButton:
    """Return a button; one a page is primary."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon:
        colour = _ICON_COLOURS.get(kind, "text")
        made.setIcon(context.icon(icon, colour))
        made.setIconSize(QSize(21, 16))  # the icon is square; the rest keeps the text away
    if tip:
        made.setToolTip(tip)
    if kind == "chip":
        made.setCheckable(True)
    made.setAutoDefault(False)
    if clicked is not None:
        made.clicked.connect(lambda *_args: clicked())
    return made


def tool(
    context: Context, icon: str, name: str, clicked: Callable[[], object] | None = None
) -> QToolButton:
    """Return a small button with an icon only; *name* is its tip and its accessible name."""
    made = QToolButton()
    made.setIcon(context.icon(icon, "muted"))
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if clicked is not None:
        made.clicked.connect(lambda *_args: clicked())
    return made


def search_box(context: Context, placeholder: str) -> QLineEdit:
    """Return a field to search in, with a glass and a button that empties it."""
    made = QLineEdit()
    made.setPlaceholderText(placeholder)
    made.setAccessibleName(placeholder)
    made.setClearButtonEnabled(True)
    clear = made.findChild(QAction, "_q_qlineeditclearaction")
    if clear is not None:  # Qt's own is black in every theme
        clear.setIcon(context.icon("x", "muted"))
        clear.setToolTip(context.words("Empty the field"))
    made.addAction(context.icon("search", "faint"), QLineEdit.ActionPosition.LeadingPosition)
    return made


def row(*widgets: QWidget | QLayout | int, spacing: int = 8) -> QHBoxLayout:
    """Return a row; a number is a stretch."""
    return _filled(QHBoxLayout(), widgets, spacing)


def column(*widgets: QWidget | QLayout | int, spacing: int = 8) -> QVBoxLayout:
    """Return a column; a number is a stretch."""
    return _filled(QVBoxLayout(), widgets, spacing)


def _filled(box: _Box, widgets: tuple[QWidget | QLayout | int, ...], spacing: int) -> _Box:
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(spacing)
    for each in widgets:
        if isinstance(each, int):
            box.addStretch(each)
        elif isinstance(each, QWidget):
            box.addWidget(each)
        else:
            box.addLayout(each)
    return box


def empty(layout: QLayout) -> None:
    """Take everything out of *layout* and delete it."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            empty(inner)


class Card(QFrame):
    """A white box with a title; with *clickable* it is a button that opens what is behind it."""

    clicked = Signal()

    def __init__(
        self, title: str = "", *, clickable: bool = False, margin: int = CARD_MARGIN
    ) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._clickable = clickable
        box = QVBoxLayout(self)
        box.setContentsMargins(margin, margin - 2, margin, margin - 2)
        box.setSpacing(10)
        self.title = label(title, "card-title", wrap=True)
        self.header = row()
        self.header.addWidget(self.title, 1)
        if title:
            box.addLayout(self.header)
        self.body = column(spacing=8)
        box.addLayout(self.body, 1)
        if clickable:
            self.setProperty("clickable", True)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setAccessibleName(title)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what is behind."""
        if self._clickable and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open what is behind."""
        if self._clickable and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            self.clicked.emit()
            return
        super().keyPressEvent(event)


class FigureCard(Card):
    """One figure with its name, a remark on how sure it is, and the records behind it."""

    def __init__(self, context: Context, title: str, icon: str, *, clickable: bool = True) -> None:
        super().__init__(clickable=clickable)
        self.setAccessibleName(title)
        self.name = label(title, "label", wrap=True)
        mark = picture(context, icon, "faint")
        self.figure = label("", "figure")
        self.remark = pill("", "info")
        self.note = label("", "caption", wrap=True)
        self.body.setSpacing(4)
        self.name.setAlignment(leading(self.name) | Qt.AlignmentFlag.AlignTop)
        head = row(self.name, spacing=8)
        head.setStretch(0, 1)
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self.body.addWidget(self.figure)
        self.body.addLayout(row(self.remark, 1))
        self.body.addWidget(self.note)
        self.body.addStretch(1)
        self.remark.hide()

    def show_figure(self, text: str, remark: str = "", tone: Tone = "info", note: str = "") -> None:
        """Show the figure *text* with a remark and a note."""
        self.figure.setText(text)
        set_pill(self.remark, remark, tone)
        self.remark.setVisible(bool(remark))
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.setAccessibleDescription(" ".join(part for part in (text, remark, note) if part))


class Banner(QFrame):
    """A sentence across the page that stays until it is closed or replaced."""

    closed = Signal()

    def __init__(self, context: Context, *, closable: bool = True) -> None:
        super().__init__()
        self._context = context
        self._icon = QLabel()
        self.text = label("", wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons = row()
        self._close = tool(context, "x", context.words("Close"), self._hide)
        if not closable:
            self._close.hide()
        box = QHBoxLayout(self)
        box.setContentsMargins(12, 8, 8, 8)
        box.setSpacing(10)
        box.addWidget(self._icon)
        box.addWidget(self.text, 1)
        box.addLayout(self.buttons)
        box.addWidget(self._close)
        self.hide()

    def show_text(self, text: str, tone: Tone, *buttons: QAbstractButton) -> None:
        """Say *text*, with buttons for what can be done about it."""
        self.setProperty("banner", tone)
        repolish(self)
        self._icon.setPixmap(self._context.icon(_TONE_ICONS[tone], tone).pixmap(QSize(18, 18)))
        self.text.setText(text)
        empty(self.buttons)
        for each in buttons:
            self.buttons.addWidget(each)
        self.show()

    def _hide(self) -> None:
        self.hide()
        self.closed.emit()


class EmptyState(QWidget):
    """What a list says while it has nothing to show: why, and what to do next."""

    def __init__(
        self, context: Context, icon: str, title: str, text: str = "", *buttons: QPushButton
    ) -> None:
        super().__init__()
        mark = picture(context, icon, "faint", 40)
        self.title, self.text = (
            label(title, "card-title", wrap=True),
            label(text, "muted", wrap=True),
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 24)
        box.setSpacing(10)
        box.addStretch(1)
        box.addLayout(row(1, mark, 1))
        for each in (self.title, self.text):
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
            each.setMinimumWidth(min(460, 40 + each.fontMetrics().horizontalAdvance(each.text())))
            each.setMaximumWidth(520)
            box.addLayout(row(1, each, 1))
        if buttons:
            box.addLayout(row(1, *buttons, 1))
        box.addStretch(2)


class ScrollPage(QScrollArea):
    """A page that scrolls when it is higher than the window, with the usual margins."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inner = QWidget()
        inner.setObjectName("page")
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(PAGE_MARGIN, 22, PAGE_MARGIN, PAGE_MARGIN)
        self.column.setSpacing(GAP)
        self.setWidget(inner)


class PageHeader(QWidget):
    """Title and subtitle of a page on one side, its few actions on the other."""

    def __init__(self, title: str, subtitle: str = "") -> None:
        super().__init__()
        self.title = label(title, "page-title")
        self.subtitle = label(subtitle, "muted", wrap=True)
        self.buttons = row()
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addLayout(column(self.title, self.subtitle, spacing=2), 1)
        box.addLayout(self.buttons)
        self.say(subtitle)  # not before it has a parent: it would be a window for a moment

    def say(self, subtitle: str) -> None:
        """Show *subtitle* under the title."""
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))


class ElidedLabel(QLabel):
    """A label on one line that is cut with an ellipsis; the whole text is its tip."""

    def __init__(self, text: str = "", role: Role | None = None) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAlignment(leading(self) | Qt.AlignmentFlag.AlignVCenter)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show *text*."""
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text to the new width."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = max(self.width(), 20)
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))
