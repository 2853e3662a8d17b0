"""Take the pictures of the window: every page in four looks, the important dialogs in English.

Called by `scripts/window-pictures`, which prepares the screen. Each picture is called
SCENE-LOOK.png, the same on every run of one version: the store, the clock and the size are fixed.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image
from PySide6.QtCore import QBuffer, QEvent, QItemSelectionModel, QPoint, QTimer
from PySide6.QtGui import QColor, QCursor, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QDialog, QScrollArea, QWidget

from inventory_app.domain.merging import Answer
from inventory_app.gui.app import application
from inventory_app.gui.app import make_window as window_of
from inventory_app.gui.dialogs_port import PreparedDialogs, lay_out_lists
from inventory_app.gui.kit.tables import select_row
from inventory_app.gui.main_window import MainWindow
from inventory_app.gui.views import survey_head
from inventory_app.settings import Settings
from inventory_app.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "user-guide" / "images"
SIZE = (1280, 840)
AWAY = (1430, 990)  # where the pointer rests: beside the window
COLOURS = 256
LONGEST = 60  # seconds that a window may take to come to rest
SOON = 1000  # milliseconds; what comes later is upkeep that no picture shows
NOW = datetime(2026, 9, 3, 15, tzinfo=UTC)  # the day the last returns of the story came in
BEFORE = datetime(2026, 7, 20, 9, tzinfo=UTC)  # while workbooks are being filled in
ROUND = "2026"

# Returns that are taken out of a copy of the store, so that they can be dropped on it again.
AGAIN = ("sorry for the delay", "technical half", "UNRCCA")
UNUSABLE = ("cover note", "confidential", "download stopped", "sent again", "another survey",
            "Copy of OICT")  # fmt: skip
WORKBOOKS = {"en": "UNOV", "ar": "ESCWA", "zh": "ESCAP"}


@dataclass(frozen=True, kw_only=True)
class Look:
    """A language and a theme."""

    language: str
    theme: str

    @property
    def name(self) -> str:
        return f"{self.language}-{self.theme}"


LOOKS = (
    Look(language="en", theme="light"), Look(language="en", theme="dark"),
    Look(language="ar", theme="light"), Look(language="zh", theme="light"),
)  # fmt: skip


class StandingClock:
    """A clock that moves a second each time somebody looks."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


class FixedDay(datetime):
    """The day of the pictures, for what counts the days until a deadline."""

    @classmethod
    def now(cls, tz: Any = None) -> datetime:
        return BEFORE.astimezone(tz)


