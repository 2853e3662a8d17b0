"""The functions that indicator definitions name, by the names they go by there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from inventory_app.domain.columns import Answers
from inventory_app.domain.figures import EntityInputs, Figure
from inventory_app.domain.formulas import (
    benefits,
    consolidation,
    cost,
    cost_services,
    governance,
    posts,
    recovery,
    room_measures,
    rooms,
    service,
    systems,
    workforce,
)
from inventory_app.domain.indicator_shapes import IndicatorDefinition

Formula: TypeAlias = Callable[[IndicatorDefinition, Answers], list[Figure]]
RecordFormula: TypeAlias = Callable[[IndicatorDefinition, EntityInputs], tuple[Figure, ...]]
Extras: TypeAlias = Callable[[IndicatorDefinition, Answers, Sequence[Figure]], list[Figure]]

FORMULAS: dict[str, Formula] = {
    each.__name__: each
    for each in (
        workforce.workforce_fte,
        workforce.users_per_fte,
        posts.vacancy_rate,
        posts.skill_coverage,
        cost.share_of_expenditure,
        cost.cost_per_user,
        cost.run_share,
        cost.personnel_share,
        cost_services.cost_traceability,
        cost_services.standard_service_cost,
        cost_services.price_dispersion,
        systems.functional_redundancy,
        systems.disfavoured_cost,
        systems.unsupported_technology,
        systems.enterprise_adoption,
        rooms.power_usage,
        rooms.virtualisation,
        rooms.enterprise_share,
        room_measures.server_efficiency,
        room_measures.metering_coverage,
        room_measures.availability_gap,
        service.resolution_time,
        recovery.recovery_attainment,
        recovery.plans_tested,
        recovery.separated_sites,
        recovery.local_critical_systems,
        consolidation.closure_progress,
        consolidation.net_reduction,
        consolidation.effective_number,
        governance.process_maturity,
        governance.project_delivery,
        governance.inventory_completeness,
        benefits.realisation_ratio,
        benefits.net_saving,
        benefits.present_value,
        benefits.internal_rate,
    )
}
RECORD_FORMULAS: dict[str, RecordFormula] = {
    "power_usage": rooms.pue_of_rooms,
    "virtualisation": rooms.virtualisation_of_rooms,
    "server_efficiency": room_measures.efficiency_of_rooms,
    "availability_gap": room_measures.class_gaps_of_rooms,
    "resolution_time": service.resolution_of_desks,
}
EXTRAS: dict[str, Extras] = {
    each.__name__: each
    for each in (
        systems.zombies,
        systems.customisation,
        room_measures.monitored_share,
        service.response_rate,
        consolidation.new_systems,
    )
}
