"""The lists of a survey workbook: the records of a sheet, and everything that was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inventory_app.domain.finding_texts import worded
from inventory_app.domain.findings import Finding, Strength
from inventory_app.gui.kit.two_lines import REMARK
from inventory_app.gui.models.survey_session import Standing, SurveySession, standing
from inventory_app.texts import N_

if TYPE_CHECKING:
    from inventory_app.domain.survey_files import SurveyRow
    from inventory_app.gui.context import Context

UID = int(Qt.ItemDataRole.UserRole) + 2
FINDING = int(Qt.ItemDataRole.UserRole) + 3
_Index = QModelIndex | QPersistentModelIndex

STANDINGS: Mapping[Standing, str] = {
    "known": N_("Known: please confirm"), "changed": N_("Changed"), "new": N_("New"),
    "retired": N_("Retired"),
}  # fmt: skip
MARKS: Mapping[Strength | None, tuple[str, str]] = {
    Strength.BLOCKS: ("circle-alert", "bad"), Strength.COMMENT: ("triangle-alert", "warn"),
    Strength.NOTICE: ("info", "info"), None: ("circle-check", "good"),
}  # fmt: skip


class Line(NamedTuple):
    """One line of a list: what it is called, a remark under it, and how well it stands."""

    uid: str
    title: str
    remark: str
    strength: Strength | None
    finding: Finding | None = None


class _Lines(QAbstractListModel):
    """Lines with a mark in front."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._icons = {each: context.icon(*mark) for each, mark in MARKS.items()}
        self.lines: tuple[Line, ...] = ()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what Qt asks about a line."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        answers = {
            Qt.ItemDataRole.DisplayRole: line.title,
            Qt.ItemDataRole.ToolTipRole: f"{line.title}\n{line.remark}",
            Qt.ItemDataRole.AccessibleDescriptionRole: line.remark,
            REMARK: line.remark,
            UID: line.uid,
            FINDING: line.finding,
        }
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icons[line.strength]
        return answers.get(role)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show *lines*; where only their words differ, selection and scrolling stay."""
        new = tuple(lines)
        if [line.uid for line in new] == [line.uid for line in self.lines] and new:
            old, self.lines = self.lines, new
            for number, (one, two) in enumerate(zip(old, new, strict=True)):
                if one != two:
                    self.dataChanged.emit(self.index(number), self.index(number))
            return
        self.beginResetModel()
        self.lines = new
        self.endResetModel()


class SurveyRecordsModel(_Lines):
    """The records of one sheet, with what is missing in each."""

    def show_sheet(self, context: Context, session: SurveySession, sheet: str) -> None:
        """Show the records of *sheet* that fit what was searched for."""
        place = session.places[sheet]
        wanted = place.search.casefold().split()
        lines = [
            record_line(context, session, sheet, row) for row in session.survey.sheet(sheet).rows
        ]
        self.show_lines(
            [
                line
                for line in lines
                if all(word in line.title.casefold() for word in wanted)
                and (not place.only_open or line.strength or line.uid == place.uid)
            ]
        )

    def row_of(self, uid: str) -> int:
        """Return where a record stands in the list, -1 where it does not."""
        return next((n for n, line in enumerate(self.lines) if line.uid == uid), -1)


class SurveyFindingsModel(_Lines):
    """Findings in the order of their strength."""

    def show_findings(
        self, context: Context, session: SurveySession, only: Strength | None
    ) -> None:
        """Show all findings, or only those of one strength."""
        order = list(Strength)
        found = [each for each in session.findings if only in (None, each.strength)]
        found.sort(key=lambda each: order.index(each.strength))
        self.show_lines([finding_line(context, session, each) for each in found])


def record_line(context: Context, session: SurveySession, sheet: str, row: SurveyRow) -> Line:
    """Return the line of one record."""
    _ = context.words
    missing = session.missing(row, sheet)
    rest = [
        each
        for each in session.by_record.get((sheet, row.uid), ())
        if each.code != "R-MISSING" and each.strength is not Strength.NOTICE
    ]
    parts = [_(STANDINGS[standing(row)])]
    if missing:
        parts.append(_.plural("{n} answer missing", "{n} answers missing", missing))
    if rest:
        parts.append(_.plural("{n} finding", "{n} findings", len(rest)))
    strength = session.strongest(sheet, row.uid)
    if missing and strength is not Strength.BLOCKS:
        strength = Strength.BLOCKS
    title = session.title(sheet, row) or _("(no name yet)")
    return Line(row.uid, title, " · ".join(parts), strength)


def finding_line(context: Context, session: SurveySession, finding: Finding) -> Line:
    """Return the line of one finding: what is wrong, then where and what to do."""
    _ = context.words
    said, fix = worded(finding, session.catalogue, _)
    where = []
    uid = session.uid_of(finding)
    if finding.sheet in session.catalogue.sheets:
        where.append(session.sheet(finding.sheet).label(context.language))
    if uid:
        row = session.survey.row(finding.sheet, uid)
        where.append(session.title(finding.sheet, row) or _("(no name yet)"))
    place = " · ".join([*where, fix])
    return Line(uid, said, place, finding.strength, finding)
