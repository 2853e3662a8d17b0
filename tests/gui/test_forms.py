"""The form of a record and its editors: typing, states, findings, drafts, keyboard."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inventory_app.domain.catalogue import default
from inventory_app.domain.findings import Finding
from inventory_app.domain.merging import Answer
from inventory_app.domain.values import ValueState
from inventory_app.gui.forms.editors import BLANK
from inventory_app.gui.forms.record_form import RecordForm, Shown
from inventory_app.gui.models.choices import Choice

STAFF = default()["staff"]
VALUES = {
    "post_no": "P1", "functional_title": "Analyst", "grade": "P-3", "annual_cost": Decimal("1234.50"),
    "contract_end": date(2026, 5, 31), "skills": ("CLOUD", "NETWORKS"), "ict_unit": "UN-1",
    "personnel_type": "STAFF", "ict_time_share": Decimal(50), "fte": Decimal("0.5"),
}  # fmt: skip


def choices(sheet):
    return [Choice("UN-1", "ICT section"), Choice("UN-2", f"Another of {sheet}")]


@pytest.fixture
def form(make_window, qtbot):
    return made(make_window("en").context)


def made(context, **more):
    form = RecordForm(context, default(), STAFF, choices=choices)
    form.said = []
    form.edited.connect(lambda name, answer: form.said.append((name, answer)))
    form.resize(320, 700)
    form.show_record(Shown(values=VALUES, key="one", titles={"UN-1": "ICT section"}, **more))
    form.show()
    form.activateWindow()
    QApplication.processEvents()
    return form


@pytest.fixture(autouse=True)
def no_stray_windows():
    """These forms are windows of their own on purpose."""


def line(form, name):
    return form.rows[name].editor.main


def type_into(form, name, text, key=Qt.Key.Key_Return):
    line(form, name).setFocus()
    line(form, name).selectAll()
    QTest.keyClicks(line(form, name), text)
    if key:
        QTest.keyClick(line(form, name), key)


def test_answers_are_shown_as_the_reader_writes_them(form):
    assert line(form, "annual_cost").text() == "1,234.50"
    assert line(form, "contract_end").text() == "31 May 2026"
    assert line(form, "grade").currentText() == "P-3"
    assert line(form, "ict_unit").currentText() == "ICT section", "a title, not a code"
    assert form.rows["fte"].parts.figure.text() == "0.5"
    form.close()


def test_what_is_typed_is_said_once_and_in_the_type_of_the_field(form):
    type_into(form, "annual_cost", "2000")
    assert form.said == [("annual_cost", Answer(Decimal("2000.00"), None))]
    line(form, "post_no").setFocus()
    assert len(form.said) == 1
    type_into(form, "contract_end", "2027-01-31")
    assert form.said[-1] == ("contract_end", Answer(date(2027, 1, 31), None))
    form.close()


def test_tab_goes_from_field_to_field_as_they_stand(form):
    form.focus_field("post_no")
    seen = []
    for _n in range(4):
        seen.append(form.focused_field)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert seen == ["post_no", "person_name", "ict_unit", "functional_title"]
    form.close()


def test_escape_gives_up_what_is_being_typed(form):
    type_into(form, "functional_title", "Something", key=None)
    QTest.keyClick(line(form, "functional_title"), Qt.Key.Key_Escape)
    assert line(form, "functional_title").text() == "Analyst"
    assert form.said == []
    form.close()


def test_a_text_that_is_no_number_stays_with_a_sentence_beside_it(form):
    type_into(form, "annual_cost", "much")
    assert form.said == []
    assert "much" in form.rows["annual_cost"].finding.text()
    assert line(form, "annual_cost").property("error")
    assert form.drafts() == {"annual_cost": "much"}
    type_into(form, "annual_cost", "10")
    assert form.drafts() == {}
    assert not line(form, "annual_cost").property("error")
    form.close()


def test_drafts_come_back_with_what_is_wrong(form):
    form.show_record(Shown(values={}, key="two"))
    form.put_drafts({"annual_cost": "much", "gone": "x"})
    assert line(form, "annual_cost").text() == "much"
    assert "much" in form.rows["annual_cost"].finding.text()
    form.close()


def test_showing_the_same_record_again_disturbs_nobody_who_types(form):
    type_into(form, "functional_title", "Half", key=None)
    changed = {**VALUES, "post_no": "P2"}
    form.show_record(Shown(values=changed, key="one", titles={"UN-1": "ICT section"}))
    assert line(form, "functional_title").text() == "Half"
    assert line(form, "post_no").text() == "P2"
    form.show_record(Shown(values=VALUES, key="other", titles={"UN-1": "ICT section"}))
    assert line(form, "functional_title").text() == "Analyst"
    form.close()


def test_states_are_chosen_from_the_menu_instead_of_a_value(form):
    editor = form.rows["person_name"].editor
    actions = {each.text(): each for each in editor.menu().actions()}
    assert "History…" in actions
    actions["not applicable"].trigger()
    assert form.said == [("person_name", Answer(None, ValueState.NA))]
    assert editor.main.placeholderText() == "not applicable"
    money = form.rows["annual_cost"].editor
    {each.text(): each for each in money.menu().actions()}["estimated"].trigger()
    assert form.said[-1] == ("annual_cost", Answer(Decimal("1234.50"), ValueState.NE))
    {each.text(): each for each in money.menu().actions()}["Clear"].trigger()
    assert form.said[-1] == ("annual_cost", BLANK)
    form.close()


def test_a_list_is_searched_by_typing_part_of_a_label(form):
    combo = line(form, "duty_station")
    assert combo.isEditable()
    combo.setEditText("geneva")
    form.rows["duty_station"].editor.commit()
    assert form.said == [("duty_station", Answer("GENEVA", None))]
    combo.setEditText("no such place")
    form.rows["duty_station"].editor.commit()
    assert "no such place" in form.rows["duty_station"].finding.text()
    form.close()


def test_records_that_can_be_named_are_looked_up_when_the_field_is_entered(form):
    editor = form.rows["ict_unit"].editor
    assert editor.combo.count() == 2
    form.focus_field("ict_unit")
    texts = [editor.combo.itemText(at) for at in range(editor.combo.count())]
    assert texts == ["", "ICT section", "Another of units"]
    editor.combo.setCurrentIndex(2)
    editor.combo.activated.emit(2)
    assert form.said == [("ict_unit", Answer("UN-2", None))]
    editor.combo.setEditText("A unit nobody reported")
    editor.commit()
    assert form.said[-1] == ("ict_unit", Answer("A unit nobody reported", None))
    form.close()


def test_several_codes_are_ticked(form):
    editor = form.rows["skills"].editor
    menu = editor.codes_menu()
    ticked = [each for each in menu.actions() if each.isChecked()]
    assert len(ticked) == len(
        [c for c in VALUES["skills"] if c in STAFF.fields["skills"].type.list.codes]
    )
    first = menu.actions()[0]
    first.setChecked(not first.isChecked())
    editor.take(menu)
    assert form.said[0][0] == "skills"
    form.close()


def test_several_records_show_that_they_differ(form):
    form.show_record(Shown(values={"post_no": "P1"}, mixed=frozenset({"grade", "fte", "annual_cost"}),
                           key="three"))  # fmt: skip
    assert line(form, "annual_cost").placeholderText() == "(several values)"
    assert form.rows["fte"].parts.figure.text() == "(several values)"
    form.rows["annual_cost"].editor.commit()
    assert form.said == [], "leaving such a field alone changes nothing"
    form.close()


def test_findings_stand_beside_fields_and_can_be_jumped_to(form):
    found = (
        Finding(code="R-MISSING", sheet="staff", field="fund_code"),
        Finding(
            code="R-NON-DEDICATED", sheet="staff", field="dedication", found="60", expected="50"
        ),
        Finding(code="R-EMPTY-SHEET", sheet="staff"),
    )
    form.show_record(Shown(values=VALUES, findings=found, key="one"))
    assert "not filled in" in form.rows["fund_code"].finding.text()
    assert form.rows["fund_code"].finding.property("role") == "error"
    assert form.rows["dedication"].finding.property("role") == "warn"
    assert form.general.isVisible()
    assert form.next_finding()
    assert form.focused_field == "dedication"
    form.next_finding()
    assert form.focused_field == "fund_code"
    form.next_finding()
    assert form.focused_field == "dedication"
    form.close()


def test_the_answer_of_last_round_stands_beside_the_new_one(form):
    form.show_record(Shown(values=VALUES, former={"grade": Answer("P-2", None)}, key="one"))
    assert form.rows["grade"].parts.former.text() == "Last round: P-2"
    assert form.rows["post_no"].parts.former is None
    form.close()


def test_help_is_shown_for_the_focused_field_alone(form):
    form.focus_field("post_no")
    assert form.rows["post_no"].parts.help.isVisible()
    form.focus_field("functional_title")
    assert form.rows["functional_title"].parts.help.isVisible()
    assert not form.rows["post_no"].parts.help.isVisible()
    form.close()


def test_fields_that_need_no_answer_are_put_away_until_wanted(form):
    assert form.rows["contract_start"].isHidden()
    assert not form.rows["contract_end"].isHidden(), "it has an answer"
    assert "more field" in form.more.text()
    form.more.click()
    assert not form.rows["contract_start"].isHidden()
    form.more.click()
    form.focus_field("contract_start")
    assert form.focused_field == "contract_start", "a field that is asked for comes into sight"
    form.close()


def test_what_must_be_answered_is_marked_and_the_mark_explained(form):
    assert form.rows["post_no"].name.text() == "Post number *"
    assert form.rows["person_name"].name.text() == "Name of the person"
    assert form.legend.isVisible()
    form.close()


def test_a_form_to_read_only_offers_history_and_no_states(form):
    form.show_record(Shown(values=VALUES, read_only=True, key="one"))
    type_into(form, "functional_title", "X")
    assert form.said == []
    texts = [each.text() for each in form.rows["functional_title"].editor.menu().actions()]
    assert "History…" in texts
    assert "unknown" not in texts
    form.close()


def test_a_wide_form_shows_fields_side_by_side(form):
    form.resize(900, 700)
    QApplication.processEvents()
    one, two = form.rows["post_no"], form.rows["person_name"]
    assert one.geometry().top() == two.geometry().top()
    assert one.geometry().left() < two.geometry().left()
    form.resize(320, 700)
    QApplication.processEvents()
    assert one.geometry().left() == two.geometry().left()
    form.close()


def test_no_field_is_wider_than_the_form(form):
    form.resize(300, 700)
    QApplication.processEvents()
    inner = form.page.widget()
    assert inner.width() <= form.page.viewport().width()
    form.close()


def test_a_form_in_arabic_is_mirrored(make_window):
    form = made(make_window("ar").context)
    editor = form.rows["post_no"].editor
    assert editor.more.geometry().left() < editor.main.geometry().left()
    form.close()


def test_fields_out_of_sight_are_made_a_little_later(make_window, qtbot):
    context = make_window("en").context
    form = RecordForm(context, default(), default()["systems"])
    form.show_record(Shown(values={"name": "Payroll"}, key="one"))
    made_at_once = sum(each.built for each in form.rows.values())
    assert 10 <= made_at_once < 60
    assert form.rows["remarks"].editor.main.toPlainText() == "", "a field asked for is made"
    qtbot.waitUntil(lambda: all(e.built for e in form.rows.values() if not e.isHidden()))
    assert form.rows["name"].editor.main.text() == "Payroll"


def test_f4_opens_the_menu_of_a_field(form, monkeypatch):
    editor = form.rows["functional_title"].editor
    opened = []
    monkeypatch.setattr(editor, "open_menu", lambda: opened.append(True))
    form.focus_field("functional_title")
    QTest.keyClick(editor.main, Qt.Key.Key_F4)
    assert opened == [True]
    form.close()
