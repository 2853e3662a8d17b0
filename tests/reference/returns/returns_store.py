"""The store that issued the workbooks of this folder: one small entity, known to the last cell.

ALPHA has two units, four posts, two systems, one server room and two cost lines in round 2026, and
got one workbook in each language, numbered in the order of `LANGUAGES`. BRAVO has one post. Round
2025 was before; its workbook of ALPHA is there, too.
"""

from __future__ import annotations

import hashlib
import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from paper_books import Book

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.derivations import derive
from inventory_app.domain.records import Record, make_uid
from inventory_app.domain.values import Value, ValueState
from inventory_app.services.rounds import record_row
from inventory_app.store import queries
from inventory_app.workspace import Workspace

CATALOGUE = catalogues.default()
LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")
ROUND, LAST_ROUND = "2026", "2025"

UNITS = (
    {
        "unit_code": "U1", "name": "Réseau section", "duty_station": "GENEVA",
        "head_grade": "D-1", "reports_to": "Director", "reports_to_cito": True,
        "approved_posts": 4, "encumbered_posts": 3, "users_served": 2050,
        "last_audit": date(2024, 3, 14), "budget_total": Decimal("1234567.89"),
    },
    {
        "unit_code": "U2", "name": "Service desk", "duty_station": "NAIROBI",
        "reports_to": "Chief", "reports_to_cito": False, "approved_posts": 7,
        "encumbered_posts": 7, "users_served": 310,
    },
)  # fmt: skip
_POST = {
    "duty_station": "GENEVA", "occupancy": "ENCUMBERED", "dedication": "DEDICATED",
    "ict_function": "SERVICE_DESK", "ict_time_share": Decimal(100),
    "months_in_period": Decimal(12), "personnel_type": "STAFF", "grade": "P-3",
    "post_type": "ESTABLISHED", "fund_code": "RB", "cost_basis": "STANDARD",
}  # fmt: skip
STAFF = tuple(
    _POST
    | {
        "post_no": post, "functional_title": title, "annual_cost": Decimal(cost),
        "contract_start": date(2020, 1, day), "contract_end": date(2027, 12, day),
        "languages": languages,
    }
    for post, title, cost, day, languages in (
        ("30001", "Engineer", "150000", 11, ("EN", "FR")),
        ("30002", "Analyst", "120000.50", 12, ("EN",)),
        ("30003", "Developer", "110000", 13, ("AR", "EN")),
        ("30004", "Clerk", "90000", 14, ("RU",)),
    )
)  # fmt: skip
SYSTEMS = (
    {
        "name": "Payroll", "application_type": "APPLICATION", "business_function": "FINANCE",
        "origin": "IN_HOUSE", "scope": "LOCAL", "status": "PRODUCTION", "production_year": 2015,
        "users_active": 1234, "hosting_type": "LOCAL_DC", "criticality": "TIER_1",
        "description": "Pays salaries.\nEvery month.",
    },
    {
        "name": "Archive", "application_type": "APPLICATION", "business_function": "FINANCE",
        "origin": "IN_HOUSE", "scope": "LOCAL", "status": "PRODUCTION", "production_year": 2009,
        "users_active": 40, "hosting_type": "LOCAL_DC", "criticality": "TIER_3",
    },
)  # fmt: skip
ROOMS = (
    {
        "name": "Basement", "city": "Geneva", "ownership_type": "UN_OWNED",
        "un_role_scope": "LOCAL", "un_role_rank": "PRIMARY", "facility_class": "SERVER_ROOM",
        "gross_floor_area": Decimal("80.5"), "rack_count": 10, "total_servers": 20,
        "electricity_metered": True, "avg_electricity": Decimal(90),
        "percent_paid_by_others": Decimal("12.5"),
    },
)  # fmt: skip
COSTS = (
    {
        "line_no": "0042", "description": "Licences", "period_start": date(2025, 1, 1),
        "period_end": date(2025, 12, 31), "fund_code": "RB", "fund_share": Decimal("62.5"),
        "fund_code_2": "XB", "fund_share_2": Decimal("37.5"), "cost_element": "SOFTWARE",
        "run_change": "RUN", "amount": Decimal(250000),
    },
    {
        "line_no": "0043", "description": "Lines", "period_start": date(2025, 1, 1),
        "period_end": date(2025, 12, 31), "fund_code": "RB",
        "cost_element": "EXTERNAL_PERSONNEL", "run_change": "RUN", "amount": Decimal("81234.56"),
    },
)  # fmt: skip
KNOWN = {
    "units": UNITS, "staff": STAFF, "systems": SYSTEMS, "data_centres": ROOMS, "costs": COSTS,
}  # fmt: skip
TABLES = {sheet.name: (sheet.prefix, sheet.key[0]) for sheet in CATALOGUE}


