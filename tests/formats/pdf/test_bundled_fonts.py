from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from inventory_app import paths

FILES = {
    "ICTSans-Regular": ("ICT Sans", "Regular"),
    "ICTSans-Bold": ("ICT Sans", "Bold"),
    "ICTSansArabic-Regular": ("ICT Sans Arabic", "Regular"),
    "ICTSansArabic-Bold": ("ICT Sans Arabic", "Bold"),
    "ICTSansSC-Regular": ("ICT Sans SC", "Regular"),
    "ICTSansSC-Bold": ("ICT Sans SC", "Bold"),
}


@pytest.fixture(params=sorted(FILES))
def font(request):
    with TTFont(paths.fonts() / f"{request.param}.ttf", lazy=True) as opened:
        opened.file_name = request.param
        yield opened


def test_a_font_has_a_name_of_our_own(font):
    names = [font["name"].getDebugName(number) for number in (1, 2)]
    assert tuple(names) == FILES[font.file_name]
    everything = " ".join(
        str(record) for record in font["name"].names if record.nameID in (1, 3, 4, 6)
    )
    assert "Noto" not in everything
    assert "Source" not in everything


def test_a_font_is_static_has_outlines_that_pdf_takes_and_may_be_embedded(font):
    assert "glyf" in font
    assert "fvar" not in font
    assert font["OS/2"].fsType == 0


def test_a_bold_font_says_so(font):
    bold = font.file_name.endswith("Bold")
    assert bool(font["head"].macStyle & 1) is bold
    assert font["OS/2"].usWeightClass == (700 if bold else 400)


def test_lines_are_of_a_moderate_height(font):
    em = font["head"].unitsPerEm
    height = (font["hhea"].ascent - font["hhea"].descent) / em
    assert 1.3 <= height <= 1.55


def test_signs_of_tables_and_prose_are_there(font):
    known = font.getBestCmap()
    signs = "\u202f\u00a0→←•≥≤×–—…“”«»№≈÷"  # noqa: RUF001
    assert [sign for sign in signs if ord(sign) not in known] == []


@pytest.mark.parametrize(("file", "codec"), [("Regular", "gbk"), ("Bold", "gb2312")])
def test_chinese_holds_the_characters_of_its_standard(file, codec):
    with TTFont(paths.fonts() / f"ICTSansSC-{file}.ttf", lazy=True) as opened:
        known = opened.getBestCmap()
    characters = {chr(code) for code in range(0x4E00, 0x9FA6)}
    wanted = [character for character in characters if character.encode(codec, "ignore")]
    assert len(wanted) > 6700
    assert [character for character in wanted if ord(character) not in known] == []


def test_the_licence_lies_beside_the_fonts():
    text = (paths.fonts() / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert text.count("Copyright 20") >= 4
