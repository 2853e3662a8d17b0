"""Lists that exist in the world, taken in whole: nothing lost, nothing doubled, all of it undone."""

from __future__ import annotations

import csv
import hashlib
import os
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from inventory_app.domain.words import folded
from inventory_app.errors import Refused, UserError
from inventory_app.progress import Cancelled
from inventory_app.store import queries
from inventory_app.workspace import Workspace

ROOT = Path(__file__).parent.parent.parent
REAL = Path(os.environ.get("ICT_REAL_LISTS", ROOT.parent / "shared" / "real"))
MAPS = ROOT / "tests" / "reference" / "maps"
PEACEKEEPING = REAL / "peacekeeping-ict-2024-25.csv"
DOMAINS = REAL / "federal-domains-2021.csv"
FY18, FY19 = REAL / "dc-datasets-fy18.csv", REAL / "dc-datasets-fy19.csv"

real = pytest.mark.skipif(
    not REAL.is_dir(), reason=f"the folder of real lists is not here: {REAL.name}"
)

OWN_MAP = """
[map]
sheet = "systems"
apart = ["app_id"]
entity = { column = "Office" }
[entities]
unknown = "create"
[columns.app_id]
from = "No."
[columns.name]
from = "System"
[columns.users_active]
from = "Users"
"""
OWN_LIST = "Office;No.;System;Users\nUNOG;1;Atlas;50\nUNON;2;Bréda;many\nNew Office;3;Cloud;7\n"


@pytest.fixture
def workspace(tmp_path):
    def clock():
        return datetime(2026, 7, 1, 9, tzinfo=UTC)

    with Workspace.create(tmp_path / "s.ictinv", clock=clock, who="tester") as made:
        made.rounds.open("2026", as_of=date(2026, 6, 30), deadline=date(2026, 9, 30))
        yield made


@pytest.fixture
def own(tmp_path):
    """Return a function that writes a small list and its map, and their names."""

    def write(text=OWN_LIST, mapping=OWN_MAP, encoding="utf-8"):
        (tmp_path / "own.csv").write_text(text, encoding, newline="")
        (tmp_path / "own.toml").write_text(mapping, "utf-8")
        return tmp_path / "own.csv", tmp_path / "own.toml"

    return write


def bring(workspace, sheet, file, map_name=None, round_code="2026", **options):
    map_file = MAPS / f"{map_name}.toml" if map_name else None
    result = workspace.lists.bring_in(
        sheet, file, round_code=round_code, map_file=map_file, **options
    )
    assert result.read == result.added + result.changed + result.unchanged + result.refused
    assert result.refused == sum(line.refused for line in result.lines)
    return result


def counts(result):
    return result.read, result.added, result.changed, result.unchanged, result.refused


def records(workspace, sheet, round_code="2026"):
    schema = workspace.database.schema
    with workspace.database.reading() as connection:
        found = queries.records(connection, schema, round_code, sheets=[sheet])
    return [record for by_sheet in found.values() for record in by_sheet[sheet]]


def everything(workspace):
    """Return all that an import may change, as one value."""
    schema = workspace.database.schema
    with workspace.database.reading() as connection:
        return {
            name: sorted(map(repr, connection.execute(select(table))))
            for name, table in schema.by_name.items()
            if name not in ("change_set", "row_change", "original", "import_map")
        }


def kept_files(workspace):
    """Return how many originals and maps the store keeps."""
    schema = workspace.database.schema
    with workspace.database.reading() as connection:
        return sum(
            len(connection.execute(select(schema[name])).all())
            for name in ("original", "import_map")
        )


def written(file):
    with file.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def sections(result):
    return Counter(line.code for line in result.lines)


