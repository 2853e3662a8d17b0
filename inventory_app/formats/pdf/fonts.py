"""The bundled fonts in PDF documents, each loaded when the first character needs it."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from inventory_app import paths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LATIN = "ICTSans"
ARABIC = "ICTSansArabic"
HAN = "ICTSansSC"
REPLACEMENT = "\ufffd"

# A file that never names this font would be given Helvetica, which nobody may embed.
rl_config.canvas_basefontname = f"{LATIN}-Regular"
# Letters and digits only were of use to old mail programs; they cost a fifth of the size.
rl_config.useA85 = 0


def face(family: str, *, bold: bool) -> str:
    """Return the name of the face of *family*; it is also the name of its file."""
    return f"{family}-Bold" if bold else f"{family}-Regular"


@cache
def widths(name: str) -> Mapping[int, float]:
    """Return the advance widths of face *name* by code point, in thousandths of the size.

    A code point that is absent has no glyph.
    """
    font = loaded(name)
    known: Mapping[int, float] = font.face.charWidths
    return {code: known[code] for code in font.face.charToGlyph}


@cache
def loaded(name: str) -> Any:
    """Return face *name* as reportlab knows it; load and register it the first time."""
    font = _Font(name, str(paths.fonts() / f"{name}.ttf"), asciiReadable=False, shapable=False)
    pdfmetrics.registerFont(font)
    return font


@lru_cache(maxsize=65536)
def face_for(character: str, *, bold: bool, han: bool) -> str | None:
    """Return the face that draws *character*, or None if no bundled face can.

    With *han*, punctuation that Chinese and Latin share is drawn full width. A bold Chinese
    character that only the regular face has is drawn with that.
    """
    family = _family(ord(character), han=han)
    for candidate in (
        face(family, bold=bold),
        face(LATIN, bold=bold),
        face(ARABIC, bold=bold),
        face(HAN, bold=bold),
        face(HAN, bold=False),
    ):
        if ord(character) in widths(candidate):
            return candidate
    return None


_SHARED_PUNCTUATION = frozenset(map(ord, "‘’“”—…"))  # noqa: RUF001


def _family(code: int, *, han: bool) -> str:
    if 0x600 <= code <= 0x8FF or 0xFB50 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC:
        return ARABIC
    if code >= 0x2E80 and code != ord(REPLACEMENT):
        return HAN
    return HAN if han and code in _SHARED_PUNCTUATION else LATIN


class _Font(TTFont):  # type: ignore[misc] # reportlab has no types
    """A TrueType font whose text can be copied and searched.

    Arabic is drawn with joined presentation forms in visual order. reportlab would record those
    forms as the text; here each glyph stands for the plain letters that it came from.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Write the subsets used in *doc*, with a correct table of characters for each."""
        state = self.state.get(doc)
        subsets: list[list[int]] = list(state.subsets) if state else []
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = (SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX).decode()
            doc.idToObject[f"toUnicodeCMap:{name}"].content = _to_unicode(name, subset)


def _to_unicode(name: str, subset: Sequence[int]) -> str:
    """Return the character map of a subset: glyph number to UTF-16 text."""
    entries = [
        f"<{number:02X}> <{_plain(code).encode('utf-16-be').hex().upper()}>"
        for number, code in enumerate(subset)
        if code
    ]
    blocks = []
    for start in range(0, len(entries), 100):  # the format allows a hundred in one block
        block = entries[start : start + 100]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            f"<00> <{len(subset) - 1:02X}>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        )
    )


def _plain(code: int) -> str:
    """Return the letters that a glyph stands for; a ligature's in visual order, as it is drawn."""
    character = chr(code)
    if 0xFB50 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC:
        return unicodedata.normalize("NFKC", character)[::-1]
    return character
