"""A focal point opens a survey workbook, fills it in and saves the same file."""

from __future__ import annotations

import itertools
import shutil
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from answered_store import CATALOGUE
from survey_samples import (
    LANGUAGE_OF,
    checked,
    described,
    issuing_store,
    parts_of,
    read,
    saved_by_openpyxl,
    values_in,
)

from inventory_app.domain.values import ValueState
from inventory_app.errors import Refused, UserError
from inventory_app.services.survey_files import SurveyFile
from inventory_app.store import queries

NA, NR = ValueState.NA, ValueState.NR
MAIN = "xl/workbook.xml"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    workspace, issued = issuing_store(tmp_path_factory.mktemp("store"))
    with workspace:
        yield workspace, issued


@pytest.fixture
def path(store, tmp_path):
    return shutil.copy(store[1]["ALPHA"], tmp_path / "alpha.xlsx")


@pytest.fixture
def survey(path):
    return SurveyFile.open(path)


def uid_of(survey, sheet, place=0):
    return survey.sheet(sheet).rows[place].uid


def named(survey, sheet, name):
    return next(row.uid for row in survey.sheet(sheet).rows if row["name"] == name)


def test_an_opened_workbook_says_whose_it_is_and_until_when(survey):
    assert (survey.identity.entity, survey.identity.round) == ("ALPHA", "2026")
    facts = survey.facts
    assert facts.entity_name == "=SUM(A1) Office Alpha"
    assert facts.organisation == "United Nations Secretariat"
    assert (facts.deadline, facts.as_of) == (date(2026, 12, 15), date(2026, 6, 30))
    assert survey.sheets == tuple(CATALOGUE.sheets)


@pytest.mark.parametrize("entity", LANGUAGE_OF)
def test_the_deadline_is_understood_in_every_language(store, entity):
    facts = SurveyFile.open(store[1][entity]).facts
    assert (facts.deadline, facts.as_of) == (date(2026, 12, 15), date(2026, 6, 30))
    assert facts.deadline_text
    assert facts.time_needed


def test_rows_come_in_the_order_of_the_file_with_what_was_issued(survey, path):
    rows = survey.sheet("systems").rows
    assert sorted(row["name"] for row in rows) == ["Archive", "Payroll", "Wiki"]
    assert [row.uid for row in rows] == [row.uid for row in read(path).sheets["systems"].rows]
    assert [row.row for row in rows] == [5, 6, 7]
    assert all(row.issued.values["name"] == row["name"] for row in rows)
    column = rows[0].cells["name"].rstrip("0123456789")
    assert rows[1].cells["name"] == f"{column}6"
    assert {row["fte"] for row in survey.sheet("staff").rows} >= {1, Decimal("0.4")}  # computed


def test_saving_without_a_change_leaves_every_byte(survey, path):
    before = path.read_bytes()
    stamp = path.stat().st_mtime_ns
    survey.save()
    assert path.read_bytes() == before
    assert path.stat().st_mtime_ns == stamp
    copy = survey.save(path.with_name("copy.xlsx"))
    assert copy.read_bytes() == before


def test_only_what_was_edited_is_different_in_the_file(survey, path):
    before = read(path)
    old = parts_of(path.read_bytes())
    uid = named(survey, "systems", "Archive")
    survey.change("systems", uid, "users_active", 41)
    survey.save()
    after = read(path)
    assert after.identity == before.identity
    assert after.issued == before.issued
    for name in survey.sheets:
        for one, two in zip(before.sheets[name].rows, after.sheets[name].rows, strict=True):
            expected = dict(one.values) | ({"users_active": 41} if one.uid == uid else {})
            assert (two.uid, dict(two.values), two.states) == (one.uid, expected, one.states)
    new = parts_of(path.read_bytes())
    assert list(new) == list(old)
    changed = {name for name in new if new[name] != old[name]}
    check = len(CATALOGUE.sheets) + 3
    assert changed == {
        f"xl/worksheets/sheet{n}.xml" for n in (1, 5, check)
    }  # front, systems, check


