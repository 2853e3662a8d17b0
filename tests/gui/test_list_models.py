"""Lists that several pages show: they keep the rules of Qt while what they show changes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from inventory_app.domain.findings import KINDS, Finding, Strength
from inventory_app.gui.models.entity_list import CODE, EntityLine, EntityListModel
from inventory_app.gui.models.survey_lists import FINDING, UID, Line, _Lines
from inventory_app.gui.views.returns_counts import FindingsModel

ENTITIES = (
    EntityLine(code="ESCWA", name="Economic and Social Commission for Western Asia"),
    EntityLine(code="UNOG", name="United Nations Office at Geneva", remark="answered"),
    EntityLine(code="UNON", name="United Nations Office at Nairobi"),
)


@pytest.fixture
def entities(qtmodeltester):
    model = EntityListModel()
    qtmodeltester.check(model)
    model.show_lines(ENTITIES)
    qtmodeltester.check(model)
    return model


def test_entities_are_found_by_words_of_name_and_code(entities, qtmodeltester):
    for typed, found in (
        ("office", ("UNOG", "UNON")), ("office gen", ("UNOG",)), ("escwa", ("ESCWA",)), ("zz", ()),
        ("", ("ESCWA", "UNOG", "UNON")),
    ):  # fmt: skip
        entities.search(typed)
        assert entities.shown == found
        qtmodeltester.check(entities)


def test_marks_stay_with_their_entities_whatever_is_searched(entities, qtmodeltester):
    said = []
    entities.marked.connect(lambda: said.append(entities.chosen))
    entities.set_several(True)
    entities.search("nairobi")
    line = entities.index_of("UNON")
    assert entities.setData(line, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    entities.search("geneva")
    assert entities.chosen == ("UNON",)
    entities.mark(["UNOG", "nobody"])
    assert said == [("UNON",), ("UNOG",)]
    entities.show_lines(ENTITIES[:1])
    assert entities.chosen == (), "an entity that is gone is not chosen"
    qtmodeltester.check(entities)
    entities.search("")
    assert entities.index(0).data(CODE) == "ESCWA"


def test_lines_of_a_survey_keep_their_place_while_only_words_change(make_window, qtmodeltester):
    window = make_window()
    model = _Lines(window.context, window)
    qtmodeltester.check(model)
    first = [Line(uid, uid, "2 answers missing", Strength.BLOCKS) for uid in ("A", "B")]
    model.show_lines(first)
    qtmodeltester.check(model)
    resets, changed = [], []
    model.modelReset.connect(lambda: resets.append(1))
    model.dataChanged.connect(lambda top, _bottom: changed.append(top.row()))
    model.show_lines([first[0], Line("B", "B", "complete", None)])
    assert (resets, changed) == ([], [1])
    model.show_lines([Line("C", "C", "complete", None)])
    assert resets == [1]
    assert (model.index(0).data(UID), model.index(0).data(FINDING)) == ("C", None)


def code_of(strength):
    return next(code for code, kind in KINDS.items() if kind.strength is strength)


def test_findings_stand_with_the_strongest_first(window, qtmodeltester):
    model = FindingsModel(window.context, window)
    qtmodeltester.check(model)
    weak, strong = (
        Finding(code=code, sheet="staff", cell="C9", tab="Staff", found="x")
        for code in (code_of(Strength.NOTICE), code_of(Strength.BLOCKS))
    )
    model.show_findings([weak, strong])
    qtmodeltester.check(model)
    tips = [model.index(row).data(Qt.ItemDataRole.AccessibleDescriptionRole) for row in range(2)]
    assert [tip.split(".")[0] for tip in tips] == ["blocks", "notice"]
    assert "Staff" in model.index(0).data()
    model.show_findings([])
    assert model.rowCount() == 0
