"""The command that compares what was planned with what came."""

from __future__ import annotations

import argparse
from decimal import Decimal
from typing import Any

from inventory_app.cli.benefits import (
    NOTHING,
    class_label,
    problem_documents,
    show_problems,
)
from inventory_app.cli.benefits_progress import (
    curve_document,
    effect_document,
    show_curves,
    show_effects,
)
from inventory_app.cli.output import ATTENTION, Output
from inventory_app.domain.benefit_reports import BenefitReport, appraisals, benefit_report
from inventory_app.domain.benefits import Register
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.finance import Appraisal
from inventory_app.domain.realisation import Ratio
from inventory_app.domain.savings import in_cents
from inventory_app.domain.scenarios import Assumptions, Cases
from inventory_app.errors import UserError
from inventory_app.texts import N_, Translator
from inventory_app.workspace import Workspace

_HUNDRED = Decimal(100)
_UNDEFINED = {
    "NO-CHANGE": N_("There is no internal rate: money flows only one way."),
    "SEVERAL-CHANGES": N_("There is no internal rate: more than one would do."),
}


def report(options: argparse.Namespace, out: Output) -> int:
    """Show the register at a date; with --rate also what initiatives are worth."""
    _ = out.words
    with Workspace.open(options.store) as workspace:
        register, catalogue = workspace.benefits.all(), workspace.catalogue
        as_of = options.as_of or workspace.database.clock().date()
    found = benefit_report(register, as_of)
    worth = _appraised(options, register)
    out.document(
        {
            **_document(found),
            "appraisals": [_case_document(name, each) for name, each in worth.items()],
            "problems": problem_documents(register.problems, _),
        }
    )
    if not register.benefits:
        out.say(_("There are no benefits in this store yet."))
        return 0
    out.say(_("Benefits in periods that ended by {day}", day=as_of), bold=True)
    _show_classes(found, catalogue, out)
    _show_lines(found, catalogue, out)
    show_curves(found, catalogue, out)
    show_effects(found, out)
    _show_owners(found, out)
    if worth:
        _show_worth(worth, options.rate, out)
    return show_problems(register.problems, out) and ATTENTION


def _appraised(options: argparse.Namespace, register: Register) -> dict[str, Cases]:
    if options.rate is None:
        return {}
    try:
        low = Assumptions(
            delay=options.delay,
            shortfall=options.shortfall / _HUNDRED,
            overrun=options.overrun / _HUNDRED,
        )
        return appraisals(register, options.rate / _HUNDRED, low)
    except ValueError as error:
        raise UserError(
            "E-APPRAISAL",
            N_("Initiatives cannot be appraised at this rate, or not with this low case."),
            N_("Give a rate above -100 and a low case that is worse than the plan."),
        ) from error


def _show_classes(found: BenefitReport, catalogue: Catalogue, out: Output) -> None:
    _ = out.words
    labels = catalogue.code_lists["benefit_types"]
    out.say()
    out.table(
        (
            _("Kind of benefit"), _("Planned"), _("Verified"), _("Realised %"), _("Not planned"),
            _("Behind, months"),
        ),
        [
            (
                labels.label(each.kind.value, _.language.code), _.number(each.ratio.denominator, 2),
                _.number(each.ratio.numerator, 2), _percent(each.ratio, _),
                _.number(each.emergent, 2), _shown(each.slip, _, 1),
            )
            for each in found.classes
        ],
        right=(1, 2, 3, 4, 5),
    )  # fmt: skip
    out.say()
    for text, value in (
        (_("B01 · benefit realisation, all classes, %"), _percent(found.realised.every, _)),
        (_("B02 · net realised saving, USD in prices of the baseline"), _.number(found.net.net, 2)),
        (
            _("B03 · cashable share of what was verified, %"),
            NOTHING if found.cashable is None else _percent(found.cashable, _),
        ),
        (_("B06 · benefits with evidence, %"), _percent(found.evidence, _)),
    ):
        out.say(f"{text}: {value}")


def _show_lines(found: BenefitReport, catalogue: Catalogue, out: Output) -> None:
    _ = out.words
    out.say()
    out.table(
        (
            _("Benefit"), _("Title"), _("Kind of benefit"), _("Status"), _("Planned"),
            _("Realised"), _("Verified"), _("Still expected"),
        ),
        [
            (
                each.benefit.id, each.benefit.title, class_label(each.benefit, catalogue, _),
                each.benefit.status.text(_), _.number(each.planned, 2),
                _.number(each.realised, 2), _.number(each.verified, 2),
                _.number(each.expected, 2),
            )
            for each in found.lines
        ],
        right=(4, 5, 6, 7),
    )  # fmt: skip


