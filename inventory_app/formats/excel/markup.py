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

    def full_name(self, name: str) -> str:
        """Return the full name of the element *name* of the namespace that the part uses."""
        return f"{self._namespace} {name}"

    def read(self, data: bytes | bytearray, begin: Callable[[], None]) -> None:
        """Read *data*; *begin* is called inside the root element, to say who listens."""
        self.feed(data, self._start_root(begin))

    def read_around(
        self, data: bytes | bytearray, span: tuple[int, int], begin: Callable[[], None], at: Start
    ) -> None:
        """Read *data* as `read` does, but for the bytes of *span*.

        Raises NotPlainError unless these bytes stand where *at* listens and where names without a
        prefix are those of the spreadsheet namespace; also where the rest cannot be read, for that
        may come from leaving out the wrong bytes.
        """
        first, last = span
        self.parser.StartElementHandler = self._start_root(begin)
        try:
            feed(self.parser, data[:first], self.part, self.text, last=False)
            listeners = self._listeners
            if listeners[0] != at or not self._hears_plain_names():
                raise NotPlainError
            self.listen(*listeners)
            feed(self.parser, data[last:], self.part, self.text)
        except Refused as refused:
            raise NotPlainError from refused
        finally:
            self._part_from_listeners()

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
