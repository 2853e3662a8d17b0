"""Reading what a review needs, in the background: the plan, saved decisions, names of records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from inventory_app.domain.field_types import Reference
from inventory_app.domain.grids import GridQuery
from inventory_app.domain.reviews import ReviewPlan
from inventory_app.errors import UserError
from inventory_app.gui.models.choices import Choice
from inventory_app.gui.models.review import ReviewWork
from inventory_app.texts import N_

if TYPE_CHECKING:
    from inventory_app.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class ReviewItem:
    """One file to review: dropped (`path`), or with conflicts of an earlier merge (`round`)."""

    sha256: str
    path: Path | None = None
    round: str = ""


def load(store: Workspace, item: ReviewItem) -> ReviewWork | UserError:
    """Return the work on one file, or why there is none."""
    try:
        plan = _plan(store, item)
    except UserError as error:
        return error
    return ReviewWork(
        plan=plan, decisions=store.reviews.decisions(plan.sha256), titles=_titles(store, plan),
        kept=item.path is None,
    )  # fmt: skip


def _plan(store: Workspace, item: ReviewItem) -> ReviewPlan:
    if item.path is not None:
        return store.reviews.plan(item.path)
    for plan in store.reviews.open_conflicts(item.round):
        if plan.sha256 == item.sha256:
            return plan
    raise UserError(
        "E-NOTHING-OPEN",
        N_("No conflict of this return is open any more."),
        N_("Nothing to do."),
    )


def _titles(store: Workspace, plan: ReviewPlan) -> dict[str, str]:
    """Return the titles of all records that the answers of a plan refer to, by their codes."""
    named: dict[str, set[str]] = defaultdict(set)
    for each in plan.fields():
        kind = each.asked.type
        if isinstance(kind, Reference):
            answers = (each.issued, each.ours, each.theirs)
            named[kind.to] |= {a.value for a in answers if isinstance(a.value, str)}
    titles = {row.uid: row.title for row in plan.rows()}
    for sheet, uids in named.items():
        titles |= store.records.titles(sheet, plan.round, sorted(uids))
    return titles


def choices_of(store: Workspace, plan: ReviewPlan, sheet: str) -> Sequence[Choice]:
    """Return the records of one sheet that an own answer can refer to."""
    query = GridQuery(sheet=sheet, round=plan.round, entities=(plan.entity,))
    titles = store.records.titles(sheet, plan.round, store.records.uids(query))
    titles |= {row.uid: row.title for row in plan.rows() if row.sheet == sheet}
    found = [Choice(uid, text or uid) for uid, text in titles.items()]
    return sorted(found, key=lambda choice: choice.text.casefold())
