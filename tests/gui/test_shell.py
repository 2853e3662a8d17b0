"""The frame of the window: start, navigation, menus, languages, looks, sizes, drop, undo, names."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from inventory_app.gui.actions import ACTIONS
from inventory_app.gui.store_lock import StoreLock
from inventory_app.gui.targets import Destination
from inventory_app.gui.views.page import BY_NAME, PAGES
from inventory_app.gui.views.survey import SurveyPage
from inventory_app.settings import TEXT_SIZES, Settings
from inventory_app.texts import translator
from inventory_app.workspace import Workspace

SHOWN = [spec.name for spec in PAGES if spec.in_navigation and spec.name != "welcome"]


def press(window, keys):
    """Press a shortcut as a person does."""
    sequence = QKeySequence(keys)
    QTest.keySequence(QApplication.focusWidget() or window, sequence)


def texts(widget):
    """Return all texts that are in sight."""
    found = [each.text() for each in widget.findChildren(QLabel) if each.isVisible()]
    found += [each.text() for each in widget.findChildren(QAbstractButton) if each.isVisible()]
    return [text for text in found if text]


def test_the_first_start_offers_what_to_do_first(make_window):
    window = make_window()
    assert window.page == "welcome"
    assert [spec.name for spec in window.shown_pages()] == ["welcome", "settings"]
    names = [card.accessibleName() for card in window.current.findChildren(QWidget)]
    for choice in ("Open the demonstration", "New inventory", "Open a survey workbook"):
        assert choice in names


def test_a_new_inventory_opens_as_soon_as_it_is_made(make_window, settle, tmp_path):
    window, place = make_window(), tmp_path / "опись"
    window.context.dialogs.saves.append(place)
    window.actions_by_id["new"].trigger()
    settle(window)
    assert window.context.workspace.database.path == place.with_suffix(".ictinv")
    assert window.page == "overview"


def test_a_store_that_cannot_be_opened_now_is_left_free_and_that_is_said(
    make_window, settle, demo_store
):
    window = make_window()
    said, gate = [], threading.Event()
    window.context.signals.said.connect(lambda _kind, text: said.append(text))
    window.context.tasks.run("Working", lambda _progress: gate.wait(10))
    window.commands.open_store(demo_store)
    gate.set()
    settle(window)
    assert said == ["Something else is being done; try again when it has ended."]
    assert StoreLock(demo_store).take() is None


def test_a_store_that_is_expected_is_named_until_it_turns_out_that_it_cannot_be_opened(
    make_window, settle, tmp_path
):
    window, broken = make_window(), tmp_path / "broken.ictinv"
    broken.write_text("no store")
    window.expect(broken)
    assert window.windowTitle().startswith("broken · ")
    assert "overview" in [spec.name for spec in window.shown_pages()]
    assert window.show_page("overview") is None
    assert window.page == "welcome"
    window.commands.open_store(broken)
    settle(window)
    assert len(window.context.dialogs.told) == 1
    assert not window.windowTitle().startswith("broken")
    assert [spec.name for spec in window.shown_pages()] == ["welcome", "settings"]


def test_opening_a_store_shows_its_overview_and_newest_round(window, demo_store):
    assert window.page == "overview"
    assert window.context.round == "2026"
    assert window.windowTitle().startswith("small · ")
    assert window.context.settings.recent == (demo_store,)
    assert window.context.settings.last_store == demo_store


def test_a_store_that_is_not_there_is_said_and_leaves_the_welcome_page(make_window, tmp_path):
    window = make_window(target=tmp_path / "gone.ictinv")
    assert window.page == "welcome"
    [(title, suggestion, code)] = window.context.dialogs.told
    assert "gone.ictinv" in title
    assert suggestion
    assert code.startswith("E-")
    assert window.context.settings.last_store is None


@pytest.mark.parametrize("name", SHOWN)
def test_every_page_is_reached_by_its_shortcut(window, settle, name):
    settle(window)
    window.activateWindow()
    action = window.actions_by_id[f"go-{name}"]
    press(window, action.shortcut().toString())
    settle(window)
    assert window.page == name
    assert window.navigation.list.currentIndex().data(Qt.ItemDataRole.UserRole) == name


def test_arrows_in_the_navigation_change_the_page(window, settle):
    window.navigation.list.setFocus()
    QTest.keyClick(window.navigation.list, Qt.Key.Key_Down)
    settle(window)
    assert window.page == "inventory"
    assert window.navigation.list.hasFocus()


def test_every_action_has_a_method_and_no_shortcut_stands_twice(window):
    pages = {name: type(window.show_page(name)) for name in BY_NAME if name != "survey"}
    offered = [SurveyPage, *pages.values()]
    for spec in ACTIONS:
        if spec.of_page:
            assert any(hasattr(page, spec.method) for page in offered), spec.id
        else:
            assert spec.method == "close" or hasattr(window.commands, spec.method), spec.id
    every = [action.shortcut().toString() for action in window.actions_by_id.values()]
    shortcuts = [text for text in every if text]
    assert len(shortcuts) == len(set(shortcuts))
    in_menus = {action for menu in window.menuBar().actions() for action in menu.menu().actions()}
    assert set(window.actions_by_id.values()) <= in_menus


def test_what_needs_a_store_is_off_without_one(make_window):
    window = make_window()
    for spec in ACTIONS:
        if spec.needs_store:
            assert not window.actions_by_id[spec.id].isEnabled(), spec.id
    assert not window.actions_by_id["undo"].isEnabled()
    assert window.actions_by_id["open"].isEnabled()


def test_undo_and_redo_are_named_in_the_menu_and_do_what_they_say(window, settle):
    store = window.context.store
    before = len(store.entities.all())
    entity = next(iter(store.entities.all().values()))
    other = type(entity)(code="JULIET", names=dict.fromkeys(entity.names, "Office Juliet"),
                         type="OAH")  # fmt: skip
    store.entities.add([other])
    settle(window)
    undo, redo = window.actions_by_id["undo"], window.actions_by_id["redo"]
    assert undo.text() == "Undo: Add 1 entities"
    assert not redo.isEnabled()
    undo.trigger()
    settle(window)
    assert len(store.entities.all()) == before
    assert window.status.text.toolTip().startswith("Undone: ")
    assert redo.text() == "Redo: Add 1 entities"
    redo.trigger()
    settle(window)
    assert "JULIET" in store.entities.all()


def test_undo_in_a_text_field_takes_back_typing_first(window, settle):
    window.show_page("history")
    settle(window)
    field = window.current.search
    field.setFocus()
    QTest.keyClicks(field, "abc")
    log = len(window.context.store.history.last(100))
    window.commands.undo()
    settle(window)
    assert field.text() == ""
    assert len(window.context.store.history.last(100)) == log


def test_another_language_changes_direction_and_texts_and_keeps_what_was_chosen(window, settle):
    window.show_page("reports")
    settle(window)
    page = window.current
    page.choice.choose("entity", "CARGO")
    page.choice.search.setText("office")
    settle(window)
    for code, direction in (
        ("ar", Qt.LayoutDirection.RightToLeft), ("zh", Qt.LayoutDirection.LeftToRight),
    ):  # fmt: skip
        window.context.settings.language = code
        window.context.signals.look_changed.emit()
        settle(window)
        _ = translator(code)
        assert QApplication.layoutDirection() == direction
        assert window.page == "reports"
        assert window.menuBar().actions()[0].text() == _("&File")
        assert window.current is not page
        assert window.current.choice.entity == "CARGO"
        assert window.current.choice.search.text() == "office"
        on_the_right = window.navigation.geometry().left() > window.stack.geometry().left()
        assert on_the_right == (code == "ar")
        page = window.current


def test_dark_and_light_change_at_once_and_are_remembered(window, settle):
    light = window.grab().toImage().pixelColor(600, 60)
    window.commands.toggle_dark()
    settle(window)
    dark = window.grab().toImage().pixelColor(600, 60)
    assert light.lightness() > 200
    assert dark.lightness() < 60
    assert window.context.settings.theme == "dark"
    window.commands.toggle_dark()
    assert not window.context.theme.dark


def test_text_grows_to_twice_its_size_and_back(window, settle):
    usual = QApplication.font().pixelSize()
    for _step in TEXT_SIZES:
        window.commands.larger_text()
    settle(window)
    assert QApplication.font().pixelSize() == 2 * usual
    window.commands.usual_text()
    settle(window)
    assert QApplication.font().pixelSize() == usual


@pytest.mark.parametrize("name", ["welcome", *SHOWN])
@pytest.mark.parametrize("percent", [100, 200])
def test_the_smallest_window_still_holds_every_page(make_window, demo_store, settle, name, percent):
    settings = Settings(None)
    settings.text_size = percent
    window = make_window("fr", store=None if name == "welcome" else demo_store, settings=settings)
    window.show_page(name)
    window.resize(window.minimumSize())
    settle(window)
    most = 1.0 if percent == 100 else 2.0
    assert window.width() <= window.minimumWidth() * most
    assert window.height() <= window.minimumHeight() * most


def mime_of(*files):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    return data


def drop(window, *files):
    data = mime_of(*files)
    action, button, key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier
    entered = QDragEnterEvent(QPoint(9, 9), action, data, button, key.NoModifier)
    window.dragEnterEvent(entered)
    dropped = QDropEvent(QPointF(9, 9), action, data, button, key.NoModifier)
    window.dropEvent(dropped)
    return entered.isAccepted()


def test_a_store_that_is_dropped_is_opened(make_window, demo_store, settle):
    window = make_window()
    assert drop(window, demo_store)
    settle(window)
    assert window.context.store.database.path == demo_store


def test_several_files_without_a_store_are_not_taken_and_it_says_why(make_window, settle, tmp_path):
    window = make_window()
    assert drop(window, tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    settle(window)
    assert window.page == "welcome"
    assert "inventory" in window.status.text.toolTip().lower()


def test_text_that_is_dragged_over_the_window_is_not_taken(window):
    data = QMimeData()
    data.setText("x")
    event = QDragEnterEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    event.ignore()
    window.dragEnterEvent(event)
    assert not event.isAccepted()


# -- names for those who do not see the screen -------------------------------------------------


def nameless(window):
    """Return the controls in sight that take the focus and have no name."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        whole = isinstance(widget.parent(), (QComboBox, QAbstractSpinBox))
        if whole and isinstance(widget, QLineEdit):
            continue  # the box around the field speaks for it
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} {widget.objectName()!r} in {widget.parent()}")
    return found


