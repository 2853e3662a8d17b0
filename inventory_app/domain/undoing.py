"""What can still be taken back of a change: whatever nobody changed after it.

Every change claims the parts of the rows it wrote: a whole row where it added or removed one,
otherwise the answers it changed (an answer is its value together with its state). Taking a change
back lets go of its claims, taking that back (redo) restores them. A part can be taken back while
its newest claim is that of the change in question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from inventory_app.domain.changes import Image, RowChange

Place: TypeAlias = tuple[str, str]
WHOLE = ""  # the part that stands for a row's being there
STATES = "states"
ANSWER = "f_"


class Step(NamedTuple):
    """One change set as far as claims go.

    `undoes` is the change set that it takes back, `redoes` the one whose taking back it takes back.
    """

    number: int
    undoes: int | None = None
    redoes: int | None = None


def composed(rows: Iterable[RowChange]) -> dict[Place, RowChange]:
    """Return what *rows* did together to each row, in the order of the first change to each."""
    net: dict[Place, RowChange] = {}
    for row in rows:
        place = (row.table, row.key)
        net[place] = _joined(net[place], row) if place in net else row
    return net


def _joined(first: RowChange, second: RowChange) -> RowChange:
    before: Image | None = first.before
    if before is not None and second.before is not None and first.after is not None:
        before = {**second.before, **before}
    after: Image | None = second.after
    if after is not None and first.after is not None:
        after = {**first.after, **after}
    if first.before is None and first.after is None:
        before = second.before
    return RowChange(table=first.table, key=first.key, before=before, after=after)


def parts_of(row: RowChange) -> frozenset[str]:
    """Return the parts of its row that a change wrote."""
    if row.before is None and row.after is None:
        return frozenset()
    if row.before is None or row.after is None:
        return frozenset({WHOLE})
    parts: set[str] = set()
    for column in {*row.before, *row.after}:
        if column == STATES:
            before, after = states_in(row.before), states_in(row.after)
            parts |= {n for n in {*before, *after} if before.get(n) != after.get(n)}
        else:
            parts.add(part_of(column))
    return frozenset(parts)


def part_of(column: str) -> str:
    """Return the part that *column* belongs to: the answer, or the column with a point before."""
    return column.removeprefix(ANSWER) if column.startswith(ANSWER) else f".{column}"


def states_in(image: Image) -> Mapping[str, str]:
    """Return the states that a row image holds."""
    found = image.get(STATES)
    return found if isinstance(found, dict) else {}


Stacks: TypeAlias = "defaultdict[str, list[int]]"


def _stacks() -> Stacks:
    return defaultdict(list)


class _Epoch(NamedTuple):
    """The claims on the answers of a row between its being added and its being removed."""

    claims: Stacks
    undone: Stacks


@dataclass
class Claims:
    """The claims on one row, as the log makes them one step after the other."""

    epoch: _Epoch = field(default_factory=lambda: _Epoch(_stacks(), _stacks()))
    whole: list[tuple[int, _Epoch]] = field(default_factory=list)
    whole_undone: list[tuple[int, int, _Epoch]] = field(default_factory=list)
    touched: list[tuple[int, frozenset[str]]] = field(default_factory=list)

    def follow(self, step: Step, row: RowChange) -> None:
        """Take in what *step* did to this row."""
        parts = parts_of(row)
        if not parts:
            return
        if step.redoes is not None and step.undoes is not None:
            self._redo(step.redoes, step.undoes, parts, step.number)
        elif step.undoes is not None:
            self._undo(step.number, step.undoes, parts)
        else:
            self._claim(step.number, parts)

    def _claim(self, number: int, parts: frozenset[str]) -> None:
        self.touched.append((number, parts))
        if WHOLE in parts:
            self.whole.append((number, self.epoch))
            self.whole_undone.clear()
            self.epoch = _Epoch(_stacks(), _stacks())
            return
        for part in parts:
            self.epoch.claims[part].append(number)
            self.epoch.undone[part].clear()

    def _undo(self, undo: int, number: int, parts: frozenset[str]) -> None:
        self.touched.append((undo, parts))
        if WHOLE in parts:
            if self.whole and self.whole[-1][0] == number:
                before = self.whole.pop()[1]
                self.whole_undone.append((undo, number, self.epoch))
                self.epoch = before
            return
        for part in parts:
            if self.epoch.claims[part][-1:] == [number]:
                self.epoch.claims[part].pop()
                self.epoch.undone[part].append(undo)

    def _redo(self, undo: int, number: int, parts: frozenset[str], redo: int) -> None:
        if (undo, parts) in self.touched:
            self.touched.remove((undo, parts))
        else:
            self.touched.append((redo, parts))
        if WHOLE in parts:
            if self.whole_undone and self.whole_undone[-1][0] == undo:
                epoch = self.whole_undone.pop()[2]
                self.whole.append((number, self.epoch))
                self.epoch = epoch
            return
        for part in parts:
            if self.epoch.undone[part][-1:] == [undo]:
                self.epoch.undone[part].pop()
                self.epoch.claims[part].append(number)

    def holder(self, step: Step, part: str) -> int | None:
        """Return the change that keeps *step* from taking back *part*; its own number if none does.

        None where there is nothing left to take back.
        """
        if step.undoes is not None:
            return self._holder_of_undo(step.number, part)
        if part == WHOLE:
            return self._holder_of_row(step.number)
        claims = self.epoch.claims[part]
        if step.number in claims:
            return claims[-1]
        later = [n for n, epoch in self.whole if step.number in epoch.claims[part]]
        return self.whole[-1][0] if later else None

    def _holder_of_row(self, number: int) -> int | None:
        if number not in [n for n, _ in self.whole]:
            return None
        if self.whole[-1][0] != number:
            return self.whole[-1][0]
        return max((claims[-1] for claims in self.epoch.claims.values() if claims), default=number)

    def _holder_of_undo(self, undo: int, part: str) -> int | None:
        last = self.touched[-1][0] if self.touched else None
        if part == WHOLE:
            if undo not in [u for u, _, _ in self.whole_undone]:
                return None if undo not in [n for n, _ in self.touched] else last
            return last
        undone = self.epoch.undone[part]
        if undone[-1:] == [undo]:
            return undo
        lost = undo not in undone and not any(
            undo in e.undone[part] for _, _, e in self.whole_undone
        )
        later = max((*self.epoch.claims[part], *(n for n, _ in self.whole)), default=0)
        if lost:
            return later if later > undo else None
        return last

    def newest(self) -> int:
        """Return the newest change that holds an answer of the row, 0 if none does."""
        return max((claims[-1] for claims in self.epoch.claims.values() if claims), default=0)


def claims_of(log: Sequence[tuple[Step, Sequence[RowChange]]]) -> dict[Place, Claims]:
    """Return the claims on every row in *log*, which is in the order of its numbers."""
    claims: defaultdict[Place, Claims] = defaultdict(Claims)
    for step, rows in log:
        for place, row in composed(rows).items():
            claims[place].follow(step, row)
    return claims
