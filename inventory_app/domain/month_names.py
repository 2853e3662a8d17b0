"""The names of months as people write them in dates, in six languages.

Forms are those of CLDR 45, and for Arabic those of the United Nations as well, which writes both
customs side by side (كانون الثاني/يناير).
"""

from __future__ import annotations

from functools import cache

from inventory_app.domain.words import plain_letters

_MONTHS = (
    ("january jan", "janvier janv", "enero ene", "январь января янв", "يناير جانفي كانون_الثاني"),
    ("february feb", "février févr fév", "febrero feb", "февраль февраля февр фев",
     "فبراير فيفري شباط"),
    ("march mar", "mars", "marzo mar", "март марта мар", "مارس آذار"),
    ("april apr", "avril avr", "abril abr", "апрель апреля апр", "أبريل إبريل أفريل نيسان"),
    ("may", "mai", "mayo may", "май мая", "مايو ماي أيار"),
    ("june jun", "juin", "junio jun", "июнь июня июн", "يونيو يونيه جوان حزيران"),
    ("july jul", "juillet juil", "julio jul", "июль июля июл", "يوليو يوليه جويلية تموز"),
    ("august aug", "août", "agosto ago", "август августа авг", "أغسطس أوت آب"),
    ("september sept sep", "septembre sept", "septiembre setiembre sept sep set",
     "сентябрь сентября сент сен", "سبتمبر أيلول"),
    ("october oct", "octobre oct", "octubre oct", "октябрь октября окт",
     "أكتوبر تشرين_الأول"),
    ("november nov", "novembre nov", "noviembre nov", "ноябрь ноября нояб ноя",
     "نوفمبر نونبر تشرين_الثاني"),
    ("december dec", "décembre déc", "diciembre dic", "декабрь декабря дек",
     "ديسمبر دجنبر كانون_الأول"),
)  # fmt: skip


def month_number(name: str) -> int | None:
    """Return the month from 1 to 12 that *name* stands for in any language, None for no month.

    Two names with a slash between them, as Arabic documents have them, must mean the same month.
    """
    found = {_numbers().get(plain_letters(part).rstrip(".")) for part in name.split("/")}
    return found.pop() if len(found) == 1 else None


@cache
def _numbers() -> dict[str, int]:
    return {
        plain_letters(name.replace("_", " ")): number
        for number, languages in enumerate(_MONTHS, start=1)
        for names in languages
        for name in names.split()
    }
