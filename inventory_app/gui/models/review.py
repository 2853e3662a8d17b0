"""A return under review: what differs, what was decided about it, and taking decisions back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from inventory_app.domain.reviews import (
    Decision,
    Decisions,
    FieldPlace,
    ReviewField,
    ReviewPlan,
    ReviewRow,
    ReviewSheet,
    decide,
    undecide,
)
from inventory_app.texts import N_, Translator

# Which differences are shown.
SHOWN: Mapping[str, str] = {
    "all": N_("All differences"),
    "conflicts": N_("Conflicts"),
    "undecided": N_("To decide"),
    "attention": N_("Empty or not understood"),
}


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What a decision is about: a field, a record, a sheet, or with nothing the whole file."""

    sheet: str | None = None
    uid: str | None = None
    field: str | None = None
    conflicts_only: bool = False


@dataclass(frozen=True, kw_only=True)
class ReviewWork:
    """One file to go through: its plan, what was saved for it, and names of records it speaks of.

    `kept` says that it was merged before and that its open conflicts are decided now.
    """

    plan: ReviewPlan
    decisions: Decisions
    titles: Mapping[str, str]
    kept: bool = False


class Review(QObject):
    """The state of one review. `decided` names the places whose decision changed."""

    decided = Signal(object)

    def __init__(self, work: ReviewWork, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.plan, self.titles, self.kept = work.plan, work.titles, work.kept
        known = {each.place for each in work.plan.fields()}
        self.decisions: dict[FieldPlace, Decision] = {
            place: decision for place, decision in work.decisions.items() if place in known
        }
        self._before: list[tuple[str, dict[FieldPlace, Decision]]] = []
        self._after: list[tuple[str, dict[FieldPlace, Decision]]] = []
        self.conflicts = tuple(each for each in work.plan.fields() if each.conflict)

    # -- what there is -------------------------------------------------------------------------

    @property
    def undecided(self) -> int:
        """How many conflicts nobody has decided."""
        return len(self.plan.undecided(self.decisions))

    def fits(self, each: ReviewField, shown: str) -> bool:
        """Return whether a field belongs to what is shown."""
        if shown == "conflicts":
            return each.conflict
        if shown == "undecided":
            return each.choice(self.decisions) is None
        if shown == "attention":
            return each.kind in ("cleared", "unreadable")
        return True

    def count(self, shown: str) -> int:
        """Return how many fields would be shown."""
        return sum(self.fits(each, shown) for each in self.plan.fields())

    def places(self, shown: str) -> frozenset[FieldPlace]:
        """Return the fields that belong to what is shown, as things stand now."""
        return frozenset(each.place for each in self.plan.fields() if self.fits(each, shown))

    def rows(
        self, places: frozenset[FieldPlace], *, bare: bool
    ) -> Iterator[tuple[ReviewSheet, tuple[ReviewRow, ...]]]:
        """Yield the sheets with their records that have one of *places*.

        With *bare* also those of which no field differs, such as records that did not come back.
        """
        for sheet in self.plan.sheets:
            rows = tuple(
                row
                for row in sheet.rows
                if any(each.place in places for each in row.fields) or (bare and not row.fields)
            )
            if rows:
                yield sheet, rows

    def decided_in(self, row: ReviewRow) -> tuple[int, int]:
        """Return how many conflicts of a record are decided, and how many there are."""
        conflicts = [each for each in row.fields if each.conflict]
        done = sum(each.choice(self.decisions) is not None for each in conflicts)
        return done, len(conflicts)

    def offered(self) -> tuple[ReviewField, ...]:
        """Return the fields that were decided earlier on the same answers and are not yet now."""
        return tuple(
            each
            for each in self.plan.fields()
            if each.remembered is not None
            and each.remembered.same_record
            and each.place not in self.decisions
        )

    # -- deciding ------------------------------------------------------------------------------

    def decide(self, decision: Decision, scope: Scope) -> None:
        """Decide a field, record, sheet or the file."""
        made = decide(
            self.plan, self.decisions, decision, sheet=scope.sheet, uid=scope.uid,
            field=scope.field, conflicts_only=scope.conflicts_only,
        )  # fmt: skip
        self._put(N_("Decision"), made)

    def undecide(self, scope: Scope) -> None:
        """Take the decisions on a field, record, sheet or the file back."""
        made = undecide(
            self.plan, self.decisions, sheet=scope.sheet, uid=scope.uid, field=scope.field
        )
        self._put(N_("Decision taken back"), made)

    def use_remembered(self, fields: tuple[ReviewField, ...]) -> None:
        """Decide fields as they were decided before."""
        made = dict(self.decisions)
        for each in fields:
            if each.remembered is not None:
                made[each.place] = each.remembered.decision
        self._put(N_("Remembered decisions"), made)

    def _put(self, label: str, made: dict[FieldPlace, Decision]) -> None:
        if made == self.decisions:
            return
        self._before.append((label, self.decisions))
        self._after.clear()
        self._change(made)

    def _change(self, made: dict[FieldPlace, Decision]) -> None:
        old, self.decisions = self.decisions, made
        places = {*old, *made}
        self.decided.emit({place for place in places if old.get(place) != made.get(place)})

    def next_step(self, which: str, words: Translator) -> str:
        """Return what *undo* or *redo* would do, in words; "" for nothing."""
        steps = self._before if which == "undo" else self._after
        return words(steps[-1][0]) if steps else ""

    def step(self, which: str) -> None:
        """Take the last decision back, or take it again."""
        steps, others = self._before, self._after
        if which == "redo":
            steps, others = others, steps
        if steps:
            label, before = steps.pop()
            others.append((label, self.decisions))
            self._change(before)
