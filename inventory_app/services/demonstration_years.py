"""The whole estate of an invented entity, and what a year changes in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TypeAlias

from inventory_app.formats.excel.respondent import Cells, Pointer, Rows, SheetWork, Written
from inventory_app.services import demonstration_details as details
from inventory_app.services.demonstration_details import detailed
from inventory_app.services.demonstration_estate import cost_rows, room_rows, system_rows
from inventory_app.services.demonstration_operations import (
    desk_rows,
    device_rows,
    link_rows,
    next_desks,
    next_devices,
    next_links,
)
from inventory_app.services.demonstration_people import Profile, staff_rows, unit_rows, users_of
from inventory_app.services.demonstration_undertakings import (
    contract_rows,
    next_contracts,
    next_projects,
    project_rows,
    under_contract,
)
from inventory_app.services.demonstration_words import sentence

Estate: TypeAlias = Mapping[str, Rows]

FIRST_SHEETS = ("units", "staff", "systems", "data_centres", "costs")


def first_year(who: Profile) -> Estate:
    """Return everything that an entity has, by sheet and key."""
    staff = detailed(who, "staff", staff_rows(who), details.of_post)
    rooms = room_rows(who, who.systems)
    users = users_of(who, staff)
    systems = system_rows(who, users, rooms)
    costs = detailed(who, "costs", cost_rows(who, staff), details.of_cost)
    contracts = contract_rows(who, costs)
    return {
        "units": detailed(who, "units", unit_rows(who, staff), details.of_unit),
        "staff": staff,
        "systems": detailed(who, "systems", systems, details.of_system),
        "data_centres": detailed(who, "rooms", rooms, details.of_room),
        "service_desks": desk_rows(who, users),
        "networks": link_rows(who, users),
        "devices": device_rows(who, users),
        "contracts": contracts,
        "projects": project_rows(who),
        "costs": under_contract(who, costs, contracts),
    }


def asked_first(estate: Estate) -> Estate:
    """Return what the first round asks of *estate*: fewer sheets, and nothing that names others."""
    return {
        sheet: {
            key: {name: value for name, value in cells.items() if not _names_other(value)}
            for key, cells in rows.items()
        }
        for sheet, rows in estate.items()
        if sheet in FIRST_SHEETS
    }


def _names_other(value: Written) -> bool:
    return isinstance(value, Pointer) and value.sheet not in FIRST_SHEETS


def next_year(who: Profile, before: Estate, as_of: date) -> Estate:
    """Return the estate one year later: people come and go, systems age, costs move."""
    later = replace(who, as_of=as_of)
    rng = who.rng("next year")
    staff = _staff(later, before["staff"], rng)
    serving = {post: cells for post, cells in staff.items() if "retired_on" not in cells}
    systems = _systems(later, before["systems"], rng)
    rooms = _rooms(later, before["data_centres"], rng)
    costs = detailed(later, "costs", cost_rows(later, serving), details.of_cost)
    contracts = next_contracts(later, before["contracts"], costs)
    return {
        "units": detailed(later, "units", unit_rows(later, serving), details.of_unit),
        "staff": detailed(later, "staff", staff, details.of_post),
        "systems": detailed(later, "systems", systems, details.of_system),
        "data_centres": detailed(later, "rooms", rooms, details.of_room),
        "service_desks": next_desks(later, before["service_desks"]),
        "networks": next_links(later, before["networks"]),
        "devices": next_devices(later, before["devices"]),
        "contracts": contracts,
        "projects": next_projects(later, before["projects"]),
        "costs": under_contract(later, costs, contracts),
    }


def changes(before: Estate | None, now: Estate) -> dict[str, SheetWork]:
    """Return what somebody types who knows *now* and finds *before* in the workbook."""
    work: dict[str, SheetWork] = {}
    for sheet, rows in now.items():
        known = before.get(sheet, {}) if before else {}
        typed = {key: _difference(known.get(key, {}), cells) for key, cells in rows.items()}
        work[sheet] = SheetWork(
            rows={key: cells for key, cells in typed.items() if cells},
            nothing=not rows,
        )
    return work


def _difference(before: Cells, now: Cells) -> Cells:
    return {name: value for name, value in now.items() if before.get(name) != value}


def _staff(who: Profile, before: Rows, rng: Random) -> Rows:
    rows: dict[str, Cells] = {}
    for place, (post, cells) in enumerate(before.items()):
        rows[post] = {**cells, **_career(who, cells, rng, leading=place == 0)}
    fresh = staff_rows(replace(who, seed=f"{who.seed}+"))
    for post, cells in list(fresh.items())[1 : 1 + rng.randint(2, 4)]:
        if post not in rows:
            rows[post] = cells
    return rows


def _career(who: Profile, cells: Cells, rng: Random, *, leading: bool) -> Cells:
    """Return what a year changes in one staff line."""
    chance = rng.random()
    changed: dict[str, Written] = {}
    if cells["post_type"] == "CONTRACT":
        end = cells["contract_end"]
        if isinstance(end, date) and end < who.as_of:
            changed["contract_end"] = end + timedelta(days=365)
    elif cells["occupancy"] == "VACANT" and chance < 0.6:
        changed |= {"occupancy": "ENCUMBERED", "remarks": ""}
    elif chance < 0.07 and not leading:
        changed |= {
            "occupancy": "VACANT",
            "remarks": sentence("estate", "remarks", "vacant")[who.language],
        }
    elif chance < 0.1 and not leading:
        changed |= {
            "retired_on": who.as_of - timedelta(days=rng.randint(20, 300)),
            "record_status": "CLOSED",
        }
    if rng.random() < 0.3:
        cost = Decimal(str(cells["annual_cost"]))
        changed["annual_cost"] = (cost * Decimal("1.03")).quantize(Decimal(1))
    return {name: value for name, value in changed.items() if value != ""}


def _systems(who: Profile, before: Rows, rng: Random) -> Rows:
    rows: dict[str, Cells] = {}
    for name, cells in before.items():
        changed: dict[str, Written] = {}
        users = cells.get("users_active")
        if isinstance(users, int) and users and rng.random() < 0.5:
            registered = cells["users_registered"]
            most = registered if isinstance(registered, int) else users
            changed["users_active"] = min(most, round(users * rng.uniform(0.85, 1.2)))
        if cells["status"] == "SUNSET" and rng.random() < 0.5:
            changed |= {
                "status": "RETIRED",
                "retired_year": who.as_of.year,
                "retired_on": who.as_of - timedelta(days=rng.randint(10, 200)),
                "record_status": "CLOSED",
                "remarks": sentence("estate", "remarks", "retired")[who.language],
            }
        elif cells["status"] in ("PLANNED", "DEVELOPMENT") and rng.random() < 0.5:
            changed |= {"status": "PRODUCTION", "production_year": who.as_of.year}
        if cells.get("dr_covered") and rng.random() < 0.4:
            tested = who.as_of - timedelta(days=rng.randint(20, 300))
            objective = int(str(cells["rto_h"]))
            needed = max(1, round(objective * rng.choice((0.5, 1, 1, 1.5))))
            changed |= {"last_test": tested, "recovery_h": needed}
        rows[name] = {**cells, **changed}
    return rows


def _rooms(who: Profile, before: Rows, rng: Random) -> Rows:
    rows: dict[str, Cells] = {}
    for name, cells in before.items():
        changed: dict[str, Written] = {"virtual_os": _more(cells["virtual_os"], rng)}
        if cells["electricity_metered"]:
            total = Decimal(str(cells["energy_total_kwh"]))
            saved = Decimal(rng.randrange(93, 100)) / 100
            least = Decimal(str(cells["energy_it_kwh"])) * Decimal("1.05")
            changed["energy_total_kwh"] = max(least, total * saved).quantize(Decimal(1))
        if cells["facility_class"] == "SERVER_ROOM" and rng.random() < 0.3:
            changed |= {
                "closing_stage": "PLANNING",
                "closing_year": who.as_of.year + 1,
                "closing_quarter": rng.choice(("Q1", "Q2", "Q4")),
                "disposition": rng.choice(("DISPOSE_AT_CLOSE", "REPURPOSE")),
            }
        rows[name] = {**cells, **changed}
    return rows


def _more(value: Written, rng: Random) -> int:
    return round(float(str(value)) * rng.uniform(1, 1.25))
