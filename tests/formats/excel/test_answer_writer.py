"""Answers put into workbooks of every shape that programs write: only their cells change."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from workbook_samples import CATALOGUE, a_record, a_workbook, read, written

from inventory_app.domain.records import make_uid
from inventory_app.formats.excel.answer_book import read_answers
from inventory_app.formats.excel.answer_cells import Share
from inventory_app.formats.excel.answer_stretch import Stretch
from inventory_app.formats.excel.answer_writer import Answers, write_answers
from inventory_app.formats.spreadsheet.grid import column_letters

SHEET = "xl/worksheets/sheet3.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PROMPT = re.compile(r"<dataValidations.*?</dataValidations>", re.DOTALL)


@pytest.fixture
def issued(tmp_path):
    known = [a_record("units", n, {"unit_code": f"U-{n}", "name": f"Unit {n}"}) for n in (1, 2)]
    return written(a_workbook(records={"units": known}, spare=3), tmp_path / "a.xlsx")


def reshaped(path, change, parts=(SHEET,), extra=None, method=zipfile.ZIP_DEFLATED):
    """Return *path* with its parts changed as text."""
    source = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", method) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename in parts:
                data = change(data.decode())
                data = data if isinstance(data, bytes) else data.encode()
            new.writestr(info, data, method)
        for name, text in (extra or {}).items():
            new.writestr(name, text)
    return path


def parts_of(path):
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def saved(path, **answers):
    book = read_answers(path.read_bytes(), CATALOGUE)
    path.write_bytes(write_answers(book, Answers(**answers)))
    return read(path)


def answered(path, row=5, **fields):
    return saved(path, cells={"units": {(row, name): value for name, value in fields.items()}})


def prefixed(xml):
    """Name every element of the spreadsheet namespace with a prefix."""
    xml = re.sub(r"<(/?)([A-Za-z])", r"<\1x:\2", xml)
    return xml.replace(MAIN, MAIN.replace("xmlns=", "xmlns:x="))


def spaced(xml):
    """Break lines and put comments between rows and cells."""
    xml = xml.replace("><c ", ">\r\n  <!-- a > b --><c ").replace("<row ", "\n<row ")
    return xml.replace("</row>", "\n</row >")


def unnumbered(xml):
    """Leave out the places of cells where they follow each other, as some programs do."""
    return re.sub(r'(<c r="A\d+"[^>]*>(?:(?!</c>).)*</c>)<c r="B\d+"', r"\1<c", xml)


SHAPES = {
    "as issued": lambda xml: xml,
    "prefix": prefixed,
    "spaces": spaced,
    "single quotes": lambda xml: re.sub(r'(<c r=)"([A-Z]+\d+)"', r"\1'\2'", xml),
    "no places": unnumbered,
    "utf-16": lambda xml: xml.replace("UTF-8", "UTF-16").encode("utf-16"),
    "byte order mark": lambda xml: b"\xef\xbb\xbf" + xml.encode(),
    "strict": lambda xml: xml.replace(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_answers_come_back_from_every_shape(issued, shape):
    path = reshaped(issued, SHAPES[shape])
    before = parts_of(path)
    returned = answered(
        path, name="New <name> & more", approved_posts=Decimal(7), retired_on=date(2026, 3, 1)
    )
    first, second = returned.sheets["units"].rows
    assert first.values == {
        "unit_code": "U-1", "name": "New <name> & more", "approved_posts": 7,
        "retired_on": date(2026, 3, 1),
    }  # fmt: skip
    assert second.values == {"unit_code": "U-2", "name": "Unit 2"}
    assert returned.findings == ()
    after = parts_of(path)
    assert list(after) == list(before)
    unread = [name for name in after if "worksheets" not in name and name != "xl/workbook.xml"]
    assert all(after[name] == before[name] for name in unread)
    if shape == "as issued":
        rules = [PROMPT.search(parts[SHEET].decode())[0] for parts in (before, after)]
        assert rules[0] == rules[1]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_row_below_the_table_fits_every_shape(issued, shape):
    path = reshaped(issued, SHAPES[shape])
    table = read_answers(path.read_bytes(), CATALOGUE).tables["units"]
    number = table.last + 1
    uid = make_uid("UN", b"below")
    returned = saved(
        path, cells={"units": {(number, "name"): "Below"}}, added={"units": {number: uid}}
    )
    row = returned.sheets["units"].rows[-1]
    assert (row.row, row.uid, row.values) == (number, uid, {"name": "Below"})
    xml = parts_of(path)[SHEET].decode("utf-8-sig")
    assert re.search(rf'<(x:)?row r="{number}"[^>]*ht="28.5"', xml)
    last = column_letters(len(CATALOGUE["units"].asked) + 2)
    assert f"COUNTA(C{number}:{last}{number})" in xml


def test_nothing_to_write_gives_the_same_bytes(issued):
    data = issued.read_bytes()
    assert write_answers(read_answers(data, CATALOGUE), Answers()) == data


def test_a_package_without_compression_stays_readable(issued):
    path = reshaped(issued, lambda xml: xml, method=zipfile.ZIP_STORED)
    assert answered(path, name="N").sheets["units"].rows[0].values["name"] == "N"


def test_days_in_a_workbook_that_counts_from_1904(issued):
    path = reshaped(
        issued,
        lambda xml: xml.replace("<workbookPr ", '<workbookPr date1904="1" '),
        ["xl/workbook.xml"],
    )
    assert answered(path, retired_on=date(2026, 3, 1)).sheets["units"].rows[0].values[
        "retired_on"
    ] == date(2026, 3, 1)
    assert answered(path, retired_on=date(1901, 3, 1)).sheets["units"].rows[0].values[
        "retired_on"
    ] == date(1901, 3, 1)
    assert openpyxl.load_workbook(path)["Units"]["A5"].value


def test_the_style_of_a_pasted_cell_gives_way_where_it_would_change_the_answer(issued):
    book = openpyxl.load_workbook(issued)
    page = book["Units"]
    columns = {cell.value: cell.column for cell in page[3]}
    page.cell(5, columns["approved_posts"]).number_format = "yyyy-mm-dd"
    page.cell(5, columns["approved_posts"]).value = 45_000
    page.cell(5, columns["retired_on"]).number_format = "0.0%"
    page.cell(5, columns["retired_on"]).value = 0.5
    page.cell(5, columns["users_served"]).number_format = "0%"
    page.cell(5, columns["users_served"]).value = 3
    book.save(issued)
    values = answered(
        issued, approved_posts=Decimal(12), retired_on=date(2026, 3, 1), users_served=Decimal(50)
    )
    row = values.sheets["units"].rows[0].values
    assert row["approved_posts"] == 12
    assert row["retired_on"] == date(2026, 3, 1)
    assert row["users_served"] == 50


@pytest.mark.parametrize("share", ["0.5", "1", "62.5"])
def test_a_share_is_clear_even_where_its_cell_had_lost_the_percent_sign(tmp_path, share):
    post = a_record("staff", 1, {"post_no": "1", "ict_time_share": Decimal(40)})
    path = written(a_workbook(records={"staff": [post]}), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    page = book["Staff"]
    columns = {cell.value: cell.column for cell in page[3]}
    page.cell(5, columns["ict_time_share"]).number_format = "General"
    book.save(path)
    returned = saved(path, cells={"staff": {(5, "ict_time_share"): Share(share)}})
    assert returned.sheets["staff"].rows[0].values["ict_time_share"] == Decimal(share)
    assert "V-SHARE-AMBIGUOUS" not in {finding.code for finding in returned.findings}


def test_a_day_is_text_where_the_workbook_has_no_style_for_days(issued):
    path = reshaped(
        issued,
        lambda xml: xml.replace("yyyy\\-mm\\-dd", "0").replace("yyyy-mm-dd", "0"),
        ["xl/styles.xml"],
    )
    returned = answered(path, retired_on=date(2026, 3, 1))
    assert returned.sheets["units"].rows[0].values["retired_on"] == date(2026, 3, 1)
    assert {finding.code for finding in returned.findings} == {"P-DATE-TEXT"}


def test_a_shared_formula_leaves_its_results_to_the_other_cells(issued):
    def share(xml):
        first = '<c r="I5"><f t="shared" ref="I5:I6" si="0">2+3</f><v>5</v></c>'
        second = '<c r="I6"><f t="shared" si="0"/><v>6</v></c>'
        xml = re.sub(r"<c r=\"I[56]\"[^>]*?(/>|>.*?</c>)", "", xml)
        for number, cell in ((5, first), (6, second)):
            xml = re.sub(
                rf'(<row r="{number}" .*?)(<c r="(?:[J-Z]|A[A-Z]){number}")',
                rf"\1{cell}\2",
                xml,
                count=1,
            )
        return xml

    path = reshaped(issued, share)
    book = read_answers(path.read_bytes(), CATALOGUE)
    field = next(n for n, c in book.tables["units"].columns.items() if c == 9)
    before = read(path).sheets["units"].rows
    assert before[1].values.get(field) == 6
    returned = answered(path, **{field: Decimal(9)})
    assert [row.values[field] for row in returned.sheets["units"].rows] == [9, 6]
    assert "shared" not in parts_of(path)[SHEET].decode()


def test_the_order_of_calculation_is_left_out(issued):
    chain = '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="Z5" i="3"/></calcChain>'

    def link(xml):
        if "<Relationships" in xml:
            kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
            one = f'<Relationship Id="rIdChain" Type="{kind}" Target="calcChain.xml"/>'
            return xml.replace("</Relationships>", f"{one}</Relationships>")
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
        one = f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}"/>'
        return xml.replace("</Types>", f"{one}</Types>")

    path = reshaped(
        issued,
        link,
        ["xl/_rels/workbook.xml.rels", "[Content_Types].xml"],
        {"xl/calcChain.xml": chain},
    )
    assert answered(path, name="N").sheets["units"].rows[0].values["name"] == "N"
    parts = parts_of(path)
    assert "xl/calcChain.xml" not in parts
    assert not any(b"calcChain" in data for data in parts.values())


@pytest.mark.parametrize(
    ("calculation", "wanted"),
    [
        ('<calcPr calcId="1" fullCalcOnLoad="0"/>', '<calcPr calcId="1" fullCalcOnLoad="1"/>'),
        ("<calcPr></calcPr>", '<calcPr fullCalcOnLoad="1"></calcPr>'),
        ("", '</definedNames><calcPr fullCalcOnLoad="1"/>'),
    ],
)
def test_everything_is_calculated_when_the_workbook_is_opened(issued, calculation, wanted):
    path = reshaped(
        issued, lambda xml: re.sub("<calcPr[^>]*/>", calculation, xml), ["xl/workbook.xml"]
    )
    answered(path, name="N")
    assert wanted in parts_of(path)["xl/workbook.xml"].decode()


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("<f>SUM('Data centres'!$C$5:$C$9)</f>", "<f>SUM('Data centres'!$C$5:$C$12)</f>"),
        (
            "<f>SUM(&apos;Data centres&apos;!C5:C9)</f>",
            "<f>SUM(&apos;Data centres&apos;!C5:C12)</f>",
        ),
        ("<f>'Other Data centres'!C5:C9</f>", "<f>'Other Data centres'!C5:C9</f>"),
        ("<f>'Data centres'!C5:C90</f>", "<f>'Data centres'!C5:C90</f>"),
        ("<f>'Data centres'!C5:C8</f>", "<f>'Data centres'!C5:C8</f>"),
        ("<t>'Data centres'!C5:C9</t>", "<t>'Data centres'!C5:C9</t>"),
    ],
)
def test_only_what_ends_with_the_table_grows_with_it(formula, wanted):
    assert Stretch("Data centres", 9, 12).elsewhere(formula.encode()).decode() == wanted


def test_tabs_with_odd_names_grow_too():
    for tab, written_ in (
        ("Q&A", "'Q&amp;A'!A1:A9"),
        ("it's", "'it''s'!A1:A9"),
        ("数据", "数据!A1:A9"),
    ):
        part = f"<f>{written_}</f>".encode()
        assert Stretch(tab, 9, 10).elsewhere(part) == part.replace(b"A9", b"A10"), tab
