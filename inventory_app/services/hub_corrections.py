"""What a hub has corrected: its answers beside those that its returns alone would have given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from inventory_app.domain import merging
from inventory_app.domain.contradictions import Claim, in_any_order
from inventory_app.domain.findings import Finding
from inventory_app.domain.hub_returns import Correction, Corrections
from inventory_app.domain.merging import Answer, Conflict
from inventory_app.domain.records import Record
from inventory_app.domain.workbooks import Return
from inventory_app.services.checking import after_merging, as_issued
from inventory_app.services.hub_stores import HubReturn, HubStore, answer_of, listed

Places = Mapping[tuple[str, str, str], Answer]


class _Origin(NamedTuple):
    file: str
    tab: str
    cell: str
    who: str
    at: str


class Replay:
    """The returns of one entity merged again as if the hub had done nothing else."""

    def __init__(self, hub: HubStore, entity: str) -> None:
        self._hub = hub
        self.entity = entity
        self._state: dict[str, tuple[Record, ...]] = dict(hub.begun.get(entity, {}))
        self._now = listed(hub.records.get(entity, {}))
        self._origins: dict[tuple[str, str, str], _Origin] = {}
        self._last: HubReturn | None = None
        self._claims: dict[tuple[str, str, str], tuple[Answer, Claim]] = {}

    def add(self, each: HubReturn, content: Return) -> dict[Conflict, str]:
        """Merge one return more; return the conflicts in it that the hub has decided."""
        catalogue = self._hub.catalogue
        if not self._hub.is_copy and content.identity.store != self._hub.store:
            known = listed(self._state)
            for sheet, records in as_issued(content, catalogue).items():
                new = tuple(r for r in records if (sheet, r.uid) not in known)
                self._state[sheet] = (*self._state.get(sheet, ()), *new)
        plan = merging.plan(catalogue, content, self._state)
        made = plan if content.certain else in_any_order(plan, catalogue, self._claimed)
        self._state = after_merging(self._state, made, content, catalogue)
        self._note(each, content)
        decided = {
            conflict: self._choice(conflict)
            for conflict, kept in zip(plan.conflicts, made.conflicts, strict=True)
            if (kept.return_id or each.sha256, *conflict[:3]) not in self._hub.open
        }
        for row in made.rows:
            for update in row.updates:
                claim = update.after, Claim(each.sha256, update.cell)
                self._claims[row.sheet, row.uid, update.field] = claim
        for conflict in decided:
            self._claims.pop(conflict[:3], None)
        return decided

    def _claimed(self, conflict: Conflict) -> Claim | None:
        """Return which of the returns merged so far gave the answer that stands."""
        answer, claim = self._claims.get(conflict[:3], (None, None))
        return claim if answer == conflict.ours else None

    def _choice(self, conflict: Conflict) -> str:
        now = answer_of(self._now.get((conflict.sheet, conflict.uid)), conflict.field)
        return {conflict.theirs: "theirs", conflict.ours: "ours"}.get(now, "own")

    def _note(self, each: HubReturn, content: Return) -> None:
        """Keep where every answer stands in the return that spoke of it last."""
        self._last = each
        for name, sheet in content.sheets.items():
            for row in sheet.rows:
                for field, cell in row.cells.items():
                    self._origins[name, row.uid or "", field] = _Origin(
                        each.file_name, sheet.tab, cell, each.who, each.at.isoformat()
                    )

    def corrections(self, received: Places) -> Corrections:
        """Return what the hub has otherwise than these returns, or than what it sent before.

        *received* are its answers that headquarters has taken in already.
        """
        hub, base = self._hub, listed(self._state)
        made: list[Correction] = []
        findings: list[Finding] = []
        for (sheet, uid), record in sorted(self._now.items()):
            was = base.get((sheet, uid))
            if was is None and record.standing == "carried":
                continue
            for asked in hub.catalogue[sheet].asked:
                place = (sheet, uid, asked.name)
                before, after = (
                    received.get(place, answer_of(was, asked.name)),
                    answer_of(record, asked.name),
                )
                if before == after:
                    continue
                if after.blank:
                    found = asked.type.format(before.value) or str(before.state)
                    findings.append(
                        Finding(
                            code="L-HUB-CLEARED",
                            sheet=sheet,
                            uid=uid,
                            field=asked.name,
                            found=found,
                        )
                    )
                else:
                    made.append(self._correction(place, before, after))
        findings += self._gone(base)
        return Corrections(
            store=hub.store, round=hub.round, entity=self.entity, made=tuple(made),
            findings=tuple(findings),
        )  # fmt: skip

    def _correction(self, place: tuple[str, str, str], before: Answer, after: Answer) -> Correction:
        sheet, uid, name = place
        said = self._origins.get(place)
        last = self._last
        who, at = self._hub.own_changes.get((sheet, uid), {}).get(
            name, (last.who, last.at.isoformat()) if last else ("", "")
        )
        file, tab, cell = said[:3] if said else ("", "", "")
        return Correction(
            sheet=sheet, uid=uid, field=name, before=before, after=after, who=who, at=at,
            file=file, tab=tab, cell=cell,
        )  # fmt: skip

    def _gone(self, base: Mapping[tuple[str, str], Record]) -> Iterator[Finding]:
        for sheet, uid in sorted(self._hub.own_changes):
            record = base.get((sheet, uid))
            if record is not None and (sheet, uid) not in self._now:
                title = self._hub.catalogue[sheet].title_of(record.values) or uid
                yield Finding(code="L-HUB-GONE", sheet=sheet, uid=uid, found=title)
