"""What a workbook says on its front page, kept in it without words of any language.

So a workbook that is half filled in can be turned into one in another language with nothing but
itself (`services.reissuing`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from inventory_app.domain import definition_changes
from inventory_app.domain.definition_changes import SheetChange
from inventory_app.domain.last_round import LastRound
from inventory_app.domain.workbooks import Workbook
from inventory_app.formats.excel import workbook_marks as marks

FACT_PIECES = 6  # cells that the facts may take
PIECE_LENGTH = 14_000  # a cell holds 32,767 units, of which rare characters take two


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a workbook whatever its language; `names` are those of the entity."""

    names: Mapping[str, str]
    entity_type: str
    focal_point: str
    contact: str
    as_of: date
    deadline: date
    issued_on: date
    before: str = ""
    changes: tuple[SheetChange, ...] = ()
    last: LastRound | None = None


def facts_text(workbook: Workbook) -> list[str]:
    """Return the facts of a workbook in as many pieces as there are cells for them.

    Where they are too long, what has changed in the questions is left out.
    """
    kept: dict[str, Any] = {
        "names": dict(workbook.entity_names), "type": workbook.entity_type,
        "focal_point": workbook.focal_point, "contact": workbook.contact,
        "as_of": workbook.as_of.isoformat(), "deadline": workbook.deadline.isoformat(),
        "issued_on": workbook.issued_on.isoformat(), "before": workbook.before,
        "last": workbook.last.as_text() if workbook.last else None,
        "changes": definition_changes.as_text(workbook.changes),
    }  # fmt: skip
    text = _packed(kept)
    if len(text) > FACT_PIECES * PIECE_LENGTH:
        text = _packed(kept | {"changes": []})
    pieces = [text[at : at + PIECE_LENGTH] for at in range(0, len(text), PIECE_LENGTH)]
    return [*pieces, *[""] * FACT_PIECES][:FACT_PIECES]


def _packed(kept: Mapping[str, Any]) -> str:
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def read_facts_text(parts: Mapping[str, str]) -> Facts | None:
    """Return the facts among the *parts* that stand with the identity; None if they are lost."""
    text = "".join(parts.get(f"{marks.FACTS}.{number}", "") for number in range(FACT_PIECES))
    try:
        kept = json.loads(text)
        last = kept["last"]
        return Facts(
            names={str(code): str(name) for code, name in dict(kept["names"]).items()},
            entity_type=str(kept["type"]),
            focal_point=str(kept["focal_point"]),
            contact=str(kept["contact"]),
            as_of=date.fromisoformat(kept["as_of"]),
            deadline=date.fromisoformat(kept["deadline"]),
            issued_on=date.fromisoformat(kept["issued_on"]),
            before=str(kept["before"]),
            changes=definition_changes.from_text(kept["changes"]),
            last=LastRound.from_text(last) if last else None,
        )
    except (ValueError, LookupError, TypeError, ArithmeticError):
        return None
