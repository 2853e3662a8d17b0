"""The same document on paper and for a word processor: not one number differs."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from dataclasses import replace

import docx
import pypdfium2
import pytest
from answered_store import answered_store

from inventory_app.domain.documents import Excerpt
from inventory_app.domain.profiles import Profile

NUMBER = re.compile(r"\d(?:[\d.,\u202f\u00a0]*\d)?")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with answered_store(tmp_path_factory.mktemp("word")) as workspace:
        yield workspace


def numbers_in(text):
    return Counter(NUMBER.findall(text))


def tables_of(path):
    """Return what stands in the cells of all tables, without the numbers of figures."""
    file = docx.Document(path)
    return [
        text.text
        for table in file.tables
        for row in table.rows
        for cell in row.cells
        for text in cell.paragraphs
        if text.style.name != "Caption"
    ]


def printed(path):
    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize(
    ("name", "about", "language"),
    [("summary", "BRAVO", "es"), ("summary", "DELTA", "ar"), ("secretariat", "", "zh"),
     ("secretariat", "", "fr"), ("group", "OAH", "en"), ("65th-session", "", "es")],
)  # fmt: skip
def test_every_number_of_a_table_stands_on_paper_as_often(store, tmp_path, name, about, language):
    document = store.documents.compose(name, "2026", language, about=about)
    paper, word = tmp_path / "d.pdf", tmp_path / "d.docx"
    store.documents.print(replace(document, most_pages=0), paper, "pdf")  # nothing is left out
    store.documents.print(document, word, "docx")
    said = Counter(number for text in tables_of(word) for number in NUMBER.findall(text))
    assert sum(said.values()) > 20
    assert said <= numbers_in(printed(paper))


@pytest.mark.parametrize(("about", "language"), [("BRAVO", "es"), ("ALPHA", "en"), ("HOTEL", "fr")])
def test_the_few_pages_of_a_summary_say_no_number_that_word_does_not(
    store, tmp_path, about, language
):
    """What is left out on paper is rows of lists; nothing is said on paper alone.

    Charts are pictures in Word, and say their numbers to who cannot see them.
    """
    document = store.documents.compose("summary", "2026", language, about=about)
    paper, word = tmp_path / "d.pdf", tmp_path / "d.docx"
    store.documents.print(document, paper, "pdf")
    store.documents.print(document, word, "docx")
    with zipfile.ZipFile(word) as package:
        parts = [
            package.read(name).decode("utf-8")
            for name in package.namelist()
            if re.fullmatch(r"word/(document|header\d|footer\d)\.xml", name)
        ]
    said = re.findall(r"<w:t[ >][^<]*|descr=\"[^\"]*", " ".join(parts))
    lists = [each for each in document.blocks if isinstance(each, Excerpt)]
    said += [note for each in lists for note in each.notes]  # how many rows are printed
    assert set(numbers_in(printed(paper))) <= set(numbers_in("\n".join(said)))


def test_what_is_withheld_on_paper_is_withheld_in_word(store, tmp_path):
    document = store.documents.compose("summary", "2026", "en", Profile.PUBLIC, about="FOX")
    word = tmp_path / "d.docx"
    store.documents.print(document, word, "docx")
    told = " ".join(tables_of(word))
    assert "withheld" in told
    assert "Addresses and coordinates are withheld." in told


def test_the_ending_of_the_file_is_that_of_the_form(store, tmp_path):
    document = store.documents.compose("methodology", "2026", "en")
    path = store.documents.print(document, tmp_path, "docx")
    assert path.suffix == ".docx"
    assert path.read_bytes()[:2] == b"PK"
