"""Asking back from the window: from a record, into workbooks, and what became of each question."""

from __future__ import annotations

from datetime import timedelta

import pytest
import survey_windows
from PySide6.QtWidgets import QLabel, QPushButton
from test_query_workbooks import Replies
from test_returns_files import answer, uid_of

from inventory_app.domain.merging import Answer
from inventory_app.domain.reviews import FieldPlace
from inventory_app.gui.dialogs.query import QueryDialog
from inventory_app.gui.models import register as columns
from inventory_app.gui.models.survey_session import CHECK
from inventory_app.gui.targets import RecordTarget

issuing = survey_windows.issuing
workbook = survey_windows.workbook
survey_page = survey_windows.survey_page


@pytest.fixture
def page(window, settle):
    window.show_page("returns")
    settle(window)
    return window.current


def ask(store, field="approved_posts", question="Are these all posts?"):
    place = FieldPlace("units", uid_of(store, "ALPHA"), field)
    store.reviews.ask("2026", "ALPHA", place, question)


def shown(page):
    return [each.text() for each in page.home.list.detail.queries.findChildren(QLabel)]


def buttons(page):
    found = page.home.list.detail.queries.findChildren(QPushButton)
    return {each.text().replace("&", ""): each for each in found}


def written(window, settle, folder, look=None, **chosen):
    """Write query workbooks through the dialog; return their paths."""

    def fill(dialog):
        dialog.place.line.setText(str(folder))
        for name in chosen:
            getattr(dialog, name).setChecked(True)
        if look is not None:
            look(dialog)
        assert dialog.write_button.isEnabled()
        return True

    window.context.dialogs.runs.append(fill)
    window.current.write_queries()
    settle(window)
    return sorted(folder.glob("*.xlsx"))


def test_a_query_goes_out_comes_back_and_is_accepted(window, page, settle, tmp_path):
    store = window.context.store
    ask(store)
    ask(store, "reports_to", "Who is it?")
    settle(window)
    page.home.list.show_entity("ALPHA")
    settle(window)
    assert {"2 open", "Are these all posts?", "Who is it?"} <= set(shown(page))
    model = page.home.list.model
    assert model.index(model.place_of("ALPHA"), columns.OPEN).data() == "2 open queries"
    said = []
    [path] = written(
        window, settle, tmp_path / "q",
        look=lambda dialog: said.append((dialog.summary.text(), dialog.day.day)),
    )  # fmt: skip
    assert said == [
        ("2 queries wait to be sent.", store.database.clock().date() + timedelta(days=14))
    ]
    assert "1 query workbook was written" in page.home.notice.text.text()
    assert "2 sent" in shown(page)
    replies = Replies(path).say("approved_posts", 6).say("reports_to", remark="Vacant since May")
    store.returns.merge([replies.save(tmp_path / "back.xlsx")])
    window.current.refresh()
    settle(window)
    assert answer(store, "ALPHA", "approved_posts") == 6
    assert {"1 answered", "1 closed", "Answer: 6", "Remark: Vacant since May"} <= set(shown(page))
    buttons(page)["Accept the answer"].click()
    settle(window)
    assert "2 closed" in shown(page)
    assert "Withdraw" not in buttons(page)
    window.commands.undo()
    settle(window)
    assert {"1 answered", "1 closed"} <= set(shown(page))


def test_findings_are_asked_about_and_a_query_is_withdrawn(window, page, settle, tmp_path):
    store = window.context.store
    place = uid_of(store, "ALPHA")
    store.records.change("units", "2026", [place], {"users_served": Answer(None, None)})
    window.current.refresh()
    settle(window)
    [path] = written(window, settle, tmp_path / "q", findings=True)
    assert path.name == "2026_ALPHA_en_query_1.xlsx"
    page.home.list.show_entity("ALPHA")
    settle(window)
    assert any("“Active users served” is not filled in." in text for text in shown(page))
    buttons(page)["Withdraw"].click()
    settle(window)
    assert "1 withdrawn" in shown(page)


def test_with_nothing_to_ask_nothing_can_be_written(window, page, settle):
    seen = []

    def look(dialog):
        seen.append((dialog.write_button.isEnabled(), dialog.findings.isEnabled()))
        return False

    window.context.dialogs.runs.append(look)
    page.write_queries(("BRAVO",))
    settle(window)
    assert seen == [(False, False)]


def test_a_question_is_asked_from_the_record(window, settle):
    store = window.context.store
    uid = uid_of(store, "ALPHA")
    window.context.go("inventory", RecordTarget(sheet="units", uid=uid, round="2026"))
    settle(window)

    def fill(dialog):
        assert isinstance(dialog, QueryDialog)
        dialog.choice.setCurrentIndex(dialog.choice.findData("users_served"))
        assert dialog.held.text() == "200"
        dialog.text.setPlainText("Is it 200?")
        return True

    window.context.dialogs.runs.append(fill)
    [action] = [a for a in window.current.detail.menu().actions() if "Ask" in a.text()]
    action.trigger()
    settle(window)
    [query] = store.register.queries("2026", "ALPHA")
    assert (query.field, query.uid, query.question) == ("users_served", uid, "Is it 200?")
    assert query.status == "open"


@pytest.mark.parametrize(("ending", "begins"), [("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF")])
def test_the_findings_on_a_workbook_are_saved_as_a_page(
    survey_page, settle, tmp_path, ending, begins
):
    page = survey_page()
    page.show_step(CHECK)
    settle(page.window())
    target = tmp_path / f"found.{ending}"
    page.context.dialogs.saves.append(target)
    page.step.page_button.click()
    settle(page.window())
    assert target.read_bytes().startswith(begins)
