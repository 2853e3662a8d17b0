"""The register: filters, several selected, contact, reports, undo; and drops on it."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from test_returns_files import (
    answer,
    correct,
    disputed,
    drop_on,
    filled,
    issued,
)

from inventory_app.gui.models import register as columns
from inventory_app.gui.targets import EntityTarget, RegisterTarget
from inventory_app.settings import Settings
from inventory_app.workspace import Workspace


@pytest.fixture
def page(window, settle):
    window.show_page("returns")
    settle(window)
    return window.current


def codes(page):
    model = page.home.list.model
    return [model.row_at(model.index(n, 0)).entity.code for n in range(model.rowCount())]


def select(page, *entities):
    view, model = page.home.list.table, page.home.list.model
    flags = QItemSelectionModel.SelectionFlag
    view.selectionModel().clearSelection()
    for entity in entities:
        index = model.index(model.place_of(entity), 0)
        view.selectionModel().select(index, flags.Select | flags.Rows)


def merged(store, tmp_path, entity="ALPHA", **values):
    book = issued(store, tmp_path / "out", entity)[entity]
    path = filled(book, tmp_path / f"{entity} filled.xlsx", units={"U0": values})
    [file] = store.reviews.apply([path]).files
    assert file.status == "merged"
    return path


def test_the_register_shows_who_was_asked_and_how_each_stands(page, qtmodeltester):
    model = page.home.list.model
    assert codes(page) == sorted(
        codes(page), key=lambda code: page.home.list.model.rows and names(page)[code].casefold()
    )
    assert len(codes(page)) == 9
    texts = {code: cell(page, code, columns.STATE) for code in codes(page)}
    assert (texts["ALPHA"], texts["BRAVO"]) == ("on time", "late")
    assert texts["INDIA"] in ("overdue", "nothing sent")
    assert cell(page, "ALPHA", columns.RETURNED) == "1 return"
    assert page.home.cards.answered.figure.text() == "7 of 9"
    qtmodeltester.check(model)


def names(page):
    return {row.entity.code: row.entity.name("en") for row in page.home.list.model.rows}


def cell(page, entity, column):
    model = page.home.list.model
    return model.index(model.place_of(entity), column).data()


@pytest.mark.parametrize(
    ("chip", "fits"),
    [
        ("outstanding", {"HOTEL", "INDIA"}),
        ("late", {"BRAVO"}),
        ("approved", set()),
        (
            "not-approved",
            {"ALPHA", "BRAVO", "CARGO", "DELTA", "ECHO", "FOX", "GOLF", "HOTEL", "INDIA"},
        ),
    ],
)
def test_a_filter_shows_those_it_counts(page, settle, window, chip, fits):
    page.home.list.chip_of[chip].show()
    page.home.list.chip_of[chip].click()
    settle(window)
    assert set(codes(page)) == fits
    assert page.home.list.model.counts()[chip] == len(fits)
    assert page.home.list.lists.currentIndex() == (0 if fits else 1)


def test_typing_finds_by_name_and_code_and_an_empty_list_offers_all_again(page, settle, window):
    page.start_search()
    QTest.keyClicks(page.home.list.search, "office gol")
    settle(window)
    assert codes(page) == ["GOLF"]
    QTest.keyClicks(page.home.list.search, "xyz")
    settle(window)
    assert page.home.list.lists.currentWidget() is page.home.list.nothing
    page.home.list.show_all()
    assert len(codes(page)) == 9


def test_a_card_shows_the_entities_behind_its_figure(page, settle, window):
    QTest.keyClick(page.home.cards.outstanding, Qt.Key.Key_Return)
    settle(window)
    assert set(codes(page)) == {"HOTEL", "INDIA"}


@pytest.mark.parametrize("column", range(8))
def test_every_column_sorts_both_ways(page, column):
    table = page.home.list.table
    table.sortByColumn(column, Qt.SortOrder.AscendingOrder)
    up = codes(page)
    table.sortByColumn(column, Qt.SortOrder.DescendingOrder)
    down = codes(page)
    assert sorted(up) == sorted(down)
    model = page.home.list.model
    keys = [model._key(model.row_at(model.index(n, 0)), column) for n in range(model.rowCount())]
    assert keys == sorted(keys, reverse=True)


def test_entities_behind_a_figure_of_another_page_come_with_the_reason(window, page, settle):
    window.context.go("returns", RegisterTarget(entities=("ALPHA", "GOLF"), title="Two of them"))
    settle(window)
    assert set(codes(page)) == {"ALPHA", "GOLF"}
    assert page.home.list.banner.isVisible()
    assert "Two of them" in page.home.list.banner.text.text()
    window.context.go("returns", EntityTarget(entity="ECHO"))
    settle(window)
    assert page.home.list.selected == ("ECHO",)
    assert page.home.list.detail.row.entity.code == "ECHO"


def test_several_are_approved_and_the_approval_is_withdrawn(window, page, settle):
    select(page, "ALPHA", "GOLF", "INDIA")
    page.home.list.approve_button.click()
    settle(window)
    assert window.status.text.toolTip() == "2 entities were approved. 1 has not answered yet."
    assert page.register.row("ALPHA").approved
    assert not page.register.row("INDIA").approved
    assert cell(page, "GOLF", columns.APPROVED) == "approved"
    select(page, "ALPHA", "GOLF")
    page.home.list.withdraw_button.click()
    settle(window)
    assert not page.register.row("ALPHA").approved
    window.commands.undo()
    settle(window)
    assert page.register.row("ALPHA").approved


def test_the_contact_is_typed_beside_the_register_and_kept(window, page, settle):
    page.home.list.show_entity("ALPHA")
    settle(window)
    contact = page.home.list.detail.contact
    contact.focal_point.setFocus()
    contact.focal_point.selectAll()
    QTest.keyClicks(contact.focal_point, "Maria Okello")
    QTest.keyClick(contact.focal_point, Qt.Key.Key_Return)
    settle(window)
    assert window.context.store.entities.find("ALPHA").focal_point == "Maria Okello"
    contact.deadline.choose(date(2027, 2, 1))
    settle(window)
    assert page.register.row("ALPHA").deadline == date(2027, 2, 1)
    assert "31 July 2026" in contact.note.text()


def test_a_kept_report_gives_back_the_file_byte_for_byte(window, page, settle, tmp_path):
    path = merged(window.context.store, tmp_path, reports_to="Registry", approved_posts="a dozen")
    page.home.list.show_entity("ALPHA")
    settle(window)
    panel = next(
        each for each in page.home.list.detail.panels if each.report.file_name == path.name
    )
    assert panel.findings_button.text() == "1 finding…"
    assert "Ana Lima" in panel.report.filled_by
    window.context.dialogs.runs.append(
        lambda dialog: "approved" in dialog.findings.model.index(0, 0).data().casefold()
    )
    panel.show_findings()
    target = tmp_path / "saved.xlsx"
    window.context.dialogs.saves.append(target)
    panel.save_button.click()
    settle(window)
    assert target.read_bytes() == path.read_bytes()


def test_undoing_a_merge_names_what_stays_because_it_was_changed_later(
    window, page, settle, tmp_path
):
    store = window.context.store
    path = merged(store, tmp_path, reports_to="Registry", approved_posts=9)
    correct(store, "ALPHA", approved_posts=11)
    page.home.list.show_entity("ALPHA")
    settle(window)
    panel = next(
        each for each in page.home.list.detail.panels if each.report.file_name == path.name
    )
    said = []
    window.context.dialogs.runs.append(
        lambda dialog: (
            said.append([dialog.kept.item(n).text() for n in range(dialog.kept.count())]) or True
        )
    )
    panel.undo_button.click()
    settle(window)
    assert len(said) == 1
    assert any("Approved posts" in line for line in said[0])
    assert answer(store, "ALPHA", "reports_to") == "Director"
    assert answer(store, "ALPHA", "approved_posts") == 11
    assert "stay" in window.status.text.toolTip()
    settle(window)
    [gone] = [e for e in page.home.list.detail.panels if e.report.file_name == path.name]
    assert not gone.report.stands


def test_the_selected_lines_are_copied_as_a_spreadsheet_takes_them(page):
    select(page, "ALPHA", "BRAVO")
    page.copy()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines[0][0] == "Entity"
    assert {line[0] for line in lines[1:]} == {"=SUM(A1) Office Alpha", "Office Bravo"}


def test_a_drop_on_the_register_shows_what_it_would_bring(window, page, settle, tmp_path):
    path = disputed(window.context.store, tmp_path)
    log = window.context.store.history.last(1)
    drop_on(page.home.cards.drop, path.parent)
    settle(window)
    assert page.shown == "triage"
    assert [line.group for line in page.desk.lines] == ["decide"]
    assert window.context.settings.folder("returns") == path.parent
    assert window.context.store.history.last(1) == log
    page.triage.back.emit()
    assert "1 return needs decisions." in page.home.waiting.text.text()


def test_filter_selection_and_returns_survive_another_language_and_a_restart(
    make_window, demo_store, settle, tmp_path
):
    settings = Settings(tmp_path / "settings.toml")
    window = make_window(store=demo_store, settings=settings)
    window.show_page("returns")
    settle(window)
    path = disputed(window.context.store, tmp_path)
    window.current.take_files((path,))
    settle(window)
    window.current._show("register")
    window.current.home.list.choose("late")
    window.current.home.list.search.setText("brav")
    settle(window)
    window.context.settings.language = "ar"
    window.context.signals.look_changed.emit()
    settle(window)
    page = window.current
    assert codes(page) == ["BRAVO"]
    assert page.desk.lines[0].file.path == path
    page._show("triage")
    window.close()
    window.commands.release()
    again = make_window("en", store=demo_store, settings=Settings.load(settings.file))
    again.show_page("returns")
    settle(again)
    assert again.current.shown == "triage"
    assert [line.group for line in again.current.desk.lines] == ["decide"]
    again.current._show("register")
    assert codes(again.current) == ["BRAVO"]


def test_without_a_round_the_page_says_how_to_begin(make_window, settle, tmp_path):
    store = tmp_path / "empty.ictinv"
    Workspace.create(store).close()
    window = make_window(store=store)
    window.show_page("returns")
    settle(window)
    assert window.current.home.nothing.isVisible()
    assert not window.current.home.content.isVisible()
