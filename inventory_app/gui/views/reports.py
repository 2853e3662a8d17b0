"""Printed documents: choose one, see the very pages, save or print them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inventory_app import paths
from inventory_app.domain.entities import Entity
from inventory_app.domain.passports import reference_of
from inventory_app.domain.rounds import Participation
from inventory_app.gui.context import Context
from inventory_app.gui.dialogs_port import kinds
from inventory_app.gui.kit.pdf_file import PdfFile
from inventory_app.gui.kit.pdf_toolbar import PdfToolbar
from inventory_app.gui.kit.pdf_view import PdfView
from inventory_app.gui.kit.widgets import Card, EmptyState, PageHeader, button
from inventory_app.gui.models.entity_list import EntityLine
from inventory_app.gui.printing import print_pages, printer_for
from inventory_app.gui.targets import EntityTarget, IndicatorTarget, ListTarget, RegisterTarget
from inventory_app.gui.views.page import Page
from inventory_app.gui.views.reports_choice import ReportChoice
from inventory_app.gui.views.reports_making import DocumentMessage, Prepared, made
from inventory_app.progress import Progress
from inventory_app.texts import N_
from inventory_app.workspace import Workspace

_PDF = (N_("PDF document"), (".pdf",))
_WORD = (N_("Word document"), (".docx",))
_STATUSES: Mapping[str, str] = {
    "answered": N_("answered"), "late": N_("answered late"), "imported": N_("imported"),
    "issued": N_("outstanding"), "asked": N_("not issued yet"),
}  # fmt: skip


class ReportsPage(Page):
    """Choice on one side, preview on the other."""

    name: ClassVar[str] = "reports"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        _ = context.words
        self.prepared: Prepared | None = None
        self._remembered: dict[str, Any] = {}
        self._wanted: EntityTarget | RegisterTarget | None = None
        self.choice = ReportChoice(context)
        self.choice.changed.connect(self.prepare)
        self.choice.marked.connect(self._show_buttons)
        self.view = PdfView(context)
        self.view.figure_chosen.connect(self.show_figure)
        self.toolbar = PdfToolbar(context, self.view)
        self.header = PageHeader(_("Reports"))
        self.print_button = button(context, _("Print…"), self.print_page, icon="printer")
        self.save_button = button(
            context, _("Save as…"), self.save_as, kind="primary", icon="download"
        )
        self.save_all_button = button(
            context, _("Save all…"), self.save_all, kind="primary", icon="download"
        )
        for each in (self.print_button, self.save_button, self.save_all_button):
            self.header.buttons.addWidget(each)
        self.middle = QStackedWidget()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(14)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.choice)
        self.splitter.addWidget(self._preview())
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([context.theme.px(290), 700])
        self.middle.addWidget(self.splitter)
        self.middle.addWidget(self._no_round())
        box = QVBoxLayout(self)
        box.setContentsMargins(28, 22, 28, 20)
        box.setSpacing(14)
        box.addWidget(self.header)
        box.addWidget(self.middle, 1)
        self._show_buttons()

    def _preview(self) -> QWidget:
        _ = self.context.words
        card = Card(margin=1)
        card.setMinimumWidth(260)
        card.body.setSpacing(0)
        self.message = DocumentMessage(self.context)
        self.message.slow.connect(self._show_message)
        self.message.stopped.connect(self._stopped)
        self.message.again.connect(self.prepare)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.view)
        self.pages.addWidget(self.message)
        bar = QWidget()
        line = QHBoxLayout(bar)
        line.setContentsMargins(10, 8, 10, 8)
        line.addWidget(self.toolbar)
        card.body.addWidget(bar)
        card.body.addWidget(self.pages, 1)
        self.pages.setCurrentWidget(self.message)
        return card

    def _no_round(self) -> QWidget:
        _ = self.context.words
        card = Card()
        ask = button(self.context, _("Open a round…"), partial(self.context.go, "returns"),
                     kind="primary", icon="calendar")  # fmt: skip
        card.body.addWidget(
            EmptyState(self.context, "calendar", _("There is no round yet"),
                       _("Summaries are printed for a round. Open one, and send the workbooks."),
                       ask)
        )  # fmt: skip
        return card

    # -- what to show --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read which entities are asked in the round, then show the preview anew."""
        context, _ = self.context, self.context.words
        if not context.round:
            self.header.say(_("What you see is what is saved and printed."))
            self.middle.setCurrentIndex(1)
            self._show_buttons()
            return
        self.middle.setCurrentIndex(0)
        self.header.say(_("Round {round}. What you see is what is saved and printed.",
                          round=context.round))  # fmt: skip
        store, code = context.store, context.round
        context.read("reports entities", partial(self._read, store, code), self._show_entities)

    @staticmethod
    def _read(store: Workspace, code: str) -> list[tuple[Entity, Participation]]:
        entities = store.entities.all()
        return [(entities[each], one) for each, one in store.rounds.participations(code).items()]

    def _show_entities(self, asked: list[tuple[Entity, Participation]]) -> None:
        _ = self.context.words
        language = self.context.language
        lines = [
            EntityLine(
                code=entity.code, name=entity.name(language),
                remark=_("{code} · {status}", code=entity.code, status=_(_STATUSES[one.status])),
            )
            for entity, one in sorted(asked, key=lambda each: each[0].name(language).casefold())
        ]  # fmt: skip
        self.choice.show_entities(lines, {entity.code: one.language for entity, one in asked})
        if self._remembered:
            self.choice.restore(self._remembered)
            self._remembered = {}
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.show_target(wanted)
        self._show_buttons()
        self.prepare()

    def prepare(self) -> None:
        """Write the document that is chosen in the background, and show it."""
        _ = self.context.words
        wish = self.choice.wish()
        self.message.end()
        if wish is None or not self.context.round:
            self.context.tasks.forget("reports preview")
            self._show(None)
            self._say(_("No document is chosen"), _("Choose an entity on the list."))
            if self.choice.wants_groups and self.context.round:
                store, code, to = self.context.store, self.context.round, self.context.language
                self.context.read("reports groups", lambda: store.documents.groups(code, to),
                                  self.choice.show_groups)  # fmt: skip
            return
        if self.prepared is None:
            self._say(_("The document is being made"), "")
        self.context.read(
            "reports preview",
            partial(made, self.context.store, self.context.round, wish, self.message.begin()),
            self._show,
        )

    def _stopped(self) -> None:
        """Forget the document that the reader no longer waits for."""
        self.context.tasks.forget("reports preview")
        self._show(None)
        self._show_message()

    def _show_message(self) -> None:
        self.pages.setCurrentWidget(self.message)

    def _show(self, prepared: Prepared | None) -> None:
        _ = self.context.words
        self.message.end()
        same = prepared and self.prepared and prepared.name == self.prepared.name
        self.prepared = prepared
        self.view.show_file(prepared.pdf if prepared else None)
        if not same:
            self.view.go_to(1)
        self.toolbar.refresh()
        if prepared and prepared.pdf:
            self.pages.setCurrentWidget(self.view)
            self.view.setAccessibleName(_("Preview of {name}", name=prepared.name))
        elif prepared and prepared.refusal:
            error = prepared.refusal
            self._say(_(error.message, **error.params), _(error.suggestion, **error.params))
        self._show_buttons()

    def _say(self, title: str, text: str) -> None:
        self.message.say(title, text)
        self._show_message()

    def _show_buttons(self) -> None:
        ready = self.prepared is not None and self.prepared.pdf is not None
        several = self.choice.kind == "several"
        self.print_button.setEnabled(ready)
        self.save_button.setEnabled(ready)
        self.save_button.setVisible(not several)
        self.save_all_button.setVisible(several)
        self.save_all_button.setEnabled(bool(self.choice.model.chosen and self.context.round))

    def show_figure(self, passport: str) -> None:
        """Show what is behind a figure of the document: its records, and the cells they are from.

        A figure of all entities, or of a field, leads to the indicator or to the inventory.
        """
        reference = reference_of(passport)
        if reference is None:
            return
        sheet, _dot, field = reference.indicator.partition(".")
        if field:
            entities = (reference.entity,) if reference.entity else None
            target = ListTarget(sheet=sheet, round=reference.round_code, entities=entities)
            self.context.go("inventory", target)
            return
        self.context.go(
            "indicators",
            IndicatorTarget(indicator=reference.indicator, entity=reference.entity),
        )

    # -- saving and printing -------------------------------------------------------------------

    def can(self, action: str) -> bool:
        """Return whether there is something to save."""
        return action not in ("save", "save-as") or self.save_button.isEnabled()

    def save(self) -> None:
        """Ask where to save the document that is shown."""
        self.save_as()

    def save_as(self) -> None:
        """Ask where to save the document that is shown, and save it byte for byte.

        As a Word file it says the same, laid out anew.
        """
        context, _ = self.context, self.context.words
        if self.prepared is None or self.prepared.pdf is None:
            return
        content = self.prepared.pdf.content
        place = context.dialogs.save_file(
            _("Save document"), context.folder("reports") / self.prepared.name,
            kinds(_, _PDF, _WORD),
        )  # fmt: skip
        if place is None:
            return
        target = place if place.suffix else place.with_suffix(".pdf")
        context.settings.use_folder("reports", target.parent)
        context.settings.save()
        store, code, wish = context.store, context.round, self.choice.wish()

        def save(progress: Progress) -> None:
            if target.suffix.lower() == ".docx" and wish is not None:
                made = store.documents.compose(
                    wish.document, code, wish.language, wish.profile, about=wish.about
                )
                store.documents.print(made, target, "docx", progress)
                return
            with paths.replacing(target) as part:
                part.write_bytes(content)

        context.tasks.run(
            _("Saving {name}", name=target.name), save,
            then=lambda _done: context.say(_("Saved: {path}", path=target)),
        )  # fmt: skip

    def save_all(self) -> None:
        """Ask for a folder and write the summaries of all entities that are marked."""
        context, _ = self.context, self.context.words
        chosen = self.choice.model.chosen
        folder = chosen and context.dialogs.choose_folder(
            _("Folder for the documents"), context.folder("reports")
        )
        if not folder:
            return
        context.settings.use_folder("reports", folder)
        context.settings.save()
        store, code, language = context.store, context.round, self.choice.spoken
        profile = self.choice.profile

        def saved(files: tuple[Path, ...]) -> None:
            missing = len(chosen) - len(files)
            text = _.plural("{n} document saved in {folder}", "{n} documents saved in {folder}",
                            len(files), folder=folder)  # fmt: skip
            if missing:
                text = _("Stopped: {done} of {total} documents are complete in {folder}",
                         done=_.number(len(files)), total=_.number(len(chosen)),
                         folder=folder)  # fmt: skip
            context.say(text, "warn" if missing else "good")

        context.tasks.run(
            _("Saving documents"),
            lambda progress: store.documents.print_all(
                code, folder, language, progress, entities=chosen, profile=profile
            ),
            then=saved,
        )

    def print_page(self) -> None:
        """Ask for a printer and print the document that is shown."""
        context, _ = self.context, self.context.words
        prepared = self.prepared
        if prepared is None or prepared.pdf is None:
            context.say(_("Choose a document first, then print it."), "warn")
            return
        pdf = PdfFile(prepared.pdf.content)  # its own: another preview may take this one's place
        printer = printer_for(pdf, prepared.name)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, len(pdf.pages))
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintCurrentPage, True)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintSelection, False)
        if not context.dialogs.run(dialog):
            pdf.close()
            return
        context.tasks.run(
            _("Printing {name}", name=prepared.name),
            partial(print_pages, pdf, printer, self.view.page),
            then=lambda n: context.say(_.plural("{n} page printed", "{n} pages printed", n)),
        )  # fmt: skip

    # -- the window ----------------------------------------------------------------------------

    def start_search(self) -> None:
        """Search in the document."""
        self.toolbar.open_search()

    def show_target(self, target: object) -> None:
        """Show the summary of an entity, or choose several of them."""
        if not isinstance(target, EntityTarget | RegisterTarget):
            return
        if not self.choice.model.codes:  # not read yet
            self._wanted = target
        elif isinstance(target, RegisterTarget):
            self.choice.choose("several")
            self.choice.model.mark(target.entities)
        elif target.entity in self.choice.model.codes:
            self.choice.choose("entity", target.entity)

    def state(self) -> Mapping[str, Any]:
        """Return what is chosen, and how the preview is shown."""
        chosen = self.choice.state() if self.choice.model.codes else self._remembered
        zoom = 0.0 if self.view.fits else self.view.zoom
        return {**chosen, "zoom": zoom, "page": self.view.page, "sizes": self.splitter.sizes()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Choose what was chosen before, once the entities are known."""
        self._remembered = dict(state)
        sizes = state.get("sizes")
        if isinstance(sizes, list) and len(sizes) == 2:
            self.splitter.setSizes([int(size) for size in sizes])
        zoom = state.get("zoom")
        if isinstance(zoom, int | float) and zoom:
            self.view.set_zoom(float(zoom))
