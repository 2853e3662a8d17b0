"""Any document as a PDF file: the blocks of its description become blocks on pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import IO, TYPE_CHECKING

from inventory_app.domain import documents as described
from inventory_app.domain.passports import indicator_anchor
from inventory_app.domain.plots import BandKey, BarPlot, HeatPlot
from inventory_app.formats.pdf import page
from inventory_app.formats.pdf.bar_rows import BarRows
from inventory_app.formats.pdf.blocks import Block, Break, Columns, Space, Together
from inventory_app.formats.pdf.cards import Card, Cards, Fact, Facts
from inventory_app.formats.pdf.compared import ComparedRow, ComparedRows, compared_row
from inventory_app.formats.pdf.excerpt import Excerpt, excerpts, first_rows, fit, if_room
from inventory_app.formats.pdf.line_table import LineTable
from inventory_app.formats.pdf.page import PrintedDocument
from inventory_app.formats.pdf.paragraph import (
    BODY,
    EYEBROW,
    HEADING,
    NOTE,
    SMALL_HEADING,
    SUBTITLE,
    TITLE,
    Paragraph,
    TextStyle,
)
from inventory_app.formats.pdf.plotted import (
    BULLET,
    Anchor,
    ContentsList,
    Entry,
    Item,
    Plotted,
    PlottedRows,
    pages_of_anchors,
)
from inventory_app.formats.pdf.tables import Cell, Column, Table
from inventory_app.languages import language as language_of
from inventory_app.texts import translator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from inventory_app.formats.pdf.blocks import Placed
    from inventory_app.languages import Language
    from inventory_app.progress import Progress

SUBHEADING = TextStyle(size=10.5, bold=True, before=8, after=3, leading=1.3, tag="H3")
STRONG = replace(BODY, bold=True)
FINE = replace(NOTE, size=6.8, leading=1.28, after=1)
SMALL = 6.8
AT_MOST = 60  # lines of a cell: as many as a page holds, so that nothing is cut
FEW_LINES = 5  # of a cell where pages are counted: nobody's long name takes one for itself
LEVELS = {1: HEADING, 2: SUBHEADING}
OPENING = (described.Heading, described.LinkTarget)  # what must not stand alone


def write_document(
    document: described.Document, target: Path | IO[bytes], progress: Progress | None = None
) -> int:
    """Write *document* as a PDF file, whole or not at all; return the number of pages.

    The same document always gives the same bytes. Raises OSError if *target* cannot be written,
    `Cancelled` if *progress*, which takes a step for each page, was told to stop.
    """
    writer = _Writer(document)
    blocks = writer.blocks()
    if document.most_pages:
        lists = list(excerpts(blocks))
        fit(lists, lambda: page.count(writer.printed, blocks), document.most_pages)
    return page.write(writer.printed, blocks, target, writer.number_pages, progress)


@dataclass(frozen=True)
class _Writer:
    document: described.Document

    @cached_property
    def language(self) -> Language:
        return language_of(self.document.language)

    @cached_property
    def pages(self) -> dict[str, int]:
        return {}

    @cached_property
    def printed(self) -> PrintedDocument:
        """What the pages and the properties of the file say about the document."""
        _, head = translator(self.document.language), self.document.head
        return PrintedDocument(
            title=_("{kind}: {title}", kind=head.kind, title=head.title),
            subject=head.running,
            author=head.author,
            language=self.document.language,
            head_start=_("{organisation}: {entity}", organisation=head.author, entity=head.title),
            head_end=head.running,
            foot="  ·  ".join((f"ICT Inventory {head.version}", self.language.name)),
            printed_on=head.printed_on,
            landscape=head.landscape,
        )

    @cached_property
    def anchors(self) -> frozenset[str]:
        """The anchors that there are: a link to another one is only text."""
        return frozenset(_anchors(self.document.blocks))

    def number_pages(self, pages: Sequence[Sequence[Placed]]) -> None:
        """Fill the contents in."""
        self.pages.update(pages_of_anchors(pages))

    def blocks(self) -> list[Block]:
        """Return all blocks, from the title on."""
        return [*self._opening(), *self._flow(self.document.blocks)]

    def _opening(self) -> Iterator[Block]:
        head = self.document.head
        if head.above:
            yield Paragraph(head.above, self.language, EYEBROW, at_most=2)
        yield Paragraph(head.title, self.language, TITLE, at_most=4)
        yield Paragraph(head.kind, self.language, SUBTITLE)
        if head.facts:
            facts = tuple(Fact(label=label, text=text) for label, text in head.facts)
            yield Facts(facts, self.language)

    def _flow(self, blocks: Sequence[described.Block]) -> Iterator[Block]:
        """Yield blocks; a heading stays with what follows it, and so does a note beneath it."""
        waiting: list[Block] = []
        for block in blocks:
            if isinstance(block, OPENING) or (waiting and _is_small(block)):
                waiting += self._block(block)
                continue
            made = list(self._block(block))
            if waiting and made and not isinstance(made[0], Break):
                first, *made = made
                yield Together((*waiting, first))
                waiting = []
            elif waiting:
                yield Together(tuple(waiting))
                waiting = []
            yield from made
        if waiting:
            yield Together(tuple(waiting))

    def _block(self, block: described.Block) -> Iterator[Block]:  # noqa: C901 - one case for each kind
        match block:
            case described.Heading():
                yield self._heading(block)
            case described.Paragraph() | described.Note():
                yield self._text(block)
            case described.Items():
                yield from self._items(block)
            case described.Figures():
                yield self._figures(block)
            case described.Table():
                yield from self._table(block)
            case described.ChartBlock():
                yield from self._chart(block)
            case described.Comparison():
                yield from self._comparison(block, range(len(block.rows)))
            case described.SideBySide():
                yield self._columns(block)
            case described.Excerpt():
                yield self._excerpt(block)
            case described.PageBreak():
                yield Break()
            case described.Contents():
                yield from self._contents(block)
            case described.LinkTarget():
                yield Anchor(block.anchor)

    def _link(self, anchor: str) -> str:
        return anchor if anchor in self.anchors else ""

    def _definition(self, reference: described.Reference | None) -> str:
        """Return where this document says how a figure is made, if it does."""
        return self._link(indicator_anchor(reference.indicator)) if reference else ""

    def _heading(self, block: described.Heading) -> Paragraph:
        style = LEVELS.get(block.level, SMALL_HEADING)
        bookmark = block.anchor if block.level in LEVELS else ""
        return Paragraph(block.text, self.language, style, bookmark=bookmark, level=block.level - 1)

    def _text(self, block: described.Paragraph | described.Note) -> Paragraph:
        if isinstance(block, described.Note):
            style = FINE if block.fine else NOTE
        else:
            style = STRONG if block.strong else BODY
        return Paragraph(block.text, self.language, style, link=self._link(block.link))

    def _items(self, block: described.Items) -> Iterator[Block]:
        words = translator(self.document.language)
        for number, text in enumerate(block.texts, start=1):
            mark = words("{number}.", number=words.number(number)) if block.numbered else "•"
            yield Item(mark=mark, text=Paragraph(text, self.language, BULLET), list=id(block))
        yield Space(4)

    def _figures(self, block: described.Figures) -> Block:
        if block.cards:
            cards = (
                Card(
                    label=each.label,
                    text=each.text,
                    remark=each.remark,
                    worded=each.worded,
                    link=self._definition(each.reference),
                    reference=each.reference,
                )
                for each in block.figures
            )
            return Cards(tuple(cards), self.language)
        return Facts(
            tuple(
                Fact(
                    label=each.label,
                    text=each.text,
                    missing=each.worded,
                    link=self._definition(each.reference),
                    reference=each.reference,
                )
                for each in block.figures
            ),
            self.language,
        )

    def _table(self, block: described.Table) -> Iterator[Block]:
        if not block.rows:
            if block.caption:
                instead = Paragraph(block.empty, self.language, BODY)
                yield Together((Paragraph(block.caption, self.language, SMALL_HEADING), instead))
            elif block.empty:
                yield Paragraph(block.empty, self.language, BODY)
            return
        table = self._rows(block)
        if block.caption:
            yield Together((Paragraph(block.caption, self.language, SMALL_HEADING), table))
        else:
            yield table
        for text in block.footnotes:
            yield Paragraph(text, self.language, NOTE)

    def _rows(self, block: described.Table) -> Block:
        if block.uniform:  # as they are: another copy of each of a million cells takes its time
            total = [tuple(replace(cell, strong=True) for cell in block.total)]
            lines = [*block.rows, *(total if block.total else [])]
            return LineTable(columns=_columns(block), rows=lines, language=self.language)
        return self._wrapped(block)

    def _wrapped(self, block: described.Table) -> Table:
        columns = _columns(block)
        rows = [tuple(map(self._cell, row)) for row in block.rows]
        if block.total:
            rows.append(tuple(replace(self._cell(cell), bold=True) for cell in block.total))
        most = FEW_LINES if self.document.most_pages else AT_MOST
        if block.small:
            return Table(columns, rows, self.language, size=SMALL, at_most=most)
        return Table(columns, rows, self.language, at_most=most)

    def _cell(self, cell: described.Cell) -> Cell:
        return Cell(
            text=cell.text, ink="muted" if cell.faint else "text", bold=cell.strong,
            filled=cell.filled, anchor=cell.anchor, reference=cell.reference,
            link=self._link(cell.link) or self._definition(cell.reference),
        )  # fmt: skip

    def _chart(self, block: described.ChartBlock) -> Iterator[Block]:
        """Yield a chart that stays with the beginning of its numbers."""
        parts = [plot_block(block.plot, self.language, block.words)]
        if block.caption:
            parts.insert(0, Paragraph(block.caption, self.language, SMALL_HEADING))
        numbers = [] if block.numbers is None else list(self._table(block.numbers))
        parts += numbers[:1]
        yield Together(tuple(parts)) if len(parts) > 1 else parts[0]
        yield from numbers[1:]
        for text in block.notes:
            yield Paragraph(text, self.language, NOTE)

    def _excerpt(self, block: described.Excerpt) -> Excerpt:
        """Return a list to be shortened, its note above it; what can be measured once is."""

        def told(count: int) -> Block | None:
            text = block.note(count)
            return Paragraph(text, self.language, NOTE) if text else None

        match block.of:
            case described.Table() as table:
                return first_rows(self._wrapped(table), block.fewest, told)
            case described.Comparison() as comparison:
                return self._compared_rows(comparison, block.fewest, told)
            case other:
                return if_room(tuple(self._block(other)), block.fewest)

    def _compared_rows(
        self, block: described.Comparison, fewest: int, told: Callable[[int], Block | None]
    ) -> Excerpt:
        """Return rows of a comparison, the most important ones first to be printed."""
        order: Sequence[int] = range(len(block.rows))
        if self.document.most_pages and block.order is not None:
            order = block.order

        def made(count: int) -> Sequence[Block]:
            note, rows = told(count), self._comparison(block, sorted(order[:count]))
            return tuple(rows) if note is None else (note, *rows)

        return Excerpt(made, len(order), fewest)

    def _comparison(self, block: described.Comparison, places: Sequence[int]) -> Iterator[Block]:
        """Yield the key and the rows at these places."""
        if places:
            yield Plotted(
                plot=BandKey(texts=block.key), after=0,
                right_to_left=self.language.right_to_left,
            )  # fmt: skip
            yield ComparedRows(tuple(self._compared(block, place) for place in places))

    @cached_property
    def _known_rows(self) -> dict[tuple[int, int], ComparedRow]:
        return {}

    def _compared(self, block: described.Comparison, place: int) -> ComparedRow:
        """Return a row, which is made and measured once for however many tries."""
        key = id(block), place
        if key not in self._known_rows:
            row = block.rows[place]
            link = self._link(row.link)
            self._known_rows[key] = compared_row(row, block.columns, self.language, link)
        return self._known_rows[key]

    def _columns(self, block: described.SideBySide) -> Block:
        stacks = tuple(tuple(self._flow(stack)) for stack in block.stacks)
        return Columns(stacks, block.shares or (1.0,) * len(stacks))

    def _contents(self, block: described.Contents) -> Iterator[Block]:
        entries = [
            Entry(text=each.text, anchor=each.anchor, level=each.level)
            for each in self.document.headings(block.depth)
        ]
        listed = ContentsList(entries=entries, language=self.language, pages=self.pages)
        yield Together((Paragraph(block.title, self.language, SUBHEADING), listed))


def plot_block(plot: described.Plot, language: Language, words: str = "") -> Block:
    """Return a chart as a block; bars may be divided between their rows, whose texts are read."""
    if isinstance(plot, BarPlot):
        return BarRows(
            rows=plot.rows, language=language, label_width=plot.label_width,
            text_widths=plot.text_widths, titles=plot.titles, legend=plot.legend,
            patterns=plot.patterns,
        )  # fmt: skip
    if isinstance(plot, HeatPlot):
        return PlottedRows(plot=plot, right_to_left=language.right_to_left, words=words)
    return Plotted(plot=plot, right_to_left=language.right_to_left, words=words)


def _columns(block: described.Table) -> list[Column]:
    return [
        Column(title=each.title, share=each.weight, numeric=each.side == "end")
        for each in block.columns
    ]


def _is_small(block: described.Block) -> bool:
    """Return whether a block under a heading does not stand for what the heading promises."""
    if isinstance(block, described.Figures):
        return not block.cards
    return isinstance(block, described.Note)


def _anchors(blocks: Sequence[described.Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case described.Heading() if block.anchor and block.level in LEVELS:
                yield block.anchor
            case described.LinkTarget():
                yield block.anchor
            case described.Table() if not block.uniform:
                yield from (cell.anchor for row in block.rows for cell in row if cell.anchor)
            case described.SideBySide():
                for stack in block.stacks:
                    yield from _anchors(stack)
            case described.Excerpt():
                yield from _anchors((block.of,))
