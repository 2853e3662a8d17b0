"""Who pays what, in which period, on which authority: explicit amounts, checked to the cent.

A scheme has tranches, a tranche has lines, and a line may say by which other lines it is covered.
Percentages are derived from amounts, never the other way round. Amounts of different periods are
never set off against each other: what covers a line belongs to its period (resolution 63/262,
sections II to IV; domain rules 4.3). Amounts are whole cents and never negative.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, TypeAlias

from inventory_app.domain.money import largest_remainder
from inventory_app.errors import UserError
from inventory_app.texts import N_, Translator


class FundingStatus(StrEnum):
    """On which authority an amount may be spent."""

    APPROPRIATED = "APPROPRIATED"
    APPROVED = "APPROVED"  # within what was approved, met from money that is not appropriated
    COMMITMENT_AUTHORITY = "COMMITMENT_AUTHORITY"  # a ceiling
    ABSORBED = "ABSORBED"  # met from what was appropriated before
    OFFSET = "OFFSET"  # met from income that was already there
    NOTED = "NOTED"  # taken note of; stands apart from what was approved
    NOT_APPROVED = "NOT_APPROVED"

    def text(self, _: Translator) -> str:
        """Return the word for a reader."""
        return _(_STATUSES[self])


_STATUSES = {
    FundingStatus.APPROPRIATED: N_("appropriated"),
    FundingStatus.APPROVED: N_("approved"),
    FundingStatus.COMMITMENT_AUTHORITY: N_("commitment authority"),
    FundingStatus.ABSORBED: N_("absorbed"),
    FundingStatus.OFFSET: N_("offset"),
    FundingStatus.NOTED: N_("noted"),
    FundingStatus.NOT_APPROVED: N_("not approved"),
}
SEPARATOR = "#"  # between the id of a scheme, which cannot hold it, and what belongs to it
APART = frozenset({FundingStatus.NOTED, FundingStatus.NOT_APPROVED})


class Span(NamedTuple):
    """First and last day of a budget period."""

    start: date
    end: date


@dataclass(frozen=True, kw_only=True)
class Line:
    """What one fund pays in one period, in cents.

    `part_of` is the line that it helps to cover, "" for a line of the tranche itself. `reported`
    says that the expenditure must also appear in the second performance report.
    """

    id: str
    paragraph: str
    fund: str
    period: str
    amount: int
    status: FundingStatus
    part_of: str = ""
    reported: bool = False


@dataclass(frozen=True, kw_only=True)
class Tranche:
    """One amount for one purpose, as it was decided, and the lines that make it up."""

    id: str
    paragraph: str
    labels: Mapping[str, str]
    amount: int
    status: FundingStatus
    lines: tuple[Line, ...] = ()

    @property
    def own(self) -> tuple[Line, ...]:
        """The lines that add up to the tranche."""
        return tuple(line for line in self.lines if not line.part_of)

    def covering(self, line: Line) -> tuple[Line, ...]:
        """Return the lines that cover *line*; none if it stands by itself."""
        return tuple(each for each in self.lines if each.part_of == line.id)

    @property
    def final(self) -> tuple[Line, ...]:
        """The lines that no other line covers: where the money comes from in the end."""
        covered = {line.part_of for line in self.lines}
        return tuple(line for line in self.lines if line.id not in covered)

    @property
    def shares(self) -> dict[str, Fraction]:
        """The exact share of each line of the tranche itself, by its id; empty for no amount."""
        return {line.id: Fraction(line.amount, self.amount) for line in self.own if self.amount}


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which amounts an identity must also find by itself; an empty part selects all.

    Lines of tranches that are noted or not approved are left out. With a status the final lines
    are meant, otherwise those of the tranches themselves.
    """

    fund: str = ""
    status: FundingStatus | None = None


@dataclass(frozen=True, kw_only=True)
class Identity:
    """An equation that must hold: plus - minus = equals, and what is selected is that too.

    Names are ids of tranches, lines or other identities. `shares` are percentages by which the
    whole must split into the amounts of the lines named, exactly.
    """

    id: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    equals: int | str
    selection: Selection | None = None
    shares: Mapping[str, Fraction] = field(default_factory=dict)


