"""Invented ICT units and staff: plausible for the kind and size of an entity, the same each time.

Every figure is made up. Titles, grades and funds are those that staffing tables use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from inventory_app.domain.entities import Entity
from inventory_app.domain.values import ValueState
from inventory_app.formats.excel.respondent import Cells, Pointer, Rows, Written
from inventory_app.services.demonstration_words import (
    FIELD_TYPES,
    Word,
    pick,
    sentence,
    words,
)

# Fewest and most staff lines, systems and rooms with servers, by type of entity.
_SIZES: Mapping[str, tuple[tuple[int, int], tuple[int, int], tuple[int, int]]] = {
    "HQ_DEPT": ((14, 38), (8, 24), (0, 1)),
    "HQ_OFFICE": ((5, 16), (3, 11), (0, 1)),
    "OAH": ((18, 48), (10, 26), (1, 3)),
    "REG_COMM": ((20, 44), (12, 26), (1, 3)),
    "PKO": ((20, 56), (9, 20), (2, 4)),
    "PKO_SUPPORT": ((24, 58), (10, 22), (1, 4)),
    "SPM": ((5, 18), (3, 10), (0, 2)),
    "SPM_PANEL": ((5, 6), (3, 4), (0, 0)),
    "JOINT_BODY": ((5, 10), (3, 8), (0, 1)),
    "EXPERT_BODY_SECR": ((5, 7), (3, 5), (0, 0)),
}
_SIZE_OTHERWISE = ((8, 20), (5, 12), (1, 2))
_SPECIAL = {"OICT": (60, 37, 3), "UNGSC": (58, 24, 4)}

# Yearly cost of a post in thousand USD at headquarters, and what a field post costs of that.
_COST = {
    "D-1": 289, "P-5": 254, "P-4": 216, "P-3": 180, "P-2": 147,
    "FS-6": 196, "FS-5": 172, "FS-4": 148,
    "G-7": 128, "G-6": 112, "G-5": 98, "G-4": 86, "PIA": 95,
    "NO-B": 74, "UNV-I": 61, "UNV-N": 26,
}  # fmt: skip
_LOCAL_FACTOR = Decimal("0.34")
_DEAR_PLACES = frozenset({"NEW_YORK", "GENEVA", "VIENNA", "LONG_ISLAND_CITY", "WASHINGTON"})
_SKILLS = {
    "APP_DEV": ("DATABASE", "PROGRAMMING", "WEB"),
    "APP_SUPPORT": ("ERP", "SERVICE_MGMT"),
    "INFRA_SERVER": ("SERVERS_VIRTUALISATION", "CLOUD"),
    "NETWORK_TELECOM": ("NETWORK",),
    "RADIO_SATELLITE": ("NETWORK", "SATELLITE_RADIO"),
    "SECURITY": ("NETWORK", "SECURITY"),
    "DATA_KM": ("DATABASE", "GIS", "DATA_ANALYTICS"),
    "PROJECT_MGMT": ("PROJECT_MGMT",),
    "AV_CONFERENCE": ("VIDEO_AV",),
}
_TIMES = (2, 14, 14, 28, 14, 14, 12, 2)  # how usual the time shares of non-dedicated staff are
_CERTIFICATES = ("ITIL 4 Foundation", "PRINCE2", "CISSP", "CCNA", "PMP", "TOGAF")
_UNIT_OF = {
    "INFRA_SERVER": "INF", "NETWORK_TELECOM": "INF", "RADIO_SATELLITE": "INF", "SECURITY": "INF",
    "SERVICE_DESK": "SDU", "AV_CONFERENCE": "SDU", "TRAINING": "SDU",
    "APP_DEV": "APP", "APP_SUPPORT": "APP", "DATA_KM": "APP",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Profile:
    """How large and how careful an invented entity is, and for which year it is described."""

    entity: Entity
    as_of: date
    staff: int
    systems: int
    rooms: int
    units: int
    careful: bool
    seed: str

    def rng(self, purpose: str) -> Random:
        """Return the chance of this entity for one purpose, independent of every other."""
        return Random(f"{self.seed}/{self.entity.code}/{purpose}")  # noqa: S311 - invented data

    def quality(self, rng: Random) -> str:
        """Return how the figures of a row were obtained; who is careful never estimates."""
        weights = (70, 30, 0) if self.careful else (60, 20, 20)
        return rng.choices(("RECORDS", "MEASURED", "ESTIMATED"), weights)[0]

    @property
    def language(self) -> str:
        """The language the entity writes in."""
        return self.entity.language

    @property
    def in_the_field(self) -> bool:
        """Whether field posts exist."""
        return self.entity.type in FIELD_TYPES


def profile(entity: Entity, as_of: date, seed: int) -> Profile:
    """Return the size of *entity*; its type decides the range."""
    rng = Random(f"{seed}/{entity.code}/size")  # noqa: S311 - invented data
    if entity.code in _SPECIAL:
        staff, systems, rooms = _SPECIAL[entity.code]
    else:
        ranges = _SIZES.get(entity.type, _SIZE_OTHERWISE)
        staff, systems, rooms = (rng.randint(*limits) for limits in ranges)
    units = 1 if staff < 12 else 2 if staff < 20 else 3 if staff < 32 else 4
    return Profile(
        entity=entity, as_of=as_of, staff=staff, systems=systems, rooms=rooms, units=units,
        careful=rng.random() < 0.75, seed=str(seed),
    )  # fmt: skip


def staff_rows(who: Profile) -> Rows:
    """Return the staff of an entity by post number."""
    rng = who.rng("staff")
    beside = max(1, round(who.staff * rng.uniform(0.12, 0.3)))
    hired = round(who.staff * rng.uniform(0.05, 0.25))
    base = 30_000_000 + rng.randrange(900_000) * 10
    units = unit_codes(who)
    rows: dict[str, Cells] = {}
    for number in range(who.staff):
        post = str(base + number * 7)
        if number == 0:
            cells = _dedicated(who, rng, words("staff", "titles")[0], units)
        elif number >= who.staff - beside:
            cells = _beside(who, rng)
        elif number >= who.staff - beside - hired:
            cells = _hired(who, rng, units)
        else:
            title = pick(words("staff", "titles")[1:], who.entity.type, rng)
            cells = _dedicated(who, rng, title, units)
        rows[post] = {"post_no": post, **cells}
    return rows


def unit_codes(who: Profile) -> tuple[str, ...]:
    """Return the codes of the ICT units of an entity, the leading one first."""
    found = words("staff", "units")[: who.units]
    return tuple(f"{_short(who.entity.code)}-{unit.facts['code']}" for unit in found)


def _short(code: str) -> str:
    return code.upper()[:14]


def _dedicated(who: Profile, rng: Random, title: Word, units: tuple[str, ...]) -> Cells:
    grade = _grade(who, rng, title)
    kind = "UNV" if grade.startswith("UNV") else "STAFF"
    vacant = rng.random() < 0.1
    return {
        **_place_in_unit(title, units),
        **_about(who, rng, title, dedication="DEDICATED"),
        "occupancy": "VACANT" if vacant else "ENCUMBERED",
        "ict_time_share": Decimal(rng.choices((100, 90, 80, 60), (85, 5, 7, 3))[0]),
        "contract_share": Decimal(rng.choices((100, 80, 50), (92, 5, 3))[0]),
        "months_in_period": Decimal(rng.choices((12, 9, 6), (90, 6, 4))[0]),
        "personnel_type": kind,
        "grade": grade,
        "post_type": "POSITION" if kind == "UNV" else _post_type(rng),
        **_funding(who, rng),
        "annual_cost": _post_cost(who, rng, grade),
        "cost_basis": "STANDARD",
        **({"remarks": sentence("estate", "remarks", "vacant")[who.language]} if vacant else {}),
    }


def _beside(who: Profile, rng: Random) -> Cells:
    """Return somebody outside the ICT unit who does ICT work beside the own."""
    title = pick(words("staff", "beside"), who.entity.type, rng)
    grade = _grade(who, rng, title)
    return {
        "ict_unit": ValueState.NA,
        **_about(who, rng, title, dedication="NON_DEDICATED"),
        "occupancy": "ENCUMBERED",
        "ict_time_share": Decimal(rng.choices((5, 10, 15, 20, 25, 30, 40, 60), _TIMES)[0]),
        "contract_share": Decimal(100),
        "months_in_period": Decimal(12),
        "personnel_type": "STAFF",
        "grade": grade,
        "post_type": "ESTABLISHED",
        **_funding(who, rng),
        "annual_cost": _post_cost(who, rng, grade),
        "cost_basis": "STANDARD",
    }


def _hired(who: Profile, rng: Random, units: tuple[str, ...]) -> Cells:
    title = pick(words("staff", "contractors"), who.entity.type, rng)
    months = rng.choice((6, 9, 11, 12, 12))
    start = date(who.as_of.year - 1, rng.randint(1, 12), 1)
    return {
        **_place_in_unit(title, units),
        **_about(who, rng, title, dedication="DEDICATED"),
        "occupancy": "ENCUMBERED",
        "ict_time_share": Decimal(100),
        "contract_share": Decimal(100),
        "months_in_period": Decimal(months),
        "personnel_type": rng.choice(title.facts["types"]),
        "post_type": "CONTRACT",
        "contract_start": start,
        "contract_end": start + timedelta(days=rng.choice((364, 729))),
        **_funding(who, rng),
        "annual_cost": Decimal(rng.randrange(28, 130) * 1000),
        "cost_basis": "CONTRACT",
    }


def _place_in_unit(title: Word, units: tuple[str, ...]) -> Cells:
    ending = _UNIT_OF.get(title.facts["function"], "ICT")
    unit = next((code for code in units if code.endswith(ending)), units[0])
    return {"ict_unit": Pointer(sheet="units", key=unit)}


def _about(who: Profile, rng: Random, title: Word, *, dedication: str) -> Cells:
    function = title.facts["function"]
    cells: dict[str, Written] = {
        "functional_title": title.label(who.language),
        "duty_station": who.entity.duty_station,
        "dedication": dedication,
        "ict_function": function,
        "data_quality": who.quality(rng),
    }
    if function in _SKILLS and rng.random() < 0.6:
        cells["skills"] = _SKILLS[function]
    if dedication == "DEDICATED" and rng.random() < 0.2:
        cells["certifications"] = rng.choice(_CERTIFICATES)
    return cells


def _grade(who: Profile, rng: Random, title: Word) -> str:
    grades: list[str] = [
        grade
        for grade in title.facts["grades"]
        if who.in_the_field or not grade.startswith(("FS", "UNV"))
    ]
    return rng.choice(grades or ["G-6"])


def _post_type(rng: Random) -> str:
    return rng.choices(("ESTABLISHED", "TEMPORARY", "GTA"), (80, 12, 8))[0]


def _post_cost(who: Profile, rng: Random, grade: str) -> Decimal:
    cost = Decimal(_COST[grade] * 1000)
    local = grade.startswith(("G", "PIA")) and who.entity.duty_station not in _DEAR_PLACES
    if local:
        cost *= _LOCAL_FACTOR
    step = Decimal(rng.randrange(-4, 5)) / 100
    return (cost * (1 + step)).quantize(Decimal(1))


def _funding(who: Profile, rng: Random) -> Cells:
    funds = who.entity.funds or ("RB",)
    if len(funds) > 1 and rng.random() < 0.08:
        share = Decimal(rng.choice((50, 60, 75)))
        return {
            "fund_code": funds[0],
            "fund_share": share,
            "fund_code_2": funds[1],
            "fund_share_2": 100 - share + (10 if rng.random() < 0.06 else 0),
        }
    return {"fund_code": rng.choices(funds, [6, *[1] * (len(funds) - 1)])[0]}


def unit_rows(who: Profile, staff: Rows) -> Rows:
    """Return the ICT units of an entity; their totals are those of *staff*."""
    rng = who.rng("units")
    codes = unit_codes(who)
    names = words("staff", "units")
    users = users_of(who, staff)
    shares = [1.0] if len(codes) == 1 else [0.5, *[0.5 / (len(codes) - 1)] * (len(codes) - 1)]
    rows: dict[str, Cells] = {}
    for place, code in enumerate(codes):
        miscounted = 1 if rng.random() < 0.04 else 0
        own = [cells for cells in staff.values() if cells.get("ict_unit") == _unit(code)]
        also = [cells for cells in staff.values() if cells.get("ict_unit") is ValueState.NA]
        served = users - sum(int(users * s) for s in shares[1:]) if place == 0 else 0
        rows[code] = {
            "unit_code": code,
            "name": names[place].label(who.language),
            "duty_station": who.entity.duty_station,
            "head_grade": _head_grade(own, rng),
            "reports_to": superior(who) if place == 0 else names[0].label(who.language),
            "reports_to_cito": rng.random() < 0.7,
            **_posts_of(own),
            "ict_staff_fte": fte([*own, *also] if place == 0 else own) + miscounted,
            "users_served": served or int(users * shares[place]),
            "service_catalogue": rng.random() < 0.6,
            "sla_exists": rng.random() < 0.45,
            "governance_committee": rng.random() < 0.5,
            "budget_total": sum((_amount(cells) for cells in own), Decimal(0)) * 3 // 2,
            "data_quality": "RECORDS",
        }
    return rows


def _unit(code: str) -> Pointer:
    return Pointer(sheet="units", key=code)


def superior(who: Profile) -> str:
    """Return to whom the head of ICT reports, in the language of the entity."""
    if who.in_the_field:
        return sentence("staff", "reports_to", "field")[who.language]
    away = who.entity.type in ("OAH", "REG_COMM")
    return sentence("staff", "reports_to", "away" if away else "headquarters")[who.language]


def _head_grade(own: list[Cells], rng: Random) -> str:
    grades = {str(cells["grade"]) for cells in own if "grade" in cells}
    ranked = [grade for grade in _COST if grade in grades]
    return ranked[0] if ranked else rng.choice(("P-4", "P-3"))


def _posts_of(own: list[Cells]) -> Cells:
    posts = [cells for cells in own if cells["personnel_type"] == "STAFF"]
    return {
        "approved_posts": len(posts),
        "encumbered_posts": sum(cells["occupancy"] == "ENCUMBERED" for cells in posts),
        "contractors": sum(cells["post_type"] == "CONTRACT" for cells in own),
    }


def users_of(who: Profile, staff: Rows) -> int:
    """Return how many people an entity serves: eight to twenty-two for each ICT worker."""
    return round(float(fte(staff.values())) * who.rng("users").uniform(8, 22))


def fte(staff: Iterable[Cells]) -> Decimal:
    """Return the full-time equivalents of staff lines, vacant posts left out."""
    return sum((_one_fte(cells) for cells in staff), Decimal(0)).quantize(Decimal("0.01"))


def _one_fte(cells: Cells) -> Decimal:
    if cells["occupancy"] != "ENCUMBERED":
        return Decimal(0)
    share, contract, months = (
        cells[name] for name in ("ict_time_share", "contract_share", "months_in_period")
    )
    return Decimal(str(share)) / 100 * Decimal(str(contract)) / 100 * Decimal(str(months)) / 12


def _amount(cells: Cells) -> Decimal:
    return Decimal(str(cells["annual_cost"]))


def personnel_cost(staff: Rows, *, hired: bool) -> Decimal:
    """Return what the ICT work of staff on posts, or of people under contract, costs in a year."""
    return sum(
        (
            _amount(cells) * Decimal(str(cells["ict_time_share"])) / 100
            for cells in staff.values()
            if (cells["post_type"] == "CONTRACT") == hired and cells["occupancy"] == "ENCUMBERED"
        ),
        Decimal(0),
    ).quantize(Decimal(1))
