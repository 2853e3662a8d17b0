"""What a reference can name: the records that an editor offers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple


class Choice(NamedTuple):
    """A record that a reference can name."""

    uid: str
    text: str


Choices = Callable[[str], Sequence[Choice]]
