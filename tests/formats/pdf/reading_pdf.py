"""Reading printed documents back with poppler, which shares no code with what wrote them."""

from __future__ import annotations

import re
import subprocess
import unicodedata
import zlib
from pathlib import Path

_DIRECTION_MARKS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


def poppler(*command: str) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    return done.stdout


def text_of(path: Path, *options: str) -> str:
    """Return the text with single spaces, without direction marks."""
    text = poppler("pdftotext", "-enc", "UTF-8", *options, str(path), "-")
    return " ".join(_DIRECTION_MARKS.sub("", unicodedata.normalize("NFC", text)).split())


def properties_of(path: Path) -> dict[str, str]:
    lines = poppler("pdfinfo", str(path)).splitlines()
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    return {key: value.strip() for key, value in pairs}


def pages_of(path: Path) -> int:
    return int(properties_of(path)["Pages"])


def fonts_of(path: Path) -> list[dict[str, str]]:
    """Return name and the columns “embedded” and “subset” of every font."""
    rows = [line.split() for line in poppler("pdffonts", str(path)).splitlines()[2:]]
    return [{"name": row[0], "embedded": row[-5], "subset": row[-4]} for row in rows]


def objects_of(data: bytes) -> bytes:
    """Return a file with what stands in its object streams beside it, to look for names in."""
    streams = re.finditer(rb"/Type /ObjStm.*?/Length (\d+) >>\nstream\n", data)
    bodies = (data[each.end() : each.end() + int(each[1])] for each in streams)
    return b"\n".join([data, *map(zlib.decompress, bodies)])
