"""Units of measurement that fields may carry, with the sign printed after a number."""

from __future__ import annotations

from inventory_app.texts import N_

# Unit codes and the text shown beside a heading; "" where the label says it already.
UNITS: dict[str, str] = {
    "hours": N_("h"),
    "minutes": N_("min"),
    "days": N_("days"),
    "months": N_("months"),
    "years": N_("years"),
    "kw": N_("kW"),
    "kwh": N_("kWh"),
    "usd": N_("USD"),
    "usd_kwh": N_("USD/kWh"),
    "m2": N_("m²"),
    "km": N_("km"),
    "racks": N_("racks"),
    "servers": N_("servers"),
    "tb": N_("TB"),
    "mbps": N_("Mbit/s"),
    "percent": N_("%"),
    "persons": N_("persons"),
    "users": N_("users"),
    "fte": N_("FTE"),
    "count": "",
    "score_1_5": N_("1 to 5"),
}
