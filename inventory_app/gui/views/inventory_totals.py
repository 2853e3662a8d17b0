"""What stands under a list: how many records, what they add up to, and totals by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHeaderView, QVBoxLayout, QWidget

from inventory_app.domain.field_types import Code, Codes, Money, Reference, YesNo
from inventory_app.domain.fields import Sheet
from inventory_app.domain.grids import ENTITY, STANDING, Group, Total
from inventory_app.domain.units import UNITS
from inventory_app.domain.values import Value
from inventory_app.gui.context import Context
from inventory_app.gui.inventory_words import field_label, value_text
from inventory_app.gui.kit.tables import table
from inventory_app.gui.kit.widgets import ElidedLabel, label, row, tool
from inventory_app.gui.models.records_lines import KEY, LinesModel, TextLine


class Totals(QWidget):
    """The line under a list, and the groups over it when a field to group by is chosen."""

    grouped = Signal(str)
    group_chosen = Signal(str, object)  # field and value

    def __init__(self, context: Context) -> None:
        super().__init__()
        _ = context.words
        self.context = context
        self._sheet: Sheet | None = None
        self._by = ""
        self.count = label("", "muted")
        self.sums = ElidedLabel("", "strong")
        self.by = QComboBox()
        self.by.setAccessibleName(_("Totals by"))
        self.by.setToolTip(_("Totals by"))
        self.by.setMinimumContentsLength(11)
        self.by.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.by.activated.connect(lambda _n: self.grouped.emit(self.by.currentData() or ""))
        self.model = LinesModel((), self)
        self.table = table(context, self.model, _("Totals by group"))
        self.table.setSortingEnabled(False)
        self.table.setFixedHeight(context.theme.px(202))
        self.table.horizontalHeader().setFixedHeight(context.theme.px(50))
        self.table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideNone)
        self.table.horizontalHeader().setMinimumSectionSize(context.theme.px(64))
        self.table.verticalHeader().setDefaultSectionSize(context.theme.px(30))
        self.table.activated.connect(self._open)
        self.table.doubleClicked.connect(self._open)
        self.table.setToolTip(_("Enter or a double click shows the records of a group"))
        self.close_groups = tool(context, "x", _("Put the totals away"),
                                 lambda: self.grouped.emit(""))  # fmt: skip
        self._box = QWidget()
        inner = QVBoxLayout(self._box)
        inner.setContentsMargins(0, 4, 0, 0)
        inner.addWidget(self.table)
        self._box.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 6, 8, 6)
        box.setSpacing(4)
        box.addWidget(self._box)
        line = row(spacing=12)
        line.addWidget(self.count, 1)
        line.addWidget(self.by)
        line.addWidget(self.close_groups)
        self.close_groups.hide()
        box.addLayout(line)
        box.addWidget(self.sums)

    def show_sheet(self, sheet: Sheet, by: str) -> None:
        """Offer the fields by which records of *sheet* can be grouped."""
        _, language = self.context.words, self.context.language
        if sheet is not self._sheet:
            self._sheet = sheet
            with QSignalBlocker(self.by):
                self.by.clear()
                self.by.addItem(_("Totals by…"), "")
                for name in (ENTITY, STANDING):
                    self.by.addItem(field_label(sheet, name, _), name)
                for field in sheet:
                    groups = isinstance(field.type, Code | YesNo | Reference)
                    if groups and not isinstance(field.type, Codes) and not field.retired:
                        self.by.addItem(field.label(language), field.name)
        self._by = by
        with QSignalBlocker(self.by):
            self.by.setCurrentIndex(max(self.by.findData(by), 0))
        self._box.setVisible(bool(by))
        self.close_groups.setVisible(bool(by))

    def say_count(self, shown: int, of: int, selected: int) -> None:
        """Say how many records are shown of how many there are."""
        _ = self.context.words
        if shown == of:
            text = _.plural("{n} record", "{n} records", shown)
        else:
            text = _("{shown} of {all} records", shown=_.number(shown), all=_.number(of))
        if selected > 1:
            text = _("{records} · {n} selected", records=text, n=_.number(selected))
        self.count.setText(text)

    def show_total(self, group: Group | None) -> None:
        """Show what the records of the list add up to."""
        _, sheet = self.context.words, self._sheet
        if group is None or sheet is None:
            self.sums.set_text("")
            self.sums.hide()
            return
        parts = [
            _("{field}: {sum}", field=self._heading(name), sum=self._sum(name, total))
            for name, total in group.totals.items() if total.value is not None
        ]  # fmt: skip
        text = _(" · ").join(parts)
        whole = group.count
        self.sums.set_text(text)
        self.sums.setVisible(bool(text))
        self.sums.setToolTip("\n".join((
            *parts, _.plural("Added up over {n} record that counts; closed, invalid and duplicate "
                             "ones are left out.",
                             "Added up over {n} records that count; closed, invalid and duplicate "
                             "ones are left out.", whole),
        )))  # fmt: skip

    def show_groups(self, groups: Sequence[Group], titles: Mapping[str, str]) -> None:
        """Show totals by group."""
        _, sheet = self.context.words, self._sheet
        if sheet is None:
            return
        names = tuple(groups[0].totals) if groups else ()
        headings = (field_label(sheet, self._by, _), _("Records"), *map(self._heading, names))
        lines = [
            TextLine(
                (
                    value_text(sheet, self._by, group.value, _, titles), _.number(group.count),
                    *(self._sum(name, group.totals[name]) for name in names),
                ),
                key=(group.value,),
            )
            for group in groups
        ]  # fmt: skip
        self.model.show_lines(lines, headings, range(1, len(headings)))
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for at in range(1, len(headings)):
            head.resizeSection(at, self.context.theme.px(72 if at == 1 else 112))

    def _heading(self, name: str) -> str:
        _, sheet = self.context.words, self._sheet
        if sheet is None:
            return name
        field = sheet.fields[name]
        unit = _(UNITS.get(field.unit or "", "")) if isinstance(field.type, Money) else ""
        text = field.label(self.context.language)
        if unit and unit not in text:
            return _("{label} ({unit})", label=text, unit=unit)
        return text

    def _sum(self, name: str, total: Total) -> str:
        _, sheet = self.context.words, self._sheet
        if total.value is None or sheet is None:
            return ""
        if isinstance(sheet.fields[name].type, Money):
            return _.number(total.value, 0)
        return _.number(Decimal(total.value).quantize(Decimal("0.01")))

    def _open(self, index: QModelIndex) -> None:
        key = index.data(KEY)
        if isinstance(key, tuple):
            value: Value = key[0]
            self.group_chosen.emit(self._by, value)


__all__ = ["Totals"]
