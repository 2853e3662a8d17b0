"""The merge review: every difference of a return as issued, ours and as returned.

Nothing is written before *Apply*. Decisions are kept as they are taken, so that the review can be
left and continued at any time, by the next run of the program too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QSplitter

from inventory_app.domain.reviews import Decision, FieldPlace
from inventory_app.errors import UserError
from inventory_app.gui.context import Context
from inventory_app.gui.dialogs.query import QueryDialog
from inventory_app.gui.kit.widgets import Banner, ScrollPage
from inventory_app.gui.models.review import Review, ReviewWork, Scope
from inventory_app.gui.models.triage import Desk
from inventory_app.gui.views.review_field import SIDES
from inventory_app.gui.views.review_head import ReviewHead
from inventory_app.gui.views.review_keys import Command, KeyLegend, command_of
from inventory_app.gui.views.review_list import RecordList
from inventory_app.gui.views.review_loading import ReviewItem, choices_of, load
from inventory_app.gui.views.review_many import fill_menu
from inventory_app.gui.views.review_progress import ReviewProgress
from inventory_app.gui.views.review_record import RecordPanel
from inventory_app.gui.wording import apart

_SAVED_AFTER = 300  # milliseconds after a decision
_NARROW, _LOW, _FIELDS = 700, 560, 280


class ReviewView(ScrollPage):
    """Records at one side, the fields of one at the other; keys for all of it."""

    left = Signal()  # back to where the review was opened from

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__()
        self.context, self.desk = context, desk
        self.review: Review | None = None
        self.items: tuple[ReviewItem, ...] = ()
        self.at = 0
        self.place: FieldPlace | None = None
        self._names: dict[str, str] = {}
        self._unsaved = False
        self._save_later = QTimer(self)
        self._save_later.setSingleShot(True)
        self._save_later.setInterval(_SAVED_AFTER)
        self._save_later.timeout.connect(self.save)
        box = self.column
        box.setContentsMargins(28, 22, 28, 14)
        box.setSpacing(10)
        self.head = ReviewHead(context)
        box.addWidget(self.head)
        self.banner = Banner(context)
        box.addWidget(self.banner)
        self.progress = ReviewProgress(context, self.head.files)
        box.addWidget(self.progress)
        self.list = RecordList(context)
        self.record = RecordPanel(context)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(14)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self.record)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([250, 740])
        policies = QSizePolicy.Policy
        self.splitter.setSizePolicy(policies.Expanding, policies.Ignored)
        self.splitter.setMinimumHeight(context.theme.px(_FIELDS))
        box.addWidget(self.splitter, 1)
        self.legend = KeyLegend(context.theme, context.words)
        box.addWidget(self.legend)
        self._connect()

    def _connect(self) -> None:
        self.head.back.connect(self.leave)
        self.head.later.connect(self.save_for_later)
        self.head.apply.connect(self.apply)
        self.head.step.connect(lambda by: self.show_item(self.at + by))
        self.head.menu_wanted.connect(self._fill_menu)
        self.list.record_chosen.connect(self._record_chosen)
        self.list.tree.commanded.connect(self.do)
        self.list.shown_changed.connect(self._shown_changed)
        self.record.entered.connect(self._entered)
        self.record.query_wanted.connect(self.ask)

    # -- opening -------------------------------------------------------------------------------

    def show_names(self, names: Mapping[str, str]) -> None:
        """Know the entities by their names."""
        self._names = dict(names)
        self._show_head()

    def open(self, items: Sequence[ReviewItem], at: int = 0) -> None:
        """Go through files, one after the other."""
        self.items = tuple(items)
        self.show_item(at)

    def show_item(self, at: int) -> None:
        """Show one of the files; what was decided in the one before is kept."""
        if not 0 <= at < len(self.items):
            return
        self.save()
        self.at, self.place = at, None
        self.reload()

    def reload(self) -> None:
        """Read the file and the store anew; decisions stay."""
        if not self.items:
            return
        self.save()
        store, item = self.context.store, self.items[self.at]
        self.context.read("review", lambda: load(store, item), self._show)

    def _show(self, work: ReviewWork | UserError) -> None:
        if isinstance(work, UserError):
            _ = self.context.words
            self.review = None
            self.list.show_review(None)
            self._show_record()
            self.banner.show_text(_.error(work), "bad")
            self._show_head()
            return
        self._warn_of_others(work)
        if self.review is not None:
            self.review.deleteLater()
        self.review = Review(work, self)
        self.review.decided.connect(self._decided)
        self.list.show_review(self.review)
        wanted = self.place if self.place in self.list.places else self.list.first()
        self.place = wanted
        self._show_record(wanted)
        self._show_head()
        self.record.show_current(self.place, focus=self.isVisible())

    def _warn_of_others(self, work: ReviewWork) -> None:
        """Say that conflicts with another file show only once that one is merged."""
        self.banner.hide()
        plan, _ = work.plan, self.context.words
        line = self.desk.line_of(plan.sha256)
        conflicts = sum(each.conflict for each in plan.fields())
        if work.kept or line is None or conflicts >= line.file.conflicts:
            return
        others = [
            each.file.path.name
            for each in self.desk.lines
            if each.waits and each.file.entity == plan.entity and each is not line
        ]
        if others:
            self.banner.show_text(
                _("Another file of this entity waits: {file}. What the two disagree on shows here "
                  "once that one is merged.", file=apart(others[0], _)),
                "info",
            )  # fmt: skip

    def _show_record(self, place: FieldPlace | None = None) -> None:
        shown = None
        if place is not None:
            shown = self.list.row_of(place.sheet, place.uid)
        elif self.review is not None:
            shown = next(iter(self.list.rows()), None)
        self.list.mark(shown)
        review = self.review
        choices = None
        if review is not None:
            choices = partial(choices_of, self.context.store, review.plan)
        self.record.show_record(review, shown, self.list.places, choices)
        self.record.show_current(place, focus=False)

    def _show_head(self) -> None:
        item = self.items[self.at] if self.items else None
        self.head.show_review(self.review, item, self._names, (self.at, len(self.items)))
        self.progress.show_review(self.review)

    # -- moving --------------------------------------------------------------------------------

    def go(self, place: FieldPlace | None) -> None:
        """Go to a field, wherever it is."""
        if place is None:
            return
        here = self.record.row
        self.place = place
        if here is None or (here.sheet, here.uid) != (place.sheet, place.uid):
            self._show_record(place)
        self.record.show_current(place, focus=True)

    def step_by(self, by: int, *, records: bool) -> None:
        """Go to the next field or record (*by* 1) or to the one before (-1); stay at the ends."""
        places = self.list.ordered()
        if not places:
            return
        if self.place not in places:
            self.go(places[0])
            return
        at = places.index(self.place)
        if not records:
            self.go(places[max(0, min(len(places) - 1, at + by))])
            return
        firsts = [p for n, p in enumerate(places) if not n or places[n - 1][:2] != p[:2]]
        here = next(n for n, p in enumerate(firsts) if p[:2] == self.place[:2])
        self.go(firsts[max(0, min(len(firsts) - 1, here + by))])

    def _entered(self, place: FieldPlace) -> None:
        if place != self.place:
            self.place = place
            self.record.show_current(place, focus=False)

    def _record_chosen(self, sheet: str, uid: str) -> None:
        row = self.list.row_of(sheet, uid)
        if row is None:
            return
        fields = [each.place for each in row.fields if each.place in self.list.places]
        self.place = fields[0] if fields else None
        self.record.show_record(
            self.review, row, self.list.places,
            partial(choices_of, self.context.store, self.review.plan) if self.review else None,
        )  # fmt: skip
        self.record.show_current(self.place, focus=False)

    def _shown_changed(self) -> None:
        if self.review is None:
            return
        if self.place not in self.list.places:
            self.place = self.list.first()
        self._show_record(self.place)
        self.record.show_current(self.place, focus=True)

    # -- keys ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key asks for; Escape leaves an own answer that is being typed."""
        command = command_of(event)
        if command is not None and self.review is not None:
            self.do(command)
            return
        current = self.record.rows.get(self.place) if self.place else None
        if event.key() == Qt.Key.Key_Escape and current is not None:
            current.focus_choice()
            return
        super().keyPressEvent(event)

    def do(self, command: Command) -> None:
        """Do what a key stands for."""
        match command:
            case "next" | "previous":
                self.step_by(1 if command == "next" else -1, records=False)
                return
            case "next-record" | "previous-record":
                self.step_by(1 if command == "next-record" else -1, records=True)
                return
        current = self.record.rows.get(self.place) if self.place else None
        if current is None or self.place is None or self.review is None:
            return
        match command:
            case "issued" | "ours" | "theirs":
                current.choose(command)
                current.focus_choice()
            case "own":
                current.begin_own()
            case "query":
                self.ask(self.place)
            case "undo":
                place = self.place
                scope = Scope(sheet=place.sheet, uid=place.uid, field=place.field)
                self.review.undecide(scope)
                current.focus_choice()

    # -- deciding ------------------------------------------------------------------------------

    def _decided(self, _places: object) -> None:
        self.record.refresh()
        self.list.refresh()
        self._show_head()
        self._unsaved = True
        self._save_later.start()

    def ask(self, place: FieldPlace) -> None:
        """Ask for a question to the entity about a field."""
        current, review = self.record.rows.get(place), self.review
        if current is None or review is None:
            return
        _ = self.context.words
        before = review.decisions.get(place)
        dialog = QueryDialog(
            self, self.context, about=current.about,
            entity=self._names.get(review.plan.entity, review.plan.entity),
            answers=tuple((_(text), current.text(side)) for side, text in SIDES.items()),
            question=before.question if before is not None else "",
        )  # fmt: skip
        if self.context.dialogs.run(dialog):
            scope = Scope(sheet=place.sheet, uid=place.uid, field=place.field)
            review.decide(Decision(choice="query", question=dialog.question), scope)
        current.refresh()
        current.focus_choice()

    def _fill_menu(self, menu: QMenu) -> None:
        if self.review is not None:
            row = self.record.row
            sheet, uid = (row.sheet, row.uid) if row is not None else ("", "")
            fill_menu(menu, self, self.context, self.review, sheet, uid)

    def next_step(self, which: str) -> str:
        """Return what undo or redo would do here, in words."""
        return self.review.next_step(which, self.context.words) if self.review else ""

    def step(self, which: str) -> None:
        """Take the last decision back, or take it again."""
        if self.review is not None:
            self.review.step(which)

    # -- saving and applying -------------------------------------------------------------------

    def save(self) -> None:
        """Keep the decisions now, unless they are kept already."""
        review, task = self.review, self.context.tasks.current
        if review is None or not self._unsaved:
            return
        if task is not None and task.changes_data:
            self._save_later.start()  # the store is being written to
            return
        self._save_later.stop()
        self._unsaved = False
        self.context.store.reviews.save(review.plan.sha256, review.decisions)

    def save_for_later(self) -> None:
        """Keep the decisions and go back."""
        review, _ = self.review, self.context.words
        if review is not None:
            total = len(review.conflicts)
            self.context.say(
                _("Saved for later: {n} of {m} decided.", n=_.number(total - review.undecided),
                  m=_.number(total))
            )  # fmt: skip
        self.leave()

    def leave(self) -> None:
        """Go back; what was decided is kept."""
        self.save()
        self.left.emit()

    def apply(self) -> None:
        """Merge the file, or close its open conflicts, as decided."""
        review = self.review
        if review is None:
            return
        item, sha = self.items[self.at], review.plan.sha256
        decisions = dict(review.decisions)
        self.save()
        if item.path is None:
            if decisions:
                self.desk.decide(item.round, sha, decisions)
            return
        line = self.desk.line_of(sha)
        if line is not None:
            self.desk.apply([line], {sha: decisions})

    def applied(self) -> None:
        """Go on with the next file once one was merged, back after the last one."""
        if not self.items:
            return
        self._save_later.stop()
        self._unsaved = False
        self.review = None
        rest = self.items[: self.at] + self.items[self.at + 1 :]
        if not rest:
            self.items = ()
            self.left.emit()
            return
        self.items = rest
        self.at, self.place = min(self.at, len(rest) - 1), None
        self.reload()

    # -- size and state ------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the fields all the room where there is little of it."""
        super().resizeEvent(event)
        px = self.context.theme.px
        self.list.setVisible(self.width() >= px(_NARROW))
        self.progress.note.setVisible(self.width() >= px(_NARROW))
        self.legend.setVisible(self.height() >= px(_LOW))

    def state(self) -> Mapping[str, Any]:
        """Return which file and field are looked at."""
        return {
            "items": [
                {"sha": each.sha256, "path": str(each.path or ""), "round": each.round}
                for each in self.items
            ],
            "at": self.at, "place": list(self.place) if self.place else None,
            "shown": self.list.shown, "sizes": self.splitter.sizes(),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Look at the same file and field again."""
        found = state.get("items")
        items = [
            ReviewItem(
                sha256=str(each.get("sha") or ""), round=str(each.get("round") or ""),
                path=Path(str(each["path"])) if each.get("path") else None,
            )
            for each in (found if isinstance(found, list) else [])
            if isinstance(each, dict)
        ]  # fmt: skip
        self.list.choice.setCurrentIndex(max(self.list.choice.findData(state.get("shown")), 0))
        sizes = state.get("sizes")
        if isinstance(sizes, list) and len(sizes) == 2 and all(sizes):
            self.splitter.setSizes([int(size) for size in sizes])
        if items:
            at = state.get("at")
            self.open(items, at if isinstance(at, int) and 0 <= at < len(items) else 0)
            place = state.get("place")
            if isinstance(place, list | tuple) and len(place) == 3:
                self.place = FieldPlace(*map(str, place))
