"""Maps of lists: read strictly, refused by name where they are wrong."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.list_headings import map_of_headings
from inventory_app.domain.list_maps import (
    COLUMN_KEYS,
    ENTITIES_KEYS,
    ENTITY_KEYS,
    MAP_KEYS,
    MapError,
    read_map,
)
from inventory_app.domain.transforms import TRANSFORMS
from inventory_app.errors import UserError

CATALOGUE = catalogues.default()
MANUAL = Path(__file__).parents[2] / "docs" / "import-maps.md"
HEAD = '[map]\nsheet = "systems"\nentity = { column = "Office" }\n'
NAME = '[columns.name]\nfrom = "System"\n'


def read(text):
    return read_map(text, "their.toml", CATALOGUE)


def test_a_small_map_has_the_sheets_own_key():
    mapping = read(HEAD + NAME)
    assert (mapping.sheet, mapping.key, mapping.apart) == ("systems", ("name",), ())
    assert mapping.columns["name"].columns == ("System",)
    assert (mapping.entity.column, mapping.unknown, mapping.language) == ("Office", "refuse", "en")


def test_every_key_is_read():
    mapping = read(
        '[map]\nsheet = "costs"\nkey = ["line_no", "period_start"]\napart = ["line_no"]\n'
        'language = "fr"\nleave = ["x"]\n'
        'entity = { column = "a", name = "b", prefix = "XY-" }\n'
        '[entities]\nunknown = "create"\ntype = "PKO"\nalias = { "Base  Nord" = "UNGSC" }\n'
        '[columns.line_no]\nfrom = ["n", "m"]\njoin = "/"\ntransform = ["upper", "strip"]\n'
        "[columns.period_start]\nvalue = 2024-07-01\n"
        '[columns.fund_code]\nfrom = "f"\ncodes = { "Regular" = "RB", "*" = "" }\ndefault = "XB"\n'
        "[columns.amount]\nvalue = 1250.50\n"
        '[columns.remarks]\nfrom = { "Town" = "City", "Land" = "State" }\n'
    )
    columns = mapping.columns
    assert mapping.aliases == {"base nord": "UNGSC"}
    assert (mapping.unknown, mapping.entity_type, mapping.leave) == ("create", "PKO", ("x",))
    assert (mapping.entity.name, mapping.entity.prefix) == ("b", "XY-")
    assert (columns["line_no"].columns, columns["line_no"].join) == (("n", "m"), "/")
    assert columns["line_no"].transforms == ("upper", "strip")
    assert columns["period_start"].constant == date(2024, 7, 1)
    assert columns["fund_code"].codes == {"regular": "RB", "*": None}
    assert columns["fund_code"].default == "XB"
    assert columns["amount"].constant == Decimal("1250.50")
    assert columns["remarks"].labels == ("Town", "Land")
    assert columns["remarks"].join == "; "


def test_the_manual_shows_a_map_that_can_be_read():
    example = re.search(r"```toml\n(.*?)```", MANUAL.read_text("utf-8"), re.DOTALL)
    assert read(example[1]).key == ("name",)


def test_the_manual_names_every_key_and_transformation():
    named = set(re.findall(r"`([a-z_]+)", MANUAL.read_text("utf-8")))
    known = {*MAP_KEYS, *ENTITY_KEYS, *ENTITIES_KEYS, *COLUMN_KEYS, *TRANSFORMS}
    assert known - named == {"column"}  # shown in the examples only
    assert "column =" in MANUAL.read_text("utf-8")


def test_the_maps_of_the_real_lists_can_be_read(reference):
    maps = sorted((reference / "maps").glob("*.toml"))
    assert len(maps) == 4
    for file in maps:
        assert read_map(file.read_text("utf-8"), file.name, CATALOGUE).columns


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (HEAD + NAME + "[colums]\n", "colums"),
        (HEAD.replace("sheet =", "shet =") + NAME, "shet"),
        (HEAD.replace("systems", "system") + NAME, "system"),
        (HEAD.replace("column =", "colum =") + NAME, "colum"),
        (HEAD + '[entities]\nunkown = "create"\n' + NAME, "unkown"),
        (HEAD + '[entities]\nunknown = "guess"\n' + NAME, "guess"),
        (HEAD + '[entities]\ntype = "CITY"\n' + NAME, "CITY"),
        (HEAD + NAME + 'form = "x"\n', "form"),
        (HEAD + NAME + '[columns.naem]\nfrom = "x"\n', "naem"),
        (HEAD + NAME + "[columns.tco_total]\nvalue = 5\n", "tco_total is computed"),
        (HEAD + NAME + '[columns.status]\nvalue = "PROD"\n', "PROD"),
        (HEAD + NAME + '[columns.status]\nfrom = "x"\ncodes = { "in use" = "USED" }\n', "USED"),
        (HEAD + NAME + '[columns.status]\nfrom = "x"\ndefault = "USED"\n', "USED"),
        (HEAD + NAME + "[columns.users_active]\nvalue = -1\n", "V-BELOW"),
        (HEAD + NAME + '[columns.users_active]\nvalue = "many"\n', "many"),
        (HEAD + NAME + '[columns.url]\nfrom = "x"\ntransform = ["eval"]\n', "eval"),
        (HEAD + NAME + '[columns.url]\nfrom = "x"\nvalue = "y"\n', "either from or value"),
        (HEAD + NAME + "[columns.url]\n", "either from or value"),
        (HEAD + NAME + "[columns.url]\nfrom = []\n", "names no column"),
        (HEAD + NAME + 'codes = { "A" = "x", "a " = "y" }\n', "stands there twice"),
        (HEAD + '[columns.url]\nfrom = "x"\n', "nothing gives name"),
        (HEAD.replace("[map]", '[map]\nkey = ["url"]') + NAME, "url"),
        (HEAD.replace("[map]", '[map]\napart = ["app_id"]') + NAME, "app_id"),
        (HEAD.replace("[map]", '[map]\nlanguage = "de"') + NAME, "de"),
        (HEAD.replace('"Office"', '"Office", value = "UNOG"') + NAME, "either column or value"),
        (HEAD.replace('"Office"', '"Office", prefix = "../"') + NAME, "prefix"),
        (HEAD + "[columns]\nname = 5\n", "[columns.name]: it is not a table"),
        (HEAD + NAME + 'join = "-"\n', "join needs several columns"),
        (HEAD + NAME + 'codes = "x"\n', "codes: it is not a table"),
        (HEAD + NAME + "[columns.url]\nfrom = [1]\n", "list of names"),
        (HEAD + NAME + "[columns.url]\nvalue = { a = 1 }\n", "url cannot be"),
        (HEAD + NAME + '[columns.url]\nvalue = "a"\njoin = "b"\n', "value stands alone"),
        (HEAD + NAME + '[entities.alias]\n"A" = "UNOG"\n"a " = "UNON"\n', "two entities"),
        (HEAD.replace("[map]", "[map]\nkey = []") + NAME, "names no field"),
        (HEAD + NAME + "from = 1\n", "TOML"),
        (HEAD, "[columns]"),
        (NAME, "[map]"),
    ],
)
def test_what_is_wrong_is_refused_by_its_name(text, named):
    with pytest.raises(MapError) as caught:
        read(text)
    assert named in str(caught.value)
    assert "their.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text", "result"),
    [
        ("strip", "  a b ", "a b"),
        ("first_line", "\n https://a.int \nsecond", "https://a.int"),
        ("first_line", " \n", ""),
        ("one_line", " a\n  b\t c ", "a b c"),
        ("lower", "UN.ORG", "un.org"),
        ("upper", "un.org", "UN.ORG"),
        ("host", "https://User@WWW.UN.ORG:8080/en?x=1", "www.un.org"),
        ("host", "UN.ORG", "un.org"),
        ("host", "http://[broken", "http://[broken"),
        ("host", "", ""),
        ("year", "2016-01-10", "2016"),
        ("year", "from 2016 to 2018", "from 2016 to 2018"),
        ("year", "long ago", "long ago"),
    ],
)
def test_transformations_keep_what_they_do_not_understand(name, text, result):
    assert TRANSFORMS[name](text) == result


def test_headings_that_are_names_of_fields_need_no_map():
    mapping = map_of_headings(["entity", "name", "Application_Type", "other"], CATALOGUE["systems"])
    assert {name: source.columns for name, source in mapping.columns.items()} == {
        "name": ("name",),
        "application_type": ("Application_Type",),
    }
    assert (mapping.entity.column, mapping.language) == ("entity", "en")


@pytest.mark.parametrize("language", ["ar", "zh", "fr", "ru", "es"])
def test_headings_may_be_labels_in_any_language_which_then_is_that_of_the_numbers(language):
    sheet = CATALOGUE["systems"]
    fields = [sheet.fields[name] for name in ("name", "status", "users_registered", "run_cost")]
    mapping = map_of_headings(["entity", *(f.label(language) for f in fields)], sheet)
    assert list(mapping.columns) == [field.name for field in fields]
    assert mapping.language == language


@pytest.mark.parametrize(
    ("headings", "code"),
    [
        (["a", "b"], "E-LIST-COLUMNS"),
        (["name", "status"], "E-LIST-ENTITY"),
        (["entity", "status"], "E-LIST-KEY"),
    ],
)
def test_headings_that_say_too_little_are_refused(headings, code):
    with pytest.raises(UserError) as caught:
        map_of_headings(headings, CATALOGUE["systems"])
    assert caught.value.code == code
