"""Collects the licences of everything in a folder build, and fails where there is none.

`gather` is given what PyInstaller put in. Python packages bring their licences in their metadata;
libraries of the system are asked of dpkg; Python, Qt, fonts and icons are known.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path

import bundle

_LICENCE = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)
_OF_QT = frozenset({"pyside6-essentials", "shiboken6"})


def gather(contents: Iterable[tuple[str, str]], target: Path) -> list[str]:
    """Write licences into the folder *target* and return the lines of its list of parts.

    *contents* are pairs of a target or module name and the file it came from. Raises `SystemExit`
    for a part whose licence cannot be found or that requirements.lock does not name.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for file in sorted((bundle.ROOT / "packaging" / "licences").iterdir()):
        shutil.copyfile(file, target / file.name)
    sources = sorted({Path(source).resolve() for _, source in contents if source})
    packages = sorted(
        {*_packages(sources), *map(distribution, _OF_QT), distribution("pyinstaller")},
        key=lambda each: bundle.canonical(each.name),
    )
    lines = [_python(target), *(_package(each, target) for each in _unlike(packages))]
    lines += _system_libraries(sources, target)
    for name, file in {
        "fonts": bundle.ROOT / "resources" / "fonts" / "OFL.txt",
        "icons": bundle.ROOT / "resources" / "icons" / "LICENSE.txt",
    }.items():
        _copy([file], target / name)
        lines.append(f"{name}: see {name}/{file.name}")
    (target / "parts.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return lines


def _unlike(packages: Iterable[Distribution]) -> list[Distribution]:
    return list({bundle.canonical(each.name): each for each in packages}.values())


def _packages(sources: Iterable[Path]) -> list[Distribution]:
    """Return the Python packages that *sources* belong to."""
    site = [Path(sysconfig.get_path(kind)).resolve() for kind in ("purelib", "platlib")]
    first_names = {
        source.relative_to(place).parts[0].split(".")[0]
        for source in sources
        for place in site
        if source.is_relative_to(place)
    }
    found = bundle.distributions_of(sorted(first_names))
    allowed = bundle.locked() | {"pyinstaller", "pyinstaller-hooks-contrib"}
    foreign = [each.name for each in found if bundle.canonical(each.name) not in allowed]
    if foreign:
        raise SystemExit(f"not in requirements.lock, and in the package: {', '.join(foreign)}")
    return found


def _package(package: Distribution, target: Path) -> str:
    name = bundle.canonical(package.name)
    told = package.metadata.get("License-Expression") or package.metadata.get("License") or ""
    texts = [
        Path(str(package.locate_file(file)))
        for file in package.files or ()
        if ".dist-info" in file.parts[0] and any(map(_LICENCE.search, file.parts[1:]))
    ]
    if name in _OF_QT:
        texts = [bundle.ROOT / "packaging" / "licences" / "LGPL-3.0.txt"]
        told = "LGPL-3.0-only (see NOTICE.txt)"
    if not texts:
        raise SystemExit(f"the package {package.name} brings no licence text")
    _copy(texts, target / name)
    return f"{name} {package.version}: {told.splitlines()[0] if told else 'see its folder'}"


def _python(target: Path) -> str:
    standard_library = Path(sysconfig.get_path("stdlib"))
    for text in (standard_library / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt",
                 Path(f"/usr/share/doc/python3.{sys.version_info[1]}/copyright")):  # fmt: skip
        if text.is_file():
            _copy([text], target / "python")
            return f"python {sys.version.split()[0]}: PSF-2.0"
    raise SystemExit("the licence of Python was not found")


def _system_libraries(sources: Iterable[Path], target: Path) -> list[str]:
    """Return a line for each Debian package that gave a library; elsewhere there are none."""
    if not shutil.which("dpkg-query"):
        return []
    own = [Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve(), bundle.ROOT]
    lines = set()
    for source in sources:
        if any(source.is_relative_to(place) for place in own):
            continue
        package = _debian_package(source)
        text = Path("/usr/share/doc") / package.split(":")[0] / "copyright"
        if not text.is_file():
            raise SystemExit(f"the licence of {source.name} ({package}) was not found")
        version = _answer("dpkg-query", "--show", "--showformat=${Version}", package)
        _copy([text], target / package.split(":")[0])
        lines.add(f"{package.split(':')[0]} {version}: library {source.name}; see its folder")
    return sorted(lines)


def _debian_package(file: Path) -> str:
    """Return the package that *file* is from, which may be known by its place before /usr."""
    names = [str(file)]
    if str(file).startswith("/usr/"):
        names.append(str(file).removeprefix("/usr"))
    for name in names:
        try:
            return _answer("dpkg-query", "--search", name).split(": ")[0].split(",")[0]
        except subprocess.CalledProcessError:
            continue
    raise SystemExit(f"{file} belongs to no package of the system: its licence is not known")


def _answer(*command: str) -> str:
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    return run.stdout.strip()


def _copy(files: Iterable[Path], target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for file in files:
        place = target / file.name
        if place.exists() and place.read_bytes() != file.read_bytes():
            place = target / f"{file.parent.name}-{file.name}"
        shutil.copyfile(file, place)
