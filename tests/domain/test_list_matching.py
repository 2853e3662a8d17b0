"""Which record a row of a list speaks of: by key, by what sets records apart, never by chance."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.entities import Entity
from inventory_app.domain.list_entities import Directory, code_for
from inventory_app.domain.list_maps import EntitySource, ListMap, Source, read_map
from inventory_app.domain.list_matching import plan_list
from inventory_app.domain.list_rows import RowReader
from inventory_app.domain.lists import Counts, Table, TableRow
from inventory_app.domain.readings import Raw
from inventory_app.domain.records import Record, is_uid
from inventory_app.domain.values import ValueState
from inventory_app.errors import UserError
from inventory_app.languages import CODES
from inventory_app.texts import translator

CATALOGUE = catalogues.default()
SYSTEMS = CATALOGUE["systems"]
HEADINGS = ("whose", "id", "name", "url", "users")


def mapping_with(*apart, **options):
    fields = {"app_id": "id", "name": "name", "url": "url", "users_active": "users"}
    return ListMap(
        sheet="systems",
        key=("name",),
        apart=apart,
        columns={field: Source(columns=(column,)) for field, column in fields.items()},
        entity=EntitySource(column="whose"),
        **options,
    )


def table_of(rows, headings=HEADINGS):
    return Table(
        headings=headings,
        heading_line=1,
        typed=False,
        rows=tuple(
            TableRow(line, tuple(Raw("text", text) if text else None for text in row))
            for line, row in enumerate(rows, start=2)
        ),
    )


def planned(rows, mapping, here=(), before=()):
    table = table_of(rows)
    reader = RowReader(table, mapping, SYSTEMS)
    return plan_list(
        [reader.read(row) for row in table.rows],
        sheet=SYSTEMS,
        mapping=mapping,
        find=lambda text, _name: text if text != "nobody" else None,
        round_code="2026",
        here=by_entity(here),
        before=by_entity(before),
    )


def by_entity(records):
    return {r.entity: tuple(x for x in records if x.entity == r.entity) for r in records}


def record(uid, name, app_id=None, round_code="2026", standing="carried", **values):
    known = {"name": name, "app_id": app_id, **values}
    return Record(
        sheet="systems",
        uid=uid,
        entity="UNOG",
        round=round_code,
        standing=standing,
        values={name: value for name, value in known.items() if value is not None},
    )


def after(plan, here=()):
    """Return the records as they are once the plan is applied."""
    records = {each.uid: each for each in here}
    records |= {new.uid: new for _old, new in (*plan.changed, *plan.confirmed)}
    assert not {each.uid for each in plan.added} & set(records)
    return [*records.values(), *plan.added]


def codes(plan):
    return [line.code for line in plan.lines]


def row(name, app_id="", url="", users="", whose="UNOG"):
    return (whose, app_id, name, url, users)


def test_new_rows_are_added_with_uids_of_their_own():
    plan = planned([row("A"), row("B"), row("A", whose="UNON")], mapping_with())
    uids = {each.uid for each in plan.added}
    assert len(uids) == 3
    assert all(is_uid(uid) for uid in uids)
    assert plan.counts == Counts(read=3, added=3)


def test_the_same_list_gives_the_same_uids_in_another_store():
    rows = [row("A", "1"), row("A", "2"), row("B", "3")]
    one, other = (planned(rows, mapping_with("app_id")) for _ in range(2))
    assert [each.uid for each in one.added] == [each.uid for each in other.added]


def test_a_record_is_known_by_its_key_whatever_capitals_and_blanks():
    mine = record("SY-1", "The  Atlas", "7", standing="reported")
    plan = planned([row(" the atlas", "9")], mapping_with("app_id"), [mine])
    (_old, new), *rest = plan.changed
    assert (new.uid, new["app_id"], new.standing, rest) == ("SY-1", "9", "imported", [])


def test_a_carried_record_that_a_list_confirms_is_evidence_of_this_round():
    plan = planned([row("A", "7")], mapping_with(), [record("SY-1", "A", "7")])
    assert plan.counts == Counts(read=1, unchanged=1)
    assert [new.standing for _old, new in plan.confirmed] == ["imported"]


def test_a_reported_record_stays_reported_if_the_list_says_the_same():
    mine = record("SY-1", "A", "7", standing="reported")
    plan = planned([row("A", "7")], mapping_with(), [mine])
    assert (plan.counts, plan.confirmed) == (Counts(read=1, unchanged=1), ())


def test_an_empty_cell_takes_nothing_back_and_says_so():
    plan = planned([row("A")], mapping_with(), [record("SY-1", "A", users_active=5)])
    assert plan.counts == Counts(read=1, unchanged=1)
    (line,) = plan.lines
    assert (line.code, line.params["field"], line.params["expected"]) == (
        "L-CLEARED", "users_active", "5",
    )  # fmt: skip


def test_a_record_of_the_last_round_lends_its_uid():
    old = record("SY-OLD", "A", "7", round_code="2025", standing="reported")
    plan = planned([row("A", "9")], mapping_with(), before=[old])
    assert [(each.uid, each.round) for each in plan.added] == [("SY-OLD", "2026")]


def test_a_record_that_bears_another_name_by_now_does_not_lend_its_uid():
    old = record("SY-1", "A", round_code="2025")
    plan = planned([row("A")], mapping_with(), [record("SY-1", "A, new")], [old])
    assert plan.counts == Counts(read=1, added=1)
    assert plan.added[0].uid != "SY-1"


@pytest.mark.parametrize("status", ["INVALID", "DUPLICATE"])
def test_a_record_that_was_marked_wrong_lends_nothing(status):
    old = record("SY-OLD", "A", round_code="2025", record_status=status)
    plan = planned([row("A")], mapping_with(), before=[old])
    assert plan.added[0].uid != "SY-OLD"


def test_a_row_that_stands_twice_counts_once():
    plan = planned([row("A", "1"), row("A", "1")], mapping_with())
    assert plan.counts == Counts(read=2, added=1, unchanged=1)
    assert [(line.line, line.code, line.params) for line in plan.lines] == [
        (3, "I-ROW-REPEATED", {"other": 2})
    ]


def test_two_rows_with_one_key_and_other_values_are_one_too_many():
    plan = planned([row("A", "1"), row("A", "2")], mapping_with())
    assert plan.counts == Counts(read=2, added=1, refused=1)
    (line,) = plan.lines
    assert (line.line, line.code, line.refused) == (3, "I-KEY-TWICE", True)


def test_a_number_of_the_list_tells_things_with_one_name_apart():
    plan = planned([row("A", "1"), row("A", "2")], mapping_with("app_id"))
    assert plan.counts == Counts(read=2, added=2)
    again = planned([row("A", "2"), row("A", "1")], mapping_with("app_id"), after(plan))
    assert again.counts == Counts(read=2, unchanged=2)


def test_next_years_new_numbers_are_told_apart_by_another_field():
    last = [record("SY-1", "A", "1", url="x.int"), record("SY-2", "A", "2", url="y.int")]
    rows = [row("A", "8", "y.int"), row("A", "9", "x.int")]
    plan = planned(rows, mapping_with("app_id", "url"), last)
    assert {new.uid: new["app_id"] for _old, new in plan.changed} == {"SY-1": "9", "SY-2": "8"}


def test_things_of_which_it_makes_no_difference_which_is_which_are_paired():
    last = [record("SY-1", "A", "1"), record("SY-2", "A", "2")]
    plan = planned([row("A", "8"), row("A", "9")], mapping_with("app_id"), last)
    assert plan.counts == Counts(read=2, changed=2)
    fewer = planned([row("A", "8")], mapping_with("app_id"), last)
    assert fewer.counts == Counts(read=1, changed=1)


def test_what_cannot_be_told_apart_is_added_beside_and_never_matched_by_chance():
    last = [record("SY-1", "A", "1", url="x.int"), record("SY-2", "A", "2", url="y.int")]
    plan = planned([row("A", "8", "z.int")], mapping_with("app_id"), last)
    assert (plan.counts, codes(plan)) == (Counts(read=1, added=1), ["I-KEY-BESIDE"])
    assert plan.added[0].uid not in ("SY-1", "SY-2")


def test_without_anything_that_sets_records_apart_such_a_row_is_refused():
    last = [record("SY-1", "A", url="x.int"), record("SY-2", "A", url="y.int")]
    plan = planned([row("A", url="z.int")], mapping_with(), last)
    assert (plan.counts, codes(plan)) == (Counts(read=1, refused=1), ["I-KEY-SHARED"])


def test_a_record_marked_as_duplicate_does_not_stand_in_the_way():
    last = [
        record("SY-1", "A", url="x.int", record_status="DUPLICATE"),
        record("SY-2", "A", url="y.int"),
    ]
    plan = planned([row("A", url="z.int")], mapping_with(), last)
    assert [new.uid for _old, new in plan.changed] == ["SY-2"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (row("", "1"), "I-NO-KEY"),
        (row("A", whose=""), "I-NO-ENTITY"),
        (row("A", whose="nobody"), "I-ENTITY-UNKNOWN"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(cells, code):
    plan = planned([row("B"), cells], mapping_with())
    assert plan.counts == Counts(read=2, added=1, refused=1)
    (line,) = plan.lines
    assert (line.line, line.code, line.refused) == (3, code, True)
    assert "{" not in line.said(translator("en"), SYSTEMS)


def test_an_estimate_keeps_its_value_and_says_that_it_is_one():
    (new,) = planned([row("A", users="about 50")], mapping_with()).added
    assert (new["users_active"], new.states["users_active"]) == (50, ValueState.NE)


def test_a_value_that_cannot_be_understood_is_kept_under_remarks():
    plan = planned([row("A", users="half of them")], mapping_with())
    (new,) = plan.added
    assert (new["users_active"], new["remarks"]) == (None, "users_active: half of them")
    (line,) = plan.lines
    assert (line.code, line.line, line.refused) == ("V-NUMBER", 2, False)
    assert "half of them" in line.said(translator("en"), SYSTEMS)
    assert SYSTEMS.fields["users_active"].label("en") in line.said(translator("en"), SYSTEMS)


@pytest.mark.parametrize(
    ("cells", "code", "field", "bound"),
    [
        (row("A", users="-3"), "V-BELOW", "users_active", "0"),
        (row("A" * 151), "V-TOO-LONG", "name", "150"),
    ],
)
def test_a_value_out_of_bounds_is_kept_whole_and_reported_with_its_bound(cells, code, field, bound):
    plan = planned([cells], mapping_with())
    (line,) = plan.lines
    assert (line.code, line.params["field"], line.params["expected"]) == (code, field, bound)
    assert SYSTEMS.fields[field].type.format(plan.added[0][field]) in cells
    assert plan.added[0]["remarks"] is None


def test_a_kept_text_is_added_to_remarks_once_and_leaves_others_alone():
    mine = record("SY-1", "A", remarks="asked in May", standing="reported")
    plan = planned([row("A", users="many")], mapping_with(), [mine])
    once = after(plan, [mine])
    assert once[0]["remarks"] == "asked in May\nusers_active: many"
    again = planned([row("A", users="many")], mapping_with(), once)
    assert again.counts == Counts(read=1, unchanged=1)


def test_unknown_and_not_applicable_are_answers():
    plan = planned([row("A", users="unknown", url="n/a")], mapping_with())
    assert plan.added[0].states == {"users_active": ValueState.NR, "url": ValueState.NA}


def test_an_answer_that_is_no_value_takes_the_place_of_one():
    mine = record("SY-1", "A", users_active=5, standing="reported")
    plan = planned([row("A", users="unknown")], mapping_with(), [mine])
    ((_old, new),) = plan.changed
    assert (new["users_active"], new.states) == (None, {"users_active": ValueState.NR})
    back = planned([row("A", users="6")], mapping_with(), [new])
    ((_old, known),) = back.changed
    assert (known["users_active"], known.states) == (6, {})


def test_a_text_that_looks_like_a_formula_stays_text():
    for text in ("=cmd|'/c calc'!A0", "+1+1", "@SUM(A1)", "-2+3"):
        plan = planned([row(text, url=text)], mapping_with())
        assert plan.added[0]["name"] == plan.added[0]["url"] == text


def test_computed_fields_are_computed():
    text = (
        '[map]\nsheet = "systems"\nentity = { value = "UNOG" }\n'
        '[columns.name]\nfrom = "n"\n[columns.run_cost]\nfrom = "c"\n'
    )
    mapping = read_map(text, "m", CATALOGUE)
    table = table_of([("A", "1,250.50")], ("n", "c"))
    reader = RowReader(table, mapping, SYSTEMS)
    plan = plan_list(
        [reader.read(table.rows[0])], sheet=SYSTEMS, mapping=mapping,
        find=lambda text, _name: text, round_code="2026", here={}, before={},
    )  # fmt: skip
    assert (str(plan.added[0]["run_cost"]), str(plan.added[0]["tco_total"])) == (
        "1250.50", "1250.50",
    )  # fmt: skip


def rows_through(columns, headings, *rows):
    text = f'[map]\nsheet = "systems"\nkey = ["name"]\nentity = {{ value = "UNOG" }}\n{columns}'
    table = table_of(rows, headings)
    reader = RowReader(table, read_map(text, "m", CATALOGUE), SYSTEMS)
    return [reader.read(row) for row in table.rows], reader.unused(table.rows)


def test_codes_defaults_joins_and_labels_say_what_a_text_means():
    columns = (
        '[columns.name]\nfrom = ["n", "m"]\njoin = " / "\n'
        '[columns.status]\nfrom = "s"\ndefault = "PLANNED"\n'
        'codes = { "In  Use" = "PRODUCTION", "?" = "" }\n'
        '[columns.suite]\nfrom = "s"\ncodes = { "in use" = "ERP", "*" = "OTHER" }\n'
        '[columns.remarks]\nfrom = { "Town" = "m", "State" = "s" }\n'
        '[columns.url]\nfrom = "u"\ntransform = ["first_line", "lower"]\n'
    )
    rows, _unused = rows_through(
        columns, ("n", "m", "s", "u"),
        ("A", "B", "in use", "\nA.INT\nB.INT"), ("A", "", "", ""), ("C", "D", "Retired", "x"),
    )  # fmt: skip
    assert [each.values for each in rows] == [
        {"name": "A / B", "status": "PRODUCTION", "suite": "ERP",
         "remarks": "Town: B; State: in use", "url": "a.int"},
        {"name": "A", "status": "PLANNED"},
        {"name": "C / D", "status": "RETIRED", "suite": "OTHER",
         "remarks": "Town: D; State: Retired", "url": "x"},
    ]  # fmt: skip


def test_columns_that_no_field_takes_are_named_unless_left_on_purpose():
    columns = '[columns.name]\nfrom = "n"\n'
    headings = ("n", "a", "b", "c")
    _rows, unused = rows_through(columns, headings, ("A", "x", "", "y"))
    assert unused == ["a", "c"]
    columns = 'leave = ["C"]\n' + columns
    _rows, unused = rows_through(columns, headings, ("A", "x", "", "y"))
    assert unused == ["a"]


@pytest.mark.parametrize("headings", [("m", "x"), ("n", "N ")])
def test_a_column_that_is_absent_or_there_twice_is_refused_by_name(headings):
    with pytest.raises(UserError) as caught:
        rows_through('[columns.name]\nfrom = "n"\n', headings, ("A", "B"))
    assert (caught.value.code, caught.value.params["column"]) == ("E-LIST-HEADING", "n")


def entity(code, name, *aliases):
    return Entity(code=code, names=dict.fromkeys(CODES, name), type="OTHER", aliases=aliases)


ENTITIES = {
    each.code: each
    for each in (
        entity("OLA", "Office of Legal Affairs"), entity("UNGSC", "Global Service Centre", "UNLB"),
        entity("A1", "Branch"), entity("A2", "Branch"), entity("DC-OP", "Office of Planning"),
    )
}  # fmt: skip


def test_an_entity_is_found_by_code_alias_name_or_what_the_map_says():
    directory = Directory(ENTITIES, mapping_with(aliases={"the lawyers": "OLA"}))
    texts = ("ola", "unlb", "Global  service centre", "The Lawyers", "Branch", "OP")
    found = [directory.find(text) for text in texts]
    assert found == ["OLA", "UNGSC", "UNGSC", "OLA", None, None]


def test_with_a_prefix_another_organisations_short_names_are_not_ours():
    mapping = replace(
        mapping_with(unknown="create"), entity=EntitySource(column="whose", prefix="DC-")
    )
    directory = Directory(ENTITIES, mapping)
    assert directory.find("op") == "DC-OP"
    assert directory.find("OLA", "Office on Latino Affairs") == "DC-OLA"
    assert directory.made("DC-OLA") == entity("DC-OLA", "Office on Latino Affairs")
    assert directory.made("DC-OP") is None


def test_a_new_entity_bears_the_name_that_most_rows_give_it():
    directory = Directory({}, mapping_with(unknown="create"))
    for name in ("Public Service Commission", "Office of Planning", "Office of Planning"):
        assert directory.find("OP", name) == "OP"
    assert directory.made("OP").name("fr") == "Office of Planning"


def test_an_entity_with_a_long_name_gets_a_short_code_and_is_found_again():
    name = "Administrative Conference of the United States"
    directory = Directory({}, mapping_with(unknown="create"))
    made = directory.made(directory.find(name))
    assert made.aliases == (name,)
    assert made.code.startswith("ACUS-")
    again = Directory({made.code: made}, mapping_with(unknown="refuse"))
    assert again.find(name.upper()) == made.code


def test_codes_for_names_are_stable_and_fit_into_file_names():
    assert code_for("UNOG") == "UNOG"
    assert code_for("Cadres de l'Éducation") == code_for(" cadres de l'éducation ".strip()) != ""
    assert code_for("人事司") != code_for("会计司")
    for text in ("人事司", "../../etc", "A" * 200, "a b" * 40, "U.S. Agency"):
        assert code_for(text).replace("-", "").isalnum()
        assert len(code_for(text)) <= 20


NAMES = st.sampled_from(["A", "a ", "B", ""])
IDS = st.sampled_from(["1", "2", "3", ""])
URLS = st.sampled_from(["x.int", "y.int", "n/a", ""])
USERS = st.sampled_from(["5", "many", "unknown", ""])
WHOSE = st.sampled_from(["UNOG", "nobody", ""])
ROWS = st.lists(st.builds(row, NAMES, IDS, URLS, USERS, WHOSE), max_size=8)
APART = st.sampled_from([(), ("app_id",), ("app_id", "url")])
KNOWN = st.lists(
    st.sampled_from(
        [
            record("SY-1", "A", "1"), record("SY-2", "A", "2", url="y.int"),
            record("SY-3", "A", record_status="DUPLICATE"), record("SY-4", "B", "3"),
            record("SY-5", "b", url="x.int", standing="reported"),
        ]
    ),
    unique_by=lambda each: each.uid,
)  # fmt: skip


@given(first=ROWS, second=ROWS, apart=APART, records=KNOWN)
def test_every_row_is_accounted_for_and_a_list_taken_in_again_changes_nothing(
    first, second, apart, records
):
    mapping = mapping_with(*apart)
    for rows in (first, second):
        plan = planned(rows, mapping, records)
        counts = plan.counts
        assert counts.read == len(rows)
        assert counts.read == counts.added + counts.changed + counts.unchanged + counts.refused
        assert counts.refused == sum(line.refused for line in plan.lines)
        assert {old.uid for old, _new in plan.changed} <= {each.uid for each in records}
        assert len(plan.added) == counts.added
        assert len(plan.changed) == counts.changed
        records = after(plan, records)
        again = planned(rows, mapping, records)
        assert again.counts == Counts(
            read=len(rows), unchanged=counts.read - counts.refused, refused=counts.refused
        )
