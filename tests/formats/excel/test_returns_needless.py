"""Passing over the hidden lists must change nothing that a merge sees."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from workbook_samples import CATALOGUE, a_workbook, opened, read, written

from inventory_app.errors import Refused
from inventory_app.formats.excel import plain_parts
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.cells import read_book
from inventory_app.formats.excel.return_needless import is_needless
from inventory_app.formats.excel.returns import read_return

STRINGS = "xl/sharedStrings.xml"
CHECK = "Check"


@pytest.fixture
def sent(tmp_path):
    return written(a_workbook(), tmp_path / "sent.xlsx")


def passed_over(data):
    """Return the sheets that hold cells and are not read for a merge."""
    whole, part = read_book(data), read_book(data, is_needless=is_needless)
    for one, other in zip(whole.sheets, part.sheets, strict=True):
        assert other.rows in ({}, one.rows)
    return [
        one.name
        for one, other in zip(whole.sheets, part.sheets, strict=True)
        if one.rows and not other.rows
    ]


def with_part(data, tab, change):
    """Return the workbook with the XML of one sheet changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        order = re.findall(r'<sheet name="([^"]+)"', old.read("xl/workbook.xml").decode())
        target = f"xl/worksheets/sheet{order.index(tab) + 1}.xml"
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()).encode() if name == target else text)
    return out.getvalue()


def test_the_hidden_lists_and_the_check_sheet_are_passed_over_and_nothing_else(sent):
    assert passed_over(sent.read_bytes()) == [CHECK, marks.LISTS_TAB]


def test_a_note_below_the_check_sheet_is_found(sent, tmp_path):
    book = opened(sent)
    book[CHECK].cell(book[CHECK].max_row + 3, 4, "the totals are those of last year")
    book.save(tmp_path / "back.xlsx")
    found = read_return((tmp_path / "back.xlsx").read_bytes(), CATALOGUE).findings
    assert [(each.code, each.tab, each.found) for each in found if each.tab == CHECK] == [
        ("L-STRAY", CHECK, "the totals are those of last year")
    ]


@pytest.mark.parametrize(
    "value",
    [
        '<c r="D900" t="inlineStr"><is><t>note</t></is></c>',
        '<c r="D900"><v>5</v></c>',
        '<c r="D900" t="s"><v>0</v></c>',
        '<c r="D900" t="str"><f>A1</f><v>note</v></c>',
    ],
)
def test_whatever_stands_below_the_check_sheet_keeps_it_from_being_passed_over(sent, value):
    below = f'<row r="900">{value}</row></sheetData>'
    data = with_part(sent.read_bytes(), CHECK, lambda xml: xml.replace("</sheetData>", below))
    assert passed_over(data) == [marks.LISTS_TAB]


@pytest.mark.parametrize("mark", ["#sheet:staff", "#nothing:staff", "#page:front", "#end"])
def test_a_mark_on_the_check_sheet_keeps_it_from_being_passed_over(sent, mark):
    data = sent.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        texts = re.findall("<si><t[^>]*>([^<]*)</t></si>", package.read(STRINGS).decode())
    shared = f'<c r="ZZ1" t="s"><v>{texts.index(mark)}</v></c></row>'
    result = f'<c r="ZZ1" t="str"><f>A2</f><v>{mark}</v></c></row>'
    for cell in (result,) if mark == marks.END else (shared, result):
        changed = with_part(data, CHECK, lambda xml, cell=cell: xml.replace("</row>", cell, 1))
        assert passed_over(changed) == [marks.LISTS_TAB]


def test_an_answer_that_was_moved_to_the_check_sheet_is_read(sent):
    data = sent.read_bytes()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode(errors="surrogateescape")
            if name == "xl/workbook.xml":
                name_of = marks.name_of_nothing("staff")
                place = re.search(f'<definedName name="{name_of}">([^<]*)<', text)
                text = text.replace(f"{place[0]}", f'<definedName name="{name_of}">{CHECK}!$D$40<')
            new.writestr(name, text.encode(errors="surrogateescape"))
    assert passed_over(out.getvalue()) == [marks.LISTS_TAB]


