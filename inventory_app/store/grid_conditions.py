"""Conditions of a list as SQL that every database understands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Table,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    type_coerce,
)

from inventory_app.domain.field_types import Code, Codes, Reference, Text
from inventory_app.domain.fields import Sheet
from inventory_app.domain.grids import Condition, Operation
from inventory_app.domain.search_words import plain
from inventory_app.domain.values import DataQuality, Value, ValueState
from inventory_app.store.derived import FINDING, TEXT
from inventory_app.store.full_text import matching
from inventory_app.store.schema import Schema

Clause = ColumnElement[bool]


@dataclass(frozen=True, kw_only=True)
class SearchIndex:
    """Where texts are looked for: an index, or only the folded texts (`index` is None)."""

    index: str | None


@dataclass(frozen=True, kw_only=True)
class Source:
    """The records of one sheet in one round, and what conditions on them need to know.

    `previous` is the round before, None for the first. Without `texts` a search looks at the
    answers themselves. `entities` are the codes of all entities.
    """

    schema: Schema
    sheet: Sheet
    round: str
    previous: str | None
    texts: SearchIndex | None = None
    language: str = "en"
    entities: tuple[str, ...] = ()

    @property
    def table(self) -> Table:
        """The table of the sheet."""
        return self.schema.records[self.sheet.name]

    def column(self, name: str) -> ColumnElement[Any]:
        """Return the column of a field, or of what all records share."""
        return self.table.c["f_" + name if name in self.sheet.fields else name]

    def clause(self, condition: Condition) -> Clause:
        """Return *condition* as SQL."""
        of_record = _OF_RECORDS.get(condition.operation)
        if of_record is not None:
            return of_record(self, condition)
        return _OF_FIELDS[condition.operation](self, condition)

    def searched(self, words: tuple[str, ...]) -> Clause:
        """Return SQL that asks for all *words*, each anywhere in the record.

        Words that are no label of a code and no part of an entity's code can only stand in texts:
        those are asked for together.
        """
        others = {word: self._beside_texts(word) for word in words}
        in_texts = tuple(word for word in words if not others[word])
        clauses = [
            or_(self.searched_texts((word,)), *others[word]) for word in words if others[word]
        ]
        if in_texts:
            clauses.append(self.searched_texts(in_texts))
        return and_(true(), *clauses)

    def _beside_texts(self, word: str) -> list[Clause]:
        """Return where else than in texts a word stands: labels of codes, codes of entities."""
        clauses: list[Clause] = []
        for field in self.sheet:
            kind = field.type
            if isinstance(kind, Code):
                labelled = _labelled(kind, word, self.language)
                clauses += _any_code(kind, self.column(field.name), labelled)
        entities = [code for code in self.entities if word in plain(code)]
        return [*clauses, self.table.c.entity.in_(entities)] if entities else clauses

    def searched_texts(self, words: tuple[str, ...]) -> Clause:
        """Return SQL that asks for all *words* in the texts of the answers alone."""
        table = self.table
        if self.texts is not None:
            hits = select(TEXT.c.uid).where(
                TEXT.c.n.in_(matching(self.texts.index, self.round, words)),
                TEXT.c.sheet == self.sheet.name,
            )
            return table.c.uid.in_(hits)
        columns = [
            self.column(field.name)
            for field in self.sheet
            if isinstance(field.type, Text | Reference)
        ]
        return and_(
            true(),
            *(or_(*(_contains(each, word) for each in (table.c.uid, *columns))) for word in words),
        )


def _contains(column: ColumnElement[Any], text: str) -> Clause:
    """Return whether a text holds *text*; capitals are also found where SQL knows only A to Z."""
    forms = {text, text.lower(), text.upper(), text.capitalize(), text.title()}
    if text.isascii():
        forms = {text.lower()}
    return or_(
        *(
            func.lower(column).contains(form.lower(), autoescape=True)
            if form.isascii()
            else type_coerce(column, String).contains(form, autoescape=True)
            for form in sorted(forms)
        )
    )


def _labelled(kind: Code, word: str, language: str) -> list[str]:
    """Return the codes of a list that are called by a folded word in a language."""
    return [
        code
        for code in (kind.list.codes if kind.list else ())
        if kind.list and (word in plain(code) or word in plain(kind.list.label(code, language)))
    ]


def _any_code(kind: Code, column: ColumnElement[Any], codes: list[str]) -> list[Clause]:
    if not isinstance(kind, Codes):
        return [column.in_(codes)] if codes else []
    return [_has_code(column, code) for code in codes]


def _has_code(column: ColumnElement[Any], code: str) -> Clause:
    """Return whether one of several codes, kept with semicolons between, is *code*."""
    listed = literal(";").concat(type_coerce(column, String)).concat(literal(";"))
    return listed.contains(f";{code};", autoescape=True)


def _text(source: Source, condition: Condition) -> Clause:
    text = str(condition.values[0]) if condition.values else ""
    column = source.column(condition.field)
    field = source.sheet.fields.get(condition.field)
    if field is not None and isinstance(field.type, Code):
        codes = _labelled(field.type, plain(text), source.language)
        return or_(false(), *_any_code(field.type, column, codes))
    return _contains(column, text)


def _any(source: Source, condition: Condition) -> Clause:
    column = source.column(condition.field)
    field = source.sheet.fields.get(condition.field)
    known = [value for value in condition.values if value is not None]
    blank = [column.is_(None)] if None in condition.values else []
    if field is not None and isinstance(field.type, Codes):
        codes = [code for value in known for code in _codes(value)]
        return or_(false(), *_any_code(field.type, column, codes), *blank)
    return or_(column.in_(known), *blank) if known else or_(false(), *blank)


def _codes(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _is(source: Source, condition: Condition) -> Clause:
    column = source.column(condition.field)
    [value] = condition.values
    return column.is_(None) if value is None else column == value


def _is_not(source: Source, condition: Condition) -> Clause:
    column = source.column(condition.field)
    [value] = condition.values
    field = source.sheet.fields.get(condition.field)
    if value is None:
        return column.is_not(None)
    if field is not None and isinstance(field.type, Codes):
        return or_(column.is_(None), *(not_(_has_code(column, code)) for code in _codes(value)))
    return or_(column.is_(None), column != value)


def _between(source: Source, condition: Condition) -> Clause:
    column = source.column(condition.field)
    low, high = condition.values
    clauses: list[Clause] = [column.is_not(None)]
    if low is not None:
        clauses.append(column >= low)
    if high is not None:
        clauses.append(column <= high)
    return and_(*clauses)


def _empty(source: Source, condition: Condition) -> Clause:
    """Return whether nothing was said: neither a value nor that there is none."""
    column = source.column(condition.field)
    if condition.field not in source.sheet.fields:
        return column.is_(None)
    return and_(column.is_(None), _written(source, condition.field).is_(None))


def _written(source: Source, field: str) -> ColumnElement[Any]:
    """Return the state written beside an answer, NULL if there is none."""
    states: Any = source.table.c.states
    written: ColumnElement[Any] = states[field].as_string()
    return written


def _state(source: Source, condition: Condition) -> Clause:
    """Return whether the standing of an answer is one of the states (see `values.state_of`)."""
    column = source.column(condition.field)
    quality = source.table.c.get("f_data_quality")
    whens: list[tuple[Any, Any]] = [(column.is_(None), ValueState.NR.value)]
    if quality is not None:
        whens.append((quality == DataQuality.ESTIMATED.value, ValueState.NE.value))
        whens.append((quality == DataQuality.UNKNOWN.value, ValueState.NR.value))
    unwritten = case(*whens, else_=ValueState.OK.value)
    return func.coalesce(_written(source, condition.field), unwritten).in_(
        [str(value) for value in condition.values]
    )


def _changed(source: Source, _condition: Condition) -> Clause:
    """Return whether the record was not in the round before, or said something else there."""
    if source.previous is None:
        return true()
    table, before = source.table, source.table.alias("before")
    names = ["f_" + field.name for field in source.sheet.asked]
    now_states, old_states = (cast(each.c.states, String) for each in (table, before))
    same_states = or_(
        func.coalesce(now_states, "null") == func.coalesce(old_states, "null"),
        and_(*(_same_state(table, before, field.name) for field in source.sheet.asked)),
    )
    same = exists(select(1)).where(
        before.c.round == source.previous,
        before.c.uid == table.c.uid,
        *(before.c[name].is_not_distinct_from(table.c[name]) for name in names),
        same_states,
    )
    return not_(same)


def _same_state(table: Any, before: Any, field: str) -> Clause:
    now, old = table.c.states[field].as_string(), before.c.states[field].as_string()
    same: Clause = now.is_not_distinct_from(old)
    return same


def _stale(source: Source, _condition: Condition) -> Clause:
    return source.table.c.standing == "carried"


def _findings(source: Source, condition: Condition) -> Clause:
    found = select(FINDING.c.uid).where(
        FINDING.c.round == source.round, FINDING.c.sheet == source.sheet.name
    )
    strengths = [str(value) for value in condition.values]
    if strengths:
        found = found.where(FINDING.c.strength.in_(strengths))
    return source.table.c.uid.in_(found)


def _conflicts(source: Source, _condition: Condition) -> Clause:
    conflicts = source.schema["conflict"]
    undecided: Select[Any] = select(conflicts.c.uid).where(
        conflicts.c.round == source.round,
        conflicts.c.sheet == source.sheet.name,
        conflicts.c.decision.is_(None),
    )
    return source.table.c.uid.in_(undecided)


def _retired(source: Source, _condition: Condition) -> Clause:
    retired = source.table.c.get("f_retired_on")
    return false() if retired is None else retired.is_not(None)


def _inactive(source: Source, condition: Condition) -> Clause:
    """Return whether the record has ended or enters no totals: closed, invalid, a duplicate."""
    status = source.table.c.get("f_record_status")
    retired = _retired(source, condition)
    if status is None:
        return retired
    return or_(retired, and_(status.is_not(None), status != "VALID"))


def _active(source: Source, condition: Condition) -> Clause:
    return not_(_inactive(source, condition))


_OF_RECORDS: dict[Operation, Callable[[Source, Condition], Clause]] = {
    Operation.CHANGED: _changed,
    Operation.STALE: _stale,
    Operation.FINDINGS: _findings,
    Operation.CONFLICTS: _conflicts,
    Operation.RETIRED: _retired,
    Operation.INACTIVE: _inactive,
    Operation.ACTIVE: _active,
}
_OF_FIELDS: dict[Operation, Callable[[Source, Condition], Clause]] = {
    Operation.CONTAINS: _text,
    Operation.IS: _is,
    Operation.IS_NOT: _is_not,
    Operation.ANY_OF: _any,
    Operation.BETWEEN: _between,
    Operation.EMPTY: _empty,
    Operation.NOT_EMPTY: lambda source, condition: not_(_empty(source, condition)),
    Operation.STATE: _state,
}
