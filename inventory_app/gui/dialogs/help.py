"""The user guide in a window of its own: pages, pictures, links, back, larger and smaller."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QImage, QKeySequence, QResizeEvent, QShowEvent, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from inventory_app import paths
from inventory_app.gui.context import Context
from inventory_app.gui.dialogs.help_text import anchor_of, direction_of, set_text
from inventory_app.gui.dialogs_port import lay_out_lists
from inventory_app.gui.kit.widgets import Banner, label, row, tool
from inventory_app.gui.theme import load_fonts
from inventory_app.languages import CODES, language

_LINK = re.compile(r"\]\(([\w.-]+\.md)\)")
_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)
_ZOOMS = (80, 90, 100, 115, 130, 150, 175, 200)
_MISSING = "# User guide\n\nThe user guide is not there. Install the program again.\n"
_SETTLES = 120  # milliseconds after the last change of width
_SIDE = 252
_EDGE = 26


@dataclass(frozen=True, kw_only=True)
class Place:
    """A page of the guide and how far down it is read."""

    page: Path
    scrolled: int = 0


class GuideText(QTextBrowser):
    """Shows pictures no wider than the text, and dark ones in a dark window."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._dark = context.theme.dark
        self.folder = paths.guide().parent
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # one width for all
        self.setAccessibleName(context.words("User guide"))
        self.document().setDocumentMargin(_EDGE)
        self.setStyleSheet("QTextBrowser { border: 0; border-radius: 0; padding: 0; }")

    @property
    def room(self) -> int:
        """How wide a picture may be."""
        return max(self.viewport().width() - 2 * _EDGE - 4, 120)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Return a picture in the width of the text."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        link = name.toString() if isinstance(name, QUrl) else name
        image = QImage(str(self.picture(link)))
        ratio = self.devicePixelRatioF()
        if image.width() > self.room:
            wide = round(self.room * ratio)
            image = image.scaledToWidth(
                min(wide, image.width()), Qt.TransformationMode.SmoothTransformation
            )
            image.setDevicePixelRatio(image.width() / self.room)
        return image

    def picture(self, link: str) -> Path:
        """Return the file of a picture: the dark one in a dark window, if there is one."""
        file = self.folder / link
        if self._dark:
            dark = file.with_name(file.name.replace("-light.", "-dark."))
            return dark if dark.is_file() else file
        return file


