"""The pages of the guide in their order, for the HTML folder and the PDF file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from inventory_app.gui.dialogs.help import language_of, title_of

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
GUIDE = DOCS / "user-guide"
LINK = re.compile(r"(?<!!)\[((?:[^\]\[]|!\[[^\]]*\]\([^)]*\))+)\]\(([^)\s]+)\)")

_PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Begin", ("README",)),
    ("For you", ("focal-point", "survey", "analyst", "manager", "administrator")),
    (
        "The window",
        ("round", "returns", "inventory", "duplicates", "overview", "indicators", "reports",
         "history", "settings"),
    ),
    ("When something does not work", ("troubleshooting", "error-codes")),
    ("The command line", ("command-line", "command-reference", "import-maps", "benefits",
                          "cost-sharing", "own-indicators")),
    ("To look things up", ("file-formats", "export-format", "store-schema", "field-reference",
                           "indicator-reference", "performance")),
    ("In other languages", ("focal-point.ar", "focal-point.zh", "focal-point.fr", "focal-point.ru",
                            "focal-point.es")),
)  # fmt: skip
ON_SCREEN_ONLY = frozenset(
    {"store-schema", "field-reference", "indicator-reference", "performance"}
)  # for looking up, not for reading


@dataclass(frozen=True, kw_only=True)
class GuidePage:
    """A page: its file, its part of the guide, and what it is called."""

    file: Path
    part: str

    @property
    def name(self) -> str:
        """The name of the page without folder and ending; no two are the same."""
        return self.file.stem

    @property
    def title(self) -> str:
        """The heading of the page."""
        return title_of(self.file)

    @property
    def language(self) -> str:
        """The code of the language it is in."""
        return language_of(self.file)

    @property
    def text(self) -> str:
        """What it says, as Markdown."""
        return self.file.read_text("utf-8")


def pages() -> list[GuidePage]:
    """Return every page in reading order."""
    return list(_pages())


def _pages() -> Iterator[GuidePage]:
    for part, names in _PARTS:
        for name in names:
            own = GUIDE / f"{name}.md"
            yield GuidePage(file=own if own.is_file() else DOCS / f"{name}.md", part=part)


def with_links(page: GuidePage, to: Callable[[str, str], str | None]) -> str:
    """Return the text of *page* with every link as *to* gives it for a page and an anchor.

    A link to what is no page of the guide, or for which *to* gives None, becomes its words.
    """
    known = {each.file.resolve() for each in pages()}

    def changed(found: re.Match[str]) -> str:
        words, (wanted, _, anchor) = found[1], found[2].partition("#")
        target = (page.file.parent / wanted).resolve() if wanted else page.file.resolve()
        link = to(target.stem, anchor) if target in known else None
        return words if link is None else f"[{words}]({link})"

    return LINK.sub(changed, page.text)
