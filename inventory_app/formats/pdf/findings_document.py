"""The findings on a workbook as a printed document."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from inventory_app.formats.pdf import page as pages
from inventory_app.formats.pdf.blocks import Block, Together
from inventory_app.formats.pdf.cards import Card, Cards
from inventory_app.formats.pdf.paragraph import HEADING, NOTE, SUBTITLE, TITLE, Paragraph
from inventory_app.formats.pdf.tables import Cell, Column, Table
from inventory_app.languages import language
from inventory_app.texts import translator

if TYPE_CHECKING:
    from pathlib import Path

    from inventory_app.domain.finding_pages import FindingLine, FindingsPage, FindingsPart


def write_findings_document(page: FindingsPage, target: Path | IO[bytes]) -> int:
    """Write *page* as a PDF file, whole or not at all; return the number of pages.

    The same page always gives the same bytes. Raises OSError if *target* cannot be written.
    """
    document = pages.PrintedDocument(
        title=page.title,
        subject=page.lead,
        author=page.facts[0][1],
        language=page.language,
        head_start=page.title,
        head_end=page.facts[0][1],
        foot="ICT Inventory",
        printed_on=page.checked_on,
    )
    return pages.write(document, _blocks(page), target)


def _blocks(page: FindingsPage) -> list[Block]:
    of, _ = language(page.language), translator(page.language)
    facts = "  ·  ".join(_("{name}: {text}", name=name, text=text) for name, text in page.facts)
    blocks: list[Block] = [
        Paragraph(page.title, of, TITLE, at_most=4),
        Paragraph(page.lead, of, SUBTITLE),
        Paragraph(facts, of, NOTE),
        Cards(tuple(Card(label=word, text=_.number(n)) for _s, word, n in page.counts), of),
    ]
    if page.progress:
        words = page.words
        columns = (
            Column(title=words.sheet, share=4), Column(title=words.records, share=2, numeric=True),
            Column(title=words.required, share=3, numeric=True),
            Column(title=words.complete, share=4, numeric=True),
        )  # fmt: skip
        rows = [
            (Cell(text=each.title, bold=True), Cell(text=each.records), Cell(text=each.filled),
             Cell(text=each.word, filled=each.share))
            for each in page.progress
        ]  # fmt: skip
        heading = Paragraph(words.progress, of, HEADING, bookmark="progress")
        blocks.append(Together((heading, Table(columns, rows, of))))
    blocks += [_part(part, number, page) for number, part in enumerate(page.parts)]
    blocks.append(Paragraph(page.foot, of, NOTE))
    return blocks


def _part(part: FindingsPart, number: int, page: FindingsPage) -> Block:
    of, words = language(page.language), page.words
    columns = (
        Column(title=words.strength, share=2), Column(title=words.cell, share=1.4),
        Column(title=words.record, share=2.6), Column(title=words.finding, share=4.4),
        Column(title=words.expected, share=2), Column(title=words.fix, share=3.2),
    )  # fmt: skip
    heading = Paragraph(part.title, of, HEADING, bookmark=f"part-{number}")
    rows = [_row(line) for line in part.lines]
    return Together((heading, Table(columns, rows, of, size=7.2)))


def _row(line: FindingLine) -> tuple[Cell, ...]:
    strong = line.strength.value == "blocks"
    return (
        Cell(text=line.word, bold=strong), Cell(text=line.cell), Cell(text=line.record),
        Cell(text=line.text, bold=strong), Cell(text=line.expected), Cell(text=line.fix),
    )  # fmt: skip
