"""One of the three answers to a field: a radio button with its text, marked where it changed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QRadioButton, QVBoxLayout

from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import leading, repolish
from inventory_app.gui.models.review_texts import marked, pieces, spoken
from inventory_app.gui.views.review_frames import Box


class Option(Box):
    """A frame that chooses its answer when it is clicked anywhere."""

    pressed = Signal()

    def __init__(self, context: Context, side: str) -> None:
        super().__init__(context.theme, ground="surface", border="line")
        self.hover = "field"
        self._context = context
        self._side = side  # “As issued”, “Ours”, “As returned”
        _ = context.words
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.radio = QRadioButton()
        self.radio.setFixedWidth(26)  # there is no text of its own to leave room for
        self.side = QLabel(side)
        self.side.setProperty("role", "caption")
        self.side.hide()
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setAlignment(leading(self) | Qt.AlignmentFlag.AlignTop)
        self.mark = QLabel()
        self.mark.setPixmap(context.icon("pencil", "accent").pixmap(QSize(13, 13)))
        self.mark.setToolTip(_("This side changed it"))
        self.mark.hide()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.side)
        words.addWidget(self.text)
        box = QHBoxLayout(self)
        box.setContentsMargins(6, 5, 8, 5)
        box.setSpacing(4)
        box.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(words, 1)
        box.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)

    def show_text(
        self, about: str, text: str, before: str, *, changed: bool, whole: bool = False
    ) -> None:
        """Show an answer to the field *about*; *before* is what was issued.

        With *whole* it is not compared word by word: figures and days are other answers.
        """
        _, theme = self._context.words, self._context.theme
        found = pieces(before, text, whole=whole)
        self.mark.setVisible(changed)
        if not text:
            self.text.setTextFormat(Qt.TextFormat.PlainText)
            self.text.setText(_("no answer"))
            self.text.setProperty("role", "muted")
            repolish(self.text)
        elif changed:
            right = _.language.right_to_left and not text.isascii()
            self.text.setTextFormat(Qt.TextFormat.RichText)
            self.text.setText(marked(found, theme.tokens, right_to_left=right))
        else:
            self.text.setTextFormat(Qt.TextFormat.PlainText)
            self.text.setText(text)
        said = _("{field}, {side}: {text}", field=about, side=self._side,
                 text=text or _("no answer"))  # fmt: skip
        self.radio.setAccessibleName(said)
        if changed:
            put, taken = spoken(found)
            more = _("changed by this side")
            if taken and put:
                more = _("changed: “{taken}” became “{put}”", taken=taken, put=put)
            elif put and before:
                more = _("changed: “{put}” was put in", put=put)
            elif taken:
                more = _("changed: “{taken}” was taken out", taken=taken)
            self.radio.setAccessibleDescription(more)

    def show_side(self, shown: bool) -> None:
        """Say which side this is, where no heading stands above it."""
        self.side.setVisible(shown)

    def set_chosen(self, chosen: bool) -> None:
        """Show whether this answer is chosen."""
        self.radio.setChecked(chosen)
        if chosen:
            self.set_look("accent_soft", "accent", 2)
        else:
            self.set_look("surface", "line")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose this answer."""
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()
        super().mouseReleaseEvent(event)