def test_rules_looks_names_and_protection_stay(survey, path):
    before = openpyxl.load_workbook(path)
    survey.change("units", uid_of(survey, "units"), "name", "Another")
    survey.add("units", {"unit_code": "U9"})
    survey.save()
    after = openpyxl.load_workbook(path)
    assert {n: d.attr_text for n, d in after.defined_names.items()} == {
        n: d.attr_text for n, d in before.defined_names.items()
    }
    for one, two in zip(before.worksheets, after.worksheets, strict=True):
        assert (one.title, one.sheet_state) == (two.title, two.sheet_state)
        assert two.protection.sheet == one.protection.sheet
        assert [
            (str(v.sqref), v.formula1, v.type) for v in two.data_validations.dataValidation
        ] == [(str(v.sqref), v.formula1, v.type) for v in one.data_validations.dataValidation]
        assert [str(rule.sqref) for rule in two.conditional_formatting] == [
            str(rule.sqref) for rule in one.conditional_formatting
        ]
        for row in one.iter_rows():
            for cell in row:
                there = two[cell.coordinate]
                if not cell.has_style:
                    continue
                assert there.number_format == cell.number_format, cell.coordinate
                assert there.fill.fgColor.rgb == cell.fill.fgColor.rgb
                assert there.protection.locked == cell.protection.locked


def test_numbers_days_words_and_states_are_what_the_sheet_offers(survey, path):
    staff = uid_of(survey, "staff")
    survey.change("staff", staff, "ict_time_share", Decimal("33.33"))
    survey.change("staff", staff, "contract_start", date(2026, 2, 28))
    survey.change("staff", staff, "dedication", "NON_DEDICATED")
    survey.change("staff", staff, "annual_cost", state=NR)
    survey.change("staff", staff, "grade", state=NA)
    room = uid_of(survey, "data_centres")
    survey.change("data_centres", room, "electricity_metered", False)
    cells = survey.row("staff", staff).cells
    survey.save()
    book = openpyxl.load_workbook(path)
    page = book["Staff"]
    assert page[cells["ict_time_share"]].value == pytest.approx(0.3333)
    assert "%" in page[cells["ict_time_share"]].number_format
    assert page[cells["contract_start"]].value.date() == date(2026, 2, 28)
    assert page[cells["contract_start"]].is_date
    assert page[cells["dedication"]].value == "Non-dedicated"
    assert page[cells["annual_cost"]].value == "unknown"
    assert page[cells["grade"]].value == "not applicable"
    metered = survey.row("data_centres", room).cells["electricity_metered"]
    assert book["Data centres"][metered].value == "No"
    row = read(path).sheets["staff"].rows[0]
    assert row.values["ict_time_share"] == Decimal("33.33")
    assert (row.states["annual_cost"], row.states["grade"]) == (NR, NA)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+x", "@a", "-1 day", "_x0041_", "<b>&amp;</b>", "0001", "a\n b", "TRUE", "🙂\u200fא"],
)
def test_text_stays_text_for_every_reader(survey, path, text):
    uid = uid_of(survey, "units")
    survey.change("units", uid, "name", text)
    survey.save()
    assert read(path).sheets["units"].rows[0].values["name"] == text
    page = openpyxl.load_workbook(path)["Units"]
    cell = page[survey.row("units", uid).cells["name"]]
    assert cell.data_type != "f" or text == cell.value
    _, theirs = values_in(path, "Units")
    assert theirs[cell.row, cell.column] == text