def uid(sheet: str, key: str, entity: str = "ALPHA") -> str:
    """Return the uid of a record that was known before."""
    return make_uid(CATALOGUE[sheet].prefix, f"{entity}/{sheet}/{key}".encode())


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A store and its workbooks: ALPHA's by language, BRAVO's, and ALPHA's of the last round."""

    store: Path
    books: dict[str, Path]
    bravo: Path
    last_round: Path

    def book(self, language: str = "en") -> Book:
        """Return a workbook of ALPHA, to be filled in."""
        return Book.read(self.books[language], TABLES)

    def other(self, path: Path) -> Book:
        """Return one of the other workbooks."""
        return Book.read(path, TABLES)

    @contextmanager
    def opened(self, folder: Path) -> Iterator[Workspace]:
        """Open a copy of the store, and take back what is done in it.

        It is the same copy for everything done in a folder; what was undone must be gone.
        """
        desk, before = _desk(self.store, folder)
        newest = _newest(desk)
        yield desk
        for _change in range(_newest(desk) - newest):
            desk.history.undo()
        if _contents(desk) != before:
            raise AssertionError("undo has not taken everything back")
        with desk.database.keeping() as connection:
            connection.execute(desk.database.schema["original"].delete())
        shutil.rmtree(folder / "backups", ignore_errors=True)


_open: list[Workspace] = []


def close_all() -> None:
    """Close the copies of the store that are open."""
    while _open:
        _open.pop().close()
    _desk.cache_clear()


@cache
def _desk(store: Path, folder: Path) -> tuple[Workspace, object]:
    target = folder / store.name
    shutil.copyfile(store, target)
    desk = Workspace.open(target, clock=_clock, who="tester")
    _open.append(desk)
    return desk, _contents(desk)


def _newest(workspace: Workspace) -> int:
    with workspace.database.reading() as connection:
        return workspace.database.newest_change(connection)


def _contents(workspace: Workspace) -> object:
    with workspace.database.reading() as connection:
        return queries.records(connection, workspace.database.schema, ROUND)


def _clock() -> datetime:
    return datetime(2026, 11, 23, 9, tzinfo=UTC)


def issue(folder: Path) -> Issued:
    """Make the store and issue all workbooks into *folder*."""
    counter = itertools.count()

    def tokens() -> str:
        return hashlib.blake2b(str(next(counter)).encode(), digest_size=8).hexdigest()

    entities = folder / "entities.toml"
    lines = [
        f'[entities.{code}]\ntype = "OAH"\nduty_station = "GENEVA"\nname = "Office {code}"\n'
        for code in ("ALPHA", "BRAVO")
    ]
    entities.write_text("\n".join(lines), encoding="utf-8")
    store = folder / "returns.ictinv"
    books: dict[str, Path] = {}
    with Workspace.create(
        store, entity_list=entities, clock=_clock, tokens=tokens, who="tester"
    ) as workspace:
        out = folder / "issued"
        workspace.rounds.open(LAST_ROUND, as_of=date(2025, 6, 30), deadline=date(2025, 9, 30))
        _keep(workspace, LAST_ROUND, "ALPHA", {"units": UNITS})
        last = workspace.workbooks.issue(LAST_ROUND, out, entities=["ALPHA"], language="en")
        workspace.rounds.open(ROUND, as_of=date(2026, 6, 30), deadline=date(2026, 12, 31))
        rest = {name: rows for name, rows in KNOWN.items() if name != "units"}
        _keep(workspace, ROUND, "ALPHA", rest)
        _keep(workspace, ROUND, "BRAVO", {"staff": STAFF[:1]})
        for language in LANGUAGES:
            made = workspace.workbooks.issue(ROUND, out, entities=["ALPHA"], language=language)
            books[language] = made.files[0].path
        bravo = workspace.workbooks.issue(ROUND, out, entities=["BRAVO"], language="en")
    return Issued(
        store=store, books=books, bravo=bravo.files[0].path, last_round=last.files[0].path
    )


def _keep(workspace: Workspace, round_code: str, entity: str, known: dict) -> None:
    with workspace.database.writing("Write records") as transaction:
        for sheet, rows in known.items():
            key = CATALOGUE[sheet].key[0]
            for values in rows:
                record = Record(
                    sheet=sheet, uid=uid(sheet, values[key], entity), entity=entity, round="",
                    values={**values, **_derived(sheet, values)},
                )  # fmt: skip
                row = record_row(record, round_code=round_code, standing="reported")
                transaction.add(workspace.database.schema.records[sheet], [row])


def _derived(sheet: str, values: dict[str, Value]) -> dict[str, Value]:
    computed = derive(CATALOGUE[sheet], values).items()
    return {name: value for name, value in computed if value is not None}


Stored = dict[tuple[str, str], Record]


def stored(workspace: Workspace, entity: str = "ALPHA") -> Stored:
    """Return the records of an entity in this round by sheet and uid."""
    with workspace.database.reading() as connection:
        found = queries.records(connection, workspace.database.schema, ROUND)
    return {
        (sheet, record.uid): record
        for sheet, records in found.get(entity, {}).items()
        for record in records
    }


def value_of(records: Stored, sheet: str, key: str, name: str) -> Value | ValueState:
    """Return an answer of the record that people know by *key*, or the state instead of it."""
    by = CATALOGUE[sheet].key[0]
    found = [record for (of, _), record in records.items() if of == sheet and record[by] == key]
    if len(found) != 1:
        raise LookupError(f"{len(found)} records of {sheet} are {key}")
    return found[0].states.get(name) if found[0][name] is None else found[0][name]
