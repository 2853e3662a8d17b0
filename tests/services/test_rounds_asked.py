"""A round asks those that exist on its as-of date, and carries nothing forward for others."""

from __future__ import annotations

from datetime import date

import pytest
from answered_store import Clock

from inventory_app.domain.entities import Entity, read_entities
from inventory_app.errors import UserError
from inventory_app.services.entities import resolve
from inventory_app.workspace import Workspace


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "secretariat.ictinv"
    with Workspace.create(path, clock=Clock()) as workspace:
        yield workspace


def asked(workspace, code):
    return {each.entity.code for each in workspace.rounds.status(code).entities}


def test_a_round_asks_those_that_exist_on_its_as_of_date(store):
    for code, day in (("2010", date(2010, 6, 30)), ("2026", date(2026, 6, 30))):
        store.rounds.open(code, as_of=day, deadline=day)
        assert asked(store, code) == {
            entity.code
            for entity in read_entities().values()
            if entity.scope == "secretariat"
            and (entity.valid_from is None or entity.valid_from <= day)
            and (entity.valid_to is None or day <= entity.valid_to)
        }
    assert {"DPI", "UNIPSIL", "BINUB", "UNMIN", "UNPOS"} <= asked(store, "2010")
    assert {"DGC", "BNUB", "UNTMIS", "MINUSCA"}.isdisjoint(asked(store, "2010"))
    gone = {"DPI", "UNIPSIL", "BINUB", "BNUB", "UNMIN", "UNPOS", "UNSOM", "UNITAMS", "UNITAD"}
    assert gone.isdisjoint(asked(store, "2026"))
    assert {"DGC", "UNTMIS", "MINUSCA", "UNOWAS", "BINUH"} <= asked(store, "2026")


def test_the_last_day_of_an_entity_still_counts_and_the_next_does_not(store):
    store.rounds.open("A", as_of=date(2024, 10, 31), deadline=date(2025, 1, 1))
    store.rounds.open("B", as_of=date(2024, 11, 1), deadline=date(2025, 1, 1))
    assert {"UNSOM", "UNTMIS"} & asked(store, "A") == {"UNSOM"}
    assert {"UNSOM", "UNTMIS"} & asked(store, "B") == {"UNTMIS"}


def test_a_workbook_for_an_entity_that_is_closed_is_refused(store, tmp_path):
    store.rounds.open("2026", as_of=date(2026, 6, 30), deadline=date(2026, 12, 15))
    with pytest.raises(UserError) as refused:
        store.workbooks.issue("2026", tmp_path / "out", entities=["UNSOM"])
    assert refused.value.code == "E-NOT-ASKED"


@pytest.mark.parametrize(
    ("name", "code"),
    [("IRMCT", "MICT"), ("TPIR", "ICTR"), ("manusom", "UNSOM"), ("UNISDR", "UNDRR"), ("?", None)],
)
def test_closed_entities_and_other_names_still_resolve(store, name, code):
    found = resolve(store.entities.all(), name)
    assert (found and found.code) == code
    if code:
        assert found == read_entities()[code]


def test_an_entity_that_is_added_comes_back_as_it_was(store):
    added = Entity(
        code="NEW",
        names=dict.fromkeys(("ar", "zh", "en", "fr", "ru", "es"), "New office"),
        type="SPM",
        duty_station="GENEVA",
        mandate_area="HAITI",
        language="fr",
        funds=("RB",),
        aliases=("NOUVEAU",),
        valid_from=date(2025, 1, 1),
        valid_to=date(2026, 12, 31),
        successor="BINUH",
        focal_point="Registry",
        contact="new@example.org",
    )
    store.entities.add([added])
    assert store.entities.find("nouveau") == added