def test_openpyxl_and_calamine_read_the_same_values(survey, path):
    uid = uid_of(survey, "staff", 1)
    survey.change("staff", uid, "functional_title", "  Ünïcode “title”  ")
    survey.change("staff", uid, "annual_cost", Decimal("123456789.01"))
    survey.add("staff", {"post_no": "P77", "ict_time_share": Decimal(40)})
    survey.save()
    ours, theirs = values_in(path, "Staff")
    assert len(ours) > 100
    for place, value in ours.items():
        other = theirs[place]
        if isinstance(value, datetime):
            assert other == value.date()
        else:
            assert other == (pytest.approx(value) if isinstance(value, float | int) else value)


def test_what_cannot_be_understood_is_shown_and_kept(path, tmp_path):
    def type_wrong(book):
        book["Staff"]["Z5"] = None
        page = book["Staff"]
        columns = {cell.value: cell.column for cell in page[3]}
        page.cell(5, columns["annual_cost"]).value = "a lot"
        page.cell(5, columns["contract_start"]).value = "03/04/2026"
        page.cell(6, columns["grade"]).value = "Boss" * 100

    file = saved_by_openpyxl(path, tmp_path / "wrong.xlsx", type_wrong)
    survey = SurveyFile.open(file)
    first, second = survey.sheet("staff").rows[:2]
    assert first.unread == {"annual_cost": "a lot", "contract_start": "03/04/2026"}
    assert second.unread == {"grade": "Boss" * 100}
    survey.change("staff", first.uid, "contract_start", date(2026, 4, 3))
    survey.save()
    again = SurveyFile.open(file).sheet("staff").rows
    assert again[0].unread == {"annual_cost": "a lot"}
    assert again[1].unread == {"grade": "Boss" * 100}
    assert again[0]["contract_start"] == date(2026, 4, 3)


def test_typed_text_is_taken_as_what_it_means_or_kept(survey, path):
    uid = uid_of(survey, "staff")
    assert survey.enter("staff", uid, "annual_cost", "1,250.50")["annual_cost"] == Decimal(
        "1250.50"
    )
    assert survey.enter("staff", uid, "contract_start", "2026年4月3日")["contract_start"] == date(
        2026, 4, 3
    )
    assert (
        survey.enter("staff", uid, "dedication", "non-dedicated")["dedication"] == "NON_DEDICATED"
    )
    row = survey.enter("staff", uid, "ict_time_share", "half")
    assert (row["ict_time_share"], row.unread) == (None, {"ict_time_share": "half"})
    assert row["fte"] is None
    assert "V-NUMBER" in {f.code for f in survey.findings() if f.field == "ict_time_share"}
    survey.save()
    assert read(path).sheets["staff"].rows[0].unreadable == {"ict_time_share"}


def test_a_reference_is_typed_by_code_or_by_name(survey, path):
    uid = survey.add("units", {"unit_code": "U7", "name": "Network section"})
    person = uid_of(survey, "staff")
    for typed in (uid, "Network section", f"{uid} · something"):
        assert survey.enter("staff", person, "ict_unit", typed)["ict_unit"] == uid
    cell = survey.row("staff", person).cells["ict_unit"]
    survey.save()
    assert openpyxl.load_workbook(path)["Staff"][cell].value == f"{uid} · U7 · Network section"
    survey.enter("staff", person, "ict_unit", "Elsewhere")
    assert "L-REFERENCE" in {f.code for f in survey.findings()}


def test_findings_are_those_of_headquarters(survey, path):
    assert described(survey.findings()) == described(checked(path).findings)
    uid = named(survey, "systems", "Payroll")
    survey.change("systems", uid, "rto_h", 9000)
    survey.change("systems", uid, "name", None)
    survey.enter("systems", uid, "users_active", "many")
    survey.add("costs", {"line_no": "L0", "amount": Decimal(-5)})
    survey.nothing_to_report("data_centres")
    codes = {finding.code for finding in survey.findings()}
    assert {"L-CLEARED", "V-NUMBER", "R-DOUBLE-KEY", "L-NOTHING-BUT-ROWS"} <= codes
    assert all(finding.cell for finding in survey.findings() if finding.uid)
    survey.save()
    result = checked(path)
    assert described(survey.findings()) == described(result.findings)
    assert survey.counts() == result.counts


