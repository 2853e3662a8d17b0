"""What to print and in which language: the panel beside the preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QListView, QRadioButton, QVBoxLayout, QWidget

from inventory_app.domain.document_kinds import KINDS as DOCUMENTS
from inventory_app.domain.document_kinds import About
from inventory_app.domain.profiles import PROFILE_NAMES, Profile, notes_on
from inventory_app.gui.context import Context
from inventory_app.gui.kit.two_lines import TwoLineDelegate
from inventory_app.gui.kit.widgets import Card, button, column, label, row, search_box
from inventory_app.gui.models.entity_list import CODE, EntityLine, EntityListModel
from inventory_app.languages import LANGUAGES
from inventory_app.texts import N_

Kind = Literal["entity", "several", "secretariat", "other"]
KINDS: dict[Kind, str] = {
    "entity": N_("One entity"),
    "several": N_("Several entities"),
    "secretariat": N_("The whole Secretariat"),
    "other": N_("Another document"),
}
_OTHERS = tuple(each for name, each in DOCUMENTS.items() if name not in ("summary", "secretariat"))
_PAUSE = 120  # milliseconds without a key before the preview is made


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the preview should show: `entity` is empty for the whole Secretariat.

    `document` is the name of the document; one on a group has its key in `group`.
    """

    kind: Kind
    entity: str
    language: str
    profile: Profile = Profile.FULL
    document: str = "summary"
    group: str = ""

    @property
    def about(self) -> str:
        """The entity or the group that the document is about, if not the whole round."""
        return self.group or self.entity


