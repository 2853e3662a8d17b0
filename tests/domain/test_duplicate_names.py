"""Names taken apart: letters of other scripts, ordinary words in six languages, what tells apart."""

# ruff: noqa: RUF001 - letters of other scripts are what this is about

from __future__ import annotations

import tomllib
from collections import defaultdict

import pytest

from inventory_app import paths
from inventory_app.domain.catalogue import default
from inventory_app.domain.duplicates.glossary import glossary
from inventory_app.domain.duplicates.letters import romanised, skeleton
from inventory_app.domain.duplicates.likeness import Comparison
from inventory_app.domain.duplicates.names import Reader
from inventory_app.domain.entities import read_entities
from inventory_app.languages import CODES

ENTITIES = read_entities()
STATIONS = default().code_lists["duty_stations"]


@pytest.fixture(scope="module")
def reader():
    return Reader(glossary(ENTITIES.values(), STATIONS))


@pytest.fixture(scope="module")
def comparison():
    return Comparison()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Éxito – Gestión", "exito gestion"), ("Инспира", "inspira"), ("Умоджа", "umoja"),
        ("النظام المتكامل", "nzam mtkaml"), ("ＵＭＯＪＡ", "umoja"), ("\u200eA\u200fb", "ab"),
        ("人才管理", "人才管理"), ("Straße", "strasse"), ("", ""),
    ],
)  # fmt: skip
def test_letters_of_other_scripts_become_latin_ones(text, expected):
    assert romanised(text) == expected


@pytest.mark.parametrize(
    "words", [("Inspira", "Инспира", "إنسبيرا"), ("Umoja", "Умоджа", "أوموجا"),
              ("Galileo", "Галилео", "غاليليو"), ("Mercury", "Меркурий", "ميركوري")],
)  # fmt: skip
def test_a_name_keeps_its_consonants_in_every_script(words):
    assert len({skeleton(romanised(word)) for word in words}) == 1


def test_the_list_of_ordinary_words_is_whole_and_says_each_word_once():
    source = tomllib.loads(paths.duplicate_words().read_text("utf-8"))
    assert set(source["small"]) == set(CODES)
    meanings = defaultdict(set)
    for meaning, languages in source["words"].items():
        assert set(languages) == set(CODES), meaning
        for code, words in languages.items():
            assert words, (meaning, code)
            for word in words:
                meanings[code, word].add(meaning)
    assert {place: found for place, found in meanings.items() if len(found) > 1} == {}


def test_a_name_is_read_as_what_tells_it_apart_and_ordinary_words_places_and_numbers(reader):
    words = reader.words("Umoja reporting portal 2 of UNOG, Женева")
    assert words.telling == ("umoja",)
    assert set(words.ordinary) == {"report", "portal"}
    assert words.entities == {"UNOG"}
    assert words.places == {"GENEVA"}
    assert words.numbers == {"2"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Documents and records management", "Gestion des documents et archives"),
        ("Public website", "Sitio web público"), ("Server room", "غرفة الخواديم"),
        ("Data centre", "数据中心"), ("Project tracking", "متابعة المشاريع"),
        ("Learning platform", "Plateforme d'apprentissage"),
    ],
)  # fmt: skip
def test_ordinary_names_mean_the_same_in_two_languages(reader, one, other):
    assert reader.words(one).sense == reader.words(other).sense
    assert not reader.words(one).distinct


@pytest.mark.parametrize(
    ("name", "base", "aliases", "beside"),
    [
        ("INSPIRA (talent management)", "INSPIRA", [], ["talent management"]),
        ("人才管理系统（Inspira）", "人才管理系统", ["Inspira"], []),
        ("Integrated Management Information System (IMIS)",
         "Integrated Management Information System", ["IMIS"], []),
        ("Umoja - Finance", "Umoja", [], ["Finance"]),
        ("Public website", None, [], []),
    ],
)  # fmt: skip
def test_explanations_and_other_names_are_taken_out_of_brackets(
    reader, name, base, aliases, beside
):
    names = reader.names(name)
    assert [each.words.text for each in names.every if each.kind == "base"] == (
        [base] if base else []
    )
    assert [each.words.text for each in names.every if each.kind == "alias"] == aliases
    assert [each.text for each in names.beside] == beside


def test_a_product_is_known_without_its_vendor(reader):
    names = reader.names("IBM Maximo", vendor="IBM Corporation")
    assert "Maximo" in [each.words.text for each in names.every]


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("Umoja", "UMOJA", "NAME-SAME"), ("SharePoint", "Share Point", "NAME-SAME"),
        ("iNeed", "I-Need", "NAME-SAME"), ("Galileo stock", "Stock Galileo", "NAME-ORDER"),
        ("IMIS", "Integrated Management Information System", "NAME-INITIALS"),
        ("Inspira", "إنسبيرا", "NAME-SCRIPT"), ("Galileo", "Galilleo", "NAME-SPELLING"),
        ("Umoja Finance", "Umoja Travel", "NAME-PART"), ("Atlas", "Mercury", ""),
        ("Phoenix 1", "Phoenix 2", "NAME-PART"), ("Server 1", "Server 2", ""), ("", "Umoja", ""),
    ],
)  # fmt: skip
def test_two_names_are_alike_for_a_reason(reader, comparison, one, other, code):
    assert comparison.alike(reader.words(one), reader.words(other)).code == code
    assert comparison.alike(reader.words(other), reader.words(one)).code == code


def test_a_name_that_tells_weighs_more_than_a_description_and_than_ordinary_words(
    reader, comparison
):
    def points(name):
        return comparison.alike(reader.words(name), Reader(reader.glossary).words(name)).points

    assert points("Umoja") > points("Goats counted weekly") > points("Intranet") > 0
