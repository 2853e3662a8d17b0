"""Rounds and returns: the register, what was dropped, and the merge review."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from inventory_app.domain.changes import ChangeSet
from inventory_app.domain.registers import Register
from inventory_app.domain.reviews import ReviewPlan
from inventory_app.errors import UserError
from inventory_app.gui.context import Context
from inventory_app.gui.dialogs_port import kinds
from inventory_app.gui.kit.widgets import button
from inventory_app.gui.models.triage import desk_of
from inventory_app.gui.targets import EntityTarget, RegisterTarget
from inventory_app.gui.views.page import Page
from inventory_app.gui.views.returns_home import RegisterHome
from inventory_app.gui.views.returns_queries import ask_for_query_workbooks
from inventory_app.gui.views.returns_report import RETURNS
from inventory_app.gui.views.returns_rounds import ask_for_round, ask_for_workbooks
from inventory_app.gui.views.returns_triage import TriageView
from inventory_app.gui.views.review import ReviewView
from inventory_app.gui.views.review_loading import ReviewItem

_REGISTER, _TRIAGE, _REVIEW = "register", "triage", "review"
_SETTLES = 120  # milliseconds after the last of many changes


class ReturnsPage(Page):
    """Three views in one place: register, triage and review."""

    name: ClassVar[str] = "returns"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.desk = desk_of(context)
        self.register: Register | None = None
        self._wanted: str | RegisterTarget | None = None
        self._from = _REGISTER
        self._remembered: tuple[Path, ...] = ()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_SETTLES)
        self._again.timeout.connect(self._read)
        self.home = RegisterHome(context)
        self.triage = TriageView(context, self.desk)
        self.review = ReviewView(context, self.desk)
        self.views = {_REGISTER: self.home, _TRIAGE: self.triage, _REVIEW: self.review}
        self.stack = QStackedWidget()
        for view in self.views.values():
            self.stack.addWidget(view)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.stack)
        self._connect()
        self._show_notice()
        self._show_waiting()

    def _connect(self) -> None:
        home, triage, list_ = self.home, self.triage, self.home.list
        home.round_wanted.connect(self.open_round)
        home.issue_wanted.connect(self.issue_workbooks)
        home.query_wanted.connect(self.write_queries)
        home.triage_wanted.connect(lambda: self._show(_TRIAGE))
        home.files_wanted.connect(self.choose_files)
        home.folder_wanted.connect(self.choose_folder)
        home.dropped.connect(self.take_files)
        list_.approve.connect(self.approve)
        list_.withdraw.connect(self.withdraw)
        list_.issue.connect(lambda codes: ask_for_workbooks(self, self.context, self.desk, codes))
        list_.query.connect(self.write_queries)
        list_.print_summaries.connect(self.print_summaries)
        list_.review_conflicts.connect(self.review_conflicts)
        triage.back.connect(lambda: self._show(_REGISTER))
        triage.files_wanted.connect(self.choose_files)
        triage.folder_wanted.connect(self.choose_folder)
        triage.dropped.connect(self.take_files)
        triage.review.connect(self.review_files)
        self.review.left.connect(lambda: self._show(self._from))
        self.desk.applied.connect(self.review.applied)
        self.desk.noticed.connect(self._show_notice)
        self.desk.changed.connect(self._show_waiting)
        self.context.tasks.ended.connect(self._take_remembered)

    # -- reading -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the register in the background."""
        self._read()
        self._take_remembered()

    def _take_remembered(self) -> None:
        """Look again at the files that lay there when the program ended, once there is time."""
        if not self._remembered or self.context.tasks.current is not None:
            return
        files = tuple(path for path in self._remembered if path.exists())
        self._remembered = ()
        if files and not self.desk.lines:
            self.desk.take(files)

    def store_changed(self, changes: ChangeSet) -> None:
        """Read anew once many changes have settled; a review looks at its file again."""
        self._again.start()
        if self.stack.currentWidget() is self.review and self.desk.work is None:
            self.review.reload()
        del changes

    def _read(self) -> None:
        context, code = self.context, self.context.round
        if context.workspace is None:
            return
        if not code:
            self.home.show_nothing()
            return
        store = context.store
        context.read("register", lambda: store.register.of(code), self._show_register)

    def _show_register(self, register: Register) -> None:
        self.register = register
        language = self.context.language
        names = {each.entity.code: each.entity.name(language) for each in register.rows}
        self.home.show_register(register)
        self.triage.show_names(names)
        self.review.show_names(names)
        wanted, self._wanted = self._wanted, None
        if isinstance(wanted, RegisterTarget):
            self.home.list.show_only(wanted)
        elif wanted:
            self.home.list.show_entity(wanted)

    # -- what is shown -------------------------------------------------------------------------

    def _show(self, name: str) -> None:
        self.stack.setCurrentWidget(self.views[name])
        self._show_waiting()
        window = self.window()
        update = getattr(window, "update_actions", None)
        if callable(update):
            update()

    @property
    def shown(self) -> str:
        """Which of the three views is shown."""
        current = self.stack.currentWidget()
        return next(name for name, view in self.views.items() if view is current)

    def _show_notice(self) -> None:
        notice, _ = self.desk.notice, self.context.words
        if notice is None:
            self.home.notice.hide()
            return
        buttons = []
        folder = notice.folder
        if folder is not None:
            buttons.append(
                button(self.context, _("Open folder"), lambda: _open_folder(folder), kind="flat",
                       icon="folder-open")
            )  # fmt: skip
        if notice.offer == "issue":
            buttons.append(
                button(self.context, _("Issue workbooks…"), self.issue_workbooks, kind="flat",
                       icon="send")
            )  # fmt: skip
        self.home.notice.show_text(notice.text(_), notice.tone, *buttons)

    def _show_waiting(self) -> None:
        self.home.show_waiting(len(self.desk.lines), len(self.desk.group("decide")),
                               len(self.desk.group("ready")))  # fmt: skip

    # -- rounds and workbooks ------------------------------------------------------------------

    def open_round(self) -> None:
        """Ask for a new round."""
        ask_for_round(self, self.context, self.desk)

    def issue_workbooks(self) -> None:
        """Ask to whom workbooks go."""
        if self.shown != _REGISTER:
            self._show(_REGISTER)
        ask_for_workbooks(self, self.context, self.desk)

    def write_queries(self, entities: Sequence[str] = ()) -> None:
        """Ask which questions go out."""
        ask_for_query_workbooks(self, self.context, self.desk, entities)

    def approve(self, entities: Sequence[str]) -> None:
        """Approve what entities reported; those that have not answered are left out."""
        rows = {each.entity.code: each for each in (self.register.rows if self.register else ())}
        can = [code for code in entities if rows[code].participation.answered]
        self._change_approval(can, len(entities) - len(can), approve=True)

    def withdraw(self, entities: Sequence[str]) -> None:
        """Take approvals back."""
        self._change_approval(entities, 0, approve=False)

    def _change_approval(self, entities: Sequence[str], left: int, *, approve: bool) -> None:
        context, _ = self.context, self.context.words
        task = context.tasks.current
        if task is not None and task.changes_data:
            context.say(_("Something else is being done; try again when it has ended."), "warn")
            return
        service = context.store.register
        try:
            if approve:
                count = service.approve(context.round, entities)
                said = _.plural("{n} entity was approved.", "{n} entities were approved.", count)
            else:
                count = service.withdraw_approval(context.round, entities)
                said = _.plural("{n} approval was withdrawn.", "{n} approvals were withdrawn.",
                                count)  # fmt: skip
        except UserError as error:
            context.tasks.trouble.emit(error)
            return
        if left:
            more = _.plural("{n} has not answered yet.", "{n} have not answered yet.", left)
            said = _("{what} {more}", what=said, more=more)
        context.say(said, "warn" if left else "good")

    def print_summaries(self, entities: Sequence[str]) -> None:
        """Show the summaries of entities on the page of reports."""
        if len(entities) == 1:
            target: object = EntityTarget(entity=entities[0], round=self.context.round)
        else:
            target = RegisterTarget(entities=tuple(entities))
        self.context.go("reports", target)

    # -- returns -------------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Ask for returns."""
        context, _ = self.context, self.context.words
        files = context.dialogs.open_files(
            _("Merge returns"), context.folder("returns"), kinds(_, RETURNS)
        )
        if files:
            self.take_files(files)

    def choose_folder(self) -> None:
        """Ask for a folder of returns."""
        context, _ = self.context, self.context.words
        folder = context.dialogs.choose_folder(_("Folder of returns"), context.folder("returns"))
        if folder is not None:
            self.take_files((folder,))

    def take_files(self, files: Sequence[Path]) -> None:
        """Look at returns; nothing is written."""
        if not files:
            return
        first = files[0]
        self.context.settings.use_folder("returns", first if first.is_dir() else first.parent)
        self._show(_TRIAGE)
        self.desk.take(tuple(files))

    def review_files(self, hashes: Sequence[str]) -> None:
        """Review files that lie on the desk; one that is merged with its open conflicts."""
        items = []
        for sha in hashes:
            line = self.desk.line_of(sha)
            if line is not None and line.waits:
                items.append(ReviewItem(sha256=sha, path=line.file.path))
            elif line is not None:
                code = line.file.round or self.context.round
                items.append(ReviewItem(sha256=sha, round=code))
        if items:
            self._from = _TRIAGE
            self._show(_REVIEW)
            self.review.open(items)

    def review_conflicts(self, entities: Sequence[str]) -> None:
        """Review what earlier merges of entities left open."""
        store, code, wanted = self.context.store, self.context.round, frozenset(entities)

        def show(plans: tuple[ReviewPlan, ...]) -> None:
            items = [
                ReviewItem(sha256=plan.sha256, round=code)
                for plan in plans
                if plan.entity in wanted
            ]
            if items:
                self._from = _REGISTER
                self._show(_REVIEW)
                self.review.open(items)

        self.context.read("open conflicts", lambda: store.reviews.open_conflicts(code), show,
                          owner=self)  # fmt: skip

    # -- the window ----------------------------------------------------------------------------

    def show_target(self, target: object) -> None:
        """Show some entities of the register, or one."""
        if isinstance(target, RegisterTarget):
            self._wanted = target
        elif isinstance(target, EntityTarget):
            self._wanted = target.entity
        else:
            return
        self._show(_REGISTER)
        if self.register is not None and self.register.round.code == self.context.round:
            self._show_register(self.register)

    def start_search(self) -> None:
        """Go to the search field of the register."""
        self._show(_REGISTER)
        self.home.list.search.setFocus()
        self.home.list.search.selectAll()

    def copy(self) -> None:
        """Copy the selected lines of the register."""
        if self.shown == _REGISTER:
            self.home.list.copy()

    @property
    def next_undo(self) -> Callable[[], str] | None:
        """What Undo would do in a review; None elsewhere: there the store is asked."""
        return self._next("undo")

    @property
    def next_redo(self) -> Callable[[], str] | None:
        """What Redo would do in a review; None elsewhere."""
        return self._next("redo")

    @property
    def undo(self) -> Callable[[], None] | None:
        """Take a decision of the review back; None where there is none."""
        return (lambda: self.review.step("undo")) if self._next("undo") else None

    @property
    def redo(self) -> Callable[[], None] | None:
        """Take a decision of the review again; None where there is none."""
        return (lambda: self.review.step("redo")) if self._next("redo") else None

    def _next(self, which: str) -> Callable[[], str] | None:
        if self.shown != _REVIEW or not self.review.next_step(which):
            return None
        return lambda: self.review.next_step(which)

    def may_leave(self) -> bool:
        """Keep the decisions of the review; nothing is lost."""
        self.review.save()
        return True

    def state(self) -> Mapping[str, Any]:
        """Return what is shown, and which files lie on the desk."""
        self.review.save()
        database = self.context.workspace.database if self.context.workspace else None
        return {
            "view": self.shown, "from": self._from, "register": self.home.list.state(),
            "triage": self.triage.state(), "review": self.review.state(),
            "store": str(database.path) if database else "",
            "files": [str(path) for path in self.desk.files],
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Show the same again; files are looked at anew, unless they lie there still."""
        for view, name in ((self.home.list, "register"), (self.triage, "triage")):
            found = state.get(name)
            if isinstance(found, Mapping):
                view.restore(found)
        if str(state.get("store") or "") != str(self.context.store.database.path):
            return
        files = state.get("files")
        if isinstance(files, list):
            self._remembered = tuple(Path(str(file)) for file in files)
        self._from = _TRIAGE if state.get("from") == _TRIAGE else _REGISTER
        review = state.get("review")
        if isinstance(review, Mapping) and state.get("view") == _REVIEW:
            self.review.restore(review)
        wanted = str(state.get("view") or _REGISTER)
        self._show(wanted if wanted in self.views else _REGISTER)


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
