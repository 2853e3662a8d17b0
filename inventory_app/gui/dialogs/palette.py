"""The command palette: one field that finds commands, pages, entities and records."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QListView, QVBoxLayout, QWidget

from inventory_app.domain.record_views import Hit
from inventory_app.domain.search_words import places, words_of
from inventory_app.gui.actions import ACTIONS
from inventory_app.gui.context import Context
from inventory_app.gui.dialogs.palette_lines import PaletteDelegate
from inventory_app.gui.kit.widgets import label, search_box
from inventory_app.gui.menu_bar import MENUS
from inventory_app.gui.models.palette import PaletteGroup, PaletteItem, PaletteModel, fitting
from inventory_app.gui.targets import EntityTarget, RecordTarget
from inventory_app.gui.wording import apart
from inventory_app.workspace import Workspace

if TYPE_CHECKING:
    from inventory_app.gui.frame import Frame

_WIDTH, _HEIGHT = 640, 460
_FROM_TOP = 0.1
_PAUSE = 80  # milliseconds without a key before records are searched
_MOST_HITS, _MOST_OF_A_SHEET = 60, 8
_SHEET_ICONS = {
    "units": "building-2", "staff": "users", "systems": "boxes", "data_centres": "server",
    "service_desks": "message-circle-question", "networks": "network", "devices": "monitor",
    "contracts": "file-text", "projects": "trending-up", "costs": "coins",
}  # fmt: skip
_STEPS = {
    Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6,
}  # fmt: skip


class Palette(QDialog):
    """Opens over the middle of the window; everything goes by keyboard."""

    def __init__(self, parent: QWidget, frame: Frame, context: Context) -> None:
        super().__init__(parent)
        self._context, self._frame, self._over = context, frame, parent
        _ = context.words
        self.setWindowTitle(_("Search everything"))
        self.setWindowFlags(Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._commands, self._pages = self._all_commands(), self._all_pages()
        self._hits: tuple[Hit, ...] = ()
        self._names: dict[str, str] = {}
        self._moved = False  # whether the reader has gone to an item by hand
        self._searched = ""
        self.field = search_box(context, _("Search commands, pages, entities and records"))
        self.model = PaletteModel(self)
        self.list = QListView()
        self.list.setObjectName("palette")
        self.list.setAccessibleName(_("Found"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(PaletteDelegate(context, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys go to the field
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.clicked.connect(self._clicked)
        self.nothing = label(_("Nothing was found."), "muted", wrap=True)
        self.hint = label(_("↑ ↓ choose · Enter opens · Esc closes"), "caption")
        ground = QFrame()
        ground.setProperty("card", "palette")
        inner = QVBoxLayout(ground)
        inner.setContentsMargins(14, 14, 14, 10)
        inner.setSpacing(10)
        for each in (self.field, self.list, self.nothing, self.hint):
            inner.addWidget(each)
        inner.setStretch(1, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(ground)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._search)
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self.choose)
        self.field.installEventFilter(self)
        self._show()

    def open_over(self) -> None:
        """Show it in the middle of the window, near its top."""
        window, px = self._over.geometry(), self._context.theme.px
        size = QSize(
            min(px(_WIDTH), window.width() - 48), min(px(_HEIGHT), round(window.height() * 0.8))
        )
        self.resize(size)
        left = window.left() + (window.width() - size.width()) // 2
        self.move(left, window.top() + round(window.height() * _FROM_TOP))
        self.open()
        self.field.setFocus()

    # -- what can be found ---------------------------------------------------------------------

    def _all_commands(self) -> tuple[PaletteItem, ...]:
        _ = self._context.words
        found = []
        for spec in ACTIONS:
            action = self._frame.actions_by_id.get(spec.id)
            if action is None or not action.isEnabled() or spec.id == "palette":
                continue
            shortcut = QKeySequence(spec.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
            found.append(
                PaletteItem(
                    title=action.text().replace("&", ""), deed=action.trigger,
                    icon=spec.icon or "arrow-right", shortcut=shortcut,
                    remark=_(MENUS[spec.menu]).replace("&", ""),
                )
            )  # fmt: skip
        return tuple(found)

    def _all_pages(self) -> tuple[PaletteItem, ...]:
        _ = self._context.words
        found = []
        for spec in self._frame.shown_pages():
            action = self._frame.actions_by_id.get(f"go-{spec.name}")
            text = QKeySequence.SequenceFormat.NativeText
            found.append(
                PaletteItem(
                    title=_(spec.text), icon=spec.icon,
                    deed=partial(self._frame.show_page, spec.name),
                    shortcut=action.shortcut().toString(text) if action else "",
                )
            )  # fmt: skip
        return tuple(found)

    def _typed(self, text: str) -> None:
        if not text.strip():
            self._hits = ()
            self._context.tasks.forget("palette")
        self._show()
        self._pause.start()

    def _search(self) -> None:
        store, code = self._context.workspace, self._context.round
        text = self.field.text().strip()
        if store is None or not code or not text:
            return
        work = partial(_found, store, text, code, self._context.language)
        self._context.read("palette", work, partial(self._take, text))

    def _take(self, text: str, found: tuple[tuple[Hit, ...], dict[str, str]]) -> None:
        self._hits, self._names = found
        self._searched = text
        self._show()

    def _show(self) -> None:
        _, text = self._context.words, self.field.text()
        groups = [
            PaletteGroup(heading=_("Go to"), items=fitting(self._pages, text)),
            *self._hit_groups(),
            PaletteGroup(heading=_("Commands"), items=fitting(self._commands, text)),
        ]
        kept = self.model.item(self.list.currentIndex().row())
        self.model.show_groups(groups)
        at = self.model.next_item(-1, 1)
        if kept is not None and self._searched:
            same = (n for n in range(self.model.rowCount()) if _same(self.model.item(n), kept))
            at = next(same, at) if self._moved else at
        self._choose(at)
        found = self.model.rowCount() > 0
        self.list.setVisible(found)
        self.nothing.setVisible(not found)

    def _hit_groups(self) -> list[PaletteGroup]:
        _, language = self._context.words, self._context.language
        by_sheet: dict[str, list[PaletteItem]] = defaultdict(list)
        for hit in self._hits:
            by_sheet[hit.sheet].append(self._item(hit))
        groups = [
            PaletteGroup(
                heading=_("Entities"), items=tuple(by_sheet.pop("", ())[:_MOST_OF_A_SHEET])
            )
        ]
        if self._context.workspace is not None:
            for sheet in self._context.workspace.catalogue:
                items = tuple(by_sheet.get(sheet.name, ()))[:_MOST_OF_A_SHEET]
                groups.append(PaletteGroup(heading=sheet.label(language), items=items))
        return groups

    def _item(self, hit: Hit) -> PaletteItem:
        """Return what is shown of a hit: its title, and under it where the match was."""
        _, context, words = self._context.words, self._context, words_of(self._searched)
        if not hit.sheet:
            title = self._names.get(hit.uid, hit.title)
            return PaletteItem(
                title=title, icon="building-2", remark=hit.uid, matches=places(title, words),
                remark_matches=places(hit.uid, words),
                deed=partial(context.go, "inventory", EntityTarget(entity=hit.uid)),
            )  # fmt: skip
        sheet = context.store.catalogue[hit.sheet]
        field = sheet.fields.get(hit.field)
        entity = apart(hit.entity, _)
        if field is None or hit.field in sheet.title:
            remark = _("{entity} · {uid}", entity=entity, uid=apart(hit.uid, _))
        else:
            remark = _("{entity} · {field}: {text}", entity=entity,
                       field=field.label(context.language), text=apart(hit.excerpt, _))  # fmt: skip
        target = RecordTarget(
            sheet=hit.sheet, uid=hit.uid, round=context.round, field=hit.field if field else ""
        )
        return PaletteItem(
            title=hit.title, icon=_SHEET_ICONS.get(hit.sheet, "table-2"), remark=remark,
            matches=places(hit.title, words), remark_matches=places(remark, words),
            deed=partial(context.go, "inventory", target),
        )  # fmt: skip

    # -- choosing ------------------------------------------------------------------------------

    def _choose(self, row: int) -> None:
        index = self.model.index(row, 0) if row >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        if row == self.model.next_item(-1, 1):
            self.list.scrollToTop()
        item = self.model.item(row)
        self.field.setAccessibleDescription(item.title if item is not None else "")

    def _move(self, steps: int) -> None:
        row = self.list.currentIndex().row()
        for _step in range(abs(steps)):
            row = self.model.next_item(row, 1 if steps > 0 else -1)
        self._moved = True
        self._choose(row)

    def _clicked(self, index: QModelIndex) -> None:
        if self.model.item(index.row()) is not None:
            self._choose(index.row())
            self.choose()

    def choose(self) -> None:
        """Do what the chosen item stands for, once the palette has gone."""
        item = self.model.item(self.list.currentIndex().row())
        if item is not None:
            self.accept()
            QTimer.singleShot(0, self._over, item.deed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move through the list while the field keeps the focus."""
        if watched is self.field and isinstance(event, QKeyEvent):
            steps = _STEPS.get(Qt.Key(event.key()))
            if event.type() == QEvent.Type.KeyPress and steps:
                self._move(steps)
                return True
        return super().eventFilter(watched, event)


def _found(
    store: Workspace, text: str, round_code: str, language: str
) -> tuple[tuple[Hit, ...], dict[str, str]]:
    """Return what a search finds, and the names of the entities for a reader of *language*."""
    hits = store.records.search(text, round_code, _MOST_HITS)
    wanted = {hit.uid for hit in hits if not hit.sheet}
    if not wanted:
        return hits, {}
    return hits, {
        code: entity.name(language)
        for code, entity in store.entities.all().items()
        if code in wanted
    }


def _same(one: PaletteItem | None, other: PaletteItem) -> bool:
    return one is not None and (one.title, one.remark) == (other.title, other.remark)
