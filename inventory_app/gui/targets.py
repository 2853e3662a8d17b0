"""Where a view can ask to go: a page, and what to show on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inventory_app.domain.grids import Condition


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Where to go: a page, and what to show there (the page knows what it understands)."""

    page: str
    target: object = None


@dataclass(frozen=True, kw_only=True)
class RecordTarget:
    """One record, for the page “inventory”; without a round, the one that is looked at.

    `field` is the answer that the reader should see first.
    """

    sheet: str
    uid: str
    round: str = ""
    field: str = ""


@dataclass(frozen=True, kw_only=True)
class ListTarget:
    """The records behind a figure, for the page “inventory”: the fields mean what `GridQuery` says.

    `title` is a sentence in the reader's language that says why these records are shown.
    """

    sheet: str
    round: str = ""
    entities: tuple[str, ...] | None = None
    conditions: tuple[Condition, ...] = ()
    search: str = ""
    only: tuple[str, ...] | None = None
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class EntityTarget:
    """One entity, for any page that can show one: inventory, returns, indicators, reports."""

    entity: str
    round: str = ""


@dataclass(frozen=True, kw_only=True)
class IndicatorTarget:
    """One indicator, for the page “indicators”, with an entity marked if one is named."""

    indicator: str
    entity: str = ""


@dataclass(frozen=True, kw_only=True)
class RegisterTarget:
    """Some entities of the register, for the page “returns”, and why these."""

    entities: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeTarget:
    """One change set, for the page “history”."""

    number: int
