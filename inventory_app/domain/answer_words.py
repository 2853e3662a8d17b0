"""The answers that every language has: yes, no, unknown and not applicable.

They stand in workbooks, on screens and in lists, and every reader understands all of them in every
language; they are data and not up to a translation.
"""

from __future__ import annotations

from dataclasses import dataclass

from inventory_app.domain.field_types import Code, FieldType
from inventory_app.domain.values import ValueState


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