def test_progress_counts_what_is_due(survey):
    before = {each.sheet: each for each in survey.progress()}
    uid = survey.add("systems", {"name": "New"})
    after = {each.sheet: each for each in survey.progress()}
    due = len(list(CATALOGUE["systems"].due({"name": "New"})))
    assert after["systems"].records == before["systems"].records + 1
    assert after["systems"].due == before["systems"].due + due
    assert after["systems"].filled == before["systems"].filled + 1
    survey.change("systems", uid, "name", None)
    assert {each.sheet: each for each in survey.progress()} == before


def test_every_step_is_named_undone_and_made_again(survey, path):
    before = path.read_bytes()
    uid = uid_of(survey, "units")
    original = survey.row("units", uid)
    survey.change("units", uid, "name", "First")
    survey.change("units", uid, "name", "Second")
    survey.confirm_unchanged("staff")
    survey.fill_in_by("Ms Example")
    with survey.step("Paste {n} cells", n=2):
        survey.enter("units", uid, "users_served", "7")
        survey.enter("units", uid, "approved_posts", "8")
    assert survey.undo_step.label == "Paste {n} cells"
    assert survey.undo().params == {"n": 2}
    assert survey.row("units", uid)["users_served"] == original["users_served"]
    labels = []
    while step := survey.undo():
        labels.append(step.label)
    assert labels == [
        "Change who filled it in", "Confirm “{sheet}” unchanged", "Change “{field}”", "Change “{field}”",
    ]  # fmt: skip
    assert survey.row("units", uid) == original
    assert not survey.is_changed
    survey.save()
    assert path.read_bytes() == before
    while survey.redo():
        pass
    assert survey.row("units", uid)["approved_posts"] == 8
    assert survey.filled_by == "Ms Example"
    assert survey.is_changed


def test_undo_after_saving_gives_the_issued_bytes_again(survey, path):
    before = path.read_bytes()
    survey.add("staff", {"post_no": "X1"})
    survey.save()
    assert path.read_bytes() != before
    assert not survey.is_changed
    survey.undo()
    assert survey.is_changed
    survey.save()
    assert path.read_bytes() == before


def test_an_added_row_takes_a_spare_row_and_its_code(survey, path):
    sheet = survey.sheet("systems")
    uid = survey.add("systems", {"name": "Registry"})
    assert survey.sheet("systems").spare == sheet.spare - 1
    survey.add("systems")  # left blank
    survey.save()
    rows = read(path).sheets["systems"].rows
    assert [(row.uid, row.values["name"]) for row in rows][3:] == [(uid, "Registry")]
    codes = openpyxl.load_workbook(path)["Systems"]
    assert codes.cell(rows[3].row, 2).value == uid


def test_rows_beyond_the_spare_ones_go_below_and_are_counted(survey, path):
    spare = survey.sheet("units").spare
    uids = [survey.add("units", {"unit_code": f"X{n}"}) for n in range(spare + 6)]
    assert len(set(uids)) == len(uids)
    survey.save()
    returned = read(path)
    assert [row.uid for row in returned.sheets["units"].rows][1:] == uids
    assert not {f.code for f in returned.findings} & {"L-ROW-ADDED", "L-STRAY"}
    book = openpyxl.load_workbook(path)
    last = returned.sheets["units"].rows[-1].row
    page = book["Units"]
    assert page.row_dimensions[last].height == page.row_dimensions[last - 8].height
    assert page.cell(last, 2).number_format == page.cell(last - 7, 2).number_format
    assert page.auto_filter.ref.endswith(str(last))
    assert all(str(last) in str(rule.sqref) for rule in page.conditional_formatting)
    assert book.defined_names["ict_units_rows"].attr_text.endswith(f"${last}")
    counted = [c.value for r in book["Check"].iter_rows() for c in r if "Units" in str(c.value)]
    assert any(f"${last}" in formula for formula in counted)
    again = SurveyFile.open(path)
    assert again.sheet("units").spare == 0
    again.add("units", {"unit_code": "one more"})
    again.save()
    assert len(read(path).sheets["units"].rows) == len(uids) + 2


