"""Printing a PDF document: the pages of the preview, at the resolution of the printer."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from inventory_app.errors import UserError
from inventory_app.gui.kit.pdf_file import POINTS_PER_INCH, PdfFile
from inventory_app.progress import Cancelled, Progress
from inventory_app.texts import N_

MOST_DPI = 300


def printer_for(pdf: PdfFile, title: str) -> QPrinter:
    """Return a printer set up for A4 paper without margins: the document has its own."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCreator("ICT Inventory")
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    printer.setFromTo(1, len(pdf.pages))
    printer.setPrintRange(QPrinter.PrintRange.AllPages)
    return printer


def print_pages(pdf: PdfFile, printer: QPrinter, current: int, progress: Progress) -> int:
    """Print the pages that *printer* was asked for and return how many there were.

    *current* is the number, from 1, of the page that the reader looks at. Raises `UserError` where
    the printer cannot be used; on cancel what was sent is taken back.
    """
    numbers = _chosen(pdf, printer, current)
    printer.setFullPage(True)  # the dialog may have set it back
    painter = QPainter()
    if not painter.begin(printer):
        raise UserError(
            "E-PRINTER",
            N_("The printer “{name}” cannot be used."),
            N_("Look whether it is switched on, or save the document and print the file."),
            name=printer.printerName() or printer.outputFileName(),
        )
    try:
        for done, number in enumerate(numbers):
            progress.step(done, len(numbers))
            if done:
                printer.newPage()
            _print_page(pdf, number, printer, painter)
        progress.step(len(numbers), len(numbers))
    except Cancelled:
        printer.abort()
        raise
    finally:
        painter.end()
    return len(numbers)


def _chosen(pdf: PdfFile, printer: QPrinter, current: int) -> tuple[int, ...]:
    """Return the pages to print, from 0."""
    total, which = len(pdf.pages), printer.printRange()
    chosen = list(range(total))
    ranges = printer.pageRanges()
    if which == QPrinter.PrintRange.CurrentPage:
        chosen = [current - 1]
    elif which == QPrinter.PrintRange.PageRange and not ranges.isEmpty():
        chosen = [number for number in chosen if ranges.contains(number + 1)]
    elif which == QPrinter.PrintRange.PageRange and printer.fromPage():
        chosen = chosen[printer.fromPage() - 1 : printer.toPage()]
    backwards = printer.pageOrder() == QPrinter.PageOrder.LastPageFirst
    return tuple(chosen[::-1] if backwards else chosen)


def _print_page(pdf: PdfFile, number: int, printer: QPrinter, painter: QPainter) -> None:
    paper = printer.paperRect(QPrinter.Unit.DevicePixel)
    size = pdf.pages[number]
    scale = min(paper.width() / size.width, paper.height() / size.height)
    width, height = size.width * scale, size.height * scale
    dpi = min(printer.resolution(), MOST_DPI)
    picture = pdf.picture(number, round(size.width / POINTS_PER_INCH * dpi))
    place = QRectF((paper.width() - width) / 2, (paper.height() - height) / 2, width, height)
    painter.drawImage(place, picture)
