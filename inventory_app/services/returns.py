"""Merging returned workbooks: read whole, judge, then one transaction for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, select

from inventory_app.domain import merging
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.findings import Finding
from inventory_app.domain.merging import MergePlan
from inventory_app.domain.records import Record
from inventory_app.domain.rounds import Round
from inventory_app.domain.workbooks import Identity, Return
from inventory_app.errors import Refused, UserError
from inventory_app.progress import Cancelled, NoProgress, Progress
from inventory_app.services.answering import QueryAnswers, answers_to_queries, writing
from inventory_app.services.applying import Also, apply_plan
from inventory_app.services.checking import after_merging, with_cells
from inventory_app.services.contradicting import Contradictions
from inventory_app.services.hub_merging import REFUSED_HUBS, both, settled_by_hub
from inventory_app.services.incoming import Incoming
from inventory_app.services.merge_records import OurRecords
from inventory_app.services.merge_results import Decide, FileResult, MergeResult, Records, Side
from inventory_app.services.origins import about_file, without_foreign_codes
from inventory_app.services.parallel import collecting_rarely
from inventory_app.services.reading import ReadFile
from inventory_app.store import queries
from inventory_app.store.database import ChangedMeanwhile, Database, backup_name
from inventory_app.store.schema import Schema
from inventory_app.texts import N_

_TRIES = 8

__all__ = ["Decide", "FileResult", "MergeResult", "Records", "Returns", "Side"]


class Returns:
    """Survey workbooks that come back to one store."""

    def __init__(
        self, database: Database, catalogue: Catalogue, *, tokens: Callable[[], str]
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._tokens = tokens
        self._accepted: set[str] = set()

    def merge(
        self,
        file_paths: Sequence[Path],
        *,
        dry_run: bool = False,
        resolve: Side | None = None,
        decide: Decide | None = None,
        elsewhere: bool = False,
        progress: Progress | None = None,
        parallel: bool = True,
    ) -> MergeResult:
        """Merge files; each is one transaction, one undo step and one kept report.

        A file that is refused is named with its reason and the rest goes on. Where both sides
        changed a field it stays ours and an open conflict is kept, unless *resolve* names a side
        or *decide* changes the plan. With *elsewhere* workbooks that
        another store issued are taken in, too: what was issued travels in them. A backup is made
        before the first change. With *dry_run* nothing is changed at all.
        """
        progress = progress or NoProgress()
        merge = _Merge(
            self._database, self._catalogue, self._tokens, resolve, decide,
            dry_run=dry_run, elsewhere=elsewhere, accepted=self._accepted,
        )  # fmt: skip
        results: list[FileResult] = []
        try:
            progress.step(0, len(file_paths), "")
            with (
                collecting_rarely(),
                closing(merge.incoming(parallel=parallel).read(file_paths)) as files,
            ):
                for file, total in files:
                    results.append(merge.one(file))
                    progress.step(len(results), total, file.path.name)
        except Cancelled:
            return MergeResult(
                files=tuple(results), backup=merge.backup, dry_run=dry_run, cancelled=True
            )
        return MergeResult(files=tuple(results), backup=merge.backup, dry_run=dry_run)

    def accept(self, sha256: str) -> None:
        """Take a workbook in, from now on, that another store issued, as with *elsewhere*."""
        self._accepted.add(sha256)

    def _trial(self) -> _Merge:
        return _Merge(
            self._database, self._catalogue, self._tokens, None, None,
            dry_run=True, accepted=self._accepted,
        )  # fmt: skip

    def read(self, path: Path) -> ReadFile:
        """Read one file, or what stands under *path* in the store of a hub."""
        merge = self._trial()
        incoming = replace(merge.incoming(parallel=False), known=())
        with closing(incoming.read([path])) as files:
            return next(file for file, _total in files)

    def refusal(self, file: ReadFile) -> UserError | None:
        """Return why a file that has been read is not to be merged, None if it is."""
        if file.content is None:
            return file.reason
        merge = self._trial()
        refused = merge.refusal(file, file.content)
        return refused[1] if refused else None

    def own(self, file: ReadFile) -> ReadFile:
        """Return a file that has been read as `merge` takes it: without codes of other entities."""
        if file.content is None:
            return file
        owner = OurRecords(self._database, kept=False).owner(file.content, {})
        return replace(file, content=without_foreign_codes(file.content, owner))

    def original(self, sha256: str) -> bytes | None:
        """Return a returned file as it came, byte for byte."""
        table = self._database.schema["original"]
        with self._database.reading() as connection:
            data = connection.scalar(select(table.c.data).where(table.c.sha256 == sha256))
        return None if data is None else bytes(data)

    def original_name(self, sha256: str) -> str | None:
        """Return the name that a returned file had when it came."""
        table = self._database.schema["original"]
        with self._database.reading() as connection:
            name = connection.scalar(select(table.c.file_name).where(table.c.sha256 == sha256))
        return None if name is None else str(name)


class _Merge:
    """One run over many files; what is known of the store is read once and kept current."""

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        tokens: Callable[[], str],
        resolve: Side | None,
        decide: Decide | None,
        *,
        dry_run: bool,
        elsewhere: bool = False,
        accepted: Container[str] = (),
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._tokens = tokens
        self._resolve = resolve
        self._decide = decide
        self._dry_run = dry_run
        self._elsewhere = elsewhere
        self._accepted = accepted
        self.backup: Path | None = None
        self._wrote = False
        self._read()
        self._store = database.setting("store")
        self._key = bytes.fromhex(database.setting("signing_key") or "")

    def _read(self) -> None:
        """Read what is known of the store, all of it in one state."""
        schema = self._database.schema
        with self._database.reading() as connection:
            self._seen = self._database.newest_change(connection)
            self._rounds = queries.rounds(connection, schema)
            self._current: Round | None = next(reversed(self._rounds.values()), None)
            issues = schema["issue"]
            self._issues = {row.id: row for row in connection.execute(select(issues))}
            self._merged = {row["sha256"]: row for row in queries.returns(connection, schema)}
            self._undecided = _undecided(connection, schema)
            self._deadlines = queries.own_deadlines(connection, schema)
            self._asked = queries.asked(connection, schema)
            declared = (
                queries.declarations(connection, schema, self._current.code)
                if self._current
                else {}
            )
        self._records = OurRecords(self._database, kept=self._dry_run)
        self._contradictions = Contradictions(
            self._database, self._catalogue, self._current.code if self._current else ""
        )
        self._declared: dict[tuple[str, str], tuple[bool, bool]] = defaultdict(
            lambda: (False, False)
        )
        for entity, sheets in declared.items():
            for name, said in sheets.items():
                self._declared[entity, name] = (said.nothing, said.unchanged)

    def incoming(self, *, parallel: bool) -> Incoming:
        """Return what reads the files that are to be merged."""
        return Incoming(
            database=self._database, catalogue=self._catalogue, current=self._current,
            known=self.known(), parallel=parallel,
        )  # fmt: skip

    def one(self, file: ReadFile) -> FileResult:
        """Merge one file, or say why not; look again if somebody else writes at the same time."""
        for _ in range(_TRIES):
            try:
                return self._one(file)
            except ChangedMeanwhile:
                self._read()
        raise UserError(
            "E-BUSY",
            N_("Somebody else keeps changing this store."),
            N_("Wait until they have finished and merge again; nothing is lost."),
        )

    def _one(self, file: ReadFile) -> FileResult:
        content = file.content
        if content is None:
            return self._not_read(file)
        identity = content.identity
        refusal = self.refusal(file, content)
        if refusal is not None:
            status, reason = refusal
            return FileResult(
                path=file.path, sha256=file.sha256, status=status, entity=identity.entity,
                round=identity.round, reason=reason,
            )  # fmt: skip
        ours = self._records.of(identity.round, identity.entity, self._seen)
        content = without_foreign_codes(content, self._records.owner(content, ours))
        file = replace(file, content=content)
        plan = merging.plan(self._catalogue, content, ours)
        also = None
        if file.through:
            plan, also = settled_by_hub(file.through, content, plan)
        if self._resolve:
            plan = merging.resolved(plan, self._resolve)
        if self._decide:
            plan, more = self._decide(file, ours, plan)
            also = both(also, more)
        plan = self._contradictions.settled(plan, content)
        after = after_merging(ours, plan, content, self._catalogue)
        asked = answers_to_queries(
            self._database, self._catalogue, content, plan, after,
            self._rounds[identity.round].parameters,
        )  # fmt: skip
        also = writing(self._database, asked, content.filled_by, also)
        status = _status(plan, asked)
        odd = about_file(file, self._numbers(identity), foreign=identity.store != self._store)
        findings = (*odd, *with_cells(plan.findings, content))
        if not self._dry_run:
            self._apply(file, content, plan, ours, after, status, findings, also)
        else:
            self._contradictions.follow(plan)
        self._records.follow(identity.entity, after)
        self._merged[file.sha256] = {
            "entity": identity.entity, "round": identity.round, "issue": identity.issue
        }  # fmt: skip
        return FileResult(
            path=file.path, sha256=file.sha256, status=status, entity=identity.entity,
            round=identity.round, counts=plan.counts, findings=findings,
            conflicts=plan.conflicts, queries=asked,
        )  # fmt: skip

    def _numbers(self, identity: Identity) -> list[int]:
        """Return the numbers of the workbooks of an entity and round that came back before."""
        whose = (identity.entity, identity.round)
        came = [row for row in self._merged.values() if (row["entity"], row["round"]) == whose]
        return [self._issues[row["issue"]].number for row in came if row["issue"] in self._issues]

    def refusal(self, file: ReadFile, content: Return) -> tuple[str, UserError] | None:
        """Return the status of a file that is refused and the reason, None if it is not."""
        identity, name = content.identity, file.path.name
        issue = self._issues.get(identity.issue)
        genuine = identity.store == self._store and identity.signed(self._key) == identity.tag
        vouched = file.through is not None and file.through.vouched
        if not vouched and (issue is None or not genuine) and not self._takes(file, identity):
            return "unknown-issue", Refused(
                "F-UNKNOWN-ISSUE",
                N_("“{file}” was not issued from this store."),
                N_("Merge it into the store that issued workbook {code}, or issue it again here."),
                file=name,
                code=identity.code,
            )
        if self._current is None or identity.round != self._current.code:
            return "wrong-round", self._other_round(name, identity.round)
        if file.sha256 in self._merged and not self._reopens(file.sha256):
            return "already-merged", _already(name)
        return None

    def _takes(self, file: ReadFile, identity: Identity) -> bool:
        """Whether a workbook of another store is taken in: only of an entity that is asked here."""
        known = (identity.round, identity.entity) in self._asked
        wanted = self._elsewhere or file.sha256 in self._accepted
        return wanted and identity.store != self._store and known

    def known(self) -> frozenset[str]:
        """Return the files that need not be opened again: merged, and nothing left to decide."""
        return frozenset(sha for sha in self._merged if not self._reopens(sha))

    def _not_read(self, file: ReadFile) -> FileResult:
        if file.reason is not None:
            status = REFUSED_HUBS.get(file.reason.code, "unreadable")
            return FileResult(path=file.path, sha256=file.sha256, status=status, reason=file.reason)
        before = self._merged[file.sha256]
        wrong = self._current is None or before["round"] != self._current.code
        return FileResult(
            path=file.path, sha256=file.sha256, entity=before["entity"], round=before["round"],
            status="wrong-round" if wrong else "already-merged",
            reason=self._other_round(file.path.name, before["round"])
            if wrong
            else _already(file.path.name),
        )  # fmt: skip

    def _other_round(self, name: str, round_code: str) -> Refused:
        return Refused(
            "F-WRONG-ROUND",
            N_("“{file}” belongs to round {round}, but the open round is {current}."),
            N_("Ask the entity for the workbook of round {current}."),
            file=name,
            round=round_code,
            current=self._current.code if self._current else "-",
        )

    def _reopens(self, sha256: str) -> bool:
        """Whether a file is merged again to decide the conflicts that it left open."""
        return self._resolve is not None and sha256 in self._undecided

    def _apply(
        self,
        file: ReadFile,
        content: Return,
        plan: MergePlan,
        ours: Mapping[str, tuple[Record, ...]],
        after: Mapping[str, tuple[Record, ...]],
        status: str,
        findings: tuple[Finding, ...],
        also: Also | None,
    ) -> None:
        self._database.must_be_writable()
        if self.backup is None:
            self.backup = backup_name(self._database.path, self._database.clock(), "before-merge")
            self._database.backup(self.backup)
        with self._without_idle_backup():
            apply_plan(
                self._database, file=file, content=content, plan=plan, ours=ours, after=after,
                status=status, findings=findings, return_id=self._tokens(),
                on_time=self._on_time(file, content.identity), declared=self._declared,
                decision=self._resolve, seen=self._seen, also=also,
            )  # fmt: skip
        self._seen += 1
        self._wrote = True

    @contextmanager
    def _without_idle_backup(self) -> Iterator[None]:
        """Leave no backup behind of a store that could not be written at all."""
        try:
            yield
        except ChangedMeanwhile:
            raise
        except BaseException:
            if not self._wrote and self.backup is not None:
                self.backup.unlink(missing_ok=True)
                self.backup = None
            raise

    def _on_time(self, file: ReadFile, identity: Identity) -> bool:
        """Whether a return came in time: to the hub, where it came through one."""
        day = (file.through.at if file.through else self._database.clock()).date()
        issue = self._issues.get(identity.issue)
        own = self._deadlines.get((identity.round, identity.entity))
        due: date = (issue and issue.due) or own or self._rounds[identity.round].deadline
        return day <= due


def _already(name: str) -> Refused:
    return Refused(
        "F-ALREADY-MERGED",
        N_("“{file}” has been merged already; the same file changes nothing."),
        N_("Nothing to do."),
        file=name,
    )


def _undecided(connection: Connection, schema: Schema) -> set[str]:
    """Return the files, by SHA-256, that left conflicts which nobody has decided."""
    conflicts, returned = schema["conflict"], schema["returned"]
    query = (
        select(returned.c.sha256)
        .join(conflicts, returned.c.id == conflicts.c.return_id)
        .where(conflicts.c.decision.is_(None))
    )
    return set(connection.scalars(query))


def _status(plan: MergePlan, asked: QueryAnswers | None) -> str:
    if plan.conflicts:
        return "conflicts"
    settles = asked is not None and bool(asked.changes)
    return "unchanged" if plan.changes_nothing and not settles else "merged"