def test_the_look_for_names_finds_a_control_without_one(window):
    stray = QLineEdit(window)
    stray.setObjectName("stray")
    stray.show()
    assert [line.split()[1] for line in nameless(window)] == ["'stray'"]


@pytest.mark.parametrize("name", ["welcome", *SHOWN])
def test_every_control_has_a_name(make_window, demo_store, settle, name):
    window = make_window(store=None if name == "welcome" else demo_store)
    window.show_page(name)
    settle(window)
    assert nameless(window) == []


@pytest.mark.parametrize("name", ["welcome", *SHOWN])
def test_tab_reaches_every_part_and_comes_round(make_window, demo_store, settle, name):
    window = make_window(store=None if name == "welcome" else demo_store)
    window.show_page(name)
    settle(window)
    window.navigation.list.setFocus()
    visited, order = set(), []
    for _step in range(300):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        focus = window.focusWidget()
        if focus is window.navigation.list:
            break
        visited.add(focus)
        order.append(focus)
    else:
        pytest.fail(f"Tab does not come round; it ends at {order[-1]}")
    in_page = [each for each in visited if window.current.isAncestorOf(each)]
    wanted = [
        each
        for each in window.current.findChildren(QWidget)
        if each.isVisible() and each.isEnabled()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.focusProxy() is None
    ]  # fmt: skip
    radios = {each for each in wanted if type(each).__name__ == "QRadioButton"}
    missed = [each for each in wanted if each not in in_page and each not in radios
              and not isinstance(each.parent(), QComboBox)]  # fmt: skip
    assert missed == []


