"""Records as an entity would report them, complete and right; tests change what they are about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.derivations import derive
from inventory_app.domain.figures import EntityInputs
from inventory_app.domain.records import Declaration, Record, make_uid

CATALOGUE = catalogues.default()
AS_OF = date(2026, 6, 30)
_NUMBERS = count(1)

UNIT = {
    "unit_code": "ICTS",
    "name": "ICT Section",
    "duty_station": "GENEVA",
    "reports_to": "Director of Administration",
    "approved_posts": 4,
    "encumbered_posts": 4,
    "users_served": 1500,
}
POST = {
    "post_no": "30012345",
    "ict_unit": "ICTS",
    "functional_title": "Systems administrator",
    "duty_station": "GENEVA",
    "occupancy": "ENCUMBERED",
    "dedication": "DEDICATED",
    "ict_function": "INFRA_SERVER",
    "ict_time_share": Decimal(100),
    "personnel_type": "STAFF",
    "grade": "P-3",
    "post_type": "ESTABLISHED",
    "fund_code": "RB",
    "annual_cost": Decimal(150000),
    "cost_basis": "STANDARD",
}
SYSTEM = {
    "name": "Mission registry",
    "application_type": "APPLICATION",
    "business_function": "DOCUMENTS",
    "origin": "IN_HOUSE",
    "scope": "LOCAL",
    "status": "PRODUCTION",
    "production_year": 2015,
    "hosting_type": "LOCAL_DC",
    "criticality": "TIER_3",
}
ROOM = {
    "name": "Server room A",
    "ownership_type": "UN_OWNED",
    "un_role_scope": "LOCAL",
    "un_role_rank": "PRIMARY",
    "facility_class": "SERVER_ROOM",
    "city": "Geneva",
    "gross_floor_area": Decimal(80),
    "rack_count": 10,
    "total_servers": 50,
    "virtual_os": 170,
    "electricity_metered": True,
    "avg_electricity": Decimal(180),
    "avg_it_electricity": Decimal(100),
    "closing_stage": "NOT_CLOSING",
}
COST = {
    "description": "Licences",
    "period_start": date(2026, 1, 1),
    "period_end": date(2026, 12, 31),
    "fund_code": "RB",
    "cost_element": "INTERNAL_PERSONNEL",
    "run_change": "RUN",
    "amount": Decimal(4_200_000),
}
DESK = {
    "desk_code": "SD-GVA",
    "name": "Service desk",
    "duty_station": "GENEVA",
    "hours": "BUSINESS",
    "users_served": 1500,
    "agents_fte": Decimal(3),
    "annual_cost": Decimal(180_000),
    "contacts_received": 7200,
    "incidents_closed": 2000,
}
LINK = {
    "link_code": "NW-1",
    "site": "Main building",
    "duty_station": "GENEVA",
    "link_type": "FIBRE",
    "bandwidth_down_mbps": Decimal(200),
    "users_on_link": 1500,
    "redundancy": "NONE",
    "monthly_cost": Decimal(3000),
}
DEVICES = {
    "name": "Laptops Geneva",
    "device_type": "LAPTOP",
    "duty_station": "GENEVA",
    "quantity": 100,
}
CONTRACT = {
    "contract_no": "PD/C0012/26",
    "title": "Satellite lines",
    "vendor": "Orbit Lines",
    "contract_type": "OWN_CONTRACT",
    "unicc_service": False,
    "contract_start": date(2025, 1, 1),
    "contract_end": date(2027, 12, 31),
    "annual_value": Decimal(90_000),
}
PROJECT = {
    "project_code": "PRJ-7",
    "name": "New registry",
    "project_type": "APPLICATION",
    "sponsor": "Director of Administration",
    "phase": "EXECUTION",
    "start_date": date(2025, 1, 1),
    "baseline_end": date(2026, 1, 1),
    "approved_budget": Decimal(400_000),
    "spent": Decimal(250_000),
}
BASES = {
    "units": UNIT,
    "staff": POST,
    "systems": SYSTEM,
    "data_centres": ROOM,
    "service_desks": DESK,
    "networks": LINK,
    "devices": DEVICES,
    "contracts": CONTRACT,
    "projects": PROJECT,
    "costs": COST,
}


def record(sheet, /, *, states=None, entity="UNOG", **changes):
    """Return a complete record of *sheet* with *changes*; None takes an answer away."""
    values = {**BASES[sheet], **changes}
    values = {name: value for name, value in values.items() if value is not None}
    values |= derive(CATALOGUE[sheet], values)
    uid = make_uid(CATALOGUE[sheet].prefix, str(next(_NUMBERS)).encode())
    return Record(
        sheet=sheet, uid=uid, entity=entity, round="2026", values=values, states=states or {}
    )


def unit(**changes):
    return record("units", **changes)


def post(**changes):
    return record("staff", **changes)


def system(**changes):
    return record("systems", **changes)


def room(**changes):
    return record("data_centres", **changes)


def line(**changes):
    return record("costs", **changes)


def desk(**changes):
    return record("service_desks", **changes)


def link(**changes):
    return record("networks", **changes)


def devices(**changes):
    return record("devices", **changes)


def contract(**changes):
    return record("contracts", **changes)


def project(**changes):
    return record("projects", **changes)


def inputs(*records, nothing=(), last_totals=None, entity="UNOG", as_of=AS_OF):
    """Return what an entity reported: *records* of any sheets, and sheets with nothing to report."""
    by_sheet = {}
    for each in records:
        by_sheet[each.sheet] = (*by_sheet.get(each.sheet, ()), each)
    return EntityInputs(
        entity=entity,
        as_of=as_of,
        records=by_sheet,
        declarations={name: Declaration(sheet=name, nothing=True) for name in nothing},
        catalogue=CATALOGUE,
        last_totals=last_totals or {},
    )
