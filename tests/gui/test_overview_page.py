"""The overview: every figure is that of the services, and opens the records behind it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from inventory_app.domain.grids import Condition, GridQuery, Operation
from inventory_app.domain.merging import Answer
from inventory_app.gui.targets import ListTarget, RegisterTarget
from inventory_app.texts import translator


@pytest.fixture
def page(window, settle):
    window.show_page("overview")
    settle(window)
    return window.current


@pytest.fixture
def went(page):
    places = []
    page.context.signals.go.connect(lambda place: places.append((place.page, place.target)))
    return places


def links(layout):
    widgets = [layout.itemAt(at).widget() for at in range(layout.count())]
    return [widget for widget in widgets if isinstance(widget, QPushButton)]


def test_the_answers_are_counted_and_each_count_opens_its_entities(page, went, settle):
    responses = page.context.store.overviews.of("2026").responses
    answered, asked = responses["answered"].value, responses["asked"].value
    assert page.answers.title.text() == f"{answered} of {asked} entities have answered"
    for link in links(page.legend):
        link.click()
        settle(page.window())
    opened = [target.entities for _page, target in went if isinstance(target, RegisterTarget)]
    shown = [name for name in ("on-time", "late", "outstanding") if name in responses]
    assert len(opened) >= len(shown)
    for name, entities in zip(shown, opened, strict=False):
        assert len(entities) == responses[name].value, name


def test_what_is_nearly_complete_is_not_called_complete(page):
    overview = page.context.store.overviews.of("2026")
    for filled, said in ((999, "99 %"), (1000, "100 %"), (0, "0 %")):
        page._show_quality(replace(overview, filled=filled, due=1000))
        assert page.complete.text() == said


def test_every_main_figure_opens_the_records_it_counts(window, page, went, settle):
    overview = page.context.store.overviews.of("2026")
    kpis = {kpi.name: kpi for kpi in overview.kpis}
    assert set(page.cards) == set(kpis)
    assert {"fte_dedicated", "fte_non_dedicated", "systems", "data_centres", "cost"} <= set(kpis)
    QTest.mouseClick(page.cards["systems"], Qt.MouseButton.LeftButton)
    settle(window)
    where, target = went[-1]
    assert where == "inventory"
    assert isinstance(target, ListTarget)
    assert target.sheet == "systems"
    listed = window.current.records.model
    assert listed.rowCount() == kpis["systems"].value


def test_findings_by_strength_open_the_records_that_have_them(window, page, went, settle):
    overview = page.context.store.overviews.of("2026")
    counts = [each.value for each in overview.findings]
    chips = links(page.findings)
    assert [int(chip.text().split()[0]) for chip in chips] == counts
    chips[0].click()
    settle(window)
    assert went[-1][0] in ("inventory", "returns")


def test_who_needs_attention_is_named_with_the_reason(page, went, settle):
    attention = page.context.store.overviews.of("2026").attention
    assert attention, "the small store has an entity without an answer"
    names = [w for w in page.attention.findChildren(QPushButton) if w.text() == attention[0].entity]
    assert names[0].accessibleDescription() == attention[0].sentence(translator("en"))
    names[0].click()
    settle(page.window())
    assert went, "the name opens what is behind it"


def test_the_trend_has_a_point_for_each_round_and_says_so_to_who_cannot_see_it(page):
    overview = page.context.store.overviews.of("2026")
    page.trend_of.setCurrentIndex(page.trend_of.findData("systems"))
    page.trend_of.activated.emit(page.trend_of.currentIndex())
    spoken = page.trend.accessibleDescription() or page.trend.accessibleName()
    for point in overview.trends["systems"].points:
        assert point.round in spoken


def test_a_change_elsewhere_is_shown_without_being_asked_for(window, page, settle):
    before = {kpi.name: kpi.value for kpi in page.overview.kpis}["systems"]
    records = page.context.store.records
    in_use = Condition(field="status", operation=Operation.IS, values=("PRODUCTION",))
    query = GridQuery(sheet="systems", round="2026", columns=("name",), conditions=(in_use,))
    first = records.page(query, 0, 1)[0]
    records.change("systems", "2026", [first.uid], {"status": Answer("RETIRED", None)})
    settle(window)
    after = {kpi.name: kpi.value for kpi in page.overview.kpis}["systems"]
    assert after == before - 1
    assert page.cards["systems"].figure.text() == str(after)


def test_without_a_round_the_page_says_what_to_do(make_window, settle, tmp_path):
    from inventory_app.workspace import Workspace

    empty = tmp_path / "empty.ictinv"
    Workspace.create(empty).close()
    window = make_window(store=empty)
    settle(window)
    page = window.show_page("overview")
    settle(window)
    assert page.nothing.isVisible()
    assert not page.content.isVisible()
    offered = [w.text() for w in page.nothing.findChildren(QPushButton)]
    assert offered == ["Open a round…"]


def test_what_the_charts_show_is_there_again(window, page, settle):
    page.peer_of.setCurrentIndex(page.peer_of.count() - 1)
    shown = page.state()
    assert shown["peers"] == page.peer_of.currentData()
    window.show_page("history")
    window.forget_pages("overview")
    again = window.show_page("overview")
    settle(window)
    assert dict(again.state()) == dict(shown)


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_the_page_works_in_other_languages(make_window, demo_store, settle, language):
    window = make_window(language, store=demo_store)
    page = window.show_page("overview")
    settle(window)
    _ = translator(language)
    assert page.header.title.text() == _("Overview")
    assert page.cards["cost"].figure.text()
    assert (page.layoutDirection() == Qt.LayoutDirection.RightToLeft) is (language == "ar")


def test_a_group_that_has_hardly_answered_is_left_out_and_the_chart_says_so(page):
    chart = page.context.store.overviews.of("2026").peers[0]
    shown = [box for box in chart.boxes if box.values]
    page.peers.show_boxes(chart.boxes)
    before = page.peers.note.text()
    silent = replace(
        shown[0], values={}, comparison=replace(shown[0].comparison, basis="uncovered", median=None)
    )
    page.peers.show_boxes([silent, *shown[1:]])
    assert "Less than 70 %" not in before
    assert "Less than 70 % of the users of the group have answered" in page.peers.note.text()
