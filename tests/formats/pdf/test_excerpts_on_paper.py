"""A document of few pages: lists give way to each other, and figures stand among their peers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import docx
import pypdfium2
import pytest
from reading_pdf import objects_of, pages_of, text_of

from inventory_app.domain.charts import Band, Bar
from inventory_app.domain.documents import (
    Cell,
    ChartBlock,
    Column,
    Compared,
    Comparison,
    Document,
    DocumentHead,
    Excerpt,
    Heading,
    Paragraph,
    Reference,
    Table,
)
from inventory_app.domain.plots import BarPlot
from inventory_app.formats.pdf.documents import write_document
from inventory_app.formats.word.document import write_word

HEAD = DocumentHead(title="T", kind="K", author="A", printed_on=date(2026, 11, 23))
KEY = ("this value", "median", "middle half", "range", "target")
TITLES = ("Indicator", "Value", "Unit", "Terms", "Coverage", "Target", "n", "lowest", "Q1",
          "median", "Q3", "highest", "Remark")  # fmt: skip


def document(*blocks, most_pages=1):
    return Document(name="x", head=HEAD, language="en", blocks=blocks, most_pages=most_pages)


def text_on_paper(made, folder):
    path = folder / "document.pdf"
    assert write_document(made, path) == pages_of(path)
    return text_of(path)


def text_in_word(made, folder):
    path = folder / "document.docx"
    write_word(made, path)
    file = docx.Document(path)
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in file.paragraphs), *cells])


def listed(rows, **more):
    notes = tuple(f"Shown: {count} of {rows}" for count in range(rows + 1))
    table = Table(
        columns=(Column(title="Name"),), rows=tuple((Cell(text=f"row-{n}."),) for n in range(rows))
    )
    return Excerpt(of=table, notes=notes, **more)


def chart(**more):
    bars = tuple(Bar(label=f"bar-{n}.", parts=(Decimal(n),), texts=(str(n),)) for n in range(9))
    return Excerpt(of=ChartBlock(plot=BarPlot(rows=bars), words="Bars"), **more)


def test_a_list_is_as_long_as_the_pages_allow_and_says_so(tmp_path):
    made = document(listed(300), most_pages=2)
    text = text_on_paper(made, tmp_path)
    shown = text.count("row-")
    assert pages_of(tmp_path / "document.pdf") == 2
    assert 60 < shown < 300
    assert f"Shown: {shown} of 300" in text


def test_without_a_limit_and_in_word_all_rows_stand(tmp_path):
    made = document(listed(300), most_pages=2)
    for text in (
        text_on_paper(replace(made, most_pages=0), tmp_path),
        text_in_word(made, tmp_path),
    ):
        assert text.count("row-") == 300
        assert "Shown: 300 of 300" in text


def test_a_block_that_is_only_for_spare_room_gives_way_first(tmp_path):
    wanted, spare = chart(), chart(fewest=0)
    assert "bar-8" in text_on_paper(document(spare, listed(20)), tmp_path)
    assert "bar-8" not in text_on_paper(document(spare, listed(90)), tmp_path)
    assert "bar-8" in text_on_paper(document(wanted, listed(90)), tmp_path)


def test_a_list_without_room_for_its_fewest_rows_leaves_its_note(tmp_path):
    high = Paragraph(text="word " * 900)
    text = text_on_paper(document(high, listed(40, fewest=30)), tmp_path)
    assert "row-" not in text
    assert "Shown: 0 of 40" in text


def row(number, **more):
    return Compared(
        name=f"I{number:02} Indicator {number}",
        figure=Cell(text=f"{number}.5",
                    reference=Reference(indicator=f"I{number:02}", round_code="2026", entity="E")),
        **more,
    )  # fmt: skip


def full_row(number, **more):
    return row(
        number, about="Higher is better.", unit="per user", terms="9 ÷ 3", coverage="3 of 4",
        target="7", numbers=("11", "12", "13", "14", "15"), remark="n = 9: Offices (a).",
        band=Band(value=Decimal(5), minimum=Decimal(1), q1=Decimal(2), median=Decimal(3),
                  q3=Decimal(4), maximum=Decimal(6)),
        words=f"Indicator {number} in words", **more,
    )  # fmt: skip


def comparison(rows, **more):
    columns = tuple(Column(title=title) for title in TITLES)
    return Comparison(rows=tuple(rows), columns=columns, key=KEY, **more)


def test_a_figure_among_its_peers_is_printed_with_all_that_is_known_of_it(tmp_path):
    text = text_on_paper(document(comparison([full_row(1)])), tmp_path)
    assert "9÷3" in text.replace(" ", "")
    for told in (
        "I01 Indicator 1", "Higher is better.", "1.5", "per user", "Coverage: 3 of 4",
        "Target: 7", "lowest", "11", "highest", "15", "n = 9: Offices (a).", "middle half",
    ):  # fmt: skip
        assert told in text
    raw = objects_of((tmp_path / "document.pdf").read_bytes())
    assert raw.count(b"/S/Figure") == 1
    assert "Indicator 1 in words".encode("utf-16-be").hex().upper().encode() in raw.upper()


def test_a_figure_without_peers_has_no_names_of_numbers(tmp_path):
    text = text_on_paper(document(comparison([row(1, remark="No peers.")])), tmp_path)
    assert "No peers." in text
    assert "lowest" not in text
    assert "Coverage" not in text


def test_each_value_leads_to_what_explains_it_and_says_where_it_comes_from(tmp_path):
    heading = Heading(text="How I01 is made", anchor="indicator-I01")
    made = document(
        comparison([row(1, link="indicator-I01"), row(2, link="indicator-I02")]), heading
    )
    text_on_paper(made, tmp_path)
    raw = objects_of((tmp_path / "document.pdf").read_bytes())
    figures = [each for each in re.split(rb">>\s*", raw) if b"/NM" in each]
    assert [re.findall(rb"indicator=(\w+)&round=2026&entity=E", each) for each in figures] == [
        [b"I01"], [b"I02"],
    ]  # fmt: skip
    assert [b"/Dest" in each for each in figures] == [True, False]


def test_where_room_is_short_the_most_important_figures_are_printed_in_their_order(tmp_path):
    order = (30, 2, 31, 1)
    whole = comparison([full_row(n) for n in range(40)], order=order)
    notes = tuple(f"Printed: {count} of 40" for count in range(len(order) + 1))
    made = document(Paragraph(text="word " * 750), Excerpt(of=whole, fewest=2, notes=notes))
    text = text_on_paper(made, tmp_path)
    shown = sorted(order[: text.count("Higher is better.")])
    assert 2 <= len(shown) < 4
    places = [text.index(f"I{n:02} Indicator") for n in shown]
    assert places == sorted(places)
    assert f"Printed: {len(shown)} of 40" in text
    for everything in (
        text_on_paper(replace(made, most_pages=0), tmp_path), text_in_word(made, tmp_path),
    ):  # fmt: skip
        assert all(f"I{n:02} Indicator" in everything for n in range(40))
        assert "Printed:" not in everything


def test_in_word_figures_stand_in_tables_under_their_groups(tmp_path):
    rows = [full_row(1, group="Cost", anchor="a"), row(2, group="Cost"), row(3, group="Rooms")]
    text = text_in_word(document(comparison(rows)), tmp_path)
    assert text.count("Cost") == text.count("Rooms") == 1
    for told in ("I03 Indicator 3", "9 ÷ 3", "3 of 4", "7", "11", "15",
                 "Higher is better. n = 9: Offices (a)."):  # fmt: skip
        assert told in text.splitlines()


@pytest.mark.parametrize("most_pages", [0, 1])
def test_the_same_document_gives_the_same_bytes(tmp_path, most_pages):
    made = document(listed(80), comparison([full_row(1)]), most_pages=most_pages)
    text_on_paper(made, tmp_path)
    first = (tmp_path / "document.pdf").read_bytes()
    text_on_paper(made, tmp_path)
    assert (tmp_path / "document.pdf").read_bytes() == first
    pypdfium2.PdfDocument(first).close()
