"""Issuing workbooks: to which entities, in which language, into which folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QListView,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from inventory_app.domain.registers import Register, RegisterRow
from inventory_app.gui.context import Context
from inventory_app.gui.dialogs.folder_field import FolderField
from inventory_app.gui.kit.two_lines import TwoLineDelegate
from inventory_app.gui.kit.widgets import button, column, label, row, search_box
from inventory_app.gui.models.entity_list import EntityLine, EntityListModel
from inventory_app.gui.models.register_rows import standing_text, workbook_text
from inventory_app.languages import LANGUAGES

_ALL, _OUTSTANDING, _CHOSEN = range(3)


@dataclass(frozen=True, kw_only=True)
class IssueWish:
    """What was chosen; `language` is None where each entity gets its own."""

    entities: tuple[str, ...]
    language: str | None
    folder: Path


class IssueDialog(QDialog):
    """Entities, language and folder, with a sentence that says what will be written."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        register: Register,
        chosen: Collection[str] = (),
    ) -> None:
        super().__init__(parent)
        self._context, self._register = context, register
        _ = context.words
        self.setWindowTitle(_("Issue workbooks"))
        self._languages = {each.entity.code: each.participation.language for each in register.rows}
        self._outstanding = tuple(
            each.entity.code for each in register.rows if not each.participation.answered
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 18)
        box.setSpacing(12)
        title = _("Issue workbooks of round {round}", round=register.round.code)
        box.addWidget(label(title, "page-title", wrap=True))
        box.addLayout(self._entities(), 1)
        box.addLayout(self._language())
        box.addLayout(self._folder())
        self.summary = label("", "muted", wrap=True)
        box.addWidget(self.summary)
        self.issue_button = button(context, _("Issue"), self.accept, kind="primary", icon="send")
        box.addLayout(row(1, button(context, _("Cancel"), self.reject), self.issue_button))
        self.model.mark(chosen)
        never = [each for each in register.rows if each.issued is None]
        first = _CHOSEN if chosen else _ALL if len(never) == len(register.rows) else _OUTSTANDING
        self.which.button(first).setChecked(True)
        self.which.button(first).setFocus(Qt.FocusReason.OtherFocusReason)
        self._which_chosen()

    def _entities(self) -> QVBoxLayout:
        context, _ = self._context, self._context.words
        self.which = QButtonGroup(self)
        count = len(self._register.rows)
        texts = (
            _.plural("The one entity of the round", "All {n} entities of the round", count),
            _.plural("The {n} that has not answered", "The {n} that have not answered",
                     len(self._outstanding)),
            _("Some, chosen from the list"),
        )  # fmt: skip
        made = column(label(_("To whom"), "card-title"), spacing=4)
        for number, text in enumerate(texts):
            choice = QRadioButton(text)
            self.which.addButton(choice, number)
            made.addWidget(choice)
        self.which.button(_OUTSTANDING).setEnabled(bool(self._outstanding))
        self.which.idClicked.connect(lambda _n: self._which_chosen())
        self.search = search_box(context, _("Search entities"))
        self.model = EntityListModel(self)
        self.model.show_lines([self._line(each) for each in self._register.rows])
        self.model.set_several(True)
        self.model.marked.connect(self._look)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(_("Entities"))
        self.list.setItemDelegate(TwoLineDelegate(context, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setProperty("airy", True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(context.theme.px(110))
        self.search.textChanged.connect(self.model.search)
        self.picker = QWidget()
        every = button(context, _("All"), lambda: self.model.mark(self.model.codes), kind="flat")
        none = button(context, _("None"), lambda: self.model.mark(()), kind="flat")
        self.count = label("", "caption")
        inner = column(self.search, self.list, row(self.count, 1, every, none, spacing=2),
                       spacing=6)  # fmt: skip
        inner.setStretch(1, 1)
        self.picker.setLayout(inner)
        made.addWidget(self.picker, 1)
        self.rest = QWidget()
        made.addWidget(self.rest, 1)
        return made

    def _line(self, each: RegisterRow) -> EntityLine:
        _ = self._context.words
        sent, when = workbook_text(each, _)
        remark = _("{state} · workbook: {sent}", state=standing_text(each, _), sent=sent)
        if when:
            remark = _("{state} · workbook: {sent}, {when}", state=standing_text(each, _),
                       sent=sent, when=when)  # fmt: skip
        return EntityLine(
            code=each.entity.code, name=each.entity.name(_.language.code), remark=remark
        )

    def _language(self) -> QVBoxLayout:
        _ = self._context.words
        self.language = QComboBox()
        self.language.setAccessibleName(_("Language of the workbooks"))
        self.language.addItem(_("Each in the language of its entity"), None)
        for code, each in LANGUAGES.items():
            self.language.addItem(_("All in this language: {name}", name=each.name), code)
        self.language.currentIndexChanged.connect(lambda _n: self._look())
        title = label(_("Language of the workbooks"), "label")
        title.setBuddy(self.language)
        return column(title, self.language, spacing=4)

    def _folder(self) -> QVBoxLayout:
        self.place = FolderField(self._context, "issue")
        self.place.edited.connect(self._look)
        self.folder, self.problem = self.place.line, self.place.problem
        return column(self.place)

    def _which_chosen(self) -> None:
        choosing = self.which.checkedId() == _CHOSEN
        self.picker.setVisible(choosing)
        self.rest.setVisible(not choosing)
        self._look()
        px, usual = self._context.theme.px, self.sizeHint().height()
        self.resize(px(600), max(usual, px(620)) if choosing else usual)

    # -- what is chosen ------------------------------------------------------------------------

    def entities(self) -> tuple[str, ...]:
        """Return the entities that are meant."""
        match self.which.checkedId():
            case 0:
                return tuple(each.entity.code for each in self._register.rows)
            case 1:
                return self._outstanding
        return self.model.chosen

    def wish(self) -> IssueWish:
        """Return what was chosen."""
        return IssueWish(
            entities=self.entities(), language=self.language.currentData(),
            folder=self.place.folder,
        )  # fmt: skip

    def _look(self) -> None:
        _, wish, wrong = self._context.words, self.wish(), self.place.wrong
        count = len(wish.entities)
        self.count.setText(_.plural("{n} entity chosen", "{n} entities chosen", count))
        spoken = Counter(wish.language or self._languages[code] for code in wish.entities)
        parts = [
            _("{language}: {n}", language=LANGUAGES[code].name, n=_.number(n))
            for code, n in spoken.most_common()
        ]
        said = _.plural("{n} workbook will be written.", "{n} workbooks will be written.", count)
        if parts:
            said = _("{what} {languages}.", what=said, languages=_(", ").join(parts))
        self.summary.setText(said if count else _("Nobody is chosen yet."))
        self.issue_button.setText(
            _.plural("Issue {n} workbook", "Issue {n} workbooks", count) if count else _("Issue")
        )
        self.issue_button.setEnabled(bool(count) and not wrong)

    def accept(self) -> None:
        """Close, if something is chosen and nothing is wrong."""
        if self.entities() and not self.place.wrong:
            super().accept()
