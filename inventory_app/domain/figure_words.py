"""Figures, dates and states in words, as every document says them."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from inventory_app.domain.summaries import ReturnStatus
from inventory_app.domain.values import ValueState
from inventory_app.texts import N_, Translator, translator

if TYPE_CHECKING:
    from datetime import date

    from inventory_app.domain.summaries import Completeness, Figure

ENDS = (
    ".",
    "!",
    "?",
    "…",
    "\u3002",
    "\uff01",
    "\uff1f",
    "\u061f",
)  # of sentences, in all languages

STATES: dict[ValueState, str] = {
    ValueState.NR: N_("not reported"),
    ValueState.NA: N_("not applicable"),
    ValueState.ERR: N_("fails a check"),
    ValueState.SUP: N_("withheld"),
    ValueState.NQ: N_("not asked"),
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


class FigureWords:
    """The words of one language for figures."""

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
        return f"≈\u00a0{text}" if of.state == ValueState.NE else text

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

    def percent(self, share: Decimal | int) -> str:
        """Return a share of one in per cent, rounded down: 99.9 % is not all."""
        whole = (Decimal(share) * 100).to_integral_value(ROUND_DOWN)
        return _percent(self.language.locale, int(whole))

    def completeness(self, of: Completeness, *, reported: bool = True) -> str:
        """Return how much is filled in, in per cent.

        Where nothing is due that is not applicable, unless nothing has been *reported* at all.
        """
        share = share_of(of)
        if share is None:
            return self.missing(ValueState.NA if reported else ValueState.NR)
        return self.percent(share)

    def date(self, day: date) -> str:
        """Return *day* as running text has it."""
        return _date(self.language.code, day)

    def sentences(self, *texts: str) -> str:
        """Return *texts* as sentences that follow each other, as this language writes them."""
        han = self.language.script == "han"
        mark, gap = ("\u3002", "") if han else (".", " ")
        whole = [text.strip() for text in texts]
        joined = gap.join(text if text.endswith(ENDS) else text + mark for text in whole if text)
        return joined.replace("\u3002 ", "\u3002") if han else joined


def share_of(of: Completeness) -> Decimal | None:
    """Return the share filled in, or None if nothing is due."""
    return Decimal(of.filled) / of.due if of.due > 0 else None


@lru_cache(maxsize=16384)
def _number(code: str, value: Decimal, places: int) -> str:
    return translator(code).number(value, places)


@lru_cache(maxsize=4096)
def _date(code: str, day: date) -> str:
    return translator(code).date(day)


@cache
def _percent(locale: str, whole: int) -> str:
    from babel.numbers import format_percent  # noqa: PLC0415 - CLDR is loaded when needed

    return format_percent(Decimal(whole) / 100, locale=locale)
