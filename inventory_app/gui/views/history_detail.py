"""What one change did: who and when, every record and field, before and after; taking it back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inventory_app.domain.histories import ChangedRows, HistoryEntry, UndoPlan
from inventory_app.gui.context import Context
from inventory_app.gui.dialogs.undo_plan import UndoPlanDialog, rows_view
from inventory_app.gui.kit.widgets import Card, button, label, pill, row, set_pill
from inventory_app.gui.models.changed_rows import ChangedRowsModel
from inventory_app.gui.targets import RecordTarget
from inventory_app.gui.wording import ORIGINS, apart, change_text, moment, origin_text

_PART = 200  # rows read at a time


class ChangeDetail(Card):
    """The panel beside the list of changes."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        _ = context.words
        self._entry: HistoryEntry | None = None
        self._total = 0
        self.what = label("", "card-title", wrap=True)
        self.how = pill("", "info")
        self.when = label("", "muted", wrap=True)
        self.note = label("", "warn", wrap=True)
        self.model = ChangedRowsModel(_, (_("Field"), _("Before"), _("After")), self)
        self.rows = rows_view(context, self.model, _("What was changed"))
        self.rows.activated.connect(self._open)
        self.rows.selectionModel().currentChanged.connect(lambda *_a: self._show_buttons())
        self.more = button(context, "", self._read_more, kind="flat")
        self.open = button(context, _("Open record"), lambda: self._open(self.rows.currentIndex()),
                           icon="arrow-right")  # fmt: skip
        self.undo_button = button(context, _("Undo…"), self.preview, kind="primary",
                                  icon="undo-2")  # fmt: skip
        self.inner = QWidget()
        box = QVBoxLayout(self.inner)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.what)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.how)
        line.addWidget(self.when, 1)
        box.addLayout(line)
        box.addWidget(self.note)
        box.addWidget(self.rows, 1)
        box.addWidget(self.more)
        box.addLayout(row(self.open, 1, self.undo_button))
        self.body.addWidget(self.inner)
        self.show_entry(None)

    def show_entry(self, entry: HistoryEntry | None) -> None:
        """Show a change, or nothing."""
        self._entry = entry
        self.inner.setVisible(entry is not None)
        if entry is None:
            self._context.tasks.forget("history rows")
            return
        context, _, changes = self._context, self._context.words, entry.changes
        self.what.setText(change_text(changes, _, context.store.catalogue))
        tone = ORIGINS.get(changes.origin, ("", "info"))[1]
        set_pill(self.how, origin_text(changes.origin, _), tone)
        self.when.setText(
            _("{who}, {when}. Change {n}.", who=apart(changes.who, _), when=moment(changes.at, _),
              n=_.number(changes.number))
        )  # fmt: skip
        self.note.setVisible(not entry.stands)
        if entry.undone_by is not None:
            self.note.setText(_("Taken back by change {n}.", n=_.number(entry.undone_by)))
        store, number = context.store, changes.number
        context.read(
            "history rows", partial(store.history.rows, number, limit=_PART),
            partial(self._show_rows, number),
        )  # fmt: skip
        self._show_buttons()

    def _show_rows(self, number: int, found: ChangedRows) -> None:
        if self._entry is None or self._entry.changes.number != number:
            return
        self._total = found.total
        self.model.show_rows(found.rows, self._context.store.catalogue)
        self._show_more()

    def _read_more(self) -> None:
        if self._entry is None:
            return
        store, number = self._context.store, self._entry.changes.number
        work = partial(store.history.rows, number, offset=self.model.rowCount(), limit=_PART)
        self._context.read("history rows", work, partial(self._add_rows, number))

    def _add_rows(self, number: int, found: ChangedRows) -> None:
        if self._entry is not None and self._entry.changes.number == number:
            self.model.add_rows(found.rows)
            self._show_more()

    def _show_more(self) -> None:
        _ = self._context.words
        shown = self.model.rowCount()
        self.more.setVisible(shown < self._total)
        self.more.setText(
            _("{shown} of {total} shown. Show more", shown=_.number(shown),
              total=_.number(self._total))
        )  # fmt: skip

    def _show_buttons(self) -> None:
        _ = self._context.words
        chosen = self.model.row_at(self.rows.currentIndex())
        self.open.setEnabled(chosen is not None and bool(chosen.sheet))
        if self._entry is not None:
            again = self._entry.changes.undoes is not None
            self.undo_button.setText(_("Redo…") if again else _("Undo…"))
            self.undo_button.setEnabled(self._entry.stands)

    def _open(self, index: QModelIndex) -> None:
        chosen = self.model.row_at(index)
        if chosen is None or not chosen.sheet:
            return
        field = ""
        if index.internalId():
            field = chosen.fields[index.row()].name
        self._context.go(
            "inventory",
            RecordTarget(sheet=chosen.sheet, uid=chosen.uid, round=chosen.round, field=field),
        )

    # -- taking back ---------------------------------------------------------------------------

    def preview(self) -> None:
        """Work out what taking the change back would do, then show it."""
        if self._entry is None:
            return
        store, number = self._context.store, self._entry.changes.number
        self._context.read("undo plan", partial(store.history.undo_plan, number), self._decide)

    def _decide(self, plan: UndoPlan) -> None:
        context, _ = self._context, self._context.words
        if not context.dialogs.run(UndoPlanDialog(self, context, plan)):
            return
        what = change_text(plan.changes, _, context.store.catalogue)
        again = plan.changes.undoes is not None
        store = context.store
        context.tasks.run(
            _("Redoing") if again else _("Undoing"),
            lambda _progress: store.history.undo(plan.number),
            then=lambda _done: context.say(
                _("Done again: {what}", what=what) if again else _("Undone: {what}", what=what)
            ),
            changes_data=True,
        )
