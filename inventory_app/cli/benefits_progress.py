"""The part of the report on benefits over time: curves, and what made a saving."""

from __future__ import annotations

from decimal import Decimal

from inventory_app.cli.output import Output
from inventory_app.domain.benefit_reports import BenefitReport, ClassLine, MeasuredLine
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.savings import in_cents

NOTHING = "-"


def show_curves(found: BenefitReport, catalogue: Catalogue, out: Output) -> None:
    """Show what was planned, forecast and verified to each day, a class at a time."""
    _ = out.words
    labels = catalogue.code_lists["benefit_types"]
    for each in found.classes:
        if not each.has_curve:
            continue
        out.say()
        out.say(_("{kind}, to date", kind=labels.label(each.kind.value, _.language.code)))
        out.table(
            (_("Day"), _("Planned"), _("Forecast"), _("Verified")),
            [
                (
                    point.at.isoformat(), _.number(point.planned, 2), _.number(point.forecast, 2),
                    _.number(point.verified, 2) if point.at <= found.as_of else NOTHING,
                )
                for point in each.curve
            ],
            right=(1, 2, 3),
        )  # fmt: skip


def show_effects(found: BenefitReport, out: Output) -> None:
    """Show why what was measured costs something else than the baseline."""
    if not found.effects:
        return
    _ = out.words
    out.say()
    out.table(
        (
            _("Benefit"), _("Period"), _("Cost before"), _("Less needed"), _("Other things used"),
            _("Lower prices"), _("Saving"), _("Cost now"),
        ),
        [
            (
                each.benefit.id, f"{each.period.start.isoformat()}/{each.period.end.isoformat()}",
                *(_.number(amount, 2) for amount in _amounts(each)),
            )
            for each in found.effects
        ],
        right=(2, 3, 4, 5, 6, 7),
    )  # fmt: skip
    out.say(_("Only what is left after demand, mix and prices is a saving."))


def _amounts(line: MeasuredLine) -> tuple[Decimal, ...]:
    of = line.effects
    return of.baseline, of.volume, of.mix, of.price, of.gross, of.actual


def curve_document(found: BenefitReport, line: ClassLine) -> list[dict[str, object]]:
    """Return a curve for programs; nothing is verified on days that are still to come."""
    return [
        {
            "day": point.at, "planned": f"{in_cents(point.planned):.2f}",
            "forecast": f"{in_cents(point.forecast):.2f}",
            "verified": f"{in_cents(point.verified):.2f}" if point.at <= found.as_of else None,
        }
        for point in line.curve
    ]  # fmt: skip


def effect_document(line: MeasuredLine) -> dict[str, object]:
    """Return why a period cost something else than its baseline, for programs."""
    names = ("baseline", "volume", "mix", "price", "gross", "actual")
    return {
        "benefit": line.benefit.id, "start": line.period.start, "end": line.period.end,
        **{name: f"{in_cents(getattr(line.effects, name)):.2f}" for name in names},
    }  # fmt: skip
