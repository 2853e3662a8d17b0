"""The elements of the parts of an .xlsx workbook, which may use either of two namespaces."""

from __future__ import annotations

from collections.abc import Callable, Collection

from inventory_app.errors import Refused
from inventory_app.formats.spreadsheet import markup
from inventory_app.formats.spreadsheet.markup import Attributes, Start, feed, nothing
from inventory_app.formats.spreadsheet.refusals import damaged

MAIN_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)


_FEW_TAGS = 10_000


class NotPlainError(Exception):
    """A part of the file is not written in the common way that can be read by pattern."""


class Events(markup.Events):
    """The elements of one part of the spreadsheet namespace, handed to whoever listens.

    `full_name` tells the name by which an element goes.
    """

    def __init__(self, part: str, *, root: str, contents: Collection[str]) -> None:
        """Read the part named *part* with the root element *root*.

        Elements named in *contents* may not stand inside anything that is passed over.
        """
        super().__init__(part)
        self._root = root
        self._contents = contents
        self._namespace = ""
        self._skimmed: dict[str, Attributes] = {}

    def full_name(self, name: str) -> str:
        """Return the full name of the element *name* of the namespace that the part uses."""
        return f"{self._namespace} {name}"

    def read(self, data: bytes | bytearray, begin: Callable[[], None]) -> None:
        """Read *data*; *begin* is called inside the root element, to say who listens."""
        self.feed(data, self._start_root(begin))

    def read_around(
        self,
        data: bytes | bytearray,
        span: tuple[int, int],
        begin: Callable[[], None],
        at: Start,
        after: tuple[Start, bytes] | None = None,
    ) -> None:
        """Read *data* as `read` does, but for the bytes of *span*.

        *after* says who listens behind them, and for what: nobody is told of what follows the last
        of that. Raises NotPlainError unless these bytes stand where *at* listens and where names
        without a prefix are those of the spreadsheet namespace; also where the rest cannot be read,
        for that may come from leaving out the wrong bytes.
        """
        first, last = span
        self.parser.StartElementHandler = self._start_root(begin)
        try:
            feed(self.parser, data[:first], self.part, self.text, last=False)
            listeners = self._listeners
            if listeners[0] != at or not self._hears_plain_names():
                raise NotPlainError
            self.listen(*listeners)
            if after is not None:
                listener, heard = after
                first, last = last, data.find(b">", max(last, data.rfind(heard))) + 1
                feed(self.parser, data[first:last], self.part, self.text, last=False)
                if self._listeners[0] == listener and data.count(b"<", last) < _FEW_TAGS:
                    self._skim()
            feed(self.parser, data[last:], self.part, self.text)
            if not self._forbidden.isdisjoint(self._skimmed):
                raise NotPlainError
        except Refused as refused:
            raise NotPlainError from refused
        finally:
            self._part_from_listeners()

    def _skim(self) -> None:
        """Tell nobody of the elements that follow, only remember their names.

        Half of the elements of a survey are the rules of its cells, which stand there. They are too
        few to go deep.
        """
        self.parser.StartElementHandler = self._skimmed.__setitem__
        self.parser.EndElementHandler = None

    def _hears_plain_names(self) -> bool:
        """Tell whether an element is heard here, and by its bare name: nowhere in a comment."""
        heard: list[str] = []
        self.listen(lambda name, _: heard.append(name), nothing)
        feed(self.parser, b"<probe/>", self.part, self.text, last=False)
        return heard == [self.full_name("probe")]

    def _start_root(self, begin: Callable[[], None]) -> Start:
        def root(name: str, _attributes: Attributes) -> None:
            self._namespace, _, bare = name.rpartition(" ")
            if self._namespace not in MAIN_NAMESPACES or bare != self._root:
                raise damaged(self.part)
            self._forbidden = frozenset(map(self.full_name, self._contents))
            begin()

        return root
