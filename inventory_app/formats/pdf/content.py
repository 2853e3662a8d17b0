"""The drawing operators of one page, written straight into its content stream.

reportlab's canvas offers the same marks; it measures every text again and writes every number
with six digits, which takes more time than all of our layout. Here y points up, as in the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from inventory_app.formats.pdf import fonts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inventory_app.formats.pdf.shaping import Run

# What is being marked: nothing, an artifact, text inside one text object, or a whole drawing.
Mark: TypeAlias = Literal["none", "artifact", "words", "drawing"]
CIRCLE = 0.5523  # how far the handles of a quarter circle reach, as a part of the radius


class Content:
    """Collects the operators of one page; *document* is reportlab's, which owns the fonts."""

    def __init__(self, document: Any, alphabets: dict[str, Alphabet]) -> None:
        self._document = document
        self._alphabets = alphabets
        self._operators: list[str] = []
        self._in_text = False
        self._mark: Mark = "none"
        self._font: tuple[str, int, float] | None = None
        self._fill: str | None = None
        self._stroke: str | None = None
        self._thickness: float | None = None

    def finished(self) -> str:
        """Return everything that was drawn."""
        self._end_artifact()
        self._leave_text()
        return "\n".join(self._operators)

    def begin(self, tag: str, number: int, *, words: bool) -> None:
        """Mark what follows as part of the structure; with *words* nothing but text follows."""
        self._end_artifact()
        if words:
            self._enter_text()
        else:
            self._leave_text()
        self._operators.append(f"/{tag} <</MCID {number}>> BDC")
        self._mark = "words" if words else "drawing"

    def end(self) -> None:
        """End what `begin` began."""
        if self._mark == "drawing":
            self._leave_text()
        self._operators.append("EMC")
        self._mark = "none"

    def _begin_artifact(self) -> None:
        """Mark what follows as bearing no meaning, unless it is marked already."""
        if self._mark == "none":
            self._leave_text()
            self._operators.append("/Artifact BMC")
            self._mark = "artifact"

    def _end_artifact(self) -> None:
        if self._mark == "artifact":
            self._leave_text()
            self._operators.append("EMC")
            self._mark = "none"

    def _shape(self) -> None:
        """Make ready for a shape, which cannot stand inside text."""
        self._begin_artifact()
        self._leave_text()

    def ink(self, fill: str | None = None, stroke: str | None = None, thickness: float = 0) -> None:
        """Choose colours (three numbers as the file writes them) and the width of lines."""
        if fill is not None and fill != self._fill:
            self._operators.append(f"{fill} rg")
            self._fill = fill
        if stroke is not None:
            self._leave_text()  # shapes follow, and they cannot stand inside text
            if stroke != self._stroke:
                self._operators.append(f"{stroke} RG")
                self._stroke = stroke
            if thickness != self._thickness:
                self._operators.append(f"{thickness:g} w")
                self._thickness = thickness

    def text(self, runs: Sequence[Run], x: float, y: float, size: float) -> None:
        """Write *runs* one after the other from *x* on, with the base line at *y*."""
        self._begin_artifact()
        self._enter_text()
        add = self._operators.append
        add(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
        for run in runs:
            alphabet = self._alphabets.get(run.face)
            if alphabet is None:
                alphabet = self._alphabets[run.face] = Alphabet(run.face, self._document)
            # ISO 32000-1, 14.8.2.3.3: what is drawn here is read from its end
            reversed_ = run.face.startswith(fonts.ARABIC)
            if reversed_:
                add("/ReversedChars BMC")
            for subset, encoded in alphabet.encoded(run.text):
                if self._font != (run.face, subset, size):
                    add(f"{alphabet.names[subset]} {size:g} Tf")
                    self._font = (run.face, subset, size)
                add(f"({encoded}) Tj")
            if reversed_:
                add("EMC")

    def rectangle(self, x: float, y: float, width: float, height: float, paint: str) -> None:
        """Draw a rectangle; *paint* is the operator f (filled), S (outlined) or B (both)."""
        self._shape()
        self._operators.append(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re {paint}")

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Draw a straight line."""
        self._shape()
        self._operators.append(f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S")

    def polygon(self, points: Sequence[tuple[float, float]], paint: str) -> None:
        """Draw a closed polygon."""
        self._shape()
        (x, y), *rest = points
        corners = " ".join(f"{x:.2f} {y:.2f} l" for x, y in rest)
        self._operators.append(f"{x:.2f} {y:.2f} m {corners} h {paint}")

    def rounded(
        self, x: float, y: float, width: float, height: float, radius: float, paint: str
    ) -> None:
        """Draw a rectangle with round corners; a circle is as wide and high as two radii."""
        self._shape()
        handle = radius * (1 - CIRCLE)
        right, top = x + width, y + height
        sides = (
            ((x + radius, y), (right - radius, y)),
            ((right, y + radius), (right, top - radius)),
            ((right - radius, top), (x + radius, top)),
            ((x, top - radius), (x, y + radius)),
        )
        handles = (
            ((right - handle, y), (right, y + handle)),
            ((right, top - handle), (right - handle, top)),
            ((x + handle, top), (x, top - handle)),
            ((x, y + handle), (x + handle, y)),
        )
        parts = ["{:.2f} {:.2f} m".format(*sides[0][0])]
        for number, (_start, end) in enumerate(sides):
            first, second = handles[number]
            after = sides[(number + 1) % 4][0]
            parts.append("{:.2f} {:.2f} l".format(*end))
            parts.append(
                "{:.2f} {:.2f} {:.2f} {:.2f} {:.2f} {:.2f} c".format(*first, *second, *after)
            )
        self._operators.append(f"{' '.join(parts)} h {paint}")

    def _enter_text(self) -> None:
        if not self._in_text:
            self._operators.append("BT")
            self._in_text = True

    def _leave_text(self) -> None:
        if self._in_text:
            self._operators.append("ET")
            self._in_text = False


class Alphabet(dict[int, str]):
    """The characters of one face in one document: code point to what stands in the file.

    A face is written in subsets of 256 glyphs. Reading an entry gives a character its place;
    those outside the first subset are kept in `_later`.
    """

    def __init__(self, face: str, document: Any) -> None:
        super().__init__()
        self.names: list[str] = []
        self._font = fonts.loaded(face)
        self._document = document
        self._later: dict[str, tuple[int, str]] = {}

    def encoded(self, text: str) -> list[tuple[int, str]]:
        """Return *text* as literals of the file, each with the subset that draws it."""
        literal = text.translate(self)
        if not self._later or self._later.keys().isdisjoint(text):
            return [(0, literal)]
        pieces: list[tuple[int, str]] = []
        for character in text:
            subset, written = self._later.get(character) or (0, self[ord(character)])
            if pieces and pieces[-1][0] == subset:
                written = pieces.pop()[1] + written
            pieces.append((subset, written))
        return pieces

    def __missing__(self, code: int) -> str:
        """Give a character its place in the document."""
        [(subset, data)] = self._font.splitString(chr(code), self._document)
        while len(self.names) <= subset:
            name = self._font.getSubsetInternalName(len(self.names), self._document)
            self.names.append(name)
        written = _literal(data[0])
        if subset:
            self._later[chr(code)] = (subset, written)
        self[code] = written
        return written


def _literal(byte: int) -> str:
    """Return one byte of a literal string (ISO 32000-1, 7.3.4.2)."""
    character = chr(byte)
    if character in "()\\":
        return f"\\{character}"
    return character if " " <= character <= "~" else f"\\{byte:03o}"
