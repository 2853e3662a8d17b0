"""The one bridge from the store to the views, and between views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

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


class AppSignals(QObject):
    """Announcements in the thread of the window; views look at what concerns them."""

    changed = Signal(object)  # ChangeSet, after it was committed
    store_changed = Signal()  # another store is open, or none
    round_changed = Signal(str)  # another round is looked at
    look_changed = Signal()  # language, theme or size of text, in the settings
    trends_ready = Signal()  # earlier rounds have been computed, from whatever thread
    go = Signal(object)  # Destination
    said = Signal(str, str)  # kind (good, warn, bad, info) and a sentence for the status bar
