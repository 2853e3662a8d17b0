"""Colours, sizes and the style sheet: one set of tokens for light, one for dark.

All pairs of text and ground reach WCAG 2 AA; controls and focus marks reach 3:1.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from inventory_app import paths

if TYPE_CHECKING:
    from inventory_app.languages import Language

LIGHT: Mapping[str, str] = {
    "bg": "#F4F6F9", "surface": "#FFFFFF", "surface2": "#F8FAFC", "line": "#E2E8F0",
    "field": "#7C8BA1", "text": "#0F172A", "muted": "#526076", "faint": "#5D6B80",
    "accent": "#0A6EA8", "accent_strong": "#085C8D", "accent_soft": "#E3F1FA",
    "on_accent": "#FFFFFF", "good": "#0E7A4E", "good_soft": "#E1F5EB", "warn": "#9A5B00",
    "warn_soft": "#FDF1DC", "bad": "#B42318", "bad_soft": "#FDE7E5", "info": "#34568B",
    "info_soft": "#E8EEF8", "side": "#0B2540", "side_text": "#C6D4E3", "side_active": "#16395D",
    "side_on": "#FFFFFF", "side_line": "#24466B", "side_focus": "#6CC4F5",
    "series1": "#0A6EA8", "series2": "#B96F00",
    "series3": "#2E9C74", "series4": "#8E5BB5", "series5": "#C0504D", "series6": "#5B7083",
}  # fmt: skip
DARK: Mapping[str, str] = {
    "bg": "#0F1720", "surface": "#17212C", "surface2": "#1C2834", "line": "#2A3846",
    "field": "#65788E", "text": "#E8EEF5", "muted": "#A3B1C2", "faint": "#8FA0B5",
    "accent": "#4DB3E6", "accent_strong": "#7CC8EE", "accent_soft": "#173A50",
    "on_accent": "#06202F", "good": "#5FD0A0", "good_soft": "#12362A", "warn": "#F0B45A",
    "warn_soft": "#3A2B12", "bad": "#FF8A80", "bad_soft": "#43201F", "info": "#9DBCEB",
    "info_soft": "#1E2C40", "side": "#0A121A", "side_text": "#A9B8C8", "side_active": "#183043",
    "side_on": "#FFFFFF", "side_line": "#24384A", "side_focus": "#4DB3E6",
    "series1": "#4DB3E6", "series2": "#F2B155",
    "series3": "#5CC79C", "series4": "#B48BDD", "series5": "#F0808C", "series6": "#93A7BA",
}  # fmt: skip

BODY, LABEL, CAPTION, CARD_TITLE, PAGE_TITLE, FIGURE = 13, 12, 11, 14, 22, 28
_FAMILIES = {
    "latin": ("ICT Sans", "ICT Sans SC", "ICT Sans Arabic"),
    "arabic": ("ICT Sans Arabic", "ICT Sans", "ICT Sans SC"),
    "han": ("ICT Sans", "ICT Sans SC", "ICT Sans Arabic"),
}
_FILES = {"latin": "ICTSans", "arabic": "ICTSansArabic", "han": "ICTSansSC"}
_loaded: set[Path] = set()


class Theme(NamedTuple):
    """The look of the window in one language: colours by name and sizes in pixels.

    No dataclass, like a page and a language: making those takes time before the first paint.
    """

    dark: bool
    language: Language
    text_size: int = 100

    @property
    def tokens(self) -> Mapping[str, str]:
        """All colours by name."""
        return DARK if self.dark else LIGHT

    def colour(self, name: str) -> QColor:
        """Return the colour called *name*; raises KeyError for any other."""
        return QColor(self.tokens[name])

    def px(self, size: float) -> int:
        """Return *size* pixels at the text size the user chose."""
        return round(size * self.text_size / 100)

    def font(self, size: int = BODY, *, bold: bool = False) -> QFont:
        """Return the font for text of *size* pixels; Arabic is a little larger."""
        font = QFont()
        font.setFamilies(list(_FAMILIES[self.language.script]))
        font.setPixelSize(self.px(size + (1 if self.language.script == "arabic" else 0)))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        return font


def load_fonts(*scripts: str) -> None:
    """Make the bundled fonts of *scripts* known to Qt, or of all of them; each file once."""
    wanted = [_FILES[script] for script in scripts or tuple(_FILES)]
    for name in dict.fromkeys(("ICTSans", *wanted)):
        for file in sorted(paths.fonts().glob(f"{name}-*.ttf")):
            if file not in _loaded:
                _loaded.add(file)
                QFontDatabase.addApplicationFont(str(file))


def system_is_dark() -> bool:
    """Return whether the desktop asks for dark colours."""
    return QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def system_text_size(app: QApplication) -> int:
    """Return how much larger than usual, in per cent, the desktop wants text to be."""
    from PySide6.QtGui import QFontInfo  # noqa: PLC0415 - after the first paint

    pixels = QFontInfo(app.font()).pixelSize()
    return max(100, min(200, round(100 * pixels / BODY)))


def apply(app: QApplication, theme: Theme) -> None:
    """Give *app* the look of *theme*: direction, font, palette and style sheet."""
    load_fonts(theme.language.script)  # the others follow once the window is there
    direction = Qt.LayoutDirection
    app.setLayoutDirection(
        direction.RightToLeft if theme.language.right_to_left else direction.LeftToRight
    )
    app.setFont(theme.font())
    app.setPalette(_palette(theme))
    app.setStyleSheet(style_sheet(theme))


def _palette(theme: Theme) -> QPalette:
    palette, role = QPalette(), QPalette.ColorRole
    names = {
        role.Window: "bg", role.Base: "surface", role.AlternateBase: "surface2",
        role.Text: "text", role.WindowText: "text", role.ButtonText: "text",
        role.Button: "surface", role.Highlight: "accent", role.HighlightedText: "on_accent",
        role.PlaceholderText: "faint", role.ToolTipBase: "text", role.ToolTipText: "surface",
        role.Link: "accent", role.LinkVisited: "accent", role.Accent: "accent", role.Mid: "line",
        role.Light: "surface2", role.Dark: "line", role.BrightText: "bad",
    }  # fmt: skip
    for group in (
        QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled,
    ):  # fmt: skip
        for place, name in names.items():
            palette.setColor(group, place, theme.colour(name))
    for place in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, place, theme.colour("faint"))
    return palette


def style_sheet(theme: Theme) -> str:
    """Return the style sheet of *theme*."""
    text = (Path(__file__).parent / "style.qss").read_text(encoding="utf-8")
    sizes = {
        f"px{size}": f"{theme.px(size)}px"
        for size in (
            1,
            2,
            4,
            6,
            7,
            8,
            9,
            10,
            11,
            12,
            13,
            14,
            15,
            16,
            18,
            20,
            22,
            24,
            26,
            28,
            30,
            34,
        )
    }
    values = {
        **theme.tokens,
        **sizes,
        "chevron": _drawn("chevron-down", theme.tokens["muted"]),
        "chevron_side": _drawn("chevron-down", theme.tokens["side_text"]),
        "chevron_up": _drawn("chevron-up", theme.tokens["muted"]),
        "tick": _drawn("check", theme.tokens["on_accent"]),
    }
    for name in sorted(values, key=len, reverse=True):
        text = text.replace(f"@{name}", values[name])
    return text


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Return a folder for recoloured icons that goes when the program ends."""
    return tempfile.TemporaryDirectory(prefix="ict-inventory-")


def _drawn(icon: str, colour: str) -> str:
    """Return the path of an icon in one colour, as style sheets need it."""
    file = Path(_folder().name) / f"{icon}-{colour[1:]}.svg"
    if not file.is_file():
        source = (paths.icons() / f"{icon}.svg").read_text(encoding="utf-8")
        file.write_text(source.replace("currentColor", colour), encoding="utf-8")
    return file.as_posix()
