"""Commands on cost sharing: list, add, report, split, remove."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

from inventory_app.cli.output import ATTENTION, Output
from inventory_app.domain.cost_sharing import Line, Proof, Scheme, Tranche, prove
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.money import (
    CENTS,
    cents,
    instalments,
    largest_remainder,
    shared,
    weight,
)
from inventory_app.domain.scheme_entries import amount_text, scheme_entry
from inventory_app.errors import UserError
from inventory_app.texts import N_, Translator
from inventory_app.workspace import Workspace

if TYPE_CHECKING:
    from inventory_app.services.cost_shares import TakenScheme

NOTHING = "-"
_OUTCOMES = {"new": N_("new"), "changed": N_("changed"), "unchanged": N_("unchanged")}


def show(options: argparse.Namespace, out: Output) -> int:
    """List the schemes with what each approves, and whether it adds up."""
    _ = out.words
    with Workspace.open(options.store) as workspace:
        schemes = workspace.cost_shares.all()
    sound = {name: all(proof.holds for proof in prove(each)) for name, each in schemes.items()}
    out.document(
        {
            "schemes": [
                {
                    "id": each.id, "title": each.labels[_.language.code],
                    "currency": each.currency, "tranches": len(each.tranches),
                    "approved": amount_text(each.approved_total),
                    "noted": amount_text(each.noted_total), "holds": sound[name],
                }
                for name, each in schemes.items()
            ]
        }
    )  # fmt: skip
    if not schemes:
        out.say(_("There are no cost-sharing schemes in this store yet."))
        return 0
    out.table(
        (_("Scheme"), _("Title"), _("Tranches"), _("Approved"), _("Noted"), _("Adds up")),
        [
            (
                each.id, each.labels[_.language.code], str(len(each.tranches)),
                _money(each.approved_total, _), _money(each.noted_total, _),
                _("yes") if sound[name] else _("no"),
            )
            for name, each in schemes.items()
        ],
        right=(2, 3, 4),
    )  # fmt: skip
    return 0 if all(sound.values()) else ATTENTION


def add(options: argparse.Namespace, out: Output) -> int:
    """Take in a scheme, once everything in it is proven."""
    _ = out.words
    with Workspace.open(options.store) as workspace:
        scheme = workspace.cost_shares.read(options.file)
        taken: TakenScheme = workspace.cost_shares.add(scheme, dry_run=options.dry_run)
    proofs = prove(scheme)
    out.document(
        {
            "scheme": scheme.id, "outcome": taken.outcome, "dry_run": options.dry_run,
            "identities": len(proofs),
        }
    )  # fmt: skip
    out.say(
        _(
            "“{scheme}”: {outcome}; {count} identities hold to the cent.",
            scheme=scheme.id,
            outcome=_(_OUTCOMES[taken.outcome]),
            count=len(proofs),
        )
    )
    if options.dry_run:
        out.say(_("Nothing has been changed."))
    return 0


def remove(options: argparse.Namespace, out: Output) -> int:
    """Remove a scheme; undo brings it back."""
    _ = out.words
    with Workspace.open(options.store) as workspace:
        removed = workspace.cost_shares.remove(options.scheme)
    out.document({"removed": removed.id})
    out.say(_("Removed “{scheme}”. “ict-inventory undo” brings it back.", scheme=removed.id))
    return 0


def report(options: argparse.Namespace, out: Output) -> int:
    """Show a scheme line by line, its sums by fund and authority, and the proofs."""
    _ = out.words
    with Workspace.open(options.store) as workspace:
        scheme, catalogue = workspace.cost_shares.find(options.scheme), workspace.catalogue
    proofs = prove(scheme)
    holds = all(proof.holds for proof in proofs)
    out.document(_document(scheme, proofs))
    out.say(f"{scheme.id}  {scheme.labels[_.language.code]}", bold=True)
    out.say(_("Amounts in {currency}", currency=scheme.currency))
    for tranche in scheme.tranches:
        _show_tranche(scheme, tranche, catalogue, out)
    _show_sums(scheme, catalogue, out)
    _show_proofs(proofs, out)
    return 0 if holds else ATTENTION


def _show_tranche(scheme: Scheme, tranche: Tranche, catalogue: Catalogue, out: Output) -> None:
    _ = out.words
    out.say()
    out.say(
        f"{tranche.paragraph}  {tranche.labels[_.language.code]}: "
        f"{_money(tranche.amount, _)} ({tranche.status.text(_)})",
        bold=True,
    )
    out.table(
        (_("Paragraph"), _("Fund"), _("Period"), _("Amount"), _("Share %"), _("Status")),
        [
            _line_row(scheme, tranche, line, catalogue, _)
            for own in tranche.own
            for line in (own, *tranche.covering(own))
        ],
        right=(3, 4),
    )


def _line_row(
    scheme: Scheme, tranche: Tranche, line: Line, catalogue: Catalogue, _: Translator
) -> tuple[str, ...]:
    share = tranche.shares.get(line.id)
    return (
        line.paragraph or line.id,
        ("  " if line.part_of else "") + _fund(line.fund, catalogue, _),
        _period(scheme, line.period),
        _money(line.amount, _),
        NOTHING if share is None else _exact_percent(share, _),
        line.status.text(_),
    )


def _exact_percent(share: Fraction, _: Translator) -> str:
    """Return a share with two decimals, marked where that is not all of it."""
    percent = share * 100
    text = _.number(Decimal(percent.numerator) / percent.denominator, 2)
    return text if (percent * 100).denominator == 1 else f"≈ {text}"


def _show_sums(scheme: Scheme, catalogue: Catalogue, out: Output) -> None:
    _ = out.words
    out.say()
    out.table(
        (_("Fund"), _("Period"), _("Approved")),
        [
            (_fund(fund, catalogue, _), _period(scheme, period), _money(amount, _))
            for (fund, period), amount in scheme.by_fund().items()
        ],
        right=(2,),
    )
    out.say()
    out.table(
        (_("Status"), _("Period"), _("Approved")),
        [
            (status.text(_), _period(scheme, period), _money(amount, _))
            for (status, period), amount in scheme.by_status().items()
        ],
        right=(2,),
    )
    out.say()
    out.say(_("Approved in all: {amount}", amount=_money(scheme.approved_total, _)))
    if scheme.noted_total:
        out.say(_("Noted, and not among it: {amount}", amount=_money(scheme.noted_total, _)))
    if reported := [line for line in scheme.lines.values() if line.reported]:
        out.say(
            _(
                "Also to be shown in the second performance report: {amount} ({lines})",
                amount=_money(sum(line.amount for line in reported), _),
                lines=", ".join(line.id for line in reported),
            )
        )
    out.say(_("Amounts of different periods are never set off against each other."))


def _show_proofs(proofs: Sequence[Proof], out: Output) -> None:
    _ = out.words
    out.say()
    out.table(
        (_("Identity"), _("Sum"), _("Must be"), _("Holds")),
        [
            (
                proof.id,
                _sum(proof, _),
                _money(proof.right, _),
                _("yes") if proof.holds else _("no"),
            )
            for proof in proofs
        ],
        right=(2,),
    )


def _sum(proof: Proof, _: Translator) -> str:
    first, *others = [amount for _name, amount in proof.terms]
    text = _money(first, _)
    for amount in others:
        text += f" {'−' if amount < 0 else '+'} {_money(abs(amount), _)}"  # noqa: RUF001 - minus
    return text


def _fund(code: str, catalogue: Catalogue, _: Translator) -> str:
    funds = catalogue.code_lists["funds"]
    return funds.label(code, _.language.code) if code in funds.codes else code


def _period(scheme: Scheme, name: str) -> str:
    span = scheme.periods[name]
    return f"{span.start.isoformat()}/{span.end.isoformat()}"


def _money(amount: int, _: Translator) -> str:
    whole = amount % CENTS == 0
    return _.number(Decimal(amount) / CENTS, 0 if whole else 2)


def _document(scheme: Scheme, proofs: Sequence[Proof]) -> dict[str, object]:
    return {
        **scheme_entry(scheme),
        "approved": amount_text(scheme.approved_total),
        "noted": amount_text(scheme.noted_total),
        "by_fund": [
            {"fund": fund, "period": period, "amount": amount_text(amount)}
            for (fund, period), amount in scheme.by_fund().items()
        ],
        "by_status": [
            {"status": status.value, "period": period, "amount": amount_text(amount)}
            for (status, period), amount in scheme.by_status().items()
        ],
        "proofs": [
            {
                "id": proof.id,
                "terms": [
                    {"name": name, "amount": amount_text(amount)} for name, amount in proof.terms
                ],
                "sum": amount_text(proof.left), "must_be": amount_text(proof.right),
                "holds": proof.holds,
            }
            for proof in proofs
        ],
    }  # fmt: skip


def split(options: argparse.Namespace, out: Output) -> int:
    """Split an amount among sources, in one or more instalments."""
    _ = out.words
    weights = _weights(options.weights)
    total = cents(options.total)
    parts = shared(total, weights, method=options.method)
    equal = largest_remainder(total, [1] * options.instalments)
    charged = instalments(equal, list(weights.values()), options.method)
    out.document(
        {
            "total": amount_text(total), "method": options.method,
            "shares": [
                {
                    "source": part.source, "amount": amount_text(part.amount),
                    "exact_cents": str(part.quota), "residue_cents": str(part.residue),
                }
                for part in parts
            ],
            "instalments": [dict(zip(weights, map(amount_text, row), strict=True))
                            for row in charged],
        }
    )  # fmt: skip
    out.table(
        (_("Source"), _("Weight"), _("Amount"), _("Residue, cents")),
        [
            (
                part.source, str(weights[part.source]), _.number(Decimal(part.amount) / CENTS, 2),
                _residue(part.residue, _),
            )
            for part in parts
        ],
        right=(1, 2, 3),
    )  # fmt: skip
    if options.instalments > 1:
        _show_instalments(weights, charged, out)
    return 0


def _show_instalments(
    weights: Mapping[str, Fraction], charged: Sequence[Sequence[int]], out: Output
) -> None:
    _ = out.words
    out.say()
    to_date = accumulate(sum(row) for row in charged)
    out.table(
        (_("Instalment"), *weights, _("To date")),
        [
            (
                str(n), *(_.number(Decimal(part) / CENTS, 2) for part in row),
                _.number(Decimal(so_far) / CENTS, 2),
            )
            for n, (row, so_far) in enumerate(zip(charged, to_date, strict=True), 1)
        ],
        right=range(len(weights) + 2),
    )  # fmt: skip


def _residue(residue: Fraction, _: Translator) -> str:
    if not residue:
        return "0"
    return _.number(Decimal(residue.numerator) / residue.denominator, 2)


def _weights(texts: Sequence[str]) -> dict[str, Fraction]:
    weights: dict[str, Fraction] = {}
    for text in texts:
        source, _equals, number = text.partition("=")
        try:
            found = weight(number)
        except ValueError as error:
            raise _wrong_weight(text) from error
        if not source or source in weights:
            raise _wrong_weight(text)
        weights[source] = found
    if not any(weights.values()):
        raise _wrong_weight(" ".join(texts))
    return weights


def _wrong_weight(text: str) -> UserError:
    return UserError(
        "E-SHARE-WEIGHT",
        N_("“{text}” is no source with a weight."),
        N_("Write each source once, as in RB=15 or RB=25.55 or RB=1/3; not all may be 0."),
        text=text,
    )
