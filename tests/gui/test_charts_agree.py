"""Paper and screen draw the same charts: their pictures are compared point by point."""

from __future__ import annotations

import io
from datetime import date

import pypdfium2
import pytest
from PySide6.QtGui import QImage, QPainter
from sample_plots import PLOTS

from inventory_app.formats.pdf import page
from inventory_app.formats.pdf.plotted import Plotted
from inventory_app.gui.kit.chart_view import draw
from inventory_app.gui.theme import Theme, load_fonts
from inventory_app.languages import language

WIDTH = page.WIDTH - 2 * page.SIDE
SCALE = 2  # pixels for a point
DARK = 140
NEAR = 2  # pixels by which an edge may differ


def on_paper(plot, code, height):
    written = io.BytesIO()
    document = page.PrintedDocument(
        title="t", subject="s", author="a", language=code, head_start="", head_end="", foot="",
        printed_on=date(2026, 11, 23),
    )  # fmt: skip
    block = Plotted(plot=plot, right_to_left=language(code).right_to_left)
    page.write(document, [block], written)
    pdf = pypdfium2.PdfDocument(written.getvalue())
    picture = pdf[0].render(scale=SCALE, rev_byteorder=True, prefer_bgrx=True)
    image = QImage(
        bytes(picture.buffer), picture.width, picture.height, picture.stride,
        QImage.Format.Format_RGBX8888,
    )  # fmt: skip
    box = (round(page.SIDE * SCALE), round(page.TOP * SCALE), round(WIDTH * SCALE), height)
    return image.copy(*box)


def on_screen(plot, code, height):
    theme = Theme(dark=False, language=language(code))
    image = QImage(round(WIDTH * SCALE), height, QImage.Format.Format_RGB32)
    image.fill(theme.colour("surface"))
    painter = QPainter(image)
    painter.scale(SCALE, SCALE)
    draw(painter, plot.drawn(WIDTH, right_to_left=language(code).right_to_left), theme)
    painter.end()
    return image


def dark_points(image):
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = bytes(grey.constBits())
    stride = grey.bytesPerLine()
    return {
        (x, y)
        for y in range(grey.height())
        for x, value in enumerate(rows[y * stride : y * stride + grey.width()])
        if value < DARK
    }


def matched(points, others):
    """Return the share of *points* that have a dark point of the *others* close by."""
    near = {
        (x + dx, y + dy)
        for x, y in others
        for dx in range(-NEAR, NEAR + 1)
        for dy in range(-NEAR, NEAR + 1)
    }
    return len(points & near) / len(points)


@pytest.mark.parametrize(
    ("name", "code"), [*((name, "en") for name in PLOTS), ("capacity", "ar"), ("trend", "ar")]
)
def test_a_chart_looks_the_same_on_paper_and_on_screen(qapp, name, code):
    load_fonts()
    plot = PLOTS[name]
    height = round(plot.drawn(WIDTH).height * SCALE)
    paper = dark_points(on_paper(plot, code, height))
    screen = dark_points(on_screen(plot, code, height))
    assert len(paper) > 200
    assert matched(paper, screen) > 0.97
    assert matched(screen, paper) > 0.97


def test_a_chart_that_is_mirrored_does_not_look_the_same(qapp):
    load_fonts()
    plot = PLOTS["capacity"]
    height = round(plot.drawn(WIDTH).height * SCALE)
    paper = dark_points(on_paper(plot, "en", height))
    assert matched(paper, dark_points(on_screen(plot, "ar", height))) < 0.9
