"""What has changed in the questions since last time, compared and told."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from inventory_app.domain.catalogue import default
from inventory_app.domain.definition_changes import as_text, definition_changes, from_text
from inventory_app.domain.definition_words import MOST_NAMED, sheet_lines
from inventory_app.texts import translator

NOW = default()
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
_ = translator("en")


def everything(_sheet):
    return True


def with_fields(sheet, fields, catalogue=NOW):
    changed = replace(catalogue[sheet], fields=fields)
    return replace(catalogue, sheets={**catalogue.sheets, sheet: changed})


def changed_field(name, **changes):
    """Return the catalogue as it was when a field of the systems sheet was asked differently."""
    fields = dict(NOW["systems"].fields)
    fields[name] = replace(fields[name], **changes)
    return with_fields("systems", fields)


def compared(before, asked_before=everything, asked=None):
    return definition_changes(before, asked_before, NOW, asked or list(NOW.sheets))


def lines(changes):
    return [line for change in changes for line in sheet_lines(change, _)]


def test_the_same_questions_are_no_change():
    assert compared(NOW) == ()


def test_new_and_dropped_questions_are_named_by_sheet():
    fields = dict(NOW["systems"].fields)
    gone = fields.pop("users_active")
    fields["colour"] = replace(gone, name="colour", labels=dict.fromkeys(LANGUAGES, "Colour"))
    (change,) = compared(with_fields("systems", fields))
    assert (change.fate, change.labels["en"]) == ("changed", NOW["systems"].label("en"))
    assert lines([change]) == [f"New: {gone.label('en')}.", "No longer asked: Colour."]


@pytest.mark.parametrize(
    ("changes", "aspect", "words"),
    [
        ({"unit": "hours"}, "unit", "another unit"),
        ({"level": "optional"}, "required", "now required"),
        ({"help": {**NOW["systems"].fields["name"].help, "en": "x"}}, "meaning", "explained anew"),
        ({"type": NOW["systems"].fields["users_active"].type}, "kind", "another kind of answer"),
    ],
)
def test_a_question_that_is_asked_differently_says_how(changes, aspect, words):
    (change,) = compared(changed_field("name", **changes))
    (field,) = change.of("changed")
    assert aspect in field.aspects
    assert words in lines([change])[0]


def test_another_list_of_answers_is_told():
    kind = NOW["systems"].fields["hosting_type"].type
    codes = dict(list(kind.list.codes.items())[:-1])
    (change,) = compared(
        changed_field("hosting_type", type=replace(kind, list=replace(kind.list, codes=codes)))
    )
    assert "another list of answers" in lines([change])[0]


def test_a_renamed_question_is_not_new_and_gives_its_old_name():
    fields = dict(NOW["systems"].fields)
    old = fields.pop("users_active")
    fields["users"] = replace(old, name="users", labels={**old.labels, "en": "Users"})
    now = dict(NOW["systems"].fields)
    now["users_active"] = replace(old, renamed_from="users")
    (change,) = definition_changes(
        with_fields("systems", fields), everything, with_fields("systems", now), ["systems"]
    )[:1]
    assert change.of("new") == change.of("dropped") == ()
    assert lines([change]) == [f"Asked differently: {old.label('en')} (was called “Users”)."]


def test_a_better_translation_is_no_change_of_the_question():
    field = NOW["systems"].fields["name"]
    assert compared(changed_field("name", labels={**field.labels, "ru": "x"})) == ()


def test_sheets_come_and_go_and_come_back():
    before = NOW.only([name for name in NOW.sheets if name != "costs"])
    asked = [name for name in NOW.sheets if name != "units"]
    changes = compared(before, lambda name: name != "staff", asked)
    assert {c.labels["en"]: c.fate for c in changes} == {
        NOW["costs"].label("en"): "new",
        NOW["staff"].label("en"): "resumed",
        NOW["units"].label("en"): "dropped",
    }
    assert [each[:10] for each in lines(changes)] == ["This sheet"] * 3


def test_of_many_questions_the_first_are_named_and_the_rest_counted():
    fields = {n: f for n, f in NOW["systems"].fields.items() if f.common or n == "name"}
    (line,) = lines(compared(with_fields("systems", fields)))
    new = len(NOW["systems"].asked) - sum(f in NOW["systems"].asked for f in fields.values())
    assert line.count(";") == MOST_NAMED
    assert line.endswith(f"; and {new - MOST_NAMED} more.")


def test_changes_travel_as_text():
    changes = compared(changed_field("name", unit="hours"), lambda name: name != "staff")
    kept = json.loads(json.dumps(as_text(changes)))
    assert from_text(kept) == changes
    with pytest.raises(ValueError, match="strange"):
        from_text([["strange", {"en": "x"}, []]])
