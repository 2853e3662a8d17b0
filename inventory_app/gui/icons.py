"""Icons: line drawings in the colours of the theme, crisp at every scale (Lucide, ISC licence).

An icon is drawn when it is first seen, so that menus cost nothing while the window opens.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap

from inventory_app import paths

_MIRRORED = frozenset(
    {"chevron-left", "chevron-right", "undo-2", "redo-2", "external-link", "arrow-up-right", "send",
     "arrow-right", "list"}
)  # fmt: skip
_FADED = 0.6


class _Drawing(QIconEngine):
    """Draws one file in one colour at whatever size is asked for.

    In a place that is wider than high it stands where the reader starts, and keeps the rest free:
    that is how buttons get more room between icon and text than a style gives them.
    """

    def __init__(self, name: str, colour: str, disabled: str, *, right_to_left: bool) -> None:
        super().__init__()
        self._what = (name, colour, disabled, right_to_left)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Draw the icon into *rect*."""
        name, colour, disabled, right_to_left = self._what
        side = min(rect.width(), rect.height())
        left = rect.right() + 1 - side if right_to_left else rect.left()
        place = QRect(left, rect.top() + (rect.height() - side) // 2, side, side)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(_FADED)
            colour = disabled or colour
        if right_to_left and name in _MIRRORED:
            painter.translate(place.left() + place.right() + 1, 0)
            painter.scale(-1, 1)
        _renderer(name, colour).render(painter, QRectF(place))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the icon as a picture; none where there is no room for it yet."""
        if size.isEmpty():
            return QPixmap()
        made = QPixmap(size)
        made.fill(QColor(Qt.GlobalColor.transparent))
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        """Return the same icon again; Qt asks when an icon is changed."""
        name, colour, disabled, right_to_left = self._what
        return _Drawing(name, colour, disabled, right_to_left=right_to_left)


@cache
def _renderer(name: str, colour: str) -> Any:
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - when the first icon is seen

    source = (paths.icons() / f"{name}.svg").read_text(encoding="utf-8")
    drawing = source.replace("currentColor", colour).replace(
        'stroke-width="2"', 'stroke-width="1.75"'
    )
    return QSvgRenderer(QByteArray(drawing.encode()))


@lru_cache(maxsize=512)
def icon(name: str, colour: str, *, disabled: str = "", right_to_left: bool = False) -> QIcon:
    """Return the icon *name* in *colour* (“#RRGGBB”), paler in *disabled* while switched off.

    Arrows turn for right-to-left readers.
    """
    return QIcon(_Drawing(name, colour, disabled, right_to_left=right_to_left))
