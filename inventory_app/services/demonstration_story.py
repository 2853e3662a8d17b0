"""Who is asked in the demonstration, how each of them answers, and under which file name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Literal, TypeAlias

from inventory_app.domain.entities import Entity
from inventory_app.domain.values import ValueState
from inventory_app.formats.excel.respondent import Cells, Rows, SheetWork, Work
from inventory_app.services import demonstration_habits as habits
from inventory_app.services.demonstration_habits import Habit, Slip, Works
from inventory_app.services.demonstration_people import Profile
from inventory_app.services.demonstration_words import sentence
from inventory_app.services.demonstration_years import Estate, changes

Expected = Literal["merged", "unchanged", "conflicts"]
# Cells that an entity does not fill in, and whether it says at least that it does not know.
Forgotten: TypeAlias = Mapping[tuple[str, str, str], bool]

# One of each kind and language first, so that a small demonstration shows them all.
_FIRST = (
    "OICT", "MINURSO", "ESCAP", "UNOG", "DGACM", "UNAMA", "ECLAC", "UNRCCA", "UNGSC", "ESCWA",
    "IIIM", "JIU", "ACABQ", "PANELS",
)  # fmt: skip
_PREFERRED_LANGUAGE = {"ESCAP": "zh", "OCT": "zh", "UNRGID": "ru"}
# In this order of importance; a small demonstration leaves out the last ones.
_CAST: tuple[tuple[Habit, int, str], ...] = (
    (Habit.HAN_NUMBERS, 1, "zh"),
    (Habit.ARABIC_DIGITS, 1, "ar"),
    (Habit.HALVES, 1, ""),
    (Habit.CORRECTED, 1, ""),
    (Habit.MISTAKES, 1, ""),
    (Habit.SILENT, 1, ""),
    (Habit.PASTED, 1, ""),
    (Habit.LATE, 1, ""),
    (Habit.TEXT_NUMBERS, 1, "fr"),
    (Habit.PARTIAL, 1, ""),
    (Habit.UNTOUCHED, 1, ""),
    (Habit.COPIED, 1, ""),
    (Habit.CONFIRMED, 1, ""),
    (Habit.RENAMED, 1, ""),
    (Habit.INSERTED, 1, ""),
    (Habit.SORTED, 1, ""),
    (Habit.TEXT_NUMBERS, 2, ""),
    (Habit.ARABIC_DIGITS, 1, "ar"),
    (Habit.HAN_NUMBERS, 1, "zh"),
    (Habit.LATE, 3, ""),
    (Habit.SILENT, 3, ""),
    (Habit.MISTAKES, 2, ""),
    (Habit.PARTIAL, 2, ""),
    (Habit.PASTED, 1, ""),
    (Habit.CONFIRMED, 2, ""),
    (Habit.UNTOUCHED, 1, ""),
    (Habit.HALVES, 1, ""),
)
_NAMES: Mapping[Habit, tuple[str, ...]] = {
    Habit.HONEST: ("{stem}", "{stem}", "{stem}", "{stem} FINAL", "{code} ICT inventory {round}",
                   "{stem} (1)", "Copy of {stem}", "FW_ {code} survey"),
    Habit.LATE: ("{code} - sorry for the delay", "{stem} v3 late"),
    Habit.PARTIAL: ("{code} staff only, rest to follow",),
    Habit.TEXT_NUMBERS: ("{code} completed by finance",),
    Habit.HAN_NUMBERS: ("信通技术清点 {code}（已填）",),  # noqa: RUF001 - as it is written
    Habit.ARABIC_DIGITS: ("{code} استبيان",),
    Habit.MISTAKES: ("{code} filled in by new colleague",),
    Habit.PASTED: ("{code} with staff list pasted in",),
    Habit.COPIED: ("{code} copied lines",),
    Habit.INSERTED: ("{code} new posts on top",),
    Habit.SORTED: ("{code} sorted by title",),
    Habit.RENAMED: ("{code} renamed tab",),
    Habit.UNTOUCHED: ("{stem}",),
    Habit.CONFIRMED: ("{code} mostly unchanged",),
    Habit.CORRECTED: ("{stem} FINAL final",),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Part:
    """One file that comes back: from whom, what was done to it, what should become of it."""

    entity: str
    habit: Habit
    name: str
    work: Work
    expected: Expected
    slips: tuple[Slip, ...] = ()
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What headquarters writes into the store before the return of the entity arrives."""

    entity: str
    slip: Slip


