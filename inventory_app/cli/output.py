"""What a command prints: results on standard output, messages on standard error."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from inventory_app.cli.progress_line import ProgressLine, interruptible
from inventory_app.cli.tables import aligned, visible
from inventory_app.errors import UserError
from inventory_app.formats.exact_json import exact_json
from inventory_app.languages import LANGUAGES
from inventory_app.texts import Translator, translator

ATTENTION = 1


class Output:
    """The two streams of one command, in one language, for a person or for a script.

    With *as_json* standard output carries one JSON document and nothing else. A terminal that
    cannot show a letter shows its number; a reader that has gone (`| head`) ends nothing.
    """

    def __init__(self, *, as_json: bool = False, words: Translator | None = None) -> None:
        self.as_json = as_json
        self.words = words or translator(language_of(os.environ))
        self._out: TextIO | None = _tolerant(sys.stdout)
        self._err: TextIO | None = _tolerant(sys.stderr)
        self._bold = _shows_bold(self._out)
        self._lost: OSError | None = None

    def say(self, line: str = "", *, bold: bool = False) -> None:
        """Print one line of the result for a person; with --json it is left out."""
        if self.as_json:
            return
        shown = visible(line)
        self._print(f"\x1b[1m{shown}\x1b[0m\n" if bold and self._bold else f"{shown}\n")

    def tell(self, line: str) -> None:
        """Print what came of it all for everybody: with --json beside the document."""
        if self.as_json:
            self.note(line)
        else:
            self.say(line, bold=True)

    def table(
        self, headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()
    ) -> None:
        """Print a table for a person; with --json it is left out."""
        first, *others = aligned(headings, rows, right=right)
        self.say(first, bold=True)
        for line in others:
            self.say(line)

    def answer(self, about: str, text: str) -> None:
        """Print a text of several lines; with --json it is the member *about* of the document."""
        if self.as_json:
            self.document({about: text.rstrip()})
        else:
            self._print(text)

    def note(self, line: str) -> None:
        """Print a message beside the result, on standard error."""
        if self._err is None:
            return
        try:
            self._err.write(visible(line) + "\n")
            self._err.flush()
        except OSError:
            self._err = None

    def document(self, content: Mapping[str, object]) -> None:
        """Print the one JSON document of this command, if --json asked for it."""
        if not self.as_json:
            return
        encoding = (getattr(self._out, "encoding", None) or "ascii").lower().replace("-", "")
        self._print(exact_json(content, indent=2, ascii_only=encoding != "utf8") + "\n")

    def failed(self, error: UserError) -> None:
        """Print why nothing was done: one sentence, one suggestion, and the code to look up."""
        _ = self.words
        message = _(error.message, **error.params)
        suggestion = _(error.suggestion, **error.params)
        self.note(" ".join(part for part in (message, suggestion, f"[{error.code}]") if part))
        self.document({"error": {"code": error.code, "message": message, "suggestion": suggestion}})

    @contextmanager
    def progress(self) -> Iterator[ProgressLine]:
        """Show the progress of the work in this block; Ctrl+C stops it at its next step."""
        with interruptible(ProgressLine(self._err, self.words)) as line:
            yield line

    def close(self, status: int) -> int:
        """Hand everything over and return the exit status: *status* unless the result was lost."""
        try:
            if self._out is not None:
                self._out.flush()
        except OSError as error:
            self._lose(error)
        if self._lost is None or isinstance(self._lost, BrokenPipeError):
            return status
        _ = self.words
        reason = self._lost.strerror or str(self._lost)
        self.note(_("The result could not be printed: {reason}.", reason=reason))
        return status or ATTENTION

    def _print(self, text: str) -> None:
        try:
            if self._out is not None:
                self._out.write(text)
        except OSError as error:
            self._lose(error)

    def _lose(self, error: OSError) -> None:
        """Print nothing more: whoever read has gone, or the disk that takes the output is full."""
        self._lost = error
        stream, self._out = self._out, None
        try:
            descriptor = stream.fileno() if stream is not None else None
        except (OSError, ValueError):
            return
        if descriptor is not None:  # or Python complains when it ends and empties its buffer
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, descriptor)
            os.close(nowhere)


def language_of(environment: Mapping[str, str]) -> str:
    """Return the language in which to speak: POSIX's order of variables, English otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if chosen := environment.get(name):
            code = chosen.partition(".")[0].partition("@")[0].partition("_")[0].lower()
            return code if code in LANGUAGES else "en"
    return "en"


def typed(path: Path) -> str:
    """Return *path* as it is typed in a command: in quotation marks if it has blanks."""
    text = str(path)
    return f'"{text}"' if any(letter.isspace() for letter in text) else text


def _tolerant(stream: TextIO | None) -> TextIO | None:
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    return stream


def _shows_bold(stream: TextIO | None) -> bool:
    if stream is None or os.environ.get("NO_COLOR") or not stream.isatty():
        return False
    if sys.platform == "win32":
        return "WT_SESSION" in os.environ
    return os.environ.get("TERM", "dumb") != "dumb"
