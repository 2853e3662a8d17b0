"""A round read as columns holds the same records as one that is read record by record."""

from __future__ import annotations

import pytest
from answered_store import ANSWERED, answered_store

from inventory_app.domain.indicator_inputs import fields_read
from inventory_app.services.round_contents import read_round


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    with answered_store(tmp_path_factory.mktemp("store")) as made:
        yield made


def read(workspace, **how):
    return read_round(workspace.database, workspace.catalogue, "2026", **how)


def test_records_are_the_same_as_columns_and_one_by_one(workspace):
    every = {sheet.name: frozenset(sheet.fields) for sheet in workspace.catalogue}
    columns, records = read(workspace, fields=every), read(workspace)
    assert columns.sheets
    assert {*columns.records} == {*records.records}
    for entity, by_sheet in records.records.items():
        assert dict(columns.records[entity]) == by_sheet
    assert columns.records.get("NOBODY") is None


def test_figures_are_the_same_from_columns_and_from_records(workspace):
    indicators = workspace.assessments.indicators()
    fields = fields_read(tuple(indicators), indicators, workspace.catalogue)
    columns = workspace.assessments.assess(read(workspace, fields=fields))
    records = workspace.assessments.assess(read(workspace))
    assert columns.figures == records.figures
    assert columns.counted == records.counted
    assert columns.totals == records.totals
    assert any(columns.figures[entity, "W01"].inputs for entity in ANSWERED)
