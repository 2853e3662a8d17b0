"""The user guide: a page for every page of the window, links and pictures that lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QFontInfo, QImage, QTextDocument, QTextTable
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from inventory_app import paths
from inventory_app.gui.desktop_dialogs import RealDialogs
from inventory_app.gui.dialogs.help import HelpWindow, language_of, title_of
from inventory_app.gui.dialogs.help_text import anchor_of
from inventory_app.gui.views.page import PAGES

GUIDE = sorted(paths.guide().parent.glob("*.md"))
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def open_guide(window, settle):
    """Press F1 as a person does, and return the window that comes."""
    window.actions_by_id["guide"].trigger()
    settle(window)
    return window.commands.guide


def click(guide, text):
    """Click a link as a person does: on its first letter."""
    document = guide.text.document()
    cursor = document.find(text)
    assert not cursor.isNull(), f"no “{text}” on {guide.place.page.name}"
    cursor.setPosition(cursor.selectionStart() + 1)
    guide.text.setTextCursor(cursor)
    guide.text.ensureCursorVisible()
    place = guide.text.cursorRect(cursor).center()
    QTest.mouseClick(guide.text.viewport(), Qt.MouseButton.LeftButton, pos=place)


def heading(guide):
    return guide.text.document().begin().text()


def test_every_page_of_the_window_has_a_page_of_the_guide():
    found = {spec.name: paths.guide(spec.name).name for spec in PAGES}
    assert found == {
        spec.name: "README.md" if spec.name == "welcome" else f"{spec.name}.md" for spec in PAGES
    }


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.name)
def test_links_of_the_guide_lead_somewhere(page):
    for link in LINK.findall(page.read_text("utf-8")):
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.is_file(), link
        if anchor:
            headings = HEADING.findall(target.read_text("utf-8"))
            assert anchor in [anchor_of(each) for each in headings], link


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.name)
def test_pictures_of_the_guide_are_there_and_are_described(page):
    for words, file in PICTURE.findall(page.read_text("utf-8")):
        assert len(words) > 10, file
        assert not QImage(str(page.parent / file)).isNull(), file


def test_the_start_of_the_guide_leads_to_every_page_of_it():
    start = paths.guide()
    linked = {link.partition("#")[0] for link in LINK.findall(start.read_text("utf-8"))}
    assert {page.name for page in GUIDE} - {start.name} <= linked


def test_pictures_are_taken_at_one_size_and_are_small():
    images = sorted((paths.guide().parent / "images").glob("*.png"))
    assert sum(image.stat().st_size for image in images) < 6_000_000
    overview = [image for image in images if image.name.startswith("overview-")]
    assert {QImage(str(image)).size().toTuple() for image in overview} == {(1280, 840)}
    looks = {image.stem.removeprefix("overview-") for image in overview}
    assert {"en-light", "en-dark", "ar-light", "zh-light"} <= looks


@pytest.mark.parametrize("name", ["overview", "inventory", "reports", "settings"])
def test_help_opens_the_page_that_fits(window, settle, name):
    window.show_page(name)
    settle(window)
    guide = open_guide(window, settle)
    assert guide.isVisible()
    assert guide.place.page == paths.guide(name)
    assert heading(guide) == title_of(paths.guide(name))
    assert guide.pages.currentItem().text() == heading(guide)


def test_a_link_shows_another_page_and_back_returns_to_where_one_was(make_window, settle):
    guide = open_guide(make_window(), settle)
    click(guide, "Fill in a survey workbook")
    assert guide.place.page.name == "survey.md"
    click(guide, "the command line")
    assert guide.place.page.name == "command-line.md"
    assert guide.text.verticalScrollBar().value() > 0, "the link names a section"
    guide.go_back()
    assert guide.place.page.name == "survey.md"
    assert guide.text.verticalScrollBar().value() > 0, "it was read to the end"
    guide.back.click()
    assert guide.place.page.name == "README.md"
    assert not guide.back.isEnabled()


def test_the_list_of_pages_leads_to_each(make_window, settle):
    guide = open_guide(make_window(), settle)
    shown = []
    for at in range(guide.pages.count()):
        guide.pages.setCurrentRow(at)
        guide.pages.itemActivated.emit(guide.pages.item(at))
        shown.append(guide.place.page.name)
        assert heading(guide) == guide.pages.item(at).text()
    assert sorted(shown) == [page.name for page in GUIDE if language_of(page) == "en"]
    assert shown[:4] == ["README.md", "focal-point.md", "survey.md", "analyst.md"]


def test_pictures_are_as_wide_as_the_text_and_dark_in_a_dark_window(make_window, settle):
    guide = open_guide(make_window(theme="dark"), settle)
    kind = QTextDocument.ResourceType.ImageResource.value
    link = "images/overview-en-light.png"
    image = guide.text.loadResource(kind, QUrl(link))
    assert guide.text.picture(link).name == "overview-en-dark.png"
    assert 400 < image.width() / image.devicePixelRatio() <= guide.text.viewport().width()
    assert guide.text.picture("images/not-there-light.png").name == "not-there-light.png"


def test_nothing_has_to_be_scrolled_sideways(make_window, settle):
    guide = open_guide(make_window(), settle)
    for page in GUIDE:
        guide.show_guide(page)
        document = guide.text.document()
        assert document.idealWidth() <= guide.text.viewport().width() + 1, page.name


def test_text_gets_larger_and_headings_are_larger_than_text(make_window, settle):
    guide = open_guide(make_window(), settle)

    def sizes():
        block, found = guide.text.document().begin(), {}
        while block.isValid():
            for level in (block.blockFormat().headingLevel(),):
                if block.text().strip("\ufffc"):
                    font = block.begin().fragment().charFormat().font()
                    found.setdefault(level, QFontInfo(font).pixelSize())
            block = block.next()
        return found

    usual = sizes()
    assert usual[1] > usual[2] > usual[0]
    guide.larger.click()
    assert sizes()[0] > usual[0]
    guide.change_zoom(0)
    assert sizes() == usual
    for _ in range(20):
        guide.smaller.click()
    assert guide.zoom == 80
    assert not guide.smaller.isEnabled()


def test_links_that_lead_out_of_the_guide_are_not_followed(make_window, settle, tmp_path):
    guide = open_guide(make_window(), settle)
    here = guide.place
    (tmp_path / "run.exe").write_bytes(b"")
    for link in ("https://example.org/x.md", f"file://{tmp_path}/run.exe", "missing.md"):
        guide.text.anchorClicked.emit(QUrl(link))
        assert guide.place == here


def test_an_arabic_window_has_an_english_guide_and_says_so(make_window, settle):
    window = make_window("ar")
    guide = open_guide(window, settle)
    assert guide.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert guide.text.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert guide.english.isVisible()
    click(guide, "Print and save the summaries")
    assert guide.place.page.name == "reports.md"
    first = guide.text.document().begin()
    assert first.textDirection() == Qt.LayoutDirection.LeftToRight
    left = guide.text.document().documentLayout().blockBoundingRect(first).left()
    assert left < guide.text.viewport().width() / 4


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("ar", Qt.LayoutDirection.RightToLeft),
        ("zh", Qt.LayoutDirection.LeftToRight),
        ("ru", Qt.LayoutDirection.LeftToRight),
    ],
)
def test_a_focal_point_reads_the_two_pages_in_the_language_of_the_window(
    make_window, settle, language, direction
):
    window = make_window(language)
    window.page = "survey"
    guide = open_guide(window, settle)
    assert guide.place.page.name == f"focal-point.{language}.md"
    assert guide.pages.item(1).text() == heading(guide)
    assert not guide.english.isVisible()
    document = guide.text.document()
    block = document.begin()
    assert block.textDirection() == direction
    left = document.documentLayout().blockBoundingRect(block).left()
    middle = left + block.layout().lineAt(0).naturalTextRect().center().x()
    leads_right = direction == Qt.LayoutDirection.RightToLeft
    assert (middle > guide.text.viewport().width() / 2) == leads_right
    tables = [f for f in document.rootFrame().childFrames() if isinstance(f, QTextTable)]
    first = tables[0].cellAt(1, tables[0].columns() - 1 if leads_right else 0)
    assert first.firstCursorPosition().block().text().strip("\u2066\u2069") == "0"
    guide.go_home()
    assert document.begin().textDirection() == Qt.LayoutDirection.LeftToRight
    assert guide.english.isVisible()


def test_trouble_has_a_place_in_the_menu(make_window, settle):
    window = make_window()
    window.actions_by_id["trouble"].trigger()
    settle(window)
    assert window.commands.guide.place.page.name == "troubleshooting.md"


@pytest.mark.parametrize("code", ["E-LOCKED", "F-PASSWORD", "V-NUMBER"])
def test_a_code_is_found_in_the_guide(make_window, settle, code):
    window = make_window()
    window.commands.explain(code)
    settle(window)
    guide = window.commands.guide
    assert guide.place.page.name == "error-codes.md"
    top = guide.text.cursorForPosition(QPoint(30, 30))
    assert code in (top.block().text(), top.block().previous().text(), top.block().next().text())


def test_an_error_offers_what_the_guide_says_of_its_code(make_window, settle):
    window = make_window()
    dialogs = RealDialogs(window, window.context, window.commands.explain)
    seen = []

    def press():
        box = QApplication.activeModalWidget()
        seen.extend(button.text() for button in box.buttons())
        next(b for b in box.buttons() if b.text() == "What can I do?").click()

    QTimer.singleShot(50, press)
    dialogs.tell("The disk is full.", "Make room.", "E-DISK-FULL")
    settle(window)
    assert "Close" in seen
    assert window.commands.guide.place.page.name == "error-codes.md"
    assert window.commands.guide.isVisible()


def test_details_that_are_no_code_have_nothing_to_be_explained(make_window):
    window = make_window()
    dialogs = RealDialogs(window, window.context, window.commands.explain)
    seen = []

    def press():
        box = QApplication.activeModalWidget()
        seen.extend(button.text() for button in box.buttons())
        next(b for b in box.buttons() if b.text() == "Close").click()

    QTimer.singleShot(50, press)
    dialogs.tell("This is a mistake.", "Go on.", "Traceback of E-DISK-FULL")
    assert "Close" in seen
    assert "What can I do?" not in seen
    assert window.commands.guide is None


def test_the_guide_stays_open_and_is_made_anew_in_another_look(window, settle):
    first = open_guide(window, settle)
    window.show_page("history")
    assert open_guide(window, settle) is first
    assert first.place.page.name == "history.md"
    window.context.settings.theme = "dark"
    window.apply_settings()
    settle(window)
    second = open_guide(window, settle)
    assert isinstance(second, HelpWindow)
    assert second is not first
    assert second.text.document().defaultFont().family() == window.context.theme.font().family()


def test_the_wheel_carries_the_guide():
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8")
    assert '"docs/user-guide" = "inventory_app/resources/guide"' in project
    outside = {
        Path(link.partition("#")[0]).name
        for page in GUIDE
        for link in LINK.findall(page.read_text("utf-8"))
        if link.startswith("../")
    }
    for name in outside:
        assert f'"docs/{name}" = "inventory_app/resources/{name}"' in project


def test_the_list_of_keys_names_those_of_menus_pages_and_review(window):
    seen = []

    def look(dialog):
        seen.extend(each.text() for each in dialog.findChildren(QLabel))
        return False

    window.context.dialogs.runs.append(look)
    window.actions_by_id["keys"].trigger()
    for text in ("Search everything…", "Ctrl+K", "Inventory", "Ctrl+4", "F8", "as returned", "⇧J"):
        assert text in seen
