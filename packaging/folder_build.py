"""Makes the folder build of this system, which runs without Python: build/package/ict-inventory.

It is the same on Linux, Windows and macOS; what differs is in the spec of each. Called by
`packaging/build` on Linux, `packaging/macos/build` and `packaging/windows/build.ps1`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import bundle
import licences

SYSTEM = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
WORK = bundle.ROOT / "build" / "package"
NAME = "ict-inventory"
_KEPT_AS_THEY_ARE = {
    "PySide6",
    "shiboken6",
    "pillow.libs",
}  # Qt unchanged; patched ones would break


def main() -> int:
    """Build, strip, add the licences and the guide; print where the folder is and how large."""
    spec = bundle.ROOT / "packaging" / SYSTEM / f"{NAME}.spec"
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "0",
        "QT_HASH_SEED": "0",
        "ICT_INVENTORY_CONTENTS": str(contents()),
    }
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR",
         "--distpath", str(WORK), "--workpath", str(WORK / "work"), str(spec)],
        check=True, env=environment,
    )  # fmt: skip
    folder = WORK / ("ICT Inventory.app/Contents" if SYSTEM == "macos" else NAME)
    if SYSTEM == "linux":
        strip(folder / "_internal")
    texts = folder / ("Resources/licences" if SYSTEM == "macos" else "licences")
    parts = licences.gather(json.loads(contents().read_text(encoding="utf-8")), texts)
    guide = folder / ("Resources/guide" if SYSTEM == "macos" else "guide")
    subprocess.run(
        [sys.executable, str(bundle.ROOT / "scripts" / "guide"), str(guide)],
        check=True, stdout=subprocess.DEVNULL, env=environment,
    )  # fmt: skip
    if SYSTEM != "macos":
        shutil.copyfile(bundle.ROOT / "packaging" / "portable.txt", folder / "portable.txt.off")
    print(f"{folder}: {size(folder) / 1e6:.0f} MB, {len(parts)} parts with their licences")
    return 0


def contents() -> Path:
    """Return the file in which a spec lists what it put in."""
    return WORK / "contents.json"


def strip(folder: Path) -> None:
    """Take the symbols for debuggers out of libraries that were compiled with them."""
    for file in sorted(folder.rglob("*.so*")):
        kept = _KEPT_AS_THEY_ARE.intersection(file.relative_to(folder).parts)
        if file.is_file() and not file.is_symlink() and not kept:
            subprocess.run(["strip", "--strip-unneeded", str(file)], check=True)


def size(folder: Path) -> int:
    """Return the bytes in *folder*, each file counted once."""
    return sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir())


if __name__ == "__main__":
    sys.exit(main())
