from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from workbook_samples import (
    CATALOGUE,
    LANGUAGES,
    NA,
    NE,
    NR,
    a_record,
    a_workbook,
    asked_values,
    codes_of,
    columns_of,
    opened,
    read,
    rows_of,
    uid,
    written,
)

from inventory_app.domain.answer_words import words
from inventory_app.domain.findings import KINDS
from inventory_app.domain.values import ValueState
from inventory_app.formats.excel.workbook_layout import all_tabs
from inventory_app.texts import translator


@pytest.fixture
def changed(tmp_path):
    """Write a workbook, let openpyxl change it, and read what comes back."""

    def change(work, workbook=None):
        path = written(workbook or a_workbook(), tmp_path / "sent.xlsx")
        book = opened(path)
        work(book)
        book.save(tmp_path / "back.xlsx")
        return read(tmp_path / "back.xlsx")

    return change


def one(record, spare=2):
    return a_workbook(records={record.sheet: [record]}, spare=spare)


def put(book, tab, row, **values):
    page = book[tab]
    columns = columns_of(page)
    for name, value in values.items():
        page.cell(row, columns[name]).value = value


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_written_is_read_back_in_every_language(tmp_path, language):
    workbook = a_workbook(language)
    returned = read(written(workbook, tmp_path / "a.xlsx"))
    assert returned.findings == ()
    assert returned.identity == workbook.identity
    for sheet in CATALOGUE:
        expected = {record.uid: asked_values(record) for record in workbook.records[sheet.name]}
        assert rows_of(returned, sheet.name) == expected
        assert {u: dict(i.values) for u, i in returned.issued[sheet.name].items()} == expected
        assert returned.sheets[sheet.name].fields == {field.name for field in sheet.asked}


def test_each_answer_knows_its_cell(tmp_path):
    path = written(a_workbook(), tmp_path / "a.xlsx")
    page = opened(path)["Staff"]
    for row in read(path).sheets["staff"].rows:
        assert row.cells.keys() == row.values.keys()
        assert page[row.cells["post_no"]].value == row.values["post_no"]
        assert row.cells["post_no"].endswith(str(row.row))


def test_states_come_back_as_they_were(tmp_path):
    states = {"annual_cost": NA, "duty_station": NR, "ict_time_share": NE, "grade": ValueState.SUP}
    record = a_record("staff", 1, {"post_no": "1", "ict_time_share": Decimal("50.00")}, states)
    returned = read(written(one(record), tmp_path / "a.xlsx"))
    (row,) = returned.sheets["staff"].rows
    assert row.states == states
    assert returned.issued["staff"][record.uid].states == states
    assert row.values == asked_values(record)


def test_a_code_with_the_label_not_applicable_is_a_code(tmp_path):
    record = a_record("systems", 1, {"name": "Payroll", "erp_relation": "N_A"})
    for language in LANGUAGES:
        workbook = a_workbook(language, records={"systems": [record]})
        returned = read(written(workbook, tmp_path / "a.xlsx"))
        assert rows_of(returned, "systems")[record.uid]["erp_relation"] == "N_A"


def test_a_spare_row_that_stays_empty_is_no_row(tmp_path):
    returned = read(written(a_workbook(records={}, spare=5), tmp_path / "a.xlsx"))
    assert returned.sheets["staff"].rows == ()


def test_a_spare_row_that_is_filled_in_keeps_its_code(changed):
    returned = changed(
        lambda book: put(book, "Staff", 6, post_no="77"), a_workbook(records={}, spare=5)
    )
    assert rows_of(returned, "staff") == {uid("staff", "spare 1"): {"post_no": "77"}}


def test_a_row_below_the_table_is_a_row_without_a_code(changed):
    returned = changed(
        lambda book: put(book, "Staff", 9, post_no="77"), a_workbook(records={}, spare=2)
    )
    assert rows_of(returned, "staff") == {None: {"post_no": "77"}}
    assert returned.findings == ()


def test_an_issued_row_that_was_emptied_is_still_a_row(changed):
    def clear(book):
        page = book["Staff"]
        for column in columns_of(page).values():
            if column > 2:
                page.cell(5, column).value = None

    record = a_record("staff", 1, {"post_no": "1"}, {"grade": NE})
    returned = changed(clear, one(record))
    (row,) = returned.sheets["staff"].rows
    assert (row.uid, row.values, row.states) == (record.uid, {}, {})


