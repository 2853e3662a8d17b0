"""The last step: what is still missing, saving, and how to send the file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QGridLayout,
    QListView,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inventory_app.domain.findings import Finding, Strength
from inventory_app.gui.dialogs_port import kinds
from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.two_lines import TwoLineDelegate
from inventory_app.gui.kit.widgets import (
    GAP,
    Card,
    ElidedLabel,
    EmptyState,
    ScrollPage,
    button,
    label,
)
from inventory_app.gui.models.survey_lists import FINDING, SurveyFindingsModel
from inventory_app.gui.models.survey_session import START
from inventory_app.gui.views.survey_step import (
    SurveyStep,
    progress_bar,
    progress_text,
    show_progress,
)
from inventory_app.gui.wording import apart
from inventory_app.services.checking import checked_file
from inventory_app.services.findings_files import ENDINGS, page_on, write_page
from inventory_app.texts import N_
from inventory_app.workspace import now

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QLabel

    from inventory_app.gui.context import Context
    from inventory_app.gui.models.survey_session import SurveySession
    from inventory_app.progress import Progress

_NARROW = 700
_STRENGTHS: dict[Strength, str] = {
    Strength.BLOCKS: N_("To correct ({n})"),
    Strength.COMMENT: N_("To correct or explain ({n})"),
    Strength.NOTICE: N_("For your information ({n})"),
}


class CheckStep(SurveyStep):
    """Progress, findings that lead to their fields, saving and sending."""

    save_wanted = Signal()

    def __init__(self, context: Context, session: SurveySession) -> None:
        super().__init__(context, session)
        self.only: Strength | None = None
        self.bars: dict[str, tuple[QProgressBar, QLabel]] = {}
        self.page = ScrollPage()
        self.page.column.setContentsMargins(0, 0, 4, 4)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.page)
        self.upper = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.upper.setSpacing(GAP)
        self.upper.addWidget(self._progress(), 2)
        self.upper.addWidget(self._sending(), 3)
        self.page.column.addLayout(self.upper)
        self.page.column.addWidget(self._findings(), 1)

    # -- parts ---------------------------------------------------------------------------------

    def _progress(self) -> Card:
        context, _ = self.context, self.context.words
        card = Card(_("Required answers"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(9)
        grid.setColumnStretch(1, 1)
        for number, name in enumerate(self.session.survey.sheets):
            title = self.session.sheet(name).label(context.language)
            bar, text = progress_bar(title), label("", "caption")
            grid.addWidget(label(title), number, 0)
            grid.addWidget(bar, number, 1)
            grid.addWidget(text, number, 2)
            self.bars[name] = (bar, text)
        card.body.addLayout(grid)
        self.counted = label("", "caption", wrap=True)
        card.body.addWidget(self.counted)
        card.body.addStretch(1)
        return card

    def _sending(self) -> Card:
        context, _ = self.context, self.context.words
        card = Card(_("Save and send"))
        self.state = label("", "strong", wrap=True)
        self.blocking = label("", "warn", wrap=True)
        self.save = button(context, _("Save the workbook"), self.save_wanted.emit, kind="primary",
                           icon="save")  # fmt: skip
        self.file = ElidedLabel("", "muted")
        self.send = label("", wrap=True)
        self.send.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.show_folder = button(context, _("Show in folder"), self._show_folder,
                                  icon="folder-open")  # fmt: skip
        self.copy_path = button(context, _("Copy path"), self._copy_path, icon="copy")
        self.copy_contact = button(context, _("Copy address"), self._copy_contact, icon="mail")
        for each in (self.state, self.blocking, self.file, self.send):
            card.body.addWidget(each)
        buttons: list[QWidget] = [self.save, self.show_folder, self.copy_path, self.copy_contact]
        card.body.addLayout(FlowLayout(buttons))
        card.body.addStretch(1)
        return card

    def _findings(self) -> Card:
        context, _ = self.context, self.context.words
        card = Card(_("What to look at"))
        self.chips: dict[Strength | None, QPushButton] = {}
        group = QButtonGroup(self)
        for each in (None, *Strength):
            chip = button(context, "", partial(self._filter, each), kind="chip")
            chip.setChecked(each is None)
            group.addButton(chip)
            self.chips[each] = chip
        self.page_button = button(context, _("Save findings as page…"), self._save_page,
                                  kind="flat", icon="file-text")  # fmt: skip
        card.body.addLayout(FlowLayout([*self.chips.values(), self.page_button]))
        self.model = SurveyFindingsModel(context, self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(TwoLineDelegate(context, self.list))
        self.list.setAccessibleName(_("What to look at"))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setCursor(Qt.CursorShape.PointingHandCursor)
        self.list.setMinimumHeight(context.theme.px(150))
        self.list.setIconSize(QSize(18, 18))
        self.list.clicked.connect(self._open)
        self.list.activated.connect(self._open)
        self.clean = EmptyState(
            context, "circle-check", _("Nothing is missing."),
            _("Every required answer is there. Save the workbook and send it."),
        )  # fmt: skip
        card.body.addWidget(self.list, 1)
        card.body.addWidget(self.clean, 1)
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards under each other where there is no room for both."""
        super().resizeEvent(event)
        narrow = self.width() < self.context.theme.px(_NARROW)
        direction = QBoxLayout.Direction
        self.upper.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)

    # -- showing -------------------------------------------------------------------------------

    def show_all(self) -> None:
        """Show everything."""
        self.show_checked()

    def show_checked(self) -> None:
        """Show progress and findings, and whether the workbook is saved."""
        _ = self.context.words
        for name, (bar, text) in self.bars.items():
            progress = self.session.progress.get(name)
            show_progress(bar, progress)
            said = progress_text(progress, _, brief=True)
            text.setText(said)
            bar.setAccessibleDescription(said)
        counts = self.session.counts
        self.counted.setText(
            _("Against what you were sent: {new} new, {changed} changed, {unchanged} unchanged.",
              new=_.number(counts.new), changed=_.number(counts.changed),
              unchanged=_.number(counts.unchanged))
        )  # fmt: skip
        for strength, chip in self.chips.items():
            n = sum(strength in (None, each.strength) for each in self.session.findings)
            said = _("All ({n})") if strength is None else _(_STRENGTHS[strength])
            chip.setText(said.format(n=_.number(n)))
            chip.setVisible(bool(n))
        self.model.show_findings(self.context, self.session, self.only)
        self.list.setVisible(bool(self.model.rowCount()))
        self.clean.setVisible(not self.model.rowCount())
        self._show_state()

    def _show_state(self) -> None:
        session, _ = self.session, self.context.words
        blocking = sum(each.strength is Strength.BLOCKS for each in session.findings)
        unsaved = session.survey.is_changed
        sent = session.saved_here and not unsaved
        if unsaved:
            text = _("There are answers that are not saved yet.")
        elif session.saved_here:
            text = _("Saved. The workbook holds everything you have typed.")
        else:
            text = _("Nothing has been changed since the workbook was opened.")
        self.blocking.setVisible(bool(blocking))
        self.blocking.setText(
            _.plural(
                "{n} point is still to correct. You can save now and go on later.",
                "{n} points are still to correct. You can save now and go on later.",
                blocking,
            )
        )
        self.state.setText(text)
        self.save.setVisible(not sent)
        self.file.set_text(f"\u2066{session.survey.path}\u2069")
        contact = session.survey.facts.contact
        if contact:
            said = _("Then send this file by e-mail to {contact}.", contact=apart(contact, _))
        else:
            said = _("Then send this file by e-mail to whoever sent it to you.")
        if sent:
            said = (
                _("Now send this file by e-mail to {contact}.", contact=apart(contact, _))
                if contact
                else _("Now send this file by e-mail to whoever sent it to you.")
            )
        self.send.setText(said)
        self.copy_contact.setVisible("@" in contact)

    # -- doing ---------------------------------------------------------------------------------

    def _filter(self, strength: Strength | None) -> None:
        self.only = strength
        self.chips[strength].setChecked(True)
        self.model.show_findings(self.context, self.session, strength)

    def _open(self, index: QModelIndex) -> None:
        finding = index.data(FINDING)
        if not isinstance(finding, Finding):
            return
        if finding.sheet in self.session.survey.sheets:
            self.wanted.emit(finding.sheet, self.session.uid_of(finding), finding.field)
        else:
            self.wanted.emit(START, "", "")

    def _save_page(self) -> None:
        """Ask for a name and write the findings there, as HTML or as PDF."""
        context, _, survey = self.context, self.context.words, self.session.survey
        suggested = survey.path.with_name(f"{survey.path.stem}_findings.html")
        target = context.dialogs.save_file(
            _("Save findings as page"), suggested, kinds(_, (N_("Pages"), ENDINGS))
        )
        if target is None:
            return
        content, catalogue = survey.content(), self.session.catalogue
        today = now().astimezone().date()

        def work(_progress: Progress) -> Path:
            checked = checked_file(survey.path, "", content, catalogue)
            return write_page(page_on(checked, catalogue, today, _.language.code), target)

        def said(page: Path) -> None:
            context.say(_("The findings are in {file}.", file=apart(str(page), _)), "good")

        if context.tasks.run(_("Writing the findings"), work, then=said) is None:
            context.say(_("Something else is under way; try again when it is done."), "warn")

    def _show_folder(self) -> None:
        folder = self.session.survey.path.parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _copy_path(self) -> None:
        QGuiApplication.clipboard().setText(str(self.session.survey.path))
        self.context.say(self.context.words("The path is on the clipboard."), "info")

    def _copy_contact(self) -> None:
        QGuiApplication.clipboard().setText(self.session.survey.facts.contact)
        self.context.say(self.context.words("The address is on the clipboard."), "info")
