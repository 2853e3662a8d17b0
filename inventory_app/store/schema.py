"""The tables. Structure is typed here; the columns of answers come from the field catalogue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import singledispatch
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from inventory_app.domain.field_types import (
    Codes,
    Day,
    DecimalNumber,
    FieldType,
    LongText,
    Money,
    YesNo,
)
from inventory_app.domain.field_types import (
    Integer as WholeNumber,
)
from inventory_app.domain.fields import Catalogue

SCHEMA_VERSION = 7
RECORD_PREFIX = "rec_"
_MOST_KNOWN = 10_000  # numbers that a column remembers while it is read


class Scaled(TypeDecorator[Decimal]):
    """A decimal as a whole number of its smallest unit: exact, and sums stay exact in SQL."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Return *value* in its smallest unit."""
        return None if value is None else int(Decimal(value).scaleb(self.places))

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Return the decimal that stands for *value* smallest units."""
        return None if value is None else Decimal(value).scaleb(-self.places)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002
        """Return the same for whole columns: most numbers stand there more than once."""
        places, known = -self.places, dict[int, Decimal]()

        def process(value: int | None) -> Decimal | None:
            if value is None:
                return None
            found = known.get(value)
            if found is None:
                if len(known) >= _MOST_KNOWN:
                    known.clear()
                found = known[value] = Decimal(value).scaleb(places)
            return found

        return process


class CodeSet(TypeDecorator[tuple[str, ...]]):
    """Several codes in one text, separated by semicolons."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the codes as one text."""
        return None if value is None else ";".join(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:  # noqa: ARG002
        """Return the codes of one text."""
        return None if value is None else tuple(value.split(";"))


@singledispatch
def column_for(kind: FieldType) -> TypeEngine[Any]:  # noqa: ARG001 - dispatch on the type
    """Return the column type that holds answers of *kind*."""
    return String()


@column_for.register
def _(kind: DecimalNumber) -> TypeEngine[Any]:
    return Scaled(kind.places)


@column_for.register
def _(kind: WholeNumber) -> TypeEngine[Any]:  # noqa: ARG001 - dispatch on the type
    return BigInteger()


@column_for.register
def _(kind: Day) -> TypeEngine[Any]:  # noqa: ARG001
    return Date()


@column_for.register
def _(kind: YesNo) -> TypeEngine[Any]:  # noqa: ARG001
    return Boolean()


@column_for.register
def _(kind: Codes) -> TypeEngine[Any]:  # noqa: ARG001
    return CodeSet()


@column_for.register
def _(kind: LongText) -> TypeEngine[Any]:  # noqa: ARG001
    return Text()


def _id() -> Column[str]:
    return Column("id", String, primary_key=True)


def structural(metadata: MetaData) -> dict[str, Table]:
    """Define the tables that do not depend on the catalogue."""
    tables = (
        Table("meta", metadata, Column("key", String, primary_key=True), Column("value", Text)),
        Table(
            "entity", metadata, _id(),
            Column("type", String, nullable=False), Column("duty_station", String),
            Column("mandate_area", String), Column("language", String, nullable=False),
            Column("scope", String, nullable=False), Column("funds", JSON), Column("aliases", JSON),
            Column("names", JSON, nullable=False), Column("valid_from", Date),
            Column("valid_to", Date), Column("successor", String),
            Column("focal_point", String), Column("contact", String),
        ),
        Table(
            "round", metadata, _id(),
            Column("as_of", Date, nullable=False), Column("deadline", Date, nullable=False),
            Column("opened_at", String, nullable=False), Column("previous", String),
            Column("catalogue_version", String, nullable=False),
            Column("parameters", JSON, nullable=False), Column("sequence", Integer, nullable=False),
        ),
        Table(
            "participation", metadata, _id(),
            Column("round", String, nullable=False, index=True),
            Column("entity", String, nullable=False), Column("language", String, nullable=False),
            Column("peer_type", String, nullable=False), Column("deadline", Date),
            Column("approved_at", String), Column("approved_by", String),
            Column("peer_size", String),
            UniqueConstraint("round", "entity"),
        ),
        Table(
            "issue", metadata, _id(),
            Column("round", String, nullable=False, index=True),
            Column("entity", String, nullable=False), Column("number", Integer, nullable=False),
            Column("language", String, nullable=False), Column("issued_at", String, nullable=False),
            Column("catalogue_version", String, nullable=False),
            Column("file_name", String, nullable=False), Column("sha256", String, nullable=False),
            Column("kind", String), Column("due", Date),
        ),
        Table(
            "returned", metadata, _id(),
            Column("sha256", String, nullable=False, index=True),
            Column("file_name", String, nullable=False),
            Column("entity", String, nullable=False),
            Column("round", String, nullable=False, index=True),
            Column("issue", String, nullable=False), Column("received_at", String, nullable=False),
            Column("on_time", Boolean, nullable=False), Column("status", String, nullable=False),
            Column("filled_by", String), Column("counts", JSON, nullable=False),
            Column("report", JSON, nullable=False),
        ),
        Table(
            "declaration", metadata, _id(),
            Column("round", String, nullable=False, index=True),
            Column("entity", String, nullable=False), Column("sheet", String, nullable=False),
            Column("none_to_report", Boolean, nullable=False),
            Column("unchanged", Boolean, nullable=False),
        ),
        Table(
            "conflict", metadata, _id(),
            Column("return_id", String, nullable=False, index=True),
            Column("round", String, nullable=False, index=True),
            Column("entity", String, nullable=False), Column("sheet", String, nullable=False),
            Column("uid", String, nullable=False), Column("field", String, nullable=False),
            Column("issued", JSON), Column("ours", JSON), Column("theirs", JSON),
            Column("cell", String), Column("decision", String),
        ),
        Table(
            "change_set", metadata, Column("number", Integer, primary_key=True),
            Column("label", String, nullable=False), Column("params", JSON, nullable=False),
            Column("who", String, nullable=False), Column("at", String, nullable=False),
            Column("origin", String, nullable=False), Column("undoes", Integer),
            Column("hash", String, nullable=False),
        ),
        Table(
            "row_change", metadata, Column("id", Integer, primary_key=True),
            Column("change_set", Integer, nullable=False, index=True),
            Column("table_name", String, nullable=False),
            Column("row_key", String, nullable=False, index=True),
            Column("before", Text), Column("after", Text),
        ),
        Table(
            "original", metadata, Column("sha256", String, primary_key=True),
            Column("file_name", String, nullable=False),
            Column("data", LargeBinary, nullable=False),
        ),
        Table(
            "catalogue_text", metadata, Column("version", String, primary_key=True),
            Column("files", LargeBinary, nullable=False),
        ),
        Table("import_map", metadata, _id(), Column("map", Text, nullable=False)),
        Table(
            "own_indicator", metadata, _id(), Column("file_name", String, nullable=False),
            Column("text", Text, nullable=False),
        ),
        *_targets(metadata),
        *_asking_back(metadata),
        *_benefits(metadata),
        *_cost_sharing(metadata),
    )  # fmt: skip
    return {table.name: table for table in tables}


def _asking_back(metadata: MetaData) -> tuple[Table, ...]:
    """Define what review and register add: queries and decisions, those on duplicates too."""
    return (
        Table(
            "query", metadata, _id(),
            Column("round", String, nullable=False, index=True),
            Column("entity", String, nullable=False), Column("sheet", String, nullable=False),
            Column("uid", String, nullable=False), Column("field", String, nullable=False),
            Column("question", Text, nullable=False), Column("status", String, nullable=False),
            Column("opened_by", String, nullable=False),
            Column("opened_at", String, nullable=False),
            Column("answered_at", String), Column("answer", Text),
            Column("code", String), Column("params", JSON), Column("source", String),
            Column("issued", JSON), Column("held", JSON), Column("theirs", JSON),
            Column("sent_at", String), Column("sent_by", String), Column("sent_in", String),
            Column("answer_state", String), Column("remark", Text), Column("answered_by", String),
            Column("return_id", String), Column("settled_at", String),
            Column("settled_by", String),
        ),
        Table(
            "review", metadata, Column("sha256", String, primary_key=True),
            Column("decisions", JSON, nullable=False), Column("saved_at", String, nullable=False),
            Column("who", String, nullable=False),
        ),
        Table(
            "remembered", metadata, _id(),
            Column("sheet", String, nullable=False), Column("field", String, nullable=False),
            Column("uid", String, nullable=False), Column("ours", JSON), Column("theirs", JSON),
            Column("decision", JSON, nullable=False), Column("at", String, nullable=False),
            Column("who", String, nullable=False),
        ),
        Table(
            "duplicate", metadata, _id(),
            Column("sheet", String, nullable=False), Column("kind", String, nullable=False),
            Column("sides", JSON, nullable=False), Column("choices", JSON),
            Column("titles", JSON, nullable=False), Column("at", String, nullable=False),
            Column("who", String, nullable=False),
        ),
    )  # fmt: skip


def _kept(name: str, kind: FieldType, *, nullable: bool = True) -> Column[Any]:
    """Return a column for values of *kind*; change sets keep them as that writes them."""
    return Column(name, column_for(kind), nullable=nullable, info={"type": kind})


def _targets(metadata: MetaData) -> tuple[Table, ...]:
    """Define what indicators should be, and how values of changed definitions are restated."""
    figure = DecimalNumber(places=6)
    return (
        Table(
            "target", metadata, _id(),
            Column("indicator", String, nullable=False), Column("kind", String, nullable=False),
            Column("whom", String, nullable=False), _kept("value", figure, nullable=False),
            _kept("upper", figure), Column("due", Date, nullable=False), Column("source", Text),
        ),
        Table(
            "bridge", metadata, _id(),
            Column("indicator", String, nullable=False), Column("round", String, nullable=False),
            _kept("factor", DecimalNumber(places=9), nullable=False),
            Column("reason", Text, nullable=False),
        ),
    )  # fmt: skip


def _evidence(prefix: str = "") -> tuple[Column[Any], ...]:
    return (
        Column(f"{prefix}evidence", Text), Column(f"{prefix}evidence_dated", Date),
        Column(f"{prefix}reviewed_by", String), Column(f"{prefix}reviewed_on", Date),
    )  # fmt: skip


def _benefits(metadata: MetaData) -> tuple[Table, ...]:
    """Define the register of benefits: what was promised, and what came of it in each period."""
    money = Money()
    return (
        Table(
            "benefit", metadata, _id(),
            Column("title", Text, nullable=False), Column("kind", String, nullable=False),
            Column("status", String, nullable=False), Column("initiative", String),
            Column("entity", String, index=True), Column("owner", String), Column("measure", Text),
            Column("cost_line", String), Column("contract", String), Column("posts", JSON),
            _kept("baseline_amount", money), Column("baseline_start", Date),
            Column("baseline_end", Date), Column("baseline_frozen_on", Date),
            Column("baseline_scope", JSON), Column("baseline_items", JSON),
            *_evidence("baseline_"),
        ),
        Table(
            "benefit_period", metadata, _id(),
            Column("benefit", String, nullable=False, index=True),
            Column("period_start", Date, nullable=False),
            Column("period_end", Date, nullable=False),
            _kept("planned", money), _kept("forecast", money), _kept("realised", money),
            _kept("implementation", money), _kept("added_run", money),
            _kept("price_index", DecimalNumber(places=6), nullable=False),
            Column("items", JSON), *_evidence(),
        ),
    )  # fmt: skip


def _cost_sharing(metadata: MetaData) -> tuple[Table, ...]:
    """Define cost-sharing schemes: tranches, and what each fund pays in which period."""
    money = Money()
    return (
        Table(
            "share_scheme", metadata, _id(),
            Column("labels", JSON, nullable=False), Column("source", Text),
            Column("currency", String, nullable=False), Column("periods", JSON, nullable=False),
            Column("identities", JSON, nullable=False),
        ),
        Table(
            "share_tranche", metadata, _id(),
            Column("share_scheme", String, nullable=False, index=True),
            Column("name", String, nullable=False), Column("paragraph", String),
            Column("labels", JSON, nullable=False), _kept("amount", money, nullable=False),
            Column("status", String, nullable=False), Column("sequence", Integer, nullable=False),
        ),
        Table(
            "share_line", metadata, _id(),
            Column("share_tranche", String, nullable=False, index=True),
            Column("name", String, nullable=False), Column("paragraph", String),
            Column("fund", String, nullable=False), Column("period", String, nullable=False),
            _kept("amount", money, nullable=False), Column("status", String, nullable=False),
            Column("part_of", String), Column("reported", Boolean, nullable=False),
            Column("sequence", Integer, nullable=False),
        ),
    )  # fmt: skip


def answers(metadata: MetaData, catalogue: Catalogue) -> dict[str, Table]:
    """Define one table for each sheet: what all records share, then one column a field."""
    return {
        sheet.name: Table(
            RECORD_PREFIX + sheet.name,
            metadata,
            _id(),
            Column("uid", String, nullable=False),
            Column("entity", String, nullable=False),
            Column("round", String, nullable=False),
            Column("standing", String, nullable=False),
            Column("states", JSON),
            *(
                Column("f_" + field.name, column_for(field.type), info={"type": field.type})
                for field in sheet
            ),
            UniqueConstraint("round", "uid", name=f"uq_{sheet.name}"),
            Index(f"ix_{RECORD_PREFIX}{sheet.name}_entity", "round", "entity", "id"),
        )
        for sheet in catalogue
    }


class Schema:
    """All tables of a store for one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.metadata = MetaData()
        self.catalogue = catalogue
        self.tables = structural(self.metadata)
        self.records = answers(self.metadata, catalogue)
        self.by_name = dict(self.metadata.tables)

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]


def as_text(column: Column[Any], value: object) -> object:
    """Return *value* of *column* in the form in which change sets keep it."""
    if value is None or isinstance(value, bool | int | list | dict):
        return value
    kind = column.info.get("type")
    if kind is not None:
        return kind.format(value)
    return value.isoformat() if isinstance(value, date) else value


def from_text(column: Column[Any], kept: Any) -> object:
    """Return the value of *column* that a change set kept as *kept*."""
    kind = column.info.get("type")
    if kind is not None and isinstance(kept, str):
        return kind.parse(kept)
    if isinstance(column.type, Date) and isinstance(kept, str):
        return date.fromisoformat(kept)
    return kept
