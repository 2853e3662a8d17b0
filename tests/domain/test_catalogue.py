"""The field catalogue: what belongs to the program is right, what is wrong is refused by name."""

from __future__ import annotations

import shutil
from decimal import Decimal
from itertools import pairwise

import pytest

from inventory_app import paths
from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.catalogue import CatalogueError, default, load
from inventory_app.domain.derivations import DERIVATIONS
from inventory_app.domain.field_types import TYPES, Code
from inventory_app.domain.units import UNITS
from inventory_app.languages import CODES

SIX = "\n".join(f'{{key}}.{code} = "{{text}} {code}"' for code in CODES)


def texts(key="label", text="A text"):
    return SIX.format(key=key, text=text)


def field(name="size", **options):
    given = {"type": '"integer"', "section": '"identity"', "level": '"optional"', **options}
    lines = [f"{key} = {value}" for key, value in given.items() if value is not None]
    return "\n".join([f"[fields.{name}]", *lines, texts("label", name), texts("help", name)])


def sheet(*fields, head=None, extra=""):
    given = {
        "order": "1",
        "prefix": '"BX"',
        "key": '["name"]',
        "title": '["name"]',
        "clauses": '["I.10(d)"]',
    } | (head or {})
    lines = [f"{key} = {value}" for key, value in given.items() if value is not None]
    name = field("name", type='"text"', level='"required"')
    return "\n".join([
        "[sheet]", *lines, texts(text="Boxes"), texts("help", "Boxes"),
        "[sections.identity]", texts(text="Identity"), name, *fields, extra,
    ])  # fmt: skip


COMMON = "\n".join([
    "[sections.record]", texts(text="Record"),
    field("remarks", type='"text"', section='"record"'),
])  # fmt: skip
COLOURS = "\n".join([
    "[list]", texts(text="Colours"),
    "[codes.RED]", texts(text="Red"), "[codes.BLUE]", texts(text="Blue"),
])  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """Return a function that writes a small catalogue and gives its folder."""

    def write(boxes=None, common=COMMON, colours=COLOURS, **sheets):
        (tmp_path / "sheets").mkdir()
        (tmp_path / "codelists").mkdir()
        (tmp_path / "common.toml").write_text(common, "utf-8")
        (tmp_path / "codelists" / "colours.toml").write_text(colours, "utf-8")
        for name, text in {"boxes": boxes or sheet(), **sheets}.items():
            (tmp_path / "sheets" / f"{name}.toml").write_text(text, "utf-8")
        return tmp_path

    return write


def refused(folder):
    with pytest.raises(CatalogueError) as error:
        load(folder)
    assert error.value.code == "E-CATALOGUE"
    return error.value.params["place"], error.value.params["problem"]


# The catalogue of this program.


def test_the_catalogue_of_the_program_has_its_ten_sheets_in_order():
    assert list(default().sheets) == [
        "units", "staff", "systems", "data_centres", "service_desks", "networks", "devices",
        "contracts", "projects", "costs",
    ]  # fmt: skip


def test_a_sheet_asks_for_few_answers_of_every_row():
    for one in default():
        assert sum(each.when is None for each in one.required) <= 13, one.name


def test_what_is_asked_together_stands_together():
    """Columns of one section are neighbours, so that a band can stand above them."""
    for one in default():
        sections = [each.section for each in one]
        changes = [sections[0]] + [b for a, b in pairwise(sections) if a != b]
        assert len(changes) == len(set(changes)), one.name
        assert set(sections) == one.sections.keys(), one.name


def test_every_field_type_derivation_and_unit_of_the_program_is_used():
    fields = [each for one in default() for each in one]
    assert {each.type.name for each in fields} == TYPES.keys()
    assert {each.derived for each in fields if each.derived} == DERIVATIONS.keys()
    assert {each.unit for each in fields if each.unit} <= UNITS.keys()


def test_every_code_list_is_used():
    used = {each.type.codes for one in default() for each in one if isinstance(each.type, Code)}
    assert default().code_lists.keys() - used <= {"areas", "entity_types", "budget_periods"}


def test_what_all_sheets_share_comes_last():
    for one in default():
        shared = [each.common for each in one]
        assert shared == sorted(shared)
        assert one.fields["remarks"].common


def test_only_asked_fields_are_due():
    for one in default():
        assert all(each in one.asked for each in one.required)
        assert not any(each.derived or each.retired for each in one.asked)


