"""WordprocessingML as text: every piece of data passes `escaped` before it stands in it.

Order of the properties is that of the schema (ISO/IEC 29500-1, 17.3 and 17.4): word processors
refuse a file that has them in another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
EMU = 12700  # English metric units in a point
MUTED, ACCENT, LINE, SOFT = "526076", "0A5C94", "CBD5E1", "F1F5F9"
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # would turn the text around them


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How a run looks: `size` in points, `colour` as six hexadecimal digits."""

    bold: bool = False
    size: float = 0
    colour: str = ""
    linked: bool = False


PLAIN = Look()


def possible(text: str) -> str:
    """Return *text* with a replacement character for whatever XML cannot hold.

    Characters that would turn the text around them are left out.
    """
    return _DIRECTIONS.sub("", _IMPOSSIBLE.sub("\ufffd", text))


def escaped(text: str) -> str:
    """Return *text* as it stands in XML."""
    return escape(possible(text))


def attribute(text: str) -> str:
    """Return *text* as the value of an attribute, in its quotes."""
    return quoteattr(possible(text).replace("\n", " "))


class Markup:
    """The pieces of a document in one direction of reading."""

    def __init__(self, *, right_to_left: bool) -> None:
        self._rtl = right_to_left

    def run(self, text: str, look: Look = PLAIN) -> str:
        """Return a run of text; line ends become breaks."""
        lines = escaped(text).replace("\r\n", "\n").split("\n")
        inner = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
        return f"<w:r>{self._run_properties(look)}{inner}</w:r>"

    def field(self, code: str, shown: str = "", look: Look = PLAIN) -> str:
        """Return a field that the word processor computes; *shown* stands there until then."""
        properties = self._run_properties(look)

        def mark(kind: str) -> str:
            return f'<w:r>{properties}<w:fldChar w:fldCharType="{kind}"/></w:r>'

        instruction = (
            f'<w:r><w:instrText xml:space="preserve"> {escaped(code)} </w:instrText></w:r>'
        )
        return mark("begin") + instruction + mark("separate") + self.run(shown, look) + mark("end")

    def link(self, anchor: str, inner: str) -> str:
        """Return *inner* as a link to a bookmark of the document."""
        return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{inner}</w:hyperlink>'

    def paragraph(
        self,
        inner: str,
        style: str = "Normal",
        *,
        keep: bool = False,
        end: bool = False,
        tabs: Iterable[tuple[str, int]] = (),
        page_break: bool = False,
        after: float | None = None,
    ) -> str:
        """Return a paragraph; *keep* holds it with the next one, *end* sets it at the far side.

        *tabs* are stops: kind and twentieths of a point. *after* is white after it, in points.
        """
        stops = "".join(
            f'<w:tab w:val="{kind}" w:leader="{"dot" if kind == "dots" else "none"}" '
            f'w:pos="{place}"/>'.replace('"dots"', '"right"')
            for kind, place in tabs
        )
        properties = (
            f'<w:pStyle w:val="{style}"/>',
            "<w:keepNext/>" if keep else "",
            "<w:pageBreakBefore/>" if page_break else "",
            f"<w:tabs>{stops}</w:tabs>" if stops else "",
            "<w:bidi/>" if self._rtl else "",
            "" if after is None else f'<w:spacing w:before="0" w:after="{round(after * 20)}"/>',
            '<w:jc w:val="right"/>' if end else "",  # in a bidi paragraph that is the left side
        )
        return f"<w:p><w:pPr>{''.join(properties)}</w:pPr>{inner}</w:p>"

    def _run_properties(self, look: Look) -> str:
        size = round(look.size * 2)
        colour = ACCENT if look.linked else look.colour
        properties = (
            "<w:b/><w:bCs/>" if look.bold else "",
            f'<w:color w:val="{colour}"/>' if colour else "",
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else "",
            "<w:rtl/>" if self._rtl else "",
        )
        inner = "".join(properties)
        return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def bookmark(number: int, name: str, inner: str = "") -> str:
    """Return *inner* under a name that links lead to."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'
    )


def picture(relation: str, number: int, words: str, width: float, height: float) -> str:
    """Return a run with a picture, in points, that *words* describe for who cannot see it."""
    cx, cy = round(width * EMU), round(height * EMU)
    name = f'id="{number}" name="Chart {number}"'
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{cx}" cy="{cy}"/><wp:docPr {name} descr={attribute(words)}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"<pic:pic><pic:nvPicPr><pic:cNvPr {name} descr={attribute(words)}/><pic:cNvPicPr/>"
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
