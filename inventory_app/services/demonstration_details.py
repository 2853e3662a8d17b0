"""What invented entities tell beyond the main answers: analyses, scores, meters and prices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TypeAlias

from inventory_app.formats.excel.respondent import Cells, Pointer, Rows, Written
from inventory_app.services.demonstration_people import Profile

Detail: TypeAlias = Callable[[Profile, Random, Cells], Cells]

_PROCESSES = (
    "strategy", "projects", "changes", "incidents", "security", "continuity", "assets", "suppliers",
)  # fmt: skip
_MAIN_SKILL = {
    "APP_DEV": "PROGRAMMING", "APP_SUPPORT": "ERP", "INFRA_SERVER": "SERVERS_VIRTUALISATION",
    "NETWORK_TELECOM": "NETWORK", "RADIO_SATELLITE": "SATELLITE_RADIO", "SECURITY": "SECURITY",
    "DATA_KM": "DATA_ANALYTICS", "PROJECT_MGMT": "PROJECT_MGMT", "SERVICE_DESK": "SERVICE_MGMT",
    "AV_CONFERENCE": "VIDEO_AV",
}  # fmt: skip
_SECOND_SKILL = ("SERVICE_MGMT", "CLOUD", "DATABASE", "NETWORK", "SECURITY", "PROJECT_MGMT")
_CLIMATE = {
    "GENEVA": "FOUR_SEASONS", "VIENNA": "FOUR_SEASONS", "NEW_YORK": "FOUR_SEASONS",
    "NAIROBI": "MILD", "ADDIS_ABABA": "MILD", "SANTIAGO": "MILD", "BEIRUT": "MILD",
    "BANGKOK": "HOT_HUMID",
}  # fmt: skip
_TENTH = Decimal("0.1")
_GRAMS = ((28, 120, 240, 390, 520, 710), (1, 2, 3, 3, 3, 2))  # of CO2e for each kWh
_SERVICES = {
    ("SOFTWARE", "APPLICATIONS"): ("MAILBOX", (8, 30)),
    ("HARDWARE", "END_USER"): ("SEAT", (60, 100)),
    ("OUTSOURCED", "SERVICE_DESK"): ("TICKET", (100, 100)),
    ("HARDWARE", "SERVERS"): ("VM_MONTH", (60, 95)),
    ("HARDWARE", "STORAGE"): ("GB_MONTH", (70, 100)),
}
_PRICES = {"LAPTOP_STANDARD": 905, "OFFICE_LICENCE": 168, "ANTIVIRUS_LICENCE": 14}
_BOUGHT = {
    ("HARDWARE", "END_USER"): "LAPTOP_STANDARD",
    ("SOFTWARE", "APPLICATIONS"): "OFFICE_LICENCE",
    ("SOFTWARE", "SECURITY_DR"): "ANTIVIRUS_LICENCE",
}


def detailed(who: Profile, purpose: str, rows: Rows, detail: Detail) -> Rows:
    """Return *rows* with the details of each that are not known yet.

    The chance of a row is that of its key alone, and so the same each year.
    """
    return {
        key: {**detail(who, who.rng(f"{purpose} details {key}"), cells), **cells}
        for key, cells in rows.items()
    }


def of_unit(who: Profile, rng: Random, cells: Cells) -> Cells:
    """Return whom a unit serves with what, and how mature its processes are."""
    served = int(str(cells["users_served"]))
    detail: dict[str, Written] = {
        "mailboxes": round(served * rng.uniform(1.02, 1.25)),
        "seats_supported": round(served * rng.uniform(0.85, 1.1)),
        "skill_profile_approved": rng.random() < 0.6,
    }
    if rng.random() < 0.75:
        usual = rng.choice((1, 2, 2, 3))
        detail |= {
            f"maturity_{process}": min(5, max(0, usual + rng.choice((-1, 0, 0, 1))))
            for process in _PROCESSES
        }
        detail["maturity_basis"] = rng.choices(("SELF", "REVIEWED"), (8, 2))[0]
        detail["maturity_assessed_on"] = date(who.as_of.year, rng.randint(1, 5), 15)
    detail["all_staff_fte"] = Decimal(rng.randrange(84, 104) * served).scaleb(-2).quantize(_TENTH)
    return detail


def of_post(_who: Profile, rng: Random, cells: Cells) -> Cells:
    """Return how long a post was vacant, which skill it needs and which ones its holder has."""
    detail: dict[str, Written] = {}
    vacant = cells["occupancy"] == "VACANT"
    if vacant:
        detail["months_vacant"] = Decimal(rng.randint(1, 12))
    skill = _MAIN_SKILL.get(str(cells["ict_function"]))
    if skill is None or cells["dedication"] != "DEDICATED":
        return detail
    level = rng.choice((2, 3, 3, 4, 4, 5))
    if cells["post_type"] != "CONTRACT":
        detail |= {"required_skill": skill, "required_level": level}
    if not vacant and rng.random() < 0.9:
        reached = min(7, max(1, level + rng.choice((-1, 0, 0, 0, 1))))
        detail |= {"assessed_skill": skill, "assessed_level": reached}
        if rng.random() < 0.3:
            second = rng.choice([each for each in _SECOND_SKILL if each != skill])
            detail |= {"second_skill": second, "second_level": rng.randint(2, 4)}
    return detail


def of_system(who: Profile, rng: Random, cells: Cells) -> Cells:
    """Return the scores of a system, its impact analysis, its copies and its recovery cost."""
    detail: dict[str, Written] = {}
    if cells["status"] in ("PLANNED", "RETIRED"):
        return detail
    if rng.random() < 0.8:
        value = rng.choices((1, 2, 3, 4, 5), (1, 3, 5, 5, 3))[0]
        detail |= {"business_value": value, "technical_fit": rng.randint(1, 5)}
    if cells["scope"] != "ENTERPRISE" and rng.random() < 0.9:
        detail["enterprise_available"] = rng.random() < 0.35
    old = int(str(cells.get("production_year", who.as_of.year))) < who.as_of.year - 2
    detail["in_baseline"] = old
    if rng.random() < 0.55:
        approved = who.as_of - timedelta(days=rng.randint(30, 1100))
        detail |= {
            "bia_done_on": approved - timedelta(days=rng.randint(10, 90)),
            "bia_approved_on": approved,
        }
    if cells["criticality"] in ("TIER_1", "TIER_2"):
        detail |= _critical(who, rng, cells)
    elif cells.get("dr_covered"):
        detail["dr_cost"] = Decimal(rng.randrange(1, 15) * 1000)
    if cells["suite"] in ("ERP", "CRM", "ECM"):
        standard = rng.randrange(80, 900)
        detail |= {
            "standard_objects": standard,
            "custom_objects": round(standard * rng.uniform(0, 0.18)),
        }
    return detail


def _critical(who: Profile, rng: Random, cells: Cells) -> Cells:
    detail: dict[str, Written] = {
        "qualified_support_staff": rng.choices((1, 2, 3, 4), (25, 40, 25, 10))[0],
        "backup_interval_h": Decimal(rng.choice((1, 4, 12, 24, 24))),
        "planned_hours": Decimal(8760),
        "downtime_hours": Decimal(rng.randrange(0, 120)) / 2,
        "availability_required": rng.choices(("CLASS_1", "CLASS_2", "CLASS_3"), (2, 5, 3))[0],
    }
    if cells.get("dr_covered"):
        detail |= {
            "dr_cost": Decimal(rng.randrange(4, 60) * 1000),
            "dr_plan_no": f"DRP-{who.entity.code[:20]}",
        }
    return detail


def of_room(who: Profile, rng: Random, cells: Cells) -> Cells:
    """Return the climate, the plan, the restore tests and, where there is a meter, the energy."""
    servers = int(str(cells["total_servers"]))
    planned = cells["facility_class"] == "SERVER_ROOM" and rng.random() < 0.5
    detail: dict[str, Written] = {
        "climate_class": _CLIMATE.get(who.entity.duty_station, "HOT_DRY"),
        "in_baseline": rng.random() < 0.9,
        "closure_target": planned,
        "baseline_it_kw": Decimal(str(cells["it_load_kw"])) * rng.randrange(90, 140) / 100,
    }
    detail["baseline_it_kw"] = Decimal(str(detail["baseline_it_kw"])).quantize(Decimal("0.1"))
    if rng.random() < 0.7:
        tests = rng.randint(0, 12)
        detail |= {
            "restore_tests": tests,
            "restores_successful": sum(rng.random() < 0.92 for _ in range(tests)),
        }
    if isinstance(cells.get("dr_site"), Pointer):
        detail |= {
            "dr_site_distance_km": Decimal(rng.randrange(2, 400)),
            "dr_site_other_hazard": rng.random() < 0.5,
        }
    if cells["automated_monitoring"]:
        monitored = round(servers * rng.uniform(0.6, 1))
        detail |= {
            "servers_monitored": monitored,
            "production_servers_monitored": round(monitored * rng.uniform(0.6, 0.9)),
        }
    if cells["electricity_metered"]:
        detail |= _meters(rng, cells)
    return detail


def _meters(rng: Random, cells: Cells) -> Cells:
    whole, it = (Decimal(str(cells[name])) for name in ("energy_total_kwh", "energy_it_kwh"))
    cooling = ((whole - it) * rng.randrange(55, 80) / 100).quantize(Decimal(1))
    detail: dict[str, Written] = {
        "metering_category": rng.choices(("ROOM_ONLY", "UPS", "PDU"), (2, 6, 2))[0],
        "energy_cooling_kwh": cooling,
        "renewable_kwh": (whole * rng.choice((0, 0, 10, 25, 60)) / 100).quantize(Decimal(1)),
        "emission_factor": Decimal(rng.choices(*_GRAMS)[0]) / 1000,
    }
    if rng.random() < 0.3:
        detail |= {
            "heat_removed_kwh": (cooling * rng.randrange(150, 340) / 100).quantize(Decimal(1)),
            "water_m3": (it * rng.randrange(0, 25) / 10_000).quantize(Decimal("0.1")),
        }
    return detail


def of_cost(_who: Profile, rng: Random, cells: Cells) -> Cells:
    """Return which standard service a cost line serves, and what was bought at which price."""
    kind = (str(cells["cost_element"]), str(cells["service_tower"]))
    detail: dict[str, Written] = {}
    if kind in _SERVICES and cells["run_change"] == "RUN":
        service, share = _SERVICES[kind]
        detail |= {"standard_service": service, "service_share": Decimal(rng.randint(*share))}
    amount, commodity = cells["amount"], _BOUGHT.get(kind)
    if commodity and isinstance(amount, Decimal) and rng.random() < 0.8:
        price = Decimal(round(_PRICES[commodity] * rng.uniform(0.86, 1.32), 2))
        price = price.quantize(Decimal("0.01"))
        quantity = int(amount / price)
        if quantity:
            detail |= {
                "commodity": commodity,
                "quantity": quantity,
                "unit_price": price,
                "delivery_terms": "ELECTRONIC" if kind[0] == "SOFTWARE" else "DAP",
            }
    return detail
