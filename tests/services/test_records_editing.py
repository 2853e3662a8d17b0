"""Editing in lists and forms: one call, one undo step; only the newest round; nothing lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from answered_store import CATALOGUE, answered_store, keep, person
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inventory_app.domain import editing
from inventory_app.domain.field_types import Code, Codes, Day, DecimalNumber, Text, YesNo
from inventory_app.domain.grids import GridQuery
from inventory_app.domain.merging import Answer
from inventory_app.domain.values import ValueState
from inventory_app.errors import UserError
from inventory_app.services.records_editing import RecordEditing

STAFF = CATALOGUE["staff"]


@pytest.fixture
def workspace(tmp_path):
    with answered_store(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    with answered_store(tmp_path_factory.mktemp("editing")) as made:
        yield made


def uid_of(workspace, entity="FOX", sheet="staff", round_code="2026"):
    return workspace.records.uids(GridQuery(sheet=sheet, round=round_code, entities=(entity,)))[0]


def everything(workspace):
    schema = workspace.database.schema
    with workspace.database.reading() as connection:
        return {
            name: sorted(map(repr, connection.execute(table.select())))
            for name, table in schema.records.items()
        }


def answer_for(field):
    """Return answers to a field, of the type that it takes but otherwise of any kind."""
    kind = field.type
    if isinstance(kind, Codes):
        values = st.lists(
            st.sampled_from(list(kind.list.codes)), min_size=1, max_size=3, unique=True
        ).map(tuple)
    elif isinstance(kind, Code):
        values = st.sampled_from([*kind.list.codes, "NO_SUCH_CODE"])
    elif isinstance(kind, YesNo):
        values = st.booleans()
    elif isinstance(kind, Day):
        values = st.dates(date(1800, 1, 1), date(2300, 1, 1))
    elif isinstance(kind, DecimalNumber) and not kind.places:
        values = st.integers(-(10**14), 10**14)
    elif isinstance(kind, DecimalNumber):
        values = st.decimals(-(10**9), 10**9, places=kind.places)
    else:
        characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
        values = st.text(characters, min_size=1, max_size=30)
    stated = st.sampled_from([ValueState.NA, ValueState.NR, None]).map(lambda s: Answer(None, s))
    return st.one_of(
        stated, st.builds(Answer, values, st.sampled_from([None, None, ValueState.NE]))
    )


def some_answers(sheet):
    fields = st.lists(
        st.sampled_from(sheet.asked), min_size=1, max_size=4, unique_by=lambda f: f.name
    )
    return fields.flatmap(
        lambda chosen: st.fixed_dictionaries({field.name: answer_for(field) for field in chosen})
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_undo_of_any_edit_restores_what_was_there(lasting, data):
    sheet = data.draw(
        st.sampled_from([CATALOGUE[name] for name in ("staff", "systems", "costs", "units")])
    )
    uids = lasting.records.uids(GridQuery(sheet=sheet.name, round="2026"))
    chosen = data.draw(st.lists(st.sampled_from(uids), min_size=1, max_size=5, unique=True))
    answers = data.draw(some_answers(sheet))
    before = everything(lasting)
    changes = lasting.records.change(sheet.name, "2026", chosen, answers)
    for uid in chosen:
        record = lasting.records.get(sheet.name, uid, "2026").record
        for name, answer in answers.items():
            kept = editing.kept(sheet.fields[name], answer)
            assert editing.answer_of(record, name) == kept
    if changes is None:
        assert everything(lasting) == before
    else:
        assert lasting.history.undo().number == changes.number
        assert everything(lasting) == before


def test_one_change_of_several_records_is_one_undo_step_named_for_the_user(workspace):
    uids = workspace.records.uids(GridQuery(sheet="staff", round="2026", entities=("BRAVO",)))
    changes = workspace.records.change("staff", "2026", uids, {"grade": Answer("P-4", None)})
    assert changes.label == "Change several records ({n})"
    assert changes.params == {"sheet": "staff", "n": "6"}
    assert len(changes.rows) == 6
    assert workspace.records.shared("staff", "2026", uids)["grade"] == Answer("P-4", None)
    assert workspace.records.shared("staff", "2026", uids)["post_no"] is None
    one = workspace.records.change("staff", "2026", uids[:1], {"grade": Answer("P-5", None)})
    assert one.label == "Change “{field}” of {record}"
    title = workspace.records.get("staff", uids[0], "2026").title
    assert one.params == {"sheet": "staff", "record": title, "field": "grade"}


def test_what_changes_nothing_leaves_no_line_in_the_log(workspace):
    uid = uid_of(workspace)
    number = workspace.history.last(1)[0].number
    same = {"grade": Answer("P-3", None), "annual_cost": Answer(Decimal(100000), None)}
    assert workspace.records.change("staff", "2026", [uid], same) is None
    assert workspace.history.last(1)[0].number == number


def test_a_doubtful_value_is_saved_and_found(workspace):
    uid = uid_of(workspace)
    workspace.records.change("staff", "2026", [uid], {"ict_time_share": Answer(Decimal(120), None)})
    view = workspace.records.get("staff", uid, "2026")
    assert view.record["ict_time_share"] == 120
    assert view.record["fte"] == Decimal("1.2000")
    assert "V-ABOVE" in {finding.code for finding in view.findings}


def test_rounds_that_are_over_can_be_seen_but_not_changed(workspace):
    uid = uid_of(workspace, "HOTEL", round_code="2025")
    assert workspace.records.get("staff", uid, "2025").editable is False
    for change in (
        lambda: workspace.records.change("staff", "2025", [uid], {"grade": Answer("P-4", None)}),
        lambda: workspace.records.add("staff", "2025", "HOTEL", {}),
        lambda: workspace.records.retire("staff", "2025", [uid], date(2025, 1, 1)),
        lambda: workspace.records.confirm("staff", "2025", [uid]),
        lambda: workspace.records.duplicate("staff", "2025", [uid]),
    ):
        with pytest.raises(UserError) as refused:
            change()
        assert refused.value.code == "E-ROUND-OVER"
        assert "2026" in str(refused.value)


def test_confirming_takes_carried_records_for_answers_and_nothing_else(workspace):
    uid = uid_of(workspace, "HOTEL")
    assert workspace.records.get("staff", uid, "2026").confirmed is False
    changes = workspace.records.confirm("staff", "2026", [uid])
    [row] = changes.rows
    assert (row.before, row.after) == ({"standing": "carried"}, {"standing": "reported"})
    assert workspace.records.get("staff", uid, "2026").confirmed is True
    assert workspace.records.confirm("staff", "2026", [uid]) is None


def test_editing_a_carried_record_confirms_it_and_shows_what_was_there_before(workspace):
    uid = uid_of(workspace, "HOTEL")
    workspace.records.change("staff", "2026", [uid], {"grade": Answer("P-4", None)})
    view = workspace.records.get("staff", uid, "2026")
    assert view.confirmed
    assert view.former == {"grade": Answer("P-3", None)}
    assert view.is_new is False
    assert workspace.records.get("staff", uid_of(workspace), "2026").is_new is True


def test_a_new_record_has_a_code_of_its_own_and_is_taken_back_whole(workspace):
    before = everything(workspace)
    answers = {"post_no": Answer("P99", None), "ict_time_share": Answer(Decimal(50), None)}
    uid = workspace.records.add("staff", "2026", "FOX", answers)
    record = workspace.records.get("staff", uid, "2026").record
    assert (record.entity, record.standing, record["fte"]) == ("FOX", "reported", Decimal("0.5000"))
    assert workspace.history.undo().label == "Add {record}"
    assert everything(workspace) == before
    with pytest.raises(UserError) as gone:
        workspace.records.get("staff", uid, "2026")
    assert gone.value.code == "E-RECORD"


def test_a_record_is_only_added_to_an_entity_that_is_asked(workspace):
    with pytest.raises(UserError) as refused:
        workspace.records.add("staff", "2026", "NOBODY", {})
    assert refused.value.code == "E-NOT-ASKED"


def test_a_duplicate_leaves_open_what_tells_records_apart(workspace):
    uid = uid_of(workspace)
    [copy] = workspace.records.duplicate("staff", "2026", [uid])
    old = workspace.records.get("staff", uid, "2026").record
    new = workspace.records.get("staff", copy, "2026")
    assert copy != uid
    assert dict(new.record.values) == {k: v for k, v in old.values.items() if k != "post_no"}
    assert "R-MISSING" in {f.code for f in new.findings if f.field == "post_no"}


def test_a_retired_record_stays_and_leaves_the_totals(workspace):
    uid = uid_of(workspace)
    workspace.records.retire("staff", "2026", [uid], date(2026, 6, 1))
    record = workspace.records.get("staff", uid, "2026").record
    assert record["retired_on"] == date(2026, 6, 1)
    assert record["record_status"] == "CLOSED"
    assert record.counts is False
    workspace.history.undo()
    assert workspace.records.get("staff", uid, "2026").record.counts is True


def test_a_bulk_edit_copies_the_store_first(workspace):
    backups = workspace.database.path.parent / "backups"
    keep(workspace, "2026", [person("GOLF", n) for n in range(100, 151)])
    uids = workspace.records.uids(GridQuery(sheet="staff", round="2026", entities=("GOLF",)))
    workspace.records.change("staff", "2026", uids[:50], {"grade": Answer("P-4", None)})
    assert not backups.exists()
    workspace.records.change("staff", "2026", uids, {"grade": Answer("P-5", None)})
    [copy] = backups.iterdir()
    assert "before-bulk-edit" in copy.name


def test_a_change_made_from_an_older_sight_of_a_record_is_not_written(workspace):
    uid = uid_of(workspace)
    desk = RecordEditing(workspace.database, CATALOGUE, tokens=lambda: "t")
    _, [seen] = desk.records(STAFF, "2026", [uid])
    workspace.records.change("staff", "2026", [uid], {"grade": Answer("P-4", None)})
    after = editing.edited(STAFF, seen, {"grade": Answer("P-2", None)})
    with pytest.raises(UserError) as refused:
        desk.write(STAFF, changed=[(seen, after)], one="x", many="y")
    assert refused.value.code == "E-CHANGED-MEANWHILE"
    assert workspace.records.get("staff", uid, "2026").record["grade"] == "P-4"


@pytest.mark.parametrize(
    ("field", "text", "language", "value"),
    [
        ("annual_cost", "1 234,50", "fr", Decimal("1234.50")),
        ("contract_start", "2026-03-04", "en", date(2026, 3, 4)),
        ("duty_station", "Genève", "fr", "GENEVA"),
        ("reports_to_cito", "是", "zh", True),
        ("ict_unit", "UN-4F7Q2K8N-1 · Unit", "en", "UN-4F7Q2K8N-1 · Unit"),
    ],
)
def test_what_is_typed_is_read_in_the_readers_language(workspace, field, text, language, value):
    assert workspace.records.parse("staff", field, text, language).value == value


def test_what_is_typed_and_not_understood_has_a_code(workspace):
    assert workspace.records.parse("staff", "annual_cost", "much", "en").problem == "V-NUMBER"
    assert workspace.records.parse("staff", "grade", "unknown", "en").state is ValueState.NR


def test_text_fields_know_that_they_are_text():
    assert editing.python_type(Text()) is str
