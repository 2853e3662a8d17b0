"""What packages are made of: the parts agree with the program and with each other."""

from __future__ import annotations

import configparser
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from inventory_app import paths
from inventory_app.cli.window import FILES
from inventory_app.languages import LANGUAGES
from inventory_app.store.database import APPLICATION_ID
from inventory_app.texts import translator

ROOT = Path(__file__).parent.parent.parent
LINUX = ROOT / "packaging" / "linux"
sys.path.insert(0, str(ROOT / "packaging"))

import bundle  # noqa: E402 - lies beside the specs


@pytest.fixture(scope="module")
def entry():
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str
    parser.read(LINUX / "ict-inventory.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


@pytest.fixture(scope="module")
def mime():
    names = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    [found] = ET.parse(LINUX / "ict-inventory.mime.xml").getroot().findall("m:mime-type", names)
    return found, names


@pytest.fixture(scope="module")
def included():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]


def test_the_menu_names_the_program_as_the_window_does(entry):
    for code in LANGUAGES:
        name = entry["Name" if code == "en" else f"Name[{code}]"]
        assert name == translator(code)("ICT Inventory")


@pytest.mark.parametrize("key", ["Name", "GenericName", "Comment"])
def test_the_menu_speaks_six_languages(entry, key):
    texts = {entry[key if code == "en" else f"{key}[{code}]"] for code in LANGUAGES}
    assert len(texts) >= 5


def test_a_double_click_on_a_store_opens_it(entry, mime):
    found, names = mime
    assert entry["MimeType"] == f"{found.get('type')};"
    assert entry["Exec"] == "ict-inventory %f"
    assert found.find("m:glob", names).get("pattern") in {f"*{ending}" for ending in FILES}
    inner = found.find("m:magic/m:match/m:match", names)
    assert int(inner.get("offset")) == 68
    assert inner.get("value").encode() == APPLICATION_ID.to_bytes(4, "big")


def test_the_description_for_software_centres_belongs_to_the_menu_entry():
    root = ET.parse(LINUX / "ict-inventory.metainfo.xml").getroot()
    assert root.findtext("launchable") == "ict-inventory.desktop"
    assert root.findtext("icon") == "ict-inventory"
    assert (paths.icons() / "ict-inventory.svg").is_file()
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    for name in root.findall("name"):
        assert name.text == translator(name.get(xml_lang, "en"))("ICT Inventory")


