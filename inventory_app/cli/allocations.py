"""The command that charges support costs to services: by causes, to the cent, with a price."""

from __future__ import annotations

import argparse
from decimal import Decimal
from fractions import Fraction

from inventory_app.cli.output import Output
from inventory_app.domain.allocation_plans import Charged, HandedOn, Method, charge, read_plan
from inventory_app.domain.money import CENTS
from inventory_app.domain.scheme_entries import amount_text
from inventory_app.formats.plain_entries import Level, read_entries
from inventory_app.texts import N_, Translator

NOTHING = "-"
LEVELS = (Level("centre", "id", "centres"), Level("use", "by", "uses"))
_HANDED_ON = {
    HandedOn.DRIVER: N_("by what causes it"),
    HandedOn.SPREAD: N_("by a declared spread"),
}


def allocate(options: argparse.Namespace, out: Output) -> int:
    """Charge the centres of a plan to its services."""
    plan = read_plan(read_entries(options.file, LEVELS), options.file.name)
    found = charge(plan, Method(options.method), tuple(options.order))
    out.document(_document(found))
    if not out.as_json:
        _show(found, out)
    return 0


def _show(found: Charged, out: Output) -> None:
    _, plan = out.words, found.plan
    out.say(plan.title or plan.currency, bold=True)
    out.say(_("Amounts in {currency}", currency=plan.currency))
    if plan.serving:
        out.say()
        out.table(
            (_("Service centre"), _("Own cost"), _("With what serves it"), _("Handed on")),
            [
                (
                    each.label, _money(Fraction(each.cost), _), _money(found.centres[each.id], _),
                    _(_HANDED_ON[each.handed_on]),
                )
                for each in plan.serving
            ],
            right=(1, 2),
        )  # fmt: skip
    out.say()
    own = sum(each.service.cost for each in found.services)
    charged = sum(each.charged for each in found.services)
    out.table(
        (
            _("Service"), _("Own cost"), _("Charged"), _("Full cost"), _("Quantity"), _("Unit"),
            _("Cost of one"),
        ),
        [
            *(
                (
                    each.service.label, _money(Fraction(each.service.cost), _),
                    _money(Fraction(each.charged), _), _money(Fraction(each.full), _),
                    NOTHING if each.service.quantity is None
                    else _.number(each.service.quantity.normalize()),
                    each.service.unit or NOTHING,
                    NOTHING if each.unit_cost is None else _money(each.unit_cost * CENTS, _),
                )
                for each in found.services
            ),
            (
                _("Total"), _money(Fraction(own), _), _money(Fraction(charged), _),
                _money(Fraction(own + charged), _), NOTHING, NOTHING, NOTHING,
            ),
        ],
        right=(1, 2, 3, 4, 6),
    )  # fmt: skip
    percent = found.traced.percent
    traced = NOTHING if percent is None else _.number(percent, 1)
    out.say()
    out.say(_("C05 · cost that is traced to services, %: {percent}", percent=traced))


def _money(amount: Fraction, _: Translator) -> str:
    """Return exact cents as dollars and cents."""
    return _.number(Decimal(amount.numerator) / amount.denominator / CENTS, 2)


def _document(found: Charged) -> dict[str, object]:
    traced = found.traced
    return {
        "title": found.plan.title, "currency": found.plan.currency, "method": found.method.value,
        "centres": [
            {
                "id": each.id, "cost": amount_text(each.cost),
                "full_cost_cents": str(found.centres[each.id]), "handed_on": each.handed_on.value,
            }
            for each in found.plan.serving
        ],
        "services": [
            {
                "id": each.service.id, "cost": amount_text(each.service.cost),
                "charged": amount_text(each.charged), "full_cost": amount_text(each.full),
                "quantity": each.service.quantity, "unit": each.service.unit or None,
                "unit_cost": None if each.unit_cost is None
                else Decimal(each.unit_cost.numerator) / each.unit_cost.denominator,
            }
            for each in found.services
        ],
        "C05": {
            "direct": traced.direct, "driver": traced.driver, "spread": traced.spread,
            "total": traced.total, "percent": traced.percent,
        },
    }  # fmt: skip
