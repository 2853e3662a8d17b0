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
    where nothing was chosen, which is all of them. `thresholds` are policy numbers of indicators
    that differ from those of the program, under names such as "R05.least_km"; `seed` is that of
    the draws by which intervals of peers are found, None in rounds of earlier versions.
    """

    dedicated_from: Decimal = Decimal(50)
    non_dedicated_from: Decimal = Decimal(10)
    sheets: tuple[str, ...] | None = None
    thresholds: Mapping[str, Decimal] = field(default_factory=dict)
    seed: int | None = None

    def asks(self, sheet: str) -> bool:
        """Return whether *sheet* is asked: otherwise nothing of it is due, and none is missing."""
        return self.sheets is None or sheet in self.sheets

    def as_text(self) -> dict[str, str]:
        """Return the parameters as they are kept."""
        kept = {
            "dedicated_from": str(self.dedicated_from),
            "non_dedicated_from": str(self.non_dedicated_from),
            **{name: str(number) for name, number in self.thresholds.items()},
        }
        if self.seed is not None:
            kept["seed"] = str(self.seed)
        return kept if self.sheets is None else {**kept, "sheets": " ".join(self.sheets)}

    @classmethod
    def from_text(cls, kept: Mapping[str, str]) -> RoundParameters:
        """Return the parameters that were kept as *kept*."""
        sheets, seed = kept.get("sheets"), kept.get("seed")
        numbers = {k: Decimal(text) for k, text in kept.items() if k not in ("sheets", "seed")}
        shares = {name: number for name, number in numbers.items() if "." not in name}
        return cls(
            **shares,
            sheets=None if sheets is None else tuple(sheets.split()),
            thresholds={name: number for name, number in numbers.items() if "." in name},
            seed=None if seed is None else int(seed),
        )


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

    `deadline` is its own where it was given more time than the round gives. `peer_type` and
    `peer_size` are its group among peers as frozen for the round; "" where the size is not, yet.
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
    peer_size: str = ""

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
