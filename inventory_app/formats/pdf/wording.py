"""Figures, dates and states in words, as a printed page says them."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from inventory_app.domain.summaries import ReturnStatus
from inventory_app.domain.values import ValueState
from inventory_app.formats.pdf.tables import Cell
from inventory_app.texts import N_, Translator, translator

if TYPE_CHECKING:
    from inventory_app.domain.summaries import Completeness, Figure

STATES: dict[ValueState, str] = {
    ValueState.NR: N_("not reported"),
    ValueState.NA: N_("not applicable"),
    ValueState.ERR: N_("fails a check"),
    ValueState.SUP: N_("withheld"),
}

STATUSES: dict[ReturnStatus, str] = {
    ReturnStatus.ANSWERED: N_("Answered"),
    ReturnStatus.LATE: N_("Answered late"),
    ReturnStatus.UNCHANGED: N_("Confirmed unchanged"),
    ReturnStatus.NOT_ANSWERED: N_("Not answered"),
}

STRENGTHS: dict[str, str] = {
    "blocks": N_("Blocks"),
    "comment": N_("Needs a comment"),
    "notice": N_("Notice"),
}


class Words:
    """The words of one language."""

    def __init__(self, code: str) -> None:
        self.translate: Translator = translator(code)
        self.language = self.translate.language

    def number(self, value: Decimal | int, places: int = 0) -> str:
        """Return *value* rounded half up to *places*."""
        return _number(self.language.code, Decimal(value), places)

    def figure(self, of: Figure, places: int = 0) -> str:
        """Return the number, marked if it is an estimate, or the word for its absence."""
        if of.value is None:
            return self.missing(of.state)
        text = self.number(of.value, places)
        return f"≈ {text}" if of.state == ValueState.NE else text

    def exact(self, of: Figure) -> str:
        """Return the number with as many decimal places as it has, at most two."""
        if of.value is None:
            return self.missing(of.state)
        exponent = of.value.normalize().as_tuple().exponent
        places = -exponent if isinstance(exponent, int) else 0
        return self.figure(of, min(max(places, 0), 2))

    def missing(self, state: ValueState) -> str:
        """Return the word that stands where a value is missing."""
        return self.translate(STATES.get(state, STATES[ValueState.NR]))

    def cell(self, of: Figure, places: int = 0) -> Cell:
        """Return the figure for a table; words are fainter than numbers."""
        return Cell(text=self.figure(of, places), ink="muted" if of.value is None else "text")

    def percent(self, share: Decimal) -> str:
        """Return a share of one in per cent, rounded down: 99.9 % is not all."""
        whole = (share * 100).to_integral_value(ROUND_DOWN)
        return _percent(self.language.locale, int(whole))

    def completeness(self, of: Completeness) -> str:
        """Return how much is filled in, in per cent; nothing due is not applicable."""
        share = share_of(of)
        return self.missing(ValueState.NA) if share is None else self.percent(share)


def share_of(of: Completeness) -> Decimal | None:
    """Return the share filled in, or None if nothing is due."""
    return Decimal(of.filled) / of.due if of.due > 0 else None


@lru_cache(maxsize=16384)
def _number(code: str, value: Decimal, places: int) -> str:
    return translator(code).number(value, places)


@cache
def _percent(locale: str, whole: int) -> str:
    from babel.numbers import format_percent  # noqa: PLC0415 - CLDR is loaded when needed

    return format_percent(Decimal(whole) / 100, locale=locale)
