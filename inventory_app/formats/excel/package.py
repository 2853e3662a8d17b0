"""The parts of an .xlsx package and what they say of each other, before a sheet is read."""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple

from inventory_app.formats.spreadsheet.file_kind import kind_of_main_part, kind_of_zip, refusal
from inventory_app.formats.spreadsheet.markup import elements
from inventory_app.formats.spreadsheet.refusals import (
    damaged,
    foreign_objects,
    link_outside,
    macros,
)
from inventory_app.formats.spreadsheet.zip_parts import ZipParts

OFFICE_RELATIONSHIPS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
CONTENT_TYPES_PART = "[Content_Types].xml"

_WORKBOOK_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
)
OUTSIDE = "outside"
_MACROS = re.compile(r"vbaproject|vbadata|macrosheet|macroenabled")
_OBJECTS = re.compile(r"(?:^|/)(?:activex|embeddings)/|activex|oleobject")


class Relationship(NamedTuple):
    """What a part points to: the kind is the last step of the type, *target* a part name."""

    kind: str
    target: str


class Package:
    """An .xlsx file that has passed all checks that can be made without reading its sheets.

    `workbook` is the name of its main part, `allowance` what may still be read of it.
    """

    def __init__(self, parts: ZipParts) -> None:
        """Look at the *parts* of a file; raises Refused if it is no sound .xlsx workbook."""
        self._parts = parts
        self.allowance = parts.allowance
        types = self._content_types()
        self.workbook = self._main_part(types)
        _refuse_programs(types)

    def read(self, name: str) -> bytes | bytearray:
        """Return the inflated content of the part *name*; raises Refused."""
        return self._parts.read(name)

    def relationships(self, part: str) -> dict[str, Relationship]:
        """Return what *part* points to, by id; links out of the package are of kind `OUTSIDE`.

        Raises Refused for a part with links that cannot be read.
        """
        folder, name = posixpath.split(part)
        links = posixpath.join(folder, "_rels", f"{name}.rels")
        if links not in self._parts:
            return {}
        found: dict[str, Relationship] = {}
        for element in elements(
            self.read(links),
            links,
            namespaces=(_PACKAGE_RELATIONSHIPS,),
            paths=("Relationships/Relationship",),
        ):
            link = element.attributes
            identity = link.get("Id", "")
            if identity in found:
                raise damaged(links)
            target = link.get("Target", "")
            if link.get("TargetMode") == "External":
                found[identity] = Relationship(OUTSIDE, target)
                continue
            kind = link.get("Type", "")
            base, _, last = kind.rpartition("/")
            found[identity] = Relationship(
                last if base in OFFICE_RELATIONSHIPS else kind, _resolved(folder, target)
            )
        return found

    def _content_types(self) -> dict[str, str]:
        """Return the content type of each part, both in lower case."""
        if CONTENT_TYPES_PART not in self._parts:
            raise refusal(kind_of_zip(list(self._parts), self._parts.mimetype()))
        extensions: dict[str, str] = {}
        parts: dict[str, str] = {}
        for element in elements(
            self.read(CONTENT_TYPES_PART),
            CONTENT_TYPES_PART,
            namespaces=(_CONTENT_TYPES,),
            paths=("Types/Default", "Types/Override"),
        ):
            attributes = element.attributes
            content_type = attributes.get("ContentType", "").lower()
            if element.path == "Types/Default":
                extensions[attributes.get("Extension", "").lower()] = content_type
            else:
                parts[attributes.get("PartName", "").removeprefix("/").lower()] = content_type
        return {
            name: parts.get(name) or extensions.get(name.rpartition(".")[2], "")
            for name in self._parts
        }

    def _main_part(self, types: dict[str, str]) -> str:
        targets = [
            link.target for link in self.relationships("").values() if link.kind == "officeDocument"
        ]
        if len(targets) != 1:
            raise refusal("F-NOT-WORKBOOK")
        main = targets[0]
        if main.lower() not in types:
            raise damaged(main)
        kind = types[main.lower()]
        if kind not in _WORKBOOK_TYPES and not (
            "ms-excel" in kind and _MACROS.search(kind) and "binary" not in kind
        ):
            raise refusal(kind_of_main_part(kind))
        return main


def _refuse_programs(types: dict[str, str]) -> None:
    """Raise Refused for a workbook that carries macros, controls or objects of other programs."""
    for name, kind in types.items():
        if _MACROS.search(name) or _MACROS.search(kind):
            raise macros()
        if _OBJECTS.search(name) or _OBJECTS.search(kind):
            raise foreign_objects()


def _resolved(folder: str, target: str) -> str:
    """Return the name of the part that *target* means, seen from *folder*."""
    path = target.replace("\\", "/")
    steps = [] if path.startswith("/") or not folder else folder.split("/")
    outside = not path or ":" in path or path.startswith("//")
    for step in path.split("/"):
        if step == "..":
            outside = outside or not steps
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    if outside:
        raise link_outside(target)
    return "/".join(steps)
