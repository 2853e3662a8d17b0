"""Codes of the catalogue's lists that rules and formulas rely on."""

from __future__ import annotations

# Occupancies. Posts with nobody at work here: their time is no capacity of the entity.
UNOCCUPIED = frozenset({"VACANT", "FROZEN", "LOANED_OUT"})

# Types of personnel. Contractors and personnel of other bodies on site; volunteers, junior
# professional officers, interns and government-provided personnel count as internal.
EXTERNAL = frozenset({"CONSULTANT", "INDIV_CONTRACTOR", "COMPANY", "UNOPS", "UNICC"})

# Cost elements.
PERSONNEL = frozenset({"INTERNAL_PERSONNEL", "EXTERNAL_PERSONNEL"})

# Stages of life of systems. A stage that is not known may be in use.
IN_USE = frozenset({"PRODUCTION", "SUNSET"})
NOT_RUNNING = frozenset({"PLANNED", "DEVELOPMENT", "RETIRED"})

# Criticality tiers.
CRITICAL = frozenset({"TIER_1", "TIER_2"})
