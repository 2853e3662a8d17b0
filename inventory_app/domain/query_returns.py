"""Query workbooks that came back, made comparable with whole records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from inventory_app.domain.findings import Finding
from inventory_app.domain.records import Record
from inventory_app.domain.values import States, Values
from inventory_app.domain.workbooks import Issued, Return, ReturnedRow

_Said = TypeVar("_Said")


def completed(returned: Return, ours: Mapping[str, Sequence[Record]]) -> Return:
    """Return a query workbook's answers as rows of whole records: the rest is as we hold it.

    So the same comparison serves both kinds of workbooks, and nothing that was not asked differs.
    An answer on a record that is not *ours* is left out, with a finding: it would otherwise come
    in as a new record. A survey workbook is returned as it is.
    """
    if returned.queries is None:
        return returned
    sheets, issued = dict(returned.sheets), dict(returned.issued)
    gone: list[Finding] = []
    for name, sheet in returned.sheets.items():
        mine = {record.uid: record for record in ours.get(name, ())}
        sent = returned.issued.get(name, {})
        rows = [row for row in sheet.rows if row.uid in mine]
        for row in sheet.rows:
            if row.uid not in mine:
                gone += _gone(name, sheet.tab, row)
        sheets[name] = replace(
            sheet, rows=tuple(_whole(row, mine[row.uid]) for row in rows if row.uid)
        )
        issued[name] = {
            row.uid: _sent(row, sent.get(row.uid), mine[row.uid]) for row in rows if row.uid
        }
    return replace(returned, sheets=sheets, issued=issued, findings=(*returned.findings, *gone))


def _whole(row: ReturnedRow, record: Record) -> ReturnedRow:
    values = {**_others(record.values, row), **row.values}
    states = {**_others(record.states, row), **row.states}
    return replace(row, values=values, states=states)


def _sent(row: ReturnedRow, sent: Issued | None, record: Record) -> Issued:
    values: Values = sent.values if sent else {}
    states: States = sent.states if sent else {}
    return Issued(
        values={**_others(record.values, row), **_asked(values, row)},
        states={**_others(record.states, row), **_asked(states, row)},
    )


def _others(answers: Mapping[str, _Said], row: ReturnedRow) -> dict[str, _Said]:
    return {name: said for name, said in answers.items() if name not in row.cells}


def _asked(answers: Mapping[str, _Said], row: ReturnedRow) -> dict[str, _Said]:
    return {name: said for name, said in answers.items() if name in row.cells}


def _gone(sheet: str, tab: str, row: ReturnedRow) -> list[Finding]:
    return [
        Finding(
            code="L-QUERY-GONE", sheet=sheet, uid=row.uid or "", field=name, tab=tab, cell=cell,
            found=row.uid or "",
        )
        for name, cell in row.cells.items()
    ]  # fmt: skip
