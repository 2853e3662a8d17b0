from __future__ import annotations

import io
from dataclasses import replace

import pytest
from reading_pdf import fonts_of, pages_of, text_of
from samples_for_pdf import a_secretariat_summary, write_secretariat_summary

from inventory_app.domain.summaries import ReturnStatus


def written(summary, folder):
    path = folder / "secretariat.pdf"
    write_secretariat_summary(summary, path)
    return path


def test_answers_are_counted(tmp_path):
    text = text_of(written(a_secretariat_summary("en"), tmp_path), "-l", "2", "-layout")
    assert "In all: 60 asked, 50 answered, 10 of them late, 10 outstanding." in text
    assert "of 60 asked, 10" in text


def test_every_entity_stands_in_the_table_and_the_silent_ones_are_named_apart(tmp_path):
    path = written(a_secretariat_summary("en", 150), tmp_path)
    words = text_of(path).split()
    assert all(f"ENT-{number:03d}" in words for number in range(150))
    assert words.count("ENT-005") == 2
    assert words.count("ENT-004") == 1


def test_the_header_of_a_long_table_stands_on_each_of_its_pages(tmp_path):
    path = written(a_secretariat_summary("en", 150), tmp_path)
    with_rows = [
        page
        for page in range(1, pages_of(path) + 1)
        if text_of(path, "-f", str(page), "-l", str(page)).count("ENT-") > 15
    ]
    assert len(with_rows) >= 3
    for page in with_rows:
        assert "Code Entity" in text_of(path, "-f", str(page), "-l", str(page))


def test_a_silent_entity_has_words_and_no_zeros(tmp_path):
    text = text_of(written(a_secretariat_summary("en"), tmp_path), "-layout")
    row = next(part for part in text.split("ENT-") if part.startswith("005") and "not" in part)
    assert row.count("reported") >= 5


def test_what_figures_of_a_group_rest_on_is_stated(tmp_path):
    text = text_of(written(a_secretariat_summary("en"), tmp_path))
    assert "reported by 50 of 60 entities" in text


def test_when_all_have_answered_that_is_said(tmp_path):
    summary = a_secretariat_summary("en")
    rows = tuple(replace(row, status=ReturnStatus.ANSWERED) for row in summary.entities)
    assert "None: all have answered." in text_of(written(replace(summary, entities=rows), tmp_path))


def test_without_entities_there_is_still_a_document(tmp_path):
    summary = replace(a_secretariat_summary("en", 0), responses=(), indicators=())
    assert pages_of(written(summary, tmp_path)) >= 2


@pytest.mark.parametrize("code", ["ar", "zh", "ru"])
def test_other_languages_embed_their_fonts_and_repeat_their_bytes(code, tmp_path):
    summary = a_secretariat_summary(code)
    path = written(summary, tmp_path)
    again = io.BytesIO()
    write_secretariat_summary(summary, again)
    assert again.getvalue() == path.read_bytes()
    assert all(font["embedded"] == font["subset"] == "yes" for font in fonts_of(path))
