"""Measures a folder build or package beside the last recorded one: size, and time to start.

`sizes.json` holds one entry for each recorded build, newest last: megabytes of the folder and of
the Debian package, seconds until `--version` has answered and until the window is on a screen. Each
time is the best of five, with files already in memory. A folder more than a tenth larger than the
last recorded one is pointed out, never refused.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import bundle
from folder_build import SYSTEM, size

RECORD = bundle.ROOT / "packaging" / "sizes.json"
RUNS = 5
_MORE = 1.1


def main() -> int:
    """Measure what is named on the command line, print it, and record it if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--deb", type=Path)
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    history = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else []
    found = measured(options.folder, options.deb)
    earlier = next((each for each in reversed(history) if each["system"] == SYSTEM), {})
    show(found, earlier)
    if options.record:
        RECORD.write_text(json.dumps([*history, found], indent=2) + "\n", encoding="utf-8")
        print(f"recorded in {RECORD.relative_to(bundle.ROOT)}")
    return 0


def measured(folder: Path, deb: Path | None) -> dict[str, object]:
    """Return the entry for *folder*: sizes in MB (10^6 bytes), times in seconds."""
    from inventory_app import __version__

    program = folder.resolve() / "ict-inventory"
    entry: dict[str, object] = {
        "version": __version__,
        "date": datetime.fromtimestamp(
            int(os.environ.get("SOURCE_DATE_EPOCH", time.time())), UTC
        ).strftime("%Y-%m-%d"),
        "system": SYSTEM,
        "folder_mb": round(size(folder) / 1e6, 1),
        "parts_mb": parts(folder / "_internal"),
    }
    if deb:
        entry["deb_mb"] = round(deb.stat().st_size / 1e6, 1)
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HOME": home, "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": ""}
        entry["version_seconds"] = best(lambda: answer(program, environment))
        if shutil.which("Xvfb") and shutil.which("xdotool"):
            entry["window_seconds"] = window(program, environment)
    return entry


def parts(folder: Path, most: int = 6) -> dict[str, float]:
    """Return the largest parts of *folder* in MB."""
    sizes = {
        each.name: (size(each) if each.is_dir() else each.lstat().st_size) / 1e6
        for each in folder.iterdir()
    }
    largest = sorted(sizes.items(), key=lambda pair: -pair[1])[:most]
    return {name: round(value, 1) for name, value in largest}


def best(act: object) -> float:
    """Return the shortest of several runs of *act*."""
    assert callable(act)
    times = []
    for _ in range(RUNS):
        began = time.monotonic()
        act()
        times.append(time.monotonic() - began)
    return round(min(times), 2)


def answer(program: Path, environment: dict[str, str]) -> None:
    """Ask *program* for its version."""
    subprocess.run(
        [str(program), "--version"], check=True, env=environment, stdout=subprocess.DEVNULL
    )


def window(program: Path, environment: dict[str, str]) -> float:
    """Return the seconds until a window of *program* is on a virtual screen."""
    script = Path(__file__).with_name("window_start")
    run = subprocess.run(
        [str(script), str(RUNS), str(program)],
        check=True, stdout=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    return round(min(float(line) for line in run.stdout.split()), 2)


def show(found: dict[str, object], earlier: dict[str, object]) -> None:
    """Print *found*, each number beside that of *earlier*."""
    print(f"{'':24}{'now':>10}{'before':>10}   ({earlier.get('date', 'nothing recorded')})")
    for name, value in found.items():
        if isinstance(value, float):
            before = earlier.get(name, "")
            print(f"{name.replace('_', ' '):24}{value:>10}{before!s:>10}")
    large, before = found["folder_mb"], earlier.get("folder_mb")
    if isinstance(large, float) and isinstance(before, float) and large > before * _MORE:
        print(
            "The folder is more than a tenth larger than before. Its largest parts:",
            found["parts_mb"],
        )


if __name__ == "__main__":
    sys.exit(main())