def test_a_sheet_that_is_full_says_so(survey):
    with pytest.raises(UserError) as refused:
        for _ in itertools.repeat(None, 400):
            survey.add("units", {"unit_code": "x"})
    assert refused.value.code == "E-SHEET-FULL"


def test_notes_far_below_are_never_drawn_into_the_table(path, tmp_path):
    def note(book):
        book["Units"]["C330"] = "a private note"

    survey = SurveyFile.open(saved_by_openpyxl(path, tmp_path / "n.xlsx", note))
    with pytest.raises(UserError) as refused:
        for _ in itertools.repeat(None, 400):
            survey.add("units", {"unit_code": "x"})
    assert refused.value.code == "E-SHEET-FULL"
    survey.save()
    assert {f.found for f in read(survey.path).findings if f.code == "L-STRAY"} == {
        "a private note"
    }


def test_retire_and_remove(survey, path):
    issued = named(survey, "systems", "Wiki")
    assert survey.retire("systems", issued, date(2026, 3, 1))["retired_on"] == date(2026, 3, 1)
    with pytest.raises(UserError) as refused:
        survey.remove("systems", issued)
    assert refused.value.code == "E-ROW-ISSUED"
    added = survey.add("systems", {"name": "Mistake"})
    survey.save()
    again = SurveyFile.open(path)
    again.remove("systems", added)
    again.save()
    names = [row.values["name"] for row in read(path).sheets["systems"].rows]
    assert sorted(names) == ["Archive", "Payroll", "Wiki"]
    again.undo()
    again.save()
    assert read(path).sheets["systems"].rows[-1].uid == added


def test_a_deleted_row_can_be_restored(path, tmp_path):
    def delete(book):
        for cell in book["Systems"][6]:
            cell.value = None

    title = SurveyFile.open(path).sheet("systems").rows[1]["name"]
    survey = SurveyFile.open(saved_by_openpyxl(path, tmp_path / "d.xlsx", delete))
    (gone,) = survey.sheet("systems").absent
    assert "L-ROW-ABSENT" in {f.code for f in survey.findings()}
    row = survey.restore("systems", gone)
    assert row["name"] == title
    survey.save()
    returned = read(survey.path)
    back = next(row for row in returned.sheets["systems"].rows if row.uid == gone)
    assert back.values == returned.issued["systems"][gone].values
    assert survey.counts().missing == 0


def test_declarations_and_who_filled_it_in(survey, path):
    survey.nothing_to_report("costs")
    survey.confirm_unchanged("systems")
    survey.fill_in_by("  Ms  Example ")
    survey.save()
    returned = read(path)
    assert returned.filled_by == "Ms Example"
    assert returned.sheets["costs"].declaration.nothing
    assert returned.sheets["systems"].declaration.unchanged
    again = SurveyFile.open(path)
    again.nothing_to_report("costs", False)
    again.fill_in_by("")
    again.save()
    assert not read(path).sheets["costs"].declaration.nothing
    assert read(path).filled_by == ""


def test_copied_rows_keep_apart_once_one_is_edited(path, tmp_path):
    def copy(book):
        page = book["Systems"]
        for cell in page[5]:
            page.cell(9, cell.column).value = cell.value
        columns = {cell.value: cell.column for cell in page[3]}
        page.cell(9, columns["name"]).value = "Payroll two"

    survey = SurveyFile.open(saved_by_openpyxl(path, tmp_path / "c.xlsx", copy))
    original, duplicate = (
        named(survey, "systems", "Payroll"),
        named(survey, "systems", "Payroll two"),
    )
    assert original != duplicate
    survey.change("systems", original, "name", "Salaries")
    survey.save()
    again = SurveyFile.open(survey.path)
    assert again.row("systems", original)["name"] == "Salaries"
    assert again.row("systems", duplicate)["name"] == "Payroll two"
    assert "L-ROW-UNCLEAR" not in {f.code for f in again.findings()}


