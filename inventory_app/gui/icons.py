"""Icons: line drawings in the colours of the theme, crisp at every scale (Lucide, ISC licence)."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from inventory_app import paths

_SCALES = (1.0, 1.5, 2.0, 3.0)
_MIRRORED = frozenset(
    {"chevron-left", "chevron-right", "undo-2", "redo-2", "external-link", "arrow-up-right", "send",
     "arrow-right", "list"}
)  # fmt: skip


@lru_cache(maxsize=256)
def icon(name: str, colour: str, size: int = 18, *, right_to_left: bool = False) -> QIcon:
    """Return the icon *name* in *colour* (“#RRGGBB”); arrows turn for right-to-left readers."""
    source = (paths.icons() / f"{name}.svg").read_text(encoding="utf-8")
    drawing = source.replace("currentColor", colour).replace(
        'stroke-width="2"', 'stroke-width="1.75"'
    )
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    made = QIcon()
    for scale in _SCALES:
        pixmap = QPixmap(round(size * scale), round(size * scale))
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(QColor(Qt.GlobalColor.transparent))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if right_to_left and name in _MIRRORED:
            painter.translate(size, 0)
            painter.scale(-1, 1)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        made.addPixmap(pixmap)
    return made
