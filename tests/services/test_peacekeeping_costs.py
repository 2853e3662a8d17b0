"""The published cost of peacekeeping missions, taken in as cost lines, gives the published shares."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from inventory_app.domain.values import ValueState
from inventory_app.workspace import Workspace

MAP = Path(__file__).parent.parent / "reference" / "maps" / "peacekeeping-ict.toml"

# Communications and information technology 2024/25: expenditure, total, per cent, document.
PUBLISHED = {
    "MINURSO": (2_500_700, 64_732_400, "3.86", "A/80/600"),
    "MINUSCA": (34_034_200, 1_146_269_100, "2.97", "A/80/623"),
    "MONUSCO": (38_408_200, 893_099_400, "4.30", "A/80/624"),
    "RSCE": (4_833_200, 48_000_700, "10.07", "A/80/611"),
    "UNDOF": (1_480_200, 67_872_200, "2.18", "A/80/596"),
    "UNFICYP": (1_647_400, 55_269_000, "2.98", "A/80/607"),
    "UNGSC": (12_382_900, 66_750_100, "18.55", "A/80/605"),
    "UNIFIL": (7_326_000, 519_991_200, "1.41", "A/80/634"),
    "UNISFA": (9_202_600, 296_804_100, "3.10", "A/80/614"),
    "UNMIK": (1_496_500, 43_659_600, "3.43", "A/80/615"),
    "UNMISS": (34_053_200, 1_199_382_400, "2.84", "A/80/621"),
    "UNSOS": (30_854_200, 486_293_900, "6.34", "A/80/628"),
}
SUM, WHOLE = 178_219_300, 4_888_124_100


@pytest.fixture
def assessment(tmp_path):
    file = tmp_path / "missions.csv"
    heads = (
        "entity,period_start,period_end,communications_and_information_technology_usd,"
        "total_expenditure_usd,source"
    )
    lines = [
        f"{code},2024-07-01,2025-06-30,{cost},{whole},{source}"
        for code, (cost, whole, _share, source) in PUBLISHED.items()
    ]
    file.write_text("\n".join([heads, *lines]) + "\n", encoding="utf-8")
    with Workspace.create(tmp_path / "s.ictinv", who="tester") as workspace:
        workspace.rounds.open("2025", as_of=date(2025, 6, 30), deadline=date(2025, 9, 30))
        result = workspace.lists.bring_in("costs", file, round_code="2025", map_file=MAP)
        assert (result.added, result.refused) == (12, 0)
        # The line of the budget holds no staff: they stand in a class of their own.
        declared = workspace.database.schema["declaration"]
        with workspace.database.writing("Declare") as transaction:
            transaction.add(
                declared,
                [
                    {
                        "id": f"2025/{code}/staff", "round": "2025", "entity": code,
                        "sheet": "staff", "none_to_report": True, "unchanged": False,
                    }
                    for code in PUBLISHED
                ],
            )  # fmt: skip
        yield workspace.assessments.compute("2025", indicators=["C01"])


def test_each_mission_has_the_share_that_was_published(assessment):
    for code, (cost, whole, share, _source) in PUBLISHED.items():
        figure = assessment.figures[code, "C01"]
        assert (figure.numerator, figure.denominator, figure.state) == (cost, whole, ValueState.OK)
        assert round(figure.value, 2) == Decimal(share)


def test_all_together_have_the_printed_sum_and_share(assessment):
    total = assessment.totals["C01"]
    assert sum(cost for cost, *_ in PUBLISHED.values()) == SUM
    assert (total.numerator, total.denominator) == (SUM, WHOLE)
    assert round(total.value, 2) == Decimal("3.65")
    assert total.coverage.counted == 12