def test_pasted_rows_without_a_code_keep_the_one_that_merging_gave(path, tmp_path):
    def paste(book):
        page = book["Systems"]
        columns = {cell.value: cell.column for cell in page[3]}
        page.cell(30, columns["name"]).value = "Pasted"

    survey = SurveyFile.open(saved_by_openpyxl(path, tmp_path / "p.xlsx", paste))
    uid = named(survey, "systems", "Pasted")
    survey.change("systems", uid, "name", "Renamed")
    survey.save()
    assert [r.uid for r in read(survey.path).sheets["systems"].rows if r.row == 30] == [uid]


def test_formulas_are_calculated_anew_and_a_typed_one_gives_way(path, tmp_path):
    def calculate(book):
        page = book["Units"]
        columns = {cell.value: cell.column for cell in page[3]}
        page.cell(5, columns["users_served"]).value = "=100+100"

    survey = SurveyFile.open(saved_by_openpyxl(path, tmp_path / "f.xlsx", calculate))
    uid = uid_of(survey, "units")
    assert survey.row("units", uid).unread == {"users_served": "no stored value"}
    survey.change("units", uid, "users_served", 250)
    survey.save()
    assert read(survey.path).sheets["units"].rows[0].values["users_served"] == 250
    assert b'fullCalcOnLoad="1"' in parts_of(survey.path.read_bytes())[MAIN]
    assert b"=100+100" not in parts_of(survey.path.read_bytes())["xl/worksheets/sheet3.xml"]


def test_a_file_that_another_program_changed_is_not_overwritten(survey, path):
    survey.change("units", uid_of(survey, "units"), "name", "Ours")
    saved_by_openpyxl(path, path)
    theirs = path.read_bytes()
    with pytest.raises(UserError) as refused:
        survey.save()
    assert refused.value.code == "E-FILE-CHANGED"
    assert path.read_bytes() == theirs
    survey.save(force=True)
    assert read(path).sheets["units"].rows[0].values["name"] == "Ours"
    survey.save()


def test_a_file_that_is_open_in_a_spreadsheet_program_is_left_alone(survey, path):
    survey.change("units", uid_of(survey, "units"), "name", "Ours")
    assert survey.opened_elsewhere() is None
    path.with_name(f".~lock.{path.name}#").write_text(",ann,desk,23.11.2026 10:00,file:///x;")
    assert survey.opened_elsewhere() == "ann"
    with pytest.raises(UserError) as refused:
        survey.save()
    assert refused.value.code == "E-FILE-OPEN"
    survey.save(path.with_name("other.xlsx"))
    assert read(path.with_name("other.xlsx")).sheets["units"].rows[0].values["name"] == "Ours"


def test_a_read_only_file_is_left_alone(survey, path):
    before = path.read_bytes()
    survey.change("units", uid_of(survey, "units"), "name", "Ours")
    path.chmod(0o444)
    with pytest.raises(UserError) as refused:
        survey.save()
    assert refused.value.code == "E-FILE-READ-ONLY"
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_state_or_text_that_no_cell_can_hold_is_refused(survey):
    unit, centre = uid_of(survey, "units"), uid_of(survey, "data_centres")
    with pytest.raises(UserError, match="characters"):
        survey.change("units", unit, "remarks", "x" * 40_000)
    with pytest.raises(UserError):
        survey.change("data_centres", centre, "name", state=ValueState.SUP)
    assert survey.undo_step is None


