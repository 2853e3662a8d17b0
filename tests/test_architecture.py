"""The architecture, written as tests: layers, light start-up, small modules, no private places."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "inventory_app"

MOST_LINES = 450
# Modules that may be longer, each with its reason.
LONGER: dict[str, str] = {}

# What must not be loaded before it is needed: together more than a second at every start.
HEAVY = [
    "openpyxl",
    "reportlab",
    "xlsxwriter",
    "PySide6",
    "sqlalchemy",
    "numpy",
    "rapidfuzz",
    "scipy",
]

TEXT_FILES = {".py", ".toml", ".md", ".txt", ".lock", ".svg", ".po", ".sh", ".yml", ""}
FOLDERS = ["inventory_app", "resources", "tests", "docs", "scripts", "packaging", "benchmarks"]
REGISTRY = re.compile(r"://[\w.-]*(?:pypi|pythonhosted|npmjs|(?:deb|archive)\.\w+\.)")
PRIVATE_PLACE = re.compile(r"(?<![\w.~-])(?:/(?:work|root|home|Users)/\w|[A-Z]:\\Users\\)")


def test_every_layer_knows_only_the_layers_below_it(capsys):
    config = str(ROOT / "pyproject.toml")
    result = lint_imports(config_filename=config, no_cache=True, no_logo=True)
    assert result == 0, capsys.readouterr().out


def test_the_command_line_starts_without_the_heavy_libraries():
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from inventory_app.cli import main; print(*sorted(sys.modules))",
        ],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    ).stdout.split()
    assert "inventory_app.cli" in loaded
    assert [name for name in HEAVY if name in loaded] == []


def _modules() -> list[Path]:
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if "versions" not in path.relative_to(PACKAGE).parts
    ]


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_module_is_longer_than_one_idea():
    lengths = {path.relative_to(ROOT).as_posix(): _lines(path) for path in _modules()}
    assert lengths
    too_long = {name: n for name, n in lengths.items() if n > MOST_LINES and name not in LONGER}
    assert too_long == {}
    assert [name for name in LONGER if lengths.get(name, 0) <= MOST_LINES] == []


def _text_files() -> list[Path]:
    found = [
        path
        for path in ROOT.iterdir()
        if path.is_file() and path.suffix in TEXT_FILES and path.name != ".coverage"
    ]
    for folder in FOLDERS:
        found += [
            path
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and path.suffix in TEXT_FILES
        ]
    return sorted(found)


@pytest.mark.parametrize(
    ("what", "pattern"), [("a registry's address", REGISTRY), ("a private place", PRIVATE_PLACE)]
)
def test_no_file_names(what, pattern):
    named = []
    for path in _text_files():
        text = path.read_text(encoding="utf-8", errors="replace")
        named += [
            f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, found.start()) + 1}: {found[0]}"
            for found in pattern.finditer(text)
        ]
    assert named == [], f"{what} is written in these lines"


@pytest.mark.parametrize(
    "text",
    ["see https://files.python" + "hosted.org/x", "cd /wo" + "rk/x", "in C:" + "\\Users\\anna"],
)
def test_the_patterns_find_what_they_look_for(text):
    assert REGISTRY.search(text) or PRIVATE_PLACE.search(text)
