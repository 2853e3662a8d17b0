"""What the panel beside a list shows, read in the background."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from inventory_app.domain.field_types import Reference
from inventory_app.domain.fields import Sheet
from inventory_app.domain.grids import Condition, GridQuery, Operation, Order
from inventory_app.domain.merging import Answer
from inventory_app.domain.record_views import FieldChange, RecordLinks, RecordView
from inventory_app.gui.forms.field_row import Shown
from inventory_app.gui.models.choices import Choice
from inventory_app.workspace import Workspace

_OF_OTHERS = 400  # records of other entities offered in a reference, where there are no more


@dataclass(frozen=True, kw_only=True)
class OneRecord:
    """A record with its links, and what the records it names are called."""

    view: RecordView
    links: RecordLinks
    titles: Mapping[str, str]

    def shown(self) -> Shown:
        """Return what a form shows of it."""
        view = self.view
        return Shown(
            values=view.record.values, states=view.record.states, findings=view.findings,
            former=view.former, read_only=not view.editable, key=view.record.uid,
            titles=self.titles, conflicts=frozenset(view.conflicts),
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SeveralRecords:
    """Several records: the answers they share, and None where they differ."""

    uids: tuple[str, ...]
    shared: Mapping[str, Answer | None]
    titles: Mapping[str, str]
    editable: bool
    unconfirmed: bool

    def shown(self) -> Shown:
        """Return what a form shows of them."""
        same = {name: answer for name, answer in self.shared.items() if answer is not None}
        return Shown(
            values={name: answer.value for name, answer in same.items()},
            states={n: answer.state for n, answer in same.items() if answer.state is not None},
            mixed=frozenset(self.shared.keys() - same.keys()), read_only=not self.editable,
            key=" ".join(self.uids[:200]), titles=self.titles,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PastOfRecord:
    """What happened to a record or one of its fields."""

    changes: tuple[FieldChange, ...]
    titles: Mapping[str, str] = field(default_factory=dict)


def read_one(store: Workspace, sheet: str, uid: str, round_code: str) -> OneRecord:
    """Return one record; raise `UserError` if it is not in the round."""
    view = store.records.get(sheet, uid, round_code)
    kind = store.catalogue[sheet]
    named = [(name, view.record.values.get(name)) for name in kind.fields]
    named += [(name, answer.value) for name, answer in view.former.items()]
    return OneRecord(
        view=view, links=store.records.links(sheet, uid, round_code),
        titles=titles_of(store, kind, round_code, named),
    )  # fmt: skip


def read_several(
    store: Workspace, sheet: str, uids: tuple[str, ...], round_code: str
) -> SeveralRecords:
    """Return what several records share; raise `UserError` if one is not in the round."""
    shared = store.records.shared(sheet, round_code, uids)
    named = [(name, answer.value) for name, answer in shared.items() if answer is not None]
    stale = GridQuery(
        sheet=sheet, round=round_code, only=uids,
        conditions=(Condition(operation=Operation.STALE),),
    )  # fmt: skip
    return SeveralRecords(
        uids=uids, shared=shared, unconfirmed=bool(store.records.page(stale, 0, 1)),
        editable=round_code == list(store.rounds.all())[-1],
        titles=titles_of(store, store.catalogue[sheet], round_code, named),
    )  # fmt: skip


def read_past(
    store: Workspace, sheet: str, uid: str, round_code: str, name: str | None
) -> PastOfRecord:
    """Return the changes of one field, or of all that are asked."""
    changes = store.records.history(sheet, uid, name)
    named = [(c.field, answer.value) for c in changes for answer in (c.before, c.after)]
    kind = store.catalogue[sheet]
    return PastOfRecord(changes=changes, titles=titles_of(store, kind, round_code, named))


def titles_of(
    store: Workspace, sheet: Sheet, round_code: str, named: Iterable[tuple[str, object]]
) -> dict[str, str]:
    """Return what the records are called that values of references name."""
    by_sheet: dict[str, set[str]] = {}
    for name, value in named:
        asked = sheet.fields.get(name)
        if asked is not None and isinstance(asked.type, Reference) and value is not None:
            by_sheet.setdefault(asked.type.to, set()).add(str(value))
    found: dict[str, str] = {}
    for to, uids in by_sheet.items():
        found |= store.records.titles(to, round_code, tuple(uids))
    return found


def choices_for(
    store: Workspace, to: str, round_code: str, entity: str | None, leave_out: Sequence[str]
) -> list[Choice]:
    """Return the records that a reference can name: those of the entity, then a few of others."""
    kind = store.catalogue[to]
    query = GridQuery(sheet=to, round=round_code, columns=kind.title, order=(Order(kind.title[0]),))
    own = [] if entity is None else list(store.records.page(
        GridQuery(sheet=to, round=round_code, columns=kind.title, entities=(entity,),
                  order=query.order), 0, 2_000))  # fmt: skip
    rows = list(own)
    if store.records.count(query) <= _OF_OTHERS:
        mine = {row.uid for row in own}
        rows += [row for row in store.records.page(query, 0, _OF_OTHERS) if row.uid not in mine]
    out = set(leave_out)
    choices = []
    for row in rows:
        title = kind.title_of(dict(zip(kind.title, row.values, strict=True))) or row.uid
        text = title if row.entity == entity else f"{title} · {row.entity}"
        if row.uid not in out:
            choices.append(Choice(row.uid, text))
    return choices
