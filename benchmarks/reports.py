"""Printing a capability summary against a bare reportlab canvas that draws the same marks.

    python benchmarks/reports.py [--documents 20] [--runs 5] [--language en]

The peer draws, with reportlab's own calls, every text run, line and shape of our document at the
same place in the same fonts and inks, without layout, shaping, bidi, outline or data.
"""

from __future__ import annotations

import argparse
import io
import math
import tempfile
from pathlib import Path
from typing import Any

from material import ROUND, Timing, fill_store, new_store, report, timed, versions

from inventory_app.formats.pdf import drawing, fonts, page
from inventory_app.formats.pdf.content import Content
from inventory_app.formats.pdf.documents import write_document
from inventory_app.services.documents.entity import entity_document

Calls = list[tuple[str, tuple]]
RECORDED = ("ink", "text", "rectangle", "line", "polygon", "rounded")


class Recording(Content):
    """The operators of a page that remembers what was drawn."""

    pages: list[Calls]

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        calls: Calls = []
        self.pages.append(calls)
        for name in RECORDED:
            setattr(self, name, self._remembered(name, calls))

    def _remembered(self, name: str, calls: Calls) -> Any:
        member = getattr(Content, name)

        def call(*args: Any, **options: Any) -> None:
            if name == "ink":
                fill, stroke, thickness = (*args, None, None, None)[:3]
                args = (
                    _parts(options.get("fill", fill)),
                    _parts(options.get("stroke", stroke)),
                    options.get("thickness", thickness),
                )
                calls.append((name, args))
                plain = (" ".join(f"{part:g}" for part in ink) if ink else None for ink in args[:2])
                member(self, *plain, args[2] or 0)
                return
            calls.append((name, args))
            member(self, *args, **options)

        return call


def _parts(ink: str | None) -> tuple[float, ...] | None:
    return None if ink is None else tuple(map(float, ink.split()))


def printed(summary: Any, target: io.BytesIO) -> None:
    """Put the document together and write it, as printing the summaries of a round does."""
    write_document(entity_document(summary), target)


def recorded(summary: Any) -> tuple[list[Calls], Any, int]:
    """Return what is drawn on each page, a maker of canvases like ours, and the size in bytes."""
    make, documents = page._canvas, []

    def canvas(document: Any, buffer: io.BytesIO) -> Any:
        documents.append(document)
        return make(document, buffer)

    Recording.pages = []
    page._canvas, drawing.Content = canvas, Recording
    written = io.BytesIO()
    try:
        printed(summary, written)
    finally:
        page._canvas, drawing.Content = make, Content
    return Recording.pages, lambda buffer: make(documents[0], buffer), len(written.getvalue())


def replay(pages: list[Calls], make: Any) -> int:
    """Draw *pages* on a canvas of reportlab and return the size of the file."""
    buffer = io.BytesIO()
    canvas = make(buffer)
    for calls in pages:
        Peer(canvas).draw(calls)
        canvas.showPage()
    canvas.save()
    return len(buffer.getvalue())


class Peer:
    """A page drawn with reportlab's calls; inks and fonts are set only when they change."""

    def __init__(self, canvas: Any) -> None:
        self.canvas = canvas
        self.words: Any = None
        self.fill = self.stroke = self.width = self.font = None

    def draw(self, calls: Calls) -> None:
        for name, args in calls:
            if name == "ink":
                self._ink(*args)
            elif name == "text":
                self._text(*args)
            else:
                self._end()
                _shape(self.canvas, name, args)
        self._end()

    def _ink(self, fill: Any, stroke: Any, width: Any) -> None:
        if fill and fill != self.fill:
            self.fill = fill
            (self.words or self.canvas).setFillColorRGB(*fill)
        if stroke:
            self._end()
            if stroke != self.stroke:
                self.stroke = stroke
                self.canvas.setStrokeColorRGB(*stroke)
            if width != self.width:
                self.width = width
                self.canvas.setLineWidth(width)

    def _text(self, runs: Any, x: float, y: float, size: float) -> None:
        if self.words is None:
            self.words, self.font = self.canvas.beginText(0, 0), None
        text = self.words
        text.setTextOrigin(x, y)
        for run in runs:
            if (run.face, size) != self.font:
                self.font = (run.face, size)
                text.setFont(*self.font)
            backwards = run.face.startswith(fonts.ARABIC)
            if backwards:
                text._code.append("/ReversedChars BMC")
            text.textOut(run.text)
            if backwards:
                text._code.append("EMC")

    def _end(self) -> None:
        if self.words is not None:
            self.canvas.drawText(self.words)
            self.words = None


def _shape(canvas: Any, name: str, args: tuple) -> None:
    if name == "line":
        canvas.line(*args)
        return
    paint = args[-1]
    painted = {"fill": int(paint in "fB"), "stroke": int(paint in "SB")}
    if name == "rectangle":
        canvas.rect(*args[:-1], **painted)
    elif name == "rounded":
        x, y, w, h, radius = args[:-1]
        if w == h == 2 * radius:
            canvas.circle(x + radius, y + radius, radius, **painted)
        else:
            canvas.roundRect(x, y, w, h, radius, **painted)
    else:
        path = canvas.beginPath()
        path.moveTo(*args[0][0])
        for point in args[0][1:]:
            path.lineTo(*point)
        path.close()
        canvas.drawPath(path, **painted)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--language", default="en")
    options = parser.parse_args()
    versions("reportlab")
    with tempfile.TemporaryDirectory() as name:
        workspace = new_store(Path(name), options.documents)
        fill_store(workspace, options.documents)
        summaries = [
            workspace.reports.capability_summary(ROUND, f"E{n:04}", options.language)
            for n in range(options.documents)
        ]
        workspace.close()
        plays = [recorded(summary) for summary in summaries]
        marks = sum(len(calls) for pages, *_ in plays for calls in pages)
        sizes = [(size, replay(pages, make)) for pages, make, size in plays]
        print(
            f"{len(summaries)} summaries, {marks / len(summaries):.0f} marks each; "
            f"{sum(ours for ours, _ in sizes) / len(sizes):.0f} bytes, "
            f"peer {sum(peer for _, peer in sizes) / len(sizes):.0f}"
        )
        ours: list[Timing] = []
        peer: list[Timing] = []
        for _ in range(options.runs):
            ours.append(timed(lambda: [printed(s, io.BytesIO()) for s in summaries]))
            peer.append(timed(lambda: [replay(pages, make) for pages, make, _ in plays]))
        ratio = report("bare canvas / ours", ours, peer, "ours <= 2.5 x, aim 1.8 x", wall=False)
        print(f"  ours takes {1 / ratio:.2f} times the bare canvas")
        points = []
        for share in (16, 4, 1):
            part = summaries[: max(2, len(summaries) // share)]
            # The quickest of several: two summaries take less time than the machine's moods.
            runs = (timed(lambda p=part: [printed(s, io.BytesIO()) for s in p]) for _ in range(5))
            points.append((len(part), min(run.cpu for run in runs)))
        (few, quick), (many, slow) = points[0], points[-1]
        print(f"growth exponent {math.log(slow / quick) / math.log(many / few):.2f}; <= 1.05")


if __name__ == "__main__":
    main()