def test_the_version_is_that_of_the_content(tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(paths.catalogue(), copy)
    assert load(copy).version == default().version
    file = copy / "common.toml"
    file.write_text(file.read_text("utf-8") + "\n# changed\n", "utf-8")
    assert load(copy).version != default().version


# A small one.


def test_a_small_catalogue_is_read(folder):
    every = [
        field("size", minimum="1", maximum="9", unit='"m2"', type='"decimal"', places="1"),
        field("colour", type='"code"', codes='"colours"'),
        field("lid", type='"yes_no"'),
        field("lid_colour", type='"code"', codes='"colours"', level='"required"',
              when='{ field = "lid", codes = ["yes"] }'),
        field("inside", type='"reference"', to='"boxes"'),
        field("owner", type='"text"', personal="true", max_length="9"),
        field("old", retired="true", renamed_from='"older"'),
    ]  # fmt: skip
    boxes = load(folder(sheet(*every)))["boxes"]
    size = boxes.fields["size"]
    assert (size.type.minimum, size.type.maximum, size.type.places) == (1, 9, 1)
    assert isinstance(size.type.minimum, Decimal)
    assert size.label("fr") == "size fr"
    assert boxes.label("ru") == "Boxes ru"
    assert boxes.fields["colour"].type.list.label("RED", "es") == "Red es"
    assert [each.name for each in boxes.due({"lid": True})] == ["name", "lid_colour"]
    assert [each.name for each in boxes.due({"lid": False})] == ["name"]
    assert boxes.fields["owner"].sensitivity == "person"
    assert "old" not in {each.name for each in boxes.asked}
    assert boxes.title_of({"name": "Big"}) == "Big"
    assert boxes.closed_needs == frozenset()


def test_what_a_closed_or_invalid_record_owes(folder):
    boxes = load(
        folder(
            sheet(
                field("size", level='"required"'),
                field("weight", level='"required"'),
                head={"closed_needs": '["size"]'},
            )
        )
    )["boxes"]
    assert [each.name for each in boxes.due({"record_status": "CLOSED"})] == ["name", "size"]
    assert list(boxes.due({"record_status": "INVALID"})) == []
    assert len(list(boxes.due({"record_status": "VALID"}))) == 3


BOXES = "sheets/boxes.toml"
SIZE = "sheets/boxes.toml, size"


@pytest.mark.parametrize(
    ("options", "place", "problem"),
    [
        ({"colour": '"red"'}, SIZE, "unknown key colour"),
        ({"type": '"number"'}, SIZE, "unknown type number"),
        ({"type": None}, SIZE, "unknown type None"),
        ({"unit": '"furlongs"'}, SIZE, "unknown unit furlongs"),
        ({"level": '"nice"'}, SIZE, "unknown level nice"),
        ({"level": None}, SIZE, "unknown level None"),
        ({"section": '"attic"'}, SIZE, "unknown section attic"),
        ({"section": None}, SIZE, "no section"),
        ({"section": "3"}, SIZE, "section is not a str: 3"),
        ({"derived": '"magic"'}, SIZE, "unknown derivation magic"),
        ({"derived": '"pue"'}, SIZE, "it is computed from"),
        ({"max_length": "3"}, SIZE, "a field of type integer has no max_length"),
        ({"minimum": '"one"'}, SIZE, "minimum cannot be one"),
        ({"places": "true"}, SIZE, "places cannot be True"),
        ({"personal": '"yes"'}, SIZE, "personal is not a bool: yes"),
        ({"renamed_from": "1"}, SIZE, "renamed_from is not a str: 1"),
        ({"type": '"code"', "codes": '"sizes"'}, SIZE, "there is no code list sizes"),
        ({"type": '"code"'}, SIZE, "there is no code list None"),
        ({"type": '"reference"'}, SIZE, "a reference says to which sheet"),
        ({"type": '"reference"', "to": '"bags"'}, SIZE, "there is no sheet bags"),
        ({"when": '{ field = "name" }'}, f"{SIZE}, when", "no codes"),
        ({"when": '{ codes = ["X"] }'}, f"{SIZE}, when", "no field"),
        ({"when": '{ field = "name", codes = [1] }'}, f"{SIZE}, when", "not a list of names"),
        ({"when": '{ field = "lid", codes = ["yes"] }'}, SIZE, "no field lid"),
        ({"when": '{ field = "name", codes = ["yes"] }'}, SIZE, "name is neither a code nor"),
        ({"when": '{ field = "name", codes = ["X"], x = 1 }'}, SIZE, "unknown key x"),
    ],
)
def test_a_wrong_field_is_refused_by_file_and_name(folder, options, place, problem):
    where, what = refused(folder(sheet(field("size", **options))))
    assert where == place
    assert problem in what


@pytest.mark.parametrize("key", ["label", "help"])
@pytest.mark.parametrize("language", CODES)
def test_a_missing_language_is_refused_by_file_field_and_language(folder, key, language):
    text = field("size").replace(f'{key}.{language} = "size {language}"', "")
    assert refused(folder(sheet(text))) == (SIZE, f"no {key} in {language}")


def test_a_blank_text_is_as_good_as_none(folder):
    text = field("size").replace('label.fr = "size fr"', 'label.fr = " "')
    assert refused(folder(sheet(text))) == (SIZE, "no label in fr")


def test_a_language_that_nobody_speaks_here(folder):
    text = field("size") + '\nlabel.de = "Größe"'
    assert refused(folder(sheet(text))) == (f"{SIZE}, label", "unknown key de")


def test_a_field_without_any_label(folder):
    text = "\n".join(x for x in field("size").splitlines() if not x.startswith("label"))
    assert refused(folder(sheet(text))) == (SIZE, "no label")


def test_a_help_longer_than_a_spreadsheet_holds(folder):
    text = field("size").replace("size zh", "x" * 241)
    text = text.replace(f'label.zh = "{"x" * 241}"', 'label.zh = "size zh"')
    assert refused(folder(sheet(text))) == (SIZE, "help in zh is longer than 240 characters")


def test_a_sheet_name_longer_than_a_tab_holds(folder):
    text = sheet().replace('label.es = "Boxes es"', f'label.es = "{"x" * 32}"')
    assert refused(folder(text)) == (BOXES, "label in es is longer than 31 characters")


@pytest.mark.parametrize("name", ["Size", "9lives", "a-b", "x" * 41])
def test_a_field_name_is_small_and_plain(folder, name):
    where, what = refused(folder(sheet(field(name))))
    assert where == f"{BOXES}, {name}"
    assert "a field name" in what


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        ({"colour": '"red"'}, "unknown key colour"),
        ({"order": None}, "no order"),
        ({"order": '"first"'}, "order is not a int: first"),
        ({"order": "true"}, "order is not a int: True"),
        ({"prefix": None}, "no prefix"),
        ({"prefix": '"box"'}, "a prefix has two capital letters"),
        ({"key": None}, "no key"),
        ({"key": '["nam"]'}, "there is no field nam"),
        ({"title": '["nam"]'}, "there is no field nam"),
        ({"closed_needs": '["nam"]'}, "there is no field nam"),
        ({"clauses": "[3]"}, "clauses is not a list of names"),
    ],
)
def test_a_wrong_sheet_is_refused_by_file(folder, head, problem):
    assert refused(folder(sheet(head=head))) == (BOXES, problem)


