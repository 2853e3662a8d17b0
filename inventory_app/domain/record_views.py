"""One record as the window shows it: its findings, what changed, what it is linked with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from inventory_app.domain.findings import Finding
from inventory_app.domain.merging import Answer
from inventory_app.domain.records import Record


@dataclass(frozen=True, kw_only=True)
class RecordView:
    """One record with everything that stands beside it in a form.

    `former` holds the answers of the previous round that differ from this one, by field; it is
    empty where `is_new` says that the record was not there. `conflicts` are the fields that a
    return left undecided. `confirmed` is False while the record is only carried forward.
    `editable` is False in rounds that are over.
    """

    record: Record
    title: str
    findings: tuple[Finding, ...]
    former: Mapping[str, Answer]
    is_new: bool
    confirmed: bool
    editable: bool
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLink:
    """A record that another one names in `field`.

    `found` is False where a reference leads to nothing in the round; then `uid` is what was typed.
    """

    sheet: str
    uid: str
    entity: str
    title: str
    field: str
    found: bool = True


@dataclass(frozen=True, kw_only=True)
class RecordLinks:
    """What a record names, what names it, and what names the same as it does.

    `beside` are the other records that name the same one in the same field: the other systems in
    the data centre of a system. `hidden` says how many links of each kind are too many to be
    listed: inbound, then beside.
    """

    outbound: tuple[RecordLink, ...] = ()
    inbound: tuple[RecordLink, ...] = ()
    beside: tuple[RecordLink, ...] = ()
    hidden: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One change of one answer, newest first in a history.

    `label` is the message id of the change set with its `params`. Where the change came from a
    file, `file`, `tab` and `cell` say from where, `sha256` which kept original it is. Where it came
    through a regional hub, `hub` is its store, `hub_who` and `hub_at` who said so there and when;
    one that the hub has `corrected` is not what the cell says. `undone` says that the change set
    was taken back later.
    """

    number: int
    at: datetime
    who: str
    origin: str
    label: str
    params: Mapping[str, object]
    round: str
    field: str
    before: Answer
    after: Answer
    file: str = ""
    sha256: str = ""
    tab: str = ""
    cell: str = ""
    undone: bool = False
    hub: str = ""
    hub_who: str = ""
    hub_at: datetime | None = None
    corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing that a search found, with the text around the match.

    `sheet` is empty for an entity, whose code is then `uid`. `field` is the field that holds the
    match ("name" for an entity, "uid" for a record found by its code); `matches` are the places
    in `excerpt`.
    """

    sheet: str
    uid: str
    entity: str
    title: str
    field: str
    excerpt: str
    matches: tuple[tuple[int, int], ...] = ()
