"""What every page of the window is, and the list of pages."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inventory_app.texts import N_

if TYPE_CHECKING:
    from inventory_app.domain.changes import ChangeSet
    from inventory_app.gui.context import Context


class Page(QWidget):
    """One page. It is made when it is first shown, and made anew for another language or look.

    What must survive that (selection, columns, what is being typed) goes through `state` and
    `restore`, as plain texts, numbers, lists and mappings.
    """

    name: ClassVar[str] = ""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, on=False)

    def refresh(self) -> None:
        """Read everything that is shown anew."""

    def store_changed(self, changes: ChangeSet) -> None:  # noqa: ARG002 - for those who look closer
        """Learn that the store has changed; pages that show single rows look at the keys."""
        self.refresh()

    def show_target(self, target: object) -> None:
        """Show *target*, which another page or the search points to."""

    def can(self, action: str) -> bool:  # noqa: ARG002 - pages that switch actions off look
        """Return whether the action with this id is possible now."""
        return True

    def state(self) -> Mapping[str, Any]:
        """Return what to remember."""
        return {}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up what was remembered."""

    def may_leave(self) -> bool:
        """Return whether nothing is lost when the page goes; ask the user if it would be."""
        return True


class PageSpec(NamedTuple):
    """A page by name; its module is imported when it is first shown."""

    name: str
    text: str
    icon: str
    place: str
    needs_store: bool = True
    in_navigation: bool = True

    def make(self, context: Context) -> Page:
        """Make the page."""
        module, cls = self.place.split(":")
        page: Page = getattr(import_module(f"inventory_app.gui.views.{module}"), cls)(context)
        return page


PAGES: tuple[PageSpec, ...] = (
    PageSpec(name="welcome", text=N_("Welcome"), icon="house", place="welcome:WelcomePage",
             needs_store=False),
    PageSpec(name="survey", text=N_("Survey workbook"), icon="file-spreadsheet",
             place="survey:SurveyPage", needs_store=False, in_navigation=False),
    PageSpec(name="overview", text=N_("Overview"), icon="layout-dashboard",
             place="overview:OverviewPage"),
    PageSpec(name="inventory", text=N_("Inventory"), icon="boxes",
             place="inventory:InventoryPage"),
    PageSpec(name="returns", text=N_("Rounds and returns"), icon="inbox",
             place="returns:ReturnsPage"),
    PageSpec(name="duplicates", text=N_("Duplicates"), icon="link",
             place="duplicates:DuplicatesPage"),
    PageSpec(name="indicators", text=N_("Indicators"), icon="gauge",
             place="indicators:IndicatorsPage"),
    PageSpec(name="reports", text=N_("Reports"), icon="file-text", place="reports:ReportsPage"),
    PageSpec(name="history", text=N_("History"), icon="history", place="history:HistoryPage"),
    PageSpec(name="settings", text=N_("Settings"), icon="settings",
             place="settings:SettingsPage", needs_store=False),
)  # fmt: skip
BY_NAME: dict[str, PageSpec] = {spec.name: spec for spec in PAGES}
