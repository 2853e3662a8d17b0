"""The page of codes: every error, file that is not taken in, finding and doubt, from the source.

Codes are found where the program makes them: in calls such as `UserError("E-…", message,
suggestion)` and in tables from code to sentence. A sentence that is given through a name, a choice
or a parameter is followed to where it is written.
"""
# ruff: noqa: E501, RUF001, SLF001 - sentences stay on one line; modules look into one another

from __future__ import annotations

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "inventory_app"
HINTS = Path(__file__).with_name("error_hints.toml")
CODE = re.compile(r"[EFISB]-[A-Z][A-Z-]*")
QUOTED = re.compile(rf'"{CODE.pattern}"')
_MARKS = ("N_", "_", "words")


@dataclass
class Told:
    """What the program says with one code: sentences and advice, each once, in order."""

    sentences: list[str] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)

    def add(self, sentences: Iterable[str], advice: Iterable[str]) -> None:
        for kept, new in ((self.sentences, sentences), (self.advice, advice)):
            kept += [text for text in dict.fromkeys(new) if text not in kept]


Said = tuple[list[str], list[str]]  # sentences, advice


class Module:
    """One module of the program, and where its names get their texts."""

    def __init__(self, path: Path) -> None:
        self.tree = ast.parse(path.read_text("utf-8"))
        self.nodes = list(ast.walk(self.tree))

    @cached_property
    def inside(self) -> dict[ast.AST, ast.FunctionDef]:
        """The innermost function around each node."""
        found: dict[ast.AST, ast.FunctionDef] = {}
        for node in self.nodes:
            if isinstance(node, ast.FunctionDef):
                found.update(dict.fromkeys(ast.walk(node), node))
        return found

    @cached_property
    def imported(self) -> dict[str, tuple[str, str]]:
        """Where each name comes from that another module defines: module and name."""
        return {
            alias.asname or alias.name: (node.module, alias.name)
            for node in self.nodes
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }

    @cached_property
    def assigned(self) -> dict[str, list[tuple[ast.FunctionDef | None, ast.expr]]]:
        """Every value that a name is given, with the function that it happens in."""
        found = defaultdict(list)
        for node in self.nodes:
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    for name, value in _pairs(target, node.value):
                        found[name].append((self.inside.get(node), value))
        return found

    @cached_property
    def calls(self) -> dict[str, list[ast.Call]]:
        """The calls of each function by its name."""
        found = defaultdict(list)
        for node in self.nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                found[_called(node)].append(node)
        return found

    def texts(self, node: ast.expr | None, deep: int = 0) -> list[str]:
        """Return the texts that *node* may stand for."""
        if node is None or deep > 6:  # deeper than any text is hidden
            return []
        if isinstance(node, ast.Constant):
            return [node.value] if isinstance(node.value, str) else []
        if isinstance(node, ast.IfExp):
            return [*self.texts(node.body, deep + 1), *self.texts(node.orelse, deep + 1)]
        if isinstance(node, ast.Call) and _called(node) in _MARKS and node.args:
            return self.texts(node.args[0], deep + 1)
        if isinstance(node, ast.Name):
            return self._of_name(node, deep + 1)
        return []

    def codes(self, node: ast.expr) -> list[str]:
        """Return the codes that *node* names without a detour over parameters."""
        if isinstance(node, ast.Constant):
            return [node.value] if isinstance(node.value, str) else []
        if isinstance(node, ast.IfExp):
            return [*self.codes(node.body), *self.codes(node.orelse)]
        if isinstance(node, ast.Name):
            known = self.assigned.get(node.id, ())
            return [
                code for _, value in known for code in self.texts(value) if CODE.fullmatch(code)
            ]
        return []

    def _of_name(self, node: ast.Name, deep: int) -> list[str]:
        around = self.inside.get(node)
        if around is not None:
            own = [value for where, value in self.assigned.get(node.id, ()) if where is around]
            if own:
                return list(chain.from_iterable(self.texts(value, deep) for value in own))
            names = [each.arg for each in (*around.args.posonlyargs, *around.args.args)]
            if node.id in names:
                return self._given(around, names.index(node.id), node.id, deep)
        top = [value for where, value in self.assigned.get(node.id, ()) if where is None]
        if top:
            return list(chain.from_iterable(self.texts(value, deep) for value in top))
        module, name = self.imported.get(node.id, ("", ""))
        other = module_named(module)
        return other._of_name(ast.Name(id=name), deep) if other else []

    def _given(self, around: ast.FunctionDef, at: int, name: str, deep: int) -> list[str]:
        """Return what the callers of *around* give for a parameter, or what it is by default."""
        found = []
        first = around.args.args[0].arg if around.args.args else ""
        shift = int(first in ("self", "cls"))
        for call in self.calls[around.name]:
            given = {word.arg: word.value for word in call.keywords}.get(name)
            if given is None and 0 <= at - shift < len(call.args):
                given = call.args[at - shift]
            found += self.texts(given, deep)
        after = len(around.args.args) - len(around.args.defaults)
        if at >= after:
            found += [text for text in self.texts(around.args.defaults[at - after], deep) if text]
        return found


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts, strict=False):
            yield from _pairs(one, other)


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


@cache
def module_named(name: str) -> Module | None:
    """Return a module of the program, None for one of somebody else's."""
    path = ROOT.joinpath(*name.split(".")).with_suffix(".py")
    return Module(path) if name.startswith(PACKAGE.name) and path.is_file() else None


