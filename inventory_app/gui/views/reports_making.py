"""Making the document that is shown, and what stands in its place while there is none."""

from __future__ import annotations

import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer, Signal

from inventory_app.errors import UserError
from inventory_app.gui.context import Context
from inventory_app.gui.kit.pdf_file import PdfFile
from inventory_app.gui.kit.widgets import EmptyState, button
from inventory_app.gui.views.reports_choice import Wish
from inventory_app.progress import Cancelled, NoProgress, Progress
from inventory_app.workspace import Workspace

_PATIENCE = 600  # milliseconds: short work is not worth a word
_BETWEEN = 150


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A document ready to be shown, under the name that its file would have; or why there is none.

    The name says round, entity, kind of document and language.
    """

    name: str = ""
    pdf: PdfFile | None = None
    refusal: UserError | None = None


class Making:
    """How far a document is; written by the thread that makes it, read by that of the window."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self.done = self.total = 0

    def stop(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    def step(self, done: int, total: int, what: str = "") -> None:  # noqa: ARG002 - the protocol's
        """Take a report of progress."""
        if self._stop.is_set():
            raise Cancelled
        self.done, self.total = done, total


class DocumentMessage(EmptyState):
    """Why there is no document to see, or how far the next one is, and a way to stop it."""

    slow = Signal()  # it takes long: show this in place of the last document
    stopped = Signal()
    again = Signal()

    def __init__(self, context: Context) -> None:
        _ = context.words
        stop, again = button(context, _("Cancel"), icon="x"), button(context, _("Try again"))
        super().__init__(
            context, "file-text", _("No document is chosen"), _("Choose an entity on the list."),
            stop, again,
        )  # fmt: skip
        self._words = _
        self.stop_button, self.again_button = stop, again
        for each in (stop, again):
            each.hide()
        stop.clicked.connect(self._stop)
        again.clicked.connect(self.again)
        self._making: Making | None = None
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._look)

    def say(self, title: str, text: str) -> None:
        """Say why there is nothing to see."""
        self.title.setText(title)
        self.text.setText(text)
        self.stop_button.hide()
        self.again_button.hide()

    def begin(self) -> Making:
        """Return what a new document reports to; the one before is stopped."""
        self.end()
        self._making = Making()
        self._clock.start(_PATIENCE)
        return self._making

    def end(self) -> None:
        """Stop what is being made, if anything, and watch no longer."""
        if self._making is not None:
            self._making.stop()
        self._making = None
        self._clock.stop()

    def _look(self) -> None:
        """Show how many pages are drawn."""
        making, _ = self._making, self._words
        if making is None:
            return
        self._clock.setInterval(_BETWEEN)
        text = ""
        if making.total:
            text = _("{what}: {done} of {total}", what=_("Pages"), done=_.number(making.done),
                     total=_.number(making.total))  # fmt: skip
        self.say(_("The document is being made"), text)
        self.stop_button.show()
        self.slow.emit()

    def _stop(self) -> None:
        _ = self._words
        self.end()
        self.say(_("The document was not made: it was stopped."), "")
        self.again_button.show()
        self.again_button.setFocus()
        self.stopped.emit()


def made(
    store: Workspace, round_code: str, wish: Wish, progress: Progress | None = None
) -> Prepared:
    """Write a document as the command line does, and return it in memory.

    Raises `Cancelled` if *progress* was told to stop.
    """
    progress = progress or NoProgress()
    try:
        progress.step(0, 0)
        with tempfile.TemporaryDirectory(prefix="ict-inventory-") as folder:
            document = store.documents.compose(
                wish.document, round_code, wish.language, wish.profile, about=wish.about
            )
            file = store.documents.print(document, Path(folder), progress=progress)
            return Prepared(name=file.name, pdf=PdfFile(file.read_bytes()))
    except UserError as error:
        return Prepared(refusal=error)
