"""Query workbooks: only the disputed cells of an entity, open for its answer."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from inventory_app import paths
from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.entities import Entity
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.merging import Answer
from inventory_app.domain.query_books import QueryBook
from inventory_app.domain.records import Record
from inventory_app.domain.registers import Query
from inventory_app.domain.reviews import FieldPlace, answer_as_text
from inventory_app.domain.rounds import Participation, Round
from inventory_app.domain.workbooks import Identity
from inventory_app.errors import UserError
from inventory_app.languages import language as language_of
from inventory_app.progress import Cancelled, NoProgress, Progress
from inventory_app.services.asking import read_queries
from inventory_app.services.asking_findings import AskedAbout, AskingAboutFindings
from inventory_app.services.query_lines import is_there, lines_of, referred_to
from inventory_app.services.rounds import known
from inventory_app.services.safekeeping import seal_of
from inventory_app.services.workbooks import ORGANISATION, chosen_entities, free_name
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.texts import N_, translator

DAYS_TO_ANSWER = 14


@dataclass(frozen=True, kw_only=True)
class QueryFile:
    """One query workbook that was written, with how many cells it asks about."""

    entity: str
    language: str
    number: int
    path: Path
    sha256: str
    questions: int


@dataclass(frozen=True, kw_only=True)
class QueryIssue:
    """What was written; complete files stay when it was cancelled.

    `gone` are queries whose record is no longer there: they are in no workbook and stay open.
    """

    round: str
    due: date
    files: tuple[QueryFile, ...]
    gone: tuple[str, ...] = ()
    cancelled: bool = False


@dataclass(frozen=True, kw_only=True)
class _Job:
    book: QueryBook
    asked: tuple[Query, ...]


class QueryWorkbooks:
    """Query workbooks that go out of one store."""

    def __init__(
        self, database: Database, catalogue: Catalogue, *, tokens: Callable[[], str]
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._tokens = tokens

    def write(
        self,
        round_code: str,
        folder: Path,
        *,
        entities: Sequence[str] | None = None,
        language: str | None = None,
        due: date | None = None,
        again: bool = False,
        asked_by: str = "",
        progress: Progress | None = None,
    ) -> QueryIssue:
        """Write one workbook for each entity with open queries, in the entity's language.

        It holds the questions that were sent before and have no answer yet, too; with *again* also
        entities that have only such ones get a workbook. Sending is recorded in one transaction.
        *due* is two weeks from today unless it is given; *asked_by* is the name that the page
        gives to whoever asks, none without it. Raises `UserError` for a round or entity
        that is not there, a day that has passed, and where the folder cannot be written; then
        nothing is recorded. On cancel the complete files stay and are recorded.
        """
        self._database.must_be_writable()
        progress = progress or NoProgress()
        today = self._database.clock().date()
        due = due or today + timedelta(days=DAYS_TO_ANSWER)
        if due < today:
            raise UserError(
                "E-DUE",
                N_("The answers cannot be due on {due}: that day has passed."),
                N_("Choose a later day."),
                due=due,
            )
        jobs, gone = self._jobs(round_code, entities, language, due, again=again)
        jobs = [replace(job, book=replace(job.book, asked_by=asked_by)) for job in jobs]
        files, cancelled = _written(jobs, folder, progress)
        self._record(round_code, due, list(zip(jobs, files, strict=False)))
        return QueryIssue(
            round=round_code, due=due, files=tuple(files), gone=gone, cancelled=cancelled
        )

    def ask_about_findings(
        self,
        round_code: str,
        entities: Sequence[str] | None = None,
        *,
        comments: bool = False,
        progress: Progress | None = None,
    ) -> AskedAbout:
        """Open queries about what the checks found; see `AskingAboutFindings.ask`."""
        asking = AskingAboutFindings(self._database, self._catalogue, self._tokens)
        return asking.ask(round_code, entities, comments=comments, progress=progress)

    def _jobs(
        self,
        round_code: str,
        names: Sequence[str] | None,
        language: str | None,
        due: date,
        *,
        again: bool,
    ) -> tuple[list[_Job], tuple[str, ...]]:
        if language is not None:
            language_of(language)
        schema = self._database.schema
        with self._database.reading() as connection:
            shown = known(queries.rounds(connection, schema), round_code)
            every = queries.entities(connection, schema)
            asked = queries.participations(connection, schema, round_code)
            chosen = chosen_entities(every, asked, names, round_code)
            waiting: dict[str, list[Query]] = defaultdict(list)
            for query in read_queries(connection, schema, round_code, states=("open", "sent")):
                waiting[query.entity].append(query)
            codes = [
                code
                for code in chosen
                if any(again or query.status == "open" for query in waiting.get(code, ()))
            ]
            records = queries.records(connection, schema, round_code, entities=codes)
        jobs: list[_Job] = []
        gone: list[str] = []
        for code in codes:
            mine = records.get(code, {})
            there = [each for each in waiting[code] if is_there(self._catalogue, mine, each)]
            gone += [each.id for each in waiting[code] if each not in there]
            if any(again or each.status == "open" for each in there):
                to = language or asked[code].language
                book = self._book(shown, every[code], asked[code], there, mine, to, due)
                jobs.append(_Job(book=book, asked=tuple(there)))
        return jobs, tuple(gone)

    def _book(
        self,
        shown: Round,
        entity: Entity,
        asked: Participation,
        waiting: Sequence[Query],
        records: Mapping[str, tuple[Record, ...]],
        to: str,
        due: date,
    ) -> QueryBook:
        store, key = self._database.setting("store"), self._database.setting("signing_key")
        identity = Identity(
            store=str(store), round=shown.code, entity=entity.code, issue=self._tokens(),
            number=asked.issues + 1, language=to, catalogue=self._catalogue.version,
        )  # fmt: skip
        _ = translator(to)
        return QueryBook(
            identity=replace(identity, tag=identity.signed(bytes.fromhex(str(key)))),
            organisation=_(ORGANISATION),
            entity_name=entity.name(to),
            focal_point=entity.focal_point,
            contact=entity.contact,
            asked_by="",
            as_of=shown.as_of,
            due=due,
            issued_on=self._database.clock().date(),
            lines=lines_of(self._catalogue, waiting, records, _),
            referred=referred_to(self._catalogue, waiting, records),
        )

    def _record(
        self, round_code: str, due: date, written: Sequence[tuple[_Job, QueryFile]]
    ) -> None:
        if not written:
            return
        at = self._database.clock().isoformat()
        rows: list[dict[str, Any]] = [
            {
                "id": job.book.identity.issue, "round": round_code, "entity": file.entity,
                "number": file.number, "language": file.language, "issued_at": at,
                "catalogue_version": job.book.identity.catalogue, "file_name": file.path.name,
                "sha256": file.sha256, "kind": queries.QUERY_KIND, "due": due,
            }
            for job, file in written
        ]  # fmt: skip
        table = self._database.schema["query"]
        with self._database.writing(
            N_("Send {count} query workbooks of round {round}"),
            count=len(rows),
            round=round_code,
            seal=seal_of(self._database),
        ) as transaction:
            transaction.add(self._database.schema["issue"], rows)
            for job, _file in written:
                held = {(e.sheet, e.uid, e.field): e.held for e in job.book.lines}
                transaction.change(
                    table,
                    [
                        self._sent(each, held[each.sheet, each.uid, each.field], job, at)
                        for each in job.asked
                    ],
                )

    def _sent(
        self, query: Query, held: Answer, job: _Job, at: str
    ) -> tuple[str, dict[str, Any], dict[str, Any]]:
        place = FieldPlace(query.sheet, query.uid, query.field)

        def kept(answer: Answer | None) -> list[str | None] | None:
            return None if answer is None else answer_as_text(self._catalogue, place, answer)

        before = {
            "status": query.status, "held": kept(query.held),
            "sent_at": query.sent_at.isoformat() if query.sent_at else None,
            "sent_by": query.sent_by or None, "sent_in": query.sent_in or None,
        }  # fmt: skip
        after = {
            "status": "sent", "held": kept(held), "sent_at": at, "sent_by": self._database.who,
            "sent_in": job.book.identity.issue,
        }  # fmt: skip
        return query.id, before, after


def _written(
    jobs: Sequence[_Job], folder: Path, progress: Progress
) -> tuple[list[QueryFile], bool]:
    files: list[QueryFile] = []
    try:
        progress.step(0, len(jobs), "")
        for job in jobs:
            target = free_name(folder / job.book.file_name)
            identity = job.book.identity
            files.append(
                QueryFile(
                    entity=identity.entity, language=identity.language, number=identity.number,
                    path=target, sha256=_write(job.book, target), questions=len(job.book.lines),
                )
            )  # fmt: skip
            progress.step(len(files), len(jobs), target.name)
    except (Cancelled, KeyboardInterrupt):
        return files, True
    except UserError:
        for file in files:
            file.path.unlink(missing_ok=True)
        raise
    return files, False


def _write(book: QueryBook, target: Path) -> str:
    """Write one workbook in whole or not at all; return its SHA-256."""
    from inventory_app.formats.excel.query_writer import write_query_book  # noqa: PLC0415

    with paths.replacing(target) as part:
        write_query_book(book, catalogues.default(), part)
        return hashlib.sha256(part.read_bytes()).hexdigest()
