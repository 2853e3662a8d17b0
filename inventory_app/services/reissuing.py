"""A survey workbook turned into another: in another language, or with the questions of today.

What was filled in goes along, states, ticks, remarks and new rows among it. What was issued stays
what was issued, so that merging the new workbook gives what merging the old one would have given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from inventory_app import paths
from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.findings import Finding
from inventory_app.domain.records import Declaration
from inventory_app.domain.workbooks import Identity, Issued, Workbook
from inventory_app.errors import Refused, UserError
from inventory_app.formats.excel.answer_book import AnswerBook, read_answers
from inventory_app.formats.excel.workbook_facts import Facts, read_facts_text
from inventory_app.formats.excel.workbook_writer import write_workbook
from inventory_app.languages import language as language_of
from inventory_app.services.assessment_words import group_label
from inventory_app.services.carrying import Carried, CarriedRow, carried, quoted
from inventory_app.services.reading import read_file
from inventory_app.services.workbooks import ORGANISATION, free_name
from inventory_app.texts import N_, translator


@dataclass(frozen=True, kw_only=True)
class Reissued:
    """One workbook that was turned into another.

    `answers` were carried over; `unread` of them are texts that were not understood before either,
    kept as they were typed. `left` are findings on what has no place in the new workbook.
    """

    path: Path
    identity: Identity
    answers: int
    unread: int
    left: tuple[Finding, ...]


def reissue_file(
    path: Path,
    target: Path,
    *,
    language: str | None = None,
    catalogue: Catalogue | None = None,
) -> Reissued:
    """Write the workbook at *path* again, in *language*, with everything that was filled in.

    No store is needed. The result goes into *target*, a folder or a file that must not be there
    yet. Raises `Refused` for what is no survey workbook, and `UserError` where something would be
    lost or the file cannot be written; then nothing is written.
    """
    catalogue = catalogue or catalogues.default()
    book = opened(path, catalogue)
    was = book.content.identity
    to = language_of(language or was.language).code
    identity = replace(was, language=to, signed_in="" if to == _signed(was) else _signed(was))
    what = carried(book, catalogue)
    return write_carried(
        target,
        catalogue,
        what,
        lambda unread: _workbook(book, catalogue, what, identity, unread),
    )


def opened(path: Path, catalogue: Catalogue) -> AnswerBook:
    """Return the survey workbook at *path*; raise `Refused` for what is none."""
    file = read_file(path, catalogue)
    if file.reason is not None:
        raise file.reason
    if file.content is not None and file.content.queries is not None:
        raise Refused(
            "F-QUERIES",
            N_("“{file}” is a query workbook; it is not issued in another language."),
            N_("Ask for it in the other language."),
            file=path.name,
        )
    return read_answers(file.data, catalogue)


def facts_of(book: AnswerBook) -> Facts:
    """Return what the front page says, in no language.

    Raises `UserError` for a workbook of an earlier version, which does not have it.
    """
    facts = read_facts_text(book.particulars)
    if facts is None:
        raise UserError(
            "E-REISSUE-FACTS",
            N_("The workbook does not say enough about itself to be written again."),
            N_("Ask for a new workbook, and copy the answers over."),
        )
    return facts


def _signed(identity: Identity) -> str:
    return identity.signed_in or identity.language


def _workbook(
    book: AnswerBook,
    catalogue: Catalogue,
    what: Carried,
    identity: Identity,
    unread: Mapping[str, Mapping[str, str]],
) -> Workbook:
    facts, parameters = facts_of(book), book.content.parameters
    _ = translator(identity.language)
    last = facts.last
    return Workbook(
        identity=identity,
        organisation=_(ORGANISATION),
        entity_name=facts.names.get(identity.language, identity.entity),
        entity_names=facts.names,
        entity_type=facts.entity_type,
        focal_point=facts.focal_point,
        contact=facts.contact,
        as_of=facts.as_of,
        deadline=facts.deadline,
        issued_on=facts.issued_on,
        dedicated_from=int(parameters.dedicated_from),
        non_dedicated_from=int(parameters.non_dedicated_from),
        asked=tuple(what.rows),
        before=facts.before,
        changes=facts.changes,
        last=last,
        peers=group_label(catalogue, last.group, _) if last else "",
        declarations=what.declarations,
        filled_by=what.filled_by,
        records=what.as_answered(catalogue),
        issued=what.as_issued(catalogue),
        unread=unread,
        spare=what.spare,
    )


# Writing


def write_carried(
    target: Path,
    catalogue: Catalogue,
    what: Carried,
    make: Callable[[Mapping[str, Mapping[str, str]]], Workbook],
) -> Reissued:
    """Write the workbook that *make* gives for what was not understood, and prove it.

    It is read back before it is kept. What was not understood and would be understood in the new
    language, as 1.234 may be, is written in quotes. Raises `UserError` if anything else differs.
    """
    unread = what.unread()
    workbook = make(unread)
    file = _target(target, workbook)
    with paths.replacing(file) as part:
        write_workbook(workbook, catalogue, part)
        back = carried(read_answers(part.read_bytes(), catalogue), catalogue)
        if back.unread() != unread:
            workbook = make(dict(_kept_unread(unread, back)))
            write_workbook(workbook, catalogue, part)
            back = carried(read_answers(part.read_bytes(), catalogue), catalogue)
        wrong = list(_differences(what, back))
        if wrong:
            raise UserError(
                "E-REISSUE-DIFFERS",
                N_("The answers could not be carried over safely: {place} would not be read back."),
                N_("Nothing was written. Correct this answer first, then try again."),
                place=", ".join(wrong[:3]),
            )
    return Reissued(
        path=file,
        identity=workbook.identity,
        answers=what.answers,
        unread=sum(map(len, unread.values())),
        left=what.left,
    )


def _target(target: Path, workbook: Workbook) -> Path:
    """Return where the file goes; raise `UserError` for one that is there already."""
    if target.is_dir():
        return free_name(target / workbook.file_name)
    if target.exists():
        raise UserError(
            "E-FILE-EXISTS",
            N_("“{file}” is there already."),
            N_("Choose another name; what is filled in is never replaced."),
            file=target.name,
        )
    return target


def _kept_unread(
    unread: Mapping[str, Mapping[str, str]], back: Carried
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield what was not understood, in quotes where it is understood now."""
    now = back.unread()
    for uid, texts in unread.items():
        still = now.get(uid, {})
        yield uid, {name: text if name in still else quoted(text) for name, text in texts.items()}