def test_every_sheet_that_is_issued_can_be_read_by_pattern(sent):
    with zipfile.ZipFile(sent) as book:
        sheets = [book.read(name) for name in book.namelist() if "/worksheets/sheet" in name]
    for data in sheets:  # else NotPlainError: the parser takes three times as long
        span = plain_parts.rows_span(data)
        assert plain_parts.row_tokens(data, span, plain_parts.plain_tags())


def test_lists_whose_texts_are_not_shared_are_read(sent, tmp_path):
    opened(sent).save(tmp_path / "back.xlsx")
    assert passed_over((tmp_path / "back.xlsx").read_bytes()) == []


def test_a_sheet_of_answers_that_took_the_name_of_the_lists_is_read(sent):
    data = sent.read_bytes()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/workbook.xml":
                text = content.decode().replace(f'name="{marks.LISTS_TAB}"', 'name="Other"')
                taken = f'name="{marks.LISTS_TAB}" state="hidden" sheetId='
                content = text.replace('name="Staff" sheetId=', taken).encode()
            new.writestr(name, content)
    assert passed_over(out.getvalue()) == [CHECK]
    found = read_return(out.getvalue(), CATALOGUE).sheets["staff"]
    assert found.tab == marks.LISTS_TAB
    assert found.rows == read(sent).sheets["staff"].rows


def test_a_mark_among_shared_texts_keeps_the_lists_from_being_passed_over(sent):
    data = sent.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        texts = re.findall("<si><t[^>]*>([^<]*)</t></si>", package.read(STRINGS).decode())
    for mark, expected in (
        ("#sheet:staff", [CHECK]),
        ("#page:check", [CHECK]),
        ("#NA", [CHECK, marks.LISTS_TAB]),
    ):
        cell = f'<c r="ZZ1" t="s"><v>{texts.index(mark)}</v></c></row>'
        changed = with_part(
            data, marks.LISTS_TAB, lambda x, cell=cell: x.replace("</row>", cell, 1)
        )
        assert passed_over(changed) == expected


def test_lists_that_somebody_made_visible_are_read(sent, tmp_path):
    book = opened(sent)
    book[marks.LISTS_TAB].sheet_state = "visible"
    book.save(tmp_path / "back.xlsx")
    assert passed_over((tmp_path / "back.xlsx").read_bytes()) == []


@pytest.mark.parametrize(
    "value",
    [
        '<c r="ZZ1" t="inlineStr"><is><t>#sheet:staff</t></is></c>',
        '<c r="ZZ1"><v>5</v></c>',
        '<c r="ZZ1" t="s"><v xml:space="preserve">0</v></c>',
        '<c r="ZZ1" t="str"><v>#sheet:staff</v></c>',
        '<c r="ZZ1" cm="1" t="s"><v>0</v></c>',
    ],
)
def test_in_any_doubt_the_lists_are_read(sent, value):
    data = with_part(
        sent.read_bytes(), marks.LISTS_TAB, lambda xml: xml.replace("</row>", value + "</row>", 1)
    )
    assert passed_over(data) == [CHECK]


def test_lists_that_point_to_no_text_are_refused_as_ever(sent):
    data = with_part(
        sent.read_bytes(),
        marks.LISTS_TAB,
        lambda xml: xml.replace("</row>", '<c r="ZZ1" t="s"><v>999999</v></c></row>', 1),
    )
    with pytest.raises(Refused, match="cannot be read"):
        read_return(data, CATALOGUE)


def test_a_damaged_sheet_of_lists_is_refused_although_it_is_not_needed(sent):
    data = bytearray(sent.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        order = re.findall(r'<sheet name="([^"]+)"', package.read("xl/workbook.xml").decode())
        entry = package.getinfo(f"xl/worksheets/sheet{order.index(marks.LISTS_TAB) + 1}.xml")
    data[entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2] ^= 0xFF
    with pytest.raises(Refused):
        read_return(bytes(data), CATALOGUE)
