"""Indicators of an organisation's own: checked, kept, shown as their own, taken back."""

from __future__ import annotations

import csv
import json
from decimal import Decimal

import pytest
from answered_store import answered_store

from inventory_app.domain.catalogue import CatalogueError
from inventory_app.domain.series import Bridge
from inventory_app.domain.values import ValueState
from inventory_app.errors import UserError
from inventory_app.languages import CODES


def six(key, text):
    return "\n".join(f'{key}.{code} = "{text} {code}"' for code in CODES)


def entry(name="X01", **changes):
    parts = {
        "group": '"systems"', "unit": '"percent"', "direction": '"H"', "missing": '"M-A"',
        "zero": '"Z-1"', "peers": '"P-1"', "clauses": "[]", "places": "1",
        "numerator": '{ of = "systems_in_use", count = true, where = ["criticality is TIER_1"] }',
        "denominator": '{ of = "systems_in_use", count = true }', **changes,
    }  # fmt: skip
    head = "\n".join(f"{key} = {value}" for key, value in parts.items() if value)
    return f"[indicators.{name}]\n{head}\n{six('label', 'Vital')}\n{six('definition', 'Vital share.')}\n"


@pytest.fixture
def workspace(tmp_path):
    with answered_store(tmp_path) as made:
        yield made


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "own.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def test_an_indicator_of_ones_own_is_computed_beside_the_others(workspace, file):
    assert workspace.own_indicators.all() == ()
    added = workspace.own_indicators.add(file(entry()))
    assert (added.new, added.changed) == (("X01",), ())
    found = workspace.assessments.compute("2026")
    assert [each.id for each in found.definitions][-1] == "X01"
    alpha = found.of("ALPHA")["X01"]
    assert (alpha.value, alpha.denominator, alpha.state) == (100, 2, ValueState.OK)
    assert found.totals["X01"].denominator >= 2
    only = workspace.assessments.compute("2026", indicators=["x01"], entities=["ALPHA"])
    assert [each.id for each in only.definitions] == ["X01"]


