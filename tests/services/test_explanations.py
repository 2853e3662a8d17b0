"""Explanations: typed answers name who and when, carried ones the round before, derived ones parts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from answered_store import answered_store, keep, room

from inventory_app.cli import main
from inventory_app.domain.grids import GridQuery
from inventory_app.domain.merging import Answer


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with answered_store(tmp_path_factory.mktemp("store")) as made:
        yield made


def test_a_computed_answer_is_followed_by_what_it_is_made_of(shared):
    found = shared.explanations.explain("2026", "W01", "ALPHA")
    [*_, record] = found.records
    names = [answer.field for answer in record.answers]
    assert names[0] == "fte"
    assert "ict_time_share" in names
    assert "ict_time_share" in record.answers[0].made_of


def test_the_answers_behind_a_figure_add_up_to_its_numerator(shared):
    found = shared.explanations.explain("2026", "W01", "ALPHA")
    shares = [
        answer.value
        for record in found.records
        for answer in record.answers
        if answer.field == "fte"
    ]
    assert sum(shares) == found.figure.numerator == 2


def test_an_answer_that_was_typed_names_who_and_when(shared):
    found = shared.explanations.explain("2026", "C02", "ALPHA")
    origins = [answer.origin for record in found.records for answer in record.answers]
    assert all(origin is None or origin.who for origin in origins)
    assert any(origin is not None and origin.round == "2026" for origin in origins)


def test_rooms_stand_among_the_rooms_of_everybody_in_one_climate(tmp_path, capsys, monkeypatch):
    with answered_store(tmp_path) as workspace:
        for n, (entity, kwh, climate) in enumerate([
            ("ALPHA", 876_000, "MILD"), ("BRAVO", 700_800, "MILD"), ("CARGO", 613_200, "MILD"),
            ("DELTA", 1_314_000, "HOT_DRY"),
        ]):  # fmt: skip
            watched = {
                "automated_monitoring": True, "production_servers_monitored": 20,
                "servers_monitored": 20, "underutilized_servers": 2 * n,
            }  # fmt: skip
            keep(workspace, "2026", [room(entity, 7, f"Room {n}", climate_class=climate,
                                          energy_total_kwh=Decimal(kwh), **watched)])  # fmt: skip
        explain = workspace.explanations.explain
        [unknown, mine] = sorted(explain("2026", "D01", "ALPHA").among, key=lambda e: e.title)
        assert (unknown.title, unknown.comparison.basis) == ("Basement room · Geneva", "none")
        assert (mine.figure.value, mine.comparison.n, mine.comparison.percentile) == (2, 3, None)
        assert mine.comparison.median == Decimal("1.6")
        assert mine.comparison.group == ("LOCAL", "SERVER_ROOM", "MILD")
        [hot] = explain("2026", "D01", "DELTA").among
        assert (hot.comparison.n, hot.comparison.basis) == (1, "none")
        every = explain("2026", "D09", "DELTA").among[0].comparison
        assert (every.n, every.basis) == (5, "parent")
        [idle] = explain("2026", "D10", "BRAVO").among
        assert (idle.figure.value, idle.comparison.n, idle.comparison.median) == (10, 3, 10)
        assert (idle.place.apart, idle.place.percentile) == (False, None), "2 of 20 servers"
        assert explain("2026", "C02", "ALPHA").among == ()
        file = str(workspace.database.path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert main(["assess", file, "2026", "--explain", "D01", "--entity", "ALPHA"]) == 0
    said = capsys.readouterr().out
    assert "Local data centre, Server room or closet, Mild all year" in said
    assert "Fewer than three values of the group: no comparison." in said


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en_GB", "ICT share of all staff, %"),
        ("fr_FR", "Part des TIC dans l'ensemble du personnel, %"),
    ],
)
def test_the_ict_share_of_all_staff_stands_beside_the_users(
    tmp_path, capsys, monkeypatch, language, label
):
    with answered_store(tmp_path) as workspace:
        query = GridQuery(sheet="units", round="2026", entities=("ALPHA",))
        given = {"all_staff_fte": Answer(Decimal(160), None)}
        workspace.records.change("units", "2026", workspace.records.uids(query), given)
        explained = workspace.explanations.explain("2026", "W03", "ALPHA")
        answers = [each for record in explained.records for each in record.answers]
        assert [a.value for a in answers if a.field == "all_staff_fte"] == [160]
        found = explained.figure
        assert (found.value, found.parts["ict_share_of_staff"]) == (100, Decimal("1.25"))
        silent = workspace.explanations.explain("2026", "W03", "BRAVO")
        answers = [each for record in silent.records for each in record.answers]
        assert not [a for a in answers if a.field == "all_staff_fte"]
        assert silent.figure.parts == {}
        file = str(workspace.database.path)
    monkeypatch.setenv("LC_ALL", f"{language}.UTF-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert main(["assess", file, "2026", "--explain", "W03", "--entity", "ALPHA"]) == 0
    [line] = [each for each in capsys.readouterr().out.splitlines() if label in each]
    assert line.split()[-1] in {"1.25", "1,25"}
