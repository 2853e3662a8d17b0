"""LibreOffice opens what is written and shows the same, in both directions."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from test_word_documents import WORDS, sample

from inventory_app.formats.word.document import write_word

WRITER = Path("/usr/lib/libreoffice/program/libswlo.so")
pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(
        shutil.which("soffice") is None or not WRITER.exists(),
        reason="LibreOffice Writer is not installed",
    ),
]


def test_it_is_opened_and_shown_as_it_was_written(tmp_path):
    for code in ("en", "ar", "zh"):
        write_word(sample(code), tmp_path / f"{code}.docx")
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path / 'profile'}", "--headless",
         "--norestore", "--convert-to", "pdf", "--outdir", str(tmp_path),
         *(str(tmp_path / f"{code}.docx") for code in ("en", "ar", "zh"))],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for code in ("en", "ar", "zh"):
        document = pypdfium2.PdfDocument(tmp_path / f"{code}.pdf")
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
        assert len(document) == 2, code
        assert "3,702" in text
        assert "86,869,148" in text.replace("\r\n", "")
        assert WORDS[code].split()[0] in text
