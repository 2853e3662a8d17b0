"""What a survey workbook shows whoever fills it in: its facts, its rows, how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from inventory_app.domain.records import Declaration
from inventory_app.domain.values import States, Value, Values
from inventory_app.domain.workbooks import Issued


@dataclass(frozen=True, kw_only=True)
class SurveyFacts:
    """What the front page says. A part is empty where the page has lost it.

    `deadline` and `as_of` are None where their text, which is kept beside, names no day.
    """

    entity_name: str = ""
    organisation: str = ""
    deadline: date | None = None
    deadline_text: str = ""
    as_of: date | None = None
    as_of_text: str = ""
    time_needed: str = ""
    focal_point: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRow:
    """One row of a data sheet as it stands now.

    `uid` names the row in this workbook: the uid of its record, or "@" and the number of the row
    where nothing tells which record it speaks of. `written` is the uid that stands in the row.
    `unread` holds by field what a cell says that could not be understood. `cells` are the places
    of all fields that have a column; `row` is counted from 1.
    """

    uid: str
    row: int
    values: Values
    states: States = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    issued: Issued | None = None
    written: str | None = None
    added: bool = False

    def __getitem__(self, name: str) -> Value:
        return self.values.get(name)

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in any cell."""
        return not (self.unread or self.states) and all(
            value is None for value in self.values.values()
        )

    @property
    def is_clear(self) -> bool:
        """Whether it is known which record the row speaks of."""
        return not self.uid.startswith("@")


@dataclass(frozen=True, kw_only=True)
class SurveySheet:
    """One data sheet: its rows in the order of the file, and those that were added since.

    `spare` is how many empty rows are left, `absent` the uids of issued records without a row.
    """

    name: str
    tab: str
    fields: frozenset[str]
    rows: tuple[SurveyRow, ...]
    declaration: Declaration
    spare: int
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetProgress:
    """How far a sheet is: required answers that are given, of those that are due."""

    sheet: str
    records: int
    filled: int
    due: int
    nothing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The name of a change, for the Edit menu: a message id with its parameters."""

    label: str
    params: Mapping[str, object] = field(default_factory=dict)
