"""The parts of a zip package, looked at before anything in them is read.

Nothing is ever written to disk, followed outside the file, run or passed on. A part is inflated
at most to the size it declares, and its checksum is verified before it is parsed.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from inventory_app.errors import Refused
from inventory_app.formats.spreadsheet import limits
from inventory_app.formats.spreadsheet.file_kind import check_is_zip, refusal
from inventory_app.formats.spreadsheet.refusals import damaged, doubled_part
from inventory_app.formats.spreadsheet.zip_directory import (
    DEFLATED,
    STORED,
    ZipEntry,
    read_directory,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_LARGE = limits.MEGABYTE
_STEP = 256 << 10


class ZipParts:
    """The parts of a file by their names, which are compared in lower case.

    `allowance` is what may still be read of the workbook in them.
    """

    def __init__(self, data: bytes) -> None:
        """Look at the file *data*; raises Refused if it is anything but a sound zip file."""
        if len(data) > limits.FILE:
            raise limits.file_too_big()
        check_is_zip(data)
        self._data = data
        self.allowance = limits.Allowance()
        self._entries = _entries(read_directory(data))

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names, in lower case."""
        return iter(self._entries)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def read(self, name: str) -> bytes | bytearray:
        """Return the inflated content of the part *name*, counted; raises Refused."""
        entry = self._entries.get(name.lower())
        if entry is None:
            raise damaged(name)
        content = _inflate(self._data, entry)
        self.allowance.take_marks(content)
        return content

    def mimetype(self) -> bytes:
        """Return what the part that names the kind of an OpenDocument file says, if there is one.

        Raises Refused if it is damaged.
        """
        entry = self._entries.get("mimetype")
        return bytes(_inflate(self._data, entry)[:200]) if entry else b""


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
