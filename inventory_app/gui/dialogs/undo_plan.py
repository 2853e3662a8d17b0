"""What taking back a change would do, before it is done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QListWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from inventory_app.domain.histories import Stay, UndoPlan
from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import Banner, button, label, row
from inventory_app.gui.models.changed_rows import ChangedRowsModel
from inventory_app.gui.wording import apart, change_text, row_kind

_FIELD_SHARE = 0.5
_OPENED = 12  # records whose fields are shown at once


class UndoPlanDialog(QDialog):
    """What comes back, and what stays because it was changed later."""

    def __init__(self, parent: QWidget, context: Context, plan: UndoPlan) -> None:
        super().__init__(parent)
        self._context, self._plan = context, plan
        _ = context.words
        again = plan.changes.undoes is not None
        self.setWindowTitle(_("Redo a change") if again else _("Undo a change"))
        self.resize(context.theme.px(720), context.theme.px(560))
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 18)
        box.setSpacing(12)
        what = change_text(plan.changes, _, context.store.catalogue)
        box.addWidget(label(what, "page-title", wrap=True))
        self.banner = Banner(context, closable=False)
        box.addWidget(self.banner)
        self._add_restored(box)
        self._add_kept(box)
        if plan.refusal is not None or not (plan.restored or plan.kept):
            box.addStretch(1)
        self.undo_button = button(
            context, _("Redo this change") if again else _("Undo this change"), self.accept,
            kind="primary", icon="redo-2" if again else "undo-2",
        )  # fmt: skip
        self.undo_button.setEnabled(plan.refusal is None and plan.restored > 0)
        self.cancel = button(context, _("Cancel"), self.reject)
        box.addLayout(row(1, self.cancel, self.undo_button))
        self._say()
        (self.undo_button if self.undo_button.isEnabled() else self.cancel).setFocus()

    def _say(self) -> None:
        plan, _ = self._plan, self._context.words
        if plan.refusal is not None:
            error = plan.refusal
            text = _("{problem} {suggestion}", problem=_(error.message, **error.params),
                     suggestion=_(error.suggestion, **error.params))  # fmt: skip
            self.banner.show_text(text, "bad")
        elif not plan.restored:
            self.banner.show_text(_("Nothing is left to take back: everything was changed later."),
                                  "warn")  # fmt: skip
        elif plan.kept:
            self.banner.show_text(
                _("Something stays as it is, because it was changed later. It is listed below."),
                "warn",
            )

    def _add_restored(self, box: QVBoxLayout) -> None:
        plan, _ = self._plan, self._context.words
        if not plan.restored or plan.refusal is not None:
            return
        title = _.plural("{n} row comes back", "{n} rows come back", plan.restored)
        box.addWidget(label(title, "card-title"))
        model = ChangedRowsModel(_, (_("Field"), _("Now"), _("Afterwards")), self)
        model.show_rows(plan.restores, self._context.store.catalogue)
        self.restored = rows_view(self._context, model, title)
        box.addWidget(self.restored, 3)
        if plan.restored > len(plan.restores):
            box.addWidget(label(_("The first {n} are listed.", n=_.number(len(plan.restores))),
                                "caption"))  # fmt: skip

    def _add_kept(self, box: QVBoxLayout) -> None:
        plan, _ = self._plan, self._context.words
        if not plan.kept:
            return
        if plan.refusal is None:
            title = _.plural("{n} part stays as it is", "{n} parts stay as they are", plan.kept)
        else:
            title = _.plural("{n} part was changed later", "{n} parts were changed later",
                             plan.kept)  # fmt: skip
        box.addWidget(label(title, "card-title"))
        self.kept = QListWidget()
        self.kept.setAccessibleName(title)
        self.kept.setWordWrap(True)
        self.kept.addItems([self._stay(each) for each in plan.stays])
        box.addWidget(self.kept, 2)

    def _stay(self, stay: Stay) -> str:
        _, language = self._context.words, self._context.language
        catalogue = self._context.store.catalogue
        later = self._plan.later.get(stay.by)
        by = change_text(later, _, catalogue) if later else _("change {n}", n=_.number(stay.by))
        kind = row_kind(stay.row, _, catalogue)
        if not stay.label(language):
            return _("{kind}: {title}. Changed later by: {change}", kind=kind,
                     title=apart(stay.row.title, _), change=by)  # fmt: skip
        return _("{kind}: {title}, {field}. Changed later by: {change}", kind=kind,
                 title=apart(stay.row.title, _), field=stay.label(language), change=by)  # fmt: skip


class RowsView(QTreeView):
    """A tree whose first column, the field, is a little wider than before and after."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the field its share; the others have the rest."""
        super().resizeEvent(event)
        self.header().resizeSection(0, int(self.viewport().width() * _FIELD_SHARE))


def rows_view(context: Context, model: ChangedRowsModel, name: str) -> QTreeView:
    """Return a tree over *model*, with the fields of the first records in sight."""
    view = RowsView()
    view.setModel(model)
    view.setAccessibleName(name)
    view.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
    view.setUniformRowHeights(True)
    view.setIndentation(context.theme.px(16))
    view.setTextElideMode(Qt.TextElideMode.ElideRight)
    head = view.header()
    head.setMinimumSectionSize(context.theme.px(48))  # the usual one is the widest Arabic letter
    head.setStretchLastSection(False)
    head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    head.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    head.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    span_rows(view, model)
    model.modelReset.connect(lambda: span_rows(view, model))
    model.rowsInserted.connect(lambda *_args: span_rows(view, model))
    return view


def span_rows(view: QTreeView, model: ChangedRowsModel) -> None:
    """Let the line of each record run over all columns, and open the first ones."""
    for number in range(model.rowCount()):
        view.setFirstColumnSpanned(number, view.rootIndex(), True)
        if number < _OPENED:
            view.expand(model.index(number, 0))
