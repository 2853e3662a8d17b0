"""The inventory page, driven through its widgets over a real store."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from inventory_app.domain.grids import Condition, GridQuery, Operation
from inventory_app.domain.merging import Answer
from inventory_app.gui.models.records_columns import STATUS
from inventory_app.gui.targets import EntityTarget, ListTarget, RecordTarget

ALL = 35  # posts of the small store in 2026


@pytest.fixture
def page(window, settle):
    return opened(window, settle)


def opened(window, settle, sheet="staff"):
    shown = window.show_page("inventory")
    settle(window)
    shown.show_sheet(sheet)
    settle(window)
    return shown


def column(page, name):
    model = page.records.model
    at = model.columns.index(name)
    return [model.index(row, at).data() for row in range(model.rowCount())]


def select(page, *rows, name=""):
    model, selection = page.records.model, page.records.table.selectionModel()
    at = model.columns.index(name) if name else 0
    flags = QItemSelectionModel.SelectionFlag
    selection.setCurrentIndex(model.index(rows[0], at), flags.ClearAndSelect | flags.Rows)
    for row in rows[1:]:
        selection.select(model.index(row, at), flags.Select | flags.Rows)


def editor(page, field):
    return page.detail.form.rows[field].editor


def typed(page, field, text):
    line = editor(page, field).main
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def stored(window, uid, field, sheet="staff"):
    return window.context.store.records.get(sheet, uid, "2026").record.values.get(field)


# -- the list ----------------------------------------------------------------------------------------


def test_all_sheets_of_the_catalogue_are_there_with_counts(window, page):
    names = [page.tabs.tabData(at) for at in range(page.tabs.count())]
    assert names == list(window.context.store.catalogue.sheets)
    assert page.tabs.tabText(names.index("systems")) == "Systems (4)"


def test_the_first_record_is_shown_beside_the_list(page):
    assert page.records.model.rowCount() == ALL
    assert page.detail.one.view.record.uid == page.records.model.uid(0)
    assert page.detail.name.text() == page.detail.one.view.title


def test_choosing_an_entity_narrows_the_list_and_hides_its_column(window, page, settle):
    tree = page.tree
    tree.view.setCurrentIndex(tree.model.index_of("entity", "BRAVO"))
    settle(window)
    assert page.records.model.rowCount() == 6
    assert "entity" not in page.records.model.columns
    tree.view.setCurrentIndex(tree.model.index_of("type", "REG_COMM"))
    settle(window)
    assert set(column(page, "entity")) == {"FOX", "GOLF"}


def test_a_heading_sorts_up_down_and_as_usual_again(window, page, settle):
    head, name = page.records.head, "annual_cost"
    page.use(page.list_state.__class__(columns=("post_no", name)))
    settle(window)
    at = page.records.model.columns.index(name)
    select(page, 5)
    for expected, arrow in ((False, "↑"), (True, "↓"), (None, "")):
        head.sectionClicked.emit(at)
        settle(window)
        order = page.list_state.order
        assert (order[0].descending if order else None) is expected
        said = page.records.model.headerData(at, Qt.Orientation.Horizontal)
        assert said == f"Annual cost {arrow}".strip()
    assert page.records.table.currentIndex().row() == 0, "who sorts wants to see what is first"
    select(page, 5)
    settle(window)
    uid = page.chosen()
    window.commands.refresh_page()
    settle(window)
    assert page.chosen() == uid


def test_typing_in_the_search_field_narrows_the_list(window, page, settle):
    page.show_sheet("systems")
    settle(window)
    page.start_search()
    QTest.keyClicks(page.filters.search, "wiki")
    settle(window)
    assert column(page, "name") == ["Wiki"]
    assert page.records.totals.count.text() == "1 of 4 records"


def test_chips_narrow_by_what_is_to_be_done(window, page, settle):
    uid = page.records.model.uid(3)
    window.context.store.records.change("staff", "2026", [uid], {"grade": Answer(None, None)})
    page.filters.quick[Operation.FINDINGS].click()
    settle(window)
    assert uid in page.chosen() or uid in page.records.model.order()
    assert page.records.model.rowCount() < ALL
    page.filters.quick[Operation.FINDINGS].click()
    settle(window)
    assert page.records.model.rowCount() == ALL


def test_a_filter_by_a_column_becomes_a_chip_that_can_be_taken_off(window, page, settle):
    def choose(dialog):
        dialog.operation.setCurrentIndex(dialog.operation.findData(Operation.ANY_OF))
        dialog.values.tick(["NETWORK_TELECOM"])
        dialog._take()
        return True

    window.context.dialogs.runs.append(choose)
    page.questions.ask_field("ict_function")
    settle(window)
    assert 0 < page.records.model.rowCount() < ALL
    [chip] = page.filters.chips
    assert "Main ICT function" in chip.text()
    chip.click()
    settle(window)
    assert page.records.model.rowCount() == ALL
    assert page.filters.chips == []


def test_a_filter_without_a_value_says_what_is_missing(window, page, settle):
    def nothing(dialog):
        dialog.operation.setCurrentIndex(dialog.operation.findData(Operation.BETWEEN))
        dialog._take()
        assert dialog.problem.text() == "Say for which values."
        assert dialog.condition is None
        return False

    window.context.dialogs.runs.append(nothing)
    page.questions.ask_field("annual_cost")
    settle(window)
    assert page.list_state.conditions == ()


def test_between_two_amounts(window, page, settle):
    page.show_sheet("costs")
    settle(window)

    def between(dialog):
        dialog.operation.setCurrentIndex(dialog.operation.findData(Operation.BETWEEN))
        dialog._editors[1].main.setText("150000")
        dialog._editors[1].main.setModified(True)
        dialog._take()
        return True

    window.context.dialogs.runs.append(between)
    page.questions.ask_field("amount")
    settle(window)
    assert column(page, "amount") == ["150,000", "150,000", "240,000", "240,000"]


def test_an_empty_field_is_found_from_the_menu(window, page, settle):
    menu = page.filters.empty.menu()
    menu.aboutToShow.emit()
    inner = [a for each in menu.actions() if each.menu() for a in each.menu().actions()]
    next(each for each in inner if each.data() == "grade").trigger()
    settle(window)
    assert page.records.model.rowCount() == 2
    assert page.filters.chips[0].text() == "Grade is empty"


def test_a_list_without_records_says_what_to_do(window, page, settle):
    page.start_search()
    QTest.keyClicks(page.filters.search, "nothing like this")
    settle(window)
    assert page.records.lists.currentIndex() == 1
    assert page.detail.nothing.isVisible()
    buttons = page.records.lists.currentWidget().findChildren(QAbstractButton)
    buttons[0].click()
    settle(window)
    assert page.records.model.rowCount() == ALL


def test_columns_are_chosen_and_kept(window, page, settle):
    def choose(dialog):
        dialog.tick("annual_cost", on=False)
        dialog.tick("remarks")
        dialog.move_by(-1)
        return True

    window.context.dialogs.runs.append(choose)
    page.filters.columns.click()
    settle(window)
    columns = page.records.model.columns
    assert "remarks" in columns
    assert "annual_cost" not in columns
    assert columns[-1] == STATUS
    page.show_sheet("costs")
    settle(window)
    page.show_sheet("staff")
    settle(window)
    assert page.records.model.columns == columns


def test_usual_columns_fit_beside_the_form(window, page, settle):
    window.resize(1280, 840)
    for sheet in ("units", "staff", "systems", "data_centres", "costs"):
        page.show_sheet(sheet)
        settle(window)
        table = page.records.table
        shown = [at for at in range(page.records.head.count())
                 if not page.records.head.isSectionHidden(at)]  # fmt: skip
        assert sum(table.columnWidth(at) for at in shown) <= table.viewport().width() + 1
        assert len(shown) >= 4
        assert page.records.model.columns[shown[-1]] == STATUS


def test_totals_add_up_what_counts(window, page, settle):
    page.show_sheet("costs")
    settle(window)
    assert "1,410,000" in page.records.totals.sums.toolTip()
    totals = page.records.totals
    totals.by.setCurrentIndex(totals.by.findData("run_change"))
    totals.by.activated.emit(totals.by.currentIndex())
    settle(window)
    model = totals.model
    rows = [[model.index(r, c).data() for c in range(3)] for r in range(model.rowCount())]
    assert [row[1] for row in rows] == ["8", "6"]
    totals._open(model.index(1, 0))
    settle(window)
    assert page.records.model.rowCount() == 6


def test_named_views_keep_filter_columns_and_entities(window, page, settle):
    page.tree.view.setCurrentIndex(page.tree.model.index_of("entity", "ALPHA"))
    page.questions._empty("grade")
    settle(window)

    def name(dialog):
        dialog.field.setText("  Posts without  a grade ")
        return True

    window.context.dialogs.runs.append(name)
    page.questions.save_view()
    page.show_view(None)
    settle(window)
    assert page.records.model.rowCount() == ALL
    menu = page.filters.views.menu()
    menu.aboutToShow.emit()
    settle(window)
    page.filters._fill_list(menu)
    action = next(each for each in menu.actions() if each.text().startswith("Posts without"))
    assert action.text() == "Posts without a grade (2)"
    action.trigger()
    settle(window)
    assert page.records.model.rowCount() == 2
    assert page.tree.scope == ("entity", "ALPHA")


# -- the form ----------------------------------------------------------------------------------------


def test_typing_into_the_form_changes_the_record_and_undo_takes_it_back(window, page, settle):
    uid = page.detail.uids[0]
    before = stored(window, uid, "functional_title")
    typed(page, "functional_title", "Chief of the archive")
    settle(window)
    assert stored(window, uid, "functional_title") == "Chief of the archive"
    row = page.records.model.row_of(uid)
    at = page.records.model.columns.index("functional_title")
    assert page.records.model.index(row, at).data() == "Chief of the archive"
    page.records.table.setFocus()
    window.actions_by_id["undo"].trigger()
    settle(window)
    assert stored(window, uid, "functional_title") == before
    assert editor(page, "functional_title").main.text() == before


def test_what_cannot_be_understood_stays_beside_the_field_and_comes_back(window, page, settle):
    uid = page.detail.uids[0]
    typed(page, "annual_cost", "a lot")
    settle(window)
    row = page.detail.form.rows["annual_cost"]
    assert "a lot" in row.finding.text()
    assert row.editor.main.property("error")
    page.step(1)
    settle(window)
    assert page.detail.uids != (uid,)
    assert editor(page, "annual_cost").main.text() != "a lot"
    page.step(-1)
    settle(window)
    assert page.detail.uids == (uid,)
    assert editor(page, "annual_cost").main.text() == "a lot"
    assert "a lot" in page.detail.form.rows["annual_cost"].finding.text()


def test_what_is_typed_is_kept_when_another_record_is_chosen(window, page, settle):
    uid = page.detail.uids[0]
    line = editor(page, "functional_title").main
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "Not yet left")
    select(page, 2)
    settle(window)
    assert stored(window, uid, "functional_title") == "Not yet left"
    assert page.detail.uids == (page.records.model.uid(2),)


def test_another_language_loses_neither_typing_nor_selection_nor_filter(window, page, settle):
    page.tree.view.setCurrentIndex(page.tree.model.index_of("entity", "ALPHA"))
    settle(window)
    select(page, 1)
    settle(window)
    uid = page.detail.uids[0]
    typed(page, "annual_cost", "a lot")
    line = editor(page, "functional_title").main
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "Half typed")
    window.use(language="ar")
    settle(window)
    again = window.current
    assert again is not page
    assert again.sheet == "staff"
    assert again.tree.scope == ("entity", "ALPHA")
    assert again.detail.uids == (uid,)
    assert editor(again, "functional_title").main.text() == "Half typed"
    assert editor(again, "annual_cost").main.text() == "a lot"
    assert stored(window, uid, "functional_title") == "Half typed"


def test_the_next_record_keeps_the_field_and_findings_are_jumped_to(window, page, settle):
    uid = page.records.model.uid(1)
    window.context.store.records.change("staff", "2026", [uid], {"fund_code": Answer(None, None)})
    settle(window)
    page.detail.focus_form("grade")
    QTest.keyClick(editor(page, "grade").main, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert page.detail.uids == (uid,)
    assert page.detail.form.focused_field == "grade"
    QTest.keyClick(editor(page, "grade").main, Qt.Key.Key_F8)
    settle(window)
    assert page.detail.form.focused_field == "fund_code"
    assert "not filled in" in page.detail.form.rows["fund_code"].finding.text()


def test_enter_goes_from_the_list_to_the_field_and_escape_back(window, page, settle):
    select(page, 1, name="grade")
    settle(window)
    page.records.table.setFocus()
    QTest.keyClick(page.records.table, Qt.Key.Key_F2)
    settle(window)
    assert page.detail.form.focused_field == "grade"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert page.records.table.hasFocus()
    QTest.keyClick(page.records.table, Qt.Key.Key_Escape)
    assert not page.detail.isVisible()
    QTest.keyClick(page.records.table, Qt.Key.Key_Return)
    assert page.detail.isVisible()


def test_several_records_are_changed_together_as_one_step(window, page, settle):
    select(page, 0, 2, 4)
    settle(window)
    uids = page.detail.uids
    assert len(uids) == 3
    assert editor(page, "post_no").main.placeholderText() == "(several values)"
    before = [stored(window, uid, "budget_section") for uid in uids]
    typed(page, "budget_section", "29C")
    settle(window)
    assert [stored(window, uid, "budget_section") for uid in uids] == ["29C"] * 3
    assert len(page.chosen()) == 3, "what was selected stays selected"
    assert "3 records changed" in window.status.text.accessibleName()
    window.commands.undo()
    settle(window)
    assert [stored(window, uid, "budget_section") for uid in uids] == before


def test_fill_down_gives_the_first_answer_to_the_others(window, page, settle):
    first = page.records.model.uid(1)
    window.context.store.records.change("staff", "2026", [first], {"grade": Answer("D-1", None)})
    settle(window)
    page.use(page.list_state.__class__(columns=("post_no", "grade")))
    settle(window)
    select(page, 1, 2, 3, name="grade")
    settle(window)
    page.fill_down()
    settle(window)
    assert column(page, "grade")[1:4] == ["D-1"] * 3


def test_history_says_who_when_and_what(window, page, settle):
    uid = page.detail.uids[0]
    typed(page, "budget_section", "29C")
    settle(window)
    seen = []

    def look(dialog):
        seen.extend(
            label.text() for label in dialog.findChildren(QWidget) if hasattr(label, "text")
        )
        return True

    window.context.dialogs.runs.append(look)
    menu = editor(page, "budget_section").menu()
    next(each for each in menu.actions() if each.text() == "History…").trigger()
    settle(window)
    assert "no answer → 29C" in seen
    assert any("round 2026" in text for text in seen)
    assert page.detail.uids == (uid,)
    page.detail.tabs.setCurrentIndex(2)
    settle(window)
    assert page.detail.past.currentWidget().count >= 1


def test_links_lead_to_the_data_centre_and_the_other_systems_there(window, page, settle):
    records = window.context.store.records
    rooms = records.page(GridQuery(sheet="data_centres", round="2026"), 0, 5)
    systems = records.page(GridQuery(sheet="systems", round="2026", columns=("name",)), 0, 5)
    by_name = {row.values[0]: row.uid for row in systems}
    room = rooms[0].uid
    both = [by_name["Payroll"], by_name["Archive"]]
    records.change("systems", "2026", both, {"hosting_dc": Answer(room, None)})
    page.show_target(RecordTarget(sheet="systems", uid=both[0]))
    settle(window)
    texts = [each.accessibleName() for each in page.detail.links.buttons]
    assert any(text.startswith("Archive") for text in texts)
    assert editor(page, "hosting_dc").main.currentText().startswith("Basement room")
    page.detail.links.buttons[0].click()
    settle(window)
    assert page.sheet == "data_centres"
    assert page.detail.uids == (room,)
    assert "Links (2)" in page.detail.tabs.tabText(1)


def test_a_reference_offers_records_by_their_titles(window, page, settle):
    page.show_sheet("systems")
    settle(window)
    chooser = editor(page, "hosting_dc")
    chooser.look_up()
    texts = [chooser.combo.itemText(at) for at in range(chooser.combo.count())]
    at = next(at for at, text in enumerate(texts) if text.startswith("Basement room"))
    chooser.combo.setCurrentIndex(at)
    chooser.combo.activated.emit(at)
    settle(window)
    uid = page.detail.uids[0]
    assert stored(window, uid, "hosting_dc", "systems").startswith("DC-")


# -- adding, retiring, confirming ------------------------------------------------------------------------


def test_add_asks_for_the_entity_and_goes_to_the_first_field(window, page, settle):
    def choose(dialog):
        dialog.search.setText("golf")
        assert dialog.entity == "GOLF"
        return True

    window.context.dialogs.runs.append(choose)
    page.add_button.click()
    settle(window)
    assert page.records.model.rowCount() == ALL + 1
    assert page.detail.one.view.record.entity == "GOLF"
    assert page.detail.one.view.is_new
    assert page.detail.form.focused_field == "post_no"
    typed(page, "post_no", "NEW-1")
    settle(window)
    assert stored(window, page.detail.uids[0], "post_no") == "NEW-1"


def test_add_does_not_ask_where_one_entity_is_looked_at(window, page, settle):
    page.tree.view.setCurrentIndex(page.tree.model.index_of("entity", "BRAVO"))
    page.start_search()
    QTest.keyClicks(page.filters.search, "no such")
    settle(window)
    page.add_record()
    settle(window)
    assert page.detail.one.view.record.entity == "BRAVO"
    assert page.filters.search.text() == "", "a filter would hide the new record"


def test_retire_says_what_happens_and_how_many(window, page, settle):
    select(page, 1, 2)
    settle(window)
    uids = page.chosen()

    def day(dialog):
        assert "2 records" in dialog.retire.text()
        assert "Nothing is deleted" in dialog.effect.text()
        return True

    window.context.dialogs.runs.append(day)
    page.retire_records()
    settle(window)
    assert [stored(window, uid, "record_status") for uid in uids] == ["CLOSED"] * 2
    model = page.records.model
    words = [model.index(model.row_of(uid), len(model.columns) - 1).data() for uid in uids]
    assert words == ["Closed", "Closed"]


def test_confirm_takes_what_was_carried_forward(window, page, settle, demo_store):
    from inventory_app.workspace import Workspace  # noqa: F401 - the type of what is open

    store = window.context.store
    from datetime import date

    store.rounds.open("2027", as_of=date(2027, 6, 30), deadline=date(2027, 9, 30))
    settle(window)
    window.look_at_round("2027")
    settle(window)
    page = window.current
    page.show_sheet("staff")
    settle(window)
    assert page.records.model.index(0, len(page.records.model.columns) - 1).data()
    assert page.detail.confirm.isVisible()
    select(page, 0, 1)
    settle(window)
    uids = page.chosen()
    page.confirm_records()
    settle(window)
    found = [store.records.get("staff", uid, "2027").confirmed for uid in uids]
    assert found == [True, True]


def test_a_round_that_is_over_can_be_seen_but_not_changed(window, page, settle):
    window.look_at_round("2025")
    settle(window)
    page = window.current
    page.show_sheet("units")
    settle(window)
    assert page.over.isVisible()
    assert not page.add_button.isEnabled()
    assert editor(page, "name").main.isReadOnly()
    assert not page.can("add")


def test_duplicate_leaves_what_tells_records_apart(window, page, settle):
    select(page, 1)
    settle(window)
    page.actions_.duplicate()
    settle(window)
    assert page.records.model.rowCount() == ALL + 1
    values = page.detail.one.view.record.values
    assert "post_no" not in values
    assert values["functional_title"] == "Analyst"


# -- clipboard -----------------------------------------------------------------------------------------


def test_a_block_is_copied_and_pasted_with_a_report(window, page, settle):
    page.use(page.list_state.__class__(columns=("post_no", "grade", "annual_cost", "fte")))
    settle(window)
    select(page, 1, 2)
    page.records.table.setFocus()
    window.commands.copy()
    text = QApplication.clipboard().text()
    assert text.splitlines()[0].split("\t")[:2] == [
        page.records.model.index(1, at).data() for at in range(2)
    ]
    select(page, 1, name="grade")
    QApplication.clipboard().setText("D-1\t120000\t7\r\nnonsense\t130000\r\n")
    uids = [page.records.model.uid(1), page.records.model.uid(2)]
    before = stored(window, uids[1], "grade")

    def look(dialog):
        assert dialog.report.accepted == 3
        assert len(dialog.report.refused) == 2
        said = [dialog.model.index(row, 3).data() for row in range(2)]
        assert any("computed" in each for each in said)
        assert any("nonsense" in dialog.model.index(row, 2).data() for row in range(2))
        return True

    window.context.dialogs.runs.append(look)
    window.commands.paste()
    settle(window)
    assert [str(stored(window, uid, "annual_cost")) for uid in uids] == ["120000.00", "130000.00"]
    assert [stored(window, uid, "grade") for uid in uids] == ["D-1", before]


def test_rows_below_the_last_record_are_added_when_that_is_wanted(window, page, settle):
    page.tree.view.setCurrentIndex(page.tree.model.index_of("entity", "FOX"))
    page.use(page.list_state.__class__(columns=("post_no", "functional_title")))
    settle(window)
    last = page.records.model.rowCount() - 1
    select(page, last, name="post_no")
    settle(window)
    QApplication.clipboard().setText("X1\tOne\r\nX2\tTwo\r\nX3\tThree\r\n")

    def add(dialog):
        assert dialog.rows.isVisibleTo(dialog)
        dialog.rows.setChecked(True)
        assert dialog.report.to_add == 2
        return True

    window.context.dialogs.runs.append(add)
    page.paste()
    settle(window)
    assert page.records.model.rowCount() == last + 3
    assert {"X1", "X2", "X3"} <= set(column(page, "post_no"))


def test_one_row_goes_into_all_selected_records(window, page, settle):
    page.use(page.list_state.__class__(columns=("post_no", "grade")))
    settle(window)
    select(page, 0, 1, 2, name="grade")
    QApplication.clipboard().setText("D-2")
    window.context.dialogs.runs.append(lambda dialog: dialog.report.accepted == 3)
    page.paste()
    settle(window)
    assert column(page, "grade")[:3] == ["D-2"] * 3


# -- targets and the window ------------------------------------------------------------------------------


def test_a_list_behind_a_figure_says_why_it_is_shown(window, page, settle):
    condition = Condition(
        operation=Operation.ANY_OF, field="ict_function", values=("SERVICE_DESK",)
    )
    window.context.go("inventory", ListTarget(
        sheet="staff", entities=("ALPHA", "BRAVO"), conditions=(condition,), title="Service desks",
    ))  # fmt: skip
    settle(window)
    assert page.banner.isVisible()
    assert page.banner.text.text() == "Service desks"
    assert set(column(page, "entity")) == {"ALPHA", "BRAVO"}
    page.banner.buttons.itemAt(0).widget().click()
    settle(window)
    assert not page.banner.isVisible()
    assert page.records.model.rowCount() == ALL
    assert page.list_state.conditions == ()


def test_a_record_is_found_in_another_sheet_and_round(window, page, settle):
    records = window.context.store.records
    uid = records.page(GridQuery(sheet="units", round="2025"), 0, 1)[0].uid
    window.context.go("inventory", RecordTarget(sheet="units", uid=uid, round="2025", field="name"))
    settle(window)
    page = window.current
    assert window.context.round == "2025"
    assert page.detail.uids == (uid,)
    assert page.detail.form.focused_field == "name"


def test_an_entity_is_shown_when_another_page_names_it(window, page, settle):
    window.context.go("inventory", EntityTarget(entity="CARGO"))
    settle(window)
    assert page.tree.scope == ("entity", "CARGO")
    assert page.records.model.rowCount() == 5


def test_a_small_window_shows_the_list_or_the_form(window, page, settle):
    window.resize(800, 560)
    settle(window)
    assert not page.tree.isVisible()
    assert page.middle.isVisible()
    assert not page.detail.isVisible()
    select(page, 1)
    page.records.table.setFocus()
    QTest.keyClick(page.records.table, Qt.Key.Key_Return)
    settle(window)
    assert page.detail.isVisible()
    assert not page.middle.isVisible()
    page.detail.close_button.click()
    settle(window)
    assert page.middle.isVisible()
    window.resize(1280, 840)
    settle(window)
    assert page.tree.isVisible()
    assert page.detail.isVisible()


@pytest.mark.parametrize("language", ["ar", "zh", "ru"])
def test_the_page_works_in_other_languages(make_window, demo_store, settle, language):
    window = make_window(language, "dark", demo_store)
    page = opened(window, settle)
    assert page.records.model.rowCount() == ALL
    typed(page, "annual_cost", "1234.5" if language != "ru" else "1234,5")
    settle(window)
    assert str(stored(window, page.detail.uids[0], "annual_cost")) == "1234.50"
    if language == "ar":
        tree, form = (each.mapTo(window, each.rect().topLeft()).x() for each in
                      (page.tree, page.detail))  # fmt: skip
        assert tree > form, "the page is mirrored"
        select(page, 3)
        settle(window)
        assert page.detail.uids == (page.records.model.uid(3),)


def test_every_control_has_a_name(page):
    nameless = []
    for each in page.findChildren(QWidget):
        if each.isVisible() and each.focusPolicy() != Qt.FocusPolicy.NoFocus:
            interface = QAccessible.queryAccessibleInterface(each)
            if not interface.text(QAccessible.Text.Name):
                nameless.append((type(each).__name__, each.objectName(), type(each.parent())))
    assert nameless == []


def test_a_store_without_rounds_says_what_to_do(make_window, tmp_path, settle):
    from answered_store import entity_list

    from inventory_app.workspace import Workspace

    path = tmp_path / "new.ictinv"
    Workspace.create(path, entity_list=entity_list(tmp_path)).close()
    window = make_window(store=path)
    page = window.show_page("inventory")
    settle(window)
    assert page.whole.currentIndex() == 1
    assert page.add_button.isHidden()


def test_changes_from_elsewhere_are_seen(window, page, settle):
    store = window.context.store
    store.records.add("staff", "2026", "GOLF", {"post_no": Answer("ELSEWHERE", None)})
    settle(window)
    assert page.records.model.rowCount() == ALL + 1
    uid = page.detail.uids[0]
    store.records.change("staff", "2026", [uid], {"budget_section": Answer("9", None)})
    settle(window)
    assert editor(page, "budget_section").main.text() == "9"
