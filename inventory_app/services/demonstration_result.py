"""What the demonstration did, on one page."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from inventory_app.domain.findings import Strength
from inventory_app.domain.known_codes import IN_USE, UNOCCUPIED
from inventory_app.domain.merging import Counts
from inventory_app.domain.records import Record, Records
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
    """What the entities that answered have; `cost` in USD over a budget period of a year."""

    dedicated: Decimal
    non_dedicated: Decimal
    systems: int
    data_centres: int
    cost: Decimal

    def as_dict(self) -> dict[str, object]:
        """Return the figures by name."""
        return {
            "dedicated_fte": self.dedicated, "non_dedicated_fte": self.non_dedicated,
            "systems": self.systems, "data_centres": self.data_centres, "cost_usd": self.cost,
        }  # fmt: skip


def headlines(entities: Iterable[Records], as_of: date) -> Headlines:
    """Add up what *entities* reported: serving staff, systems in use, open rooms, cost lines."""
    systems = rooms = 0
    fte = {"DEDICATED": Decimal(0), "NON_DEDICATED": Decimal(0)}
    cost = Decimal(0)
    for records in entities:
        for record in _counting(records, "staff", as_of):
            share, kind = record["fte"], str(record["dedication"])
            if isinstance(share, Decimal) and kind in fte and record["occupancy"] not in UNOCCUPIED:
                fte[kind] += share
        systems += sum(each["status"] in IN_USE for each in _counting(records, "systems", as_of))
        open_rooms = _counting(records, "data_centres", as_of)
        rooms += sum(each["closing_stage"] != "CLOSED" for each in open_rooms)
        for record in _counting(records, "costs", as_of):
            amount = record["amount"]
            cost += amount if isinstance(amount, Decimal) else 0
    return Headlines(
        dedicated=fte["DEDICATED"], non_dedicated=fte["NON_DEDICATED"], systems=systems,
        data_centres=rooms, cost=cost,
    )  # fmt: skip


def _counting(records: Records, sheet: str, as_of: date) -> list[Record]:
    return [
        record
        for record in records.get(sheet, ())
        if record.counts and not (isinstance(on := record["retired_on"], date) and on <= as_of)
    ]


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
        yield [_("Headline figures of the entities that answered"), *self._figures(_)]
        yield [_("Where to look"), *self._places(_)]
        if self.unexpected:
            names = ", ".join(path.name for path in self.unexpected)
            yield [_("Not as expected: {files}", files=names)]
        yield [_("Made in {seconds} seconds.", seconds=_.number(round(sum(self.seconds.values()))))]

    def _came_in(self, _: Translator) -> list[str]:
        statuses = Counter(file.status for file in self.files)
        parts = [f"{_(STATUSES[status])} {_.number(n)}" for status, n in statuses.items()]
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
        pairs = (
            (_("Dedicated ICT staff, FTE"), _.number(shown.dedicated, 1)),
            (_("Non-dedicated ICT staff, FTE"), _.number(shown.non_dedicated, 1)),
            (_("Systems in use"), _.number(shown.systems)),
            (_("Data centres and server rooms"), _.number(shown.data_centres)),
            (_("ICT cost in a year, USD"), _.number(shown.cost, 0)),
        )
        return [f"  {label}: {value}" for label, value in pairs]

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