class HelpWindow(QDialog):
    """Stays open beside the window; F1 shows the page that fits."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent)
        self._context, _ = context, context.words
        self.look = (context.theme, context.language)
        self.zoom = 100
        self.back_to: list[Place] = []
        self.place = Place(page=paths.guide())
        self.setWindowTitle(_("User guide"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(context.theme.px(1040), context.theme.px(760))
        self.pages = QListWidget()
        self.pages.setAccessibleName(_("Pages of the guide"))
        self.pages.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.pages.setWordWrap(True)
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.pages.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.pages.setFixedWidth(context.theme.px(_SIDE))
        self.pages.itemClicked.connect(self._chosen)
        self.pages.itemActivated.connect(self._chosen)
        self.text = GuideText(context)
        self.text.anchorClicked.connect(self._follow)
        self.english = Banner(context)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_SETTLES)
        self._again.timeout.connect(self._fit)
        self._build()
        self._offer_pages()
        self.text.setFocus()

    def _build(self) -> None:
        context, _ = self._context, self._context.words
        self.back = tool(context, "chevron-left", _("Back"), self.go_back)
        self.home = tool(context, "house", _("Start of the guide"), self.go_home)
        self.smaller = tool(context, "zoom-out", _("Smaller text"), lambda: self.change_zoom(-1))
        self.larger = tool(context, "zoom-in", _("Larger text"), lambda: self.change_zoom(1))
        self.percent = label("", "muted")
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(10)
        box.addLayout(row(self.back, self.home, 1, self.smaller, self.percent, self.larger))
        box.addWidget(self.english)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.pages)
        middle.addWidget(self.text, 1)
        box.addLayout(middle, 1)
        for keys, do in (
            (QKeySequence.StandardKey.Back, self.go_back),
            (QKeySequence.StandardKey.ZoomIn, lambda: self.change_zoom(1)),
            (QKeySequence.StandardKey.ZoomOut, lambda: self.change_zoom(-1)),
            (QKeySequence("Ctrl+0"), lambda: self.change_zoom(0)),
        ):
            action = QAction(self)
            action.setShortcut(keys)
            action.triggered.connect(lambda _checked=False, do=do: do())
            self.addAction(action)

    def _offer_pages(self) -> None:
        start = paths.guide()
        names = _LINK.findall(_read(start))
        known = (start.with_name(name) for name in dict.fromkeys(names))
        offered = [page for page in known if language_of(page) in ("en", self._context.language)]
        offered.sort(key=lambda page: language_of(page) == "en")  # one's own language first
        for file in (start, *offered):
            item = QListWidgetItem(title_of(file))
            item.setData(Qt.ItemDataRole.UserRole, str(file))
            self.pages.addItem(item)

    # -- reading -------------------------------------------------------------------------------

    def show_guide(self, page: Path, anchor: str = "") -> None:
        """Show a page; the way back leads to the one that was shown."""
        if page != self.place.page or anchor:
            here = Place(page=self.place.page, scrolled=self._bar.value())
            if self.text.document().characterCount() > 1:
                self.back_to.append(here)
        self._show(Place(page=page))
        if anchor:
            self._scroll_to(anchor)

    def go_back(self) -> None:
        """Show what was shown before, where it was left."""
        if self.back_to:
            self._show(self.back_to.pop())

    def go_home(self) -> None:
        """Show the start of the guide."""
        self.show_guide(paths.guide())

    def change_zoom(self, steps: int) -> None:
        """Make text and nothing else larger or smaller; 0 is the usual size."""
        at = _ZOOMS.index(self.zoom)
        self.zoom = _ZOOMS[max(0, min(len(_ZOOMS) - 1, at + steps))] if steps else 100
        self._show(Place(page=self.place.page, scrolled=self._bar.value()))

    @property
    def _bar(self) -> Any:
        return self.text.verticalScrollBar()

    def _show(self, place: Place) -> None:
        self.place = place
        self.text.folder = place.page.parent
        self.text.document().clear()  # pictures of another width are forgotten
        theme = self._context.theme._replace(language=language(language_of(place.page)))
        load_fonts(theme.language.script)
        self.text.setLayoutDirection(direction_of(theme))
        set_text(self.text.document(), _read(place.page), theme, self.zoom)
        self._say_language(theme.language.code)
        self._bar.setValue(place.scrolled)
        self.back.setEnabled(bool(self.back_to))
        self.percent.setText(self._context.words("{n} %", n=self._context.words.number(self.zoom)))
        self.smaller.setEnabled(self.zoom > _ZOOMS[0])
        self.larger.setEnabled(self.zoom < _ZOOMS[-1])
        for at in range(self.pages.count()):
            item = self.pages.item(at)
            if item.data(Qt.ItemDataRole.UserRole) == str(place.page):
                self.pages.setCurrentRow(at)
                return
        self.pages.setCurrentRow(-1)

    def _say_language(self, code: str) -> None:
        """Say that a page is in English where the window is not."""
        if code == "en" != self._context.language:
            self.english.show_text(self._context.words("The user guide is in English."), "info")
        else:
            self.english.hide()

    def _chosen(self, item: QListWidgetItem) -> None:
        self.show_guide(Path(str(item.data(Qt.ItemDataRole.UserRole))))

    def _follow(self, link: QUrl) -> None:
        """Follow a link to a page of the guide or to a place on one; nothing else is opened."""
        wanted, anchor = link.path(), link.fragment()
        page = (self.place.page.parent / wanted).resolve() if wanted else self.place.page
        if link.scheme() in ("", "file") and page.suffix == ".md" and page.is_file():
            self.show_guide(page, anchor)

    def _scroll_to(self, anchor: str) -> None:
        document = self.text.document()
        block = document.begin()
        while block.isValid():
            text, is_heading = block.text(), block.blockFormat().headingLevel()
            if anchor in (text.lower(), anchor_of(text) if is_heading else ""):
                top = document.documentLayout().blockBoundingRect(block).top()
                self._bar.setValue(int(top) - 8)
                return
            block = block.next()

    # -- size ----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Give the list of pages the height of its style."""
        super().showEvent(event)
        lay_out_lists(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures to the new width."""
        super().resizeEvent(event)
        self._again.start()

    def changeEvent(self, event: QEvent) -> None:
        """Fit the pictures to another screen."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._again.start()

    def _fit(self) -> None:
        high = max(self._bar.maximum(), 1)
        share = self._bar.value() / high
        self._show(Place(page=self.place.page))
        self._bar.setValue(round(share * self._bar.maximum()))

    def sizeHint(self) -> QSize:
        """Return a size that a page reads well in."""
        return QSize(self._context.theme.px(1040), self._context.theme.px(760))


def language_of(page: Path) -> str:
    """Return the language of a page: `focal-point.ar.md` is in Arabic, `survey.md` in English."""
    code = page.stem.rpartition(".")[2]
    return code if "." in page.stem and code in CODES else "en"


def title_of(page: Path) -> str:
    """Return the heading of a page."""
    found = _HEADING.search(_read(page))
    return found.group(1) if found else page.stem


def _read(page: Path) -> str:
    try:
        return page.read_text(encoding="utf-8")
    except OSError:
        return _MISSING


__all__ = ["GuideText", "HelpWindow", "language_of", "title_of"]
