"""Bounded reading of the XML parts of a package.

Whatever two programs could read differently is refused: document types and entities, encodings
other than Unicode, parts that are not well-formed. Nothing recurses on the input.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeAlias
from xml.parsers import expat

from inventory_app.formats.excel import limits
from inventory_app.formats.excel.refusals import (
    damaged,
    document_type,
    hidden_contents,
    overbuilt,
)

Start: TypeAlias = Callable[[str, dict[str, str]], None]
End: TypeAlias = Callable[[str], None]

MAIN_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_CHARACTER = 4  # bytes at the end of a block that wait for the rest of a character
_ENCODINGS = ("utf-8", "utf8", "utf-16", "us-ascii", "ascii")


class NotPlainError(Exception):
    """The part must be read with its namespaces resolved."""


class Events:
    """The elements of one part of the spreadsheet namespace, handed to whoever listens.

    Elements of that namespace go by their bare name; all others have a colon in theirs. Most
    programs make it the default namespace, so that names can be taken as they stand at half the
    cost (*plain*). Where that is not safe, `NotPlainError` is raised and the part is to be read
    again with `plain=False`.

    `text` collects character data while `parser.CharacterDataHandler` is `text.append`.
    """

    def __init__(self, part: str, *, root: str, contents: Collection[str], plain: bool) -> None:
        """Read the part named *part* with the root element *root*.

        Elements named in *contents* may not stand inside anything that is passed over.
        """
        self.part = part
        self.text: list[str] = []
        self.parser = _parser(part, namespaces=not plain)
        self._plain = plain
        self._root = root
        self._contents = contents
        self._namespace = ""
        self._listeners: tuple[Start, End]

    def feed(self, data: bytes | bytearray, start: Start, end: End) -> None:
        """Read *data*; *start* and *end* are the first to listen, inside the root element."""
        if self._plain and b"\0" in data[:4]:
            raise NotPlainError

        def root(name: str, attributes: dict[str, str]) -> None:
            if self._plain:
                self._check_plain_root(name, attributes, data)
            else:
                self._check_root(name)
            self.listen(start, end)

        self.parser.StartElementHandler = root
        feed(self.parser, data, self.part, self.text)

    def listen(self, start: Start, end: End) -> None:
        """Hand the elements that follow to *start* and *end*."""
        self._listeners = start, end
        if self._plain:
            self.parser.StartElementHandler = start
            self.parser.EndElementHandler = end
            return
        bare = self._bare
        self.parser.StartElementHandler = lambda name, attributes: start(bare(name), attributes)
        self.parser.EndElementHandler = lambda name: end(bare(name))

    def skip(self, name: str, *, holding: str = "") -> None:
        """Pass over the element *name* that has just started, and all that it holds.

        It may hold the element *holding* although that is one of the contents.
        """
        self._check_passed_over(name, holding)
        resume = self._listeners
        depth = 1

        def start(name: str, _: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > limits.DEPTH:
                raise overbuilt(self.part)
            self._check_passed_over(name, holding)

        def end(_: str) -> None:
            nonlocal depth
            depth -= 1
            if not depth:
                self.listen(*resume)

        self.listen(start, end)

    def _check_passed_over(self, name: str, holding: str) -> None:
        if self._plain:
            name = name.rpartition(":")[2]
        if name in self._contents and name != holding:
            raise NotPlainError if self._plain else hidden_contents(self.part)

    def _check_plain_root(
        self, name: str, attributes: dict[str, str], data: bytes | bytearray
    ) -> None:
        inside = data.find(b">", self.parser.CurrentByteIndex)
        if (
            name != self._root
            or attributes.get("xmlns") not in MAIN_NAMESPACES
            # another default namespace further inside
            or data.count(b"xmlns", inside) != data.count(b"xmlns:", inside)
        ):
            raise NotPlainError

    def _check_root(self, name: str) -> None:
        self._namespace, _, bare = name.rpartition(" ")
        if self._namespace not in MAIN_NAMESPACES or bare != self._root:
            raise damaged(self.part)

    def _bare(self, name: str) -> str:
        namespace, _, bare = name.rpartition(" ")
        return bare if namespace == self._namespace else f"{namespace}:{bare}"


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
    parser = _parser(part, namespaces=True)
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


def feed(parser: expat.XMLParserType, data: bytes | bytearray, part: str, text: list[str]) -> None:
    """Parse *data* in blocks, so that neither a tag nor the collected *text* grows too long."""
    try:
        if len(data) > limits.BLOCK:
            whole = memoryview(data)
            for begin in range(0, len(data), limits.BLOCK):
                parser.Parse(whole[begin : begin + limits.BLOCK], False)
                open_tag = min(begin + limits.BLOCK, len(data)) - parser.CurrentByteIndex
                if open_tag > limits.BLOCK + _CHARACTER or sum(map(len, text)) > limits.TEXT:
                    raise overbuilt(part)
            parser.Parse(b"", True)
        else:
            parser.Parse(data, True)
    except (expat.ExpatError, UnicodeError) as error:
        raise damaged(part) from error


def _parser(part: str, *, namespaces: bool) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" " if namespaces else None)
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
