"""The register of a round as a table: filtered, searched and sorted on what is in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inventory_app.domain.registers import Register, RegisterRow
from inventory_app.domain.search_words import places, words_of
from inventory_app.gui.context import Context
from inventory_app.gui.kit.two_lines import REMARK
from inventory_app.gui.models import register_rows as rows
from inventory_app.texts import N_, Translator

TONE = int(Qt.ItemDataRole.UserRole) + 2
SHARE = int(Qt.ItemDataRole.UserRole) + 3
COUNTS = int(Qt.ItemDataRole.UserRole) + 4
ENTITY, STATE, COMPLETE, FINDINGS, OPEN, WORKBOOK, RETURNED, APPROVED = range(8)
_HEADINGS = (
    N_("Entity"), N_("State"), N_("Complete"), N_("Findings"), N_("Unsettled"), N_("Workbook"),
    N_("Returned"), N_("Approved"),
)  # fmt: skip
_TIPS = {
    COMPLETE: N_("How much of what is required is filled in"),
    FINDINGS: N_("Findings: those that block the figures, that need a comment, notices"),
    OPEN: N_("Conflicts that nobody has decided, and queries that are not settled"),
}
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RegisterModel(QAbstractTableModel):
    """One line an entity. What is shown follows from a filter, typed words and chosen entities."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._all: tuple[RegisterRow, ...] = ()
        self._shown: list[RegisterRow] = []
        self._chip = "all"
        self._words: tuple[str, ...] = ()
        self._only: frozenset[str] | None = None
        self._sorted: tuple[int, bool] = (ENTITY, False)

    def show_register(self, register: Register) -> None:
        """Show another register, or the same one as it is now."""
        self._all = register.rows
        self._fit()

    def narrow(
        self, chip: str = "all", text: str = "", only: Collection[str] | None = None
    ) -> None:
        """Show those that a filter lets through, with all words of *text*, among *only*."""
        self._chip = chip if chip in rows.CHIPS else "all"
        self._words = words_of(text)
        self._only = None if only is None else frozenset(only)
        self._fit()

    def counts(self) -> dict[str, int]:
        """Return how many entities each filter would show."""
        mine = [row for row in self._all if self._only is None or row.entity.code in self._only]
        return {name: sum(map(fits, mine)) for name, (_text, fits) in rows.CHIPS.items()}

    @property
    def rows(self) -> Sequence[RegisterRow]:
        """All rows, whatever is shown."""
        return self._all

    def row_at(self, index: _Index) -> RegisterRow | None:
        """Return the row that *index* shows."""
        return self._shown[index.row()] if 0 <= index.row() < len(self._shown) else None

    def place_of(self, entity: str) -> int:
        """Return the line of an entity, -1 if it is not shown."""
        return next((n for n, row in enumerate(self._shown) if row.entity.code == entity), -1)

    def _fit(self) -> None:
        fits = rows.CHIPS[self._chip][1]
        language = self._context.language

        def found(row: RegisterRow) -> bool:
            entity = row.entity
            if not fits(row) or (self._only is not None and entity.code not in self._only):
                return False
            text = f"{entity.name(language)} {entity.code} {entity.focal_point} {entity.contact}"
            return all(places(text, (word,)) for word in self._words)

        self.beginResetModel()
        self._shown = [row for row in self._all if found(row)]
        self._sort()
        self.endResetModel()

    def _sort(self) -> None:
        column, down = self._sorted
        self._shown.sort(key=lambda row: row.entity.name(self._context.language).casefold())
        if column != ENTITY or down:
            self._shown.sort(key=lambda row: self._key(row, column), reverse=down)

    def _key(self, row: RegisterRow, column: int) -> Any:
        found, asked = row.findings, row.participation
        keys: dict[int, Any] = {
            STATE: rows.STATES[rows.standing(row)][2],
            COMPLETE: -1.0 if row.completeness is None else row.completeness,
            FINDINGS: [found.get(name, 0) for name in ("blocks", "comment", "notice")],
            OPEN: (row.conflicts, row.queries),
            WORKBOOK: row.issued.issued_at.isoformat() if row.issued else "",
            RETURNED: row.returns[-1].received_at.isoformat() if row.returns else "",
            APPROVED: asked.approved_at.isoformat() if asked.approved_at else "",
        }
        return keys.get(column, row.entity.name(self._context.language).casefold())

    # -- what Qt calls -------------------------------------------------------------------------

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; lines that are alike are in the order of their names."""
        self._sorted = (max(column, 0), order == Qt.SortOrder.DescendingOrder)
        self.layoutAboutToBeChanged.emit()
        before = [self.row_at(index) for index in self.persistentIndexList()]
        self._sort()
        kept = self.persistentIndexList()
        places = {row.entity.code: n for n, row in enumerate(self._shown)}
        self.changePersistentIndexList(
            kept,
            [
                self.index(places[row.entity.code], index.column()) if row else QModelIndex()
                for index, row in zip(kept, before, strict=True)
            ],
        )
        self.layoutChanged.emit()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many entities are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading of a column, and what it means."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._context.words(_HEADINGS[section])
        if role == Qt.ItemDataRole.ToolTipRole and section in _TIPS:
            return self._context.words(_TIPS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a cell."""
        row, column = self.row_at(index), index.column()
        if row is None or not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)[0]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._whole(row, column)
        own: dict[int, Callable[[], Any]] = {
            REMARK: lambda: self._text(row, column)[1],
            TONE: lambda: rows.STATES[rows.standing(row)][1] if column == STATE else "good",
            SHARE: lambda: row.completeness,
            COUNTS: lambda: _counts(row, column),
        }
        return own[role]() if role in own else None

    def _text(self, row: RegisterRow, column: int) -> tuple[str, str]:
        _ = self._context.words
        texts: dict[int, Callable[[RegisterRow, Translator], str]] = {
            STATE: rows.standing_text, COMPLETE: rows.complete_text, OPEN: rows.open_text,
        }  # fmt: skip
        pairs = {WORKBOOK: rows.workbook_text, RETURNED: rows.returned_text}
        if column == ENTITY:
            return row.entity.name(_.language.code), row.entity.code
        if column in pairs:
            return pairs[column](row, _)
        if column in texts:
            return texts[column](row, _), ""
        if column == FINDINGS:
            return (rows.findings_text(row, _) if any(row.findings.values()) else ""), ""
        return (_("approved") if row.approved else ""), ""

    def _whole(self, row: RegisterRow, column: int) -> str:
        _ = self._context.words
        if column == ENTITY:
            return _("{name} ({code})", name=row.entity.name(_.language.code),
                     code=row.entity.code)  # fmt: skip
        if column == COMPLETE and row.due:
            return _("{filled} of {due} required fields are filled in",
                     filled=_.number(row.filled), due=_.number(row.due))  # fmt: skip
        if column == APPROVED:
            return rows.approved_text(row, _)
        return _(", ").join(part for part in self._text(row, column) if part)


def _counts(row: RegisterRow, column: int) -> tuple[tuple[str, str, int], ...]:
    """Return what a cell counts: icon, tone and number; nothing is left out but zeros."""
    if column == FINDINGS:
        found = row.findings
        every = (
            ("circle-alert", "bad", found.get("blocks", 0)),
            ("triangle-alert", "warn", found.get("comment", 0)),
            ("info", "info", found.get("notice", 0)),
        )
    else:
        every = (
            ("scale", "bad", row.conflicts),
            ("message-circle-question", "info", row.queries),
            ("info", "info", 0),
        )
    return tuple(each for each in every if each[2])
