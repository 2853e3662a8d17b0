"""Benefits as plain entries: read strictly from a file, and written again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from inventory_app.domain.benefits import (
    NO_BASELINE,
    Baseline,
    Benefit,
    BenefitClass,
    BenefitPeriod,
    Evidence,
    Fate,
    Item,
    PostRelease,
    Status,
)
from inventory_app.domain.entries import Entry
from inventory_app.domain.savings import in_cents, measured, refuse_other_gross

_ZERO, _ONE = Decimal(0), Decimal(1)
_VOLUME_PLACES = 3
INDEX_PLACES = 6


def read_benefits(content: object, place: str) -> tuple[Benefit, ...]:
    """Return the benefits that *content* describes in its list `benefits`.

    A realised amount that is left out is computed where it was measured. Raises `Refused` for what
    is not understood, `UserError` where a stated amount is not the measured one. Whether anything
    is proven, `Register` says.
    """
    entry = Entry(place, content)
    benefits = tuple(_benefit(each) for each in entry.entries("benefits", "id"))
    entry.end()
    return benefits


def _benefit(entry: Entry) -> Benefit:
    baseline = entry.entry("baseline")
    benefit = Benefit(
        id=entry.text("id"),
        title=entry.text("title"),
        kind=entry.code("class", BenefitClass),
        status=entry.code("status", Status, Status.IDEA),
        initiative=entry.text("initiative", ""),
        entity=entry.text("entity", ""),
        owner=entry.text("owner", ""),
        measure=entry.text("measure", ""),
        cost_line=entry.text("cost_line", ""),
        contract=entry.text("contract", ""),
        baseline=NO_BASELINE if baseline is None else _baseline(baseline),
        posts=read_posts(entry.entries("posts", "post")),
        periods=tuple(_period(each) for each in entry.entries("periods", "start")),
    )
    entry.end()
    benefit = replace(benefit, periods=tuple(_filled(benefit, each) for each in benefit.periods))
    refuse_other_gross(benefit)
    return benefit


def _filled(benefit: Benefit, period: BenefitPeriod) -> BenefitPeriod:
    """Return *period* with the realised amount that was measured, where none is stated."""
    if period.realised is not None:
        return period
    try:
        found = measured(benefit, period)
    except ValueError:
        return replace(period, realised=_ZERO)  # `refuse_other_gross` says what is wrong
    return period if found is None else replace(period, realised=in_cents(found.gross))


def _baseline(entry: Entry) -> Baseline:
    baseline = Baseline(
        amount=entry.number("amount", least=_ZERO),
        start=entry.day("start"),
        end=entry.day("end"),
        frozen_on=entry.day("frozen_on"),
        scope=entry.texts("scope"),
        evidence=_evidence(entry),
        items=read_items(entry.entries("items", "name")),
    )
    entry.end()
    return baseline


def _evidence(entry: Entry) -> Evidence:
    return Evidence(
        reference=entry.text("evidence", ""),
        dated=entry.day("evidence_dated"),
        reviewed_by=entry.text("reviewed_by", ""),
        reviewed_on=entry.day("reviewed_on"),
    )


def _period(entry: Entry) -> BenefitPeriod:
    index = entry.number("price_index", INDEX_PLACES)
    period = BenefitPeriod(
        start=entry.needed_day("start"),
        end=entry.needed_day("end"),
        planned=entry.number("planned"),
        forecast=entry.number("forecast"),
        realised=entry.number("realised"),
        implementation=entry.number("implementation", least=_ZERO) or _ZERO,
        added_run=entry.number("added_run", least=_ZERO) or _ZERO,
        price_index=_ONE if index is None else index,
        evidence=_evidence(entry),
        items=read_items(entry.entries("items", "name")),
    )
    entry.end()
    return period


def read_items(entries: Iterable[Entry]) -> tuple[Item, ...]:
    """Return the items that *entries* describe."""
    items = []
    for entry in entries:
        name = entry.text("name")
        volume = entry.number("volume", _VOLUME_PLACES, least=_ZERO)
        cost = entry.number("cost", least=_ZERO)
        items.append(Item(name=name, volume=volume or _ZERO, cost=cost or _ZERO))
        entry.end()
    return tuple(items)


def read_posts(entries: Iterable[Entry]) -> tuple[PostRelease, ...]:
    """Return the posts that *entries* describe."""
    posts = []
    for entry in entries:
        post, fate = entry.text("post"), entry.text("fate", "")
        posts.append(
            PostRelease(
                post=post,
                fate=Entry(entry.place, {"fate": fate}).code("fate", Fate) if fate else None,
                to=entry.text("to", ""),
            )
        )
        entry.end()
    return tuple(posts)


def benefit_entry(benefit: Benefit) -> dict[str, Any]:
    """Return *benefit* as `read_benefits` reads it: amounts as texts, days as days."""
    return {
        "id": benefit.id, "title": benefit.title, "class": benefit.kind.value,
        "status": benefit.status.value, "initiative": benefit.initiative,
        "entity": benefit.entity, "owner": benefit.owner, "measure": benefit.measure,
        "cost_line": benefit.cost_line, "contract": benefit.contract,
        "baseline": _baseline_entry(benefit.baseline), "posts": post_entries(benefit.posts),
        "periods": [_period_entry(period) for period in benefit.periods],
    }  # fmt: skip


def _baseline_entry(baseline: Baseline) -> dict[str, Any]:
    return {
        "amount": _money(baseline.amount), "start": baseline.start, "end": baseline.end,
        "frozen_on": baseline.frozen_on, "scope": list(baseline.scope),
        **_evidence_entry(baseline.evidence), "items": item_entries(baseline.items),
    }  # fmt: skip


def _evidence_entry(evidence: Evidence) -> dict[str, Any]:
    return {
        "evidence": evidence.reference, "evidence_dated": evidence.dated,
        "reviewed_by": evidence.reviewed_by, "reviewed_on": evidence.reviewed_on,
    }  # fmt: skip


def _period_entry(period: BenefitPeriod) -> dict[str, Any]:
    return {
        "start": period.start, "end": period.end, "planned": _money(period.planned),
        "forecast": _money(period.forecast), "realised": _money(period.realised),
        "implementation": _money(period.implementation), "added_run": _money(period.added_run),
        "price_index": _plain(period.price_index), **_evidence_entry(period.evidence),
        "items": item_entries(period.items),
    }  # fmt: skip


def item_entries(items: Iterable[Item]) -> list[dict[str, str]]:
    """Return *items* as `read_items` reads them."""
    return [
        {"name": item.name, "volume": _plain(item.volume), "cost": f"{item.cost:.2f}"}
        for item in items
    ]


def post_entries(posts: Iterable[PostRelease]) -> list[dict[str, str]]:
    """Return *posts* as `read_posts` reads them."""
    return [
        {"post": post.post, "fate": post.fate.value if post.fate else "", "to": post.to}
        for post in posts
    ]


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
