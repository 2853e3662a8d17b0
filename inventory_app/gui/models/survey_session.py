"""The survey workbook that is open in a window, and what is known about it.

It outlives its page, which is made anew for another language or look.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from weakref import WeakKeyDictionary

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.field_types import Reference
from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.findings import Finding, Strength
from inventory_app.domain.merging import Answer, Counts
from inventory_app.domain.records import is_uid
from inventory_app.domain.survey_files import SheetProgress, SurveyRow
from inventory_app.domain.values import Value, ValueState
from inventory_app.gui.models.survey_recovery import RecoveryCopy
from inventory_app.services.checking import Checked, checked
from inventory_app.services.survey_files import RETIRED_ON, SurveyFile

if TYPE_CHECKING:
    from inventory_app.gui.context import Context

Standing = Literal["known", "changed", "new", "retired"]
START, CHECK = "start", "check"  # steps beside those that are called like their sheets


@dataclass(kw_only=True)
class Place:
    """Where the reader was in one sheet."""

    uid: str = ""
    only_open: bool = False
    search: str = ""
    in_form: bool = True


@dataclass(kw_only=True)
class SurveySession:
    """One open workbook, its findings as they were last computed, and where the reader is."""

    survey: SurveyFile
    recovery: RecoveryCopy
    catalogue: Catalogue = field(default_factory=catalogues.default)
    step: str = START
    places: dict[str, Place] = field(default_factory=lambda: defaultdict(Place))
    findings: tuple[Finding, ...] = ()
    progress: Mapping[str, SheetProgress] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    by_record: Mapping[tuple[str, str], list[Finding]] = field(default_factory=dict)
    saved_here: bool = False
    closed_notices: set[str] = field(default_factory=set)

    def check_now(self) -> None:
        """Compute the findings; a large workbook takes up to 150 ms."""
        self.take_checked(checked(self.survey.content(), self.catalogue))

    def take_checked(self, result: Checked) -> None:
        """Keep what a check has found."""
        self.findings, self.counts = result.findings, result.counts
        self.progress = {each.sheet: each for each in result.progress}
        by_record: dict[tuple[str, str], list[Finding]] = defaultdict(list)
        for finding in result.findings:
            by_record[finding.sheet, self.uid_of(finding)].append(finding)
        self.by_record = by_record

    def uid_of(self, finding: Finding) -> str:
        """Return the row that a finding speaks of, "" for a whole sheet or the workbook."""
        if finding.sheet not in self.survey.sheets:
            return ""
        rows = self.survey.sheet(finding.sheet).rows
        if any(row.uid == finding.uid for row in rows):
            return finding.uid
        number = _row_number(finding.cell)
        return next((row.uid for row in rows if row.row == number), "")

    def sheet(self, name: str) -> Sheet:
        """Return the definition of a sheet."""
        return self.catalogue[name]

    def strongest(self, sheet: str, uid: str) -> Strength | None:
        """Return the strongest finding about a row."""
        found = {each.strength for each in self.by_record.get((sheet, uid), ())}
        return next((strength for strength in Strength if strength in found), None)

    def of_sheet(self, name: str) -> Iterator[Finding]:
        """Yield the findings of a sheet."""
        return (each for each in self.findings if each.sheet == name)

    def missing(self, row: SurveyRow, sheet: str) -> int:
        """Return how many required answers of a row are not given."""
        said = {*row.values, *row.states, *row.unread}
        return sum(each.name not in said for each in self.sheet(sheet).due(row.values))

    def title(self, sheet: str, row: SurveyRow) -> str:
        """Return the words by which a reader knows a row, "" while it has none."""
        return self.sheet(sheet).title_of(row.values)

    def choices(self, sheet: str) -> Sequence[tuple[str, str]]:
        """Return uid and title of the rows of a sheet that a reference can name."""
        if sheet not in self.survey.sheets:
            return ()
        rows = self.survey.sheet(sheet).rows
        named = ((row.uid, self.title(sheet, row)) for row in rows if row.is_clear)
        return sorted((each for each in named if each[1]), key=lambda each: each[1].casefold())

    def titles(self, sheet: str) -> Mapping[str, str]:
        """Return the words for the records that the references of a sheet can name, by uid."""
        kinds = (each.type for each in self.sheet(sheet).asked)
        to = {kind.to for kind in kinds if isinstance(kind, Reference)}
        return {uid: title for other in to for uid, title in self.choices(other)}

    def rows(self) -> dict[tuple[str, str], SurveyRow]:
        """Return all rows by sheet and uid, to see later which have changed."""
        sheets = self.survey.sheets
        return {(name, row.uid): row for name in sheets for row in self.survey.sheet(name).rows}

    def first_difference(self, before: Mapping[tuple[str, str], SurveyRow]) -> tuple[str, str]:
        """Return sheet and uid of the first row that is not as it was *before*.

        The uid is "" for a row that is gone; both are where no row has changed.
        """
        now = self.rows()
        for key, row in now.items():
            if before.get(key) is not row:
                return key
        return next(((sheet, "") for sheet, uid in before if (sheet, uid) not in now), ("", ""))

    def answer(self, sheet: str, uid: str, name: str, said: Answer) -> None:
        """Answer one field; a record named in words is looked up as the reader would.

        Raises `UserError` where the workbook cannot hold the answer.
        """
        asked = self.sheet(sheet).fields[name]
        value = said.value
        if isinstance(asked.type, Reference) and isinstance(value, str) and not is_uid(value):
            self.survey.enter(sheet, uid, name, value)
        else:
            self.survey.change(sheet, uid, name, said.value, said.state)


def standing(row: SurveyRow) -> Standing:
    """Return whether a row is as it was sent, changed, new, or retired."""
    if row.values.get(RETIRED_ON) is not None:
        return "retired"
    if row.issued is None:
        return "new"
    said = {*row.values, *row.states, *row.unread, *row.issued.values, *row.issued.states}
    return "changed" if any(is_changed(row, name) for name in said & {*row.cells}) else "known"


def former(row: SurveyRow, name: str) -> Answer | None:
    """Return what was sent for a field, None for a row or a field that was sent empty."""
    if row.issued is None:
        return None
    value, state = row.issued.values.get(name), row.issued.states.get(name)
    return None if value is None and state is None else Answer(value, state)


def is_changed(row: SurveyRow, name: str) -> bool:
    """Return whether the answer to a field is not the one that was sent; an empty cell keeps it."""
    now = row.values.get(name), row.states.get(name), row.unread.get(name)
    before = former(row, name) or Answer(None, None)
    return now not in ((None, None, None), (before.value, before.state, None))


def is_known(row: SurveyRow, name: str) -> bool:
    """Return whether a field says what was sent, and may be confirmed."""
    before = former(row, name)
    return before is not None and before == (row.values.get(name), row.states.get(name))


def copied(sheet: Sheet, row: SurveyRow) -> dict[str, Value | ValueState]:
    """Return the answers that a duplicate of a row begins with: all but its name and its end."""
    left_out = {*sheet.key, *sheet.title[:1], RETIRED_ON, "record_status", "as_of_date"}
    names = [
        each.name
        for each in sheet.asked
        if each.name not in left_out and not each.name.endswith("_id")
    ]
    answers: dict[str, Value | ValueState] = {}
    for name in names:
        value = row.values.get(name)
        if value is not None:
            answers[name] = value
    return answers


def _row_number(cell: str) -> int:
    found = re.search(r"\d+", cell)
    return int(found.group()) if found else 0


_OPEN: WeakKeyDictionary[Context, SurveySession] = WeakKeyDictionary()


def session_of(context: Context) -> SurveySession | None:
    """Return the workbook that is open in the window of *context*."""
    return _OPEN.get(context)


def keep(context: Context, session: SurveySession | None) -> None:
    """Let *session* be what is open in the window of *context*."""
    _OPEN.pop(context, None)
    if session is not None:
        _OPEN[context] = session


def same_file(one: Path, other: Path) -> bool:
    """Return whether two paths lead to the same file."""
    return one.resolve() == other.resolve()
