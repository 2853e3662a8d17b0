"""The front page: last round's figures, what has changed, and what was filled in already."""

from __future__ import annotations

from decimal import Decimal

import pytest
from workbook_samples import CATALOGUE, a_record, a_workbook, opened, read, written

from inventory_app.domain.definition_changes import definition_changes
from inventory_app.domain.last_round import KEY_FIGURES, Band, KeyFigure, LastRound
from inventory_app.domain.records import Declaration
from inventory_app.domain.values import ValueState
from inventory_app.formats.excel.answer_book import read_answers
from inventory_app.formats.excel.workbook_facts import read_facts_text

ASKED = ("units", "costs")
BAND = Band(n=7, q1=Decimal(28), median=Decimal(44), q3=Decimal(61))


def last_time(**changes):
    figures = [
        KeyFigure(name=name, value=Decimal(50), state=ValueState.OK, band=BAND)
        for name in KEY_FIGURES
    ]
    whole = {"round": "2025", "group": ("REG_COMM", "L"), "answered": True}
    return LastRound(**(whole | {"figures": tuple(figures)} | changes))


def front(path):
    return [[cell.value for cell in row if cell.value is not None] for row in opened(path)["Front"]]


def texts(path):
    return [str(value) for row in front(path) for value in row]


def the_line(path, text):
    return next(row for row in front(path) if row and row[0] == text)


@pytest.fixture
def issued(tmp_path):
    def issue(language="en", records=None, **changes):
        whole = {"asked": ASKED, "before": "2025", "peers": "Regional commission"} | changes
        book = a_workbook(language, records or {}, **whole)
        return written(book, tmp_path / f"{language}.xlsx")

    return issue


def test_the_first_round_looks_back_on_nothing(issued):
    said = texts(issued(before="", peers=""))
    assert not any("since round" in text or "Your figures" in text for text in said)


def test_own_figures_stand_beside_the_peer_band(issued):
    path = issued(last=last_time())
    assert the_line(path, "Systems") == ["Systems", "50", "44", "28 to 61", "7"]
    assert any("Regional commission" in text for text in texts(path))


def test_a_group_that_is_too_small_shows_nothing_of_the_others(issued):
    figures = tuple(
        KeyFigure(name=name, value=Decimal(5), state=ValueState.NE) for name in KEY_FIGURES
    )
    line = the_line(issued(last=last_time(figures=figures)), "Systems")
    assert line == ["Systems", "5 (estimated)", "too few", "too few", "too few"]


def test_who_did_not_answer_is_told_so_and_what_was_not_asked_is_not_missing(issued):
    path = issued(last=last_time(answered=False))
    assert the_line(path, "Systems")[1] == "no answer"
    figures = tuple(KeyFigure(name=n, value=None, state=ValueState.NQ) for n in KEY_FIGURES)
    assert the_line(issued(last=last_time(figures=figures)), "Systems")[1] == "not asked"


def test_new_and_dropped_sheets_are_told_in_the_words_of_the_workbook(issued):
    before = CATALOGUE.only(["units", "staff"])
    changes = definition_changes(before, lambda _name: True, CATALOGUE, ASKED)
    path = issued(changes=changes)
    assert ["Costs", "This sheet is new."] in front(path)
    assert ["Staff", "This sheet is not asked this time."] in front(path)
    assert "Nothing: the questions are those of last time." in texts(issued(changes=()))


def test_the_front_page_names_what_is_asked_what_is_not_and_the_issue(issued):
    said = texts(issued())
    assert any(text.endswith("Please check it, correct it and add what is missing.")
               and "Units, Costs" in text for text in said)  # fmt: skip
    (left_out,) = [text for text in said if text.startswith("Not asked in this round:")]
    assert CATALOGUE["staff"].label("en") in left_out
    assert "2, of 23 November 2026; the newest one counts" in said


def test_instructions_on_staff_are_there_only_if_staff_are_asked(issued):
    def headings(path):
        page = opened(path)["Instructions"]
        return {str(cell.value) for row in page for cell in row if cell.value}

    heading = "Dedicated or not: who belongs on the staff sheet"
    assert heading not in headings(issued())
    assert heading in headings(issued(asked=("staff",)))


def test_what_was_declared_before_is_filled_in(issued):
    declared = {
        "units": Declaration(sheet="units", unchanged=True),
        "costs": Declaration(sheet="costs", nothing=True),
    }
    content = read(issued(declarations=declared, filled_by="A <Person> & Co"))
    assert content.sheets["units"].declaration == declared["units"]
    assert content.sheets["costs"].declaration == declared["costs"]
    assert content.filled_by == "A <Person> & Co"
    assert not content.findings


def test_an_answer_can_name_a_known_record_of_a_sheet_that_is_not_asked(issued):
    unit = a_record("units", 1, {"unit_code": "U-1", "name": "Networks"})
    person = a_record("staff", 1, {"post_no": "1", "ict_unit": unit.uid})
    path = issued(records={"units": [unit], "staff": [person]}, asked=("staff",))
    (row,) = read(path).sheets["staff"].rows
    assert row.values["ict_unit"] == unit.uid
    book = opened(path)
    ((tab, cells),) = book.defined_names["ict_known__units"].destinations
    offered = book[tab][cells.replace("$", "").split(":")[0]].value
    assert offered == f"{unit.uid} · U-1 · Networks"


def test_what_the_front_page_says_travels_without_words(issued):
    changes = definition_changes(CATALOGUE.only(["units"]), lambda _n: True, CATALOGUE, ASKED)
    names = {"en": "Commission", "ar": "اللجنة"}
    path = issued(last=last_time(), changes=changes, entity_names=names)
    facts = read_facts_text(read_answers(path.read_bytes(), CATALOGUE).particulars)
    assert (facts.names, facts.last, facts.changes, facts.before) == (
        names, last_time(), changes, "2025",
    )  # fmt: skip
    book = a_workbook("en", {})
    assert (facts.as_of, facts.deadline, facts.contact) == (
        book.as_of, book.deadline, book.contact,
    )  # fmt: skip
    assert read_facts_text({}) is None
