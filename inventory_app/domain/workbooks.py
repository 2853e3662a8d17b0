"""What a survey workbook carries out, and what a returned one carries back."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from inventory_app.domain.findings import Finding
from inventory_app.domain.records import Declaration, Record
from inventory_app.domain.values import States, Values

FORMAT = "ict-inventory-workbook"
FORMAT_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Which workbook this is. All parts are ASCII and travel in several places of the file."""

    store: str
    round: str
    entity: str
    issue: str
    number: int
    language: str
    catalogue: str
    tag: str = ""

    def parts(self) -> dict[str, str]:
        """Return the parts by name, in the order in which they are signed."""
        return {
            "store": self.store,
            "round": self.round,
            "entity": self.entity,
            "issue": self.issue,
            "number": str(self.number),
            "language": self.language,
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


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """Everything that one survey workbook is made of."""

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

    @property
    def file_name(self) -> str:
        """A safe ASCII name that carries entity, round and issue number."""
        identity = self.identity
        safe = "".join(ch if ch.isascii() and ch.isalnum() else "-" for ch in identity.entity)
        return f"{identity.round}_{safe}_{identity.language}_{identity.number}.xlsx"


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


@dataclass(frozen=True, kw_only=True)
class Return:
    """A workbook that came back, read whole. `issued` is what was sent, by sheet and uid."""

    identity: Identity
    sheets: Mapping[str, ReturnedSheet]
    issued: Mapping[str, Mapping[str, Issued]]
    findings: tuple[Finding, ...]
    filled_by: str = ""
