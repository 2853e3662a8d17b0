"""Corrections of a hub as a document that is kept like a returned file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from inventory_app.domain.field_types import ParseError
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.findings import KINDS, Finding
from inventory_app.domain.hub_returns import Correction, Corrections
from inventory_app.domain.merging import Answer
from inventory_app.domain.records import is_uid
from inventory_app.domain.values import ValueState
from inventory_app.errors import Refused
from inventory_app.formats.exact_json import exact_json
from inventory_app.texts import N_

FORMAT = "ict-inventory-corrections"
VERSION = 1
_BEGINNING = f'{{"format": "{FORMAT}"'.encode()
_WORDS = ("who", "at", "file", "tab", "cell")
_FOUND = ("code", "sheet", "uid", "field", "found", "expected")


def is_corrections(data: bytes) -> bool:
    """Whether a file is such a document."""
    return data.startswith(_BEGINNING)


def written(made: Corrections, catalogue: Catalogue) -> bytes:
    """Return the document; the same corrections give the same bytes."""
    document = {
        "format": FORMAT, "version": VERSION,
        "store": made.store, "round": made.round, "entity": made.entity,
        "corrections": [
            {
                "sheet": each.sheet, "uid": each.uid, "field": each.field,
                "before": _kept(catalogue, each, each.before),
                "after": _kept(catalogue, each, each.after),
                **{word: getattr(each, word) for word in _WORDS},
            }
            for each in made.made
        ],
        "findings": [{name: getattr(each, name) for name in _FOUND} for each in made.findings],
    }  # fmt: skip
    return exact_json(document).encode()


def read_corrections(data: bytes, catalogue: Catalogue) -> Corrections:
    """Read a document; raise `Refused` for one that this program did not write."""
    try:
        return _read(json.loads(data), catalogue)
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
        ParseError,
    ) as wrong:
        raise Refused(
            "F-CORRECTIONS",
            N_("The file holds no corrections of a hub that can be read."),
            N_("Ask the hub for its store, the file that ends in .ictinv."),
        ) from wrong


def _kept(catalogue: Catalogue, each: Correction, answer: Answer) -> list[str | None]:
    kind = catalogue[each.sheet].fields[each.field].type
    return [kind.format(answer.value), answer.state.value if answer.state else None]


def _read(document: Mapping[str, Any], catalogue: Catalogue) -> Corrections:
    if document["version"] != VERSION:
        raise ValueError("another version")
    return Corrections(
        store=str(document["store"]),
        round=str(document["round"]),
        entity=str(document["entity"]),
        made=tuple(_correction(each, catalogue) for each in document["corrections"]),
        findings=tuple(_finding(each) for each in document["findings"] if each["code"] in KINDS),
    )


def _finding(kept: Mapping[str, Any]) -> Finding:
    code, sheet, uid, field, found, expected = (str(kept[name]) for name in _FOUND)
    return Finding(
        code=code, sheet=sheet, uid=uid, field=field, found=found, expected=expected
    )  # fmt: skip


def _correction(kept: Mapping[str, Any], catalogue: Catalogue) -> Correction:
    sheet, uid = catalogue[kept["sheet"]], str(kept["uid"])
    if not is_uid(uid) or not uid.startswith(f"{sheet.prefix}-"):
        raise ValueError("not the code of a record")
    kind = sheet.fields[kept["field"]].type

    def answer(name: str) -> Answer:
        text, state = kept[name]
        return Answer(kind.parse(text or ""), ValueState(state) if state else None)

    return Correction(
        sheet=sheet.name, uid=uid, field=kept["field"], before=answer("before"),
        after=answer("after"), **{word: str(kept[word]) for word in _WORDS},
    )  # fmt: skip
