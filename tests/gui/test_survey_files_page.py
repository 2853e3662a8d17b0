"""Opening and saving in the window: refused, read-only and changed files, crashes, languages."""

from __future__ import annotations

import stat
from datetime import date

import openpyxl
import pytest
import survey_windows
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLabel, QLineEdit
from survey_samples import read
from survey_windows import ENTITIES, press, survey_of, type_into

from inventory_app.domain.values import ValueState
from inventory_app.gui.models.survey_recovery import RecoveryCopy
from inventory_app.gui.models.survey_session import CHECK, START, session_of
from inventory_app.gui.views.survey_head import due
from inventory_app.services.survey_files import SurveyFile
from inventory_app.settings import Settings
from inventory_app.texts import translator

issuing, workbook = survey_windows.issuing, survey_windows.workbook
survey_page = survey_windows.survey_page


def change_users(page, number):
    page.show_step("units")
    type_into(page, "users_served", number)
    return page.step.place.uid


def users_in(path, uid):
    return next(row.values["users_served"] for row in read(path).sheets["units"].rows
                if row.uid == uid)  # fmt: skip


# -- opening ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["holiday.xlsx", "holiday.ODS"])
def test_a_file_that_is_no_workbook_is_refused_with_what_to_do(make_window, tmp_path, name):
    file = tmp_path / name
    file.write_bytes(b"not a workbook")
    window = make_window(target=file)
    page = window.pages["survey"]
    assert page.views.currentIndex() == 0
    texts = [each.text() for each in page.views.currentWidget().findChildren(QLabel)]
    assert any(name in text or "workbook" in text for text in texts)
    assert any("Code" in text for text in texts)
    assert window.status.text.toolTip()


def test_a_refused_file_leaves_the_open_workbook_alone(survey_page, settle, tmp_path):
    page = survey_page()
    file = tmp_path / "other.xlsx"
    file.write_bytes(b"not a workbook")
    page.open_workbook(file)
    settle(page.window())
    assert page.views.currentIndex() == 1
    assert survey_of(page).identity.entity == "ALPHA"
    assert page.context.dialogs.told


def test_opening_the_same_file_again_keeps_what_was_typed(survey_page, settle):
    page = survey_page()
    uid = change_users(page, "17")
    page.open_workbook(survey_of(page).path)
    settle(page.window())
    assert survey_of(page).row("units", uid)["users_served"] == 17


@pytest.mark.parametrize(("answer", "opened", "saved"),
                         [(0, "CARGO", True), (1, "CARGO", False), (-1, "ALPHA", False)])  # fmt: skip
def test_another_workbook_asks_about_unsaved_answers(
    answer, opened, saved, survey_page, workbook, settle
):
    page = survey_page()
    first = survey_of(page).path
    uid = change_users(page, "18")
    page.context.dialogs.answers.append(answer)
    page.open_workbook(workbook("zh"))
    settle(page.window())
    assert survey_of(page).identity.entity == opened
    assert (users_in(first, uid) == 18) == saved
    assert not (saved and RecoveryCopy(first).exists())


def test_a_file_that_is_open_in_a_spreadsheet_program_is_announced(make_window, workbook):
    path = workbook()
    path.with_name(f".~lock.{path.name}#").write_text(",Amina,pc,,", encoding="utf-8")
    window = make_window(target=path)
    page = window.pages["survey"]
    assert page.head.elsewhere.isVisible()
    assert "Amina" in page.head.elsewhere.text.text()


