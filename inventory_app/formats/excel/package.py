"""The parts of an .xlsx package, looked at before anything in it is read.

Nothing is ever written to disk, followed outside the file, run or passed on. A part is inflated
at most to the size it declares, and its checksum is verified before it is parsed.
"""

from __future__ import annotations

import posixpath
import re
import zlib
from typing import NamedTuple

from inventory_app.errors import Refused
from inventory_app.formats.excel import limits
from inventory_app.formats.excel.file_kind import (
    check_is_zip,
    kind_of_main_part,
    kind_of_zip,
    refusal,
)
from inventory_app.formats.excel.markup import elements
from inventory_app.formats.excel.refusals import damaged, doubled_part, link_outside, macros
from inventory_app.formats.excel.zip_directory import (
    DEFLATED,
    STORED,
    ZipEntry,
    read_directory,
)

OFFICE_RELATIONSHIPS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_CONTENT_TYPES_PART = "[content_types].xml"

_WORKBOOK_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
)
OUTSIDE = "outside"
_MACROS = re.compile(r"vbaproject|vbadata|macrosheet|macroenabled")
_OBJECTS = re.compile(r"(?:^|/)(?:activex|embeddings)/|activex|oleobject")
_LARGE = limits.MEGABYTE
_STEP = 256 << 10


class Relationship(NamedTuple):
    """What a part points to: the kind is the last step of the type, *target* a part name."""

    kind: str
    target: str


class Package:
    """An .xlsx file that has passed all checks that can be made without reading its sheets.

    `workbook` is the name of its main part, `allowance` what may still be read of it.
    """

    def __init__(self, data: bytes) -> None:
        """Look at the file *data*; raises Refused if it is anything but a sound workbook."""
        if len(data) > limits.FILE:
            raise limits.file_too_big()
        check_is_zip(data)
        self._data = data
        self.allowance = limits.Allowance()
        self._entries = _entries(read_directory(data))
        types = self._content_types()
        self.workbook = self._main_part(types)
        _refuse_programs(types)

    def read(self, name: str) -> bytes | bytearray:
        """Return the inflated content of the part *name*; raises Refused."""
        entry = self._entries.get(name.lower())
        if entry is None:
            raise damaged(name)
        content = _inflate(self._data, entry)
        self.allowance.take_marks(content)
        return content

    def relationships(self, part: str) -> dict[str, Relationship]:
        """Return what *part* points to, by id; links out of the package are of kind `OUTSIDE`.

        Raises Refused for a part with links that cannot be read.
        """
        folder, name = posixpath.split(part)
        links = posixpath.join(folder, "_rels", f"{name}.rels")
        if links.lower() not in self._entries:
            return {}
        found: dict[str, Relationship] = {}
        for element in elements(
            self.read(links),
            links,
            namespaces=(_PACKAGE_RELATIONSHIPS,),
            paths=("Relationships/Relationship",),
        ):
            link = element.attributes
            identity = link.get("Id", "")
            if identity in found:
                raise damaged(links)
            target = link.get("Target", "")
            if link.get("TargetMode") == "External":
                found[identity] = Relationship(OUTSIDE, target)
                continue
            kind = link.get("Type", "")
            base, _, last = kind.rpartition("/")
            found[identity] = Relationship(
                last if base in OFFICE_RELATIONSHIPS else kind, _resolved(folder, target)
            )
        return found

    def _content_types(self) -> dict[str, str]:
        """Return the content type of each part, both in lower case."""
        if _CONTENT_TYPES_PART not in self._entries:
            mimetype = self._entries.get("mimetype")
            said = bytes(_inflate(self._data, mimetype)[:200]) if mimetype else b""
            raise refusal(kind_of_zip(self._entries, said))
        extensions: dict[str, str] = {}
        parts: dict[str, str] = {}
        for element in elements(
            self.read(_CONTENT_TYPES_PART),
            "[Content_Types].xml",
            namespaces=(_CONTENT_TYPES,),
            paths=("Types/Default", "Types/Override"),
        ):
            attributes = element.attributes
            content_type = attributes.get("ContentType", "").lower()
            if element.path == "Types/Default":
                extensions[attributes.get("Extension", "").lower()] = content_type
            else:
                parts[attributes.get("PartName", "").removeprefix("/").lower()] = content_type
        return {
            name: parts.get(name) or extensions.get(name.rpartition(".")[2], "")
            for name in self._entries
        }

    def _main_part(self, types: dict[str, str]) -> str:
        targets = [
            link.target for link in self.relationships("").values() if link.kind == "officeDocument"
        ]
        if len(targets) != 1:
            raise refusal("F-NOT-WORKBOOK")
        main = targets[0]
        if main.lower() not in types:
            raise damaged(main)
        kind = types[main.lower()]
        if kind not in _WORKBOOK_TYPES and not (
            "ms-excel" in kind and _MACROS.search(kind) and "binary" not in kind
        ):
            raise refusal(kind_of_main_part(kind))
        return main


