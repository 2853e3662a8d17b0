"""Where a figure stands, in words: among peers, in a funnel, and against targets."""

from __future__ import annotations

from decimal import Decimal

from inventory_app.domain.benchmarks import Place
from inventory_app.domain.distributions import QUANTILE_TYPE
from inventory_app.domain.intervals import RESAMPLES, Standing
from inventory_app.domain.targets import KINDS, Distance, Target
from inventory_app.services.assessed_round import Assessment
from inventory_app.texts import N_, Translator

STANDINGS = {
    Standing.BETTER_FAR: N_("far better than the others"),
    Standing.BETTER: N_("better than the others"),
    Standing.HIGHER_FAR: N_("far higher than the others"),
    Standing.HIGHER: N_("higher than the others"),
    Standing.SAME: N_("not distinguishable from the others"),
    Standing.LOWER: N_("lower than the others"),
    Standing.LOWER_FAR: N_("far lower than the others"),
    Standing.WORSE: N_("worse than the others"),
    Standing.WORSE_FAR: N_("far worse than the others"),
}
OUTLYING = N_("far from all others: to be confirmed")
VERDICTS = {"met": N_("met"), "missed": N_("not met"), "context": N_("not judged")}


def standing_text(place: Place, _: Translator) -> str:
    """Return where a value stands among its peers; empty where nothing can be said."""
    texts = []
    if place.placing is not None:
        texts.append(_(STANDINGS[place.placing.standing]))
    if place.outlier is not None:
        texts.append(_(OUTLYING))
    return _("; ").join(texts)


def seed_note(assessment: Assessment, _: Translator) -> str:
    """Return how the intervals of quartiles were found, so that they can be found again."""
    return _(
        "Quantiles are of type {type} of Hyndman and Fan. The 95 per cent intervals of medians and "
        "quartiles are those of {n} draws with replacement, with the seed {seed}; with fewer than "
        "ten values they are indicative only. Of groups of five to seven values quartiles leave "
        "the house with two significant digits.",
        type=str(QUANTILE_TYPE),
        n=_.number(RESAMPLES),
        seed=str(assessment.seed),
    )


def target_text(target: Target, places: int, _: Translator) -> str:
    """Return a target with its day, such as “Policy target 80 by 31 December 2027”."""
    kind, due = _(KINDS[target.kind]), _.date(target.due)
    if target.upper is None:
        return _(
            "{kind} {value} by {date}",
            kind=kind, value=_.number(target.value, _places(target.value, places)), date=due,
        )  # fmt: skip
    return _(
        "{kind} {low} to {high} by {date}",
        kind=kind,
        low=_.number(target.value, _places(target.value, places)),
        high=_.number(target.upper, _places(target.upper, places)),
        date=due,
    )


def distance_text(distance: Distance, places: int, _: Translator) -> str:
    """Return how far a value is from a target, and whether it is met."""
    gap = _.number(distance.gap, places)
    text = _("+{number}", number=gap) if distance.gap > 0 else gap
    return _("{gap}, {verdict}", gap=text, verdict=_(VERDICTS[distance.verdict]))


def _places(value: Decimal, places: int) -> int:
    """Return the decimals a target is shown with: its own, if it was given more of them."""
    exponent = value.normalize().as_tuple().exponent
    return max(places, -exponent) if isinstance(exponent, int) else places