def test_cells_that_cannot_be_understood_are_shown_and_corrected(make_window, workbook, settle):
    path = workbook()
    survey = SurveyFile.open(path)
    row = survey.sheet("units").rows[0]
    book = openpyxl.load_workbook(path)
    book[survey.sheet("units").tab][row.cells["users_served"]] = "twenty"
    book[survey.sheet("units").tab][row.cells["sla_exists"]] = "perhaps"
    book.save(path)
    window = make_window(target=path)
    page = window.pages["survey"]
    page.show_step("units")
    form = page.step.detail.form
    assert form.rows["users_served"].editor.main.text() == "twenty"
    assert "twenty" in form.rows["users_served"].finding.text()
    assert form.rows["sla_exists"].editor.main.currentText() == "perhaps"
    assert "perhaps" in form.rows["sla_exists"].finding.text()
    assert form.rows["users_served"].former.text() == "Last round: 200"
    type_into(page, "users_served", "20")
    settle(window)
    now = survey_of(page).row("units", row.uid)
    assert now["users_served"] == 20
    assert set(now.unread) == {"sla_exists"}


# -- languages -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_the_window_offers_the_language_of_the_workbook(language, survey_page, settle):
    page = survey_page(language, "en")
    window = page.window()
    uid = change_users(page, "19")
    editor = page.step.detail.form.rows["contractors"].editor
    editor.main.setFocus()
    editor.main.selectAll()
    QTest.keyClicks(editor.main, "3")  # still being typed
    assert page.head.language.isVisible()
    button = page.head.language.findChildren(QAbstractButton)[-1]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(window)
    page = window.pages["survey"]
    assert window.context.language == language
    assert not page.head.language.isVisible()
    assert survey_of(page).row("units", uid)["users_served"] == 19
    assert survey_of(page).row("units", uid)["contractors"] == 3
    assert (page.session.step, page.step.place.uid) == ("units", uid)
    assert page.next_undo()
    assert page.head.title.toolTip()
    right = window.context.words.language.right_to_left
    assert (page.list.x() > page.stack.x()) == right


def test_a_notice_that_was_closed_stays_closed(survey_page, settle):
    page = survey_page("ar", "en")
    page.head.language.findChildren(QAbstractButton)[0].click()
    window = page.window()
    window.context.settings.theme = "dark"
    window.apply_settings()
    settle(window)
    assert not window.pages["survey"].head.language.isVisible()


# -- saving ----------------------------------------------------------------------------------------


def test_saving_says_where_to_send_the_file(survey_page, settle):
    page = survey_page()
    uid = change_users(page, "20")
    assert page.head.state.text() == "Not saved"
    press(page, "Ctrl+S")
    page.window().actions_by_id["save"].trigger()
    settle(page.window())
    path = survey_of(page).path
    assert users_in(path, uid) == 20
    assert page.head.state.text() == "Saved"
    assert not page.window().actions_by_id["save"].isEnabled()
    page.show_step(CHECK)
    step = page.step
    assert step.save.isHidden()
    assert "Now send this file" in step.send.text()
    assert str(path) in step.file.toolTip()
    step.copy_path.click()
    assert QGuiApplication.clipboard().text() == str(path)


def test_what_is_being_typed_is_saved_too(survey_page, settle):
    page = survey_page()
    page.show_step("units")
    uid = page.step.place.uid
    editor = page.step.detail.form.rows["users_served"].editor
    editor.main.setFocus()
    editor.main.selectAll()
    QTest.keyClicks(editor.main, "77")
    page.save()
    settle(page.window())
    assert users_in(survey_of(page).path, uid) == 77


def test_a_read_only_file_is_saved_under_another_name(survey_page, settle, tmp_path):
    page = survey_page()
    path = survey_of(page).path
    uid = change_users(page, "21")
    path.chmod(stat.S_IRUSR)
    page.context.dialogs.answers.append(0)
    page.context.dialogs.saves.append(tmp_path / "mine")
    page.save()
    settle(page.window())
    assert "read-only" in page.context.dialogs.asked[-1].title
    assert users_in(tmp_path / "mine.xlsx", uid) == 21
    assert users_in(path, uid) == 200
    assert survey_of(page).path == (tmp_path / "mine.xlsx").resolve()
    assert "mine.xlsx" in page.head.subtitle.toolTip()


