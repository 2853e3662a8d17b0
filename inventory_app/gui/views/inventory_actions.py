"""What can be done with the records of a list: every action is one undo step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu

from inventory_app.domain.answer_texts import answer_text
from inventory_app.domain.changes import ChangeSet
from inventory_app.domain.grids import GridQuery
from inventory_app.domain.merging import Answer
from inventory_app.domain.pasting import PasteSpec
from inventory_app.domain.reviews import FieldPlace
from inventory_app.errors import UserError
from inventory_app.gui.dialogs.import_list import ImportListDialog, result_text
from inventory_app.gui.dialogs.paste import PasteDialog, report_text
from inventory_app.gui.dialogs.query import QueryDialog
from inventory_app.gui.dialogs.retire import RetireDialog
from inventory_app.gui.forms.new_record import NewRecordDialog
from inventory_app.gui.models.entity_list import EntityLine

if TYPE_CHECKING:
    from inventory_app.gui.views.inventory import InventoryPage

_AT_ONCE = 60  # records changed in the thread of the window; more are a task with progress


class RecordActions:
    """The actions of the page “inventory”."""

    def __init__(self, page: InventoryPage) -> None:
        self._page = page
        self._context = page.context

    # -- changing ------------------------------------------------------------------------------

    def change(self, uids: tuple[str, ...], answers: Mapping[str, Answer]) -> None:
        """Give records new answers."""
        page, store = self._page, self._context.store
        sheet, round_code = page.sheet, self._context.round
        self._write(
            len(uids), lambda: store.records.change(sheet, round_code, uids, answers),
            self._say_changed,
        )  # fmt: skip

    def confirm(self) -> None:
        """Take the selected records for confirmed as they are."""
        _, page, store = self._context.words, self._page, self._context.store
        uids, sheet, round_code = page.chosen(), page.sheet, self._context.round
        if not uids:
            return

        def said(changes: ChangeSet | None) -> None:
            if changes is None:
                self._context.say(_("Nothing was left to confirm."), "info")
            else:
                n = len(changes.rows)
                self._context.say(_.plural("{n} record confirmed", "{n} records confirmed", n))

        self._write(len(uids), lambda: store.records.confirm(sheet, round_code, uids), said)

    def retire(self) -> None:
        """Ask for a day and retire the selected records."""
        _, page, store = self._context.words, self._page, self._context.store
        uids, sheet, round_code = page.chosen(), page.sheet, self._context.round
        if not uids:
            return
        titles = store.records.titles(sheet, round_code, uids[:20])
        named = [titles.get(uid, uid) for uid in uids[:20]]
        as_of = store.rounds.get(round_code).as_of
        field = store.catalogue[sheet].fields["retired_on"]
        dialog = RetireDialog(page, self._context, field, named, len(uids), as_of)
        if not self._context.dialogs.run(dialog) or dialog.day is None:
            return
        day = dialog.day

        def said(changes: ChangeSet | None) -> None:
            n = len(changes.rows) if changes else 0
            self._context.say(_.plural("{n} record retired", "{n} records retired", n))

        self._write(len(uids), lambda: store.records.retire(sheet, round_code, uids, day), said)

    def ask(self) -> None:
        """Ask for a question about one field of the record that is shown, and open a query."""
        _, page, store = self._context.words, self._page, self._context.store
        one = page.detail.one
        if one is None:
            return
        record, sheet = one.view.record, store.catalogue[page.sheet]
        fields = [
            (f.name, f.label(_.language.code),
             answer_text(f.type, record[f.name], record.states.get(f.name), _))
            for f in sheet.asked
        ]  # fmt: skip
        doubtful = next((each.field for each in one.view.findings if each.field), "")
        dialog = QueryDialog(
            page, self._context, entity=record.entity, about=one.view.title, fields=fields,
            field=doubtful,
        )  # fmt: skip
        if not self._context.dialogs.run(dialog) or not dialog.question:
            return
        place = FieldPlace(page.sheet, record.uid, dialog.field)
        round_code, entity, question = self._context.round, record.entity, dialog.question

        def said(_done: None) -> None:
            self._context.say(_("The question is open; send it from Rounds and returns."), "good")

        self._write(
            1, lambda: store.reviews.ask(round_code, entity, place, question), said, pin=False
        )

    def duplicate(self) -> None:
        """Add a record like each of the selected ones."""
        _, page, store = self._context.words, self._page, self._context.store
        uids, sheet, round_code = page.chosen(), page.sheet, self._context.round

        def said(added: tuple[str, ...]) -> None:
            if added:
                page.show_added(added[0])
                self._context.say(_.plural("{n} record added", "{n} records added", len(added)))

        if uids:
            work = partial(store.records.duplicate, sheet, round_code, uids)
            self._write(len(uids), work, said, pin=False)

    def add(self) -> None:
        """Add a record for the entity that is looked at, or for one that is asked for."""
        page, store = self._page, self._context.store
        entity = self._entity(page.single_entity)
        if not entity:
            return
        work = partial(store.records.add, page.sheet, self._context.round, entity, {})
        self._write(1, work, page.show_added, pin=False)

    def _entity(self, known: str) -> str:
        """Return the entity that is meant; ask if several are shown."""
        if known:
            return known
        _, page, context = self._context.words, self._page, self._context
        asked = context.store.rounds.participations(context.round)
        lines = [
            EntityLine(code=leaf.code, name=leaf.name, remark=leaf.code)
            for leaf in page.tree.model.leaves if leaf.code in asked
        ]  # fmt: skip
        sheet = context.store.catalogue[page.sheet].label(context.language)
        title = _("Add to “{sheet}”", sheet=sheet)
        dialog = NewRecordDialog(page, context, title, lines, page.current_entity)
        return dialog.entity if context.dialogs.run(dialog) else ""

    def fill_down(self) -> None:
        """Give the selected records the answer of the first, in the column of the keyboard."""
        _, page, context = self._context.words, self._page, self._context
        records = page.records
        name, uids = records.current_field, page.chosen()
        field = context.store.catalogue[page.sheet].fields.get(name)
        if field is None or field.derived or not uids:
            context.say(_("Go to a column that can be changed, then fill down."), "info")
            return
        if len(uids) == 1:
            row = records.table.currentIndex().row()
            if row < 1:
                return
            uids = (records.model.uid(row - 1), *uids)
        query = GridQuery(sheet=page.sheet, round=context.round, columns=(name,))
        [first] = context.store.records.rows(query, uids[:1])
        self.change(uids[1:], {name: Answer(first.values[0], first.states.get(name))})

    # -- blocks --------------------------------------------------------------------------------

    def copy(self, *, headings: bool = False) -> None:
        """Put the selected records on the clipboard, as spreadsheets take them."""
        _, page, context = self._context.words, self._page, self._context
        uids, query = page.chosen(), page.records.model.query
        if not uids or query is None:
            return
        text = context.store.records.copy(
            query, context.language, uids=uids, columns=page.records.visible_columns,
            headings=headings,
        )  # fmt: skip
        QApplication.clipboard().setText(text)
        context.say(_.plural("{n} row copied", "{n} rows copied", len(uids)), "info")

    def copy_cell(self) -> None:
        """Put the cell of the keyboard on the clipboard."""
        page, context = self._page, self._context
        query, name = page.records.model.query, page.records.current_field
        if query is not None and name and page.records.current_uid:
            text = context.store.records.copy(
                query, context.language, uids=(page.records.current_uid,), columns=(name,)
            )
            QApplication.clipboard().setText(text.rstrip("\r\n"))

    def paste(self) -> None:
        """Show what pasting would do, and do it if it is wanted."""
        _, page, context = self._context.words, self._page, self._context
        text, spec = QApplication.clipboard().text(), None
        if not text.strip():
            context.say(_("There is nothing on the clipboard that could be pasted."), "info")
            return
        try:
            spec = self._spec(text)
            if spec is None:
                return
            sheet = context.store.catalogue[page.sheet]
            dialog = PasteDialog(page, context, sheet, spec, context.store.records.preview_paste)
        except UserError as error:
            context.tasks.trouble.emit(error)
            return
        if not context.dialogs.run(dialog):
            return
        wanted = dialog.spec
        records = dialog.report.accepted

        def said(report: Any) -> None:
            context.say(report_text(report, context), "warn" if report.refused else "good")
            if report.added:
                page.show_added(report.added[0], focus=False)

        self._write(
            records, lambda: context.store.records.paste(wanted), said, pin=not wanted.add_rows
        )

    def _spec(self, text: str) -> PasteSpec | None:
        """Return where a block goes: from the cell of the keyboard on, or into what is selected."""
        page, context, records = self._page, self._context, self._page.records
        columns = records.visible_columns
        name = records.current_field
        columns = columns[columns.index(name) :] if name in columns else columns
        uids = page.chosen()
        query = replace(page.query(), columns=columns)
        entity = page.single_entity or page.current_entity or None
        if not uids:
            entity = self._entity(page.single_entity) or None
            if entity is None:
                return None
        return PasteSpec(
            query=query, columns=columns, text=text, language=context.language,
            start=uids[0] if len(uids) == 1 else None,
            targets=uids if len(uids) > 1 else (), entity=entity, add_rows=not uids,
        )  # fmt: skip

    # -- the menu of the list -------------------------------------------------------------------

    def show_menu(self, place: QPoint) -> None:
        """Show the menu of the list where the mouse is."""
        menu = self.menu()
        menu.exec(place)
        menu.deleteLater()

    def menu(self) -> QMenu:
        """Return what can be done with the selected rows."""
        page, context = self._page, self._context
        _, menu, icon = context.words, QMenu(page), context.icon
        for name, text, do, can in (
            ("pencil", _("Open the form"), page.open_form, True),
            ("copy", _("Copy"), self.copy, True),
            ("", _("Copy with headings"), partial(self.copy, headings=True), True),
            ("", _("Copy this cell"), self.copy_cell, True),
            ("clipboard-paste", _("Paste…"), self.paste, page.editable),
            ("", _("Fill down"), self.fill_down, page.editable),
            ("check", _("Confirm as unchanged"), self.confirm, page.editable),
            ("copy", _("Duplicate"), self.duplicate, page.editable),
            ("archive", _("Retire…"), self.retire, page.editable),
        ):
            action = menu.addAction(icon(name), text) if name else menu.addAction(text)
            action.setEnabled(can)
            action.triggered.connect(partial(_call, do))
        return menu

    # -- lists from elsewhere ------------------------------------------------------------------

    def import_list(self) -> None:
        """Ask for a list and take it in."""
        page, context = self._page, self._context
        if not context.round:
            context.say(context.words("Open a round first, then import lists into it."), "warn")
            return
        dialog = ImportListDialog(page, context, page.sheet, None)
        if context.dialogs.run(dialog) and dialog.done_ is not None:
            context.say(result_text(dialog.done_, context))
            page.show_sheet(dialog.done_.sheet)

    # -- writing -------------------------------------------------------------------------------

    def _say_changed(self, changes: ChangeSet | None) -> None:
        _ = self._context.words
        if changes is not None and len(changes.rows) > 1:
            n = len(changes.rows)
            self._context.say(_.plural("{n} record changed. Undo takes it back.",
                                       "{n} records changed. Undo takes it back.", n))  # fmt: skip

    def _write(
        self,
        records: int,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        *,
        pin: bool = True,
    ) -> None:
        """Do *work* at once where it is short, else as a task; an error is shown, not lost."""
        context, _ = self._context, self._context.words
        if pin:
            self._page.records.model.pin()
        if records <= _AT_ONCE:
            try:
                result = work()
            except UserError as error:
                context.tasks.trouble.emit(error)
                self._page.detail.read_again()
                return
            then(result)
            return
        text = _.plural("Writing {n} record", "Writing {n} records", records)
        started = context.tasks.run(text, lambda _progress: work(), then=then, changes_data=True)
        if started is None:
            context.say(_("Something else is being done; try again in a moment."), "warn")


def _call(do: Callable[[], None], _checked: bool = False) -> None:
    do()
