"""What every view is given: the open store, the language, the look, and ways to ask and tell."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from inventory_app.gui.icons import icon

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QIcon

    from inventory_app.gui.dialogs_port import Dialogs
    from inventory_app.gui.signals import AppSignals
    from inventory_app.gui.tasks import TaskRunner
    from inventory_app.gui.theme import Theme
    from inventory_app.settings import Settings
    from inventory_app.texts import Translator
    from inventory_app.workspace import Workspace


class Context:
    """Shared by all views of one window. `workspace` is None while no store is open."""

    def __init__(
        self,
        *,
        settings: Settings,
        words: Translator,
        theme: Theme,
        dialogs: Callable[[], Dialogs],
        tasks: Callable[[], TaskRunner],
        signals: AppSignals,
    ) -> None:
        self.settings = settings
        self.words = words
        self.theme = theme
        self._make_dialogs = dialogs
        self._make_tasks = tasks
        self.signals = signals
        self.workspace: Workspace | None = None
        self.round = ""
        self.states: dict[str, dict[str, Any]] = {}

    @cached_property
    def dialogs(self) -> Dialogs:
        """What the user is asked through, made when there is something to ask."""
        return self._make_dialogs()

    @cached_property
    def tasks(self) -> TaskRunner:
        """What does work beside the window, made when there is some."""
        return self._make_tasks()

    @property
    def store(self) -> Workspace:
        """The open store; a view that asks without one has a mistake."""
        if self.workspace is None:
            raise RuntimeError("no store is open")
        return self.workspace

    @property
    def language(self) -> str:
        """The code of the language of the window."""
        return self.words.language.code

    def icon(self, name: str, colour: str = "muted") -> QIcon:
        """Return an icon in a colour of the theme."""
        right = self.words.language.right_to_left
        tokens = self.theme.tokens
        return icon(name, tokens[colour], disabled=tokens["faint"], right_to_left=right)

    def go(self, page: str, target: object = None) -> None:
        """Show *page* with *target*."""
        from inventory_app.gui.targets import Destination  # noqa: PLC0415 - after the first paint

        self.signals.go.emit(Destination(page=page, target=target))

    def say(self, text: str, kind: str = "good") -> None:
        """Say something in the status bar; it stays until the next sentence."""
        self.signals.said.emit(kind, text)

    def read(
        self,
        key: str,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        *,
        owner: QObject | None = None,
    ) -> None:
        """Read from the store in the background; see `TaskRunner.read`."""
        self.tasks.read(key, work, then, owner=owner)

    def folder(self, purpose: str) -> Path:
        """Return the folder used last for *purpose*."""
        return self.settings.folder(purpose)
