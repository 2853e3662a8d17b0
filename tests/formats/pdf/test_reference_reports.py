"""Printed documents against the files in tests/reference/reports: bytes first, then pages.

`scripts/reference-reports` makes the files anew; look at them before you keep them.
"""

from __future__ import annotations

import io
import shutil
import subprocess

import pypdfium2
import pytest
from reading_pdf import text_of
from reference_reports import SENTENCES, WORDS, reference_document

from inventory_app.formats.pdf.documents import write_document
from inventory_app.languages import CODES

SCALE = 1.0  # 72 dots to the inch
RENEW = "look at the pages, then run scripts/reference-reports"
UNLIKE = 24  # of 255: less is the smoothing of edges
MOST = 40  # dots of a page that may be unlike


@pytest.fixture(scope="module")
def printed():
    def one(code):
        target = io.BytesIO()
        write_document(reference_document(code), target)
        return target.getvalue()

    return {code: one(code) for code in CODES}


def pictures(data):
    document = pypdfium2.PdfDocument(data)
    found = []
    for page in document:
        bitmap = page.render(scale=SCALE, grayscale=True)
        found.append((bitmap.width, bitmap.height, bytes(bitmap.buffer)))
        bitmap.close()
        page.close()
    document.close()
    return found


@pytest.mark.parametrize("code", CODES)
def test_a_document_is_printed_as_it_was(code, printed, reference):
    kept = (reference / "reports" / f"{code}.pdf").read_bytes()
    if printed[code] == kept:
        return  # byte for byte
    before, now = pictures(kept), pictures(printed[code])
    assert len(now) == len(before), f"the number of pages differs: {RENEW}"
    for number, (old, new) in enumerate(zip(before, now, strict=True), start=1):
        assert new[:2] == old[:2], f"page {number} has another size: {RENEW}"
        pairs = zip(old[2], new[2], strict=True)
        unlike = sum(abs(first - second) > UNLIKE for first, second in pairs)
        assert unlike <= MOST, f"page {number} differs in {unlike} dots: {RENEW}"


@pytest.mark.parametrize("code", CODES)
def test_sentences_are_read_back_as_they_are_read(code, printed, tmp_path):
    """Also in Arabic: what is drawn from the left is marked, and pdftotext turns it round.

    A number beside Latin letters at the end of an Arabic line changes places with them there: the
    file has no order of reading inside a line, and pdftotext guesses it from places.
    """
    path = tmp_path / "d.pdf"
    path.write_bytes(printed[code])
    text = text_of(path).replace(" ", "")
    whole = SENTENCES[code]
    for sentence in (whole.partition(" 2026")[0] if code == "ar" else whole, *WORDS[code]):
        assert sentence.replace(" ", "") in text


@pytest.mark.parametrize(
    "command",
    [("qpdf", "--check"), ("mutool", "info"), ("mutool", "draw", "-F", "trace", "-o", "-")],
)
def test_other_programs_find_nothing_wrong(command, printed, tmp_path):
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed: see scripts/apt-test.txt")
    for code in ("en", "ar", "zh"):
        path = tmp_path / f"{code}.pdf"
        path.write_bytes(printed[code])
        done = subprocess.run([*command, str(path)], capture_output=True, check=False)
        assert done.returncode == 0
        told = done.stderr.decode("utf-8", "replace").lower()
        told = told.replace("warning: icc support is not available", "")  # of the program itself
        assert "warning" not in told
        assert "error:" not in told
