"""Bounded reading of the XML parts of a package.

Whatever two programs could read differently is refused: document types and entities, encodings
other than Unicode, parts that are not well-formed. Nothing recurses on the input.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeAlias
from xml.parsers import expat

from inventory_app.errors import Refused
from inventory_app.formats.excel import limits
from inventory_app.formats.excel.refusals import (
    damaged,
    document_type,
    hidden_contents,
    overbuilt,
)

Attributes: TypeAlias = dict[str, str]
Start: TypeAlias = Callable[[str, Attributes], None]
End: TypeAlias = Callable[[str], None]

MAIN_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_ENCODINGS = ("utf-8", "utf-16")  # the two that packages may use (ECMA-376 part 2, 8.1.4)


class NotPlainError(Exception):
    """A part of the file is not written in the common way that can be read by pattern."""


class Events:
    """The elements of one part of the spreadsheet namespace, handed to whoever listens.

    Elements go by their full name, "namespace name"; `full_name` tells it. `text` collects
    character data while `parser.CharacterDataHandler` is `text.append`.
    """

    def __init__(self, part: str, *, root: str, contents: Collection[str]) -> None:
        """Read the part named *part* with the root element *root*.

        Elements named in *contents* may not stand inside anything that is passed over.
        """
        self.part = part
        self.text: list[str] = []
        self.parser = _parser(part)
        self._root = root
        self._contents = contents
        self._forbidden: frozenset[str] = frozenset()
        self._namespace = ""
        self._listeners = _NOBODY
        self._resume = _NOBODY
        self._holding = ""
        self._depth = 0

    def full_name(self, name: str) -> str:
        """Return the full name of the element *name* of the namespace that the part uses."""
        return f"{self._namespace} {name}"

    def feed(self, data: bytes | bytearray, begin: Callable[[], None]) -> None:
        """Read *data*; *begin* is called inside the root element, to say who listens."""
        self.parser.StartElementHandler = self._start_root(begin)
        try:
            feed(self.parser, data, self.part, self.text)
        finally:
            self._part_from_listeners()

    def feed_around(
        self, data: bytes | bytearray, span: tuple[int, int], begin: Callable[[], None], at: Start
    ) -> None:
        """Read *data* as `feed` does, but for the bytes of *span*.

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

    def listen(self, start: Start, end: End) -> None:
        """Hand the elements that follow to *start* and *end*."""
        self._listeners = start, end
        self.parser.StartElementHandler = start
        self.parser.EndElementHandler = end

    def skip(self, name: str, *, holding: str = "") -> None:
        """Pass over the element *name* that has just started, and all that it holds.

        It may hold the element *holding* although that is one of the contents.
        """
        self._resume = self._listeners
        self._holding = holding
        self._depth = 0
        self._start_skipped(name, {})
        self.listen(self._start_skipped, self._end_skipped)

    def _start_skipped(self, name: str, _: Attributes) -> None:
        self._depth += 1
        if name in self._forbidden and name != self._holding:
            raise hidden_contents(self.part)
        if self._depth > limits.DEPTH:
            raise overbuilt(self.part)

    def _end_skipped(self, _: str) -> None:
        self._depth -= 1
        if not self._depth:
            self.listen(*self._resume)

    def _hears_plain_names(self) -> bool:
        """Tell whether an element is heard here, and by its bare name: nowhere in a comment."""
        heard: list[str] = []
        self.listen(lambda name, _: heard.append(name), nothing)
        feed(self.parser, b"<probe/>", self.part, self.text, last=False)
        return heard == [self.full_name("probe")]

    def _part_from_listeners(self) -> None:
        """Forget who listens: they know us, and such rings keep memory for longer."""
        self.listen(*_NOBODY)
        self._resume = _NOBODY
        self.parser.CharacterDataHandler = None

    def _start_root(self, begin: Callable[[], None]) -> Start:
        def root(name: str, _attributes: Attributes) -> None:
            self._namespace, _, bare = name.rpartition(" ")
            if self._namespace not in MAIN_NAMESPACES or bare != self._root:
                raise damaged(self.part)
            self._forbidden = frozenset(map(self.full_name, self._contents))
            begin()

        return root


def _nobody(_name: str, _attributes: Attributes) -> None:
    """Listen to nothing that starts."""


def nothing(_name: str) -> None:
    """Listen to nothing that ends."""


_NOBODY: tuple[Start, End] = _nobody, nothing


class Element:
    """One element of a small part: where it stands, its attributes and, if a leaf, its text."""

    __slots__ = ("attributes", "path", "text")

    def __init__(self, path: str, attributes: dict[str, str]) -> None:
        self.path = path
        self.attributes = attributes
        self.text = ""


def elements(
    data: bytes | bytearray, part: str, *, namespaces: Collection[str], paths: Collection[str]
) -> list[Element]:
    """Return the elements of *data* that stand at one of *paths*, in the order of the part.

    A path is the names from the root element down, joined by slashes, all from *namespaces*.
    Whatever stands elsewhere is passed over. Attributes with a namespace are named
    "namespace name". The root element must be the first step of the paths.
    """
    steps = {"/".join(path.split("/")[:n]) for path in paths for n in range(1, path.count("/") + 2)}
    found: list[Element] = []
    standing: list[str] = []
    texts: list[str] = []
    leaf: Element | None = None
    parser = _parser(part)
    parser.CharacterDataHandler = texts.append

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal leaf
        namespace, _, bare = name.rpartition(" ")
        path = f"{standing[-1]}/{bare}" if standing else bare
        if namespace not in namespaces or path not in steps:
            if not standing:
                raise damaged(part)
            path = ""
        standing.append(path)
        if len(standing) > limits.DEPTH or len(found) > limits.ELEMENTS:
            raise overbuilt(part)
        texts.clear()
        leaf = None
        if path in paths:
            leaf = Element(path, attributes)
            found.append(leaf)

    def end(_: str) -> None:
        nonlocal leaf
        standing.pop()
        if leaf is not None:
            leaf.text = "".join(texts)
            leaf = None
        texts.clear()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    feed(parser, data, part, texts)
    return found


def feed(
    parser: expat.XMLParserType,
    data: bytes | bytearray,
    part: str,
    text: list[str],
    *,
    last: bool = True,
) -> None:
    """Parse *data* in blocks, so that neither a tag nor the collected *text* grows too long."""
    try:
        if len(data) > limits.BLOCK:
            whole = memoryview(data)
            for begin in range(0, len(data), limits.BLOCK):
                before = parser.CurrentByteIndex
                parser.Parse(whole[begin : begin + limits.BLOCK], False)
                if parser.CurrentByteIndex == before or sum(map(len, text)) > limits.TEXT:
                    raise overbuilt(part)
            data = b""
        parser.Parse(data, last)
    except (expat.ExpatError, UnicodeError) as error:
        raise damaged(part) from error


def _parser(part: str) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = limits.BLOCK

    def refuse(*_: object) -> None:
        raise document_type(part)

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in _ENCODINGS:
            raise damaged(part)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.XmlDeclHandler = declaration
    # Newer libraries put off reading a long tag; its length is judged here, block by block.
    if hasattr(parser, "SetReparseDeferralEnabled"):
        parser.SetReparseDeferralEnabled(False)
    return parser
