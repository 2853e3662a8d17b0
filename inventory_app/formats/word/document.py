"""A document for word processors: the same description that the printed one is made from."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time
from typing import IO, TYPE_CHECKING, Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import serialize_for_reading

from inventory_app.domain.comparisons import as_tables
from inventory_app.domain.documents import (
    Block,
    Cell,
    ChartBlock,
    Comparison,
    Contents,
    Excerpt,
    Figures,
    Heading,
    Items,
    LinkTarget,
    Note,
    PageBreak,
    Paragraph,
    SideBySide,
    Table,
)
from inventory_app.domain.passports import indicator_anchor
from inventory_app.formats.word.markup import (
    MUTED,
    NAMESPACES,
    PLAIN,
    Look,
    Markup,
    bookmark,
    picture,
    possible,
)
from inventory_app.formats.word.pictures import chart_picture
from inventory_app.formats.word.styles import content_width, set_up, tag
from inventory_app.formats.word.tables import TWIPS, beside_xml, figures_xml, table_xml
from inventory_app.progress import NoProgress
from inventory_app.texts import translator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from inventory_app.domain.documents import Document
    from inventory_app.progress import Progress

_PAGE, _PAGES = "\ue000", "\ue001"  # stand for fields in a translated text
_BETWEEN = 10.0  # points between what stands beside each other
_STYLES = {1: "Heading1", 2: "Heading2", 3: "Heading3"}


def write_word(
    document: Document, target: Path | IO[bytes], progress: Progress | None = None
) -> None:
    """Write *document* as .docx, in whole; the same document always gives the same bytes.

    Charts are pictures with their words as alternative text. *progress* takes a step for each
    block. Raises OSError if *target* cannot be written, `Cancelled` if told to stop.
    """
    data = _Writer(document).package(progress or NoProgress())
    if hasattr(target, "write"):
        target.write(data)
    else:
        target.write_bytes(data)


class _Writer:
    """One document on its way to a file."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._ = translator(document.language)
        self._rtl = self._.language.right_to_left
        self._markup = Markup(right_to_left=self._rtl)
        self._width = content_width(landscape=document.head.landscape)
        self._file: Any = docx.Document()
        self._anchors: dict[str, str] = {}
        self._goals = frozenset(filter(None, _anchors(document.blocks)))
        self._marks = self._pictures = self._tables = self._charts = 0
        self._break = False

    def package(self, progress: Progress) -> bytes:
        """Return the bytes of the file."""
        set_up(self._file, self._.language, landscape=self._document.head.landscape)
        self._furnish()
        last = serialize_for_reading(self._file.element.body.find(qn("w:sectPr")))
        blocks, made = self._document.blocks, list(self._opening())
        for number, block in enumerate(blocks):
            progress.step(number, len(blocks))
            made += self._blocks((block,))
        parts = "".join(made)
        # Parsed in one piece: elements that move from one tree to another cost the square.
        self._file.part._element = parse_xml(  # noqa: SLF001 - python-docx has no call
            f"<w:document {NAMESPACES}><w:body>{parts}{last}</w:body></w:document>"
        )
        self._properties()
        progress.step(len(blocks), len(blocks))
        return _repacked(self._file, self._document)

    # -- parts ---------------------------------------------------------------------------------

    def _opening(self) -> Iterator[str]:
        head, markup = self._document.head, self._markup
        if head.above:
            yield markup.paragraph(markup.run(head.above, Look(size=9, colour=MUTED)), after=2)
        yield markup.paragraph(markup.run(head.title), "Title")
        yield markup.paragraph(markup.run(head.kind), "Subtitle")
        _ = self._
        facts = "  ·  ".join(_("{name}: {text}", name=name, text=text) for name, text in head.facts)
        if facts:
            yield markup.paragraph(markup.run(facts, Look(size=9, colour=MUTED)), after=10)

    def _blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            if isinstance(block, PageBreak):
                self._break = True
            else:
                yield from self._block(block)

    def _block(self, block: Block) -> Iterator[str]:  # noqa: C901 - one case for each kind
        match block:
            case Heading() | Paragraph() | Note() | Items() | LinkTarget():
                yield from self._texts(block)
            case Figures():
                if block.figures:
                    yield figures_xml(block, self._markup, self._width, rtl=self._rtl)
                    yield self._gap()
            case Table():
                yield from self._table(block)
            case ChartBlock():
                yield from self._chart(block)
            case Comparison():
                yield from self._blocks(as_tables(block, self._))
            case Excerpt():
                if note := block.note(block.rows):
                    yield self._text(note, "Note")
                yield from self._block(block.of)
            case SideBySide():
                yield self._beside(block)
                yield self._gap()
            case Contents():
                yield from self._contents(block)

    def _texts(self, block: Heading | Paragraph | Note | Items | LinkTarget) -> Iterator[str]:
        match block:
            case Heading():
                inner = self._anchored(block.anchor, self._markup.run(block.text))
                yield self._paragraph(inner, _STYLES[block.level])
            case Paragraph():
                yield self._text(block.text, "Normal", Look(bold=block.strong), block.link)
            case Note():
                yield self._text(block.text, "Note", PLAIN, block.link)
            case Items():
                style = "ListNumber" if block.numbered else "ListBullet"
                yield from (self._text(text, style) for text in block.texts)
            case LinkTarget():
                yield self._markup.paragraph(self._anchored(block.anchor, ""), after=0)

    def _text(self, text: str, style: str, look: Look = PLAIN, link: str = "") -> str:
        if link:
            look = Look(bold=look.bold, linked=True)
        return self._paragraph(self._linked(link, self._markup.run(text, look)), style)

    def _paragraph(self, inner: str, style: str, *, keep: bool = False) -> str:
        before, self._break = self._break, False
        return self._markup.paragraph(inner, style, keep=keep, page_break=before)

    def _table(self, block: Table) -> Iterator[str]:
        if block.caption:
            self._tables += 1
            yield self._caption("Table", self._tables, block.caption)
        if block.rows or block.total:
            yield table_xml(block, self._markup, self._width, self._cell, rtl=self._rtl)
        elif block.empty:
            yield self._text(block.empty, "Normal")
        yield from (self._text(note, "Note") for note in block.footnotes)
        yield self._gap()

    def _chart(self, block: ChartBlock) -> Iterator[str]:
        if block.caption:
            self._charts += 1
            yield self._caption("Figure", self._charts, block.caption)
        chart = chart_picture(block.plot, self._width, self._.language)
        relation, _image = self._file.part.get_or_add_image(io.BytesIO(chart.data))
        self._pictures += 1
        run = picture(relation, self._pictures, block.words, chart.width, chart.height)
        yield self._paragraph(run, "Normal", keep=block.numbers is not None)
        if block.numbers is not None:
            yield from self._table(block.numbers)
        yield from (self._text(note, "Note") for note in block.notes)

    def _caption(self, kind: str, number: int, text: str) -> str:
        """Return a caption with a number that the word processor counts."""
        _, markup = self._, self._markup
        told = (
            _("Table {number}. {caption}", number=_PAGE, caption=text)
            if kind == "Table"
            else _("Figure {number}. {caption}", number=_PAGE, caption=text)
        )
        before, after = told.split(_PAGE, maxsplit=1)
        field = markup.field(f"SEQ {kind} \\* ARABIC", _.number(number))
        inner = (markup.run(before) if before else "") + field + markup.run(after)
        return self._paragraph(inner, "Caption", keep=True)

    def _contents(self, block: Contents) -> Iterator[str]:
        """Return a contents field with the headings in it; pages are filled in on opening."""
        markup = self._markup
        stop = (("dots", round(self._width * TWIPS)),)
        yield self._paragraph(markup.run(block.title), "TOCHeading")
        headings = list(self._document.headings(block.depth))
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r>'
            f'<w:instrText xml:space="preserve"> TOC \\o "1-{block.depth}" \\h \\z \\u '
            '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        for place, heading in enumerate(headings):
            name = self._name(heading.anchor)
            indent = "\u2003" * (heading.level - 1)
            inner = markup.run(indent + heading.text) + "<w:r><w:tab/></w:r>"
            line = markup.link(name, inner + markup.field(f"PAGEREF {name} \\h"))
            line = (
                (begin if place == 0 else "") + line + (end if place == len(headings) - 1 else "")
            )
            yield markup.paragraph(line, tabs=stop, after=2)
        yield self._gap()

    def _beside(self, block: SideBySide) -> str:
        """Return stacks beside each other."""
        whole, made = self._width, []
        shares = block.shares or (1.0,) * len(block.stacks)
        widths = [whole * share / sum(shares) for share in shares]
        for stack, width in zip(block.stacks, widths, strict=True):
            self._width = width - _BETWEEN
            made.append("".join(self._blocks(stack)) + self._gap())
        self._width = whole
        return beside_xml(made, widths, rtl=self._rtl)

    def _cell(self, cell: Cell, look: Look) -> str:
        run = self._markup.run(cell.text, look)
        return self._anchored(cell.anchor, self._linked(self._goal(cell), run))

    def _gap(self) -> str:
        """Return white after a table, which has none of its own."""
        return self._markup.paragraph(self._markup.run("", Look(size=4)), after=2)

    # -- names and links -----------------------------------------------------------------------

    def _name(self, anchor: str) -> str:
        """Return the name of a bookmark: letters, digits and _ only, at most 40."""
        return self._anchors.setdefault(anchor, f"a{len(self._anchors) + 1}")

    def _anchored(self, anchor: str, inner: str) -> str:
        if not anchor:
            return inner
        self._marks += 1
        return bookmark(self._marks, self._name(anchor), inner)

    def _linked(self, anchor: str, inner: str) -> str:
        return self._markup.link(self._name(anchor), inner) if anchor in self._goals else inner

    def _goal(self, cell: Cell) -> str:
        """Return where a cell leads: a figure to its definition, if this document has that."""
        if cell.link or cell.reference is None:
            return cell.link
        return indicator_anchor(cell.reference.indicator)

    # -- around the pages ----------------------------------------------------------------------

    def _furnish(self) -> None:
        """Write running head and foot: entity and round, version, language and pages."""
        _, head, markup = self._, self._document.head, self._markup
        stop = (("right", round(self._width * TWIPS)),)
        title = _("{organisation}: {entity}", organisation=head.author, entity=head.title)
        top = markup.run(title) + "<w:r><w:tab/></w:r>" + markup.run(head.running)
        pages = _("Page {page} of {pages}", page=_PAGE, pages=_PAGES)
        parts = pages.replace(_PAGES, f"{_PAGE}{_PAGES}").split(_PAGE)
        counted = "".join(
            markup.field("NUMPAGES", "1") + markup.run(part[1:])
            if part.startswith(_PAGES)
            else (markup.field("PAGE", "1") if place else "") + markup.run(part)
            for place, part in enumerate(parts)
        )
        foot = f"ICT Inventory {head.version}".rstrip() + f"  ·  {_.language.name}"
        bottom = markup.run(foot) + "<w:r><w:tab/></w:r>" + counted
        section = self._file.sections[0]
        for place, style, inner in (
            (section.header, "Header", top), (section.footer, "Footer", bottom),
        ):  # fmt: skip
            element = place._element  # noqa: SLF001 - python-docx has no call for raw paragraphs
            for old in list(element):
                element.remove(old)
            xml = markup.paragraph(inner, style, tabs=stop)
            element.append(parse_xml(xml.replace("<w:p>", f"<w:p {NAMESPACES}>", 1)))

    def _properties(self) -> None:
        head, core = self._document.head, self._file.core_properties
        day = datetime.combine(head.printed_on, time(12), tzinfo=UTC).replace(tzinfo=None)
        core.title = possible(f"{head.kind}: {head.title}")[:255]
        core.subject = possible(head.running)[:255]
        core.author = core.last_modified_by = possible(head.author)[:255]
        core.language = tag(self._.language)
        core.created = core.modified = day
        core.revision = 1
        core.comments = core.keywords = core.category = ""


def _anchors(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield what links of a document can lead to."""
    for block in blocks:
        match block:
            case Heading() | LinkTarget():
                yield block.anchor
            case Table():
                yield from (cell.anchor for row in block.rows for cell in row)
            case ChartBlock() if block.numbers is not None:
                yield from _anchors((block.numbers,))
            case SideBySide():
                for stack in block.stacks:
                    yield from _anchors(stack)
            case Excerpt():
                yield from _anchors((block.of,))
            case Comparison():
                yield from (row.anchor for row in block.rows)


def _repacked(file: Any, document: Document) -> bytes:
    """Return the package with the date of the document in place of that of the clock."""
    made, packed = io.BytesIO(), io.BytesIO()
    file.save(made)
    day = document.head.printed_on
    stamp = (max(day.year, 1980), day.month, day.day, 12, 0, 0)
    with zipfile.ZipFile(made) as read, zipfile.ZipFile(packed, "w") as write:
        for name in read.namelist():
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            write.writestr(entry, read.read(name))
    return packed.getvalue()
