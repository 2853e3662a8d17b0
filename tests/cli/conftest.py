"""What the tests of the command line share: a small store, and workbooks filled in by hand."""

from __future__ import annotations

import json
import shutil
import warnings
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from inventory_app.cli import main
from inventory_app.domain.records import is_uid

ENTITIES = """
[entities.ALPHA]
name = "Office Alpha"
type = "DEPARTMENT"
language = "en"

[entities.BETA]
name.en = "Commission Beta"
name.zh = "贝塔委员会"
type = "REGIONAL_COMMISSION"
language = "zh"
aliases = ["BT"]

[entities.GAMMA]
name = "Mission Gamma"
type = "PKO"
language = "ar"
"""


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def english(monkeypatch, tmp_path):
    """Keep the language, the log file and the colours of these tests out of the tester's hands."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def run(capsys):
    """Return a function that runs the command line in this process."""

    def run(*arguments) -> Result:
        capsys.readouterr()
        status = main([str(each) for each in arguments])
        captured = capsys.readouterr()
        return Result(status, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def entity_list(tmp_path_factory):
    file = tmp_path_factory.mktemp("entities") / "entities.toml"
    file.write_text(ENTITIES, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def _opened_once(tmp_path_factory, entity_list):
    folder = tmp_path_factory.mktemp("store")
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_STATE_HOME", str(folder))
    store = str(folder / "s.ictinv")
    assert main(["init", store, "--entities", str(entity_list)]) == 0
    dates = ["--as-of", "2026-12-31", "--deadline", "2099-12-31"]
    assert main(["round", "open", store, "2026", *dates]) == 0
    patch.undo()
    return Path(store)


@pytest.fixture
def store(_opened_once, tmp_path):
    """Return a store with three entities and the open round 2026."""
    return Path(shutil.copy(_opened_once, tmp_path / "s.ictinv"))


@pytest.fixture
def issued(store, run, tmp_path):
    """Return the folder with the workbook of each entity, all in English."""
    folder = tmp_path / "to-send"
    assert run("issue", store, "2026", "--out", folder, "--language", "en").status == 0
    return folder


@pytest.fixture
def workbook(issued):
    """Return a function that finds the issued workbook of an entity."""
    return lambda entity: next(iter(issued.glob(f"2026_{entity}_*.xlsx")))


class Filled:
    """An issued workbook, opened and typed into as a person does."""

    def __init__(self, path):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of extensions it does not keep
            self.book = openpyxl.load_workbook(path)
        self.tabs = {}
        for sheet in self.book.worksheets:
            for row in sheet.iter_rows(min_row=1, max_row=10):
                for cell in row:
                    if isinstance(cell.value, str) and cell.value.startswith("#sheet:"):
                        self.tabs[cell.value.removeprefix("#sheet:")] = (sheet, cell.row)

    def type(self, name, /, row=0, **values):
        sheet, keys = self.tabs[name]
        columns = {cell.value: cell.column for cell in sheet[keys] if isinstance(cell.value, str)}
        first = next(n for n in range(keys + 1, sheet.max_row + 1)
                     if is_uid(str(sheet.cell(n, 1).value)))  # fmt: skip
        for field, value in values.items():
            sheet.cell(first + row, columns[field]).value = value
        return self

    def save(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.book.save(path)
        return path


@pytest.fixture
def fill():
    return Filled


UNIT = {
    "unit_code": "ICTS", "name": "ICT Service", "duty_station": "Geneva",
    "reports_to": "Director", "approved_posts": 12, "encumbered_posts": 11, "users_served": 1500,
}  # fmt: skip


@pytest.fixture
def unit():
    """Return the answers of one ICT unit."""
    return dict(UNIT)


@pytest.fixture
def returned(workbook, fill, tmp_path):
    """Return a folder with one filled workbook of ALPHA."""
    fill(workbook("ALPHA")).type("units", **UNIT).save(tmp_path / "returned" / "alpha.xlsx")
    return tmp_path / "returned"
