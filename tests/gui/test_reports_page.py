"""Reports: the preview is the document itself, byte for byte, on screen, in the file, on paper."""

from __future__ import annotations

import statistics

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QRadioButton, QSpinBox

from inventory_app.cli import main
from inventory_app.gui.kit.pdf_file import PdfFile
from inventory_app.gui.kit.pdf_view import ZOOMS
from inventory_app.gui.targets import EntityTarget, RegisterTarget
from inventory_app.progress import Cancelled
from inventory_app.workspace import Workspace


@pytest.fixture
def page(window, settle):
    """Return the page of reports with a preview."""
    window.show_page("reports")
    settle(window)
    return window.current


def text_of(content, number=0):
    document = pypdfium2.PdfDocument(content)
    page = document[number]
    words = page.get_textpage()
    text = words.get_text_range()
    words.close()
    page.close()
    document.close()
    return text


def choose(page, settle, kind, entity="", language=None):
    page.choice.choose(kind, entity)
    if language is not None:
        page.choice.language.setCurrentIndex(page.choice.language.findData(language))
    settle(page.window())
    return page.prepared


def test_the_first_entity_is_shown_at_once_in_the_language_of_the_window(page):
    assert page.choice.entity == page.choice.model.shown[0]
    assert page.prepared.name.endswith("_capability-summary_en.pdf")
    assert page.view.file is page.prepared.pdf
    assert page.toolbar.page.text() == f"Page 1 of {len(page.view.file.pages)}"
    assert page.view._pictures  # the first page has been drawn


def test_what_is_seen_is_what_is_saved_and_what_the_command_line_prints(
    page, settle, tmp_path, demo_store
):
    prepared = choose(page, settle, "entity", "ALPHA")
    page.context.dialogs.saves.append(tmp_path / "kept")
    page.save_as()
    settle(page.window())
    saved = (tmp_path / "kept.pdf").read_bytes()
    assert saved == prepared.pdf.content
    page.window().commands.close_store()
    settle(page.window())
    printed = tmp_path / "printed.pdf"
    status = main(["print", str(demo_store), "2026", "--entity", "ALPHA", "--out", str(printed),
                   "--language", "en"])  # fmt: skip
    assert status == 0
    assert printed.read_bytes() == saved


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_a_document_is_shown_in_each_of_the_six_languages(page, settle, language):
    prepared = choose(page, settle, "entity", "BRAVO", language)
    assert prepared.name == f"2026_BRAVO_capability-summary_{language}.pdf"


def test_without_a_choice_of_language_each_entity_has_its_own(page, settle):
    assert choose(page, settle, "entity", "CARGO", "").name.endswith("_zh.pdf")
    assert choose(page, settle, "entity", "DELTA").name.endswith("_ar.pdf")
    assert choose(page, settle, "secretariat").name == "2026_secretariat-summary_en.pdf"


def test_the_list_finds_entities_by_name_and_code_and_enter_goes_there(page, settle):
    field = page.choice.search
    field.setFocus()
    QTest.keyClicks(field, "gOLf")
    settle(page.window())
    assert page.choice.model.shown == ("GOLF",)
    assert page.prepared.name.startswith("2026_GOLF_")
    field.setText("nobody")
    settle(page.window())
    assert page.prepared is None
    assert page.pages.currentWidget() is page.message
    assert not page.save_button.isEnabled()
    assert not page.can("save-as")


def test_several_entities_are_written_into_one_folder(page, settle, tmp_path):
    choose(page, settle, "several")
    assert page.save_all_button.isVisible()
    page.choice.model.mark(["ALPHA", "CARGO", "INDIA"])
    assert page.choice.count.text() == "3 of 9 chosen"
    page.choice.language.setCurrentIndex(page.choice.language.findData(""))
    page.context.dialogs.folders.append(tmp_path / "all")
    page.save_all()
    settle(page.window())
    names = {file.name for file in (tmp_path / "all").iterdir()}
    assert names == {
        "2026_ALPHA_capability-summary_en.pdf", "2026_CARGO_capability-summary_zh.pdf",
        "2026_INDIA_capability-summary_en.pdf",
    }  # fmt: skip
    assert page.window().status.text.toolTip().startswith("3 documents saved in ")
    assert page.context.settings.folder("reports") == tmp_path / "all"


def test_marks_are_set_with_the_space_bar(page, settle):
    choose(page, settle, "several")
    page.choice.list.setFocus()
    before = page.choice.model.chosen
    QTest.keyClick(page.choice.list, Qt.Key.Key_Space)
    assert set(before) - set(page.choice.model.chosen) == {page.choice.entity}
    page.choice.none.click()
    assert page.choice.model.chosen == ()
    assert not page.save_all_button.isEnabled()
    page.choice.all.click()
    assert page.choice.model.chosen == page.choice.model.codes


def test_stopping_keeps_the_documents_that_are_complete(page, settle, tmp_path):
    choose(page, settle, "several")
    page.context.dialogs.folders.append(tmp_path / "all")
    page.save_all()
    page.context.tasks.current.cancel()
    settle(page.window())
    made = list((tmp_path / "all").iterdir()) if (tmp_path / "all").is_dir() else []
    assert len(made) < 9
    assert all(text_of(file.read_bytes()) for file in made)
    assert "Stopped" in page.window().status.text.toolTip()


