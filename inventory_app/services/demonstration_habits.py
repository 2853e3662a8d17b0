"""What people do to a workbook: the right way, and the ways that returns really come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from random import Random

from inventory_app.domain.values import Value
from inventory_app.formats.excel.respondent import Cells, SheetWork, Typed

Works = dict[str, SheetWork]


class Habit(StrEnum):
    """How an entity answers. The names are kept in the marker file of the demonstration."""

    HONEST = "honest"
    LATE = "late"
    PARTIAL = "partial"
    TEXT_NUMBERS = "numbers-as-text"
    HAN_NUMBERS = "chinese-number-words"
    ARABIC_DIGITS = "arabic-indic-digits"
    MISTAKES = "wrong-codes"
    PASTED = "pasted-block"
    COPIED = "copied-rows"
    INSERTED = "inserted-rows"
    SORTED = "sorted-rows"
    RENAMED = "renamed-sheet"
    UNTOUCHED = "untouched"
    CONFIRMED = "confirmed-unchanged"
    HALVES = "two-halves"
    CORRECTED = "corrected-first"
    SILENT = "never-answered"


@dataclass(frozen=True, kw_only=True)
class Slip:
    """One cell typed otherwise than expected; `value` is what it means, None if nobody can tell."""

    sheet: str
    key: str
    field: str
    typed: str | float
    value: Value


_ARABIC = str.maketrans("0123456789,.", "٠١٢٣٤٥٦٧٨٩٬٫")  # noqa: RUF001 - Arabic digits and marks
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")  # noqa: RUF001 - full-width digits
_WRONG = (
    ("staff", "dedication", "part time"),
    ("staff", "duty_station", "HQ, 5th floor"),
    ("staff", "ict_time_share", "about half"),
    ("staff", "grade", "G-8"),
    ("systems", "status", "live since May"),
    ("systems", "pii", "perhaps"),
    ("systems", "users_active", 12.5),
    ("costs", "run_change", "BAU"),
    ("costs", "period_end", "03/04/2026"),
    ("costs", "amount", "see attached invoice"),
)
NEW_ROWS = 6
_OF_THE_OFFICE = frozenset({"units", "staff", "contracts", "projects", "costs"})


def typed_as_text(works: Works, language: str, rng: Random) -> tuple[Works, list[Slip]]:
    """Type the amounts as text, with the thousands and decimal marks of the language."""
    mark = {"en": ",", "es": ".", "fr": "\u202f", "ru": "\u00a0"}.get(language, " ")
    decimals = "," if language in ("fr", "ru", "es") else "."

    def write(amount: Decimal) -> tuple[str, Decimal]:
        text = f"{amount:,.0f}".replace(",", mark)
        return rng.choice((text, f"{text}{decimals}00", f"USD {text}")), amount

    return _amounts(works, write)


def typed_in_han(works: Works, _language: str, rng: Random) -> tuple[Works, list[Slip]]:
    """Type the amounts as Chinese documents do: 2 000 万, 45万, full-width digits."""

    def write(amount: Decimal) -> tuple[str, Decimal]:
        ten_thousands = max(1, int(amount / 10_000))
        text = f"{ten_thousands:,}".replace(",", " ")
        forms = (f"{text} 万", f"{text}万美元", f"{text} 万".translate(_FULL_WIDTH))
        return rng.choice(forms), Decimal(ten_thousands * 10_000)

    return _amounts(works, write)


def typed_in_arabic(works: Works, _language: str, _rng: Random) -> tuple[Works, list[Slip]]:
    """Type the amounts with Arabic-Indic digits."""

    def write(amount: Decimal) -> tuple[str, Decimal]:
        return f"{amount:,.2f}".translate(_ARABIC), amount

    return _amounts(works, write)


def _amounts(
    works: Works, write: Callable[[Decimal], tuple[str, Decimal]]
) -> tuple[Works, list[Slip]]:
    slips: list[Slip] = []
    for key, cells in works["costs"].rows.items():
        amount = cells.get("amount")
        if isinstance(amount, Decimal) and len(slips) < NEW_ROWS:
            text, value = write(amount)
            slips.append(Slip(sheet="costs", key=key, field="amount", typed=text, value=value))
    return slipped(works, slips), slips


def with_mistakes(works: Works, _language: str, rng: Random) -> tuple[Works, list[Slip]]:
    """Type what no list and no rule can understand into a cell of each of several rows."""
    slips: list[Slip] = []
    for sheet, field, typed in _WRONG:
        used = {slip.key for slip in slips if slip.sheet == sheet}
        keys = [key for key in works[sheet].rows if key not in used]
        if keys:
            key = rng.choice(keys)
            slips.append(Slip(sheet=sheet, key=key, field=field, typed=typed, value=None))
    return slipped(works, slips), slips


def slipped(works: Works, slips: list[Slip]) -> Works:
    """Return *works* with each slip typed in its cell."""
    changed = dict(works)
    for slip in slips:
        work = changed[slip.sheet]
        cells = {**work.rows.get(slip.key, {}), slip.field: Typed(slip.typed)}
        changed[slip.sheet] = replace(work, rows={**work.rows, slip.key: cells})
    return changed


def partial(works: Works) -> Works:
    """Fill in units and staff only; the other sheets go back as they came."""
    return {sheet: work for sheet, work in works.items() if sheet in ("units", "staff")}


def pasted(works: Works, known: Mapping[str, Cells]) -> Works:
    """Paste the new staff lines from a list of one's own, below the table."""
    staff, fresh = _apart(works["staff"], known)
    return {**works, "staff": replace(staff, pasted=fresh)}


