"""The desk on which returns lie until they are merged. It outlives the page that shows it.

A page is made anew for another language, look or store change; what was dropped, what became of
it and the task that works on it are kept here, one desk for each open store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from inventory_app.domain.changes import ChangeSet
from inventory_app.domain.merging import Counts
from inventory_app.domain.reviews import DecideResult, Decisions, Group, Triage, TriageFile
from inventory_app.given_files import expanded
from inventory_app.gui.context import Context
from inventory_app.gui.models.triage_words import (
    GROUPS,
    TAKEN_IN,
    Notice,
    decided_notice,
    merged_notice,
    stopped_notice,
)

if TYPE_CHECKING:
    from inventory_app.gui.tasks import Task
    from inventory_app.progress import Progress
    from inventory_app.services.returns import FileResult, MergeResult
    from inventory_app.workspace import Workspace

_REFUSED: Mapping[str, Group] = {
    "unreadable": "unreadable", "wrong-round": "wrong-round",
    "already-merged": "already-merged", "unknown-issue": "unknown-issue",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Line:
    """One file on the desk; `merged` once it was taken in, with what that did."""

    file: TriageFile
    merged: FileResult | None = None

    @property
    def group(self) -> str:
        """Where it belongs, a name in `GROUPS`."""
        return "done" if self.merged is not None else self.file.group

    @property
    def counts(self) -> Counts:
        """What it would bring, or brought."""
        return self.file.counts if self.merged is None else self.merged.counts

    @property
    def waits(self) -> bool:
        """Whether it can still be merged."""
        return self.group in ("ready", "decide")


@dataclass
class Work:
    """What is being done, for the page to show."""

    label: str
    done: int = 0
    total: int = 0
    what: str = ""
    cancel: Callable[[], None] = field(default=lambda: None)


class Desk(QObject):
    """Files that were dropped on the open store, and what is done with them."""

    changed = Signal()
    progressed = Signal()
    noticed = Signal()
    applied = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.lines: tuple[Line, ...] = ()
        self.work: Work | None = None
        self.notice: Notice | None = None
        context.signals.changed.connect(self._store_changed)

    def _store_changed(self, changes: ChangeSet) -> None:
        """Look again at what was merged here once something is taken back."""
        if changes.origin in ("undone", "redone") and self.work is None:
            self.look_again(merged=True)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that still lie there."""
        return tuple(line.file.path for line in self.lines if line.merged is None)

    def group(self, name: str) -> tuple[Line, ...]:
        """Return the files of one group."""
        return tuple(line for line in self.lines if line.group == name)

    def line_of(self, sha256: str) -> Line | None:
        """Return the line of a file, None if it is not on the desk."""
        return next((line for line in self.lines if line.file.sha256 == sha256), None)

    def tell(self, notice: Notice | None) -> None:
        """Keep a result in sight."""
        self.notice = notice
        self.noticed.emit()

    # -- looking at files ----------------------------------------------------------------------

    def take(self, dropped: Sequence[Path]) -> bool:
        """Look at files and folders in the background; return False while something else runs."""
        store, _ = self._context.store, self._context.words

        def work(progress: Progress) -> Triage:
            return store.reviews.triage(expanded(dropped), progress)

        return self._run(_("Looking at returns"), work, self._looked, changes_data=False)

    def look_again(self, entities: Iterable[str] | None = None, *, merged: bool = False) -> None:
        """Look again at what waits, and with *merged* at what was merged, as the store is now."""
        mine = None if entities is None else frozenset(entities)
        waiting = [
            line.file.path
            for line in self.lines
            if (line.waits or (merged and line.group in ("done", "already-merged")))
            and (mine is None or line.file.entity in mine)
        ]
        store = self._context.workspace
        if waiting and store is not None:
            self._context.read("triage", partial(store.reviews.triage, waiting), self._looked)

    def accept(self, line: Line) -> None:
        """Take a workbook in that another store issued: look at it again as if it were ours."""
        store = self._context.store
        store.returns.accept(line.file.sha256)
        again = partial(store.reviews.triage, [line.file.path])
        self._context.read("triage", again, self._looked)

    def _looked(self, triage: Triage) -> None:
        found = {file.path: Line(file=file) for file in triage.files}
        kept = []
        for line in self.lines:
            new = found.pop(line.file.path, line)
            still = line.merged is not None and new.group == "already-merged"
            kept.append(line if still else new)
        order = list(GROUPS)
        lines = [*kept, *found.values()]
        self.lines = tuple(sorted(lines, key=lambda line: order.index(line.group)))
        if triage.cancelled:
            self.tell(stopped_notice(len(triage.files)))
        self.changed.emit()

    def clear(self) -> None:
        """Take everything off the desk; the files themselves stay where they are."""
        self.lines = ()
        self.tell(None)
        self.changed.emit()

    def remove(self, paths: Iterable[Path]) -> None:
        """Take some files off the desk."""
        gone = set(paths)
        self.lines = tuple(line for line in self.lines if line.file.path not in gone)
        self.changed.emit()

    # -- merging -------------------------------------------------------------------------------

    def apply(
        self, lines: Sequence[Line], decisions: Mapping[str, Decisions] | None = None
    ) -> bool:
        """Merge files as they are, or as decided; return False while something else runs."""
        store, _ = self._context.store, self._context.words
        files = [line.file.path for line in lines]

        def work(progress: Progress) -> MergeResult:
            return store.reviews.apply(files, decisions, progress)

        label = _.plural("Merging {n} return", "Merging {n} returns", len(files))
        return self._run(label, work, self._merged, changes_data=True)

    def _merged(self, result: MergeResult) -> None:
        by_path = {each.path: each for each in result.files}
        self.lines = tuple(self._after(line, by_path.get(line.file.path)) for line in self.lines)
        order = list(GROUPS)
        self.lines = tuple(sorted(self.lines, key=lambda line: order.index(line.group)))
        self.tell(merged_notice(result))
        self.changed.emit()
        self.applied.emit()
        self.look_again({each.entity for each in result.files if each.entity})

    def _after(self, line: Line, result: FileResult | None) -> Line:
        if result is None:
            return line
        if result.status in TAKEN_IN:
            return Line(file=line.file, merged=result)
        group = _REFUSED.get(result.status, "unreadable")
        return Line(file=replace(line.file, group=group, reason=result.reason))

    def decide(self, round_code: str, sha256: str, decisions: Decisions) -> bool:
        """Decide conflicts that an earlier merge left open; return False while something runs."""
        store, _ = self._context.store, self._context.words

        def work(_progress: Progress) -> DecideResult:
            result = store.reviews.decide(round_code, {sha256: decisions})
            store.reviews.save(sha256, {place: decisions[place] for place in result.gone})
            return result

        return self._run(_("Deciding conflicts"), work, self._decided, changes_data=True)

    def _decided(self, result: DecideResult) -> None:
        self.tell(decided_notice(result))
        self.applied.emit()

    # -- tasks ---------------------------------------------------------------------------------

    def _run(
        self,
        label: str,
        work: Callable[[Progress], object],
        then: Callable[..., None],
        *,
        changes_data: bool,
    ) -> bool:
        def begun(task: Task) -> None:
            self.work = Work(label=label, cancel=task.cancel)
            task.progressed.connect(self._progress)
            task.finished.connect(self._ended)

        tasks = self._context.tasks
        if tasks.run(label, work, then=then, begun=begun, changes_data=changes_data) is None:
            _ = self._context.words
            text = _("Something else is being done; try again when it has ended.")
            self._context.say(text, "warn")
            return False
        self.progressed.emit()
        return True

    def _progress(self, done: int, total: int, what: str) -> None:
        if self.work is not None:
            self.work.done, self.work.total, self.work.what = done, total, what
            self.progressed.emit()

    def _ended(self) -> None:
        self.work = None
        self.progressed.emit()


_desks: WeakKeyDictionary[Workspace, Desk] = WeakKeyDictionary()


def desk_of(context: Context) -> Desk:
    """Return the desk of the open store."""
    store = context.store
    if store not in _desks:
        _desks[store] = Desk(context)
    return _desks[store]
