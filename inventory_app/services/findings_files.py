"""Findings on a workbook written as a page: HTML for a browser, PDF for paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from inventory_app import __version__, paths
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.finding_pages import CheckedWorkbook, FindingsPage, findings_page
from inventory_app.errors import UserError
from inventory_app.services.checking import CheckedFile
from inventory_app.texts import N_

ENDINGS = (".html", ".pdf")


def page_on(file: CheckedFile, catalogue: Catalogue, on: date, language: str) -> FindingsPage:
    """Return the page on a checked file, in its own language; *language* is for one without."""
    checked = CheckedWorkbook(
        file_name=file.path.name, language=file.language or language, checked_on=on,
        entity=file.entity or "", round=file.round or "", code=file.code, findings=file.findings,
        progress=file.progress, titles=file.titles, reason=file.reason,
    )  # fmt: skip
    return findings_page(checked, catalogue, f"ICT Inventory {__version__}")


def write_page(page: FindingsPage, target: Path) -> Path:
    """Write *page* as the ending of *target* says, in whole or not at all.

    Raises `UserError` for another ending than .html and .pdf, and where it cannot be written.
    """
    write = writer_for(target)
    with paths.replacing(target) as part:
        write(page, part)
    return target


def writer_for(target: Path) -> Callable[[FindingsPage, Path], object]:
    """Return what writes a page to *target*; raise `UserError` for an ending that none knows."""
    ending = target.suffix.casefold()
    if ending == ".html":
        from inventory_app.formats.html.findings_page import write_findings_page  # noqa: PLC0415

        return write_findings_page
    if ending == ".pdf":
        from inventory_app.formats.pdf.findings_document import (  # noqa: PLC0415 - slow to load
            write_findings_document,
        )

        return write_findings_document
    raise UserError(
        "E-PAGE-KIND",
        N_("“{path}” is neither an .html nor a .pdf file."),
        N_("Choose a name that ends in .html or .pdf."),
        path=target,
    )
