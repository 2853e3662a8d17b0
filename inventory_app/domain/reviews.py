"""Reviewing a return before it is written: what differs, and what was decided about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias, cast, get_args

from inventory_app.domain.answer_texts import answer_text
from inventory_app.domain.field_types import ParseError
from inventory_app.domain.fields import Catalogue, Field
from inventory_app.domain.findings import Finding
from inventory_app.domain.merging import Answer, Counts
from inventory_app.domain.values import ValueState
from inventory_app.errors import UserError
from inventory_app.texts import translator

Side: TypeAlias = Literal["issued", "ours", "theirs"]
Choice: TypeAlias = Literal["issued", "ours", "theirs", "own", "query"]
FieldKind: TypeAlias = Literal["new", "theirs", "ours", "conflict", "cleared", "unreadable"]
RowKind: TypeAlias = Literal["new", "changed", "conflicting", "missing"]
Group: TypeAlias = Literal[
    "ready", "decide", "unreadable", "wrong-round", "already-merged", "unknown-issue"
]

GROUPS: tuple[Group, ...] = get_args(Group)


class FieldPlace(NamedTuple):
    """One field of one record."""

    sheet: str
    uid: str
    field: str


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What was chosen for one field; `own` is the answer typed by hand, `question` what is asked.

    With the choice "query" the value that stands stays until the entity has answered.
    """

    choice: Choice
    own: Answer | None = None
    question: str = ""


Decisions: TypeAlias = Mapping[FieldPlace, Decision]


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """A decision taken earlier on the same field and the same two answers.

    `same_record` says that it was the same record, too. It is offered, never applied by itself.
    """

    id: str
    place: FieldPlace
    ours: Answer
    theirs: Answer
    decision: Decision
    at: datetime
    who: str
    same_record: bool = True


@dataclass(frozen=True, kw_only=True)
class ReviewField:
    """One field that differs: three answers, and how it stands without a decision.

    `kind`: only they changed it ("theirs"), only we did ("ours"), both ("conflict"); it came back
    empty ("cleared") or not understood ("unreadable"); it belongs to a new record ("new").
    """

    place: FieldPlace
    asked: Field
    kind: FieldKind
    issued: Answer
    ours: Answer
    theirs: Answer
    cell: str = ""
    findings: tuple[Finding, ...] = ()
    remembered: Remembered | None = None

    @property
    def conflict(self) -> bool:
        """Whether both sides changed the field and somebody must decide."""
        return self.kind == "conflict"

    @property
    def preset(self) -> Choice | None:
        """The choice that holds without a decision: the side that changed, none in a conflict."""
        if self.kind == "conflict":
            return None
        return "theirs" if self.kind in ("new", "theirs") else "ours"

    @property
    def changed(self) -> tuple[Side, ...]:
        """The sides whose answer is not the one that was issued."""
        sides: list[Side] = []
        if self.ours != self.issued:
            sides.append("ours")
        if self.theirs != self.issued and self.kind != "unreadable":
            sides.append("theirs")
        return tuple(sides)

    def choice(self, decisions: Decisions) -> Choice | None:
        """Return what is chosen, None in a conflict that nobody has decided."""
        decision = decisions.get(self.place)
        return decision.choice if decision is not None else self.preset

    def outcome(self, decisions: Decisions) -> Answer:
        """Return the answer that would stand; an undecided conflict and a query change nothing."""
        decision = decisions.get(self.place)
        choice = self.preset if decision is None else decision.choice
        if choice == "query":
            choice = self.preset
        if choice == "own" and decision is not None and decision.own is not None:
            return decision.own
        sides = {"issued": self.issued, "theirs": self.theirs}
        return sides.get(choice or "ours", self.ours)

    def answer(self, side: Side) -> Answer:
        """Return the answer of one side."""
        return {"issued": self.issued, "ours": self.ours, "theirs": self.theirs}[side]

    def text(self, side: Side, language: str) -> str:
        """Return the answer of one side for a reader; what was not understood as it was typed."""
        if side == "theirs" and self.kind == "unreadable":
            return next((found.found for found in self.findings if found.found), "")
        answer = self.answer(side)
        return answer_text(self.asked.type, answer.value, answer.state, translator(language))


