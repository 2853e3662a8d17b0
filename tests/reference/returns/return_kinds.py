"""What a kind of damaged return is: what somebody did to a workbook, and what must come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from paper_books import Book
from returns_store import Issued

from inventory_app.domain.merging import Counts
from inventory_app.domain.values import Value, ValueState
from inventory_app.services.returns import FileResult
from inventory_app.workspace import Workspace

Make = Callable[[Book, Issued], bytes | None]
Before = Callable[[Workspace, Issued, Path], None]
Told = int | str | tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of return.

    `did` is what a person or a program did. `findings` are all that are made, by code: how many,
    or what each says as “found → understood as”. `counts` are those that are not zero, without the
    unchanged ones. `values` are in the store afterwards: by sheet, key of the record and field.
    """

    name: str
    did: str
    make: Make
    status: str
    reason: str = ""
    findings: Mapping[str, Told] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    values: Mapping[tuple[str, str, str], Value | ValueState] = field(default_factory=dict)
    language: str = "en"
    file: str = "return.xlsx"
    entity: str = "ALPHA"
    before: Before | None = None

    def data(self, issued: Issued) -> bytes:
        """Return the file that came back."""
        book = issued.book(self.language)
        made = self.make(book, issued)
        return book.data() if made is None else made


KINDS: list[Kind] = []


def kind(name: str, did: str, status: str, **expected: object) -> Callable[[Make], Make]:
    """Add a kind of return, made by the decorated function."""

    def add(make: Make) -> Make:
        if any(each.name == name for each in KINDS):
            raise ValueError(name)
        KINDS.append(Kind(name=name, did=did, make=make, status=status, **expected))
        return make

    return add


def told(file: FileResult) -> dict[str, list[str]]:
    """Return what the findings of a merge say, by their codes."""
    said: dict[str, list[str]] = {}
    for finding in file.findings:
        parts = [part for part in (finding.found, finding.expected) if part]
        said.setdefault(finding.code, []).append(" → ".join(parts))
    return said


def agrees(said: list[str], wanted: Told) -> bool:
    """Return whether findings of one code are as many as wanted, or say what is wanted."""
    if isinstance(wanted, int):
        return len(said) == wanted
    return sorted(said) == sorted((wanted,) if isinstance(wanted, str) else wanted)


def counted(counts: Counts) -> dict[str, int]:
    """Return the counts that are not zero, without the unchanged records."""
    return {name: n for name, n in counts.as_dict().items() if n and name != "unchanged"}
