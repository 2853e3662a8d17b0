"""Findings in words, with fields called by their labels."""

from __future__ import annotations

import dataclasses

from inventory_app.domain.fields import Catalogue, Field
from inventory_app.domain.findings import Finding, Strength
from inventory_app.texts import N_, Translator

STRENGTHS = {
    Strength.BLOCKS: N_("blocks"),
    Strength.COMMENT: N_("needs a comment"),
    Strength.NOTICE: N_("notice"),
}


def field_of(catalogue: Catalogue, sheet: str, field: str) -> Field | None:
    """Return a field, None where a finding is about something else."""
    known = catalogue.sheets.get(sheet)
    return known.fields.get(field) if known else None


def worded(finding: Finding, catalogue: Catalogue, _: Translator) -> tuple[str, str]:
    """Return what a finding says and what to do about it, fields called by their labels."""
    params = dict(finding.params)
    language = _.language.code
    if named := field_of(catalogue, finding.sheet, finding.field):
        params.setdefault("field", named.label(language))
    other = field_of(catalogue, finding.sheet, str(params.get("other", "")))
    if other is not None:
        params["other"] = other.label(language)
    said = dataclasses.replace(finding, params=params)
    return said.text(_), said.fix(_)
