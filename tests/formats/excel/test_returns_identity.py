from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.packaging.custom import StringProperty
from workbook_samples import (
    CATALOGUE,
    a_workbook,
    an_identity,
    codes_of,
    opened,
    read,
    written,
)

from inventory_app.errors import Refused
from inventory_app.formats.excel.returns import read_return


@pytest.fixture
def changed(tmp_path):
    def change(work):
        path = written(a_workbook(records={}), tmp_path / "sent.xlsx")
        book = opened(path)
        work(book)
        book.save(tmp_path / "back.xlsx")
        return read(tmp_path / "back.xlsx")

    return change


def identity_cell(book, name):
    return next(row[1] for row in book["_identity"].iter_rows() if row[0].value == name)


def code_cell(book):
    ((tab, cell),) = book.defined_names["ict_workbook_code"].destinations
    return book[tab][cell.replace("$", "")]


def set_property(book, text):
    del book.custom_doc_props["ict-inventory"]
    if text:
        book.custom_doc_props.append(StringProperty(name="ict-inventory", value=text))


def refusal(work, changed):
    with pytest.raises(Refused) as refused:
        changed(work)
    return refused.value.code


def test_every_part_of_the_identity_travels(changed):
    returned = changed(lambda book: None)
    assert returned.identity == an_identity()
    assert returned.identity.signed(b"a key") == returned.identity.tag
    assert returned.findings == ()


def test_a_property_lost_by_a_program_is_only_a_notice(changed):
    returned = changed(lambda book: set_property(book, None))
    assert codes_of(returned) == {"L-IDENTITY-LOST"}
    assert returned.identity == an_identity()


def test_the_code_is_found_without_its_defined_name(changed):
    def work(book):
        del book.defined_names["ict_workbook_code"]

    assert changed(work).findings == ()


def test_a_visible_code_that_is_gone_is_only_a_notice(changed):
    def work(book):
        code_cell(book).value = None

    assert codes_of(changed(work)) == {"L-IDENTITY-LOST"}


@pytest.mark.parametrize("part", ["round", "entity", "issue"])
def test_marks_that_contradict_each_other_are_refused(changed, part):
    def work(book):
        identity_cell(book, part).value = "OTHER"

    assert refusal(work, changed) == "F-IDENTITY"


def test_another_code_on_the_front_is_refused(changed):
    def work(book):
        code_cell(book).value = "2026 / ESCWA / 2 / ABCDEF"

    assert refusal(work, changed) == "F-IDENTITY"


def test_a_property_of_another_entity_is_refused(changed):
    assert refusal(lambda b: set_property(b, "2026|ESCWA|I-0007|2|x"), changed) == "F-IDENTITY"


def test_another_number_is_told(changed):
    def work(book):
        identity_cell(book, "number").value = "3"

    returned = changed(work)
    assert codes_of(returned) == {"L-IDENTITY"}
    assert {f.found for f in returned.findings} == {"3 / 2"}


def test_a_number_that_became_a_number_is_still_read(changed):
    def work(book):
        identity_cell(book, "number").value = 2

    assert changed(work).identity == an_identity()


def test_without_its_hidden_sheet_a_workbook_is_refused(changed):
    assert refusal(lambda book: book.remove(book["_identity"]), changed) == "F-IDENTITY"


def test_an_identity_that_cannot_be_is_refused(changed):
    def work(book):
        identity_cell(book, "language").value = "xx"

    assert refusal(work, changed) == "F-IDENTITY"


def test_a_sheet_from_another_workbook_is_refused(changed):
    def work(book):
        page = book.copy_worksheet(book["_identity"])
        for row in page.iter_rows():
            if row[0].value == "entity":
                row[1].value = "ESCWA"

    assert refusal(work, changed) == "F-IDENTITY"


def test_a_later_format_is_refused(changed):
    def work(book):
        book["_identity"]["B1"].value = "2"

    assert refusal(work, changed) == "F-CATALOGUE-UNKNOWN"


def test_a_workbook_without_any_known_sheet_is_refused(changed):
    def work(book):
        for sheet in CATALOGUE:
            book.remove(book[sheet.label("en")])

    assert refusal(work, changed) == "F-CATALOGUE-UNKNOWN"


def test_any_other_workbook_is_no_survey():
    book = openpyxl.Workbook()
    book.active["A1"] = "#notes"
    book.active["A2"] = "post_no"
    data = io.BytesIO()
    book.save(data)
    with pytest.raises(Refused) as refused:
        read_return(data.getvalue(), CATALOGUE)
    assert refused.value.code == "F-NOT-SURVEY"


def test_what_the_package_reader_refuses_stays_refused():
    with pytest.raises(Refused) as refused:
        read_return(b"%PDF-1.7", CATALOGUE)
    assert refused.value.code.startswith("F-")


def test_the_marks_are_found_under_rows_and_beside_columns_that_were_inserted(changed):
    def work(book):
        for name in ("_identity", "_issued"):
            book[name].insert_rows(1, 2)
            book[name].insert_cols(1)

    returned = changed(work)
    assert returned.identity == an_identity()
    assert returned.findings == ()