class PosingDialogs(PreparedDialogs):
    """Shows each dialog for as long as a picture takes, then goes back."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._studio = studio
        self.pose: Callable[[QDialog], None] = lambda _dialog: None

    def run(self, dialog: QDialog) -> bool:
        """Take a picture of *dialog*."""
        lay_out_lists(dialog)
        dialog.show()
        self._studio.settle()
        self.pose(dialog)
        self._studio.settle()
        self._studio.keep_dialog(dialog)
        dialog.reject()
        return False


class Studio:
    """One window in one look, and the pictures taken of it."""

    def __init__(self, look: Look, out: Path, place: Path) -> None:
        self.look, self.out, self.place = look, out, place
        self.made: list[Path] = []
        self.dialog_name = ""
        self.app = application()
        QApplication.setCursorFlashTime(0)
        QCursor.setPos(*AWAY)
        settings = Settings(place / "settings.toml")
        settings.language, settings.theme = look.language, look.theme  # type: ignore[assignment]
        settings.use_folder("issue", place.parent / "Workbooks 2026")
        settings.use_folder("returns", place.parent / "Returns 2026")
        self.dialogs = PosingDialogs(self)
        self.window: MainWindow = window_of(self.app, settings, dialogs=self.dialogs)
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()

    def start(self, target: Path | None) -> None:
        """Open a store or a workbook."""
        self.window.start(target)
        self.settle()
        store = self.window.context.workspace
        if store is not None:
            store.database.clock = StandingClock()

    def settle(self) -> None:
        """Let the window work until it has nothing more to do."""
        tasks, end, quiet = self.window.context.tasks, time.monotonic() + LONGEST, 0
        while quiet < 5 and time.monotonic() < end:
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            waiting = any(
                timer.isActive() and timer.isSingleShot() and timer.interval() <= SOON
                for timer in self.window.findChildren(QTimer)
            )
            busy = tasks.busy or waiting or tasks._quiet.activeThreadCount()  # noqa: SLF001
            quiet = 0 if busy else quiet + 1
            time.sleep(0.005)
        if quiet < 5:
            sys.exit(f"{self.look.name}: the window does not come to rest")

    def page(self, name: str) -> Any:
        """Show a page and return it."""
        page = self.window.show_page(name)
        self.settle()
        return page

    def do(self, action: str) -> None:
        """Choose an entry of the menus."""
        self.window.actions_by_id[action].trigger()
        self.settle()

    def keep(self, scene: str) -> None:
        """Take a picture of the window; a ring around the name of the page says nothing."""
        self.window.navigation.list.clearFocus()
        self.settle()
        if self.window.size().toTuple() != SIZE:
            sys.exit(f"{self.look.name} {scene}: the window grew to {self.window.size()}")
        self.window.grab()  # what is laid out while painting is in its place the second time
        self.settle()
        self._save(self.window.grab(), scene)

    def keep_over(self, scene: str, above: QWidget) -> None:
        """Take a picture of the window with something above it."""
        self.settle()
        ground = self.window.grab()
        painter = QPainter(ground)
        place = above.mapToGlobal(QPoint(0, 0)) - self.window.mapToGlobal(QPoint(0, 0))
        above.render(painter, place)
        painter.end()
        self._save(ground, scene)

    def keep_dialog(self, dialog: QDialog) -> None:
        """Take a picture of a dialog, with a line around it in place of a frame."""
        image = dialog.grab()
        painter = QPainter(image)
        painter.setPen(QColor(self.window.context.theme.tokens["field"]))
        painter.drawRect(image.rect().adjusted(0, 0, -1, -1))
        painter.end()
        self._save(image, self.dialog_name)

    def _save(self, picture: QPixmap, scene: str) -> None:
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.ReadWrite)
        picture.save(buffer, "PNG")
        image = Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")
        target = self.out / f"{scene}-{self.look.name}.png"
        flat = image.quantize(COLOURS, kmeans=1, dither=Image.Dither.NONE)
        flat.save(target, optimize=True)
        self.made.append(target)

    def close(self) -> None:
        """Close the window and everything of it."""
        for page in self.window.pages.values():
            page.may_leave = lambda: True  # nobody is there to be asked
        self.window.close()
        self.window.commands.release()
        self.window.context.tasks.close()
        self.window.deleteLater()
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# -- the scenes ----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Story:
    """What the pictures are taken of."""

    store: Path
    before: Path  # the same store before its last returns came in
    returned: tuple[Path, ...]
    workbooks: dict[str, Path]


def welcome(studio: Studio, story: Story) -> None:
    studio.window.context.settings.opened(story.store)
    studio.start(None)
    studio.keep("welcome")


def overview(studio: Studio, story: Story) -> None:
    studio.start(story.store)
    page = studio.page("overview")
    studio.keep("overview")
    scroll_to_end(page)
    studio.keep("overview-charts")


def inventory(studio: Studio, story: Story) -> None:
    studio.start(story.store)
    page = studio.page("inventory")
    page.show_sheet("systems")
    studio.settle()
    select_row(page.records.table, 3)
    studio.keep("inventory")
    table = page.records.table
    for row in (4, 5, 6):
        index = table.model().index(row, table.currentIndex().column())
        flags = QItemSelectionModel.SelectionFlag
        table.selectionModel().select(index, flags.Select | flags.Rows)
    studio.keep("inventory-several")


def inventory_dialogs(studio: Studio, story: Story) -> None:
    studio.start(story.store)
    page = studio.page("inventory")
    page.show_sheet("systems")
    studio.settle()
    studio.dialog_name = "inventory-filter"
    page.questions.ask_field("criticality")
    studio.settle()
    studio.dialog_name = "inventory-columns"
    page.questions.ask_columns()
    studio.settle()
    select_row(page.records.table, 3)
    studio.settle()
    QApplication.clipboard().setText("Travel desk\t12\tpossibly\nRoom booking\t7\tyes\n")
    studio.dialog_name = "inventory-paste"
    page.paste()


def returns(studio: Studio, story: Story) -> None:
    studio.start(story.store)
    page = studio.page("returns")
    studio.keep("returns")
    select_row(page.home.list.table, 2)
    studio.keep("returns-entity")


def round_dialogs(studio: Studio, story: Story) -> None:
    studio.start(story.store)
    studio.page("returns")
    studio.dialog_name = "returns-round"
    studio.do("round")
    studio.dialog_name = "returns-issue"
    studio.do("issue")


def triage(studio: Studio, story: Story) -> None:
    if not story.returned:
        return
    studio.start(story.before)
    page = studio.page("returns")
    page.take_files(story.returned)
    studio.settle()
    studio.keep("returns-triage")
    lines = sorted(page.desk.group("decide"), key=lambda line: "CTED" not in line.file.path.name)
    page.review_files([line.file.sha256 for line in lines])
    studio.settle()
    studio.keep("returns-review")


def duplicates(studio: Studio, story: Story) -> None:
    studio.start(story.store)
    page = studio.page("duplicates")
    select_row(page.table, 7)
    studio.keep("duplicates")


def indicators(studio: Studio, story: Story) -> None:
    studio.start(story.store)
    studio.page("indicators")
    studio.keep("indicators")


def reports(studio: Studio, story: Story) -> None:
    studio.start(story.store)
    studio.page("reports")
    studio.keep("reports")


def history(studio: Studio, story: Story) -> None:
    studio.start(story.store)
    page = studio.page("history")
    select_row(page.table, 1)
    studio.keep("history")


def history_dialogs(studio: Studio, story: Story) -> None:
    studio.start(story.store)
    page = studio.page("history")
    select_row(page.table, 1)
    studio.settle()
    studio.dialog_name = "history-undo"
    page.detail.preview()
    studio.settle()


def settings(studio: Studio, story: Story) -> None:
    studio.start(story.store)
    studio.page("settings")
    studio.keep("settings")


def palette(studio: Studio, story: Story) -> None:
    from inventory_app.gui.dialogs.palette import Palette  # noqa: PLC0415 - as the window does

    studio.start(story.store)
    studio.page("overview")
    above = Palette(studio.window, studio.window, studio.window.context)
    above.open_over()
    above.field.setText({"ar": "UNOV", "zh": "UNOV"}.get(studio.look.language, "mail"))
    studio.settle()
    studio.keep_over("palette", above)
    above.reject()


def survey(studio: Studio, story: Story) -> None:
    book = story.workbooks.get(studio.look.language)
    if book is None:
        return
    studio.start(book)
    page = studio.window.pages["survey"]
    studio.keep("survey")
    page.show_step("systems")
    studio.keep("survey-sheet")
    page.add_record()
    studio.settle()
    page.step.detail.form.rows["name"].editor.say(Answer("Visitor registration", None))
    studio.settle()
    page.show_step("check")
    studio.keep("survey-check")


def help_window(studio: Studio, story: Story) -> None:
    studio.start(story.store)
    studio.page("inventory")
    studio.do("guide")
    shown = studio.window.commands.guide
    if shown is not None:
        studio.dialog_name = "help"
        studio.keep_dialog(shown)
        shown.close()


Scene = Callable[[Studio, Story], None]
PAGES: tuple[Scene, ...] = (
    welcome, overview, inventory, returns, triage, duplicates, indicators, reports, history,
    settings, palette, survey,
)  # fmt: skip
DIALOGS: tuple[Scene, ...] = (inventory_dialogs, round_dialogs, history_dialogs)
ONLY_WHEN_ASKED: tuple[Scene, ...] = (help_window,)  # it shows these pictures itself


def scroll_to_end(page: QWidget) -> None:
    areas = [a for a in page.findChildren(QAbstractScrollArea) if isinstance(a, QScrollArea)]
    bar = max(areas, key=lambda area: area.height()).verticalScrollBar()
    bar.setValue(bar.maximum())


# -- the story -----------------------------------------------------------------------------------


def demonstration(place: Path) -> Path:
    """Make the demonstration and return its store."""
    folder = place / "demonstration"
    program = [sys.executable, "-m", "inventory_app", "demo", str(folder)]
    played = subprocess.run(program, cwd=ROOT, text=True, capture_output=True, check=False)
    if played.returncode > 1:
        sys.exit(played.stderr)
    return folder / "demonstration.ictinv"


def story_of(store: Path, place: Path) -> Story:
    """Copy what the pictures need: nothing of the demonstration itself is changed."""
    own = Path(shutil.copy(store, place / "Secretariat.ictinv"))
    returned = sorted((store.parent / ROUND / "returned").glob("*"))
    before = place / "before" / own.name
    before.parent.mkdir()
    shutil.copy(store, before)
    if returned:
        take_out(before)
    with Workspace.open(own) as workspace:
        workspace.overviews.catch_up()
    inbox = place / "Returns 2026"
    inbox.mkdir()
    dropped = [
        Path(shutil.copy(file, inbox / file.name))
        for file in returned
        if any(word in file.name for word in (*AGAIN, *UNUSABLE))
    ]
    books, outbox = {}, place / "Survey 2026"
    outbox.mkdir()
    for language, entity in WORKBOOKS.items():
        for file in (store.parent / ROUND / "issued").glob(f"*_{entity}_*.xlsx"):
            books[language] = Path(shutil.copy(file, outbox / file.name))
    return Story(store=own, before=before, returned=tuple(dropped), workbooks=books)


def take_out(store: Path) -> None:
    """Undo the merges of some returns."""
    with Workspace.open(store) as workspace:
        workspace.database.clock = StandingClock()
        for changes in workspace.history.last(60):
            file = str(changes.params.get("file", ""))
            if changes.at.year == int(ROUND) and any(word in file for word in AGAIN):
                workspace.history.undo(changes.number)


def wanted(arguments: argparse.Namespace) -> list[tuple[Look, Scene]]:
    """Return which scenes are shown in which look."""
    looks = [look for look in LOOKS if not arguments.look or look.name in arguments.look]
    scenes = [*PAGES, *DIALOGS]
    if arguments.scene:
        asked = (*scenes, *ONLY_WHEN_ASKED)
        scenes = [scene for scene in asked if scene.__name__ in arguments.scene]
    return [
        (look, scene) for look in looks for scene in scenes
        if scene not in DIALOGS or look == LOOKS[0] or arguments.all
    ]  # fmt: skip


def options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="window-pictures", description=__doc__)
    parser.add_argument("--store", type=Path, help="store of a demonstration; one is made without")
    parser.add_argument("--out", type=Path, default=IMAGES, help="folder of the pictures")
    parser.add_argument("--look", action="append", choices=[look.name for look in LOOKS])
    names = [scene.__name__ for scene in (*PAGES, *DIALOGS, *ONLY_WHEN_ASKED)]
    parser.add_argument("--scene", action="append", choices=names)
    parser.add_argument("--all", action="store_true", help="dialogs in every look, too")
    return parser.parse_args(words)


@contextmanager
def own_place() -> Iterator[Path]:
    """Give a folder whose name is the same on every run, for it is seen on some pictures."""
    place = Path(tempfile.gettempdir()) / "ict-inventory"
    place.mkdir()  # one that is there belongs to somebody else
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def main() -> int:
    """Take the pictures that are asked for."""
    arguments = options(sys.argv[1:])
    survey_head.datetime = FixedDay  # type: ignore[misc]
    made: list[Path] = []
    mistakes: list[str] = []
    sys.excepthook = lambda kind, error, trace: mistakes.append(
        "".join(traceback.format_exception(kind, error, trace))
    )
    with own_place() as place:
        os.environ |= {
            "HOME": str(place), "XDG_STATE_HOME": str(place / "state"),
            "XDG_CONFIG_HOME": str(place / "config"),
        }  # fmt: skip
        story = story_of(arguments.store or demonstration(place), place)
        if not arguments.scene and not arguments.look:
            shutil.rmtree(arguments.out, ignore_errors=True)
        arguments.out.mkdir(parents=True, exist_ok=True)
        for number, (look, scene) in enumerate(wanted(arguments)):
            own = place / f"{number:03}"
            own.mkdir()
            studio = Studio(look, arguments.out, own)
            scene(studio, story)
            studio.close()
            if mistakes or studio.dialogs.told:
                sys.exit(f"{look.name} {scene.__name__}: {mistakes or studio.dialogs.told}")
            made += studio.made
            print(f"{look.name} {scene.__name__}", flush=True)
    size = sum(picture.stat().st_size for picture in made)
    print(f"{len(made)} pictures, {size / 1e6:.1f} MB, in {arguments.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