# -- the lock and the settings -----------------------------------------------------------------


def test_a_store_that_somebody_has_open_is_not_opened_and_it_says_who(
    make_window, demo_store, settle, monkeypatch
):
    monkeypatch.setenv("LOGNAME", "Anna")
    other = StoreLock(demo_store)
    assert other.take() is None
    window = make_window(store=demo_store)
    [(title, text, _details)] = window.context.dialogs.told
    assert "small.ictinv" in title
    assert "Anna" in text
    assert window.context.workspace is None
    other.release()
    window.commands.open_store(demo_store)
    settle(window)
    assert window.context.workspace is not None


def test_closing_gives_the_store_back(make_window, demo_store, settle):
    window = make_window(store=demo_store)
    window.commands.close_store()
    settle(window)
    assert window.page == "welcome"
    with Workspace.open(demo_store) as again:
        assert again.rounds.current().code == "2026"
    lock = StoreLock(demo_store)
    assert lock.take() is None
    lock.release()


def test_page_round_and_choices_are_there_again_after_a_restart(
    make_window, demo_store, settle, tmp_path
):
    file = tmp_path / "settings.toml"
    settings = Settings.load(file)
    settings.language, settings.theme = "en", "light"
    window = make_window(store=demo_store, settings=settings)
    window.show_page("history")
    settle(window)
    window.current.search.setText("round")
    settle(window)
    assert window.close()
    window.commands.release()
    again = Settings.load(file)
    assert again.last_store == demo_store
    second = make_window(store=demo_store, settings=again)
    second.show_page("history")
    settle(second)
    assert second.current.search.text() == "round"
    assert second.current.model.rowCount() == 2


