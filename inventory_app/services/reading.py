"""Reading returned files one by one: a bad file rejects only itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.hub_returns import Through
from inventory_app.domain.workbooks import Return
from inventory_app.errors import Refused, UserError
from inventory_app.paths import file_size, unreachable
from inventory_app.services.parallel import in_processes
from inventory_app.texts import N_

PARALLEL_FROM = 8  # fewer files are read before a second process has started
LARGEST = 25 << 20
WAIT_SECONDS = 60.0
_EXPORT = b'{"format": 1,'


@dataclass(frozen=True, kw_only=True)
class ReadFile:
    """One file as it was read: what it holds, or the reason why it was not taken in.

    With neither it was not opened, because it is known already. `through` says which hub it came
    through.
    """

    path: Path
    sha256: str
    data: bytes
    content: Return | None = None
    reason: UserError | None = None
    through: Through | None = None


def read_files(
    file_paths: Sequence[Path],
    catalogue: Catalogue,
    *,
    known: Container[str] = (),
    parallel: bool = True,
    read: Callable[[Path, Catalogue], ReadFile] | None = None,
    seconds: float = WAIT_SECONDS,
) -> Generator[ReadFile, None, None]:
    """Read files in their order, two at a time where that pays.

    A file whose SHA-256 is in *known* is not opened at all. Never raises for what a file holds.
    Where two processes read, a file that ends its process or takes it longer than *seconds* is
    refused by name and every other one is read. To be closed where it is not used up.
    """
    read = read or read_file
    seen = {path: _known(path, known) for path in file_paths}
    unknown = [path for path in file_paths if seen[path] is None]
    if not parallel or len(unknown) < PARALLEL_FROM:
        for path in file_paths:
            yield seen[path] or read(path, catalogue)
        return
    with closing(
        in_processes(partial(_read_with, read, catalogue), unknown, seconds=seconds)
    ) as results:
        for path in file_paths:
            yield seen[path] or next(results) or _refused(path, b"", _unsafe(path))


def _read_with(
    read: Callable[[Path, Catalogue], ReadFile], catalogue: Catalogue, path: Path
) -> ReadFile:
    return read(path, catalogue)


def _known(path: Path, known: Container[str]) -> ReadFile | None:
    if not known:
        return None
    try:
        if file_size(path) > LARGEST:
            return None
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
    return ReadFile(path=path, sha256=digest, data=b"") if digest in known else None


def read_file(path: Path, catalogue: Catalogue) -> ReadFile:
    """Read one file whole."""
    try:
        if file_size(path) > LARGEST:
            return _refused(path, b"", _too_large(path))
        data = path.read_bytes()
    except OSError as error:
        return _refused(path, b"", unreachable(path, error))
    return read_bytes(path, data, catalogue)


def read_bytes(path: Path, data: bytes, catalogue: Catalogue) -> ReadFile:
    """Read the bytes of one file whole: a workbook, or kept corrections of a hub."""
    from inventory_app.formats.corrections import is_corrections, read_corrections  # noqa: PLC0415
    from inventory_app.formats.excel.returns import read_return  # noqa: PLC0415

    try:
        if is_corrections(data):
            content = read_corrections(data, catalogue).content()
        elif data.startswith(_EXPORT) and b'"rounds"' in data[:64]:
            raise _is_export(path)
        else:
            content = read_return(data, catalogue)
    except Refused as reason:
        return _refused(path, data, reason)
    return ReadFile(path=path, sha256=hashlib.sha256(data).hexdigest(), data=data, content=content)


def _refused(path: Path, data: bytes, reason: UserError) -> ReadFile:
    digest = hashlib.sha256(data).hexdigest() if data else ""
    return ReadFile(path=path, sha256=digest, data=data, reason=reason)


def _is_export(path: Path) -> Refused:
    return Refused(
        "F-EXPORT",
        N_("“{file}” is an export without the history: nothing in it can be traced or compared"
           " with what was issued."),
        N_("Ask for an export made with --with-history, or for the store itself, the file that"
           " ends in .ictinv."),
        file=path.name,
    )  # fmt: skip


def _too_large(path: Path) -> Refused:
    return Refused(
        "F-TOO-LARGE",
        N_("“{file}” is too large for a survey workbook."),
        N_("Remove pictures and other contents that were added, and send it again."),
        file=path.name,
    )


def _unsafe(path: Path) -> Refused:
    return Refused(
        "F-UNREADABLE",
        N_("“{file}” could not be read safely."),
        N_("Open it in a spreadsheet program, save it under a new name and send it again."),
        file=path.name,
    )