Term: TypeAlias = tuple[str, int]  # a name and its amount, negative if it is taken off


@dataclass(frozen=True, kw_only=True)
class Proof:
    """One equation with its amounts in cents; `right` must be the sum of `terms`."""

    id: str
    terms: tuple[Term, ...]
    right: int
    found: int | None = None  # what was selected, where the identity asks for it
    split: bool = True  # whether the percentages give the amounts

    @property
    def left(self) -> int:
        """The sum of the terms."""
        return sum(amount for _, amount in self.terms)

    @property
    def holds(self) -> bool:
        """Whether everything that must be equal is."""
        return self.left == self.right and self.found in (None, self.right) and self.split


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """A cost-sharing scheme with the equations that its source states."""

    id: str
    labels: Mapping[str, str]
    source: str
    periods: Mapping[str, Span]
    tranches: tuple[Tranche, ...]
    identities: tuple[Identity, ...] = ()
    currency: str = "USD"

    @cached_property
    def lines(self) -> Mapping[str, Line]:
        """All lines by id."""
        return {line.id: line for tranche in self.tranches for line in tranche.lines}

    @cached_property
    def approved(self) -> tuple[Tranche, ...]:
        """The tranches that are more than taken note of."""
        return tuple(each for each in self.tranches if each.status not in APART)

    @property
    def approved_total(self) -> int:
        """What was approved in all; a sum of decisions of several periods, which sets off none."""
        return sum(tranche.amount for tranche in self.approved)

    @property
    def noted_total(self) -> int:
        """What was only taken note of."""
        noted = (each for each in self.tranches if each.status is FundingStatus.NOTED)
        return sum(tranche.amount for tranche in noted)

    def by_fund(self) -> dict[tuple[str, str], int]:
        """Return what each fund pays of what was approved, by fund and period."""
        sums: dict[tuple[str, str], int] = {}
        for line in (line for tranche in self.approved for line in tranche.own):
            key = (line.fund, line.period)
            sums[key] = sums.get(key, 0) + line.amount
        return sums

    def by_status(self) -> dict[tuple[FundingStatus, str], int]:
        """Return on which authority the approved money is spent, by status and period."""
        sums: dict[tuple[FundingStatus, str], int] = {}
        for line in (line for tranche in self.approved for line in tranche.final):
            key = (line.status, line.period)
            sums[key] = sums.get(key, 0) + line.amount
        return sums

    def selected(self, selection: Selection) -> int:
        """Return the sum of the approved amounts that fit *selection*."""
        lines = (
            line
            for tranche in self.approved
            for line in (tranche.own if selection.status is None else tranche.final)
        )
        return sum(
            line.amount
            for line in lines
            if selection.fund in ("", line.fund) and selection.status in (None, line.status)
        )


def prove(scheme: Scheme) -> tuple[Proof, ...]:
    """Return every equation of *scheme* with its amounts: those of its structure, then its own.

    Raises `UserError` for an identity that names something unknown, or itself.
    """
    return (*_structure(scheme), *(_proof(scheme, each) for each in scheme.identities))


def _structure(scheme: Scheme) -> Iterator[Proof]:
    for tranche in scheme.tranches:
        yield Proof(
            id=tranche.id,
            terms=tuple((line.id, line.amount) for line in tranche.own),
            right=tranche.amount,
        )
        for line in tranche.lines:
            if covering := tranche.covering(line):
                yield Proof(
                    id=line.id,
                    terms=tuple((each.id, each.amount) for each in covering),
                    right=line.amount,
                )