@dataclass(frozen=True, kw_only=True)
class ReviewRow:
    """One record that differs. `row` is its row in the return, 0 where it has none there."""

    sheet: str
    uid: str
    kind: RowKind
    title: str
    row: int = 0
    fields: tuple[ReviewField, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReviewSheet:
    """One sheet of a return: the records that differ, and how many do not."""

    sheet: str
    tab: str
    rows: tuple[ReviewRow, ...]
    unchanged: int = 0


@dataclass(frozen=True, kw_only=True)
class ReviewPlan:
    """Everything that differs between a return and the store. Making one changes nothing.

    `findings` are those of no single record. For conflicts that an earlier merge left open,
    `conflicts` holds the kept conflicts of each field.
    """

    sha256: str
    file_name: str
    entity: str
    round: str
    language: str
    counts: Counts
    sheets: tuple[ReviewSheet, ...]
    findings: tuple[Finding, ...] = ()
    path: Path | None = None
    conflicts: Mapping[FieldPlace, tuple[str, ...]] = field(default_factory=dict)

    def rows(self) -> Iterator[ReviewRow]:
        """Yield the records in the order of the sheets."""
        for sheet in self.sheets:
            yield from sheet.rows

    def fields(
        self, *, sheet: str | None = None, uid: str | None = None, field: str | None = None
    ) -> Iterator[ReviewField]:
        """Yield the fields of the whole file, or of one sheet, record or field."""
        for row in self.rows():
            for each in row.fields:
                place = each.place
                if (
                    (sheet is None or place.sheet == sheet)
                    and (uid is None or place.uid == uid)
                    and (field is None or place.field == field)
                ):
                    yield each

    def undecided(self, decisions: Decisions) -> tuple[FieldPlace, ...]:
        """Return the conflicts that still need a decision."""
        return tuple(each.place for each in self.fields() if each.choice(decisions) is None)


@dataclass(frozen=True, kw_only=True)
class TriageFile:
    """One file before anything is written. `undecided` conflicts are left of `conflicts`."""

    path: Path
    sha256: str
    group: Group
    entity: str | None = None
    round: str | None = None
    counts: Counts = field(default_factory=Counts)
    findings: tuple[Finding, ...] = ()
    conflicts: int = 0
    undecided: int = 0
    saved: bool = False
    reason: UserError | None = None


@dataclass(frozen=True, kw_only=True)
class Triage:
    """All files of a drop, in the order in which they were given."""

    files: tuple[TriageFile, ...]
    cancelled: bool = False

    def group(self, name: Group) -> tuple[TriageFile, ...]:
        """Return the files of one group."""
        return tuple(file for file in self.files if file.group == name)


@dataclass(frozen=True, kw_only=True)
class DecideResult:
    """What deciding open conflicts did; `gone` are those whose record is not there any more."""

    decided: int
    queries: int
    gone: tuple[FieldPlace, ...] = ()
    number: int | None = None


def decide(
    plan: ReviewPlan,
    decisions: Decisions,
    decision: Decision,
    *,
    sheet: str | None = None,
    uid: str | None = None,
    field: str | None = None,
    conflicts_only: bool = False,
) -> dict[FieldPlace, Decision]:
    """Return *decisions* with *decision* for a field, record, sheet or the whole file.

    An own answer belongs to a single field: raises `ValueError` where more than one is meant.
    """
    chosen = [
        each
        for each in plan.fields(sheet=sheet, uid=uid, field=field)
        if each.conflict or not conflicts_only
    ]
    if decision.choice == "own" and len(chosen) != 1:
        raise ValueError("an own answer belongs to one field")
    return {**decisions, **{each.place: decision for each in chosen}}


def undecide(
    plan: ReviewPlan,
    decisions: Decisions,
    *,
    sheet: str | None = None,
    uid: str | None = None,
    field: str | None = None,
) -> dict[FieldPlace, Decision]:
    """Return *decisions* without those on a field, record, sheet or the whole file."""
    places = {each.place for each in plan.fields(sheet=sheet, uid=uid, field=field)}
    return {place: each for place, each in decisions.items() if place not in places}


def with_remembered(plan: ReviewPlan, remembered: Sequence[Remembered]) -> ReviewPlan:
    """Return *plan* with the earlier decision on each field that has one.

    One on the same record comes first; then, for words and codes only, one on another record.
    """
    same = {(each.place, each.ours, each.theirs): each for each in remembered}
    alike = {
        (each.place.sheet, each.place.field, each.ours, each.theirs): each for each in remembered
    }

    def found(each: ReviewField) -> Remembered | None:
        place, pair = each.place, (each.ours, each.theirs)
        if (place, *pair) in same:
            return same[place, *pair]
        worded = isinstance(each.theirs.value, str | tuple)
        other = alike.get((place.sheet, place.field, *pair)) if worded else None
        return None if other is None else replace(other, same_record=False)

    def marked(rows: Iterable[ReviewRow]) -> tuple[ReviewRow, ...]:
        return tuple(
            replace(row, fields=tuple(replace(each, remembered=found(each)) for each in row.fields))
            for row in rows
        )

    sheets = tuple(replace(sheet, rows=marked(sheet.rows)) for sheet in plan.sheets)
    return replace(plan, sheets=sheets) if remembered else plan


def decisions_as_text(catalogue: Catalogue, decisions: Decisions) -> list[dict[str, object]]:
    """Return decisions as they are kept."""
    return [
        {"place": list(place), **decision_as_text(catalogue, place, decision)}
        for place, decision in decisions.items()
    ]


def decisions_from_text(
    catalogue: Catalogue, kept: Iterable[Mapping[str, object]]
) -> dict[FieldPlace, Decision]:
    """Return the decisions kept as *kept*; those on fields that are gone are left out."""
    found: dict[FieldPlace, Decision] = {}
    for each in kept:
        place = FieldPlace(*cast("list[str]", each["place"]))
        decision = decision_from_text(catalogue, place, each)
        if decision is not None:
            found[place] = decision
    return found


def decision_as_text(
    catalogue: Catalogue, place: FieldPlace, decision: Decision
) -> dict[str, object]:
    """Return one decision as it is kept."""
    kept: dict[str, object] = {"choice": decision.choice}
    if decision.own is not None:
        kept["own"] = answer_as_text(catalogue, place, decision.own)
    if decision.question:
        kept["question"] = decision.question
    return kept


def decision_from_text(
    catalogue: Catalogue, place: FieldPlace, kept: Mapping[str, object]
) -> Decision | None:
    """Return the decision kept as *kept*, None where its field or answer is not understood."""
    sheet = catalogue.sheets.get(place.sheet)
    if sheet is None or place.field not in sheet.fields or kept["choice"] not in get_args(Choice):
        return None
    own = kept.get("own")
    try:
        return Decision(
            choice=cast("Choice", kept["choice"]),
            own=None if own is None else answer_from_text(catalogue, place, cast("list[str]", own)),
            question=str(kept.get("question", "")),
        )
    except ParseError:
        return None


def answer_as_text(catalogue: Catalogue, place: FieldPlace, answer: Answer) -> list[str | None]:
    """Return an answer as conflicts and decisions keep it."""
    kind = catalogue[place.sheet].fields[place.field].type
    return [kind.format(answer.value), answer.state.value if answer.state else None]


def answer_from_text(
    catalogue: Catalogue, place: FieldPlace, kept: Sequence[str | None] | None
) -> Answer:
    """Return the answer kept as *kept*; raise `ParseError` if it is none."""
    if kept is None:
        return Answer(None, None)
    kind = catalogue[place.sheet].fields[place.field].type
    state = ValueState(kept[1]) if kept[1] else None
    return Answer(kind.parse(kept[0] or ""), state)
