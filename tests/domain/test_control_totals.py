"""Totals that must agree."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from inventory_app.domain.catalogue import default
from inventory_app.domain.control_totals import COST_BY_FUND, FTE_OF_UNITS, added, totals_of
from inventory_app.domain.records import Record

CATALOGUE = default()


def record(sheet, **values):
    return Record(sheet=sheet, uid="X", entity="E", round="R", values=values)


def both(total, *records):
    by_sheet = {}
    for each in records:
        by_sheet.setdefault(each.sheet, []).append(each)
    return [added(side, by_sheet) for side in total.sides]


def test_persons_at_work_are_added_up_and_empty_posts_are_not():
    staff, units = both(
        FTE_OF_UNITS,
        record("staff", fte=Decimal("0.5"), occupancy="ENCUMBERED"),
        record("staff", fte=Decimal(1), occupancy="VACANT"),
        record("staff", fte=Decimal(1), occupancy="ENCUMBERED", record_status="DUPLICATE"),
        record("units", ict_staff_fte=Decimal(2)),
    )
    assert (staff.total, staff.listed, staff.unknown) == (Decimal("0.5"), 1, 0)
    assert (units.total, units.listed) == (2, 1)
    assert not FTE_OF_UNITS.agree(staff.total, units.total)


def test_one_per_cent_between_staff_and_units_is_no_difference():
    assert FTE_OF_UNITS.agree(Decimal(100), Decimal("99.5"))
    assert not FTE_OF_UNITS.agree(Decimal(100), Decimal("98.9"))


def test_cost_by_fund_lacks_what_no_fund_pays_and_by_element_what_has_none():
    funds, elements = both(
        COST_BY_FUND,
        record("costs", amount=Decimal(100), fund_code="RB", cost_element="SOFTWARE"),
        record("costs", amount=Decimal(100), fund_code="RB", fund_share=Decimal(60)),
        record("costs", amount=Decimal(100), cost_element="SOFTWARE"),
    )
    assert (funds.total, elements.total) == (160, 200)
    assert not COST_BY_FUND.agree(funds.total, elements.total)


def test_a_record_without_its_number_is_counted_as_unknown():
    (funds, _elements) = both(COST_BY_FUND, record("costs", fund_code="RB"))
    assert (funds.total, funds.listed, funds.unknown) == (0, 1, 1)


def test_a_total_holds_only_where_the_catalogue_has_its_fields():
    assert [each.name for each in totals_of(CATALOGUE)] == ["fte", "cost"]
    assert [each.name for each in totals_of(CATALOGUE.only(["staff", "costs"]))] == ["cost"]
    fields = {n: f for n, f in CATALOGUE["costs"].fields.items() if n != "fund_code_3"}
    costs = replace(CATALOGUE["costs"], fields=fields)
    assert list(totals_of(replace(CATALOGUE, sheets={"costs": costs}))) == []
