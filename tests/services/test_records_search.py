"""One search box over everything, with and without the full-text index."""

from __future__ import annotations

import pytest
from answered_store import answered_store, keep, person, system
from sqlalchemy import text

from inventory_app.domain.grids import GridQuery
from inventory_app.domain.merging import Answer
from inventory_app.errors import StoreRefused
from inventory_app.progress import Cancelled
from inventory_app.services import records_texts
from inventory_app.services.safekeeping import Safekeeping
from inventory_app.store import full_text


@pytest.fixture
def workspace(tmp_path):
    with answered_store(tmp_path) as made:
        keep(
            made, "2026",
            [
                system("FOX", 1, "Réseau principal", description="Fait marcher la paie"),
                system("FOX", 2, "Портал", description="Учёт кадров и зарплаты"),
                system("GOLF", 3, "نظام الرواتب", description="يحسب الرَّوَاتِب كل شهر"),
                system("GOLF", 4, "薪资系统", description="每月计算工资"),
                system("GOLF", 5, "Payroll archive", vendor="Réseau SA"),
                person("GOLF", 50, person_name="Zoë O'Brien", remarks='says "hello" 100%'),
            ],
        )  # fmt: skip
        yield made


def titles(workspace, typed, **more):
    return [hit.title for hit in workspace.records.search(typed, "2026", **more)]


@pytest.fixture(params=["index", "texts", "answers"])
def way(request, workspace, monkeypatch):
    """Search through FTS5, through the folded texts of another database, and without either."""
    if request.param == "texts":
        monkeypatch.setattr(full_text, "is_available", lambda connection: False)
    if request.param == "answers":
        monkeypatch.setattr(records_texts, "_QUICK", -1)
    return request.param


FOUND = {
    "payroll": {"Payroll", "Payroll archive"},
    "Портал": {"Портал"},
    "кадров": {"Портал"},
    "薪资": {"薪资系统"},
    "工资": {"薪资系统"},
    "资": {"薪资系统"},
    "الرواتب": {"نظام الرواتب"},
    "archive payroll": {"Payroll archive"},
    '"hello" 100%': {"P50 · Analyst"},
    "o'brien": {"P50 · Analyst"},
    "nothing like this": set(),
    "  ": set(),
}


def test_what_is_typed_is_found_each_way(workspace, way):
    assert {typed: set(titles(workspace, typed)) for typed in FOUND} == FOUND


def test_capitals_accents_and_vowel_marks_make_no_difference(workspace):
    found = {
        "reseau": ["Réseau principal", "Payroll archive"],
        "учет": ["Портал"],
        "ПОРТАЛ": ["Портал"],
        "zoe": ["P50 · Analyst"],
        "رواتب": ["نظام الرواتب"],
    }
    assert {typed: titles(workspace, typed) for typed in found} == found


def test_a_hit_shows_where_the_match_was(workspace):
    first, second = workspace.records.search("reseau", "2026")
    assert (first.sheet, first.entity, first.field) == ("systems", "FOX", "name")
    assert (second.field, second.excerpt) == ("vendor", "Réseau SA")
    [(start, end)] = second.matches
    assert second.excerpt[start:end] == "Réseau"


def test_entities_are_found_by_code_and_name_and_come_first(workspace):
    keep(workspace, "2026", [system("GOLF", 9, "Golf club")])
    hits = workspace.records.search("golf", "2026")
    assert (hits[0].sheet, hits[0].uid, hits[0].title) == ("", "GOLF", "Office Golf")
    assert hits[1].title == "Golf club"
    assert hits[0].field == "name"


def test_a_record_is_found_by_its_code(workspace):
    uid = workspace.records.uids(GridQuery(sheet="systems", round="2026"))[0]
    [hit] = workspace.records.search(uid, "2026")
    assert (hit.uid, hit.field) == (uid, "uid")


def test_the_index_follows_changes_additions_undo_and_new_names(workspace):
    assert titles(workspace, "quartz") == []
    uid = workspace.records.add("systems", "2026", "FOX", {"name": Answer("Quartz", None)})
    assert titles(workspace, "quartz") == ["Quartz"]
    workspace.records.change("systems", "2026", [uid], {"name": Answer("Onyx", None)})
    assert titles(workspace, "quartz") == []
    assert titles(workspace, "onyx") == ["Onyx"]
    workspace.history.undo()
    assert titles(workspace, "quartz") == ["Quartz"]
    workspace.history.undo()
    assert titles(workspace, "quartz") == titles(workspace, "onyx") == []
    table = workspace.database.schema["entity"]
    with workspace.database.writing("Name") as transaction:
        transaction.change(table, [("INDIA", {"contact": None}, {"contact": "quartz@x.org"})])
    assert titles(workspace, "quartz") == ["Office India"]


def test_each_round_has_its_own_words(workspace):
    assert [hit.uid for hit in workspace.records.search("ledger", "2025")]
    keep(workspace, "2025", [system("HOTEL", 8, "Telex")])
    assert workspace.records.search("telex", "2025")
    assert workspace.records.search("telex", "2026") == ()


def test_no_more_than_asked_for_is_found(workspace):
    keep(workspace, "2026", [system("FOX", n, f"Gateway {n:03}") for n in range(100, 180)])
    hits = workspace.records.search("gateway", "2026", limit=7)
    assert len(hits) == 7
    assert workspace.records.search("gateway", "2026", limit=0) == ()


class Stop:
    def __init__(self, after):
        self.left = after

    def step(self, done, total, what=""):
        self.left -= 1
        if self.left < 0:
            raise Cancelled


def test_indexing_can_be_cancelled_and_done_again(workspace):
    with pytest.raises(Cancelled):
        workspace.records.refresh_index("2026", Stop(2))
    assert workspace.records.refresh_index("2026") is True
    assert workspace.records.refresh_index("2026") is False
    assert titles(workspace, "payroll")


def test_the_index_is_no_part_of_the_inventory_and_is_made_again_when_lost(workspace):
    workspace.records.refresh_index("2026")
    assert Safekeeping(workspace.database).verify() == []
    number = workspace.history.last(1)[0].number
    with workspace.database.keeping() as connection:
        for name in ("derived_state", "derived_text", "derived_finding", "search_2"):
            connection.execute(text(f"DROP TABLE {name}"))
    assert titles(workspace, "payroll")
    assert workspace.history.last(1)[0].number == number


def test_an_index_that_is_complete_says_the_same_as_one_that_followed(workspace):
    workspace.records.refresh_index("2026")
    uids = workspace.records.uids(GridQuery(sheet="systems", round="2026"))
    workspace.records.change("systems", "2026", uids[:3], {"vendor": Answer("Quartz Ltd", None)})
    followed = workspace.records.search("quartz", "2026")
    with workspace.database.keeping() as connection:
        connection.execute(text("DELETE FROM derived_state"))
    assert workspace.records.search("quartz", "2026") == followed
    assert len(followed) == 3


def test_a_store_that_cannot_be_written_is_searched_all_the_same(workspace, monkeypatch):
    def refuse(*, derived):
        raise StoreRefused("E-READ-ONLY", "x", path="y")

    monkeypatch.setattr(workspace.database, "keeping", refuse)
    assert set(titles(workspace, "payroll")) == {"Payroll", "Payroll archive"}
    assert workspace.records.count(GridQuery(sheet="systems", round="2026", search="payroll")) == 2
