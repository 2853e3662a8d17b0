"""A round at a glance, on answers that can be added up by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from answered_store import (
    ANSWERED,
    Clock,
    answered_store,
    cost,
    declare,
    give_back,
    keep,
    person,
    system,
    unit,
)

from inventory_app.domain.values import ValueState
from inventory_app.errors import UserError
from inventory_app.texts import translator
from inventory_app.workspace import Workspace


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def workspace(tmp_path, clock):
    made = answered_store(tmp_path, clock)
    yield made
    made.close()


def test_responses_are_counted_with_the_entities_behind_them(workspace):
    overview = workspace.overviews.of("2026")
    assert {name: count.value for name, count in overview.responses.items()} == {
        "asked": 9, "answered": 7, "on-time": 6, "late": 1, "imported": 0, "outstanding": 2,
        "overdue": 2, "approved": 0,
    }  # fmt: skip
    assert overview.responses["late"].behind.entities == ("BRAVO",)
    assert overview.responses["outstanding"].behind.entities == ("HOTEL", "INDIA")


def test_the_figures_are_those_of_the_assessment_and_of_the_printed_summary(workspace):
    overview = workspace.overviews.of("2026")
    total = workspace.assessments.compute("2026").totals
    assert overview.kpi("fte_dedicated").value == total["W01"].parts["dedicated"]
    assert overview.kpi("fte_non_dedicated").value == Decimal("0.5")
    assert overview.kpi("systems").value == 2  # of three, one is retired
    assert overview.kpi("data_centres").value == 1  # of two, one is closed
    assert overview.kpi("cost").value == total["C02"].numerator
    assert overview.kpi("fte_dedicated").coverage == (7, 9)
    assert overview.kpi("systems").coverage == (1, 9)
    assert overview.kpi("systems").behind.entities == ("ALPHA",)
    assert sum(overview.kpi("cost").by_entity.values()) == overview.kpi("cost").value


def test_an_entity_without_an_answer_gives_no_figure_and_no_zero(workspace):
    overview = workspace.overviews.of("2026")
    assert all("HOTEL" not in kpi.by_entity for kpi in overview.kpis)
    assert "INDIA" not in overview.kpi("systems").by_entity


def test_change_compares_only_those_who_reported_in_both_rounds(workspace):
    keep(workspace, "2025", [unit("FOX", 100), person("FOX", 0), cost("FOX", 0, "50000")])
    keep(workspace, "2025", [unit("HOTEL", 100, 1)])
    workspace.overviews.catch_up()
    kpi = workspace.overviews.of("2026").kpi("cost")
    assert (kpi.previous, kpi.previous_coverage.counted) == (Decimal(100_000), 2)
    assert (kpi.compared, kpi.change, kpi.change_share) == (1, Decimal(14_000), Decimal(28))


def test_findings_and_completeness_are_those_of_the_status(workspace):
    overview, status = workspace.overviews.of("2026"), workspace.rounds.status("2026")
    for strength in ("blocks", "comment", "notice"):
        [count] = [each for each in overview.findings if each.strength == strength]
        assert count.value == sum(each.by_strength[strength] for each in status.entities)
        assert set(count.behind.entities) == {
            each.entity.code for each in status.entities if each.by_strength[strength]
        }
    assert overview.filled == sum(each.filled for each in status.entities)
    assert overview.due == sum(each.due for each in status.entities)


def test_peers_show_values_only_where_at_least_three_are_ranked(workspace):
    chart = next(
        each for each in workspace.overviews.of("2026").peers if each.definition.id == "W03"
    )
    boxes = {box.group: box for box in chart.boxes}
    office = boxes["OAH", "M"]
    assert office.comparison.n == 5
    assert office.comparison.median == Decimal(100)
    assert office.values["BRAVO"] == Decimal(50)
    commission = boxes["REG_COMM", "M"]
    assert commission.values == {}
    assert set(commission.hidden) == {"FOX", "GOLF"}
    assert chart.total.value == workspace.assessments.compute("2026").totals["W03"].value


def charted(workspace, name="W03"):
    charts = workspace.overviews.of("2026").peers
    return {box.group: box for each in charts if each.definition.id == name for box in each.boxes}


def test_a_group_that_has_hardly_answered_shows_no_values(workspace):
    assert charted(workspace)["OAH", "M"].values
    workspace.assessments.freeze_groups("2026")
    keep(workspace, "2026", [unit("HOTEL", 90_000, 1)], standing="carried")
    box = charted(workspace)["OAH", "M"]
    assert (box.comparison.basis, box.comparison.median, box.values) == ("uncovered", None, {})
    assert set(box.hidden) == set(box.members)
    compared = workspace.assessments.compute("2026").comparisons
    assert compared["BRAVO", "W03"].basis == "uncovered", "as everywhere else"


def test_groups_that_were_frozen_are_those_of_the_charts(workspace):
    workspace.assessments.freeze_groups("2026")
    before = {group: box.members for group, box in charted(workspace).items()}
    keep(workspace, "2026", [unit("BRAVO", 90_000, 1)], standing="reported")
    assert workspace.assessments.compute("2026").groups["BRAVO"] == ("OAH", "M")
    assert {group: box.members for group, box in charted(workspace).items()} == before


def test_trends_leave_out_rounds_until_they_have_been_computed(workspace):
    first = workspace.overviews.of("2026")
    assert first.missing_rounds == ("2025",)
    assert [point.round for point in first.trends["cost"].points] == ["2026"]
    steps = []

    class Watching:
        def step(self, done, total, what=""):
            steps.append(what)

    workspace.overviews.catch_up(Watching())
    assert steps
    again = workspace.overviews.of("2026")
    assert again.missing_rounds == ()
    points = again.trends["cost"].points
    assert [(point.round, point.value, point.coverage) for point in points] == [
        ("2025", Decimal(50_000), (1, 9)), ("2026", again.kpi("cost").value, (7, 9)),
    ]  # fmt: skip
    assert again.trends["W03"].points[1].value == Decimal(2480) / 31
    assert [point.round for point in workspace.overviews.of("2025").trends["cost"].points] == [
        "2025"
    ]


def test_what_needs_attention_says_why_and_leads_to_the_records(workspace):
    keep(workspace, "2025", [person("GOLF", n) for n in range(20)])
    workspace.overviews.catch_up()
    overview = workspace.overviews.of("2026")
    found = {(each.entity, each.code): each for each in overview.attention}
    assert {entity for entity, code in found if code == "A-OVERDUE"} == {"HOTEL", "INDIA"}
    jump = found["GOLF", "A-JUMP"]
    assert (jump.params["before"], jump.params["now"]) == (20, 4)
    assert jump.behind.sheet == "staff"
    assert jump.sentence(translator("en")) == "Dedicated ICT personnel: 4, after 20 in round 2025."
    assert overview.attention[0].code == "A-OVERDUE"
    assert all(each.sentence(translator("ar")) for each in overview.attention)


def fresh(workspace):
    """Return the overview as a program would that knows nothing yet."""
    with Workspace.open(workspace.database.path, clock=Clock(), who="x") as other:
        with other.database.keeping() as connection:
            connection.exec_driver_sql("DROP TABLE IF EXISTS derived_standing")
            connection.exec_driver_sql("DROP TABLE IF EXISTS derived_state")
        other.overviews.catch_up()
        return other.overviews.of("2026")


def facts(overview):
    return (
        overview.kpis, overview.findings, overview.filled, overview.due, overview.trends,
        overview.peers, overview.attention, overview.responses,
    )  # fmt: skip


def test_after_any_change_the_overview_is_what_a_new_program_would_compute(workspace):
    workspace.overviews.catch_up()
    changes = [
        lambda: keep(workspace, "2026", [system("FOX", 1, "New system")]),
        lambda: keep(workspace, "2025", [cost("FOX", 9, "1000")]),
        lambda: declare(workspace, "GOLF", "systems", nothing=True),
        lambda: give_back(workspace, "INDIA"),
        workspace.history.undo,
        workspace.history.undo,
        lambda: workspace.register.approve("2026", ["ALPHA"]),
        lambda: workspace.register.extend("2026", ["INDIA"], date(2026, 12, 31)),
        lambda: workspace.history.undo(3),
    ]
    for change in changes:
        change()
        mine = facts(workspace.overviews.of("2026"))
        workspace.close()
        with Workspace.open(workspace.database.path, clock=Clock(), who="x") as other:
            assert facts(other.overviews.of("2026")) == mine
        assert facts(fresh(workspace)) == mine


def test_an_overview_of_an_unknown_round_is_refused(workspace):
    with pytest.raises(UserError) as refused:
        workspace.overviews.of("1999")
    assert refused.value.code == "E-ROUND"


def test_a_round_in_which_nobody_was_asked_has_an_empty_overview(tmp_path, clock):
    entities = tmp_path / "entities.toml"
    entities.write_text('[entities.A]\ntype = "OAH"\nname = "A"\nvalid_to = 2000-01-01\n')
    with Workspace.create(
        tmp_path / "e.ictinv", entity_list=entities, clock=clock, who="x"
    ) as made:
        made.rounds.open("2026", as_of=date(2026, 6, 30), deadline=date(2026, 9, 30))
        overview = made.overviews.of("2026")
        assert overview.completeness is None
        assert [(kpi.value, kpi.state) for kpi in overview.kpis] == [(None, ValueState.NR)] * 5
        assert [chart.boxes for chart in overview.peers] == [()] * 3


def test_the_register_tells_what_was_asked_what_came_and_what_is_open(workspace):
    row = workspace.register.of("2026").row("BRAVO")
    assert (row.participation.status, row.deadline, row.overdue) == (
        "late",
        date(2026, 7, 31),
        False,
    )
    assert [(back.file_name, back.on_time) for back in row.returns] == [("BRAVO.xlsx", False)]
    assert row.issued is None
    assert (
        tuple(
            each.entity.code
            for each in workspace.register.of("2026").rows
            if each.participation.answered
        )
        == ANSWERED
    )
    status = {each.entity.code: each for each in workspace.rounds.status("2026").entities}
    for each in workspace.register.of("2026").rows:
        told = status[each.entity.code]
        assert (each.filled, each.due, each.findings) == (told.filled, told.due, told.by_strength)


def test_approval_is_given_and_withdrawn_and_can_be_undone(workspace):
    assert workspace.register.approve("2026", ["ALPHA", "BRAVO"]) == 2
    assert workspace.register.approve("2026", ["ALPHA"]) == 0
    row = workspace.register.of("2026").row("ALPHA")
    assert (row.approved, row.participation.approved_by) == (True, "tester")
    assert workspace.register.withdraw_approval("2026", ["ALPHA"]) == 1
    assert not workspace.register.of("2026").row("ALPHA").approved
    workspace.history.undo()
    assert workspace.register.of("2026").row("ALPHA").approved
    workspace.history.undo()
    assert not workspace.register.of("2026").row("BRAVO").approved
    with pytest.raises(UserError) as refused:
        workspace.register.approve("2026", ["ALPHA", "HOTEL"])
    assert refused.value.code == "E-NOTHING-TO-APPROVE"
    assert not workspace.register.of("2026").row("ALPHA").approved
    assert workspace.safekeeping.verify() == []


def test_an_entity_with_more_time_is_not_overdue(workspace, clock):
    assert workspace.register.of("2026").row("HOTEL").overdue
    assert workspace.register.extend("2026", ["HOTEL"], date(2026, 12, 31)) == 1
    row = workspace.register.of("2026").row("HOTEL")
    assert (row.deadline, row.overdue) == (date(2026, 12, 31), False)
    workspace.register.extend("2026", ["HOTEL"], None)
    assert workspace.register.of("2026").row("HOTEL").overdue
    with pytest.raises(UserError) as refused:
        workspace.register.extend("2026", ["HOTEL"], date(2026, 1, 1))
    assert refused.value.code == "E-DEADLINE"


def test_the_contact_of_an_entity_is_changed_and_taken_back(workspace):
    changed = workspace.entities.change("alpha", focal_point="Ms Ng", contact=" ng@example.org ")
    assert (changed.focal_point, changed.contact) == ("Ms Ng", "ng@example.org")
    number = workspace.history.last(1)[0].number
    workspace.entities.change("ALPHA", focal_point="Ms Ng")
    assert workspace.history.last(1)[0].number == number
    workspace.history.undo()
    assert workspace.entities.find("ALPHA").focal_point == ""
    with pytest.raises(UserError):
        workspace.entities.change("ALPHA", language="xx")
    with pytest.raises(TypeError):
        workspace.entities.change("ALPHA", type="PKO")
    assert workspace.safekeeping.verify() == []
