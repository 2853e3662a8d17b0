"""Settings: every choice holds at once, is kept at once, and loses nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from inventory_app.domain.merging import Answer
from inventory_app.domain.reviews import Decision, FieldPlace, Remembered
from inventory_app.gui.kit.widgets import ElidedLabel
from inventory_app.gui.views.settings_remembered import RememberedModel
from inventory_app.languages import LANGUAGES
from inventory_app.settings import Settings
from inventory_app.texts import translator


@pytest.fixture
def kept(tmp_path):
    """Return settings with a file of their own."""
    settings = Settings.load(tmp_path / "own" / "settings.toml")
    settings.language, settings.theme = "en", "light"
    return settings


@pytest.fixture
def page(make_window, demo_store, settle, kept):
    window = make_window(store=demo_store, settings=kept)
    window.show_page("settings")
    settle(window)
    return window.current


def choose(combo, data):
    combo.setCurrentIndex(combo.findData(data))
    combo.activated.emit(combo.currentIndex())


def test_the_six_languages_stand_in_their_own_script(page):
    names = [page.language.itemText(n) for n in range(page.language.count())]
    assert names[1:] == [language.name for language in LANGUAGES.values()]


def test_another_language_holds_at_once_and_is_kept(page, settle, kept):
    window = page.window()
    page.language.setFocus()
    choose(page.language, "ar")
    settle(window)
    assert Settings.load(kept.file).language == "ar"
    assert QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert window.page == "settings"
    assert window.current is not page
    assert window.current.language.currentData() == "ar"
    assert window.focusWidget() is window.current.language
    choose(window.current.language, "en")
    settle(window)
    assert QApplication.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_buttons_of_qt_itself_follow_the_language(page, settle):
    from PySide6.QtWidgets import QDialogButtonBox

    window = page.window()
    said = set()
    for code in ("en", "fr", "ru", "zh"):
        choose(window.current.language, code)
        settle(window)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        said.add(box.button(QDialogButtonBox.StandardButton.Cancel).text())
    assert len(said) == 4


def test_dark_and_size_hold_at_once_and_are_kept(page, settle, kept):
    window = page.window()
    page.themes.button(2).click()
    settle(window)
    assert window.context.theme.dark
    assert Settings.load(kept.file).theme == "dark"
    choose(window.current.text_size, 150)
    settle(window)
    assert window.context.theme.text_size == 150
    assert window.context.theme.dark
    assert Settings.load(kept.file).text_size == 150


def test_the_arrow_keys_choose_the_colours(page, settle):
    window = page.window()
    page.themes.button(1).setFocus()
    QTest.keyClick(page.themes.button(1), Qt.Key.Key_Right)
    settle(window)
    assert window.context.theme.dark
    assert window.focusWidget().objectName() == "theme-dark"


def test_a_folder_is_changed_or_left(page, kept, tmp_path):
    button = page.findChild(QPushButton, "folder-returns")
    page.context.dialogs.folders += [None, tmp_path / "in"]
    button.click()
    assert kept.folder("returns") != tmp_path / "in"
    page.findChild(QPushButton, "folder-returns").click()
    assert Settings.load(kept.file).folder("returns") == tmp_path / "in"
    assert any(str(tmp_path / "in") in each.toolTip() for each in page.findChildren(ElidedLabel))


def test_a_store_is_taken_from_the_list_but_stays_where_it_is(page, kept, demo_store):
    [forget] = [each for each in page.recent.findChildren(QToolButton) if each.isVisible()]
    assert "small" in forget.accessibleName()
    forget.click()
    assert Settings.load(kept.file).recent == ()
    assert demo_store.is_file()


def test_the_page_is_there_without_a_store(make_window, settle):
    window = make_window()
    window.show_page("settings")
    settle(window)
    assert not window.current.remembered.isVisible()


def remembered(catalogue):
    place = FieldPlace("units", "UN-1", "approved_posts")
    return [
        Remembered(id="a", place=place, ours=Answer(5, None), theirs=Answer(7, None), who="Anna",
                   at=datetime(2026, 11, 20, 9, tzinfo=UTC), decision=Decision(choice="theirs")),
        Remembered(id="b", place=FieldPlace("gone", "X-1", "lost"), ours=Answer(None, None),
                   theirs=Answer("x", None), who="Ben", at=datetime(2026, 11, 19, 9, tzinfo=UTC),
                   decision=Decision(choice="query")),
    ]  # fmt: skip


def test_remembered_decisions_are_said_in_words_of_the_reader(window, qtmodeltester):
    catalogue = window.context.store.catalogue
    model = RememberedModel(translator("fr"))
    qtmodeltester.check(model)
    model.show_rows(remembered(catalogue), catalogue)
    qtmodeltester.check(model)
    first = [model.data(model.index(0, column)) for column in range(model.columnCount())]
    assert first[0] == "Unités : Postes approuvés" or first[0].endswith("Postes approuvés")
    assert first[1:3] == ["5", "7"]
    assert first[4:] == ["Anna", "20 novembre 2026"]
    assert model.data(model.index(1, 0)) == "lost"  # of a field that is not asked any more


def test_a_store_without_remembered_decisions_says_so(page):
    assert page.remembered.none.isVisible()
    assert not page.remembered.table.isVisible()
    assert not page.remembered.forget_all.isVisible()


def test_the_name_for_questions_is_kept_and_no_name_is_none(page, kept):
    page.own_name.setText("  Ana  Lima ")
    page.own_name.editingFinished.emit()
    assert Settings.load(kept.file).name == "Ana Lima"
    page.own_name.setText("")
    page.own_name.editingFinished.emit()
    assert Settings.load(kept.file).name == ""