@real
def test_peacekeeping_expenditure_adds_up_to_the_published_sums(workspace):
    result = bring(workspace, "costs", PEACEKEEPING, "peacekeeping-ict")
    assert (counts(result), result.lines, result.entities_created) == ((12, 12, 0, 0, 0), (), ())
    lines = records(workspace, "costs")
    assert sum(line["amount"] for line in lines) == Decimal(178_219_300)
    assert sum(line["total_expenditure"] for line in lines) == Decimal(4_888_124_100)
    assert {line["object_class"] for line in lines} == {"COMMUNICATIONS_IT"}
    assert {line["period_start"] for line in lines} == {date(2024, 7, 1)}
    assert {line.standing for line in lines} == {"imported"}
    assert {line.entity: line["fund_code"] for line in lines if line["fund_code"] != "PKM"} == {
        "UNGSC": "UNLB"
    }
    status = workspace.rounds.status("2026")
    imported = {e.entity.code for e in status.entities if e.participation.status == "imported"}
    assert imported == {line.entity for line in lines}


@real
def test_an_entity_goes_by_its_older_name_too(workspace, tmp_path):
    older = tmp_path / "older.csv"
    older.write_text(PEACEKEEPING.read_text("utf-8").replace("UNGSC,", "UNLB,"), "utf-8")
    bring(workspace, "costs", older, "peacekeeping-ict")
    found = {line.entity: line["fund_code"] for line in records(workspace, "costs")}
    assert found["UNGSC"] == "UNLB"


@real
def test_all_web_domains_come_in_as_websites_of_their_agencies(workspace):
    result = bring(workspace, "systems", DOMAINS, "federal-domains")
    assert (counts(result), result.lines) == ((1264, 1264, 0, 0, 0), ())
    sites = records(workspace, "systems")
    assert {site["application_type"] for site in sites} == {"WEBSITE"}
    assert {site["name"] for site in sites} == {row["Domain Name"] for row in written(DOMAINS)}
    assert len({site.uid for site in sites}) == 1264
    assert len({site.entity for site in sites}) == len(result.entities_created) == 157
    entities = workspace.entities.all()
    owner = {site["name"]: entities[site.entity].name("en") for site in sites}
    assert all(
        owner[row["Domain Name"]] == " ".join(row["Agency"].split()) for row in written(DOMAINS)
    )
    by_name = {site["name"]: site for site in sites}
    assert by_name["ACUS.GOV"]["url"] == "acus.gov"
    assert by_name["ACUS.GOV"]["remarks"] == (
        "Domain type: Federal Agency - Executive; City: Washington; State: DC"
    )


@real
def test_all_data_sets_come_in_although_three_names_stand_twice(workspace):
    result = bring(workspace, "systems", FY18, "dc-datasets-fy18")
    assert (counts(result), result.lines) == ((1640, 1640, 0, 0, 0), ())
    systems = records(workspace, "systems")
    assert {each["app_id"] for each in systems} == {row["RECORD_ID"] for row in written(FY18)}
    assert len({each.uid for each in systems}) == 1640
    assert len({each.entity for each in systems}) == len(result.entities_created) == 92
    assert len({(each.entity, folded(each["name"])) for each in systems}) == 1637
    kinds = Counter(each["application_type"] for each in systems)
    assert kinds == {"DATABASE": 1335 + 18, None: 1640 - 1335 - 18}
    assert all(each["remarks"].startswith("Type: ") for each in systems)


@real
def test_agencies_with_the_short_name_of_another_office_are_kept_apart(workspace):
    """Of the city's short names, DFS and OLA are also those of offices in the entity list."""
    before = workspace.entities.all()
    result = bring(workspace, "systems", FY18, "dc-datasets-fy18")
    entities = workspace.entities.all()
    assert {"DFS", "OLA"} <= set(before)
    assert {"DC-DFS", "DC-OLA"} <= set(result.entities_created)
    assert entities["OLA"] == before["OLA"]
    assert entities["DC-OLA"].name("en") == "Office on Latino Affairs"
    assert not {"DFS", "OLA"} & {each.entity for each in records(workspace, "systems")}


