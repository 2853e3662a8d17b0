"""Bookmarks and inner links for a PDF file that Qt wrote, as an update at its end.

ISO 32000-1, 7.5.6 describes such updates.
Qt can only link to addresses; those that begin with a scheme of our own become links to places.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

_OBJECT = re.compile(rb"(?:^|[\r\n])(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
_ADDRESS = re.compile(rb"/A\s*<<.*?/URI\s*\(((?:\\.|[^\\)])*)\).*?>>", re.DOTALL)
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_MEDIA = re.compile(rb"/MediaBox\s*\[\s*\S+\s+\S+\s+\S+\s+([\d.]+)")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A sheet, counted from 0, and how far down it, as a share of its height."""

    sheet: int
    down: float


@dataclass(frozen=True, kw_only=True)
class Bookmark:
    """A line of the outline: level 1 for a page of the guide, 2 for a heading in it."""

    level: int
    text: str
    place: Place


def add_navigation(
    file: Path, places: Mapping[str, Place], bookmarks: Sequence[Bookmark], scheme: str
) -> int:
    """Add *bookmarks* to *file* and lead its links into it; return how many links were led.

    A link to *scheme* and a name leads to the place of that name; raises KeyError for a name
    without a place.
    """
    data = file.read_bytes()
    objects = {int(number): body for number, body in _OBJECT.findall(data)}
    sheets = _sheets(objects)
    high = float(
        _MEDIA.search(objects[sheets[0]] if _MEDIA.search(objects[sheets[0]]) else data)[1]
    )

    def goal(place: Place) -> bytes:
        return b"[%d 0 R /XYZ 0 %.1f null]" % (sheets[place.sheet], high * (1 - place.down))

    new: dict[int, bytes] = {}
    for number, body in objects.items():
        found = _ADDRESS.search(body)
        address = unquote(found[1].replace(b"\\", b"").decode("latin-1")) if found else ""
        if found and address.startswith(scheme):
            where = places[address.removeprefix(scheme)]
            new[number] = body.replace(found[0], b"/Dest " + goal(where))
    led = len(new)
    root = int(re.search(rb"/Root\s+(\d+) 0 R", data)[1])
    size = int(re.findall(rb"/Size\s+(\d+)", data)[-1])
    if bookmarks:
        new |= _outline(bookmarks, size, goal)
        catalogue = objects[root].rstrip().removesuffix(b">>")
        new[root] = catalogue + b"\n/Outlines %d 0 R\n/PageMode /UseOutlines\n>>" % size
    _append(file, data, new, root)
    return led


def _sheets(objects: Mapping[int, bytes]) -> list[int]:
    """Return the numbers of the pages in their order."""
    for body in objects.values():
        if re.search(rb"/Type\s*/Pages\b", body):
            return [int(number) for number in re.findall(rb"(\d+) 0 R", _KIDS.search(body)[1])]
    raise ValueError("no pages")


def _outline(bookmarks: Sequence[Bookmark], first: int, goal) -> dict[int, bytes]:
    """Return the objects of the outline; number *first* is its root."""
    numbers = {at: first + 1 + at for at in range(len(bookmarks))}
    tops = [at for at, mark in enumerate(bookmarks) if mark.level == 1]
    made: dict[int, bytes] = {}

    def chain(members: Sequence[int], parent: int) -> None:
        for at, member in enumerate(members):
            mark = bookmarks[member]
            title = b"<FEFF" + mark.text.encode("utf-16-be").hex().upper().encode() + b">"
            lines = [b"<<", b"/Title " + title, b"/Parent %d 0 R" % parent]
            if at:
                lines.append(b"/Prev %d 0 R" % numbers[members[at - 1]])
            if at + 1 < len(members):
                lines.append(b"/Next %d 0 R" % numbers[members[at + 1]])
            if mark.level == 1:
                until = next((top for top in tops if top > member), len(bookmarks))
                below = list(range(member + 1, until))
                if below:
                    lines.append(b"/First %d 0 R" % numbers[below[0]])
                    lines.append(b"/Last %d 0 R" % numbers[below[-1]])
                    lines.append(b"/Count -%d" % len(below))
                chain(below, numbers[member])
            lines += [b"/Dest " + goal(mark.place), b">>"]
            made[numbers[member]] = b"\n".join(lines)

    chain(tops, first)
    made[first] = b"<<\n/Type /Outlines\n/First %d 0 R\n/Last %d 0 R\n/Count %d\n>>" % (
        numbers[tops[0]], numbers[tops[-1]], len(tops),
    )  # fmt: skip
    return made


def _append(file: Path, data: bytes, new: Mapping[int, bytes], root: int) -> None:
    """Write *new* objects behind *data*, with a table of where they are."""
    before = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    info = re.search(rb"/Info\s+\d+ 0 R", data)
    out, offsets = bytearray(data.rstrip() + b"\n"), {}
    for number, body in sorted(new.items()):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    out += b"xref\n"
    for number, offset in offsets.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, offset)
    size = max([*new, *(int(each) - 1 for each in re.findall(rb"/Size\s+(\d+)", data))]) + 1
    out += b"trailer\n<<\n/Size %d\n/Root %d 0 R\n/Prev %d\n" % (size, root, before)
    out += (info[0] + b"\n" if info else b"") + b">>\nstartxref\n%d\n%%%%EOF\n" % at
    file.write_bytes(bytes(out))
