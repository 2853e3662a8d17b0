"""What is dropped stands for files; and what other tests need: workbooks issued, filled, dropped."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from inventory_app.domain.grids import GridQuery
from inventory_app.domain.merging import Answer
from inventory_app.formats.excel.respondent import SheetWork, Work, respond
from inventory_app.given_files import expanded


def issued(store, folder, *entities, round_code="2026"):
    """Issue workbooks in English; return their paths by entity."""
    result = store.workbooks.issue(round_code, folder, entities=entities, language="en")
    return {file.entity: file.path for file in result.files}


def filled(path, target, *, by="Ana Lima", **sheets):
    """Fill rows of an issued workbook in, by sheet and key, as a focal point does."""
    works = {name: SheetWork(rows=rows) for name, rows in sheets.items()}
    return respond(path, target, Work(language="en", filled_by=by, sheets=works))


def uid_of(store, entity, sheet="units", round_code="2026"):
    """Return the code of the record of an entity that is called U0."""
    query = GridQuery(sheet=sheet, round=round_code, entities=(entity,))
    titles = store.records.titles(sheet, round_code, store.records.uids(query))
    return next(uid for uid, title in titles.items() if title.startswith("U0"))


def correct(store, entity, sheet="units", **values):
    """Correct the record U0 of an entity at headquarters."""
    answers = {name: Answer(value, None) for name, value in values.items()}
    store.records.change(sheet, "2026", [uid_of(store, entity, sheet)], answers)


def answer(store, entity, field, sheet="units", round_code="2026"):
    """Return what stands in a field of the record U0 of an entity."""
    return store.records.get(sheet, uid_of(store, entity, sheet), round_code).record[field]


def disputed(store, folder, entity="ALPHA"):
    """Return a workbook with two conflicts, one field only they changed and one new record."""
    book = issued(store, folder / "out", entity)[entity]
    correct(store, entity, reports_to="Head of the Corrected Office", approved_posts=7)
    return filled(
        book, folder / "back" / f"{entity} back.xlsx",
        units={"U0": {"reports_to": "Head of the Registry", "approved_posts": 9,
                      "encumbered_posts": 4},
               "U9": {"name": "New unit", "duty_station": "GENEVA", "reports_to": "Director",
                      "approved_posts": 1, "encumbered_posts": 1, "users_served": 10}},
    )  # fmt: skip


def drop_on(widget, *files):
    """Drop files on a widget as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    event = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    widget.dropEvent(event)
    assert event.isAccepted()


def test_a_folder_stands_for_all_that_is_in_it_but_lock_files(tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    for name in ("b.xlsx", "a.docx", "~$b.xlsx", ".hidden"):
        (inner / name).write_text(name)
    gone = tmp_path / "gone.xlsx"
    assert expanded([tmp_path, inner / "b.xlsx", gone]) == (
        inner / "a.docx", inner / "b.xlsx", gone,
    )  # fmt: skip