def _pairs(normal):
    """Return the agency-and-name pairs of both years that are equal under *normal*."""
    old = {(row["AGENCY_ACRONYM"], normal(row["DATASET_NAME"])) for row in written(FY18)}
    new = {(row["ACRONYM"], normal(row["DATASETNAME"])) for row in written(FY19)}
    return old & new


@real
def test_next_years_data_sets_keep_their_uids_by_agency_and_name(workspace):
    """1,544 pairs stand in both years if names are trimmed, 1,549 if blanks inside count as one.

    Two of the pairs stand twice in both years, so 1,551 rows speak of a known record.
    """
    assert (len(_pairs(str.strip)), len(_pairs(folded))) == (1544, 1549)
    bring(workspace, "systems", FY18, "dc-datasets-fy18")
    old = records(workspace, "systems")
    workspace.rounds.open("2027", as_of=date(2027, 6, 30), deadline=date(2027, 9, 30))
    result = bring(workspace, "systems", FY19, "dc-datasets-fy19", "2027")
    assert (result.read, result.added, result.refused) == (1779, 1779 - 1551, 0)
    assert result.changed + result.unchanged == 1551
    assert sections(result) == {"L-CLEARED": 5, "V-TOO-LONG": 1}

    new = records(workspace, "systems", "2027")
    named = defaultdict(set)
    for each in old:
        named[each.entity, folded(each["name"])].add(each.uid)
    kept = [
        each for each in new if each.standing == "imported" and each.uid in {o.uid for o in old}
    ]
    assert len(kept) == 1551
    assert all(each.uid in named[each.entity, folded(each["name"])] for each in kept)
    assert {each["app_id"] for each in new if each.standing == "imported"} == {
        row["EDI_ID"] for row in written(FY19)
    }
    assert len(new) == 1640 + result.added
    assert len({each.uid for each in new}) == len(new)


@real
def test_data_sets_of_one_name_are_recognised_by_what_else_is_said_of_them(workspace):
    """“Zoning Development Standards” stands twice in both years, in another order."""
    bring(workspace, "systems", FY18, "dc-datasets-fy18")
    workspace.rounds.open("2027", as_of=date(2027, 6, 30), deadline=date(2027, 9, 30))
    bring(workspace, "systems", FY19, "dc-datasets-fy19", "2027")

    def numbers(round_code):
        return {
            each.uid: each["app_id"]
            for each in records(workspace, "systems", round_code)
            if each["name"] == "Zoning Development Standards"
        }

    was, now = numbers("2026"), numbers("2027")
    assert {was[uid]: now[uid] for uid in was} == {"4561": "2108", "5606": "3246"}


REAL_LISTS = [
    ("costs", PEACEKEEPING, "peacekeeping-ict"),
    ("systems", DOMAINS, "federal-domains"),
    ("systems", FY18, "dc-datasets-fy18"),
    ("systems", FY19, "dc-datasets-fy19"),
]


@real
@pytest.mark.parametrize(
    ("sheet", "file", "map_name"), REAL_LISTS, ids=lambda each: str(each)[-12:]
)
def test_a_real_list_can_be_tried_taken_in_again_and_taken_back(workspace, sheet, file, map_name):
    before = everything(workspace)
    tried = bring(workspace, sheet, file, map_name, dry_run=True)
    assert tried.dry_run
    assert everything(workspace) == before
    assert kept_files(workspace) == 0

    done = bring(workspace, sheet, file, map_name)
    assert (counts(done), done.lines, done.entities_created) == (
        counts(tried), tried.lines, tried.entities_created,
    )  # fmt: skip
    after = everything(workspace)
    assert kept_files(workspace) == 2

    again = bring(workspace, sheet, file)
    assert counts(again) == (done.read, 0, 0, done.read, 0)
    assert (again.map_name, again.map_from) == (f"{map_name}.toml", "remembered")
    assert everything(workspace) == after

    workspace.history.undo()
    assert everything(workspace) == before
    assert workspace.safekeeping.verify() == []


