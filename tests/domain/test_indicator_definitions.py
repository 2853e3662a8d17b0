"""Definitions of indicators: what belongs to the program, and what is refused by name."""

from __future__ import annotations

import re

import pytest

from inventory_app import paths
from inventory_app.domain.catalogue import CatalogueError
from inventory_app.domain.indicator_definitions import default_indicators, load_indicators
from inventory_app.languages import CODES

WHOLE = (paths.catalogue() / "indicators.toml").read_text("utf-8")
START = WHOLE.index("[indicators.C02]")
C02 = WHOLE[START : WHOLE.index("[indicators.C03]")]
SMALL = WHOLE[: WHOLE.index("[indicators.W01]")] + C02


def load(tmp_path, text):
    file = tmp_path / "indicators.toml"
    file.write_text(text, "utf-8")
    return load_indicators(file)


def test_the_indicators_of_the_program():
    names = "W01 W02 W03 W04 C01 C02 C03 C04 S01 S07 D01 D09 R02 K02 G04"
    assert [each.id for each in default_indicators()] == names.split()
    assert default_indicators() is default_indicators()


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


@pytest.mark.parametrize(("name", "factor"), [("W02", 100), ("S01", 1000), ("W01", 1), ("D01", 1)])
def test_the_factor_belongs_to_the_unit(name, factor):
    assert default_indicators()[name].factor == factor


def test_a_file_with_one_indicator_is_read(tmp_path):
    assert [each.id for each in load(tmp_path, SMALL)] == ["C02"]


def test_the_version_changes_with_the_text(tmp_path):
    assert load(tmp_path, SMALL).version != load(tmp_path, SMALL + "\n# more\n").version


PLACE = "indicators.toml, C02"


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
        ("[indicators.C02]", "[indicators.cost]", "indicators.toml, cost", "one capital letter"),
        ('value = "8807"', 'value = "much"', f"{PLACE}, references", "not a number: much"),
        ('value = "8807"', "value = 8807", f"{PLACE}, references", "value is not a str"),
        ('year = "2017", ', "", f"{PLACE}, references", "no year"),
        ('year = "2017"', 'years = "2017"', f"{PLACE}, references", "unknown key years"),
        ('8807", unit = "usd_per_user"', '8807", unit = "x"', f"{PLACE}, references", "unit x"),
    ],
)
def test_a_wrong_definition_is_refused_by_name(tmp_path, old, new, place, problem):
    assert old in SMALL
    with pytest.raises(CatalogueError) as error:
        load(tmp_path, SMALL.replace(old, new))
    assert error.value.params["place"] == place
    assert problem in error.value.params["problem"]


@pytest.mark.parametrize("key", ["label", "definition"])
@pytest.mark.parametrize("language", CODES)
def test_a_missing_language_is_refused_by_name(tmp_path, key, language):
    text = re.sub(rf"(?m)^{key}\.{language} = .*$", "", C02)
    with pytest.raises(CatalogueError) as error:
        load(tmp_path, SMALL.replace(C02, text))
    assert error.value.params == {"place": PLACE, "problem": f"no {key} in {language}"}


@pytest.mark.parametrize(("kind", "name"), [("group", "cost"), ("unit", "usd_per_user")])
def test_a_group_or_unit_without_a_language(tmp_path, kind, name):
    start = SMALL.index(f"[{kind}s.{name}]")
    broken = SMALL[:start] + SMALL[start:].replace("label.ru", "label.xx", 1)
    with pytest.raises(CatalogueError) as error:
        load(tmp_path, broken)
    assert error.value.params["place"].startswith(f"indicators.toml, {kind} {name}")


def test_a_reference_that_is_no_table(tmp_path):
    text = re.sub(r"(?s)references = \[.*?\n\]", "references = [4]", C02)
    with pytest.raises(CatalogueError, match="a reference has value"):
        load(tmp_path, SMALL.replace(C02, text))


@pytest.mark.parametrize("part", ["groups", "units", "indicators"])
def test_a_file_that_lacks_a_part(tmp_path, part):
    text = re.sub(rf"(?m)^\[{part}\.", "[more.", SMALL)
    with pytest.raises(CatalogueError, match="unknown key more"):
        load(tmp_path, text)


def test_a_file_without_indicators(tmp_path):
    with pytest.raises(CatalogueError, match="no indicators"):
        load(tmp_path, SMALL.replace(C02, ""))
    with pytest.raises(CatalogueError, match="no indicators"):
        load(tmp_path, SMALL.replace(C02, "[indicators]"))
