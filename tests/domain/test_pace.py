"""How long work will still take, said roughly and only when it can be known."""

from __future__ import annotations

import pytest

from inventory_app.domain.pace import Pace, words_left
from inventory_app.texts import translator

EN = translator("en")


def test_what_is_left_follows_from_the_steps_that_were_taken():
    pace = Pace()
    assert pace.left(0, 100, 0.0) is None
    assert pace.left(1, 100, 1.0) is None  # too soon to tell
    assert pace.left(10, 100, 5.0) == 45.0
    assert pace.left(95, 100, 50.0) is None  # not worth a word
    assert pace.left(100, 100, 60.0) is None


def test_another_piece_of_work_begins_anew():
    pace = Pace()
    pace.left(0, 10, 0.0)
    pace.left(10, 10, 100.0)
    assert pace.left(0, 20, 101.0) is None
    assert pace.left(10, 20, 111.0) == 10.0
    assert pace.left(2, 20, 112.0) is None  # the same total, from the beginning


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (6, "about 10 seconds left"), (40, "about 40 seconds left"), (59, "about 60 seconds left"),
        (61, "about 1 minute left"), (400, "about 7 minutes left"),
    ],
)  # fmt: skip
def test_the_time_is_said_roughly(seconds, said):
    assert words_left(seconds, EN) == said
