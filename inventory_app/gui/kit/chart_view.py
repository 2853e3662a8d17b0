"""Charts on the screen: the same marks that the printed page draws."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from inventory_app.domain.marks import Chart, Dot, Line, Mark, Poly, Rect, Text
from inventory_app.gui.context import Context
from inventory_app.gui.theme import Theme

POINT = 1.5  # pixels for a point of the description: charts are read from further away than paper
_INKS = {
    "text": "text", "muted": "muted", "line": "line", "accent": "accent",
    "accent_soft": "accent_soft", "soft": "surface2", "paper": "surface", "warn": "warn",
    "good": "good", "bad": "bad",
}  # fmt: skip
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


def draw(painter: QPainter, chart: Chart, theme: Theme) -> None:
    """Draw *chart*, all shapes before all texts, in the unit of its description."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for mark in chart.marks:
        if not isinstance(mark, Text):
            _shape(painter, mark, theme)
    for mark in chart.marks:
        if isinstance(mark, Text):
            _text(painter, mark, theme)


def _shape(painter: QPainter, mark: Mark, theme: Theme) -> None:
    match mark:
        case Rect():
            _use(painter, theme, mark.fill, mark.stroke, 0.75)
            box = QRectF(mark.x, mark.y, mark.width, mark.height)
            painter.drawRoundedRect(box, mark.radius, mark.radius)
        case Line():
            _use(painter, theme, None, mark.ink, mark.thickness)
            painter.drawLine(QPointF(mark.x1, mark.y1), QPointF(mark.x2, mark.y2))
        case Poly():
            _use(painter, theme, mark.fill, mark.stroke, mark.thickness)
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in mark.points]))
        case Dot():
            _use(painter, theme, mark.fill, mark.ring, 1.2)
            painter.drawEllipse(QPointF(mark.x, mark.y), mark.radius, mark.radius)


def _use(
    painter: QPainter, theme: Theme, fill: str | None, stroke: str | None, thickness: float
) -> None:
    painter.setBrush(theme.colour(_INKS[fill]) if fill else Qt.BrushStyle.NoBrush)
    pen = QPen(theme.colour(_INKS[stroke]), thickness) if stroke else QPen(Qt.PenStyle.NoPen)
    painter.setPen(pen)


def _text(painter: QPainter, mark: Text, theme: Theme) -> None:
    font = theme.font(bold=mark.bold)
    font.setPointSizeF(1)  # leaves the pixel size behind
    font.setPixelSize(max(1, round(mark.size * 10)))
    painter.save()
    painter.setPen(theme.colour(_INKS[mark.ink]))
    painter.setFont(font)
    painter.translate(mark.x, mark.y)
    painter.scale(0.1, 0.1)  # fonts come in whole pixels; a tenth of a point is fine enough
    box = QRectF(0, 0, mark.width * 10, mark.height * 10)
    flags = _ALIGN[mark.align] | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
    metrics = QFontMetricsF(font)
    text = mark.text
    if mark.lines == 1:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, flags | Qt.TextFlag.TextSingleLine, text)
    else:
        painter.drawText(box, flags | Qt.TextFlag.TextWordWrap, text)
    painter.restore()


class ChartView(QWidget):
    """Shows a chart laid out anew for each width, and says the same in words to a reader."""

    def __init__(
        self, context: Context, layout: Callable[[float], Chart] | None = None, words: str = ""
    ) -> None:
        super().__init__()
        self._theme = context.theme
        self._layout = layout
        self._chart: Chart | None = None
        self._scale = POINT * context.theme.text_size / 100
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(words)

    def show_chart(self, layout: Callable[[float], Chart], words: str) -> None:
        """Show what *layout* makes of a width in points; *words* say the same in a sentence."""
        self._layout = layout
        self._chart = None
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that the chart takes at *width*."""
        chart = self._laid_out(width)
        return round(chart.height * self._scale) + 1 if chart else 0

    def sizeHint(self) -> QSize:
        """Return a usual size."""
        width = max(self.width(), 320)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest useful size."""
        return QSize(160, self.heightForWidth(max(self.width(), 160)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chart."""
        chart = self._laid_out(self.width())
        if chart is None:
            return
        painter = QPainter(self)
        painter.scale(self._scale, self._scale)
        draw(painter, chart, self._theme)
        painter.end()

    def _laid_out(self, width: int) -> Chart | None:
        points = width / self._scale
        if self._chart is None or abs(self._chart.width - points) > 0.5:
            self._chart = self._layout(points) if self._layout and points > 40 else None
        return self._chart
