"""The register of a round in words: states, filters and what a reader is told of each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from inventory_app.domain.registers import RegisterRow
from inventory_app.gui.kit.widgets import Tone
from inventory_app.languages import LANGUAGES
from inventory_app.texts import N_, Translator

# Where an entity stands: the word, its tone, and its place when the column is sorted.
STATES: Mapping[str, tuple[str, Tone, int]] = {
    "overdue": (N_("overdue"), "bad", 0),
    "asked": (N_("nothing sent"), "info", 1),
    "issued": (N_("outstanding"), "info", 2),
    "late": (N_("late"), "warn", 3),
    "imported": (N_("imported"), "info", 4),
    "answered": (N_("on time"), "good", 5),
}

CHIPS: Mapping[str, tuple[str, Callable[[RegisterRow], bool]]] = {
    "all": (N_("All"), lambda _row: True),
    "answered": (N_("Answered"), lambda row: row.participation.answered),
    "outstanding": (N_("Outstanding"), lambda row: not row.participation.answered),
    "overdue": (N_("Overdue"), lambda row: row.overdue),
    "late": (N_("Late"), lambda row: row.participation.status == "late"),
    "conflicts": (N_("Conflicts"), lambda row: row.conflicts > 0),
    "blocking": (N_("Blocking"), lambda row: row.findings.get("blocks", 0) > 0),
    "not-approved": (N_("Not approved"), lambda row: not row.approved),
    "approved": (N_("Approved"), lambda row: row.approved),
}


def standing(row: RegisterRow) -> str:
    """Return where an entity stands, as a name in `STATES`."""
    return "overdue" if row.overdue else row.participation.status


def standing_text(row: RegisterRow, _: Translator) -> str:
    """Return the word for where an entity stands."""
    return _(STATES[standing(row)][0])


def day(at: datetime, _: Translator) -> str:
    """Return the day of *at* where the reader is."""
    return _.date(at.astimezone().date())


def workbook_text(row: RegisterRow, _: Translator) -> tuple[str, str]:
    """Return which workbook went out last, and when."""
    if row.issued is None:
        return _("none yet"), ""
    language = LANGUAGES[row.issued.language].name
    text = _("No. {number}, {language}", number=_.number(row.issued.number),
                 language=language)  # fmt: skip
    return text, day(row.issued.issued_at, _)


def returned_text(row: RegisterRow, _: Translator) -> tuple[str, str]:
    """Return how many returns came back, and when the last one did."""
    if not row.returns:
        return (_("imported"), "") if row.participation.answered else (_("none yet"), "")
    text = _.plural("{n} return", "{n} returns", len(row.returns))
    return text, day(row.returns[-1].received_at, _)


def complete_text(row: RegisterRow, _: Translator) -> str:
    """Return the completeness in whole per cents, rounded down: 100 only if nothing is missing."""
    if not row.due:
        return ""
    return _("{n} %", n=_.number(row.filled * 100 // row.due))


def findings_text(row: RegisterRow, _: Translator) -> str:
    """Return the findings by strength in a sentence."""
    said = (
        _.plural("{n} blocks the figures", "{n} block the figures",
                     row.findings.get("blocks", 0)),
        _.plural("{n} needs a comment", "{n} need a comment", row.findings.get("comment", 0)),
        _.plural("{n} notice", "{n} notices", row.findings.get("notice", 0)),
    )  # fmt: skip
    names = ("blocks", "comment", "notice")
    found = [text for name, text in zip(names, said, strict=True) if row.findings.get(name)]
    return _("; ").join(found) if found else _("none")


def open_text(row: RegisterRow, _: Translator) -> str:
    """Return conflicts and queries in a sentence."""
    said = []
    if row.conflicts:
        said.append(_.plural("{n} open conflict", "{n} open conflicts", row.conflicts))
    states = row.query_states
    for state, one, many in (
        ("answered", N_("{n} answered query"), N_("{n} answered queries")),
        ("open", N_("{n} open query"), N_("{n} open queries")),
        ("sent", N_("{n} sent query"), N_("{n} sent queries")),
    ):
        if states.get(state):
            said.append(_.plural(one, many, states[state]))
    return _("; ").join(said)


def approved_text(row: RegisterRow, _: Translator) -> str:
    """Return by whom and when the answers were approved, "" if they were not."""
    at = row.participation.approved_at
    if at is None:
        return ""
    return _("{who}, {when}", who=row.participation.approved_by, when=day(at, _))
