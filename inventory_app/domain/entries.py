"""Plain entries of a file, read strictly: what is not understood is named, never skipped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from inventory_app.errors import Refused
from inventory_app.languages import CODES
from inventory_app.texts import N_

_NUMBER = re.compile(r"-?\d{1,15}(\.\d+)?", re.ASCII)
_LONGEST = 4000
_Code = TypeVar("_Code", bound=StrEnum)
_MISSING = N_("{place}: {key} is missing.")
_MEND = N_("Correct the file and try again; nothing has been taken in.")


class Entry:
    """One table of a TOML or JSON file, or the cells of a CSV row, with the place to name.

    Each method takes one key; `end` refuses what nobody took. All raise `Refused`, which names
    place and key. A blank text is as good as none.
    """

    def __init__(self, place: str, content: object) -> None:
        if not isinstance(content, Mapping):
            raise _refused(N_("{place} is not a table of keys and values."), place)
        self.place = place
        self._left = dict(content)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; *default* if there is none, which without a default is refused."""
        value = self._left.pop(key, None)
        if value is None or value == "":
            if default is None:
                raise _refused(_MISSING, self.place, key)
            return default
        if not isinstance(value, str) or len(value) > _LONGEST:
            raise _refused(N_("{place}: {key} is not a text."), self.place, key)
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; a single text has its parts between semicolons."""
        value = self._left.pop(key, None) or []
        parts = value.split(";") if isinstance(value, str) else value
        if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
            raise _refused(N_("{place}: {key} is not a list of texts."), self.place, key)
        return tuple(part.strip() for part in parts if part.strip())

    def number(self, key: str, places: int = 2, *, least: Decimal | None = None) -> Decimal | None:
        """Return a number of at most *places* decimals, None if there is none."""
        value = self._left.pop(key, None)
        if value is None or value == "":
            return None
        number = _number(value)
        if (
            number is None
            or number != round(number, places)
            or (least is not None and number < least)
        ):
            raise _refused(N_("{place}: {key} is not a number such as 1234.50."), self.place, key)
        return round(number, places)

    def needed_number(self, key: str, places: int = 2, *, least: Decimal | None = None) -> Decimal:
        """Return a number that must be there: what is left blank is not zero."""
        number = self.number(key, places, least=least)
        if number is None:
            raise _refused(_MISSING, self.place, key)
        return number

    def day(self, key: str) -> date | None:
        """Return a day, None if there is none."""
        value = self._left.pop(key, None)
        if value is None or value == "":
            return None
        try:
            if isinstance(value, str):
                return date.fromisoformat(value.strip())
            if isinstance(value, date) and not isinstance(value, datetime):
                return value
        except ValueError:
            pass
        raise _refused(N_("{place}: {key} is not a day such as 2026-12-31."), self.place, key)

    def needed_day(self, key: str) -> date:
        """Return a day that must be there."""
        day = self.day(key)
        if day is None:
            raise _refused(_MISSING, self.place, key)
        return day

    def code(self, key: str, kind: type[_Code], default: _Code | None = None) -> _Code:
        """Return one of the codes of *kind*, in whatever capitals."""
        text = self.text(key, None if default is None else default.value)
        try:
            return kind(text.upper().replace("-", "_").replace(" ", "_"))
        except ValueError as error:
            raise _refused(
                N_("{place}: {key} is not one of {codes}."),
                self.place,
                key,
                codes=", ".join(kind),
            ) from error

    def flag(self, key: str) -> bool:
        """Return yes or no; no if there is neither."""
        value = self._left.pop(key, False)
        if isinstance(value, str):
            value = {"true": True, "yes": True, "": False, "false": False, "no": False}.get(
                value.strip().casefold()
            )
        if not isinstance(value, bool):
            raise _refused(N_("{place}: {key} is neither true nor false."), self.place, key)
        return value

    def labels(self, key: str) -> dict[str, str]:
        """Return a text in six languages; a single text stands for all of them."""
        value = self._left.pop(key, None)
        if isinstance(value, str) and value.strip():
            return dict.fromkeys(CODES, value.strip())
        if (
            not isinstance(value, Mapping)
            or not value.get("en")
            or not set(value) <= set(CODES)
            or not all(isinstance(text, str) for text in value.values())
        ):
            raise _refused(N_("{place}: {key} is not a text in six languages."), self.place, key)
        return {code: value.get(code) or value["en"] for code in CODES}

    def entry(self, key: str) -> Entry | None:
        """Return the table *key*, None if there is none."""
        value = self._left.pop(key, None)
        return None if value is None else Entry(f"{self.place}, {key}", value)

    def entries(self, key: str, named: str = "") -> list[Entry]:
        """Return a list of tables; *named* is the key by which each is called in errors."""
        value = self._left.pop(key, None) or []
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise _refused(N_("{place}: {key} is not a list of tables."), self.place, key)
        return [
            Entry(f"{self.place}, {key} {self._name(each, named, n)}", each)
            for n, each in enumerate(value, 1)
        ]

    @staticmethod
    def _name(content: object, named: str, n: int) -> object:
        name = content.get(named) if isinstance(content, Mapping) else None
        return n if name is None else name

    def tables(self, key: str) -> dict[str, Entry]:
        """Return the tables in table *key*, by their names; none if it is not there."""
        value = self._left.pop(key, None) or {}
        if not isinstance(value, Mapping):
            raise _refused(N_("{place} is not a table of keys and values."), f"{self.place}, {key}")
        return {name: Entry(f"{self.place}, {name}", each) for name, each in value.items()}

    def strings(self, key: str) -> dict[str, str]:
        """Return a table of texts; none if it is not there."""
        value = self._left.pop(key, None) or {}
        if not isinstance(value, Mapping) or not all(isinstance(v, str) for v in value.values()):
            raise _refused(N_("{place}: {key} is not a table of texts."), self.place, key)
        return dict(value)

    def take(self, key: str) -> object:
        """Return whatever stands at *key*, None if nothing does."""
        return self._left.pop(key, None)

    def end(self) -> None:
        """Refuse keys that nobody took; blank ones are as good as absent."""
        if left := sorted(str(key) for key, value in self._left.items() if value not in ("", None)):
            raise _refused(N_("{place}: {key} is not known here."), self.place, ", ".join(left))


def is_number(text: str) -> bool:
    """Return whether *text* is a number as these files write it."""
    return _NUMBER.fullmatch(text.strip()) is not None


def _number(value: object) -> Decimal | None:
    if isinstance(value, str):
        return Decimal(value.strip()) if is_number(value) else None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return number if number.is_finite() and abs(number) < Decimal(10) ** 15 else None


def _refused(message: str, place: str, key: str = "", **params: str) -> Refused:
    return Refused("E-ENTRY", message, _MEND, place=place, key=key, **params)
