"""Questions to the user through one small object, so that tests can answer them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QAbstractItemView, QDialog

if TYPE_CHECKING:
    from inventory_app.texts import Translator


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question with named answers; the first of *choices* is the usual one."""

    title: str
    text: str
    choices: tuple[str, ...]
    details: str = ""


class Dialogs(Protocol):
    """What the window asks its user."""

    def open_files(self, title: str, folder: Path, kinds: str) -> tuple[Path, ...]:
        """Return the files chosen; none if the user went back."""

    def save_file(self, title: str, suggested: Path, kinds: str) -> Path | None:
        """Return where to save, or None."""

    def choose_folder(self, title: str, folder: Path) -> Path | None:
        """Return the folder chosen, or None."""

    def ask(self, question: Question) -> int:
        """Return the number of the choice, or -1 if the user went back."""

    def tell(self, title: str, text: str, details: str = "") -> None:
        """Show something that must be seen."""

    def run(self, dialog: QDialog) -> bool:
        """Show *dialog* and return whether it was accepted."""


class PreparedDialogs:
    """Answers prepared by a test; a question without an answer is a mistake."""

    def __init__(self) -> None:
        self.files: list[tuple[Path, ...]] = []
        self.saves: list[Path | None] = []
        self.folders: list[Path | None] = []
        self.answers: list[int] = []
        self.runs: list[object] = []
        self.told: list[tuple[str, str, str]] = []
        self.asked: list[Question] = []

    def open_files(self, title: str, folder: Path, kinds: str) -> tuple[Path, ...]:  # noqa: ARG002
        """Return the prepared files."""
        return self.files.pop(0)

    def save_file(self, title: str, suggested: Path, kinds: str) -> Path | None:  # noqa: ARG002
        """Return the prepared place."""
        return self.saves.pop(0)

    def choose_folder(self, title: str, folder: Path) -> Path | None:  # noqa: ARG002
        """Return the prepared folder."""
        return self.folders.pop(0)

    def ask(self, question: Question) -> int:
        """Return the prepared answer."""
        self.asked.append(question)
        return self.answers.pop(0)

    def tell(self, title: str, text: str, details: str = "") -> None:
        """Keep what was said."""
        self.told.append((title, text, details))

    def run(self, dialog: QDialog) -> bool:
        """Let the prepared step work on *dialog*; it returns whether the dialog is accepted."""
        step = self.runs.pop(0)
        accepted = bool(step(dialog)) if callable(step) else bool(step)
        if accepted:
            dialog.accept()
            return dialog.result() == QDialog.DialogCode.Accepted
        dialog.reject()
        return False


def lay_out_lists(dialog: QDialog) -> None:
    """Give the rows of lists the height that the style sheet wants.

    A list that was filled before the dialog has its style keeps rows as high as without one.
    """
    for view in dialog.findChildren(QAbstractItemView):
        view.ensurePolished()
        view.doItemsLayout()


def kinds(words: Translator, *of: tuple[str, Sequence[str]]) -> str:
    """Return the filter text of a file dialog from labels and endings."""
    return ";;".join(
        f"{words(label)} ({' '.join('*' + ending for ending in endings)})" for label, endings in of
    )
