"""Rounds: one cycle of asking, with the definitions that were frozen for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Status = Literal["answered", "late", "imported", "issued", "asked"]


@dataclass(frozen=True, kw_only=True)
class RoundParameters:
    """What a round fixes because the resolution does not.

    Two thresholds in percent of working time, and the sheets that are asked, in their order: None
    where nothing was chosen, which is all of them.
    """

    dedicated_from: Decimal = Decimal(50)
    non_dedicated_from: Decimal = Decimal(10)
    sheets: tuple[str, ...] | None = None

    def asks(self, sheet: str) -> bool:
        """Return whether *sheet* is asked: otherwise nothing of it is due, and none is missing."""
        return self.sheets is None or sheet in self.sheets

    def as_text(self) -> dict[str, str]:
        """Return the parameters as they are kept."""
        kept = {
            "dedicated_from": str(self.dedicated_from),
            "non_dedicated_from": str(self.non_dedicated_from),
        }
        return kept if self.sheets is None else {**kept, "sheets": " ".join(self.sheets)}

    @classmethod
    def from_text(cls, kept: Mapping[str, str]) -> RoundParameters:
        """Return the parameters that were kept as *kept*."""
        sheets = kept.get("sheets")
        shares = {name: Decimal(text) for name, text in kept.items() if name != "sheets"}
        return cls(**shares, sheets=None if sheets is None else tuple(sheets.split()))


@dataclass(frozen=True, kw_only=True)
class Round:
    """One cycle of asking."""

    code: str
    as_of: date
    deadline: date
    opened_at: str = ""
    previous: str | None = None
    catalogue_version: str = ""
    parameters: RoundParameters = field(default_factory=RoundParameters)


@dataclass(frozen=True, kw_only=True)
class Participation:
    """One entity in one round: what was sent to it and what came back.

    `deadline` is its own where it was given more time than the round gives.
    """

    entity: str
    language: str
    peer_type: str
    issues: int
    returns: int
    received: date | None
    on_time: bool
    has_records: bool
    deadline: date | None = None
    approved_at: datetime | None = None
    approved_by: str = ""

    @property
    def answered(self) -> bool:
        """Whether the entity's records of this round are its own, not only carried forward."""
        return self.returns > 0 or self.has_records

    @property
    def status(self) -> Status:
        """Where the entity stands in the round."""
        if self.returns:
            return "answered" if self.on_time else "late"
        if self.has_records:
            return "imported"
        return "issued" if self.issues else "asked"
