"""The merge review from the keyboard, on real returned workbooks: decide, save, continue, apply."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QRadioButton
from test_returns_files import answer, correct, disputed, filled, issued

from inventory_app.domain.merging import Answer
from inventory_app.domain.reviews import FieldPlace
from inventory_app.settings import Settings
from inventory_app.workspace import Workspace


@pytest.fixture
def page(window, settle):
    window.show_page("returns")
    settle(window)
    return window.current


@pytest.fixture(scope="module")
def _disputed(_store, tmp_path_factory):
    """Return a store, and a return with two conflicts to it."""
    folder = tmp_path_factory.mktemp("disputed")
    with Workspace.open(shutil.copy(_store, folder / "small.ictinv")) as store:
        return store.database.path, disputed(store, folder)


@pytest.fixture
def demo_store(_disputed, tmp_path):
    return shutil.copy(_disputed[0], tmp_path / "small.ictinv")


@pytest.fixture
def back(_disputed, tmp_path):
    """Return a copy of the return with two conflicts."""
    (tmp_path / "back").mkdir()
    return shutil.copy(_disputed[1], tmp_path / "back" / _disputed[1].name)


@pytest.fixture
def view(window, page, settle, back):
    """Return the review of a return with two conflicts."""
    page.take_files((back,))
    settle(window)
    page.triage.review_button.click()
    settle(window)
    assert page.shown == "review"
    window.activateWindow()
    page.review.record.show_current(page.review.place, focus=True)
    return page.review


def press(view, *keys):
    """Press letters; a capital is one with the shift key."""
    modifiers = Qt.KeyboardModifier
    for key in keys:
        shift = modifiers.ShiftModifier if key.isupper() else modifiers.NoModifier
        QTest.keyClick(QApplication.focusWidget() or view, key, shift)


def row(view, field):
    return next(each for place, each in view.record.rows.items() if place.field == field)


def chosen(view, field):
    return row(view, field).field.choice(view.review.decisions)


def checked(view, field):
    group = row(view, field).group
    return group.checkedId()


def test_differences_are_laid_out_and_only_conflicts_wait(view, qtmodeltester):
    assert view.list.shown == "all"
    assert view.list.rows()[0].title.startswith("U0")
    assert view.progress.done.text() == "0 of 2 decided"
    assert view.place.field == "reports_to"
    assert [checked(view, f) for f in ("reports_to", "approved_posts")] == [-1, -1]
    assert checked(view, "encumbered_posts") == 2
    texts = [option.radio.accessibleName() for option in row(view, "reports_to").options.values()]
    assert texts == [
        "Reports to, As issued: Director",
        "Reports to, Ours: Head of the Corrected Office",
        "Reports to, As returned: Head of the Registry",
    ]
    qtmodeltester.check(view.list.model)


def test_j_and_k_go_through_fields_and_with_shift_through_records(view):
    order = view.list.ordered()
    assert view.place == order[0]
    press(view, "j")
    assert view.place == order[1]
    assert row(view, order[1].field).isAncestorOf(QApplication.focusWidget())
    press(view, "k")
    assert view.place == order[0]
    press(view, "k")
    assert view.place == order[0]
    press(view, "J")
    assert view.record.row.kind == "new"
    assert view.place.uid != order[0].uid
    press(view, "K")
    assert view.place == order[0]
    for _field in order:
        press(view, "j")
    assert view.place == order[-1]


def test_digits_choose_a_column_and_u_takes_it_back(view):
    press(view, "2")
    assert chosen(view, "reports_to") == "ours"
    assert view.progress.done.text() == "1 of 2 decided"
    press(view, "3")
    assert chosen(view, "reports_to") == "theirs"
    assert checked(view, "reports_to") == 2
    press(view, "u")
    assert chosen(view, "reports_to") is None
    assert checked(view, "reports_to") == -1
    press(view, "1")
    assert chosen(view, "reports_to") == "issued"


def test_keys_work_in_the_list_of_records_too_and_typing_is_typing(view, settle, window):
    view.list.tree.setFocus()
    press(view, "3")
    assert chosen(view, "reports_to") == "theirs"
    press(view, "e")
    editor = row(view, "reports_to").editor
    assert editor.isAncestorOf(QApplication.focusWidget())
    editor.line.selectAll()
    QTest.keyClicks(editor.line, "June 123 jkequ")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    settle(window)
    assert chosen(view, "reports_to") == "own"
    own = view.review.decisions[row(view, "reports_to").field.place].own
    assert own == Answer("June 123 jkequ", None)


def test_an_own_value_that_is_not_understood_is_said_and_not_taken(view):
    press(view, "j")
    assert view.place.field == "approved_posts"
    press(view, "e")
    editor = row(view, "approved_posts").editor
    editor.line.selectAll()
    QTest.keyClicks(editor.line, "a dozen")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert chosen(view, "approved_posts") is None
    assert "a dozen" in row(view, "approved_posts").findings.text()
    QTest.keyClick(editor.line, Qt.Key.Key_Escape)
    editor.line.selectAll()
    QTest.keyClicks(editor.line, "12")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert view.review.decisions[view.place].own == Answer(12, None)


def test_q_asks_the_entity_and_going_back_asks_nothing(view, window):
    def ask(dialog):
        assert not dialog.ask_button.isEnabled()
        dialog.text.setPlainText("Who is it now?")
        return True

    window.context.dialogs.runs += [lambda _dialog: False, ask]
    press(view, "q")
    assert chosen(view, "reports_to") is None
    assert checked(view, "reports_to") == -1
    press(view, "q")
    assert chosen(view, "reports_to") == "query"
    assert "Who is it now?" in row(view, "reports_to").question.text()


def test_a_click_anywhere_in_an_answer_chooses_it(view):
    option = row(view, "reports_to").options["ours"]
    QTest.mouseClick(option, Qt.MouseButton.LeftButton)
    assert chosen(view, "reports_to") == "ours"
    QTest.mouseClick(row(view, "approved_posts").options["theirs"].radio, Qt.MouseButton.LeftButton)
    assert chosen(view, "approved_posts") == "theirs"
    assert view.place.field == "approved_posts"


def test_ctrl_z_takes_back_decisions_one_by_one_and_the_store_is_left_alone(view, window, settle):
    log = len(window.context.store.history.last(100))
    press(view, "2", "j", "3")
    assert window.commands.next_step("undo") == "Decision"
    window.commands.undo()
    assert (chosen(view, "reports_to"), chosen(view, "approved_posts")) == ("ours", None)
    window.commands.undo()
    assert view.review.decisions == {}
    window.commands.redo()
    assert chosen(view, "reports_to") == "ours"
    settle(window)
    assert len(window.context.store.history.last(100)) == log


def actions(view):
    menu = QMenu()
    view._fill_menu(menu)
    return menu, {
        (inner.title(), each.text()): each
        for inner in menu.findChildren(QMenu) + view.findChildren(QMenu)
        for each in inner.actions()
    }


@pytest.mark.parametrize("scope", ["This record", "This sheet", "The whole file"])
def test_many_are_decided_at_once(view, scope):
    _menu, offered = actions(view)
    offered[scope, "All conflicts: as returned"].trigger()
    assert (chosen(view, "reports_to"), chosen(view, "approved_posts")) == ("theirs", "theirs")
    assert len(view.review.decisions) == 2
    assert "Everything is decided" in view.progress.note.text()
    offered[scope, "Undo all decisions"].trigger()
    assert view.review.decisions == {}
    offered[scope, "All differences: ours"].trigger()
    assert chosen(view, "encumbered_posts") == "ours"


def test_a_whole_record_is_decided_with_its_buttons(view):
    view.record.whole[3].click()
    assert {d.choice for d in view.review.decisions.values()} == {"theirs"}
    assert {place.uid for place in view.review.decisions} == {view.record.row.uid}


def test_what_is_shown_is_chosen_and_decided_fields_stay_in_sight(view):
    view.list.choose("undecided")
    assert [place.field for place in view.list.ordered()] == ["reports_to", "approved_posts"]
    press(view, "2")
    assert [place.field for place in view.list.ordered()] == ["reports_to", "approved_posts"]
    view.list.choose("undecided")
    assert [place.field for place in view.list.ordered()] == ["approved_posts"]
    view.list.choose("attention")
    assert view.list.ordered() == []
    assert view.record.none.isVisible()


def test_the_review_is_applied_as_decided_as_one_undo_step(view, window, settle, page):
    store = window.context.store
    before = len(store.history.last(100))
    press(view, "3", "j", "1")
    view.head.apply_button.click()
    settle(window)
    assert (answer(store, "ALPHA", "reports_to"), answer(store, "ALPHA", "approved_posts")) == (
        "Head of the Registry", 5,
    )  # fmt: skip
    assert answer(store, "ALPHA", "encumbered_posts") == 4
    assert page.shown == "triage"
    assert page.desk.lines[0].group == "done"
    assert len(store.history.last(100)) == before + 1
    window.commands.undo()
    settle(window)
    assert answer(store, "ALPHA", "reports_to") == "Head of the Corrected Office"
    assert answer(store, "ALPHA", "encumbered_posts") == 5


def test_it_is_saved_and_continued_by_the_next_run(make_window, demo_store, back, settle, tmp_path):
    settings = Settings(tmp_path / "settings.toml")
    window = make_window(store=demo_store, settings=settings)
    window.show_page("returns")
    settle(window)
    page = window.current
    page.take_files((back,))
    settle(window)
    page.triage.review_button.click()
    settle(window)
    page.review.do("theirs")
    page.review.head.later_button.click()
    settle(window)
    assert window.status.text.toolTip() == "Saved for later: 1 of 2 decided."
    assert page.shown == "triage"
    page.triage.review_button.click()
    settle(window)
    assert page.review.progress.done.text() == "1 of 2 decided"
    page.review.do("ours")
    assert page.review.place.field == "approved_posts"
    window.close()
    window.commands.release()
    with Workspace.open(demo_store) as store:
        [row_] = [r for r in store.register.of("2026").rows if r.entity.code == "ALPHA"]
        assert row_.conflicts == 0
    again = make_window(store=demo_store, settings=Settings.load(settings.file))
    again.show_page("returns")
    settle(again)
    assert again.current.shown == "review"
    assert again.current.review.progress.done.text() == "2 of 2 decided"
    again.current.review.leave()
    settle(again)
    assert [line.group for line in again.current.desk.lines] == ["ready"]
    assert again.current.desk.lines[0].file.saved


def test_conflicts_of_an_earlier_merge_are_decided_from_the_register(window, page, settle, back):
    store = window.context.store
    store.reviews.apply([back])
    settle(window)
    page.home.list.show_entity("ALPHA")
    settle(window)
    assert page.home.list.detail.conflicts.isVisible()
    page.home.list.detail.review_button.click()
    settle(window)
    view = page.review
    assert "earlier merge" in view.head.subtitle.text()
    assert not view.head.apply_button.isEnabled()
    window.context.dialogs.runs.append(
        lambda dialog: dialog.text.setPlainText("Which is right?") or True
    )
    view.do("theirs")
    view.do("next")
    view.do("query")
    view.head.apply_button.click()
    settle(window)
    assert page.shown == "register"
    assert answer(store, "ALPHA", "reports_to") == "Head of the Registry"
    assert answer(store, "ALPHA", "approved_posts") == 7
    assert page.home.notice.text.text() == (
        "1 conflict was decided. 1 question was put to the entity."
    )
    assert page.register.row("ALPHA").conflicts == 0
    assert page.register.row("ALPHA").queries == 1
    [query] = store.register.queries("2026", "ALPHA")
    assert query.question == "Which is right?"
    settle(window)
    texts = [each.text() for each in page.home.list.detail.findChildren(type(view.head.subtitle))]
    assert "Which is right?" in texts


def test_a_remembered_decision_is_offered_and_never_taken_by_itself(
    window, page, settle, tmp_path, view
):
    press(view, "3", "j", "2")
    view.head.apply_button.click()
    settle(window)
    window.commands.undo()
    settle(window)
    page.review_files([page.desk.lines[0].file.sha256])
    settle(window)
    assert chosen(view, "reports_to") is None
    each = row(view, "reports_to")
    assert each.again.isVisible()
    assert "As returned" in each.memory.text()
    each.again.click()
    assert chosen(view, "reports_to") == "theirs"
    _menu, _offered = actions(view)
    [use] = [a for a in _menu.actions() if "remembered" in a.text()]
    use.trigger()
    assert chosen(view, "approved_posts") == "ours"


def test_the_language_changes_without_losing_place_or_decisions(view, window, settle):
    press(view, "3", "j")
    place = view.place
    for code in ("ar", "zh"):
        window.context.settings.language = code
        window.context.signals.look_changed.emit()
        settle(window)
        now = window.current.review
        assert window.current.shown == "review"
        assert now.place == place
        assert len(now.review.decisions) == 1
    window.resize(window.minimumSize())
    settle(window)
    assert not now.list.isVisible()
    assert row(now, "approved_posts").options["ours"].side.isVisible()


def test_a_change_of_the_store_is_seen_and_decisions_stay(view, window, settle):
    press(view, "3")
    correct(window.context.store, "ALPHA", users_served=250, approved_posts=8)
    settle(window)
    option = row(view, "approved_posts").options["ours"]
    assert option.radio.accessibleName().endswith("8")
    assert chosen(view, "reports_to") == "theirs"


def test_files_are_gone_through_one_after_the_other(window, page, settle, back, tmp_path):
    disputed(window.context.store, tmp_path, "ECHO")
    page.take_files((back.parent,))
    settle(window)
    page.triage.review_button.click()
    settle(window)
    view = page.review
    assert view.head.which.text() == "File 1 of 2"
    first = view.head.title.toolTip()
    view.do("ours")
    view.head.next.click()
    settle(window)
    assert view.head.title.toolTip() != first
    view.head.apply_button.click()
    settle(window)
    assert page.shown == "review"
    assert view.head.title.toolTip() == first
    assert view.progress.done.text() == "1 of 2 decided"


def test_a_file_that_is_gone_is_said(window, page, settle, back):
    page.take_files((back,))
    settle(window)
    back.unlink()
    page.triage.review_button.click()
    settle(window)
    assert page.review.banner.isVisible()
    assert not page.review.head.apply_button.isEnabled()


def test_every_radio_has_a_name_and_those_of_a_field_are_a_group(view):
    radios = view.record.findChildren(QRadioButton)
    assert len(radios) >= 10
    for radio in radios:
        interface = QAccessible.queryAccessibleInterface(radio)
        assert interface.text(QAccessible.Text.Name)
        assert interface.role() == QAccessible.Role.RadioButton
        assert radio.group() is not None
    changed = row(view, "reports_to").options["theirs"]
    assert changed.mark.isVisible()
    assert changed.radio.accessibleDescription()
    assert isinstance(view.place, FieldPlace)


def test_what_did_not_come_back_and_what_came_back_empty_is_shown(window, page, settle, tmp_path):
    store = window.context.store
    book = issued(store, tmp_path / "out", "GOLF")["GOLF"]
    path = filled(book, tmp_path / "GOLF.xlsx", units={"U0": {"reports_to": None}})
    page.take_files((path,))
    settle(window)
    page.review_files([page.desk.lines[0].file.sha256])
    settle(window)
    view = page.review
    assert view.progress.done.text() == "No conflicts"
    cleared = row(view, "reports_to")
    assert cleared.field.choice({}) == "ours"
    assert "came back empty" in cleared.findings.text()
    view.list.choose("attention")
    assert [place.field for place in view.list.ordered()] == ["reports_to"]
