"""What tells that a return is not quite what it seems: rows of others, an older one, its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from inventory_app.domain.findings import Finding
from inventory_app.domain.workbooks import Identity, Return, ReturnedSheet
from inventory_app.services.reading import ReadFile

_NAME = re.compile(r"(?P<round>.+?)_(?P<entity>.+)_(?:ar|en|es|fr|ru|zh)_(?:[a-z]+_)?[0-9]+")


def without_foreign_codes(content: Return, owner: Callable[[str], str | None]) -> Return:
    """Return *content* with rows that carry the code of another entity's record as if without.

    *owner* gives the entity to which a code belongs, None for one that nobody has. A code names one
    record of the whole inventory, so the row must not come in under it.
    """
    entity = content.identity.entity
    if content.queries is not None:
        return content
    sheets, findings = dict(content.sheets), list[Finding]()
    for name, sheet in content.sheets.items():
        foreign = {
            row.uid for row in sheet.rows if row.uid and owner(row.uid) not in (None, entity)
        }
        if foreign:
            sheets[name] = replace(
                sheet,
                rows=tuple(
                    replace(row, uid=None) if row.uid in foreign else row for row in sheet.rows
                ),
            )
            findings += _foreign(sheet, foreign)
    if not findings:
        return content
    return replace(content, sheets=sheets, findings=(*content.findings, *findings))


def _foreign(sheet: ReturnedSheet, foreign: set[str]) -> Iterator[Finding]:
    for row in sheet.rows:
        if row.uid in foreign:
            yield Finding(
                code="L-ROW-FOREIGN", sheet=sheet.sheet, tab=sheet.tab,
                cell=f"{row.row}:{row.row}", found=row.uid or "",
            )  # fmt: skip


def about_file(file: ReadFile, numbers: Iterable[int], *, foreign: bool) -> Iterator[Finding]:
    """Yield what is odd about a whole file that has been read, and the hub that it came through.

    *numbers* are those of the workbooks of its entity and round that came back before; *foreign*
    says that another store issued it.
    """
    if foreign and not (file.through and file.through.vouched):
        yield Finding(code="L-ELSEWHERE")
    if file.through is not None:
        by = f"{file.through.who}, {file.through.at:%Y-%m-%d %H:%M}"
        corrected = file.content is not None and file.content.certain
        code = "L-HUB-CORRECTED" if corrected else "L-THROUGH-HUB"
        yield Finding(code=code, found=file.through.hub, expected=by)
    if file.content is not None and not file.content.certain:
        yield from _about_workbook(file.path, file.content.identity, numbers)


def _about_workbook(path: Path, identity: Identity, numbers: Iterable[int]) -> Iterator[Finding]:
    latest = max(numbers, default=0)
    if latest > identity.number:
        yield Finding(code="L-OLDER", found=str(identity.number), expected=str(latest))
    said = _NAME.match(path.stem)
    own = _NAME.match(identity.file_name())
    if said and own and said.group("round", "entity") != own.group("round", "entity"):
        yield Finding(code="L-FILE-NAME", found=path.name, expected=identity.file_name())