def test_the_manual_page_has_every_exit_code_of_the_readme():
    page = (LINUX / "ict-inventory.1").read_text(encoding="utf-8")
    codes = re.findall(
        r"^\| (\d+) \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(codes) == 6
    assert [code for code in codes if f"\n.B {code}\n" not in page] == []


def test_the_wheel_has_every_page_that_the_guide_leads_to(included):
    missing = []
    for page in (ROOT / "docs" / "user-guide").rglob("*.md"):
        for link in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" in link or link.startswith("mailto:"):
                continue
            target = (page.parent / link).resolve()
            source = target.relative_to(ROOT).as_posix()
            inside = any(source == each or source.startswith(f"{each}/") for each in included)
            if not (target.exists() and inside):
                missing.append(f"{page.name}: {link}")
    assert missing == []


def test_links_of_the_guide_lead_to_the_same_pages_once_installed(included):
    guide = included["docs/user-guide"]
    for source, target in included.items():
        if source.startswith("docs/") and source.count("/") == 1 and source != "docs/user-guide":
            beside = (Path(guide).parent / Path(source).name).as_posix()
            assert target == beside


def test_a_folder_build_has_what_the_wheel_has_and_what_is_found_by_name(included):
    files = {f"{folder}/{Path(source).name}" for source, folder in bundle.data_files()}
    assert "inventory_app/gui/style.qss" in files
    assert "inventory_app/store/migrations/versions/0001_first_version.py" in files
    assert "inventory_app/resources/fonts/OFL.txt" in files
    assert "inventory_app/resources/guide/README.md" in files
    assert {t for s, t in included.items() if s.endswith(".md")} <= files
    modules = set(bundle.own_modules())
    assert {"inventory_app.cli.returns", "inventory_app.gui.views.inventory"} <= modules
    assert not any("versions" in name for name in modules)


def test_nothing_of_the_tests_and_nothing_of_a_network_goes_in():
    left_out = set(bundle.excluded())
    assert {"pytest", "hypothesis", "numpy", "scipy", "pandas", "PySide6.QtNetwork"} <= left_out
    assert not left_out & {"PySide6", "sqlalchemy", "openpyxl", "reportlab", "PIL", "babel"}


@pytest.mark.parametrize(
    ("file", "goes_in"),
    [
        ("PySide6/Qt/lib/libQt6Core.so.6", True),
        ("PySide6/Qt/lib/libQt6Network.so.6", False),
        ("libQt6Network.so.6", False),
        ("PySide6\\Qt6Network.dll", False),
        ("PySide6\\Qt6Widgets.dll", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/translations/qtbase_ar.qm", True),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("babel/locale-data/zh_Hans_CN.dat", True),
        ("babel/locale-data/de.dat", False),
        ("libxcb-cursor.so.0", True),
        ("libxcb.so.1", False),
        ("libfontconfig.so.1", False),
        ("ict_inventory-0.1.0.dist-info/direct_url.json", False),
    ],
)
def test_each_file_that_is_found_goes_in_or_not(file, goes_in):
    assert bundle.wanted((file, "", "DATA")) is goes_in


def test_recorded_builds_can_be_compared():
    history = json.loads((ROOT / "packaging" / "sizes.json").read_text(encoding="utf-8"))
    assert history
    for each in history:
        assert each["folder_mb"] > 50
        assert 0 < each["version_seconds"] < 5
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", each["date"])


def test_no_file_for_packages_holds_a_place_of_one_computer():
    for file in (ROOT / "packaging").rglob("*"):
        if file.is_file() and file.suffix not in (".pyc", ".png", ".ico", ".icns"):
            text = file.read_text(encoding="utf-8")
            assert not re.search(
                r"(?<![\w.~/])/(work|root/\.)|deb\.debian|pypi\.org|--index", text
            ), file


def test_the_installer_for_windows_compiles(tmp_path):
    payload = tmp_path / "pay load"
    (payload / "licences").mkdir(parents=True)
    (payload / "licences" / "NOTICE.txt").write_text("x", encoding="utf-8")
    (payload / "ICT Inventory.exe").write_bytes(b"")
    made = tmp_path / "ict-inventory-1.2.3-setup.exe"
    run_tool(
        "makensis", "-V2", "-WX", "-DVERSION=1.2.3", f"-DPAYLOAD={payload}", f"-DOUTFILE={made}",
        str(ROOT / "packaging" / "windows" / "installer.nsi"),
    )  # fmt: skip
    assert made.stat().st_size > 50_000


def test_the_menu_entry_and_the_description_are_valid(tmp_path):
    run_tool("desktop-file-validate", str(LINUX / "ict-inventory.desktop"))
    text = (LINUX / "ict-inventory.metainfo.xml").read_text(encoding="utf-8")
    dated = tmp_path / "local.ict_inventory.ict_inventory.metainfo.xml"
    dated.write_text(
        text.replace("@VERSION@", "1.2.3").replace("@DATE@", "2026-11-23"), encoding="utf-8"
    )
    run_tool("appstreamcli", "validate", "--no-net", str(dated))


@pytest.mark.parametrize("script", ["build", "build-deb", "test-deb", "test-wheel", "window_start",
                                    "macos/build"])  # fmt: skip
def test_the_scripts_can_be_read_by_the_shell(script):
    run_tool("bash", "-n", str(ROOT / "packaging" / script))


@pytest.mark.parametrize("system", ["linux", "windows", "macos"])
def test_the_specs_are_python(system):
    spec = ROOT / "packaging" / system / "ict-inventory.spec"
    compile(spec.read_text(encoding="utf-8"), str(spec), "exec")


def test_what_has_not_been_run_says_so():
    for file in ("windows/ict-inventory.spec", "windows/build.ps1", "windows/installer.nsi",
                 "windows/sign.ps1", "macos/ict-inventory.spec", "macos/build"):  # fmt: skip
        assert "NOT YET RUN" in (ROOT / "packaging" / file).read_text(encoding="utf-8"), file


def run_tool(name, *arguments):
    if not shutil.which(name):
        pytest.skip(f"{name} is not installed")
    ran = subprocess.run([name, *arguments], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
