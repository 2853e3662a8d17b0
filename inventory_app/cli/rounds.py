"""Commands on a round: open it, see how it stands, issue its workbooks."""

from __future__ import annotations

import argparse
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from inventory_app.cli import findings as told
from inventory_app.cli.output import ATTENTION, Output, typed
from inventory_app.cli.queries import STATES, states_text
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.registers import QUERY_STATES
from inventory_app.domain.rounds import Round, RoundParameters
from inventory_app.errors import UserError
from inventory_app.texts import N_, Translator
from inventory_app.workspace import Workspace

if TYPE_CHECKING:
    from inventory_app.services.rounds import EntityStatus, RoundStatus

STOPPED = 130
_ALL = "all"
_STATUS = {
    "answered": N_("answered"),
    "late": N_("answered late"),
    "imported": N_("imported"),
    "issued": N_("issued"),
    "asked": N_("not issued yet"),
}


def open_round(options: argparse.Namespace, out: Output) -> int:
    """Open a round and carry forward what is known."""
    _ = out.words
    with Workspace.open(options.store) as workspace:
        opened = workspace.rounds.open(
            options.round, as_of=options.as_of, deadline=options.deadline,
            previous=options.previous, parameters=_parameters(options, workspace.catalogue),
        )  # fmt: skip
        entities, catalogue = workspace.entities.all().values(), workspace.catalogue
    asked = sum(entity.is_asked(opened.as_of) for entity in entities)
    out.document({"round": _round_document(opened), "asked": asked})
    out.say(
        _.plural(
            "Round {round} is open: {n} entity is asked about {as_of}, until {deadline}.",
            "Round {round} is open: {n} entities are asked about {as_of}, until {deadline}.",
            asked,
            round=opened.code,
            as_of=opened.as_of.isoformat(),
            deadline=opened.deadline.isoformat(),
        )
    )
    left_out = [s.label(_.language.code) for s in catalogue if not opened.parameters.asks(s.name)]
    if left_out:
        out.say(_("Not asked in this round: {sheets}.", sheets=_(", ").join(left_out)))
    if opened.previous is not None:
        out.say(
            _(
                "What was known in round {previous} is carried forward, to be confirmed.",
                previous=opened.previous,
            )
        )
    out.say(
        _(
            "Next: “ict-inventory issue {store} {round} --out FOLDER”.",
            store=typed(options.store),
            round=opened.code,
        )
    )
    return 0


def _parameters(options: argparse.Namespace, catalogue: Catalogue) -> RoundParameters:
    usual = RoundParameters()
    dedicated, non_dedicated = options.dedicated_from, options.non_dedicated_from
    chosen = RoundParameters(
        dedicated_from=usual.dedicated_from if dedicated is None else Decimal(dedicated),
        non_dedicated_from=usual.non_dedicated_from
        if non_dedicated is None
        else Decimal(non_dedicated),
        sheets=_sheets(options.sheets, catalogue),
        thresholds=dict(map(_threshold, options.thresholds)),
    )
    if chosen.non_dedicated_from > chosen.dedicated_from:
        raise UserError(
            "E-THRESHOLDS",
            N_("Duties cannot be listed from {non_dedicated} % if a post is dedicated from"
               " {dedicated} %."),
            N_("Choose a --non-dedicated-from that is not above --dedicated-from."),
            dedicated=chosen.dedicated_from, non_dedicated=chosen.non_dedicated_from,
        )  # fmt: skip
    return chosen


def _threshold(text: str) -> tuple[str, Decimal]:
    """Return the name and the number of a threshold such as R05.least_km=150."""
    name, _sign, number = text.partition("=")
    try:
        found = Decimal(number)
    except InvalidOperation:
        found = Decimal("nan")
    if not found.is_finite():
        raise UserError(
            "E-THRESHOLD-NUMBER",
            N_("“{text}” sets no threshold."),
            N_("Write it as in R05.least_km=150."),
            text=text,
        )
    return name.strip(), found


def _sheets(chosen: str | None, catalogue: Catalogue) -> tuple[str, ...] | None:
    """Return the sheets that were named, None where nothing was said."""
    if chosen is None:
        return None
    if chosen.strip() == _ALL:
        return tuple(catalogue.sheets)
    return tuple(name.strip() for name in chosen.split(",") if name.strip())


def _round_document(shown: Round) -> dict[str, object]:
    return {
        "code": shown.code, "as_of": shown.as_of, "deadline": shown.deadline,
        "opened_at": shown.opened_at, "previous": shown.previous,
        "catalogue_version": shown.catalogue_version,
        "parameters": {
            "dedicated_from": shown.parameters.dedicated_from,
            "non_dedicated_from": shown.parameters.non_dedicated_from,
            "sheets": shown.parameters.sheets,
            "thresholds": shown.parameters.thresholds,
            "seed": shown.parameters.seed,
        },
    }  # fmt: skip


