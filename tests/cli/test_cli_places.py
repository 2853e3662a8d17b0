"""Files as other systems name and write them: blanks, other letters, long paths, line ends, devices."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory_app.domain.workbooks import Identity
from inventory_app.services.documents.frame import file_stem

DATES = ("--as-of", "2027-12-31", "--deadline", "2099-12-31")
PLACES = ["Program Files (x86)", "جرد ٢٠٢٦", "信通技术 - e\u0301te\u0301 📁 it's 100%"]


@pytest.mark.parametrize("place", PLACES)
def test_a_round_can_be_kept_in_a_folder_of_any_name(run, answered, tmp_path, place):
    folder = tmp_path / place
    folder.mkdir()
    store = answered.rename(folder / f"{place}.ictinv")
    assert run("issue", store, "2026", "--entity", "BETA", "--out", folder / "out").status == 0
    [workbook] = (folder / "out").glob("*.xlsx")
    sent_back = workbook.rename(folder / "out" / f"{place}.xlsx")
    [checked] = run("check", sent_back, "--json").json["files"]
    assert place in checked["path"]
    assert run("merge", store, folder / "out").status in (0, 1)
    printed = run("print", store, "2026", "--entity", "ALPHA", "--out", folder / f"{place}.pdf")
    assert printed.status == 0
    assert run("export", store, "--out", folder / f"{place}.json").status == 0
    assert run("backup", store, "--out", folder / "a copy.ictinv").status == 0
    assert run("verify", folder / "a copy.ictinv").status == 0


def test_a_path_may_be_longer_than_windows_once_allowed(run, answered, tmp_path):
    folder = tmp_path.joinpath(*["a folder with a long name, as in a shared library"] * 6)
    folder.mkdir(parents=True)
    store = answered.rename(folder / "store.ictinv")
    assert len(str(store)) > 300
    assert run("issue", store, "2026", "--entity", "BETA", "--out", folder).status == 0
    assert run("backup", store).status == 0
    assert run("print", store, "2026", "--entity", "ALPHA", "--out", folder / "a.pdf").status == 0


@pytest.mark.parametrize("code", ["CON", "nul", "Lpt1", "CON.2026", "aux.", "2026.", "COM0.a"])
def test_a_round_is_not_called_as_no_windows_file_can_be(run, store, code):
    result = run("round", "open", store, code, *DATES, "--json")
    assert (result.status, result.json["error"]["code"]) == (3, "E-ROUND-CODE")


@pytest.mark.parametrize("code", ["CON-2026", "console", "COM10", "2026.1", "A"])
def test_a_round_may_be_called_nearly_so(run, store, code):
    assert run("round", "open", store, code, *DATES).status == 0


ROUND_CODES = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,18}[A-Za-z0-9_-])?", fullmatch=True)


@settings(max_examples=25)
@given(ROUND_CODES, st.text(min_size=1, max_size=40), st.integers(1, 99))
def test_every_name_that_we_give_a_file_is_one_on_windows_too(code, entity, number):
    if is_device(code):
        return  # is refused as the code of a round
    identity = Identity(
        store="s", round=code, entity=entity, issue="i", number=number, language="ar", catalogue="1"
    )
    issued, asked_back = identity.file_name(), identity.file_name("query")
    for name in (issued, asked_back, f"{file_stem(code, entity, 'capability-summary', 'en')}.pdf"):
        assert not is_device(name)
        assert re.fullmatch(r"[A-Za-z0-9._-]+", name)
        assert not name.endswith((".", " "))
        assert len(name) < 150


def is_device(name):
    return PureWindowsPath(name).is_reserved()


def test_two_entities_whose_names_differ_in_case_get_two_files(run, tmp_path):
    file = tmp_path / "entities.toml"
    file.write_text(
        '[entities.Alpha]\nname = "One"\ntype = "DEPARTMENT"\n'
        '[entities.BETA]\nname = "Two"\ntype = "DEPARTMENT"\n'
        '[entities."BETA-"]\nname = "Three"\ntype = "DEPARTMENT"\n'
        '[entities."BETA."]\nname = "Four"\ntype = "DEPARTMENT"\n',
        encoding="utf-8",
    )
    store = tmp_path / "s.ictinv"
    assert run("init", store, "--entities", file).status == 0
    assert run("round", "open", store, "2026", *DATES).status == 0
    issued = run("issue", store, "2026", "--out", tmp_path / "out", "--json").json["files"]
    names = {Path(each["path"]).name.casefold() for each in issued}
    assert len(names) == 4


LIST = "entity,unit_code,name,approved_posts\nALPHA,ICTS,Сервис é,12\nBETA,IT,“IT” Unit,3\n"
MAP = '[columns]\nunit_code = "Code"\nname = "Name"\n[entity]\ncolumn = "Office"\n'


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_may_end_its_lines_as_it_likes(run, store, tmp_path, end, encoding):
    file = tmp_path / "list.csv"
    file.write_bytes(LIST.replace("\n", end).encode(encoding))
    result = run("import", store, "units", file, "--round", "2026", "--json")
    assert (result.status, result.json["added"], result.json["refused"]) == (0, 2, 0)


@pytest.mark.parametrize("code_page", ["cp1252", "cp1251", "cp1256", "gb18030"])
def test_a_list_in_the_code_page_of_its_office_keeps_its_letters(run, store, tmp_path, code_page):
    name = {"cp1252": "Unité", "cp1251": "Отдел связи", "cp1256": "وحدة", "gb18030": "信息科"}
    file = tmp_path / "list.csv"
    text = f"entity,unit_code,name\nALPHA,ICTS,{name[code_page]}\n"
    file.write_bytes(text.encode(code_page))
    imported = run("import", store, "units", file, "--round", "2026", "--json")
    if imported.status == 3:  # it cannot be told for sure, and says so
        assert imported.json["error"]["suggestion"]
        return
    run("export", store, "--out", tmp_path / "e.json")
    assert name[code_page] in (tmp_path / "e.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "encoding"), [("C", "ascii"), ("ru_RU", "cp1252")])
def test_a_terminal_of_another_code_page_gets_an_answer(store, tmp_path, language, encoding):
    environment = {
        **os.environ, "LC_ALL": "", "LANG": language, "LC_MESSAGES": language, "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": encoding, "XDG_STATE_HOME": str(tmp_path),
    }  # fmt: skip
    for words in (["round", "status", store], ["log", store, "--json"]):
        ran = subprocess.run(
            [sys.executable, "-m", "inventory_app", *map(str, words)],
            env=environment, capture_output=True, check=False,
        )  # fmt: skip
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert ran.stdout
