"""The grammar of the command line. Other people's scripts depend on it: add, never change."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from inventory_app.cli.arguments import (
    PROGRAM,
    VERSION,
    Commands,
    Parser,
    add_dry_run,
    add_entities,
    add_json,
    add_profile,
    add_round,
    add_store,
    count,
    day,
    language_help,
    percent,
    whole,
)
from inventory_app.cli.benefit_grammar import add_benefits, add_shares
from inventory_app.cli.target_grammar import add_targets
from inventory_app.domain.document_kinds import FORMS, KINDS
from inventory_app.languages import CODES
from inventory_app.texts import Translator

_PRINTED = ("document", "entity", "group", "all", "secretariat")  # one says what to print


def grammar(words: Translator) -> argparse.ArgumentParser:
    """Return the parser; `command` of its result names what is to be done."""
    _ = words
    parser = Parser(
        prog=PROGRAM,
        description=_(
            "Find out what ICT capacity an organisation has. Without a command, or with only the "
            "name of a store or survey workbook, the window opens."
        ),
        epilog=_("Exit status: 0 done, 1 needs attention, 2 wrong use, 3 refused, 70 a mistake."),
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=VERSION.rstrip())
    parser.set_defaults(command=None)
    add_json(parser, words, default=False)
    commands = Commands(parser, words)
    _add_stores(commands)
    _add_rounds(commands)
    _add_reissue(commands)
    _add_returns(commands)
    _add_duplicates(commands)
    _add_history(commands)
    _add_figures(commands)
    add_benefits(commands)
    add_shares(commands)
    _add_keeping(commands)
    return parser


def _add_stores(commands: Commands) -> None:
    _ = commands.words
    demo = commands.add("demo", _("make a whole invented round to play with"), "demo")
    demo.add_argument(
        "folder", metavar="FOLDER", type=Path, help=_("a new or empty folder to make it in")
    )
    demo.add_argument(
        "--entities", metavar="N", type=count(_), default=60, help=_("how many entities take part")
    )
    demo.add_argument("--seed", metavar="N", type=whole(_), help=_("another invented world"))
    demo.add_argument("--language", choices=CODES, metavar="LL", help=language_help(_))
    init = commands.add("init", _("make an empty store with the list of entities"), "init")
    add_store(init, _)
    init.add_argument(
        "--entities",
        metavar="FILE",
        type=Path,
        help=_("another list of entities, as in resources/catalogue/entities.toml"),
    )


def _add_rounds(commands: Commands) -> None:
    _ = commands.words
    rounds = commands.group("round", _("open a round, or see how it stands"))
    opened = rounds.add("open", _("open a round and carry forward what is known"), "round open")
    add_store(opened, _)
    opened.add_argument("round", metavar="CODE", help=_("a short name such as 2026"))
    for name, text in (
        ("--as-of", _("the day that all answers describe, year-month-day")),
        ("--deadline", _("the last day for returns, year-month-day")),
    ):
        opened.add_argument(name, metavar="DATE", type=day(_), required=True, help=text)
    opened.add_argument(
        "--from", dest="previous", metavar="CODE", help=_("the round to carry forward")
    )
    for name, text in (
        ("--dedicated-from", _("percent of time from which a post is dedicated")),
        ("--non-dedicated-from", _("percent of time from which duties are listed")),
    ):
        opened.add_argument(name, metavar="PERCENT", type=percent(_), help=text)
    opened.add_argument(
        "--sheets", metavar="NAME,NAME", help=_("only these, or “all”; as before if left out")
    )
    opened.add_argument(
        "--set", metavar="ID.NAME=NUMBER", action="append", default=[], dest="thresholds",
        help=_("a threshold of an indicator, such as R05.least_km=150; several times"),
    )  # fmt: skip
    frozen = rounds.add("freeze", _("fix who is compared with whom in a round"), "round freeze")
    add_store(frozen, _)
    add_round(frozen, _)
    status = rounds.add("status", _("who has answered, and how completely"), "round status")
    add_store(status, _)
    status.add_argument("round", metavar="CODE", nargs="?", help=_("the last round if left out"))
    issue = commands.add("issue", _("write one workbook for each entity"), "issue")
    add_store(issue, _)
    add_round(issue, _)
    issue.add_argument(
        "--out", metavar="FOLDER", type=Path, required=True, help=_("the folder to write to")
    )
    add_entities(issue, _)
    issue.add_argument("--language", choices=CODES, metavar="LL", help=language_help(_))


def _add_reissue(commands: Commands) -> None:
    _ = commands.words
    again = commands.add(
        "reissue", _("write a workbook again, in another language, with what is filled in"),
        "reissue",
    )  # fmt: skip
    again.add_argument("file", metavar="FILE", type=Path, help=_("a survey workbook"))
    again.add_argument("--language", choices=CODES, metavar="LL", help=language_help(_))
    again.add_argument(
        "--out", metavar="FILE-or-FOLDER", type=Path, required=True,
        help=_("the file to write, or the folder for it"),
    )  # fmt: skip
    again.add_argument(
        "--store", metavar="STORE", type=Path,
        help=_("the store that issued it: under a new number, with what is known now"),
    )  # fmt: skip


def _add_returns(commands: Commands) -> None:
    _ = commands.words
    check = commands.add("check", _("say what is missing or wrong in filled workbooks"), "check")
    check.add_argument(
        "paths", metavar="FILE", type=Path, nargs="+", help=_("survey workbooks, .xlsx or .ods")
    )
    check.add_argument(
        "--page", metavar="FILE.html|.pdf", type=Path, help=_("write the findings as a page")
    )
    merge = commands.add("merge", _("take in returned workbooks"), "merge")
    add_store(merge, _)
    merge.add_argument(
        "paths", metavar="PATH", type=Path, nargs="+",
        help=_("files, folders of files, or the store of a regional hub"),
    )  # fmt: skip
    add_dry_run(merge, _)
    merge.add_argument(
        "--resolve",
        choices=("ours", "theirs", "remembered"),
        help=_(
            "decide every conflict for one side, or those that were decided before as then;"
            " without it they stay open"
        ),
    )
    merge.add_argument(
        "--issued-elsewhere",
        action="store_true",
        help=_("take in workbooks, too, that another store issued"),
    )
    _add_query(commands)
    lists = commands.add("import", _("take in somebody's own list"), "import")
    add_store(lists, _)
    lists.add_argument("sheet", metavar="SHEET", help=_("such as systems or data_centres"))
    lists.add_argument("file", metavar="FILE", type=Path, help=_("an .xlsx, .ods or .csv file"))
    lists.add_argument("--round", metavar="CODE", required=True, help=_("the code of the round"))
    lists.add_argument(
        "--map", metavar="MAP.toml", type=Path, help=_("which of their columns is which field")
    )
    add_dry_run(lists, _)


def _add_query(commands: Commands) -> None:
    _ = commands.words
    query = commands.add("query", _("write workbooks with only the disputed cells"), "query")
    add_store(query, _)
    add_round(query, _)
    query.add_argument(
        "--out", metavar="FOLDER", type=Path, required=True, help=_("the folder to write to")
    )
    add_entities(query, _)
    query.add_argument("--language", choices=CODES, metavar="LL", help=language_help(_))
    for name, text in (
        ("--from-findings", _("ask about everything that blocks, too")),
        ("--comments", _("ask about everything that blocks or needs a comment, too")),
        ("--outliers", _("ask about values far from those of comparable entities, too")),
        ("--again", _("also for those who have not answered what was sent before")),
    ):
        query.add_argument(name, action="store_true", help=text)
    query.add_argument(
        "--by", metavar="DATE", type=day(_), help=_("the last day for answers, year-month-day")
    )
    query.add_argument(
        "--asked-by", metavar="NAME", default="", help=_("who asks, for the page of the workbook")
    )


def _add_duplicates(commands: Commands) -> None:
    _ = commands.words
    found = commands.add("duplicates", _("find what was reported more than once"), "duplicates")
    add_store(found, _)
    add_round(found, _)
    found.add_argument(
        "--sheet", choices=("systems", "data_centres"), help=_("only this one; both if left out")
    )
    found.add_argument(
        "--level",
        choices=("certain", "likely", "possible"),
        default="possible",
        help=_("only what is at least so sure"),
    )
    what = found.add_mutually_exclusive_group()
    what.add_argument(
        "--join", metavar="UID", nargs="+", help=_("these are one; the first stands for all")
    )
    what.add_argument("--different", metavar="UID", nargs="+", help=_("these are not the same"))
    what.add_argument("--revoke", metavar="ID", help=_("take a decision back"))
    found.add_argument(
        "--choose",
        metavar="FIELD=UID|+",
        action="append",
        help=_("with --join: whose answer stands, “+” adds up; may be given several times"),
    )
    kept = commands.add("remembered", _("list the decisions that are remembered"), "remembered")
    add_store(kept, _)
    kept.add_argument(
        "--revoke",
        metavar="ID",
        action="append",
        help=_("take a decision back; may be given several times"),
    )


def _add_history(commands: Commands) -> None:
    _ = commands.words
    undo = commands.add("undo", _("take back the last change"), "undo")
    add_store(undo, _)
    undo.add_argument(
        "--change", metavar="N", type=count(_),
        help=_("not the last change, but this one of the log; what was changed later stays"),
    )  # fmt: skip
    add_dry_run(undo, _)
    log = commands.add("log", _("who changed what, and when"), "log")
    add_store(log, _)
    log.add_argument(
        "--limit", metavar="N", type=count(_), default=20, help=_("only the newest so many")
    )


def _add_figures(commands: Commands) -> None:
    _ = commands.words
    assess = commands.add("assess", _("compute the indicators of a round"), "assess")
    add_store(assess, _)
    add_round(assess, _)
    add_entities(assess, _)
    assess.add_argument("--indicator", metavar="ID", action="append", help=_("only this one"))
    assess.add_argument(
        "--explain", metavar="ID", help=_("what this one of one entity was computed from")
    )
    assess.add_argument(
        "--out", metavar="FILE", type=Path, help=_("a .csv, .xlsx or .json file to write")
    )
    what = assess.add_mutually_exclusive_group()
    what.add_argument(
        "--trend", action="store_true", help=_("the rounds that led to it side by side")
    )
    what.add_argument("--moved", metavar="ID", help=_("what moved this one since the round before"))
    add_profile(assess, _)
    add_targets(commands)
    own = commands.add("indicators", _("indicators of your own in a store"), "indicators")
    add_store(own, _)
    own.add_argument("action", choices=("list", "add", "remove"), help=_("what to do"))
    own.add_argument(
        "what", metavar="FILE.toml|ID", nargs="?",
        help=_("the file to add, or the indicator to remove"),
    )  # fmt: skip
    printed = commands.add("print", _("print summaries and other documents"), "print")
    add_store(printed, _)
    add_round(printed, _)
    printed.add_argument(
        "--document", metavar="NAME", help=_("another document than a summary: {names}",
                                             names=", ".join(KINDS)),
    )  # fmt: skip
    which = printed.add_mutually_exclusive_group()
    which.add_argument("--entity", metavar="CODE", help=_("the summary of this entity"))
    which.add_argument(
        "--group", metavar="KEY", help=_("the summary of a type, of a type and size, or of a duty "
                                         "station, such as OAH, PKO/M or GENEVA"),
    )  # fmt: skip
    which.add_argument("--all", action="store_true", help=_("every entity that was asked"))
    which.add_argument("--secretariat", action="store_true", help=_("all entities together"))
    printed.add_argument(
        "--out", metavar="FILE-or-FOLDER", type=Path, required=True,
        help=_("the file to write, or the folder for it"),
    )  # fmt: skip
    printed.add_argument("--language", choices=CODES, metavar="LL", help=language_help(_))
    printed.add_argument(
        "--format", choices=FORMS, metavar="FORM",
        help=_("pdf or docx; by the ending of --out if left out"),
    )  # fmt: skip
    add_profile(printed, _)


def _add_keeping(commands: Commands) -> None:
    _ = commands.words
    export = commands.add("export", _("write everything in an open form"), "export")
    add_store(export, _)
    export.add_argument(
        "--out", metavar="FILE.json|FOLDER", type=Path, required=True,
        help=_("one .json file, or a folder for .csv files"),
    )  # fmt: skip
    export.add_argument(
        "--with-history", action="store_true",
        help=_("with every change and every returned file, so that another store can merge it"),
    )  # fmt: skip
    add_profile(export, _)
    backup = commands.add("backup", _("make a copy of the store"), "backup")
    add_store(backup, _)
    backup.add_argument(
        "--out", metavar="FILE", type=Path,
        help=_("the copy; dated, in “backups” beside the store, if left out"),
    )  # fmt: skip
    restore = commands.add("restore", _("put a backup in the place of the store"), "restore")
    restore.add_argument(
        "backup", metavar="BACKUP", type=Path, help=_("the copy to put in its place")
    )
    add_store(restore, _)
    add_store(commands.add("verify", _("say whether the store is sound"), "verify"), _)
    catalogue = commands.group("catalogue", _("the definitions of fields and indicators"))
    catalogue.add("check", _("say whether the definitions are sound"), "catalogue check")


def wants_json(arguments: Sequence[str]) -> bool:
    """Return whether --json stands anywhere among *arguments*, also where the grammar refuses."""
    return "--json" in _before_the_end(arguments)


def parsed(arguments: Sequence[str], words: Translator) -> argparse.Namespace:
    """Return what *arguments* ask for; `command` is None if they ask for nothing.

    Raises `WrongUse`, or `Answered` with the text of --help or --version. Options may stand
    anywhere: argparse itself refuses a file name after an option after a file name.
    """
    head = _before_the_end(arguments)
    plain = [each for each in head if each != "--json"] + list(arguments[len(head) :])
    parser = grammar(words)
    options, others = parser.parse_known_args(plain)
    if others and hasattr(options, "paths") and not any(each.startswith("-") for each in others):
        options.paths += map(Path, others)
    elif others:
        _ = words
        parser.error(_("not understood: {arguments}", arguments=" ".join(others)))
    if options.command == "print" and not any(getattr(options, name) for name in _PRINTED):
        named = " ".join(f"--{name}" for name in _PRINTED)
        parser.error(words("one of these is needed: {options}", options=named))
    return options


def _before_the_end(arguments: Sequence[str]) -> list[str]:
    """Return the arguments before `--`, after which nothing is an option."""
    every = list(arguments)
    return every[: every.index("--")] if "--" in every else every
