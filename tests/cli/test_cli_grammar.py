"""The grammar of the command line: scripts depend on every word of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from inventory_app.cli.arguments import Answered, WrongUse
from inventory_app.cli.parser import parsed, wants_json
from inventory_app.cli.window import has_screen, named_file
from inventory_app.texts import translator

EN = translator("en")
OPEN = "round open S 2026 --as-of 2026-12-31 --deadline 2027-02-26"


def options(line):
    return vars(parsed(line.split(), EN))


@pytest.mark.parametrize(
    ("line", "command", "expected"),
    [
        ("", None, {}),
        ("demo D", "demo", {"folder": Path("D"), "entities": 60, "seed": None, "language": None}),
        ("demo D --entities 5 --seed 9 --language fr", "demo",
         {"entities": 5, "seed": 9, "language": "fr"}),
        ("init S", "init", {"store": Path("S"), "entities": None}),
        ("init S --entities E.toml", "init", {"entities": Path("E.toml")}),
        (OPEN, "round open",
         {"round": "2026", "as_of": date(2026, 12, 31), "deadline": date(2027, 2, 26),
          "previous": None, "dedicated_from": None, "non_dedicated_from": None}),
        (f"{OPEN} --from 2025", "round open", {"previous": "2025"}),
        (f"{OPEN} --dedicated-from 60 --non-dedicated-from 20", "round open",
         {"dedicated_from": 60, "non_dedicated_from": 20}),
        ("round status S", "round status", {"round": None}),
        ("round status S 2026", "round status", {"round": "2026"}),
        ("issue S 2026 --out F --entity A --entity B --language zh", "issue",
         {"out": Path("F"), "entities": ["A", "B"], "language": "zh"}),
        ("check a b", "check", {"paths": [Path("a"), Path("b")]}),
        ("merge S a b --dry-run --resolve theirs", "merge",
         {"paths": [Path("a"), Path("b")], "dry_run": True, "resolve": "theirs"}),
        ("merge S a", "merge", {"dry_run": False, "resolve": None}),
        ("merge S a --resolve remembered", "merge", {"resolve": "remembered"}),
        ("undo S --change 7 --dry-run", "undo", {"change": 7, "dry_run": True}),
        ("export S --out x.json --with-history", "export", {"with_history": True}),
        ("import S systems F --round 2026 --map M.toml --dry-run", "import",
         {"sheet": "systems", "file": Path("F"), "round": "2026", "map": Path("M.toml"),
          "dry_run": True}),
        ("duplicates S 2026 --sheet systems --level likely", "duplicates",
         {"round": "2026", "sheet": "systems", "level": "likely", "join": None}),
        ("duplicates S 2026 --join A B C --choose url=B --choose fte=+", "duplicates",
         {"join": ["A", "B", "C"], "choose": ["url=B", "fte=+"], "level": "possible"}),
        ("duplicates S 2026 --different A B", "duplicates", {"different": ["A", "B"]}),
        ("duplicates S 2026 --revoke X", "duplicates", {"revoke": "X", "sheet": None}),
        ("remembered S --revoke X --revoke Y", "remembered", {"revoke": ["X", "Y"]}),
        ("undo S", "undo", {"store": Path("S")}),
        ("log S --limit 3", "log", {"limit": 3}),
        ("assess S 2026 --entity A --indicator W01 --indicator C02 --out x.csv", "assess",
         {"entities": ["A"], "indicator": ["W01", "C02"], "out": Path("x.csv")}),
        ("print S 2026 --entity A --out x.pdf --language ar", "print",
         {"entity": "A", "all": False, "secretariat": False, "language": "ar"}),
        ("print S 2026 --all --out F", "print", {"all": True, "entity": None}),
        ("print S 2026 --secretariat --out F", "print", {"secretariat": True}),
        ("benefits list S", "benefits list", {"store": Path("S")}),
        ("benefits add S b.csv --dry-run", "benefits add", {"file": Path("b.csv"), "dry_run": True}),
        ("benefits record S B 2026-01-01 2026-12-31 --realised -1.50 --status verified",
         "benefits record",
         {"benefit": "B", "start": date(2026, 1, 1), "realised": Decimal("-1.50"),
          "planned": None, "status": "verified"}),
        ("benefits report S --rate 3.5 --delay 0.25", "benefits report",
         {"as_of": None, "rate": Decimal("3.5"), "delay": Decimal("0.25"), "overrun": 0}),
        ("benefits remove S B", "benefits remove", {"benefit": "B"}),
        ("share list S", "share list", {}),
        ("share add S", "share add", {"file": None, "dry_run": False}),
        ("share report S X", "share report", {"scheme": "X"}),
        ("share split 12.50 A=1 B=1/3 --instalments 12 --method webster", "share split",
         {"total": Decimal("12.50"), "weights": ["A=1", "B=1/3"], "instalments": 12,
          "method": "webster"}),
        ("share remove S X", "share remove", {"scheme": "X"}),
        ("export S --out x.json", "export", {"out": Path("x.json")}),
        ("backup S --out B", "backup", {"out": Path("B")}),
        ("restore B S", "restore", {"backup": Path("B"), "store": Path("S")}),
        ("verify S", "verify", {}),
        ("catalogue check", "catalogue check", {}),
    ],
)  # fmt: skip
def test_every_command_is_understood(line, command, expected):
    found = options(line)
    assert found["command"] == command
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    "line",
    [
        "--json round status S 2026", "round --json status S 2026", "round status --json S 2026",
        "round status S --json 2026", "round status S 2026 --json",
    ],
)  # fmt: skip
def test_json_may_stand_anywhere(line):
    assert wants_json(line.split())
    assert (options(line)["store"], options(line)["round"]) == (Path("S"), "2026")


def test_files_may_stand_on_both_sides_of_an_option():
    found = options("merge S a.xlsx --resolve ours b.xlsx --dry-run c.xlsx")
    assert found["paths"] == [Path("a.xlsx"), Path("b.xlsx"), Path("c.xlsx")]
    assert (found["resolve"], found["dry_run"]) == ("ours", True)


def test_after_two_hyphens_everything_is_a_name():
    assert not wants_json(["check", "--", "--json"])
    assert options("check -- --json")["paths"] == [Path("--json")]


@pytest.mark.parametrize(
    "line",
    [
        "nonsense", "round", "catalogue", "init", "merge S", "check", "undo", "undo S T",
        "merge S a --resolve both", "merge S a --res ours", "merge S a --unknown b",
        "round open S 2026", "round open S 2026 --as-of 2026-12-31",
        "round open S 2026 --as-of 31.12.2026 --deadline 2027-02-26",
        "round open S 2026 --as-of 2026-W01-1 --deadline 2027-02-26",
        "round open S 2026 --as-of 2026-02-30 --deadline 2027-02-26",
        f"{OPEN} --dedicated-from 101",
        f"{OPEN} --dedicated-from 1.5",
        "log S --limit 0", "log S --limit x", "log S --limit ٣", "demo", "demo D --entities -1",
        "benefits", "benefits record S B 2026-01-01", "benefits report S --rate x",
        "benefits record S B 2026-01-01 2026-12-31 --status done",
        "benefits record S B 2026-01-01 2026-12-31 --realised 1.005",
        "benefits record S B 2026-01-01 2026-12-31 --added-run -1",
        "share", "share split 100", "share split 1,000 A=1", "share split 100 A=1 --instalments 0",
        "demo D --language de", "issue S 2026", "import S systems F", "print S 2026 --out F",
        "print S 2026 --all --secretariat --out F", "print S 2026 --all", "export S", "restore B",
    ],
)  # fmt: skip
def test_wrong_use_ends_with_2_and_says_what_is_wrong(run, line):
    result = run(*line.split())
    assert result.status == 2
    assert result.out == ""
    assert result.err.startswith("usage: ict-inventory")
    assert "--help” says what can stand here." in result.err


def test_wrong_use_is_a_document_with_json(run):
    result = run("merge", "--json")
    assert result.status == 2
    error = result.json["error"]
    assert (error["code"], set(error)) == ("E-USAGE", {"code", "message", "suggestion"})
    assert "STORE" in error["message"]
    assert "ict-inventory merge --help" in error["suggestion"]


def test_without_a_screen_it_says_that_there_can_be_no_window(run, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert run().status == 2
    assert "window" in run().err
    assert run("store.ictinv").status == 2
    result = run("--json")
    assert (result.status, result.json["error"]["code"]) == (2, "E-NO-SCREEN")


@pytest.mark.parametrize(
    ("arguments", "opened"),
    [
        (["a.ictinv"], True), (["in/b.xlsx"], True), (["c.ODS"], True), (["d.csv"], False),
        (["a.xlsx", "b.ods"], False), ([], False),
    ],
)  # fmt: skip
def test_a_double_click_opens_stores_and_workbooks_of_either_form(arguments, opened):
    assert named_file(arguments) == (Path(arguments[0]) if opened else None)


@pytest.mark.parametrize(
    ("platform", "environment", "seen"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ("win32", {}, True),
        ("darwin", {"QT_QPA_PLATFORM": "offscreen"}, False),
    ],
)
def test_a_window_needs_somebody_who_can_see_it(platform, environment, seen):
    assert has_screen(platform, environment) is seen


@pytest.mark.parametrize("line", ["--help", "round --help", "round open -h", "merge --help"])
def test_help_goes_to_standard_output(run, line):
    result = run(*line.split())
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith("usage: ict-inventory")


def test_the_version_is_said(run):
    assert run("--version").out.startswith("ict-inventory 0.")


def test_help_raises_for_a_caller_who_parses():
    with pytest.raises(Answered, match="usage: ict-inventory"):
        parsed(["--help"], EN)
    with pytest.raises(WrongUse, match="STORE"):
        parsed(["undo"], EN)


COMMANDS = [
    "", "demo", "init", "round", "round open", "round status", "issue", "check", "merge", "import",
    "undo", "log", "assess", "print", "export", "backup", "restore", "verify", "catalogue",
    "catalogue check",
]  # fmt: skip


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_every_language(command, language):
    with pytest.raises(Answered) as answer:
        parsed([*command.split(), "--help"], translator(language))
    text = str(answer.value)
    assert text.startswith("usage: ict-inventory")
    assert "--json" in text
    assert "{" not in text.replace("{ours,theirs,remembered}", "")


@pytest.mark.parametrize(
    ("line", "member", "said"),
    [("--version --json", "version", "ict-inventory "), ("--json merge --help", "help", "usage: ")],
)
def test_version_and_help_are_documents_with_json(run, line, member, said):
    result = run(*line.split())
    assert (result.status, list(result.json)) == (0, [member])
    assert result.json[member].startswith(said)
