"""Reasons that travel with a figure: why there is none, why it is not ranked, how it was made."""
# ruff: noqa: E501 - sentences stay on one line

from __future__ import annotations

from enum import StrEnum

from inventory_app.texts import N_, Translator


class Reason(StrEnum):
    """A reason, the weightiest first: those that leave no value, no rank, then those that explain."""

    NOT_REPORTED = "NOT-REPORTED"
    INVALID = "INVALID"
    MISSING = "MISSING"
    BELOW_COVERAGE = "BELOW-COVERAGE"
    IMPOSSIBLE = "IMPOSSIBLE"
    CREDITS = "CREDITS"
    ZERO_DENOMINATOR = "ZERO-DENOMINATOR"
    NO_ACTIVITY = "NO-ACTIVITY"
    NO_USERS = "NO-USERS"
    NOT_METERED = "NOT-METERED"
    TOO_SMALL = "TOO-SMALL"
    NOT_IN_USE = "NOT-IN-USE"
    BELOW_FLOOR = "BELOW-FLOOR"
    ESTIMATED = "ESTIMATED"
    ZOMBIES = "ZOMBIES"
    PARTIAL = "PARTIAL"
    SHEETS_EMPTY = "SHEETS-EMPTY"
    UNTESTED = "UNTESTED"
    STAFF_COST_ADDED = "STAFF-COST-ADDED"
    FALL_BACK = "FALL-BACK"
    ANNUALISED = "ANNUALISED"

    def text(self, _: Translator) -> str:
        """Return the sentence for a reader."""
        return _(_TEXTS[self])


_TEXTS: dict[Reason, str] = {
    Reason.NOT_REPORTED: N_("A sheet that this needs is empty, and “nothing to report” was not ticked."),
    Reason.INVALID: N_("An answer that this needs cannot be right."),
    Reason.MISSING: N_("An answer that this needs is missing."),
    Reason.BELOW_COVERAGE: N_("Less than 95 per cent of what this needs was reported."),
    Reason.IMPOSSIBLE: N_("The result cannot be right: a ratio of all energy to ICT energy below 1."),
    Reason.CREDITS: N_("Refunds and credits outweigh the costs, so that there is no ratio to state."),
    Reason.ZERO_DENOMINATOR: N_("The divisor is reported as zero although there is something to divide."),
    Reason.NO_ACTIVITY: N_("There is nothing to compare: both parts are zero."),
    Reason.NO_USERS: N_("The entity serves no users."),
    Reason.NOT_METERED: N_("No room has a meter of its own."),
    Reason.TOO_SMALL: N_("The room has fewer than five servers."),
    Reason.NOT_IN_USE: N_("Nothing of this kind is in use."),
    Reason.BELOW_FLOOR: N_("Too few users: the value is shown but not ranked."),
    Reason.ESTIMATED: N_("Based on estimates: the value is shown but not ranked."),
    Reason.ZOMBIES: N_("Systems with a running cost but no active users are left out and listed."),
    Reason.PARTIAL: N_("Some records or units could not be counted; see the coverage."),
    Reason.SHEETS_EMPTY: N_("Some sheets are empty, and “nothing to report” was not ticked."),
    Reason.UNTESTED: N_("Systems without a usable test count as not met."),
    Reason.STAFF_COST_ADDED: N_("The cost lines hold no personnel, so the ICT cost of the staff sheet was added."),
    Reason.FALL_BACK: N_("The ICT load in kW is not known for all rooms, so operating systems were counted."),
    Reason.ANNUALISED: N_("Amounts of other periods were converted to twelve months."),
}  # fmt: skip