def test_going_back_in_a_dialog_writes_nothing(page, settle, tmp_path):
    page.context.dialogs.saves.append(None)
    page.save_as()
    page.context.dialogs.folders.append(None)
    choose(page, settle, "several")
    page.save_all()
    page.context.dialogs.runs.append(False)
    page.print_page()
    assert not page.context.tasks.busy
    assert not list(tmp_path.glob("*.pdf"))


def test_a_place_that_cannot_be_written_is_said(page, settle, tmp_path):
    (tmp_path / "file").write_text("x")
    page.context.dialogs.saves.append(tmp_path / "file" / "a.pdf")
    page.save_as()
    settle(page.window())
    [(text, suggestion, code)] = page.context.dialogs.told
    assert code == "E-CANNOT-WRITE"
    assert "a.pdf" in text
    assert suggestion


def test_printing_puts_every_page_on_paper_at_the_resolution_of_the_printer(page, settle, tmp_path):
    target = tmp_path / "paper.pdf"

    page.context.dialogs.runs.append(lambda dialog: to_file(dialog, target))
    page.window().actions_by_id["print"].trigger()
    settle(page.window())
    shown = page.prepared.pdf
    assert page.window().status.text.toolTip() == f"{len(shown.pages)} pages printed"
    printed = PdfFile(target.read_bytes())
    assert len(printed.pages) == len(shown.pages)
    assert printed.pages[0].width == pytest.approx(shown.pages[0].width, abs=1.5)
    for number in range(len(shown.pages)):
        on_paper, on_screen = printed.picture(number, 300), shown.picture(number, 300)
        assert alike(on_paper, on_screen) > 0.95
    printed.close()


def to_file(dialog, target):
    """Choose to print into a file, in the dialog of the desktop."""
    if not dialog.isVisible():
        dialog.show()
    dialog.findChild(QLineEdit, "filename").setText(str(target))
    return True


def ink(image):
    """Return how dark each of 12 by 16 parts of a page is."""
    small = image.scaled(12, 16, mode=Qt.TransformationMode.SmoothTransformation)
    return [255 - small.pixelColor(x, y).lightness() for x in range(12) for y in range(16)]


def alike(one, other):
    """Return how alike two pages are, 1 for the same picture (Pearson's correlation)."""
    return statistics.correlation(ink(one), ink(other))


def test_a_part_of_the_pages_can_be_printed(page, settle, tmp_path):
    target = tmp_path / "paper.pdf"

    def second_page(dialog):
        dialog.show()
        dialog.findChild(QRadioButton, "printRange").setChecked(True)
        for end in ("from", "to"):
            dialog.findChild(QSpinBox, end).setValue(2)
        return to_file(dialog, target)

    choose(page, settle, "secretariat")
    page.context.dialogs.runs.append(second_page)
    page.print_page()
    settle(page.window())
    printed = PdfFile(target.read_bytes())
    assert len(printed.pages) == 1
    second, first = (page.prepared.pdf.picture(n, 300) for n in (1, 0))
    on_paper = printed.picture(0, 300)
    assert alike(on_paper, second) > max(0.95, alike(on_paper, first) + 0.1)
    printed.close()


def test_words_are_found_counted_and_gone_through(page, settle):
    choose(page, settle, "secretariat")
    page.start_search()
    QTest.keyClicks(page.toolbar.field, "GOLF")
    settle(page.window())
    found = page.toolbar._found
    assert found
    assert page.toolbar.count.text() == f"1 of {len(found)}"
    QTest.keyClick(page.toolbar.field, Qt.Key.Key_Return)
    assert page.toolbar.count.text() == f"2 of {len(found)}"
    at = page.view.page_rects()[found[1].page]
    y = at.top() + found[1].boxes[0].y * page.view._scale()
    assert 0 <= y <= page.view.viewport().height()
    page.toolbar.field.setText("no such word")
    settle(page.window())
    assert page.toolbar.count.text() == "Not found"
    QTest.keyClick(page.toolbar.field, Qt.Key.Key_Escape)
    assert not page.toolbar.search_line.isVisible()
    assert page.view.hasFocus()


def test_pages_are_turned_and_zoomed(page, settle):
    choose(page, settle, "secretariat")
    view, bar = page.view, page.toolbar
    total = len(view.file.pages)
    assert total > 1
    fitted = view.zoom
    bar.later.click()
    assert (view.page, bar.page.text()) == (2, f"Page 2 of {total}")
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.page == total
    assert not bar.later.isEnabled()
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.page == 1
    view.set_zoom(1.0)
    bar.larger.click()
    assert view.zoom == ZOOMS[ZOOMS.index(1.0) + 1]
    wheel(view, 120)
    assert bar.zoom.text() == "150 %"
    for _step in ZOOMS:
        bar.smaller.click()
    assert view.zoom == ZOOMS[0]
    bar.fit.click()
    assert view.zoom == pytest.approx(fitted)


