"""What the demonstration did, on one page."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inventory_app.domain.findings import Strength
from inventory_app.domain.merging import Counts
from inventory_app.domain.summaries import Figure, SecretariatSummary
from inventory_app.domain.values import ValueState
from inventory_app.services.returns import FileResult
from inventory_app.texts import N_, Translator

STATUSES = {
    "merged": N_("merged"),
    "unchanged": N_("nothing new"),
    "conflicts": N_("merged, with conflicts"),
    "unreadable": N_("not readable"),
    "wrong-round": N_("another round"),
    "unknown-issue": N_("not issued here"),
    "already-merged": N_("merged before"),
}
COUNTS = {
    "new": N_("New"),
    "changed": N_("Changed"),
    "unchanged": N_("Unchanged"),
    "conflicting": N_("Conflicting"),
    "missing": N_("Missing"),
    "rejected": N_("Rejected"),
}
STRENGTHS = {
    Strength.BLOCKS: N_("blocks"),
    Strength.COMMENT: N_("needs a comment"),
    Strength.NOTICE: N_("notice"),
}
_WIDTH = 96


@dataclass(frozen=True, kw_only=True)
class Headlines:
    """The five figures of the first page of the Secretariat's summary; `cost` in USD a year."""

    dedicated: Figure
    non_dedicated: Figure
    systems: Figure
    data_centres: Figure
    cost: Figure

    @classmethod
    def of(cls, summary: SecretariatSummary) -> Headlines:
        """Return the headline figures of *summary*."""
        return cls(
            dedicated=summary.workforce.fte_dedicated,
            non_dedicated=summary.workforce.fte_non_dedicated,
            systems=summary.systems.total,
            data_centres=summary.data_centres.total,
            cost=summary.costs.total,
        )

    def as_dict(self) -> dict[str, object]:
        """Return each figure with its state."""
        figures = {
            "dedicated_fte": self.dedicated, "non_dedicated_fte": self.non_dedicated,
            "systems": self.systems, "data_centres": self.data_centres, "cost_usd": self.cost,
        }  # fmt: skip
        return {
            name: {"value": each.value, "state": each.state.value} for name, each in figures.items()
        }


