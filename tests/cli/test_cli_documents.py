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
        (["2026", "--group", "ATLANTIS", "--out", "{}/x.pdf"], "E-GROUP"),
        (["2026", "--document", "poster", "--out", "{}/x.pdf"], "E-DOCUMENT"),
        (["2026", "--document", "receipt", "--out", "{}/x.pdf"], "E-DOCUMENT-ABOUT"),
        (["2026", "--document", "receipt", "--all", "--out", "{}/x.docx"], "E-FOLDER-NEEDED"),
    ],
)
def test_what_cannot_be_printed_is_refused(run, answered, tmp_path, arguments, code):
    line = [each.replace("{}", str(tmp_path)) for each in arguments]
    result = run("print", answered, *line, "--json")
    assert (result.status, result.json["error"]["code"]) == (3, code)
    assert not (tmp_path / "x.pdf").exists()


def test_a_public_edition_says_so_in_its_name(run, answered, tmp_path):
    line = ("print", answered, "2026", "--entity", "ALPHA", "--language", "en")
    [full] = run(*line, "--out", tmp_path, "--json").json["files"]
    [public] = run(*line, "--out", tmp_path, "--profile", "public", "--json").json["files"]
    assert Path(full).name == "2026_ALPHA_capability-summary_en.pdf"
    assert Path(public).name == "2026_ALPHA_capability-summary_en_public.pdf"
    assert Path(full).read_bytes() != Path(public).read_bytes()


def test_every_output_takes_a_profile(run, answered, tmp_path):
    figures, everything = tmp_path / "figures.json", tmp_path / "all.json"
    line = ("assess", answered, "2026", "--out", figures, "--profile", "internal")
    assert run(*line).status == 0
    assert "Names of people" in figures.read_text("utf-8")
    assert run("export", answered, "--out", everything, "--profile", "public").status == 0
    assert '"profile": "public"' in everything.read_text("utf-8")
    said = run("assess", answered, "2026", "--profile", "public").out
    assert "Addresses and coordinates are withheld." in said


@pytest.mark.parametrize("what", [("--explain", "W01", "--entity", "ALPHA"), ("--trend",)])
def test_what_shows_records_or_other_rounds_has_no_public_edition(run, answered, what):
    result = run("assess", answered, "2026", *what, "--profile", "public")
    assert result.status == 3
    assert "Leave --profile away" in result.err
    assert result.out == ""


def test_documents_are_printed_by_name_and_by_the_ending_of_the_file(run, answered, tmp_path):
    pack, word = tmp_path / "pack.pdf", tmp_path / "pack.docx"
    line = ("print", answered, "2026", "--document", "65th-session", "--out")
    assert run(*line, pack).status == run(*line, word).status == 0
    assert is_pdf(pack)
    assert word.read_bytes().startswith(b"PK")


def test_a_group_is_printed_by_its_key(run, answered, tmp_path):
    line = ("print", answered, "2026", "--out", tmp_path, "--json", "--group")
    told = run(*line, "ATLANTIS").json["error"]["suggestion"]
    key = told.removeprefix("The groups are: ").rstrip(".").split(", ")[0]
    [path] = run(*line, key.lower()).json["files"]
    assert Path(path).name == f"2026_{key.replace('/', '-')}_group-summary_en.pdf"
    assert is_pdf(path)


def test_receipts_are_printed_for_everybody_in_their_own_languages(run, answered, tmp_path):
    line = ("print", answered, "2026", "--document", "receipt", "--all", "--out", tmp_path / "all")
    files = run(*line, "--json").json["files"]
    assert len(files) == len(list((tmp_path / "all").iterdir()))
    assert len({Path(file).stem.split("_")[1] for file in files}) == len(files)
    assert len({Path(file).stem.split("_")[3] for file in files}) > 1


def test_print_needs_to_be_told_what(run, answered, tmp_path):
    result = run("print", answered, "2026", "--out", tmp_path)
    assert result.status == 2
    assert "--document" in result.err
