"""How long a workbook takes: more where nothing is known, and then only at least so long."""

from __future__ import annotations

import pytest
from samples_for_domain import (
    CATALOGUE,
    contract,
    desk,
    devices,
    line,
    link,
    post,
    project,
    room,
    system,
    unit,
)

from inventory_app.domain.workload import workload

KNOWN = {
    "units": (unit(),),
    "staff": tuple(post() for _ in range(20)),
    "systems": tuple(system() for _ in range(15)),
    "data_centres": (room(), room()),
    "service_desks": (desk(),),
    "networks": tuple(link() for _ in range(6)),
    "devices": tuple(devices() for _ in range(8)),
    "contracts": tuple(contract() for _ in range(8)),
    "projects": tuple(project() for _ in range(5)),
    "costs": tuple(line() for _ in range(15)),
}


def test_nothing_known_takes_a_large_mission_at_least_two_hours():
    found = workload(CATALOGUE, {}, "PKO")
    assert found.at_least
    assert 120 <= found.minutes <= 240


def test_a_small_office_has_less_to_type_but_never_ten_minutes():
    small, large = (workload(CATALOGUE, {}, kind).minutes for kind in ("SPM_PANEL", "HQ_DEPT"))
    assert 30 <= small < large


def test_known_rows_are_looked_over_within_the_hour():
    found = workload(CATALOGUE, KNOWN, "PKO")
    assert not found.at_least
    assert 20 <= found.minutes <= 60


@pytest.mark.parametrize("sheet", KNOWN)
def test_one_sheet_without_rows_makes_it_longer_and_only_a_least_time(sheet):
    found = workload(CATALOGUE, {**KNOWN, sheet: ()}, "PKO")
    assert found.at_least
    assert found.minutes > workload(CATALOGUE, KNOWN, "PKO").minutes - 20


def test_more_known_rows_take_longer():
    fewer = {**KNOWN, "staff": KNOWN["staff"][:5]}
    assert workload(CATALOGUE, KNOWN, "PKO").minutes > workload(CATALOGUE, fewer, "PKO").minutes
