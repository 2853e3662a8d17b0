"""A page of the guide as a document: Markdown, with the type and colours of the window."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
    QTextTable,
)

from inventory_app.gui.theme import BODY, Theme

_SIZES = {0: BODY + 1, 1: 25, 2: 18, 3: 15}  # pixels by level of the heading
_SPACE = {0: (0, 10), 1: (0, 12), 2: (22, 8), 3: (14, 6)}  # pixels above and below
_LINE_HEIGHT, _TIGHT = 114.0, 100.0  # per cent of what the letters need
_TYPED = re.compile(r"`([^`\n]+)`")
_NO_LETTER = re.compile(r"[^\w\- ]")


def anchor_of(heading: str) -> str:
    """Return what a link to *heading* says after “#”, as code forges make it."""
    return _NO_LETTER.sub("", heading.lower()).replace(" ", "-")


def set_text(document: QTextDocument, markdown: str, theme: Theme, zoom: int) -> None:
    """Put a page into *document*, with text of *zoom* per cent of the usual size.

    Fonts and direction are those of the language of *theme*.
    """
    way = direction_of(theme)
    font = theme.font()
    font.setPixelSize(_px(_SIZES[0], theme, zoom))
    document.setDefaultFont(font)
    option = QTextOption()
    option.setTextDirection(way)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    to_left = way == Qt.LayoutDirection.RightToLeft
    document.setMarkdown(mirrored(markdown) if to_left else markdown)
    whole = QTextCursor(document)
    whole.beginEditBlock()  # laid out once at the end, not after every change
    block = document.begin()
    while block.isValid():
        _set_block(block, theme, zoom)
        shape = QTextBlockFormat()
        shape.setLayoutDirection(way)
        QTextCursor(block).mergeBlockFormat(shape)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _set_table(frame, theme)
    whole.endEditBlock()


def mirrored(markdown: str) -> str:
    """Return a page for readers from right to left: columns turned round, what is typed kept whole.

    Qt lays out tables from the left in every direction, and would take a file name apart.
    """
    lines = []
    for line in markdown.split("\n"):
        if line.startswith("|"):
            cells = line.strip().strip("|").split("|")
            lines.append("|" + "|".join(reversed(cells)) + "|")
        else:
            lines.append(line)
    return _TYPED.sub("`\u2066\\1\u2069`", "\n".join(lines))


def direction_of(theme: Theme) -> Qt.LayoutDirection:
    """Return the direction in which the language of *theme* is written."""
    to_left = theme.language.right_to_left
    return Qt.LayoutDirection.RightToLeft if to_left else Qt.LayoutDirection.LeftToRight


def _px(size: float, theme: Theme, zoom: int) -> int:
    return max(6, round(theme.px(size) * zoom / 100))


def _set_block(block: QTextBlock, theme: Theme, zoom: int) -> None:
    form = block.blockFormat()
    level = min(form.headingLevel(), 3)
    is_code = form.hasProperty(QTextFormat.Property.BlockCodeFence) or form.nonBreakableLines()
    _set_letters(block, _px(_SIZES[level], theme, zoom), bold=level > 0)
    cursor = QTextCursor(block)
    shape = QTextBlockFormat()
    above, below = _SPACE[level]
    in_list = block.textList() is not None and block.next().textList() is not None
    if is_code:
        shape.setBackground(theme.colour("surface2"))
        shape.setNonBreakableLines(False)
        above, below = 0, 0 if _is_code(block.next()) else 12
    shape.setTopMargin(above)
    shape.setBottomMargin(4 if in_list else below)
    shape.setLineHeight(_TIGHT if level else _LINE_HEIGHT,
                        QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)  # fmt: skip
    if cursor.currentTable() is not None or _is_picture(block):
        shape.setLineHeight(_TIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setBottomMargin(14 if _is_picture(block) else 0)
    cursor.mergeBlockFormat(shape)
    _set_code(block, theme, zoom)


def _set_letters(block: QTextBlock, size: int, *, bold: bool) -> None:
    for start, length, look in _pieces(block):
        look.clearProperty(QTextFormat.Property.FontSizeAdjustment)  # else it counts, not the size
        look.setProperty(QTextFormat.Property.FontPixelSize, size)
        if bold:
            look.setFontWeight(QFont.Weight.DemiBold)
        _selected(block, start, length).setCharFormat(look)


def _pieces(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Return where each piece of one look begins, how long it is, and its look."""
    found, walk = [], block.begin()
    while not walk.atEnd():
        piece = walk.fragment()
        found.append((piece.position(), piece.length(), piece.charFormat()))
        walk += 1
    return found


def _selected(block: QTextBlock, start: int, length: int) -> QTextCursor:
    cursor = QTextCursor(block)
    cursor.setPosition(start)
    cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _is_code(block: QTextBlock) -> bool:
    return block.isValid() and block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)


def _is_picture(block: QTextBlock) -> bool:
    return block.text() == "\ufffc"


def _set_code(block: QTextBlock, theme: Theme, zoom: int) -> None:
    """Show what is to be typed in letters of equal width, a little smaller."""
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    look = QTextCharFormat()
    look.setFontFamilies([fixed.family(), "monospace"])
    look.setFontFixedPitch(True)
    look.setProperty(QTextFormat.Property.FontPixelSize, _px(_SIZES[0] - 1, theme, zoom))
    look.setBackground(theme.colour("surface2"))
    for start, length, before in _pieces(block):
        if before.fontFixedPitch() or _is_code(block):
            _selected(block, start, length).mergeCharFormat(look)


def _set_table(table: QTextTable, theme: Theme) -> None:
    form = table.format()
    form.setBorder(1)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(theme.colour("line"))
    form.setBorderCollapse(True)
    form.setCellPadding(7)
    form.setCellSpacing(0)
    form.setBottomMargin(14)
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table.setFormat(form)
