"""What must not be seen is in no output: not in its bytes, not in its text, not by subtraction."""

from __future__ import annotations

import json
import zipfile
from decimal import Decimal

import pypdfium2
import pytest
from answered_store import TYPES, answered_store, keep, made, person, room, system, unit

from inventory_app.domain.document_kinds import FORMS, KINDS
from inventory_app.domain.profiles import Profile
from inventory_app.domain.redaction import hides, hides_records
from inventory_app.domain.values import ValueState

SECRETS = {
    "person": ("Zyxname", "Zyxboss", "Zyxowner", "zyxmail", "Zyxfocal"),
    "place": ("Zyxstreet", "46.987"),
    "recovery": ("7771", "Zyxplan"),
    "security": ("Zyxos", "zyx.example"),
    "note": ("Zyxremark",),
    "cost": ("7654321",),
}
OPEN = "Zyxledger"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("redacted")
    with answered_store(folder) as workspace:
        keep(workspace, "2026", [
            unit("ECHO", 10, 1, reports_to="Zyxboss"),
            person("ECHO", 90, person_name="Zyxname", remarks="Zyxremark", share="7"),
            system("ECHO", 0, OPEN, business_owner="Zyxowner", rto_h=7771, dr_plan_no="Zyxplan",
                   os="Zyxos", url="https://zyx.example", run_cost=Decimal(7654321),
                   users_active=4000),
            room("ECHO", 0, "Room 1", address="Zyxstreet 1", latitude=Decimal("46.987")),
        ], "reported")  # fmt: skip
        workspace.entities.change("ECHO", focal_point="Zyxfocal", contact="zyxmail@example.org")
        yield workspace


def pdf_text(path):
    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def texts_of(folder):
    """Return all that the files in *folder* say, whatever their kind."""
    found = []
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        if file.suffix == ".pdf":
            found.append(pdf_text(file))
        elif zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                found += [
                    archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
                ]
        else:
            found.append(file.read_text("utf-8"))
    return "\n".join(found)


def every_output(store, folder, profile):
    """Write what there is: in public all of it, otherwise what is sure to hold everything."""
    public = profile is Profile.PUBLIC
    assessment = store.assessments.compute("2026", profile=profile)
    for name in ("figures.json", "figures.csv", "figures.xlsx"):
        store.assessments.write(assessment, folder / name, "en")
    store.exports.write(folder / "all.json", profile)
    store.exports.write(folder / "tables", profile)
    chosen = [*TYPES][:8] if public else ["ECHO"]  # nine would start more processes
    store.documents.print_all("2026", folder / "each", "en", profile=profile, entities=chosen)
    for name, kind in KINDS.items() if public else ():
        about = {"entity": "ECHO", "group": "OAH"}.get(kind.about, "")
        document = store.documents.compose(name, "2026", "en", profile, about=about)
        for form in FORMS:
            store.documents.print(document, folder / f"{name}.{form}", form)
    return texts_of(folder)


@pytest.fixture(scope="module")
def said(store, tmp_path_factory):
    return {
        profile: every_output(store, tmp_path_factory.mktemp(profile.value), profile)
        for profile in Profile
    }


def test_everything_is_in_the_full_outputs(said):
    for words in SECRETS.values():
        assert all(word in said[Profile.FULL] for word in words)


def test_the_names_of_people_are_in_no_internal_output_and_the_rest_is(said):
    for kind, words in SECRETS.items():
        for word in words:
            assert (word in said[Profile.INTERNAL]) == (kind != "person"), word


def test_nothing_sensitive_is_in_any_public_output(said):
    text = said[Profile.PUBLIC].replace("\u202f", "").replace(",", "")
    assert OPEN in text
    for words in SECRETS.values():
        assert [word for word in words if word in text] == []


def test_single_persons_are_in_no_public_export(store, tmp_path):
    store.exports.write(tmp_path / "all.json", Profile.PUBLIC)
    everything = json.loads((tmp_path / "all.json").read_text("utf-8"))
    assert everything["records"]["staff"] == []
    assert everything["records"]["systems"]
    assert everything["profile"] == "public"
    assert len(everything["withheld"]) == 7
    shown = {r["uid"]: r for r in everything["records"]["systems"]}.values()
    assert all("rto_h" not in each["values"] for each in shown)
    assert all(each["states"]["rto_h"] == "SUP" for each in shown)