def inserted(works: Works, known: Mapping[str, Cells]) -> Works:
    """Push new lines in at the top of the staff sheet."""
    staff, fresh = _apart(works["staff"], known)
    return {**works, "staff": replace(staff, inserted=fresh)}


def copied(works: Works, known: Mapping[str, Cells]) -> Works:
    """Make new staff lines by copying a known line, hidden code and all, and typing over it."""
    staff, fresh = _apart(works["staff"], known)
    sources = list(islice((key for key in known if key not in staff.rows), len(fresh))) or [
        next(iter(known))
    ]
    pairs = {
        key: (sources[number % len(sources)], cells)
        for number, (key, cells) in enumerate(fresh.items())
    }
    return {**works, "staff": replace(staff, copied=pairs)}


def _apart(work: SheetWork, known: Mapping[str, Cells]) -> tuple[SheetWork, Mapping[str, Cells]]:
    """Split typed lines into those of known records and new ones, at least one."""
    fresh = dict(islice(((k, c) for k, c in work.rows.items() if k not in known), NEW_ROWS))
    kept = {key: cells for key, cells in work.rows.items() if key not in fresh}
    return replace(work, rows=kept), fresh


def sorted_by_title(works: Works) -> Works:
    """Sort the staff lines by functional title, whole lines."""
    return {**works, "staff": replace(works["staff"], sorted_by="functional_title")}


def renamed(works: Works, title: str) -> Works:
    """Give the staff sheet another name."""
    return {**works, "staff": replace(works["staff"], renamed=title)}


def confirmed(works: Works) -> Works:
    """Change people and money, and tick that everything technical is as it was."""
    return {
        sheet: work if sheet in _OF_THE_OFFICE else SheetWork(unchanged=not work.nothing)
        for sheet, work in works.items()
    }


def halves(works: Works, known: Mapping[str, Cells]) -> tuple[Works, Works, list[Slip]]:
    """Divide the work between two colleagues who do not talk to each other.

    One does people and money, the other all that is technical. But both correct the yearly cost of
    the first known post, not to the same figure, and both add posts, on the same spare line.
    """
    post, base = _known_cost(known)
    one, other = base + 12_000, base + 17_500
    mine, fresh = _apart(works["staff"], known)
    newest = list(fresh)[-1:]
    theirs = SheetWork(rows={key: fresh[key] for key in newest})
    rest = {key: cells for key, cells in fresh.items() if key not in newest}
    mine = replace(mine, rows={**mine.rows, **rest})
    both = {sheet: work for sheet, work in works.items() if sheet != "staff"}
    first = {sheet: work for sheet, work in both.items() if sheet in _OF_THE_OFFICE}
    second = {sheet: work for sheet, work in both.items() if sheet not in _OF_THE_OFFICE}
    first["staff"] = _with(mine, post, one)
    second["staff"] = _with(theirs, post, other)
    disputed = Slip(sheet="staff", key=post, field="annual_cost", typed=float(other), value=other)
    return first, second, [disputed]


def corrected(works: Works, known: Mapping[str, Cells]) -> tuple[Works, Slip]:
    """Change a figure that headquarters corrects too, before the return arrives.

    The slip holds what headquarters writes.
    """
    post, base = _known_cost(known)
    ours, theirs = base - 9_000, base + 6_500
    work = {**works, "staff": _with(works["staff"], post, theirs)}
    return work, Slip(sheet="staff", key=post, field="annual_cost", typed=float(ours), value=ours)


def _known_cost(known: Mapping[str, Cells]) -> tuple[str, Decimal]:
    """Return the first known post with its yearly cost."""
    for post, cells in known.items():
        cost = cells.get("annual_cost")
        if isinstance(cost, Decimal):
            return post, cost
    return next(iter(known)), Decimal(100_000)


def _with(work: SheetWork, post: str, cost: Decimal) -> SheetWork:
    return replace(work, rows={**work.rows, post: {**work.rows.get(post, {}), "annual_cost": cost}})
