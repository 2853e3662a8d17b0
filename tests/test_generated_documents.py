"""The documents keep what they promise: every command, every code, every table, no dead link."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.findings import KINDS
from inventory_app.domain.lists import TEXTS
from inventory_app.gui.dialogs.help_text import anchor_of
from inventory_app.store.schema import Schema

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from command_reference import command_reference, commands  # noqa: E402 - in the folder of scripts
from error_codes import PACKAGE, codes_in_source, error_codes, hints  # noqa: E402
from store_schema import store_schema  # noqa: E402

LINK = re.compile(r"(?<!\\)\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
QUOTED = re.compile(r"""["']([EFISB]-[A-Z][A-Z-]+)["']""")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def anchors(file):
    found, seen = set(), {}
    for heading in HEADING.findall(FENCE.sub(_plain, file.read_text("utf-8"))):
        anchor = anchor_of(re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", heading).replace("`", ""))
        n = seen[anchor] = seen.get(anchor, -1) + 1
        found.add(f"{anchor}-{n}" if n else anchor)
    return found


def _plain(found):
    return "" if found[0].startswith("```") else found[0]


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_link_of_a_document_is_dead(file):
    for link in LINK.findall(FENCE.sub("", file.read_text("utf-8"))):
        if link.startswith(("http://", "https://")):
            continue
        name, _, anchor = link.partition("#")
        target = (file.parent / name).resolve() if name else file
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


def test_every_command_is_in_the_table_of_the_read_me_and_in_the_reference():
    table = (ROOT / "README.md").read_text("utf-8").partition("## The command line")[2]
    reference = command_reference()
    typed = " ".join(re.findall(r"^\| (`.+?) \|", table, re.MULTILINE))
    for name, _ in commands():
        group, _, word = name.partition(" ")
        assert re.search(rf"`{group}\b", typed), name
        assert not word or re.search(rf"\b{word}\b", typed), name
        assert f"\n## {name}\n" in reference


def test_every_argument_says_what_it_means():
    for name, parser in commands():
        for action in parser._actions:
            assert action.help, f"{name}: {action.dest}"


def test_every_option_stands_in_the_reference():
    reference = command_reference()
    for name, parser in commands():
        part = reference.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        for action in parser._actions:
            for option in action.option_strings:
                if action.dest not in ("help", "json"):
                    assert f"`{option}" in part, f"{name} {option}"


def test_every_code_of_an_error_is_found_with_its_sentence_and_its_advice():
    written = set()
    for file in PACKAGE.rglob("*.py"):
        if "migrations" not in file.parts:
            written |= set(QUOTED.findall(file.read_text("utf-8")))
    told = codes_in_source()
    assert written == set(told)
    assert [code for code, said in told.items() if not said.sentences] == []
    silent = [code for code, said in told.items() if code[0] in "EF" and not said.advice]
    assert silent == []


def test_every_code_has_a_place_on_the_page_of_codes():
    page = error_codes()
    for code in codes_in_source():
        assert f"\n### {code}\n" in page, code
    for code, kind in KINDS.items():
        assert f"\n| {code} | " in page, code
        assert kind.fix.partition("{")[0] in page
    assert set(TEXTS) <= set(codes_in_source())
    assert "{" not in re.sub(r"`[^`]*`", "", page), "a placeholder is left"


def test_a_code_that_two_sentences_share_shows_both():
    page = error_codes().partition("### E-DECIDED\n")[2].partition("###")[0]
    assert page.count("\n- ") == 2


def test_hints_are_about_codes_that_there_are():
    assert set(hints()) <= set(codes_in_source())


def test_every_table_of_a_store_is_described():
    catalogue = catalogues.default()
    page = store_schema(catalogue)
    schema = Schema(catalogue)
    for name, table in schema.by_name.items():
        part = re.split(rf"\n##+ {name}\n", page)[1].partition("\n#")[0]
        assert re.match(r"\n[A-Z].+\.", part), f"nothing is said about {name}"
        for column in table.columns:
            if name in schema.tables or column.name.startswith("f_"):
                assert f"| `{column.name}` |" in part, f"{name}.{column.name}"