@pytest.mark.parametrize(("answer", "replaced"), [(1, True), (-1, False)])
def test_a_file_that_was_changed_on_disk_is_not_lost(answer, replaced, survey_page, settle):
    page = survey_page()
    path = survey_of(page).path
    uid = change_users(page, "22")
    book = openpyxl.load_workbook(path)
    book.properties.title = "Touched"
    book.save(path)
    touched = path.read_bytes()
    page.context.dialogs.answers.append(answer)
    page.save()
    settle(page.window())
    assert "changed by another program" in page.context.dialogs.asked[-1].title
    assert (path.read_bytes() == touched) != replaced
    assert survey_of(page).is_changed != replaced
    assert (users_in(path, uid) == 22) == replaced


def test_closing_the_window_asks_and_saves(survey_page, settle):
    page = survey_page()
    path = survey_of(page).path
    uid = change_users(page, "23")
    page.context.dialogs.answers.append(-1)
    assert not page.window().close()
    page.context.dialogs.answers.append(0)
    assert page.window().close()
    assert users_in(path, uid) == 23
    settle(page.window())


# -- a crash ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ENTITIES)
def test_what_was_typed_before_a_crash_is_taken_up_again(
    language, survey_page, make_window, settle
):
    page = survey_page(language)
    path = survey_of(page).path
    uid = change_users(page, "31")
    survey = survey_of(page)
    survey.enter("units", uid, "approved_posts", "many")
    survey.change("units", uid, "budget_total", state=ValueState.NR)
    new_unit = survey.add("units", {"unit_code": "N-1", "name": "New"})
    person = survey.sheet("staff").rows[0].uid
    survey.change("staff", person, "ict_unit", new_unit)
    survey.nothing_to_report("data_centres")
    survey.fill_in_by("Amina")
    page.saving.copy_unsaved()
    settle(page.window())
    wanted = survey.content()
    assert RecoveryCopy(path).exists()
    before = path.read_bytes()

    other = make_window(language)
    other.context.dialogs.answers.append(0)
    other.commands.open_workbook(path)
    settle(other)
    assert len(other.context.dialogs.asked) == 1
    again = session_of(other.context).survey
    assert path.read_bytes() == before
    assert again.is_changed
    assert again.content().sheets == wanted.sheets
    assert again.content().filled_by == "Amina"
    assert again.row("units", uid).unread == {"approved_posts": "many"}
    other.pages["survey"].save()
    settle(other)
    assert not RecoveryCopy(path).exists()
    assert read(path).sheets == wanted.sheets
    survey.undo()
    session_of(page.context).recovery.drop()


def test_the_recovered_answers_are_one_step(survey_page, make_window, settle):
    page = survey_page()
    path = survey_of(page).path
    uid = change_users(page, "32")
    page.saving.copy_unsaved()
    settle(page.window())
    other = make_window()
    other.context.dialogs.answers.append(0)
    other.commands.open_workbook(path)
    settle(other)
    again = session_of(other.context).survey
    assert again.row("units", uid)["users_served"] == 32
    other.pages["survey"].undo()
    assert not again.is_changed
    assert again.row("units", uid)["users_served"] == 200


def test_answers_that_are_not_wanted_are_left_out(survey_page, make_window, settle):
    page = survey_page()
    path = survey_of(page).path
    change_users(page, "33")
    page.saving.copy_unsaved()
    settle(page.window())
    other = make_window()
    other.context.dialogs.answers.append(1)
    other.commands.open_workbook(path)
    settle(other)
    assert not session_of(other.context).survey.is_changed
    assert not RecoveryCopy(path).exists()


