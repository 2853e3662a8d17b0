"""The store: what it refuses, what it records, what it gives back."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inventory_app.domain import catalogue as catalogues
from inventory_app.errors import StoreRefused
from inventory_app.services.history import History
from inventory_app.services.safekeeping import Safekeeping
from inventory_app.store import database as databases
from inventory_app.store.database import Database

CATALOGUE = catalogues.default()


def clock():
    return datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    made = Database.create(tmp_path / "a.ictinv", CATALOGUE, who="tester", clock=clock)
    yield made
    made.close()


def staff(uid="ST-1", **values):
    return {
        "id": f"2026/{uid}", "uid": uid, "entity": "UNOG", "round": "2026", "standing": "reported",
        **{f"f_{name}": value for name, value in values.items()},
    }  # fmt: skip


def rows(store, table="rec_staff"):
    with store.reading() as connection:
        found = connection.execute(store.schema.by_name[table].select())
        return [{k: v for k, v in row._mapping.items() if v is not None} for row in found]


FULL = {
    "annual_cost": Decimal("120000.55"), "ict_time_share": Decimal("12.50"),
    "languages": ("AR", "EN"), "contract_start": date(2020, 1, 2), "reports_to_cito": True,
    "functional_title": "Responsable réseau 网络 شبكة", "fte": Decimal("0.1250"),
}  # fmt: skip


def test_every_kind_of_answer_comes_back_as_it_went_in(store):
    with store.writing("Add") as transaction:
        transaction.add(store.schema.records["staff"], [staff(**FULL)])
    [kept] = rows(store)
    assert {f"f_{name}": value for name, value in FULL.items()}.items() <= kept.items()


def test_undo_takes_back_adding_changing_and_removing_one_by_one(store):
    table, history = store.schema.records["staff"], History(store)
    with store.writing("Add") as transaction:
        transaction.add(table, [staff(**FULL)])
    with store.writing("Change") as transaction:
        transaction.change(
            table,
            [("2026/ST-1", {"f_annual_cost": FULL["annual_cost"]}, {"f_annual_cost": Decimal(5)})],
        )
    with store.writing("Remove") as transaction:
        transaction.remove(table, rows(store))
    assert rows(store) == []
    assert history.undo().label == "Remove"
    assert rows(store)[0]["f_annual_cost"] == 5
    assert history.undo().label == "Change"
    assert rows(store)[0]["f_annual_cost"] == FULL["annual_cost"]
    assert rows(store)[0]["f_languages"] == ("AR", "EN")
    assert history.undo().label == "Add"
    assert rows(store) == []
    assert history.next_undo() is None
    assert Safekeeping(store).verify() == []


def test_a_failed_transaction_leaves_nothing_behind(store):
    with pytest.raises(RuntimeError), store.writing("Half") as transaction:
        transaction.add(store.schema.records["staff"], [staff()])
        raise RuntimeError
    assert rows(store) == []
    assert History(store).last() == []


def test_listeners_hear_of_a_change_set_only_after_it_is_committed(store):
    heard = []
    store.subscribe(lambda changes: heard.append((changes.label, len(rows(store)))))
    with store.writing("Add") as transaction:
        transaction.add(store.schema.records["staff"], [staff()])
        assert heard == []
    assert heard == [("Add", 1)]


def test_a_transaction_that_writes_nothing_leaves_no_line_in_the_log(store):
    with store.writing("Nothing"):
        pass
    assert History(store).last() == []


def test_verification_names_a_row_changed_with_another_tool(store):
    with store.writing("Add") as transaction:
        transaction.add(store.schema.records["staff"], [staff(**FULL), staff("ST-2")])
    assert Safekeeping(store).verify() == []
    with sqlite3.connect(store.path) as other:
        other.execute("UPDATE rec_staff SET f_annual_cost = 1 WHERE uid = 'ST-1'")
    [doubt] = Safekeeping(store).verify()
    assert (doubt.code, doubt.params["key"]) == ("S-ROW-CHANGED", "2026/ST-1")


def test_verification_finds_a_row_that_was_deleted_or_added_with_another_tool(store):
    with store.writing("Add") as transaction:
        transaction.add(store.schema.records["staff"], [staff(), staff("ST-2")])
    with sqlite3.connect(store.path) as other:
        other.execute("DELETE FROM rec_staff WHERE uid = 'ST-1'")
        other.execute(
            "INSERT INTO rec_staff (id, uid, entity, round, standing)"
            " VALUES ('2026/ST-9', 'ST-9', 'UNOG', '2026', 'reported')"
        )
    keys = {doubt.params["key"] for doubt in Safekeeping(store).verify()}
    assert keys == {"2026/ST-1", "2026/ST-9"}


def test_verification_finds_a_forged_line_of_the_log(store):
    with store.writing("Add") as transaction:
        transaction.add(store.schema.records["staff"], [staff()])
    with sqlite3.connect(store.path) as other:
        other.execute("UPDATE change_set SET who = 'nobody'")
    assert [doubt.code for doubt in Safekeeping(store).verify()] == ["S-LOG-CHANGED"]


def opened(path):
    return Database.open(path, CATALOGUE, who="tester", clock=clock)


def test_a_store_is_not_made_where_something_is_already(tmp_path):
    path = tmp_path / "a.ictinv"
    path.write_text("mine")
    with pytest.raises(StoreRefused) as refused:
        Database.create(path, CATALOGUE, who="t", clock=clock)
    assert refused.value.code == "E-EXISTS"
    assert path.read_text() == "mine"


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "E-NO-STORE"), (b"", "E-NOT-A-STORE"), (b"hello" * 100, "E-NOT-A-STORE")],
)
def test_what_is_no_store_is_refused_by_name(tmp_path, content, code):
    path = tmp_path / "a.ictinv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StoreRefused) as refused:
        opened(path)
    assert refused.value.code == code
    assert "a.ictinv" in str(refused.value)


def test_the_database_of_another_program_is_refused(tmp_path):
    path = tmp_path / "a.ictinv"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t (x)")
    with pytest.raises(StoreRefused) as refused:
        opened(path)
    assert refused.value.code == "E-NOT-A-STORE"


def test_a_store_of_a_newer_program_is_refused_and_left_alone(store):
    with store.keeping() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    store.close()
    before = store.path.read_bytes()
    with pytest.raises(StoreRefused) as refused:
        opened(store.path)
    assert refused.value.code == "E-STORE-NEWER"
    assert store.path.read_bytes() == before


def test_a_field_that_the_catalogue_has_gained_becomes_a_column_after_a_backup(store):
    with store.writing("Add") as transaction:
        transaction.add(store.schema.records["staff"], [staff(**FULL)])
    store.close()
    with sqlite3.connect(store.path) as other:
        other.execute("ALTER TABLE rec_staff DROP COLUMN f_certifications")
        other.execute("UPDATE meta SET value = 'older' WHERE key = 'catalogue'")
    again = opened(store.path)
    assert rows(again)[0]["f_annual_cost"] == FULL["annual_cost"]
    with again.writing("Change") as transaction:
        transaction.change(
            again.schema.records["staff"],
            [("2026/ST-1", {"f_certifications": None}, {"f_certifications": "ITIL"})],
        )
    assert rows(again)[0]["f_certifications"] == "ITIL"
    assert len(list((store.path.parent / "backups").glob("*before-upgrade*"))) == 1
    again.close()


def test_a_store_that_another_program_is_writing_says_so(store, monkeypatch):
    monkeypatch.setattr(databases, "BUSY_SECONDS", 0.2)
    waiting = opened(store.path)
    with sqlite3.connect(store.path) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreRefused) as refused, waiting.writing("Add") as transaction:
            transaction.add(store.schema.records["staff"], [staff()])
        other.execute("ROLLBACK")
    assert refused.value.code == "E-LOCKED"
    waiting.close()


def test_a_full_disk_is_told_and_nothing_is_half_written(store):
    with store.writing("Add") as transaction:
        transaction.add(store.schema.records["staff"], [staff()])
    with pytest.raises(StoreRefused) as refused, store.writing("Too much") as transaction:
        transaction.connection.exec_driver_sql("PRAGMA max_page_count = 1")
        transaction.add(
            store.schema.records["staff"],
            [staff(f"ST-{n}", functional_title="x" * 200) for n in range(2, 20_000)],
        )
    assert refused.value.code == "E-DISK-FULL"
    assert len(rows(store)) == 1


def test_a_backup_of_an_open_store_holds_everything(store, tmp_path):
    with store.writing("Add") as transaction:
        transaction.add(store.schema.records["staff"], [staff(**FULL)])
    copy = Safekeeping(store).backup(tmp_path / "copy.ictinv")
    again = opened(copy)
    assert rows(again) == rows(store)
    assert Safekeeping(again).verify() == []
    again.close()


def test_a_damaged_backup_is_not_restored(store, tmp_path):
    with store.writing("Add") as transaction:
        transaction.add(store.schema.records["staff"], [staff(f"ST-{n}") for n in range(500)])
    copy = Safekeeping(store).backup(tmp_path / "copy.ictinv")
    data = bytearray(copy.read_bytes())
    data[20_000:90_000] = os.urandom(70_000)
    copy.write_bytes(data)
    target = tmp_path / "restored.ictinv"
    with pytest.raises(StoreRefused):
        databases.restore(copy, target)
    assert not target.exists()
    assert [file.name for file in tmp_path.iterdir() if ".part" in file.name] == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["add", "change", "remove"]), st.integers(0, 4)), max_size=12
    )
)
def test_undoing_everything_gives_the_empty_store_back(tmp_path_factory, steps):
    path = tmp_path_factory.mktemp("store") / "a.ictinv"
    store = Database.create(path, CATALOGUE, who="t", clock=clock)
    table, seen = store.schema.records["staff"], []
    for number, (what, which) in enumerate(steps):
        there = {row["uid"]: row for row in rows(store)}
        uid = f"ST-{which}"
        seen.append(rows(store))
        with store.writing("Step") as transaction:
            if what == "add" and uid not in there:
                transaction.add(table, [staff(uid, person_name=f"n{number}")])
            elif what == "change" and uid in there:
                old = there[uid].get("f_annual_cost")
                transaction.change(
                    table,
                    [
                        (
                            there[uid]["id"],
                            {"f_annual_cost": old},
                            {"f_annual_cost": Decimal(number)},
                        )
                    ],
                )
            elif what == "remove" and uid in there:
                transaction.remove(table, [there[uid]])
        if rows(store) == seen[-1]:
            seen.pop()
    history = History(store)
    for expected in reversed(seen):
        history.undo()
        assert sorted(rows(store), key=str) == sorted(expected, key=str)
    assert Safekeeping(store).verify() == []
    store.close()


def test_a_program_killed_in_the_middle_of_writing_leaves_all_or_nothing(store, tmp_path):
    script = tmp_path / "writer.py"
    script.write_text(
        textwrap.dedent(
            f"""
            from datetime import UTC, datetime
            from pathlib import Path
            from inventory_app.domain import catalogue
            from inventory_app.store.database import Database
            store = Database.open(Path({str(store.path)!r}), catalogue.default(), who="w",
                                  clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
            print("ready", flush=True)
            for n in range(10_000):
                with store.writing("Batch") as transaction:
                    transaction.add(store.schema.records["staff"], [
                        dict(id=f"2026/{{n}}-{{m}}", uid=f"{{n}}-{{m}}", entity="E", round="2026",
                             standing="reported") for m in range(20)])
                print(n, flush=True)
            """
        )
    )
    for pause in (0.05, 0.12, 0.2):
        for extra in list(store.path.parent.glob("backups/*")):
            extra.unlink()
        process = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
        assert process.stdout.readline() == "ready\n"
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        acknowledged = [int(line) for line in process.stdout.read().split()]
        process.wait()
        process.stdout.close()
        kept = {int(row["uid"].split("-")[0]) for row in rows(store)}
        assert len(rows(store)) == 20 * len(kept)
        assert set(acknowledged) <= kept
        assert Safekeeping(store).verify() == []
        with store.writing("Clear") as transaction:
            transaction.remove(store.schema.records["staff"], rows(store))