def _differences(what: Carried, back: Carried) -> Iterator[str]:
    """Yield where two workbooks do not say the same: nothing if they do."""
    if what.filled_by != back.filled_by:
        yield "workbook"
    for name, rows in what.rows.items():
        if what.declarations.get(name, Declaration(sheet=name)) != back.declarations.get(name):
            yield name
        if not _same_issued(what.issued[name], back.issued.get(name, {})):
            yield name
        mine = sorted(map(_said, rows))
        theirs = sorted(map(_said, back.rows.get(name, ())))
        yield from (f"{name} {one[0]}" for one, other in zip(mine, theirs, strict=False)
                    if one != other)  # fmt: skip
        if len(mine) != len(theirs):
            yield name


def _said(row: CarriedRow) -> tuple[str, str]:
    """Return a row as something that can be compared and put in order."""
    parts = [(name, repr(value)) for name, value in row.values.items()]
    parts += [(name, str(state)) for name, state in row.states.items()]
    parts += [(name, quoted(text)) for name, text in row.unread.items()]
    return row.uid, repr(sorted(parts))


def _same_issued(one: Mapping[str, Issued], other: Mapping[str, Issued]) -> bool:
    return {uid: (known.values, known.states) for uid, known in one.items()} == {
        uid: (known.values, known.states) for uid, known in other.items()
    }