@dataclass(frozen=True, kw_only=True)
class Demonstration:
    """What was made and what came of it.

    `doubts` counts the findings on the records of the round by strength; `unexpected` are files
    with another status than the story tells.
    """

    folder: Path
    round: str
    asked: int
    answered: int
    late: int
    files: tuple[FileResult, ...]
    doubts: Mapping[str, int]
    headlines: Headlines
    summaries: int
    unexpected: tuple[Path, ...]
    seconds: Mapping[str, float]

    @property
    def needs_attention(self) -> bool:
        """Whether something did not come out as the story tells it."""
        return bool(self.unexpected)

    @property
    def counts(self) -> Counts:
        """The sum over all files of the second round."""
        return sum((file.counts for file in self.files), Counts())

    def as_dict(self) -> dict[str, object]:
        """Return everything, for a script."""
        return {
            "folder": self.folder, "round": self.round, "entities": self.asked,
            "answered": self.answered, "late": self.late,
            "statuses": dict(Counter(file.status for file in self.files)),
            "counts": self.counts.as_dict(), "findings": self._strengths(),
            "refused": {
                file.path.name: file.reason.code for file in self.files if file.reason is not None
            },
            "headlines": self.headlines.as_dict(), "summaries": self.summaries,
            "unexpected": [str(path) for path in self.unexpected],
            "seconds": {stage: round(spent, 1) for stage, spent in self.seconds.items()},
        }  # fmt: skip

    def _strengths(self) -> dict[str, int]:
        found = Counter(each.strength for file in self.files for each in file.findings)
        return {strength.value: found[strength] for strength in Strength}

    def lines(self, _: Translator) -> list[str]:
        """Return one page for a terminal."""
        return [line.rstrip() for part in self._parts(_) for line in (*part, "")][:-1]

    def _parts(self, _: Translator) -> Iterator[list[str]]:
        yield [
            _("Demonstration: every figure in it is invented."),
            _(
                "{entities} entities in round {round}: {answered} answered, {late} of them late.",
                entities=_.number(self.asked), round=self.round,
                answered=_.number(self.answered), late=_.number(self.late),
            ),
        ]  # fmt: skip
        yield self._came_in(_)
        yield self._refused(_)
        yield [
            _("Headline figures, as the summary of the Secretariat prints them"),
            *self._figures(_),
        ]
        yield [_("Where to look"), *self._places(_)]
        if self.unexpected:
            names = ", ".join(path.name for path in self.unexpected)
            yield [_("Not as expected: {files}", files=names)]
        yield [_("Made in {seconds} seconds.", seconds=_.number(round(sum(self.seconds.values()))))]

    def _came_in(self, _: Translator) -> list[str]:
        statuses = Counter(file.status for file in self.files)
        parts = [
            f"{_(text)} {_.number(statuses[status])}"
            for status, text in STATUSES.items()
            if statuses[status]
        ]
        counts = [f"{_(COUNTS[name])} {_.number(n)}" for name, n in self.counts.as_dict().items()]
        head = _.plural("{n} file came in", "{n} files came in", len(self.files))
        return [
            *_listed(head, parts),
            *_listed(_("Records"), counts),
            *_listed(_("Findings on the files"), _told(self._strengths(), _)),
            *_listed(_("Findings on the records"), _told(self.doubts, _)),
        ]

    def _refused(self, _: Translator) -> list[str]:
        refused = [file for file in self.files if file.reason is not None]
        lines = [
            _.plural("{n} file was not taken in:", "{n} files were not taken in:", len(refused))
        ]
        for file in refused:
            if file.reason is not None:
                why = _(file.reason.message, **file.reason.params)
                named = why if file.path.name in why else f"{file.path.name}: {why}"
                lines += textwrap.wrap(named, _WIDTH, initial_indent="  ", subsequent_indent="    ")
        return lines

    def _figures(self, _: Translator) -> list[str]:
        shown = self.headlines
        rows = (
            (_("Dedicated ICT personnel, full-time equivalents"), shown.dedicated, 1),
            (_("Non-dedicated ICT personnel, full-time equivalents"), shown.non_dedicated, 1),
            (_("Systems and applications"), shown.systems, 0),
            (_("Data centres and server rooms"), shown.data_centres, 0),
            (_("ICT cost, USD"), shown.cost, 0),
        )
        return [f"  {label}: {_figure(figure, places, _)}" for label, figure, places in rows]

    def _places(self, _: Translator) -> list[str]:
        code = self.round
        pairs = (
            (_("Start here"), "README.txt"),
            (_("The store"), "demonstration.ictinv"),
            (_("Workbooks that went out"), f"{code}/issued"),
            (_("What came back"), f"{code}/returned"),
            (_("What the merge said of each file"), f"merge-report-{code}.txt"),
            (
                _.plural("{n} printed summary", "{n} printed summaries", self.summaries),
                f"{code}/summaries",
            ),
            (_("Indicators"), f"{code}/indicators.xlsx"),
        )
        return [f"  {label}: {self.folder / place}" for label, place in pairs]


def _figure(figure: Figure, places: int, _: Translator) -> str:
    """Return a figure as the printed summary shows it: ≈ before one that rests on estimates."""
    if figure.value is None:
        return figure.state.value
    text = _.number(figure.value, places)
    return f"≈ {text}" if figure.state is ValueState.NE else text


def _told(strengths: Mapping[str, int], _: Translator) -> list[str]:
    return [f"{_(STRENGTHS[each])} {_.number(strengths.get(each.value, 0))}" for each in Strength]


def _listed(head: str, parts: Sequence[str]) -> list[str]:
    """Return a heading and its parts, on as many lines as they need."""
    lines, line = [], f"{head}: "
    for number, part in enumerate(parts):
        piece = part if number == len(parts) - 1 else f"{part}, "
        if len(line) + len(piece) > _WIDTH and line.strip():
            lines.append(line)
            line = "  "
        line += piece
    return [*lines, line]
