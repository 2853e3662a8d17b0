"""Whose an answer is that a return contradicts: another return's, or ours."""

from __future__ import annotations

from sqlalchemy import select

from inventory_app.domain.contradictions import Claim, in_any_order
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.merging import Answer, Conflict, MergePlan
from inventory_app.domain.workbooks import Return
from inventory_app.services.records_history import RecordHistory
from inventory_app.store.database import Database

_Place = tuple[str, str, str]


class Contradictions:
    """The answers of one round that returns gave, as far as nobody has decided on them."""

    def __init__(self, database: Database, catalogue: Catalogue, round_code: str) -> None:
        self._database = database
        self._catalogue = catalogue
        self._round = round_code
        self._history = RecordHistory(database, catalogue)
        self._tried: dict[_Place, tuple[Answer, str]] = {}  # in a trial run, with the cell

    def settled(self, plan: MergePlan, content: Return) -> MergePlan:
        """Return *plan* with what stands of two returns that disagree, whichever came first."""
        if not plan.conflicts or content.certain or content.queries is not None:
            return plan
        return in_any_order(plan, self._catalogue, self._claimed)

    def follow(self, plan: MergePlan) -> None:
        """Remember what a trial run would have written."""
        for row in plan.rows:
            for each in row.updates:
                self._tried[row.sheet, row.uid, each.field] = each.after, each.cell

    def _claimed(self, conflict: Conflict) -> Claim | None:
        place = conflict[:3]
        answer, cell = self._tried.get(place, (None, ""))
        if answer == conflict.ours:
            return Claim("", cell)
        changes = self._history.history(*place)
        newest = changes[0] if changes else None
        if (
            newest is None
            or newest.origin != "merged"
            or not newest.sha256
            or newest.corrected
            or newest.after != conflict.ours
            or newest.round != self._round
            or self._is_decided(place)
        ):
            return None
        return Claim(self._return_id(newest.sha256), newest.cell)

    def _is_decided(self, place: _Place) -> bool:
        table = self._database.schema["conflict"]
        sheet, uid, field = place
        query = select(table.c.id).where(
            table.c.round == self._round, table.c.sheet == sheet, table.c.uid == uid,
            table.c.field == field, table.c.decision.is_not(None),
        )  # fmt: skip
        with self._database.reading() as connection:
            return connection.scalar(query.limit(1)) is not None

    def _return_id(self, sha256: str) -> str:
        table = self._database.schema["returned"]
        query = select(table.c.id).where(
            table.c.sha256 == sha256, table.c.round == self._round
        )  # fmt: skip
        with self._database.reading() as connection:
            newest = query.order_by(table.c.received_at.desc(), table.c.id.desc()).limit(1)
            return str(connection.scalar(newest) or "")