def test_it_is_marked_as_ones_own_wherever_it_is_shown(workspace, file, tmp_path):
    workspace.own_indicators.add(file(entry()))
    found = workspace.assessments.compute("2026", indicators=["X01"])
    workspace.assessments.write(found, tmp_path / "f.csv", "en")
    with (tmp_path / "f.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert {row["Name of the indicator"] for row in csv.DictReader(lines)} == {"Vital en (own)"}
    workspace.assessments.write(found, tmp_path / "f.json", "en")
    told = json.loads((tmp_path / "f.json").read_text("utf-8"))["definitions"]
    assert [(each["indicator"], each["own"]) for each in told] == [("X01", True)]
    assert workspace.explanations.explain("2026", "X01", "ALPHA").definition.own


def test_documents_hold_it_whatever_clauses_it_answers(workspace, file):
    workspace.own_indicators.add(file(entry()))
    for kind in ("65th-session", "methodology"):
        document = workspace.documents.compose(kind, "2026", "en")
        assert "Vital en (own)" in repr(document)
    answers = entry(clauses='["II.99"]')
    workspace.own_indicators.add(file(answers))
    document = workspace.documents.compose("65th-session", "2026", "en")
    assert "clause-II.99" not in repr(document), "nothing answers it"


def test_a_definition_may_say_how_values_from_before_it_changed_are_restated(workspace, file):
    bridge = '{ round = "2026", factor = "1.5", reason_en = "counted both ways" }'
    said = entry().replace("places =", f"bridges = [{bridge}]\nplaces =")
    workspace.own_indicators.add(file(said))
    found = workspace.trends.of("2026", indicators=["X01"], entities=["HOTEL"])
    before, _now = found.series["HOTEL", "X01"]
    assert before.figure.value is not None
    assert before.restated == before.figure.value * Decimal("1.5")
    own = Bridge(indicator="X01", round="2026", factor=Decimal(2), reason="found since")
    workspace.targets.add_bridge(own)
    assert workspace.targets.bridges() == (own,), "that of the store goes first"


def test_adding_and_removing_are_changes_that_can_be_taken_back(workspace, file):
    own = workspace.own_indicators
    own.add(file(entry()))
    assert "X01" in workspace.history.last(1)[0].params["indicators"]
    workspace.history.undo()
    assert own.all() == ()
    workspace.history.redo()
    assert own.remove("x01") == "X01"
    assert own.all() == ()
    workspace.history.undo()
    assert [each.id for each in own.all()] == ["X01"]


def test_the_same_file_again_changes_nothing_and_another_text_replaces(workspace, file):
    own = workspace.own_indicators
    own.add(file(entry() + entry("X02")))
    before = workspace.history.last(1)[0].number
    assert own.add(file(entry() + entry("X02"))).changed == ()
    assert workspace.history.last(1)[0].number == before
    again = own.add(file(entry(direction='"L"')))
    assert (again.new, again.changed) == ((), ("X01",))
    assert {each.id: each.direction for each in own.all()} == {"X01": "L", "X02": "H"}


def test_it_may_bring_its_own_group_unit_and_scope_and_use_terms_of_the_program(workspace, file):
    text = (
        f"[groups.mine]\n{six('label', 'Mine')}\n[units.per_cent_of_ten]\nfactor = 10\n"
        f"{six('label', 'tenths')}\n"
        '[scopes.vital]\nof = "systems_in_use"\nconditions = ["criticality is TIER_1"]\n'
        + entry(
            group='"mine"', unit='"per_cent_of_ten"', numerator='{ of = "vital", count = true }',
            denominator='{ indicator = "W01", take = "numerator" }',
        )
    )  # fmt: skip
    workspace.own_indicators.add(file(text))
    found = workspace.assessments.compute("2026", indicators=["X01"])
    alpha = found.of("ALPHA")["X01"]
    assert (alpha.numerator, alpha.denominator, alpha.value) == (2, 2, 10)
    assert found.indicators.group_label("X01", "fr") == "Mine fr"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (entry("W09"), "the letter X and two digits"),
        (entry(formula='"workforce_fte"'), "unknown key formula"),
        (entry(numerator='{ of = "systems", sum = "no_such" }'), "systems has no field no_such"),
        (entry(numerator='{ of = "nowhere", count = true }'), "there is no sheet nowhere"),
        (entry(numerator='{ of = "systems", sum = "name" }'), "name is no number"),
        (entry(numerator='{ of = "systems", count = true, where = ["status is GONE"] }'),
         "status has no code GONE"),
        (entry(numerator='{ of = "systems", count = true, where = ["name is past"] }'),
         "name is no date"),
        (entry(numerator='{ of = "systems", count = true, where = ["name is yes"] }'),
         "name is no yes/no field"),
        (entry(denominator='{ indicator = "X02", take = "numerator" }') + entry("X02"),
         "there is no indicator X02"),
        (entry(denominator='{ indicator = "X01", take = "numerator" }'), "comes back to itself"),
        (entry().replace("label.ar", "label.xx"), "unknown key xx"),
        ("groups = 4\n" + entry(), "groups is not a dict"),
        ("[units.percent]\n" + six("label", "x") + "\n" + entry(), "is a name of the program"),
        ("[units.none]\nfactor = 0\n" + six("label", "x") + "\n" + entry(), "factor cannot be 0"),
        ("[indicators]\n", "no indicators"),
        ("what is this", "Expected"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_by_name_and_nothing_is_kept(workspace, file, text, problem):
    with pytest.raises(CatalogueError) as error:
        workspace.own_indicators.add(file(text))
    assert problem in error.value.params["problem"]
    assert error.value.params["place"]
    assert workspace.own_indicators.all() == ()


def test_one_that_is_not_there_cannot_be_removed(workspace):
    with pytest.raises(UserError) as error:
        workspace.own_indicators.remove("X09")
    assert error.value.code == "E-OWN-INDICATOR"


def test_it_goes_out_with_everything_else(workspace, file, tmp_path):
    workspace.own_indicators.add(file(entry()))
    workspace.exports.write(tmp_path / "all.json")
    [kept] = json.loads((tmp_path / "all.json").read_text("utf-8"))["own_indicators"]
    assert (kept["id"], kept["file_name"]) == ("X01", "own.toml")
    assert kept["text"] == entry()
