"""The reference of the indicators as a page: one entry each, made from their definitions."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from inventory_app.domain.indicator_shapes import (
    EVERY_SHEET,
    IndicatorDefinition,
    Indicators,
    IndicatorTerm,
    RecordTerm,
    Scope,
    TermDefinition,
)
from inventory_app.domain.registered import EXTRAS, FORMULAS

DIRECTIONS = {
    "H": "higher is better", "L": "lower is better", "T": "a target band is best",
    "C": "context, not judged",
}  # fmt: skip
MISSING = {
    "M-A": "any answer missing leaves no value",
    "M-B": "what is reported must be 95 per cent of the last confirmed total",
    "M-C": "what is not known counts as the less favourable answer; the bound stands beside it",
}
ZEROS = {
    "Z-1": "0 ÷ 0 does not apply", "Z-2": "something ÷ 0 is an error",
    "Z-3": "without a baseline the absolute change is stated",
    "Z-4": "below the floor a value is shown and not ranked",
}  # fmt: skip
PEERS = {
    "P-1": "entities of the same type and size", "P-2": "rooms of the same kind and climate",
    "P-3": "systems of the same criticality and hosting", "P-4": "none: an absolute limit",
    "P-5": "none: the whole Secretariat and its trend",
}  # fmt: skip


def indicator_reference(indicators: Indicators) -> str:
    lines = [
        "# Indicator reference",
        "",
        "Generated from `resources/catalogue/indicators` by `scripts/documents`; not to be edited.",
        f"Version `{indicators.version}` of the definitions: {len(indicators.definitions)} in all.",
        "Labels and definitions exist in Arabic, Chinese, English, French, Russian and Spanish.",
        "",
        "| Indicator | Name | Unit | Clauses of resolution 63/262 |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| [{each.id}](#{each.id.lower()}) | {each.label('en')} "
        f"| {indicators.unit_label(each.id, 'en')} | {', '.join(each.clauses)} |"
        for each in indicators
    ]
    lines += [
        "",
        "## Whom indicators look at",
        "",
        "| Scope | Sheet | Conditions |",
        "|---|---|---|",
    ]
    lines += [
        f"| `{scope.name}` | `{scope.sheet}`{', closed ones too' if scope.ever else ''} "
        f"| {_conditions(scope.texts)} |"
        for scope in indicators.scopes.values()
    ]
    group = ""
    for each in indicators:
        if each.group != group:
            group = each.group
            lines += ["", f"## {indicators.groups[group]['en']}"]
        lines += ["", *_entry(indicators, each)]
    return "\n".join(lines).rstrip() + "\n"


def _entry(indicators: Indicators, of: IndicatorDefinition) -> Iterator[str]:
    yield f"### {of.id}"
    yield ""
    yield f"**{of.label('en')}.** {of.definition('en')}"
    yield ""
    yield f"- **Unit** {indicators.unit_label(of.id, 'en')}; {DIRECTIONS[of.direction]}."
    yield from _formula(of)
    yield f"- **Missing answers** {of.missing}: {MISSING[of.missing]}{_enough(of)}."
    if of.zero:
        told = "; ".join(f"{rule}: {ZEROS[rule]}" for rule in sorted(of.zero))
        floor = f" (floor {of.floor})" if of.floor is not None else ""
        yield f"- **Zeros** {told}{floor}."
    yield f"- **Peers** {of.peers}: {PEERS[of.peers]}."
    if of.subject == "secretariat":
        yield "- **Stated** for the whole Secretariat only."
    if of.parameters:
        told = ", ".join(f"`{name}` = {value}" for name, value in of.parameters.items())
        yield f"- **Parameters** {told}."
    yield from _example(of)
    for each in of.references:
        yield f"- **Published** {each.value} ({each.year}), {each.source}. {each.note}"
    yield f"- **Clauses** {', '.join(of.clauses)}."


def _formula(of: IndicatorDefinition) -> Iterator[str]:
    if of.formula:
        yield f"- **Formula** {_summary(FORMULAS[of.formula])}"
        names = (
            "all that is due on every sheet" if sheet == EVERY_SHEET else f"`{sheet}.{field}`"
            for sheet, field in (*of.inputs, *of.beside)
        )
        yield f"- **Reads** {', '.join(names)}."
        return
    above = " + ".join(map(_term, of.numerator))
    below = " + ".join(map(_term, of.denominator))
    times = f" \N{MULTIPLICATION SIGN} {of.factor}" if of.factor != 1 else ""
    yield f"- **Formula** {above}{' ÷ ' + below if below else ''}{times}."
    if of.each:
        yield "- **Each** record has its own value; that of an entity is the sum over the sum."
    if of.applies_texts:
        yield f"- **Applies** where {_conditions(of.applies_texts)}."
    if of.minimum is not None or of.maximum is not None:
        low, high = (v if v is not None else "any" for v in (of.minimum, of.maximum))
        yield f"- **Possible** from {low} to {high}; anything else is an error."
    if of.interval:
        yield "- **Interval** Wilson, 95 per cent."
    if of.extras:
        yield f"- **Beside it** {_summary(EXTRAS[of.extras])}"


def _summary(function: object) -> str:
    text = " ".join((inspect.getdoc(function) or "").split())
    return text.partition(": ")[2] or text


def _term(term: TermDefinition) -> str:
    if isinstance(term, IndicatorTerm):
        return f"{term.take} of {term.indicator}"
    assert isinstance(term, RecordTerm)
    what = f"sum of `{term.text}`" if term.text else "count"
    where = f" where {_conditions(term.where_texts)}" if term.where_texts else ""
    return f"({what} over {_scope(term.scope)}{where})"


def _scope(scope: Scope) -> str:
    return f"`{scope.name}`"


def _conditions(texts: tuple[str, ...]) -> str:
    return " and ".join(f"`{text}`" for text in texts) or "all"


def _enough(of: IndicatorDefinition) -> str:
    return f", but {of.enough} per cent of the records are enough" if of.enough is not None else ""


def _example(of: IndicatorDefinition) -> Iterator[str]:
    example = of.example
    if example is None:
        return
    given = example.given or f"{example.numerator} ÷ {example.denominator}"
    more = "".join(f", {name} {value}" for name, value in example.parts.items())
    yield f"- **Example** {given}: {example.value}{more}."
