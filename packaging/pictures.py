"""Draws the icon of the program as PNG (Linux), .ico (Windows) and .icns (macOS), from its SVG."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import bundle

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
SOURCE = bundle.ROOT / "resources" / "icons" / "ict-inventory.svg"
SIDES = (16, 24, 32, 48, 64, 128, 256, 512)


def png(side: int, target: Path) -> None:
    """Write the icon with *side* pixels to *target*."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter)
    painter.end()
    target.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(target), "PNG"):
        raise SystemExit(f"{target} could not be written")


def main() -> None:
    """Write what *--png FOLDER*, *--ico FILE* and *--icns FILE* ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--png", type=Path, help="a hicolor folder: SIDExSIDE/apps/ict-inventory.png"
    )
    parser.add_argument("--ico", type=Path)
    parser.add_argument("--icns", type=Path)
    options = parser.parse_args()
    if options.png:
        for side in SIDES:
            png(side, options.png / f"{side}x{side}" / "apps" / "ict-inventory.png")
    if options.ico or options.icns:
        from PIL import Image

        large = bundle.ROOT / "build" / "package" / "icon-1024.png"
        png(1024, large)
        with Image.open(large) as image:
            if options.ico:
                image.save(options.ico, sizes=[(side, side) for side in SIDES if side <= 256])
            if options.icns:
                image.save(options.icns)


if __name__ == "__main__":
    main()
