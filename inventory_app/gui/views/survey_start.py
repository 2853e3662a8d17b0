"""The first step: whose workbook this is, until when, who fills it in, and what is asked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLineEdit, QProgressBar, QVBoxLayout

from inventory_app.gui.kit.widgets import (
    GAP,
    Card,
    ScrollPage,
    button,
    column,
    label,
    row,
)
from inventory_app.gui.models.survey_session import CHECK
from inventory_app.gui.views.survey_step import (
    SurveyStep,
    progress_bar,
    progress_text,
    show_progress,
)
from inventory_app.gui.wording import apart
from inventory_app.texts import N_

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

    from inventory_app.gui.context import Context
    from inventory_app.gui.models.survey_session import SurveySession

_NARROW = 620
_UNBROKEN = "\N{NON-BREAKING HYPHEN}"  # an address is broken at no hyphen
_HOW = (
    N_("Go through the sheets one by one. What is known from last time is there already: correct "
       "what has changed and leave the rest."),
    N_("A clock beside a field says that its answer is known from last time. Fields with a star "
       "must be answered; “unknown” and “not applicable” are answers too."),
    N_("Save as often as you like. The file you were sent is filled in; nothing leaves this "
       "computer until you send it yourself."),
)  # fmt: skip


class StartStep(SurveyStep):
    """Facts, the name of who fills in, and how far each sheet is."""

    def __init__(self, context: Context, session: SurveySession) -> None:
        super().__init__(context, session)
        self.bars: dict[str, tuple[QProgressBar, QLabel]] = {}
        self.page = ScrollPage()
        self.page.column.setContentsMargins(0, 0, 4, 4)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.page)
        self.upper = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.upper.setSpacing(GAP)
        self.upper.addWidget(self._facts(), 1)
        self.upper.addWidget(self._who(), 1)
        self.page.column.addLayout(self.upper)
        self.page.column.addWidget(self._sheets())
        self.page.column.addStretch(1)

    def _facts(self) -> Card:
        _, facts = self.context.words, self.session.survey.facts
        card = Card(_("This survey"))
        lines = (
            (_("Organisation"), facts.organisation),
            (_("Round"), self.session.survey.identity.round),
            (
                _("Figures as they stood on"),
                _.date(facts.as_of) if facts.as_of else facts.as_of_text,
            ),
            (
                _("Please return by"),
                _.date(facts.deadline) if facts.deadline else facts.deadline_text,
            ),
            (_("Time needed"), facts.time_needed),
            (_("Questions and returns to"), facts.contact),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        shown = [(name, text) for name, text in lines if text]
        for number, (name, text) in enumerate(shown):
            grid.addWidget(label(name, "muted"), number, 0)
            shown_text = text.replace("-", _UNBROKEN) if "@" in text else text
            grid.addWidget(label(apart(shown_text, _), wrap=True), number, 1)
        card.body.addLayout(grid)
        card.body.addStretch(1)
        return card

    def _who(self) -> Card:
        _ = self.context.words
        card = Card(_("Who fills it in"))
        name = label(_("Filled in by (name, telephone)"), "label")
        self.who = QLineEdit()
        self.who.setAccessibleName(name.text())
        self.who.setPlaceholderText(self.session.survey.facts.focal_point)
        self.who.editingFinished.connect(self.commit)
        name.setBuddy(self.who)
        card.body.addLayout(column(name, self.who, spacing=4))
        for text in _HOW:
            card.body.addWidget(label(_(text), "muted", wrap=True))
        card.body.addStretch(1)
        return card

    def _sheets(self) -> Card:
        context, _ = self.context, self.context.words
        card = Card(_("What we ask"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        for number, name in enumerate(self.session.survey.sheets):
            sheet = self.session.sheet(name)
            title = sheet.label(context.language)
            bar, text = progress_bar(title), label("", "caption", wrap=True)
            help_text = label(sheet.help.get(context.language, ""), "caption", wrap=True)
            grid.addLayout(column(label(title, "strong"), help_text, spacing=2), number, 0)
            grid.addLayout(column(1, bar, text, 1, spacing=4), number, 1)
            opener = button(context, _("Open"), partial(self.wanted.emit, name, "", ""))
            opener.setAccessibleName(_("Open “{sheet}”", sheet=title))
            grid.addWidget(opener, number, 2)
            self.bars[name] = (bar, text)
        card.body.addLayout(grid)
        self.go_on = button(context, "", self._go_on, kind="primary", icon="arrow-right")
        right_to_left = _.language.right_to_left  # the arrow stands at the far end
        self.go_on.setLayoutDirection(
            Qt.LayoutDirection.LeftToRight if right_to_left else Qt.LayoutDirection.RightToLeft
        )
        card.body.addLayout(row(1, self.go_on))
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards under each other where there is no room for both."""
        super().resizeEvent(event)
        narrow = self.width() < self.context.theme.px(_NARROW)
        direction = QBoxLayout.Direction
        self.upper.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)

    def show_all(self) -> None:
        """Show who fills in and how far each sheet is."""
        if not self.who.isModified():
            self.who.setText(self.session.survey.filled_by)
        self.show_checked()

    def show_checked(self) -> None:
        """Show how far each sheet is."""
        _ = self.context.words
        for name, (bar, text) in self.bars.items():
            progress = self.session.progress.get(name)
            show_progress(bar, progress)
            said = progress_text(progress, _)
            text.setText(said)
            bar.setAccessibleDescription(said)
        step = self._next_step()
        what = (
            _("Check and send")
            if step == CHECK
            else _("Go on with “{sheet}”", sheet=self.session.sheet(step).label(_.language.code))
        )
        self.go_on.setText(what)

    def commit(self) -> None:
        """Take the name that is being typed."""
        if self.who.isModified():
            self.who.setModified(False)
            self.edit(lambda: self.session.survey.fill_in_by(self.who.text()))

    def _next_step(self) -> str:
        """Return the first sheet that is not complete."""
        for name in self.session.survey.sheets:
            progress = self.session.progress.get(name)
            if progress is None or progress.nothing:
                continue
            if progress.filled < progress.due or not progress.records:
                return name
        return CHECK

    def _go_on(self) -> None:
        self.wanted.emit(self._next_step(), "", "")