def test_settings_come_back_as_they_were_kept(tmp_path):
    file = tmp_path / "settings.toml"
    settings = Settings.load(file)
    settings.language, settings.theme, settings.text_size = "ar", "dark", 150
    settings.use_folder("returns", tmp_path / "réponses")
    settings.keep_state("x", {"a": [1, "b"], "none": None, "deep": {"yes": True}})
    assert settings.save()
    again = Settings.load(file)
    assert (again.language, again.theme, again.text_size) == ("ar", "dark", 150)
    assert again.folder("returns") == tmp_path / "réponses"
    assert again.state("x") == {"a": [1, "b"], "deep": {"yes": True}}


@pytest.mark.parametrize("content", [b"language = [", b"\xff\xfe\x00", b'language = "fr"\n= 3'])
def test_damaged_settings_are_put_aside_and_the_usual_ones_hold(tmp_path, content):
    file = tmp_path / "settings.toml"
    file.write_bytes(content)
    settings = Settings.load(file)
    assert (settings.language, settings.theme, settings.text_size) == (None, "system", 100)
    assert (tmp_path / "settings.damaged.toml").read_bytes() == content
    assert settings.save()
    assert Settings.load(file).theme == "system"


def test_settings_of_the_wrong_kind_are_not_believed(tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text('language = 7\ntheme = "pink"\ntext_size = 1000\nrecent = 3\nfolders = "x"\n'
                    "[state]\nhistory = 5\n")  # fmt: skip
    settings = Settings.load(file)
    assert (settings.language, settings.theme, settings.text_size) == (None, "system", 100)
    assert settings.recent == ()
    assert settings.folder("returns") == Path.home()
    assert settings.state("history") == {}


def test_qt_gives_back_every_reference_to_none():
    """PySide6 6.12.0 takes one at each call on Python 3.11, and the program dies after 4,000."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _call in range(1000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 50


def test_going_somewhere_that_needs_a_store_without_one_leads_to_the_welcome_page(make_window):
    window = make_window()
    window.context.signals.go.emit(Destination(page="history", target=None))
    assert window.page == "welcome"


def test_a_store_opens_again_with_the_page_and_round_that_were_looked_at(
    make_window, demo_store, settle
):
    first = make_window(store=demo_store)
    codes = list(first.context.store.rounds.all())
    first.look_at_round(codes[0])
    first.show_page("history")
    settle(first)
    settings = first.context.settings
    assert first.close()
    first.commands.release()
    again = make_window(store=demo_store, settings=settings)
    assert (again.page, again.context.round) == ("history", codes[0])
