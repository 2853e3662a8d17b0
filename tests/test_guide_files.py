"""What is handed out of the guide: a folder of web pages and PDF files, with links that lead."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pypdfium2
import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from guide_html import file_name, write_html  # noqa: E402 - in the folder of scripts
from guide_pages import GUIDE, pages, with_links  # noqa: E402
from guide_pdf import write_focal_points, write_guide  # noqa: E402
from pdf_links import Bookmark, Place, add_navigation  # noqa: E402

LINK = re.compile(r'<a (?:class="skip" )?href="([^"]+)"')
SOURCE = re.compile(r'(?:src|srcset|href)="((?:images/|guide\.css)[^"]*)"')


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    folder = tmp_path_factory.mktemp("guide") / "html"
    write_html(folder)
    return folder


@pytest.fixture(scope="module")
def pdf(tmp_path_factory, qapp):
    target = tmp_path_factory.mktemp("guide") / "guide.pdf"
    sheets = write_guide(target)
    document = pypdfium2.PdfDocument(target)
    assert len(document) == sheets
    yield document
    document.close()


@pytest.fixture(scope="module")
def two_pages(tmp_path_factory, qapp):
    return write_focal_points(tmp_path_factory.mktemp("guide"))


def test_every_page_of_the_guide_has_its_place_in_the_order():
    named = {page.file.name for page in pages() if page.file.parent == GUIDE}
    assert named == {file.name for file in GUIDE.glob("*.md")}
    assert len({page.name for page in pages()}) == len(pages())


def test_links_between_web_pages_lead_somewhere(html):
    for page in html.glob("*.html"):
        text = page.read_text("utf-8")
        for link in LINK.findall(text):
            name, _, anchor = link.partition("#")
            assert "://" not in link, link
            target = html / name if name else page
            assert target.is_file(), f"{page.name}: {link}"
            if anchor:
                assert f'id="{anchor}"' in target.read_text("utf-8"), f"{page.name}: {link}"


def test_web_pages_carry_their_pictures_and_need_nothing_else(html):
    for page in html.glob("*.html"):
        text = page.read_text("utf-8")
        for name in SOURCE.findall(text):
            assert (html / name).is_file(), f"{page.name}: {name}"
        assert "<script" not in text
        assert "http" not in text.replace("http-equiv", "").replace("https://example", "")


def test_the_arabic_page_is_written_from_the_right_and_typed_text_from_the_left(html):
    text = (html / "focal-point.ar.html").read_text("utf-8")
    assert '<html lang="ar" dir="rtl">' in text
    assert '<code dir="ltr">~120</code>' in text
    assert 'lang="zh-Hans"' in (html / file_name("focal-point.zh")).read_text("utf-8")


def test_a_link_out_of_the_guide_becomes_its_words():
    page = next(page for page in pages() if page.name == "cost-sharing")
    assert "](../resources" in page.text
    assert "](../resources" not in with_links(page, lambda name, _anchor: name)


def test_the_two_pages_are_two_in_every_language(two_pages):
    assert [file.name for file in two_pages] == [
        f"focal-point-{code}.pdf" for code in ("en", "ar", "zh", "fr", "ru", "es")
    ]
    for file in two_pages:
        document = pypdfium2.PdfDocument(file)
        assert len(document) == 2, file.name
        text = document[0].get_textpage().get_text_range()
        assert "~120" in text or "120" in text
        document.close()


def test_bookmarks_of_the_pdf_lead_to_the_page_that_they_name(pdf):
    marks = list(pdf.get_toc())
    tops = [mark for mark in marks if mark.level == 0]
    assert len(tops) > 20
    for mark in tops:
        if mark.get_title().isascii():
            text = pdf[mark.get_dest().get_index()].get_textpage().get_text_range()
            assert mark.get_title() in text[: len(mark.get_title()) + 5]


def test_links_of_the_pdf_stay_inside_it(pdf):
    raw, led = pypdfium2.raw, 0
    for number in range(len(pdf)):
        page, position = pdf[number], raw.c_int(0)
        link = raw.FPDF_LINK()
        while raw.FPDFLink_Enumerate(page, position, link):
            place = raw.FPDFLink_GetDest(pdf, link)
            assert place, number
            assert 0 <= raw.FPDFDest_GetDestPageIndex(pdf, place) < len(pdf)
            led += 1
    assert led > 100


def test_a_link_without_a_place_is_not_left_hanging(tmp_path, qapp):
    from PySide6.QtGui import QPainter, QPdfWriter, QTextDocument

    file = tmp_path / "one.pdf"
    writer, document = QPdfWriter(str(file)), QTextDocument()
    document.setMarkdown("[there](guide:page#)")
    painter = QPainter(writer)
    document.drawContents(painter)
    painter.end()
    with pytest.raises(KeyError):
        add_navigation(file, {}, [], "guide:")
    there = Place(sheet=0, down=0.5)
    mark = Bookmark(level=1, text="Überblick (1)", place=there)
    assert add_navigation(file, {"page#": there}, [mark], "guide:") == 1
    opened = pypdfium2.PdfDocument(file)
    assert [each.get_title() for each in opened.get_toc()] == ["Überblick (1)"]
    opened.close()
