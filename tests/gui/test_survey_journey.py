"""A focal point opens a survey workbook, fills it in, checks, saves, and it is merged."""

from __future__ import annotations

import shutil
from datetime import date

import openpyxl
import pytest
import survey_windows
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from survey_samples import read
from survey_windows import ENTITIES, choose, press, survey_of, type_into

from inventory_app.domain.merging import Answer
from inventory_app.domain.values import ValueState
from inventory_app.gui.models.survey_session import CHECK, START
from inventory_app.services.survey_files import SurveyFile
from inventory_app.store import queries

issuing, workbook = survey_windows.issuing, survey_windows.workbook
survey_page = survey_windows.survey_page


@pytest.mark.parametrize("language", ENTITIES)
def test_the_whole_journey_takes_exactly_what_was_typed(language, survey_page, issuing, settle,
                                                        tmp_path):  # fmt: skip
    page = survey_page(language)
    window, entity = page.window(), ENTITIES[language]
    assert page.session.step == START
    page.steps[START].who.setFocus()
    QTest.keyClicks(page.steps[START].who, "Focal point, 1234")
    page.show_step("units")
    unit = page.step.row().uid
    type_into(page, "users_served", "321")
    settle(window)
    page.show_step("systems")
    QTest.mouseClick(
        page.step.records.add if page.step.row() else page.step.first, Qt.MouseButton.LeftButton
    )
    type_into(page, "name", "Registry")
    added = page.step.place.uid
    settle(window)
    page.show_step(CHECK)
    QTest.mouseClick(page.step.save, Qt.MouseButton.LeftButton)
    settle(window)
    assert not survey_of(page).is_changed
    file = survey_of(page).path
    assert read(file).filled_by == "Focal point, 1234"
    copied = tmp_path / "store.ictinv"
    workspace = issuing[0]
    shutil.copy(workspace.safekeeping.backup(None), copied)
    with type(workspace).open(copied) as other:
        schema = other.database.schema
        with other.database.reading() as connection:
            before = queries.records(connection, schema, "2026")[entity]
        (result,) = other.returns.merge([file]).files
        assert result.status == "merged", result.reason
        counts = result.counts
        assert (counts.new, counts.changed, counts.conflicting, counts.missing) == (1, 1, 0, 0)
        with other.database.reading() as connection:
            after = queries.records(connection, schema, "2026")[entity]
    old = {record.uid: record for rows in before.values() for record in rows}
    new = {record.uid: record for rows in after.values() for record in rows}
    assert set(new) - set(old) == {added}
    assert new[added]["name"] == "Registry"
    assert new[unit]["users_served"] == 321


def test_the_first_step_says_whose_it_is_and_how_far(survey_page):
    page = survey_page()
    start = page.steps[START]
    assert page.head.title.toolTip() == "=SUM(A1) Office Alpha"
    assert "15 December 2026" in page.head.deadline.text()
    assert start.bars["units"][0].value() == page.session.progress["units"].filled
    assert "required answers" in start.bars["units"][1].text()
    QTest.mouseClick(start.go_on, Qt.MouseButton.LeftButton)
    assert page.session.step in (*survey_of(page).sheets, CHECK)


def test_findings_follow_what_is_typed_and_lead_to_their_fields(survey_page, settle):
    page = survey_page()
    page.show_step("units")
    type_into(page, "users_served", "none at all")
    settle(page.window())
    uid = page.step.place.uid
    form = page.step.detail.form
    assert survey_of(page).row("units", uid).unread == {"users_served": "none at all"}
    assert form.rows["users_served"].editor.main.text() == "none at all"
    assert "none at all" in form.rows["users_served"].finding.text()
    page.show_step(CHECK)
    index = next(
        page.step.model.index(n)
        for n, line in enumerate(page.step.model.lines)
        if "none at all" in line.title
    )
    page.step.list.setCurrentIndex(index)
    QTest.keyClick(page.step.list, Qt.Key.Key_Return)
    page.window().activateWindow()
    assert (page.session.step, page.step.place.uid) == ("units", uid)
    editor = page.step.detail.form.rows["users_served"].editor
    assert editor.main is QApplication.focusWidget() or not page.window().isActiveWindow()
    type_into(page, "users_served", "210")
    settle(page.window())
    assert survey_of(page).row("units", uid)["users_served"] == 210
    assert page.step.detail.form.rows["users_served"].finding.isHidden()


