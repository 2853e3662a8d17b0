"""What pasting a block of cells would do, before it is done: accepted, refused and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QDialog, QHeaderView, QVBoxLayout, QWidget

from inventory_app.domain.fields import Sheet
from inventory_app.domain.pasting import PasteReport, PasteSpec
from inventory_app.gui.context import Context
from inventory_app.gui.inventory_words import field_label
from inventory_app.gui.kit.tables import table
from inventory_app.gui.kit.widgets import Banner, button, label, row
from inventory_app.gui.models.records_lines import LinesModel, TextLine
from inventory_app.gui.wording import apart


class PasteDialog(QDialog):
    """Shows the report of a preview; `spec` is what is to be pasted with the choices made."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        sheet: Sheet,
        spec: PasteSpec,
        preview: Callable[[PasteSpec], PasteReport],
    ) -> None:
        super().__init__(parent)
        _ = context.words
        self._context, self._sheet, self._preview = context, sheet, preview
        self.spec = spec
        self.report = preview(spec)
        self.setWindowTitle(_("Paste cells"))
        self.resize(context.theme.px(680), context.theme.px(500))
        self.summary = label("", wrap=True)
        self.banner = Banner(context, closable=False)
        self.rows = QCheckBox("")
        self.rows.toggled.connect(lambda _on: self._look_again())
        self.blanks = QCheckBox(_("Empty cells clear the answers that are there"))
        self.blanks.toggled.connect(lambda _on: self._look_again())
        headings = (_("Row"), _("Field"), _("Found"), _("Why it is left out, and what to do"))
        self.model = LinesModel(headings, self, numbers=(0,))
        self.refused = table(context, self.model, _("Cells that are left out"))
        self.refused.setSortingEnabled(False)
        self.refused.setWordWrap(True)
        self.refused.verticalHeader().setDefaultSectionSize(context.theme.px(48))
        head = self.refused.horizontalHeader()
        for at, width in enumerate((56, 120, 100)):
            head.resizeSection(at, context.theme.px(width))
        head.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.paste = button(context, _("Paste"), self.accept, kind="primary",
                            icon="clipboard-paste")  # fmt: skip
        self.paste.setDefault(True)
        beyond = self.report.beyond
        self.rows.setText(_.plural(
            "Add {n} record for the row below the last one", "Add {n} records for the rows below "
            "the last one", beyond))  # fmt: skip
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 18)
        box.setSpacing(12)
        box.addWidget(label(_("Paste cells"), "page-title"))
        for each in (self.summary, self.banner, self.rows, self.blanks):
            box.addWidget(each)
        box.addWidget(self.refused, 1)
        self.rows.setVisible(beyond > 0)
        self.blanks.setVisible(self.report.kept > 0)
        self._rest = QWidget()
        box.addWidget(self._rest, 1)
        box.addLayout(row(1, button(context, _("Cancel"), self.reject), self.paste))
        self._say()

    def _look_again(self) -> None:
        self.spec = replace(
            self.spec, add_rows=self.rows.isChecked(),
            blanks="clear" if self.blanks.isChecked() else "keep",
        )  # fmt: skip
        self.report = self._preview(self.spec)
        self._say()

    def _say(self) -> None:
        self.summary.setText(report_text(self.report, self._context))
        _, report = self._context.words, self.report
        works = bool(report.accepted)
        self.paste.setEnabled(works)
        if not works:
            self.banner.show_text(_("Nothing would be changed."), "warn")
        elif report.refused:
            self.banner.show_text(_.plural(
                "{n} cell is left out; the answer that is there stays.",
                "{n} cells are left out; the answers that are there stay.",
                len(report.refused)), "warn")  # fmt: skip
        else:
            self.banner.hide()
        self.model.show_lines([
            TextLine(
                (
                    _.number(each.row),
                    field_label(self._sheet, each.field, _) if each.field else "",
                    each.found, self._why(each.text, each.fix, each.field),
                ),
                tip=self._why(each.text, each.fix, each.field),
            )
            for each in report.refused
        ])  # fmt: skip
        self.refused.setVisible(bool(report.refused))
        self._rest.setVisible(not report.refused)

    def _why(self, text: Callable[..., str], fix: Callable[..., str], field: str) -> str:
        _ = self._context.words
        name = apart(field_label(self._sheet, field, _), _) if field else ""
        return " ".join((text(name, _), fix(name, _)))


def report_text(report: PasteReport, context: Context) -> str:
    """Return what pasting does, or did, as a few sentences."""
    _ = context.words
    lines = [_.plural("{n} answer changes.", "{n} answers change.", report.accepted)]
    records = len(report.changed)
    added = len(report.added) or report.to_add
    if records:
        lines.append(_.plural("{n} record is concerned.", "{n} records are concerned.", records))
    if added:
        lines.append(_.plural("{n} record is added.", "{n} records are added.", added))
    if report.unchanged:
        lines.append(_.plural("{n} cell says what is there already.",
                              "{n} cells say what is there already.",
                              report.unchanged))  # fmt: skip
    if report.kept:
        lines.append(_.plural("{n} empty cell keeps the answer that is there.",
                              "{n} empty cells keep the answers that are there.",
                              report.kept))  # fmt: skip
    if report.beyond:
        lines.append(_.plural("{n} row finds no record.", "{n} rows find no record.",
                              report.beyond))  # fmt: skip
    return " ".join(lines)
