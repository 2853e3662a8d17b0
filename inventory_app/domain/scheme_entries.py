"""Cost-sharing schemes as plain entries: read strictly from a file, and written again."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from inventory_app import paths
from inventory_app.domain.cost_sharing import (
    FundingStatus,
    Identity,
    Line,
    Scheme,
    Selection,
    Span,
    Tranche,
    checked,
)
from inventory_app.domain.entries import Entry, is_number
from inventory_app.domain.money import CENTS, cents, weight
from inventory_app.errors import Refused
from inventory_app.texts import N_

_DEFAULT_CURRENCY = "USD"


@cache
def resolution() -> Scheme:
    """Return the figures of resolution 63/262, each with its paragraph; all identities hold."""
    file = paths.cost_sharing() / "resolution-63-262.toml"
    content = tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
    return read_scheme(content, file.name)


def read_scheme(content: object, place: str) -> Scheme:
    """Return the scheme that *content* describes.

    Raises `Refused` for what is not understood and `UserError` for what does not add up.
    """
    entry = Entry(place, content)
    periods = {name: _span(each) for name, each in entry.tables("periods").items()}
    scheme = Scheme(
        id=entry.text("id"),
        labels=entry.labels("title"),
        source=entry.text("source", ""),
        currency=entry.text("currency", _DEFAULT_CURRENCY),
        periods=periods,
        tranches=tuple(_tranche(each) for each in entry.entries("tranches", "id")),
        identities=tuple(read_identity(each) for each in entry.entries("identities", "id")),
    )
    entry.end()
    checked(scheme)
    return scheme


def _span(entry: Entry) -> Span:
    span = Span(entry.needed_day("start"), entry.needed_day("end"))
    entry.end()
    if span.end < span.start:
        raise _wrong(entry, N_("{place} ends before it starts."))
    return span


def _tranche(entry: Entry) -> Tranche:
    paragraph = entry.text("paragraph", "")
    tranche = Tranche(
        id=entry.text("id"),
        paragraph=paragraph,
        labels=entry.labels("title"),
        amount=_cents(entry, "amount"),
        status=entry.code("status", FundingStatus, FundingStatus.APPROVED),
        lines=tuple(_line(each, paragraph) for each in entry.entries("lines", "id")),
    )
    entry.end()
    return tranche


def _line(entry: Entry, paragraph: str) -> Line:
    line = Line(
        id=entry.text("id"),
        paragraph=entry.text("paragraph", paragraph),
        fund=entry.text("fund"),
        period=entry.text("period"),
        amount=_cents(entry, "amount"),
        status=entry.code("status", FundingStatus),
        part_of=entry.text("part_of", ""),
        reported=entry.flag("reported"),
    )
    entry.end()
    return line


def _cents(entry: Entry, key: str) -> int:
    number = entry.number(key, least=Decimal(0))
    if number is None:
        raise _wrong(entry, N_("{place}: amount is missing."))
    return cents(number)


def read_identity(entry: Entry) -> Identity:
    """Return the identity that *entry* describes; raise `Refused` for what is not understood."""
    chosen = entry.entry("selection")
    shares = {name: _weight(entry, text) for name, text in entry.strings("shares").items()}
    if shares and not any(shares.values()):
        raise _wrong(entry, N_("{place}: the shares are all 0."))
    identity = Identity(
        id=entry.text("id"),
        plus=entry.texts("plus"),
        minus=entry.texts("minus"),
        equals=_right(entry),
        selection=None if chosen is None else _selection(chosen),
        shares=shares,
    )
    entry.end()
    return identity


def _right(entry: Entry) -> int | str:
    value = entry.take("equals")
    if isinstance(value, str) and value and not is_number(value):
        return value
    amount = Entry(entry.place, {"equals": value}).number("equals")
    if amount is None:
        raise _wrong(entry, N_("{place}: equals is missing."))
    return cents(amount)


def _weight(entry: Entry, text: str) -> Fraction:
    try:
        return weight(text)
    except ValueError as error:
        raise _wrong(entry, N_("{place}: a share is a number such as 25.55 or 1/3.")) from error


def _selection(entry: Entry) -> Selection:
    fund, status = entry.text("fund", ""), entry.text("status", "")
    entry.end()
    kind = Entry(entry.place, {"status": status})
    return Selection(fund=fund, status=kind.code("status", FundingStatus) if status else None)


def _wrong(entry: Entry, message: str) -> Refused:
    return Refused(
        "E-ENTRY",
        message,
        N_("Correct the file and try again; nothing has been taken in."),
        place=entry.place,
    )


def scheme_entry(scheme: Scheme) -> dict[str, Any]:
    """Return *scheme* as `read_scheme` reads it, with amounts as texts and days as days."""
    return {
        "id": scheme.id,
        "title": dict(scheme.labels),
        "source": scheme.source,
        "currency": scheme.currency,
        "periods": {name: span._asdict() for name, span in scheme.periods.items()},
        "tranches": [_tranche_entry(tranche) for tranche in scheme.tranches],
        "identities": [identity_entry(identity) for identity in scheme.identities],
    }


def _tranche_entry(tranche: Tranche) -> dict[str, Any]:
    return {
        "id": tranche.id, "paragraph": tranche.paragraph, "title": dict(tranche.labels),
        "amount": amount_text(tranche.amount), "status": tranche.status.value,
        "lines": [_line_entry(line) for line in tranche.lines],
    }  # fmt: skip


def _line_entry(line: Line) -> dict[str, Any]:
    return {
        "id": line.id, "paragraph": line.paragraph, "fund": line.fund, "period": line.period,
        "amount": amount_text(line.amount), "status": line.status.value,
        "part_of": line.part_of, "reported": line.reported,
    }  # fmt: skip


def identity_entry(identity: Identity) -> dict[str, Any]:
    """Return *identity* as `read_identity` reads it, in a form that JSON holds."""
    found: dict[str, Any] = {
        "id": identity.id, "plus": list(identity.plus), "minus": list(identity.minus),
        "equals": _equals_entry(identity.equals),
    }  # fmt: skip
    if identity.selection is not None:
        status = identity.selection.status
        found["selection"] = {
            "fund": identity.selection.fund, "status": status.value if status else "",
        }  # fmt: skip
    if identity.shares:
        found["shares"] = {name: str(share) for name, share in identity.shares.items()}
    return found


def _equals_entry(equals: int | str) -> str:
    return equals if isinstance(equals, str) else amount_text(equals)


def amount_text(amount: int) -> str:
    """Return *amount* in cents as a text in dollars, such as 1234.50."""
    return f"{Decimal(amount) / CENTS:.2f}"


def known_codes(scheme: Scheme, funds: Mapping[str, object]) -> None:
    """Raise `Refused` for a line whose fund is not one of the codes *funds*."""
    for line in scheme.lines.values():
        if line.fund not in funds:
            raise Refused(
                "E-SHARE-FUND",
                N_("“{scheme}”, {line}: there is no fund “{fund}”."),
                N_("Use a code of the list of sources of funds: {codes}."),
                scheme=scheme.id,
                line=line.id,
                fund=line.fund,
                codes=", ".join(funds),
            )
