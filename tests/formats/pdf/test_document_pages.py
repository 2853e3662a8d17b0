"""Blocks of documents on pages: tables of lines, contents, headings that stay with what follows."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from datetime import date

import pytest
from reading_pdf import pages_of, properties_of, text_of

from inventory_app.domain.documents import (
    Cell,
    Column,
    Contents,
    Document,
    DocumentHead,
    Heading,
    Items,
    LinkTarget,
    Note,
    PageBreak,
    Paragraph,
    SideBySide,
    Table,
)
from inventory_app.domain.map_charts import HeatCell, HeatRow
from inventory_app.domain.plots import HeatPlot
from inventory_app.formats.pdf.documents import plot_block, write_document
from inventory_app.formats.pdf.line_table import LineTable
from inventory_app.formats.pdf.tables import Column as PrintedColumn
from inventory_app.languages import LANGUAGES

HEAD = DocumentHead(
    title="Entire Secretariat", kind="Test", author="United Nations Secretariat",
    running="Round 2026, as of 30 June 2026", version="0.1", printed_on=date(2026, 11, 23),
)  # fmt: skip


def written(folder, *blocks, language="en", head=HEAD):
    path = folder / "document.pdf"
    write_document(Document(name="x", head=head, language=language, blocks=blocks), path)
    return path


def lines(count, *, uniform=True, width=3):
    columns = tuple(Column(title=f"Column {n}") for n in range(width))
    rows = tuple(
        tuple(Cell(text=f"r{row}c{column}") for column in range(width)) for row in range(count)
    )
    return Table(columns=columns, rows=rows, uniform=uniform)


def page(path, number):
    return text_of(path, "-f", str(number), "-l", str(number))


def test_every_row_of_a_long_table_is_printed_once_under_its_header(tmp_path):
    path = written(tmp_path, lines(700))
    words = text_of(path).split()
    assert all(words.count(f"r{row}c0") == 1 for row in range(700))
    for number in range(1, pages_of(path) + 1):
        assert "Column 0 Column 1 Column 2" in page(path, number)


@pytest.mark.parametrize("uniform", [True, False])
def test_a_text_of_any_length_wraps_and_nothing_of_it_is_lost(tmp_path, uniform):
    long = " ".join(f"w{n}" for n in range(1300))
    columns = (Column(title="A"), Column(title="B", weight=3))
    short = (Cell(text="before"), Cell(text="x"))
    rows = (short, (Cell(text="row"), Cell(text=long if uniform else long[:1400])), short)
    path = written(tmp_path, Table(columns=columns, rows=rows, uniform=uniform))
    words = text_of(path).split()
    assert words.count("before") == 2
    assert all(words.count(f"w{n}") == 1 for n in range(1300 if uniform else 280))
    assert "…" not in text_of(path)


def test_a_row_higher_than_a_page_goes_on_where_the_next_one_begins():
    cells = (Cell(text="word " * 2000), Cell(text="kept"))
    table = LineTable(
        columns=[PrintedColumn(title="A"), PrintedColumn(title="B")], rows=[cells] * 2,
        language=LANGUAGES["en"],
    )  # fmt: skip
    parts = [table]
    while (divided := parts[-1].split(300, 600)) is not None:
        parts[-1:] = divided
        assert parts[-2].height(300) - table.after <= 600
    assert len(parts) > 2
    assert parts[-1].height(300) - table.after <= 600


def test_what_is_divided_adds_up_to_the_whole():
    table = LineTable(
        columns=[PrintedColumn(title="A")], rows=[(Cell(text=str(n)),) for n in range(50)],
        language=LANGUAGES["zh"],
    )  # fmt: skip
    first, rest = table.split(300, 200)
    assert first.height(300) - first.after <= 200
    assert (first.first, first.last, rest.first, rest.last) == (0, first.last, first.last, None)
    assert rest.split(300, 10) is None


@pytest.mark.parametrize("filler", range(30, 46, 3))
def test_a_heading_is_never_alone_at_the_foot_of_a_page(tmp_path, filler):
    texts = tuple(Paragraph(text=f"Line {n}.") for n in range(filler))
    heading, note = Heading(text="The heading", anchor="h"), Note(text="The note.")
    path = written(tmp_path, *texts, heading, note, lines(3, uniform=False))
    [at] = [n for n in range(1, pages_of(path) + 1) if "The heading" in page(path, n)]
    assert "r0c0" in page(path, at)


def test_the_contents_lead_to_pages_that_are_counted(tmp_path):
    parts = []
    for number in range(1, 5):
        parts += [PageBreak(), Heading(text=f"Part {number}", anchor=f"p{number}"), lines(60)]
    path = written(tmp_path, Contents(title="Contents"), *parts)
    listed = page(path, 1)
    for number in range(1, 5):
        words = listed[listed.index(f"Part {number}") :].split()
        assert f"Part {number}" in page(path, int(words[2]))


def test_running_head_and_foot_name_everything(tmp_path):
    path = written(tmp_path, Paragraph(text="x"), language="fr")
    text = text_of(path)
    for words in ("Entire Secretariat", "Round 2026, as of 30 June 2026", "ICT Inventory 0.1",
                  "Français", "1 sur 1"):  # fmt: skip
        assert words in text
    known = properties_of(path)
    assert known["Author"] == "United Nations Secretariat"
    assert known["Title"].endswith("Entire Secretariat")


def test_links_and_bookmarks_of_a_document_are_sound(tmp_path):
    table = Table(
        columns=(Column(title="A"),),
        rows=((Cell(text="to the end", link="end"),), (Cell(text="here", anchor="cell"),)),
    )
    path = written(
        tmp_path, Heading(text="Deep first", level=2, anchor="deep"), table,
        Paragraph(text="to the cell", link="cell"), PageBreak(), LinkTarget("end"),
        Paragraph(text="the end"),
    )  # fmt: skip
    done = subprocess.run(
        ["qpdf", "--check", str(path)], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_empty_document_and_an_empty_table_are_written(tmp_path):
    assert pages_of(written(tmp_path)) == 1
    nothing = Table(columns=(Column(title="A"),), rows=(), caption="List", empty="Nothing here.")
    assert "Nothing here." in text_of(written(tmp_path, nothing, PageBreak()))


def test_a_landscape_page_is_wider_than_high(tmp_path):
    path = written(tmp_path, Paragraph(text="x"), head=replace(HEAD, landscape=True))
    width, height = (float(each) for each in properties_of(path)["Page size"].split()[:3:2])
    assert width > height


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_the_same_document_gives_the_same_bytes(language):
    blocks = (
        Heading(text="Chapter", anchor="c"), Items(texts=("one", "two"), numbered=True),
        SideBySide(stacks=((lines(3, uniform=False),), ())), lines(20),
    )  # fmt: skip
    document = Document(name="x", head=HEAD, language=language, blocks=blocks)
    first, second = io.BytesIO(), io.BytesIO()
    write_document(document, first)
    write_document(document, second)
    assert first.getvalue() == second.getvalue()


def test_a_map_of_many_rows_goes_on_over_the_page_under_its_key():
    rows = tuple(HeatRow(label=f"R{n}", cells=(HeatCell(text="1"),)) for n in range(90))
    plot = HeatPlot(columns=("W01",), rows=rows, key=("a", "b", "c", "d"))
    block = plot_block(plot, LANGUAGES["ar"], "words")
    first, rest = block.split(500, 400)
    assert first.height(500) - first.tail() <= 400 < first.height(500) + 10
    assert (*first.plot.rows, *rest.plot.rows) == rows
    assert rest.split(500, 60) is None
