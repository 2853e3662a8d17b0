"""The grammar of the command line. Other people's scripts depend on it: add, never change."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from inventory_app import __version__
from inventory_app.languages import CODES
from inventory_app.texts import Translator

PROGRAM = "ict-inventory"
_VERSION = f"{PROGRAM} {__version__}\n"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,12}", re.ASCII)


class WrongUse(Exception):  # noqa: N818 - reads as what happened
    """Raised for arguments that the grammar does not allow."""

    def __init__(self, command: str, usage: str, reason: str) -> None:
        super().__init__(reason)
        self.command = command
        self.usage = usage
        self.reason = reason


class Answered(Exception):  # noqa: N818 - not an error
    """Raised with what --help or --version has to say; `about` names which of the two it is."""

    def __init__(self, about: str, text: str) -> None:
        super().__init__(text)
        self.about = about


class _Parser(argparse.ArgumentParser):
    """A parser that leaves printing and ending the program to its caller."""

    def error(self, message: str) -> NoReturn:
        raise WrongUse(self.prog, self.format_usage().rstrip(), message)

    def _print_message(self, message: str, file: Any = None) -> NoReturn:  # noqa: ARG002
        raise Answered("version" if message == _VERSION else "help", message)


def grammar(words: Translator) -> argparse.ArgumentParser:
    """Return the parser; `command` of its result names what is to be done."""
    _ = words
    parser = _Parser(
        prog=PROGRAM,
        description=_(
            "Find out what ICT capacity an organisation has. Without a command, or with only the "
            "name of a store or survey workbook, the window opens."
        ),
        epilog=_("Exit status: 0 done, 1 needs attention, 2 wrong use, 3 refused, 70 a mistake."),
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=_VERSION.rstrip())
    parser.set_defaults(command=None)
    _add_json(parser, words, default=False)
    commands = _Commands(parser, words)
    _add_stores(commands)
    _add_rounds(commands)
    _add_returns(commands)
    _add_history(commands)
    _add_figures(commands)
    _add_keeping(commands)
    return parser


def _add_json(parser: argparse.ArgumentParser, _: Translator, default: object) -> None:
    parser.add_argument(
        "--json",
        action="store_true",
        default=default,
        help=_("print one JSON document, messages on standard error"),
    )


class _Commands:
    """The commands of one parser; each takes --json, and none may be left out but by *words*."""

    def __init__(self, parser: argparse.ArgumentParser, words: Translator) -> None:
        self.words = words
        self._add = parser.add_subparsers(
            title=words("commands"), metavar=words("COMMAND"), parser_class=_Parser
        )

    def add(self, name: str, text: str, command: str | None = None) -> argparse.ArgumentParser:
        """Add the command *name*; *command* is what the result calls it, None for a group."""
        parser = self._add.add_parser(name, help=text, description=text, allow_abbrev=False)
        _add_json(parser, self.words, default=argparse.SUPPRESS)
        if command is not None:
            parser.set_defaults(command=command)
        return parser

    def group(self, name: str, text: str) -> _Commands:
        """Add the command *name*, which has commands of its own."""
        parser = self.add(name, text)
        commands = _Commands(parser, self.words)
        commands._add.required = True
        commands._add.dest = f"{name}_command"  # so that argparse can name it
        return commands


def _add_stores(commands: _Commands) -> None:
    _ = commands.words
    demo = commands.add("demo", _("make a whole invented round to play with"), "demo")
    demo.add_argument("folder", metavar="FOLDER", type=Path)
    demo.add_argument("--entities", metavar="N", type=_count(_), default=60)
    demo.add_argument("--seed", metavar="N", type=_whole(_), help=_("another invented world"))
    demo.add_argument("--language", choices=CODES, metavar="LL", help=_language_help(_))
    init = commands.add("init", _("make an empty store with the list of entities"), "init")
    _add_store(init, _)
    init.add_argument(
        "--entities",
        metavar="FILE",
        type=Path,
        help=_("another list of entities, as in resources/catalogue/entities.toml"),
    )


def _add_rounds(commands: _Commands) -> None:
    _ = commands.words
    rounds = commands.group("round", _("open a round, or see how it stands"))
    opened = rounds.add("open", _("open a round and carry forward what is known"), "round open")
    _add_store(opened, _)
    opened.add_argument("round", metavar="CODE", help=_("a short name such as 2026"))
    for name, text in (
        ("--as-of", _("the day that all answers describe, year-month-day")),
        ("--deadline", _("the last day for returns, year-month-day")),
    ):
        opened.add_argument(name, metavar="DATE", type=_day(_), required=True, help=text)
    opened.add_argument(
        "--from", dest="previous", metavar="CODE", help=_("the round to carry forward")
    )
    for name, text in (
        ("--dedicated-from", _("percent of time from which a post is dedicated")),
        ("--non-dedicated-from", _("percent of time from which duties are listed")),
    ):
        opened.add_argument(name, metavar="PERCENT", type=_percent(_), help=text)
    status = rounds.add("status", _("who has answered, and how completely"), "round status")
    _add_store(status, _)
    status.add_argument("round", metavar="CODE", nargs="?", help=_("the last round if left out"))
    issue = commands.add("issue", _("write one workbook for each entity"), "issue")
    _add_store(issue, _)
    _add_round(issue, _)
    issue.add_argument("--out", metavar="FOLDER", type=Path, required=True)
    _add_entities(issue, _)
    issue.add_argument("--language", choices=CODES, metavar="LL", help=_language_help(_))


def _add_returns(commands: _Commands) -> None:
    _ = commands.words
    check = commands.add("check", _("say what is missing or wrong in filled workbooks"), "check")
    check.add_argument("paths", metavar="FILE", type=Path, nargs="+")
    merge = commands.add("merge", _("take in returned workbooks"), "merge")
    _add_store(merge, _)
    merge.add_argument(
        "paths", metavar="PATH", type=Path, nargs="+", help=_("files, or folders of files")
    )
    _add_dry_run(merge, _)
    merge.add_argument(
        "--resolve",
        choices=("ours", "theirs"),
        help=_("decide every conflict for one side; without it they stay open"),
    )
    lists = commands.add("import", _("take in somebody's own list"), "import")
    _add_store(lists, _)
    lists.add_argument("sheet", metavar="SHEET", help=_("such as systems or data_centres"))
    lists.add_argument("file", metavar="FILE", type=Path, help=_("an .xlsx or .csv file"))
    lists.add_argument("--round", metavar="CODE", required=True)
    lists.add_argument(
        "--map", metavar="MAP.toml", type=Path, help=_("which of their columns is which field")
    )
    _add_dry_run(lists, _)


def _add_history(commands: _Commands) -> None:
    _ = commands.words
    _add_store(commands.add("undo", _("take back the last change"), "undo"), _)
    log = commands.add("log", _("who changed what, and when"), "log")
    _add_store(log, _)
    log.add_argument("--limit", metavar="N", type=_count(_), default=20)


def _add_figures(commands: _Commands) -> None:
    _ = commands.words
    assess = commands.add("assess", _("compute the indicators of a round"), "assess")
    _add_store(assess, _)
    _add_round(assess, _)
    _add_entities(assess, _)
    assess.add_argument("--indicator", metavar="ID", action="append", help=_("only this one"))
    assess.add_argument(
        "--out", metavar="FILE", type=Path, help=_("a .csv, .xlsx or .json file to write")
    )
    printed = commands.add("print", _("print capability summaries as PDF"), "print")
    _add_store(printed, _)
    _add_round(printed, _)
    which = printed.add_mutually_exclusive_group(required=True)
    which.add_argument("--entity", metavar="CODE")
    which.add_argument("--all", action="store_true", help=_("every entity that was asked"))
    which.add_argument("--secretariat", action="store_true", help=_("all entities together"))
    printed.add_argument("--out", metavar="FILE-or-FOLDER", type=Path, required=True)
    printed.add_argument("--language", choices=CODES, metavar="LL", help=_language_help(_))


def _add_keeping(commands: _Commands) -> None:
    _ = commands.words
    export = commands.add("export", _("write everything in an open form"), "export")
    _add_store(export, _)
    export.add_argument("--out", metavar="FILE.json|FOLDER", type=Path, required=True)
    backup = commands.add("backup", _("make a copy of the store"), "backup")
    _add_store(backup, _)
    backup.add_argument("--out", metavar="FILE", type=Path)
    restore = commands.add("restore", _("put a backup in the place of the store"), "restore")
    restore.add_argument("backup", metavar="BACKUP", type=Path)
    _add_store(restore, _)
    _add_store(commands.add("verify", _("say whether the store is sound"), "verify"), _)
    catalogue = commands.group("catalogue", _("the definitions of fields and indicators"))
    catalogue.add("check", _("say whether the definitions are sound"), "catalogue check")


def _add_store(parser: argparse.ArgumentParser, _: Translator) -> None:
    parser.add_argument("store", metavar="STORE", type=Path, help=_("the file of the store"))


def _add_round(parser: argparse.ArgumentParser, _: Translator) -> None:
    parser.add_argument("round", metavar="ROUND", help=_("the code of the round"))


def _add_entities(parser: argparse.ArgumentParser, _: Translator) -> None:
    parser.add_argument(
        "--entity",
        dest="entities",
        metavar="CODE",
        action="append",
        help=_("only this one; may be given several times"),
    )


def _add_dry_run(parser: argparse.ArgumentParser, _: Translator) -> None:
    parser.add_argument(
        "--dry-run", action="store_true", help=_("say what would be done and change nothing")
    )


def _language_help(_: Translator) -> str:
    return _("ar, zh, en, fr, ru or es")


def _day(_: Translator) -> Callable[[str], date]:
    def day(text: str) -> date:
        with suppress(ValueError):
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        message = _("“{text}” is no day; write it as in 2026-12-31", text=text)
        raise argparse.ArgumentTypeError(message)

    return day


def _whole(
    _: Translator, least: int | None = None, most: int | None = None
) -> Callable[[str], int]:
    def whole(text: str) -> int:
        if _WHOLE.fullmatch(text):
            number = int(text)
            if (least is None or number >= least) and (most is None or number <= most):
                return number
        message = _("“{text}” is not a number that can stand here", text=text)
        raise argparse.ArgumentTypeError(message)

    return whole


def _count(_: Translator) -> Callable[[str], int]:
    return _whole(_, least=1)


def _percent(_: Translator) -> Callable[[str], int]:
    return _whole(_, least=0, most=100)


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
    return options


def _before_the_end(arguments: Sequence[str]) -> list[str]:
    """Return the arguments before `--`, after which nothing is an option."""
    every = list(arguments)
    return every[: every.index("--")] if "--" in every else every
