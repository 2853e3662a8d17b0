"""What a survey workbook carries out, and what a returned one carries back."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from inventory_app.domain.findings import Finding
from inventory_app.domain.records import Declaration, Record
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.values import States, Value, Values, ValueState

if TYPE_CHECKING:
    from inventory_app.domain.definition_changes import SheetChange
    from inventory_app.domain.last_round import LastRound

FORMAT = "ict-inventory-workbook"
FORMAT_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Which workbook this is. All parts are ASCII and travel in several places of the file.

    `language` is that of the texts. It is `signed_in` another one where a workbook that had been
    issued was turned into one of another language.
    """

    store: str
    round: str
    entity: str
    issue: str
    number: int
    language: str
    catalogue: str
    tag: str = ""
    signed_in: str = ""

    def parts(self) -> dict[str, str]:
        """Return the parts by name, in the order in which they are signed."""
        return {
            "store": self.store,
            "round": self.round,
            "entity": self.entity,
            "issue": self.issue,
            "number": str(self.number),
            "language": self.signed_in or self.language,
            "catalogue": self.catalogue,
        }

    def signed(self, key: bytes) -> str:
        """Return the tag that *key* gives this identity (HMAC-SHA256, 32 hexadecimal digits)."""
        text = "\n".join(f"{name}={part}" for name, part in self.parts().items())
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]

    @property
    def code(self) -> str:
        """The visible workbook code, short enough to be read over the telephone."""
        return f"{self.round} / {self.entity} / {self.number} / {self.tag[:6].upper()}"

    def file_name(self, *kind: str) -> str:
        """Return a safe ASCII name that carries entity, round, language, *kind* and number."""
        safe = "".join(ch if ch.isascii() and ch.isalnum() else "-" for ch in self.entity)
        return "_".join((self.round, safe, self.language, *kind, f"{self.number}.xlsx"))


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """Everything that one survey workbook is made of.

    `asked` are the names of its sheets, None for all of them; `records` may hold others, which are
    only named. `records` are what its rows say, `issued` what they said when the workbook was
    issued, None where that is the same: they differ in one that was carried over half filled in,
    where `unread` is also what could not be understood, by uid and field. `entity_names` are the
    names by language, `peers` is the name of the group in `last`. `changes` say what is new in the
    questions since round `before`.
    """

    identity: Identity
    organisation: str
    entity_name: str
    focal_point: str
    contact: str
    as_of: date
    deadline: date
    issued_on: date
    dedicated_from: int
    non_dedicated_from: int
    records: Mapping[str, tuple[Record, ...]]
    spare: Mapping[str, tuple[str, ...]]
    entity_type: str = "OTHER"
    asked: tuple[str, ...] | None = None
    entity_names: Mapping[str, str] = field(default_factory=dict)
    before: str = ""
    changes: tuple[SheetChange, ...] = ()
    last: LastRound | None = None
    peers: str = ""
    declarations: Mapping[str, Declaration] = field(default_factory=dict)
    filled_by: str = ""
    issued: Mapping[str, tuple[Record, ...]] | None = None
    unread: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def as_issued(self) -> Mapping[str, tuple[Record, ...]]:
        """The records as they were issued."""
        return self.records if self.issued is None else self.issued

    @property
    def file_name(self) -> str:
        """A safe ASCII name that carries entity, round and issue number."""
        return self.identity.file_name()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedRow:
    """One row of a return: what was made of its cells, and where each of them stood.

    `values` and `states` hold only the fields that were answered and understood; `unreadable`
    those with a finding. `cells` maps each answered field to its cell, such as "C7".
    """

    uid: str | None
    row: int
    values: Values
    states: States
    cells: Mapping[str, str]
    unreadable: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class ReturnedSheet:
    """One sheet of a return. `fields` are the columns that were found."""

    sheet: str
    tab: str
    fields: frozenset[str]
    rows: tuple[ReturnedRow, ...]
    declaration: Declaration


@dataclass(frozen=True, kw_only=True)
class Issued:
    """One record as it was issued."""

    values: Values
    states: States = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedQuery:
    """One line of a query workbook that came back; `ids` are the queries that it answers.

    `given` says that there is an answer, typed or by confirming what was held: then it is `value`
    with `state`. A line that was left blank has no remark either.
    """

    ids: tuple[str, ...]
    sheet: str
    uid: str
    field: str
    value: Value = None
    state: ValueState | None = None
    given: bool = False
    remark: str = ""
    tab: str = ""
    cell: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing was said at all."""
        return not self.given and not self.remark


@dataclass(frozen=True, kw_only=True)
class Return:
    """A workbook that came back, read whole. `issued` is what was sent, by sheet and uid.

    `queries` are the lines of a query workbook, None for a survey workbook; its `sheets` and
    `issued` hold only records and fields that were answered. `parameters` are the rules of the
    round, as far as the workbook carries them. It is `certain` where nobody can have mixed up its
    rows: each speaks of the record whose code it has.
    """

    identity: Identity
    sheets: Mapping[str, ReturnedSheet]
    issued: Mapping[str, Mapping[str, Issued]]
    findings: tuple[Finding, ...]
    filled_by: str = ""
    queries: tuple[ReturnedQuery, ...] | None = None
    parameters: RoundParameters = field(default_factory=RoundParameters)
    certain: bool = False
