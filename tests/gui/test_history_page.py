"""History: every change with its records and fields, filters, and taking back with a preview."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inventory_app.domain.merging import Answer
from inventory_app.gui.dialogs.undo_plan import UndoPlanDialog
from inventory_app.gui.kit.tables import select_row
from inventory_app.gui.models.changed_rows import ChangedRowsModel
from inventory_app.gui.models.history import PAGE, HistoryFilter, HistoryModel
from inventory_app.gui.targets import ChangeTarget, EntityTarget, RecordTarget
from inventory_app.texts import translator


@pytest.fixture
def page(window, settle):
    window.show_page("history")
    settle(window)
    return window.current


def unit_of(store, entity="ALPHA"):
    from inventory_app.domain.grids import GridQuery

    query = GridQuery(sheet="units", round="2026", columns=("name", "users_served"),
                      entities=(entity,))  # fmt: skip
    return store.records.page(query, 0, 5)[0]


def change_users(store, value, entity="ALPHA"):
    unit = unit_of(store, entity)
    store.records.change("units", "2026", [unit.uid], {"users_served": Answer(value, None)})
    return unit.uid


def newest(page, settle):
    """Choose the newest change; a new one does not take the place of what is looked at."""
    select_row(page.table, 0)
    settle(page.window())


def labels(model):
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_newest_change_stands_first_and_is_shown(page):
    assert page.model.rowCount() == len(page.context.store.history.last(1000))
    newest = page.context.store.history.last(1)[0]
    assert page.model.entry(0).changes.number == newest.number
    assert page.detail.what.text() == page.model.index(0, 0).data()
    assert page.detail.model.rowCount() > 0


def test_a_change_shows_its_record_field_before_and_after(page, settle):
    uid = change_users(page.context.store, 250)
    settle(page.window())
    newest(page, settle)
    tree = page.detail.model
    assert tree.rowCount() == 1
    record = tree.index(0, 0)
    assert "ICT unit" in record.data()
    lines = {
        tree.index(n, 0, record).data(): [tree.index(n, c, record).data() for c in (1, 2)]
        for n in range(tree.rowCount(record))
    }
    assert lines["Active users served"] == ["200", "250"]
    went = []
    page.context.signals.go.disconnect()
    page.context.signals.go.connect(went.append)
    page.detail.rows.setCurrentIndex(tree.index(0, 0, record))
    page.detail.open.click()
    assert went[0].page == "inventory"
    target = went[0].target
    assert isinstance(target, RecordTarget)
    assert (target.sheet, target.uid, target.round) == ("units", uid, "2026")


def test_filters_narrow_the_list_and_show_all_widens_it(page, settle):
    window, every = page.window(), page.model.rowCount()
    change_users(page.context.store, 250)
    settle(window)
    page.search.setText("round")
    settle(window)
    assert {text.split()[0] for text in labels(page.model)} == {"Open"}
    assert page.clear.isVisible()
    page.clear.click()
    settle(window)
    assert page.model.rowCount() == every + 1
    page.entity.setCurrentIndex(page.entity.findData("INDIA"))
    settle(window)
    assert 0 < page.model.rowCount() < every
    page.clear_filter()
    page.origin.setCurrentIndex(page.origin.findData("merged"))
    settle(window)
    assert page.model.rowCount() == 0
    assert page.lists.currentIndex() == 1
    assert not page.detail.inner.isVisible()
    page.origin.setCurrentIndex(0)
    page.who.setCurrentIndex(page.who.findData("tester"))
    settle(window)
    assert page.model.rowCount() == every


def test_an_entity_can_be_typed_and_nonsense_falls_back(page, settle):
    line = page.entity.lineEdit()
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "Office Golf (GOLF)")
    QTest.keyClick(line, Qt.Key.Key_Return)
    settle(page.window())
    assert page.wanted.entity == "GOLF"
    line.selectAll()
    QTest.keyClicks(line, "nobody at all")
    QTest.keyClick(line, Qt.Key.Key_Return)
    settle(page.window())
    assert page.wanted.entity == "GOLF"
    assert page.entity.currentText() == "Office Golf (GOLF)"


def test_taking_back_shows_first_what_comes_back(page, settle):
    store, window = page.context.store, page.window()
    change_users(store, 250)
    settle(window)
    newest(page, settle)
    seen = []

    def look(dialog):
        assert isinstance(dialog, UndoPlanDialog)
        tree = dialog.restored.model()
        record = tree.index(0, 0)
        seen.append([tree.index(n, c, record).data() for n in range(tree.rowCount(record))
                     for c in range(3)])  # fmt: skip
        assert not hasattr(dialog, "kept")
        assert dialog.undo_button.isEnabled()
        return True

    page.context.dialogs.runs.append(look)
    page.detail.undo_button.click()
    settle(window)
    assert seen[0][:3] == ["Active users served", "250", "200"]
    assert unit_of(store).values[1] == 200
    assert page.model.index(0, 1).data() == "undone"
    select_row(page.table, 1)
    settle(window)
    assert not page.detail.undo_button.isEnabled()
    assert page.detail.note.isVisible()
    assert page.detail.note.text().startswith("Taken back by change ")


def test_going_back_changes_nothing(page, settle):
    change_users(page.context.store, 250)
    settle(page.window())
    newest(page, settle)
    page.context.dialogs.runs.append(False)
    page.detail.undo_button.click()
    settle(page.window())
    assert unit_of(page.context.store).values[1] == 250


def test_what_was_changed_later_stays_and_is_named(page, settle):
    store, window = page.context.store, page.window()
    change_users(store, 250)
    first = store.history.last(1)[0].number
    change_users(store, 300)
    settle(window)
    said = []

    def look(dialog):
        said.append([dialog.kept.item(n).text() for n in range(dialog.kept.count())])
        said.append(dialog.banner.text.text())
        return dialog.undo_button.isEnabled()

    page.context.dialogs.runs.append(look)
    page.show_target(ChangeTarget(number=first))
    settle(window)
    assert page.model.entry(page.table.currentIndex().row()).changes.number == first
    page.detail.undo_button.click()
    settle(window)
    [kept, banner] = said
    assert "Active users served" in kept[0]
    assert "Changed later by: " in kept[0]
    assert "changed later" in banner
    assert unit_of(store).values[1] == 300


def test_an_undo_can_be_taken_back_in_turn(page, settle):
    store, window = page.context.store, page.window()
    change_users(store, 250)
    settle(window)
    newest(page, settle)
    page.context.dialogs.runs += [True, True]
    page.detail.undo_button.click()
    settle(window)
    assert unit_of(store).values[1] == 200
    select_row(page.table, 0)
    settle(window)
    assert page.detail.undo_button.text() == "Redo…"
    page.detail.undo_button.click()
    settle(window)
    assert unit_of(store).values[1] == 250


def test_what_later_changes_need_is_not_taken_back_and_it_says_why(page, settle):
    store = page.context.store
    number = next(e.changes.number for e in store.history.entries("2026").entries
                  if e.changes.label.startswith("Open round"))  # fmt: skip
    plan = store.history.undo_plan(number)
    dialog = UndoPlanDialog(page.window(), page.context, plan)
    assert plan.refusal is not None
    assert not dialog.undo_button.isEnabled()
    assert dialog.banner.property("banner") == "bad"
    dialog.deleteLater()


def test_a_long_log_is_read_in_pages_as_it_is_scrolled(page, settle):
    store, window = page.context.store, page.window()
    for n in range(PAGE + 30):
        with store.database.writing("Note {n}", n=n) as transaction:
            entity = store.database.schema["entity"]
            change = ("INDIA", {"contact": f"c{n - 1}" if n else ""}, {"contact": f"c{n}"})
            transaction.change(entity, [change])
    settle(window)
    total = page.model.rowCount()
    assert total > PAGE + 30
    assert page.model.entry(total - 1) is None
    page.table.scrollToBottom()
    window.grab()
    settle(window)
    assert page.model.entry(total - 1).changes.number == 1
    assert page.model.index(total - 1, 0).data() == "Add 9 entities"


def test_another_page_can_show_the_changes_of_one_entity(window, settle):
    window.context.go("history", EntityTarget(entity="HOTEL"))
    settle(window)
    assert window.current.wanted == HistoryFilter(entity="HOTEL")
    numbers = [
        window.current.model.entry(n).changes for n in range(window.current.model.rowCount())
    ]
    assert numbers
    assert len(numbers) < len(window.context.store.history.last(1000))


def test_the_models_keep_the_rules_of_qt(window, settle, qtmodeltester):
    model = HistoryModel(window.context)
    qtmodeltester.check(model)
    model.show(HistoryFilter())
    settle(window)
    qtmodeltester.check(model)
    tree = ChangedRowsModel(translator("en"), ("Field", "Before", "After"))
    store = window.context.store
    tree.show_rows(store.history.rows(3).rows, store.catalogue)
    tree.add_rows(store.history.rows(4).rows)
    assert tree.rowCount() > 2
    qtmodeltester.check(tree)


def test_names_in_latin_letters_do_not_disturb_an_arabic_sentence(make_window, demo_store, settle):
    window = make_window("ar", store=demo_store)
    window.show_page("history")
    settle(window)
    label = next(text for text in labels(window.current.model) if "2025" in text)
    assert "\u20682025\u2069" in label
    assert window.current.table.currentIndex().row() == 0
    assert window.current.detail.inner.isVisible()
