"""Which record each row of a return speaks of: by its hidden code, by its name, by its content."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias, TypeVar

from inventory_app.domain.fields import Sheet
from inventory_app.domain.findings import Finding
from inventory_app.domain.records import Record, make_uid
from inventory_app.domain.values import Values
from inventory_app.domain.words import folded
from inventory_app.domain.workbooks import Issued, ReturnedRow, ReturnedSheet


def natural_key(sheet: Sheet, values: Values) -> tuple[str, ...] | None:
    """Return the words by which people know a record, None while one of them is missing."""
    parts = tuple(folded(sheet.fields[name].type.format(values.get(name))) for name in sheet.key)
    return parts if all(parts) else None


def matched(
    sheet: Sheet,
    answered: ReturnedSheet,
    issued: Mapping[str, Issued],
    ours: Mapping[str, Record],
    issue: str,
    findings: list[Finding],
) -> Iterator[tuple[str, ReturnedRow]]:
    """Yield each row with the uid of the record that it speaks of."""
    by_uid: dict[str, list[ReturnedRow]] = defaultdict(list)
    loose: list[ReturnedRow] = []
    displaced = _displaced(sheet, answered, issued, findings)
    for row in answered.rows:
        if row.uid is None:
            loose.append(row)
        elif row.values or row.states or row.unreadable or row.uid in issued:
            by_uid[displaced.get(row.row, row.uid)].append(row)
    for uid, rows in by_uid.items():
        known = issued.get(uid)
        keeper = _original(sheet, answered, rows, known, findings)
        if keeper is None:
            continue
        loose += [row for row in rows if row is not keeper and not _same(row, keeper)]
        if known is None and uid in ours and _is_another(sheet, keeper.values, ours[uid].values):
            loose.append(keeper)  # a spare row that the other half of the entity used as well
        else:
            yield uid, keeper
    yield from _rehomed(
        sheet, answered, loose, _Homes(sheet, issue, issued, ours, set(by_uid)), findings
    )


def _displaced(
    sheet: Sheet,
    answered: ReturnedSheet,
    issued: Mapping[str, Issued],
    findings: list[Finding],
) -> dict[int, str]:
    """Return by row the uids of records whose answers stand beside the code of another one.

    That is what sorting some of the columns does. The name of a record tells, where one row alone
    has it.
    """
    known = [row for row in answered.rows if row.uid in issued]
    odd = [
        row
        for row in known
        if any(row.values.get(n) != issued[row.uid or ""].values.get(n) for n in sheet.key)
    ]
    if not odd:
        return {}
    names = {uid: natural_key(sheet, sent.values) for uid, sent in issued.items()}
    owners = _alone((key, uid) for uid, key in names.items())
    said = _alone((natural_key(sheet, row.values), row) for row in answered.rows)
    homes: dict[int, str] = {}
    for row in odd:
        key = natural_key(sheet, row.values)
        owner = owners.get(key)
        if owner is None or key == names[row.uid or ""] or said.get(key) is not row:
            continue
        homes[row.row] = owner
        about = _about_row("L-ROW-DISPLACED", sheet, answered, row, owner)
        expected = sheet.title_of(issued[row.uid or ""].values)
        findings.append(replace(about, found=sheet.title_of(row.values), expected=expected))
    return homes


_Key: TypeAlias = tuple[str, ...] | None
_Owner = TypeVar("_Owner")


def _alone(pairs: Iterable[tuple[_Key, _Owner]]) -> dict[_Key, _Owner]:
    """Return what has a key for itself, by that key."""
    found: dict[_Key, list[_Owner]] = defaultdict(list)
    for key, owner in pairs:
        if key is not None:
            found[key].append(owner)
    return {key: owners[0] for key, owners in found.items() if len(owners) == 1}


def _rehomed(
    sheet: Sheet,
    answered: ReturnedSheet,
    loose: Sequence[ReturnedRow],
    homes: _Homes,
    findings: list[Finding],
) -> Iterator[tuple[str, ReturnedRow]]:
    """Yield each row that has no uid of its own with the record that it speaks of."""
    shared = Counter(natural_key(sheet, row.values) for row in loose)
    seen: set[tuple[str, ...]] = set()
    for row in loose:
        content = _content(sheet, row)
        if content in seen:
            findings.append(_about_row("L-ROW-REPEATED", sheet, answered, row, ""))
            continue
        seen.add(content)
        key = natural_key(sheet, row.values)
        alone = key is not None and shared[key] == 1
        uid = homes.find(key if alone else None, content)
        if uid not in homes.ours and uid not in homes.issued:
            findings.append(_about_row("L-ROW-ADDED", sheet, answered, row, uid))
        elif row.uid is None and uid in homes.issued:
            about = _about_row("L-ROW-RECOGNISED", sheet, answered, row, "")
            findings.append(replace(about, found=sheet.title_of(row.values) or uid))
        yield uid, row


def _content(sheet: Sheet, row: ReturnedRow) -> tuple[str, ...]:
    return tuple(
        f"{name}={sheet.fields[name].type.format(row.values.get(name))}/{row.states.get(name, '')}"
        for name in sorted({*row.values, *row.states})
    )


def _same(one: ReturnedRow, other: ReturnedRow) -> bool:
    return one.values == other.values and one.states == other.states


def _is_another(sheet: Sheet, theirs: Values, ours: Values) -> bool:
    one, other = natural_key(sheet, theirs), natural_key(sheet, ours)
    return one is not None and other is not None and one != other


def _original(
    sheet: Sheet,
    answered: ReturnedSheet,
    rows: list[ReturnedRow],
    known: Issued | None,
    findings: list[Finding],
) -> ReturnedRow | None:
    """Choose the row that a doubled uid belongs to; None where nothing tells."""
    first = rows[0]
    if len(rows) == 1:
        return first

    def note(code: str, row: ReturnedRow) -> None:
        findings.append(
            Finding(
                code=code, sheet=sheet.name, uid=first.uid or "", tab=answered.tab,
                cell=f"{row.row}:{row.row}", found=first.uid or "",
            )
        )  # fmt: skip

    if all(_same(first, row) for row in rows[1:]):
        for row in rows[1:]:
            note("L-ROW-REPEATED", row)
        return first
    candidates = rows
    if known is not None:
        key = natural_key(sheet, known.values)
        candidates = [row for row in rows if natural_key(sheet, row.values) == key]
    if not candidates or (
        known is not None and any(not _same(candidates[0], row) for row in candidates[1:])
    ):
        for row in rows:
            note("L-ROW-UNCLEAR", row)
        return None
    keeper = candidates[0]
    for row in rows:
        if not _same(row, keeper):
            note("L-ROW-COPIED", row)
    return keeper


def _about_row(
    code: str, sheet: Sheet, answered: ReturnedSheet, row: ReturnedRow, uid: str
) -> Finding:
    return Finding(
        code=code, sheet=sheet.name, uid=uid, tab=answered.tab, cell=f"{row.row}:{row.row}"
    )


@dataclass
class _Homes:
    """The records that rows without a uid of their own may speak of.

    A new uid depends only on the issue and on what identifies the row, so that reading the same
    row again gives the same record. Rows that share a natural key are told apart by all they hold.
    """

    sheet: Sheet
    issue: str
    issued: Mapping[str, Issued]
    ours: Mapping[str, Record]
    taken: set[str]

    def find(self, key: tuple[str, ...] | None, content: tuple[str, ...]) -> str:
        """Return the uid for a row with *key*, or for one that only its content identifies."""
        candidates: list[str] = []
        if key is not None:
            by_key = self._made(key)
            known = self._known.get(key)
            if by_key not in self.ours and known is not None:
                candidates.append(known)
            candidates.append(by_key)
        candidates.append(self._made(content))
        uid = next((uid for uid in candidates if uid not in self.taken), candidates[-1])
        self.taken.add(uid)
        return uid

    @cached_property
    def _known(self) -> dict[tuple[str, ...], str]:
        keys: dict[tuple[str, ...], str] = {}
        issued = [(uid, known.values) for uid, known in sorted(self.issued.items())]
        ours = [(uid, known.values) for uid, known in sorted(self.ours.items())]
        for uid, values in (*issued, *ours):
            if key := natural_key(self.sheet, values):
                keys.setdefault(key, uid)
        return keys

    def _made(self, parts: tuple[str, ...]) -> str:
        seed = "\x1f".join((self.issue, self.sheet.name, *parts))
        return make_uid(self.sheet.prefix, hashlib.sha256(seed.encode()).digest())
