"""Merging returns against the scripts that are usually written for it.

    python benchmarks/merge.py [--returns 1000] [--runs 5]
    python benchmarks/merge.py --growth     all returns in one go: time and memory, without peers

Ours reads strictly, checks, compares three ways, keeps the originals and an audit trail; the peers
read with pandas and append to tables. Every run starts from an empty store on the same files.
"""

from __future__ import annotations

import argparse
import contextlib
import math
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from material import ROWS, Timing, clock, report, returned_files, timed, versions

from inventory_app.workspace import Workspace

HERE = Path(__file__).resolve()


def ours(store: Path, files: list[Path], *, parallel: bool) -> None:
    copy = store.with_name("copy.ictinv")
    shutil.copy(store, copy)
    with Workspace.open(copy, clock=clock, who="benchmark") as workspace:
        result = workspace.returns.merge(files, parallel=parallel)
        statuses = {file.status for file in result.files}
        if statuses != {"merged"} or result.counts.new != sum(ROWS.values()) * len(files):
            sys.exit(f"the merge went wrong: {statuses} {result.counts}")


def pandas_script(files: list[Path], target: Path, engine: str) -> None:
    import pandas as pd

    target.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(target)) as database:
        for file in files:
            book = pd.read_excel(file, sheet_name=None, header=None, engine=engine)
            for name, frame in book.items():
                at = next(
                    (n for n in range(min(6, len(frame)))
                     if str(frame.iat[n, 0]).startswith("#sheet:")), None,
                )  # fmt: skip
                if at is None:
                    continue
                frame.columns = [str(key) for key in frame.iloc[at]]
                table = frame.iloc[at + 2 :].loc[:, ~frame.columns.duplicated()].dropna(thresh=4)
                table.insert(0, "file", file.name)
                table.astype(str).to_sql(name, database, if_exists="append", index=False)
        database.commit()


def limit(files: list[Path], target: Path) -> None:
    """Inflate and insert: what no program can do without."""
    target.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(target)) as database:
        database.execute("CREATE TABLE part (file TEXT, name TEXT, size INTEGER)")
        database.execute(f"CREATE TABLE row ({', '.join(f'c{n} TEXT' for n in range(24))})")
        for file in files:
            with zipfile.ZipFile(file) as package:
                sizes = [(file.name, n, len(package.read(n))) for n in package.namelist()]
            database.executemany("INSERT INTO part VALUES (?, ?, ?)", sizes)
            database.executemany(
                f"INSERT INTO row VALUES ({', '.join('?' * 24)})",
                [tuple(f"{file.name} {n} {m}" for m in range(24)) for n in range(94)],
            )
        database.commit()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--returns", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--growth", action="store_true", help="time and memory only, no peers")
    parser.add_argument("--memory", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.memory:
        memory_run(Path(options.memory[0]), int(options.memory[1]))
        return
    versions("pandas", "openpyxl", "python-calamine", "SQLAlchemy", "XlsxWriter")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace, files = returned_files(folder, options.returns)
        workspace.close()
        size = sum(file.stat().st_size for file in files) / len(files) / 1000
        print(f"{len(files)} returns of {size:.0f} kB, {sum(ROWS.values())} rows each")
        store = folder / "store.ictinv"
        if options.growth:
            grow(store, files)
        else:
            compare(store, files, options.runs, folder)


def compare(store: Path, files: list[Path], runs: int, folder: Path) -> None:
    one: list[Timing] = []
    two: list[Timing] = []
    slow: list[Timing] = []
    quick: list[Timing] = []
    bare: list[Timing] = []
    sample = files[: max(10, len(files) // 10)]  # the peers are slow; each works on a sample
    scale = len(files) / len(sample)
    ours(store, files[:5], parallel=False)
    for _ in range(runs):
        one.append(timed(lambda: ours(store, files, parallel=False)))
        two.append(timed(lambda: ours(store, files, parallel=True)))
        for timings, engine in ((slow, "openpyxl"), (quick, "calamine")):
            run = timed(lambda e=engine: pandas_script(sample, folder / "peer.db", e))
            timings.append(Timing(run.cpu * scale, run.wall * scale))
        bare.append(timed(lambda: limit(files, folder / "limit.db")))
    report("one process / pandas + openpyxl", one, slow, ">= 5, aim 7", wall=False)
    report("two processes / pandas + openpyxl (wall)", two, slow, ">= 8, aim 11", wall=True)
    report("two processes / pandas + calamine (wall)", two, quick, ">= 1.5, aim 2.5", wall=True)
    report("two processes / one (wall)", two, one, ">= 1.5", wall=True)
    slower = report("inflate + insert / ours", one, bare, "1/x <= 15, aim 10", wall=False)
    print(f"  that is {1 / slower:.1f} times the physical limit")
    again(store, files, runs, one)
    grow(store, files)


def again(store: Path, files: list[Path], runs: int, first: list[Timing]) -> None:
    copy = store.with_name("copy.ictinv")
    shutil.copy(store, copy)
    timings = []
    with Workspace.open(copy, clock=clock, who="benchmark") as workspace:
        workspace.returns.merge(files, parallel=False)
        for _ in range(runs):
            timings.append(timed(lambda: workspace.returns.merge(files, parallel=False)))
    report("the same files again / first merge", timings, first, ">= 50", wall=False)


def grow(store: Path, files: list[Path]) -> None:
    """Print how time and memory grow from a sixteenth of the work to all of it."""
    points = []
    for share in (16, 4, 1):
        part = files[: max(4, len(files) // share)]
        run = timed(lambda p=part: ours(store, p, parallel=False))
        memory = subprocess.run(
            [sys.executable, str(HERE), "--memory", str(store), str(len(part))],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        points.append((len(part), run.cpu, float(memory.stdout)))
        print(f"  {len(part)} returns: {run.cpu:.2f} s CPU, {points[-1][2]:.0f} MB at most")
    (few, quick, _), (many, slow, _) = points[0], points[-1]
    exponent = math.log(slow / quick) / math.log(many / few)
    print(f"growth exponent {exponent:.2f}; to reach: <= 1.05")
    sixty = min(points, key=lambda point: abs(point[0] - 60))
    print(f"memory {points[-1][2] / sixty[2]:.2f} x that at {sixty[0]}; to reach: <= 1.1, < 200 MB")


def memory_run(store: Path, count: int) -> None:
    """Print what this process had in memory at most; `ru_maxrss` knows its parent's, too."""
    files = sorted((store.parent / "returns").glob("*.xlsx"))[:count]
    ours(store, files, parallel=False)
    status = Path("/proc/self/status").read_text("ascii")
    print(int(re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)[1]) / 1024)


if __name__ == "__main__":
    main()
