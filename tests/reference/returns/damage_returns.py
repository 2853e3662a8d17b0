"""Damage valid returns at random, many times, and say what got lost: `scripts/soak` runs it.

    python damage_returns.py --count 2000 --seed 1

Each case is made from its own number alone, so that `--seed N --count 1` repeats case N.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import invariants
import returns_store

# Each store, and the process that works on it, ends after so many cases: its log grows with each
# of them, and so does the memory that the process keeps between the pieces it still uses.
_CASES_OF_ONE_STORE = 100


def main() -> int:
    """Run the cases; return 1 if one of them went wrong."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--count", type=int, default=2000, help="how many cases")
    options.add_argument("--seed", type=int, default=1, help="the number of the first case")
    chosen = options.parse_args()
    began, wrong, statuses = time.perf_counter(), 0, Counter()
    with tempfile.TemporaryDirectory() as name:
        issued = returns_store.issue(Path(name))
        for numbers in _shares(range(chosen.seed, chosen.seed + chosen.count)):
            for lines, status in _run_apart(issued, numbers, Path(name) / f"desk{numbers[0]}"):
                statuses[status] += 1
                wrong += bool(lines)
                for line in lines:
                    print(line, flush=True)  # noqa: T201 - what the person who runs it reads
            print(f"up to case {numbers[-1]}: {wrong} went wrong", flush=True)  # noqa: T201
    print(  # noqa: T201
        f"{chosen.count} damaged returns in {time.perf_counter() - began:.0f} s, {wrong} went "
        f"wrong; {', '.join(f'{n} {status}' for status, n in statuses.most_common())}"
    )
    return min(wrong, 1)


def _shares(numbers: range) -> Iterator[range]:
    for first in range(0, len(numbers), _CASES_OF_ONE_STORE):
        yield numbers[first : first + _CASES_OF_ONE_STORE]


def _run_apart(
    issued: returns_store.Issued, numbers: range, folder: Path
) -> list[tuple[list[str], str]]:
    """Return what is to be said of each case, and how it came out, from a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_run_all, issued, numbers, folder).result()


def _run_all(
    issued: returns_store.Issued, numbers: range, folder: Path
) -> list[tuple[list[str], str]]:
    folder.mkdir()
    try:
        return [_run(issued, number, folder) for number in numbers]
    finally:
        returns_store.close_all()


def _run(issued: returns_store.Issued, number: int, folder: Path) -> tuple[list[str], str]:
    """Return what is to be said of one case, nothing if all is well, and how it came out."""
    try:
        case = invariants.run(issued, number, folder, thorough=True)
    except Exception:  # noqa: BLE001 - a crash is what is looked for
        return [f"case {number} crashed:", traceback.format_exc()], "crashed"
    status = case.file.status
    if not case.wrong:
        return [], status
    return [f"case {number} ({case.language}, {status}):", *case.steps, *case.wrong], status


if __name__ == "__main__":
    sys.exit(main())
