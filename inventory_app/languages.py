"""The six official languages and what a page or a sheet needs to know about each."""

from __future__ import annotations

from typing import Literal, NamedTuple

from inventory_app.errors import UserError

Script = Literal["latin", "arabic", "han"]


class Language(NamedTuple):
    """One language a reader may have; direction and fonts follow from it, never from a name."""

    code: str
    name: str
    locale: str
    script: Script = "latin"
    right_to_left: bool = False
    sheet_font: str = "Calibri"

    @property
    def tag(self) -> str:
        """The BCP 47 tag that documents carry."""
        return {"ar": "ar", "zh": "zh-Hans"}.get(self.code, self.locale.replace("_", "-"))


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language(
            code="ar",
            name="العربية",
            locale="ar_001",
            script="arabic",
            right_to_left=True,
            sheet_font="Arial",
        ),
        Language(
            code="zh", name="中文", locale="zh_CN", script="han", sheet_font="Microsoft YaHei"
        ),
        Language(code="en", name="English", locale="en_GB"),
        Language(code="fr", name="Français", locale="fr_FR"),
        Language(code="ru", name="Русский", locale="ru_RU"),
        Language(code="es", name="Español", locale="es_ES"),
    )
}
CODES: tuple[str, ...] = tuple(LANGUAGES)


def language(code: str) -> Language:
    """Return the language with *code*; raise `UserError` for any other code."""
    try:
        return LANGUAGES[code.lower()]
    except KeyError:
        raise UserError(
            "E-LANGUAGE",
            "There is no language “{code}” in this program.",
            "Use one of: ar, zh, en, fr, ru, es.",
            code=code,
        ) from None
