"""The list of parts of a zip file, read so that no other reader could see other parts.

`zipfile` makes the best of what it finds: it steps over bytes put in front, believes the
directory where the parts themselves say otherwise, and builds the list before it can be counted.
Here the directory, the headers of the parts and the length of the file must all agree
(APPNOTE 6.3, sections 4.3 and 4.4).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inventory_app.formats.spreadsheet import limits
from inventory_app.formats.spreadsheet.refusals import broken_package, damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

STORED = 0
DEFLATED = 8

_LOCAL = struct.Struct("<4s5HIIIHH")
_CENTRAL = struct.Struct("<4s6HIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_END_64_LOCATOR = struct.Struct("<4sIQI")
_END_64 = struct.Struct("<4sQHHIIQQQQ")
_CAPPED_16 = 0xFFFF
_CAPPED = 0xFFFFFFFF
_EXTRA_64 = 1
_LONGEST_COMMENT = 0xFFFF
_LONGEST_DESCRIPTOR = 24  # the record that may follow the data of a part
_IS_ENCRYPTED = 1
_HAS_DESCRIPTOR = 8
_IS_UTF8 = 0x800


@dataclass(frozen=True, kw_only=True, slots=True)
class ZipEntry:
    """One part as the directory lists it; sizes in bytes, `begin` of its packed data."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    begin: int
    encrypted: bool


def end_of_directory(data: bytes) -> int:
    """Return where the record stands that closes a zip file, or -1 if there is none."""
    return data.rfind(b"PK\5\6", max(0, len(data) - _END.size - _LONGEST_COMMENT))


def read_directory(data: bytes) -> list[ZipEntry]:
    """Return the parts of the zip file *data*, in the order of their data.

    Raises Refused where the file is cut short, has anything before, between or behind its parts,
    or where its directory and its parts disagree.
    """
    try:
        begin, end, count = _directory_span(data)
        if count > limits.PARTS:
            raise limits.too_many_parts()
        listed = sorted(_listed(data, begin, end, count))
        return list(_checked(data, listed, begin))
    except (struct.error, OverflowError, UnicodeError) as error:
        raise broken_package() from error


def _directory_span(data: bytes) -> tuple[int, int, int]:
    """Return where the directory begins and ends and how many parts it lists."""
    at = end_of_directory(data)
    if at < 0:
        raise broken_package()
    _, disk, first_disk, here, count, size, begin, comment = _END.unpack_from(data, at)
    end = at
    locator = at - _END_64_LOCATOR.size
    if locator >= 0 and data.startswith(b"PK\6\7", locator):
        _, _, end, _ = _END_64_LOCATOR.unpack_from(data, locator)
        mark, _, _, _, _, _, _, count_64, size_64, begin_64 = _END_64.unpack_from(data, end)
        agree = (
            mark == b"PK\6\6"
            and end < locator
            and count in (count_64, _CAPPED_16)
            and size in (size_64, _CAPPED)
            and begin in (begin_64, _CAPPED)
        )
        if not agree:
            raise broken_package()
        count, size, begin = count_64, size_64, begin_64
    elif here != count:
        raise broken_package()
    if disk or first_disk or begin + size != end or at + _END.size + comment != len(data):
        raise broken_package()
    return begin, end, count


def _listed(
    data: bytes, at: int, end: int, count: int
) -> Iterator[tuple[int, int, int, int, int, int, bytes]]:
    """Yield offset, flags, method, CRC, packed size, size and name of each part."""
    for _ in range(count):
        entry = _CENTRAL.unpack_from(data, at)
        mark, _, _, flags, method, _, _, crc, packed, size, name, extra, comment = entry[:13]
        offset = entry[16]
        at += _CENTRAL.size
        following = at + name + extra + comment
        if mark != b"PK\1\2" or following > end:
            raise broken_package()
        if _CAPPED in (size, packed, offset):
            fields = data[at + name : at + name + extra]
            size, packed, offset = _sizes_64(fields, size, packed, offset)
        yield offset, flags, method, crc, packed, size, data[at : at + name]
        at = following
    if at != end:
        raise broken_package()


def _sizes_64(extra: bytes, *sizes: int) -> tuple[int, ...]:
    """Return *sizes* with those that are capped taken from the zip64 field in *extra*."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == _EXTRA_64:
            wanted = sum(size == _CAPPED for size in sizes)
            real = iter(struct.unpack_from(f"<{wanted}Q", extra[at + 4 : at + 4 + length]))
            return tuple(next(real) if size == _CAPPED else size for size in sizes)
        at += 4 + length
    return sizes


def _checked(
    data: bytes, listed: list[tuple[int, int, int, int, int, int, bytes]], directory: int
) -> Iterator[ZipEntry]:
    """Yield the parts, once their own headers agree and they fill the file without overlap."""
    position = 0
    descriptor = 0
    for offset, flags, method, crc, packed, size, raw_name in listed:
        name = raw_name.decode("utf-8" if flags & _IS_UTF8 else "cp437")
        local = _LOCAL.unpack_from(data, offset)
        mark, _, local_flags, local_method, _, _, *sums, name_length, extra_length = local
        name_begin = offset + _LOCAL.size
        name_end = name_begin + name_length
        begin = name_end + extra_length
        postponed = local_flags & _HAS_DESCRIPTOR or _CAPPED in sums
        agree = (
            mark == b"PK\3\4"
            and data[name_begin:name_end] == raw_name
            and local_method == method
            and (postponed or sums == [crc, packed, size])
        )
        if not agree or not position <= offset <= position + descriptor:
            raise damaged(name)
        position = begin + packed
        descriptor = _LONGEST_DESCRIPTOR if local_flags & _HAS_DESCRIPTOR else 0
        yield ZipEntry(
            name=name,
            method=method,
            crc=crc,
            packed=packed,
            size=size,
            begin=begin,
            encrypted=bool((flags | local_flags) & _IS_ENCRYPTED),
        )
    if not position <= directory <= position + descriptor:
        raise broken_package()