class ReportChoice(Card):
    """Document, language and entities. `changed` comes when a preview should be made."""

    changed = Signal()
    marked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        _ = context.words
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.changed)
        self._spoken: dict[str, str] = {}
        self._group = ""  # to be chosen once groups are offered
        self.kinds = QButtonGroup(self)
        choices = [QRadioButton(_(text)) for text in KINDS.values()]
        for number, choice in enumerate(choices):
            self.kinds.addButton(choice, number)
        choices[0].setChecked(True)
        self.kinds.idToggled.connect(self._kind_chosen)
        self.language = QComboBox()
        self.language.setAccessibleName(_("Language of the document"))
        self.language.addItem(_("Language of the entity"), "")
        for code, each in LANGUAGES.items():
            self.language.addItem(each.name, code)
        self.language.setCurrentIndex(self.language.findData(context.language))
        self.language.currentIndexChanged.connect(lambda _n: self._pause.start())
        title = label(_("Language of the document"), "label")
        title.setBuddy(self.language)
        self.readers = QComboBox()
        self.readers.setAccessibleName(_("Edition"))
        for profile, name in PROFILE_NAMES.items():
            self.readers.addItem(_(name), profile.value)
            self.readers.setItemData(
                self.readers.count() - 1, "\n".join(map(_, notes_on(profile))),
                Qt.ItemDataRole.ToolTipRole,
            )  # fmt: skip
        self.readers.currentIndexChanged.connect(lambda _n: self._pause.start())
        edition = label(_("Edition"), "label")
        edition.setBuddy(self.readers)
        self.other = QComboBox()
        self.other.setAccessibleName(_("Another document"))
        for document in _OTHERS:
            self.other.addItem(_(document.title), document.name)
        self.other.currentIndexChanged.connect(lambda _n: self._document_chosen())
        self.group = QComboBox()
        self.group.setAccessibleName(_("Group of entities"))
        self.group.currentIndexChanged.connect(lambda _n: self._pause.start())
        for combo in (self.other, self.group):
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            combo.setMinimumContentsLength(12)
            combo.hide()
        self.body.addLayout(
            column(label(_("Document"), "card-title"), *choices, self.other, self.group, spacing=4)
        )
        self.body.addLayout(column(title, self.language, spacing=4))
        self.body.addLayout(column(edition, self.readers, spacing=4))
        self.entities = self._entities()
        self.body.addWidget(self.entities, 1)
        self.body.addStretch(0)

    def _entities(self) -> QWidget:
        _ = self._context.words
        self.search = search_box(self._context, _("Search entities"))
        self.model = EntityListModel(self)
        self.list = QListView()
        self.list.setAccessibleName(_("Entities"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(TwoLineDelegate(self._context, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.selectionModel().currentChanged.connect(self._entity_chosen)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._first)
        self.count = label("", "caption")
        self.all = button(self._context, _("All"), self._mark_all, kind="flat")
        self.none = button(self._context, _("None"), lambda: self.model.mark(()), kind="flat")
        self.model.marked.connect(self._show_count)
        self.model.marked.connect(self.marked)
        made = QWidget()
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.search)
        box.addWidget(self.list, 1)
        box.addLayout(row(self.count, 1, self.all, self.none, spacing=2))
        self._show_count()
        return made

    # -- what is chosen ------------------------------------------------------------------------

    @property
    def kind(self) -> Kind:
        """Which document."""
        return tuple(KINDS)[max(0, self.kinds.checkedId())]

    @property
    def entity(self) -> str:
        """The entity that the preview shows."""
        return str(self.list.currentIndex().data(CODE) or "")

    @property
    def spoken(self) -> str | None:
        """The language of all documents; None if each is in the language of its entity."""
        return self.language.currentData() or None

    @property
    def profile(self) -> Profile:
        """For whom the documents are made."""
        return Profile(self.readers.currentData())

    def wish(self) -> Wish | None:
        """Return what the preview should show; None if no entity is chosen."""
        if self.kind == "secretariat":
            return Wish(kind=self.kind, entity="",
                        language=self.spoken or self._context.language,
                        profile=self.profile, document="secretariat")  # fmt: skip
        about = self.about
        if self.kind == "other" and about != "entity":
            group = self.group.currentData() or ""
            if about == "group" and not group:
                return None
            return Wish(
                kind=self.kind, entity="", language=self.spoken or self._context.language,
                profile=self.profile, document=self.document,
                group=group if about == "group" else "",
            )  # fmt: skip
        if not self.entity:
            return None
        language = self.spoken or self._spoken.get(self.entity, self._context.language)
        return Wish(kind=self.kind, entity=self.entity, language=language, profile=self.profile,
                    document=self.document)  # fmt: skip

    @property
    def document(self) -> str:
        """The name of the document that is chosen."""
        if self.kind == "other":
            return str(self.other.currentData())
        return "secretariat" if self.kind == "secretariat" else "summary"

    @property
    def about(self) -> About:
        """What the document that is chosen is about."""
        return DOCUMENTS[self.document].about

    @property
    def wants_groups(self) -> bool:
        """Whether a group is to be chosen, and none is offered yet."""
        return self.about == "group" and not self.group.count()

    def show_groups(self, groups: Mapping[str, str]) -> None:
        """Offer groups of entities: their names by key."""
        with QSignalBlocker(self.group):
            chosen = self._group or self.group.currentData()
            self.group.clear()
            for key, name in sorted(groups.items(), key=lambda each: each[1].casefold()):
                self.group.addItem(name, key)
                self.group.setItemData(self.group.count() - 1, key, Qt.ItemDataRole.ToolTipRole)
            self.group.setCurrentIndex(max(0, self.group.findData(chosen)))
        self._group = ""
        self._pause.start()

    def choose(self, kind: Kind, entity: str = "") -> None:
        """Choose a document, and an entity if it is of one."""
        if entity:
            self.search.clear()
            self.list.setCurrentIndex(self.model.index_of(entity))
        self.kinds.button(tuple(KINDS).index(kind)).setChecked(True)

    def show_entities(self, lines: Sequence[EntityLine], spoken: dict[str, str]) -> None:
        """Offer these entities; *spoken* has the language of each."""
        self._spoken = spoken
        chosen = self.entity
        first = not self.model.codes
        with QSignalBlocker(self.list.selectionModel()):
            self.model.show_lines(lines)
            self._keep(chosen)
        if first:
            self.model.mark([line.code for line in lines])

    def state(self) -> dict[str, Any]:
        """Return what to remember."""
        left_out = sorted(set(self.model.codes) - set(self.model.chosen))
        return {
            "kind": self.kind, "entity": self.entity, "language": self.language.currentData(),
            "left_out": left_out, "search": self.search.text(), "profile": self.profile.value,
            "other": self.other.currentData(), "group": self.group.currentData(),
        }  # fmt: skip

    def restore(self, state: dict[str, Any]) -> None:
        """Choose what was chosen before; entities that are gone are left out."""
        self.other.setCurrentIndex(max(0, self.other.findData(state.get("other"))))
        self._group = str(state.get("group") or "")
        if state.get("kind") in KINDS:
            self.choose(state["kind"])
        place = self.language.findData(state.get("language"))
        if place >= 0:
            self.language.setCurrentIndex(place)
        self.readers.setCurrentIndex(max(0, self.readers.findData(state.get("profile"))))
        left_out = state.get("left_out")
        if isinstance(left_out, list) and left_out:
            self.model.mark(set(self.model.codes) - set(left_out))
        self.search.setText(str(state.get("search") or ""))
        self._keep(str(state.get("entity") or ""))

    # -- what the user does --------------------------------------------------------------------

    def _kind_chosen(self, _number: int, on: bool) -> None:
        if not on:
            return
        several = self.kind == "several"
        chosen = self.entity
        with QSignalBlocker(self.list.selectionModel()):
            self.model.set_several(several)
            self._keep(chosen)
        self._show_about()
        self._show_count()
        self.marked.emit()
        self._pause.start()

    def _document_chosen(self) -> None:
        self._show_about()
        self._pause.start()

    def _show_about(self) -> None:
        """Show what is to be chosen for the document: an entity, a group, or nothing."""
        self.other.setVisible(self.kind == "other")
        self.group.setVisible(self.about == "group")
        self.entities.setVisible(self.about == "entity")

    def _keep(self, entity: str) -> None:
        """Choose *entity* again, or the first one if it is not shown."""
        index = self.model.index_of(entity)
        if not index.isValid() and self.model.rowCount():
            index = self.model.index(0)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def _search(self, text: str) -> None:
        chosen = self.entity
        with QSignalBlocker(self.list.selectionModel()):
            self.model.search(text)
            self._keep(chosen)
        self._show_count()
        if self.entity != chosen:
            self._pause.start()

    def _first(self) -> None:
        self.list.setFocus()

    def _entity_chosen(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self._pause.start()

    def _mark_all(self) -> None:
        self.model.mark({*self.model.chosen, *self.model.shown})

    def _show_count(self) -> None:
        _ = self._context.words
        several = self.kind == "several"
        self.all.setVisible(several)
        self.none.setVisible(several)
        if several:
            self.count.setText(_("{n} of {total} chosen", n=_.number(len(self.model.chosen)),
                                 total=_.number(len(self.model.codes))))  # fmt: skip
        else:
            found = len(self.model.shown)
            self.count.setText(_.plural("{n} entity", "{n} entities", found))
