"""What belongs into a package, for the PyInstaller specs of all three systems.

The packages that may go in are those of requirements.lock; whatever else lies in the environment
(tests, checks) is left out. The files of the program are those that the wheel holds.
"""

from __future__ import annotations

import json
import re
import tomllib
from importlib.metadata import Distribution, distributions, packages_distributions
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "inventory_app"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")

# Of the standard library: a second window system, and what drives a terminal or a development.
_NOT_OF_PYTHON = (
    "tkinter", "_tkinter", "turtle", "idlelib", "ensurepip", "lib2to3", "distutils", "venv",
    "pydoc_data", "curses", "_curses", "_curses_panel", "readline", "test",
)  # fmt: skip
# Optional parts of libraries: other databases, pictures on a screen, servers.
_NOT_OF_LIBRARIES = (
    "PIL.ImageQt", "PIL.ImageTk", "PIL._avif", "PIL._webp", "PIL.AvifImagePlugin",
    "PIL.WebPImagePlugin", "PIL._imagingtk",
    "PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtSql", "PySide6.QtTest",
    "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtDesigner", "PySide6.QtUiTools",
    "sqlalchemy.dialects.mysql", "sqlalchemy.dialects.oracle", "sqlalchemy.dialects.mssql",
    "sqlalchemy.testing", "alembic.testing", "reportlab.graphics.testshapes",
    "reportlab.graphics.samples",
)  # fmt: skip

# Plug-ins of Qt that are kept, by kind: a window on X11, Wayland, Windows, macOS or on no screen,
# input methods (Arabic and Chinese need them), printers, icons.
_PLUGINS = {
    "platforms": ("qxcb", "qwayland", "qoffscreen", "qwindows", "qcocoa"),
    "platforminputcontexts": (
        "composeplatforminputcontextplugin",
        "ibusplatforminputcontextplugin",
    ),
    "platformthemes": ("qxdgdesktopportal",),
    "printsupport": ("cupsprintersupport",),
    "iconengines": ("qsvgicon",),
    "imageformats": ("qsvg", "qjpeg", "qico"),
    "xcbglintegrations": ("qxcb-egl-integration", "qxcb-glx-integration"),
    "wayland-shell-integration": ("xdg-shell",),
    "wayland-decoration-client": ("adwaita", "bradient"),
    "wayland-graphics-integration-client": ("qt-plugin-wayland-egl",),
    "styles": ("qmodernwindowsstyle", "qmacstyle"),
}
# Libraries of Qt that only plug-ins and modules need that are left out.
_QT_LEFT_OUT = re.compile(
    r"(?i:(lib)?(Qt6?)(Network|Qml\w*|Quick\w*|VirtualKeyboard\w*|Sql|Test|Pdf|Designer\w*|Labs\w*"
    r"|EglFS\w*|WlShellIntegration|Xml)(\.framework|\.so|\.dll|\.dylib|$))"
)
# Libraries that must be those of the computer: they belong to its screen, fonts and session.
_OF_THE_COMPUTER = re.compile(
    r"lib(X\w+|X11-xcb|xcb|xcb-(randr|render|shm|sync|xfixes|xkb|glx|dri\w+|present|shape)|GL\w*|EGL|OpenGL"
    r"|drm|gbm|wayland-\w+|fontconfig|freetype|glib-2\.0|gobject-2\.0|gio-2\.0|gmodule-2\.0|gthread-2\.0"
    r"|dbus-1|systemd|cups|gssapi_krb5|krb5|krb5support|k5crypto|com_err|keyutils|avahi-\w+|gnutls"
    r"|nettle|hogweed|p11-kit|tasn1|idn2|unistring|gmp|gcrypt|gpg-error|lz4|cap|brotli\w+|png16"
    r"|pcre2-8|mount|blkid|selinux|bsd|md|Xau|Xdmcp|expat|gtk-3|gdk\S*|atk\S*|cairo\S*|pango\S*"
    r"|harfbuzz|fribidi|thai|datrie|graphite2|pixman-1|epoxy|atspi|cloudproviders)\.so"
)  # fmt: skip
_NEEDED_BY_PYTHON = re.compile(r"libexpat\.so")  # where Python was built with that of the system


