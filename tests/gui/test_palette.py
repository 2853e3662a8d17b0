"""The command palette: commands, pages, entities and records from one field, by keyboard alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inventory_app.domain.search_words import plain
from inventory_app.gui.dialogs.palette import Palette
from inventory_app.gui.models.palette import (
    PaletteGroup,
    PaletteItem,
    PaletteModel,
    fitting,
)
from inventory_app.gui.targets import EntityTarget, RecordTarget


@pytest.fixture
def palette(window, settle):
    window.commands.show_palette()
    settle(window)
    return window.findChild(Palette)


def lines(palette):
    return [palette.model.index(n, 0).data() for n in range(palette.model.rowCount())]


def chosen(palette):
    return palette.list.currentIndex().data()


def typed(palette, text, settle):
    palette.field.clear()
    QTest.keyClicks(palette.field, text) if text.isascii() else palette.field.setText(text)
    settle(palette.parent())


def test_ctrl_k_opens_it_in_the_middle_with_the_field_ready(window, settle):
    QTest.keyClick(window.navigation.list, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    palette = window.findChild(Palette)
    assert palette.isVisible()
    assert palette.field.hasFocus()
    middle = palette.geometry().center().x() - window.geometry().center().x()
    assert abs(middle) <= 1
    assert lines(palette)[0] == "Go to"
    palette.reject()


def test_it_offers_pages_and_the_commands_that_are_possible_with_their_keys(palette, settle):
    typed(palette, "history", settle)
    assert lines(palette)[:2] == ["Go to", "History"]
    typed(palette, "back up", settle)
    assert chosen(palette) == "Back up now"
    typed(palette, "text", settle)
    keys = {item.title: item.shortcut for n in range(palette.model.rowCount())
            if (item := palette.model.item(n))}  # fmt: skip
    assert keys["Larger text"] == "Ctrl++"
    typed(palette, "redo", settle)
    assert "Redo" not in lines(palette)  # nothing has been undone


def test_arrows_go_past_headings_and_round_the_ends(palette, settle):
    rows = [n for n in range(palette.model.rowCount()) if palette.model.item(n)]
    assert palette.list.currentIndex().row() == rows[0] == 1
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == rows[-1]
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == rows[0]
    for row in rows[1:]:
        QTest.keyClick(palette.field, Qt.Key.Key_Down)
        assert palette.list.currentIndex().row() == row
    assert palette.field.hasFocus()
    assert palette.field.accessibleDescription() == chosen(palette)


def test_enter_does_it_once_the_palette_has_gone(palette, settle):
    window = palette.parent()
    typed(palette, "sett", settle)
    assert chosen(palette) == "Settings"
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    settle(window)
    assert window.page == "settings"
    assert window.findChild(Palette) is None


def test_esc_closes_it_and_does_nothing(palette, settle):
    window = palette.parent()
    typed(palette, "sett", settle)
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    settle(window)
    assert window.page == "overview"
    assert window.findChild(Palette) is None


def went(window):
    """Return a list of the destinations that are asked for from now on."""
    found = []
    window.context.signals.go.disconnect()
    window.context.signals.go.connect(found.append)
    return found


def test_an_entity_is_found_by_its_name_and_opened(palette, settle):
    window = palette.parent()
    places = went(window)
    typed(palette, "office golf", settle)
    assert lines(palette)[:2] == ["Entities", "Office Golf"]
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    settle(window)
    assert places[0].page == "inventory"
    assert places[0].target == EntityTarget(entity="GOLF")


def test_a_record_is_found_by_what_stands_in_it_and_says_where(palette, settle):
    window = palette.parent()
    places = went(window)
    typed(palette, "payroll", settle)
    assert "Systems" in lines(palette)
    row = lines(palette).index("Systems") + 1
    item = palette.model.item(row)
    assert [item.title[a:b] for a, b in item.matches] == ["Payroll"]
    assert item.remark.startswith("ALPHA")
    palette._choose(row)
    palette.choose()
    settle(window)
    target = places[0].target
    assert isinstance(target, RecordTarget)
    assert (target.sheet, target.round) == ("systems", "2026")


def test_only_the_last_of_quick_searches_is_shown(palette, settle):
    for text in ("p", "pa", "archive"):
        palette.field.setText(text)
        palette._search()
    settle(palette.parent())
    assert palette._searched == "archive"
    assert "Archive" in lines(palette)
    assert not [line for line in lines(palette) if "Payroll" in line]


def test_what_is_found_nowhere_is_said(palette, settle):
    typed(palette, "qqqqq zzz", settle)
    assert palette.model.rowCount() == 0
    assert palette.nothing.isVisible()
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.isVisible()


def test_without_a_store_it_finds_commands_and_pages(make_window, settle):
    window = make_window()
    window.commands.show_palette()
    palette = window.findChild(Palette)
    typed(palette, "open", settle)
    assert "Open inventory…" in lines(palette)
    assert "Open a round…" not in lines(palette)
    palette.reject()


def test_in_arabic_it_is_mirrored_and_finds_arabic_words(make_window, demo_store, settle):
    window = make_window("ar", store=demo_store)
    window.commands.show_palette()
    palette = window.findChild(Palette)
    assert palette.isRightToLeft()
    assert QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    title = palette.model.item(1).title
    typed(palette, title[:4], settle)
    assert title in lines(palette)
    palette.reject()


def item(title, remark=""):
    return PaletteItem(title=title, remark=remark, deed=print)


def test_titles_that_begin_with_the_word_come_first():
    found = fitting(
        [item("Close inventory"), item("Reopen"), item("Open"), item("x", "open")], "open"
    )
    assert [each.title for each in found] == ["Open", "Reopen", "x"]
    assert found[0].matches == ((0, 4),)
    assert found[2].remark_matches == ((0, 4),)


@given(st.lists(st.text(min_size=1, max_size=12), max_size=12), st.text(max_size=8))
def test_all_that_is_found_holds_every_word(titles, text):
    found = fitting([item(title) for title in titles], text)
    words = plain(text).split()
    assert all(word in plain(each.title + " ") for each in found for word in words)
    expected = [t for t in titles if all(word in plain(t + " ") for word in words)]
    assert sorted(each.title for each in found) == sorted(expected)


def test_the_model_keeps_the_rules_of_qt(qapp, qtmodeltester):
    model = PaletteModel()
    qtmodeltester.check(model)
    model.show_groups([
        PaletteGroup(heading="A", items=(item("a"), item("b"))),
        PaletteGroup(heading="empty"),
        PaletteGroup(heading="B", items=(item("c"),)),
    ])  # fmt: skip
    qtmodeltester.check(model)
    assert model.rowCount() == 5
    assert model.next_item(-1, 1) == 1
    assert model.next_item(2, 1) == 4
    assert model.next_item(1, -1) == 4
    assert PaletteModel().next_item(-1, 1) == -1
