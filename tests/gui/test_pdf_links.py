"""A click on a figure of the preview leads to what is behind it."""

from __future__ import annotations

import io
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from inventory_app.domain.documents import (
    Cell,
    Column,
    Document,
    DocumentHead,
    Figures,
    Heading,
    KeyFigure,
    PageBreak,
    Paragraph,
    Reference,
    Table,
)
from inventory_app.domain.passports import passport_of, reference_of
from inventory_app.formats.pdf.documents import write_document
from inventory_app.gui.kit.pdf_file import PdfFile

FTE = Reference(indicator="W01", round_code="2026", entity="ALPHA")
COST = Reference(indicator="C02", round_code="2026")


def document():
    """Return a document whose second page says how W01 is made, and nothing of C02."""
    card = KeyFigure(label="FTE", text="4.0", reference=FTE)
    small = KeyFigure(label="Persons", text="4", reference=FTE)
    row = (Cell(text="a"), Cell(text="12", reference=COST))
    columns = (Column(title="x"), Column(title="y", side="end"))
    head = DocumentHead(title="T", kind="K", author="A", printed_on=date(2026, 11, 23))
    return Document(name="d", head=head, language="en", blocks=(
        Figures(figures=(card,), cards=True), Figures(figures=(small,)),
        Table(columns=columns, rows=(row,)), PageBreak(),
        Heading(text="W01 ICT workforce", level=1, anchor="indicator-W01"), Paragraph(text="..."),
    ))  # fmt: skip


@pytest.fixture(scope="module")
def pdf():
    target = io.BytesIO()
    write_document(document(), target)
    file = PdfFile(target.getvalue())
    yield file
    file.close()


def test_every_figure_carries_its_passport_in_print(pdf):
    links = pdf.links(0)
    assert [link.passport for link in links] == [passport_of(FTE)] * 2 + [passport_of(COST)]


def test_in_any_reader_a_figure_leads_to_its_definition_in_the_same_document(pdf):
    assert [link.page for link in pdf.links(0)] == [1, 1, None]


def test_the_box_of_a_figure_is_where_the_figure_stands(pdf):
    [found] = pdf.find("12")
    middle = found.boxes[0]
    *_others, link = pdf.links(0)
    assert link.box.holds(middle.x + middle.width / 2, middle.y + middle.height / 2)


@pytest.fixture
def shown(window, settle, pdf):
    window.show_page("reports")
    settle(window)
    page = window.current
    page.view.show_file(PdfFile(pdf.content))
    page.view.repaint()
    settle(window)
    return page


def test_a_click_on_a_figure_shows_what_is_behind_it(shown, settle, window):
    view = shown.view
    link = view._links[0][0]
    rect = view._box_on_screen(view.page_rects()[0], link)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton,
                     pos=QPoint(round(rect.center().x()), round(rect.center().y())))  # fmt: skip
    settle(window)
    assert window.current.name == "indicators"
    assert window.current.indicator == "W01"
    assert window.current.entity == "ALPHA"


def test_figures_are_reached_without_a_mouse(shown, settle, window):
    view = shown.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_F)
    first = view._chosen
    assert first is not None
    assert first[1].passport
    QTest.keyClick(view, Qt.Key.Key_F)
    assert view._chosen != first
    QTest.keyClick(view, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert view._chosen == first
    QTest.keyClick(view, Qt.Key.Key_Return)
    settle(window)
    assert window.current.name == "indicators"


def test_a_name_that_is_none_of_ours_leads_nowhere(shown, window):
    shown.show_figure("file:///etc/passwd")
    assert window.current.name == "reports"


@pytest.fixture
def summary(window, settle):
    """Return the page of reports with the summary of an entity, as it is made for the preview."""
    window.show_page("reports")
    settle(window)
    page = window.current
    page.choice.choose("entity", "ALPHA")
    settle(window)
    page.view.repaint()
    settle(window)
    return page


def found_in(page):
    """Return the links of the summary that carry a passport, with what they refer to."""
    file = page.prepared.pdf
    found = [link for number in range(len(file.pages)) for link in file.links(number)]
    return [(link, reference_of(link.passport)) for link in found if link.passport]


def test_the_figures_of_a_summary_say_where_they_come_from(summary, window):
    references = [reference for _link, reference in found_in(summary)]
    assert {(each.round_code, each.entity, each.group) for each in references} == {
        ("2026", "ALPHA", "")
    }
    named = {(each.indicator, each.part) for each in references}
    assert {
        ("W01", ""),
        ("W01", "dedicated"),
        ("C02", "numerator"),
        ("staff.ict_cost", ""),
    } <= named
    rows = window.context.store.reports.capability_summary("2026", "ALPHA").indicators
    printed = [each.indicator for each in references if not each.part and "." not in each.indicator]
    assert len(set(printed)) >= 9
    assert set(printed) <= {row.id for row in rows}


@pytest.mark.parametrize(
    ("indicator", "part", "name"),
    [("W01", "", "indicators"), ("C02", "numerator", "indicators"),
     ("staff.ict_cost", "", "inventory")],
)  # fmt: skip
def test_a_click_on_a_figure_of_a_summary_leads_to_its_records(
    summary, settle, window, indicator, part, name
):
    view = summary.view
    wanted = next(
        link for link in view.file.links(0)
        if (of := reference_of(link.passport)) and (of.indicator, of.part) == (indicator, part)
    )  # fmt: skip
    rect = view._box_on_screen(view.page_rects()[0], wanted)
    view.verticalScrollBar().setValue(round(rect.center().y() - view.viewport().height() / 2))
    view.repaint()
    settle(window)
    rect = view._box_on_screen(view.page_rects()[0], wanted)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton,
                     pos=QPoint(round(rect.center().x()), round(rect.center().y())))  # fmt: skip
    settle(window)
    assert window.current.name == name
    if name == "indicators":
        assert (window.current.indicator, window.current.entity) == (indicator, "ALPHA")
    else:
        query = window.current.query()
        assert (query.sheet, query.round, query.entities) == ("staff", "2026", ("ALPHA",))