def _show_owners(found: BenefitReport, out: Output) -> None:
    _ = out.words
    told = [each for each in found.owners if each.bias is not None]
    if not told:
        return
    out.say()
    out.table(
        (_("Owner"), _("Came against forecast, %"), _("Taken off what is expected, %")),
        [
            (
                each.owner,
                _shown(None if each.bias is None else each.bias * _HUNDRED, _, 1),
                _.number(each.haircut * _HUNDRED, 1),
            )
            for each in told
        ],
        right=(1, 2),
    )


def _show_worth(worth: dict[str, Cases], rate: Decimal, out: Output) -> None:
    _ = out.words
    out.say()
    out.say(
        _("What initiatives are worth at a real rate of {rate} per cent", rate=_.number(rate)),
        bold=True,
    )
    out.table(
        (
            _("Initiative"), _("Case"), _("Years"), _("Net present value"), _("Internal rate %"),
            _("Payback, years"), _("Discounted"), _("Benefits / costs"), _("Return %"),
            _("Loss that undoes it, %"),
        ),
        [
            (name or NOTHING, case, *_worth_row(appraisal, _))
            for name, each in worth.items()
            for case, appraisal in (
                (_("low"), each.low), (_("central"), each.central), (_("high"), each.high),
            )
        ],
        right=(2, 3, 4, 5, 6, 7, 8, 9),
    )  # fmt: skip
    for name, each in worth.items():
        internal = each.central.internal
        if internal.undefined is None:
            continue
        out.say(f"{name or NOTHING}: {_(_UNDEFINED[internal.undefined])}")
        if internal.mirr is not None:
            out.say(_("The modified rate is {rate} %.", rate=_.number(internal.mirr * _HUNDRED, 2)))


def _worth_row(found: Appraisal, _: Translator) -> tuple[str, ...]:
    def percent(share: Decimal | None) -> str:
        return NOTHING if share is None else _.number(share * _HUNDRED, 2)

    return (
        str(found.horizon), _.number(found.npv, 2), percent(found.internal.irr),
        _shown(found.payback, _, 2), _shown(found.discounted_payback, _, 2),
        _shown(found.benefit_cost_ratio, _, 2), percent(found.roi),
        percent(found.switching_value),
    )  # fmt: skip


def _percent(ratio: Ratio, _: Translator) -> str:
    return _shown(ratio.percent, _, 1)


def _shown(value: Decimal | None, _: Translator, places: int) -> str:
    return NOTHING if value is None else _.number(value, places)


def _document(found: BenefitReport) -> dict[str, Any]:
    return {
        "as_of": found.as_of,
        "classes": [
            {
                "class": each.kind.value, **_ratio(each.ratio, "verified", "planned"),
                "emergent": _money(each.emergent), "slip_months": each.slip,
                "curve": curve_document(found, each),
            }
            for each in found.classes
        ],
        "B01": _ratio(found.realised.every, "numerator", "denominator"),
        "B02": {
            "gross": _money(found.net.gross), "implementation": _money(found.net.implementation),
            "added_run": _money(found.net.added_run), "net": _money(found.net.net),
        },
        "B03": None if found.cashable is None
        else _ratio(found.cashable, "numerator", "denominator"),
        "B06": _ratio(found.evidence, "numerator", "denominator"),
        "benefits": [
            {
                "id": each.benefit.id, "class": each.benefit.kind.value,
                "status": each.benefit.status.value, "planned": _money(each.planned),
                "realised": _money(each.realised), "verified": _money(each.verified),
                "expected": _money(each.expected),
            }
            for each in found.lines
        ],
        "effects": [effect_document(each) for each in found.effects],
        "owners": [
            {"owner": each.owner, "bias": each.bias, "haircut": each.haircut}
            for each in found.owners
        ],
    }  # fmt: skip


def _ratio(ratio: Ratio, above: str, below: str) -> dict[str, object]:
    return {
        above: _money(ratio.numerator),
        below: _money(ratio.denominator),
        "percent": ratio.percent,
    }


def _money(amount: Decimal) -> str:
    return f"{in_cents(amount):.2f}"


def _case_document(name: str, worth: Cases) -> dict[str, object]:
    return {
        "initiative": name,
        "low": _worth_document(worth.low),
        "central": _worth_document(worth.central),
        "high": _worth_document(worth.high),
        "switching_value": worth.switching_value,
    }


def _worth_document(found: Appraisal) -> dict[str, object]:
    return {
        "rate": found.rate, "horizon_years": found.horizon, "npv": found.npv,
        "irr": found.internal.irr, "irr_undefined": found.internal.undefined,
        "mirr": found.internal.mirr, "payback_years": found.payback,
        "discounted_payback_years": found.discounted_payback,
        "benefit_cost_ratio": found.benefit_cost_ratio, "roi": found.roi,
    }  # fmt: skip