def test_other_things_wrong_with_a_sheet(folder):
    assert refused(folder(sheet(extra="[boxes]"))) == (BOXES, "unknown key boxes")


def test_a_file_without_a_sheet(folder):
    assert refused(folder("[fields]")) == (BOXES, "no sheet")


def test_a_field_that_all_sheets_have(folder):
    text = sheet(field("remarks"))
    assert refused(folder(text)) == (BOXES, "remarks is a field that all sheets have")


def test_two_sheets_with_one_prefix(folder):
    where, what = refused(folder(bags=sheet(head={"order": "2"})))
    assert (where, what) == ("sheets", "two sheets have the same prefix")


def test_a_condition_on_a_code_that_is_not_in_the_list(folder):
    text = sheet(
        field("colour", type='"code"', codes='"colours"'),
        field("size", when='{ field = "colour", codes = ["GREEN"] }'),
    )
    assert refused(folder(text)) == (SIZE, "colour has no code GREEN")


def test_a_file_that_is_no_toml(folder):
    where, _ = refused(folder("[sheet"))
    assert where == "boxes.toml"


def test_a_file_that_is_no_text(folder):
    place = folder()
    (place / "common.toml").write_bytes(b"\xff\xfe")
    assert refused(place)[0] == "common.toml"


def test_a_file_that_is_not_there(folder):
    place = folder()
    (place / "common.toml").unlink()
    assert refused(place)[0] == "common.toml"


@pytest.mark.parametrize(
    ("change", "place", "problem"),
    [
        (("[codes.RED]", "[codes.red]"), ", red", "a code has capital letters"),
        (("[codes.RED]", "[codes.RED]\nshade = 1"), ", RED", "unknown key shade"),
        (("[list]", "[lists]"), "", "unknown key lists"),
        (('label.fr = "Red fr"', ""), ", RED", "no label in fr"),
        (
            ('label.fr = "Blue fr"', 'label.fr = "RED FR"'),
            ", BLUE",
            "the label in fr is also that of RED",
        ),
        (("[codes.RED]", "[codes.RED]\nattributes = { n = 1 }"), ", RED", "attributes are texts"),
        (('label.ar = "Colours ar"', ""), "", "no label in ar"),
    ],
)
def test_a_wrong_code_list_is_refused_by_file_and_code(folder, change, place, problem):
    where, what = refused(folder(colours=COLOURS.replace(*change)))
    assert where == f"codelists/colours.toml{place}"
    assert problem in what


def test_a_code_list_without_codes(folder):
    text = COLOURS[: COLOURS.index("[codes.RED]")]
    assert refused(folder(colours=text)) == ("codelists/colours.toml", "no codes")


def test_common_fields_are_held_to_the_same_rules(folder):
    assert refused(folder(common=COMMON + "\n[more]")) == ("common.toml", "unknown key more")


def test_the_message_names_the_place_for_the_user(folder):
    with pytest.raises(CatalogueError, match=r"boxes.toml, size: unknown type number"):
        load(folder(sheet(field("size", type='"number"'))))


def test_the_default_catalogue_is_read_once():
    assert catalogues.default() is default()
