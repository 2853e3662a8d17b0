"""A package with some parts replaced: all others keep their bytes, packed as they were."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from inventory_app.formats.spreadsheet.zip_directory import DEFLATED, ZipEntry, read_directory

_LOCAL = struct.Struct("<4s5HIIIHH")
_CENTRAL = struct.Struct("<4s6HIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_VERSION = 20
_IS_UTF8 = 0x800
_LEVEL = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class _Packed:
    name: bytes
    flags: int
    method: int
    time: int
    day: int
    crc: int
    size: int
    attributes: int
    content: bytes


def repacked(data: bytes, parts: Mapping[str, bytes], *, without: Collection[str] = ()) -> bytes:
    """Return the package *data* with the content of *parts* replaced and some parts left out.

    Parts are named as in the package, in any case. *data* has passed the strict reader, so its
    directory and its parts agree. Order, names, dates and attributes stay.
    """
    new = {name.lower(): content for name, content in parts.items()}
    gone = {name.lower() for name in without}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        kept = {entry.filename: entry for entry in package.infolist()}
    return _joined(
        [
            _packed(data, entry, kept.get(entry.name), new.get(_key(entry.name)))
            for entry in read_directory(data)
            if _key(entry.name) not in gone
        ]
    )


def _key(name: str) -> str:
    return name.replace("\\", "/").lower()


def _packed(
    data: bytes, entry: ZipEntry, known: zipfile.ZipInfo | None, new: bytes | None
) -> _Packed:
    ascii_name = entry.name.isascii()
    year, month, day, hour, minute, second = known.date_time if known else (1980, 1, 1, 0, 0, 0)
    content, method, crc, size = (
        data[entry.begin : entry.begin + entry.packed], entry.method, entry.crc, entry.size,
    )  # fmt: skip
    if new is not None:
        deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        content = deflate.compress(new) + deflate.flush()
        method, crc, size = DEFLATED, zlib.crc32(new), len(new)
    return _Packed(
        name=entry.name.encode(),
        flags=0 if ascii_name else _IS_UTF8,
        method=method,
        time=hour << 11 | minute << 5 | second // 2,
        day=(year - 1980) << 9 | month << 5 | day,
        crc=crc,
        size=size,
        attributes=known.external_attr if known else 0,
        content=content,
    )


def _joined(entries: list[_Packed]) -> bytes:
    """Return the file that holds *entries* in their order."""
    out = bytearray()
    directory = bytearray()
    for each in entries:
        common = (each.flags, each.method, each.time, each.day, each.crc, len(each.content),
                  each.size, len(each.name))  # fmt: skip
        directory += _CENTRAL.pack(
            b"PK\1\2", _VERSION, _VERSION, *common, 0, 0, 0, 0, each.attributes, len(out)
        )
        directory += each.name
        out += _LOCAL.pack(b"PK\3\4", _VERSION, *common, 0)
        out += each.name
        out += each.content
    begin = len(out)
    out += directory
    out += _END.pack(b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), begin, 0)
    return bytes(out)
