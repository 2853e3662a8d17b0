from __future__ import annotations

from decimal import Decimal

import pytest

from inventory_app.domain.summaries import Figure, figure
from inventory_app.domain.values import ValueState


@pytest.mark.parametrize(
    ("value", "state", "expected"),
    [
        (None, None, Figure(value=None, state=ValueState.NR)),
        (0, None, Figure(value=Decimal(0), state=ValueState.OK)),
        (Decimal("1.5"), ValueState.NE, Figure(value=Decimal("1.5"), state=ValueState.NE)),
        (7, ValueState.SUP, Figure(value=None, state=ValueState.SUP)),
        (None, ValueState.NA, Figure(value=None, state=ValueState.NA)),
    ],
)
def test_a_figure_has_a_value_only_when_it_is_known(value, state, expected):
    assert figure(value, state) == expected
