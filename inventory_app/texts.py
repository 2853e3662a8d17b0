"""Program texts, numbers and dates in the reader's language.

The English sentence is the message id. Translations are gettext catalogues in
`resources/texts/<language>/messages.po`, read directly: there is nothing to compile.
"""

from __future__ import annotations

import gettext
import io
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from inventory_app import paths
from inventory_app.errors import UserError
from inventory_app.languages import Language, language

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

_SHORT_FROM = 10_000
_SHORT_DIGITS = 3


def N_(message: str) -> str:  # noqa: N802 - the customary name for marking a message
    """Mark *message* for translation where it is defined, and return it unchanged."""
    return message


class Translator:
    """Everything a text needs to be shown in one language."""

    def __init__(self, to: Language, catalogue: gettext.NullTranslations) -> None:
        self.language = to
        self._catalogue = catalogue

    def __call__(self, message: str, /, **params: object) -> str:
        """Return *message* in this language with its named placeholders filled in."""
        text = self._catalogue.gettext(message) if message else ""
        return text.format(**params) if params else text

    def plural(self, one: str, many: str, n: int, /, **params: object) -> str:
        """Return the form that *n* takes in this language; `{n}` is filled in with it."""
        return self._catalogue.ngettext(one, many, n).format(n=_counted(self, n), **params)

    def error(self, error: UserError) -> str:
        """Return the sentence and the suggestion of *error*."""
        parts = (self(error.message, **error.params), self(error.suggestion, **error.params))
        return " ".join(part for part in parts if part)

    def number(self, value: Decimal | int, places: int | None = None) -> str:
        """Return *value* as this language writes it, rounded half up to *places* if given."""
        from babel.numbers import format_decimal  # noqa: PLC0415 - CLDR is loaded when needed

        if places is None:
            pattern = "#,##0" if value == int(value) else "#,##0.######"
        else:
            value = rounded(value, places)
            pattern = "#,##0" + ("." + "0" * places if places else "")
        return format_decimal(value, format=pattern, locale=self.language.locale)

    def short(self, value: Decimal | int, places: int = 0) -> str:
        """Return *value* for a card or chart: from ten thousand on shortened, as “1.25 million”.

        Three significant digits are kept. The whole number belongs beside it or behind it.
        """
        from decimal import Decimal  # noqa: PLC0415 - as above

        from babel.numbers import format_compact_decimal  # noqa: PLC0415

        if abs(Decimal(value)) < _SHORT_FROM:
            return self.number(value, places)
        locale = self.language.locale
        whole = format_compact_decimal(Decimal(value), locale=locale)
        digits = sum(ch.isdigit() for ch in whole)  # languages group by thousands or by myriads
        return format_compact_decimal(
            Decimal(value), locale=locale, fraction_digits=max(0, _SHORT_DIGITS - digits)
        )

    def date(self, value: date) -> str:
        """Return *value* as this language writes a date in running text."""
        from babel.dates import format_date  # noqa: PLC0415 - CLDR is loaded when needed

        return format_date(value, format="long", locale=self.language.locale)


@lru_cache(maxsize=4096)
def _counted(to: Translator, n: int) -> str:
    """Return a whole number in a language; the same few are asked for again and again."""
    return to.number(n)


def rounded(value: Decimal | int, places: int) -> Decimal:
    """Round half up, for display only (indicator rules, section 2.1)."""
    from decimal import ROUND_HALF_UP, Decimal  # noqa: PLC0415 - not before the first figure

    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@cache
def translator(code: str) -> Translator:
    """Return the translator for the language with *code*."""
    to = language(code)
    return Translator(to, _catalogue(to.code))


def _catalogue(code: str) -> gettext.NullTranslations:
    file = paths.texts() / code / "messages.po"
    if not file.is_file():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - only when not English
    from babel.messages.pofile import read_po  # noqa: PLC0415

    binary = io.BytesIO()
    with file.open("rb") as source:
        write_mo(binary, read_po(source, locale=language(code).code))
    binary.seek(0)
    return gettext.GNUTranslations(binary)