def locked() -> frozenset[str]:
    """Return the names of the packages in requirements.lock, as PyPI writes them."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return frozenset(
        canonical(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)
    )


def canonical(name: str) -> str:
    """Return the name of a distribution in its one spelling (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def excluded() -> list[str]:
    """Return the modules that must not go in: those of packages that the program does not need."""
    allowed = locked() | {"ict-inventory"}
    foreign = [
        module
        for module, owners in packages_distributions().items()
        if not any(canonical(owner) in allowed for owner in owners)
    ]
    return sorted({*foreign, *_NOT_OF_PYTHON, *_NOT_OF_LIBRARIES})


def data_files() -> list[tuple[str, str]]:
    """Return the program's own files that are no modules, each with its folder in the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    found = []
    for source, target in included.items():
        place = ROOT / source
        files = [place] if place.is_file() else [f for f in place.rglob("*") if f.is_file()]
        for file in files:
            folder = (
                Path(target).parent
                if file == place
                else Path(target) / file.relative_to(place).parent
            )
            found.append((str(file), str(folder)))
    for file in (ROOT / PACKAGE).rglob("*"):
        of_alembic = "migrations" in file.parts and file.suffix in (".py", ".mako")
        if file.is_file() and (of_alembic or file.suffix == ".qss"):
            found.append((str(file), str(file.relative_to(ROOT).parent)))
    return sorted(found)


def own_modules() -> list[str]:
    """Return every module of the program: commands and pages are imported by name, late."""
    files = (ROOT / PACKAGE).rglob("*.py")
    names = (".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files)
    return sorted(
        name.removesuffix(".__init__")
        for name in names
        if "migrations.versions" not in name and not name.endswith("migrations.env")
    )


def wanted(entry: tuple[str, str, str]) -> bool:
    """Return whether a file that PyInstaller found goes in; *entry* is (target, source, kind)."""
    parts = entry[0].replace("\\", "/").split("/")
    name = parts[-1]
    if "PySide6" in parts:
        return _wanted_of_qt(parts, name)
    if parts[0] == "babel" and "locale-data" in parts:
        return name == "root.dat" or name.split(".")[0].split("_")[0] in LANGUAGES
    unneeded = (
        _QT_LEFT_OUT.match(name)
        or (parts[0], *parts[1:2]) in {("alembic", "templates"), ("reportlab", "fonts")}
        or ".dist-info" in parts[0]  # it may hold where it was installed from
        or name.endswith(("py.typed", ".pyi", ".pxd", ".h"))
        or (_OF_THE_COMPUTER.match(name) and not _NEEDED_BY_PYTHON.match(name))
    )
    return not unneeded


def _wanted_of_qt(parts: list[str], name: str) -> bool:
    if "translations" in parts:  # the words on Qt's own buttons
        language = re.fullmatch(r"qtbase_([a-z]{2})(_CN)?\.qm", name)
        return bool(language) and language[1] in LANGUAGES
    if "plugins" in parts:
        kind, stem = parts[-2], re.sub(r"^lib|\.(so|dll|dylib)$", "", name)
        return stem in _PLUGINS.get(kind, ())
    if _QT_LEFT_OUT.match(name):
        return False
    return not any(part in ("qml", "typesystems", "glue", "metatypes", "libexec") for part in parts)


def list_contents(analysis: Any, target: str | None) -> None:
    """Write what *analysis* of PyInstaller puts in to the file *target*: names and sources."""
    if target:
        entries = (*analysis.pure, *analysis.binaries, *analysis.datas)
        pairs = sorted({(name, source) for name, source, _ in entries})
        Path(target).write_text(json.dumps(pairs), encoding="utf-8")


def distributions_of(modules: list[str]) -> list[Distribution]:
    """Return the installed packages that *modules* (by their first names) come from."""
    owners = packages_distributions()
    names = {canonical(owner) for module in modules for owner in owners.get(module, ())}
    found = {canonical(each.name): each for each in distributions()}
    return [found[name] for name in sorted(names) if name != "ict-inventory"]
