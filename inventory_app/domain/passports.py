"""The passport of a figure: its reference as one line of text, as documents carry it along.

It names an indicator (or `sheet.field`), a round, and an entity or a group, nothing else: no value
and nothing that is withheld. Only this program understands it; whoever reads the document with
another one is led to the definition in the same document.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

from inventory_app.domain.documents import Reference

SCHEME = "ict-inventory"
_FIGURE = "figure"
_LONGEST = 500
_NAMES = {
    "indicator": "indicator", "round": "round_code", "entity": "entity", "group": "group",
    "part": "part",
}  # fmt: skip


def passport_of(reference: Reference | None) -> str:
    """Return the passport of a figure, empty for one without a reference."""
    if reference is None:
        return ""
    found = {name: getattr(reference, field) for name, field in _NAMES.items()}
    told = urlencode({name: value for name, value in found.items() if value}, errors="replace")
    return f"{SCHEME}:{_FIGURE}?{told}"


def reference_of(passport: str) -> Reference | None:
    """Return what a passport refers to; None for anything else, which may come from anywhere."""
    if len(passport) > _LONGEST:
        return None
    parts = urlsplit(passport)
    if parts.scheme != SCHEME or parts.netloc or parts.path != _FIGURE:
        return None
    found = dict(parse_qsl(parts.query))
    if not found.keys() <= _NAMES.keys() or not {"indicator", "round"} <= found.keys():
        return None
    return Reference(**{_NAMES[name]: value for name, value in found.items()})


def passport_label(reference: Reference) -> str:
    """Return the codes of a reference for who hovers over a figure, such as “W01 · 2026 · ECA”."""
    names = (reference.indicator, reference.part, reference.round_code, reference.entity,
             reference.group)  # fmt: skip
    return " · ".join(name for name in names if name)


def indicator_anchor(indicator: str) -> str:
    """Return the anchor of the definition of an indicator, in every document that has it."""
    return f"indicator-{indicator}"