@pytest.mark.parametrize(
    ("typed", "expected", "code"),
    [
        ("1 250,50", Decimal("1250.50"), "P-NUMBER-TEXT"),
        (1250.5, Decimal("1250.50"), None),
        ("٣٠٠", Decimal(300), "P-NUMBER-TEXT"),
        ("fifty", None, "V-NUMBER"),
        ("1.250", None, "V-NUMBER-AMBIGUOUS"),
        (-3, None, "V-BELOW"),
        ("#REF!", None, "V-ERROR-CELL"),
        (True, None, "V-NUMBER"),
    ],
)
def test_numbers_are_read_or_reported_with_what_was_found(changed, typed, expected, code):
    record = a_record("staff", 1, {"post_no": "1"})
    workbook = a_workbook("fr", records={"staff": [record]}, spare=0)
    returned = changed(lambda book: put(book, "Personnel", 5, annual_cost=typed), workbook)
    (row,) = returned.sheets["staff"].rows
    assert row.values.get("annual_cost") == expected
    assert row.unreadable == (frozenset() if expected is not None else {"annual_cost"})
    assert codes_of(returned) == ({code} if code else set())
    for finding in returned.findings:
        assert (finding.sheet, finding.uid, finding.field) == ("staff", record.uid, "annual_cost")
        assert (finding.tab, finding.cell) == ("Personnel", row.cells["annual_cost"])
        assert finding.found == ("TRUE" if typed is True else str(typed))
        if code == "V-BELOW":
            assert finding.expected == "0"


@pytest.mark.parametrize("typed", [-1250.5, "-1 250,50", "(1 250,50)"])
def test_a_refund_is_an_amount_with_a_minus_sign(changed, typed):
    record = a_record("costs", 1, {"line_no": "1"})
    workbook = a_workbook("fr", records={"costs": [record]}, spare=0)
    returned = changed(
        lambda book: put(book, CATALOGUE["costs"].label("fr"), 5, amount=typed), workbook
    )
    (row,) = returned.sheets["costs"].rows
    assert row.values["amount"] == Decimal("-1250.50")
    assert codes_of(returned) <= {"P-NUMBER-TEXT"}


@pytest.mark.parametrize(
    ("typed", "expected", "code"),
    [
        (date(2026, 4, 3), date(2026, 4, 3), None),
        ("2026-04-03", date(2026, 4, 3), "P-DATE-TEXT"),
        ("03/04/2026", None, "V-DATE-AMBIGUOUS"),
        ("31/12/2026", date(2026, 12, 31), "P-DATE-TEXT"),
        ("spring", None, "V-DATE"),
    ],
)
def test_dates_are_read_or_reported(changed, typed, expected, code):
    record = a_record("staff", 1, {"post_no": "1"})
    returned = changed(lambda book: put(book, "Staff", 5, retired_on=typed), one(record))
    (row,) = returned.sheets["staff"].rows
    assert row.values.get("retired_on") == expected
    assert codes_of(returned) == ({code} if code else set())


@pytest.mark.parametrize(
    ("typed", "percent_format", "expected"),
    [
        (0.5, True, Decimal(50)),
        (50, False, Decimal(50)),
        ("50%", False, Decimal(50)),
        (50, True, None),
    ],
)
def test_shares_mean_what_their_cells_show(changed, typed, percent_format, expected):
    def work(book):
        put(book, "Staff", 5, ict_time_share=typed)
        page = book["Staff"]
        cell = page.cell(5, columns_of(page)["ict_time_share"])
        cell.number_format = "0%" if percent_format else "General"

    returned = changed(work, one(a_record("staff", 1, {"post_no": "1"})))
    (row,) = returned.sheets["staff"].rows
    assert row.values.get("ict_time_share") == expected
    if expected is None:
        (finding,) = returned.findings
        assert (finding.code, finding.found, finding.expected) == ("V-ABOVE", "5000%", "100")


def test_an_answer_that_is_not_in_the_list_says_what_is(changed):
    record = a_record("staff", 1, {"post_no": "1"})
    returned = changed(lambda book: put(book, "Staff", 5, dedication="half"), one(record))
    (finding,) = returned.findings
    assert (finding.code, finding.found) == ("V-CODE", "half")
    assert finding.expected == "Dedicated; Non-dedicated"
    assert KINDS[finding.code]


def test_labels_in_any_language_and_codes_are_understood(changed):
    record = a_record("staff", 1, {"post_no": "1"})
    for typed in ("专职", "DEDICATED", " dedicated "):
        returned = changed(
            lambda book, typed=typed: put(book, "Staff", 5, dedication=typed), one(record)
        )
        assert rows_of(returned, "staff")[record.uid]["dedication"] == "DEDICATED"


def test_several_codes_are_read_with_their_separators(changed):
    record = a_record("staff", 1, {"post_no": "1"})
    labels = CATALOGUE.code_lists["languages"].codes
    typed = f"{labels['FR'].labels['en']}, {labels['EN'].labels['en']}"
    returned = changed(lambda book: put(book, "Staff", 5, languages=typed), one(record))
    assert set(rows_of(returned, "staff")[record.uid]["languages"]) == {"FR", "EN"}


def test_unknown_and_not_applicable_are_answers(changed):
    record = a_record("staff", 1, {"post_no": "1"})
    returned = changed(
        lambda book: put(book, "Staff", 5, annual_cost="unknown", retired_on="не применимо"),
        one(record),
    )
    (row,) = returned.sheets["staff"].rows
    assert row.states == {"annual_cost": NR, "retired_on": NA}


