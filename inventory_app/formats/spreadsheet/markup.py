"""Bounded reading of the XML parts of a package.

Whatever two programs could read differently is refused: document types and entities, encodings
other than Unicode, parts that are not well-formed. Nothing recurses on the input.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeAlias
from xml.parsers import expat

from inventory_app.formats.spreadsheet import limits
from inventory_app.formats.spreadsheet.refusals import (
    damaged,
    document_type,
    hidden_contents,
    overbuilt,
)

Attributes: TypeAlias = dict[str, str]
Start: TypeAlias = Callable[[str, Attributes], None]
End: TypeAlias = Callable[[str], None]

_ENCODINGS = ("utf-8", "utf-16")  # the two that packages may use (ECMA-376 part 2, 8.1.4)


class Events:
    """The elements of one part, handed to whoever listens.

    Elements go by their full name, "namespace name". `text` collects character data while
    `parser.CharacterDataHandler` is `text.append`.
    """

    def __init__(self, part: str, *, contents: Collection[str] = ()) -> None:
        """Read the part named *part*.

        Elements with a full name in *contents* may not stand inside anything that is passed over.
        """
        self.part = part
        self.text: list[str] = []
        self.parser = _parser(part)
        self._forbidden = frozenset(contents)
        self._listeners = _NOBODY
        self._resume = _NOBODY
        self._allowed: Collection[str] = ()
        self._depth = 0

    def feed(self, data: bytes | bytearray, root: Start) -> None:
        """Read *data*; *root* is called with the root element, to say who listens."""
        self.parser.StartElementHandler = root
        try:
            feed(self.parser, data, self.part, self.text)
        finally:
            self._part_from_listeners()

    def listen(self, start: Start, end: End) -> None:
        """Hand the elements that follow to *start* and *end*."""
        self._listeners = start, end
        self.parser.StartElementHandler = start
        self.parser.EndElementHandler = end

    def skip(self, name: str, *, holding: Collection[str] = ()) -> None:
        """Pass over the element *name* that has just started, and all that it holds.

        It may hold the elements in *holding* although they are among the contents.
        """
        self._resume = self._listeners
        self._allowed = holding
        self._depth = 0
        self._start_skipped(name, {})
        self.listen(self._start_skipped, self._end_skipped)

    def _start_skipped(self, name: str, _: Attributes) -> None:
        self._depth += 1
        if name in self._forbidden and name not in self._allowed:
            raise hidden_contents(self.part)
        if self._depth > limits.DEPTH:
            raise overbuilt(self.part)

    def _end_skipped(self, _: str) -> None:
        self._depth -= 1
        if not self._depth:
            self.listen(*self._resume)

    def _part_from_listeners(self) -> None:
        """Forget who listens: they know us, and such rings keep memory for longer."""
        self.listen(*_NOBODY)
        self._resume = _NOBODY
        self.parser.CharacterDataHandler = None


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
