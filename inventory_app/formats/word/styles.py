"""The template of a document: styles, fonts for every script, direction, page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt

from inventory_app.formats.word.markup import ACCENT, MUTED, NAMESPACES

if TYPE_CHECKING:
    from inventory_app.languages import Language

LATIN, COMPLEX, HAN = "Calibri", "Arial", "Microsoft YaHei"
A4 = (595.28, 841.89)
MARGIN = 50.0
_TAGS = {"ar": "ar-SA", "zh": "zh-CN"}
_SIZES = {  # points; white before and after
    "Normal": (10, 0, 5), "Title": (21, 0, 2), "Subtitle": (12, 0, 8), "Heading 1": (15, 16, 5),
    "Heading 2": (12, 12, 4), "Heading 3": (10.5, 9, 3), "Caption": (9, 8, 3),
    "List Bullet": (10, 0, 2), "List Number": (10, 0, 2), "Header": (8, 0, 0),
    "Footer": (8, 0, 0), "TOC Heading": (12, 6, 4),
}  # fmt: skip
_OWN = ("TableText", "Note")


def tag(language: Language) -> str:
    """Return the language tag that word processors know."""
    return _TAGS.get(language.code, language.locale.replace("_", "-"))


def content_width(*, landscape: bool) -> float:
    """Return how wide the text is, in points."""
    return (A4[1] if landscape else A4[0]) - 2 * MARGIN


def set_up(document: Any, language: Language, *, landscape: bool) -> None:
    """Give an empty document the page, and the styles of *language*."""
    section = document.sections[0]
    width, height = reversed(A4) if landscape else A4
    section.page_width, section.page_height = Pt(width), Pt(height)
    if landscape:
        section._sectPr.find(qn("w:pgSz")).set(qn("w:orient"), "landscape")  # noqa: SLF001
    section.left_margin = section.right_margin = Pt(MARGIN)
    section.top_margin, section.bottom_margin = Pt(60), Pt(54)
    section.header_distance = section.footer_distance = Pt(28)
    if language.right_to_left:
        section._sectPr.append(parse_xml(f"<w:bidi {NAMESPACES}/>"))  # noqa: SLF001
    _defaults(document, language)
    for name, (size, before, after) in _SIZES.items():
        _style(document.styles[name], size, before, after)
    for name in _OWN:
        style = document.styles.add_style(name, 1)
        style.base_style = document.styles["Normal"]
        _style(style, 8.5, 0, 4 if name == "Note" else 0)
    _colour(document.styles["Note"], MUTED)
    for name in ("Header", "Footer"):
        _colour(document.styles[name], MUTED)
    for level in (1, 2, 3):
        _colour(document.styles[f"Heading {level}"], ACCENT if level == 1 else "0F172A")
    _colour(document.styles["Title"], "0F172A")
    _colour(document.styles["Subtitle"], MUTED)
    _colour(document.styles["Caption"], "0F172A")


def _defaults(document: Any, language: Language) -> None:
    """Set what every style begins with: fonts by script, and the language for spelling."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(properties):
        properties.remove(child)
    latin = COMPLEX if language.right_to_left else LATIN
    name = tag(language)
    east = name if language.script == "han" else "zh-CN"
    bidi = name if language.right_to_left else "ar-SA"
    fonts = f'w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{HAN}" w:cs="{COMPLEX}"'
    for text in (
        f"<w:rFonts {NAMESPACES} {fonts}/>",
        f'<w:sz {NAMESPACES} w:val="20"/>',
        f'<w:szCs {NAMESPACES} w:val="20"/>',
        f'<w:lang {NAMESPACES} w:val="{name}" w:eastAsia="{east}" w:bidi="{bidi}"/>',
    ):
        properties.append(parse_xml(text))


def _style(style: Any, size: float, before: float, after: float) -> None:
    """Give a style its size for every script, and take the fonts of the template away."""
    properties = style.element.get_or_add_rPr()
    for name in ("w:rFonts", "w:sz", "w:szCs", "w:i", "w:iCs", "w:color", "w:spacing", "w:kern"):
        for child in properties.findall(qn(name)):
            properties.remove(child)
    style.font.size = Pt(size)
    complex_size = parse_xml(f'<w:szCs {NAMESPACES} w:val="{round(size * 2)}"/>')
    properties.find(qn("w:sz")).addnext(complex_size)
    bold = properties.find(qn("w:b"))
    if bold is not None and properties.find(qn("w:bCs")) is None:
        bold.addnext(parse_xml(f"<w:bCs {NAMESPACES}/>"))
    paragraph = style.paragraph_format
    paragraph.space_before, paragraph.space_after = Pt(before), Pt(after)
    for name in ("w:pBdr", "w:tabs"):
        for child in style.element.get_or_add_pPr().findall(qn(name)):
            style.element.pPr.remove(child)


def _colour(style: Any, colour: str) -> None:
    from docx.shared import RGBColor  # noqa: PLC0415 - beside its only use

    style.font.color.rgb = RGBColor.from_string(colour)
