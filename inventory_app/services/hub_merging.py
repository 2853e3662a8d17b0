"""What merging a return through a hub adds to merging it: the hub's decisions on conflicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inventory_app.domain.hub_returns import Through, without_settled
from inventory_app.domain.merging import Conflict, MergePlan
from inventory_app.domain.reviews import FieldPlace, answer_as_text
from inventory_app.domain.workbooks import Return
from inventory_app.services.applying import Also
from inventory_app.store.recorder import Transaction

# Stores of hubs that are refused whole, and what that is beside other refusals.
REFUSED_HUBS: Mapping[str, str] = {
    "F-HUB-ROUND": "wrong-round",
    "F-HUB-DAY": "wrong-round",
    "F-HUB-OTHER": "unknown-issue",
    "F-HUB-ENTITY": "unknown-issue",
    "F-HUB-NOTHING": "already-merged",
}


def settled_by_hub(
    through: Through, content: Return, plan: MergePlan
) -> tuple[MergePlan, Also | None]:
    """Return *plan* without what the hub has decided, and what keeps these decisions."""
    plan, choices = without_settled(plan, through)
    if not choices:
        return plan, None

    def keep(transaction: Transaction, return_id: str) -> None:
        _keep(transaction, choices, content, return_id)

    return plan, keep


def _keep(
    transaction: Transaction,
    choices: Sequence[tuple[Conflict, str]],
    content: Return,
    return_id: str,
) -> None:
    catalogue, rows = transaction.schema.catalogue, []
    for number, (conflict, choice) in enumerate(choices):
        place = FieldPlace(conflict.sheet, conflict.uid, conflict.field)
        rows.append(
            {
                "id": f"{return_id}/h{number:05}", "return_id": return_id,
                "round": content.identity.round, "entity": content.identity.entity,
                "sheet": place.sheet, "uid": place.uid, "field": place.field,
                "issued": answer_as_text(catalogue, place, conflict.issued),
                "ours": answer_as_text(catalogue, place, conflict.ours),
                "theirs": answer_as_text(catalogue, place, conflict.theirs),
                "cell": conflict.cell, "decision": choice,
            }
        )  # fmt: skip
    transaction.add(transaction.schema["conflict"], rows)


def both(first: Also | None, second: Also | None) -> Also | None:
    """Return what writes first the one and then the other."""
    if first is None or second is None:
        return first or second

    def write(transaction: Transaction, return_id: str) -> None:
        first(transaction, return_id)
        second(transaction, return_id)

    return write
