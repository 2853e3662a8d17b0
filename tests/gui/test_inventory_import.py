"""The dialog that takes in a list: tried first, said row by row, then taken."""

from __future__ import annotations

import pytest


@pytest.fixture
def page(window, settle):
    shown = window.show_page("inventory")
    settle(window)
    shown.show_sheet("units")
    settle(window)
    return shown


@pytest.fixture
def csv(tmp_path):
    file = tmp_path / "units.csv"
    file.write_text(
        "Entity,Unit code,Name of the unit,Approved posts,Colour\n"
        "ALPHA,U0,Renamed unit,7,red\n"
        "BRAVO,NEW-1,Second unit,3,blue\n"
        "NOBODY,U9,Unknown entity,1,green\n",
        encoding="utf-8",
    )
    return file


def test_a_list_is_tried_before_it_is_taken(window, page, settle, csv):
    before = page.records.model.rowCount()
    seen = {}

    def work(dialog):
        assert not dialog.take.isEnabled()
        window.context.dialogs.files.append((csv,))
        dialog.choose_file()
        settle(window)
        seen["counts"] = dialog.counts.text()
        seen["lines"] = [
            [dialog.model.index(row, at).data() for at in range(3)]
            for row in range(dialog.model.rowCount())
        ]
        assert page.records.model.rowCount() == before, "a trial changes nothing"
        assert dialog.take.isEnabled()
        dialog.take_it()
        settle(window)
        return dialog.done_ is not None

    window.context.dialogs.runs.append(work)
    page.import_list()
    settle(window)
    assert seen["counts"] == "3 rows: 1 added, 1 changed, 0 unchanged, 1 not taken"
    assert seen["lines"][0][1] == "not taken"
    assert "NOBODY" in seen["lines"][0][2]
    assert any("Colour" in line[2] for line in seen["lines"])
    assert page.records.model.rowCount() == before + 1
    window.commands.undo()
    settle(window)
    assert page.records.model.rowCount() == before


def test_a_file_that_cannot_be_read_is_said_in_the_dialog(window, page, settle, tmp_path):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"no workbook at all")

    def work(dialog):
        dialog.file = bad
        dialog.try_it()
        settle(window)
        assert dialog.banner.isVisibleTo(dialog)
        assert dialog.banner.text.text()
        assert not dialog.take.isEnabled()
        return False

    window.context.dialogs.runs.append(work)
    page.import_list()
    settle(window)


def test_the_menu_of_the_window_opens_the_dialog(window, settle):
    runs = []
    window.context.dialogs.runs.append(lambda dialog: runs.append(dialog.windowTitle()) or False)
    window.actions_by_id["import"].trigger()
    settle(window)
    assert runs == ["Import a list"]