@real
def test_the_original_is_kept_byte_for_byte(workspace):
    bring(workspace, "costs", PEACEKEEPING, "peacekeeping-ict")
    table = workspace.database.schema["original"]
    with workspace.database.reading() as connection:
        (kept,) = connection.execute(select(table)).all()
    assert kept.data == PEACEKEEPING.read_bytes()
    assert kept.sha256 == hashlib.sha256(kept.data).hexdigest()


def test_a_small_list_says_what_became_of_each_row(workspace, own):
    file, map_file = own()
    result = workspace.lists.bring_in("systems", file, round_code="2026", map_file=map_file)
    assert counts(result) == (3, 3, 0, 0, 0)
    assert [(line.line, line.code) for line in result.lines] == [(3, "V-NUMBER")]
    (code,) = result.entities_created
    assert workspace.entities.find("new office").code == code
    assert code in {each.entity.code for each in workspace.rounds.status("2026").entities}
    kept = {each.entity: each["remarks"] for each in records(workspace, "systems")}
    assert kept["UNON"] == "users_active: many"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_letters_of_a_list_come_in_as_they_were(workspace, own, encoding):
    file, map_file = own(encoding=encoding)
    workspace.lists.bring_in("systems", file, round_code="2026", map_file=map_file)
    assert "Bréda" in {each["name"] for each in records(workspace, "systems")}


def test_a_ragged_list_loses_no_row(workspace, own):
    file, map_file = own("Office;No.;System;Users\nUNOG;1;A\nUNOG;2;B;5;6\nUNOG;3;C;7\n")
    result = workspace.lists.bring_in("systems", file, round_code="2026", map_file=map_file)
    assert counts(result) == (3, 2, 0, 0, 1)
    said = [(line.line, line.code, line.refused) for line in result.lines]
    assert said == [(2, "I-ROW-SHORT", False), (3, "I-ROW-LONG", True)]


def test_unknown_entities_are_refused_unless_the_map_creates_them(workspace, own):
    file, map_file = own(mapping=OWN_MAP.replace('"create"', '"refuse"'))
    result = workspace.lists.bring_in("systems", file, round_code="2026", map_file=map_file)
    assert counts(result) == (3, 2, 0, 0, 1)
    (refused,) = [line for line in result.lines if line.refused]
    assert (refused.line, refused.code, refused.params["found"]) == (
        4, "I-ENTITY-UNKNOWN", "New Office",
    )  # fmt: skip
    assert result.entities_created == ()


def test_an_entity_that_was_not_asked_takes_part_and_is_reported(workspace, own):
    asked = {each.entity.code for each in workspace.rounds.status("2026").entities}
    other = next(code for code in workspace.entities.all() if code not in asked)
    file, map_file = own(f"Office;No.;System;Users\n{other};1;Atlas;50\n")
    result = workspace.lists.bring_in("systems", file, round_code="2026", map_file=map_file)
    assert [(line.code, line.params) for line in result.lines] == [
        ("I-ENTITY-JOINED", {"found": other})
    ]
    assert other in {each.entity.code for each in workspace.rounds.status("2026").entities}


def test_payloads_stay_text_and_take_no_hold_of_the_store(workspace, own):
    payloads = [
        "=cmd|'/c calc'!A0", "+1", "@SUM(1)", "'; DROP TABLE rec_systems; --", "<b>x</b>",
        "../../x", "{0.__class__}", "{name}",
    ]  # fmt: skip
    rows = "".join(f'"{text}";{n};"{text}";5\n' for n, text in enumerate(payloads))
    file, map_file = own("Office;No.;System;Users\n" + rows)
    result = workspace.lists.bring_in("systems", file, round_code="2026", map_file=map_file)
    assert counts(result) == (8, 8, 0, 0, 0)
    assert {each["name"] for each in records(workspace, "systems")} == set(payloads)
    for code in result.entities_created:
        assert code.replace("-", "").isalnum()


