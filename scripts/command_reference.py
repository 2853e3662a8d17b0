"""The page of commands: every command, argument and option, from the grammar of the program."""
# ruff: noqa: E501, SLF001 - lines of a table; argparse has no other way to look at a grammar

from __future__ import annotations

import argparse
from collections.abc import Iterator

from inventory_app.cli.arguments import PROGRAM
from inventory_app.cli.parser import grammar
from inventory_app.texts import translator

_HEAD = """# Command reference

Generated from the program by `scripts/documents`; do not edit by hand. [The command line](user-guide/command-line.md)
walks through a whole round with these commands.

```
ict-inventory [--json] COMMAND ARGUMENTS
ict-inventory [STORE or WORKBOOK.xlsx]
```

Without a command the window opens, with the store or survey workbook that is named. Options and arguments may stand
in any order; after `--` nothing is an option.

| Option | Meaning |
|---|---|
| `--help`, `-h` | what the program, or the command that stands before it, takes |
| `--version` | the version of the program |
| `--json` | one JSON document on standard output, messages on standard error; before or after the command |

| Exit code | Meaning |
|---|---|
| 0 | done |
| 1 | done, but something needs attention: a finding that blocks, an open conflict, a file or row that was not taken in, nothing that came in at all, a doubt about the store |
| 2 | used wrongly; nothing was done |
| 3 | refused; nothing was changed, and the message says what to do |
| 70 | a mistake in the program; the log file holds the details |
| 130 | stopped with Ctrl+C; what was finished before stands |

With `--json` an error is `{"error": {"code", "message", "suggestion"}}`; [the codes](user-guide/error-codes.md)
are the same in every language.

| Variable | Meaning |
|---|---|
| `LC_ALL`, `LC_MESSAGES`, `LANG` | the language of the program, the first that is set: ar, zh, en, fr, ru or es |
| `NO_COLOR` | no colours in the terminal |
"""


def commands(
    parser: argparse.ArgumentParser | None = None,
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield each command that does something, with its parser."""
    parser = parser or grammar(translator("en"))
    inner = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    if not inner:
        yield parser.prog.removeprefix(PROGRAM).strip(), parser
    for action in inner:
        for each in action.choices.values():
            yield from commands(each)


def command_reference() -> str:
    """Return the page."""
    every = dict(commands())
    lines = [_HEAD, "## Commands", "", "| Command | What it does |", "|---|---|"]
    lines += [
        f"| [{name}](#{name.replace(' ', '-')}) | {_sentence(parser.description)} |"
        for name, parser in every.items()
    ]
    for name, parser in every.items():
        lines += ["", f"## {name}", "", "```", *_usage(parser), "```"]
        lines += ["", _sentence(parser.description) + "."]
        rows = [_row(action) for action in parser._actions if action.dest not in ("help", "json")]
        if rows:
            lines += ["", "| Argument | Meaning |", "|---|---|", *rows]
    return "\n".join(lines).rstrip() + "\n"


def _usage(parser: argparse.ArgumentParser) -> list[str]:
    """Return how the command is typed: arguments first, as people do."""
    pieces = [parser.prog]
    actions = [each for each in parser._actions if each.dest not in ("help", "json")]
    groups = {
        id(action): group
        for group in parser._mutually_exclusive_groups
        for action in group._group_actions
    }
    done: set[int] = set()
    for action in sorted(actions, key=lambda each: bool(each.option_strings)):
        group = groups.get(id(action))
        if group is None:
            text = _typed(action)
            needed = action.required or not action.option_strings
            pieces.append(text if needed and action.nargs != "?" else f"[{text}]")
        elif id(group) not in done:
            done.add(id(group))
            text = " | ".join(map(_typed, group._group_actions))
            pieces.append(f"({text})" if group.required else f"[{text}]")
    return _wrapped(pieces)


def _wrapped(pieces: list[str], width: int = 92) -> list[str]:
    lines, indent = [pieces[0]], " " * 4
    for piece in pieces[1:]:
        if len(lines[-1]) + 1 + len(piece) > width:
            lines.append(indent + piece)
        else:
            lines[-1] += " " + piece
    return lines


def _typed(action: argparse.Action) -> str:
    value = _value(action)
    if action.nargs == "+":
        value += f" [{value} …]"
    name = action.option_strings[-1] if action.option_strings else ""
    return " ".join(part for part in (name, value) if part)


def _value(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    if action.metavar:
        return str(action.metavar)
    return "{" + ",".join(map(str, action.choices)) + "}" if action.choices else action.dest.upper()


def _row(action: argparse.Action) -> str:
    meaning = [_sentence(action.help or "")]
    if action.choices and action.metavar is None:
        meaning.append("one of " + ", ".join(f"`{each}`" for each in action.choices))
    if action.option_strings and action.required:
        meaning.append("**needed**")
    if action.default not in (None, False, argparse.SUPPRESS) and action.option_strings:
        meaning.append(f"usually `{action.default}`")
    told = "; ".join(part for part in meaning if part).replace("|", " or ")
    return f"| `{_typed(action).replace('|', '` or `')}` | {told} |"


def _sentence(text: str | None) -> str:
    told = (text or "").strip().rstrip(".")
    return told[:1].upper() + told[1:]
