"""Printing capability summaries."""

from __future__ import annotations

from pathlib import Path

import pytest


def is_pdf(path):
    return Path(path).read_bytes().startswith(b"%PDF-")


def test_the_summary_of_an_entity_goes_into_the_file_that_is_named(run, answered, tmp_path):
    target = tmp_path / "alpha.pdf"
    result = run("print", answered, "2026", "--entity", "alpha", "--out", target, "--json")
    assert (result.status, result.json) == (
        0,
        {"round": "2026", "files": [str(target)], "cancelled": False},
    )
    assert is_pdf(target)


def test_in_a_folder_it_gets_a_telling_name_in_the_language_of_the_entity(run, answered, tmp_path):
    folder = tmp_path / "summaries"
    result = run("print", answered, "2026", "--entity", "GAMMA", "--out", folder)
    assert result.status == 0
    assert [path.name for path in folder.iterdir()] == ["2026_GAMMA_capability-summary_ar.pdf"]
    assert "2026_GAMMA_capability-summary_ar.pdf" in result.out
    line = ("--entity", "GAMMA", "--language", "fr", "--json")
    [path] = run("print", answered, "2026", *line, "--out", folder).json["files"]
    assert Path(path).name == "2026_GAMMA_capability-summary_fr.pdf"
    assert is_pdf(path)


def test_all_entities_get_one_each(run, answered, tmp_path):
    result = run("print", answered, "2026", "--all", "--out", tmp_path / "all", "--json")
    assert result.status == 0
    assert len(result.json["files"]) == 3
    assert sorted(map(str, (tmp_path / "all").iterdir())) == sorted(result.json["files"])
    assert all(is_pdf(path) for path in result.json["files"])


def test_the_secretariat_is_printed_as_one(run, answered, tmp_path):
    line = ("print", answered, "2026", "--secretariat", "--language", "zh")
    assert run(*line, "--out", tmp_path / "all.pdf").status == 0
    assert is_pdf(tmp_path / "all.pdf")
    [path] = run(*line, "--out", tmp_path / "folder", "--json").json["files"]
    assert Path(path).name == "2026_secretariat-summary_zh.pdf"


def test_the_same_figures_give_the_same_file(run, answered, tmp_path):
    for name in ("one.pdf", "two.pdf"):
        run("print", answered, "2026", "--entity", "ALPHA", "--out", tmp_path / name)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["1999", "--entity", "ALPHA", "--out", "{}/x.pdf"], "E-ROUND"),
        (["2026", "--entity", "NOBODY", "--out", "{}/x.pdf"], "E-ENTITY"),
        (["2026", "--all", "--out", "{}/x.pdf"], "E-FOLDER-NEEDED"),
        (["2026", "--all", "--out", "{}/s.ictinv"], "E-FOLDER-NEEDED"),
    ],
)
def test_what_cannot_be_printed_is_refused(run, answered, tmp_path, arguments, code):
    line = [each.replace("{}", str(tmp_path)) for each in arguments]
    result = run("print", answered, *line, "--json")
    assert (result.status, result.json["error"]["code"]) == (3, code)
    assert not (tmp_path / "x.pdf").exists()