def test_headings_of_our_own_need_no_map_and_remember_none(workspace, tmp_path):
    book = openpyxl.Workbook()
    label = workspace.catalogue["systems"].fields["application_type"].label("en")
    book.active.append(["entity", "name", label, "users_active", "mystery"])
    book.active.append(["UNOG", "Atlas", "Website", 50, "?"])
    book.active.append(["UNON", "Bréda", "Veb", "=2*3", None])
    file = tmp_path / "ours.xlsx"
    book.save(file)
    result = bring(workspace, "systems", file)
    assert (counts(result), result.map_name, result.map_from) == ((2, 2, 0, 0, 0), "", "headings")
    assert sections(result) == {"I-COLUMN-LEFT": 1, "V-CODE": 1, "V-ERROR-CELL": 1, "L-FORMULA": 1}
    found = {each["name"]: each for each in records(workspace, "systems")}
    assert found["Atlas"]["application_type"] == "WEBSITE"
    assert found["Bréda"]["remarks"].startswith("application_type: Veb\nusers_active: ")


def test_a_map_is_remembered_for_its_headings_in_any_order_and_only_after_success(workspace, own):
    file, map_file = own()
    workspace.lists.bring_in("systems", file, round_code="2026", map_file=map_file, dry_run=True)
    with pytest.raises(UserError) as caught:
        workspace.lists.bring_in("systems", file, round_code="2026")
    assert caught.value.code == "E-LIST-COLUMNS"
    workspace.lists.bring_in("systems", file, round_code="2026", map_file=map_file)
    file, _ = own("system;users;office;no.\nAtlas;51;UNOG;1\n")
    result = workspace.lists.bring_in("systems", file, round_code="2026")
    assert (counts(result), result.map_name) == ((1, 0, 1, 0, 0), "own.toml")


def refused_whole(workspace, **wanted):
    before = everything(workspace)
    with pytest.raises(UserError) as caught:
        workspace.lists.bring_in(**{"sheet": "systems", "round_code": "2026"} | wanted)
    assert everything(workspace) == before
    return caught.value


def test_what_does_not_fit_is_refused_before_anything_changes(workspace, own, tmp_path):
    file, map_file = own()
    both = {"file": file, "map_file": map_file}
    assert refused_whole(workspace, **both, sheet="cars").code == "E-SHEET"
    assert refused_whole(workspace, **both, round_code="1999").code == "E-ROUND"
    assert refused_whole(workspace, **both, sheet="costs").code == "E-MAP-SHEET"
    assert refused_whole(workspace, file=file, map_file=tmp_path / "no.toml").code == "E-MAP-FILE"
    assert refused_whole(workspace, file=tmp_path / "no.csv").code == "F-UNREACHABLE"
    file, map_file = own(mapping=OWN_MAP.replace("[columns.name]", "[columns.nmae]"))
    wrong = refused_whole(workspace, file=file, map_file=map_file)
    assert (wrong.code, "nmae" in str(wrong)) == ("E-MAP", True)
    file, map_file = own(mapping=OWN_MAP.replace('"System"', '"Sistem"'))
    absent = refused_whole(workspace, file=file, map_file=map_file)
    assert (absent.code, absent.params["column"]) == ("E-LIST-HEADING", "Sistem")


def test_a_damaged_workbook_is_refused_and_changes_nothing(workspace, own, tmp_path):
    _, map_file = own()
    book = openpyxl.Workbook()
    book.active.append(["Office", "No.", "System", "Users"])
    book.active.append(["UNOG", 1, "Atlas", 5])
    file = tmp_path / "list.xlsx"
    book.save(file)
    file.write_bytes(file.read_bytes()[:-40])
    refused = refused_whole(workspace, file=file, map_file=map_file)
    assert isinstance(refused, Refused)
    assert refused.code.startswith("F-")


class Impatient:
    def step(self, *_progress):
        raise Cancelled


