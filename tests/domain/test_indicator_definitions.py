"""Definitions of indicators: what belongs to the program, and what is refused by name."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal

import pytest

from inventory_app import paths
from inventory_app.domain.catalogue import CatalogueError
from inventory_app.domain.indicator_definitions import default_indicators, load_indicators
from inventory_app.languages import CODES

FOLDER = paths.catalogue() / "indicators"
COMMON = (FOLDER / "common.toml").read_text("utf-8")
_COST = (FOLDER / "cost.toml").read_text("utf-8")
C02 = _COST[_COST.index("[indicators.C02]") : _COST.index("[indicators.C03]")]
_WORK = (FOLDER / "workforce.toml").read_text("utf-8")
W02 = _WORK[_WORK.index("[indicators.W02]") : _WORK.index("[indicators.W03]")]


def load(tmp_path, text=C02, common=COMMON, name="cost.toml"):
    folder = tmp_path / "indicators"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "common.toml").write_text(common, "utf-8")
    (folder / name).write_text(text, "utf-8")
    return load_indicators(folder)


def refusal(tmp_path, text=C02, common=COMMON):
    with pytest.raises(CatalogueError) as error:
        load(tmp_path, text, common)
    return error.value.params["place"], error.value.params["problem"]


def test_the_indicators_of_the_program_stand_in_the_order_of_their_groups():
    found = default_indicators()
    assert default_indicators() is found
    groups = [each.group for each in found]
    assert groups == sorted(groups, key=list(found.groups).index)
    assert set(groups) <= set(found.groups)
    assert not any(each.own for each in found)


def test_one_indicator_with_all_it_says():
    each = default_indicators()["C02"]
    assert (each.group, each.unit, each.direction) == ("cost", "usd_per_user", "L")
    assert (each.missing, each.zero, each.floor) == ("M-B", {"Z-2", "Z-4"}, 10)
    assert (each.peers, each.places, each.factor) == ("P-1", 0, 1)
    assert [(ref.value, ref.year) for ref in each.references] == [(17591, "2010"), (8807, "2017")]
    assert default_indicators().group_label("C02", "fr") == "Coûts"
    assert default_indicators().unit_label("C02", "en") == "USD per user per year"
    assert each.label("en") == "ICT cost per user"
    assert each.definition("en").startswith("Total annual ICT cost")


def test_a_declared_indicator_knows_what_it_reads():
    each = default_indicators()["W02"]
    assert each.reads == (
        ("staff", "occupancy"), ("staff", "dedication"), ("staff", "fte"),
    )  # fmt: skip
    assert (each.sheets, each.enough) == (("staff",), 95)
    assert each.numerator[0].scope.name == "persons"


@pytest.mark.parametrize(("name", "factor"), [("W02", 100), ("S01", 1000), ("W01", 1), ("D01", 1)])
def test_the_factor_belongs_to_the_unit(name, factor):
    assert default_indicators()[name].factor == factor


def test_a_file_with_one_indicator_is_read(tmp_path):
    assert [each.id for each in load(tmp_path)] == ["C02"]


def test_the_version_changes_with_the_text_of_any_file(tmp_path):
    version = load(tmp_path).version
    assert load(tmp_path, C02 + "\n# more\n").version != version
    assert load(tmp_path, common=COMMON + "\n# more\n").version != version


PLACE = "cost.toml, C02"


@pytest.mark.parametrize(
    ("old", "new", "place", "problem"),
    [
        ('group = "cost"', 'group = "costs"', PLACE, "unknown group costs"),
        ('group = "cost"', "", PLACE, "no group"),
        ('unit = "usd_per_user"\nd', 'unit = "euro"\nd', PLACE, "unknown unit euro"),
        ('direction = "L"', 'direction = "X"', PLACE, "unknown direction X"),
        ('missing = "M-B"', 'missing = "M-Z"', PLACE, "unknown missing M-Z"),
        ('zero = "Z-2,Z-4"', 'zero = "Z-9,Z-4"', PLACE, "unknown zero rule Z-9"),
        ('zero = "Z-2,Z-4"', 'zero = "Z-2"', PLACE, "rule Z-4 and a floor belong together"),
        ("floor = 10", "", PLACE, "rule Z-4 and a floor belong together"),
        ("floor = 10", 'floor = "ten"', PLACE, "floor is not a int: ten"),
        ('peers = "P-1"', 'peers = "P-9"', PLACE, "unknown peers P-9"),
        ("places = 0", "places = 9", PLACE, "places cannot be 9"),
        ("places = 0", "places = true", PLACE, "places is not a int: True"),
        ("clauses = [", "clauses = [1, ", PLACE, "clauses is not a list of names"),
        ("places = 0", 'places = 0\ncolour = "red"', PLACE, "unknown key colour"),
        ("[indicators.C02]", "[indicators.cost]", "cost.toml, cost", "one capital letter"),
        ("[indicators.C02]", "[indicators.X02]", "cost.toml, X02", "one capital letter"),
        ('value = "8807"', 'value = "much"', f"{PLACE}, references", "not a number: much"),
        ('value = "8807"', "value = 8807", f"{PLACE}, references", "value is not a str"),
        ('year = "2017", ', "", f"{PLACE}, references", "no year"),
        ('year = "2017"', 'years = "2017"', f"{PLACE}, references", "unknown key years"),
        ('8807", unit = "usd_per_user"', '8807", unit = "x"', f"{PLACE}, references", "unit x"),
        ('formula = "cost_per_user"', "", PLACE, "a numerator or a formula"),
        ('inputs = ["costs.amount"', 'inputs = ["costs amount"', PLACE, "no sheet and field"),
        ("places = 0", "places = 0\nenough = 95", PLACE, "enough belongs to M-A"),
        ("places = 0", 'places = 0\nnothing = "WHY"', PLACE, "unknown reason WHY"),
        ("places = 0", 'places = 0\nsubject = "x"', PLACE, "unknown subject x"),
        ("places = 0", "places = 0\nvalid = { minimum = 1 }", f"{PLACE}, valid", "not a number: 1"),
        ("places = 0", 'places = 0\nvalid = { most = "1" }', f"{PLACE}, valid", "unknown key most"),
        ('value = "2800"', 'worth = "2800"', f"{PLACE}, example", "unknown key worth"),
        ('numerator = "4200000", ', "", f"{PLACE}, example", "it needs a value"),
    ],
)  # fmt: skip
def test_a_wrong_definition_is_refused_by_name(tmp_path, old, new, place, problem):
    assert old in C02
    found = refusal(tmp_path, C02.replace(old, new))
    assert found[0] == place
    assert problem in found[1]


UPPER = 'numerator = { of = "persons", sum = "fte", where = ["dedication is NON_DEDICATED"] }'
WHY = 'reason_en = "counted both ways"'
LOWER = 'denominator = { of = "persons", sum = "fte" }'


@pytest.mark.parametrize(
    ("old", "new", "place", "problem"),
    [
        (UPPER, 'numerator = "fte"', ", numerator", "a term is a table"),
        (UPPER, 'numerator = { of = "persons" }', ", numerator", "counts records or has a sum"),
        (UPPER, 'numerator = { sum = "fte" }', ", numerator", "no of"),
        ('sum = "fte", w', 'sum = "fte +", w', ", numerator", "something is missing: fte +"),
        ('sum = "fte", w', 'sum = "__import__", w', ", numerator", "cannot be understood"),
        ('sum = "fte", w', 'sum = "fte.real", w', ", numerator", "cannot be understood"),
        ('sum = "fte", w', 'sum = "fte * :k", w', ", numerator", "there is no parameter k"),
        ("dedication is NON_DEDICATED", "dedication", ", numerator", "no condition: dedication"),
        ("dedication is NON_DEDICATED", "dedication is A, b", ", numerator", "“b” is no code"),
        (LOWER, 'denominator = { indicator = "W02", take = "numerator" }', "", "comes back to itself"),
        (LOWER, 'denominator = { indicator = "W99", take = "numerator" }', "", "no indicator W99"),
        (LOWER, 'denominator = { indicator = "W02", take = "value" }', ", denominator", "take cannot"),
        (LOWER, LOWER + '\nformula = "x"\ninputs = ["staff.fte"]', "", "a numerator or a formula"),
        (LOWER, LOWER + '\ninputs = ["staff.fte"]', "", "inputs belong to a formula"),
        (LOWER, LOWER + '\nbeside = ["staff.fte"]', "", "beside belongs to a formula"),
        (LOWER, LOWER + '\napplies = ["fte > 0"]', "", "applies belongs to each"),
        (LOWER, 'bridges = [{ round = "2027" }]', ", bridges", "no factor"),
        (LOWER, f'bridges = [{{ round = "2027", factor = "0", {WHY} }}]', ", bridges", "above zero"),
        (LOWER, f'bridges = [{{ round = "", factor = "2", {WHY} }}]', ", bridges", "of its own"),
        (LOWER, f'bridges = [{{ round = "1", factor = "2", {WHY}, by = "A" }}]', ", bridges", "by"),
        (LOWER, "interval = true", "", "an interval needs a denominator"),
        ("enough = 95", "enough = 0", "", "enough is a percentage"),
        ("enough = 95\n", "each = 1\n", "", "each is not a bool"),
        ('missing = "M-A"', 'missing = "M-C"', "", "enough belongs"),
    ],
)  # fmt: skip
def test_a_wrong_term_is_refused_by_name(tmp_path, old, new, place, problem):
    assert old in W02
    found = refusal(tmp_path, W02.replace(old, new))
    assert found[0] in (f"cost.toml, W02{place}", f"indicators, W02{place}")
    assert problem in found[1]


def test_by_rule_m_c_records_are_counted_and_nothing_is_added_up(tmp_path):
    text = W02.replace('missing = "M-A"', 'missing = "M-C"').replace("enough = 95\n", "")
    assert "counted" in refusal(tmp_path, text)[1]


@pytest.mark.parametrize(
    ("scope", "problem"),
    [
        ('[scopes.x]\nof = "y"\n[scopes.y]\nof = "x"\n', "it comes back to itself: x → y → x"),
        ('[scopes.x]\nof = "nothing"\n', "there is no scope nothing"),
        ('[scopes.x]\nsheet = "staff"\nof = "persons"\n', "has a sheet, or is a part"),
        ('[scopes.x]\nof = "persons"\never = true\n', "ever belongs to the widest scope"),
        ('[scopes.x]\nsheet = "staff"\nwhere = ["a is B"]\n', "unknown key where"),
        ('[scopes.x]\nsheet = "staff"\nconditions = ["a = B"]\n', "cannot be understood"),
        ('[scopes.x]\nsheet = "staff"\nconditions = ["fte > :k"]\n', "there is no parameter k"),
    ],
)
def test_a_wrong_scope_is_refused_by_name(tmp_path, scope, problem):
    place, found = refusal(tmp_path, common=COMMON + "\n" + scope)
    assert place.startswith("common.toml, scope")
    assert problem in found


def test_indicators_that_need_each_other_are_refused(tmp_path):
    def needs(name, other):
        term = f'numerator = {{ indicator = "{other}", take = "numerator" }}'
        text = re.sub(r"(?m)^(formula|inputs|example) = .*$", "", C02)
        return text.replace("C02]", f"{name}]").replace("places = 0", f"places = 0\n{term}")

    text = needs("C02", "C05") + needs("C05", "C06") + needs("C06", "C02")
    assert refusal(tmp_path, text)[1] == "it comes back to itself: C02 → C05 → C06 → C02"


def test_one_name_twice_in_two_files_is_refused(tmp_path):
    load(tmp_path)
    (tmp_path / "indicators" / "more.toml").write_text(C02, "utf-8")
    with pytest.raises(CatalogueError, match="it is defined twice"):
        load_indicators(tmp_path / "indicators")


@pytest.mark.parametrize("key", ["label", "definition"])
@pytest.mark.parametrize("language", CODES)
def test_a_missing_language_is_refused_by_name(tmp_path, key, language):
    text = re.sub(rf"(?m)^{key}\.{language} = .*$", "", C02)
    assert refusal(tmp_path, text) == (PLACE, f"no {key} in {language}")


@pytest.mark.parametrize(("kind", "name"), [("group", "cost"), ("unit", "usd_per_user")])
def test_a_group_or_unit_without_a_language(tmp_path, kind, name):
    start = COMMON.index(f"[{kind}s.{name}]")
    broken = COMMON[:start] + COMMON[start:].replace("label.ru", "label.xx", 1)
    assert refusal(tmp_path, common=broken)[0].startswith(f"common.toml, {kind} {name}")


def test_a_factor_that_is_no_number(tmp_path):
    broken = COMMON.replace("factor = 1000", 'factor = "1000"')
    assert refusal(tmp_path, common=broken)[1] == "factor is not a int: 1000"


def test_a_reference_that_is_no_table(tmp_path):
    text = re.sub(r"(?s)references = \[.*?\n\]", "references = [4]", C02)
    assert "a reference has value" in refusal(tmp_path, text)[1]


@pytest.mark.parametrize("part", ["groups", "units"])
def test_a_common_file_that_lacks_a_part(tmp_path, part):
    text = re.sub(rf"(?m)^\[{part}\.", "[more.", COMMON)
    assert "unknown key more" in refusal(tmp_path, common=text)[1]


def test_a_folder_without_indicators(tmp_path):
    assert "no indicators" in refusal(tmp_path, "")[1]
    assert "no indicators" in refusal(tmp_path, "[indicators]")[1]


@pytest.mark.parametrize("definition", list(default_indicators()), ids=lambda each: each.id)
def test_every_example_of_two_terms_agrees_with_its_value(definition):
    example = definition.example
    assert example is not None
    if example.denominator is not None:
        exact = example.numerator * definition.factor / example.denominator
        assert round(exact, 6) == round(Decimal(example.value), 6)
