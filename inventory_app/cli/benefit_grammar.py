"""The grammar of the commands on benefits and cost sharing."""

from __future__ import annotations

import argparse
from decimal import Decimal
from pathlib import Path

from inventory_app.cli.arguments import Commands, add_dry_run, add_store, count, day, number
from inventory_app.texts import Translator

_STATUSES = ("idea", "planned", "contracted", "realised", "verified")
_METHODS = ("hamilton", "webster")
_CHARGING = ("reciprocal", "step-down")
_ZERO = Decimal(0)


def add_benefits(commands: Commands) -> None:
    """Add the commands on the register of benefits."""
    _ = commands.words
    group = commands.group("benefits", _("what was promised, and what came of it"))
    add_store(group.add("list", _("list the benefits"), "benefits list"), _)
    add = group.add("add", _("take in benefits from a file"), "benefits add")
    add_store(add, _)
    _add_file(add, _)
    add_dry_run(add, _)
    record = group.add(
        "record", _("record what came of a benefit in one period"), "benefits record"
    )
    add_store(record, _)
    _add_benefit(record, _)
    record.add_argument("start", metavar="START", type=day(_), help=_("first day of the period"))
    record.add_argument("end", metavar="END", type=day(_), help=_("last day of the period"))
    _add_recordable(record, _)
    report = group.add("report", _("compare what was planned with what came"), "benefits report")
    add_store(report, _)
    report.add_argument(
        "--as-of", metavar="DATE", type=day(_), help=_("up to this day; today if left out")
    )
    _add_appraisal(report, _)
    remove = group.add("remove", _("remove a benefit"), "benefits remove")
    add_store(remove, _)
    _add_benefit(remove, _)


def _add_recordable(record: argparse.ArgumentParser, _: Translator) -> None:
    for name, text in (
        ("--planned", _("the benefit planned, gross")),
        ("--forecast", _("the benefit expected now, gross")),
        ("--realised", _("the benefit that came, gross")),
    ):
        record.add_argument(name, metavar="AMOUNT", type=number(_), help=text)
    for name, text in (
        ("--implementation", _("what it took once")),
        ("--added-run", _("what it costs every year from now on")),
    ):
        record.add_argument(name, metavar="AMOUNT", type=number(_, least=_ZERO), help=text)
    record.add_argument("--evidence", metavar="TEXT", help=_("where the proof is"))
    record.add_argument("--dated", metavar="DATE", type=day(_), help=_("the date of the proof"))
    record.add_argument(
        "--reviewed-by", metavar="NAME", help=_("who looked at the proof; not the owner")
    )
    record.add_argument(
        "--reviewed-on", metavar="DATE", type=day(_), help=_("the day that was done")
    )
    record.add_argument("--status", choices=_STATUSES, help=_("how far the benefit has come"))


def _add_appraisal(report: argparse.ArgumentParser, _: Translator) -> None:
    percent = number(_)
    report.add_argument(
        "--rate", metavar="PERCENT", type=percent, help=_("appraise initiatives at this real rate")
    )
    for name, kind, text in (
        ("--delay", number(_, least=_ZERO), _("years by which benefits come late in the low case")),
        ("--shortfall", percent, _("percent of the benefits that do not come in the low case")),
        ("--overrun", percent, _("percent by which costs grow in the low case")),
    ):
        report.add_argument(name, metavar="N", type=kind, default=_ZERO, help=text)


def add_shares(commands: Commands) -> None:
    """Add the commands on cost sharing."""
    _ = commands.words
    group = commands.group("share", _("who pays what, exact to the cent"))
    add_store(group.add("list", _("list the cost-sharing schemes"), "share list"), _)
    add = group.add("add", _("take in a cost-sharing scheme"), "share add")
    add_store(add, _)
    add.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        nargs="?",
        help=_("a .toml, .json or .csv file; resolution 63/262 if left out"),
    )
    add_dry_run(add, _)
    report = group.add("report", _("show a scheme and prove that it adds up"), "share report")
    remove = group.add("remove", _("remove a cost-sharing scheme"), "share remove")
    for parser in (report, remove):
        add_store(parser, _)
        parser.add_argument("scheme", metavar="SCHEME", help=_("the id of the scheme"))
    _add_split(group)
    _add_allocate(group)


def _add_split(group: Commands) -> None:
    _ = group.words
    split = group.add("split", _("split an amount among sources"), "share split")
    split.add_argument("total", metavar="TOTAL", type=number(_), help=_("an amount in dollars"))
    split.add_argument(
        "weights",
        metavar="SOURCE=WEIGHT",
        nargs="+",
        help=_("such as RB=15 PKSA=62 XB=23; also 25.55 or 1/3"),
    )
    split.add_argument(
        "--instalments",
        metavar="N",
        type=count(_),
        default=1,
        help=_("in so many equal instalments, right to the cent at every one"),
    )
    split.add_argument(
        "--method",
        choices=_METHODS,
        default="hamilton",
        help=_("hamilton: largest remainder; webster: no instalment takes anything back"),
    )


def _add_allocate(group: Commands) -> None:
    _ = group.words
    allocate = group.add(
        "allocate", _("charge support costs to services, and price them"), "share allocate"
    )
    _add_file(allocate, _)
    allocate.add_argument(
        "--method",
        choices=_CHARGING,
        default=_CHARGING[0],
        help=_("reciprocal: exact, all at once; step-down: one service centre after the other"),
    )
    allocate.add_argument(
        "--order",
        metavar="CENTRE",
        nargs="+",
        default=(),
        help=_("in which order to step down"),
    )


def _add_file(parser: argparse.ArgumentParser, _: Translator) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=_("a .toml, .json or .csv file"))


def _add_benefit(parser: argparse.ArgumentParser, _: Translator) -> None:
    parser.add_argument("benefit", metavar="BENEFIT", help=_("the id of the benefit"))