def test_what_was_sent_carries_a_mark_until_it_is_changed(survey_page, settle):
    page = survey_page()
    page.show_step("units")
    form = page.step.detail.form
    assert not form.marks["users_served"].isHidden()
    assert page.step.detail.mark.text() == "Known: please confirm"
    type_into(page, "users_served", "1")
    settle(page.window())
    assert form.marks["users_served"].isHidden()
    assert form.rows["users_served"].former.text() == "Last round: 200"
    assert page.step.detail.mark.text() == "Changed"


def test_undo_and_redo_go_through_everything_and_show_where_it_was(survey_page, settle):
    page = survey_page()
    window = page.window()
    page.show_step("units")
    uid = page.step.place.uid
    type_into(page, "users_served", "7")
    page.show_step("staff")
    page.step.add_record()
    added = page.step.place.uid
    settle(window)
    undo = window.actions_by_id["undo"]
    assert undo.isEnabled()
    assert "Staff" in undo.text()
    undo.trigger()
    assert added not in {row.uid for row in survey_of(page).sheet("staff").rows}
    undo.trigger()
    assert survey_of(page).row("units", uid)["users_served"] == 200
    assert (page.session.step, page.step.place.uid) == ("units", uid)
    assert not undo.isEnabled()
    window.actions_by_id["redo"].trigger()
    assert survey_of(page).row("units", uid)["users_served"] == 7
    assert page.step.detail.form.rows["users_served"].editor.main.text() == "7"


def test_an_empty_sheet_asks_for_a_record_or_a_declaration(survey_page, settle):
    page = survey_page("zh", "en")
    page.show_step("data_centres")
    assert page.step.either.currentIndex() == 1
    QTest.mouseClick(page.step.none, Qt.MouseButton.LeftButton)
    settle(page.window())
    assert survey_of(page).sheet("data_centres").declaration.nothing
    assert page.step.nothing.isChecked()
    assert page.step.empty.title.text() == "Nothing to report"
    page.step.nothing.click()
    assert not survey_of(page).sheet("data_centres").declaration.nothing


def test_a_sheet_is_confirmed_unchanged_with_one_tick(survey_page, settle):
    page = survey_page()
    page.show_step("costs")
    page.step.unchanged.click()
    settle(page.window())
    assert survey_of(page).sheet("costs").declaration.unchanged
    assert page.session.survey.is_changed
    page.save()
    settle(page.window())
    assert read(survey_of(page).path).sheets["costs"].declaration.unchanged


def test_nothing_to_report_over_rows_is_said_on_the_sheet(survey_page, settle):
    page = survey_page()
    page.show_step("costs")
    page.step.nothing.click()
    settle(page.window())
    assert page.step.remark.isVisible()
    assert "Nothing to report" in page.step.remark.text.text()


def test_records_are_duplicated_removed_and_retired(survey_page, settle):
    page = survey_page()
    page.show_step("systems")
    original = page.step.row()
    page.step.detail.duplicate.click()
    copy = page.step.row()
    assert copy.uid != original.uid
    assert copy["name"] is None
    assert copy["application_type"] == original["application_type"]
    assert not page.step.detail.remove.isHidden()
    page.step.detail.remove.click()
    assert copy.uid not in {row.uid for row in survey_of(page).sheet("systems").rows}
    page.step.choose(original.uid)
    assert page.step.detail.remove.isHidden()

    def type_day(dialog):
        dialog.editor.main.selectAll()
        QTest.keyClicks(dialog.editor.main, "2026-03-31")
        return True

    page.context.dialogs.runs.append(type_day)
    page.step.detail.retire.click()
    settle(page.window())
    assert survey_of(page).row("systems", original.uid)["retired_on"] == date(2026, 3, 31)
    assert page.step.detail.mark.text() == "Retired"


def test_a_day_is_needed_to_retire_a_record(survey_page):
    page = survey_page()
    page.show_step("systems")
    said = []

    def type_nothing(dialog):
        dialog.editor.main.selectAll()
        QTest.keyClick(dialog.editor.main, Qt.Key.Key_Delete)
        dialog.accept()
        said.append(dialog.problem.text())
        return False

    page.context.dialogs.runs.append(type_nothing)
    page.step.detail.retire.click()
    assert said[0].startswith("Type the day")
    assert page.step.row()["retired_on"] is None


