"""Whom to ask in an entity, and until when: typed in the panel beside the register."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLineEdit, QVBoxLayout, QWidget

from inventory_app.domain.registers import RegisterRow
from inventory_app.errors import UserError
from inventory_app.gui.context import Context
from inventory_app.gui.dialogs.round_day import DayField
from inventory_app.gui.kit.widgets import label


class ContactForm(QWidget):
    """Focal point, address and deadline. Each is written when the focus leaves it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        _ = context.words
        self._row: RegisterRow | None = None
        self.focal_point = self._line(_("Focal point"), _("Name of the person"))
        self.contact = self._line(_("Address"), _("E-mail or telephone"))
        self.focal_point.editingFinished.connect(lambda: self._write("focal_point"))
        self.contact.editingFinished.connect(lambda: self._write("contact"))
        self.deadline = DayField(context, _("Deadline"))
        self.deadline.left.connect(self._extend)
        self.note = label("", "caption", wrap=True)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(6)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        for text, field in (
            (_("Focal point"), self.focal_point),
            (_("Address"), self.contact),
            (_("Deadline"), self.deadline),
        ):
            name = label(text, "label")
            name.setBuddy(field)
            form.addRow(name, field)
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.note)
        form.addRow(holder)
        self._holder = holder
        holder.hide()

    def _line(self, name: str, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setPlaceholderText(hint)
        return made

    def show_row(self, row: RegisterRow, usual: date) -> None:
        """Show an entity; what is being typed about the same one stays."""
        same = self._row is not None and self._row.entity.code == row.entity.code
        self._row = row
        entity = row.entity
        for line, text in ((self.focal_point, entity.focal_point), (self.contact, entity.contact)):
            if not (same and line.hasFocus() and line.isModified()):
                line.setText(text)
                line.setModified(False)
                line.setCursorPosition(0)
        _ = self._context.words
        if not (same and self.deadline.line.hasFocus()):
            self.deadline.show_day(row.deadline, usual)
        later = row.deadline != usual
        self._holder.setVisible(later)
        if later:
            self.note.setText(
                _("More time than the round gives: that is until {date}.", date=_.date(usual))
            )

    def _busy(self) -> bool:
        task = self._context.tasks.current
        return task is not None and task.changes_data

    def _write(self, name: str) -> None:
        line = self.focal_point if name == "focal_point" else self.contact
        row = self._row
        if row is None or not line.isModified() or self._busy():
            return
        line.setModified(False)
        if line.text().strip() == getattr(row.entity, name):
            return
        _ = self._context.words
        self._context.store.entities.change(row.entity.code, **{name: line.text()})
        self._context.say(_("Saved: {what}", what=row.entity.code))

    def _extend(self) -> None:
        row, day = self._row, self.deadline.day
        if row is None or day == row.deadline or self._busy():
            return
        context, _ = self._context, self._context.words
        try:
            context.store.register.extend(context.round, [row.entity.code], day)
        except UserError as error:
            context.tasks.trouble.emit(error)
            return
        context.say(_("The deadline of {entity} is {date}.", entity=row.entity.code,
                      date=_.date(day)))  # fmt: skip
