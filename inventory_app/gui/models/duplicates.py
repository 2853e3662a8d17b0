"""Suggestions and decisions on duplicates as a list: a name, a remark under it, how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inventory_app.domain.duplicates.decisions import Decided
from inventory_app.domain.duplicates.grounds import LEVELS, Level
from inventory_app.domain.duplicates.suggesting import Suggestion
from inventory_app.domain.search_words import plain
from inventory_app.gui.kit.two_lines import REMARK
from inventory_app.gui.kit.widgets import Tone
from inventory_app.gui.wording import apart
from inventory_app.services.duplicates import Found
from inventory_app.texts import N_, Translator

TONE = int(Qt.ItemDataRole.UserRole) + 2
KINDS: dict[str, tuple[str, Tone]] = {
    "join": (N_("joined"), "good"), "different": (N_("not the same"), "info"),
}  # fmt: skip
_LEVEL_TONES: dict[Level, Tone] = {
    Level.CERTAIN: "good", Level.LIKELY: "info", Level.POSSIBLE: "warn",
}  # fmt: skip
_HEADINGS = (N_("What may be the same"), N_("How sure"))
_DECIDED = (N_("Records"), N_("Decision"))
_ENTITIES = 4  # named under a line
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
Shown = Literal["open", "decided"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line: a suggestion, or a decision; `uids` are the records that are there."""

    id: str
    title: str
    remark: str
    pill: str
    tone: Tone
    uids: tuple[str, ...]
    suggestion: Suggestion | None = None
    decided: Decided | None = None


def entries(
    found: Found, _: Translator, *, shown: Shown, least: Level, search: str
) -> Iterator[Entry]:
    """Yield the lines that fit: at least so sure, with every word of *search* in it."""
    words = plain(search).split()
    made = _decisions(found, _) if shown == "decided" else _suggestions(found, _, least)
    for entry in made:
        text = plain(f"{entry.title} {entry.remark} {_texts(found, entry)}")
        if all(word in text for word in words):
            yield entry


def _suggestions(found: Found, _: Translator, least: Level) -> Iterator[Entry]:
    for each in found.suggestions:
        if LEVELS.index(each.level) <= LEVELS.index(least):
            yield Entry(
                id=each.id, title=found.title(each.uids[0]), remark=_remark(found, each.uids, _),
                pill=each.level.text(_), tone=_LEVEL_TONES[each.level], uids=each.uids,
                suggestion=each,
            )  # fmt: skip


def _decisions(found: Found, _: Translator) -> Iterator[Entry]:
    for each in found.decisions:
        there = tuple(record.uid for record in found.there(each))
        word, tone = KINDS[each.kind]
        yield Entry(
            id=each.id, title=found.title(each.uids[0], each), pill=_(word), tone=tone,
            uids=there, decided=each,
            remark=_("{who} · {when}", who=apart(each.who, _), when=_.date(each.at.date())),
        )  # fmt: skip


def _texts(found: Found, entry: Entry) -> str:
    decided = entry.decided
    told = [] if decided is None else [name for each in decided.titles.values() for name in each]
    return " ".join(
        [f"{found.records[uid].entity} {found.title(uid)}" for uid in entry.uids] + told
    )


def _remark(found: Found, uids: Sequence[str], _: Translator) -> str:
    entities = list(dict.fromkeys(found.records[uid].entity for uid in uids))
    named = _(", ").join(apart(code, _) for code in entities[:_ENTITIES])
    more = len(entities) - _ENTITIES
    if more > 0:
        named = _.plural("{values} and {n} more", "{values} and {n} more", more, values=named)
    return _.plural("{n} record · {entities}", "{n} records · {entities}", len(uids),
                    entities=named)  # fmt: skip


class DuplicatesModel(QAbstractTableModel):
    """The lines, in the order in which they came: the surest first."""

    def __init__(self, words: Translator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._entries: tuple[Entry, ...] = ()
        self._headings = _HEADINGS

    def show_decisions(self, decided: bool) -> None:
        """Head the columns for decisions, or for suggestions."""
        self._headings = _DECIDED if decided else _HEADINGS
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 1)

    def show_entries(self, shown: Iterable[Entry]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._entries = tuple(shown)
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        """Return the line in *row*, None where there is none."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def row_of(self, wanted: str) -> int:
        """Return the row of a suggestion or decision by its id, -1 where it is not shown."""
        ids = [each.id for each in self._entries]
        return ids.index(wanted) if wanted in ids else -1

    # -- what Qt calls -------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._words(self._headings[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a cell."""
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        first = index.column() == 0
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return entry.title if first else entry.pill
        if first and role in (REMARK, Qt.ItemDataRole.AccessibleDescriptionRole):
            return entry.remark
        return entry.tone if role == TONE and not first else None
