"""A finished file made smaller: small objects go into compressed streams together.

reportlab writes every object by itself and in plain text, which is what a structure tree of
thousands of small elements costs most. Object and cross-reference streams are ISO 32000-1, 7.5.7
and 7.5.8 (PDF 1.5). Only files that reportlab has just written are read here, by their own table.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inventory_app.formats.pdf.structure import Structure

VERSION = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
TOGETHER = 400  # objects in a stream: a reader unpacks all of them to get one
_LEVEL = 9
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])")
_CATALOGUE = re.compile(rb"/Type\s*/Catalog\b")
_KEPT = re.compile(rb"/(ID)\s*(\[.*?\])|/(Info|Root)\s+(\d+ 0 R)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Additions:
    """What a file is given that reportlab does not write.

    `pages` are the numbers of the objects that are its pages, `annotations` those of its links by
    name; `metadata` is an XMP packet.
    """

    structure: Structure
    pages: Sequence[int]
    annotations: Mapping[str, int]
    metadata: bytes

    def objects(self, first: int) -> list[bytes]:
        """Return the objects to add, numbered from *first* on; the metadata comes last."""
        size = len(self.metadata)
        head = b"<</Type/Metadata/Subtype/XML/Length %d>>" % size
        packet = b"%s\nstream\n%s\nendstream" % (head, self.metadata)
        return [*self.structure.objects(first, self.pages, self.annotations), packet]

    def told(self, first: int, count: int) -> dict[int, bytes]:
        """Return what known objects have to say about the new ones: pages and links."""
        found = {
            number: b"/StructParents %d/Tabs/S" % place for place, number in enumerate(self.pages)
        }
        for name, place in self.structure.links().items():
            found[self.annotations[name]] = b"/StructParent %d" % place
        found[0] = b"/StructTreeRoot %d 0 R/Metadata %d 0 R/MarkInfo<</Marked true>>" % (
            first, first + count - 1,
        )  # fmt: skip
        return found


def packed(data: bytes, additions: Additions | None = None) -> bytes:
    """Return the same document with its objects compressed; the same bytes for the same bytes."""
    table = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    places = {
        number: int(found[1])
        for number, found in enumerate(_ENTRY.finditer(data, table))
        if found[3] == b"n"
    }
    loose: list[tuple[int, bytes]] = []
    made, offsets = bytearray(VERSION), {}
    newest = max(places)
    extra = additions.objects(newest + 1) if additions else []
    told = additions.told(newest + 1, len(extra)) if additions else {}
    known = (
        (number, _telling(body, number, told)) for number, body in _objects(data, places, table)
    )
    for number, body in chain(known, enumerate(extra, start=newest + 1)):
        if body.endswith(b"endstream"):
            offsets[number] = len(made)
            made += b"%d 0 obj\n" % number + body + b"\nendobj\n"
        else:
            loose.append((number, body))
    newest += len(extra)
    rows = {number: (1, offset, 0) for number, offset in offsets.items()}
    for start in range(0, len(loose), TOGETHER):
        newest += 1
        some = loose[start : start + TOGETHER]
        rows[newest] = (1, len(made), 0)
        rows |= {number: (2, newest, index) for index, (number, _) in enumerate(some)}
        made += _stream(newest, b"/Type /ObjStm", *_together(some))
    made += _table(newest + 1, rows, len(made), data[table:])
    return bytes(made)


def _objects(data: bytes, places: dict[int, int], end: int) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the content of each object, in the order of the file."""
    order = sorted(places, key=places.__getitem__)
    for number, after in zip(order, [*order[1:], None], strict=True):
        stop = end if after is None else places[after]
        whole = data[places[number] : stop]
        yield number, whole[whole.index(b"obj") + 3 : whole.rindex(b"endobj")].strip()


def _telling(body: bytes, number: int, told: Mapping[int, bytes]) -> bytes:
    """Return an object with what it has to say about new ones; 0 stands for the catalogue."""
    key = 0 if told and _CATALOGUE.search(body) else number
    more = told.get(key)
    return body if more is None else body[: body.rindex(b">>")] + more + b">>"


def _together(objects: Sequence[tuple[int, bytes]]) -> tuple[bytes, bytes]:
    """Return what an object stream says about itself, and what stands in it."""
    head, bodies, place = [], [], 0
    for number, body in objects:
        head.append(b"%d %d" % (number, place))
        bodies.append(body)
        place += len(body) + 1
    first = b" ".join(head) + b"\n"
    return b"/N %d /First %d" % (len(objects), len(first)), first + b"\n".join(bodies)


def _stream(number: int, kind: bytes, more: bytes, content: bytes) -> bytes:
    small = zlib.compress(content, _LEVEL)
    head = b"<< %s %s /Filter /FlateDecode /Length %d >>" % (kind, more, len(small))
    return b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, head, small)


def _table(number: int, rows: dict[int, tuple[int, int, int]], place: int, old: bytes) -> bytes:
    """Return the cross-reference stream, object *number*, and the end of the file."""
    rows = {0: (0, 0, 65535), **rows, number: (1, place, 0)}
    free = (0, 0, 0)
    content = b"".join(
        kind.to_bytes(1) + where.to_bytes(4) + index.to_bytes(2)
        for kind, where, index in (rows.get(each, free) for each in range(number + 1))
    )
    kept = b" ".join(
        b"/%s %s" % (found[1] or found[3], found[2] or found[4])
        for found in _KEPT.finditer(old[old.rindex(b"trailer") :])
    )
    more = b"/Size %d /W [1 4 2] %s" % (number + 1, kept)
    return _stream(number, b"/Type /XRef", more, content) + b"startxref\n%d\n%%%%EOF\n" % place