def status(options: argparse.Namespace, out: Output) -> int:
    """Say who was asked, who answered, on time, how completely, and what was found."""
    _ = out.words
    with Workspace.open(options.store) as workspace:
        shown = workspace.rounds.status(options.round)
    catalogue = workspace.catalogue
    out.document(
        {
            "round": _round_document(shown.round),
            "totals": {**_totals(shown), "queries": _queries(shown)},
            "entities": [
                {
                    **_entity_document(each, _),
                    "findings": told.as_document(each.findings, catalogue, _),
                }
                for each in shown.entities
            ],
        }
    )
    _show_status(shown, out)
    every = [told.Told(each.entity.code, found) for each in shown.entities
             for found in each.findings]  # fmt: skip
    told.show(every, catalogue, out)
    attention = told.block(each.finding for each in every) or _totals(shown)["conflicts"]
    return ATTENTION if attention else 0


def _totals(shown: RoundStatus) -> dict[str, int]:
    return {
        "asked": len(shown.entities),
        "answered": shown.count("answered", "late"),
        "late": shown.count("late"),
        "imported": shown.count("imported"),
        "outstanding": shown.count("issued", "asked"),
        "filled": sum(each.filled for each in shown.entities),
        "due": sum(each.due for each in shown.entities),
        "conflicts": sum(each.conflicts for each in shown.entities),
    }


def _queries(shown: RoundStatus) -> dict[str, int]:
    """Return the queries of all entities together, by state."""
    return {state: sum(each.queries[state] for each in shown.entities) for state in QUERY_STATES}


def _entity_document(each: EntityStatus, _: Translator) -> dict[str, object]:
    asked = each.participation
    return {
        "entity": each.entity.code, "name": each.entity.name(_.language.code),
        "status": asked.status, "language": asked.language, "issues": asked.issues,
        "returns": asked.returns, "received": asked.received,
        "on_time": asked.on_time if asked.returns else None,
        "filled": each.filled, "due": each.due, "conflicts": each.conflicts,
        "by_strength": each.by_strength, "queries": dict(each.queries),
    }  # fmt: skip


def _show_status(shown: RoundStatus, out: Output) -> None:
    _ = out.words
    heading = _(
        "Round {round}, as of {as_of}, deadline {deadline}",
        round=shown.round.code,
        as_of=shown.round.as_of.isoformat(),
        deadline=shown.round.deadline.isoformat(),
    )
    out.say(heading, bold=True)
    out.table(
        (_("Entity"), _("Status"), _("Received"), _("Complete"), _("Blocks"), _("Comments"),
         _("Notices"), _("Conflicts")),
        [_status_row(each, _) for each in shown.entities],
        right=range(3, 8),
    )  # fmt: skip
    totals = _totals(shown)
    out.say()
    out.say(
        _(
            "{asked} asked, {answered} answered ({late} late), {imported} imported,"
            " {outstanding} outstanding.",
            **{name: _.number(n) for name, n in totals.items()},
        )
    )
    _show_queries(shown, out)


def _show_queries(shown: RoundStatus, out: Output) -> None:
    """Show who was asked back, and how far that is."""
    _ = out.words
    asked = [each for each in shown.entities if any(each.queries.values())]
    if not asked:
        return
    out.say()
    out.say(_("Queries: {states}.", states=states_text(_queries(shown), _)), bold=True)
    out.table(
        (_("Entity"), *(_(text) for text in STATES.values())),
        [
            (each.entity.code, *(_.number(each.queries[state]) for state in QUERY_STATES))
            for each in asked
        ],
        right=range(1, 6),
    )


def _status_row(each: EntityStatus, _: Translator) -> tuple[str, ...]:
    asked = each.participation
    answered = asked.answered
    return (
        each.entity.code,
        _(_STATUS[asked.status]),
        asked.received.isoformat() if asked.received else told.NOTHING,
        f"{each.filled * 100 // each.due} %" if answered and each.due else told.NOTHING,
        *(str(n) if answered else told.NOTHING for n in each.by_strength.values()),
        str(each.conflicts) if answered else told.NOTHING,
    )


def issue(options: argparse.Namespace, out: Output) -> int:
    """Write one workbook for each entity."""
    _ = out.words
    with Workspace.open(options.store) as workspace, out.progress() as progress:
        result = workspace.workbooks.issue(
            options.round, options.out, entities=options.entities, language=options.language,
            progress=progress,
        )  # fmt: skip
    out.document(
        {
            "round": result.round,
            "files": [
                {
                    "entity": file.entity, "language": file.language, "number": file.number,
                    "path": file.path, "sha256": file.sha256,
                }
                for file in result.files
            ],
            "cancelled": result.cancelled,
        }
    )  # fmt: skip
    written = _.plural(
        "Wrote {n} workbook of round {round} to “{folder}”.",
        "Wrote {n} workbooks of round {round} to “{folder}”.",
        len(result.files),
        round=result.round,
        folder=options.out,
    )
    out.say(written)
    if result.cancelled:
        out.note(_("Stopped: the workbooks that are complete stand and were recorded as issued."))
        return STOPPED
    out.say(_("Next: send each to its entity, and merge what comes back."))
    return 0
