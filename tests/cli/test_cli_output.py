"""What is printed: aligned, safe on every terminal, one document for scripts."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.cli.output import Output, language_of, typed
from inventory_app.cli.progress_line import ProgressLine, interruptible
from inventory_app.cli.tables import aligned, display_width, shortened, visible
from inventory_app.progress import Cancelled
from inventory_app.texts import translator

EN = translator("en")
PROGRAM = [sys.executable, "-m", "inventory_app"]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "zh_CN.GB18030"}, "zh"),
        ({"LANG": "ru"}, "ru"),
        ({"LANG": "ca_ES@valencia"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "es_ES"}, "es"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "es_ES", "LC_ALL": "ar_EG"}, "ar"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": ""}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_comes_from_the_environment(environment, expected):
    assert language_of(environment) == expected


def test_columns_line_up_beside_chinese_letters_and_combining_marks():
    lines = aligned(
        ["File", "Entity", "new"],
        [["贝塔.xlsx", "B", "7"], ["e\u0301te\u0301.xlsx", "ALPHA", "12"], ["x", "", "100"]],
        right=[2],
    )
    assert lines == [
        "File       Entity  new",
        "贝塔.xlsx  B         7",
        "e\u0301te\u0301.xlsx   ALPHA    12",
        "x                  100",
    ]


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=5))
def test_the_second_column_always_begins_at_the_same_place(rows):
    marked = [[one, "|" + two] for one, two in rows]
    lines = aligned(["a", "|b"], marked)
    width = max(display_width(visible(one)) for one in ["a", *(one for one, _ in rows)])
    for line, (one, _) in zip(lines[1:], marked, strict=True):
        shown = visible(one)
        assert line.startswith(shown + " " * (width - display_width(shown)) + "  |")


@pytest.mark.parametrize(
    "text",
    ["a\x1b[2Jb", "a\nb", "a\rb", "a\tb", "\x9b31m", "a\u202etxt.exe", "x\u2066y", "p\u2028q",
     "\udcff"],
)  # fmt: skip
def test_what_could_steer_a_terminal_is_written_out(text):
    shown = visible(text)
    assert "\\" in shown
    assert shown.isprintable() or not set(shown) & set("\x1b\n\r\t\x9b\u202e\u2066\u2028\udcff")


@given(st.text())
def test_visible_text_is_one_line_without_commands(text):
    shown = visible(text)
    assert len(shown.splitlines()) <= 1
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in shown)


def test_a_long_line_is_cut_to_the_columns_there_are():
    assert shortened("abcdef", 6) == "abcdef"
    assert shortened("abcdefg", 6) == "abcde…"
    assert display_width(shortened("贝塔委员会贝塔委员会", 7)) <= 7


@pytest.mark.parametrize(("name", "expected"), [("a/b.x", "a/b.x"), ("a b", '"a b"')])
def test_a_name_with_blanks_can_be_copied_into_a_command(name, expected):
    assert typed(Path(name)) == expected


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_on_a_terminal_progress_is_one_line_that_is_rewritten_and_taken_away():
    terminal = Terminal()
    ticks = iter(range(100))
    line = ProgressLine(terminal, EN, clock=lambda: next(ticks))
    line.step(1, 3, "a long name.xlsx")
    line.step(2, 3, "b.xlsx")
    line.clear()
    text = terminal.getvalue()
    assert "\n" not in text
    assert "2 of 3  b.xlsx" in text
    assert text.rstrip(" ").endswith("\r")
    first, second = text.split("\r")[1:3]
    assert len(second) >= len(first)


def test_elsewhere_progress_is_a_line_now_and_then():
    stream = io.StringIO()
    seconds = iter([0.0, 1.0, 9.0, 11.0, 12.0, 30.0])
    line = ProgressLine(stream, EN, clock=lambda: next(seconds))
    for done in range(1, 6):
        line.step(done, 5, f"{done}.xlsx")
    assert stream.getvalue() == "3 of 5 · about 10 seconds left  3.xlsx\n5 of 5  5.xlsx\n"


def test_the_first_interruption_stops_at_the_next_step_and_the_second_at_once():
    line = ProgressLine(None, EN)
    with interruptible(line):
        line.step(1, 3)
        os.kill(os.getpid(), 2)
        with pytest.raises(Cancelled):
            line.step(2, 3)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), 2)


def test_progress_that_nobody_reads_any_more_stops_nothing():
    class Gone(io.StringIO):
        def write(self, _text):
            raise BrokenPipeError

    line = ProgressLine(Gone(), EN, clock=iter(range(0, 1000, 100)).__next__)
    line.step(1, 2)
    line.step(2, 2)


def test_bold_is_for_terminals_only(capsys):
    out = Output(words=EN)
    out.say("Heading", bold=True)
    assert capsys.readouterr().out == "Heading\n"


@pytest.mark.parametrize(("no_color", "expected"), [("", "\x1b[1mH\x1b[0m\n"), ("1", "H\n")])
def test_no_color_is_obeyed(monkeypatch, no_color, expected):
    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", no_color)
    Output(words=EN).say("H", bold=True)
    assert terminal.getvalue() == expected


def _program(*arguments, **environment):
    return subprocess.run(
        [*PROGRAM, *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "cp1251", "LC_ALL": "zh_CN.UTF-8"},
    ],
)
def test_no_terminal_is_too_old(environment, tmp_path):
    missing = tmp_path / "贝塔 é.ictinv"
    plain = _program("verify", str(missing), **environment)
    assert (plain.returncode, plain.stdout) == (3, b"")
    assert b"Traceback" not in plain.stderr
    scripted = _program("verify", str(missing), "--json", **environment)
    assert scripted.returncode == 3
    encoding = environment.get("PYTHONIOENCODING", "ascii")
    error = json.loads(scripted.stdout.decode(encoding))["error"]
    assert error["code"] == "E-NO-STORE"


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    command = " ".join([*PROGRAM, "--help"])
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | true"], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_disk_under_standard_output_is_said():
    if not os.path.exists("/dev/full"):  # noqa: PTH110 - a device
        pytest.skip("this system has no device that is always full")
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [*PROGRAM, "catalogue", "check"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert b"could not be printed" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
