"""One sheet of a survey workbook: what is declared of it, its records, and one of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QCheckBox, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inventory_app.domain.finding_texts import worded
from inventory_app.domain.findings import Strength
from inventory_app.gui.dialogs.survey_retire import RetireDialog
from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.widgets import Banner, Card, EmptyState, Tone, button, column, label
from inventory_app.gui.models.survey_paste import paste_rows
from inventory_app.gui.models.survey_session import copied
from inventory_app.gui.views.survey_detail import RecordDetail
from inventory_app.gui.views.survey_records import RecordList
from inventory_app.gui.views.survey_step import SurveyStep
from inventory_app.services.survey_files import RETIRED_ON
from inventory_app.texts import N_

if TYPE_CHECKING:
    from inventory_app.domain.merging import Answer
    from inventory_app.domain.survey_files import SurveyRow
    from inventory_app.gui.context import Context
    from inventory_app.gui.models.survey_session import SurveySession

_LIST, _NARROW = 300, 620
_TONES: dict[Strength, Tone] = {
    Strength.BLOCKS: "bad", Strength.COMMENT: "warn", Strength.NOTICE: "info",
}  # fmt: skip


class SheetStep(SurveyStep):
    """The list of records beside the form, or one of them where there is no room for both."""

    def __init__(self, context: Context, session: SurveySession, name: str) -> None:
        super().__init__(context, session)
        self.name = name
        self.definition = session.sheet(name)
        self.place = session.places[name]
        self.absent = Banner(context, closable=False)
        self.remark = Banner(context, closable=False)
        self.detail = RecordDetail(context, session, name)
        self.records = RecordList(context, session, name)
        self.records.chosen.connect(self.choose)
        self.records.entered.connect(self._enter)
        self.detail.list_wanted.connect(self.show_list)
        self.records.add_wanted.connect(self.add_record)
        self.detail.edited.connect(self._edited)
        self.detail.typed.connect(self._typed)
        self.detail.moved.connect(self.go_on)
        self.detail.duplicate_wanted.connect(self.duplicate_record)
        self.detail.retire_wanted.connect(self.retire_records)
        self.detail.remove_wanted.connect(self.remove_record)
        self._narrow = False
        self.either = QStackedWidget()
        self.splitter = QSplitter()
        self._arrange()
        for keys, move in (("Alt+PgDown", 1), ("Alt+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda move=move: self.go_on(move))

    # -- the parts -----------------------------------------------------------------------------

    def _arrange(self) -> None:
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(12)
        self.splitter.addWidget(self.records)
        self.card = Card(margin=14)
        self.card.body.addWidget(self.detail)
        self.splitter.addWidget(self.card)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([self.context.theme.px(_LIST), 3000])
        self.either.addWidget(self.splitter)
        self.either.addWidget(self._empty_sheet())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        self.head = self._head()
        box.addWidget(self.head)
        box.addWidget(self.absent)
        box.addWidget(self.remark)
        box.addWidget(self.either, 1)

    def _head(self) -> QWidget:
        _, language = self.context.words, self.context.language
        made = QWidget()
        title = label(self.definition.label(language), "card-title")
        said = label(self.definition.help.get(language, ""), "muted", wrap=True)
        self.nothing = QCheckBox(_("Nothing to report"))
        self.nothing.setToolTip(_("The entity has nothing of this kind."))
        self.unchanged = QCheckBox(_("Everything is unchanged since last time"))
        self.unchanged.setToolTip(_("Every record below is still right as it stands."))
        self.nothing.clicked.connect(self._declare_nothing)
        self.unchanged.clicked.connect(self._declare_unchanged)
        declared = FlowLayout([self.nothing, self.unchanged], spacing=18)
        made.setLayout(column(title, said, declared, spacing=4))
        return made

    def _empty_sheet(self) -> QWidget:
        context, _ = self.context, self.context.words
        self.first = button(context, _("Add record"), self.add_record, kind="primary", icon="plus")
        self.none = button(context, _("Nothing to report"), lambda: self._declare_nothing(True),
                           icon="check")  # fmt: skip
        self.empty = EmptyState(context, "inbox", "", "", self.first, self.none)
        card = Card()
        card.body.addWidget(self.empty)
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show either the list or the form where there is no room for both."""
        super().resizeEvent(event)
        narrow = self.width() < self.context.theme.px(_NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._share_room()

    def show_list(self) -> None:
        """Show the list where there is only room for the list or the form."""
        self.place.in_form = False
        self._share_room()
        self.records.list.setFocus()

    def _share_room(self) -> None:
        in_form = self.place.in_form or not self._narrow
        self.card.setVisible(in_form)
        self.records.setVisible(not self._narrow or not in_form)
        self.head.setVisible(not self._narrow or not in_form)
        self.detail.to_list.setVisible(self._narrow)

    def _enter(self) -> None:
        """Begin to type in the chosen record."""
        self.place.in_form = True
        self._share_room()
        self.detail.focus_field("")

    # -- showing -------------------------------------------------------------------------------

    def show_all(self) -> None:
        """Show declarations, list and the chosen record."""
        self._show_around()
        shown = self.row()
        if shown is not None:
            self.detail.show_row(shown, self.records.position())

    def show_checked(self) -> None:
        """Show what the last check found; what is being typed stays."""
        self._show_around()
        shown = self.row()
        if shown is not None:
            self.detail.show_checked(shown, self.records.position())

    def row(self) -> SurveyRow | None:
        """Return the chosen row."""
        rows = self.session.survey.sheet(self.name).rows
        return next((each for each in rows if each.uid == self.place.uid), None)

    def _show_around(self) -> None:
        _ = self.context.words
        sheet = self.session.survey.sheet(self.name)
        nothing = sheet.declaration.nothing
        self.nothing.setChecked(nothing)
        self.unchanged.setChecked(sheet.declaration.unchanged)
        self.unchanged.setVisible(
            sheet.declaration.unchanged or any(row.issued is not None for row in sheet.rows)
        )
        self.records.show_rows()
        self.either.setCurrentIndex(0 if sheet.rows else 1)
        self.empty.title.setText(_("Nothing to report") if nothing else _("No records here yet"))
        self.empty.text.setText(
            _("You have said that the entity has nothing of this kind. There is nothing more to "
              "do here.")
            if nothing
            else _("Add the first one. If the entity has nothing of this kind, say so: an empty "
                   "sheet could also mean that nobody has looked.")
        )  # fmt: skip
        self.none.setVisible(not nothing)
        self._show_absent(len(sheet.absent))
        self._show_remark()

    def _show_absent(self, absent: int) -> None:
        self.absent.setVisible(bool(absent))
        if absent:
            _ = self.context.words
            text = _.plural(
                "{n} record that was sent is not in the file any more. Restore it, and retire it "
                "if it exists no longer.",
                "{n} records that were sent are not in the file any more. Restore them, and retire "
                "those that exist no longer.",
                absent,
            )
            restore = button(self.context, _("Restore"), self.restore_records, icon="undo-2")
            self.absent.show_text(text, "warn", restore)

    def _show_remark(self) -> None:
        """Show what is said of the sheet as a whole."""
        order = list(Strength)
        whole = [
            each
            for each in self.session.by_record.get((self.name, ""), ())
            if each.code not in {"R-EMPTY-SHEET", "L-ROW-ABSENT"}
        ]
        whole.sort(key=lambda each: order.index(each.strength))
        self.remark.setVisible(bool(whole))
        if whole:
            words = self.context.words
            lines = [" ".join(worded(each, self.session.catalogue, words)) for each in whole]
            self.remark.show_text("\n".join(lines[:4]), _TONES[whole[0].strength])

    # -- going about ---------------------------------------------------------------------------

    def choose(self, uid: str, field: str = "") -> None:
        """Show a record, with the focus on *field* if one is named."""
        self.commit()
        self.records.mark(uid)
        self.show_all()
        if field:
            self.place.in_form = True
            self._share_room()
            self.detail.focus_field(field)

    def go_on(self, move: int) -> None:
        """Show the record that stands *move* further in the list."""
        self.commit()
        uid = self.records.uid_beside(move)
        if uid:
            self.choose(uid)

    def commit(self) -> None:
        """Take what is being typed."""
        self.detail.commit()

    def start_search(self) -> None:
        """Search in the list."""
        self.records.search.setFocus()
        self.records.search.selectAll()

    # -- changing ------------------------------------------------------------------------------

    def _edited(self, name: str, said: Answer) -> None:
        uid = self.place.uid
        if self.edit(lambda: self.session.answer(self.name, uid, name, said)):
            self.show_all()

    def _typed(self, name: str, text: str) -> None:
        uid = self.place.uid
        if self.edit(lambda: self.session.survey.enter(self.name, uid, name, text)):
            self.show_all()

    def _declare_nothing(self, yes: bool) -> None:
        self.edit(lambda: self.session.survey.nothing_to_report(self.name, yes))
        self.show_all()

    def _declare_unchanged(self, yes: bool) -> None:
        self.edit(lambda: self.session.survey.confirm_unchanged(self.name, yes))
        self.show_all()

    def confirm_records(self) -> None:
        """Declare that everything is unchanged."""
        self._declare_unchanged(True)

    def add_record(self) -> None:
        """Add a record and begin with its first field."""
        self.commit()
        self._add(lambda: self.session.survey.add(self.name))

    def duplicate_record(self) -> None:
        """Add a record like this one, but for its name."""
        self.commit()
        shown, survey = self.row(), self.session.survey
        if shown is None:
            return

        def duplicate() -> str:
            title = self.session.title(self.name, shown) or shown.uid
            with survey.step(N_("Duplicate “{title}”"), title=title):
                return survey.add(self.name, copied(self.definition, shown))

        self._add(duplicate)

    def _add(self, work: object) -> None:
        made: list[str] = []
        if callable(work) and self.edit(lambda: made.append(work())):
            self.choose(made[0])
            self._enter()

    def remove_record(self) -> None:
        """Take away a record that was added; undo brings it back."""
        self.commit()
        shown = self.row()
        if shown is None:
            return
        beside = self.records.uid_beside(1) or self.records.uid_beside(-1)
        title = self.session.title(self.name, shown)
        if self.edit(lambda: self.session.survey.remove(self.name, shown.uid)):
            self.place.uid = beside
            self.show_all()
            _ = self.context.words
            self.context.say(_("“{title}” was removed. Undo brings it back.",
                               title=title or _("(no name yet)")), "info")  # fmt: skip

    def retire_records(self) -> None:
        """Ask since when the record exists no longer."""
        self.commit()
        shown = self.row()
        asked = self.definition.fields.get(RETIRED_ON)
        if shown is None or asked is None:
            return
        title = self.session.title(self.name, shown) or shown.uid
        known = shown.values.get(RETIRED_ON)
        day = known if isinstance(known, date) else self.session.survey.facts.as_of
        dialog = RetireDialog(self, self.context, title, asked, day)
        if self.context.dialogs.run(dialog) and dialog.day is not None:
            on = dialog.day
            self.edit(lambda: self.session.survey.retire(self.name, shown.uid, on))
            self.show_all()

    def restore_records(self) -> None:
        """Give all records that were deleted in the file their rows again."""
        survey = self.session.survey
        absent = survey.sheet(self.name).absent

        def restore() -> None:
            with survey.step(N_("Restore deleted records")):
                for uid in absent:
                    survey.restore(self.name, uid)

        if self.edit(restore):
            self.choose(absent[0])

    def paste(self) -> None:
        """Add the records of a block that was copied in a spreadsheet."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            return
        self.commit()
        language = self.context.language
        made: list[str] = []
        if not self.edit(lambda: made.extend(paste_rows(self.session, self.name, text, language))):
            return
        self.show_all()
        _ = self.context.words
        if made:
            self.choose(made[0])
            said = _.plural("{n} record was added. Undo takes it back.",
                            "{n} records were added. Undo takes them back.", len(made))  # fmt: skip
            self.context.say(said)
