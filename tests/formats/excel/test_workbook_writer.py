from __future__ import annotations

import re
import zipfile
from dataclasses import replace

import pytest
from workbook_samples import (
    CATALOGUE,
    LANGUAGES,
    a_record,
    a_workbook,
    asked_values,
    columns_of,
    opened,
    read,
    rows_of,
    uid,
    written,
)

from inventory_app.domain.answer_words import state_words, words
from inventory_app.domain.readings import Raw
from inventory_app.domain.values import ValueState
from inventory_app.formats.excel.workbook_layout import all_tabs, tab_names
from inventory_app.formats.excel.workbook_writer import spare_rows
from inventory_app.texts import translator

ODD_TEXTS = [
    "=1+1",
    "+x",
    "@a",
    "-2+3",
    '=HYPERLINK("http://example.org")',
    "_x0041_",
    "_x0041_x0042_",
    "_x005F_x0041_",
    "<r>not markup</r>",
    "<b>&amp;</b>",
    "00012345",
    "a\nb",
    "\u202eback",
    "🙂 emoji",
    "\ue000entity\ue001",
    "TRUE",
    "1e5",
    "#REF!",
    "2026-01-02",
    "'quoted",
]


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    folder = tmp_path_factory.mktemp("workbooks")
    paths = {code: written(a_workbook(code), folder / f"{code}.xlsx") for code in LANGUAGES}
    return {code: (path, opened(path)) for code, path in paths.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tabs_stand_in_their_order_and_only_the_last_three_are_hidden(books, language):
    _, book = books[language]
    visible = all_tabs(CATALOGUE, translator(language))
    assert book.sheetnames == [*visible, "_identity", "_lists", "_issued"]
    assert [page.sheet_state for page in book] == ["visible"] * len(visible) + ["hidden"] * 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_sheets_are_protected_without_a_password_and_read_in_their_direction(books, language):
    _, book = books[language]
    for page in book:
        assert page.protection.sheet
        assert page.protection.password is None
        if page.sheet_state == "visible":
            assert bool(page.sheet_view.rightToLeft) == (language == "ar")
    for tab in all_tabs(CATALOGUE, translator(language))[2:-2]:
        protection = book[tab].protection
        # openpyxl's flags say what is locked
        assert (protection.sort, protection.autoFilter, protection.formatColumns) == (False,) * 3
        assert protection.insertRows
        assert protection.deleteRows


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_defined_name_leads_to_what_it_is_named_for(books, language):
    _, book = books[language]
    names = dict(book.defined_names.items())
    assert names.keys() >= {"ict_workbook_code", "ict_filled_by"}
    for sheet in CATALOGUE:
        assert f"ict_{sheet.name}_rows" in names
        assert f"ict_nothing__{sheet.name}" in names
        assert f"ict_unchanged__{sheet.name}" in names
        for field in sheet.asked:
            ((tab, cell),) = names[f"ict_{sheet.name}__{field.name}"].destinations
            assert book[tab][cell.replace("$", "")].value == field.name
    ((tab, cell),) = names["ict_workbook_code"].destinations
    assert book[tab][cell.replace("$", "")].value == a_workbook(language).identity.code
    for name, code_list in CATALOGUE.code_lists.items():
        if f"list_{name}" in names:
            ((tab, cells),) = names[f"list_{name}"].destinations
            shown = [row[0].value for row in book[tab][cells.replace("$", "")]]
            assert shown == [entry.labels[language] for entry in code_list.codes.values()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_fit_where_spreadsheets_show_them(books, language):
    _, book = books[language]
    count = 0
    for page in book:
        for rule in page.data_validations.dataValidation:
            count += 1
            assert len(rule.promptTitle or "") <= 32
            assert len(rule.prompt or "") <= 255
            assert len(rule.errorTitle or "") <= 32
            assert len(rule.error or "") <= 255
            assert len(rule.formula1 or "") <= 255
    assert count > sum(len(sheet.asked) for sheet in CATALOGUE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_says_what_belongs_there_and_offers_its_list(books, language):
    _, book = books[language]
    tabs = dict(zip(CATALOGUE.sheets, all_tabs(CATALOGUE, translator(language))[2:-2], strict=True))
    for sheet in CATALOGUE:
        page = book[tabs[sheet.name]]
        rules = {
            str(rule.sqref).split(":")[0]: rule for rule in page.data_validations.dataValidation
        }
        for field in sheet.asked:
            first = page.cell(5, columns_of(page)[field.name]).coordinate
            rule = rules[first]
            assert rule.prompt.startswith(field.help[language])
            if field.type.name in ("code", "codes", "yes_no", "reference"):
                assert rule.type == "list"
                tab, cells = re.fullmatch(r"'(.+)'!(.+)", rule.formula1).groups()
                offered = [row[0].value for row in book[tab][cells.replace("$", "")]]
                if field.type.name == "code":
                    labels = [entry.labels[language] for entry in field.type.list.codes.values()]
                    assert offered[: len(labels)] == labels
                    for state, word in state_words(field.type, language).items():
                        assert word in offered
                        assert field.type.read(Raw("text", word), language).state == state


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_format_are_understood_in_every_language(language):
    common = words(language)
    number = CATALOGUE["staff"].fields["annual_cost"].type
    yes_no = CATALOGUE["staff"].fields["reports_to_cito"].type
    for reader in LANGUAGES:
        assert number.read(Raw("text", common.unknown), reader).state == ValueState.NR
        assert number.read(Raw("text", common.not_applicable), reader).state == ValueState.NA
        assert yes_no.read(Raw("text", common.yes), reader).value is True
        assert yes_no.read(Raw("text", common.no), reader).value is False


def test_answers_can_be_typed_over_and_everything_else_cannot(books):
    _, book = books["en"]
    page = book["Staff"]
    columns = columns_of(page)
    assert not page.cell(5, columns["post_no"]).protection.locked
    assert page.cell(4, columns["post_no"]).protection.locked
    assert page.column_dimensions["A"].hidden
    assert page.row_dimensions[3].hidden
    assert page.freeze_panes == "E5"
    assert page.auto_filter.ref.startswith("A4:")
    for name in ("ict_nothing__staff", "ict_unchanged__staff", "ict_filled_by"):
        ((tab, cell),) = book.defined_names[name].destinations
        assert not book[tab][cell.replace("$", "")].protection.locked


def test_known_answers_are_grey_and_empty_cells_white(books):
    _, book = books["en"]
    page = book["Staff"]
    columns = columns_of(page)
    assert page.cell(5, columns["post_no"]).fill.fgColor.rgb == "FFEDF1F5"
    letters = page.cell(5, columns["post_no"]).column_letter
    assert page.column_dimensions[letters].width > 5


def test_a_row_is_as_high_as_its_longest_text_needs(tmp_path):
    names = ("Desk", "Information and communications technology section of the whole commission",
             "x" * 200)  # fmt: skip
    units = [a_record("units", n, {"unit_code": f"U{n}", "name": name})
             for n, name in enumerate(names)]  # fmt: skip
    page = opened(written(a_workbook(records={"units": units}), tmp_path / "w.xlsx"))["Units"]
    two, more, most, spare = (page.row_dimensions[row].height for row in range(5, 9))
    assert two == spare == 28.5
    assert two < more < most <= 100


def test_required_and_empty_is_amber_where_the_condition_holds(books):
    _, book = books["en"]
    page = book["Staff"]
    rules = [
        (str(ranges.sqref), rule.formula[0])
        for ranges in page.conditional_formatting
        for rule in ranges.rules
    ]
    columns = columns_of(page)
    grade = page.cell(5, columns["grade"]).coordinate
    personnel = page.cell(5, columns["personnel_type"]).column_letter
    (formula,) = [
        formula
        for ranges, formula in rules
        if ranges.startswith(grade) and formula.startswith("AND(ISBLANK")
    ]
    labels = CATALOGUE.code_lists["personnel_types"].codes
    for code in ("STAFF", "JPO", "UNV"):
        assert f'${personnel}5="{labels[code].labels["en"]}"' in formula
    assert f"ISBLANK({grade})" in formula


def test_the_page_is_a4_landscape_and_the_footer_says_which_workbook_it_is(books):
    path, book = books["en"]
    for page in book:
        if page.sheet_state != "visible":
            continue
        assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
        assert page.page_setup.fitToHeight == 0
        footer = page.oddFooter
        assert "Economic Commission for Africa" in footer.left.text
        assert "2026" in footer.left.text
        assert footer.center.text.strip() == f"{a_workbook().identity.code} · {CATALOGUE.version}"
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if found := re.search(rb"<oddFooter>([^<]*)<", package.read(name)):
                assert len(found[1].decode()) <= 255


def test_the_front_tells_whose_it_is_until_when_and_how_much_is_known(books):
    _, book = books["en"]
    texts = {str(cell.value) for row in book["Front"] for cell in row if cell.value}
    assert texts >= {
        "ICT inventory 2026",
        "Economic Commission for Africa",
        "United Nations Secretariat",
        "15 February 2027",
        "31 December 2026",
        "A. Example",
        "ict-survey@example.org",
    }
    assert "4" in texts  # staff records


def test_the_instructions_give_the_thresholds_of_the_round(tmp_path):
    path = written(a_workbook(dedicated_from=61, non_dedicated_from=7), tmp_path / "a.xlsx")
    texts = " ".join(str(c.value) for row in opened(path)["Instructions"] for c in row if c.value)
    assert "61 %" in texts
    assert "7 %" in texts
    assert "“Retired on”" in texts


def test_what_the_check_sheet_shows_is_what_the_catalogue_asks(books):
    path, _ = books["en"]
    page = opened(path, data_only=True)["Check"]
    lines = {
        row[1].value: [cell.value for cell in row]
        for row in page.iter_rows(min_row=13, max_row=12 + len(CATALOGUE.sheets))
    }
    for sheet in CATALOGUE:
        records = a_workbook("en").records[sheet.name]
        due = [(r, f) for r in records for f in sheet.due(r.values)]
        missing = [f for r, f in due if r.values[f.name] is None]
        _, name, begun, wanted, empty, first, wrong, _, share, status, *_ = lines[sheet.label("en")]
        assert bool(first) == bool(missing)
        assert (name, begun, wanted, empty) == (
            sheet.label("en"),
            len(records),
            len(due),
            len(missing),
        )
        assert share == pytest.approx(1 - len(missing) / len(due))
        done = "Please correct" if wrong else "Complete"
        assert status == ("Answers missing" if missing else done)


def test_an_invalid_row_owes_nothing_and_a_closed_one_what_closed_rows_owe(tmp_path):
    records = [
        a_record("systems", 1, {"name": "Old", "record_status": "CLOSED"}),
        a_record("systems", 2, {"name": "Wrong", "record_status": "INVALID"}),
    ]
    path = written(a_workbook(records={"systems": records}), tmp_path / "a.xlsx")
    page = opened(path, data_only=True)["Check"]
    (line,) = [row for row in page.iter_rows(min_row=13, max_row=17) if row[1].value == "Systems"]
    due = list(CATALOGUE["systems"].due(records[0].values))
    assert [cell.value for cell in line[2:5]] == [2, len(due), len(due) - 1]


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_typed_text_stays_text_whatever_it_looks_like(tmp_path, text):
    record = a_record("systems", 1, {"name": text, "description": text})
    path = written(a_workbook(records={"systems": [record]}), tmp_path / "a.xlsx")
    page = opened(path)["Systems"]
    cell = page.cell(5, columns_of(page)["name"])
    assert cell.data_type in ("s", "inlineStr")
    assert rows_of(read(path), "systems")[record.uid]["name"] == text
    with zipfile.ZipFile(path) as package:
        part = package.read("xl/worksheets/sheet5.xml").decode()
    formulas = re.findall(r"<f>([^<]*)</f>", part)
    assert all(formula.startswith("IF(") for formula in formulas)


def test_odd_names_of_an_entity_do_no_harm(tmp_path):
    name = '=A1 <R&D> "&C" & _x0041_ ' + "long " * 40
    workbook = a_workbook(entity_name=name, organisation="&&", focal_point="=2+2", contact="<x>")
    path = written(workbook, tmp_path / "a.xlsx")
    front = opened(path)["Front"]
    values = [cell for row in front for cell in row if cell.value is not None]
    assert any(cell.value == "=2+2" and cell.data_type == "s" for cell in values)
    assert read(path).identity == workbook.identity


def test_a_workbook_may_be_empty(tmp_path):
    workbook = replace(a_workbook(records={}, spare=0), spare={})
    returned = read(written(workbook, tmp_path / "a.xlsx"))
    assert returned.findings == ()
    assert [sheet.rows for sheet in returned.sheets.values()] == [()] * len(CATALOGUE.sheets)


def test_equal_workbooks_are_equal_files(tmp_path):
    first = written(a_workbook("fr"), tmp_path / "a.xlsx").read_bytes()
    assert written(a_workbook("fr"), tmp_path / "b.xlsx").read_bytes() == first


def test_nothing_of_one_workbook_is_left_in_the_next(tmp_path):
    written(a_workbook(entity_name="Zanzibar Office"), tmp_path / "a.xlsx")
    path = written(a_workbook(entity_name="Open Office", records={}), tmp_path / "b.xlsx")
    with zipfile.ZipFile(path) as package:
        texts = "".join(package.read(name).decode() for name in package.namelist())
    assert "Zanzibar" not in texts
    assert "\ue000" not in texts
    assert not re.search(r"(?<![0-9])10[0-3][0-9][47]01(?![0-9])", texts)


def test_a_reference_shows_the_title_of_the_record_beside_its_code(tmp_path):
    unit = a_record("units", 1, {"unit_code": "U-1", "name": "Network section"})
    post = a_record("staff", 1, {"post_no": "30001", "ict_unit": unit.uid})
    path = written(a_workbook(records={"units": [unit], "staff": [post]}), tmp_path / "a.xlsx")
    page = opened(path)["Staff"]
    shown = page.cell(5, columns_of(page)["ict_unit"]).value
    assert shown == f"{unit.uid} · U-1 · Network section"
    assert asked_values(post).items() <= rows_of(read(path), "staff")[post.uid].items()


def test_spare_rows_have_codes_of_their_own(tmp_path):
    workbook = a_workbook(records={}, spare=3)
    page = opened(written(workbook, tmp_path / "a.xlsx"))["Staff"]
    assert [page.cell(row, 1).value for row in (5, 6, 7, 8)] == [
        *(uid("staff", f"spare {n}") for n in range(3)),
        None,
    ]
    assert page.cell(5, 2).value == page.cell(5, 1).value


@pytest.mark.parametrize(
    ("sheet", "known", "spare"),
    [("staff", 0, 15), ("staff", 100, 30), ("units", 3, 5), ("systems", 0, 10), ("systems", 35, 11),
     ("data_centres", 4, 4), ("networks", 0, 8), ("projects", 40, 12), ("costs", 20, 12),
     ("another", 0, 10)],
)  # fmt: skip
def test_there_is_room_for_what_is_usually_added(sheet, known, spare):
    assert spare_rows(sheet, known) == spare


def test_tabs_get_names_that_a_spreadsheet_takes():
    wanted = ["Front", "front", "A/B: [c]?*", "x" * 40, "x" * 40, "'", "_lists"]
    names = tab_names(wanted)
    assert names[0] == "Front"
    assert len({name.casefold() for name in names}) == len(wanted)
    assert all(1 <= len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)
    assert "_lists" not in names


def texts_of(page):
    return {cell.value for row in page.iter_rows() for cell in row if isinstance(cell.value, str)}


@pytest.mark.parametrize(
    ("language", "time"),
    [
        ("ar", "3 ساعات على الأقل"),
        ("zh", "至少3小时"),
        ("en", "at least 3 hours"),
        ("fr", "au moins 3 heures"),
        ("ru", "не менее 3 часов"),
        ("es", "al menos 3 horas"),
    ],
)
def test_an_empty_workbook_says_that_it_takes_at_least_some_hours(tmp_path, language, time):
    workbook = a_workbook(language, records={}, entity_type="PKO")
    book = opened(written(workbook, tmp_path / "empty.xlsx"))
    assert time in texts_of(book.worksheets[0])


def test_a_prefilled_workbook_says_about_how_many_minutes_it_takes(books):
    assert "about 25 minutes" in texts_of(books["en"][1].worksheets[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_address_nothing_is_left_blank(tmp_path, language):
    workbook = a_workbook(language, focal_point="", contact="")
    book = opened(written(workbook, tmp_path / "nobody.xlsx"))
    _ = translator(language)
    front, submit = book.worksheets[0], book[all_tabs(CATALOGUE, _)[-1]]
    assert _("whoever sent you this workbook") in texts_of(front)
    answer = _("Send it by e-mail, as a reply to the message that brought it.")
    assert answer in texts_of(submit)


@pytest.mark.parametrize("language", LANGUAGES)
def test_file_name_and_code_keep_their_order_in_running_text(tmp_path, language):
    workbook = a_workbook(language)
    book = opened(written(workbook, tmp_path / "named.xlsx"))
    _ = translator(language)
    mark = "\u200e" if language == "ar" else ""
    text = "\n".join(texts_of(book[all_tabs(CATALOGUE, _)[-1]]))
    assert f" {mark}{workbook.file_name}" in text.replace("：", " ")  # noqa: RUF001
    assert f"{mark}{workbook.identity.code}" in text
