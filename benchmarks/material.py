"""What all benchmarks share: honest clocks, and a folder of filled returns of the usual size."""

from __future__ import annotations

import os
import random
import re
import resource
import statistics
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.derivations import derive
from inventory_app.domain.field_types import Code, Codes, Day, DecimalNumber, Reference, YesNo
from inventory_app.domain.fields import Field, Sheet
from inventory_app.domain.records import Record, make_uid
from inventory_app.services.rounds import record_row
from inventory_app.workspace import Workspace

ROWS = {"staff": 40, "systems": 30, "data_centres": 4, "costs": 20}
COLUMNS = {"staff": 18, "systems": 24, "data_centres": 30, "costs": 10}
ROUND = "2026"


def clock() -> datetime:
    return datetime(2026, 7, 1, tzinfo=UTC)


def cpu_seconds() -> float:
    """Return the CPU time of this process and of the children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@dataclass(frozen=True)
class Timing:
    """CPU and wall seconds of one run."""

    cpu: float
    wall: float


def timed(work: Callable[[], object]) -> Timing:
    cpu, wall = cpu_seconds(), time.perf_counter()
    work()
    return Timing(cpu_seconds() - cpu, time.perf_counter() - wall)


def report(title: str, ours: list[Timing], theirs: list[Timing], must: str, *, wall: bool) -> float:
    """Print the ratio theirs / ours with its spread; return its median."""
    pairs = [
        (b.wall / a.wall if wall else b.cpu / a.cpu) for a, b in zip(ours, theirs, strict=True)
    ]
    pick = (lambda t: t.wall) if wall else (lambda t: t.cpu)
    mine, peer = statistics.median(map(pick, ours)), statistics.median(map(pick, theirs))
    median = statistics.median(pairs)
    print(
        f"{title}: ours {mine:.2f} s, peer {peer:.2f} s, ratio {median:.2f} "
        f"({min(pairs):.2f}-{max(pairs):.2f}); to reach: {must}"
    )
    return median


def versions(*names: str) -> None:
    told = ", ".join(f"{name} {version(name)}" for name in names)
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, {told}")


def value(field: Field, rng: random.Random) -> object:
    kind = field.type
    if isinstance(kind, Codes) and kind.list:
        return tuple(sorted(rng.sample(list(kind.list.codes), 2), key=list(kind.list.codes).index))
    if isinstance(kind, Code) and kind.list:
        return rng.choice(list(kind.list.codes))
    if isinstance(kind, YesNo):
        return rng.random() < 0.5
    if isinstance(kind, Day):
        return date(2015, 1, 1) + timedelta(days=rng.randrange(4000))
    if isinstance(kind, DecimalNumber):
        high = min(int(kind.maximum or 5000), 5000)
        low = int(kind.minimum or 0)
        if kind.places == 0:
            return rng.randint(low, high)
        exact = Decimal(rng.randint(low * 100, high * 100)) / 100
        return exact.quantize(Decimal(1).scaleb(-kind.places))
    return f"{field.name} {rng.randrange(10_000)}"[: getattr(kind, "max_length", 100)]


def answered(sheet: Sheet) -> list[Field]:
    fields = [f for f in sheet.asked if not isinstance(f.type, Reference) and not f.common]
    order = {"required": 0, "recommended": 1, "optional": 2}
    fields.sort(key=lambda field: order[field.level])
    return fields[: COLUMNS[sheet.name]]


def records(entity: str, seed: int) -> list[Record]:
    rng, catalogue = random.Random(f"{entity}/{seed}"), catalogues.default()
    made = []
    for name, count in ROWS.items():
        sheet = catalogue[name]
        fields = answered(sheet)
        for number in range(count):
            values = {field.name: value(field, rng) for field in fields}
            for key in sheet.key:
                values[key] = f"{key[:8]} {number:03}"
            values |= {k: v for k, v in derive(sheet, values).items() if v is not None}
            uid = make_uid(sheet.prefix, f"{entity}/{name}/{number}".encode())
            made.append(Record(sheet=name, uid=uid, entity=entity, round=ROUND, values=values))
    return made


def new_store(folder: Path, entities: int) -> Workspace:
    listed = folder / "entities.toml"
    listed.write_text(
        "\n".join(
            f'[entities.E{n:04}]\ntype = "HQ_DEPT"\nname = "Department {n}"\n'
            for n in range(entities)
        )
    )
    workspace = Workspace.create(
        folder / "store.ictinv", entity_list=listed, clock=clock, who="benchmark"
    )
    workspace.rounds.open(ROUND, as_of=date(2026, 6, 30), deadline=date(2026, 9, 30))
    return workspace


def fill_store(workspace: Workspace, entities: int) -> None:
    schema = workspace.database.schema
    every = [record for n in range(entities) for record in records(f"E{n:04}", 1)]
    with workspace.database.writing("Fill") as transaction:
        for name in ROWS:
            transaction.add(
                schema.records[name],
                [
                    record_row(record, round_code=ROUND, standing="reported")
                    for record in every
                    if record.sheet == name
                ],
            )


def empty_store(workspace: Workspace) -> None:
    schema = workspace.database.schema
    with workspace.database.writing("Empty") as transaction:
        for name in ROWS:
            table = schema.records[name]
            rows = transaction.connection.execute(table.select()).mappings().all()
            transaction.remove(table, [dict(row) for row in rows])


def returned_files(folder: Path, count: int) -> tuple[Workspace, list[Path]]:
    """Return a store that issued *count* empty workbooks, and the workbooks filled in.

    The files are written prefilled; then what they hold as issued is taken out, so that every row
    is news to the merge.
    """
    workspace = new_store(folder, count)
    fill_store(workspace, count)
    issue = workspace.workbooks.issue(ROUND, folder / "returns")
    empty_store(workspace)
    for file in issue.files:
        forget_issued(file.path)
    return workspace, [file.path for file in issue.files]


def forget_issued(path: Path) -> None:
    part = path.with_suffix(".part")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as new:
        book = old.read("xl/workbook.xml").decode()
        order = re.findall(r'<sheet name="([^"]+)"', book)
        target = f"xl/worksheets/sheet{order.index('_issued') + 1}.xml"
        for item in old.infolist():
            data = old.read(item)
            if item.filename == target:
                head, rest = data.decode().split("</row>", 1)
                tail = rest[rest.index("</sheetData>") :]
                data = (head + "</row>" + tail).encode()
            new.writestr(item.filename, data)
    part.replace(path)
