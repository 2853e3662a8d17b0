"""The window: it assembles navigation, pages, menus and status, and leaves the rest to others."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from inventory_app.gui import placement
from inventory_app.gui import theme as themes
from inventory_app.gui.menu_bar import make_menus
from inventory_app.gui.navigation import Navigation
from inventory_app.gui.qt_texts import system_language, use_language
from inventory_app.gui.status import Status
from inventory_app.gui.theme import Theme
from inventory_app.gui.views.page import BY_NAME, PAGES, Page, PageSpec
from inventory_app.languages import language as language_of
from inventory_app.settings import TEXT_SIZES
from inventory_app.texts import translator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent

    from inventory_app.domain.changes import ChangeSet
    from inventory_app.gui.commands import Commands
    from inventory_app.gui.context import Context
    from inventory_app.gui.errors import ErrorReporter
    from inventory_app.gui.menus import Menus
    from inventory_app.gui.targets import Destination
    from inventory_app.gui.tasks import Task
    from inventory_app.gui.upkeep import Upkeep
    from inventory_app.workspace import Workspace

SMALLEST = (760, 520)
USUAL = (1280, 840)
_ASKING = ("settings", "welcome")  # pages with a choice of language or look on them
_KEPT_PAGES = frozenset(page.name for page in PAGES if page.needs_store)


class MainWindow(QMainWindow):
    """One window on at most one store."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.pages: dict[str, Page] = {}
        self.page = ""
        self._changes: list[ChangeSet] = []
        self.once_painted: Callable[[], None] | None = None
        self._upkeep: Upkeep | None = None
        self._awaited: Path | None = None
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.setAcceptDrops(True)
        signals = context.signals
        signals.changed.connect(self._store_changed)
        signals.go.connect(self._go)
        signals.said.connect(self._say)
        signals.look_changed.connect(self.apply_settings)
        QApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._build()
        for spec in PAGES:
            context.states.setdefault(spec.name, context.settings.state(spec.name))
        placement.restore(self, context.settings, USUAL)

    # -- the frame -----------------------------------------------------------------------------

    def _build(self) -> None:
        """Make everything that depends on language and look."""
        self.setWindowTitle(self._title())
        self._menus = make_menus(self, self.context.words)
        self.navigation = Navigation(self.context)
        self.navigation.chosen.connect(self.show_page)
        self.navigation.round_chosen.connect(self.look_at_round)
        self.stack = QStackedWidget()
        self.status = Status(self.context)
        middle = QWidget()
        box = QHBoxLayout(middle)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.navigation)
        box.addWidget(self.stack, 1)
        self.setCentralWidget(middle)
        self.setStatusBar(self.status)
        self.show_navigation()

    def _put_pages_away(self) -> str:
        """Delete all pages and return which one was shown; nothing typed is lost.

        Those that cannot have asked for it go at once: Qt would dress all their fields in the new
        style first, which takes seconds where forms are open.
        """
        self.keep_states()
        shown, pages = self.page, dict(self.pages)
        self.pages.clear()
        self.page = ""
        at_once = QApplication.activeModalWidget() is None
        for name, page in pages.items():
            page.hide()
            _stop_timers(page)
            page.deleteLater()
            if at_once and name not in _ASKING:
                QApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete.value)
        return shown

    def _build_again(self, shown: str) -> None:
        self.stack.hide()
        self._build()
        self.menus.fill(self._menus)
        self.status.show_task(self.context.tasks.current)
        self._show_rounds()
        self.show_page(shown or "welcome")

    def use(self, *, language: str | None = None, theme: Theme | None = None) -> None:
        """Show the window in another language or look."""
        shown = self._put_pages_away()
        words = translator(language) if language else self.context.words
        new = theme or self.context.theme
        self.context.words = words
        self.context.theme = Theme(
            dark=new.dark, language=language_of(words.language.code), text_size=new.text_size
        )
        app = QApplication.instance()
        if isinstance(app, QApplication):
            if language:
                use_language(app, words.language.code)
            themes.apply(app, self.context.theme)
        self._build_again(shown)

    def apply_settings(self) -> None:
        """Show the window in the language, theme and size of text that the settings say."""
        settings = self.context.settings
        code = settings.language or system_language()
        dark = settings.theme == "dark" or (settings.theme == "system" and themes.system_is_dark())
        wanted = Theme(dark=dark, language=language_of(code), text_size=settings.text_size)
        if wanted != self.context.theme:
            self.use(language=code, theme=wanted)

    def _system_changed(self) -> None:
        if self.context.settings.theme == "system":
            self.apply_settings()

    @cached_property
    def commands(self) -> Commands:
        """What the window itself can do; as what follows, made after the first paint."""
        from inventory_app.gui.commands import Commands  # noqa: PLC0415 - after the first paint

        return Commands(self, self.context)

    @cached_property
    def menus(self) -> Menus:
        """What is in the menus."""
        from inventory_app.gui.menus import Menus  # noqa: PLC0415 - after the first paint

        return Menus(self, self, self.commands, self.context)

    @cached_property
    def reporter(self) -> ErrorReporter:
        """What shows errors."""
        from inventory_app.gui.errors import ErrorReporter  # noqa: PLC0415 - after the first paint

        return ErrorReporter(self.context)

    @property
    def actions_by_id(self) -> Mapping[str, QAction]:
        """All actions of the menus."""
        return self.menus.actions

    @property
    def widget(self) -> QWidget:
        """The window itself, for dialogs that belong to it."""
        return self

    # -- pages ---------------------------------------------------------------------------------

    def shown_pages(self) -> tuple[PageSpec, ...]:
        """Return the pages that can be shown now."""
        open_ = self.context.workspace is not None or self._awaited is not None
        shown = [
            spec for spec in PAGES
            if spec.in_navigation and (open_ or not spec.needs_store)
            and not (open_ and spec.name == "welcome")
        ]  # fmt: skip
        if "survey" in self.pages or self.page == "survey":
            shown.insert(0, BY_NAME["survey"])
        return tuple(shown)

    def show_page(self, name: str) -> Page | None:
        """Show the page *name*, making it if need be; return it, or None if it cannot be shown."""
        spec = BY_NAME[name]
        if spec.needs_store and self.context.workspace is None:
            if self._awaited is not None:  # on its way
                self.navigation.mark(self.page)
                return None
            spec = BY_NAME["welcome"]
        if spec.name not in self.pages:
            page = spec.make(self.context)
            page.setAccessibleName(self.context.words(spec.text))
            self.pages[spec.name] = page
            self.stack.addWidget(page)
            page.restore(self.context.states.get(spec.name, {}))
            self.show_navigation()
            page.refresh()
        page = self.pages[spec.name]
        self.page = spec.name
        self.stack.setCurrentWidget(page)
        self.navigation.mark(spec.name)
        self.update_actions()
        return page

    @property
    def current(self) -> Page | None:
        """The page that is shown."""
        return self.pages.get(self.page)

    def forget_pages(self, *names: str) -> None:
        """Delete pages; what they remember is kept."""
        self.keep_states()
        for name in names:
            page = self.pages.pop(name, None)
            if page is not None:
                self.stack.removeWidget(page)
                page.hide()
                _stop_timers(page)
                page.deleteLater()
                if self.page == name:
                    self.page = ""

    def keep_states(self) -> None:
        """Remember the state of all pages."""
        for name, page in list(self.pages.items()):  # saying what is typed may drop other pages
            self.context.states[name] = dict(page.state())

    def look_at_round(self, code: str) -> None:
        """Show another round in all pages."""
        if code and code != self.context.round:
            self.context.round = code
            self.context.signals.round_changed.emit(code)
            self._show_rounds()
            self.refresh_all()

    def refresh_all(self) -> None:
        """Read what is shown anew; pages out of sight are made again when they are shown."""
        hidden = [name for name in self.pages if name not in (self.page, "survey", "settings")]
        if hidden:
            self.forget_pages(*hidden)
        if self.current is not None:
            self.current.refresh()
        self.update_actions()

    def show_navigation(self) -> None:
        """Show anew which pages there are."""
        self.navigation.show_pages(self.shown_pages(), self.page)

    def _show_rounds(self) -> None:
        store = self.context.workspace
        codes = list(store.rounds.all()) if store else []
        if self.context.round not in codes:
            self.context.round = codes[-1] if codes else ""
        self.navigation.show_rounds(codes[::-1], self.context.round)
        path = store.database.path if store else self._awaited
        self.navigation.store.set_text(path.name if path else "")
        self.navigation.store.setToolTip(str(path or ""))

    def _go(self, destination: Destination) -> None:
        page = self.show_page(destination.page)
        if page is not None and destination.target is not None:
            page.show_target(destination.target)

    def start(self, target: Path | None, *, earlier_crash: str = "") -> None:
        """Open *target*, or show the welcome page; offer the report of a crash before."""
        self._complete()
        if target is None:
            self.show_page("welcome")
        else:
            self.commands.open_file(target)
        if self.context.tasks.current is None:  # somebody else has it
            self.expect(None)
        if earlier_crash:
            _ = self.context.words
            self.context.dialogs.tell(
                _("The program ended unexpectedly last time."),
                _("What was saved is in the store. Please send the details to whoever looks after "
                  "this program."),
                earlier_crash,
            )  # fmt: skip

    def expect(self, store: Path | None) -> None:
        """Look as if *store* were open, until `start` has opened it; None if it has not come."""
        if store != self._awaited:
            self._awaited = store
            self.setWindowTitle(self._title())
            self._show_rounds()
            self.show_navigation()

    def _complete(self) -> None:
        """Make what nobody sees before the first paint."""
        from inventory_app.gui.upkeep import Upkeep  # noqa: PLC0415 - after the first paint

        themes.load_fonts()
        tasks = self.context.tasks
        tasks.started.connect(self._task_started)
        tasks.ended.connect(self._task_ended)
        tasks.reading.connect(lambda on: self.status.show_reading(on))  # noqa: PLW0108 - made anew
        tasks.trouble.connect(self.reporter.show)
        self.menus.fill(self._menus)
        self._upkeep = Upkeep(self.context, self)

    # -- the store -----------------------------------------------------------------------------

    def attach(self, workspace: Workspace | None) -> None:
        """Show *workspace*, or none."""
        self.keep_states()
        old = self.context.workspace
        if old is not None:
            self.context.tasks.close()
            old.close()
        others = [name for name in self.pages if name != "survey"]  # a workbook needs no store
        if others:
            self.forget_pages(*others)
        self.context.workspace, self._awaited = workspace, None
        last = self._last_look_at(workspace)
        self.context.round = last.get("round", "")
        if workspace is not None:
            workspace.database.subscribe(self.context.signals.changed.emit)
        self._show_rounds()
        self.show_navigation()
        self.context.signals.store_changed.emit()
        self.setWindowTitle(self._title())
        page = last.get("page", "")
        self.show_page(page if page in _KEPT_PAGES else "overview" if workspace else "welcome")

    def _last_look_at(self, workspace: Workspace | None) -> dict[str, str]:
        """Return the page and round that were looked at when this store was closed."""
        state = self.context.settings.state("window")
        if workspace is None or state.get("store") != str(workspace.database.path):
            return {}
        return {name: str(state.get(name, "")) for name in ("page", "round")}

    def _store_changed(self, changes: ChangeSet) -> None:
        if self.context.tasks.current is not None:  # a merge writes hundreds: look once, at its end
            self._changes.append(changes)
            return
        if any(row.table == "round" for row in changes.rows):
            self.context.round = ""
            self._show_rounds()
        hidden = [name for name in self.pages if name not in (self.page, "survey", "settings")]
        if hidden:
            self.forget_pages(*hidden)
        if self.current is not None:
            self.current.store_changed(changes)
        self.update_actions()

    def _title(self) -> str:
        store = self.context.workspace
        path = store.database.path if store else self._awaited
        _ = self.context.words
        name = _("ICT Inventory")
        if store and store.database.read_only:
            stem = store.database.path.stem
            return _("{store} (read-only) · {program}", store=stem, program=name)
        return f"{path.stem} · {name}" if path else name

    # -- what goes on --------------------------------------------------------------------------

    def update_actions(self) -> None:
        """Switch actions on and off, and name what undo and redo would do."""
        self.menus.update()

    def _say(self, kind: str, text: str) -> None:
        self.status.say(kind, text)  # the line of today: it is made anew with the window

    def _task_started(self, task: Task) -> None:
        self.status.show_task(task)
        self.update_actions()

    def _task_ended(self, _task: Task) -> None:
        self.status.show_task(None)
        self.expect(None)
        if self._changes:
            from dataclasses import replace  # noqa: PLC0415 - after the first paint

            rows = tuple(row for each in self._changes for row in each.rows)
            last, self._changes = self._changes[-1], []
            self._store_changed(replace(last, rows=rows))
        self.update_actions()

    # -- look, size, drop, close ---------------------------------------------------------------

    def change_text_size(self, steps: int) -> None:
        """Make all text larger or smaller by *steps*; 0 is the usual size."""
        settings = self.context.settings
        at = TEXT_SIZES.index(settings.text_size)
        wanted = TEXT_SIZES[max(0, min(len(TEXT_SIZES) - 1, at + steps))] if steps else 100
        settings.text_size = wanted
        settings.save()
        self.apply_settings()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint; what waits for the first time follows once all that is queued is done."""
        super().paintEvent(event)
        if self.once_painted is not None:
            QTimer.singleShot(0, self.once_painted)
            self.once_painted = None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dropped anywhere on the window."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open or merge what was dropped."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        QTimer.singleShot(0, lambda: self.commands.take_files(files))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask what is not saved, remember the rest and close the store."""
        if not all(page.may_leave() for page in self.pages.values()):
            event.ignore()
            return
        self.context.tasks.close()
        self.keep_states()
        settings = self.context.settings
        for name, state in self.context.states.items():
            settings.keep_state(name, state)
        store = self.context.workspace
        look = {"page": self.page, "round": self.context.round}
        path = str(store.database.path) if store else None
        settings.keep_state("window", {**look, "geometry": placement.kept(self), "store": path})
        settings.save()
        _stop_timers(self)
        if store is not None:
            store.close()
            self.context.workspace = None
        event.accept()


def _stop_timers(of: QObject) -> None:
    """Stop what would ask for a store that is closed by then."""
    for timer in of.findChildren(QTimer):
        timer.stop()
