# ruff: noqa: RUF001 - Chinese punctuation is meant
from __future__ import annotations

import re
from datetime import date

import pypdfium2
import pytest
from bidi import get_display
from reading_pdf import pages_of, poppler, text_of
from samples_for_pdf import tall

from inventory_app.formats.pdf import page
from inventory_app.formats.pdf.blocks import Columns, Space, Together, paginate
from inventory_app.formats.pdf.page import PrintedDocument
from inventory_app.formats.pdf.paragraph import BODY, HEADING, Paragraph
from inventory_app.formats.pdf.tables import Cell, Column, Table
from inventory_app.languages import language

EN = language("en")
SENTENCES = {
    "en": "The office (UNON) reports 41.5 full-time equivalents; 95 % of all fields are filled in.",
    "fr": "L’entité déclare 41,5 équivalents temps plein ; « 95 % » des champs sont remplis.",
    "es": "La oficina señala 41,5 equivalentes a jornada completa; ¿qué falta? El 5 %.",
    "ru": "Отделение сообщает о 41,5 штатной единице; заполнено 95 % всех полей.",
    "zh": "该办事处（UNON）报告了41.5个全职人力当量；“已填”字段占95%，其余见《清单》。",
    "ar": "أفاد المكتب (UNON) بوجود 41.5 من مكافئات التفرغ؛ ومُلئت 95 في المائة من الحقول، وإلا فلا.",
}


def a_document(code: str) -> PrintedDocument:
    return PrintedDocument(
        title=SENTENCES[code],
        subject="",
        author="",
        language=code,
        head_start=SENTENCES[code][:20],
        head_end="2026",
        foot="ICT Inventory",
        printed_on=date(2026, 11, 23),
    )


def paragraphs(count: int, style=BODY) -> list[Paragraph]:
    return [Paragraph(f"Paragraph {number}", EN, style) for number in range(count)]


@pytest.mark.parametrize("code", sorted(set(SENTENCES) - {"ar"}))
def test_a_sentence_is_read_back_as_it_was_written(code, tmp_path):
    target = tmp_path / "page.pdf"
    page.write(a_document(code), [Paragraph(SENTENCES[code], language(code))] * 3, target)
    assert SENTENCES[code] in text_of(target)


ONE_SIDE_OF_BRACKETS = str.maketrans(")", "(")


@pytest.mark.parametrize(
    "sentence",
    [
        SENTENCES["ar"],
        "لا شيء في الإدارة الأولى إلا الأمانة العامة؛ والله أعلم.",
        "مكتب UNON (Nairobi) في نظام Umoja يوم 23 نوفمبر 2026",
    ],
)
def test_poppler_sees_an_arabic_line_as_it_is_meant(sentence, tmp_path):
    """Poppler gives the order of what is seen, with marks of direction around each stretch.

    Shown again, its text must look like the sentence. It leaves mirrored brackets as they are.
    """
    target = tmp_path / "page.pdf"
    others = "الأمانة العامة للأمم المتحدة"  # poppler goes by what most of the page is
    blocks = [Paragraph(text, language("ar")) for text in (sentence, others, others)]
    page.write(a_document("ar"), blocks, target)
    lines = poppler("pdftotext", "-enc", "UTF-8", str(target), "-").splitlines()

    def seen(text: str) -> str:
        shown = get_display(text, base_dir="R").translate(ONE_SIDE_OF_BRACKETS)
        return re.sub("[\u202a-\u202e]", "", shown).strip()

    assert seen(sentence) in [seen(line) for line in lines]


@pytest.mark.parametrize(
    "sentence",
    [
        "لا شيء في الإدارة الأولى إلا الأمانة العامة؛ ومُلئت 95 في المائة من الحقول.",
        "المكتب (نيروبي) في كينيا، والله أعلم",
        "نظام Umoja والنظم الأخرى لعام 2026",
    ],
)
def test_pdfium_reads_arabic_as_it_was_written(sentence, tmp_path):
    target = tmp_path / "page.pdf"
    page.write(a_document("ar"), [Paragraph(sentence, language("ar"))], target)
    document = pypdfium2.PdfDocument(target)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert sentence in text


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_cells_are_read_back_as_they_were_written(code, tmp_path):
    target = tmp_path / "page.pdf"
    words = [word for word in SENTENCES[code].split() if word.isalpha()][:3] or [SENTENCES[code]]
    columns = [Column(title=word) for word in words]
    rows = [[Cell(text=word) for word in words]] * 3
    page.write(a_document(code), [Table(columns, rows, language(code), size=6)], target)
    text = text_of(target)
    assert [text.count(word) >= 4 for word in words] == [True] * len(words)


def test_a_long_paragraph_is_divided_and_no_line_is_left_alone(tmp_path):
    text = "word " * 2000
    block = Paragraph(text, EN)
    for available in range(20, 400, 7):
        parts = block.split(500, available)
        if parts is not None:
            first, rest = parts
            assert first.height(500) <= available + BODY.after
            assert len(first._lines(500)) >= 2
            assert len(rest._lines(500)) >= 2
            assert first._lines(500) + rest._lines(500) == block._lines(500)
    target = tmp_path / "long.pdf"
    page.write(a_document("en"), [block], target)
    assert text_of(target).count("word") == 2000


def test_a_heading_moves_with_the_beginning_of_what_follows():
    heading = Paragraph("Heading", EN, HEADING)
    section = Together((heading, Table([Column(title="n")], [[Cell(text="1")]] * 9, EN)))
    room = section.head(500)
    pages = paginate([tall(300 - room + 5), section], 500, 0, 300)
    assert [len(places) for places in pages] == [1, 1]
    pages = paginate([tall(300 - room - 5), section], 500, 0, 300)
    assert [len(places) for places in pages] == [2, 1]
    assert isinstance(pages[0][1].block, Together)
    assert isinstance(pages[1][0].block, Table)


def test_white_at_the_top_of_a_page_is_dropped():
    heading = Paragraph("Heading", EN, HEADING)
    (places,) = paginate([Space(50), heading], 500, 100, 700)
    assert [(place.block, place.y) for place in places] == [(heading, 100 - HEADING.before)]


def test_a_block_taller_than_a_page_is_placed_and_the_rest_goes_on():
    pages = paginate([*paragraphs(1), tall(900), *paragraphs(1)], 500, 0, 700)
    assert [len(places) for places in pages] == [1, 1, 1]


def test_no_page_is_empty_at_the_end():
    pages = paginate([*paragraphs(1), Space(5000), Space(3)], 500, 0, 700)
    assert [len(places) for places in pages] == [1]


def test_white_after_a_block_may_fall_off_the_page():
    (block,) = paragraphs(1)
    height = block.height(500)
    assert len(paginate([block], 500, 0, height - BODY.after)) == 1
    assert len(paginate([block, block], 500, 0, 2 * height - BODY.after)) == 1
    assert len(paginate([block, block], 500, 0, 2 * height - BODY.after - 1)) == 2


def test_columns_are_as_tall_as_the_tallest_and_fill_the_width():
    stacks = (tuple(paragraphs(3)), tuple(paragraphs(1)))
    columns = Columns(stacks, (2, 1), gap=20)
    assert columns.widths(320) == [200, 100]
    assert columns.height(320) == 3 * paragraphs(1)[0].height(200)


def test_a_document_without_blocks_has_one_page(tmp_path):
    target = tmp_path / "empty.pdf"
    assert page.write(a_document("en"), [], target) == 1
    assert pages_of(target) == 1
