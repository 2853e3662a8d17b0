"""Records: one thing described, in one round, by one entity."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from inventory_app.domain.values import States, Value, Values, ValueState, state_of

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without the letters that look like digits
_LENGTH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record; `values` holds the answered fields of its sheet, derived ones included.

    `standing` says how it got into its round: carried from the last one, reported, or imported.
    """

    sheet: str
    uid: str
    entity: str
    round: str
    values: Values
    states: States = field(default_factory=dict)
    standing: str = "reported"

    def __getitem__(self, name: str) -> Value:
        return self.values.get(name)

    def state(self, name: str) -> ValueState:
        """Return the standing of the answer to field *name*."""
        if self.states or "data_quality" in self.values:
            return state_of(self.values, self.states, name)
        return ValueState.NR if self.values.get(name) is None else ValueState.OK

    @property
    def counts(self) -> bool:
        """Whether the record enters totals: neither invalid, closed nor a duplicate."""
        return self.values.get("record_status") in (None, "VALID")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What an entity said of a whole sheet: nothing to report, or unchanged since last time."""

    sheet: str
    nothing: bool = False
    unchanged: bool = False


Records = Mapping[str, tuple[Record, ...]]


def make_uid(prefix: str, seed: bytes) -> str:
    """Return the uid that belongs to *seed*: prefix, eight characters, one check character.

    ASCII only, no letters that look like digits, such as `ST-4F7Q2K8N-X`.
    """
    number = int.from_bytes(hashlib.blake2b(seed, digest_size=8).digest())
    body = "".join(_ALPHABET[number >> 5 * place & 31] for place in range(_LENGTH))
    return f"{prefix}-{body}-{_check(prefix + body)}"


def is_uid(text: str) -> bool:
    """Return whether *text* is a uid with the right check character."""
    prefix, _, rest = text.partition("-")
    body, _, check = rest.partition("-")
    return (
        len(body) == _LENGTH
        and prefix.isascii()
        and prefix.isalpha()
        and all(ch in _ALPHABET for ch in body)
        and check == _check(prefix + body)
    )


def _check(text: str) -> str:
    total = sum((place + 1) * ord(ch) for place, ch in enumerate(text))
    return _ALPHABET[total % 31]