def test_what_is_no_survey_workbook_is_refused(tmp_path):
    book = openpyxl.Workbook()
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(Refused) as refused:
        SurveyFile.open(tmp_path / "x.xlsx")
    assert refused.value.code == "F-NOT-SURVEY"
    with pytest.raises(Refused) as refused:
        SurveyFile.open(tmp_path / "none.xlsx")
    assert refused.value.code == "F-UNREACHABLE"


@pytest.mark.parametrize("entity", LANGUAGE_OF)
def test_the_issuing_store_takes_exactly_the_edits(tmp_path, entity):
    workspace, issued = issuing_store(tmp_path)
    with workspace:
        survey = SurveyFile.open(issued[entity])
        unit = uid_of(survey, "units")
        survey.change("units", unit, "name", "Renamed")
        survey.change("units", unit, "duty_station", "NAIROBI")
        survey.change("units", unit, "users_served", state=NR)
        added = survey.add(
            "costs", {"line_no": "L9", "amount": Decimal("12.50"), "fund_code": "XB"}
        )
        survey.save()
        schema = workspace.database.schema
        with workspace.database.reading() as connection:
            before = queries.records(connection, schema, "2026")[entity]
        (result,) = workspace.returns.merge([issued[entity]]).files
        assert result.status == "merged", result.reason
        assert (result.counts.new, result.counts.changed) == (1, 1)
        assert (result.counts.conflicting, result.counts.missing, result.counts.rejected) == (
            0,
            0,
            0,
        )
        with workspace.database.reading() as connection:
            after = queries.records(connection, schema, "2026")[entity]
    old = {r.uid: r for rows in before.values() for r in rows}
    new = {r.uid: r for rows in after.values() for r in rows}
    assert set(new) - set(old) == {added}
    assert {uid for uid in old if asked(old[uid]) != asked(new[uid])} == {unit}
    expected = asked(old[unit]) | {"name": "Renamed", "duty_station": "NAIROBI"}
    expected.pop("users_served")
    assert asked(new[unit]) == expected
    assert new[unit].states["users_served"] == NR
    assert asked(new[added]) == {"line_no": "L9", "amount": Decimal("12.50"), "fund_code": "XB"}


def asked(record):
    names = {field.name for field in CATALOGUE[record.sheet].asked}
    return {n: v for n, v in record.values.items() if n in names and v is not None}


def test_a_cell_that_merging_has_hidden_is_not_answered(path, tmp_path):
    def merge(book):
        page = book["Units"]
        columns = {cell.value: cell.coordinate[:-1] for cell in page[3]}
        page.merge_cells(f"{columns['unit_code']}5:{columns['name']}5")

    survey = SurveyFile.open(saved_by_openpyxl(path, tmp_path / "m.xlsx", merge))
    uid = uid_of(survey, "units")
    with pytest.raises(UserError) as refused:
        survey.change("units", uid, "name", "Hidden")
    assert refused.value.code == "E-CELL-MERGED"
    assert survey.change("units", uid, "unit_code", "U2")["unit_code"] == "U2"
    survey.save()
    assert read(survey.path).sheets["units"].rows[0].values["unit_code"] == "U2"


def test_a_missing_column_or_front_page_is_named(path, tmp_path):
    def drop(book):
        page = book["Units"]
        columns = {cell.value: cell.column for cell in page[3]}
        for row in (3, 4):  # its key and its heading
            page.cell(row, columns["remarks"]).value = None
        del book.defined_names["ict_units__remarks"]
        del book["Front"]

    survey = SurveyFile.open(saved_by_openpyxl(path, tmp_path / "m.xlsx", drop))
    assert survey.facts.deadline is None
    with pytest.raises(UserError) as refused:
        survey.change("units", uid_of(survey, "units"), "remarks", "x")
    assert refused.value.code == "E-NO-COLUMN"
    before = survey.path.read_bytes()
    survey.nothing_to_report("costs")
    with pytest.raises(UserError) as refused:
        survey.save()
    assert refused.value.code == "E-FRONT-PAGE-GONE"
    assert survey.path.read_bytes() == before
