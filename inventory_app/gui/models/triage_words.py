"""What became of returns in words: groups, the six counts, and results that stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from inventory_app.domain.merging import Counts
from inventory_app.domain.reviews import DecideResult
from inventory_app.gui.kit.widgets import Tone
from inventory_app.texts import N_, Translator

if TYPE_CHECKING:
    from inventory_app.services.returns import MergeResult

# What became of a file: the word and its tone, in the order in which they are looked at.
GROUPS: Mapping[str, tuple[str, Tone]] = {
    "decide": (N_("Needs decisions"), "warn"),
    "ready": (N_("Ready"), "good"),
    "unreadable": (N_("Cannot be read"), "bad"),
    "wrong-round": (N_("Wrong round"), "bad"),
    "unknown-issue": (N_("Not issued here"), "bad"),
    "already-merged": (N_("Already merged"), "info"),
    "done": (N_("Merged now"), "good"),
}
_TONES: Mapping[str, Tone] = {
    "new": "good", "changed": "good", "unchanged": "info", "conflicting": "bad",
    "missing": "warn", "rejected": "bad",
}  # fmt: skip
TAKEN_IN = frozenset({"merged", "unchanged", "conflicts"})


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A result that stays until it is closed, in whatever language the window is then."""

    tone: Tone
    text: Callable[[Translator], str]
    folder: Path | None = None
    offer: str = ""  # "issue": what the page offers to do next


def counted(counts: Counts, _: Translator) -> tuple[tuple[str, Tone, int], ...]:
    """Return all six counts in their customary order: in words, their tone, the number."""
    n = counts
    said = (
        ("new", n.new, _.plural("{n} new", "{n} new", n.new)),
        ("changed", n.changed, _.plural("{n} changed", "{n} changed", n.changed)),
        ("unchanged", n.unchanged, _.plural("{n} unchanged", "{n} unchanged", n.unchanged)),
        (
            "conflicting",
            n.conflicting,
            _.plural("{n} conflicting", "{n} conflicting", n.conflicting),
        ),
        ("missing", n.missing, _.plural("{n} missing", "{n} missing", n.missing)),
        ("rejected", n.rejected, _.plural("{n} rejected", "{n} rejected", n.rejected)),
    )
    return tuple((text, _TONES[name], number) for name, number, text in said)


def counts_text(counts: Counts, _: Translator) -> str:
    """Return all six counts in a line, in their customary order."""
    return _(" · ").join(text for text, _tone, _n in counted(counts, _))


def stopped_notice(count: int) -> Notice:
    """Return that looking at files was stopped."""

    def text(_: Translator) -> str:
        return _.plural(
            "Stopped. {n} file had been looked at.", "Stopped. {n} files had been looked at.", count
        )

    return Notice(tone="warn", text=text)


def merged_notice(result: MergeResult) -> Notice:
    """Return what a merge did, in a few sentences."""
    taken = [each for each in result.files if each.status in TAKEN_IN]
    refused = len(result.files) - len(taken)
    conflicts = sum(len(each.conflicts) for each in taken)
    counts = sum((each.counts for each in taken), Counts())

    def text(_: Translator) -> str:
        said = [_.plural("{n} return was merged.", "{n} returns were merged.", len(taken))]
        if taken:
            said.append(_("Records: {counts}.", counts=counts_text(counts, _)))
        if conflicts:
            said.append(
                _.plural(
                    "{n} conflict stays open until it is decided.",
                    "{n} conflicts stay open until they are decided.",
                    conflicts,
                )
            )
        if refused:
            said.append(
                _.plural("{n} file was not taken in.", "{n} files were not taken in.", refused)
            )
        if result.cancelled:
            said.append(_("It was stopped; what is listed as merged stays merged."))
        if result.backup is not None:
            backup = result.backup.name
            said.append(_("A copy of the inventory was made before: {file}", file=backup))
        return " ".join(said)

    fine = taken and not (conflicts or refused or result.cancelled)
    return Notice(tone="good" if fine else "warn", text=text)


def decided_notice(result: DecideResult) -> Notice:
    """Return what deciding open conflicts did."""

    def text(_: Translator) -> str:
        said = [
            _.plural("{n} conflict was decided.", "{n} conflicts were decided.", result.decided)
        ]
        if result.queries:
            said.append(
                _.plural(
                    "{n} question was put to the entity.",
                    "{n} questions were put to the entity.",
                    result.queries,
                )
            )
        if result.gone:
            said.append(
                _.plural(
                    "{n} stays open: its record is not there any more.",
                    "{n} stay open: their records are not there any more.",
                    len(result.gone),
                )
            )
        return " ".join(said)

    return Notice(tone="warn" if result.gone else "good", text=text)
