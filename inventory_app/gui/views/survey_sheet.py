"""One sheet of a survey workbook: what is declared, the records, and the form of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QListView,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inventory_app.domain.finding_texts import worded
from inventory_app.domain.findings import Strength
from inventory_app.gui.dialogs.survey_retire import RetireDialog
from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.two_lines import TwoLineDelegate
from inventory_app.gui.kit.widgets import (
    Banner,
    Card,
    ElidedLabel,
    EmptyState,
    Tone,
    button,
    column,
    label,
    pill,
    row,
    search_box,
    set_pill,
    tool,
)
from inventory_app.gui.models.survey_lists import STANDINGS, UID, SurveyRecordsModel
from inventory_app.gui.models.survey_paste import paste_rows
from inventory_app.gui.models.survey_session import Standing, copied, standing
from inventory_app.gui.views.survey_form import SurveyForm
from inventory_app.gui.views.survey_step import SurveyStep
from inventory_app.services.survey_files import RETIRED_ON
from inventory_app.texts import N_

if TYPE_CHECKING:
    from datetime import date

    from inventory_app.domain.merging import Answer
    from inventory_app.domain.survey_files import SurveyRow
    from inventory_app.gui.context import Context
    from inventory_app.gui.models.survey_session import SurveySession

_LIST, _NARROW = 300, 640
_TONES: dict[Standing, Tone] = {
    "known": "info", "changed": "good", "new": "good", "retired": "warn",
}  # fmt: skip
_LEVELS: dict[Strength, Tone] = {
    Strength.BLOCKS: "bad", Strength.COMMENT: "warn", Strength.NOTICE: "info",
}  # fmt: skip


class SheetStep(SurveyStep):
    """The list of records beside the form; under it where there is no room beside."""

    def __init__(self, context: Context, session: SurveySession, name: str) -> None:
        super().__init__(context, session)
        self.name = name
        self.definition = session.sheet(name)
        self.place = session.places[name]
        self.form: SurveyForm | None = None
        self.head = _Head(self)
        self.absent = Banner(context, closable=False)
        self.said = Banner(context)
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(12)
        self.splitter.addWidget(self._list())
        self.splitter.addWidget(self._detail())
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([context.theme.px(_LIST), 3000])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self.head)
        box.addWidget(self.absent)
        box.addWidget(self.said)
        box.addWidget(self.splitter, 1)
        for keys, move in (("Alt+Down", 1), ("Alt+Up", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda move=move: self.go_on(move))

    # -- parts ---------------------------------------------------------------------------------

    def _list(self) -> QWidget:
        context, _ = self.context, self.context.words
        card = Card(margin=12)
        self.search = search_box(context, _("Search in this list"))
        self.search.setText(self.place.search)
        self.search.textChanged.connect(self._search)
        self.only_open = button(context, _("To complete"), kind="chip")
        self.only_open.setChecked(self.place.only_open)
        self.only_open.toggled.connect(self._show_only_open)
        self.model = SurveyRecordsModel(context, self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(TwoLineDelegate(context, self.list))
        self.list.setAccessibleName(_("Records of “{sheet}”",
                                      sheet=self.definition.label(context.language)))  # fmt: skip
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.selectionModel().currentChanged.connect(self._chosen)
        self.list.activated.connect(lambda _index: self.focus_form())
        self.count = label("", "caption")
        self.add = button(context, _("Add record"), self.add_record, icon="plus")
        card.body.addLayout(column(self.search, row(self.only_open, 1, self.count), spacing=8))
        card.body.addWidget(self.list, 1)
        card.body.addWidget(self.add)
        card.setMinimumWidth(context.theme.px(190))
        return card

    def _detail(self) -> QWidget:
        context, _ = self.context, self.context.words
        self.title = ElidedLabel("", "card-title")
        self.mark, self.trouble = pill("", "info"), pill("", "bad")
        self.position = label("", "caption")
        self.back = tool(context, "chevron-up", _("Previous record"), lambda: self.go_on(-1))
        self.next = tool(context, "chevron-down", _("Next record"), lambda: self.go_on(1))
        self.duplicate = tool(context, "copy", _("Duplicate this record"), self.duplicate_record)
        self.retire = tool(context, "archive", _("Retire this record…"), self.retire_records)
        self.remove = tool(context, "trash-2", _("Remove this record"), self.remove_record)
        tools = row(self.position, self.back, self.next, self.duplicate, self.retire, self.remove,
                    spacing=2)  # fmt: skip
        head = row(self.title, tools)
        head.setStretch(0, 1)
        self.pills = QWidget()
        self.pills.setLayout(row(self.mark, self.trouble, 1))
        self.filled = QWidget()
        self.holder = QVBoxLayout()
        self.holder.setContentsMargins(0, 0, 0, 0)
        inside = column(head, self.pills, spacing=6)
        inside.addLayout(self.holder, 1)
        self.filled.setLayout(inside)
        self.nothing = self._nothing_shown()
        self.detail = QStackedWidget()
        self.detail.addWidget(self.filled)
        self.detail.addWidget(self.nothing)
        return self.detail

    def _nothing_shown(self) -> QWidget:
        context, _ = self.context, self.context.words
        self.first = button(context, _("Add record"), self.add_record, kind="primary", icon="plus")
        self.none = button(context, _("Nothing to report"), self._declare_nothing, icon="check")
        return EmptyState(
            context, "inbox", _("No records here"),
            _("Add the first one. If the entity has nothing of this kind, say so: an empty sheet "
              "could also mean that nobody has looked."),
            self.first, self.none,
        )  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the form under the list where there is no room beside it."""
        super().resizeEvent(event)
        narrow = self.width() < self.context.theme.px(_NARROW)
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self.splitter.orientation() != wanted:
            self.splitter.setOrientation(wanted)
            px = self.context.theme.px
            self.splitter.setSizes([px(170), 3000] if narrow else [px(_LIST), 3000])

    # -- showing -------------------------------------------------------------------------------

    def show_all(self) -> None:
        """Show declarations, list and the chosen record."""
        self._make_form()
        self.show_lists()
        self.show_record()

    def show_checked(self) -> None:
        """Show what the last check found."""
        self.show_lists()
        if self.form is not None and self.place.uid:
            self.form.show_only_findings(self._findings())
            self._show_title()

    def show_lists(self) -> None:
        """Show declarations, what is absent, and the list."""
        self.head.show_sheet()
        self._show_absent()
        model = self.list.selectionModel()
        model.blockSignals(True)
        self.model.show_sheet(self.context, self.session, self.name)
        uids = [line.uid for line in self.model.lines]
        if self.place.uid not in {each.uid for each in self._rows()}:
            self.place.uid = uids[0] if uids else ""
        self._mark_current()
        model.blockSignals(False)
        self.list.viewport().update()
        _ = self.context.words
        self.count.setText(_("{part} of {whole}", part=_.number(len(uids)),
                             whole=_.number(len(self._rows()))))  # fmt: skip
        self.none.setVisible(not self._rows() and not self.head.nothing.isChecked())

    def _show_absent(self) -> None:
        absent = self.session.survey.sheet(self.name).absent
        self.absent.setVisible(bool(absent))
        if absent:
            _ = self.context.words
            text = _.plural(
                "{n} record that was sent is not in the file any more. It is not deleted at "
                "headquarters; restore it here, and retire it if it exists no longer.",
                "{n} records that were sent are not in the file any more. They are not deleted at "
                "headquarters; restore them here, and retire those that exist no longer.",
                len(absent),
            )
            restore = button(self.context, _("Restore"), self.restore_records, icon="undo-2")
            self.absent.show_text(text, "warn", restore)

    def show_record(self) -> None:
        """Show the chosen record in the form."""
        shown = self._row()
        self.detail.setCurrentWidget(self.filled if shown is not None else self.nothing)
        if shown is None or self.form is None:
            return
        self._show_title()
        self.form.show_row(shown, self._findings())

    def _show_title(self) -> None:
        shown, _ = self._row(), self.context.words
        if shown is None:
            return
        self.title.set_text(self.session.title(self.name, shown) or _("(no name yet)"))
        kind = standing(shown)
        set_pill(self.mark, _(STANDINGS[kind]), _TONES[kind])
        missing = self.session.missing(shown, self.name)
        set_pill(self.trouble, _.plural("{n} answer missing", "{n} answers missing", missing),
                 "bad")  # fmt: skip
        self.trouble.setVisible(bool(missing))
        at, of = self.model.row_of(shown.uid) + 1, self.model.rowCount()
        self.position.setText(_("{part} of {whole}", part=_.number(at), whole=_.number(of))
                              if at else "")  # fmt: skip
        self.back.setEnabled(at > 1)
        self.next.setEnabled(at < of)
        self.remove.setVisible(shown.issued is None)
        self.retire.setVisible(RETIRED_ON in shown.cells)

    def _make_form(self) -> None:
        """Make the form, or make it anew where its lists of records have changed."""
        if self.form is not None and not self.form.is_stale:
            return
        if self.form is not None:
            self.holder.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = SurveyForm(self.context, self.session, self.name)
        self.form.edited.connect(self._edited)
        self.form.typed.connect(self._typed)
        self.holder.addWidget(self.form)

    def _rows(self) -> tuple[SurveyRow, ...]:
        return self.session.survey.sheet(self.name).rows

    def _row(self) -> SurveyRow | None:
        return next((each for each in self._rows() if each.uid == self.place.uid), None)

    def _findings(self) -> list[object]:
        return list(self.session.by_record.get((self.name, self.place.uid), ()))