def _proof(scheme: Scheme, identity: Identity) -> Proof:
    amounts = _Amounts(scheme)
    right = identity.equals
    whole = amounts.of(right, identity.id) if isinstance(right, str) else right
    shares = identity.shares
    return Proof(
        id=identity.id,
        terms=(
            *((name, amounts.of(name, identity.id)) for name in identity.plus),
            *((name, -amounts.of(name, identity.id)) for name in identity.minus),
        ),
        right=whole,
        found=scheme.selected(identity.selection) if identity.selection else None,
        split=not shares
        or largest_remainder(whole, list(shares.values()))
        == [amounts.of(name, identity.id) for name in shares],
    )


class _Amounts:
    """The amount behind a name of a scheme."""

    def __init__(self, scheme: Scheme) -> None:
        self._known = {tranche.id: tranche.amount for tranche in scheme.tranches}
        self._known |= {name: line.amount for name, line in scheme.lines.items()}
        self._identities = {each.id: each for each in scheme.identities}

    def of(self, name: str, *asking: str) -> int:
        """Return the amount of *name* for the identities *asking*, which it must not lead to."""
        if name in self._known:
            return self._known[name]
        identity = self._identities.get(name)
        if identity is None or name in asking:
            raise UserError(
                "E-SHARE-NAME",
                N_("The identity {identity} names “{name}”, which there is not."),
                N_("Name a tranche, a line or another identity by its id."),
                identity=asking[0],
                name=name,
            )
        plus = sum(self.of(each, *asking, name) for each in identity.plus)
        return plus - sum(self.of(each, *asking, name) for each in identity.minus)


def checked(scheme: Scheme) -> tuple[Proof, ...]:
    """Return the proofs of *scheme*; raise `UserError` for what is not sound or does not add up."""
    _refuse_unsound(scheme)
    proofs = prove(scheme)
    for proof in proofs:
        if not proof.holds:
            raise UserError(
                "E-SHARE-IDENTITY",
                N_("“{scheme}”, {identity}: {left} is not {right}."),
                N_("Correct the amounts: not a cent may be left over."),
                scheme=scheme.id,
                identity=proof.id,
                left=_dollars(proof.left if proof.left != proof.right else proof.found or 0),
                right=_dollars(proof.right),
            )
    return proofs


def _dollars(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


def _refuse_unsound(scheme: Scheme) -> None:
    if SEPARATOR in scheme.id:
        raise _unsound(scheme, SEPARATOR, N_("The id “{scheme}” cannot hold “{name}”."))
    seen: set[str] = set()
    for tranche in scheme.tranches:
        for name in (tranche.id, *(line.id for line in tranche.lines)):
            if name in seen:
                raise _unsound(scheme, name, N_("“{scheme}” uses the id “{name}” twice."))
            seen.add(name)
        if not tranche.lines:
            raise _unsound(scheme, tranche.id, N_("“{scheme}”: “{name}” has no lines."))
        lines = {line.id: line for line in tranche.lines}
        for line in tranche.lines:
            _refuse_line(scheme, line, lines)
    for each in scheme.identities:
        if each.id in seen:
            raise _unsound(scheme, each.id, N_("“{scheme}” uses the id “{name}” twice."))
        seen.add(each.id)


def _refuse_line(scheme: Scheme, line: Line, lines: Mapping[str, Line]) -> None:
    if line.amount < 0:
        raise _unsound(scheme, line.id, N_("“{scheme}”: the amount of “{name}” is negative."))
    if line.period not in scheme.periods:
        raise _unsound(scheme, line.id, N_("“{scheme}”: the period of “{name}” is not defined."))
    above = lines.get(line.part_of)
    if line.part_of and (above is None or above.part_of):
        raise _unsound(
            scheme,
            line.id,
            N_("“{scheme}”: “{name}” must be part of a line of its own tranche."),
        )
    if above is not None and above.period != line.period:
        raise _unsound(
            scheme,
            line.id,
            N_("“{scheme}”: “{name}” covers an amount of another period."),
        )


def _unsound(scheme: Scheme, name: str, message: str) -> UserError:
    return UserError(
        "E-SHARE-UNSOUND",
        message,
        N_("Correct the scheme; amounts of different periods are never set off."),
        scheme=scheme.id,
        name=name,
    )
