"""What a return brought, in the order that is always the same, and its findings as a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.finding_texts import STRENGTHS, worded
from inventory_app.domain.findings import Finding, Strength
from inventory_app.domain.merging import Counts
from inventory_app.gui.context import Context
from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.two_lines import REMARK
from inventory_app.gui.kit.widgets import label, pill
from inventory_app.gui.models.triage_words import counted
from inventory_app.gui.views.returns_delegates import WholeTextDelegate
from inventory_app.gui.wording import apart
from inventory_app.texts import Translator

_MARKS = {
    Strength.BLOCKS: ("circle-alert", "bad"),
    Strength.COMMENT: ("triangle-alert", "warn"),
    Strength.NOTICE: ("info", "info"),
}
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class CountPills(QWidget):
    """The six counts, each as a word with its number; a zero is there, but pale."""

    def __init__(self) -> None:
        super().__init__()
        self.flow = FlowLayout(spacing=4)
        self.setLayout(self.flow)

    def show_counts(self, counts: Counts, _: Translator) -> None:
        """Show other counts."""
        while (item := self.flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for text, tone, n in counted(counts, _):
            self.flow.addWidget(pill(text, tone) if n else label(text, "caption"))
        self.updateGeometry()


class FindingsModel(QAbstractListModel):
    """Findings, the strongest first: where, what, and how to mend it."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._findings: tuple[Finding, ...] = ()
        self._catalogue: Catalogue | None = None  # Qt may ask when the store is closed already

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show other findings."""
        order = tuple(Strength)
        self.beginResetModel()
        self._catalogue = self._context.store.catalogue if findings else None
        self._findings = tuple(sorted(findings, key=lambda each: order.index(each.strength)))
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many findings there are."""
        return 0 if parent.isValid() else len(self._findings)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a view asks about a finding."""
        catalogue = self._catalogue
        if not index.isValid() or catalogue is None:
            return None
        finding, _ = self._findings[index.row()], self._context.words
        what, fix = worded(finding, catalogue, _)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                place = place_of(finding, catalogue, _)
                return _("{place}: {what}", place=place, what=what) if place else what
            case Qt.ItemDataRole.ToolTipRole:
                return _("{what} {fix}", what=what, fix=fix)
            case Qt.ItemDataRole.DecorationRole:
                return self._context.icon(*_MARKS[finding.strength])
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return _("{strength}. {fix}", strength=_(STRENGTHS[finding.strength]), fix=fix)
        return fix if role == REMARK else None


def place_of(finding: Finding, catalogue: Catalogue, _: Translator) -> str:
    """Return where in the workbook a finding is: the tab and the cell, or the sheet."""
    sheet = catalogue.sheets.get(finding.sheet)
    tab = finding.tab or (sheet.label(_.language.code) if sheet else "")
    row, _colon, last = finding.cell.partition(":")
    if tab and row == last:
        return _("{tab}, row {n}", tab=apart(tab, _), n=row)
    if tab and finding.cell:
        return _("{tab}, {cell}", tab=apart(tab, _), cell=apart(finding.cell, _))
    return tab


class FindingsList(QWidget):
    """A list of findings with lines that are read in full."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.model = FindingsModel(context, self)
        self.title = label("", "card-title")
        self.list = QListView()
        self.list.setProperty("airy", True)
        self.list.setModel(self.model)
        self.list.setWordWrap(True)
        self.list.setUniformItemSizes(False)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setItemDelegate(WholeTextDelegate(context, self.list))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.title)
        box.addWidget(self.list, 1)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show findings, or nothing at all where there are none."""
        _ = self._context.words
        self.model.show_findings(findings)
        said = _.plural("{n} finding", "{n} findings", len(findings))
        self.title.setText(said)
        self.list.setAccessibleName(said)
        self.setVisible(bool(findings))