def wheel(view, delta):
    at = QPointF(20, 20)
    event = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def test_pages_are_drawn_as_sharp_as_the_screen_is(page, settle):
    page.view.set_zoom(0.75)
    settle(page.window())
    page.view.set_zoom(2.0)
    settle(page.window())
    wide = page.view.page_rects()[0].width()
    assert page.view._pictures[0].width() == round(wide * page.view.devicePixelRatioF())


def test_another_round_and_a_change_in_the_store_make_the_document_anew(page, settle):
    choose(page, settle, "entity", "HOTEL")
    before = page.prepared.pdf.content
    page.window().look_at_round("2025")
    settle(page.window())
    assert page.prepared.name == "2025_HOTEL_capability-summary_en.pdf"
    page.window().look_at_round("2026")
    settle(page.window())
    assert page.prepared.pdf.content == before
    other = page.context.store.entities.find("HOTEL")
    page.context.store.entities.add(
        [type(other)(code="NEW", names=dict.fromkeys(other.names, "New office"), type="OAH")]
    )
    settle(page.window())
    assert "NEW" not in page.choice.model.codes  # not asked in this round


def test_another_page_can_ask_for_the_summary_of_an_entity(window, settle):
    window.context.go("reports", EntityTarget(entity="FOX"))
    settle(window)
    assert window.current.prepared.name == "2026_FOX_capability-summary_en.pdf"
    window.context.go("reports", EntityTarget(entity="GOLF"))
    settle(window)
    assert window.current.choice.entity == "GOLF"


def test_an_inventory_without_rounds_says_what_to_do(make_window, tmp_path, settle):
    store = tmp_path / "new.ictinv"
    Workspace.create(store).close()
    window = make_window(store=store)
    window.show_page("reports")
    settle(window)
    assert window.current.middle.currentIndex() == 1
    window.actions_by_id["print"].trigger()
    assert "Choose a document" in window.status.text.toolTip()


def test_right_to_left_the_choice_stands_at_the_right(make_window, demo_store, settle):
    window = make_window("ar", store=demo_store)
    window.show_page("reports")
    settle(window)
    page = window.current
    assert page.prepared.name.endswith("_ar.pdf")
    assert page.choice.geometry().left() > page.view.parentWidget().geometry().left()
    page.view.set_zoom(3.0)
    settle(window)
    rect = page.view.page_rects()[0]
    assert rect.right() <= page.view.viewport().width()  # begins where the reader begins
    bar = page.view.horizontalScrollBar()
    bar.setValue(bar.maximum())
    assert page.view.page_rects()[0].left() > 0


def test_entities_chosen_in_the_register_are_marked_to_be_printed(make_window, demo_store, settle):
    window = make_window(store=demo_store)
    codes = tuple(window.context.store.rounds.participations(window.context.round))[:2]
    window.context.go("reports", RegisterTarget(entities=codes))
    settle(window)
    page = window.current
    assert page.choice.kind == "several"
    assert set(page.choice.model.chosen) == set(codes)


def test_every_other_document_is_offered_and_shown(page, settle):
    choice = page.choice
    choice.choose("other")
    names = [choice.other.itemData(place) for place in range(choice.other.count())]
    assert names == [
        "group", "65th-session", "annex", "methodology", "receipt", "merge-report",
    ]  # fmt: skip
    for place, name in enumerate(names):
        choice.other.setCurrentIndex(place)
        settle(page.window())
        settle(page.window())  # the groups are read first
        assert page.prepared is not None, name
        assert page.prepared.pdf is not None, name
        assert choice.group.isVisibleTo(choice) == (name == "group")
        assert choice.entities.isVisibleTo(choice) == (name == "receipt")


def test_a_document_is_saved_for_a_word_processor(page, settle, tmp_path):
    choose(page, settle, "secretariat")
    page.context.dialogs.saves.append(tmp_path / "kept.docx")
    page.save_as()
    settle(page.window())
    assert (tmp_path / "kept.docx").read_bytes()[:2] == b"PK"


def test_a_document_that_is_being_made_can_be_stopped_and_asked_for_again(page, settle):
    page.choice.choose("other")
    page.choice.other.setCurrentIndex(page.choice.other.findData("annex"))
    settle(page.window())
    page.prepare()
    page.message.stop_button.click()
    settle(page.window())
    assert page.prepared is None
    assert page.pages.currentWidget() is page.message
    assert "stopped" in page.message.title.text()
    assert not page.save_button.isEnabled()
    page.message.again_button.click()
    settle(page.window())
    assert page.prepared.name.endswith("_inventory-annex_en.pdf")
    assert page.pages.currentWidget() is page.view


def test_pages_are_counted_while_a_document_is_being_made(page, settle):
    making = page.message.begin()
    making.step(12, 40)
    page.message._look()
    assert page.message.text.text() == "Pages: 12 of 40"
    assert page.message.stop_button.isVisibleTo(page.message)
    assert page.pages.currentWidget() is page.message
    page.prepare()  # what was being made is stopped, another document takes its place
    with pytest.raises(Cancelled):
        making.step(13, 40)
    settle(page.window())
    assert page.pages.currentWidget() is page.view
