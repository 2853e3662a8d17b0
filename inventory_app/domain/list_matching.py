"""Which record each row of a list speaks of, and what that changes. A plan writes nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from inventory_app.domain.derivations import derive
from inventory_app.domain.fields import Sheet
from inventory_app.domain.list_maps import ListMap
from inventory_app.domain.list_rows import REMARKS, ListRow
from inventory_app.domain.lists import Counts, ImportLine
from inventory_app.domain.records import Record, make_uid
from inventory_app.domain.values import States, Values
from inventory_app.domain.words import folded

_IMPORTED = "imported"
_SEPARATOR = "\x1f"
Key = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ListPlan:
    """What taking a list in would do; the records of `changed` and `confirmed` before and after.

    A confirmed record has the same answers as before, but was only carried from the last round.
    """

    added: tuple[Record, ...]
    changed: tuple[tuple[Record, Record], ...]
    confirmed: tuple[tuple[Record, Record], ...]
    counts: Counts
    lines: tuple[ImportLine, ...]


@dataclass
class _Outcome:
    added: list[Record]
    changed: list[tuple[Record, Record]]
    confirmed: list[tuple[Record, Record]]
    tally: Counter[str]
    lines: list[ImportLine]

    def say(self, row: ListRow, code: str, *, refused: bool = False, **params: object) -> None:
        self.lines.append(ImportLine(line=row.line, code=code, refused=refused, params=params))
        if refused:
            self.tally["refused"] += 1


def plan_list(
    rows: Iterable[ListRow],
    *,
    sheet: Sheet,
    mapping: ListMap,
    find: Callable[[str, str], str | None],
    round_code: str,
    here: Mapping[str, Sequence[Record]],
    before: Mapping[str, Sequence[Record]],
) -> ListPlan:
    """Decide for each row whether it adds a record, changes one, leaves it or cannot be taken.

    *find* returns the code of an entity by its text and name in the list. *here* are the records
    of the round by entity, *before* those of the round before, whose uids a record keeps.
    """
    result = _Outcome([], [], [], Counter(), [])
    groups = _grouped(rows, sheet, mapping, find, result)
    matcher = _Matcher(sheet, mapping, round_code, here, before, result)
    for (entity, key), members in groups.items():
        matcher.settle(entity, key, members)
    read = sum(result.tally.values())
    return ListPlan(
        added=tuple(result.added),
        changed=tuple(result.changed),
        confirmed=tuple(result.confirmed),
        counts=Counts(read=read, **result.tally),
        lines=tuple(sorted(result.lines, key=lambda line: line.line)),
    )


def _grouped(
    rows: Iterable[ListRow],
    sheet: Sheet,
    mapping: ListMap,
    find: Callable[[str, str], str | None],
    result: _Outcome,
) -> dict[tuple[str, Key], list[ListRow]]:
    """Sort the rows by entity and key; those without either, or said before, end here."""
    groups: dict[tuple[str, Key], list[ListRow]] = defaultdict(list)
    firsts: dict[tuple[str, Key, str], ListRow] = {}
    for row in rows:
        result.lines += row.lines
        if row.refused is not None:
            result.lines.append(row.refused)
            result.tally["refused"] += 1
            continue
        key = key_of(sheet, mapping.key, row.values)
        if not row.entity:
            result.say(row, "I-NO-ENTITY", refused=True)
        elif not all(key):
            empty = mapping.key[key.index("")]
            result.say(row, "I-NO-KEY", refused=True, field=empty)
        elif (entity := find(row.entity, row.name)) is None:
            result.say(row, "I-ENTITY-UNKNOWN", refused=True, found=row.entity)
        else:
            number = _text(sheet, mapping.apart[:1], row.values)
            first = firsts.setdefault((entity, key, number), row)
            if first is row:
                groups[entity, key].append(row)
            elif _says_the_same(first, row):
                result.say(row, "I-ROW-REPEATED", other=first.line)
                result.tally["unchanged"] += 1
            else:
                result.say(
                    row, "I-KEY-TWICE", refused=True, found=_title(row, mapping), other=first.line
                )
    return groups


class _Matcher:
    """Finds records for rows with the same entity and key, all of one list."""

    def __init__(
        self,
        sheet: Sheet,
        mapping: ListMap,
        round_code: str,
        here: Mapping[str, Sequence[Record]],
        before: Mapping[str, Sequence[Record]],
        result: _Outcome,
    ) -> None:
        self._sheet = sheet
        self._mapping = mapping
        self._round = round_code
        self._result = result
        self._here = self._by_key(here)
        self._before = self._by_key(before)
        self._uids = _uids(here)
        self._taken = self._uids | _uids(before)

    def settle(self, entity: str, key: Key, rows: list[ListRow]) -> None:
        """Decide what becomes of all *rows* that share a key."""
        candidates = self._candidates(entity, key)
        pairs, loose, left = self._paired(rows, candidates)
        for row, record in pairs:
            self._take(row, record)
        for row in loose:
            if left and not self._mapping.apart:
                title = _title(row, self._mapping)
                self._result.say(row, "I-KEY-SHARED", refused=True, found=title)
                continue
            if left:
                self._result.say(row, "I-KEY-BESIDE", found=_title(row, self._mapping))
            self._add(row, entity, self._new_uid(entity, key, row))

    def _by_key(
        self, records: Mapping[str, Sequence[Record]]
    ) -> dict[tuple[str, Key], list[Record]]:
        found: dict[tuple[str, Key], list[Record]] = defaultdict(list)
        for entity, of_entity in records.items():
            for record in of_entity:
                found[entity, key_of(self._sheet, self._mapping.key, record.values)].append(record)
        return found

    def _candidates(self, entity: str, key: Key) -> list[Record]:
        """Return the records meant by a key: of this round, else of the last; valid ones first."""
        here = self._here.get((entity, key))
        if here:
            return sorted(here, key=lambda record: not record.counts)
        return [
            record
            for record in self._before.get((entity, key), ())
            if record.uid not in self._uids
            and record["record_status"] not in ("INVALID", "DUPLICATE")
        ]

    def _paired(
        self, rows: Sequence[ListRow], candidates: Sequence[Record]
    ) -> tuple[list[tuple[ListRow, Record]], list[ListRow], list[Record]]:
        """Return rows with their records, rows without, and the records that may be meant.

        First by the fields that tell records apart, one after the other, then by saying the same.
        Of the rest, one row and one record belong together, and so do rows and records of which
        it makes no difference which is which. Nothing else is guessed.
        """
        pairs: list[tuple[ListRow, Record]] = []
        loose, left = list(rows), list(candidates)
        tests: list[Callable[[ListRow, Record], bool]] = [
            partial(self._same_answer, name) for name in self._mapping.apart
        ]
        for test in (*tests, self._says_nothing_new):
            for row in list(loose):
                match = next((record for record in left if test(row, record)), None)
                if match is not None:
                    pairs.append((row, match))
                    loose.remove(row)
                    left.remove(match)
        valid = [record for record in left if record.counts] or left
        if loose and valid and self._interchangeable(loose, valid):
            for row, record in zip(list(loose), valid, strict=False):
                pairs.append((row, record))
                loose.remove(row)
                left.remove(record)
            left = []
        return pairs, loose, [record for record in left if record in valid]

    def _same_answer(self, name: str, row: ListRow, record: Record) -> bool:
        kind = self._sheet.fields[name].type
        mine = folded(kind.format(row.values.get(name)))
        return bool(mine) and mine == folded(kind.format(record[name]))

    def _says_nothing_new(self, row: ListRow, record: Record) -> bool:
        return _same(self._applied(row, record), record)

    def _interchangeable(self, rows: Sequence[ListRow], records: Sequence[Record]) -> bool:
        """Whether every way of giving the rows to the records comes to the same."""
        rows_alike = self._alike([(row.values, row.states) for row in rows])
        records_alike = self._alike([(each.values, each.states) for each in records])
        if len(rows) == len(records):
            return rows_alike or records_alike
        return records_alike if len(rows) < len(records) else rows_alike

    def _alike(self, answers: Sequence[tuple[Values, States]]) -> bool:
        """Whether all say the same, but for the number that the list gives."""
        number = self._mapping.apart[:1]
        plain = [
            ({name: value for name, value in values.items() if name not in number}, states)
            for values, states in answers
        ]
        return all(each == plain[0] for each in plain)

    def _take(self, row: ListRow, record: Record) -> None:
        """Write what *row* says into *record*; an empty cell takes nothing back."""
        if record.round != self._round:
            self._add(row, record.entity, record.uid)
            return
        self._say_what_was_left_empty(row, record)
        after = self._applied(row, record)
        if not _same(after, record):
            self._result.changed.append((record, after))
            self._result.tally["changed"] += 1
            return
        if record.standing == "carried":
            self._result.confirmed.append((record, after))
        self._result.tally["unchanged"] += 1

    def _say_what_was_left_empty(self, row: ListRow, record: Record) -> None:
        for name, source in self._mapping.columns.items():
            said = not source.columns or name in row.values or name in row.states
            if said or record[name] is None or name == REMARKS or _kept(row, name):
                continue
            expected = self._sheet.fields[name].type.format(record[name])
            self._result.say(row, "L-CLEARED", field=name, expected=expected)

    def _add(self, row: ListRow, entity: str, uid: str) -> None:
        empty = Record(sheet=self._sheet.name, uid=uid, entity=entity, round=self._round, values={})
        self._uids.add(uid)
        self._taken.add(uid)
        self._result.added.append(self._applied(row, empty))
        self._result.tally["added"] += 1

    def _applied(self, row: ListRow, record: Record) -> Record:
        values = {**record.values, **row.values}
        states = {name: state for name, state in record.states.items() if name not in row.values}
        for name, state in row.states.items():
            if name not in row.values:  # an estimate has both
                values.pop(name, None)
            states[name] = state
        if row.kept:
            values[REMARKS] = _with_lines(str(values.get(REMARKS) or ""), row.kept)
        for name, value in derive(self._sheet, values).items():
            values.pop(name, None)
            if value is not None:
                values[name] = value
        return replace(record, values=values, states=states, standing=_IMPORTED)

    def _new_uid(self, entity: str, key: Key, row: ListRow) -> str:
        """Return a uid that depends on entity, sheet and key; only if taken, on what sets it apart.

        So the same list gives the same uids in two empty stores.
        """
        seeds = [entity, self._sheet.name, *key]
        uid = make_uid(self._sheet.prefix, _SEPARATOR.join(seeds).encode())
        seeds.append(_text(self._sheet, self._mapping.apart[:1], row.values))
        number = 1
        while uid in self._taken:
            uid = make_uid(self._sheet.prefix, _SEPARATOR.join([*seeds, str(number)]).encode())
            number += 1
        return uid


def key_of(sheet: Sheet, key: Sequence[str], values: Values) -> Key:
    """Return the words by which people know a record; "" for each that is missing."""
    return tuple(folded(sheet.fields[name].type.format(values.get(name))) for name in key)


def _uids(records: Mapping[str, Sequence[Record]]) -> set[str]:
    return {record.uid for of_entity in records.values() for record in of_entity}


def _text(sheet: Sheet, names: Sequence[str], values: Values) -> str:
    return _SEPARATOR.join(key_of(sheet, names, values))


def _title(row: ListRow, mapping: ListMap) -> str:
    return " · ".join(str(row.values[name]) for name in mapping.key)


def _says_the_same(one: ListRow, other: ListRow) -> bool:
    return (one.values, one.states, one.kept) == (other.values, other.states, other.kept)


def _same(one: Record, other: Record) -> bool:
    return one.values == other.values and one.states == other.states


def _kept(row: ListRow, name: str) -> bool:
    return any(text.startswith(f"{name}: ") for text in row.kept)


def _with_lines(text: str, lines: Iterable[str]) -> str:
    """Return *text* with each of *lines* in it, those that it has already once."""
    for line in lines:
        if f"\n{line}\n" not in f"\n{text}\n":
            text = f"{text}\n{line}" if text else line
    return text
