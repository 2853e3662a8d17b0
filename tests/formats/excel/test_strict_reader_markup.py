"""Whatever two programs could read in two ways is refused, in the common form and in others."""

import random
import re

import pytest
from strict_reader_files import (
    MAIN,
    book_of,
    content_types,
    packed,
    parts_of,
    sheet_xml,
    strings_xml,
)

from inventory_app.errors import Refused
from inventory_app.formats.excel.cells import read_book
from inventory_app.formats.excel.markup import Events, NotPlainError

CELL = '<row r="1"><c r="A1"><v>5</v></c></row>'
FORMS = ["common", "unusual", "prefixed"]


def in_form(form: str, xml: str) -> str:
    """The same sheet in the form read by pattern, or in one that only the parser reads."""
    if form == "unusual":
        return xml.replace("<sheetData>", "<sheetData >")
    if form == "prefixed":
        xml = (
            xml.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:").replace("<x:!", "<!")
        )
        return xml.replace("xmlns=", "xmlns:x=")
    return xml


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        read_book(data)
    return refused.value


@pytest.mark.parametrize("form", FORMS)
def test_the_forms_of_these_tests_are_read(form: str) -> None:
    rows = '<row r="1"><c r="B1" t="inlineStr"><is><t>x</t></is></c></row>'
    assert (
        read_book(book_of(sheet=in_form(form, sheet_xml(rows)))).sheets[0].rows[1][2].value == "x"
    )


ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("declaration", [ENTITY, EXTERNAL, "<!DOCTYPE worksheet>"])
@pytest.mark.parametrize(
    "part",
    [
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_every_part_that_is_read(
    declaration: str, part: str, encoding: str
) -> None:
    """P8."""
    parts = parts_of(CELL)
    parts[part] = (declaration + str(parts[part])).encode(encoding)
    assert refusal(packed(parts)).code == "F-DOCTYPE"


def test_an_encoding_that_packages_may_not_use_is_refused() -> None:
    """P8: in UTF-7 or a code page the word DOCTYPE may look like something else."""
    for encoding in ("iso-8859-1", "utf-7", "windows-1252", "us-ascii", "x-unknown"):
        xml = f'<?xml version="1.0" encoding="{encoding}"?>' + sheet_xml(CELL)
        assert refusal(book_of(sheet=xml)).code == "F-DAMAGED"


DEEP = 100_000
MONSTERS = {
    "deep in the sheet": sheet_xml("", before="<a>" * DEEP + "</a>" * DEEP),
    "deep in the rows": sheet_xml("<a>" * DEEP + "</a>" * DEEP),
    "deep formulas": sheet_xml('<row r="1"><c r="A1">' + "<f>" * DEEP),
    "deep values": sheet_xml('<row r="1"><c r="A1">' + "<v>" * DEEP),
    "deep runs": sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is>' + "<r>" * DEEP),
    "deep cells": sheet_xml('<row r="1">' + '<c r="A1">' * DEEP),
    "deep rows": sheet_xml('<row r="1">' * DEEP),
    "many attributes": sheet_xml("<row " + " ".join(f'a{n}=""' for n in range(200_000)) + "/>"),
    "a long attribute": sheet_xml(f'<row r="1" x="{"y" * 1_000_000}"/>'),
    "a long comment": sheet_xml(f"<!--{'y' * 1_000_000}-->"),
    "a long name": sheet_xml(f"<{'y' * 1_000_000}/>"),
    "a long text": sheet_xml(f'<row r="1"><c r="A1" t="str"><v>{"y" * 65_535}</v></c></row>'),
    "a text of many pieces": sheet_xml(f'<row r="1"><c r="A1" t="str"><v>{"y&amp;" * 33_000}</v></c></row>'),
    "a long text in a cell": sheet_xml(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"y" * 65_535}</t></is></c></row>'),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("monster", MONSTERS)
def test_absurd_markup_is_refused(monster: str, form: str) -> None:
    """P9."""
    refused = refusal(book_of(sheet=in_form(form, MONSTERS[monster])))
    assert refused.code in ("F-XML", "F-TEXT", "F-DAMAGED")


@pytest.mark.parametrize("part", [name for name in parts_of() if "sheet1" not in name])
def test_deep_nesting_is_refused_in_small_parts(part: str) -> None:
    parts = parts_of(CELL)
    xml = str(parts[part])
    parts[part] = xml[: xml.rfind("</")] + "<a>" * DEEP
    assert refusal(packed(parts)).code == "F-XML"


@pytest.mark.parametrize("form", FORMS)
def test_the_longest_text_of_a_cell_is_read(form: str) -> None:
    """S9: 32,767 characters, which may take two units each."""
    text = "🙂" * 32_767
    rows = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'
    assert (
        read_book(book_of(sheet=in_form(form, sheet_xml(rows)))).sheets[0].rows[1][1].value == text
    )


@pytest.mark.parametrize(
    "text",
    ["\0", "\x01", "\x1f", "\ufffe", "\uffff", "&#0;", "&#1;", "&#xD800;", "&#xFFFE;", "&#1114112;", "&x;", "&", "]]>", "&#99999999999;"],
)  # fmt: skip
@pytest.mark.parametrize("form", FORMS)
def test_what_no_xml_may_hold_is_refused(text: str, form: str) -> None:
    """P10."""
    rows = f'<row r="1"><c r="A1" t="str"><v>a{text}</v></c></row>'
    assert refusal(book_of(sheet=in_form(form, sheet_xml(rows)))).code == "F-DAMAGED"
    assert refusal(book_of(strings=strings_xml(f"a{text}"))).code == "F-DAMAGED"


@pytest.mark.parametrize(
    "raw", [b"\xff", b"\xed\xa0\x80", b"\xc0\x80", b"\xf5\x80\x80\x80", b"\xe2\x82"]
)
def test_bytes_that_are_no_unicode_are_refused(raw: bytes) -> None:
    """P10: lone surrogates and overlong forms."""
    rows = sheet_xml('<row r="1"><c r="A1" t="str"><v>a@</v></c></row>').encode().replace(b"@", raw)
    assert refusal(book_of(sheet=rows)).code == "F-DAMAGED"
    assert (
        refusal(book_of(strings=strings_xml("a@").encode().replace(b"@", raw))).code == "F-DAMAGED"
    )
    lone = '<?xml version="1.0" encoding="UTF-16"?>' + sheet_xml(
        '<row r="1"><c r="A1" t="str"><v>a@</v></c></row>'
    )
    wide = lone.encode("utf-16").replace("@".encode("utf-16-le"), b"\x00\xd8")
    assert refusal(book_of(sheet=wide)).code == "F-DAMAGED"


AMBIGUOUS = {
    "the same cell twice": ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "F-AMBIGUOUS"),
    "the same cell twice, once blank": ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"/></row>', "F-AMBIGUOUS"),
    "cells out of order": ('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "F-AMBIGUOUS"),
    "a place between given ones": ('<row r="1"><c><v>1</v></c><c r="A1"><v>2</v></c></row>', "F-AMBIGUOUS"),
    "the same row twice": ('<row r="1"/><row r="1"><c r="A1"><v>1</v></c></row>', "F-AMBIGUOUS"),
    "rows out of order": ('<row r="2"/><row r="1"/>', "F-AMBIGUOUS"),
    "another row": ('<row r="1"><c r="A2"><v>1</v></c></row>', "F-REFERENCE"),
    "a longer row": ('<row r="1"><c r="A11"><v>1</v></c></row>', "F-REFERENCE"),
    "no row": ('<row r="1"><c r="A"><v>1</v></c></row>', "F-REFERENCE"),
    "no column": ('<row r="1"><c r="1"><v>1</v></c></row>', "F-REFERENCE"),
    "small letters": ('<row r="1"><c r="a1"><v>1</v></c></row>', "F-REFERENCE"),
    "dollar signs": ('<row r="1"><c r="$A$1"><v>1</v></c></row>', "F-REFERENCE"),
    "row 0": ('<row r="0"><c r="A0"><v>1</v></c></row>', "F-REFERENCE"),
    "row 01": ('<row r="01"><c r="A01"><v>1</v></c></row>', "F-REFERENCE"),
    "row -1": ('<row r="-1"/>', "F-REFERENCE"),
    "row 1.0": ('<row r="1.0"/>', "F-REFERENCE"),
    "a row in other digits": ('<row r="٣"/>', "F-REFERENCE"),
    "row four billion": ('<row r="4294967297"/>', "F-REFERENCE"),
    "a row beyond the grid": ('<row r="1048577"/>', "F-REFERENCE"),
    "a column beyond the grid": ('<row r="1"><c r="XFE1"><v>1</v></c></row>', "F-REFERENCE"),
    "a cell that follows the last": ('<row r="1"><c r="XFD1"/><c><v>1</v></c></row>', "F-REFERENCE"),
    "a column of four letters": ('<row r="1"><c r="AAAA1"><v>1</v></c></row>', "F-REFERENCE"),
    "two values": ('<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>', "F-DAMAGED"),
    "a value in a value": ('<row r="1"><c r="A1"><v>1<v>2</v></v></c></row>', "F-DAMAGED"),
    "a value in a formula": ('<row r="1"><c r="A1"><f>1<v>2</v></f></c></row>', "F-AMBIGUOUS"),
    "an element in a value": ('<row r="1"><c r="A1"><v>1<b/>2</v></c></row>', "F-DAMAGED"),
    "an element in a text": ('<row r="1"><c r="A1" t="inlineStr"><is><t>1<b/>2</t></is></c></row>', "F-DAMAGED"),
    "a value outside a cell": ('<row r="1"><v>2</v></row>', "F-DAMAGED"),
    "a formula outside a cell": ('<row r="1"><f>2</f></row>', "F-DAMAGED"),
    "a cell outside a row": ('<c r="A1"><v>2</v></c>', "F-DAMAGED"),
    "a cell in a cell": ('<row r="1"><c r="A1"><c r="B1"><v>2</v></c></c></row>', "F-DAMAGED"),
    "a row in a row": ('<row r="1"><row r="2"></row></row>', "F-DAMAGED"),
    "a text that is said to be a number": ('<row r="1"><c r="A1"><is><t>2</t></is></c></row>', "F-DAMAGED"),
    "a formula behind its value": ('<row r="1"><c r="A1"><v>1</v><f>2</f></c></row>', "F-DAMAGED"),
    "two formulas": ('<row r="1"><c r="A1"><f>1</f><f>2</f></c></row>', "F-DAMAGED"),
    "a value in an extension": ('<row r="1"><c r="A1"><extLst><v>2</v></extLst></c></row>', "F-AMBIGUOUS"),
    "a cell in an extension": ('<row r="1"><extLst><c r="A1"><v>2</v></c></extLst></row>', "F-AMBIGUOUS"),
    "a text in an extension": ('<row r="1"><c r="A1" t="inlineStr"><is><extLst><t>2</t></extLst></is></c></row>', "F-AMBIGUOUS"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", AMBIGUOUS)
def test_no_guess_is_made(case: str, form: str) -> None:
    """S1 and S3."""
    rows, code = AMBIGUOUS[case]
    refused = refusal(book_of(sheet=in_form(form, sheet_xml(rows))))
    assert refused.code == code


MALFORMED = {
    "tags crossed in two cells": '<row r="1"><c r="A1" t="inlineStr"><is><t>x</v></c><c r="B1" t="inlineStr"><v>y</t></is></c></row>',
    "an attribute of a cell twice": '<row r="1"><c r="A1" s="1" s="2"><v>1</v></c></row>',
    "a place twice": '<row r="1"><c r="A1" r="B1"><v>1</v></c></row>',
    "an attribute of a row twice": '<row r="1" ht="1" ht="2"/>',
    "a row that is not closed": '<row r="1"><c r="A1"><v>1</v></c>',
    "a row that is closed twice": '<row r="1"><c r="A1"><v>1</v></c></row></row>',
    "a value behind an empty cell": '<row r="1"><c r="A1"/><v>1</v></c></row>',
    "no blank between attributes": '<row r="1"><c r="A1"t="s"><v>1</v></c></row>',
    "an attribute without quotes": '<row r="1"><c r="A1" t=s><v>1</v></c></row>',
    "an ampersand in a formula": '<row r="1"><c r="A1"><f>A2&B2</f><v>1</v></c></row>',
    "an ampersand between cells": '<row r="1">&<c r="A1"><v>1</v></c></row>',
    "a prefix that nobody knows": '<row r="1"><c r="A1" y:s="1"><v>1</v></c></row>',
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", MALFORMED)
def test_rows_that_are_not_well_formed_are_refused(case: str, form: str) -> None:
    """The pattern lets nothing pass that the parser would not."""
    xml = in_form(form, sheet_xml(MALFORMED[case]))
    assert refusal(book_of(sheet=xml)).code == "F-DAMAGED"


def test_a_cell_that_is_refused_is_named() -> None:
    refused = refusal(book_of('<row r="7"><c r="C7"/><c r="C7"/></row>'))
    assert str(refused) == "Sheet “Sheet1” holds the cell C7 twice or out of order."


def test_two_sets_of_rows_are_refused() -> None:
    twice = sheet_xml(CELL, after='<sheetData><row r="2"><c r="A2"><v>6</v></c></row></sheetData>')
    for form in FORMS:
        assert refusal(book_of(sheet=in_form(form, twice))).code == "F-DAMAGED"


def test_a_sheet_without_rows_is_damaged_and_one_with_none_is_empty() -> None:
    assert refusal(book_of(sheet=f'<worksheet xmlns="{MAIN}"/>')).code == "F-DAMAGED"
    for empty in ("<sheetData/>", "<sheetData></sheetData>", "<sheetData> </sheetData>"):
        xml = sheet_xml("").replace("<sheetData></sheetData>", empty)
        assert read_book(book_of(sheet=xml)).sheets[0].rows == {}


DECOYS = {
    "in a comment": f"<!-- <sheetData>{CELL}</sheetData> -->",
    "in character data": f"<sheetPr><![CDATA[<sheetData>{CELL}</sheetData>]]></sheetPr>",
    "in another namespace": f'<y:a xmlns:y="urn:y" xmlns="urn:y"><sheetData>{CELL}</sheetData></y:a>',
}


@pytest.mark.parametrize("decoy", DECOYS)
def test_rows_that_are_none_are_not_read(decoy: str) -> None:
    """The pattern must not find what a parser would not."""
    real = '<row r="1"><c r="A1"><v>7</v></c></row>'
    for data in (
        sheet_xml(real, before=DECOYS[decoy]),
        sheet_xml(real, after=DECOYS[decoy]),
        sheet_xml(real, before=DECOYS[decoy]).replace(f"<sheetData>{real}", f"<sheetData >{real}"),
    ):
        assert read_book(book_of(sheet=data)).sheets[0].rows[1][1].value == 7


def test_rows_hidden_inside_a_comment_in_the_rows_are_not_read() -> None:
    for end in ("</sheetData>", "</sheetData >"):
        rows = f"<sheetData ><!-- <sheetData>{CELL}</sheetData> -->{end}"
        xml = sheet_xml("").replace("<sheetData></sheetData>", rows)
        assert read_book(book_of(sheet=xml)).sheets[0].rows == {}


def test_a_pattern_is_only_used_where_its_listener_is() -> None:
    events = Events("part", root="sst", contents=())
    heard = []

    def inside(name: str, _: dict[str, str]) -> None:
        heard.append(name)
        events.listen(elsewhere, heard.append)

    def elsewhere(name: str, _: dict[str, str]) -> None:
        heard.append(name)

    def begin() -> None:
        events.listen(inside, heard.append)

    data = f'<sst xmlns="{MAIN}"><a>@</a></sst>'.encode()
    at = data.find(b"@")
    with pytest.raises(NotPlainError):
        events.read_around(data, (at, at + 1), begin, inside)
    assert heard == [f"{MAIN} a"]


def test_rows_in_the_other_choice_of_a_newer_program_are_refused() -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    choice = f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice Requires="x"><sheetData/></mc:Choice></mc:AlternateContent>'
    assert refusal(book_of(sheet=sheet_xml(CELL, before=choice))).code == "F-AMBIGUOUS"
    inside = CELL.replace("<v>5</v>", choice.replace("<sheetData/>", "<v>5</v>"))
    assert refusal(book_of(inside)).code == "F-AMBIGUOUS"


def test_another_default_namespace_on_a_row_makes_it_foreign() -> None:
    """An unknown row is passed over; the values in it would be someone else's."""
    for rows in (
        '<row xmlns="urn:y" r="1"><c r="A1"><v>5</v></c></row>',
        '<row r="1" xmlns="urn:y"><c r="A1"><v>5</v></c></row>',
        '<row r="1"><c r="A1" xmlns="urn:y"><v>5</v></c></row>',
        '<row r="1"><c xmlns="urn:y" r="A1"><v>5</v></c></row>',
    ):
        assert read_book(book_of(rows)).sheets[0].rows == {}


def test_the_declared_size_of_a_sheet_means_nothing() -> None:
    """S2."""
    for size in ("A1", "A1:XFD1048576", "nonsense", "Z9:A1"):
        xml = sheet_xml(
            '<row r="1048576"><c r="XFD1048576"><v>5</v></c></row>',
            before=f'<dimension ref="{size}"/>',
        )
        assert read_book(book_of(sheet=xml)).sheets[0].rows[1_048_576][16_384].value == 5


def test_merged_ranges_are_checked() -> None:
    def merged(reference: str) -> bytes:
        return book_of(
            sheet=sheet_xml(CELL, after=f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>')
        )

    assert read_book(merged("B2:XFD1048576")).sheets[0].merged == ("B2:XFD1048576",)
    for bad in ("", "B2:", "B0:C1", "B2:XFE3", "B2:C1048577", "$B$2:C3", "b2:c3"):
        assert refusal(merged(bad)).code == "F-REFERENCE"


PIECES = [
    "<v>", "</v>", '<c r="B1">', "</c>", '<row r="2">', "</row>", "<is>", "</is>", "<t>", "</t>", "<f>", "</f>",
    "/>", "<!-- ", "-->", "<![CDATA[", "]]>", "&amp;", "&#65;", "&", '"', ">", "<", "=", "1", "-", 't="s"',
    ' s="1"', ' xmlns="y"', ' xmlns:x="y"', "x:", "</sheetData>", "<sheetData>", "\n", " ", "\x01", "<x/>", "é",
]  # fmt: skip
WHOLE = sheet_xml(
    '<row r="1" spans="1:3" hidden="1"><c r="A1" s="1" t="s"><v>1</v></c><c r="B1" s="2"/><c r="C1"><v>2.5</v></c></row>'
    '<row r="2"/><row r="3" ht="15"><c r="A3" t="str"><f>A1&amp;B1</f><v>x&amp;y</v></c>'
    '<c r="B3" t="inlineStr"><is><t xml:space="preserve"> hé </t></is></c><c r="C3" t="b"><v>1</v></c>'
    '<c r="D3"><f t="array" ref="D3:D3">1&lt;2</f><v>7</v></c><c r="E3"><f ca="1">NOW()</f><v>8</v></c></row>',
    after='<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>',
)
LAID_OUT = re.sub(r"><(?!/?[vtf][ >]|/sheetData)", ">\n  <", WHOLE).replace(
    "><v>", ">\n <v>"
)  # as Gnumeric does


def outcome(xml: str) -> object:
    try:
        return read_book(book_of(sheet=xml)).sheets[0]
    except Refused:
        return "refused"


def test_the_pattern_and_the_parser_agree_on_every_broken_sheet() -> None:
    """Mutants of a sheet: what the pattern reads, the parser reads; what it cannot, neither does."""
    chance = random.Random(20261123)
    read = 0
    for _ in range(1000):
        xml = chance.choice([WHOLE, LAID_OUT])
        for _ in range(chance.choice([1, 1, 2, 3])):
            at = chance.randrange(len(xml))
            what = chance.random()
            if what < 0.3:
                xml = xml[:at] + xml[at + chance.randint(1, 12) :]
            elif what < 0.8:
                at = max(xml.find(chance.choice('<> "'), at), 0) + chance.choice([0, 1])
                xml = xml[:at] + chance.choice(PIECES) + xml[at:]
            else:
                other = chance.randrange(len(xml))
                xml = xml[:at] + xml[other : other + chance.randint(1, 40)] + xml[at:]
        as_parsed = outcome(f"{xml}<!-- </sheetData> -->")  # a comment that the pattern trips over
        assert outcome(xml) == as_parsed, xml
        read += as_parsed != "refused"
    assert 20 < read < 500


def test_blanks_between_tags_mean_nothing_and_those_in_values_are_kept() -> None:
    assert outcome(LAID_OUT) == outcome(WHOLE)
    for value in ("a>\n  ", ">  ", "\n"):
        row = f'<row r="1">\n <c r="A1" t="inlineStr">\n<is> <t>{value}</t>\n</is>\n </c>\n </row>'
        for form in FORMS:
            xml = in_form(form, sheet_xml(row))
            assert read_book(book_of(sheet=xml)).sheets[0].rows[1][1].value == value


def test_a_part_is_parsed_even_if_only_its_type_is_wanted() -> None:
    assert refusal(book_of(types=content_types()[:-3])).code == "F-DAMAGED"
