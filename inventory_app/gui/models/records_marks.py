"""What is to be done about a record, as a word on a soft ground and a sentence behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from inventory_app.domain.answer_texts import text_of
from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.finding_texts import worded
from inventory_app.domain.findings import Finding, Strength
from inventory_app.domain.grids import GridRow
from inventory_app.domain.values import DataQuality, Values, ValueState
from inventory_app.gui.kit.widgets import Tone
from inventory_app.texts import Translator

MISSING = "R-MISSING"
_MOST_SAID = 8


class Mark(NamedTuple):
    """The word, its tone, and the whole of what there is to say."""

    word: str
    tone: Tone
    tip: str


def is_over(values: Values) -> bool:
    """Return whether a record has ended or enters no totals."""
    return values.get("record_status") not in (None, "VALID")


def is_estimated(row: GridRow, values: Values) -> bool:
    """Return whether a record says that its figures are estimates."""
    return values.get("data_quality") == DataQuality.ESTIMATED or (
        ValueState.NE in row.states.values()
    )


def mark_of(
    row: GridRow,
    values: Values,
    findings: Sequence[Finding],
    *,
    conflict: bool,
    sheet: Sheet,
    catalogue: Catalogue,
    words: Translator,
) -> Mark:
    """Return the mark of one row: what matters most gives the word, the tip says all."""
    _ = words
    word, tone = _word(row, values, findings, conflict=conflict, sheet=sheet, words=words)
    lines = []
    if conflict:
        lines.append(_("A return says something else; the conflict is not decided."))
    missing = [sheet.fields[f.field] for f in findings if f.code == MISSING and f.field]
    if missing:
        fields = _(", ").join(field.label(_.language.code) for field in missing[:_MOST_SAID])
        more = len(missing) - _MOST_SAID
        lines.append(_("Missing: {fields}", fields=fields) if more <= 0 else _(
            "Missing: {fields} and {n} more", fields=fields, n=_.number(more)))  # fmt: skip
    others = [each for each in findings if each.code != MISSING]
    lines += [worded(each, catalogue, words)[0] for each in others[:_MOST_SAID]]
    if row.standing == "carried":
        lines.append(_("Known from the last round, not confirmed in this one."))
    if is_estimated(row, values):
        lines.append(_("At least one figure is an estimate."))
    return Mark(word, tone, "\n".join(lines) or _("Everything is there, nothing is to be done."))


def _word(
    row: GridRow,
    values: Values,
    findings: Sequence[Finding],
    *,
    conflict: bool,
    sheet: Sheet,
    words: Translator,
) -> tuple[str, Tone]:
    _ = words
    if is_over(values):
        kind = sheet.fields["record_status"].type
        return text_of(kind, values["record_status"], words), "info"
    missing = sum(each.code == MISSING for each in findings)
    wrong = sum(each.strength is Strength.BLOCKS for each in findings) - missing
    said: tuple[tuple[bool, str, Tone], ...] = (
        (conflict, _("Conflict"), "bad"),
        (missing > 0, _.plural("{n} missing", "{n} missing", missing), "bad"),
        (wrong > 0, _.plural("{n} to correct", "{n} to correct", wrong), "bad"),
        (any(each.strength is Strength.COMMENT for each in findings), _("To explain"), "warn"),
        (row.standing == "carried", _("To confirm"), "warn"),
        (is_estimated(row, values), _("Estimated"), "info"),
    )
    return next(((word, tone) for holds, word, tone in said if holds), (_("In order"), "good"))
