"""Issuing survey workbooks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from inventory_app import paths
from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.entities import Entity
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.records import make_uid
from inventory_app.domain.rounds import Participation, Round
from inventory_app.domain.workbooks import Identity, Workbook
from inventory_app.errors import UserError
from inventory_app.languages import language as language_of
from inventory_app.progress import Cancelled, NoProgress, Progress
from inventory_app.services.assessment_words import group_label
from inventory_app.services.entities import resolve
from inventory_app.services.looking_back import LookBack, Standers, look_back
from inventory_app.services.parallel import pool
from inventory_app.services.rounds import known
from inventory_app.services.safekeeping import seal_of
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.texts import N_, translator

ORGANISATION = N_("United Nations Secretariat")
PARALLEL_FROM = 12  # fewer files are written before a second process has started


@dataclass(frozen=True, kw_only=True)
class IssuedFile:
    """One workbook that was written."""

    entity: str
    language: str
    number: int
    path: Path
    sha256: str


@dataclass(frozen=True, kw_only=True)
class IssueResult:
    """What an issue wrote; complete files stay when it was cancelled."""

    round: str
    files: tuple[IssuedFile, ...]
    cancelled: bool = False


class Workbooks:
    """Survey workbooks that go out of one store."""

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        *,
        tokens: Callable[[], str],
        standings: Callable[[], Standers] | None = None,
    ) -> None:
        """Take a store; without *standings* workbooks show no figures of the last round."""
        self._database = database
        self._catalogue = catalogue
        self._tokens = tokens
        self._standings = standings

    def issue(
        self,
        round_code: str,
        folder: Path,
        *,
        entities: Sequence[str] | None = None,
        language: str | None = None,
        progress: Progress | None = None,
    ) -> IssueResult:
        """Write one workbook for each entity of a round, prefilled, in the entity's language.

        It has the sheets that the round asks, and holds what was merged already: issued again, in
        another language too, it keeps what was filled in, declarations of whole sheets among it.
        What was issued is recorded in one transaction. Raises `UserError` for a round or entity
        that is not there, and where the folder cannot be written; then nothing is recorded. On
        cancel the complete files stay and are recorded.
        """
        self._database.must_be_writable()
        progress = progress or NoProgress()
        workbooks = self._prepared(round_code, entities, language)
        taken: set[str] = set()
        jobs = []
        for workbook in workbooks:
            target = free_name(folder / workbook.file_name, taken)
            taken.add(target.name.casefold())
            jobs.append((workbook, target, workbook.identity))
        files, cancelled = self._written(jobs, progress)
        self.record(round_code, files)
        return IssueResult(
            round=round_code, files=tuple(file for file, _ in files), cancelled=cancelled
        )

    def _prepared(
        self, round_code: str, entities: Sequence[str] | None, language: str | None
    ) -> list[Workbook]:
        if language is not None:
            language_of(language)
        schema = self._database.schema
        with self._database.reading() as connection:
            shown = known(queries.rounds(connection, schema), round_code)
            every = queries.entities(connection, schema)
            asked = queries.participations(connection, schema, round_code)
            chosen = chosen_entities(every, asked, entities, round_code)
            records = queries.records(connection, schema, round_code, entities=chosen)
            declared = queries.declarations(connection, schema, round_code)
            filled_by = queries.filled_by(connection, schema, round_code)
        back = self.look_back(shown)
        workbooks = []
        for code in chosen:
            mine = records.get(code, {})
            identity = self.new_identity(shown, asked[code], language or asked[code].language)
            workbook = replace(
                self.blank(shown, back, every[code], asked[code], identity),
                declarations=declared.get(code, {}),
                filled_by=filled_by.get(code, ""),
                records=mine,
                spare=self.spare(identity.issue, shown, mine),
            )
            workbooks.append(workbook)
        return workbooks

    def look_back(self, shown: Round) -> LookBack:
        """Return what the workbooks of a round say of the one before it."""
        return look_back(self._database, self._catalogue, self._standings, shown)

    def new_identity(self, shown: Round, asked: Participation, language: str) -> Identity:
        """Return the signed identity of one more workbook for an entity in a round."""
        store, key = self._database.setting("store"), self._database.setting("signing_key")
        identity = Identity(
            store=str(store), round=shown.code, entity=asked.entity, issue=self._tokens(),
            number=asked.issues + 1, language=language, catalogue=self._catalogue.version,
        )  # fmt: skip
        return replace(identity, tag=identity.signed(bytes.fromhex(str(key))))

    def blank(
        self, shown: Round, back: LookBack, entity: Entity, asked: Participation, identity: Identity
    ) -> Workbook:
        """Return the workbook of an entity with no records in it: what its front page says."""
        _ = translator(identity.language)
        last = back.of(entity.code)
        return Workbook(
            identity=identity,
            organisation=_(ORGANISATION),
            entity_name=entity.name(identity.language),
            entity_names=entity.names,
            entity_type=entity.type,
            focal_point=entity.focal_point,
            contact=entity.contact,
            as_of=shown.as_of,
            deadline=asked.deadline or shown.deadline,
            issued_on=self._database.clock().date(),
            dedicated_from=int(shown.parameters.dedicated_from),
            non_dedicated_from=int(shown.parameters.non_dedicated_from),
            asked=shown.parameters.sheets,
            before=back.before,
            changes=back.changes,
            last=last,
            peers=group_label(self._catalogue, last.group, _) if last else "",
            records={},
            spare={},
        )

    def spare(
        self, issue: str, shown: Round, known: Mapping[str, Sequence[object]]
    ) -> dict[str, tuple[str, ...]]:
        """Return the uids of the empty rows beside *known* ones, by sheet that is asked."""
        from inventory_app.formats.excel.workbook_writer import spare_rows  # noqa: PLC0415

        return {
            sheet.name: tuple(
                make_uid(sheet.prefix, f"{issue}/{sheet.name}/{n}".encode())
                for n in range(spare_rows(sheet.name, len(known.get(sheet.name, ()))))
            )
            for sheet in self._catalogue
            if shown.parameters.asks(sheet.name)
        }

    def _written(
        self, jobs: Sequence[tuple[Workbook, Path, Identity]], progress: Progress
    ) -> tuple[list[tuple[IssuedFile, Identity]], bool]:
        files: list[tuple[IssuedFile, Identity]] = []
        parallel = len(jobs) >= PARALLEL_FROM
        try:
            progress.step(0, len(jobs), "")
            if not parallel:
                for workbook, target, identity in jobs:
                    files.append((_file(identity, target, _write(workbook, target)), identity))
                    progress.step(len(files), len(jobs), target.name)
                return files, False
            with pool() as workers:
                waiting = [workers.submit(_write, workbook, target) for workbook, target, _ in jobs]
                try:
                    for (_, target, identity), future in zip(jobs, waiting, strict=True):
                        files.append((_file(identity, target, future.result()), identity))
                        progress.step(len(files), len(jobs), target.name)
                except BaseException:
                    workers.shutdown(cancel_futures=True)
                    for (_, target, identity), future in list(zip(jobs, waiting, strict=True))[
                        len(files) :
                    ]:
                        if future.done() and not future.cancelled() and not future.exception():
                            files.append((_file(identity, target, future.result()), identity))
                    raise
        except (Cancelled, KeyboardInterrupt):
            return files, True
        except UserError:
            for file, _ in files:
                file.path.unlink(missing_ok=True)
            raise
        return files, False

    def record(self, round_code: str, files: Sequence[tuple[IssuedFile, Identity]]) -> None:
        """Record as one step that workbooks went out."""
        if not files:
            return
        at = self._database.clock().isoformat()
        rows: list[dict[str, Any]] = [
            {
                "id": identity.issue, "round": round_code, "entity": file.entity,
                "number": file.number, "language": file.language, "issued_at": at,
                "catalogue_version": identity.catalogue, "file_name": file.path.name,
                "sha256": file.sha256,
            }
            for file, identity in files
        ]  # fmt: skip
        with self._database.writing(
            N_("Issue {count} workbooks of round {round}"),
            count=len(rows),
            round=round_code,
            seal=seal_of(self._database),
        ) as transaction:
            transaction.add(self._database.schema["issue"], rows)


def chosen_entities(
    every: dict[str, Entity],
    asked: dict[str, Participation],
    names: Sequence[str] | None,
    round_code: str,
) -> list[str]:
    """Return the codes of the entities that *names* name, of all that were asked without any.

    Raises `UserError` for a name that is not asked in the round.
    """
    if names is None:
        return list(asked)
    chosen: list[str] = []
    for name in names:
        entity = resolve(every, name)
        if entity is None or entity.code not in asked:
            raise UserError(
                "E-NOT-ASKED",
                N_("“{name}” is not asked in round {round}."),
                N_("See “ict-inventory round status” for the entities of the round."),
                name=name,
                round=round_code,
            )
        if entity.code not in chosen:
            chosen.append(entity.code)
    return chosen


def free_name(target: Path, taken: Collection[str] = ()) -> Path:
    """Return *target*, or a name beside it that is not taken: a filled workbook is never lost.

    *taken* are names of files to be, in lower case: codes of entities may differ in signs only.
    """
    free, n = target, 1
    while free.exists() or free.name.casefold() in taken:
        n += 1
        free = target.with_stem(f"{target.stem}_{n}")
    return free


def _write(workbook: Workbook, target: Path) -> str:
    """Write one workbook in whole or not at all; return its SHA-256."""
    from inventory_app.formats.excel.workbook_writer import write_workbook  # noqa: PLC0415

    with paths.replacing(target) as part:
        write_workbook(workbook, catalogues.default(), part)
        return hashlib.sha256(part.read_bytes()).hexdigest()


def _file(identity: Identity, target: Path, sha256: str) -> IssuedFile:
    return IssuedFile(
        entity=identity.entity, language=identity.language, number=identity.number, path=target,
        sha256=sha256,
    )  # fmt: skip
