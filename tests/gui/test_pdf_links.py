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
from inventory_app.domain.passports import passport_of
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
