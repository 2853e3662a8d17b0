"""Query workbooks: what is asked back, cell by cell, and how a line is known again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from inventory_app.domain.merging import Answer
from inventory_app.domain.records import Record, make_uid
from inventory_app.domain.workbooks import Identity

QUERY_PREFIX = "QU"  # of line codes; no sheet has it
_MINUTES_EACH = 3


def line_code(ids: Sequence[str], sheet: str, uid: str, name: str) -> str:
    """Return the code of a line, which vouches for the queries and the cell that it is about."""
    seed = "\x1f".join((*ids, sheet, uid, name))
    return make_uid(QUERY_PREFIX, seed.encode())


@dataclass(frozen=True, kw_only=True)
class QueryLine:
    """One cell that is asked about, with all questions on it, in the words of its reader.

    `held` is what is ours now; `issued` and `returned` are shown beside it, "" where unknown.
    """

    ids: tuple[str, ...]
    sheet: str
    uid: str
    field: str
    title: str
    held: Answer
    questions: tuple[str, ...]
    issued: str = ""
    returned: str = ""

    @property
    def code(self) -> str:
        """The code of this line."""
        return line_code(self.ids, self.sheet, self.uid, self.field)


@dataclass(frozen=True, kw_only=True)
class QueryBook:
    """Everything that one query workbook is made of.

    `referred` are, by sheet, the records of the entity that an answer may name.
    """

    identity: Identity
    organisation: str
    entity_name: str
    focal_point: str
    contact: str
    asked_by: str
    as_of: date
    due: date
    issued_on: date
    lines: tuple[QueryLine, ...]
    referred: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)

    @property
    def file_name(self) -> str:
        """A safe ASCII name that carries entity, round and number."""
        return self.identity.file_name("query")

    @property
    def minutes(self) -> int:
        """How long answering takes, in minutes: reading, looking it up, typing."""
        return _MINUTES_EACH * len(self.lines)
