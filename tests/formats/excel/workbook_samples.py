"""Sample workbooks: every sheet of the real catalogue, every field type, values that look odd."""

from __future__ import annotations

import io
import random
import warnings
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.field_types import (
    Code,
    Codes,
    Day,
    DecimalNumber,
    FieldType,
    Integer,
    LongText,
    Percent,
    Reference,
    YesNo,
)
from inventory_app.domain.fields import Field, Sheet
from inventory_app.domain.records import Record, make_uid
from inventory_app.domain.values import Value, ValueState
from inventory_app.domain.workbooks import Identity, Return, Workbook
from inventory_app.formats.excel.returns import read_return
from inventory_app.formats.excel.workbook_writer import spare_rows, write_workbook

CATALOGUE = catalogues.default()
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
KEY = b"a key"
COUNTS = defaultdict(lambda: 2, {"staff": 4, "systems": 3, "costs": 3})
_WORDS = {
    "ar": "مكتب الشبكات والبيانات",
    "zh": "网络和数据服务台",
    "ru": "Отдел сетей и данных",
    "fr": "Réseaux et données",
    "es": "Redes y datos",
    "en": "Networks and data",
}


def uid(sheet: str, seed: object) -> str:
    """Return the uid of a sample record."""
    return make_uid(CATALOGUE[sheet].prefix, f"{sheet} {seed}".encode())


def an_identity(language: str = "en", **parts: object) -> Identity:
    """Return a signed identity."""
    common = {
        "store": "ST01",
        "round": "2026",
        "entity": "ECA",
        "issue": "I-0007",
        "number": 2,
        "language": language,
        "catalogue": CATALOGUE.version,
    }
    plain = Identity(**(common | parts))
    return Identity(**(common | parts), tag=plain.signed(KEY))


def a_record(sheet: str, seed: object, values: Mapping[str, Value], states=None) -> Record:
    """Return a record of *sheet* that has all of its fields."""
    every = {field.name: values.get(field.name) for field in CATALOGUE[sheet]}
    return Record(
        sheet=sheet,
        uid=uid(sheet, seed),
        entity="ECA",
        round="2026",
        values=every,
        states=states or {},
    )


def a_workbook(
    language: str = "en",
    records: Mapping[str, Sequence[Record]] | None = None,
    spare: int | None = None,
    **changes: object,
) -> Workbook:
    """Return a workbook with *records*, or with sample records on every sheet."""
    if records is None:
        records = sample_records(language)
    whole: dict[str, object] = {
        "identity": an_identity(language),
        "organisation": "United Nations Secretariat",
        "entity_name": "Economic Commission for Africa",
        "focal_point": "A. Example",
        "contact": "ict-survey@example.org",
        "as_of": date(2026, 12, 31),
        "deadline": date(2027, 2, 15),
        "issued_on": date(2026, 11, 23),
        "dedicated_from": 50,
        "non_dedicated_from": 5,
        "records": {name: tuple(of) for name, of in records.items()},
        "spare": {
            sheet.name: tuple(
                uid(sheet.name, f"spare {n}")
                for n in range(
                    spare_rows(sheet.name, len(records.get(sheet.name, ())))
                    if spare is None
                    else spare
                )
            )
            for sheet in CATALOGUE
        },
    }
    return Workbook(**(whole | changes))


def sample_records(language: str = "en", seed: int = 1) -> dict[str, list[Record]]:
    """Return records of all sheets with most of their fields answered."""
    rng = random.Random(seed)
    return {
        sheet.name: [
            a_record(sheet.name, n, sample_values(sheet, n, rng, language))
            for n in range(COUNTS[sheet.name])
        ]
        for sheet in CATALOGUE
    }


def sample_values(sheet: Sheet, number: int, rng: random.Random, language: str) -> dict[str, Value]:
    """Return values for nearly all fields of one record."""
    values = {
        field.name: _value(field, number, rng, language)
        for field in sheet.asked
        if rng.random() < 0.85 or field.name in sheet.title + sheet.key
    }
    if "record_status" in values:
        values["record_status"] = "VALID"
    return values


def _value(field: Field, number: int, rng: random.Random, language: str) -> Value:
    kind: FieldType = field.type
    if isinstance(kind, Reference):
        return uid(kind.to, rng.randrange(COUNTS[kind.to]))
    if isinstance(kind, Codes):
        return tuple(code for code in kind.list.codes if rng.random() < 0.4) or None
    if isinstance(kind, Code):
        return rng.choice(list(kind.list.codes))
    if isinstance(kind, YesNo):
        return rng.random() < 0.5
    if isinstance(kind, Day):
        return date(2015, 1, 1) + timedelta(days=rng.randrange(5000))
    if isinstance(kind, DecimalNumber):
        low = int(kind.minimum) + 1 if kind.minimum is not None else -80
        high = int(kind.maximum) - 1 if kind.maximum is not None else 900_000
        whole = rng.randint(min(low, high), high)
        if isinstance(kind, Integer):
            return whole
        cents = Decimal(rng.randrange(100)).scaleb(-2)
        exact = Decimal(whole) + (cents if isinstance(kind, Percent) or kind.places > 1 else 0)
        return exact.quantize(Decimal(1).scaleb(-kind.places))
    text = f"{_WORDS[language]} {field.name[:3]}{number}"
    if isinstance(kind, LongText):
        return f"{text}\n{text}"
    return text[: kind.max_length].strip()


def asked_values(record: Record) -> dict[str, Value]:
    """Return what a workbook shows of *record*."""
    asked = {field.name for field in CATALOGUE[record.sheet].asked}
    return {k: v for k, v in record.values.items() if k in asked and v is not None}


def written(workbook: Workbook, path: Path) -> Path:
    """Write *workbook* to *path*."""
    write_workbook(workbook, CATALOGUE, path)
    return path


def read(path: Path) -> Return:
    """Read the return at *path*."""
    return read_return(path.read_bytes(), CATALOGUE)


def opened(path: Path, **options: bool) -> openpyxl.Workbook:
    """Open *path* with openpyxl, which warns of what it will not keep."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(path.read_bytes()), **options)


def columns_of(page) -> dict[str, int]:
    """Return the columns of a sheet opened with openpyxl by their keys in row 3."""
    return {cell.value: cell.column for cell in page[3] if cell.value}


def rows_of(returned: Return, sheet: str) -> dict[str | None, dict[str, Value]]:
    """Return the values of the rows of a sheet by uid."""
    return {row.uid: dict(row.values) for row in returned.sheets[sheet].rows}


def codes_of(returned: Return) -> set[str]:
    """Return the codes of all findings."""
    return {finding.code for finding in returned.findings}


NA, NR, NE = ValueState.NA, ValueState.NR, ValueState.NE
