"""Conditions of lists in words: for chips, menus and dialogs."""

from __future__ import annotations

from collections.abc import Mapping

from inventory_app.domain.answer_texts import state_text, text_of
from inventory_app.domain.field_types import Codes, Reference
from inventory_app.domain.fields import Sheet
from inventory_app.domain.finding_texts import STRENGTHS
from inventory_app.domain.findings import Strength
from inventory_app.domain.grids import SHARED_LABELS, STANDING, Condition, Operation
from inventory_app.domain.values import Value, ValueState
from inventory_app.gui.models.records_columns import STANDINGS
from inventory_app.texts import N_, Translator

OPERATIONS: Mapping[Operation, str] = {
    Operation.CONTAINS: N_("contains"),
    Operation.IS: N_("is exactly"),
    Operation.IS_NOT: N_("is not"),
    Operation.ANY_OF: N_("is one of"),
    Operation.BETWEEN: N_("is between"),
    Operation.EMPTY: N_("is empty"),
    Operation.NOT_EMPTY: N_("is filled in"),
    Operation.STATE: N_("stands as"),
}
OF_RECORDS: Mapping[Operation, str] = {
    Operation.CHANGED: N_("Changed this round"),
    Operation.STALE: N_("Not confirmed yet"),
    Operation.FINDINGS: N_("Has findings"),
    Operation.CONFLICTS: N_("Open conflicts"),
    Operation.RETIRED: N_("Retired"),
    Operation.INACTIVE: N_("Ended or not counted"),
    Operation.ACTIVE: N_("Counted in totals"),
}
STATES: tuple[ValueState, ...] = (
    ValueState.OK, ValueState.NE, ValueState.NR, ValueState.NA, ValueState.ERR, ValueState.SUP,
)  # fmt: skip
_MOST_VALUES = 3


def state_word(state: ValueState, words: Translator) -> str:
    """Return the word for the standing of an answer."""
    if state is ValueState.OK:
        return words("reported")
    return state_text(state, words)


def field_label(sheet: Sheet, name: str, words: Translator) -> str:
    """Return what a field, or what all records share, is called."""
    field = sheet.fields.get(name)
    return field.label(words.language.code) if field else words(SHARED_LABELS.get(name, name))


def value_text(
    sheet: Sheet, name: str, value: Value, words: Translator, titles: Mapping[str, str]
) -> str:
    """Return what a reader sees for a value of a field; *titles* for records it names."""
    if value is None:
        return words("(empty)")
    field = sheet.fields.get(name)
    if field is None:
        return words(STANDINGS.get(str(value), str(value))) if name == STANDING else str(value)
    if isinstance(field.type, Reference):
        return titles.get(str(value), str(value))
    if isinstance(field.type, Codes) and isinstance(value, str):
        value = (value,)
    return text_of(field.type, value, words)


def condition_text(
    condition: Condition, sheet: Sheet, words: Translator, titles: Mapping[str, str]
) -> str:
    """Return a condition as the words on a chip."""
    _, operation = words, condition.operation
    if operation in OF_RECORDS:
        return _of_record(condition, words)
    field = field_label(sheet, condition.field, words)
    if operation is Operation.STATE:
        said = _(", ").join(state_word(ValueState(str(each)), _) for each in condition.values)
        return _("{field}: {values}", field=field, values=said)
    texts = [value_text(sheet, condition.field, each, _, titles) for each in condition.values]
    if operation is Operation.BETWEEN:
        return _between(field, condition.values, texts, words)
    if operation is Operation.CONTAINS:
        return _("{field} contains “{value}”", field=field, value=texts[0])
    template = {
        Operation.EMPTY: N_("{field} is empty"), Operation.NOT_EMPTY: N_("{field} is filled in"),
        Operation.IS: N_("{field} is {values}"), Operation.IS_NOT: N_("{field} is not {values}"),
    }.get(operation, N_("{field}: {values}"))  # fmt: skip
    shown = _(", ").join(texts[:_MOST_VALUES])
    if len(texts) > _MOST_VALUES:
        more = len(texts) - _MOST_VALUES
        shown = _.plural("{values} and {n} more", "{values} and {n} more", more, values=shown)
    return _(template, field=field, values=shown)


def _between(field: str, values: tuple[Value, ...], texts: list[str], words: Translator) -> str:
    if values[0] is None:
        return words("{field} up to {high}", field=field, high=texts[1])
    if values[1] is None:
        return words("{field} from {low}", field=field, low=texts[0])
    return words("{field} from {low} to {high}", field=field, low=texts[0], high=texts[1])


def _of_record(condition: Condition, words: Translator) -> str:
    if condition.operation is Operation.FINDINGS and condition.values:
        strengths = words(", ").join(
            words(STRENGTHS[Strength(str(each))]) for each in condition.values
        )
        return words("Findings: {values}", values=strengths)
    return words(OF_RECORDS[condition.operation])
