"""Reviewing returns before they are written, and deciding what earlier merges left open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import delete, insert, select

from inventory_app.domain import merging, reviewing
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.merging import MergePlan
from inventory_app.domain.reviews import (
    DecideResult,
    Decision,
    Decisions,
    FieldPlace,
    Group,
    Remembered,
    ReviewField,
    ReviewPlan,
    Triage,
    TriageFile,
    decisions_as_text,
    decisions_from_text,
    with_remembered,
)
from inventory_app.domain.workbooks import Return
from inventory_app.errors import UserError
from inventory_app.progress import Progress
from inventory_app.services import deciding
from inventory_app.services.applying import Also
from inventory_app.services.asking import Asking, close_answered
from inventory_app.services.hub_merging import settled_by_hub
from inventory_app.services.reading import ReadFile, read_bytes
from inventory_app.services.returned_sides import ReturnedSides
from inventory_app.services.returns import FileResult, MergeResult, Records, Returns
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.store.recorder import Transaction
from inventory_app.texts import N_

_GROUPS: Mapping[str, Group] = {
    "merged": "ready",
    "unchanged": "ready",
    "conflicts": "decide",
    "unreadable": "unreadable",
    "wrong-round": "wrong-round",
    "already-merged": "already-merged",
    "unknown-issue": "unknown-issue",
}


class Reviews:
    """Reviews of returns to one store; nothing of a return is written before `apply`."""

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        returns: Returns,
        *,
        tokens: Callable[[], str],
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._returns = returns
        self._tokens = tokens
        self._paths: dict[str, Path] = {}

    def triage(self, paths: Sequence[Path], progress: Progress | None = None) -> Triage:
        """Sort files into those that are ready, need decisions, or cannot be merged and why.

        Decisions saved earlier count: a file of which everything is decided is ready.
        """
        conflicts: Counter[str] = Counter()
        saved = self._all_saved()

        def decide(file: ReadFile, ours: Records, plan: MergePlan) -> tuple[MergePlan, Also | None]:
            conflicts[file.sha256] = len(plan.conflicts)
            decisions = saved.get(file.sha256)
            return (self._decided(file, ours, plan, decisions).plan if decisions else plan), None

        result = self._returns.merge(paths, dry_run=True, decide=decide, progress=progress)
        self._paths |= {file.sha256: file.path for file in result.files if file.sha256}
        return Triage(
            files=tuple(
                _sorted(file, conflicts[file.sha256], saved=file.sha256 in saved)
                for file in result.files
            ),
            cancelled=result.cancelled,
        )

    def plan(self, source: Path | str) -> ReviewPlan:
        """Lay out one file for review: by its path, or by the SHA-256 that `triage` told.

        Raises `UserError` where the file cannot be merged, with the reason.
        """
        file = self._read(source)
        reason = self._returns.refusal(file)
        if reason is not None:
            raise reason
        self._paths[file.sha256] = file.path
        file = self._returns.own(file)
        ours = self._ours(file)
        plan = merging.plan(self._catalogue, _content(file), ours)
        if file.through is not None:
            plan, _settled = settled_by_hub(file.through, _content(file), plan)
        with self._database.reading() as connection:
            known = deciding.remembered(connection, self._database.schema)
        return with_remembered(self._laid(file, ours, plan), known)

    def decisions(self, sha256: str) -> dict[FieldPlace, Decision]:
        """Return what was saved for a file, by this or an earlier run of the program."""
        table = self._database.schema["review"]
        with self._database.reading() as connection:
            kept = connection.scalar(select(table.c.decisions).where(table.c.sha256 == sha256))
        return decisions_from_text(self._catalogue, kept or ())

    def save(self, sha256: str, decisions: Decisions) -> None:
        """Keep decisions for later; without any the file is as if it had not been reviewed."""
        table, database = self._database.schema["review"], self._database
        with database.keeping() as connection:
            connection.execute(delete(table).where(table.c.sha256 == sha256))
            if decisions:
                connection.execute(
                    insert(table).values(
                        sha256=sha256, decisions=decisions_as_text(self._catalogue, decisions),
                        saved_at=database.clock().isoformat(), who=database.who,
                    )
                )  # fmt: skip

    def apply(
        self,
        paths: Sequence[Path],
        decisions: Mapping[str, Decisions] | None = None,
        progress: Progress | None = None,
    ) -> MergeResult:
        """Merge files as decided; each is one transaction, one undo step and one kept report.

        *decisions* are by SHA-256; those saved earlier hold for the other files. A conflict
        without a decision stays open.
        """
        chosen = {**self._all_saved(), **(decisions or {})}

        def decide(file: ReadFile, ours: Records, plan: MergePlan) -> tuple[MergePlan, Also | None]:
            taken = chosen.get(file.sha256)
            return self._taken(file, ours, plan, taken) if taken else (plan, None)

        return self._returns.merge(paths, decide=decide, progress=progress)

    def replay(
        self,
        paths: Sequence[Path],
        *,
        dry_run: bool = False,
        elsewhere: bool = False,
        progress: Progress | None = None,
    ) -> MergeResult:
        """Merge files; conflicts are decided as the same difference of the same record was before.

        Which these are is told with each file. Every other conflict stays open.
        """
        known = self.remembered()
        said: dict[str, tuple[ReviewField, ...]] = {}

        def decide(file: ReadFile, ours: Records, plan: MergePlan) -> tuple[MergePlan, Also | None]:
            if not plan.conflicts or not known:
                return plan, None
            laid = with_remembered(self._laid(file, ours, plan), known)
            again = [
                (each, each.remembered.decision)
                for each in laid.fields()
                if each.conflict and each.remembered and each.remembered.same_record
            ]
            said[file.sha256] = tuple(each for each, _decision in again)
            return self._taken(file, ours, plan, {each.place: how for each, how in again})

        result = self._returns.merge(
            paths, dry_run=dry_run, decide=decide, elsewhere=elsewhere, progress=progress
        )
        files = (replace(each, replayed=said.get(each.sha256, ())) for each in result.files)
        return replace(result, files=tuple(files))

    def _taken(
        self, file: ReadFile, ours: Records, plan: MergePlan, taken: Decisions
    ) -> tuple[MergePlan, Also]:
        """Return the plan as decided, and what is to be kept of the decisions."""
        made = self._decided(file, ours, plan, taken)
        identity = _content(file).identity

        def also(transaction: Transaction, return_id: str) -> None:
            deciding.keep_decided(
                transaction, made, taken, return_id, identity.round, identity.entity
            )
            settled = [p for p, each in taken.items() if each.choice != "query"]
            close_answered(transaction, self._database, identity.round, identity.entity, settled)
            asking = Asking(self._database, self._tokens)
            asking.ask(transaction, identity.round, identity.entity, made.asked, source=return_id)
            deciding.remember(transaction, self._database, made.remembered, taken)
            table = transaction.schema["review"]
            transaction.connection.execute(delete(table).where(table.c.sha256 == file.sha256))

        return made.plan, also

    def remembered(self) -> tuple[Remembered, ...]:
        """Return all remembered decisions, the newest first."""
        with self._database.reading() as connection:
            return tuple(deciding.remembered(connection, self._database.schema))

    def forget(self, ids: Iterable[str] | None = None) -> None:
        """Forget remembered decisions, all of them without *ids*."""
        table = self._database.schema["remembered"]
        with self._database.keeping() as connection:
            if ids is None:
                connection.execute(delete(table))
            else:
                connection.execute(delete(table).where(table.c.id.in_(list(ids))))

    def open_conflicts(self, round_code: str) -> tuple[ReviewPlan, ...]:
        """Return what merges of a round left open, one plan for each file."""
        with self._database.reading() as connection:
            return deciding.open_conflicts(connection, self._database.schema, round_code)

    def decide(self, round_code: str, decisions: Mapping[str, Decisions]) -> DecideResult:
        """Decide open conflicts of a round as one change set.

        *decisions* are by the SHA-256 of the plans of `open_conflicts`.
        """
        return deciding.Deciding(self._database, self._tokens).decide(round_code, decisions)

    def ask(self, round_code: str, entity: str, place: FieldPlace, question: str) -> None:
        """Open a query on one field; raise `UserError` for an empty question.

        What was issued and what came back is noted beside it, as far as a return tells.
        """
        if not question.strip():
            raise UserError(
                "E-QUESTION",
                N_("A query needs a question."),
                N_("Say in one sentence what the entity is to explain or correct."),
            )
        asking = Asking(self._database, self._tokens)
        sides = ReturnedSides(self._database, self._catalogue, round_code).of(entity, place)
        asked = reviewing.Asked(
            place, question.strip(), sides.issued, None, sides.theirs, None, sides.return_id
        )
        with self._database.writing(
            N_("Ask {entity} about {count} fields"), entity=entity, count=1
        ) as transaction:
            asking.ask(transaction, round_code, entity, [asked])

    def _all_saved(self) -> dict[str, dict[FieldPlace, Decision]]:
        table = self._database.schema["review"]
        with self._database.reading() as connection:
            return {
                row.sha256: decisions_from_text(self._catalogue, row.decisions)
                for row in connection.execute(select(table))
            }

    def _read(self, source: Path | str) -> ReadFile:
        if isinstance(source, Path):
            return self._returns.read(source)
        path = self._paths.get(source)
        if path is not None:
            file = self._returns.read(path)
            if file.sha256 == source:
                return file
        data = self._returns.original(source)
        if data is not None:
            name = self._returns.original_name(source) or source
            return read_bytes(Path(name), data, self._catalogue)
        raise UserError(
            "E-REVIEW-GONE",
            N_("The file of this review is not there any more, or it was changed."),
            N_("Drop the file again to review it."),
        )

    def _ours(self, file: ReadFile) -> Records:
        identity = _content(file).identity
        with self._database.reading() as connection:
            found = queries.records(
                connection, self._database.schema, identity.round, entities=[identity.entity]
            )
        return found.get(identity.entity, {})

    def _laid(self, file: ReadFile, ours: Records, plan: MergePlan) -> ReviewPlan:
        return reviewing.review(
            self._catalogue, _content(file), ours, plan, sha256=file.sha256, path=file.path
        )

    def _decided(
        self, file: ReadFile, ours: Records, plan: MergePlan, decisions: Decisions
    ) -> reviewing.DecidedPlan:
        return reviewing.decided(plan, self._laid(file, ours, plan), decisions)


def _content(file: ReadFile) -> Return:
    if file.content is None:
        raise ValueError("the file has not been read")
    return file.content


def _sorted(file: FileResult, conflicts: int, *, saved: bool) -> TriageFile:
    return TriageFile(
        path=file.path, sha256=file.sha256, group=_GROUPS[file.status], entity=file.entity,
        round=file.round, counts=file.counts, findings=file.findings, conflicts=conflicts,
        undecided=len(file.conflicts), saved=saved, reason=file.reason,
    )  # fmt: skip
