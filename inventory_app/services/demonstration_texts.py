"""The texts that lie in the folder of the demonstration: what is what, and what was merged."""
# ruff: noqa: E501 - sentences stay on one line

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from inventory_app.domain.finding_texts import worded
from inventory_app.services.demonstration_habits import Habit
from inventory_app.services.demonstration_result import COUNTS, STATUSES, STRENGTHS
from inventory_app.texts import N_, Translator

if TYPE_CHECKING:
    from inventory_app.domain.fields import Catalogue
    from inventory_app.domain.merging import Answer, Conflict
    from inventory_app.services.demonstration_story import Part
    from inventory_app.services.returns import FileResult

HABITS = {
    Habit.HONEST: N_("filled in as asked"),
    Habit.LATE: N_("sent after the deadline"),
    Habit.PARTIAL: N_("only units and staff filled in"),
    Habit.TEXT_NUMBERS: N_("amounts typed as text, as the language writes them"),
    Habit.HAN_NUMBERS: N_("amounts typed as Chinese documents do, such as 2 000 万"),
    Habit.ARABIC_DIGITS: N_("amounts typed with Arabic-Indic digits"),
    Habit.MISTAKES: N_("words that are in no list, a number that is none, a date that can be two"),
    Habit.PASTED: N_("staff pasted from a list of one's own, below the table"),
    Habit.COPIED: N_("new posts made by copying a line, hidden code and all"),
    Habit.INSERTED: N_("new posts pushed in at the top"),
    Habit.SORTED: N_("staff sorted by title"),
    Habit.RENAMED: N_("a sheet renamed"),
    Habit.UNTOUCHED: N_("sent back as it came"),
    Habit.CONFIRMED: N_("systems and data centres ticked as unchanged"),
    Habit.HALVES: N_("two colleagues sent a half each, and disagree on one figure"),
    Habit.CORRECTED: N_("headquarters had corrected a figure before the return arrived"),
    Habit.SILENT: N_("never answered"),
}
_PLACES = (
    ("demonstration.ictinv", N_("the store: everything is in this one file")),
    ("{last}/issued", N_("survey workbooks of the last round, as they went out")),
    ("{last}/returned", N_("the same workbooks as they came back, and files that are none")),
    ("merge-report-{last}.txt", N_("what the merge said of each file")),
    ("{last}/summaries", N_("printed capability summaries, for the Secretariat and for entities")),
    ("{last}/indicators.xlsx", N_("all indicators with numerator, denominator and coverage")),
    ("{last}/corrections", N_("a list that headquarters imported before the returns arrived")),
    ("{first}", N_("the round before")),
    ("export.json", N_("everything in an open form")),
    ("backups", N_("copies of the store made before each merge")),
)
_TRY = (
    ("ict-inventory round status demonstration.ictinv", N_("see who has answered")),
    ("ict-inventory merge demonstration.ictinv {last}/returned", N_("merge all files again: nothing changes twice")),
    ("ict-inventory undo demonstration.ictinv", N_("take the last merge back")),
)  # fmt: skip


def readme(
    first: str, last: str, parts: Sequence[Part], silent: Sequence[str], _: Translator
) -> str:
    """Return what is what, for a newcomer."""
    lines = [
        _("ICT Inventory: demonstration"),
        "",
        *_wrapped(
            _("Everything in this folder is invented. The entities exist; their staff, systems, data centres and costs here do not. Use it to get to know the program: nothing in it can do harm.")
        ),
        "",
        _("What is where"),
        *_pairs([(place.format(first=first, last=last), _(text)) for place, text in _PLACES]),
        "",
        _("What to try"),
        *_pairs([(command.format(last=last), _(text)) for command, text in _TRY]),
        "",
        _("Who did what in round {round}", round=last),
        *_pairs(_told(parts, silent, _)),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _told(parts: Sequence[Part], silent: Sequence[str], _: Translator) -> Iterator[tuple[str, str]]:
    for part in parts:
        if part.habit is not Habit.HONEST:
            yield part.name, _(HABITS[part.habit])
    for code in silent:
        yield code, _(HABITS[Habit.SILENT])


def _pairs(pairs: Sequence[tuple[str, str]] | Iterator[tuple[str, str]]) -> Iterator[str]:
    for name, text in pairs:
        yield f"  {name}"
        yield f"      {text}"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 96, break_long_words=False) or [text]


def merge_report(files: Sequence[FileResult], catalogue: Catalogue, _: Translator) -> str:
    """Return what the merge said of each file: counts, conflicts, findings, reasons."""
    blocks = ["\n".join(_of_file(file, catalogue, _)) for file in files]
    return "\n\n".join(blocks) + "\n"


def _of_file(file: FileResult, catalogue: Catalogue, _: Translator) -> Iterator[str]:
    yield file.path.name
    if file.reason is not None:
        yield f"  {_.error(file.reason)} [{file.reason.code}]"
        return
    counts = file.counts.as_dict().items()
    yield f"  {file.entity}: {_(STATUSES[file.status])}"
    yield "  " + ", ".join(f"{_(COUNTS[name])} {_.number(n)}" for name, n in counts)
    for conflict in file.conflicts:
        yield f"  {_conflict(conflict, catalogue, _)}"
    for finding in file.findings:
        place = " ".join(part for part in (finding.tab, finding.cell or finding.uid) if part)
        text, fix = worded(finding, catalogue, _)
        yield f"  [{_(STRENGTHS[finding.strength])}] {place}: {text} {fix} [{finding.code}]"


def _conflict(conflict: Conflict, catalogue: Catalogue, _: Translator) -> str:
    sheet = catalogue[conflict.sheet]
    field = sheet.fields[conflict.field]

    def text(answer: Answer) -> str:
        state = answer.state.value if answer.state else "-"
        return state if answer.value is None else field.type.format(answer.value)

    return _(
        "Conflict in {sheet} {cell}, “{field}”: issued {issued}, ours {ours}, theirs {theirs}",
        sheet=sheet.label(_.language.code), cell=conflict.cell or conflict.uid,
        field=field.label(_.language.code), issued=text(conflict.issued),
        ours=text(conflict.ours), theirs=text(conflict.theirs),
    )  # fmt: skip
