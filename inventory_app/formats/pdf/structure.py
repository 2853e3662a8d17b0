"""What the marks on the pages are: headings, paragraphs, tables with their cells, figures.

The structure tree of ISO 32000-1, 14.7 and 14.8. What bears no meaning (lines, stripes, running
heads) is marked as artifact and stands in no tree. reportlab would take as long for the thousands
of small objects as for all the pages, so they are written here and put in when the file is packed.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(eq=False, slots=True)
class Element:
    """A node of the tree: its tag, what is in it, and where its marks are (page and number).

    `alternative` says in words what a figure shows; `scope` is that of a table's head cell; `link`
    is the page and the name of the annotation that the element is.
    """

    tag: str
    parent: Element | None = None
    alternative: str = ""
    scope: str = ""
    inner: list[Element] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    link: tuple[int, str] | None = None
    number: int = 0


class Structure:
    """The tree of one document, grown while its pages are drawn."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self._known: dict[Hashable, Element] = {}
        self._pages: list[list[Element]] = []
        self._links: list[Element] = []
        self._level = 0
        self.parent: Element | None = None  # of elements for which none is named

    def begin_page(self) -> None:
        """Count marks from 0 again."""
        self._pages.append([])

    def element(
        self, tag: str, parent: Element | None = None, *, alternative: str = "", scope: str = ""
    ) -> Element:
        """Return a new element at the end of *parent*, of `parent`, or of the document."""
        above = parent or self.parent or self.root
        made = Element(self._without_gap(tag), above, alternative=alternative, scope=scope)
        above.inner.append(made)
        return made

    def _without_gap(self, tag: str) -> str:
        """Return *tag*; a heading that leaves a level out is one of the level left out."""
        if len(tag) != 2 or tag[0] != "H" or not tag[1].isdigit():
            return tag
        self._level = min(int(tag[1]), self._level + 1)
        return f"H{self._level}"

    def link(self, annotation: str) -> None:
        """Add the link on this page that reportlab knows under the name *annotation*."""
        made = self.element("Link")
        made.link = (len(self._pages) - 1, annotation)
        self._links.append(made)

    def count_links(self) -> int:
        """Return how many links there are so far."""
        return len(self._links)

    def links(self) -> dict[str, int]:
        """Return under which number each annotation finds its element."""
        return {
            each.link[1]: number
            for number, each in enumerate(self._links, start=len(self._pages))
            if each.link
        }

    def known(self, key: Hashable, tag: str, parent: Element | None = None) -> Element:
        """Return the element under *key*, made when first asked for: it may go on for pages."""
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self.element(tag, parent)
        return found

    def mark(self, element: Element) -> int:
        """Return the number of a new mark of *element* on this page."""
        if not self._pages:
            self.begin_page()
        page = self._pages[-1]
        page.append(element)
        element.marks.append((len(self._pages) - 1, len(page) - 1))
        return len(page) - 1

    def objects(
        self, first: int, pages: Sequence[int], annotations: Mapping[str, int]
    ) -> list[bytes]:
        """Return the tree as objects numbered from *first* on, its root before all others.

        *pages* are the numbers of the objects that are the pages, *annotations* those of the
        links by name.
        """
        every = [self.root]
        for each in every:  # grows meanwhile: breadth first
            every += each.inner
        parents = first + 1
        for number, each in enumerate(every, start=first + 2):
            each.number = number
        root = b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>" % (
            self.root.number, parents, len(self._pages) + len(self._links),
        )  # fmt: skip
        marked = b"".join(
            b"%d[%s]" % (place, b" ".join(b"%d 0 R" % each.number for each in page))
            for place, page in enumerate(self._pages)
        )
        marked += b"".join(
            b" %d %d 0 R" % (place, each.number)
            for place, each in enumerate(self._links, start=len(self._pages))
        )
        bodies = (_body(each, first, pages, annotations) for each in every)
        return [root, b"<</Nums[%s]>>" % marked, *bodies]


def _body(
    element: Element, root: int, pages: Sequence[int], annotations: Mapping[str, int]
) -> bytes:
    """Return the structure element as the file has it (ISO 32000-1, table 323)."""
    above = element.parent.number if element.parent else root
    parts = [b"/S/%s/P %d 0 R" % (element.tag.encode(), above)]
    kids = [b"%d 0 R" % each.number for each in element.inner]
    here = {page for page, _number in element.marks}
    if len(here) == 1:
        parts.append(b"/Pg %d 0 R" % pages[here.pop()])
        kids += [b"%d" % number for _page, number in element.marks]
    else:
        kids += [
            b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (pages[page], number)
            for page, number in element.marks
        ]
    if element.link is not None:
        page, name = element.link
        kids.append(b"<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>" % (annotations[name], pages[page]))
    if kids:
        parts.append(b"/K[%s]" % b" ".join(kids))
    if element.alternative:
        told = element.alternative.encode("utf-16-be", "replace").hex().encode()
        parts.append(b"/Alt<FEFF%s>" % told)
    if element.scope:
        parts.append(b"/A<</O/Table/Scope/%s>>" % element.scope.encode())
    return b"<<%s>>" % b"".join(parts)
