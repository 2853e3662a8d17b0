"""Whatever is done to a return: nothing crashes, and nothing that was typed gets lost in silence."""

from __future__ import annotations

import invariants
import pytest

COUNT, BATCH = 60, 12  # scripts/soak runs 2,000


@pytest.mark.parametrize("first", range(1, COUNT + 1, BATCH))
def test_nothing_that_was_typed_is_lost_without_a_word(issued, desk, first):
    for number in range(first, first + BATCH):
        case = invariants.run(issued, number, desk)
        assert case.wrong == [], (number, case.language, case.steps)
