"""Triage: every file is sorted with its reason; what is ready is applied, one undo step each."""

from __future__ import annotations

import shutil

import openpyxl
import pytest
from PySide6.QtWidgets import QToolButton
from test_returns_files import answer, disputed, drop_on, filled, issued

from inventory_app.domain.merging import Counts
from inventory_app.gui.models.triage_table import FIRST_COUNT, TriageModel
from inventory_app.gui.models.triage_words import counts_text
from inventory_app.texts import translator
from inventory_app.workspace import Workspace


@pytest.fixture
def page(window, settle):
    window.show_page("returns")
    settle(window)
    return window.current


def take(page, settle, *files):
    page.take_files(files)
    settle(page.window())


def lines(page):
    return {line.file.path.name: line for line in page.desk.lines}


def choose(page, name):
    page.triage._selected = str(lines(page)[name].file.path)
    page.triage.show_lines()


@pytest.fixture(scope="module")
def _mixed(_store, tmp_path_factory):
    """Return a store, and a folder as it comes back to it."""
    folder = tmp_path_factory.mktemp("mixed")
    back = folder / "back"
    with Workspace.open(shutil.copy(_store, folder / "small.ictinv")) as store:
        disputed(store, folder)
        books = issued(store, folder / "out", "GOLF", "FOX")
        for entity, book in books.items():
            filled(book, back / f"{entity}.xlsx", units={"U0": {"reports_to": "Registry"}})
        (back / "letter.docx").write_text("Dear colleague")
        openpyxl.Workbook().save(back / "plain.xlsx")
        store.reviews.apply([back / "FOX.xlsx"])
        return store.database.path, back


@pytest.fixture
def demo_store(request, demo_store):
    if "mixed" in request.fixturenames:
        shutil.copy(request.getfixturevalue("_mixed")[0], demo_store)
    return demo_store


@pytest.fixture
def mixed(_mixed, tmp_path):
    """A folder as it comes back: ready, disputed, sent twice, not a workbook, from elsewhere."""
    return shutil.copytree(_mixed[1], tmp_path / "back")


def test_every_file_is_named_with_what_it_is_and_nothing_is_written(
    window, page, settle, mixed, qtmodeltester
):
    log = window.context.store.history.last(1)
    drop_on(page.triage.drop, mixed)
    settle(window)
    assert {name: line.group for name, line in lines(page).items()} == {
        "ALPHA back.xlsx": "decide", "GOLF.xlsx": "ready", "letter.docx": "unreadable",
        "plain.xlsx": "unreadable", "FOX.xlsx": "already-merged",
    }  # fmt: skip
    assert window.context.store.history.last(1) == log
    model = page.triage.model
    assert isinstance(model, TriageModel)
    first = [model.index(0, FIRST_COUNT + n).data() for n in range(6)]
    assert first == [str(n) for n in lines(page)["ALPHA back.xlsx"].counts.as_dict().values()]
    assert page.triage.chip_of["unreadable"].text().endswith("2")
    assert page.triage.apply_button.text() == "Apply the ready one"
    qtmodeltester.check(model)


def test_a_refused_file_says_why_and_what_to_do(window, page, settle, mixed):
    take(page, settle, mixed)
    choose(page, "letter.docx")
    detail = page.triage.detail
    assert detail.reason.isVisible()
    assert "not a workbook. Send the survey workbook itself" in detail.reason.text.text()
    settle(window)
    asked = []
    window.context.signals.explain.connect(asked.append)
    offered = [b for b in detail.reason.findChildren(QToolButton) if b.isVisible()]
    [more] = [b for b in offered if b.toolTip() == "What can I do?"]
    more.click()
    assert asked[0].startswith("F-")
    assert window.commands.guide.place.page.name == "error-codes.md"
    assert not detail.apply_button.isVisible()
    assert not detail.counts.isVisible()
    choose(page, "FOX.xlsx")
    assert "merged already" in detail.reason.text.text()
    assert detail.open_button.isVisible()


def test_the_ready_ones_are_applied_and_the_result_stays(window, page, settle, mixed):
    take(page, settle, mixed)
    page.triage.apply_button.click()
    settle(window)
    store = window.context.store
    assert answer(store, "GOLF", "reports_to") == "Registry"
    assert answer(store, "ALPHA", "reports_to") == "Head of the Corrected Office"
    assert lines(page)["GOLF.xlsx"].group == "done"
    said = page.triage.banner.text.text()
    assert said.startswith("1 return was merged. Records: 0 new · 5 changed")
    assert "A copy of the inventory was made before:" in said
    assert page.triage.banner.isVisible()
    assert not page.triage.apply_button.isEnabled()
    assert page.home.notice.text.text() == said
    window.commands.toggle_dark()
    settle(window)
    assert window.current.triage.banner.text.text() == said
    window.commands.undo()
    settle(window)
    assert answer(store, "GOLF", "reports_to") == "Director"
    assert lines(window.current)["GOLF.xlsx"].group == "ready"


