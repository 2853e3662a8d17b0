"""Reasons that travel with a figure: why there is none, why it is not ranked, how it was made."""
# ruff: noqa: E501 - sentences stay on one line

from __future__ import annotations

from enum import StrEnum

from inventory_app.texts import N_, Translator


class Reason(StrEnum):
    """A reason, the weightiest first: those that leave no value, no rank, then those that explain."""

    NOT_ASKED = "NOT-ASKED"
    NOT_REPORTED = "NOT-REPORTED"
    INVALID = "INVALID"
    MISSING = "MISSING"
    BELOW_COVERAGE = "BELOW-COVERAGE"
    NOT_MEASURED = "NOT-MEASURED"
    NOT_MAPPED = "NOT-MAPPED"
    IMPOSSIBLE = "IMPOSSIBLE"
    OUT_OF_RANGE = "OUT-OF-RANGE"
    CREDITS = "CREDITS"
    ZERO_DENOMINATOR = "ZERO-DENOMINATOR"
    NO_ACTIVITY = "NO-ACTIVITY"
    SECRETARIAT_ONLY = "SECRETARIAT-ONLY"
    FEW_BUYERS = "FEW-BUYERS"
    NO_TOTAL = "NO-TOTAL"
    NO_USERS = "NO-USERS"
    NOT_METERED = "NOT-METERED"
    TOO_SMALL = "TOO-SMALL"
    NOT_IN_USE = "NOT-IN-USE"
    NO_RETURN = "NO-RETURN"
    TOO_FEW = "TOO-FEW"
    MIXED_BASIS = "MIXED-BASIS"
    EMERGENT = "EMERGENT"
    NO_TARGET = "NO-TARGET"
    NO_BASELINE = "NO-BASELINE"
    UNASSIGNED = "UNASSIGNED"
    NO_PROFILE = "NO-PROFILE"
    BELOW_FLOOR = "BELOW-FLOOR"
    ESTIMATED = "ESTIMATED"
    ZOMBIES = "ZOMBIES"
    PARTIAL = "PARTIAL"
    SHEETS_EMPTY = "SHEETS-EMPTY"
    UNTESTED = "UNTESTED"
    UNKNOWN_COUNTED = "UNKNOWN-COUNTED"
    STAFF_COST_ADDED = "STAFF-COST-ADDED"
    FALL_BACK = "FALL-BACK"
    LARGEST_DESK = "LARGEST-DESK"
    POSTS_COUNTED = "POSTS-COUNTED"
    ANNUALISED = "ANNUALISED"
    CUMULATED = "CUMULATED"
    JOINED = "JOINED"

    def text(self, _: Translator) -> str:
        """Return the sentence for a reader."""
        return _(_TEXTS[self])


_TEXTS: dict[Reason, str] = {
    Reason.NOT_ASKED: N_("A sheet that this needs is not asked in this round."),
    Reason.NOT_REPORTED: N_("A sheet that this needs is empty, and “nothing to report” was not ticked."),
    Reason.INVALID: N_("An answer that this needs cannot be right."),
    Reason.MISSING: N_("An answer that this needs is missing."),
    Reason.BELOW_COVERAGE: N_("Less than 95 per cent of what this needs was reported."),
    Reason.NOT_MEASURED: N_("Fewer than 80 per cent of the servers were measured."),
    Reason.NOT_MAPPED: N_("Fewer than 90 per cent of the systems name their business function."),
    Reason.IMPOSSIBLE: N_("The result cannot be right: a ratio of all energy to ICT energy below 1."),
    Reason.OUT_OF_RANGE: N_("The result cannot be right: it lies outside what is possible."),
    Reason.CREDITS: N_("Refunds and credits outweigh the costs, so that there is no ratio to state."),
    Reason.ZERO_DENOMINATOR: N_("The divisor is reported as zero although there is something to divide."),
    Reason.NO_ACTIVITY: N_("There is nothing to compare: both parts are zero."),
    Reason.SECRETARIAT_ONLY: N_("Stated for the whole Secretariat only; the records of the entity enter there."),
    Reason.FEW_BUYERS: N_("No item was bought by five entities or more."),
    Reason.NO_TOTAL: N_("Medians are never put together: there is no value for all, only those of the entities."),
    Reason.NO_USERS: N_("The entity serves no users."),
    Reason.NOT_METERED: N_("No room has a meter of its own."),
    Reason.TOO_SMALL: N_("The room has fewer than five servers."),
    Reason.NOT_IN_USE: N_("Nothing of this kind is in use."),
    Reason.NO_RETURN: N_("The cash flow does not change its sign exactly once: there is no internal rate of return."),
    Reason.TOO_FEW: N_("Fewer than five are there to be judged."),
    Reason.MIXED_BASIS: N_("Self-assessed and reviewed levels stand side by side and are never mixed."),
    Reason.EMERGENT: N_("Nothing was planned to this day: the benefit is stated as emergent."),
    Reason.NO_TARGET: N_("No closure was planned: the number is stated without a ratio."),
    Reason.NO_BASELINE: N_("There was nothing in the baseline: the absolute change is stated."),
    Reason.UNASSIGNED: N_("No cost line names the service."),
    Reason.NO_PROFILE: N_("No skill profile has been approved for any unit."),
    Reason.BELOW_FLOOR: N_("Too few to compare: the value is shown but not ranked."),
    Reason.ESTIMATED: N_("Based on estimates: the value is shown but not ranked."),
    Reason.ZOMBIES: N_("Systems with a running cost but no active users are left out and listed."),
    Reason.PARTIAL: N_("Some records or units could not be counted; see the coverage."),
    Reason.SHEETS_EMPTY: N_("Some sheets are empty, and “nothing to report” was not ticked."),
    Reason.UNTESTED: N_("Systems without a usable test count as not met."),
    Reason.UNKNOWN_COUNTED: N_("What is not known counts as the less favourable answer; the bound stands beside the value."),
    Reason.STAFF_COST_ADDED: N_("The cost lines hold no personnel, so the ICT cost of the staff sheet was added."),
    Reason.FALL_BACK: N_("The ICT load in kW is not known for all rooms, so operating systems were counted."),
    Reason.LARGEST_DESK: N_("Several desks: the value is that of the desk with most incidents."),
    Reason.POSTS_COUNTED: N_("The months are not known for all posts, so the posts of the units were counted."),
    Reason.ANNUALISED: N_("Amounts of other periods were converted to twelve months."),
    Reason.CUMULATED: N_("Savings and running costs added are those of all rounds that reported them."),
    Reason.JOINED: N_("What several entities reported and was joined as one counts once."),
}  # fmt: skip
