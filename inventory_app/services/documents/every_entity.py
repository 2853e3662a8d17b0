"""The capability summaries of many entities, two at a time where that pays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from inventory_app import paths
from inventory_app.domain.document_kinds import KINDS
from inventory_app.domain.profiles import Profile
from inventory_app.domain.summaries import CapabilitySummary
from inventory_app.progress import Cancelled, Progress
from inventory_app.services.documents.entity import NAME, entity_document
from inventory_app.services.documents.frame import file_stem
from inventory_app.services.parallel import pool
from inventory_app.services.summaries import Summaries
from inventory_app.texts import translator

PARALLEL_FROM = 9  # fewer documents are written before a second process has started
SOURCE_LANGUAGE = "en"  # the language of the message ids, always complete


def write_summaries(
    summaries: Summaries,
    folder: Path,
    language: str | None,
    progress: Progress,
    entities: Sequence[str] | None = None,
) -> tuple[Path, ...]:
    """Write the summaries of entities of a round as PDF files; return those that are complete.

    *entities* are the ones to print, without it all. Without *language* each is in the language of
    the entity's workbook, as far as the program has texts in it. On cancel the complete files stay
    and are returned; nothing half-written does.
    """
    asked = summaries.contents.asked
    if entities is not None:
        asked = {code: asked[code] for code in summaries.contents.chosen(entities)}
    languages = {code: language or _spoken(each.language) for code, each in asked.items()}
    profile = "" if summaries.profile is Profile.FULL else summaries.profile.value
    names: set[str] = set()
    jobs = []
    for code in asked:
        stem = file_stem(summaries.contents.round.code, code, NAME, languages[code], profile)
        jobs.append((code, folder / _free(stem, names)))
    made = ((summaries.of_entity(code, languages[code]), target) for code, target in jobs)
    return _written(made, len(jobs), progress)


def _free(stem: str, taken: set[str]) -> str:
    """Return the name of a file, with a number where another entity's file has the same."""
    n, free = 1, f"{stem}.pdf"
    while free.casefold() in taken:
        n += 1
        free = f"{stem}_{n}.pdf"
    taken.add(free.casefold())
    return free


def _spoken(language: str) -> str:
    """Return *language* if the documents are translated into it, else that of the message ids."""
    title = KINDS["summary"].title
    translated = translator(language)(title) != title
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
    """Put one document together and write it, in whole or not at all."""
    from inventory_app.formats.pdf.documents import write_document  # noqa: PLC0415 - slow to load

    with paths.replacing(target) as part:
        write_document(entity_document(summary), part)
    return target