def test_a_copy_that_is_damaged_or_of_another_workbook_is_put_aside(make_window, workbook, settle):
    path, other = workbook(), workbook("zh")
    for content in (b"broken", other.read_bytes()):
        copy = RecoveryCopy(path)
        copy.write(content, copy.turn)
        window = make_window(target=path)
        assert window.context.dialogs.asked == []
        assert not copy.exists()
        assert copy.file.with_suffix(".damaged.xlsx").read_bytes() == content
        settle(window)


def test_no_copy_is_left_by_saving_discarding_or_undoing(survey_page, settle):
    page = survey_page()
    copy = session_of(page.context).recovery
    change_users(page, "34")
    page.saving.copy_unsaved()
    settle(page.window())
    assert copy.exists()
    page.undo()
    page.saving.copy_unsaved()
    settle(page.window())
    assert not copy.exists()
    page.redo()
    page.saving.copy_unsaved()
    settle(page.window())
    assert copy.exists()
    page.context.dialogs.answers.append(1)
    assert page.window().close()
    page.saving.copy_unsaved()
    settle(page.window())
    assert not copy.exists()


def test_a_copy_begun_before_saving_is_not_written_after_it(tmp_path):
    copy = RecoveryCopy(tmp_path / "a.xlsx", tmp_path / "copies")
    turn = copy.turn
    copy.drop()
    copy.write(b"late", turn)
    assert not copy.exists()
    copy.write(b"new", copy.turn)
    assert copy.file.read_bytes() == b"new"
    assert stat.S_IMODE(copy.file.stat().st_mode) == 0o600


# -- everybody -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "size", "text"),
                         [("en", (760, 520), 100), ("ar", (760, 520), 130), ("zh", (1280, 840), 200)])  # fmt: skip
def test_everything_fits_into_a_small_window_and_large_text(
    language, size, text, make_window, workbook, settle
):
    settings = Settings(None)
    settings.language, settings.text_size = language, text
    window = make_window(language, target=workbook(language), settings=settings)
    window.resize(*size)
    settle(window)
    page = window.pages["survey"]
    assert (window.width(), window.height()) == size
    assert page.list.line.isVisible()
    page.show_step("units")
    settle(window)
    form = page.step.detail.form
    assert form.isVisible()
    assert form.height() > form.rows["unit_code"].height()
    assert form.page.widget().width() <= form.page.viewport().width()
    page.step.detail.to_list.click()
    settle(window)
    assert page.step.records.list.isVisible()
    assert not form.isVisible()
    page.list.next.click()
    assert page.session.step == "staff"
    for name in (START, CHECK):
        page.show_step(name)
        settle(window)
        assert page.width() <= window.width()


def test_every_control_says_what_it_is(survey_page):
    page = survey_page()
    for step in (START, "staff", CHECK):
        page.show_step(step)
        kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
        for kind in kinds:
            for control in page.findChildren(kind):
                inside = isinstance(control.parent(), QComboBox | QLineEdit)
                if not control.isVisible() or inside:
                    continue
                told = QAccessible.queryAccessibleInterface(control)
                name = told.text(QAccessible.Text.Name)
                assert name, (step, type(control).__name__, control.toolTip())


def test_the_days_that_are_left_are_counted():
    _ = translator("en")
    day = date(2026, 12, 15)
    assert due(day, date(2026, 11, 23), _) == ("Due on 15 December 2026, 22 days left", "info")
    assert due(day, date(2026, 12, 14), _) == ("Due on 15 December 2026, 1 day left", "warn")
    assert due(day, day, _) == ("Due today", "warn")
    assert due(day, date(2026, 12, 16), _)[1] == "bad"


def test_without_a_workbook_the_page_says_what_to_do(make_window):
    window = make_window()
    page = window.show_page("survey")
    assert page.views.currentIndex() == 0
    assert not page.can("save")
    assert page.next_undo() == ""
    page.save()
    page.undo()
    page.add_record()
    assert page.may_leave()
    window.context.dialogs.files.append(())
    button = page.views.currentWidget().findChildren(QAbstractButton)[0]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.context.dialogs.files == []
