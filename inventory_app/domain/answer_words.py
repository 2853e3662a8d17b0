"""The answers that every language has: yes, no, unknown and not applicable.

They stand in workbooks, on screens and in lists, and every reader understands all of them in every
language; they are data and not up to a translation.
"""

from __future__ import annotations

from dataclasses import dataclass

from inventory_app.domain.estimates import MARK, is_plain_mark
from inventory_app.domain.field_types import Code, DecimalNumber, FieldType, Percent, YesNo
from inventory_app.domain.values import Value, ValueState
from inventory_app.domain.words import folded


@dataclass(frozen=True, kw_only=True)
class Words:
    """The answers that are the same in every workbook of one language."""

    yes: str
    no: str
    unknown: str
    not_applicable: str

    @property
    def states(self) -> dict[ValueState, str]:
        """The words that say why there is no value."""
        return {ValueState.NR: self.unknown, ValueState.NA: self.not_applicable}


_WORDS = {
    "ar": Words(yes="نعم", no="لا", unknown="غير معروف", not_applicable="لا ينطبق"),
    "zh": Words(yes="是", no="否", unknown="不详", not_applicable="不适用"),
    "en": Words(yes="Yes", no="No", unknown="unknown", not_applicable="not applicable"),
    "fr": Words(yes="Oui", no="Non", unknown="inconnu", not_applicable="sans objet"),
    "ru": Words(yes="Да", no="Нет", unknown="неизвестно", not_applicable="неприменимо"),
    "es": Words(yes="Sí", no="No", unknown="se desconoce", not_applicable="no se aplica"),
}


def words(language: str) -> Words:
    """Return the answers common to all workbooks in *language*."""
    return _WORDS[language]


def state_words(kind: FieldType, language: str) -> dict[ValueState, str]:
    """Return the words for the states that a cell of *kind* can express.

    Where a code list has the word as a label of its own, the word is that code and no state.
    """
    offered = _WORDS[language].states
    if isinstance(kind, Code) and kind.list is not None:
        recognise = kind.list.recognise
        return {state: word for state, word in offered.items() if recognise(word) is None}
    return offered


# What can be typed in place of the words in every language, and is offered in drop-down lists.
SHORT = {ValueState.NR: "?", ValueState.NA: "n/a"}
_DECIMAL_COMMA = frozenset({"fr", "ru", "es"})
_GROUP = 3  # so many decimals look like thousands


def is_sayable(kind: FieldType, value: Value, state: ValueState | None, language: str) -> bool:
    """Return whether a cell can say the *state*, in place of a value or beside it."""
    if value is None:
        return state in state_words(kind, language)
    return state is ValueState.NE and isinstance(kind, DecimalNumber)


def estimate_text(kind: FieldType, value: Value, language: str) -> str:
    """Return how a cell holds the estimated number *value*, such as ~120 or ~12.5%."""
    text = kind.format(value)
    if len(text.partition(".")[2]) == _GROUP:
        text += "0"
    if language in _DECIMAL_COMMA:
        text = text.replace(".", ",")
    return MARK + text + ("%" if isinstance(kind, Percent) else "")


def usual_words(kind: FieldType, value: Value, state: ValueState | None, language: str) -> str:
    """Return what a workbook in *language* writes for an answer of *kind*; "" for a blank one."""
    common = _WORDS[language]
    if state is ValueState.NE and isinstance(kind, DecimalNumber):
        return estimate_text(kind, value, language)
    if value is None:
        return common.states.get(state, "") if state else ""
    if isinstance(kind, YesNo):
        return common.yes if value else common.no
    if isinstance(kind, Code) and kind.list is not None:
        codes = value if isinstance(value, tuple) else (str(value),)
        return "; ".join(kind.list.label(code, language) for code in codes)
    return kind.format(value)


def is_usual_word(
    kind: FieldType, text: str, value: Value, state: ValueState | None, language: str
) -> bool:
    """Return whether *text*, which was read as an answer, is how a workbook itself writes it.

    Case, blanks and the order of several answers do not matter, nor how a number is written after
    the mark of an estimate.
    """
    if value is None and state in SHORT and folded(text) == SHORT[state]:
        return True
    if value is not None and state is ValueState.NE:
        return is_plain_mark(text)
    usual = usual_words(kind, value, state, language)
    if not isinstance(value, tuple):
        return folded(text) == folded(usual)
    return {*map(folded, text.split(";"))} == {*map(folded, usual.split(";"))}
