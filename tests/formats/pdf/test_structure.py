"""What a reader who cannot see the page is told: headings, tables with their cells, figures."""

from __future__ import annotations

import ctypes
import io
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from reading_pdf import objects_of

from inventory_app.domain.charts import Bar, Part
from inventory_app.domain.documents import (
    Cell,
    ChartBlock,
    Column,
    Contents,
    Document,
    DocumentHead,
    Heading,
    Items,
    Paragraph,
    Table,
)
from inventory_app.domain.plots import BarPlot, StackPlot
from inventory_app.formats.pdf.documents import write_document
from inventory_app.formats.pdf.packing import packed


def document(rows=3, language="en"):
    columns = (Column(title="Entity", weight=2), Column(title="FTE", side="end"))
    cells = tuple((Cell(text=f"E{n}"), Cell(text=str(n * 10))) for n in range(rows))
    plot = StackPlot(parts=(Part(label="RB", value=Decimal(3), text="3"),
                            Part(label="XB", value=Decimal(1), text="1")))  # fmt: skip
    head = DocumentHead(title="Title", kind="Kind", author="A", printed_on=date(2026, 11, 23))
    return Document(name="d", head=head, language=language, blocks=(
        Contents(title="Contents"), Heading(text="1. One", anchor="one"), Paragraph(text="Text."),
        Items(texts=("first", "second")), Table(columns=columns, rows=cells, caption="C"),
        ChartBlock(plot=plot, words="RB 3, XB 1"),
    ))  # fmt: skip


def written(made):
    target = io.BytesIO()
    write_document(made, target)
    return target.getvalue()


def told(call, element):
    size = call(element, None, 0)
    buffer = ctypes.create_string_buffer(size)
    call(element, buffer, size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def walk(element, depth=0):
    kind = told(pdfium.FPDF_StructElement_GetType, element)
    alternative = told(pdfium.FPDF_StructElement_GetAltText, element)
    yield depth, kind, alternative
    for number in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, number)
        if child:
            yield from walk(child, depth + 1)


def tree_of(data):
    """Return depth, tag and alternative text of each element of the first page."""
    opened = pypdfium2.PdfDocument(data)
    page = opened[0]
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    found = [
        each
        for number in range(pdfium.FPDF_StructTree_CountChildren(tree))
        for each in walk(pdfium.FPDF_StructTree_GetChildAtIndex(tree, number))
    ]
    pdfium.FPDF_StructTree_Close(tree)
    page.close()
    opened.close()
    return found


def test_headings_tables_and_figures_are_told_apart():
    tags = Counter(kind for _depth, kind, _alternative in tree_of(written(document())))
    assert (tags["H1"], tags["H2"]) == (1, 2)  # the contents have a heading, too
    assert (tags["Table"], tags["TR"], tags["TH"], tags["TD"]) == (1, 4, 2, 6)
    assert tags["Figure"] == 1
    assert tags["TOCI"] == 1
    assert (tags["L"], tags["LI"], tags["Lbl"], tags["LBody"]) == (1, 2, 2, 2)


def test_no_level_of_headings_is_left_out():
    deep = Heading(text="deep", level=2, anchor="deep")
    made = replace(document(), blocks=(deep, Heading(text="one", anchor="one"), deep))
    tags = [kind for _depth, kind, _alternative in tree_of(written(made))]
    assert [tag for tag in tags if re.fullmatch(r"H\d", tag)] == ["H1", "H2", "H2", "H3"]


def test_every_link_is_in_the_tree_and_says_where_it_leads():
    raw = objects_of(written(document()))
    links = re.findall(rb"/Subtype /Link.*?/StructParent (\d+)", raw, re.DOTALL)
    assert len(links) == len(re.findall(rb"/S/Link\b", raw)) == 1
    assert b"/Contents (1. One)" in raw


def test_title_organisation_and_language_stand_in_the_metadata():
    raw = written(document(language="zh"))
    assert b'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Kind' in raw or b"Title" in raw
    assert b"<rdf:li>zh-Hans</rdf:li>" in raw
    assert b"<rdf:li>A</rdf:li>" in raw
    assert b"pdfuaid" not in raw  # nobody has examined it: no claim is made


def test_a_figure_says_in_words_what_it_shows():
    found = [
        alternative for _, kind, alternative in tree_of(written(document())) if kind == "Figure"
    ]
    assert found == ["RB 3, XB 1"]


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_everything_on_a_page_is_in_the_tree_or_an_artifact(language):
    """Every mark is begun and ended, and none stands inside another but letters read backwards."""
    opened = pypdfium2.PdfDocument(written(document(200, language)))
    assert len(opened) > 2
    for page in opened:
        for shape in page.get_objects(max_depth=1):
            count = pdfium.FPDFPageObj_CountMarks(shape)
            names = []
            for number in range(count):
                mark = pdfium.FPDFPageObj_GetMark(shape, number)
                size = ctypes.c_ulong()
                buffer = (pdfium.FPDF_WCHAR * 64)()
                pdfium.FPDFPageObjMark_GetName(mark, buffer, 128, size)
                names.append(bytes(buffer)[: size.value].decode("utf-16-le").rstrip("\0"))
            assert len([name for name in names if name != "ReversedChars"]) == 1


def test_a_table_that_goes_on_for_pages_is_one_table():
    raw = objects_of(written(document(200)))
    assert len(re.findall(rb"/S/Table\b", raw)) == 1
    assert len(re.findall(rb"/S/TR\b", raw)) == 201
    assert b"/Marked true" in raw


def test_a_table_of_thousands_of_rows_has_its_cells_and_names_its_columns():
    made = document(90)
    [table] = [each for each in made.blocks if isinstance(each, Table)]
    long = (Cell(text="word " * 900), Cell(text="1"))
    uniform = replace(table, uniform=True, rows=(*table.rows, long), caption="")
    raw = objects_of(written(replace(made, blocks=(uniform,))))
    assert len(re.findall(rb"/S/TH\b", raw)) == 2
    assert len(re.findall(rb"/S/TR\b", raw)) == 92  # the long one, in pieces, is one
    assert len(re.findall(rb"/S/TD\b", raw)) == 182


def test_bars_say_their_numbers_in_words_on_each_page():
    rows = tuple(
        Bar(label=f"Row {n}", parts=(Decimal(n),), texts=(f"n{n}", "x")) for n in range(90)
    )
    plot = BarPlot(rows=rows, text_widths=(30, 30), titles=("FTE", "Other"))
    made = replace(document(), blocks=(ChartBlock(plot=plot, words="not these"),))
    told = [alternative for _, kind, alternative in tree_of(written(made)) if kind == "Figure"]
    assert len(told) == 1
    assert "Row 3: FTE: n3, Other: x; Row 4:" in told[0]
    assert "Row 89" not in told[0]


def test_a_packed_file_says_the_same_in_fewer_bytes():
    data = written(document(200))
    assert data.startswith(b"%PDF-1.7")
    assert len(data) < len(objects_of(data)) / 2
    assert data == written(document(200))


def test_every_object_of_a_plain_file_is_found_in_the_packed_one():
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>",
               b"<< /Length 4 >>\nstream\nq Q\n\nendstream"]  # fmt: skip
    plain, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(plain))
        plain += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(plain)
    plain += b"xref\n0 4\n0000000000 65535 f \n"
    plain += b"".join(b"%010d 00000 n \n" % place for place in places)
    plain += b"trailer\n<< /Root 1 0 R /Size 4 >>\nstartxref\n%d\n%%%%EOF\n" % table
    made = packed(bytes(plain))
    found = objects_of(made)
    assert all(body in found for body in objects)
