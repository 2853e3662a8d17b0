"""Invented service desks, links and devices; every figure is made up."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from inventory_app.domain import catalogue as catalogues
from inventory_app.formats.excel.respondent import Cells, Pointer, Rows, Written
from inventory_app.services.demonstration_people import Profile, unit_codes
from inventory_app.services.demonstration_words import words

# How long closed incidents take at desks of three kinds: the median in hours, and nine of ten.
_PACES = ((Decimal("1.5"), 11), (Decimal(4), 9), (Decimal("9.5"), 7))
_HOURS = (("BUSINESS", "EXTENDED", "24X7"), (6, 3, 1))
_FIELD_HOURS = (("BUSINESS", "EXTENDED", "24X7"), (2, 4, 4))
# Capacity in Mbit/s and price a month for each of them in USD, lowest and highest.
_LINES: Mapping[str, tuple[tuple[int, ...], tuple[int, int]]] = {
    "FIBRE": ((200, 500, 1000, 2000), (2, 9)),
    "MPLS": ((50, 100, 200), (18, 60)),
    "INTERNET": ((100, 300, 500), (3, 14)),
    "VSAT": ((2, 4, 8, 16), (550, 1400)),
    "LEO_SATELLITE": ((50, 100, 200), (9, 30)),
    "MICROWAVE": ((20, 50, 100), (12, 45)),
}
_FIELD_LINES = (("VSAT", "LEO_SATELLITE", "MICROWAVE", "FIBRE"), (45, 20, 20, 15))
_TOWN_LINES = (("FIBRE", "MPLS", "INTERNET"), (50, 25, 25))
# Devices for each user, typical price in USD and years until one is replaced.
_DEVICES: Mapping[str, tuple[float, int, Decimal]] = {
    "LAPTOP": (0.78, 890, Decimal(4)),
    "DESKTOP": (0.4, 640, Decimal(5)),
    "MOBILE": (0.35, 420, Decimal(3)),
    "DESK_PHONE": (0.7, 130, Decimal(8)),
    "PRINTER": (0.06, 780, Decimal(6)),
    "VTC_ROOM": (0.008, 21_000, Decimal(6)),
    "RADIO": (0.5, 650, Decimal(8)),
    "SATELLITE_TERMINAL": (0.02, 1900, Decimal(6)),
}
_ONLY_IN_THE_FIELD = frozenset({"RADIO", "SATELLITE_TERMINAL"})
_PORTABLE = frozenset({"LAPTOP", "TABLET", "MOBILE"})


def place_label(who: Profile) -> str:
    """Return the duty station of an entity in the language that it writes."""
    return code_label(who, "duty_stations", who.entity.duty_station)


def code_label(who: Profile, code_list: str, code: str) -> str:
    """Return how the entity finds *code* in the drop-down list of its workbook."""
    return catalogues.default().code_lists[code_list].label(code, who.language)


def lead_unit(who: Profile) -> Pointer:
    """Return the first ICT unit of an entity."""
    return Pointer(sheet="units", key=unit_codes(who)[0])


def desk_rows(who: Profile, users: int) -> Rows:
    """Return the service desks of an entity by code: none for the smallest, two for the largest."""
    rng = who.rng("desks")
    count = 0 if users < 60 or rng.random() < 0.08 else 2 if users > 900 else 1
    name = f"{code_label(who, 'service_towers', 'SERVICE_DESK')} ({place_label(who)})"
    shares = (1.0,) if count == 1 else (0.72, 0.28)
    rows: dict[str, Cells] = {}
    for number in range(1, count + 1):
        code = f"SD-{number}"
        rows[code] = {
            "desk_code": code,
            "name": name if number == 1 else f"{name} {number}",
            **_desk(who, rng, round(users * shares[number - 1])),
        }
    return rows


def _desk(who: Profile, rng: Random, users: int) -> Cells:
    contacts = round(users * rng.uniform(4.5, 12))
    agents = max(Decimal("0.5"), (Decimal(contacts) / rng.randrange(1500, 3600)))
    wage = rng.randrange(24, 60) if who.in_the_field else rng.randrange(48, 105)
    personnel = (agents * wage * 1000).quantize(Decimal(1))
    agreed = rng.random() < 0.7
    cells: dict[str, Written] = {
        "duty_station": who.entity.duty_station,
        "ict_unit": lead_unit(who),
        "desk_model": rng.choices(("OWN", "COMPANY", "MIXED"), (7, 2, 1))[0],
        "hours": rng.choices(*(_FIELD_HOURS if who.in_the_field else _HOURS))[0],
        "languages": ("EN", "FR") if rng.random() < 0.4 else ("EN",),
        "users_served": users,
        "sla_exists": agreed,
        "tool": "iNeed",
        "agents_fte": agents.quantize(Decimal("0.1")),
        "personnel_cost": personnel,
        "annual_cost": (personnel * rng.randrange(112, 145) / 100).quantize(Decimal(1)),
        "data_quality": who.quality(rng),
        **_contacts(rng, contacts, agreed=agreed),
    }
    if rng.random() < 0.65:
        cells |= _survey(rng, users)
    return cells


def _contacts(rng: Random, contacts: int, *, agreed: bool) -> Cells:
    resolvable = round(contacts * rng.uniform(0.55, 0.8))
    incidents = round(contacts * rng.uniform(0.3, 0.5))
    median, longest = rng.choice(_PACES)
    cells: dict[str, Written] = {
        "contacts_received": contacts,
        "contacts_resolvable": resolvable,
        "contacts_first_resolved": round(resolvable * rng.uniform(0.5, 0.86)),
        "requests_closed": round(contacts * rng.uniform(0.35, 0.5)),
        "incidents_closed": incidents,
        "resolution_median_h": median,
        "resolution_p90_h": median * longest,
        "incidents_open_old": round(incidents * rng.uniform(0, 0.03)),
    }
    if agreed:
        cells["incidents_in_sla"] = round(incidents * rng.uniform(0.74, 0.98))
    return cells


def _survey(rng: Random, users: int) -> Cells:
    invited = max(10, round(users * rng.uniform(0.3, 0.9)))
    answers = round(invited * rng.uniform(0.15, 0.5))
    return {
        "survey_invited": invited,
        "survey_responses": answers,
        "survey_satisfied": round(answers * rng.uniform(0.6, 0.93)),
    }


def link_rows(who: Profile, users: int) -> Rows:
    """Return the links of an entity by code: one for each site, some with a second one."""
    rng = who.rng("links")
    sites = [site for site in words("operations", "sites") if site.suits(who.entity.type)]
    count = 1 if users < 150 else min(len(sites), 1 + users // 180)
    rows: dict[str, Cells] = {}
    for number, site in enumerate(sites[:count]):
        served = round(users * (0.6 if number == 0 else 0.4 / max(1, count - 1)))
        code = f"NW-{number + 1}"
        name = f"{site.label(who.language)} ({place_label(who)})"
        doubled = number == 0 or rng.random() < 0.35
        main = _link(who, rng, name, served)
        if not doubled:
            rows[code] = {"link_code": code, **main, "redundancy": "NONE"}
            continue
        path = rng.choices(("SAME_PATH", "SEPARATE_PATH"), (4, 6))[0]
        second = {**_link(who, rng, name, 0), "link_role": "BACKUP", "redundancy": path}
        rows[code] = {
            "link_code": code, **main, "redundancy": path,
            "backup_link": Pointer(sheet="networks", key=f"{code}B"),
        }  # fmt: skip
        rows[f"{code}B"] = {"link_code": f"{code}B", **second}
    return rows


def _link(who: Profile, rng: Random, site: str, users: int) -> Cells:
    kind = rng.choices(*(_FIELD_LINES if who.in_the_field else _TOWN_LINES))[0]
    capacities, prices = _LINES[kind]
    down = Decimal(rng.choice(capacities))
    even = kind in ("FIBRE", "MPLS", "MICROWAVE")
    outage = Decimal(rng.randrange(2, 160 if who.in_the_field else 40))
    end = rng.choice(words("operations", "ends"))
    return {
        "site": site,
        "duty_station": who.entity.duty_station,
        "far_end": end.label(who.language),
        "link_role": "MAIN",
        "link_type": kind,
        "provider": words("operations", "vendors")[0].text,
        "bandwidth_down_mbps": down,
        "bandwidth_up_mbps": down if even else down / 4,
        "encrypted": rng.random() < 0.8,
        "users_on_link": users,
        "peak_use": Decimal(rng.randrange(18, 96)),
        "monthly_cost": (down * rng.randint(*prices)).quantize(Decimal(1)),
        "availability": (100 - outage * 100 / 8760).quantize(Decimal("0.01")),
        "downtime_hours": outage,
        "data_quality": who.quality(rng),
    }


def device_rows(who: Profile, users: int) -> Rows:
    """Return the devices of an entity, one row for each kind."""
    rng = who.rng("devices")
    rows: dict[str, Cells] = {}
    for kind, (each, price, years) in _DEVICES.items():
        if kind in _ONLY_IN_THE_FIELD and not who.in_the_field:
            continue
        quantity = round(users * each * rng.uniform(0.7, 1.25))
        if quantity:
            name = f"{code_label(who, 'device_types', kind)} ({place_label(who)})"
            rows[name] = {
                "name": name,
                "device_type": kind,
                "duty_station": who.entity.duty_station,
                **_device(who, rng, kind, quantity, price),
                "replacement_cycle": years,
            }
    return rows


def _device(who: Profile, rng: Random, kind: str, quantity: int, price: int) -> Cells:
    old = round(quantity * rng.uniform(0.04, 0.4))
    young = round((quantity - old) * rng.uniform(0.35, 0.7))
    paid = Decimal(round(price * rng.uniform(0.85, 1.25)))
    gross = paid * quantity
    cells: dict[str, Written] = {
        "ownership": "RENTED" if kind == "PRINTER" and rng.random() < 0.4 else "OWNED",
        "quantity": quantity,
        "in_use": round(quantity * rng.uniform(0.86, 1)),
        "managed_centrally": round(quantity * rng.uniform(0.4, 1)),
        "age_under_3": young,
        "age_3_to_5": quantity - old - young,
        "age_over_5": old,
        "unit_price": paid,
        "gross_value": gross,
        "net_value": (gross * rng.randrange(15, 48) / 100).quantize(Decimal(1)),
        "data_quality": who.quality(rng),
    }
    if kind in _PORTABLE:
        cells["encrypted_devices"] = round(quantity * rng.uniform(0.5, 1))
    if rng.random() < 0.5:
        cells["unsupported"] = round(old * rng.uniform(0.2, 1))
    return cells


def next_desks(who: Profile, before: Rows) -> Rows:
    """Return the service desks one year later: more or fewer contacts, mostly solved faster."""
    rng = who.rng("next desks")
    rows: dict[str, Cells] = {}
    for code, cells in before.items():
        contacts = round(int(str(cells["contacts_received"])) * rng.uniform(0.88, 1.15))
        changed = _contacts(rng, contacts, agreed=bool(cells["sla_exists"]))
        if "survey_invited" in cells or rng.random() < 0.3:
            changed = {**changed, **_survey(rng, int(str(cells["users_served"])))}
        rows[code] = {**cells, **changed}
    return rows


def next_links(who: Profile, before: Rows) -> Rows:
    """Return the links one year later: some have become wider, all have had other outages."""
    rng = who.rng("next links")
    rows: dict[str, Cells] = {}
    for code, cells in before.items():
        outage = Decimal(rng.randrange(1, 120 if who.in_the_field else 36))
        changed: dict[str, Written] = {
            "downtime_hours": outage,
            "availability": (100 - outage * 100 / 8760).quantize(Decimal("0.01")),
        }
        if rng.random() < 0.3:
            down, up = (Decimal(str(cells[f"bandwidth_{way}_mbps"])) for way in ("down", "up"))
            changed |= {"bandwidth_down_mbps": down * 2, "bandwidth_up_mbps": up * 2}
        rows[code] = {**cells, **changed}
    return rows


def next_devices(who: Profile, before: Rows) -> Rows:
    """Return the devices one year later: a part was replaced, the others grew older."""
    rng = who.rng("next devices")
    rows: dict[str, Cells] = {}
    for name, cells in before.items():
        old, middle, young = (
            int(str(cells[f"age_{band}"])) for band in ("over_5", "3_to_5", "under_3")
        )
        scrapped, aged, grown = round(old * 0.6), round(middle * 0.3), round(young * 0.35)
        bought = round(scrapped * rng.uniform(0.8, 1.3))
        quantity = old + middle + young - scrapped + bought
        rows[name] = {
            **cells,
            "quantity": quantity,
            "in_use": min(quantity, int(str(cells["in_use"]))),
            "managed_centrally": min(quantity, int(str(cells["managed_centrally"]))),
            "age_over_5": old - scrapped + aged,
            "age_3_to_5": middle - aged + grown,
            "age_under_3": young - grown + bought,
            **_least(cells, quantity, "encrypted_devices", "unsupported"),
        }
    return rows


def _least(cells: Cells, quantity: int, *names: str) -> Cells:
    return {name: min(quantity, int(str(cells[name]))) for name in names if name in cells}