def choose(entities: Mapping[str, Entity], count: int, days: Sequence[date]) -> tuple[Entity, ...]:
    """Return *count* entities that exist on all *days*: a fair mixture of types."""
    open_ones = [
        replace(entity, language=_PREFERRED_LANGUAGE.get(entity.code, entity.language))
        for entity in entities.values()
        if all(entity.is_asked(day) for day in days)
    ]
    by_type: dict[str, list[Entity]] = {}
    for entity in open_ones:
        by_type.setdefault(entity.type, []).append(entity)

    def place(entity: Entity) -> tuple[int, float]:
        if entity.code in _FIRST:
            return _FIRST.index(entity.code), 0.0
        alike = by_type[entity.type]
        return len(_FIRST), (alike.index(entity) + 0.5) / len(alike)

    return tuple(
        replace(
            entity,
            focal_point=sentence("staff", "people", "focal_point")[entity.language],
            contact=f"ict-inventory.{entity.code.lower()}@example.org",
        )
        for entity in sorted(open_ones, key=place)[:count]
    )


def cast(entities: Sequence[Entity], answered: frozenset[str], seed: int) -> dict[str, Habit]:
    """Return how each entity answers in the second round.

    What needs a known record falls to those that answered the first round; an entity whose
    language a habit asks for takes it before the others.
    """
    rng = Random(f"{seed}/cast")  # noqa: S311 - invented data
    waiting = [entity for entity in entities if entity.code in answered]
    rng.shuffle(waiting)
    told = {entity.code: Habit.HONEST for entity in entities}
    spared = max(1, len(entities) // 5)
    for habit, count, language in _CAST:
        for _ in range(count):
            fitting = [entity for entity in waiting if not language or entity.language == language]
            if fitting and len(waiting) > spared:
                told[fitting[0].code] = habit
                waiting.remove(fitting[0])
    return told


def first_round(who: Profile, estate: Estate, issued: str) -> Part:
    """Return how an entity answers in the first round: as well as it can."""
    works = changes(None, estate)
    return Part(
        entity=who.entity.code, habit=Habit.HONEST, name=issued, expected="merged",
        work=_work(who, works),
    )  # fmt: skip


_FORGETTABLE = {
    "units": ("reports_to", "service_catalogue", "users_served"),
    "staff": ("annual_cost", "months_in_period", "cost_basis", "post_type", "fund_code"),
    "systems": ("users_active", "criticality", "run_cost", "placement", "hosting_type", "rto_h"),
    "data_centres": ("rack_count", "storage_used", "power_redundancy", "virtual_os"),
    "service_desks": ("annual_cost", "incidents_in_sla", "contacts_resolvable"),
    "networks": ("availability", "monthly_cost", "bandwidth_up_mbps"),
    "devices": ("age_over_5", "unit_price", "managed_centrally"),
    "contracts": ("ceiling", "spent_to_date", "sla_exists"),
    "projects": ("baseline_end", "spent", "benefit_target"),
    "costs": ("object_class", "assignment_method", "run_change"),
}


def forgets(who: Profile, *years: Estate) -> Forgotten:
    """Return what an entity never fills in: nothing, or up to a fifth of some columns."""
    rng = who.rng("forgotten")
    rate = rng.choice((0.0, 0.0, 0.0, 0.01, 0.02, 0.05, 0.2))
    places = sorted(
        {
            (sheet, key, field)
            for estate in years
            for sheet, rows in estate.items()
            for key in rows
            for field in _FORGETTABLE[sheet]
        }
    )
    return {place: rng.random() < 0.3 for place in places if rng.random() < rate}


def without(estate: Estate, forgotten: Forgotten) -> Estate:
    """Return *estate* as its entity tells it."""

    def told(sheet: str, key: str, cells: Cells) -> Cells:
        known = {n: value for n, value in cells.items() if (sheet, key, n) not in forgotten}
        unknown = {n: ValueState.NR for n in cells if forgotten.get((sheet, key, n))}
        return {**known, **unknown}

    return {
        sheet: {key: told(sheet, key, cells) for key, cells in rows.items()}
        for sheet, rows in estate.items()
    }


def second_round(
    who: Profile, habit: Habit, before: Estate | None, now: Estate, issued: str
) -> tuple[list[Part], Correction | None]:
    """Return the files that an entity sends in the second round, and what headquarters corrects."""
    if habit is Habit.SILENT:
        return [], None
    rng = who.rng(f"habit {habit}")
    works = changes(before, now)
    known = before["staff"] if before else {}
    if habit is Habit.HALVES:
        return _both_halves(who, works, before or now), None
    slips: list[Slip] = []
    correction = None
    expected: Expected = "merged"
    if habit in _WRITERS:
        works, slips = _WRITERS[habit](works, who.language, rng)
    elif habit in _EDITORS:
        works = _EDITORS[habit](works, known)
    elif habit is Habit.UNTOUCHED:
        works, expected = {}, "unchanged"
    elif habit is Habit.CORRECTED:
        works, ours = habits.corrected(works, known)
        correction, expected = Correction(entity=who.entity.code, slip=ours), "conflicts"
    part = Part(
        entity=who.entity.code, habit=habit, name=_name(who, habit, issued, rng),
        work=_work(who, works), expected=expected, slips=tuple(slips),
        late=habit is Habit.LATE,
    )  # fmt: skip
    return [part], correction


_WRITERS: Mapping[Habit, Callable[[Works, str, Random], tuple[Works, list[Slip]]]] = {
    Habit.TEXT_NUMBERS: habits.typed_as_text,
    Habit.HAN_NUMBERS: habits.typed_in_han,
    Habit.ARABIC_DIGITS: habits.typed_in_arabic,
    Habit.MISTAKES: habits.with_mistakes,
}
_EDITORS: Mapping[Habit, Callable[[Works, Rows], Works]] = {
    Habit.PARTIAL: lambda works, _: habits.partial(works),
    Habit.PASTED: habits.pasted,
    Habit.COPIED: habits.copied,
    Habit.INSERTED: habits.inserted,
    Habit.SORTED: lambda works, _: habits.sorted_by_title(works),
    Habit.RENAMED: lambda works, _: habits.renamed(works, "Tabelle1 (2)"),
    Habit.CONFIRMED: lambda works, _: habits.confirmed(works),
}


def _both_halves(who: Profile, works: Works, before: Estate) -> list[Part]:
    one, other, disputed = habits.halves(works, before["staff"])
    code = who.entity.code
    return [
        Part(
            entity=code, habit=Habit.HALVES, name=f"{code} administration half.xlsx",
            work=_work(who, one), expected="merged",
        ),
        Part(
            entity=code, habit=Habit.HALVES, name=f"{code} technical half.xlsx",
            work=_work(who, other), expected="conflicts", slips=tuple(disputed),
        ),
    ]  # fmt: skip


def _work(who: Profile, works: Mapping[str, SheetWork]) -> Work:
    filled_by = who.entity.focal_point if works else ""
    return Work(language=who.language, filled_by=filled_by, sheets=dict(works))


def _name(who: Profile, habit: Habit, issued: str, rng: Random) -> str:
    stem = issued.removesuffix(".xlsx")
    round_code = stem.split("_")[0]
    pattern = rng.choice(_NAMES[habit])
    name = pattern.format(stem=stem, code=who.entity.code, round=round_code)
    return f"{name}.xlsx"
