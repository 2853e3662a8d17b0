"""Cost-sharing schemes in a store: to the cent, as one undo step, in three forms."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inventory_app.domain.cost_sharing import prove
from inventory_app.domain.scheme_entries import resolution, scheme_entry
from inventory_app.errors import UserError
from inventory_app.formats.exact_json import exact_json
from inventory_app.workspace import Workspace

CSV = """\
scheme.id,scheme.title,scheme.periods.Y1.start,scheme.periods.Y1.end,tranche.id,tranche.title,\
tranche.amount,line.id,line.fund,line.period,line.amount,line.status,line.part_of
DRBC,Recovery,2026-01-01,2026-12-31,site,Second site,100.00,site/RB,RB,Y1,80.00,appropriated,
DRBC,,,,site,,,site/XB,XB,Y1,20,approved,
DRBC,,,,site,,,site/cash,RB,Y1,80,absorbed,site/RB
"""


def clock():
    return datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def _empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "s.ictinv"
    Workspace.create(path, clock=clock, who="tester").close()
    return path


@pytest.fixture
def workspace(_empty, tmp_path):
    copy = shutil.copy(_empty, tmp_path / "s.ictinv")
    with Workspace.open(Path(copy), clock=clock, who="tester") as opened:
        yield opened


@pytest.fixture
def csv_file(tmp_path):
    file = tmp_path / "drbc.csv"
    file.write_text(CSV, encoding="utf-8")
    return file


def test_the_resolution_is_kept_to_the_last_identity(workspace):
    taken = workspace.cost_shares.add(workspace.cost_shares.read(None))
    assert taken.outcome == "new"
    kept = workspace.cost_shares.find("A/RES/63/262")
    assert kept == resolution()
    assert all(proof.holds for proof in prove(kept))
    assert workspace.safekeeping.verify() == []


def test_taking_in_is_one_undo_step(workspace):
    workspace.cost_shares.add(resolution())
    workspace.history.undo()
    assert workspace.cost_shares.all() == {}
    workspace.history.redo()
    assert workspace.cost_shares.all() == {"A/RES/63/262": resolution()}


def test_again_writes_nothing_and_a_change_only_the_difference(workspace):
    workspace.cost_shares.add(resolution())
    last = workspace.history.last(1)[0].number
    assert workspace.cost_shares.add(resolution()).outcome == "unchanged"
    assert workspace.history.last(1)[0].number == last
    renamed = replace(resolution(), source="Resolution 63/262")
    assert workspace.cost_shares.add(renamed).outcome == "changed"
    rows = workspace.history.rows(workspace.history.last(1)[0].number)
    assert (rows.total, rows.rows[0].table) == (1, "share_scheme")


def test_two_schemes_do_not_touch_each_other(workspace, csv_file):
    workspace.cost_shares.add(resolution())
    own = workspace.cost_shares.read(csv_file)
    workspace.cost_shares.add(own)
    assert set(workspace.cost_shares.all()) == {"A/RES/63/262", "DRBC"}
    assert workspace.cost_shares.remove("A/RES/63/262") == resolution()
    assert workspace.cost_shares.all() == {"DRBC": own}
    workspace.history.undo()
    assert workspace.cost_shares.find("A/RES/63/262") == resolution()


def test_a_spreadsheet_describes_a_scheme(workspace, csv_file):
    scheme = workspace.cost_shares.read(csv_file)
    [tranche] = scheme.tranches
    assert [(line.id, line.amount, line.part_of) for line in tranche.lines] == [
        ("site/RB", 8000, ""), ("site/XB", 2000, ""), ("site/cash", 8000, "site/RB"),
    ]  # fmt: skip
    assert scheme.labels["ar"] == "Recovery"


def test_json_describes_the_same_scheme(workspace, csv_file, tmp_path):
    scheme = workspace.cost_shares.read(csv_file)
    file = tmp_path / "drbc.json"
    file.write_text(exact_json(scheme_entry(scheme)), encoding="utf-8")
    assert workspace.cost_shares.read(file) == scheme


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (",80.00,app", ",80.01,app", "E-SHARE-IDENTITY"),
        ("RB,Y1,80.00", "GOLD,Y1,80.00", "E-SHARE-FUND"),
        ("RB,Y1,80,", "RB,Y2,80,", "E-SHARE-UNSOUND"),
    ],
)
def test_what_does_not_add_up_is_not_taken_in(workspace, csv_file, old, new, code):
    assert old in CSV
    csv_file.write_text(CSV.replace(old, new), encoding="utf-8")
    with pytest.raises(UserError) as refused:
        workspace.cost_shares.add(workspace.cost_shares.read(csv_file))
    assert refused.value.code == code
    assert workspace.cost_shares.all() == {}


def test_a_dry_run_writes_nothing(workspace):
    assert workspace.cost_shares.add(resolution(), dry_run=True).outcome == "new"
    assert workspace.cost_shares.all() == {}


def test_an_unknown_scheme_is_named(workspace):
    for call in (workspace.cost_shares.find, workspace.cost_shares.remove):
        with pytest.raises(UserError) as refused:
            call("NOTHING")
        assert refused.value.code == "E-SHARE-UNKNOWN"


def test_a_scheme_with_later_tranches_is_not_unmade_beneath_them(workspace, csv_file):
    scheme = workspace.cost_shares.read(csv_file)
    workspace.cost_shares.add(scheme)
    number = workspace.history.last(1)[0].number
    [tranche] = scheme.tranches
    lines = tuple(replace(line, id=f"2/{line.id}", part_of="") for line in tranche.lines[:2])
    more = replace(tranche, id="second", lines=lines)
    workspace.cost_shares.add(replace(scheme, tranches=(tranche, more)))
    with pytest.raises(UserError) as refused:
        workspace.history.undo(number)
    assert refused.value.code == "E-UNDO-NEEDED"
