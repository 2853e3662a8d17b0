"""What the commands of the command line are put together from."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from inventory_app import __version__
from inventory_app.domain.profiles import Profile
from inventory_app.texts import Translator

PROGRAM = "ict-inventory"
VERSION = f"{PROGRAM} {__version__}\n"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,12}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,13}(\.\d{1,9})?", re.ASCII)


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


class Parser(argparse.ArgumentParser):
    """A parser that leaves printing and ending the program to its caller."""

    def error(self, message: str) -> NoReturn:
        """Raise `WrongUse` where argparse would end the program."""
        raise WrongUse(self.prog, self.format_usage().rstrip(), message)

    def _print_message(self, message: str, file: Any = None) -> NoReturn:  # noqa: ARG002
        raise Answered("version" if message == VERSION else "help", message)


def add_json(parser: argparse.ArgumentParser, _: Translator, default: object) -> None:
    """Let *parser* take --json."""
    parser.add_argument(
        "--json",
        action="store_true",
        default=default,
        help=_("print one JSON document, messages on standard error"),
    )


class Commands:
    """The commands of one parser; each takes --json, and none may be left out but by *words*."""

    def __init__(self, parser: argparse.ArgumentParser, words: Translator) -> None:
        self.words = words
        self._add = parser.add_subparsers(
            title=words("commands"), metavar=words("COMMAND"), parser_class=Parser
        )

    def add(self, name: str, text: str, command: str | None = None) -> argparse.ArgumentParser:
        """Add the command *name*; *command* is what the result calls it, None for a group."""
        parser = self._add.add_parser(name, help=text, description=text, allow_abbrev=False)
        add_json(parser, self.words, default=argparse.SUPPRESS)
        if command is not None:
            parser.set_defaults(command=command)
        return parser

    def group(self, name: str, text: str) -> Commands:
        """Add the command *name*, which has commands of its own."""
        parser = self.add(name, text)
        commands = Commands(parser, self.words)
        commands._add.required = True
        commands._add.dest = f"{name}_command"  # so that argparse can name it
        return commands


def add_store(parser: argparse.ArgumentParser, _: Translator) -> None:
    """Let *parser* take the file of a store."""
    parser.add_argument("store", metavar="STORE", type=Path, help=_("the file of the store"))


def add_round(parser: argparse.ArgumentParser, _: Translator) -> None:
    """Let *parser* take the code of a round."""
    parser.add_argument("round", metavar="ROUND", help=_("the code of the round"))


def add_entities(parser: argparse.ArgumentParser, _: Translator) -> None:
    """Let *parser* take --entity, several times."""
    parser.add_argument(
        "--entity",
        dest="entities",
        metavar="CODE",
        action="append",
        help=_("only this one; may be given several times"),
    )


def add_profile(parser: argparse.ArgumentParser, _: Translator) -> None:
    """Let *parser* take --profile."""
    parser.add_argument(
        "--profile",
        choices=[each.value for each in Profile],
        metavar="PROFILE",
        default=Profile.FULL.value,
        help=_(
            "for whom: full, internal without names of people, public also without small groups"
        ),
    )


def add_dry_run(parser: argparse.ArgumentParser, _: Translator) -> None:
    """Let *parser* take --dry-run."""
    parser.add_argument(
        "--dry-run", action="store_true", help=_("say what would be done and change nothing")
    )


def language_help(_: Translator) -> str:
    """Return the languages that --language takes."""
    return _("ar, zh, en, fr, ru or es")


def day(_: Translator) -> Callable[[str], date]:
    """Return what reads a day."""

    def day(text: str) -> date:
        with suppress(ValueError):
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        message = _("“{text}” is no day; write it as in 2026-12-31", text=text)
        raise argparse.ArgumentTypeError(message)

    return day


def whole(_: Translator, least: int | None = None, most: int | None = None) -> Callable[[str], int]:
    """Return what reads a whole number."""

    def whole(text: str) -> int:
        if _WHOLE.fullmatch(text):
            number = int(text)
            if (least is None or number >= least) and (most is None or number <= most):
                return number
        message = _("“{text}” is not a number that can stand here", text=text)
        raise argparse.ArgumentTypeError(message)

    return whole


def count(_: Translator) -> Callable[[str], int]:
    """Return what reads a whole number from 1."""
    return whole(_, least=1)


def percent(_: Translator) -> Callable[[str], int]:
    """Return what reads a whole number from 0 to 100."""
    return whole(_, least=0, most=100)


def number(
    _: Translator, least: Decimal | None = None, places: int = 2
) -> Callable[[str], Decimal]:
    """Return what reads a number with a decimal point and at most *places* decimals."""

    def number(text: str) -> Decimal:
        if _NUMBER.fullmatch(text):
            found = Decimal(text)
            if found == round(found, places) and (least is None or found >= least):
                return found
        message = _("“{text}” is not a number that can stand here", text=text)
        raise argparse.ArgumentTypeError(message)

    return number
