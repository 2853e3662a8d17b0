"""Printing a capability summary against a bare reportlab canvas that draws the same marks.

    python benchmarks/reports.py [--documents 20] [--runs 5]

The peer replays, on a canvas of its own, every call that our document made on its canvas: the same
text runs, lines and rectangles, without layout, shaping, bidi or data.
"""

from __future__ import annotations

import argparse
import io
import math
import tempfile
from pathlib import Path
from typing import Any

from material import ROUND, Timing, fill_store, new_store, report, timed, versions

from inventory_app.formats.pdf import page
from inventory_app.formats.pdf.capability_summary import write_capability_summary


class Recording:
    """A canvas that remembers what is asked of it and passes it on."""

    def __init__(self, canvas: Any, calls: list[tuple[str, tuple, dict]]) -> None:
        self.__dict__.update(canvas=canvas, calls=calls)

    def __getattr__(self, name: str) -> Any:
        member = getattr(self.canvas, name)
        if not callable(member) or name.startswith(("string", "get", "begin")):
            return member

        def call(*args: Any, **options: Any) -> Any:
            self.calls.append((name, args, options))
            return member(*args, **options)

        return call

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self.canvas, name, value)


def recorded(summary: Any) -> tuple[list[tuple[str, tuple, dict]], Any]:
    """Return the calls of one document and a maker of canvases like its own."""
    calls: list[tuple[str, tuple, dict]] = []
    make, documents = page._canvas, []

    def recording(document: Any, buffer: io.BytesIO) -> Recording:
        documents.append(document)
        return Recording(make(document, buffer), calls)

    page._canvas = recording
    try:
        write_capability_summary(summary, io.BytesIO())
    finally:
        page._canvas = make
    return calls, lambda: make(documents[0], io.BytesIO())


def replay(calls: list[tuple[str, tuple, dict]], canvas: Any) -> None:
    for name, args, options in calls:
        getattr(canvas, name)(*args, **options)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    versions("reportlab")
    with tempfile.TemporaryDirectory() as name:
        workspace = new_store(Path(name), options.documents)
        fill_store(workspace, options.documents)
        summaries = [
            workspace.reports.capability_summary(ROUND, f"E{n:04}", "en")
            for n in range(options.documents)
        ]
        workspace.close()
        plays = [recorded(summary) for summary in summaries]
        marks = sum(len(calls) for calls, _ in plays)
        print(f"{len(summaries)} summaries, {marks / len(summaries):.0f} marks each")
        ours: list[Timing] = []
        peer: list[Timing] = []
        for _ in range(options.runs):
            ours.append(
                timed(lambda: [write_capability_summary(s, io.BytesIO()) for s in summaries])
            )
            peer.append(timed(lambda: [replay(calls, make()) for calls, make in plays]))
        ratio = report("bare canvas / ours", ours, peer, "ours <= 2.5 x, aim 1.8 x", wall=False)
        print(f"  ours takes {1 / ratio:.2f} times the bare canvas")
        points = []
        for share in (16, 4, 1):
            part = summaries[: max(2, len(summaries) // share)]
            run = timed(lambda p=part: [write_capability_summary(s, io.BytesIO()) for s in p])
            points.append((len(part), run.cpu))
        (few, quick), (many, slow) = points[0], points[-1]
        print(f"growth exponent {math.log(slow / quick) / math.log(many / few):.2f}; <= 1.05")


if __name__ == "__main__":
    main()
