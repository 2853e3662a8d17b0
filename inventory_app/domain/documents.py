"""A document as plain data: one description that every back end writes.

All texts are worded already, in the language of the document; a back end lays them out and escapes
them, and decides nothing about what is said. Whatever a figure came from goes along as a
`Reference`. Links lead to anchors inside the document: a heading, a cell or a `LinkTarget` has one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from inventory_app.domain.charts import Band
from inventory_app.domain.marks import Chart

Side: TypeAlias = Literal["start", "end"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """Where a figure comes from: an indicator (or `sheet.field`), a round, an entity or a group.

    `entity` and `group` are empty for the whole Secretariat. `part` names one part of an indicator,
    such as `dedicated`.
    """

    indicator: str
    round_code: str
    entity: str = ""
    group: str = ""
    part: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A heading; `level` 1 begins a part, 2 a section of it, 3 is not listed in the contents.

    `anchor` is unique in the document; only headings that have one can be linked to and appear in
    contents and bookmarks.
    """

    text: str
    level: int = 1
    anchor: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """Running text; `link` makes all of it lead to an anchor."""

    text: str
    strong: bool = False
    link: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """Small print: what figures rest on, how to read something; `fine` print is still smaller."""

    text: str
    link: str = ""
    fine: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Items:
    """A list of sentences, each with a bullet, or numbered."""

    texts: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyFigure:
    """One figure that a reader sees first; `worded` figures are words (“not reported”)."""

    label: str
    text: str
    remark: str = ""
    worded: bool = False
    reference: Reference | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """A row of at most six key figures; `cards` are the large ones that open a document."""

    figures: tuple[KeyFigure, ...]
    cards: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column: title, weight of its width, side of its texts (numbers stand at the end).

    `field` is `sheet.field` where the column shows a field of the catalogue, else empty.
    """

    title: str
    weight: float = 1
    side: Side = "start"
    field: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """What stands in a cell.

    `faint` marks words in place of a number; `filled` (0 to 1) asks for a small bar before the
    text; `link` leads to an anchor, `anchor` is one.
    """

    text: str
    strong: bool = False
    faint: bool = False
    filled: float | None = None
    reference: Reference | None = None
    link: str = ""
    anchor: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Rows of cells under one header, which is repeated on every page.

    `total` is a last row set off from the others. `small` asks for smaller type, `uniform` for
    very small type and nothing but text in the cells: for tables of thousands of rows. `empty` says
    what stands in place of a table without rows.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    total: tuple[Cell, ...] = ()
    footnotes: tuple[str, ...] = ()
    empty: str = ""
    small: bool = False
    uniform: bool = False


@runtime_checkable
class Plot(Protocol):
    """A chart as data that can be drawn at any width (see `domain.plots`)."""

    def drawn(self, width: float, *, right_to_left: bool = False) -> Chart:
        """Return the marks of the chart, *width* points wide."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class ChartBlock:
    """A chart with its numbers beneath; `words` say the same in a sentence, for who cannot see it.

    `numbers` is None where the chart itself prints each of its numbers.
    """

    plot: Plot
    words: str
    caption: str = ""
    numbers: Table | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """A figure among its peers: a row of a `Comparison`, every text of it worded.

    `about` explains the figure, `terms` are numerator ÷ denominator, `numbers` the lowest, Q1,
    median, Q3 and highest of the peers, empty where they are not known; `band` draws them, and
    `words` say them to who cannot see it. `peers` is how many there are, unless `remark` says it.
    `mark` stands for a remark made elsewhere. Rows of one `group` follow each other; the first of
    them has the `anchor` of the group. `link` leads to where the figure is explained.
    """

    name: str
    figure: Cell
    about: str = ""
    unit: str = ""
    terms: str = ""
    coverage: str = ""
    target: str = ""
    peers: str = ""
    numbers: tuple[str, str, str, str, str] = ("", "", "", "", "")
    remark: str = ""
    mark: str = ""
    band: Band | None = None
    words: str = ""
    group: str = ""
    anchor: str = ""
    link: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Figures among their peers, each with its band and the numbers of it.

    `columns` names, in this order: figure, value, unit, terms, coverage, target, peers, the five
    numbers and the remark. `key` names what is drawn: value, median, middle half, range, target.
    `order` is for excerpts: the places of the rows that are worth printing, the most important
    first; None means all, as they stand. See `comparisons.as_tables` for a back end that draws no
    such rows.
    """

    rows: tuple[Compared, ...]
    columns: tuple[Column, ...]
    key: tuple[str, str, str, str, str]
    order: tuple[int, ...] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SideBySide:
    """Stacks of blocks in columns; where there is no room for columns they follow each other."""

    stacks: tuple[tuple[Block, ...], ...]
    shares: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Excerpt:
    """A list of which a document with `most_pages` holds as many rows as there is room for.

    `fewest` rows are worth printing; where not even they find room, only the note is left. With 0
    the list is printed where all others are as long as they can be and room is left. Other blocks
    than tables (without a total) and comparisons are one row: printed or not. `notes` say what
    stands above so many rows, beginning with none. Without a limit all rows are written.
    """

    of: Table | Comparison | ChartBlock | SideBySide
    fewest: int = 1
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows the whole list has."""
        return len(self.of.rows) if isinstance(self.of, Table | Comparison) else 1

    def note(self, count: int) -> str:
        """Return what is said above the first *count* rows; empty where there is nothing to say."""
        return self.notes[count] if count < len(self.notes) else ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Contents:
    """The headings with an anchor, down to `depth`, each with its page."""

    title: str
    depth: int = 2


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """A place without text that links lead to."""

    anchor: str


Block: TypeAlias = (
    Heading | Paragraph | Note | Items | Figures | Table | ChartBlock | Comparison | SideBySide
    | Excerpt | PageBreak | Contents | LinkTarget
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentHead:
    """What a document is about.

    `title` is the subject (an entity, a group), `kind` says what document it is, `above` stands
    over the title (code, type, duty station). `facts` are pairs of name and text: round, dates,
    profile. `running` is the second half of the running head: round and as-of date. `author` is
    the organisation, never a person.
    """

    title: str
    kind: str
    author: str
    above: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    running: str = ""
    version: str = ""
    printed_on: date
    landscape: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A document: its name (such as `secretariat`), head, language code and blocks.

    `stem` is the name of its file without an ending: round, whom it is about, name and language.
    On paper it takes at most `most_pages`, if that can be reached by shortening its excerpts; 0 is
    no limit.
    """

    name: str
    head: DocumentHead
    language: str
    blocks: tuple[Block, ...]
    stem: str = ""
    most_pages: int = 0

    def headings(self, depth: int = 2) -> Iterator[Heading]:
        """Yield the headings that contents and bookmarks list."""
        for block in self.blocks:
            if isinstance(block, Heading) and block.anchor and block.level <= depth:
                yield block
