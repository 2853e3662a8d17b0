"""The history of a store as a reader sees it: entries, changed rows, what can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from inventory_app.domain.answer_texts import answer_text
from inventory_app.domain.answer_words import words
from inventory_app.domain.changes import ChangeSet
from inventory_app.domain.fields import Field
from inventory_app.domain.merging import Answer
from inventory_app.errors import UserError
from inventory_app.texts import N_, translator

Kind: TypeAlias = Literal["added", "changed", "removed"]

TABLES: Mapping[str, str] = {
    "benefit": N_("Benefit"),
    "benefit_period": N_("Benefit in a period"),
    "share_scheme": N_("Cost-sharing scheme"),
    "share_tranche": N_("Amount to be shared"),
    "share_line": N_("Share of a fund"),
    "entity": N_("Entity"),
    "round": N_("Round"),
    "participation": N_("Entity asked"),
    "issue": N_("Workbook issued"),
    "returned": N_("Return"),
    "declaration": N_("Declaration on a sheet"),
    "conflict": N_("Conflict"),
    "query": N_("Query"),
    "duplicate": N_("Decision on duplicates"),
    "target": N_("Target of an indicator"),
    "bridge": N_("Bridge over a changed definition"),
}
COLUMNS: Mapping[str, str] = {
    "amount": N_("Amount"),
    "evidence": N_("Evidence"),
    "forecast": N_("Forecast"),
    "fund": N_("Fund"),
    "owner": N_("Owner"),
    "period": N_("Period"),
    "period_end": N_("Last day of the period"),
    "period_start": N_("First day of the period"),
    "planned": N_("Planned"),
    "realised": N_("Realised"),
    "reviewed_by": N_("Reviewed by"),
    "title": N_("Title"),
    "approved_at": N_("Approved on"),
    "approved_by": N_("Approved by"),
    "answer": N_("Answer"),
    "answered_at": N_("Answered on"),
    "answered_by": N_("Answered by"),
    "as_of": N_("As of"),
    "catalogue_version": N_("Definitions"),
    "contact": N_("Contact"),
    "choices": N_("Chosen answers"),
    "deadline": N_("Deadline"),
    "decision": N_("Decision"),
    "aliases": N_("Other names"),
    "duty_station": N_("Duty station"),
    "entity": N_("Entity"),
    "funds": N_("Funds"),
    "mandate_area": N_("Mandate area"),
    "names": N_("Names"),
    "scope": N_("Scope"),
    "successor": N_("Successor"),
    "type": N_("Kind of entity"),
    "valid_from": N_("Since"),
    "valid_to": N_("Until"),
    "file_name": N_("File"),
    "focal_point": N_("Focal point"),
    "kind": N_("Kind"),
    "language": N_("Language"),
    "opened_at": N_("Opened on"),
    "parameters": N_("Rules of the round"),
    "peer_type": N_("Kind of entity"),
    "previous": N_("Round before"),
    "none_to_report": N_("Nothing to report"),
    "question": N_("Question"),
    "remark": N_("Remark"),
    "sent_at": N_("Sent on"),
    "sheet": N_("Sheet"),
    "sides": N_("Records"),
    "sent_by": N_("Sent by"),
    "settled_at": N_("Settled on"),
    "settled_by": N_("Settled by"),
    "standing": N_("How it came in"),
    "status": N_("Status"),
    "unchanged": N_("Unchanged"),
}

_CODES: Mapping[str, str] = {
    "ours": N_("Ours"),
    "theirs": N_("Theirs"),
    "issued": N_("As issued"),
    "own": N_("a value of our own"),
    "query": N_("the entity was asked"),
    "open": N_("open"),
    "sent": N_("sent"),
    "answered": N_("answered"),
    "closed": N_("closed"),
    "withdrawn": N_("withdrawn"),
    "merged": N_("merged"),
    "unchanged": N_("nothing new"),
    "conflicts": N_("merged, with conflicts"),
    "join": N_("joined"),
    "different": N_("not the same"),
}
_SEVERAL = "; "
_CODED = frozenset({"decision", "kind", "status"})

STANDINGS: Mapping[str, str] = {
    "carried": N_("not confirmed"),
    "reported": N_("reported"),
    "imported": N_("imported"),
}


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """One change set without its rows: how many there are, and whether it still stands."""

    changes: ChangeSet
    rows: int
    undone_by: int | None = None

    @property
    def stands(self) -> bool:
        """Whether nobody took it back."""
        return self.undone_by is None


@dataclass(frozen=True, kw_only=True)
class HistoryPage:
    """Some entries, newest first, of all `total` that the filter lets through."""

    entries: tuple[HistoryEntry, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class ChangedField:
    """One answer or column before and after; `asked` is its field where it is an answer.

    `labels` are what its codes are called, by code and language, where it is none.
    """

    name: str
    before: Answer
    after: Answer
    asked: Field | None = None
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def label(self, language: str) -> str:
        """Return the heading of the field."""
        if self.asked is not None:
            return self.asked.label(language)
        return translator(language)(COLUMNS.get(self.name, self.name))

    def before_text(self, language: str) -> str:
        """Return the answer before the change for a reader."""
        return self._text(self.before, language)

    def after_text(self, language: str) -> str:
        """Return the answer after the change for a reader."""
        return self._text(self.after, language)

    def _text(self, answer: Answer, language: str) -> str:
        if self.asked is not None:
            return answer_text(self.asked.type, answer.value, answer.state, translator(language))
        if isinstance(answer.value, bool):
            return words(language).yes if answer.value else words(language).no
        if self.name == "standing" and answer.value in STANDINGS:
            return translator(language)(STANDINGS[str(answer.value)])
        if answer.value is None:
            return ""
        codes = str(answer.value).split(_SEVERAL)
        return _SEVERAL.join(self._word(code, language) for code in codes)

    def _word(self, code: str, language: str) -> str:
        if code in self.labels:
            return self.labels[code][language]
        is_coded = self.name in _CODED and code in _CODES
        return translator(language)(_CODES[code]) if is_coded else code


@dataclass(frozen=True, kw_only=True)
class ChangedRow:
    """One row that a change added, changed or removed. `sheet` and `uid` are set for records."""

    table: str
    key: str
    kind: Kind
    title: str
    sheet: str = ""
    uid: str = ""
    round: str = ""
    entity: str = ""
    fields: tuple[ChangedField, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChangedRows:
    """Some of the rows of a change set, of all `total`."""

    rows: tuple[ChangedRow, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class Stay:
    """What an undo leaves as it is, because change `by` wrote it later.

    `field` is the name of the field, empty where it is the whole row.
    """

    row: ChangedRow
    field: str
    by: int
    asked: Field | None = None

    def label(self, language: str) -> str:
        """Return the heading of the field; nothing for a whole row."""
        if self.asked is not None:
            return self.asked.label(language)
        return translator(language)(COLUMNS.get(self.field, self.field)) if self.field else ""


@dataclass(frozen=True, kw_only=True)
class UndoPlan:
    """What taking back a change would do; making a plan changes nothing.

    `restores` and `stays` describe the first rows of `restored` and `kept`, the numbers of rows
    that come back and of parts that stay. `later` holds the changes that stays name, without rows.
    With a `refusal` nothing can be taken back.
    """

    changes: ChangeSet
    restores: tuple[ChangedRow, ...]
    restored: int
    stays: tuple[Stay, ...]
    kept: int
    later: Mapping[int, ChangeSet] = field(default_factory=dict)
    refusal: UserError | None = None

    @property
    def number(self) -> int:
        """The number of the change."""
        return self.changes.number
