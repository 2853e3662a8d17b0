"""The files on the desk as a table: what each would bring, always in the same order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inventory_app.gui.context import Context
from inventory_app.gui.kit.two_lines import REMARK
from inventory_app.gui.models.triage import Line
from inventory_app.gui.models.triage_words import GROUPS
from inventory_app.gui.wording import apart
from inventory_app.texts import N_

TONE = int(Qt.ItemDataRole.UserRole) + 2
FILE, GROUP, FIRST_COUNT = 0, 1, 2
_COUNTED = ("new", "changed", "unchanged", "conflicting", "missing", "rejected")
_HEADINGS = (
    N_("File"), N_("What it is"), N_("New"), N_("Changed"), N_("Unchanged"), N_("Conflicting"),
    N_("Missing"), N_("Rejected"),
)  # fmt: skip
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class TriageModel(QAbstractTableModel):
    """One line a file; `names` are those of the entities in the reader's language."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._lines: list[Line] = []
        self.names: dict[str, str] = {}

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other files."""
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def line_at(self, index: _Index) -> Line | None:
        """Return the file that *index* shows."""
        return self._lines[index.row()] if 0 <= index.row() < len(self._lines) else None

    def place_of(self, path: Path) -> int:
        """Return the line of a file, -1 if it is not shown."""
        return next((n for n, line in enumerate(self._lines) if line.file.path == path), -1)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is the order in which they are to be looked at."""
        groups = list(GROUPS)

        def key(line: Line) -> Any:
            if column == FILE:
                return line.file.path.name.casefold()
            if column >= FIRST_COUNT:
                return line.counts.as_dict()[_COUNTED[column - FIRST_COUNT]]
            return groups.index(line.group)

        self.beginResetModel()
        self._lines.sort(key=key, reverse=order == Qt.SortOrder.DescendingOrder)
        self.endResetModel()

    # -- what Qt calls -------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many files are shown."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading of a column."""
        if orientation == Qt.Orientation.Horizontal and role in (
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole,
        ):  # fmt: skip
            return self._context.words(_HEADINGS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a cell."""
        line, column = self.line_at(index), index.column()
        if line is None or not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if column == FILE:
            told: dict[int, Callable[[Line], str]] = {
                Qt.ItemDataRole.ToolTipRole: self._tip,
                REMARK: self._whose,
            }
            return told[role](line) if role in told else None
        if role == TONE and column == GROUP:
            return GROUPS[line.group][1]
        if role == Qt.ItemDataRole.ForegroundRole and column >= FIRST_COUNT:
            zero = not line.counts.as_dict()[_COUNTED[column - FIRST_COUNT]]
            return self._context.theme.colour("faint" if zero else "text")
        return None

    def _tip(self, line: Line) -> str:
        return str(line.file.path)

    def _text(self, line: Line, column: int) -> str:
        _ = self._context.words
        if column == FILE:
            return apart(line.file.path.name, _)
        if column == GROUP:
            return _(GROUPS[line.group][0])
        if line.file.reason is not None:
            return ""
        count = line.counts.as_dict()[_COUNTED[column - FIRST_COUNT]]
        return _.number(count)

    def _whose(self, line: Line) -> str:
        _, file = self._context.words, line.file
        if file.reason is not None:
            return _(file.reason.message, **{k: _safe(v, _) for k, v in file.reason.params.items()})
        name = self.names.get(file.entity or "", file.entity or "")
        if line.group == "decide":
            return _("{entity} · {what}", entity=name, what=_.plural(
                "{n} conflict to decide", "{n} conflicts to decide", file.undecided))  # fmt: skip
        return name


def _safe(value: object, _: Any) -> object:
    return apart(value, _) if isinstance(value, str) else value
