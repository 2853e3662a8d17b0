"""Documents for word processors: the same numbers as in print, real structure, both directions."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from inventory_app.domain.charts import Bar
from inventory_app.domain.documents import (
    Cell,
    ChartBlock,
    Column,
    Contents,
    Document,
    DocumentHead,
    Figures,
    Heading,
    Items,
    KeyFigure,
    LinkTarget,
    Note,
    PageBreak,
    Paragraph,
    Reference,
    SideBySide,
    Table,
)
from inventory_app.domain.plots import BarPlot
from inventory_app.formats.pdf.documents import write_document
from inventory_app.formats.word.document import write_word
from inventory_app.languages import CODES, language

WORDS = {
    "ar": "مكتب الأمم المتحدة", "zh": "联合国办事处", "en": "Office", "fr": "Bureau à Genève",
    "ru": "Отделение", "es": "Oficina en España",
}  # fmt: skip
NUMBER = re.compile(r"\d[\d.,\u202f\u00a0]*\d|\d")


def sample(code="en", rows=3, name="<b>A & B</b>"):
    words = WORDS[code]
    columns = (
        Column(title=words, weight=3), Column(title="FTE", side="end"), Column(title="%", side="end"),
    )  # fmt: skip
    cells = tuple(
        (Cell(text=f"{words} {n}", link="end"), Cell(text=f"{n * 1234:,}"),
         Cell(text="—", faint=True, anchor=f"cell-{n}"))
        for n in range(1, rows + 1)
    )  # fmt: skip
    table = Table(columns=columns, rows=cells, caption=f"{words}: T", footnotes=("¹ note",),
                  total=(Cell(text="Σ"), Cell(text="7,404"), Cell(text="")))  # fmt: skip
    plot = BarPlot(rows=(
        Bar(label=words, parts=(Decimal(4), Decimal(2)), texts=("4", "2")),
        Bar(label=name, parts=(Decimal(1), None), texts=("1", "—")),
    ), text_widths=(40, 40), patterns=("solid", "hatched"), legend=("a", "b"))  # fmt: skip
    blocks = (
        Figures(figures=(KeyFigure(label=words, text="86,869,148", remark="x"),), cards=True),
        Contents(title=words), PageBreak(), Heading(text=f"1. {words}", anchor="one"),
        Paragraph(text=f"{name} {words}", link="end"), Note(text="N"), table,
        Heading(text=f"1.1 {words}", level=2, anchor="two"), Items(texts=(words, "b")),
        ChartBlock(plot=plot, words=f"{words}: 4", caption=words),
        SideBySide(stacks=((Paragraph(text="left"),), (Paragraph(text="right"),))),
        LinkTarget("end"),
    )  # fmt: skip
    head = DocumentHead(
        title=name, kind=words, author="United Nations Secretariat", running="2026",
        facts=(("Round", "2026"),), version="0.1.0", printed_on=date(2026, 11, 23),
    )  # fmt: skip
    return Document(name="sample", head=head, language=code, blocks=blocks)


def written(document):
    target = io.BytesIO()
    write_word(document, target)
    return target.getvalue()


def opened(document):
    return docx.Document(io.BytesIO(written(document)))


def body_text(file):
    return " ".join(
        "".join(t.text or "" for t in p.iter(qn("w:t"))) for p in file.element.iter(qn("w:p"))
    )


def pdf_text(document):
    target = io.BytesIO()
    write_document(document, target)
    pages = pypdfium2.PdfDocument(target.getvalue())
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


@pytest.mark.parametrize("code", CODES)
def test_every_number_of_the_tables_is_that_of_the_printed_document(code):
    document = sample(code)
    printed = set(NUMBER.findall(pdf_text(document)))
    file = opened(document)
    of_tables = [c.text for t in file.tables for r in t.rows for c in r.cells]
    numbers = {found for text in of_tables for found in NUMBER.findall(text)}
    assert {"1,234", "2,468", "3,702", "7,404", "86,869,148"} <= numbers
    assert numbers <= printed


def test_the_same_document_gives_the_same_bytes():
    assert written(sample("zh")) == written(sample("zh"))


def test_properties_name_the_organisation_and_the_day_and_nobody_else():
    core = opened(sample("fr")).core_properties
    assert (core.author, core.last_modified_by) == ("United Nations Secretariat",) * 2
    assert core.language == "fr-FR"
    assert core.created.date() == core.modified.date() == date(2026, 11, 23)
    assert "<b>A & B</b>" in core.title
    assert core.comments == ""


def test_headings_captions_and_lists_are_real():
    file = opened(sample())
    styles = {p.style.name for p in file.paragraphs}
    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "Caption", "List Bullet"} <= styles
    [table] = [each for each in file.tables if len(each.rows) > 1]
    first = table.rows[0]._tr.trPr
    assert first.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    codes = "".join(i.text for i in file.element.iter(qn("w:instrText")))
    assert 'TOC \\o "1-2"' in codes
    assert "SEQ Table" in codes
    assert "SEQ Figure" in codes


def test_charts_are_pictures_that_say_in_words_what_they_show():
    file = opened(sample())
    [shape] = file.inline_shapes
    told = shape._inline.docPr.get("descr")
    assert told == "Office: 4"
    images = [part for part in file.part.package.iter_parts() if part.partname.ext == "png"]
    assert len(images) == 1
    assert images[0].blob.startswith(b"\x89PNG")
    assert shape.width.pt == pytest.approx(495.3, abs=1)


def test_every_link_leads_to_a_bookmark_and_every_name_is_there_once():
    root = opened(sample()).element
    names = [each.get(qn("w:name")) for each in root.iter(qn("w:bookmarkStart"))]
    links = {each.get(qn("w:anchor")) for each in root.iter(qn("w:hyperlink"))}
    assert len(names) == len(set(names))
    assert links
    assert links <= set(names)


def test_a_figure_leads_to_its_definition_if_the_document_has_it():
    figure = Reference(indicator="W01", round_code="2026", entity="ECA")
    table = Table(columns=(Column(title="x"),), rows=((Cell(text="4.0", reference=figure),),))
    there = Heading(text="W01", level=2, anchor="indicator-W01")
    with_it = replace(sample(), blocks=(table, there))
    without = replace(sample(), blocks=(table,))
    assert len(list(opened(with_it).element.iter(qn("w:hyperlink")))) == 1
    assert list(opened(without).element.iter(qn("w:hyperlink"))) == []


def test_arabic_runs_from_right_to_left_in_paragraphs_runs_tables_and_pages():
    root = opened(sample("ar")).element
    for paragraph in root.body.iter(qn("w:p")):
        assert paragraph.pPr.find(qn("w:bidi")) is not None
    with_text = [r for r in root.body.iter(qn("w:r")) if r.find(qn("w:t")) is not None]
    assert all(r.rPr.find(qn("w:rtl")) is not None for r in with_text)
    assert all(t.tblPr.find(qn("w:bidiVisual")) is not None for t in root.body.iter(qn("w:tbl")))
    assert root.body.sectPr.find(qn("w:bidi")) is not None


def test_other_languages_run_from_left_to_right():
    data = zipfile.ZipFile(io.BytesIO(written(sample("zh")))).read("word/document.xml")
    assert b"<w:bidi/>" not in data
    assert b"<w:rtl/>" not in data


@pytest.mark.parametrize("code", CODES)
def test_every_script_has_its_font_and_its_language(code):
    styles = opened(sample(code)).styles.element
    fonts = styles.find(qn("w:docDefaults")).find(f".//{qn('w:rFonts')}")
    assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"
    assert fonts.get(qn("w:cs")) == "Arial"
    spoken = styles.find(qn("w:docDefaults")).find(f".//{qn('w:lang')}")
    kind = {"ar": "w:bidi", "zh": "w:eastAsia"}.get(code, "w:val")
    assert spoken.get(qn(kind)).startswith(language(code).code)


def test_markup_in_a_name_is_written_as_it_was_typed():
    nasty = 'a<w:br/>b & "c" \x00\ud800\u202e{MERGEFIELD x}'
    file = opened(sample(name=nasty))
    assert 'a<w:br/>b & "c" ��{MERGEFIELD x}' in body_text(file)
    assert "\u202e" not in body_text(file)


def test_head_and_foot_say_whose_document_it_is_and_count_pages():
    section = opened(sample()).sections[0]
    head, foot = section.header._element, section.footer._element
    assert "United Nations Secretariat: <b>A & B</b>" in "".join(
        t.text or "" for t in head.iter(qn("w:t"))
    )
    assert "ICT Inventory 0.1.0  ·  English" in "".join(t.text or "" for t in foot.iter(qn("w:t")))
    codes = [i.text.strip() for i in foot.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]


def test_a_table_of_thousands_of_rows_does_not_take_long():
    file = opened(sample(rows=3000))
    assert max(len(table._tbl.tr_lst) for table in file.tables) == 3002
