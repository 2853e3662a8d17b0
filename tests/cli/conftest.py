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


UNIT = {
    "unit_code": "ICTS", "name": "ICT Service", "duty_station": "Geneva",
    "reports_to": "Director", "approved_posts": 12, "encumbered_posts": 11, "users_served": 1500,
}  # fmt: skip


@pytest.fixture(scope="session")
def _world(tmp_path_factory, entity_list):
    """Return a folder with one small store at four points of its round, made once."""
    folder = tmp_path_factory.mktemp("world")
    store = folder / "s.ictinv"
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_STATE_HOME", str(folder))

    def done(*arguments):
        assert main([str(each) for each in arguments]) == 0

    def kept(name):
        shutil.copy(store, folder / f"{name}.ictinv")

    done("init", store, "--entities", entity_list)
    done("round", "open", store, "2026", "--as-of", "2026-12-31", "--deadline", "2099-12-31")
    kept("opened")
    done("issue", store, "2026", "--out", folder / "to-send", "--language", "en")
    kept("issued")
    [issued] = (folder / "to-send").glob("2026_ALPHA_*.xlsx")
    Filled(issued).type("units", **UNIT).save(folder / "returned" / "alpha.xlsx")
    done("merge", store, folder / "returned")
    kept("answered")
    patch.undo()
    return folder


@pytest.fixture
def store(_world, tmp_path):
    """Return a store with three entities and the open round 2026."""
    return Path(shutil.copy(_world / "opened.ictinv", tmp_path / "s.ictinv"))


@pytest.fixture
def issued(_world, store, tmp_path):
    """Return the folder with the workbook of each entity, all in English."""
    shutil.copy(_world / "issued.ictinv", store)
    return Path(shutil.copytree(_world / "to-send", tmp_path / "to-send"))


@pytest.fixture
def workbook(issued):
    """Return a function that finds the issued workbook of an entity."""
    return lambda entity: next(iter(issued.glob(f"2026_{entity}_*.xlsx")))


@pytest.fixture
def returned(_world, issued, tmp_path):
    """Return a folder with one filled workbook of ALPHA."""
    return Path(shutil.copytree(_world / "returned", tmp_path / "returned"))


@pytest.fixture
def answered(_world, returned, store):
    """Return the store after the workbook of ALPHA was merged."""
    return Path(shutil.copy(_world / "answered.ictinv", store))


@pytest.fixture
def fill():
    return Filled


@pytest.fixture
def unit():
    """Return the answers of one ICT unit."""
    return dict(UNIT)
