"""Estimates as people mark them in a cell: ~120, ≈ 120, about 120.

A number with such a mark has the state `NE`. Workbooks write the first form, in every language.
"""
# ruff: noqa: RUF001 - marks and words of other scripts are what this module is about

from __future__ import annotations

import re

from inventory_app.domain.words import visible

MARK = "~"
_MARKS = "~∼～〜˜≈≃≅"
_WORDS_BEFORE = (
    "approximately", "approx.", "approx", "about", "around", "circa", "ca.", "ca",
    "approximativement", "environ", "env.",
    "приблизительно", "примерно", "около", "ок.",
    "aproximadamente", "alrededor de", "aprox.", "unos", "unas",
    "大约", "约为", "约", "大概", "估计",
    "حوالي", "نحو", "قرابة", "تقريبًا", "تقريبا",
)  # fmt: skip
_WORDS_AFTER = (
    "(estimated)", "estimated", "(est.)", "est.", "estimé", "environ", "примерно", "оценка",
    "estimado", "aprox.", "左右", "（估计）", "تقريبًا", "تقريبا", "تقدير",
)  # fmt: skip
_BEFORE = re.compile(
    rf"\s*(?:[{_MARKS}]|{'|'.join(map(re.escape, _WORDS_BEFORE))})\s*", re.IGNORECASE
)
_AFTER = re.compile(rf"\s*(?:{'|'.join(map(re.escape, _WORDS_AFTER))})\s*", re.IGNORECASE)


def unmarked(text: str) -> str | None:
    """Return a number without the mark of an estimate, None where *text* has none."""
    plain = visible(text)
    before = _BEFORE.match(plain)
    if before:
        return plain[before.end() :]
    after = next((found for found in _AFTER.finditer(plain) if found.end() == len(plain)), None)
    return plain[: after.start()] if after else None


def is_plain_mark(text: str) -> bool:
    """Return whether *text* is marked as workbooks mark it themselves."""
    return visible(text).strip().startswith(MARK)
