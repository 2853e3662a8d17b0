"""Every command that the guide shows can be typed as it stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from inventory_app.cli.parser import grammar
from inventory_app.texts import translator

DOCS = Path(__file__).parents[1] / "docs"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINE = re.compile(r"^(?: {4})?(ict-inventory .*)$", re.MULTILINE)
PAGES = ("user-guide/command-line.md", "user-guide/administrator.md", "own-indicators.md")


def shown():
    found = []
    for page in PAGES:
        text = (DOCS / page).read_text("utf-8")
        blocks = "".join(BLOCK.findall(text)) or text
        found += LINE.findall(blocks.replace("\\\n", " "))
    return [line.replace("STORE", "store.ictinv") for line in found]


def test_the_guide_shows_commands():
    assert len(shown()) > 50


@pytest.fixture(scope="module")
def parser():
    return grammar(translator("en"))


@pytest.mark.parametrize("line", shown())
def test_a_command_of_the_guide_can_be_typed(parser, line):
    assert parser.parse_args(shlex.split(line)[1:]).command
