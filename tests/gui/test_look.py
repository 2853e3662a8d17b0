"""Colours that can be read, and style sheets and icons that are whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize

from inventory_app import paths
from inventory_app.gui import theme as themes
from inventory_app.gui.icons import icon
from inventory_app.gui.theme import DARK, LIGHT, Theme, style_sheet
from inventory_app.languages import LANGUAGES

PACKAGE = Path(themes.__file__).parent
GROUNDS = ("bg", "surface", "surface2")
TEXT_PAIRS = [
    *((text, ground) for text in ("text", "muted", "faint", "accent") for ground in GROUNDS),
    *((tone, f"{tone}_soft") for tone in ("good", "warn", "bad", "info")),
    *((tone, ground) for tone in ("good", "warn", "bad") for ground in ("bg", "surface")),
    *(("text", f"{tone}_soft") for tone in ("good", "warn", "bad", "info", "accent")),
    ("muted", "accent_soft"), ("accent", "accent_soft"),
    ("on_accent", "accent"), ("on_accent", "accent_strong"), ("surface", "text"),
    ("side_text", "side"), ("side_text", "side_active"), ("side_on", "side"),
    ("side_on", "side_active"),
]  # fmt: skip
SHAPE_PAIRS = [
    *(("field", ground) for ground in GROUNDS),
    *(("accent", ground) for ground in GROUNDS),
    *((f"series{n}", "surface") for n in range(1, 7)),
    ("side_focus", "side"),
    ("side_focus", "side_active"),
]


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Return the contrast of two colours (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_guidelines_say():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read_on_its_ground(tokens, text, ground):
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_borders_and_marks_can_be_seen_on_their_ground(tokens, shape, ground):
    assert contrast(tokens[shape], tokens[ground]) >= 3


def test_both_looks_have_the_same_colours():
    assert LIGHT.keys() == DARK.keys()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("percent", [90, 100, 200])
def test_nothing_is_left_open_in_the_style_sheet(qapp, dark, percent):
    sheet = style_sheet(Theme(dark=dark, language=LANGUAGES["en"], text_size=percent))
    assert "@" not in sheet
    assert sheet.count("{") == sheet.count("}")
    for file in re.findall(r'url\("([^"]+)"\)', sheet):
        assert Path(file).is_file()


def test_every_icon_that_is_named_is_there_and_draws_something(qapp):
    known = {file.stem for file in paths.icons().glob("*.svg")}
    named = set()
    for file in PACKAGE.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        named |= set(re.findall(r'icon="([a-z0-9-]+)"', text))
        named |= set(
            re.findall(r'(?:\.icon|picture|tool)\((?:self\.)?_?(?:context, )?"([a-z0-9-]+)"', text)
        )
        named |= set(re.findall(r'EmptyState\(\s*(?:self\.)?_?context, "([a-z0-9-]+)"', text))
    assert len(named) > 25
    assert named <= known
    for name in sorted(known):
        image = icon(name, "#000000").pixmap(QSize(18, 18)).toImage()
        inked = [image.pixelColor(x, y).alpha() for x in range(18) for y in range(18)]
        assert max(inked) > 120, name


def test_arrows_point_the_other_way_for_who_reads_from_the_right(qapp):
    def drawn(name, right):
        return icon(name, "#000000", right_to_left=right).pixmap(QSize(32, 32)).toImage()

    assert drawn("chevron-right", True) != drawn("chevron-right", False)
    assert drawn("search", True) == drawn("search", False)


def test_a_button_keeps_its_text_away_from_its_icon(qapp):
    wide = icon("search", "#000000").pixmap(QSize(21, 16)).toImage()
    assert not any(wide.pixelColor(x, y).alpha() for x in range(17, 21) for y in range(16))
    mirrored = icon("search", "#000000", right_to_left=True).pixmap(QSize(21, 16)).toImage()
    assert not any(mirrored.pixelColor(x, y).alpha() for x in range(4) for y in range(16))
