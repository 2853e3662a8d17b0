"""Findings in words: all of them for a script, grouped and counted for a person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from inventory_app.cli.output import Output
from inventory_app.domain.field_types import Code, Codes, FieldType
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.finding_texts import STRENGTHS, worded
from inventory_app.domain.findings import Finding, Strength
from inventory_app.domain.merging import Answer
from inventory_app.domain.values import Value
from inventory_app.formats.plain_values import json_value
from inventory_app.texts import N_, Translator

_SHOWN = 3
NOTHING = "-"  # in a cell of which nothing is known


class Told(NamedTuple):
    """A finding and whose it is: a file, or an entity."""

    whose: str
    finding: Finding


def as_document(
    findings: Iterable[Finding], catalogue: Catalogue, _: Translator
) -> list[dict[str, object]]:
    """Return findings as JSON members."""
    document: list[dict[str, object]] = []
    for finding in findings:
        text, fix = worded(finding, catalogue, _)
        document.append(
            {
                "code": finding.code, "sheet": finding.sheet, "cell": finding.cell,
                "found": finding.found, "expected": finding.expected, "text": text, "fix": fix,
                "strength": finding.strength.value, "tab": finding.tab, "uid": finding.uid,
                "field": finding.field,
            }
        )  # fmt: skip
    return document


def by_strength(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings there are of each strength, the strongest first."""
    counts = Counter(finding.strength for finding in findings)
    return {strength.value: counts[strength] for strength in Strength}


def block(findings: Iterable[Finding]) -> bool:
    """Return whether one of *findings* must be put right."""
    return any(finding.strength is Strength.BLOCKS for finding in findings)


def show(told: Sequence[Told], catalogue: Catalogue, out: Output) -> None:
    """Print findings by kind, the strongest and most frequent first, with the first few places."""
    if not told:
        return
    _ = out.words
    counts = by_strength(each.finding for each in told)
    out.say()
    out.say(
        _.plural(
            "{n} finding (blocks: {blocks}, needs a comment: {comment}, notice: {notice})",
            "{n} findings (blocks: {blocks}, needs a comment: {comment}, notice: {notice})",
            len(told),
            **counts,
        ),
        bold=True,
    )
    groups = _groups(told)
    for code, same in groups:
        _show_group(code, same, catalogue, out)
    if any(len(same) > _SHOWN for _code, same in groups):
        out.say("  " + _("All of them: the same command with --json."))


def _show_group(code: str, same: Sequence[Told], catalogue: Catalogue, out: Output) -> None:
    _ = out.words
    said = [worded(each.finding, catalogue, _) for each in same]
    alike = len({fix for _text, fix in said}) == 1
    strength = _(STRENGTHS[same[0].finding.strength])
    out.say(f"  {code} ({len(same)}, {strength})" + (f": {said[0][1]}" if alike else ""))
    for (whose, finding), (text, fix) in zip(same[:_SHOWN], said, strict=False):
        parts = (whose, _place(finding, catalogue, _), text, "" if alike else fix)
        out.say("    " + "  ".join(part for part in parts if part))
    if len(same) > _SHOWN:
        out.say("    " + _.plural("and {n} more", "and {n} more", len(same) - _SHOWN))


def _groups(told: Iterable[Told]) -> list[tuple[str, list[Told]]]:
    groups: dict[str, list[Told]] = defaultdict(list)
    for each in told:
        groups[each.finding.code].append(each)
    order = list(Strength)
    return sorted(
        groups.items(),
        key=lambda group: (order.index(group[1][0].finding.strength), -len(group[1]), group[0]),
    )


def _place(finding: Finding, catalogue: Catalogue, _: Translator) -> str:
    sheet = catalogue.sheets.get(finding.sheet)
    tab = finding.tab or (sheet.label(_.language.code) if sheet else "")
    return " ".join(part for part in (tab, finding.cell or finding.uid) if part)


def answer_document(kind: FieldType, answer: Answer) -> dict[str, object]:
    """Return one side of a conflict as a JSON member."""
    state = answer.state.value if answer.state else None
    return {"value": json_value(kind, answer.value), "state": state}


def answer_text(kind: FieldType, answer: Answer, _: Translator) -> str:
    """Return one side of a conflict in the reader's words."""
    if answer.value is None:
        return answer.state.value if answer.state else NOTHING
    return _labelled(kind, answer.value, _.language.code)


def _labelled(kind: FieldType, value: Value, language: str) -> str:
    if isinstance(kind, Code) and kind.list is not None:
        codes = value if isinstance(kind, Codes) and isinstance(value, tuple) else (str(value),)
        return "; ".join(kind.list.label(code, language) for code in codes)
    return kind.format(value)


def counts_row(counts: Mapping[str, int]) -> list[str]:
    """Return the six counts of a merge as cells, in their customary order."""
    return [str(counts[name]) for name in COUNTS]


COUNTS = {
    "new": N_("new"),
    "changed": N_("changed"),
    "unchanged": N_("unchanged"),
    "conflicting": N_("conflicting"),
    "missing": N_("missing"),
    "rejected": N_("rejected"),
}
