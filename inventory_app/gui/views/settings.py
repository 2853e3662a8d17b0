"""What the user chose on this computer; every choice holds at once and is kept at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from inventory_app import logs
from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import (
    GAP,
    Card,
    ElidedLabel,
    PageHeader,
    ScrollPage,
    button,
    column,
    empty,
    label,
    row,
    tool,
)
from inventory_app.gui.views.page import Page
from inventory_app.gui.views.settings_duplicates import RememberedDuplicates
from inventory_app.gui.views.settings_remembered import RememberedCard
from inventory_app.languages import LANGUAGES
from inventory_app.settings import TEXT_SIZES, THEMES
from inventory_app.texts import N_

_THEMES: Mapping[str, str] = {
    "system": N_("As the system"), "light": N_("Light"), "dark": N_("Dark"),
}  # fmt: skip
_FOLDERS: Mapping[str, str] = {
    "stores": N_("Inventories"), "issue": N_("Workbooks to send"),
    "returns": N_("Returns"), "workbooks": N_("Survey workbooks"), "reports": N_("Reports"),
    "export": N_("Exports"), "demonstration": N_("Demonstration"),
}  # fmt: skip
_WIDEST = 900  # pixels: a button stays near what it is about


class SettingsPage(Page):
    """Language, look, folders, recent stores, remembered decisions, files."""

    name: ClassVar[str] = "settings"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        _ = context.words
        self.page = ScrollPage()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.page)
        self.recent = Card(_("Opened recently"))
        self.folders = Card(_("Folders"))
        self.remembered = RememberedCard(context)
        self.duplicates = RememberedDuplicates(context)
        header = PageHeader(_("Settings"), _("Every choice holds at once."))
        self.page.column.addWidget(header)
        inner = QWidget()
        inner.setMaximumWidth(context.theme.px(_WIDEST))
        parts = column(
            self._look(), self.folders, self.recent, self.remembered, self.duplicates,
            self._files(), spacing=GAP,
        )  # fmt: skip
        inner.setLayout(parts)
        line = row(inner, 1)
        line.setStretch(0, 100)
        self.page.column.addLayout(line)
        self.page.column.addStretch(1)

    # -- language and look ---------------------------------------------------------------------

    def _look(self) -> Card:
        context, _ = self.context, self.context.words
        card = Card(_("Language and look"))
        self.language = QComboBox()
        self.language.setObjectName("language")
        self.language.addItem(_("As the system"), "")
        for code, each in LANGUAGES.items():
            self.language.addItem(each.name, code)
        self.language.setCurrentIndex(self.language.findData(context.settings.language or ""))
        self.language.activated.connect(self._choose_language)
        self.text_size = QComboBox()
        self.text_size.setObjectName("size")
        for percent in TEXT_SIZES:
            self.text_size.addItem(_("{n} %", n=_.number(percent)), percent)
        self.text_size.setCurrentIndex(TEXT_SIZES.index(context.settings.text_size))
        self.text_size.activated.connect(self._choose_size)
        self.own_name = QLineEdit(context.settings.name)
        self.own_name.setMaxLength(120)
        self.own_name.setPlaceholderText(_("none"))
        self.own_name.editingFinished.connect(self._choose_name)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(2, 1)
        lines: tuple[tuple[str, QWidget], ...] = (
            (_("Language of the window"), self.language),
            (_("Colours"), self._theme_choice()),
            (_("Size of text"), self.text_size),
            (_("Your name, for questions to entities"), self.own_name),
        )
        for number, (text, control) in enumerate(lines):
            name = label(text)
            grid.addWidget(name, number, 0)
            grid.addWidget(control, number, 1)
            if isinstance(control, QComboBox | QLineEdit):
                name.setBuddy(control)
                control.setAccessibleName(text)
                control.setMinimumWidth(context.theme.px(200))
        card.body.addLayout(grid)
        note = _("Dates and numbers follow the language. Documents and workbooks have their own.")
        card.body.addWidget(label(note, "caption", wrap=True))
        return card

    def _theme_choice(self) -> QWidget:
        _ = self.context.words
        self.themes = QButtonGroup(self)
        line = row(spacing=16)
        for number, theme in enumerate(THEMES):
            choice = QRadioButton(_(_THEMES[theme]))
            choice.setObjectName(f"theme-{theme}")
            choice.setChecked(theme == self.context.settings.theme)
            self.themes.addButton(choice, number)
            line.addWidget(choice)
        line.addStretch(1)
        self.themes.idToggled.connect(self._choose_theme)
        made = QWidget()
        made.setLayout(line)
        return made

    def _choose_language(self, _number: int) -> None:
        self.context.settings.language = self.language.currentData() or None
        self._look_changed()

    def _choose_theme(self, number: int, on: bool) -> None:
        if not on:
            return
        self.context.settings.theme = THEMES[number]
        self._look_changed()

    def _choose_size(self, number: int) -> None:
        self.context.settings.text_size = TEXT_SIZES[number]
        self._look_changed()

    def _choose_name(self) -> None:
        self.context.settings.name = self.own_name.text()
        self.context.settings.save()

    def _look_changed(self) -> None:
        self.context.settings.save()
        signals = self.context.signals  # after the click: the window is made anew
        QTimer.singleShot(0, signals, signals.look_changed.emit)

    # -- folders and stores --------------------------------------------------------------------

    def refresh(self) -> None:
        """Show folders, stores and remembered decisions as they are now."""
        self._show_folders()
        self._show_recent()
        self.remembered.refresh()
        self.duplicates.refresh()

    def _show_folders(self) -> None:
        context, _ = self.context, self.context.words
        empty(self.folders.body)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for number, (purpose, text) in enumerate(_FOLDERS.items()):
            change = button(context, _("Change…"), partial(self._change_folder, purpose))
            change.setAccessibleName(_("Change the folder for {what}…", what=_(text)))
            change.setObjectName(f"folder-{purpose}")
            grid.addWidget(label(_(text)), number, 0)
            grid.addWidget(path_label(context.folder(purpose)), number, 1)
            grid.addWidget(change, number, 2)
        self.folders.body.addLayout(grid)

    def _change_folder(self, purpose: str) -> None:
        context, _ = self.context, self.context.words
        chosen = context.dialogs.choose_folder(_(_FOLDERS[purpose]), context.folder(purpose))
        if chosen is not None:
            context.settings.use_folder(purpose, chosen)
            context.settings.save()
            self._show_folders()

    def _show_recent(self) -> None:
        context, _ = self.context, self.context.words
        empty(self.recent.body)
        recent = context.settings.recent
        if not recent:
            text = _("No inventory has been opened on this computer yet.")
            self.recent.body.addWidget(label(text, "muted", wrap=True))
        for store in recent:
            name = label(store.stem, "strong")
            forget = tool(context, "x", _("Take “{name}” from this list", name=store.stem),
                          partial(self._forget, store))  # fmt: skip
            there = store.is_file()
            line = row(name, path_label(store), spacing=14)
            line.setStretch(1, 1)
            if not there:
                line.addWidget(label(_("The file is not there any more."), "warn"))
            line.addWidget(forget)
            self.recent.body.addLayout(line)

    def _forget(self, store: Path) -> None:
        self.context.settings.forget(store)
        self.context.settings.save()
        self._show_recent()
        self.context.say(_removed(self.context, store), "info")

    # -- files of the program ------------------------------------------------------------------

    def _files(self) -> Card:
        context, _ = self.context, self.context.words
        card = Card(_("Files of this program"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        settings = context.settings.file
        lines: list[tuple[str, Path | None, str]] = [
            (_("Settings"), settings, _("Show the folder of the settings")),
            (_("Log"), logs.own_folder(), _("Show the folder of the log")),
        ]
        for number, (text, place, tip) in enumerate(lines):
            grid.addWidget(label(text), number, 0)
            if place is None:
                grid.addWidget(label(_("not kept"), "muted"), number, 1)
                continue
            folder = place if number else place.parent
            grid.addWidget(path_label(place), number, 1)
            grid.addWidget(
                button(context, _("Show folder"), _opener(folder), icon="folder-open", tip=tip),
                number, 2,
            )  # fmt: skip
        card.body.addLayout(grid)
        note = _("The settings are a small text file. If it is damaged it is put aside, and the "
                 "usual settings hold. The log says what went wrong; it holds no answers. "
                 "Nothing is ever sent anywhere.")  # fmt: skip
        card.body.addWidget(label(note, "caption", wrap=True))
        return card

    # -- what survives another language --------------------------------------------------------

    def state(self) -> Mapping[str, Any]:
        """Return how far the page is scrolled and which control has the focus."""
        focus = self.focusWidget()
        return {
            "scroll": self.page.verticalScrollBar().value(),
            "focus": focus.objectName() if focus is not None else "",
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Scroll and give the focus back."""
        name = state.get("focus")
        control = self.findChild(QWidget, name) if isinstance(name, str) and name else None
        if control is not None:
            control.setFocus(Qt.FocusReason.OtherFocusReason)
        scroll = state.get("scroll")
        if isinstance(scroll, int):
            self.page.verticalScrollBar().setValue(scroll)


def path_label(path: Path) -> ElidedLabel:
    """Return a label for a path, which reads from left to right in every language."""
    return ElidedLabel(f"\u2066{path}\u2069", "muted")


def _opener(folder: Path) -> Callable[[], object]:
    return lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _removed(context: Context, store: Path) -> str:
    return context.words("“{name}” is not on the list any more; the file is still there.",
                         name=store.name)  # fmt: skip
