"""Words that respondents use in a cell in any of the six languages."""

from __future__ import annotations

import re
import unicodedata

_BLANKS = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


def visible(text: str) -> str:
    """Return *text* without the marks that steer direction and line breaks but show nothing."""
    return _INVISIBLE.sub("", text)


def folded(text: str) -> str:
    """Return *text* for comparison: NFKC, no invisible marks, blanks folded, no case."""
    plain = unicodedata.normalize("NFKC", visible(text))
    return _BLANKS.sub(" ", plain).strip().casefold()


_DASHES = re.compile("[\u2010-\u2015\u2212]")
_ARABIC_FORMS = str.maketrans("ىةؤئ", "يهوي", "ـء")


def plain_letters(text: str) -> str:
    """Return *text* folded further for comparison: no accents, vowel signs and kinds of dashes.

    “geneve” is then the same as “Genève”, and هاتف with or without its vowels.
    """
    parts = unicodedata.normalize("NFKD", folded(text))
    bare = "".join(ch for ch in parts if not unicodedata.combining(ch))
    bare = (
        _DASHES.sub("-", bare)
        .replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        .translate(_ARABIC_FORMS)
    )
    return _BLANKS.sub(" ", bare).strip(" .")


def _set(*words: str) -> frozenset[str]:
    return frozenset(folded(word) for word in words)


YES = _set(
    "yes", "y", "true", "1", "oui", "o", "vrai", "да", "д", "истина", "sí", "si", "s", "verdadero",
    "是", "有", "真", "是的", "نعم", "أجل", "صح", "✓", "✔", "☑", "√", "x",
)  # fmt: skip
NO = _set(
    "no", "n", "false", "0", "non", "faux", "нет", "н", "ложь", "falso", "否", "没有", "无", "假",
    "不是", "لا", "كلا", "خطأ", "✗", "✘", "☐",
)  # fmt: skip
NOT_APPLICABLE = _set(
    "n/a", "na", "n.a.", "not applicable", "sans objet", "s.o.", "s/o", "не применимо",
    "неприменимо", "н/п", "no aplica", "no se aplica", "no procede", "n.c.", "不适用", "لا ينطبق",
    "غير منطبق",
)  # fmt: skip
UNKNOWN = _set(
    "unknown", "not known", "?", "inconnu", "inconnue", "неизвестно", "не известно", "desconocido",
    "se desconoce", "不详", "未知", "غير معروف", "مجهول",
)  # fmt: skip
