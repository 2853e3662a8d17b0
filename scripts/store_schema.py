"""The page of the store: every table and column, from `store/schema.py` and the field catalogue."""
# ruff: noqa: E501, RUF001, ISC004 - sentences stay on one line, with typographic marks

from __future__ import annotations

from sqlalchemy import JSON, Column, Table
from sqlalchemy.types import TypeEngine

from inventory_app.domain.fields import Catalogue
from inventory_app.store.database import APPLICATION_ID
from inventory_app.store.schema import RECORD_PREFIX, SCHEMA_VERSION, CodeSet, Scaled, Schema

_HEAD = """# The tables of a store

Generated from `inventory_app/store/schema.py` and `resources/catalogue` by `scripts/documents`; do not edit by hand.

A store is an SQLite database: schema version {version}, application id `{id:#x}`, write-ahead log. Read it with any SQLite
program while the window is closed, or use [`export`](command-reference.md#export). **Never write to it with another
program**: each change is logged with a chain of hashes, and `ict-inventory verify` names what was changed behind
the program’s back. Older versions are brought up to date when they are opened, after a copy was made in `backups`.

| Form of a column | What it holds |
|---|---|
| text | Unicode text; codes of entities, rounds, sheets and fields are those of the catalogue |
| day | `2026-12-31` |
| moment | text, ISO 8601 with the offset, `2026-11-23T09:00:00+00:00` |
| whole number, scaled by *n* | a decimal without its point: 1250.50 scaled by 2 is 125050, so that sums are exact |
| codes | several codes in one text with `;` between |
| JSON | a list or an object |
| bytes | a file as it is, or packed |

No foreign keys are declared: tables refer to each other by the codes of entities and rounds, by `uid` and by `id`.
Besides these tables the file holds derived ones (`derived_…`, and the index of the full-text search); they
are made anew from the others whenever they are missing, and are no part of the record.
"""

_ABOUT = {
    "meta": "Settings of the store: `schema_version`, `catalogue` (version of the field definitions), `store` (its name, in every workbook it issues) and `signing_key` (signs workbooks; whoever has it can make a workbook that looks issued here).",
    "entity": "The entities, with names in six languages.",
    "round": "The rounds in their order; `catalogue_version` names the definitions that are frozen for it.",
    "participation": "Who is asked in a round: language, peer group, own deadline, approval.",
    "issue": "Every workbook that was written, by its number; `kind` is empty for the survey and `query` for a query workbook.",
    "returned": "Every file that was taken in, with counts and the report.",
    "declaration": "What an entity said about a whole sheet: nothing to report, nothing changed.",
    "conflict": "Both sides changed the same field: as issued, ours, as returned, and what was decided.",
    "change_set": "One line for each change ever made. `hash` covers the line, its rows and the hash before it.",
    "row_change": "The rows of a change before and after, as text.",
    "original": "Every file that was taken in, byte for byte.",
    "catalogue_text": "The field definitions that rounds were opened with, packed.",
    "import_map": "The maps of columns with which lists came in.",
    "own_indicator": "Indicators of the organisation’s own.",
    "target": "What an indicator is to reach by a day: for all, for a group or for one entity.",
    "bridge": "By what factor the values of an indicator from before a definition changed are restated, and why.",
    "query": "Questions to entities: what is asked, how it stands, what came back.",
    "review": "Decisions of a review that was put aside, by the hash of the file.",
    "remembered": "Decisions that are offered when the same difference comes back.",
    "duplicate": "What was joined, and what is not the same.",
    "benefit": "What was promised, with its baseline.",
    "benefit_period": "What came of a benefit in one period.",
    "share_scheme": "Cost-sharing schemes.",
    "share_tranche": "Parts of a scheme.",
    "share_line": "What one fund pays in one period.",
}


def store_schema(catalogue: Catalogue) -> str:
    """Return the page."""
    schema = Schema(catalogue)
    lines = [_HEAD.format(version=SCHEMA_VERSION, id=APPLICATION_ID)]
    for name, table in schema.tables.items():
        lines += [f"## {name}", "", _ABOUT.get(name, ""), "", *_columns(list(table.columns)), ""]
    lines += [*_answers(schema, catalogue)]
    return "\n".join(lines).rstrip() + "\n"


def _answers(schema: Schema, catalogue: Catalogue) -> list[str]:
    shared = [
        column
        for column in next(iter(schema.records.values())).columns
        if not column.name.startswith("f_")
    ]
    lines = [
        "## Records",
        "",
        f"One table for each sheet, `{RECORD_PREFIX}` and the name of the sheet; one row for each record and round. "
        "`uid` is the record, the same from round to round; `standing` is `reported`, `imported` or `carried`; "
        "`states` holds the fields whose answer is a state, such as `NA`, or is marked as an estimate. "
        "A record of every round is unique by `round` and `uid`.",
        "",
        *_columns(shared),
        "",
        "The answers stand in columns `f_` and the name of the field; what they mean is in the "
        "[field reference](field-reference.md). Columns are only ever added: a field that is no longer asked "
        "keeps its answers.",
        "",
    ]
    for name, table in schema.records.items():
        lines += [f"### {table.name}", "", catalogue.sheets[name].label("en") + ".", ""]
        lines += ["| Column | Form |", "|---|---|"]
        lines += [
            f"| `{column.name}` | {form(column)} |"
            for column in table.columns
            if column.name.startswith("f_")
        ]
        lines.append("")
    return lines


def _columns(columns: list[Column[object]]) -> list[str]:
    return [
        "| Column | Form | Key |",
        "|---|---|---|",
        *(f"| `{column.name}` | {form(column)} | {_key(column)} |" for column in columns),
    ]


def _key(column: Column[object]) -> str:
    if column.primary_key:
        return "primary key"
    parts = ["indexed"] if column.index else []
    if _unique(column.table, column.name):
        parts.append("unique together")
    return ", ".join([*parts, *([] if column.nullable else ["never empty"])])


def _unique(table: Table, name: str) -> bool:
    return any(
        type(rule).__name__ == "UniqueConstraint" and name in rule.columns
        for rule in table.constraints
    )


def form(column: Column[object]) -> str:
    """Return what kind of value a column holds, in words."""
    kind: TypeEngine[object] = column.type
    if isinstance(kind, Scaled):
        return f"whole number, scaled by {kind.places}" if kind.places else "whole number"
    if isinstance(kind, CodeSet):
        return "codes"
    if isinstance(kind, JSON):
        return "JSON"
    words = {"Boolean": "yes or no", "Date": "day", "LargeBinary": "bytes"}
    words |= {"Integer": "whole number", "BigInteger": "whole number"}
    if column.name.endswith("_at") or column.name == "at":
        return "moment"
    return words.get(type(kind).__name__, "text")
