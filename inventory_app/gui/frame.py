"""What commands and dialogs may ask of the window, so that neither needs to know it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from inventory_app.workspace import Workspace


class NamedPage(Protocol):
    """A page as the palette offers it."""

    @property
    def name(self) -> str:
        """What `Frame.show_page` takes."""

    @property
    def text(self) -> str:
        """Its title, a message id."""

    @property
    def icon(self) -> str:
        """Its icon."""


class Frame(Protocol):
    """The window as commands see it."""

    page: str

    @property
    def actions_by_id(self) -> Mapping[str, QAction]:
        """All actions of the menus."""

    @property
    def current(self) -> QWidget | None:
        """The page that is shown."""

    @property
    def widget(self) -> QWidget:
        """The window itself, for dialogs that belong to it."""

    def show_page(self, name: str) -> QWidget | None:
        """Show a page and return it."""

    def shown_pages(self) -> tuple[NamedPage, ...]:
        """Return the pages that can be shown now."""

    def show_navigation(self) -> None:
        """Show anew which pages there are."""

    def attach(self, workspace: Workspace | None) -> None:
        """Show another store, or none."""

    def refresh_all(self) -> None:
        """Read what is shown anew."""

    def change_text_size(self, steps: int) -> None:
        """Make all text larger or smaller."""

    def apply_settings(self) -> None:
        """Show the window as the settings say."""
