"""What the command palette finds: groups of items, each with a title, a remark and a deed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inventory_app.domain.search_words import places, plain, words_of

Matches = tuple[tuple[int, int], ...]
ITEM = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, kw_only=True)
class PaletteItem:
    """One thing that was found; `matches` and `remark_matches` are places in the two texts."""

    title: str
    deed: Callable[[], object]
    icon: str = ""
    remark: str = ""
    shortcut: str = ""
    matches: Matches = ()
    remark_matches: Matches = ()


@dataclass(frozen=True, kw_only=True)
class PaletteGroup:
    """Items under one heading."""

    heading: str
    items: tuple[PaletteItem, ...] = field(default=())


def fitting(items: Sequence[PaletteItem], text: str, limit: int = 50) -> tuple[PaletteItem, ...]:
    """Return the items whose title or remark holds all words of *text*, the best first.

    Best are titles that begin with the first word, then titles with a word that begins so.
    """
    words = words_of(text)
    if not words:
        return tuple(items[:limit])
    found: list[tuple[int, int, PaletteItem]] = []
    for number, item in enumerate(items):
        whole = plain(f"{item.title} {item.remark}")
        if not all(word in whole for word in words):
            continue
        title = plain(item.title)
        rank = 0 if title.startswith(words[0]) else 1 if f" {words[0]}" in title else 2
        shown = PaletteItem(
            title=item.title, deed=item.deed, icon=item.icon, remark=item.remark,
            shortcut=item.shortcut, matches=places(item.title, words),
            remark_matches=places(item.remark, words),
        )  # fmt: skip
        found.append((rank, number, shown))
    return tuple(item for _rank, _number, item in sorted(found, key=lambda each: each[:2])[:limit])


class PaletteModel(QAbstractListModel):
    """Headings, which cannot be chosen, and the items under them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[str | PaletteItem] = []

    def show_groups(self, groups: Sequence[PaletteGroup]) -> None:
        """Show other groups; those without items are left out."""
        self.beginResetModel()
        self._lines = []
        for group in groups:
            if group.items:
                self._lines += [group.heading, *group.items]
        self.endResetModel()

    def item(self, row: int) -> PaletteItem | None:
        """Return the item in *row*; None for a heading and outside."""
        if not 0 <= row < len(self._lines):
            return None
        line = self._lines[row]
        return line if isinstance(line, PaletteItem) else None

    def next_item(self, row: int, step: int) -> int:
        """Return the row of the next item from *row* on, round the ends; -1 if there is none."""
        count = len(self._lines)
        for distance in range(1, count + 1):
            at = (row + step * distance) % count
            if self.item(at) is not None:
                return at
        return -1

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many lines there are, headings included."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a line."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == ITEM:
            return line
        if isinstance(line, str):
            return line if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return f"{line.remark} {line.shortcut}".strip()
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Say that headings cannot be chosen."""
        if self.item(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
