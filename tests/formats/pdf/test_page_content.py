from __future__ import annotations

import io
import re

import pytest
from reportlab.pdfgen.canvas import Canvas

from inventory_app.domain.figure_words import FigureWords
from inventory_app.formats.pdf import fonts, shaping
from inventory_app.formats.pdf.content import Alphabet, Content
from inventory_app.languages import language

LATIN, HAN = fonts.face(fonts.LATIN, bold=False), fonts.face(fonts.HAN, bold=False)


@pytest.fixture
def document():
    fonts.widths(LATIN)
    return Canvas(io.BytesIO(), initialFontName=LATIN)._doc


def decoded(alphabet: Alphabet, text: str) -> str:
    """Return what the literals for *text* stand for, by reportlab's own assignments."""
    found = ""
    pieces = [piece for piece in alphabet.encoded(text) if piece[1]]
    for subset, literal in pieces:
        subsets = alphabet._font.state[alphabet._document].subsets
        plain = re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), literal)
        plain = re.sub(r"\\([()\\])", r"\1", plain)
        found += "".join(chr(subsets[subset][ord(byte)]) for byte in plain)
    return found


@pytest.mark.parametrize("text", ["ICT (2026) \\ é", "((", "\\", "a\u00a0b", ""])
def test_literals_say_what_was_written(document, text):
    assert decoded(Alphabet(LATIN, document), text) == text.replace("\u00a0", " ")


def test_more_characters_than_one_subset_holds_are_all_kept(document):
    text = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 3000))
    text = "".join(character for character in text if ord(character) in fonts.widths(HAN))[:700]
    alphabet = Alphabet(HAN, document)
    assert decoded(alphabet, text) == text
    assert decoded(alphabet, text[::-1]) == text[::-1]
    assert len(alphabet.names) >= 3


def test_a_colour_is_set_once_while_it_stays_the_same(document):
    content = Content(document, {})
    for x in range(3):
        content.ink(fill="1 0 0")
        content.rectangle(x, 0, 1, 1, "f")
    assert content.finished().count("rg") == 1


def test_shapes_never_stand_inside_text(document):
    content = Content(document, {})
    (line,) = shaping.layout("Text", 100, 9, language("en"))
    content.text(line.runs, 0, 0, 9)
    content.line(0, 0, 1, 1)
    content.text(line.runs, 0, 9, 9)
    written = content.finished()
    assert re.findall(r"\b(BT|ET|l S)\b", written) == ["BT", "ET", "l S", "BT", "ET"]


@pytest.mark.parametrize(
    ("code", "texts", "joined"),
    [
        ("en", ("n = 44: All entities", "Based on records."), "n = 44: All entities. Based on records."),
        ("fr", ("Un", "", "Deux !"), "Un. Deux !"),
        ("zh", ("n=4：所有实体", "仅供参考。 其他。"), "n=4：所有实体。仅供参考。其他。"),  # noqa: RUF001
        ("ar", ("العدد = 4: جميع الكيانات", "ماذا؟"), "العدد = 4: جميع الكيانات. ماذا؟"),
        ("ru", ("Один",), "Один."),
        ("es", ("",), ""),
    ],
)  # fmt: skip
def test_sentences_are_separated_as_the_language_does(code, texts, joined):
    assert FigureWords(code).sentences(*texts) == joined