def _entries(listed: list[ZipEntry]) -> dict[str, ZipEntry]:
    """Return the parts by name in lower case; raises Refused for any that is not to be trusted."""
    entries: dict[str, ZipEntry] = {}
    inflated = 0
    for entry in listed:
        name = entry.name.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name:
            raise Refused(
                "F-PATH",
                "The file holds a part whose name points outside it.",
                "Do not open it. Ask the sender where it comes from.",
            )
        key = name.lower()
        if key in entries:
            raise doubled_part(name)
        if entry.encrypted:
            raise refusal("F-PASSWORD")
        if entry.method not in (STORED, DEFLATED):
            raise damaged(name)
        if entry.size > limits.PART:
            raise limits.zip_bomb(limits.PART)
        inflated += entry.size
        if inflated > limits.INFLATED:
            raise limits.zip_bomb(limits.INFLATED)
        entries[key] = entry
    return entries


def _refuse_programs(types: dict[str, str]) -> None:
    """Raise Refused for a workbook that carries macros, controls or objects of other programs."""
    for name, kind in types.items():
        if _MACROS.search(name) or _MACROS.search(kind):
            raise macros()
        if _OBJECTS.search(name) or _OBJECTS.search(kind):
            raise Refused(
                "F-OBJECT",
                "The workbook holds objects or controls of another program.",
                "Delete the embedded objects, save the workbook and send it again.",
            )


def _resolved(folder: str, target: str) -> str:
    """Return the name of the part that *target* means, seen from *folder*."""
    path = target.replace("\\", "/")
    steps = [] if path.startswith("/") or not folder else folder.split("/")
    outside = not path or ":" in path or path.startswith("//")
    for step in path.split("/"):
        if step == "..":
            outside = outside or not steps
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    if outside:
        raise link_outside(target)
    return "/".join(steps)


def _inflate(data: bytes, entry: ZipEntry) -> bytes | bytearray:
    """Return the content of a part, if it has the size and the checksum that it declares."""
    packed = memoryview(data)[entry.begin : entry.begin + entry.packed]
    content: bytes | bytearray
    try:
        if entry.method == STORED:
            content = bytes(packed)
        elif entry.size > _LARGE:
            content = _inflate_large(packed, entry)
        else:
            stream = zlib.decompressobj(-zlib.MAX_WBITS)
            content = stream.decompress(packed, entry.size + 1)
            if not stream.eof or stream.unused_data:
                raise damaged(entry.name)
    except zlib.error as error:
        raise damaged(entry.name) from error
    if len(content) != entry.size or zlib.crc32(content) != entry.crc:
        raise damaged(entry.name)
    return content


def _inflate_large(packed: memoryview, entry: ZipEntry) -> bytearray:
    """Inflate step by step into memory taken once: joining the steps would take it twice."""
    content = bytearray(entry.size)
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    filled = 0
    waiting: bytes | memoryview = packed[:_STEP]
    read = len(waiting)
    while not stream.eof:
        piece = stream.decompress(waiting, _LARGE)
        if filled + len(piece) > entry.size or not (piece or waiting or read < len(packed)):
            raise damaged(entry.name)
        content[filled : filled + len(piece)] = piece
        filled += len(piece)
        waiting = stream.unconsumed_tail
        if not waiting:
            waiting = packed[read : read + _STEP]
            read += len(waiting)
    if filled != entry.size or stream.unused_data or read < len(packed):
        raise damaged(entry.name)
    return content
