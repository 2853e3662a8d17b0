"""The command line asks back: query, the answers through merge, and findings as a page."""

from __future__ import annotations

import warnings

import openpyxl
import pytest

from inventory_app.cli import main
from inventory_app.formats.excel.query_page import ANSWER, PLACE, REMARK


@pytest.fixture
def doubtful(store, workbook, fill, unit, tmp_path):
    """Return the store after a return with an answer that nobody can read."""
    book = fill(workbook("ALPHA")).type("units", **{**unit, "approved_posts": "a dozen"})
    assert main(["merge", str(store), str(book.save(tmp_path / "r" / "alpha.xlsx"))]) == 1
    return store


def replied(path, target, **answers):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(path)
    page = book.worksheets[1]
    for row in range(4, page.max_row + 1):
        name = str(page.cell(row, PLACE + 1).value).partition("/")[2]
        if name in answers:
            page.cell(row, ANSWER + 1).value = answers[name]
            page.cell(row, REMARK + 1).value = "As of June"
    book.save(target)
    return target


def test_questions_go_out_and_their_answers_come_back(doubtful, run, tmp_path):
    sent = run(
        "query", doubtful, "2026", "--out", tmp_path / "q", "--from-findings", "--by", "2099-01-31",
        "--json",
    )  # fmt: skip
    assert sent.status == 0, sent.err
    document = sent.json
    assert (document["round"], document["due"], document["opened"]) == ("2026", "2099-01-31", 1)
    [file] = document["files"]
    assert (file["entity"], file["language"], file["questions"]) == ("ALPHA", "en", 1)
    status = run("round", "status", doubtful, "--json").json
    expected = {"open": 0, "sent": 1, "answered": 0, "closed": 0, "withdrawn": 0}
    assert status["totals"]["queries"] == expected
    assert status["entities"][0]["queries"] == expected
    assert "Queries: 1 sent." in run("round", "status", doubtful).out

    answers = replied(file["path"], tmp_path / "answers.xlsx", approved_posts=12)
    checked = run("check", answers, "--json").json["files"][0]
    assert (checked["entity"], checked["findings"]) == ("ALPHA", [])
    told = run("merge", doubtful, answers, "--dry-run")
    assert "1 asked, 1 answered now (1 settled by it), 0 without an answer" in told.out
    merged = run("merge", doubtful, answers, "--json")
    [back] = merged.json["files"]
    assert (merged.status, back["status"], back["counts"]["changed"]) == (0, "merged", 1)
    assert back["queries"] == {"asked": 1, "answered": 1, "closed": 1, "waiting": 0}
    again = run("query", doubtful, "2026", "--out", tmp_path / "q", "--from-findings", "--again")
    assert (again.status, "nothing was written" in again.out) == (0, True)
    assert run("undo", doubtful).status == 0
    assert run("round", "status", doubtful, "--json").json["totals"]["queries"] == expected


def test_what_is_asked_wrongly_is_refused_and_changes_nothing(doubtful, run, tmp_path):
    before = run("log", doubtful, "--json").json
    for more, code in (
        (["2027"], "E-ROUND"),
        (["2026", "--entity", "NOBODY"], "E-NOT-ASKED"),
        (["2026", "--by", "2001-01-01"], "E-DUE"),
    ):
        result = run("query", doubtful, *more, "--out", tmp_path / "q", "--json")
        assert (result.status, result.json["error"]["code"]) == (3, code)
    assert run("query", doubtful, "2026").status == 2
    assert run("log", doubtful, "--json").json == before
    assert not (tmp_path / "q").exists()


def test_an_unanswered_query_workbook_is_told_so_by_a_check(doubtful, run, tmp_path):
    run("query", doubtful, "2026", "--out", tmp_path / "q", "--from-findings")
    [path] = (tmp_path / "q").iterdir()
    [file] = run("check", path, "--json").json["files"]
    [finding] = file["findings"]
    assert (finding["code"], finding["cell"], finding["tab"]) == ("L-QUERY-OPEN", "L4", "Questions")


@pytest.mark.parametrize(("ending", "begins"), [(".html", b"<!DOCTYPE html>"), (".PDF", b"%PDF")])
def test_findings_are_written_as_a_page(run, workbook, tmp_path, ending, begins):
    page = tmp_path / f"findings{ending}"
    result = run("check", workbook("GAMMA"), "--page", page, "--json")
    assert result.json["page"] == str(page)
    assert result.json["files"][0]["entity"] == "GAMMA"
    assert page.read_bytes().startswith(begins)


def test_a_page_tells_why_a_file_cannot_be_read(run, tmp_path):
    bad = tmp_path / "notes.xlsx"
    bad.write_text("no workbook")
    result = run("check", bad, "--page", tmp_path / "p.html")
    assert result.status == 1
    assert "notes.xlsx" in (tmp_path / "p.html").read_text(encoding="utf-8")


def test_a_page_of_another_kind_or_about_two_files_is_refused(run, workbook, tmp_path):
    one, two = workbook("ALPHA"), workbook("GAMMA")
    for arguments, code in (
        ([one, "--page", tmp_path / "p.docx"], "E-PAGE-KIND"),
        ([one, two, "--page", tmp_path / "p.html"], "E-ONE-PAGE"),
    ):
        result = run("check", *arguments, "--json")
        assert (result.status, result.json["error"]["code"]) == (3, code)
    assert list(tmp_path.glob("p.*")) == []
