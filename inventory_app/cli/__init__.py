"""The command line: one call down to a service, one result up to the terminal."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from inventory_app import logs
from inventory_app.cli import failures, window
from inventory_app.cli.arguments import Answered, WrongUse
from inventory_app.cli.output import Output
from inventory_app.cli.parser import parsed, wants_json
from inventory_app.errors import UserError
from inventory_app.progress import Cancelled
from inventory_app.texts import N_

if TYPE_CHECKING:
    import argparse

WRONG_USE, REFUSED, BUG, STOPPED = 2, 3, 70, 130

# Where each command is done. Modules are imported when their command is asked for.
_COMMANDS = {
    "demo": ("demonstration", "demo"),
    "init": ("stores", "init"),
    "round open": ("rounds", "open_round"),
    "round status": ("rounds", "status"),
    "round freeze": ("freezing", "freeze"),
    "issue": ("rounds", "issue"),
    "reissue": ("reissues", "reissue"),
    "check": ("returns", "check"),
    "merge": ("returns", "merge"),
    "query": ("queries", "write"),
    "import": ("lists", "bring_in"),
    "duplicates": ("duplicates", "duplicates"),
    "remembered": ("remembered", "remembered"),
    "undo": ("changes", "undo"),
    "log": ("changes", "log"),
    "assess": ("figures", "assess"),
    "indicators": ("own_indicators", "own_indicators"),
    "targets list": ("targets", "show"),
    "targets add": ("targets", "add"),
    "targets bridge": ("targets", "bridge"),
    "targets remove": ("targets", "remove"),
    "print": ("documents", "print_documents"),
    "benefits list": ("benefits", "show"),
    "benefits add": ("benefits", "add"),
    "benefits record": ("benefits", "record"),
    "benefits report": ("benefits_report", "report"),
    "benefits remove": ("benefits", "remove"),
    "share list": ("shares", "show"),
    "share add": ("shares", "add"),
    "share report": ("shares", "report"),
    "share split": ("shares", "split"),
    "share allocate": ("allocations", "allocate"),
    "share remove": ("shares", "remove"),
    "export": ("stores", "export"),
    "backup": ("stores", "backup"),
    "restore": ("stores", "restore"),
    "verify": ("stores", "verify"),
    "catalogue check": ("definitions", "check"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Do what *argv* says, by default the arguments of the program, and return the exit status.

    0 done; 1 done, but something needs attention; 2 wrong use; 3 refused, nothing was changed;
    70 a mistake in the program, logged; 130 stopped by the user.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    out = Output(as_json=wants_json(arguments))
    log = logs.start(verbose=False)
    try:
        status = _guarded(arguments, out, log)
    finally:
        logs.stop()
    return out.close(status)


def _guarded(arguments: Sequence[str], out: Output, log: Path | None) -> int:
    try:
        return _done(arguments, out)
    except UserError as error:
        out.failed(error)
        return REFUSED
    except (KeyboardInterrupt, Cancelled):
        out.failed(failures.stopped())
        return STOPPED
    except OSError as error:
        logging.getLogger(__name__).warning("refused by the system", exc_info=True)
        out.failed(failures.as_user_error(error))
        return REFUSED
    except Exception:
        logging.getLogger(__name__).exception("a mistake in the program")
        if log is None:
            for line in traceback.format_exc().splitlines():
                out.note(line)
        out.failed(failures.bug(log))
        return BUG


def _done(arguments: Sequence[str], out: Output) -> int:
    target = window.named_file(arguments)
    if target is not None or not arguments:
        return _open_window(target, out)
    try:
        options = parsed(arguments, out.words)
    except Answered as answer:
        out.answer(answer.about, str(answer))
        return 0
    except WrongUse as wrong:
        return _refuse_use(out, wrong)
    if options.command is None:
        return _open_window(None, out)
    return _run(options, out)


def _run(options: argparse.Namespace, out: Output) -> int:
    module, function = _COMMANDS[options.command]
    logging.getLogger(__name__).info("%s", options.command)
    command = getattr(import_module(f"inventory_app.cli.{module}"), function)
    return int(command(options, out))


def _refuse_use(out: Output, wrong: WrongUse) -> int:
    for line in wrong.usage.splitlines():
        out.note(line)
    out.failed(
        UserError(
            "E-USAGE",
            N_("{command}: {reason}."),
            N_("“{command} --help” says what can stand here."),
            command=wrong.command,
            reason=wrong.reason.rstrip("."),
        )
    )
    return WRONG_USE


def _open_window(target: Path | None, out: Output) -> int:
    try:
        return window.open_window(target)
    except UserError as error:
        out.failed(error)
        return WRONG_USE
