"""Invented systems, rooms with servers and costs; every figure is made up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.field_types import Code
from inventory_app.domain.values import ValueState
from inventory_app.formats.excel.respondent import Cells, Pointer, Rows, Written
from inventory_app.services.demonstration_people import Profile, personnel_cost
from inventory_app.services.demonstration_words import Word, words

_CLASSES = ("TIER_2", "SERVER_ROOM", "TIER_1", "SERVER_ROOM")
_GREAT_CLASSES = ("TIER_3", "TIER_2", "TIER_1", "SERVER_ROOM")
_GREAT = frozenset({"OICT", "UNGSC", "UNOG"})
_AREA = {"TIER_3": (420, 900), "TIER_2": (110, 320), "TIER_1": (40, 110), "SERVER_ROOM": (9, 38)}
_KWH_PRICE = (Decimal("0.09"), Decimal("0.42"))
_TOOLS = (
    ("Windows Server 2019", "SQL Server 2019", "ASP.NET", date(2029, 1, 9)),
    ("Windows Server 2012", "SQL Server 2012", "ASP.NET", date(2023, 10, 10)),
    ("Red Hat Enterprise Linux 8", "PostgreSQL 14", "Java, Spring", date(2029, 5, 31)),
    ("Ubuntu Server 20.04", "MySQL 8.0", "PHP, Drupal", date(2025, 5, 31)),
    ("SUSE Linux Enterprise 15", "SAP HANA 2.0", "ABAP", date(2031, 7, 31)),
    ("Windows Server 2008", "Oracle 11g", "Visual Basic 6", date(2020, 1, 14)),
)
_STATUSES = (("PRODUCTION", "SUNSET", "DEVELOPMENT", "PLANNED", "RETIRED"), (82, 8, 5, 3, 2))
_TIERS = (("TIER_1", "TIER_2", "TIER_3", "TIER_4"), (12, 26, 40, 22))
_PLACEMENTS = (("RETAIN", "INVEST", "MIGRATE", "CONSOLIDATE", "RETIRE"), (46, 14, 16, 12, 12))


def system_rows(who: Profile, users: int, rooms: Rows) -> Rows:
    """Return the systems of an entity by name."""
    rng = who.rng("systems")
    fitting = [word for word in words("estate", "systems") if word.suits(who.entity.type)]
    always, others = fitting[:2], fitting[2:]
    chosen = [*always, *rng.sample(others, min(len(others), max(0, who.systems - len(always))))]
    hosts = [name for name, cells in rooms.items() if cells["closing_stage"] != "CLOSED"]
    rows: dict[str, Cells] = {}
    for word in chosen:
        name = word.label(who.language)
        rows[name] = {"name": name, **_system(who, rng, word, users, hosts)}
    return rows


def _system(who: Profile, rng: Random, word: Word, users: int, hosts: list[str]) -> Cells:
    facts = word.facts
    status = rng.choices(*_STATUSES)[0]
    if facts["reach"] == "ENTERPRISE":
        status = "PRODUCTION"
    tier = rng.choices(*_TIERS)[0]
    account = max(1, round(users * facts["users"] * rng.uniform(0.7, 1.1)))
    cells: dict[str, Written] = {
        "application_type": facts.get("kind", "APPLICATION"),
        "business_function": facts["function"],
        "suite": facts["suite"],
        "origin": facts["origin"],
        "scope": facts["reach"],
        "status": status,
        "criticality": tier,
        "data_classification": rng.choices(
            ("UNCLASSIFIED", "CONFIDENTIAL", "STRICTLY_CONFIDENTIAL"), (60, 34, 6)
        )[0],
        "pii": facts["function"] in ("HR", "FINANCE", "CASE_MGMT", "TRAVEL", "SECURITY"),
        "duplication_flag": rng.random() < 0.15,
        "erp_relation": _erp_relation(rng, facts["suite"]),
        "data_quality": who.quality(rng),
        **_years(who, rng, status),
        **_hosting(rng, facts["origin"], facts["reach"], hosts),
        **_recovery(who, rng, tier),
        **_decision(who, rng, status),
    }
    if status not in ("PLANNED", "RETIRED"):
        cells |= {
            "users_registered": account,
            "users_active": 0 if rng.random() < 0.04 else round(account * rng.uniform(0.5, 1)),
            "effectiveness": rng.randint(2, 5),
            "security_standards": rng.randint(1, 5),
            **_running(rng, Decimal(facts["cost"]) * 1000, users),
        }
    if facts["origin"] in ("IN_HOUSE", "BESPOKE_CONTRACT", "INHERITED") or rng.random() < 0.4:
        cells |= _technology(rng)
    if facts["origin"] == "COTS":
        cells["customization_level"] = rng.choices(("NONE", "CONFIG", "MINOR"), (4, 5, 1))[0]
    return cells


def _erp_relation(rng: Random, suite: str) -> str:
    if suite == "ERP":
        return rng.choice(("REPLACED_BY_ERP", "INTERFACES", "INTERFACES", "CANDIDATE"))
    return rng.choices(("INDEPENDENT", "INTERFACES", "N_A"), (6, 2, 2))[0]


def _years(who: Profile, rng: Random, status: str) -> Cells:
    year = who.as_of.year
    if status in ("PLANNED", "DEVELOPMENT"):
        return {}
    cells: dict[str, Written] = {"production_year": year - rng.randint(1, 16)}
    if status in ("SUNSET", "RETIRED"):
        cells["retired_year"] = year + 1 if status == "SUNSET" else year - 1
    return cells


def _hosting(rng: Random, origin: str, reach: str, hosts: list[str]) -> Cells:
    if origin == "SAAS":
        return {"hosting_type": "CLOUD"}
    if reach == "ENTERPRISE":
        return {"hosting_type": rng.choices(("ENTERPRISE_DC", "UNICC", "CLOUD"), (5, 2, 3))[0]}
    kinds, weights = ("LOCAL_DC", "ENTERPRISE_DC", "UNICC", "CLOUD", "VENDOR"), [6, 2, 1, 2, 1]
    if not hosts:
        weights[0] = 0
    kind = rng.choices(kinds, weights)[0]
    if kind != "LOCAL_DC":
        return {"hosting_type": kind}
    return {
        "hosting_type": kind,
        "hosting_dc": Pointer(sheet="data_centres", key=rng.choice(hosts)),
    }


def _recovery(who: Profile, rng: Random, tier: str) -> Cells:
    if tier not in ("TIER_1", "TIER_2"):
        return {"dr_covered": False} if rng.random() < 0.3 else {}
    target = rng.choice((2, 4, 8) if tier == "TIER_1" else (8, 24, 48))
    cells: dict[str, Written] = {
        "rto_h": target,
        "rpo_h": rng.choice((1, 4, 12, 24)),
        "mtd_h": max(1, round(target * rng.choices((2, 3, 0.5), (60, 37, 3))[0])),
    }
    covered = rng.random() < 0.65
    cells["dr_covered"] = covered
    if covered:
        cells["dr_mode"] = rng.choices(("COLD", "WARM", "HOT"), (4, 4, 2))[0]
        if rng.random() < 0.7:
            cells["last_test"] = who.as_of - timedelta(days=rng.randint(20, 900))
            cells["recovery_h"] = round(target * rng.choice((0.5, 0.75, 1, 1.5, 2))) or 1
    return cells


def _decision(who: Profile, rng: Random, status: str) -> Cells:
    placement = "RETIRE" if status == "SUNSET" else rng.choices(*_PLACEMENTS)[0]
    if placement == "RETAIN":
        return {"placement": placement}
    return {"placement": placement, "planned_action_year": who.as_of.year + rng.randint(1, 4)}


def _running(rng: Random, typical: Decimal, users: int) -> Cells:
    size = Decimal(str(round(min(6, max(0.25, users / 600)) ** 0.6, 3)))
    cost = (typical * size * Decimal(rng.randrange(60, 150)) / 100).quantize(Decimal(1))
    if rng.random() < 0.6:
        return {"run_cost": cost}
    parts = [Decimal(rng.randrange(5, 30)) for _ in range(4)]
    names = ("opex_internal_labour", "opex_outside_services", "opex_software", "opex_hardware")
    shares = [(cost * part / sum(parts)).quantize(Decimal(1)) for part in parts]
    shares[0] += cost - sum(shares)
    return {**dict(zip(names, shares, strict=True)), "run_cost": cost}


def _technology(rng: Random) -> Cells:
    system, database, framework, ends = rng.choices(_TOOLS, (30, 14, 22, 14, 12, 8))[0]
    return {
        "os": system,
        "db": database,
        "language_framework": framework,
        "version": f"{rng.randint(1, 9)}.{rng.randint(0, 9)}",
        "vendor_support_end": ends,
    }


def room_rows(who: Profile, load: int) -> Rows:
    """Return the data centres and server rooms of an entity by name; *load* is its systems."""
    rng = who.rng("rooms")
    place = _place(who)
    great = who.entity.code in _GREAT
    classes = _GREAT_CLASSES if great else _CLASSES if who.rooms > 1 else ("SERVER_ROOM",)
    labels = {word.name: word for word in words("estate", "rooms")}
    rows: dict[str, Cells] = {}
    for kind in classes[: who.rooms]:
        name = labels[kind].label(who.language).format(place=place)
        if name in rows:
            name = f"{name} ({len(rows)})"
        first = next(iter(rows), "")
        rows[name] = {"name": name, **_room(who, rng, kind, load, first)}
    return rows


def _place(who: Profile) -> str:
    kind = catalogues.default()["staff"].fields["duty_station"].type
    if isinstance(kind, Code) and kind.list is not None:
        return kind.list.label(who.entity.duty_station, who.language)
    return who.entity.duty_station


def _country(who: Profile) -> str | None:
    kind = catalogues.default()["staff"].fields["duty_station"].type
    if isinstance(kind, Code) and kind.list is not None:
        return kind.list.attribute(who.entity.duty_station, "country")
    return None


def _room(who: Profile, rng: Random, kind: str, load: int, first: str) -> Cells:
    area = Decimal(rng.randint(*_AREA[kind]))
    racks = max(2, round(float(area) / rng.uniform(3.5, 7)))
    servers = max(3, min(racks * 6, round(load * rng.uniform(0.8, 2.4))))
    country = _country(who)
    great = kind != "SERVER_ROOM"
    cells: dict[str, Written] = {
        "ownership_type": rng.choices(("UN_OWNED", "LEASED", "COLOCATION"), (75, 18, 7))[0],
        "un_role_scope": "ENTERPRISE" if who.entity.code in _GREAT and great else "LOCAL",
        "un_role_rank": "PRIMARY" if not first else "SECONDARY" if great else "NONE",
        "facility_class": kind,
        "city": _place(who),
        "country": country or ValueState.NA,
        "gross_floor_area": area,
        "rack_count": racks,
        "active_rack_count": round(racks * rng.uniform(0.55, 1)),
        "total_servers": servers,
        "virtual_hosts": servers // rng.choice((3, 4, 6)),
        "virtual_os": round(servers * rng.uniform(0.8, 5)),
        "underutilized_servers": round(servers * rng.uniform(0, 0.35)),
        "data_quality": who.quality(rng),
        **_storage(rng, servers),
        **_energy(rng, servers, great=great),
        **_operation(who, rng, first, great=great),
    }
    if cells["ownership_type"] == "COLOCATION":
        cells["shared_service_position"] = "TENANT"
    if cells["ownership_type"] == "LEASED":
        start = date(who.as_of.year - rng.randint(1, 6), 1, 1)
        cells |= {
            "lease_start": start,
            "lease_end": date(start.year + 9, 12, 31),
            "lease_annual_cost": area * rng.randrange(180, 520),
        }
    return cells


def _storage(rng: Random, servers: int) -> Cells:
    total = Decimal(servers * rng.randint(2, 9))
    used = (total * Decimal(rng.randrange(40, 102)) / 100).quantize(Decimal("0.1"))
    return {"storage_total": total, "storage_used": used}


def _energy(rng: Random, servers: int, *, great: bool) -> Cells:
    load = (Decimal(servers) * Decimal(rng.randrange(22, 42)) / 100).quantize(Decimal("0.1"))
    ratio = Decimal(rng.randrange(135, 190) if great else rng.randrange(160, 260)) / 100
    metered = rng.random() < (0.75 if great else 0.35)
    total = (load * ratio).quantize(Decimal("0.1"))
    cells: dict[str, Written] = {
        "electricity_metered": metered,
        "power_capacity_total": (total * 2).quantize(Decimal(1)),
        "power_capacity_it": (load * 2).quantize(Decimal(1)),
        "it_load_kw": load,
    }
    if metered:
        low, high = _KWH_PRICE
        price = low + (high - low) * Decimal(rng.randrange(100)) / 100
        cells |= {
            "avg_electricity": total,
            "avg_it_electricity": load,
            "energy_total_kwh": total * 8760,
            "energy_it_kwh": load * 8760,
            "cost_per_kwh": price.quantize(Decimal("0.0001")),
        }
    return cells


def _operation(who: Profile, rng: Random, first: str, *, great: bool) -> Cells:
    monitored = rng.random() < (0.8 if great else 0.3)
    workers = Decimal(rng.randrange(5, 45 if great else 12)) / 10
    cells: dict[str, Written] = {
        "fte": workers,
        "fte_cost": (workers * rng.randrange(45, 150) * 1000).quantize(Decimal(1)),
        "automated_monitoring": monitored,
        "planned_hours": Decimal(8760),
        "downtime_hours": Decimal(rng.randrange(0, 60 if great else 240)) / 2,
        "closing_stage": "NOT_CLOSING",
        "power_redundancy": rng.choices(
            ("N", "N_PLUS_1", "TWO_N"), (3, 5, 2) if great else (7, 3, 0)
        )[0],
        "generator": great or who.in_the_field,
        "ups_minutes": rng.choice((10, 15, 30, 60)),
        "dr_mode": "NONE",
    }
    if monitored:
        cells["server_utilization"] = Decimal(rng.randrange(18, 72))
    if first and great:
        cells |= {"dr_mode": rng.choice(("COLD", "WARM")), "dr_site": _room_named(first)}
    if rng.random() < 0.5:
        cells |= {"rto_h": rng.choice((8, 24, 72)), "rpo_h": rng.choice((4, 24))}
    if cells["dr_mode"] != "NONE":
        cells["last_dr_test"] = who.as_of - timedelta(days=rng.randint(30, 700))
    return cells


def _room_named(name: str) -> Pointer:
    return Pointer(sheet="data_centres", key=name)


def cost_rows(who: Profile, staff: Rows) -> Rows:
    """Return what an entity spent in its last complete budget period, by line number.

    The personnel lines are what the staff sheet adds up to; the rest is in proportion to them.
    """
    rng = who.rng("costs")
    posts, hired, *fitting = (w for w in words("estate", "costs") if w.suits(who.entity.type))
    inside, outside = (personnel_cost(staff, hired=flag) for flag in (False, True))
    count = min(len(fitting), max(5, round(who.staff / 2.6)))
    others = sorted(rng.sample(fitting, count), key=fitting.index)
    weights = [other.facts["share"] * rng.uniform(0.6, 1.5) for other in others]
    rest = (inside + outside) * Decimal(rng.randrange(80, 190)) / 100
    lines = [(posts, inside), (hired, outside)] if outside else [(posts, inside)]
    lines += [
        (word, (rest * Decimal(str(round(weight / sum(weights), 6)))).quantize(Decimal(1)))
        for word, weight in zip(others, weights, strict=True)
    ]
    total = sum((amount for _, amount in lines), Decimal(0))
    rows: dict[str, Cells] = {}
    for number, (word, amount) in enumerate(lines, start=1):
        rows[f"L{number:02}"] = {
            "line_no": f"L{number:02}",
            "description": word.label(who.language),
            **period(who.entity.funds, who.as_of),
            "fund_code": (who.entity.funds or ("RB",))[0],
            **_class(rng, word.facts),
            "amount": amount,
            "data_quality": who.quality(rng),
        }
    centre = who.entity.type == "PKO_SUPPORT"  # service centres spend a larger part on ICT
    share = Decimal(rng.randrange(95, 190) if centre else rng.randrange(22, 90))
    spent = (total * 1000 / share).quantize(Decimal(1))
    rows["L01"] = {**rows["L01"], "total_expenditure": spent}
    return rows


def _class(rng: Random, facts: Mapping[str, str]) -> Cells:
    return {
        "object_class": facts["object"],
        "service_tower": facts["tower"],
        "cost_element": facts["element"],
        "run_change": facts.get("change", "RUN"),
        "capital": facts.get("capital", "OPEX"),
        "assignment_method": rng.choices(("DIRECT", "DRIVER", "SPREAD", "NONE"), (6, 2, 1, 1))[0],
    }


def period(funds: tuple[str, ...], as_of: date) -> Mapping[str, date]:
    """Return the last complete budget period: in peacekeeping July to June, else a year."""
    if funds and funds[0] in ("PKM", "PKSA", "UNLB"):
        return {
            "period_start": date(as_of.year - 1, 7, 1), "period_end": date(as_of.year, 6, 30)
        }  # fmt: skip
    return {
        "period_start": date(as_of.year - 1, 1, 1), "period_end": date(as_of.year - 1, 12, 31)
    }  # fmt: skip
