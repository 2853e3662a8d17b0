"""Links of a record as rows to click: what it names, what names it, what else names the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.record_views import RecordLink, RecordLinks
from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import EmptyState, ScrollPage, empty, label
from inventory_app.gui.targets import RecordTarget
from inventory_app.gui.wording import apart


class _LinkButton(QPushButton):
    """A record to go to; a long title is cut to the room there is."""

    def __init__(self, context: Context, text: str) -> None:
        super().__init__()
        self._whole = text
        self.setProperty("kind", "flat")
        self.setStyleSheet("text-align: left;")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIcon(context.icon("arrow-right", "accent"))
        self.setIconSize(QSize(21, 16))
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the title to the new width."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = max(self.width() - 48, 40)
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))


class LinksList(ScrollPage):
    """The links of one record."""

    def __init__(self, context: Context, catalogue: Catalogue) -> None:
        super().__init__()
        self._context, self._catalogue = context, catalogue
        self._round = ""
        self.buttons: list[QPushButton] = []
        self.column.setContentsMargins(2, 2, 12, 2)
        self.column.setSpacing(4)

    def show_links(self, sheet: str, links: RecordLinks, round_code: str) -> None:
        """Show *links* of a record of *sheet*."""
        _ = self._context.words
        self._round = round_code
        empty(self.column)
        self.buttons = []
        for link in links.outbound:
            self._heading(self._catalogue[sheet].fields[link.field].label(self._context.language))
            self._link(link)
            beside = [each for each in links.beside if each.field == link.field and link.found]
            if beside:
                title = apart(link.title, _)
                self._heading(_("Others with “{title}”", title=title), caption=True)
                self._all(beside)
        self._more(links.hidden[1])
        by_field: dict[tuple[str, str], list[RecordLink]] = defaultdict(list)
        for link in links.inbound:
            by_field[link.sheet, link.field].append(link)
        for (from_sheet, field), group in by_field.items():
            kind = self._catalogue[from_sheet]
            self._heading(_("{sheet} that name this record under “{field}”",
                            sheet=kind.label(self._context.language),
                            field=kind.fields[field].label(self._context.language)))  # fmt: skip
            self._all(group)
        self._more(links.hidden[0])
        if not self.buttons:
            self.column.addWidget(EmptyState(
                self._context, "link", _("No links"),
                _("This record names no other record, and none names it."),
            ))  # fmt: skip
        self.column.addStretch(1)

    def _heading(self, text: str, *, caption: bool = False) -> None:
        self.column.addSpacing(4 if caption else 8)
        self.column.addWidget(label(text, "caption" if caption else "label", wrap=True))

    def _all(self, links: Sequence[RecordLink]) -> None:
        for link in links:
            self._link(link)

    def _link(self, link: RecordLink) -> None:
        context, _ = self._context, self._context.words
        if not link.found:
            text = _("“{title}” is in no list of this round", title=apart(link.title, _))
            self.column.addWidget(label(text, "warn", wrap=True))
            return
        target = RecordTarget(sheet=link.sheet, uid=link.uid, round=self._round)
        shown = _("{title} · {entity}", title=apart(link.title, _), entity=apart(link.entity, _))
        made = _LinkButton(context, shown)
        made.clicked.connect(lambda _checked=False: context.go("inventory", target))
        self.buttons.append(made)
        self.column.addWidget(made)

    def _more(self, hidden: int) -> None:
        if hidden:
            _ = self._context.words
            text = _.plural("and {n} more record", "and {n} more records", hidden)
            self.column.addWidget(label(text, "caption"))


__all__ = ["LinksList"]