def test_every_output_says_what_is_withheld(said):
    note = "Addresses and coordinates are withheld."
    assert note not in said[Profile.FULL]
    assert note not in said[Profile.INTERNAL]
    assert said[Profile.PUBLIC].replace("\r\n", " ").count(note) >= 4
    assert "how to reach them" in said[Profile.INTERNAL]


def test_no_figure_that_is_withheld_is_the_difference_of_those_that_are_not(store):
    """With the total shown, at least two entities are withheld or none."""
    shown = store.assessments.compute("2026", profile=Profile.PUBLIC)
    withheld = 0
    for each in shown.definitions:
        hidden = [e for e in shown.entities if shown.figures[e, each.id].state is ValueState.SUP]
        withheld += len(hidden)
        if shown.totals[each.id].state is not ValueState.SUP:
            assert len(hidden) != 1, each.id
    assert withheld


def test_fewer_than_five_people_are_in_no_public_figure(store):
    """FOX and GOLF have four each: their FTE of 4 is not shown, nor is what is made of it."""
    shown = store.assessments.compute("2026", profile=Profile.PUBLIC)
    full = store.assessments.compute("2026")
    for entity in ("ALPHA", "FOX", "GOLF"):
        assert full.figures[entity, "W01"].value is not None
        for name in ("W01", "W03"):
            figure = shown.figures[entity, name]
            assert (figure.value, figure.numerator, figure.denominator) == (None, None, None)
    assert shown.figures["BRAVO", "W01"].value == 6
    assert shown.totals["W01"].value == full.totals["W01"].value


def test_one_indicator_of_one_entity_is_withheld_as_it_is_among_all(store):
    """What is asked for does not change what is withheld."""
    whole = store.assessments.compute("2026", profile=Profile.PUBLIC)
    for entity in ("ALPHA", "BRAVO"):
        part = store.assessments.compute(
            "2026", entities=[entity], indicators=["W01"], profile=Profile.PUBLIC
        )
        assert part.figures[entity, "W01"] == whole.figures[entity, "W01"]
        assert list(part.figures) == [(entity, "W01")]


def test_summary_and_table_withhold_the_same(store):
    shown = store.assessments.compute("2026", profile=Profile.PUBLIC)
    for entity in shown.entities:
        summary = store.reports.capability_summary("2026", entity, "en", Profile.PUBLIC)
        for row in summary.indicators:
            assert row.value.value == shown.figures[entity, row.id].value
    of_all = store.reports.secretariat_summary("2026", "en", Profile.PUBLIC)
    for row in of_all.indicators:
        assert row.value.value == shown.totals[row.id].value


def test_no_value_of_a_single_entity_is_shown_as_that_of_its_peers(store):
    shown = store.assessments.compute("2026", profile=Profile.PUBLIC)
    assert {each.minimum for each in shown.comparisons.values()} == {None}
    assert {each.maximum for each in shown.comparisons.values()} == {None}


def test_every_sheet_and_field_with_people_in_it_is_declared(store):
    """A field that asks for a name, an owner or an address says so in the catalogue."""
    words = ("person_name", "_owner", "_approver", "sponsor", "address", "reports_to", "remarks")
    for sheet in store.catalogue:
        for field in sheet:
            if any(field.name.endswith(word) for word in words):
                assert hides(Profile.PUBLIC, field), f"{sheet.name}.{field.name}"
    assert hides_records(Profile.PUBLIC, store.catalogue["staff"])
    assert not hides_records(Profile.INTERNAL, store.catalogue["staff"])


def test_a_field_says_why_it_is_withheld_or_is_open(store):
    assert made("systems", "ECHO", 9, name="x")["name"] == "x"
    fields = store.catalogue["systems"].fields
    assert fields["business_owner"].sensitivity == "person"
    assert fields["run_cost"].sensitivity is None
    assert hides(Profile.PUBLIC, fields["run_cost"])
    assert not hides(Profile.INTERNAL, fields["run_cost"])
    assert not hides(Profile.PUBLIC, fields["name"])
