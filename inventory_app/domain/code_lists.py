"""Code lists: the allowed answers of a field, with labels in six languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from inventory_app.domain.words import folded, plain_letters


@dataclass(frozen=True, kw_only=True)
class CodeEntry:
    """One allowed answer."""

    code: str
    labels: Mapping[str, str]
    attributes: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class CodeList:
    """The allowed answers of a field, in the order in which they are offered."""

    name: str
    labels: Mapping[str, str]
    codes: Mapping[str, CodeEntry]

    def label(self, code: str, language: str) -> str:
        """Return what a reader of *language* sees for *code*; an unknown code shows itself."""
        entry = self.codes.get(code)
        return entry.labels[language] if entry else code

    def attribute(self, code: object, name: str) -> str | None:
        """Return the attribute *name* of *code*, None if there is none."""
        entry = self.codes.get(code) if isinstance(code, str) else None
        return entry.attributes.get(name) if entry else None

    def recognise(self, text: str) -> str | None:
        """Return the code that *text* names: the code itself or its label in any language.

        Accents, kinds of dashes and a full stop do not matter where nothing fits without. A word
        that is a label of two codes in two languages names neither.
        """
        if text in self.codes:
            return text
        word = folded(text)
        return self._words[word] if word in self._words else self._loosely.get(plain_letters(text))

    @cached_property
    def _words(self) -> dict[str, str | None]:
        words: dict[str, str | None] = {}
        for code, entry in self.codes.items():
            for label in {folded(label) for label in entry.labels.values()}:
                words[label] = None if label in words and words[label] != code else code
        return words | {folded(code): code for code in self.codes}

    @cached_property
    def _loosely(self) -> dict[str, str | None]:
        words: dict[str, str | None] = {}
        for word, code in self._words.items():
            loose = plain_letters(word).replace("_", " ")
            words[loose] = None if words.get(loose, code) != code else code
        return words