def test_a_cancelled_import_changes_nothing(workspace, own):
    file, map_file = own()
    before = everything(workspace)
    with pytest.raises(Cancelled):
        workspace.lists.bring_in(
            "systems", file, round_code="2026", map_file=map_file, progress=Impatient()
        )
    assert everything(workspace) == before


def test_an_import_is_one_step_with_a_name(workspace, own):
    file, map_file = own()
    number = workspace.history.last(1)[0].number
    workspace.lists.bring_in("systems", file, round_code="2026", map_file=map_file)
    (newest,) = workspace.history.last(1)
    assert newest.number == number + 1
    assert newest.label.format(**newest.params) == "Import own.csv into systems, round 2026"


def test_a_second_list_changes_what_differs_and_keeps_the_rest(workspace, own):
    file, map_file = own()
    workspace.lists.bring_in("systems", file, round_code="2026", map_file=map_file)
    was = {each["name"]: each for each in records(workspace, "systems")}
    file, _ = own(OWN_LIST.replace("Atlas;50", "ATLAS;60").replace("Cloud;7", "Cloud;"))
    result = workspace.lists.bring_in("systems", file, round_code="2026")
    assert counts(result) == (3, 0, 1, 2, 0)
    now = {each.uid: each for each in records(workspace, "systems")}
    assert (now[was["Atlas"].uid]["name"], now[was["Atlas"].uid]["users_active"]) == ("ATLAS", 60)
    assert now[was["Cloud"].uid]["users_active"] == 7
    assert sections(result) == {"L-CLEARED": 1, "V-NUMBER": 1}


def open_next(workspace):
    workspace.rounds.open("2027", as_of=date(2027, 6, 30), deadline=date(2027, 9, 30))


def test_a_list_that_says_the_same_as_last_year_answers_this_round_too(workspace, own):
    file, map_file = own()
    workspace.lists.bring_in("systems", file, round_code="2026", map_file=map_file)
    open_next(workspace)
    carried = everything(workspace)
    assert {each.standing for each in records(workspace, "systems", "2027")} == {"carried"}
    result = workspace.lists.bring_in("systems", file, round_code="2027")
    assert counts(result) == (3, 0, 0, 3, 0)
    assert {each.standing for each in records(workspace, "systems", "2027")} == {"imported"}
    assert workspace.rounds.status("2027").count("imported") == 3
    workspace.history.undo()
    assert everything(workspace) == carried


def test_a_round_that_was_opened_before_last_years_list_came_in_still_keeps_the_uids(
    workspace, own
):
    open_next(workspace)
    file, map_file = own()
    workspace.lists.bring_in("systems", file, round_code="2026", map_file=map_file)
    file, _ = own(OWN_LIST.replace(";1;", ";91;").replace(";2;", ";92;").replace(";3;", ";93;"))
    result = workspace.lists.bring_in("systems", file, round_code="2027")
    assert counts(result) == (3, 3, 0, 0, 0)
    was, now = (
        {each.uid: (each.entity, each["name"]) for each in records(workspace, "systems", code)}
        for code in ("2026", "2027")
    )
    assert was == now


def test_what_cannot_be_told_from_last_years_records_gets_none_of_their_uids(workspace, own):
    open_next(workspace)
    file, map_file = own("Office;No.;System;Users\nUNOG;1;Atlas;50\nUNOG;2;Atlas;60\n")
    workspace.lists.bring_in("systems", file, round_code="2026", map_file=map_file)
    file, _ = own("Office;No.;System;Users\nUNOG;8;Atlas;70\nUNOG;9;Atlas;80\n")
    result = workspace.lists.bring_in("systems", file, round_code="2027")
    assert (counts(result), sections(result)) == ((2, 2, 0, 0, 0), {"I-KEY-BESIDE": 2})
    was, now = ({each.uid for each in records(workspace, "systems", c)} for c in ("2026", "2027"))
    assert len(was | now) == 4
