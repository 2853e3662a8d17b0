"""Taking in a list that exists already: tried first, said row by row, then taken."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHeaderView, QVBoxLayout, QWidget

from inventory_app.errors import UserError
from inventory_app.gui.context import Context
from inventory_app.gui.delegates import PillDelegate
from inventory_app.gui.dialogs_port import kinds
from inventory_app.gui.kit.tables import table
from inventory_app.gui.kit.widgets import (
    Banner,
    ElidedLabel,
    EmptyState,
    button,
    column,
    label,
    row,
)
from inventory_app.gui.models.records_lines import TONE, LinesModel, TextLine
from inventory_app.gui.wording import apart
from inventory_app.progress import Progress
from inventory_app.texts import N_

if TYPE_CHECKING:
    from inventory_app.services.lists import ImportResult

LISTS = (N_("Lists"), (".xlsx", ".ods", ".csv", ".tsv", ".txt"))
MAPS = (N_("Maps of columns"), (".toml",))
_MAPPED = {
    "file": N_("The columns were read with the map “{name}”."),
    "remembered": N_("The columns were read with the map “{name}”, as the last list like this."),
    "headings": N_("The headings speak for themselves; no map was needed."),
}


class ImportListDialog(QDialog):
    """Chooses a file, a sheet and a map, tries, shows what would happen, and takes the list in."""

    def __init__(self, parent: QWidget, context: Context, sheet: str, file: Path | None) -> None:
        super().__init__(parent)
        _ = context.words
        self.context = context
        self.file = file
        self.map_file: Path | None = None
        self.result_: ImportResult | None = None
        self.done_: ImportResult | None = None
        self.setWindowTitle(_("Import a list"))
        self.resize(context.theme.px(760), context.theme.px(600))
        self.file_name, self.map_name = ElidedLabel(), ElidedLabel()
        self.sheet = QComboBox()
        self.sheet.setAccessibleName(_("Sheet"))
        for each in context.store.catalogue:
            self.sheet.addItem(each.label(context.language), each.name)
        self.sheet.setCurrentIndex(max(self.sheet.findData(sheet), 0))
        self.sheet.currentIndexChanged.connect(lambda _n: self.try_it())
        self.banner = Banner(context, closable=False)
        self.counts = label("", "strong", wrap=True)
        self.mapped = label("", "caption", wrap=True)
        self.model = LinesModel((_("Line"), _("Result"), _("What is said of it")), self,
                                numbers=(0,))  # fmt: skip
        self.lines = table(context, self.model, _("What is said of single lines"))
        self.lines.setSortingEnabled(False)
        self.lines.setWordWrap(True)
        self.lines.verticalHeader().setDefaultSectionSize(context.theme.px(48))
        self.lines.setItemDelegateForColumn(1, PillDelegate(context, TONE, self.lines))
        head = self.lines.horizontalHeader()
        head.resizeSection(0, context.theme.px(66))
        head.resizeSection(1, context.theme.px(112))
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.take = button(context, _("Import"), self.take_it, kind="primary", icon="upload")
        self.close_button = button(context, _("Cancel"), self.reject)
        self._build()
        self._show()
        if file is not None:
            self.try_it()

    def _build(self) -> None:
        _, context = self.context.words, self.context
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        choose = button(context, _("Choose…"), self.choose_file, icon="folder-open")
        choose.setAccessibleName(_("Choose the list"))
        self.map_button = button(context, _("Choose…"), self.choose_map, icon="folder-open")
        self.map_button.setAccessibleName(_("Choose the map of columns"))
        lines: tuple[tuple[str, QWidget, QWidget | None], ...] = (
            (_("List"), self.file_name, choose),
            (_("Sheet"), self.sheet, None),
            (_("Map of columns"), self.map_name, self.map_button),
        )
        for at, (text, widget, more) in enumerate(lines):
            grid.addWidget(label(text, "label"), at, 0)
            grid.addWidget(widget, at, 1)
            if more is not None:
                grid.addWidget(more, at, 2)
        self.nothing = EmptyState(
            context, "circle-check", _("Nothing to say about single lines"),
            _("Every line was understood."),
        )  # fmt: skip
        self.rest = QWidget()
        round_ = _("into round {round}", round=context.round)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 18)
        box.setSpacing(12)
        box.addLayout(column(label(_("Import a list"), "page-title"), label(round_, "muted"),
                             spacing=2))  # fmt: skip
        box.addLayout(grid)
        for said in (self.banner, self.counts, self.mapped):
            box.addWidget(said)
        for each in (self.lines, self.nothing, self.rest):
            box.addWidget(each, 1)
        box.addLayout(row(1, self.close_button, self.take))

    def choose_file(self) -> None:
        """Ask for the list."""
        context, _ = self.context, self.context.words
        chosen = context.dialogs.open_files(
            _("Choose the list"), context.folder("lists"), kinds(_, LISTS)
        )
        if chosen:
            context.settings.use_folder("lists", chosen[0].parent)
            self.file = chosen[0]
            self.try_it()

    def choose_map(self) -> None:
        """Ask for a map that says which column is which field."""
        context, _ = self.context, self.context.words
        chosen = context.dialogs.open_files(
            _("Choose the map of columns"), context.folder("lists"), kinds(_, MAPS)
        )
        if chosen:
            self.map_file = chosen[0]
            self.try_it()

    def try_it(self) -> None:
        """Find out what taking the list in would do; nothing is changed."""
        self.result_ = None
        self._show()
        if self.file is not None:
            self._run(dry=True)

    def take_it(self) -> None:
        """Take the list in."""
        if self.result_ is not None and self.file is not None:
            self._run(dry=False)

    def _run(self, *, dry: bool) -> None:
        context, _ = self.context, self.context.words
        store, sheet, file = context.store, str(self.sheet.currentData()), self.file
        round_code, map_file = context.round, self.map_file
        if file is None:
            return
        text = N_("Looking at {name}") if dry else N_("Importing {name}")

        def work(progress: Progress) -> ImportResult:
            return store.lists.bring_in(
                sheet, file, round_code=round_code, map_file=map_file, dry_run=dry,
                progress=progress,
            )  # fmt: skip

        self.take.setEnabled(False)
        context.tasks.run(
            _(text, name=file.name), work, then=self._tried if dry else self._taken,
            otherwise=self._failed, changes_data=not dry,
        )  # fmt: skip

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            self.context.tasks.trouble.emit(error)
            return
        self.result_ = None
        self._show()
        self.banner.show_text(self.context.words.error(error), "bad")

    def _tried(self, result: ImportResult) -> None:
        self.result_ = result
        self._show()

    def _taken(self, result: ImportResult) -> None:
        self.result_ = self.done_ = result
        self._show()
        self.accept()

    def _show(self) -> None:
        _, result = self.context.words, self.result_
        none = _("none chosen")
        self.file_name.set_text(str(self.file) if self.file else none)
        self.map_name.set_text(
            str(self.map_file) if self.map_file else _("none: by headings, or as last time")
        )
        self.banner.hide()
        self.take.setEnabled(result is not None and result.added + result.changed > 0)
        for each in (self.counts, self.mapped):
            each.setVisible(result is not None)
        self.lines.setVisible(result is not None and bool(result.lines))
        self.nothing.setVisible(result is not None and not result.lines)
        self.rest.setVisible(result is None)
        if result is None:
            return
        self.counts.setText(result_text(result, self.context))
        self.mapped.setText(_(_MAPPED[result.map_from], name=apart(result.map_name, _)))
        if result.refused:
            self.banner.show_text(_.plural(
                "{n} row would not be taken; it is listed below with the reason.",
                "{n} rows would not be taken; they are listed below with the reason.",
                result.refused), "warn")  # fmt: skip
        elif not self.take.isEnabled():
            self.banner.show_text(_("Everything in this list is known already."), "info")
        self._show_lines(result)

    def _show_lines(self, result: ImportResult) -> None:
        _, sheet = self.context.words, self.context.store.catalogue[result.sheet]
        lines = []
        for each in sorted(result.lines, key=lambda line: (not line.refused, line.line)):
            word, tone = (_("not taken"), "bad") if each.refused else (_("taken"), "info")
            said = each.said(_, sheet)
            tip = _("{text} ({code})", text=said, code=each.code)
            lines.append(TextLine((_.number(each.line), word, said), tone=tone, tip=tip))
        self.model.show_lines(lines)


def result_text(result: ImportResult, context: Context) -> str:
    """Return what became of the rows of a list."""
    _ = context.words
    text = _("{read} rows: {added} added, {changed} changed, {same} unchanged, {refused} not taken",
             read=_.number(result.read), added=_.number(result.added),
             changed=_.number(result.changed), same=_.number(result.unchanged),
             refused=_.number(result.refused))  # fmt: skip
    if result.entities_created:
        new = _(", ").join(result.entities_created)
        return _("{text}. New entities: {new}", text=text, new=apart(new, _))
    return text
