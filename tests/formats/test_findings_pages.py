"""Findings as a page: everything is told, escaped, in the language and direction of its reader."""

from __future__ import annotations

import io
from datetime import date
from html.parser import HTMLParser

import pypdfium2
import pytest

from inventory_app.domain.catalogue import default
from inventory_app.domain.finding_pages import CheckedWorkbook, findings_page
from inventory_app.domain.findings import Finding
from inventory_app.domain.survey_files import SheetProgress
from inventory_app.errors import Refused
from inventory_app.formats.html.findings_page import findings_html
from inventory_app.formats.pdf.findings_document import write_findings_document
from inventory_app.languages import CODES

CATALOGUE = default()
EVIL = '<script src="//x">alert("1")</script>\x07 & \u202eيمين'
FINDINGS = (
    Finding(code="R-EMPTY-SHEET", sheet="staff"),
    Finding(code="L-CLEARED", sheet="units", uid="UN-1", field="name", tab="Units", cell="D5",
            expected=EVIL),
    Finding(code="V-NUMBER", sheet="units", uid="UN-1", field="approved_posts", tab="Units",
            cell="I5", found=EVIL),
    Finding(code="L-IDENTITY-LOST"),
    Finding(code="R-MISSING", sheet="units", uid="UN-2", field="users_served", cell="7:7"),
)  # fmt: skip
PROGRESS = (
    SheetProgress(sheet="units", records=2, filled=5, due=7, nothing=False),
    SheetProgress(sheet="staff", records=0, filled=0, due=0, nothing=False),
)


def page(language="en", **changes):
    given = {
        "file_name": f"{EVIL}.xlsx", "language": language, "checked_on": date(2026, 11, 23),
        "entity": "ALPHA", "round": "2026", "code": "2026 / ALPHA / 1 / F1", "findings": FINDINGS,
        "progress": PROGRESS, "titles": {("units", "UN-1"): EVIL},
    }  # fmt: skip
    return findings_page(CheckedWorkbook(**(given | changes)), CATALOGUE, "ICT Inventory")


class Reader(HTMLParser):
    """Reads a page as a browser does: balanced elements, and what they say."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.words, self.root = [], [], [], {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag == "html":
            self.root = dict(attributes)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.mark.parametrize("language", CODES)
def test_a_page_is_whole_and_reads_in_its_own_direction(language):
    found = Reader(findings_html(page(language)))
    assert found.open == []
    assert found.root["dir"] == ("rtl" if language == "ar" else "ltr")
    assert found.root["lang"].startswith(language)
    text = " ".join(found.words)
    for name in ("units", "staff"):
        assert CATALOGUE[name].label(language) in text
    assert "I5" in text
    assert "2026 / ALPHA / 1 / F1" in text


def test_nothing_that_was_typed_becomes_part_of_the_page():
    text = findings_html(page())
    found = Reader(text)
    assert "script" not in [tag for tag, _attributes in found.tags]
    assert all(not name.startswith("on") for _tag, given in found.tags for name in given)
    links = [given.get("href", "#") for _tag, given in found.tags]
    assert all(link.startswith("#") for link in links)
    assert [given for tag, given in found.tags if tag in ("img", "link", "iframe")] == []
    assert "\x07" not in text
    assert EVIL.replace("\x07", "\ufffd") in "".join(found.words)


def test_the_strongest_come_first_and_each_says_where_what_and_how_to_mend_it():
    told = page()
    assert [part.sheet for part in told.parts] == ["", "units", "staff"]
    units = told.parts[1].lines
    assert [line.code for line in units] == ["V-NUMBER", "R-MISSING", "L-CLEARED"]
    first = units[0]
    assert (first.cell, first.record, first.found, first.word) == ("I5", EVIL, EVIL, "blocks")
    assert first.fix == "Type digits only, for example 1250.50."
    assert units[1].cell == "row 7"
    assert [n for _strength, _word, n in told.counts] == [2, 1, 2]
    assert [(line.filled, line.word) for line in told.progress] == [
        ("5 of 7", "71 %"), ("0 of 0", "Not begun"),
    ]  # fmt: skip


def test_a_page_says_when_all_is_well_and_when_nothing_could_be_read():
    assert page(findings=()).lead.startswith("Nothing is missing")
    reason = Refused("F-X", "“{file}” is damaged.", "Send it again.", file=EVIL)
    bad = page(entity="", round="", code="", findings=(), progress=(), reason=reason)
    assert bad.lead == f"“{EVIL}” is damaged. Send it again."
    assert Reader(findings_html(bad)).open == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_printed_page_says_the_same_and_is_the_same_every_time(language):
    many = FINDINGS[1:2] * 80
    one, other = io.BytesIO(), io.BytesIO()
    count = write_findings_document(page(language, findings=(*FINDINGS, *many)), one)
    write_findings_document(page(language, findings=(*FINDINGS, *many)), other)
    assert one.getvalue() == other.getvalue()
    document = pypdfium2.PdfDocument(one.getvalue())
    assert len(document) == count > 1
    text = document[0].get_textpage().get_text_range()
    assert "ALPHA" in text
    if language == "en":
        assert "2026 / ALPHA / 1 / F1" in text
        assert "Approved posts" in text
