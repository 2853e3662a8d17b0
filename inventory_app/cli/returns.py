"""Commands on workbooks that came back: check, merge."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from inventory_app.cli import findings as told
from inventory_app.cli.output import ATTENTION, Output, typed
from inventory_app.cli.remembered import CHOICES
from inventory_app.cli.tables import shortened
from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.finding_texts import STRENGTHS
from inventory_app.domain.merging import Conflict, Counts
from inventory_app.domain.reviews import ReviewField
from inventory_app.errors import UserError
from inventory_app.given_files import expanded
from inventory_app.texts import N_, Translator
from inventory_app.workspace import Workspace, now

if TYPE_CHECKING:
    from inventory_app.services.checking import CheckedFile
    from inventory_app.services.returns import FileResult, MergeResult

STOPPED = 130
TAKEN_IN = ("merged", "unchanged", "conflicts")
_CONFLICTS_SHOWN = 10
_NAME_COLUMNS = 50  # of a file name in a table; a longer one would push the figures off the screen
_STATUS = {
    "merged": N_("merged"),
    "unchanged": N_("nothing new"),
    "conflicts": N_("merged, with conflicts"),
    "unreadable": N_("not readable"),
    "wrong-round": N_("another round"),
    "unknown-issue": N_("not issued here"),
    "already-merged": N_("merged before"),
}


def check(options: argparse.Namespace, out: Output) -> int:
    """Say what is missing or wrong in filled workbooks; no store is needed."""
    from inventory_app.services.checking import check_files  # noqa: PLC0415 - loads the store

    catalogue = catalogues.default()
    paths = _files(options.paths, out)
    if options.page is not None:
        _refuse_page(options.page, paths)
    with out.progress() as progress:
        files = check_files(paths, catalogue, progress)
    page = _written_page(options.page, files, catalogue, out)
    out.document(
        {
            "files": [_checked_document(file, catalogue, out.words) for file in files],
            **({"page": page} if page else {}),
        }
    )
    _show_checked(files, catalogue, out)
    if page is not None:
        _ = out.words
        out.say()
        out.say(_("The findings are in “{path}”.", path=page))
    fine = files and all(not file.reason and not told.block(file.findings) for file in files)
    return 0 if fine else ATTENTION


def _refuse_page(target: Path, paths: Sequence[Path]) -> None:
    """Raise `UserError` for a page that could not be written, before anything is done."""
    from inventory_app.services.findings_files import writer_for  # noqa: PLC0415 - loads the store

    writer_for(target)
    if len(paths) != 1:
        raise UserError(
            "E-ONE-PAGE",
            N_("A page is about one workbook, but there are {n}."),
            N_("Name one file with --page, or leave --page out."),
            n=len(paths),
        )


def _written_page(
    target: Path | None, files: Sequence[CheckedFile], catalogue: Catalogue, out: Output
) -> Path | None:
    """Write the findings as a page, if one is wanted."""
    if target is None or not files:
        return None
    from inventory_app.services.findings_files import page_on, write_page  # noqa: PLC0415

    today = now().astimezone().date()
    return write_page(page_on(files[0], catalogue, today, out.words.language.code), target)


def _files(paths: Sequence[Path], out: Output) -> tuple[Path, ...]:
    _ = out.words
    for path in paths:
        if path.is_dir() and not expanded([path]):
            out.note(_("The folder “{path}” holds no files.", path=path))
    return expanded(paths)


def _checked_document(file: CheckedFile, catalogue: Catalogue, _: Translator) -> dict[str, object]:
    return {
        "path": file.path, "sha256": file.sha256, "entity": file.entity, "round": file.round,
        "language": file.language, "status": "unreadable" if file.reason else "checked",
        "counts": file.counts.as_dict(),
        "findings": told.as_document(file.findings, catalogue, _),
        **_reason(file.reason, _),
    }  # fmt: skip


def _reason(reason: UserError | None, _: Translator) -> dict[str, object]:
    if reason is None:
        return {}
    return {
        "reason": {
            "code": reason.code,
            "message": _(reason.message, **reason.params),
            "suggestion": _(reason.suggestion, **reason.params),
        }
    }


def _show_checked(files: Sequence[CheckedFile], catalogue: Catalogue, out: Output) -> None:
    _ = out.words
    rows = []
    for file in files:
        counts = told.by_strength(file.findings)
        status = _("not readable") if file.reason else _("read")
        numbers = [told.NOTHING] * 3 if file.reason else [str(n) for n in counts.values()]
        rows.append(
            (
                shortened(file.path.name, _NAME_COLUMNS),
                file.entity or told.NOTHING,
                file.round or told.NOTHING,
                status,
                *numbers,
            )
        )
    headings = (
        _("Workbook"), _("Entity"), _("Round"), _("Status"),
        *(_(text) for text in STRENGTHS.values()),
    )  # fmt: skip
    if rows:
        out.table(headings, rows, right=(4, 5, 6))
    _show_reasons([(file.path, file.reason) for file in files if file.reason], out)
    findings = [told.Told(file.path.name, each) for file in files for each in file.findings]
    told.show(findings, catalogue, out)
    if files and not findings and not any(file.reason for file in files):
        out.say(_("Nothing is missing and nothing is wrong: it can be sent back."))


def merge(options: argparse.Namespace, out: Output) -> int:
    """Take in returns: files, or folders of files."""
    paths = _files(options.paths, out)
    with Workspace.open(options.store) as workspace, out.progress() as progress:
        how = {"dry_run": options.dry_run, "elsewhere": options.issued_elsewhere}
        if options.resolve == "remembered":
            result = workspace.reviews.replay(paths, **how, progress=progress)
        else:
            result = workspace.returns.merge(
                paths, **how, resolve=options.resolve, progress=progress
            )
    catalogue = workspace.catalogue
    out.document(
        {
            "files": [_file_document(file, catalogue, out.words) for file in result.files],
            "backup": result.backup,
            "dry_run": result.dry_run,
            "cancelled": result.cancelled,
        }
    )
    _show_merged(result, catalogue, options.store, out)
    if result.cancelled:
        _say_what_stands(result, out)
        return STOPPED
    return ATTENTION if _needs_attention(result) else 0


def _needs_attention(result: MergeResult) -> bool:
    """Return whether somebody has to act; a file that was merged before is nothing new."""
    taken_in = [file for file in result.files if file.status in TAKEN_IN]
    refused = [file for file in result.files if file.reason and file.status != "already-merged"]
    unsettled = any(file.conflicts or told.block(file.findings) for file in taken_in)
    return bool(not taken_in or refused or unsettled)


def _file_document(file: FileResult, catalogue: Catalogue, _: Translator) -> dict[str, object]:
    return {
        "path": file.path, "sha256": file.sha256, "entity": file.entity, "round": file.round,
        "status": file.status, "counts": file.counts.as_dict(),
        "findings": told.as_document(file.findings, catalogue, _),
        **_reason(file.reason, _),
        "conflicts": [_conflict_document(each, catalogue) for each in file.conflicts],
        **(
            {"replayed": [_replayed_document(each, catalogue) for each in file.replayed]}
            if file.replayed
            else {}
        ),
        **({"queries": file.queries.as_dict()} if file.queries else {}),
    }  # fmt: skip


def _replayed_document(each: ReviewField, catalogue: Catalogue) -> dict[str, object]:
    before = each.remembered
    conflict = Conflict(*each.place, each.issued, each.ours, each.theirs, each.cell)
    return _conflict_document(conflict, catalogue) | (
        {"choice": before.decision.choice, "at": before.at, "who": before.who} if before else {}
    )


def _conflict_document(conflict: Conflict, catalogue: Catalogue) -> dict[str, object]:
    kind = catalogue[conflict.sheet].fields[conflict.field].type
    return {
        "sheet": conflict.sheet, "uid": conflict.uid, "field": conflict.field,
        "issued": told.answer_document(kind, conflict.issued),
        "ours": told.answer_document(kind, conflict.ours),
        "theirs": told.answer_document(kind, conflict.theirs), "cell": conflict.cell,
    }  # fmt: skip


def _show_merged(result: MergeResult, catalogue: Catalogue, store: Path, out: Output) -> None:
    _ = out.words
    rows = [
        (
            shortened(file.path.name, _NAME_COLUMNS), file.entity or told.NOTHING,
            _(_STATUS.get(file.status, file.status)),
            *([told.NOTHING] * 6 if file.reason else told.counts_row(file.counts.as_dict())),
        )
        for file in result.files
    ]  # fmt: skip
    if rows:
        total = sum((file.counts for file in result.files), Counts()).as_dict()
        rows.append((_("Total"), "", "", *told.counts_row(total)))
        headings = (
            _("Return"), _("Entity"), _("Status"), *(_(text) for text in told.COUNTS.values())
        )  # fmt: skip
        out.table(headings, rows, right=range(3, 9))
    _show_refused(result.files, out)
    _show_answers(result.files, out)
    _show_replayed(result.files, catalogue, out)
    _show_conflicts(result.files, catalogue, out)
    every = [
        told.Told(file.path.name, finding) for file in result.files for finding in file.findings
    ]
    told.show(every, catalogue, out)
    _say_what_next(result, store, out)


def _show_reasons(refused: Sequence[tuple[Path, UserError]], out: Output) -> None:
    if not refused:
        return
    _ = out.words
    out.say()
    out.say(_.plural("{n} file was not taken in:", "{n} files were not taken in:", len(refused)),
            bold=True)  # fmt: skip
    for path, reason in refused:
        out.say(f"  {path}: {_.error(reason)} [{reason.code}]")


def _show_refused(files: Sequence[FileResult], out: Output) -> None:
    _ = out.words
    refused = [file for file in files if file.reason and file.status != "already-merged"]
    _show_reasons([(file.path, file.reason) for file in refused if file.reason], out)
    before = sum(file.status == "already-merged" for file in files)
    if before:
        out.say()
        out.say(
            _.plural(
                "{n} file was merged before; the same file changes nothing.",
                "{n} files were merged before; the same file changes nothing.",
                before,
            )
        )


def _show_answers(files: Sequence[FileResult], out: Output) -> None:
    """Say what came back on queries."""
    _ = out.words
    for file in files:
        said = file.queries
        if said is not None:
            out.say(
                _(
                    "Queries to {entity}: {asked} asked, {answered} answered now ({closed} settled"
                    " by it), {waiting} without an answer.",
                    entity=file.entity,
                    **{name: _.number(n) for name, n in said.as_dict().items()},
                )
            )


def _show_replayed(files: Sequence[FileResult], catalogue: Catalogue, out: Output) -> None:
    """Say which conflicts were decided as before, how, and who did that then."""
    every = [(file, each) for file in files for each in file.replayed]
    if not every:
        return
    _, language = out.words, out.words.language.code
    out.say()
    out.say(
        _.plural(
            "{n} conflict was decided as before:", "{n} conflicts were decided as before:",
            len(every),
        ),
        bold=True,
    )  # fmt: skip
    rows = []
    for file, each in every:
        sheet, kind, before = catalogue[each.place.sheet], each.asked.type, each.remembered
        decided = (_(CHOICES[before.decision.choice]), before.who) if before else ("", "")
        rows.append(
            (
                file.entity or told.NOTHING,
                " ".join((sheet.label(language), each.cell or each.place.uid)),
                each.asked.label(language), told.answer_text(kind, each.ours, _),
                told.answer_text(kind, each.theirs, _), *decided,
            )
        )  # fmt: skip
    out.table(
        (_("Entity"), _("Cell"), _("Field"), _("Ours"), _("Theirs"), _("Decision"), _("Who")), rows
    )


def _show_conflicts(files: Sequence[FileResult], catalogue: Catalogue, out: Output) -> None:
    every = [(file, conflict) for file in files for conflict in file.conflicts]
    if not every:
        return
    _ = out.words
    out.say()
    out.say(
        _.plural(
            "{n} conflict is open; our value stays until it is decided:",
            "{n} conflicts are open; our values stay until they are decided:",
            len(every),
        ),
        bold=True,
    )
    rows = []
    for file, conflict in every[:_CONFLICTS_SHOWN]:
        sheet = catalogue[conflict.sheet]
        field = sheet.fields[conflict.field]
        sides = (conflict.issued, conflict.ours, conflict.theirs)
        place = " ".join((sheet.label(_.language.code), conflict.cell or conflict.uid))
        answers = (told.answer_text(field.type, side, _) for side in sides)
        rows.append((file.entity or told.NOTHING, place, field.label(_.language.code), *answers))
    out.table((_("Entity"), _("Cell"), _("Field"), _("As issued"), _("Ours"), _("Theirs")), rows)
    if len(every) > _CONFLICTS_SHOWN:
        more = len(every) - _CONFLICTS_SHOWN
        out.say("  " + _.plural("and {n} more", "and {n} more", more))
        out.say("  " + _("All of them: the same command with --json."))


def _say_what_next(result: MergeResult, store: Path, out: Output) -> None:
    _ = out.words
    taken_in = sum(file.status in TAKEN_IN for file in result.files)
    out.say()
    if not taken_in:
        out.tell(_("Nothing came in: no file was merged and nothing was changed."))
    elif result.dry_run:
        out.say(
            _.plural(
                "{n} file can be merged. This was a trial, nothing was changed; the same command"
                " without --dry-run takes it in.",
                "{n} files can be merged. This was a trial, nothing was changed; the same command"
                " without --dry-run takes them in.",
                taken_in,
            ),
            bold=True,
        )
    else:
        out.say(_.plural("{n} file came in.", "{n} files came in.", taken_in), bold=True)
    if result.backup is not None:
        out.say(_("A copy of the store as it was before: “{path}”.", path=result.backup))
    for line in _next_steps(result, store, _):
        out.say(line)


def _next_steps(result: MergeResult, store: Path, _: Translator) -> list[str]:
    lines = []
    statuses = {file.status for file in result.files}
    if statuses & {"unreadable", "wrong-round", "unknown-issue"}:
        lines.append(
            _("Next: put right the files that were not taken in and merge them again, by name.")
        )
    if any(file.conflicts for file in result.files):
        lines.append(
            _("Next: decide the conflicts: merge the same files with --resolve ours or theirs.")
        )
    if statuses & set(TAKEN_IN) and not result.dry_run:
        lines.append(
            _("“ict-inventory round status {store}” shows who is still to answer; “ict-inventory"
              " undo {store}” takes back the last return.", store=typed(store))
        )  # fmt: skip
    return lines


def _say_what_stands(result: MergeResult, out: Output) -> None:
    _ = out.words
    out.note(
        _.plural(
            "Stopped: {n} file was dealt with and stands, the others were not touched.",
            "Stopped: {n} files were dealt with and stand, the others were not touched.",
            len(result.files),
        )
    )
