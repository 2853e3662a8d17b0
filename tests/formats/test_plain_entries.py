"""Files of plain entries: three forms that say the same, and what is refused in each."""

from __future__ import annotations

from decimal import Decimal

import pytest

from inventory_app.errors import Refused
from inventory_app.formats.plain_entries import Level, read_entries

LEVELS = (Level("benefit", "id", "benefits"), Level("period", "start", "periods"))
SCHEME = (Level("scheme", "id"), Level("tranche", "id", "tranches"), Level("line", "id", "lines"))

CSV = """\
benefit.id,benefit.baseline.amount,benefit.title,period.start,period.planned
A,100,"Rooms, small",2026-01-01,5
A,,,2027-01-01,6
B,,Licences,,
"""
TOML = """
[[benefits]]
id = "A"
title = "Rooms, small"
baseline.amount = "100"
periods = [{start = "2026-01-01", planned = "5"}, {start = "2027-01-01", planned = "6"}]

[[benefits]]
id = "B"
title = "Licences"
"""
JSON = """
{"benefits": [
 {"id": "A", "title": "Rooms, small", "baseline": {"amount": "100"}, "periods": [
  {"start": "2026-01-01", "planned": "5"}, {"start": "2027-01-01", "planned": "6"}]},
 {"id": "B", "title": "Licences"}]}
"""


@pytest.fixture
def read(tmp_path):
    def read(name, text, levels=LEVELS, encoding="utf-8"):
        file = tmp_path / name
        file.write_text(text, encoding=encoding)
        return read_entries(file, levels)

    return read


def without_empty(content):
    if isinstance(content, dict):
        return {k: without_empty(v) for k, v in content.items() if v not in ([], {})}
    return [without_empty(v) for v in content] if isinstance(content, list) else content


@pytest.mark.parametrize(("name", "text"), [("x.csv", CSV), ("x.toml", TOML), ("x.JSON", JSON)])
def test_three_forms_say_the_same(read, name, text):
    assert without_empty(read(name, text)) == {
        "benefits": [
            {
                "id": "A", "title": "Rooms, small", "baseline": {"amount": "100"},
                "periods": [
                    {"start": "2026-01-01", "planned": "5"},
                    {"start": "2027-01-01", "planned": "6"},
                ],
            },
            {"id": "B", "title": "Licences"},
        ]
    }  # fmt: skip


def test_numbers_are_exact(read):
    assert read("x.json", '{"a": 0.29, "b": 3}') == {"a": Decimal("0.29"), "b": 3}
    assert read("x.toml", "a = 0.29") == {"a": Decimal("0.29")}


def test_a_spreadsheet_writes_a_mark_and_semicolons(read):
    text = CSV.replace(",", ";").replace("Rooms; small", "Rooms, small")
    assert read("x.csv", text, encoding="utf-8-sig") == read("y.csv", CSV)


def test_one_scheme_with_tranches_and_lines(read):
    found = read(
        "x.csv",
        "scheme.id,scheme.periods.Y1.start,tranche.id,tranche.amount,line.id,line.amount\n"
        "S,2026-01-01,T1,9,a,4\nS,,T1,,b,5\nS,,T2,7,c,7\n",
        SCHEME,
    )
    assert found == {
        "id": "S", "periods": {"Y1": {"start": "2026-01-01"}},
        "tranches": [
            {"id": "T1", "amount": "9",
             "lines": [{"id": "a", "amount": "4"}, {"id": "b", "amount": "5"}]},
            {"id": "T2", "amount": "7", "lines": [{"id": "c", "amount": "7"}]},
        ],
    }  # fmt: skip


def test_a_file_of_headings_has_no_entries(read):
    assert read("x.csv", CSV.splitlines()[0] + "\n") == {"benefits": []}


@pytest.mark.parametrize(
    ("name", "text", "levels", "reason"),
    [
        ("x.txt", "", LEVELS, "neither"),
        ("x.json", "[1]", LEVELS, "not a table"),
        ("x.json", "{", LEVELS, "cannot be read"),
        ("x.json", "[" * 100_000, LEVELS, "cannot be read"),
        ("x.toml", "a = ", LEVELS, "cannot be read"),
        ("x.csv", CSV.replace("A,,,2027", ",,,2027"), LEVELS, "benefit.id"),
        ("x.csv", CSV.replace("A,,,2027", "A,101,,2027"), LEVELS, "two things"),
        ("x.csv", CSV.replace("benefit.title", "title"), LEVELS, "“title” is not known"),
        ("x.csv", CSV.replace("benefit.title", "benefit.id"), LEVELS, "same heading"),
        ("x.csv", CSV + "B,,,,,7\n", LEVELS, "more cells"),
        ("x.csv", "benefit.id,benefit.a,benefit.a.b\nA,1,2\n", LEVELS, "benefit.a.b"),
        ("x.csv", "benefit.id,benefit.a.b,benefit.a\nA,1,2\n", LEVELS, "benefit.a"),
        ("x.csv", "scheme.id,line.id\nS,a\nR,b\n", SCHEME, "one “scheme”"),
    ],
)
def test_what_is_not_understood_is_refused(read, name, text, levels, reason):
    with pytest.raises(Refused) as refused:
        read(name, text, levels)
    assert reason in str(refused.value)
    assert str(refused.value).startswith(f"“{name}”")


def test_letters_that_are_no_text_are_refused(tmp_path):
    file = tmp_path / "x.toml"
    file.write_bytes(b"a = '\xff'")
    with pytest.raises(Refused, match="cannot be read"):
        read_entries(file, LEVELS)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    file = tmp_path / "x.json"
    with file.open("wb") as target:
        target.truncate(10_000_001)
    with pytest.raises(Refused, match="too large"):
        read_entries(file, LEVELS)
