"""A store of the largest size that is to be comfortable, made quickly: straight into the tables.

The audit log knows nothing of these rows, so the store is for measuring lists, not for undo.
"""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from pathlib import Path

from material import clock, value
from sqlalchemy import insert, text

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.derivations import derive
from inventory_app.domain.field_types import LongText, Reference
from inventory_app.domain.field_types import Text as Words
from inventory_app.domain.fields import Field, Sheet
from inventory_app.domain.records import Record, make_uid
from inventory_app.services.rounds import record_row
from inventory_app.workspace import Workspace

COLUMNS = {"staff": 22, "systems": 30, "data_centres": 40}
NAMES = ("Payroll", "Ledger", "Registry", "Travel", "Archive", "Réseau", "Портал", "نظام", "系统")
WORDS = (
    "service", "analysis", "maintenance", "support", "gateway", "network", "regional", "mission",
    "budget", "procurement", "sécurité", "développement", "обслуживание", "сервер", "الشبكة",
    "البيانات", "数据中心", "维护", "planning", "logistics", "telephony", "satellite", "training",
)  # fmt: skip


def made_value(field: Field, rng: random.Random, number: int) -> object:
    if isinstance(field.type, LongText):
        return " ".join(rng.choices(WORDS, k=12))
    if isinstance(field.type, Words):
        text = f"{rng.choice(NAMES)} {rng.choice(WORDS)} {number % 9973:04}"
        return text[: field.type.max_length]
    return value(field, rng)


def made_rows(sheet: Sheet, count: int, entities: list[str], round_code: str) -> list[dict]:
    rng = random.Random(f"{sheet.name}/{count}")
    order = {"required": 0, "recommended": 1, "optional": 2}
    plain = [f for f in sheet.asked if not f.common and not isinstance(f.type, Reference)]
    fields = sorted(plain, key=lambda field: order[field.level])[: COLUMNS[sheet.name]]
    rows = []
    for number in range(count):
        entity = entities[number % len(entities)]
        values = {field.name: made_value(field, rng, number) for field in fields}
        if sheet.name == "staff":
            values |= {"ict_time_share": Decimal(rng.randint(10, 100))}
        values["remarks"] = " ".join(rng.choices(WORDS, k=8))
        values |= {k: v for k, v in derive(sheet, values).items() if v is not None}
        uid = make_uid(sheet.prefix, f"{sheet.name}/{number}".encode())
        record = Record(
            sheet=sheet.name, uid=uid, entity=entity, round=round_code, values=values,
            states={},
        )  # fmt: skip
        rows.append(record_row(record, round_code=round_code, standing="reported"))
    return rows


def big_store(
    folder: Path,
    *,
    entities: int = 150,
    rounds: int = 10,
    staff: int = 30_000,
    systems: int = 10_000,
    rooms: int = 300,
) -> Path:
    """Make a store with so many records in each round; one in twenty changes between rounds."""
    listed = folder / "entities.toml"
    codes = [f"E{n:03}" for n in range(entities)]
    listed.write_text(
        "\n".join(
            f'[entities.{code}]\ntype = "HQ_DEPT"\nname = "Department {code}"\n' for code in codes
        )
    )
    path = folder / "big.ictinv"
    catalogue = catalogues.default()
    years = [str(2027 - rounds + n) for n in range(rounds)]
    with Workspace.create(path, entity_list=listed, clock=clock, who="benchmark") as workspace:
        for year in years:
            workspace.rounds.open(
                year, as_of=date(int(year), 6, 30), deadline=date(int(year), 9, 30)
            )
        schema = workspace.database.schema
        with workspace.database.keeping() as connection:
            for name, count in (("staff", staff), ("systems", systems), ("data_centres", rooms)):
                table = schema.records[name]
                rows = made_rows(catalogue[name], count, codes, years[0])
                every = table.columns.keys()
                connection.execute(
                    insert(table), [{key: row.get(key) for key in every} for row in rows]
                )
                answers = [key for key in every if key.startswith("f_")]
                for year, before in zip(years[1:], years, strict=False):
                    copied = ", ".join(
                        f"CASE WHEN abs(random()) % 20 = 0 THEN {key} || ' *' ELSE {key} END"
                        if key == "f_remarks"
                        else key
                        for key in answers
                    )
                    connection.execute(
                        text(
                            f"INSERT INTO {table.name}"
                            f" (id, uid, entity, round, standing, states, {', '.join(answers)})"
                            f" SELECT :year || '/' || uid, uid, entity, :year, standing, states,"
                            f" {copied} FROM {table.name} WHERE round = :before"
                        ),
                        {"year": year, "before": before},
                    )
    return path
