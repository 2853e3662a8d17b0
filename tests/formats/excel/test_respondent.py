from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.entities import Entity
from inventory_app.domain.values import ValueState
from inventory_app.formats.excel.respondent import Pointer, SheetWork, Typed, Work, respond
from inventory_app.formats.excel.returns import read_return
from inventory_app.services.demonstration_store import StoryClock, StoryStore

CATALOGUE = catalogues.default()
ENTITY = Entity(
    code="ECA", names=dict.fromkeys(("ar", "zh", "en", "fr", "ru", "es"), "ECA"), type="REG_COMM"
)
UNIT = {"U1": {"unit_code": "U1", "name": "Desk"}}


@pytest.fixture
def issued(tmp_path):
    with StoryStore(
        tmp_path / "a.ictinv",
        [ENTITY],
        seed="x",
        clock=StoryClock(datetime(2026, 5, 1, tzinfo=UTC)),
    ) as store:
        store.rounds.open("2026", as_of=date(2026, 6, 30), deadline=date(2026, 8, 1))
        yield store.workbooks.issue("2026", tmp_path / "issued").files[0].path


def filled(issued, **sheets):
    target = respond(issued, issued.with_name("filled.xlsx"), Work(language="en", sheets=sheets))
    return read_return(target.read_bytes(), CATALOGUE)


def rows(content, sheet):
    key = CATALOGUE[sheet].key[0]
    return {row.values[key]: row for row in content.sheets[sheet].rows if row.values.get(key)}


def test_what_is_typed_is_what_comes_back(issued):
    cells = {
        "line_no": "L1",
        "description": "annual licences",
        "period_start": date(2025, 1, 1),
        "fund_code": "RB",
        "fund_share": Decimal("62.5"),
        "amount": Decimal("1234.56"),
        "total_expenditure": ValueState.NR,
    }
    row = rows(filled(issued, costs=SheetWork(rows={"L1": cells})), "costs")["L1"]
    assert {**row.values, **row.states} == cells


def test_a_pointer_is_typed_as_the_code_that_stands_beside_the_row(issued):
    staff = {"1": {"post_no": "1", "ict_unit": Pointer(sheet="units", key="U1")}}
    content = filled(issued, units=SheetWork(rows=UNIT), staff=SheetWork(rows=staff))
    assert rows(content, "staff")["1"].values["ict_unit"] == rows(content, "units")["U1"].uid


def test_rows_beyond_the_spare_ones_are_typed_below_the_table_without_a_code(issued):
    typed = {str(n): {"post_no": str(n)} for n in range(40)}
    found = rows(filled(issued, staff=SheetWork(rows=typed)), "staff")
    assert found.keys() == typed.keys()
    assert 0 < sum(row.uid is not None for row in found.values()) < 40


def test_a_pasted_percentage_keeps_its_meaning_without_the_format_of_the_column(issued):
    pasted = {"1": {"post_no": "1", "ict_time_share": Decimal(50)}}
    row = rows(filled(issued, staff=SheetWork(pasted=pasted)), "staff")["1"]
    assert (row.uid, row.values["ict_time_share"]) == (None, Decimal(50))


def test_inserted_rows_push_the_others_down_and_lose_nothing(issued):
    work = SheetWork(rows={"1": {"post_no": "1"}}, inserted={"2": {"post_no": "2"}})
    found = rows(filled(issued, staff=work), "staff")
    assert found["1"].row > found["2"].row
    assert found["1"].uid
    assert found["2"].uid is None


def test_a_copied_row_carries_the_code_of_its_source(issued):
    source = {"1": {"post_no": "1", "functional_title": "Clerk"}}
    work = SheetWork(rows=source, copied={"2": ("1", {"post_no": "2"})})
    found = rows(filled(issued, staff=work), "staff")
    assert found["2"].uid == found["1"].uid
    assert found["2"].values["functional_title"] == "Clerk"


def test_sorting_moves_whole_rows_with_their_codes(issued):
    typed = {
        key: {"post_no": key, "functional_title": title}
        for key, title in (("1", "Zoologist"), ("2", "Architect"))
    }
    before = rows(filled(issued, staff=SheetWork(rows=typed)), "staff")
    after = rows(filled(issued, staff=SheetWork(rows=typed, sorted_by="functional_title")), "staff")
    assert after["2"].row < after["1"].row
    assert {key: row.uid for key, row in after.items()} == {k: row.uid for k, row in before.items()}


def test_a_renamed_sheet_is_followed_by_everything_that_refers_to_it(issued):
    target = issued.with_name("renamed.xlsx")
    respond(issued, target, Work(language="en", sheets={"staff": SheetWork(renamed="Mine (2)")}))
    book = load_workbook(target)
    assert "Mine (2)" in book.sheetnames
    texts = [name.attr_text for name in book.defined_names.values()]
    texts += [
        str(cell.value)
        for page in book
        for cells in page.iter_rows()
        for cell in cells
        if cell.value
    ]
    assert any("'Mine (2)'!" in text for text in texts)
    assert not any("'Staff'!" in text for text in texts)


def test_ticks_and_the_name_stand_on_the_front_page(issued):
    work = Work(
        language="en",
        filled_by="ICT focal point",
        sheets={"data_centres": SheetWork(nothing=True), "systems": SheetWork(unchanged=True)},
    )
    target = respond(issued, issued.with_name("ticked.xlsx"), work)
    content = read_return(target.read_bytes(), CATALOGUE)
    assert content.filled_by == "ICT focal point"
    assert content.sheets["data_centres"].declaration.nothing
    assert content.sheets["systems"].declaration.unchanged
    assert not content.sheets["staff"].declaration.nothing


def test_a_wrong_answer_is_typed_as_it_is_and_kept_as_unreadable(issued):
    work = SheetWork(rows={"1": {"post_no": "1", "dedication": Typed("half and half")}})
    row = rows(filled(issued, staff=work), "staff")["1"]
    assert row.unreadable == {"dedication"}


def test_the_same_work_gives_the_same_bytes(issued):
    work = Work(language="en", sheets={"units": SheetWork(rows=UNIT)})
    one = respond(issued, issued.with_name("one.xlsx"), work).read_bytes()
    assert respond(issued, issued.with_name("two.xlsx"), work).read_bytes() == one