def modules() -> Iterator[Module]:
    """Yield the modules of the program in which a code stands."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts and QUOTED.search(path.read_text("utf-8")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            module = module_named(name.removesuffix(".__init__")) or Module(path)
            yield module


def codes_in_source() -> dict[str, Told]:
    """Return every code that stands in the source, with what the program says with it."""
    found: dict[str, Told] = defaultdict(Told)
    for module in modules():
        for node in module.nodes:
            for code, said in _sayings(module, node):
                if CODE.fullmatch(code):
                    found[code].add(*said)
    return dict(sorted(found.items()))


def _sayings(module: Module, node: ast.AST) -> Iterator[tuple[str, Said]]:
    """Yield the codes at *node*, each with its sentences and its advice."""
    if isinstance(node, ast.Call):
        words = {word.arg: word.value for word in node.keywords}
        given = [*node.args, words.get("code"), words.get("message"), words.get("text")]
        if node.args:
            yield from _said(module, node.args)
        elif words.get("code") is not None:
            yield from _said(module, [each for each in given if each is not None])
    elif isinstance(node, ast.Tuple):
        yield from _said(module, node.elts)
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            inner = value.elts if isinstance(value, ast.Tuple) else [value]
            if key is not None:
                yield from _said(module, [key, *inner])


def _said(module: Module, parts: list[ast.expr]) -> Iterator[tuple[str, Said]]:
    """Yield the code that *parts* begin with, or have in second place, and what follows it."""
    for at, part in enumerate(parts[:2]):
        codes = [code for code in module.codes(part) if CODE.fullmatch(code)]
        if codes:
            told = [
                [text for text in module.texts(each) if " " in text]
                for each in (*parts[at + 1 : at + 3], None, None)
            ]
            yield from ((code, (told[0], told[1])) for code in codes)
            return


def hints() -> dict[str, str]:
    """Return what people wrote beside the sentences of the program, by code."""
    return tomllib.loads(HINTS.read_text("utf-8"))


_GROUPS = (
    (
        "E-", "Errors",
        "The program was asked for something that it could not do. Nothing has been changed unless the text says so. On the command line the exit code is 3, with `E-USAGE`, `E-NO-SCREEN` and `E-NO-QT` 2, with `E-BUG` 70, with `E-STOPPED` 130.",
    ),
    (
        "F-", "Files that are not taken in",
        "A file that was returned, or a list, could not be read or does not belong here. It keeps no other file from being merged.",
    ),
    (
        "I-", "Lines of somebody’s own list",
        "What *Import a list…* and `import` say of single lines and of the list as a whole.",
    ),
    (
        "B-", "Blocks that are pasted",
        "What the preview of pasting says of columns that are left out.",
    ),
    (
        "S-", "Doubts about a store",
        "What `verify` finds. The exit code is 1.",
    ),
)  # fmt: skip
_FINDINGS = (
    ("V-", "Values that cannot be understood", "The text is kept as it was typed; nothing is guessed."),
    ("P-", "Values that were repaired", "They were understood, and this says how."),
    ("L-", "The workbook", "What happened to sheets, rows and columns on the way."),
    ("R-", "Answers that do not fit", "What is missing, or does not agree with another answer."),
)  # fmt: skip
_ABOUT_FINDINGS = "What the checks say of answers: the same in the window, in `check` and at headquarters, and in the workbook’s own sheet *Check* as far as a spreadsheet can. *Blocks* must be put right before the figure counts, *needs a comment* wants a right answer or a word in the remarks, *notice* is for information."
_PLACE = re.compile(r"\{(\w+)\}")


def error_codes() -> str:
    """Return the page: one place for each code, which a link can lead to."""
    from inventory_app.domain.finding_texts import STRENGTHS  # noqa: PLC0415
    from inventory_app.domain.findings import KINDS  # noqa: PLC0415

    told, own = codes_in_source(), hints()
    lines = [
        "# Codes of errors and findings",
        "",
        "Generated from the program by `scripts/documents`; do not edit by hand.",
        "",
        "Every message carries a code that is the same in all languages. Words in *italics* stand for names and values of your own. [When something does not work](troubleshooting.md) says where to begin.",
    ]
    for prefix, title, about in _GROUPS:
        lines += ["", f"## {title}", "", about]
        for code, said in told.items():
            if code.startswith(prefix):
                lines += ["", f"### {code}", "", *_entry(said, own.get(code, ""))]
    lines += ["", "## Findings", "", _ABOUT_FINDINGS]
    for prefix, title, about in _FINDINGS:
        lines += [
            "",
            f"### {title}",
            "",
            about,
            "",
            "| Code | Strength | What it says | What to do |",
        ]
        lines.append("|---|---|---|---|")
        lines += [
            f"| {code} | {STRENGTHS[kind.strength]} | {_plain(kind.text)} | {_plain(kind.fix)} |"
            for code, kind in sorted(KINDS.items())
            if code.startswith(prefix)
        ]
    return "\n".join(lines).rstrip() + "\n"


def _entry(said: Told, hint: str) -> list[str]:
    sentences = [_plain(text) for text in said.sentences]
    lines = sentences if len(sentences) == 1 else [f"- {text}" for text in sentences]
    advice = " ".join(_plain(text) for text in said.advice)
    lines = [*lines, *(["", f"**What to do.** {advice}"] if advice else [])]
    return [*lines, *(["", hint.strip()] if hint else [])]


def _plain(text: str) -> str:
    return _PLACE.sub(lambda found: f"*{found[1].replace('_', ' ')}*", text).replace("|", "\\|")
