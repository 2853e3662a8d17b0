"""Where a window was when it was closed, and whether that is still on a screen."""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from inventory_app.settings import Settings

_CORNER = (40, 40)


def kept(window: QWidget) -> str:
    """Return size and place of *window* as the settings keep them."""
    return b2a_base64(window.saveGeometry().data(), newline=False).decode("ascii")


def restore(window: QWidget, settings: Settings, usual: tuple[int, int]) -> None:
    """Put *window* where it was; where no screen shows that place any more, at its *usual* size."""
    geometry = settings.state("window").get("geometry")
    if isinstance(geometry, str):
        with suppress(ValueError):
            window.restoreGeometry(a2b_base64(geometry))
    if not window.isMaximized() and not _on_a_screen(window):
        window.resize(*usual)
        window.move(*_CORNER)


def _on_a_screen(window: QWidget) -> bool:
    return any(
        screen.availableGeometry().intersects(window.frameGeometry())
        for screen in QApplication.screens()
    )
