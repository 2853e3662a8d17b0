"""Printed summaries: what they say is what was answered, and nothing else."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from answered_store import (
    AS_OF,
    CATALOGUE,
    answered_store,
    cost,
    declare,
    give_back,
    keep,
    person,
    room,
    system,
    unit,
)
from sqlalchemy import event

from inventory_app.domain.document_kinds import KINDS
from inventory_app.domain.summaries import ReturnStatus, Standing
from inventory_app.domain.values import ValueState
from inventory_app.errors import UserError
from inventory_app.progress import Cancelled
from inventory_app.services.documents.entity import entity_document
from inventory_app.texts import translator


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """Return a store that no test changes."""
    with answered_store(tmp_path_factory.mktemp("store")) as made:
        yield made


@pytest.fixture
def workspace(tmp_path):
    with answered_store(tmp_path) as made:
        yield made


def text_of(path):
    """Return the text of a PDF file as another program reads it."""
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True
    )
    return " ".join(done.stdout.decode("utf-8").split())


def printed(workspace, entity, target, language="en", round_code="2026"):
    """Write the summary of an entity and return its path."""
    made = workspace.documents.compose("summary", round_code, language, about=entity)
    return workspace.documents.print(made, target)


def amounts(rows):
    return {row.label: row.amount.value for row in rows}


def without(record, name):
    """Return *record* with one answer missing."""
    return replace(record, values={n: v for n, v in record.values.items() if n != name})


def test_the_head_says_what_the_document_is_about(shared):
    head = shared.reports.capability_summary("2026", "ALPHA", "fr").head
    assert (head.entity_code, head.round_code, head.language) == ("ALPHA", "2026", "fr")
    assert (head.entity_type_label, head.duty_station_label) == ("Bureau hors Siège", "Genève")
    assert (head.as_of, head.deadline) == (AS_OF, date(2026, 7, 31))
    assert head.printed_on == date(2026, 11, 23)


def test_nobody_who_typed_or_printed_is_named(shared, tmp_path):
    target = printed(shared, "ALPHA", tmp_path / "a.pdf")
    assert "tester" not in text_of(target)
    assert b"tester" not in target.read_bytes()


def test_personnel_is_counted_as_the_indicator_counts_it(shared):
    part = shared.reports.capability_summary("2026", "ALPHA").workforce
    figure = shared.assessments.compute("2026", entities=["ALPHA"]).of("ALPHA")["W01"]
    assert part.fte_total.value == figure.value == 2
    assert (part.fte_dedicated.value, part.fte_non_dedicated.value) == (
        Decimal("1.5"),
        Decimal("0.5"),
    )
    assert (part.headcount.value, part.vacant_posts.value) == (4, 1)
    assert part.ict_cost.value == Decimal("250000.00")  # 100,000 x (100 + 100 + 40 + 10) %
    rows = {row.label: row for row in part.by_personnel_type}
    assert rows["Staff member"].fte_dedicated.value == Decimal("1.5")
    assert rows["Company personnel under contract"].fte_non_dedicated.value == Decimal("0.5")
    assert sum(row.persons.value for row in part.by_function) == 4
    assert [row.label for row in part.by_grade] == ["Professional", "Non-staff personnel"]


def test_a_row_of_personnel_with_a_missing_share_has_no_number_while_the_others_do(workspace):
    keep(workspace, "2026", [without(person("GOLF", 8), "ict_time_share")])
    # The derived FTE has to go with the answer it comes from.
    table = workspace.database.schema.records["staff"]
    key = f"2026/{person('GOLF', 8).uid}"
    with workspace.database.writing("Blank") as transaction:
        transaction.change(table, [(key, {"f_fte": Decimal(1)}, {"f_fte": None})])
    part = workspace.reports.capability_summary("2026", "GOLF").workforce
    rows = {row.label: row for row in part.by_function}
    desk, networks = rows["Service desk and user support"], rows["Networks and telephony"]
    assert (desk.fte_dedicated.value, desk.fte_dedicated.state) == (None, ValueState.NR)
    assert (networks.fte_dedicated.value, networks.fte_dedicated.state) == (2, ValueState.OK)
    assert part.fte_total.state is ValueState.NR  # 4 of 5 persons are less than 95 per cent


def test_personnel_whose_function_is_blank_is_not_lost(workspace):
    keep(workspace, "2026", [without(person("GOLF", 8), "ict_function")])
    part = workspace.reports.capability_summary("2026", "GOLF").workforce
    assert [row.label for row in part.by_function][-1] == "Not stated"
    assert sum(row.fte_dedicated.value for row in part.by_function) == part.fte_total.value == 5


def test_systems_are_counted_without_retired_ones(shared):
    part = shared.reports.capability_summary("2026", "ALPHA").systems
    assert part.total.value == 2
    assert {row.label: row.count for row in part.by_status} == {"In use": 2, "Retired": 1}
    assert [row.name for row in part.most_used] == ["Payroll", "Archive"]
    assert part.most_used[0].criticality_label == "Tier 1"
    assert (part.without_recovery_test.value, part.recovery_test_due.value) == (1, 2)


def test_a_recovery_objective_that_nobody_owes_is_not_applicable(workspace):
    small = {"criticality": "TIER_4", "rto_h": None, "rpo_h": None, "users_active": 900}
    keep(workspace, "2026", [system("ALPHA", 5, "Poll", **small)])
    owed = without(system("ALPHA", 6, "Mail", users_active=800), "rto_h")
    keep(workspace, "2026", [owed])
    poll, mail = workspace.reports.capability_summary("2026", "ALPHA").systems.most_used[:2]
    assert (poll.name, poll.rto_hours.state) == ("Poll", ValueState.NA)
    assert (mail.name, mail.rto_hours.state) == ("Mail", ValueState.NR)


def test_closed_rooms_are_listed_but_not_counted(shared):
    part = shared.reports.capability_summary("2026", "ALPHA").data_centres
    assert part.total.value == 1
    assert [row.name for row in part.rows] == ["Basement room", "Old room"]
    assert part.rows[0].pue.value == Decimal("1.8")
    assert part.rows[1].pue.state is ValueState.NA


def test_an_impossible_energy_ratio_fails_a_check(workspace):
    wrong = room(
        "ALPHA", 7, "Wrong meter", energy_total_kwh=Decimal(100), energy_it_kwh=Decimal(200)
    )
    keep(workspace, "2026", [wrong])
    rows = workspace.reports.capability_summary("2026", "ALPHA").data_centres.rows
    [found] = [row for row in rows if row.name == "Wrong meter"]
    assert (found.pue.value, found.pue.state) == (None, ValueState.ERR)


def test_cost_is_split_between_funds_without_losing_a_cent(shared):
    part = shared.reports.capability_summary("2026", "ALPHA").costs
    figure = shared.assessments.compute("2026", entities=["ALPHA"]).of("ALPHA")["C02"]
    assert part.total.value == figure.numerator == Decimal("100000.01")
    assert amounts(part.by_fund) == {
        "Regular budget": Decimal("33330.00"),
        "Extrabudgetary resources": Decimal("66670.01"),
    }
    assert part.period == "1 July 2025 to 30 June 2026"


def test_amounts_of_two_years_are_converted_to_one_and_still_add_up(workspace):
    two_years = {"period_start": date(2024, 7, 1), "period_end": date(2026, 6, 30)}
    shares = {"fund_code": "PKM", "fund_share": Decimal("33.33"), "fund_code_2": "XB",
              "fund_share_2": Decimal("66.67")}  # fmt: skip
    keep(workspace, "2026", [cost("GOLF", 7, "1000.03", **two_years, **shares)])
    part = workspace.reports.capability_summary("2026", "GOLF").costs
    assert part.total.value == Decimal(96000) + Decimal("500.015")
    assert sum(amounts(part.by_fund).values()) == part.total.value
    assert part.period.startswith("converted to twelve months")


def test_shares_that_do_not_add_up_leave_the_amount_with_no_fund(workspace):
    keep(workspace, "2026", [cost("GOLF", 7, "500", fund_share=Decimal(60))])
    part = workspace.reports.capability_summary("2026", "GOLF").costs
    assert amounts(part.by_fund) == {"Regular budget": 96000, "Fund not known": 500}


def test_staff_cost_that_the_indicator_adds_is_in_the_breakdown_too(workspace):
    keep(workspace, "2026", [unit("INDIA", 100), cost("INDIA", 0, "700", cost_element="SOFTWARE"),
                             person("INDIA", 0, "50", fund_share=Decimal(50), fund_code_2="XB",
                                    fund_share_2=Decimal(50))])  # fmt: skip
    part = workspace.reports.capability_summary("2026", "INDIA").costs
    assert part.total.value == 50700
    assert amounts(part.by_fund) == {"Regular budget": 25700, "Extrabudgetary resources": 25000}
    assert amounts(part.by_element) == {
        "Software and licences": 700,
        "Personnel of the staff sheet": 50000,
    }


def test_a_missing_amount_leaves_its_rows_and_the_total_without_a_number(workspace):
    keep(workspace, "2026", [without(cost("GOLF", 7, "1", fund_code="XB"), "amount")])
    part = workspace.reports.capability_summary("2026", "GOLF").costs
    rows = {row.label: row.amount for row in part.by_fund}
    assert rows["Regular budget"].value == 96000
    assert rows["Extrabudgetary resources"].state is ValueState.NR
    assert (part.total.value, part.total.state) == (None, ValueState.NR)


def test_a_total_that_holds_without_a_missing_amount_has_parts_that_add_up_to_it(workspace):
    """Rule M-B: HOTEL confirmed USD 50,000 in 2025, so 49,000 and one blank make a total."""
    blank = without(cost("HOTEL", 7, "1"), "amount")
    small = cost("HOTEL", 8, "49000", fund_code="XB", cost_element="HARDWARE")
    keep(workspace, "2026", [blank, small])
    table = workspace.database.schema.records["costs"]
    with workspace.database.writing("Retire") as transaction:
        key = f"2026/{cost('HOTEL', 0, '1').uid}"
        gone = ({"f_retired_on": None}, {"f_retired_on": date(2026, 1, 1)})
        transaction.change(table, [(key, *gone)])
    part = workspace.reports.capability_summary("2026", "HOTEL").costs
    assert part.total.value == 49000
    assert amounts(part.by_fund) == {"Regular budget": None, "Extrabudgetary resources": 49000}
    assert amounts(part.by_element) == {"Hardware": 49000, "External personnel": None}


def test_lines_of_several_years_are_named_by_their_years(workspace):
    later = {"period_start": date(2026, 1, 1), "period_end": date(2026, 12, 31)}
    backwards = {"period_start": date(2030, 1, 1), "period_end": date(2029, 1, 1)}
    keep(workspace, "2026", [cost("GOLF", 7, "10", fund_code="XB", **later)])
    keep(workspace, "2026", [cost("GOLF", 8, "10", fund_code="XB", **backwards)])
    part = workspace.reports.capability_summary("2026", "GOLF").costs
    assert part.period == "twelve months in 2025\u20132026"


def test_answers_that_label_a_row_say_when_they_are_missing(workspace):
    keep(workspace, "2026", [without(room("GOLF", 0, "Attic"), "facility_class")])
    keep(workspace, "2026", [without(system("GOLF", 0, "Mail"), "hosting_type")])
    summary = workspace.reports.capability_summary("2026", "GOLF")
    assert summary.data_centres.rows[0].class_label == "Not stated"
    assert summary.systems.most_used[0].hosting_label == "Not stated"
    assert [row.label for row in summary.systems.by_hosting] == ["Not stated"]


def test_indicators_are_those_of_the_assessment(shared):
    rows = {row.id: row for row in shared.reports.capability_summary("2026", "ALPHA").indicators}
    computed = shared.assessments.compute("2026")
    for name, figure in computed.of("ALPHA").items():
        assert (rows[name].value.value, rows[name].value.state) == (figure.value, figure.state)
    band, compared = rows["C02"].peers, computed.comparisons["ALPHA", "C02"]
    assert (band.n, band.q1, band.median, band.q3) == (
        compared.n, compared.q1, compared.median, compared.q3,
    )  # fmt: skip
    assert band.group_label == "Office away from headquarters, 150 to 999 users"
    assert rows["R02"].peers is None


def test_findings_and_conflicts_are_listed_with_labels_and_the_most_serious_first(workspace):
    bad = replace(
        person("GOLF", 9),
        values={**person("GOLF", 9).values, "dedication": "NON_DEDICATED", "grade": None},
    )
    keep(workspace, "2026", [bad])
    conflict = {
        "id": "C1", "return_id": "R-GOLF", "round": "2026", "entity": "GOLF", "sheet": "units",
        "uid": unit("GOLF", 1).uid, "field": "users_served",
    }  # fmt: skip
    with workspace.database.writing("Conflict") as transaction:
        transaction.add(workspace.database.schema["conflict"], [conflict])
    summary = workspace.reports.capability_summary("2026", "GOLF")
    assert summary.coverage.open_conflicts == 1
    first, second = summary.gaps.rows[:2]
    assert (first.sheet, first.field) == (
        "Units",
        CATALOGUE["units"].fields["users_served"].label("en"),
    )
    assert (second.sheet, second.record, second.field, second.strength) == (
        "Staff", "P9 · Analyst", CATALOGUE["staff"].fields["grade"].label("en"), "blocks",
    )  # fmt: skip
    order = [row.strength for row in summary.gaps.rows]
    assert order == sorted(order, key=["blocks", "comment", "notice"].index)
    assert summary.gaps.total == len(summary.gaps.rows)
    assert summary.coverage.completeness.filled == summary.coverage.completeness.due - 1


def test_coverage_says_when_and_how_the_entity_answered(workspace):
    assert (
        workspace.reports.capability_summary("2026", "BRAVO").coverage.status is ReturnStatus.LATE
    )
    for sheet in CATALOGUE:
        empty = sheet.name in ("systems", "data_centres")
        declare(workspace, "GOLF", sheet.name, nothing=empty, unchanged=not empty)
    golf = workspace.reports.capability_summary("2026", "GOLF")
    assert golf.coverage.status is ReturnStatus.UNCHANGED
    assert golf.coverage.received_on == date(2026, 7, 20)
    assert golf.systems.standing is Standing.NOTHING_TO_REPORT
    assert (golf.systems.total.value, golf.systems.total.state) == (0, ValueState.OK)
    assert {sheet.label: sheet.standing for sheet in golf.coverage.sheets}["Systems"] is (
        Standing.NOTHING_TO_REPORT
    )


def test_quality_counts_every_record_once(shared):
    quality = shared.reports.capability_summary("2026", "ALPHA").coverage.quality
    assert (quality.measured, quality.records, quality.estimated, quality.unknown) == (0, 2, 0, 10)


def test_an_entity_that_has_not_answered_gets_an_honest_document(shared, tmp_path):
    summary = shared.reports.capability_summary("2026", "HOTEL")
    assert summary.coverage.status is ReturnStatus.NOT_ANSWERED
    assert summary.coverage.completeness.filled == 0
    assert summary.coverage.completeness.due > 0
    for part in (summary.workforce, summary.systems, summary.data_centres, summary.costs):
        assert part.standing is Standing.NOT_REPORTED
    assert summary.workforce.fte_total.value is None
    assert summary.costs.total.value is None
    assert {row.value.state for row in summary.indicators} == {ValueState.NR}
    text = text_of(printed(shared, "HOTEL", tmp_path / "h.pdf"))
    assert "The entity has not answered" in text
    assert "Records known before this round" in text
    assert "no answer yet" in text
    assert "none of these parts has been filled in" in text
    assert "Ledger" in text
    assert "Known before, not confirmed: 250.0" in text  # users per FTE of 2025
    assert "they are not confirmed and enter no figure" in text


def test_an_entity_of_which_nothing_is_known_gets_a_document_too(shared, tmp_path):
    text = text_of(printed(shared, "INDIA", tmp_path / "i.pdf"))
    assert "The entity has not answered" in text
    assert "Nothing is known about it from earlier rounds." in text
    assert "0%" in text
    assert "no answer yet" in text
    before_the_explanations = text.split("How to read this document")[0]
    assert "not applicable" not in before_the_explanations
    assert "Report it, or declare that there is nothing to report." in text


def test_imported_records_are_said_to_be_no_return(workspace):
    keep(workspace, "2026", [unit("INDIA", 100)])
    summary = workspace.reports.capability_summary("2026", "INDIA")
    assert summary.coverage.status is ReturnStatus.ANSWERED
    assert summary.coverage.received_on is None
    assert any("no workbook has come back" in text for text in summary.head.parameters)


def test_the_printed_page_holds_the_figures_of_the_assessment(shared, tmp_path):
    text = text_of(printed(shared, "ALPHA", tmp_path / "a.pdf"))
    for words in (
        "=SUM(A1) Office Alpha",
        "1.5 dedicated, 0.5 non-dedicated",
        "146 of 146 mandatory fields",
        "100,000.01 ÷ 200",
        "788,400 ÷ 438,000",
        "n = 5: Office away from headquarters, 150 to 999 users",
        "33,330",
        "66,670",
    ):
        assert words in text


def test_the_whole_adds_up_those_who_answered_and_says_who_did_not(shared):
    whole = shared.reports.secretariat_summary("2026")
    totals = shared.assessments.compute("2026").totals
    assert whole.workforce.fte_total.value == totals["W01"].value == 31
    assert whole.workforce.headcount.value == 33
    assert (whole.workforce.basis.entities, whole.workforce.basis.entities_asked) == (7, 9)
    assert (whole.systems.basis.entities, whole.systems.total.value) == (1, 2)
    assert whole.costs.total.value == totals["C02"].numerator == Decimal("1360000.01")
    assert sum(row.fte_dedicated.value for row in whole.workforce.by_function) == Decimal("30.5")
    responses = {row.label: row for row in whole.responses}
    office = responses["Office away from headquarters"]
    assert (office.asked, office.answered, office.late, office.outstanding) == (6, 5, 1, 1)
    silent = {row.code for row in whole.entities if row.status is ReturnStatus.NOT_ANSWERED}
    assert silent == {"HOTEL", "INDIA"}
    assert whole.gaps.rows[0].record == "2 entities have not answered"


def test_every_line_of_the_whole_is_the_total_of_that_entity(shared):
    for row in shared.reports.secretariat_summary("2026").entities:
        one = shared.reports.capability_summary("2026", row.code)
        assert row.status is one.coverage.status
        assert row.completeness == one.coverage.completeness
        assert row.fte_dedicated.value == one.workforce.fte_dedicated.value
        assert row.systems.value == one.systems.total.value
        assert row.data_centres.value == one.data_centres.total.value
        assert row.cost.value == one.costs.total.value


def test_the_distribution_over_all_entities_never_pools_missions_for_the_cost_share(shared):
    rows = {row.id: row for row in shared.reports.secretariat_summary("2026").indicators}
    assert rows["W03"].peers.n == 7
    assert (rows["W03"].peers.minimum, rows["W03"].peers.maximum) == (40, 120)
    assert rows["C01"].peers is None
    assert rows["W01"].peers is None  # a sum is not on one scale with its parts
    assert rows["W03"].coverage == "7 of 9; 90.8 %"


def printed_whole(workspace, target, language="en"):
    made = workspace.documents.compose("secretariat", "2026", language)
    return workspace.documents.print(made, target)


def test_the_page_of_the_whole_names_the_silent_ones(shared, tmp_path):
    text = text_of(printed_whole(shared, tmp_path / "all.pdf"))
    for words in ("1,360,000", "31.0", "HOTEL Office Hotel", "2,480 ÷ 31", "7 of 9;"):
        assert words in text


@pytest.mark.parametrize("language", ["ar", "zh", "fr"])
def test_labels_are_in_the_language_of_the_document(shared, tmp_path, language):
    summary = shared.reports.capability_summary("2026", "ALPHA", language)
    sheets = [sheet.label for sheet in summary.coverage.sheets]
    assert sheets == [sheet.label(language) for sheet in CATALOGUE]
    english = shared.reports.capability_summary("2026", "ALPHA", "en")
    assert summary.indicators[0].name != english.indicators[0].name
    assert summary.costs.by_fund[0].label != english.costs.by_fund[0].label
    assert printed(shared, "ALPHA", tmp_path / "a.pdf", language).stat().st_size


@pytest.mark.parametrize("kind", ["entity", "secretariat"])
def test_the_same_store_gives_the_same_bytes(shared, tmp_path, kind):
    written = []
    for name in ("one.pdf", "two.pdf"):
        target = tmp_path / name
        if kind == "entity":
            printed(shared, "ALPHA", target, "zh")
        else:
            printed_whole(shared, target, "ar")
        written.append(target.read_bytes())
    assert written[0] == written[1]


class Watched:
    """Progress that is kept; stops when *until* documents are complete."""

    def __init__(self, until=None):
        self.steps = []
        self.until = until

    def step(self, done, total, what=""):
        self.steps.append((done, total, what))
        if done == self.until:
            raise Cancelled


def test_every_entity_asked_gets_its_document_in_its_language(shared, tmp_path):
    progress = Watched()
    written = shared.documents.print_all("2026", tmp_path / "out", progress=progress)
    assert len(written) == 9
    assert sorted(written) == sorted((tmp_path / "out").iterdir())
    assert all(
        re.fullmatch(r"2026_[A-Z]+_capability-summary_[a-z]{2}\.pdf", p.name) for p in written
    )
    title = KINDS["summary"].title
    translated = translator("ar")(title) != title
    assert written[3].name == f"2026_DELTA_capability-summary_{'ar' if translated else 'en'}.pdf"
    assert progress.steps[0] == (0, 9, "")
    assert progress.steps[-1] == (9, 9, written[-1].name)
    alone = printed(shared, "ECHO", tmp_path / "echo.pdf")
    assert written[4].read_bytes() == alone.read_bytes()


def test_the_round_is_read_once_for_all_documents(shared, tmp_path):
    statements = []
    engine = shared.database._engine

    def watch(connection, cursor, statement, *rest):
        statements.append(statement)

    shared.reports._known = {}  # what an earlier test has read
    event.listen(engine, "before_cursor_execute", watch)
    try:
        assert shared.documents.print_all("2026", tmp_path / "out", "en", Watched(until=0)) == ()
    finally:
        event.remove(engine, "before_cursor_execute", watch)
    for table in shared.database.schema.records.values():
        # One query for the records, and one that asks who has records of their own.
        assert sum(f"FROM {table.name} " in s.replace("\n", " ") for s in statements) == 2


def test_what_is_complete_stays_after_a_cancel_and_nothing_half_written_does(shared, tmp_path):
    folder = tmp_path / "out"
    progress = Watched(until=2)
    written = shared.documents.print_all("2026", folder, "en", progress)
    assert progress.steps[-1][0] == 2
    assert len(written) >= 2  # those that were being written are finished
    assert sorted(written) == sorted(folder.iterdir())
    assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in written)


def test_a_folder_as_target_gets_a_file_with_a_safe_name(shared, tmp_path):
    target = printed(shared, "alpha", tmp_path)
    assert target == tmp_path / "2026_ALPHA_capability-summary_en.pdf"
    summary = shared.reports.capability_summary("2026", "ALPHA")
    strange = replace(summary, head=replace(summary.head, entity_code="é/..\\x", round_code="1"))
    assert entity_document(strange).stem == "1_--..-x_capability-summary_en"


def test_unknown_names_are_refused_and_nothing_is_written(shared, tmp_path):
    target = tmp_path / "none.pdf"
    for round_code, entity, language, code in (
        ("2026", "NOBODY", "en", "E-NOT-ASKED"),
        ("1999", "ALPHA", "en", "E-ROUND"),
        ("2026", "ALPHA", "xx", "E-LANGUAGE"),
    ):
        with pytest.raises(UserError) as refused:
            printed(shared, entity, target, language, round_code)
        assert refused.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_a_return_without_any_answer_is_an_answer_with_nothing_in_it(workspace, tmp_path):
    give_back(workspace, "INDIA")
    summary = workspace.reports.capability_summary("2026", "INDIA")
    assert summary.coverage.status is ReturnStatus.ANSWERED
    assert summary.workforce.standing is Standing.NOT_REPORTED
    assert {row.strength for row in summary.gaps.rows} == {"notice"}
    assert "not reported" in text_of(printed(workspace, "INDIA", tmp_path / "i.pdf"))
