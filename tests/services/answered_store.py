"""A store with invented entities whose answers are small enough to be added up by hand.

Users, FTE and cost of those that answered in round 2026:

| entity | type     | users | FTE | cost, USD | users/FTE |
|--------|----------|-------|-----|-----------|-----------|
| ALPHA  | OAH      | 200   | 2   | 100,000.01| 100       |
| BRAVO  | OAH      | 300   | 6   | 120,000   | 50        |
| CARGO  | OAH      | 400   | 5   | 200,000   | 80        |
| DELTA  | OAH      | 500   | 5   | 300,000   | 100       |
| ECHO   | OAH      | 600   | 5   | 480,000   | 120       |
| FOX    | REG_COMM | 160   | 4   | 64,000    | 40        |
| GOLF   | REG_COMM | 320   | 4   | 96,000    | 80        |

HOTEL (OAH) answered in 2025 only, INDIA (PKO) never.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from inventory_app.domain.catalogue import default
from inventory_app.domain.derivations import derive
from inventory_app.domain.records import Record, make_uid
from inventory_app.services.rounds import record_row
from inventory_app.workspace import Workspace

CATALOGUE = default()
AS_OF = date(2026, 6, 30)
TYPES = {
    "ALPHA": "OAH", "BRAVO": "OAH", "CARGO": "OAH", "DELTA": "OAH", "ECHO": "OAH",
    "FOX": "REG_COMM", "GOLF": "REG_COMM", "HOTEL": "OAH", "INDIA": "PKO",
}  # fmt: skip
ANSWERED = ("ALPHA", "BRAVO", "CARGO", "DELTA", "ECHO", "FOX", "GOLF")
LANGUAGES = {"BRAVO": "fr", "CARGO": "zh", "DELTA": "ar"}
SIZES = {  # users, persons at full time, cost
    "BRAVO": (300, 6, "120000"),
    "CARGO": (400, 5, "200000"),
    "DELTA": (500, 5, "300000"),
    "ECHO": (600, 5, "480000"),
    "FOX": (160, 4, "64000"),
    "GOLF": (320, 4, "96000"),
}


class Clock:
    """A clock that stands still until it is told otherwise."""

    def __init__(self):
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def __call__(self):
        return self.now


def entity_list(folder):
    """Write the list of the invented entities; one name begins like a formula."""
    lines = []
    for code, kind in TYPES.items():
        name = "=SUM(A1) Office Alpha" if code == "ALPHA" else f"Office {code.capitalize()}"
        lines += [
            f"[entities.{code}]",
            f'type = "{kind}"',
            'duty_station = "GENEVA"',
            f'language = "{LANGUAGES.get(code, "en")}"',
            f'name = "{name}"',
        ]
    file = folder / "entities.toml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def made(sheet, entity, number, states=None, **values):
    """Return a record with its computed fields."""
    kept = {name: value for name, value in values.items() if value is not None}
    kept |= {n: v for n, v in derive(CATALOGUE[sheet], kept).items() if v is not None}
    prefix = CATALOGUE[sheet].prefix
    uid = make_uid(prefix, f"{entity}/{sheet}/{number}".encode())
    return Record(sheet=sheet, uid=uid, entity=entity, round="", values=kept, states=states or {})


def unit(entity, users, number=0, **more):
    given = {
        "unit_code": f"U{number}", "name": "ICT unit", "duty_station": "GENEVA",
        "reports_to": "Director", "approved_posts": 5, "encumbered_posts": 5,
        "users_served": users, "data_quality": "RECORDS",
    }  # fmt: skip
    return made("units", entity, number, **given | more)


def person(entity, number, share="100", **more):
    given = {
        "post_no": f"P{number}", "ict_unit": "U0", "functional_title": "Analyst",
        "duty_station": "GENEVA", "occupancy": "ENCUMBERED", "dedication": "DEDICATED",
        "ict_function": ("SERVICE_DESK", "NETWORK_TELECOM")[number % 2], "ict_time_share": Decimal(share),
        "months_in_period": Decimal(12), "personnel_type": "STAFF", "grade": "P-3",
        "post_type": "ESTABLISHED", "fund_code": "RB", "annual_cost": Decimal(100000),
        "cost_basis": "STANDARD",
    }  # fmt: skip
    return made("staff", entity, number, **given | more)


def cost(entity, number, amount, **more):
    given = {
        "line_no": f"L{number}", "description": "Operation", "period_start": date(2025, 7, 1),
        "period_end": date(2026, 6, 30), "fund_code": "RB", "cost_element": "EXTERNAL_PERSONNEL",
        "run_change": "RUN", "amount": Decimal(amount),
    }  # fmt: skip
    return made("costs", entity, number, **given | more)


def system(entity, number, name, **more):
    given = {
        "name": name, "application_type": "APPLICATION", "business_function": "FINANCE",
        "origin": "IN_HOUSE", "scope": "LOCAL", "status": "PRODUCTION",
        "production_year": 2015, "hosting_type": "LOCAL_DC", "criticality": "TIER_1",
        "rto_h": 8, "rpo_h": 4, "users_active": 100,
    }  # fmt: skip
    return made("systems", entity, number, **given | more)


def room(entity, number, name, **more):
    given = {
        "name": name, "city": "Geneva", "ownership_type": "UN_OWNED", "un_role_scope": "LOCAL",
        "un_role_rank": "PRIMARY", "facility_class": "SERVER_ROOM",
        "gross_floor_area": Decimal("80.5"), "rack_count": 10, "total_servers": 20,
        "virtual_os": 60, "electricity_metered": True, "avg_electricity": Decimal(90),
        "avg_it_electricity": Decimal(50), "energy_total_kwh": Decimal(788400),
        "energy_it_kwh": Decimal(438000), "it_load_kw": Decimal(50),
        "closing_stage": "NOT_CLOSING",
    }  # fmt: skip
    return made("data_centres", entity, number, **given | more)


def alpha():
    """Everything that ALPHA answered: four persons of the W01 oracle, and one vacant post."""
    entity = "ALPHA"
    other = {"dedication": "NON_DEDICATED", "personnel_type": "COMPANY", "grade": None}
    contract = {"contract_start": date(2025, 1, 1), "contract_end": date(2026, 12, 31)}
    return [
        unit(entity, 200),
        person(entity, 0),
        person(entity, 1, months_in_period=Decimal(6), data_quality="RECORDS"),
        person(entity, 2, "40", **other, **contract),
        person(entity, 3, "10", **other, **contract),
        person(entity, 4, occupancy="VACANT"),
        system(entity, 0, "Payroll", last_test=date(2026, 3, 1), recovery_h=6, users_active=150),
        system(entity, 1, "Archive", users_active=40),
        system(entity, 2, "Wiki", criticality="TIER_3", rto_h=None, rpo_h=None, status="RETIRED"),
        room(entity, 0, "Basement room"),
        room(
            entity, 1, "Old room", closing_stage="CLOSED", closing_year=2024, closing_quarter="Q1"
        ),
        cost(entity, 0, "100000.01", fund_code="RB", fund_share=Decimal("33.33"),
             fund_code_2="XB", fund_share_2=Decimal("66.67")),
    ]  # fmt: skip


def plain(entity):
    """Everything that one of the entities in the table above answered."""
    users, persons, amount = SIZES[entity]
    half = Decimal(amount) / 2
    return [
        unit(entity, users),
        *(person(entity, number) for number in range(persons)),
        cost(entity, 0, half),
        cost(entity, 1, half, cost_element="SOFTWARE", run_change="GROW"),
    ]


def keep(workspace, round_code, records, standing="imported"):
    """Write records as if they had come in."""
    with workspace.database.writing("Write records") as transaction:
        for record in records:
            row = record_row(record, round_code=round_code, standing=standing)
            transaction.add(workspace.database.schema.records[record.sheet], [row])


def give_back(workspace, entity, on="2026-07-20T08:00:00+00:00", on_time=True):
    """Register a return of *entity* as the merge does."""
    table = workspace.database.schema["returned"]
    with workspace.database.writing("Register return") as transaction:
        transaction.add(
            table,
            [
                {
                    "id": f"R-{entity}", "sha256": entity, "file_name": f"{entity}.xlsx",
                    "entity": entity, "round": "2026", "issue": f"I-{entity}",
                    "received_at": on, "on_time": on_time, "status": "merged", "counts": {},
                    "report": {},
                }
            ],
        )  # fmt: skip


def declare(workspace, entity, sheet, *, nothing=False, unchanged=False):
    """Declare a whole sheet empty or unchanged."""
    table = workspace.database.schema["declaration"]
    row = {
        "id": f"2026/{entity}/{sheet}", "round": "2026", "entity": entity, "sheet": sheet,
        "none_to_report": nothing, "unchanged": unchanged,
    }  # fmt: skip
    with workspace.database.writing("Declare") as transaction:
        transaction.add(table, [row])


def answered_store(folder, clock=None):
    """Return the open workspace described above: a copy, as making one takes a while."""
    store = shutil.copy(_made_once(), folder / "s.ictinv")
    entity_list(folder)
    return Workspace.open(Path(store), clock=clock or Clock(), who="tester")


@cache
def _made_once():
    folder = Path(tempfile.mkdtemp(prefix="answered-store-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with _made(folder) as workspace:
        return workspace.database.path


def _made(folder):
    workspace = Workspace.create(
        folder / "s.ictinv", entity_list=entity_list(folder), clock=Clock(), who="tester"
    )
    workspace.rounds.open("2025", as_of=date(2025, 6, 30), deadline=date(2025, 9, 30))
    keep(workspace, "2025", [unit("HOTEL", 250), person("HOTEL", 0), cost("HOTEL", 0, "50000")])
    keep(workspace, "2025", [system("HOTEL", 0, "Ledger")])
    workspace.rounds.open("2026", as_of=AS_OF, deadline=date(2026, 7, 31))
    keep(workspace, "2026", alpha(), "reported")
    for entity in SIZES:
        keep(workspace, "2026", plain(entity), "reported")
    for entity in ANSWERED:
        give_back(workspace, entity, on_time=entity != "BRAVO")
    return workspace