def test_a_formula_without_a_result_is_never_zero(changed):
    record = a_record("staff", 1, {"post_no": "1"})
    returned = changed(lambda book: put(book, "Staff", 5, annual_cost="=1+1"), one(record))
    (row,) = returned.sheets["staff"].rows
    assert row.unreadable == {"annual_cost"}
    assert codes_of(returned) == {"V-ERROR-CELL"}


def test_text_is_kept_as_typed_and_hidden_direction_marks_are_told(changed):
    record = a_record("staff", 1, {"post_no": "1"})
    text = "a  b\u202e c"
    returned = changed(
        lambda book: put(book, "Staff", 5, functional_title=f" {text} "), one(record)
    )
    assert rows_of(returned, "staff")[record.uid]["functional_title"] == text
    assert codes_of(returned) == {"L-BIDI"}


def test_text_that_is_too_long_is_reported_and_not_cut(changed):
    record = a_record("staff", 1, {"post_no": "1"})
    returned = changed(lambda book: put(book, "Staff", 5, functional_title="x" * 121), one(record))
    (finding,) = returned.findings
    assert (finding.code, finding.expected) == ("V-TOO-LONG", "120")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_page_is_read_in_every_language(changed, language):
    def declare(book):
        for name, value in (
            ("ict_nothing__costs", words(language).yes),
            ("ict_unchanged__staff", words(language).yes),
            ("ict_unchanged__units", words(language).no),
            ("ict_filled_by", "  B. Example "),
        ):
            ((tab, cell),) = book.defined_names[name].destinations
            book[tab][cell.replace("$", "")].value = value

    records = {"staff": [a_record("staff", 1, {"post_no": "1"})]}
    returned = changed(declare, a_workbook(language, records=records))
    declared = {name: sheet.declaration for name, sheet in returned.sheets.items()}
    assert [name for name, d in declared.items() if d.nothing] == ["costs"]
    assert [name for name, d in declared.items() if d.unchanged] == ["staff"]
    assert returned.filled_by == "B. Example"
    assert returned.findings == ()


def test_nothing_to_report_beside_rows_is_a_contradiction(changed):
    def declare(book):
        ((tab, cell),) = book.defined_names["ict_nothing__staff"].destinations
        book[tab][cell.replace("$", "")].value = "Yes"

    returned = changed(declare, one(a_record("staff", 1, {"post_no": "1"})))
    (finding,) = returned.findings
    assert (finding.code, finding.sheet, finding.found) == ("L-NOTHING-BUT-ROWS", "staff", "1")


class TestReferences:
    unit = a_record("units", 1, {"unit_code": "U-1", "name": "Network section"})
    other = a_record("units", 2, {"unit_code": "U-2", "name": "Help desk"})
    post = a_record("staff", 1, {"post_no": "1"})

    def type_unit(self, changed, typed, *more):
        workbook = a_workbook(
            records={"units": [self.unit, self.other, *more], "staff": [self.post]}, spare=2
        )
        returned = changed(lambda book: put(book, "Staff", 5, ict_unit=typed), workbook)
        return rows_of(returned, "staff")[self.post.uid]["ict_unit"], codes_of(returned)

    @pytest.mark.parametrize(
        "typed", ["U-1", "network  section", "U-1 · Network section", unit.uid, f"{unit.uid} · x"]
    )
    def test_a_code_a_title_or_a_key_names_a_record(self, changed, typed):
        assert self.type_unit(changed, typed) == (self.unit.uid, set())

    def test_a_code_of_another_entity_stays(self, changed):
        foreign = uid("units", "elsewhere")
        assert self.type_unit(changed, foreign) == (foreign, set())

    def test_what_names_nothing_is_kept_and_told(self, changed):
        assert self.type_unit(changed, "Somewhere") == ("Somewhere", {"L-REFERENCE"})

    def test_a_name_of_two_records_names_neither(self, changed):
        twin = a_record("units", 3, {"unit_code": "U-3", "name": "Network section"})
        value, codes = self.type_unit(changed, "Network section", twin)
        assert (value, codes) == ("Network section", {"L-REFERENCE"})

    def test_a_record_added_in_the_return_can_be_named(self, changed):
        def work(book):
            put(book, "Units", 6, unit_code="U-9", name="New section")
            put(book, "Staff", 5, ict_unit="New section")

        workbook = a_workbook(records={"units": [self.unit], "staff": [self.post]}, spare=2)
        returned = changed(work, workbook)
        new = rows_of(returned, "staff")[self.post.uid]["ict_unit"]
        assert rows_of(returned, "units")[new]["name"] == "New section"

    def test_words_that_were_issued_are_not_told_again(self, changed):
        post = a_record("staff", 1, {"post_no": "1", "ict_unit": "A unit elsewhere"})
        returned = changed(lambda book: None, one(post))
        assert rows_of(returned, "staff")[post.uid]["ict_unit"] == "A unit elsewhere"
        assert returned.findings == ()


def test_tab_names_are_those_of_the_language(tmp_path):
    returned = read(written(a_workbook("zh"), tmp_path / "a.xlsx"))
    assert [s.tab for s in returned.sheets.values()] == all_tabs(CATALOGUE, translator("zh"))[2:-2]
