"""Duplicates: the list, records side by side, reasons, deciding by keys and buttons, in two languages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inventory_app.gui.kit.two_lines import REMARK
from inventory_app.gui.models.comparison import FIRST, STANDS, ComparisonModel
from inventory_app.gui.models.duplicates import DuplicatesModel
from inventory_app.settings import Settings
from inventory_app.texts import translator
from inventory_app.workspace import Workspace

URL = {"url": "https://umoja.example"}


@pytest.fixture(scope="session")
def _doubled(_store, tmp_path_factory):
    """Return a small store in which three entities report one system, and two one room."""
    import shutil

    from answered_store import Clock, keep, room, system

    path = shutil.copy(_store, tmp_path_factory.mktemp("doubled") / "small.ictinv")
    with Workspace.open(path, clock=Clock(), who="tester") as workspace:
        keep(workspace, "2026", [
            system("BRAVO", 1, "Umoja", users_active=30, scope="ENTERPRISE", vendor="SAP", **URL),
            system("CARGO", 1, "UMOJA (finance)", users_active=50, vendor="SAP SE", **URL),
            system("ECHO", 1, "Умоджа", users_active=20, **URL),
            system("FOX", 1, "Mercury", users_active=5, scope="DEPARTMENT"),
            system("GOLF", 1, "Mercury", users_active=7, scope="DEPARTMENT"),
            room("BRAVO", 1, "Annex", shared_service_position="PROVIDER", agencies_serviced="CARGO"),
            room("CARGO", 1, "Racks in the annex", shared_service_position="TENANT",
                 it_load_kw=Decimal(10)),
        ], "reported")  # fmt: skip
        workspace.overviews.catch_up()
    return path


@pytest.fixture
def store(_doubled, tmp_path):
    import shutil

    return shutil.copy(_doubled, tmp_path / "small.ictinv")


def shown(make_window, settle, store, language="en"):
    settings = Settings(None)
    where = {"store": str(store), "page": "duplicates", "round": "2026"}
    settings.keep_state("window", where)  # so that no other page is read first
    window = make_window(language, store=store, settings=settings)
    settle(window)
    return window.current


@pytest.fixture
def page(make_window, settle, store):
    return shown(make_window, settle, store)


def titles(page):
    return [page.model.index(n, 0).data() for n in range(page.model.rowCount())]


def decisions(page):
    return page.context.store.duplicates.decisions()


def type_letter(widget, letter):
    """Type a letter of another script: QTest knows Latin ones only."""
    event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
    QApplication.sendEvent(widget, event)


def press(page, key, modifier=Qt.KeyboardModifier.NoModifier, settle=None):
    QTest.keyClick(page.table if page.table.isVisible() else page, key, modifier)
    if settle is not None:
        settle(page.window())


def test_suggestions_stand_surest_first_with_whose_they_are(page):
    assert titles(page) == ["Umoja", "Mercury"]
    assert page.model.index(0, 1).data() == "certain"
    assert page.model.index(0, 0).data(REMARK) == "3 records · BRAVO, CARGO, ECHO"
    assert "1 certain, 1 likely, 0 possible" in page.header.subtitle.text()
    assert page.detail.what.text() == "Umoja"
    assert page.detail.level.text() == "certain"


def test_the_records_stand_side_by_side_with_what_stands_in_totals_and_the_reasons(page):
    model = page.detail.model
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert heads == ["Field", "Stands in totals", "1: BRAVO", "2: CARGO", "3: ECHO"]
    rows = {model.index(n, 0).data(): n for n in range(model.rowCount())}
    users = rows["Active users (90 days)"]
    assert [model.index(users, n).data() for n in range(1, 5)] == ["100", "30", "50", "20"]
    assert "Vendor" in rows
    assert "Web address" not in rows  # all say the same
    said = model.index(users, FIRST).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Active users (90 days), BRAVO: 30, stands"
    page.detail.differing.setChecked(False)
    assert model.rowCount() > len(rows)
    reasons = page.detail.reasons.model()
    texts = [reasons.item(n).text() for n in range(reasons.rowCount())]
    spoken = [reasons.item(n).accessibleText() for n in range(reasons.rowCount())]
    assert "Both have the address umoja.example." in texts
    assert all(text.startswith(("for: ", "against: ")) for text in spoken)


def test_j_and_k_go_through_the_list_and_stop_at_its_ends(page, settle):
    page.table.setFocus()
    for key, expected in ((Qt.Key.Key_J, "Mercury"), (Qt.Key.Key_J, "Mercury"),
                          (Qt.Key.Key_K, "Umoja"), (Qt.Key.Key_K, "Umoja")):  # fmt: skip
        press(page, key, settle=settle)
        assert page.detail.what.text() == expected


def test_a_number_chooses_whose_answer_stands_and_joining_keeps_it(page, settle):
    model, table = page.detail.model, page.detail.table
    rows = {model.index(n, 0).data(): n for n in range(model.rowCount())}
    table.setCurrentIndex(model.index(rows["Vendor"], FIRST))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_2)
    assert model.index(rows["Vendor"], STANDS).data() == "SAP SE"
    table.setCurrentIndex(model.index(rows["Active users (90 days)"], FIRST))
    QTest.keyClicks(table, "1")
    assert model.index(rows["Active users (90 days)"], STANDS).data() == "30"
    QTest.keyClicks(table, "+")
    assert model.index(rows["Active users (90 days)"], STANDS).data() == "100"
    press(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, settle)
    [joined] = decisions(page)
    assert joined.kind == "join"
    assert len(joined.uids) == 3
    assert set(joined.choices) == {"vendor", "users_active"}
    assert page.window().status.text.toolTip() == "3 records count as one from now on."
    assert titles(page) == ["Mercury"]
    assert page.detail.what.text() == "Mercury"


def test_a_record_that_is_left_out_is_not_joined(page, settle):
    model, table = page.detail.model, page.detail.table
    table.setCurrentIndex(model.index(0, FIRST + 2))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_X)
    assert model.headerData(FIRST + 2, Qt.Orientation.Horizontal) == "3: ECHO, left out"
    assert page.detail.leave.text() == "Take in again"
    table.setCurrentIndex(model.index(0, FIRST))
    QTest.keyClick(table, Qt.Key.Key_X)  # two must be left
    assert len(model.included) == 2
    page.detail.join.click()
    settle(page.window())
    [joined] = decisions(page)
    entities = {told.entity for told in joined.titles.values()}
    assert entities == {"BRAVO", "CARGO"}
    assert titles(page) == ["Umoja", "Mercury"]  # the third is suggested with the two as one
    assert page.detail.entry.suggestion is not None


def test_not_the_same_is_noted_and_undo_brings_the_suggestion_back(page, settle):
    press(page, Qt.Key.Key_J, settle=settle)
    press(page, Qt.Key.Key_N, settle=settle)
    [noted] = decisions(page)
    assert noted.kind == "different"
    assert titles(page) == ["Umoja"]
    page.window().commands.undo()
    settle(page.window())
    assert titles(page) == ["Umoja", "Mercury"]
    assert decisions(page) == ()


def test_decided_ones_are_shown_changed_and_revoked(page, settle):
    page.detail.join.click()
    settle(page.window())
    page.shown.setCurrentIndex(1)
    page.shown.activated.emit(1)
    settle(page.window())
    assert titles(page) == ["Umoja"]
    assert page.model.index(0, 1).data() == "joined"
    assert page.model.headerData(1, Qt.Orientation.Horizontal) == "Decision"
    assert not page.detail.different.isVisible()
    assert not page.detail.join.isEnabled()
    model = page.detail.model
    rows = {model.index(n, 0).data(): n for n in range(model.rowCount())}
    page.detail.table.setCurrentIndex(model.index(rows["Vendor"], FIRST))
    page.do("2")
    assert page.detail.join.text() == "Keep the choices"
    page.detail.join.click()
    settle(page.window())
    assert list(decisions(page)[0].choices) == ["vendor"]
    page.detail.revoke.click()
    settle(page.window())
    assert decisions(page) == ()
    assert page.empty.title.text() == "Nothing has been decided yet."


def test_rooms_are_looked_for_as_well_and_the_host_stands_first(page, settle):
    page.sheet.setCurrentIndex(page.sheet.findData("data_centres"))
    page.sheet.activated.emit(1)
    settle(page.window())
    assert titles(page)[0] == "Annex · Geneva"
    model = page.detail.model
    assert model.headerData(FIRST, Qt.Orientation.Horizontal) == "1: BRAVO"


def test_search_and_level_narrow_the_list_and_say_why_nothing_is_left(page, settle):
    page.search.setText("fox")
    assert titles(page) == ["Mercury"]
    page.search.setText("nothing like it")
    assert page.lists.currentIndex() == 1
    assert page.empty.title.text() == "Nothing fits"
    page.search.clear()
    page.least.setCurrentIndex(0)
    page.least.activated.emit(0)
    assert titles(page) == ["Umoja"]


def test_a_round_in_which_nothing_is_doubled_says_so(make_window, settle, demo_store):
    page = shown(make_window, settle, demo_store)
    assert page.lists.currentIndex() == 1
    assert page.empty.title.text() == "Nothing seems to be reported twice."
    assert not page.detail.inner.isVisible()


def test_the_page_reads_from_the_right_in_arabic_and_its_keys_work_there(
    make_window, settle, store
):
    page = shown(make_window, settle, store, "ar")
    assert page.layoutDirection() == Qt.LayoutDirection.RightToLeft
    side = page.splitter.widget(0).geometry()
    assert side.left() > page.splitter.widget(1).geometry().left()
    _ = translator("ar")
    assert page.detail.level.text() == _("certain")
    model = page.detail.model
    assert model.index(0, 0).data() == page.found.sheet.fields["name"].label("ar")
    page.table.setFocus()
    type_letter(page.table, "ت")  # where J stands on an Arabic keyboard
    settle(page.window())
    assert page.detail.what.text() == "Mercury"
    page.detail.table.setFocus()
    type_letter(page.detail.table, "٢")
    assert set(model.choices.values()) == {model.record_at(FIRST + 1).uid}
    type_letter(page.detail.table, "ى")  # where N stands
    settle(page.window())
    assert [each.kind for each in decisions(page)] == ["different"]


def test_what_was_looked_at_is_there_again_in_another_language(page, settle):
    window = page.window()
    press(page, Qt.Key.Key_J, settle=settle)
    page.search.setText("mercury")
    window.context.settings.language = "fr"
    window.context.signals.look_changed.emit()
    settle(window)
    again = window.current
    assert again is not page
    assert again.search.text() == "mercury"
    assert again.detail.what.text() == "Mercury"


def test_both_models_keep_the_rules_of_qt(page, qtmodeltester):
    model = DuplicatesModel(translator("en"))
    qtmodeltester.check(model)
    qtmodeltester.check(page.model)
    qtmodeltester.check(page.detail.model)
    qtmodeltester.check(ComparisonModel(page.context))


def test_the_overview_says_both_numbers_and_settings_list_and_revoke_decisions(page, settle):
    page.detail.join.click()
    settle(page.window())
    window = page.window()
    window.show_page("settings")
    settle(window)
    card = window.current.duplicates
    assert card.table.isVisible()
    line = [card.model.index(0, n).data() for n in range(card.model.columnCount())]
    assert line[0] == "Systems"
    assert line[1].startswith("BRAVO: Umoja; ")
    assert line[2] == "joined"
    window.show_page("overview")
    settle(window)
    assert "7 reported, 5 after joining." in window.current.cards["systems"].note.text()
    window.show_page("settings")
    settle(window)
    card = window.current.duplicates
    card.table.selectRow(0)
    card.revoke.click()
    settle(window)
    assert window.context.store.duplicates.decisions() == ()
    assert card.none.isVisible()
