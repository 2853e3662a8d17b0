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


def print_pages(pdf: PdfFile, printer: QPrinter, progress: Progress) -> int:
    """Print the pages that *printer* was asked for and return how many there were.

    Raises `UserError` where the printer cannot be used; on cancel what was sent is taken back.
    """
    numbers = _chosen(pdf, printer)
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


def _chosen(pdf: PdfFile, printer: QPrinter) -> tuple[int, ...]:
    every = range(len(pdf.pages))
    if printer.printRange() == QPrinter.PrintRange.PageRange and printer.fromPage():
        every = range(printer.fromPage() - 1, min(printer.toPage(), len(pdf.pages)))
    ordered = tuple(every)
    backwards = printer.pageOrder() == QPrinter.PageOrder.LastPageFirst
    return ordered[::-1] if backwards else ordered


def _print_page(pdf: PdfFile, number: int, printer: QPrinter, painter: QPainter) -> None:
    paper = printer.paperRect(QPrinter.Unit.DevicePixel)
    size = pdf.pages[number]
    scale = min(paper.width() / size.width, paper.height() / size.height)
    width, height = size.width * scale, size.height * scale
    dpi = min(printer.resolution(), MOST_DPI)
    picture = pdf.picture(number, round(size.width / POINTS_PER_INCH * dpi))
    place = QRectF((paper.width() - width) / 2, (paper.height() - height) / 2, width, height)
    painter.drawImage(place, picture)
