"""What moved a figure from one round to the next: record by record, and it adds up.

Each record's part of numerator and denominator is exact, and so are the sums. Its part of the
change in value is (dN - v dD) / D, with v and D midway between the two rounds: those parts add up
to the change exactly, in whatever order the records are taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from inventory_app.domain.figures import EntityInputs, Figure
from inventory_app.domain.records import Declaration, Record

Kind: TypeAlias = Literal["added", "gone", "changed", "same", "rules", "together"]
Terms: TypeAlias = tuple[Fraction, Fraction]
Compute: TypeAlias = Callable[[EntityInputs], Figure]
Key: TypeAlias = tuple[str, str]  # sheet and uid

MOST_STEPS = 200  # records that are replaced one by one, where parts cannot simply be added
_ZERO = Fraction(0)
_ROUNDED = Fraction(1, 10**20)  # values are decimals of 28 digits


@dataclass(frozen=True, kw_only=True)
class Move:
    """The part of one record in the change of a figure.

    `kind` is "added", "gone" (retired, or no longer listed), "changed", "same" for a record whose
    answers are the same but count otherwise (a day has passed, a rule of the round is another),
    "rules" for what belongs to no record, and "together" for many that were taken at once.
    `fields` are those of a changed record that the indicator reads.
    """

    kind: Kind
    sheet: str = ""
    uid: str = ""
    title: str = ""
    fields: tuple[str, ...] = ()
    numerator: Fraction = _ZERO
    denominator: Fraction = _ZERO
    value: Fraction = _ZERO


@dataclass(frozen=True, kw_only=True)
class Movement:
    """Why a figure of one entity is another than in the round before; the largest moves first.

    The sums of the moves are the changes of numerator, denominator and value. Without `moves`
    one of the two rounds has no figure to compare.
    """

    before: Figure
    now: Figure
    moves: tuple[Move, ...] = ()

    @property
    def change(self) -> Decimal | None:
        """By how much the value has changed, None where there is none in one of the rounds."""
        if self.before.value is None or self.now.value is None:
            return None
        return self.now.value - self.before.value


@dataclass(frozen=True, kw_only=True)
class Side:
    """One round of an entity: its inputs with answers that are judged already, and its figure."""

    inputs: EntityInputs
    figure: Figure

    def only(self, records: Mapping[Key, Record]) -> EntityInputs:
        """Return the inputs with nothing but *records*."""
        by_sheet: dict[str, list[Record]] = {}
        for (sheet, _uid), record in records.items():
            by_sheet.setdefault(sheet, []).append(record)
        return replace(
            self.inputs, records={sheet: tuple(some) for sheet, some in by_sheet.items()}
        )

    def one(self, key: Key, record: Record) -> EntityInputs:
        """Return the inputs with one record, and of all other sheets that there is nothing."""
        declared = {
            sheet: Declaration(sheet=sheet, nothing=True)
            for sheet in self.inputs.records
            if sheet != key[0] and self.inputs.reported(sheet)
        }
        return replace(
            self.inputs, records={key[0]: (record,)},
            declarations={**self.inputs.declarations, **declared},
        )  # fmt: skip


def movement(
    before: Side, now: Side, fields: Mapping[str, Iterable[str]], compute: Compute
) -> Movement:
    """Return which records moved the figure of *before* to that of *now*.

    *fields* are those that the indicator reads, by sheet; *compute* gives its figure. Where the
    parts of single records do not add up to the figure, as in a median, the records are replaced
    one after another in the order of their uids, and what each step changes is its part.
    """
    start, end = _terms(before.figure), _terms(now.figure)
    if start is None or end is None:
        return Movement(before=before.figure, now=now.figure)
    old = {(r.sheet, r.uid): r for r in _listed(before.inputs, fields)}
    new = {(r.sheet, r.uid): r for r in _listed(now.inputs, fields)}
    found = _added_up(before, now, old, new, compute) or _stepped(now, old, new, compute)
    moves = []
    for key, (above, below) in found.items():
        if above or below:
            moves.append(_move(key, old, new, fields, above, below))
    rest = (
        end[0] - start[0] - sum((m.numerator for m in moves), _ZERO),
        end[1] - start[1] - sum((m.denominator for m in moves), _ZERO),
    )
    if any(rest):
        moves.append(Move(kind="rules", numerator=rest[0], denominator=rest[1]))
    valued = _valued(moves, start, end, before.figure, now.figure)
    ordered = sorted(
        valued, key=lambda m: (-abs(m.value), -abs(m.numerator), -abs(m.denominator), m.uid)
    )
    return Movement(before=before.figure, now=now.figure, moves=tuple(ordered))


def between(before: Mapping[str, Figure], now: Mapping[str, Figure], whole: Movement) -> Movement:
    """Return which entities moved the figure of all together from one round to the next.

    *before* and *now* hold what of each entity entered the totals; *whole* the two totals. The
    moves carry the code of an entity in place of a uid.
    """
    start, end = _terms(whole.before), _terms(whole.now)
    if start is None or end is None:
        return whole
    moves = []
    for code in sorted({*before, *now}):
        was, here = (_terms(side.get(code)) or (_ZERO, _ZERO) for side in (before, now))
        above, below = here[0] - was[0], here[1] - was[1]
        if above or below:
            kind: Kind = "changed"
            if not any(was):
                kind = "added"
            elif not any(here):
                kind = "gone"
            moves.append(Move(kind=kind, uid=code, numerator=above, denominator=below))
    rest = (
        end[0] - start[0] - sum((m.numerator for m in moves), _ZERO),
        end[1] - start[1] - sum((m.denominator for m in moves), _ZERO),
    )
    if any(rest):
        moves.append(Move(kind="rules", numerator=rest[0], denominator=rest[1]))
    valued = _valued(moves, start, end, whole.before, whole.now)
    ordered = sorted(valued, key=lambda m: (-abs(m.value), -abs(m.numerator), m.uid))
    return replace(whole, moves=tuple(ordered))


def _terms(figure: Figure | None) -> Terms | None:
    """Return numerator and denominator exactly; of a plain sum or a median the value over 1."""
    if figure is None:
        return None
    above = figure.numerator if figure.numerator is not None else figure.value
    if above is None:
        return None
    return Fraction(above), Fraction(figure.denominator or 0)


def _listed(inputs: EntityInputs, fields: Mapping[str, Iterable[str]]) -> Iterable[Record]:
    return (r for sheet in fields for r in inputs.records.get(sheet, ()))


def _added_up(
    before: Side,
    now: Side,
    old: Mapping[Key, Record],
    new: Mapping[Key, Record],
    compute: Compute,
) -> dict[Key, Terms] | None:
    """Return the parts of single records, None where they do not add up to the two figures."""
    was = _parts(before, old, compute)
    here = _parts(now, new, compute)
    if was is None or here is None:
        return None
    nothing = (_ZERO, _ZERO)
    return {
        key: tuple(  # type: ignore[misc]  # two terms, as each side has two
            b - a for a, b in zip(was.get(key, nothing), here.get(key, nothing), strict=True)
        )
        for key in sorted({*was, *here})
    }


def _parts(side: Side, records: Mapping[Key, Record], compute: Compute) -> dict[Key, Terms] | None:
    found = {
        key: _terms(compute(side.one(key, record))) or (_ZERO, _ZERO)
        for key, record in records.items()
    }
    whole = _terms(side.figure)
    sums = tuple(sum((each[n] for each in found.values()), _ZERO) for n in (0, 1))
    return found if sums == whole else None


def _stepped(
    now: Side,
    old: Mapping[Key, Record],
    new: Mapping[Key, Record],
    compute: Compute,
) -> dict[Key, Terms]:
    """Replace the old records by the new ones, one at a time; what each step changes is its part.

    The first step takes the old records into the new round: what that changes is left for the
    rules. A step after which there is no figure is counted with the next one.
    """
    here = dict(old)
    last = _terms(compute(now.only(here)))
    different = sorted(key for key in {*old, *new} if _differ(old.get(key), new.get(key)))
    found: dict[Key, Terms] = {}
    for key in different[:MOST_STEPS]:
        if key in new:
            here[key] = new[key]
        else:
            del here[key]
        after = _terms(compute(now.only(here)))
        if after is not None:
            if last is not None:
                found[key] = (after[0] - last[0], after[1] - last[1])
            last = after
    end = _terms(now.figure)
    if len(different) > MOST_STEPS and last is not None and end is not None:
        found["", ""] = (end[0] - last[0], end[1] - last[1])
    return found


def _differ(old: Record | None, new: Record | None) -> bool:
    if old is None or new is None:
        return True
    return old.values != new.values or old.states != new.states


def _move(
    key: Key,
    old: Mapping[Key, Record],
    new: Mapping[Key, Record],
    fields: Mapping[str, Iterable[str]],
    above: Fraction,
    below: Fraction,
) -> Move:
    sheet, uid = key
    if not uid:
        return Move(kind="together", numerator=above, denominator=below)
    was, here = old.get(key), new.get(key)
    changed: tuple[str, ...] = ()
    kind: Kind = "added" if was is None else "gone"
    if was is not None and here is not None:
        changed = tuple(
            sorted(
                name for name in fields[sheet]
                if was[name] != here[name] or was.state(name) != here.state(name)
            )
        )  # fmt: skip
        kind = "changed" if changed else "same"
        if was.counts and (not here.counts or here["retired_on"] is not None):
            kind = "gone"
    return Move(kind=kind, sheet=sheet, uid=uid, fields=changed, numerator=above, denominator=below)


def _is_ratio(terms: Terms, figure: Figure) -> bool:
    """Return whether the value is numerator / denominator: not so for medians or distances."""
    if not terms[1] or figure.value is None:
        return False
    found = terms[0] * Fraction(figure.factor) / terms[1]
    return abs(found - Fraction(figure.value)) <= _ROUNDED * max(abs(found), Fraction(1))


def _valued(
    moves: Sequence[Move], start: Terms, end: Terms, before: Figure, now: Figure
) -> list[Move]:
    """Return *moves* with their parts of the change in value."""
    if not start[1] and not end[1]:  # a plain sum
        return [replace(move, value=move.numerator) for move in moves]
    if not (_is_ratio(start, before) and _is_ratio(end, now)):
        return list(moves)
    middle = (start[0] / start[1] + end[0] / end[1]) / 2
    wide = (start[1] + end[1]) / 2
    factor = Fraction(now.factor)
    return [
        replace(move, value=factor * (move.numerator - middle * move.denominator) / wide)
        for move in moves
    ]
