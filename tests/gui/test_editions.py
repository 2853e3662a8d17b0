"""For whom a document or an export is made is chosen in the window, too."""

from __future__ import annotations

import json


def test_a_public_edition_is_previewed_under_its_own_name(window, settle):
    window.show_page("reports")
    settle(window)
    page = window.current
    page.choice.choose("entity", "ALPHA")
    settle(window)
    full = page.prepared
    page.choice.readers.setCurrentIndex(page.choice.readers.findData("public"))
    settle(window)
    assert full.name == "2026_ALPHA_capability-summary_en.pdf"
    assert page.prepared.name == "2026_ALPHA_capability-summary_en_public.pdf"
    assert page.prepared.pdf.find("withheld")
    assert page.choice.state()["profile"] == "public"


def test_an_export_asks_for_whom_it_is(window, settle, tmp_path):
    dialogs = window.context.dialogs
    dialogs.answers.append(2)  # the last choice is the public one
    dialogs.saves.append(tmp_path / "all.json")
    window.commands.export_all()
    settle(window)
    [question] = dialogs.asked
    assert question.choices == ("Full", "Internal", "Public")
    assert json.loads((tmp_path / "all.json").read_text("utf-8"))["profile"] == "public"


def test_going_back_exports_nothing(window, settle):
    window.context.dialogs.answers.append(-1)
    window.commands.export_all()
    settle(window)
    assert window.context.dialogs.saves == []
