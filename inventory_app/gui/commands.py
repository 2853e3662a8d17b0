"""What the window itself can do: stores, undo, the clipboard, help. Pages do the rest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from inventory_app import paths
from inventory_app.domain.profiles import PROFILE_NAMES, Profile, notes_on
from inventory_app.gui.context import Context
from inventory_app.gui.dialogs_port import Question, kinds
from inventory_app.gui.frame import Frame
from inventory_app.gui.store_lock import Holder, StoreLock
from inventory_app.gui.wording import apart, change_text
from inventory_app.progress import Progress
from inventory_app.texts import N_

if TYPE_CHECKING:
    from inventory_app.gui.dialogs.help import HelpWindow
    from inventory_app.workspace import Workspace

STORES = (N_("Inventories"), (".ictinv",))
WORKBOOKS = (N_("Survey workbooks"), paths.WORKBOOK_ENDINGS)
_TEXT_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit)


class Commands:
    """The commands of one window, by the names that the list of actions uses."""

    def __init__(self, window: Frame, context: Context) -> None:
        self._window = window
        self._context = context
        self._lock: StoreLock | None = None
        self.guide: HelpWindow | None = None
        context.signals.explain.connect(self.explain)

    # -- stores --------------------------------------------------------------------------------

    def new_store(self) -> None:
        """Make a new store and open it."""
        context, _ = self._context, self._context.words
        place = context.dialogs.save_file(
            _("New inventory"), context.folder("stores") / "inventory.ictinv", kinds(_, STORES)
        )
        if place is None:
            return
        store = place if place.suffix else place.with_suffix(".ictinv")
        context.settings.use_folder("stores", store.parent)

        def make(_progress: Progress) -> None:
            from inventory_app.workspace import Workspace  # noqa: PLC0415 - after the window

            Workspace.create(store).close()

        context.tasks.run(
            _("Making the inventory"), make, then=lambda _made: self._open_made(store)
        )

    def choose_store(self) -> None:
        """Ask for a store and open it."""
        context, _ = self._context, self._context.words
        chosen = context.dialogs.open_files(
            _("Open inventory"), context.folder("stores"), kinds(_, STORES)
        )
        if chosen:
            self.open_store(chosen[0])

    def open_store(self, store: Path) -> None:
        """Open *store* beside the window's own work and show it."""
        context, _ = self._context, self._context.words
        here = context.workspace
        if here is not None and here.database.path == store:
            return
        lock = StoreLock(store)
        holder = lock.take() if store.is_file() else None
        if holder is not None:
            self._say_who_has_it(store, holder)
            return

        def opened(workspace: Workspace) -> None:
            self._window.attach(workspace)
            if self._lock is not None:
                self._lock.release()
            self._lock = lock
            context.settings.opened(store)
            context.settings.last_store = store
            context.settings.use_folder("stores", store.parent)
            context.settings.save()

        def failed(error: BaseException) -> None:
            lock.release()
            if context.settings.last_store == store:
                context.settings.last_store = None
            context.tasks.trouble.emit(error)
            if self._window.page == "":
                self._window.show_page("welcome")

        def open_it(_progress: Progress) -> Workspace:
            from inventory_app.workspace import Workspace  # noqa: PLC0415 - after the window

            return Workspace.open(store)

        label = _("Opening {name}", name=apart(store.name, _))
        if context.tasks.run(label, open_it, then=opened, otherwise=failed) is None:
            lock.release()
            context.say(_("Something else is being done; try again when it has ended."), "warn")

    def close_store(self) -> None:
        """Close the store and show the welcome page."""
        self._context.settings.last_store = None
        self._window.attach(None)
        self.release()

    def release(self) -> None:
        """Let others open the store."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def open_demonstration(self) -> None:
        """Make the demonstration in a folder of the user's choice, and open its store."""
        context, _ = self._context, self._context.words
        folder = context.dialogs.choose_folder(
            _("Where should the demonstration be made?"), context.folder("demonstration")
        )
        if folder is None:
            return
        target = folder / "ict-inventory-demonstration"
        store = next(iter(sorted(target.glob("*.ictinv"))), None) if target.is_dir() else None
        if store is not None:
            self.open_store(store)
            return

        def play(progress: Progress) -> Path:
            from inventory_app.services import demonstration  # noqa: PLC0415 - rarely used

            demonstration.run(target, language=context.language, progress=progress)
            return next(iter(sorted(target.glob("*.ictinv"))))

        context.settings.use_folder("demonstration", folder)
        context.tasks.run(_("Making the demonstration"), play, then=self._open_made)

    def _open_made(self, store: Path) -> None:
        """Open *store*, which the task that is about to end has made."""
        self._context.tasks.afterwards(lambda: self.open_store(store))

    def back_up(self) -> None:
        """Make a dated backup beside the store."""
        context, _ = self._context, self._context.words
        store = context.store
        context.tasks.run(
            _("Backing up"),
            lambda _progress: store.safekeeping.backup(None),
            then=lambda path: context.say(_("Backup made: {path}", path=apart(str(path), _))),
        )

    def export_all(self) -> None:
        """Write everything in an open form."""
        context, _ = self._context, self._context.words
        editions = tuple(Profile)
        chosen = context.dialogs.ask(
            Question(
                title=_("For whom is the export?"),
                text=" ".join(map(_, notes_on(Profile.PUBLIC))),
                choices=tuple(_(PROFILE_NAMES[each]) for each in editions),
            )
        )
        if chosen < 0:
            return
        profile = editions[chosen]
        marked = "" if profile is Profile.FULL else f"-{profile.value}"
        name = f"{context.store.database.path.stem}{marked}.json"
        place = context.dialogs.save_file(
            _("Export everything"), context.folder("export") / name,
            kinds(_, (N_("JSON document"), (".json",))),
        )  # fmt: skip
        if place is None:
            return
        context.settings.use_folder("export", place.parent)
        store = context.store
        context.tasks.run(
            _("Exporting"),
            lambda _progress: store.exports.write(place, profile),
            then=lambda _result: context.say(_("Exported: {path}", path=apart(str(place), _))),
        )

    def _say_who_has_it(self, store: Path, holder: Holder) -> None:
        _ = self._context.words
        if holder.who:
            text = _("{who} has it open on {computer} since {since}.", who=holder.who,
                     computer=holder.computer, since=holder.since)  # fmt: skip
        else:
            text = _("Another window has it open.")
        self._context.dialogs.tell(
            _("“{name}” is open already.", name=apart(store.name, _)),
            text + " " + _("Close it there first; two people must not write at the same time."),
        )
        if self._window.page == "":
            self._window.show_page("welcome")

    # -- rounds, returns, workbooks ---------------------------------------------------------------

    def open_round(self) -> None:
        """Ask for a new round."""
        self._of_page("returns", "open_round")

    def issue_workbooks(self) -> None:
        """Ask for what to issue."""
        self._of_page("returns", "issue_workbooks")

    def merge_returns(self) -> None:
        """Ask for returns and look at them."""
        context, _ = self._context, self._context.words
        files = context.dialogs.open_files(
            _("Merge returns"), context.folder("returns"), kinds(_, WORKBOOKS)
        )
        if files:
            context.settings.use_folder("returns", files[0].parent)
            self._of_page("returns", "take_files", files)

    def import_list(self) -> None:
        """Ask for an existing list."""
        self._of_page("inventory", "import_list")

    def choose_workbook(self) -> None:
        """Ask for a survey workbook and open it."""
        context, _ = self._context, self._context.words
        files = context.dialogs.open_files(
            _("Open survey workbook"), context.folder("workbooks"), kinds(_, WORKBOOKS)
        )
        if files:
            context.settings.use_folder("workbooks", files[0].parent)
            self.open_workbook(files[0])

    def open_workbook(self, file: Path) -> None:
        """Show one survey workbook as forms."""
        self._of_page("survey", "open_workbook", file)
        self._window.show_navigation()

    def open_file(self, file: Path) -> None:
        """Open a store or a survey workbook, as its ending says."""
        if file.suffix.lower() in paths.WORKBOOK_ENDINGS:
            self.open_workbook(file)
        else:
            self.open_store(file)

    def take_files(self, files: Sequence[Path]) -> None:
        """Do what fits the files that were dropped: open a store or a workbook, merge returns."""
        if not files:
            return
        stores = [file for file in files if file.suffix == ".ictinv"]
        merging = self._context.workspace is not None and self._window.page == "returns"
        if stores and not merging:  # on that page it is the store of a regional hub
            self.open_store(stores[0])
        elif self._context.workspace is not None:
            self._of_page("returns", "take_files", tuple(files))
        elif len(files) == 1 and files[0].is_file():
            self.open_workbook(files[0])
        else:
            self._window.show_page("welcome")
            _ = self._context.words
            self._context.say(_("Open an inventory first, then drop returns on it."), "warn")

    def print_page(self) -> None:
        """Print what the report page shows."""
        self._of_page("reports", "print_page")

    def _of_page(self, name: str, method: str, *arguments: Any) -> None:
        page = self._window.show_page(name)
        handler = getattr(page, method, None)
        if callable(handler):
            handler(*arguments)

    # -- undo ----------------------------------------------------------------------------------

    def next_step(self, which: str) -> str:
        """Return what *undo* or *redo* would do, in words; "" for nothing."""
        page = self._window.current
        own = getattr(page, f"next_{which}", None)
        if callable(own):
            return str(own())
        store = self._context.workspace
        if store is None:
            return ""
        find = getattr(store.history, f"next_{which}", None)
        changes = find() if callable(find) else None
        return change_text(changes, self._context.words, store.catalogue) if changes else ""

    def undo(self) -> None:
        """Undo typing in a text field first, then the last change of the store."""
        self._step("undo")

    def redo(self) -> None:
        """Redo what was undone last."""
        self._step("redo")

    def _step(self, which: str) -> None:
        field = QApplication.focusWidget()
        if _can_step(field, which):
            getattr(field, which)()
            return
        page = self._window.current
        own = getattr(page, which, None)
        if callable(own):
            own()
            return
        what = self.next_step(which)
        if not what:
            return
        context, _ = self._context, self._context.words
        store = context.store
        said = N_("Undone: {what}") if which == "undo" else N_("Done again: {what}")
        context.tasks.run(
            _("Undoing") if which == "undo" else _("Redoing"),
            lambda _progress: getattr(store.history, which)(),
            then=lambda _result: context.say(_(said, what=what)),
            changes_data=True,
        )

    # -- clipboard and finding -------------------------------------------------------------------

    def cut(self) -> None:
        """Cut in the field, or the page, that has the focus."""
        self._edit("cut")

    def copy(self) -> None:
        """Copy from the field, or the page, that has the focus."""
        self._edit("copy")

    def paste(self) -> None:
        """Paste into the field, or the page, that has the focus."""
        self._edit("paste")

    def select_all(self) -> None:
        """Select all in the field, or the page, that has the focus."""
        self._edit("selectAll", "select_all")

    def find(self) -> None:
        """Search on the page."""
        handler = getattr(self._window.current, "start_search", None)  # QWidget has a “find”
        if callable(handler):
            handler()
        else:
            self.show_palette()

    def _edit(self, of_field: str, of_page: str = "") -> None:
        field = QApplication.focusWidget()
        if isinstance(field, _TEXT_FIELDS):
            getattr(field, of_field)()
            return
        handler = getattr(self._window.current, of_page or of_field, None)
        if callable(handler):
            handler()

    # -- view and help ---------------------------------------------------------------------------

    def show_palette(self) -> None:
        """Search over everything."""
        from inventory_app.gui.dialogs.palette import Palette  # noqa: PLC0415 - when asked for

        Palette(self._window.widget, self._window, self._context).open_over()

    def refresh_page(self) -> None:
        """Read the page anew."""
        self._window.refresh_all()

    def larger_text(self) -> None:
        """Make all text larger."""
        self._window.change_text_size(1)

    def smaller_text(self) -> None:
        """Make all text smaller."""
        self._window.change_text_size(-1)

    def usual_text(self) -> None:
        """Make all text of usual size."""
        self._window.change_text_size(0)

    def toggle_dark(self) -> None:
        """Change between light and dark."""
        settings = self._context.settings
        settings.theme = "light" if self._context.theme.dark else "dark"
        settings.save()
        self._window.apply_settings()

    def show_guide(self) -> None:
        """Show the page of the user guide that fits, in a window of its own."""
        page, language = self._window.page, self._context.language
        own = paths.guide(f"focal-point.{language}")
        if page == "survey" and own.stem != "README":
            self._show_guide(own)  # the one page that is there in every language
        else:
            self._show_guide(paths.guide(page))

    def show_trouble(self) -> None:
        """Show what to do when something does not work."""
        self._show_guide(paths.guide("troubleshooting"))

    def explain(self, code: str) -> None:
        """Show what the guide says of the *code* of an error or finding."""
        self._show_guide(paths.guide("error-codes"), code.lower())

    def _show_guide(self, page: Path, anchor: str = "") -> None:
        from inventory_app.gui.dialogs.help import HelpWindow  # noqa: PLC0415 - when asked for

        look = (self._context.theme, self._context.language)
        if self.guide is not None and self.guide.look != look:
            self.guide.close()
            self.guide.deleteLater()
            self.guide = None
        if self.guide is None:
            self.guide = HelpWindow(self._window.widget, self._context)
        self.guide.show()
        self.guide.show_guide(page, anchor)
        self.guide.raise_()
        self.guide.activateWindow()

    def show_keys(self) -> None:
        """Show what can be done from the keyboard."""
        from inventory_app.gui.dialogs.about import KeysDialog  # noqa: PLC0415 - when asked for
        from inventory_app.gui.keys import key_groups  # noqa: PLC0415

        dialog = KeysDialog(self._window.widget, self._context, key_groups())
        self._context.dialogs.run(dialog)

    def show_about(self) -> None:
        """Say what this program is."""
        from inventory_app.gui.dialogs.about import AboutDialog  # noqa: PLC0415 - when asked for

        self._context.dialogs.run(AboutDialog(self._window.widget, self._context))


def _can_step(field: QWidget | None, which: str) -> bool:
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable() if which == "undo" else field.isRedoAvailable()
    if isinstance(field, QPlainTextEdit | QTextEdit):
        document = field.document()
        return document.isUndoAvailable() if which == "undo" else document.isRedoAvailable()
    return False


__all__ = ["STORES", "WORKBOOKS", "Commands", "Question"]
