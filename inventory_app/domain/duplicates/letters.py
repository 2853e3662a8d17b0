"""Letters of other scripts in Latin ones, and what is left of a word without its vowels.

A name is spelled differently by whoever writes it in another script: “Inspira”, “Инспира” and
“إنسبيرا” share their consonants. What comes out is for comparison only and is never shown.
"""

# ruff: noqa: RUF001 - letters of other scripts are what this module is about

from __future__ import annotations

import re
from functools import lru_cache

from inventory_app.domain.search_words import plain
from inventory_app.domain.words import visible

_CYRILLIC = {
    "дж": "j", "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "j", "з": "z",
    "и": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "",
    "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "і": "i", "є": "e", "ґ": "g",
}  # fmt: skip
_ARABIC = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "d",
    "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a",
    "غ": "g", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "u",
    "ي": "i", "ء": "", "پ": "p", "چ": "ch", "ڤ": "v", "گ": "g", "ک": "k", "ی": "i",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
    "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
    "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_LATIN = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
_TABLE = str.maketrans(
    {k: v for k, v in (_CYRILLIC | _ARABIC | _GREEK | _LATIN).items() if len(k) == 1}
)
_ARTICLE = re.compile(r"(?<![\u0620-\u064a])(?:وال|بال|ال|لل)(?=[\u0620-\u064a]{3})")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LETTER_CLASSES = (
    ("sch", "s"), ("sh", "s"), ("ch", "k"), ("kh", "k"), ("ph", "b"), ("th", "t"), ("ck", "k"),
    ("qu", "k"), ("x", "ks"),
)  # fmt: skip
# Consonants that one script has and another lacks: Arabic writes p as b, v as f and g as j.
_CLASS_OF = str.maketrans("pfvqcgzw", "bbbkkjs\0")
_VOWELS = str.maketrans("", "", "aeiouyh\0'")
_DOUBLE = re.compile(r"(.)\1+")


def is_han(text: str) -> bool:
    """Whether *text* has Chinese characters."""
    return _HAN.search(text) is not None


def is_latin(text: str) -> bool:
    """Whether all letters of *text* are Latin ones."""
    return all(ch < "\u0250" for ch in plain(text) if ch.isalpha())


@lru_cache(maxsize=65_536)
def romanised(text: str) -> str:
    """Return *text* in small Latin letters; Chinese characters stay, marks become blanks.

    Articles that Arabic writes as one with their word are left out.
    """
    folded = _ARTICLE.sub("", plain(visible(text)))
    latin = folded.replace("дж", "j").translate(_TABLE)
    return " ".join("".join(ch if ch.isalnum() else " " for ch in latin).split())


@lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """Return the consonants of a romanised word, those alike that scripts do not tell apart."""
    for letters, one in _LETTER_CLASSES:
        word = word.replace(letters, one)
    return _DOUBLE.sub(r"\1", word.translate(_CLASS_OF).translate(_VOWELS))