def test_each_return_is_one_undo_step(window, page, settle, tmp_path):
    store = window.context.store
    books = issued(store, tmp_path / "out", "GOLF", "FOX")
    for entity, book in books.items():
        filled(book, tmp_path / "back" / f"{entity}.xlsx", units={"U0": {"reports_to": "Registry"}})
    take(page, settle, tmp_path / "back")
    before = len(store.history.last(100))
    page.triage.apply_button.click()
    settle(window)
    assert len(store.history.last(100)) == before + 2
    window.commands.undo()
    settle(window)
    assert sorted(answer(store, each, "reports_to") for each in books) == ["Director", "Registry"]


def test_what_was_merged_here_can_be_taken_back_here(window, page, settle, mixed):
    take(page, settle, mixed)
    page.triage.apply_button.click()
    settle(window)
    choose(page, "GOLF.xlsx")
    window.context.dialogs.runs.append(lambda dialog: dialog.undo_button.isEnabled())
    page.triage.detail.undo_button.click()
    settle(window)
    assert answer(window.context.store, "GOLF", "reports_to") == "Director"
    assert lines(page)["GOLF.xlsx"].group == "ready"


def test_a_disputed_file_can_be_applied_with_its_conflicts_left_open(window, page, settle, mixed):
    take(page, settle, mixed)
    choose(page, "ALPHA back.xlsx")
    assert page.triage.detail.apply_button.text() == "Apply, leave conflicts open"
    page.triage.detail.apply_button.click()
    settle(window)
    assert "2 conflicts stay open" in page.triage.banner.text.text()
    store = window.context.store
    assert answer(store, "ALPHA", "reports_to") == "Head of the Corrected Office"
    assert answer(store, "ALPHA", "encumbered_posts") == 4
    assert page.register.row("ALPHA").conflicts == 2


def test_the_list_is_cleared_and_files_are_taken_off_it(window, page, settle, mixed):
    take(page, settle, mixed)
    choose(page, "letter.docx")
    page.triage.detail.remove_button.click()
    assert "letter.docx" not in lines(page)
    page.triage.clear.click()
    settle(window)
    assert page.desk.lines == ()
    assert page.triage.lists.currentIndex() == 1
    assert (mixed / "letter.docx").exists()


def test_more_files_join_those_that_lie_there_and_each_lies_there_once(
    window, page, settle, mixed, tmp_path
):
    take(page, settle, mixed / "GOLF.xlsx")
    take(page, settle, mixed)
    assert len(page.desk.lines) == 5


def test_looking_at_returns_can_be_stopped(window, page, settle, tmp_path):
    store = window.context.store
    books = issued(store, tmp_path / "out", "ALPHA", "BRAVO", "CARGO", "DELTA", "ECHO", "FOX")
    page.take_files(tuple(books.values()))
    assert page.triage.progress.isVisible()
    page.triage.progress.stop.click()
    settle(window)
    assert "Stopped." in page.triage.banner.text.text()
    assert not page.triage.progress.isVisible()
    assert len(page.desk.lines) < 6


def test_two_tasks_do_not_run_at_once(window, page, settle, mixed):
    take(page, settle, mixed)
    page.desk.apply(page.desk.group("ready"))
    assert page.desk.take((mixed,)) is False
    settle(window)
    assert lines(page)["GOLF.xlsx"].group == "done"


def test_files_that_were_changed_between_look_and_apply_are_read_as_they_are(
    window, page, settle, mixed
):
    take(page, settle, mixed)
    (mixed / "GOLF.xlsx").write_text("no workbook any more")
    page.triage.apply_button.click()
    settle(window)
    assert lines(page)["GOLF.xlsx"].group == "unreadable"
    assert "1 file was not taken in." in page.triage.banner.text.text()


def test_the_counts_are_always_said_in_the_same_order():
    counts = Counts(new=1, changed=2, unchanged=3, conflicting=4, missing=5, rejected=6)
    said = counts_text(counts, translator("en"))
    assert said == ("1 new · 2 changed · 3 unchanged · 4 conflicting · 5 missing · 6 rejected")


def test_a_second_return_of_an_entity_is_looked_at_again_after_the_first_was_merged(
    window, page, settle, tmp_path
):
    store = window.context.store
    book = issued(store, tmp_path / "out", "GOLF")["GOLF"]
    for name, text in (("1", "Registry"), ("2", "Archive")):
        filled(book, tmp_path / "back" / f"{name}.xlsx", units={"U0": {"reports_to": text}})
    take(page, settle, tmp_path / "back")
    first = lines(page)["1.xlsx"]
    assert [first.group, lines(page)["2.xlsx"].group] == ["ready", "decide"]
    page.review_files([lines(page)["2.xlsx"].file.sha256])
    settle(window)
    assert "1.xlsx" in page.review.banner.text.text()
    page.review.leave()
    page.desk.apply([first])
    settle(window)
    assert lines(page)["2.xlsx"].file.undecided == 1
