"""Opening a round and issuing its workbooks, through the dialogs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from test_returns_files import filled

from inventory_app.workspace import Workspace


@pytest.fixture
def page(window, settle):
    window.show_page("returns")
    settle(window)
    return window.current


def test_a_round_is_opened_with_what_was_typed_and_workbooks_are_offered(window, page, settle):
    def fill(dialog):
        assert dialog.code.text() == "2027"
        assert dialog.as_of.day == date(2027, 6, 30)
        dialog.deadline.choose(date(2027, 9, 15))
        dialog.dedicated.setValue(60)
        return True

    window.context.dialogs.runs.append(fill)
    window.actions_by_id["round"].trigger()
    settle(window)
    opened = window.context.store.rounds.get("2027")
    assert (opened.as_of, opened.deadline, opened.previous) == (
        date(2027, 6, 30), date(2027, 9, 15), "2026",
    )  # fmt: skip
    assert opened.parameters.dedicated_from == 60
    assert window.context.round == "2027"
    page = window.current
    assert page.home.notice.isVisible()
    assert "Round 2027 is open" in page.home.notice.text.text()
    assert page.home.hint.isVisible()
    window.context.dialogs.runs.append(lambda dialog: not dialog.entities())
    buttons = [page.home.notice.buttons.itemAt(n).widget() for n in range(1)]
    assert buttons[0].text() == "Issue workbooks…"


def test_the_sheets_of_a_round_are_chosen_and_none_is_no_choice(window, page, settle):
    def fill(dialog):
        dialog.show()
        boxes = dialog.sheets.boxes
        assert list(boxes) == list(window.context.store.catalogue.sheets)
        assert all(box.isChecked() for box in boxes.values())
        dialog.sheets.choose(())
        assert not dialog.open_button.isEnabled()
        assert dialog.problems["sheets"].text() == "Choose at least one sheet."
        dialog.sheets.choose(("costs", "staff"))
        assert dialog.open_button.isEnabled()
        return True

    window.context.dialogs.runs.append(fill)
    window.actions_by_id["round"].trigger()
    settle(window)
    rounds = window.context.store.rounds
    assert rounds.get("2027").parameters.sheets == ("staff", "costs")
    assert rounds.sheets_after("2027") == ("staff", "costs")
    window.show_page("overview")
    settle(window)
    assert window.current.cards["systems"].figure.text() == "not asked"


@pytest.mark.parametrize(
    ("code", "problem"),
    [("", "code"), ("2026", "already"), ("a b", "letters"), ("x" * 21, "letters")],
)
def test_a_code_that_cannot_be_is_said_while_it_is_typed(window, page, settle, code, problem):
    said = []

    def fill(dialog):
        dialog.show()
        dialog.code.clear()
        QTest.keyClicks(dialog.code, code)
        said.append(dialog.problems["code"].text())
        assert not dialog.open_button.isEnabled()
        return True

    window.context.dialogs.runs.append(fill)
    page.open_round()
    settle(window)
    assert problem in said[0]
    assert set(window.context.store.rounds.all()) == {"2025", "2026"}


def test_a_deadline_before_the_day_and_shares_in_the_wrong_order_are_refused(window, page, settle):
    def fill(dialog):
        dialog.show()
        dialog.deadline.choose(date(2027, 1, 1))
        dialog.non_dedicated.setValue(70)
        assert dialog.problems["deadline"].isVisible()
        assert dialog.problems["non_dedicated"].isVisible()
        assert not dialog.problems["code"].isVisible()
        dialog.as_of.choose(date(2026, 12, 31))
        dialog.non_dedicated.setValue(5)
        assert dialog.open_button.isEnabled()
        assert "9 entities will be asked." in dialog.summary.text()
        return False

    window.context.dialogs.runs.append(fill)
    page.open_round()
    settle(window)
    assert window.context.dialogs.runs == []
    assert "2027" not in window.context.store.rounds.all()


def issue(window, page, settle, fill):
    window.context.dialogs.runs.append(fill)
    page.issue_workbooks()
    settle(window)


def test_workbooks_go_to_those_that_have_not_answered(window, page, settle, tmp_path):
    def fill(dialog):
        assert dialog.which.checkedId() in (0, 1)
        dialog.which.button(1).click()
        assert set(dialog.entities()) == {"HOTEL", "INDIA"}
        dialog.folder.setText(str(tmp_path / "out"))
        assert dialog.issue_button.text() == "Issue 2 workbooks"
        return True

    issue(window, page, settle, fill)
    assert len(list((tmp_path / "out").glob("*.xlsx"))) == 2
    assert "2 workbooks were written" in page.home.notice.text.text()
    assert window.context.settings.folder("issue") == tmp_path / "out"
    assert page.register.row("INDIA").issued.number == 1
    [button] = [page.home.notice.buttons.itemAt(n).widget() for n in range(1)]
    assert button.text() == "Open folder"


def test_workbooks_go_to_chosen_entities_in_one_language(window, page, settle, tmp_path):
    window.context.dialogs.folders.append(tmp_path / "zh")

    def fill(dialog):
        dialog.show()
        dialog.which.button(2).click()
        assert dialog.picker.isVisible()
        assert not dialog.issue_button.isEnabled()
        QTest.keyClicks(dialog.search, "golf")
        assert dialog.model.shown == ("GOLF",)
        dialog.model.mark(["GOLF"])
        dialog.search.clear()
        dialog.language.setCurrentIndex(dialog.language.findData("zh"))
        dialog.place.choose()
        assert "中文: 1" in dialog.summary.text()
        return True

    issue(window, page, settle, fill)
    [file] = (tmp_path / "zh").glob("*.xlsx")
    assert file.name.startswith("2026_GOLF_zh_")


def test_selected_entities_are_chosen_in_the_dialog(window, page, settle):
    page.home.list.show_entity("ECHO")
    settle(window)
    seen = []
    window.context.dialogs.runs.append(lambda dialog: seen.append(dialog.entities()) or False)
    page.home.list.detail.issue_button.click()
    settle(window)
    assert seen == [("ECHO",)]


def test_a_file_is_no_folder(window, page, settle, tmp_path):
    file = tmp_path / "x"
    file.write_text("x")

    def fill(dialog):
        dialog.show()
        dialog.folder.setText(str(file))
        assert dialog.problem.isVisible()
        assert not dialog.issue_button.isEnabled()
        return True

    issue(window, page, settle, fill)
    assert page.desk.notice is None


def test_a_stopped_issue_says_how_many_are_complete(window, page, settle, tmp_path):
    def fill(dialog):
        dialog.which.button(0).click()
        dialog.folder.setText(str(tmp_path / "out"))
        return True

    window.context.tasks.started.connect(lambda task: task.progressed.connect(task.cancel))
    issue(window, page, settle, fill)
    said = page.home.notice.text.text()
    written = len(list((tmp_path / "out").glob("*.xlsx")))
    assert said.startswith(f"Stopped: {written} of 9 workbooks were written")
    assert sum(bool(row.issued) for row in page.register.rows) == written


def test_from_a_new_round_to_a_merged_return(make_window, settle, tmp_path):
    """Round, issue, fill in, drop, apply, approve: the whole journey in one window."""
    from answered_store import entity_list

    store = tmp_path / "new.ictinv"
    Workspace.create(store, entity_list=entity_list(tmp_path)).close()
    window = make_window(store=store)
    window.show_page("returns")
    settle(window)
    page, dialogs = window.current, window.context.dialogs
    dialogs.runs.append(lambda dialog: dialog.code.setText("2026") or True)
    page.home.nothing.findChildren(type(page.home.round_button))[0].click()
    settle(window)
    page = window.current
    dialogs.runs.append(
        lambda dialog: (dialog.which.button(2).click(), dialog.model.mark(["INDIA"]),
                        dialog.folder.setText(str(tmp_path / "out")), True)[-1]
    )  # fmt: skip
    page.issue_workbooks()
    settle(window)
    [book] = Path(tmp_path / "out").glob("*.xlsx")
    unit = {"name": "ICT unit", "duty_station": "GENEVA", "reports_to": "Director",
            "approved_posts": 3, "encumbered_posts": 3, "users_served": 80}  # fmt: skip
    filled(book, tmp_path / "back" / "INDIA.xlsx", units={"U1": unit})
    page.take_files((tmp_path / "back",))
    settle(window)
    page.triage.apply_button.click()
    settle(window)
    assert page.register.row("INDIA").participation.answered
    page.triage.back.emit()
    page.home.list.show_entity("INDIA")
    settle(window)
    page.home.list.detail.approve_button.click()
    settle(window)
    assert page.register.row("INDIA").approved
    assert window.context.store.history.next_undo().label == "Approve {entities} in round {round}"
