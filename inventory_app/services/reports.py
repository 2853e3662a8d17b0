"""Capability summaries: their values for one entity or all, and their printed form for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from inventory_app import paths
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.profiles import Profile
from inventory_app.domain.summaries import CapabilitySummary, SecretariatSummary
from inventory_app.languages import language as language_of
from inventory_app.progress import Cancelled, NoProgress, Progress
from inventory_app.services.assessments import Assessments
from inventory_app.services.parallel import pool
from inventory_app.services.round_contents import read_round
from inventory_app.services.summaries import Summaries
from inventory_app.store.database import Database
from inventory_app.store.derived import newest_change
from inventory_app.texts import N_, translator

PARALLEL_FROM = 9  # fewer documents are written before a second process has started
SOURCE_LANGUAGE = "en"  # the language of the message ids, always complete
DOCUMENT_TITLE = N_("ICT capability summary")


class Reports:
    """The summaries of one store; other documents are made by `services.documents`."""

    def __init__(self, database: Database, catalogue: Catalogue, assessments: Assessments) -> None:
        self._database = database
        self._catalogue = catalogue
        self._assessments = assessments
        self._known: dict[Profile, tuple[tuple[str, int, date], Summaries]] = {}

    def entity(
        self,
        round_code: str,
        entity: str,
        target: Path,
        language: str = SOURCE_LANGUAGE,
        profile: Profile = Profile.FULL,
    ) -> Path:
        """Write the capability summary of one entity and return its path.

        *target* is the file, or a folder for a file named after round and entity. Raises
        `UserError` for a round, entity or language that is not there, and where it cannot be
        written; then what was there before is as it was.
        """
        summary = self.capability_summary(round_code, entity, language, profile)
        place = target / file_name(summary) if target.is_dir() else target
        _write(summary, place)
        return place

    def all(
        self,
        round_code: str,
        folder: Path,
        language: str | None = None,
        progress: Progress | None = None,
        *,
        entities: Sequence[str] | None = None,
        profile: Profile = Profile.FULL,
    ) -> tuple[Path, ...]:
        """Write the capability summary of every entity asked; return those that are complete.

        *entities* are the ones to print, without it all. Without *language* each is in the
        language of the entity's workbook, as far as the program has texts in it. The round is read
        once. On cancel the complete files stay and are returned; nothing half-written does.
        """
        if language is not None:
            language = language_of(language).code
        summaries = self.summaries(round_code, profile)
        asked = summaries.contents.asked
        if entities is not None:
            asked = {code: asked[code] for code in summaries.contents.chosen(entities)}
        languages = {code: language or _spoken(each.language) for code, each in asked.items()}
        names: set[str] = set()
        jobs = [
            (
                code,
                folder / _free(_named(round_code, code, _ending(languages[code], profile)), names),
            )
            for code in asked
        ]
        made = ((summaries.of_entity(code, languages[code]), target) for code, target in jobs)
        return _written(made, len(jobs), progress or NoProgress())

    def capability_summary(
        self,
        round_code: str,
        entity: str,
        language: str = SOURCE_LANGUAGE,
        profile: Profile = Profile.FULL,
    ) -> CapabilitySummary:
        """Return what the summary of an entity says, as plain values in *language*."""
        code = language_of(language).code
        summaries = self.summaries(round_code, profile)
        [found] = summaries.contents.chosen([entity])
        return summaries.of_entity(found, code)

    def secretariat_summary(
        self,
        round_code: str,
        language: str = SOURCE_LANGUAGE,
        profile: Profile = Profile.FULL,
    ) -> SecretariatSummary:
        """Return what the summary of all entities says, as plain values in *language*."""
        return self.summaries(round_code, profile).of_all(language_of(language).code)

    def summaries(self, round_code: str, profile: Profile = Profile.FULL) -> Summaries:
        """Return the summaries of a round; the last ones are kept until something changes."""
        today = self._database.clock().date()
        with self._database.reading() as connection:
            newest = newest_change(connection, self._database.schema)
        wanted = round_code, newest, today
        self._known = {each: kept for each, kept in self._known.items() if kept[0] == wanted}
        if profile in self._known:
            return self._known[profile][1]
        if self._known:
            [(_, other), *_others] = self._known.values()
            made = replace(other, profile=profile)
        else:
            contents = read_round(self._database, self._catalogue, round_code)
            made = Summaries(
                contents=contents, assessment=self._assessments.assess(contents),
                printed_on=today, profile=profile,
            )  # fmt: skip
        self._known[profile] = wanted, made
        return made


def file_name(summary: CapabilitySummary) -> str:
    """Return a safe ASCII name that says round, entity, kind of document and language."""
    head = summary.head
    return _named(head.round_code, head.entity_code, _ending(head.language, head.profile))


def _named(round_code: str, entity: str, ending: str) -> str:
    return f"{_safe(round_code)}_{_safe(entity)}_capability-summary_{ending}"


def _ending(language: str, profile: str) -> str:
    """Return the end of a file's name: the language, and for whom it is where not for all."""
    marked = f"{language}_{profile}" if profile and profile != Profile.FULL else language
    return f"{marked}.pdf"


def _safe(text: str) -> str:
    return "".join(ch if ch.isascii() and (ch.isalnum() or ch in ".-") else "-" for ch in text)


def _free(name: str, taken: set[str]) -> str:
    """Return *name*, or one with a number where another entity's file has the same."""
    stem, n, free = name.removesuffix(".pdf"), 1, name
    while free.casefold() in taken:
        n += 1
        free = f"{stem}_{n}.pdf"
    taken.add(free.casefold())
    return free


def _spoken(language: str) -> str:
    """Return *language* if the documents are translated into it, else that of the message ids."""
    translated = translator(language)(DOCUMENT_TITLE) != DOCUMENT_TITLE
    return language if translated else SOURCE_LANGUAGE


def _written(
    made: Iterator[tuple[CapabilitySummary, Path]], total: int, progress: Progress
) -> tuple[Path, ...]:
    """Write documents as they are made; two at a time where that pays."""
    written: list[Path] = []
    try:
        progress.step(0, total, "")
        if total < PARALLEL_FROM:
            for summary, target in made:
                written.append(_write(summary, target))
                progress.step(len(written), total, target.name)
        else:
            _write_in_parallel(made, total, progress, written)
    except (Cancelled, KeyboardInterrupt):
        pass
    return tuple(written)


def _write_in_parallel(
    made: Iterator[tuple[CapabilitySummary, Path]],
    total: int,
    progress: Progress,
    written: list[Path],
) -> None:
    """Write two documents at a time; *written* holds what is complete, also when stopped."""
    with pool() as workers:
        waiting = [workers.submit(_write, *each) for each in made]
        try:
            for future in waiting:
                written.append(future.result())
                progress.step(len(written), total, written[-1].name)
        except BaseException:
            workers.shutdown(cancel_futures=True)
            others = waiting[len(written) :]
            complete = [each for each in others if not each.cancelled() and not each.exception()]
            written.extend(each.result() for each in complete)
            raise


def _write(summary: CapabilitySummary, target: Path) -> Path:
    """Write one document in whole or not at all."""
    from inventory_app.formats.pdf.capability_summary import (  # noqa: PLC0415 - slow to load
        write_capability_summary,
    )

    with paths.replacing(target) as part:
        write_capability_summary(summary, part)
    return target
