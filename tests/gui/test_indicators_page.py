"""Indicators: value, state and coverage of every entity, peers, and the records behind a figure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from inventory_app.domain.targets import Target, TargetKind
from inventory_app.gui.models.figures import FigureLine, FiguresModel
from inventory_app.gui.targets import EntityTarget, IndicatorTarget, ListTarget
from inventory_app.gui.views.indicator_detail import _HEADERS
from inventory_app.texts import translator


@pytest.fixture
def page(window, settle):
    window.show_page("indicators")
    settle(window)
    return window.current


def choose(page, indicator, settle):
    page.show_target(IndicatorTarget(indicator=indicator))
    settle(page.window())


def column(page, at):
    model = page.detail.model
    return {
        model.index(row, 0).data(): model.index(row, at).data() for row in range(model.rowCount())
    }


def listed(page):
    rows = [page.model.item(row) for row in range(page.model.rowCount())]
    return [row.data(int(Qt.ItemDataRole.UserRole)) for row in rows if row.isEnabled()]


def test_every_indicator_is_listed_under_its_group(page):
    assessment = page.context.store.assessments.compute("2026")
    assert set(listed(page)) == {each.id for each in assessment.definitions}
    heads = page.model.rowCount() - len(listed(page))
    assert heads == len({each.group for each in assessment.definitions})


def test_the_search_field_narrows_the_list_and_shows_the_first_that_fits(page, settle):
    page.start_search()
    page.search.setText("recovery time")
    settle(page.window())
    assert listed(page) == ["R02"]
    assert page.detail.header.title.text().startswith("R02")
    page.search.setText("there is no such thing")
    settle(page.window())
    assert listed(page) == []


def test_value_state_and_coverage_of_every_entity_are_those_of_the_services(page, settle):
    choose(page, "S01", settle)
    assessment = page.context.store.assessments.compute("2026")
    states, values = column(page, 3), column(page, 2)
    assert set(states) == set(assessment.asked)
    assert all(states.values()), "a state stands beside every value, and instead of one"
    for entity in assessment.asked:
        assert bool(values[entity]) is (assessment.figures[entity, "S01"].value is not None)


def test_the_definition_its_rules_and_the_clause_stand_beside_the_figures(page, settle):
    choose(page, "W03", settle)
    definition = page.assessment.indicators["W03"]
    assert page.detail.definition.text() == definition.definition("en")
    assert "63/262" in page.detail.rules.text()
    assert page.detail.direction.text() == "a target band is best"


def test_a_figure_opens_its_numerator_denominator_and_records(window, page, settle):
    choose(page, "S01", settle)
    entity = next(code for code, value in column(page, 2).items() if value)
    page.show_target(EntityTarget(entity=entity))
    settle(window)
    assert page.detail.entity == entity
    said = [w.text() for w in page.detail.behind.findChildren(QLabel)]
    assert {"Numerator", "Denominator"} <= set(said)
    went = []
    window.context.signals.go.connect(went.append)
    figure = page.assessment.figures[entity, "S01"]
    buttons = [w for w in page.detail.behind.findChildren(QPushButton) if "Systems" in w.text()]
    buttons[0].click()
    settle(window)
    target = went[0].target
    assert isinstance(target, ListTarget)
    assert set(target.only) == {s.uid for s in figure.inputs if s.sheet == "systems"}
    assert window.current.records.model.rowCount() == len(target.only)


def test_rooms_stand_among_the_rooms_of_everybody(window, page, settle):
    choose(page, "D09", settle)
    entity = next(code for code, value in column(page, 2).items() if value)
    page.show_target(EntityTarget(entity=entity))
    settle(window)
    card = page.detail.records
    assert card.isVisibleTo(page.detail)
    among = page.context.store.explanations.among("2026", "D09", entity)
    assert [row[0] for row in card.rows] == [each.title for each in among][: len(card.rows)]
    assert any("n = " in row[2] for row in card.rows)
    choose(page, "W03", settle)
    assert not card.isVisibleTo(page.detail), "entities are compared by it"


def test_one_group_of_peers_can_be_looked_at(page, settle):
    choose(page, "W01", settle)
    groups = page.detail.groups
    assert groups.count() > 1
    for at in range(groups.count()):
        groups.setCurrentIndex(at)
        groups.activated.emit(at)
        assert page.detail.peers.isVisibleTo(page.detail)


def test_entities_without_a_value_come_last_either_way(qtmodeltester):
    lines = [
        FigureLine(entity=code, texts=(code, "", text, "", "", "", ""), tone="good",
                   keys=(code, "", key, "", None, None, None))
        for code, text, key in (("A", "", None), ("B", "2", "2"), ("C", "1", "1"))
    ]  # fmt: skip
    model = FiguresModel(_HEADERS)
    qtmodeltester.check(model)
    model.show_lines(lines)
    for order, expected in (
        (Qt.SortOrder.AscendingOrder, ["C", "B", "A"]),
        (Qt.SortOrder.DescendingOrder, ["B", "C", "A"]),
    ):
        model.sort(2, order)
        assert [model.line(row).entity for row in range(3)] == expected
    qtmodeltester.check(model)


def test_indicator_and_entity_are_there_again(window, page, settle):
    page.show_target(IndicatorTarget(indicator="C02", entity="ALPHA"))
    settle(window)
    shown = page.state()
    assert shown == {"indicator": "C02", "entity": "ALPHA"}
    window.show_page("history")
    window.forget_pages("indicators")
    again = window.show_page("indicators")
    settle(window)
    assert again.state() == shown
    assert again.detail.header.title.text().startswith("C02")


def test_without_a_round_the_page_says_what_to_do(make_window, settle, tmp_path):
    from inventory_app.workspace import Workspace

    empty = tmp_path / "empty.ictinv"
    Workspace.create(empty).close()
    window = make_window(store=empty)
    page = window.show_page("indicators")
    settle(window)
    assert page.detail.nothing.isVisible()
    assert not page.detail.every.isVisible()


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_the_page_works_in_other_languages(make_window, demo_store, settle, language):
    window = make_window(language, store=demo_store)
    page = window.show_page("indicators")
    settle(window)
    choose(page, "D01", settle)
    definition = page.assessment.indicators["D01"]
    assert page.detail.definition.text() == definition.definition(language)
    assert translator(language)("Definition") == page.detail.about.title.text()


def test_where_a_figure_stands_is_said_with_its_target_interval_and_seed(window, page, settle):
    store = page.context.store
    store.targets.add(
        Target(indicator="C02", whom="", kind=TargetKind.POLICY, value=Decimal(550),
               due=date(2026, 12, 31))
    )  # fmt: skip
    page.refresh()
    choose(page, "C02", settle)
    page.show_target(EntityTarget(entity="ALPHA"))
    settle(window)
    lines = page.detail.standing.lines
    assert "550 by 31 December 2026" in lines["Policy target"]
    assert "not met" not in lines["Policy target"]
    assert str(store.rounds.all()["2026"].parameters.seed) in lines["Quantiles and intervals"]
    assert "indicative" in lines["Median of the peers"]


def test_a_share_of_things_counted_has_its_funnel_and_a_sum_of_money_has_none(window, page, settle):
    choose(page, "R01", settle)
    page.show_target(EntityTarget(entity="ALPHA"))
    settle(window)
    assert page.detail.standing.lines["95 % interval"]
    choose(page, "C02", settle)
    assert page.detail.standing.funnel is None
    assert "95 % interval" not in page.detail.standing.lines


def test_the_rounds_of_a_figure_and_what_moved_it_are_those_of_the_services(window, page, settle):
    choose(page, "C02", settle)
    page.show_target(EntityTarget(entity="HOTEL"))
    settle(window)
    history = page.detail.history
    assert history.isVisibleTo(page)
    assert [each.round for each in history.shown.trend.series["HOTEL", "C02"]] == ["2025", "2026"]
    assert history.shown.moved.movement.moves == ()
    history.ask("2026", "C02", "ALPHA")
    assert not history.isVisibleTo(page), "what stood there belongs to another entity"
    settle(window)
    assert history.isVisibleTo(page)
