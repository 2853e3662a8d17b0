"""The document on file formats names every mark that a workbook carries."""

from __future__ import annotations

from pathlib import Path

import pytest

from inventory_app.domain.workbooks import FORMAT, FORMAT_VERSION
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.workbook_hidden import IDENTITY_PARTS

PAGE = (Path(__file__).parents[3] / "docs" / "file-formats.md").read_text("utf-8")
TEXTS = {
    name: value for name, value in vars(marks).items() if name.isupper() and isinstance(value, str)
}


@pytest.mark.parametrize("name", sorted(TEXTS.keys() - {"COMPUTED", "ISSUED", "ISSUED_NAME"}))
def test_every_mark_of_a_workbook_is_described(name):
    assert f"`{TEXTS[name]}" in PAGE


def test_every_part_of_the_identity_is_described():
    for part in IDENTITY_PARTS:
        assert f"`{part}`" in PAGE
    assert f"`{FORMAT}` and the version\nof the form, {FORMAT_VERSION}." in PAGE


def test_names_of_places_have_the_form_that_is_described():
    assert marks.name_of_rows("NAME") == "ict_NAME_rows"
    for name in (
        marks.name_of_rows("NAME"),
        marks.name_of_column("NAME", "FIELD"),
        marks.name_of_nothing("NAME"),
        marks.name_of_unchanged("NAME"),
        marks.name_of_records("NAME"),
        marks.name_of_list("CODES"),
    ):
        assert f"`{name}`" in PAGE