def test_a_record_that_was_deleted_in_the_file_is_restored(make_window, workbook, settle):
    path = workbook()
    survey = SurveyFile.open(path)
    gone = survey.sheet("systems").rows[0].uid
    book = openpyxl.load_workbook(path)
    tab = survey.sheet("systems").tab
    for cell in book[tab][survey.row("systems", gone).row]:
        cell.value = None
    book.save(path)
    window = make_window(target=path)
    page = window.pages["survey"]
    page.show_step("systems")
    assert page.step.absent.isVisible()
    page.step.restore_records()
    settle(window)
    assert gone in {row.uid for row in survey_of(page).sheet("systems").rows}
    assert page.step.place.uid == gone
    assert not page.step.absent.isVisible()


def test_a_state_is_an_answer(survey_page, settle):
    page = survey_page()
    page.show_step("units")
    page.step.detail.form.rows["users_served"].editor.say(Answer(None, ValueState.NR))
    settle(page.window())
    row = page.step.row()
    assert row.states["users_served"] is ValueState.NR
    assert "users_served" not in row.values


def test_a_reference_names_a_record_of_the_workbook(survey_page, settle):
    page = survey_page()
    page.show_step("units")
    page.step.add_record()
    type_into(page, "unit_code", "NEW-1")
    added = page.step.place.uid
    page.show_step("staff")
    editor = page.step.detail.form.rows["ict_unit"].editor
    editor.main.setFocus()
    editor.look_up()
    choose(page, "ict_unit", added)
    settle(page.window())
    assert page.step.row()["ict_unit"] == added
    assert "NEW-1" in editor.combo.currentText()


def test_a_block_from_a_spreadsheet_becomes_records_in_one_step(survey_page, settle):
    page = survey_page()
    page.show_step("costs")
    before = len(survey_of(page).sheet("costs").rows)
    labels = [page.session.sheet("costs").fields[n].label("en") for n in ("description", "amount")]
    block = "\t".join(labels) + "\nPhones\t1200.50\nLines\tsome\n"
    QGuiApplication.clipboard().setText(block)
    page.step.records.list.setFocus()
    page.window().actions_by_id["paste"].trigger()
    settle(page.window())
    rows = survey_of(page).sheet("costs").rows
    assert [row["description"] for row in rows[before:]] == ["Phones", "Lines"]
    assert str(rows[before]["amount"]) == "1200.50"
    assert rows[before + 1].unread == {"amount": "some"}
    page.undo()
    assert len(survey_of(page).sheet("costs").rows) == before


def test_a_block_that_is_too_wide_adds_nothing(survey_page):
    page = survey_page()
    page.show_step("costs")
    before = survey_of(page).sheet("costs").rows
    QGuiApplication.clipboard().setText("\t".join("x" * 60))
    page.paste()
    assert survey_of(page).sheet("costs").rows == before
    assert "more columns" in page.context.dialogs.told[-1][0]
    assert not survey_of(page).is_changed


def test_the_list_is_searched_and_narrowed_to_what_is_open(survey_page, settle):
    page = survey_page()
    page.show_step("systems")
    assert page.step.records.model.rowCount() == 3
    page.start_search()
    QTest.keyClicks(page.step.records.search, "wik")
    assert [line.title for line in page.step.records.model.lines] == ["Wiki"]
    assert page.step.row()["name"] == "Wiki"
    page.step.records.search.clear()
    page.step.records.only_open.click()
    open_ = {line.title for line in page.step.records.model.lines}
    assert all(line.strength for line in page.step.records.model.lines if line.title != "Wiki")
    assert open_ <= {"Archive", "Payroll", "Wiki"}
    settle(page.window())


def test_records_and_steps_are_reached_from_the_keyboard(survey_page, settle, qtbot):
    page = survey_page()
    window = page.window()
    with qtbot.waitActive(window):
        window.activateWindow()
    page.show_step("systems")
    first = page.step.place.uid
    page.step.detail.focus_field("")
    settle(window)
    press(page, "Alt+PgDown")
    assert page.step.place.uid != first
    press(page, "Alt+PgUp")
    assert page.step.place.uid == first
    press(page, "Ctrl+PgDown")
    assert page.session.step == "data_centres"
    window.actions_by_id["add"].trigger()
    assert page.step.row().added
    press(page, "Ctrl+PgUp")
    assert page.session.step == "systems"
