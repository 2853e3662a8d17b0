"""Models of the inventory: windowed lists, the tree of entities, columns and marks."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from inventory_app.domain.catalogue import default
from inventory_app.domain.findings import Finding
from inventory_app.domain.grids import Condition, GridQuery, GridRow, Operation, Order
from inventory_app.domain.merging import Answer
from inventory_app.gui.inventory_words import condition_text
from inventory_app.gui.models.entity_tree import EntityLeaf, EntityTreeModel
from inventory_app.gui.models.records import PAGE, WAITING, RecordsModel
from inventory_app.gui.models.records_columns import STATUS, telling
from inventory_app.gui.models.records_lines import LinesModel, TextLine
from inventory_app.gui.models.records_marks import mark_of
from inventory_app.gui.views.inventory_state import ListState, NamedView, NamedViews
from inventory_app.settings import Settings
from inventory_app.texts import translator

SHEET = default()["staff"]
COLUMNS = ("post_no", "functional_title", "grade", "fte", "contract_end", "ict_unit", STATUS)


def query(**more):
    return GridQuery(sheet="staff", round="2026", columns=COLUMNS, **more)


def shown(model, window, settle, *arguments, **more):
    model.show(*arguments, **more)
    settle(window)
    return model


def texts(model, column):
    return [model.index(row, column).data() for row in range(model.rowCount())]


@pytest.fixture
def model(window, settle):
    return shown(RecordsModel(window.context, window), window, settle, query())


@pytest.fixture
def many(window, settle):
    """Return the model of a list with more than two pages."""
    records = window.context.store.records
    block = "\r\n".join(f"N{number:04}\tTitle {number % 7}" for number in range(450))
    from inventory_app.domain.pasting import PasteSpec

    records.paste(PasteSpec(
        query=query(), columns=("post_no", "functional_title"), text=block, language="en",
        entity="ALPHA", add_rows=True,
    ))  # fmt: skip
    settle(window)
    only = query(order=(Order("post_no"),), search="title")
    return shown(RecordsModel(window.context, window), window, settle, only)


def test_a_model_tester_finds_nothing_wrong_while_lists_change(window, settle, many, qtmodeltester):
    tester = QAbstractItemModelTester(
        many, QAbstractItemModelTester.FailureReportingMode.Fatal, window
    )
    shown(many, window, settle, query())
    shown(many, window, settle, query(only=()))
    many.clear()
    shown(many, window, settle, query(order=(Order("grade"),)))
    tester.deleteLater()
    qtmodeltester.check(many)


def test_a_list_shows_texts_numbers_and_states_as_a_reader_knows_them(window, settle, model):
    assert model.rowCount() == window.context.store.records.count(
        GridQuery(sheet="staff", round="2026")
    )
    row = texts(model, 0).index("P1")
    settle(window)
    assert model.index(row, 3).data() == "0.5"
    assert model.index(row, 3).data(Qt.ItemDataRole.TextAlignmentRole) & int(
        Qt.AlignmentFlag.AlignRight
    )
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Post number"
    assert "FTE" in model.headerData(3, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)


def test_what_is_not_asked_of_a_record_looks_different_from_what_is_missing(model):
    companies = {model.index(row, 0).data(): row for row in range(model.rowCount())}
    assert model.index(companies["P0"], 4).data() == "—"
    tip = model.index(companies["P0"], 4).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Not asked of this record"


def test_marks_say_what_is_missing(window, settle):
    store = window.context.store
    uid = store.records.add("staff", "2026", "BRAVO", {})
    settle(window)
    model = shown(RecordsModel(window.context, window), window, settle, query(only=(uid,)))
    assert model.index(0, 6).data() == ""
    settle(window)
    assert "missing" in model.index(0, 6).data()
    assert "Post number" in model.index(0, 6).data(Qt.ItemDataRole.ToolTipRole)


def test_pages_beyond_the_first_are_read_when_they_are_looked_at(window, settle, many):
    assert many.rowCount() == 450
    assert many.index(430, 0).data() == WAITING
    settle(window)
    assert many.index(430, 0).data() == "N0430"
    assert many.uid(430)


def test_nothing_is_read_by_the_thread_of_the_window(window, settle, monkeypatch, many):
    store = window.context.store
    threads = []
    page = store.records.page

    def watched(*arguments):
        threads.append(threading.current_thread())
        return page(*arguments)

    monkeypatch.setattr(store.records, "page", watched)
    shown(many, window, settle, query(order=(Order("grade"),)))
    assert threads
    assert threading.main_thread() not in threads


def test_a_record_is_found_on_a_later_page(window, settle, many):
    uid, places = many.uid(333), []
    many.shown.connect(places.append)
    shown(many, window, settle, query(order=(Order("post_no"),), search="title"), find=uid)
    assert places == [333]
    assert many.index(333, 0).data() == "N0333"
    assert many.row_of(uid) == 333


def test_rows_stay_where_they_are_when_what_sorts_them_changes(window, settle, many):
    records = window.context.store.records
    many.pin()
    first = many.uid(0)
    records.change("staff", "2026", [first], {"post_no": Answer("Z9999", None)})
    many.read_again()
    assert texts(many, 0)[0] == "N0000", "what was shown stays until the new text is there"
    settle(window)
    assert many.uid(0) == first
    assert many.index(0, 0).data() == "Z9999"
    assert many.index(449, 0).data() in ("N0449", WAITING)


def test_uids_of_a_long_range_come_in_the_order_of_the_list(many):
    uids = many.uids(0, 449)
    assert len(set(uids)) == 450
    assert uids[7] == many.uid(7)


def test_few_pages_are_kept(window, settle, many):
    for row in range(0, 450, 50):
        many.index(row, 0).data()
        settle(window)
    assert len(many._pages) == 450 // PAGE + 1
    assert sum(map(len, many._pages.values())) == 450


def leaves():
    return [
        EntityLeaf(code="ALPHA", name="Office Alpha", type="OAH", type_label="Office away"),
        EntityLeaf(code="FOX", name="Commission Fox", type="REG", type_label="Commission"),
        EntityLeaf(code="OLD", name="Office Old", type="OAH", type_label="Office away",
                   dim="no longer exists"),
    ]  # fmt: skip


def test_the_tree_of_entities_is_sound_and_counts(window, qtmodeltester):
    model = EntityTreeModel(translator("en"), window.context.theme)
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, window
    )
    model.show_entities(leaves())
    model.show_counts({"ALPHA": 1234, "FOX": 5})
    qtmodeltester.check(model)
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == [
        "All entities", "Commission", "Office away"
    ]  # fmt: skip
    assert model.index(0, 1).data() == "1,239"
    offices = model.index(2, 0)
    assert model.index(0, 1, offices).data() == "1,234"
    old = model.index_of("entity", "OLD")
    assert "no longer exists" in old.data(Qt.ItemDataRole.ToolTipRole)
    assert old.data(Qt.ItemDataRole.ForegroundRole) == window.context.theme.colour("faint")
    model.search("fox")
    assert model.rowCount() == 1
    assert model.codes_of("type", "OAH") == ("ALPHA", "OLD"), "a search narrows what is shown only"
    assert model.index_of("entity", "ALPHA") == QModelIndex()
    tester.deleteLater()


def test_lines_are_sound(qtmodeltester):
    model = LinesModel(("One", "Two"), numbers=(1,))
    model.show_lines([TextLine(("a", "1")), TextLine(("b", "2"), tip="more")])
    qtmodeltester.check(model)
    assert model.index(1, 1).data() == "2"
    assert model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole) == "more"


def row(standing="reported", **values):
    return GridRow("ST-1", "ALPHA", standing, tuple(values.values()), {}), values


def marked(findings=(), *, conflict=False, standing="reported", **values):
    shown_row, given = row(standing, **values)
    return mark_of(
        shown_row, given, findings, conflict=conflict, sheet=SHEET, catalogue=default(),
        words=translator("en"),
    )  # fmt: skip


def test_the_strongest_thing_to_do_gives_the_word():
    missing = Finding(code="R-MISSING", sheet="staff", field="grade")
    wrong = Finding(
        code="V-ABOVE", sheet="staff", field="ict_time_share", found="120", expected="100"
    )
    assert marked([missing, wrong]).word == "1 missing"
    assert marked([wrong]).word == "1 to correct"
    assert marked([missing], conflict=True).word == "Conflict"
    assert marked(standing="carried").word == "To confirm"
    assert marked(data_quality="ESTIMATED").word == "Estimated"
    assert marked(record_status="CLOSED").word == "Closed"
    assert marked().tone == "good"
    assert "Grade" in marked([missing], standing="carried").tip
    assert "not confirmed" in marked([missing], standing="carried").tip


def test_every_sheet_of_the_catalogue_has_telling_columns():
    for sheet in default():
        columns = telling(sheet)
        assert 5 <= len(columns) <= 7
        assert all(name in sheet.fields or name == "entity" for name in columns)


def test_a_list_state_survives_being_kept_as_plain_data():
    from datetime import date
    from decimal import Decimal

    state = ListState(
        columns=("post_no", "entity"), search="x", order=(Order("grade", descending=True),),
        group="grade", widths={"post_no": 90},
        conditions=(
            Condition(operation=Operation.ANY_OF, field="grade", values=("P-3", None)),
            Condition(operation=Operation.BETWEEN, field="annual_cost", values=(Decimal("1.50"), None)),
            Condition(operation=Operation.ANY_OF, field="skills", values=(("NETWORK",),)),
            Condition(operation=Operation.IS, field="contract_end", values=(date(2026, 1, 2),)),
            Condition(operation=Operation.FINDINGS),
            Condition(operation=Operation.EMPTY, field="remarks"),
        ),
    )  # fmt: skip
    assert ListState.read(state.plain(SHEET), SHEET) == state


def test_what_another_catalogue_kept_is_left_out():
    kept = {"columns": ["gone", "grade"], "conditions": [
        {"operation": "is", "field": "gone", "values": ["1"]},
        {"operation": "no such", "field": "grade", "values": []},
        "nonsense",
    ], "order": [["gone", False]], "group": "gone"}  # fmt: skip
    state = ListState.read(kept, SHEET)
    assert state.columns == ("grade",)
    assert state.conditions == ()
    assert state.order == ()


def test_named_views_are_kept_with_the_settings(tmp_path):
    file = tmp_path / "settings.toml"
    views = NamedViews(Settings(file), default())
    condition = Condition(operation=Operation.ANY_OF, field="grade", values=("P-3",))
    view = NamedView(
        name="Juniors", sheet="staff", state=ListState(conditions=(condition,)),
        scope=("entity", "ALPHA"),
    )  # fmt: skip
    views.keep(view)
    again = NamedViews(Settings.load(file), default())
    assert again.all() == (view,)
    again.drop("Juniors")
    assert NamedViews(Settings.load(file), default()).all() == ()


def test_conditions_are_said_in_words():
    from decimal import Decimal

    def said(operation, field="", *values):
        condition = Condition(operation=operation, field=field, values=values)
        return condition_text(condition, SHEET, translator("en"), {})

    assert said(Operation.ANY_OF, "grade", "P-3", None) == "Grade: P-3, (empty)"
    assert said(Operation.BETWEEN, "annual_cost", Decimal(5), None) == "Annual cost from 5.00"
    assert said(Operation.EMPTY, "remarks") == "Remarks is empty"
    assert said(Operation.STALE) == "Not confirmed yet"
    assert said(Operation.CONTAINS, "post_no", "12") == "Post number contains “12”"
