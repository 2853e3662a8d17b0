"""Commands on the register of benefits: list, add, record, remove."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from inventory_app.cli.output import ATTENTION, Output
from inventory_app.domain.benefit_entries import benefit_entry
from inventory_app.domain.benefits import NO_EVIDENCE, Benefit, Evidence, Status
from inventory_app.domain.fields import Catalogue
from inventory_app.errors import UserError
from inventory_app.texts import N_, Translator
from inventory_app.workspace import Workspace

NOTHING = "-"
_AMOUNTS = ("planned", "forecast", "realised", "implementation", "added_run")
_ZERO = Decimal(0)


def show(options: argparse.Namespace, out: Output) -> int:
    """List the benefits, with what a taken-back change left unproven."""
    _ = out.words
    with Workspace.open(options.store) as workspace:
        register, catalogue = workspace.benefits.all(), workspace.catalogue
    out.document(
        {
            "benefits": [benefit_entry(each) for each in register.benefits],
            "problems": problem_documents(register.problems, _),
        }
    )
    if not register.benefits:
        out.say(_("There are no benefits in this store yet."))
        return 0
    out.table(
        (
            _("Benefit"), _("Title"), _("Kind of benefit"), _("Status"), _("Entity"), _("Owner"),
            _("Periods"), _("Planned"), _("Realised"),
        ),
        [_row(each, catalogue, _) for each in register.benefits],
        right=(6, 7, 8),
    )  # fmt: skip
    return show_problems(register.problems, out)


def _row(benefit: Benefit, catalogue: Catalogue, _: Translator) -> tuple[str, ...]:
    planned = [each.planned for each in benefit.periods if each.planned is not None]
    realised = [each.realised for each in benefit.periods if each.realised is not None]
    return (
        benefit.id, benefit.title, class_label(benefit, catalogue, _), benefit.status.text(_),
        benefit.entity or NOTHING, benefit.owner or NOTHING, str(len(benefit.periods)),
        _.number(sum(planned, _ZERO), 2) if planned else NOTHING,
        _.number(sum(realised, _ZERO), 2) if realised else NOTHING,
    )  # fmt: skip


def class_label(benefit: Benefit, catalogue: Catalogue, _: Translator) -> str:
    """Return the class of a benefit in the words of the catalogue."""
    return catalogue.code_lists["benefit_types"].label(benefit.kind.value, _.language.code)


def problem_documents(problems: Sequence[UserError], _: Translator) -> list[dict[str, str]]:
    """Return problems as JSON members."""
    return [{"code": each.code, "text": _(each.message, **each.params)} for each in problems]


def show_problems(problems: Sequence[UserError], out: Output) -> int:
    """Print problems and return the exit status that they call for."""
    for each in problems:
        out.note(out.words.error(each))
    return ATTENTION if problems else 0


def add(options: argparse.Namespace, out: Output) -> int:
    """Take in the benefits of a file, all of them or none."""
    _ = out.words
    with Workspace.open(options.store) as workspace:
        benefits = workspace.benefits.read(options.file)
        taken = workspace.benefits.add(benefits, dry_run=options.dry_run)
    out.document(
        {
            "file": options.file, "dry_run": options.dry_run, "new": taken.new,
            "changed": taken.changed, "unchanged": taken.unchanged,
        }
    )  # fmt: skip
    out.table(
        (_("new"), _("changed"), _("unchanged")),
        [[str(len(each)) for each in (taken.new, taken.changed, taken.unchanged)]],
        right=(0, 1, 2),
    )
    if options.dry_run:
        out.say(_("Nothing has been changed."))
    return 0


def record(options: argparse.Namespace, out: Output) -> int:
    """Record amounts and evidence of one period."""
    _ = out.words
    values: dict[str, Any] = {
        name: getattr(options, name) for name in _AMOUNTS if getattr(options, name) is not None
    }
    status = Status(options.status.upper()) if options.status else None
    period = (options.start, options.end)
    with Workspace.open(options.store) as workspace:
        before = workspace.benefits.find(options.benefit)
        if evidence := _evidence(options, before):
            values["evidence"] = evidence
        if not values and status is None:
            raise UserError(
                "E-BENEFIT-NOTHING",
                N_("There is nothing to record."),
                N_("Give an amount, evidence or a status; see --help."),
            )
        changed = workspace.benefits.record(options.benefit, period, status, **values)
    out.document({"benefit": benefit_entry(changed)})
    out.say(
        _(
            "Recorded “{benefit}”, {start} to {end}: {status}.",
            benefit=changed.id,
            start=options.start,
            end=options.end,
            status=changed.status.text(_),
        )
    )
    return 0


def _evidence(options: argparse.Namespace, benefit: Benefit) -> Evidence | None:
    """Return the evidence of the period with what is new in it, None if nothing is."""
    given = {
        "reference": options.evidence,
        "dated": options.dated,
        "reviewed_by": options.reviewed_by,
        "reviewed_on": options.reviewed_on,
    }
    new = {name: value for name, value in given.items() if value is not None}
    if not new:
        return None
    there = next(
        (
            each
            for each in benefit.periods
            if (each.start, each.end) == (options.start, options.end)
        ),
        None,
    )
    return replace(there.evidence if there else NO_EVIDENCE, **new)


def remove(options: argparse.Namespace, out: Output) -> int:
    """Remove a benefit; undo brings it back."""
    _ = out.words
    with Workspace.open(options.store) as workspace:
        removed = workspace.benefits.remove(options.benefit)
    out.document({"removed": benefit_entry(removed)})
    out.say(_("Removed “{benefit}”. “ict-inventory undo” brings it back.", benefit=removed.id))
    return 0
