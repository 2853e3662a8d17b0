"""Invented contracts and projects, and what a year changes in them; every figure is made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from inventory_app.formats.excel.respondent import Cells, Pointer, Rows, Written
from inventory_app.services.demonstration_operations import lead_unit
from inventory_app.services.demonstration_people import Profile, superior
from inventory_app.services.demonstration_words import Word, sentence, words

# Cost lines of these elements are paid under a contract, unless they are small.
_CONTRACTED = frozenset({"OUTSOURCED", "SOFTWARE", "CARRIAGE", "HARDWARE"})
_LEAST = Decimal(15_000)
_MOST = 8
_TYPES = (("SYSTEM_CONTRACT", "OWN_CONTRACT"), (4, 6))
_METHODS = (("OPEN_TENDER", "QUOTATIONS", "SOLE_SOURCE", "COOPERATION"), (60, 15, 10, 15))
# Phases with how usual each is, and how far its plan has run on the day of the data, in parts.
_PHASES = ("COMPLETED", "EXECUTION", "PLANNING", "ON_HOLD", "IDEA", "CANCELLED")
_USUAL = (36, 34, 12, 6, 8, 4)
_RUN: Mapping[str, tuple[float, float]] = {
    "COMPLETED": (1.4, 2.4), "EXECUTION": (0.3, 1.1), "PLANNING": (0.02, 0.2),
    "ON_HOLD": (0.4, 1.1), "IDEA": (-0.5, -0.1), "CANCELLED": (0.6, 1.2),
}  # fmt: skip
_OPEN = frozenset({"PLANNING", "EXECUTION", "ON_HOLD"})
_CASE_FROM = 60_000  # smaller projects seldom have a business case


def rounded(amount: Decimal, to: int) -> Decimal:
    """Return *amount* as people plan it: in whole hundreds or thousands."""
    return Decimal(round(amount / to) * to)


def contract_rows(who: Profile, costs: Rows) -> Rows:
    """Return the contracts under which the larger cost lines are paid, by number."""
    rng = who.rng("contracts")
    rows: dict[str, Cells] = {}
    for cells in costs.values():
        amount = cells["amount"]
        contracted = cells["cost_element"] in _CONTRACTED and len(rows) < _MOST
        if contracted and isinstance(amount, Decimal) and amount >= _LEAST:
            number = _contract_no(who, cells)
            rows[number] = {"contract_no": number, **_contract(who, rng, cells, amount)}
    return rows


def _contract_no(who: Profile, line: Cells) -> str:
    """Return a number that stays the same for the same kind of cost, whatever its line."""
    labels = [word.label(who.language) for word in words("estate", "costs")]
    return f"PD/{who.entity.code[:14]}/{100 + labels.index(str(line['description']))}"


def _contract(who: Profile, rng: Random, line: Cells, amount: Decimal) -> Cells:
    tower = str(line["service_tower"])
    central = line["cost_element"] == "OUTSOURCED" and tower == "SERVERS"
    vendors = {word.name: word.text for word in words("operations", "vendors")}
    years = rng.choice((3, 3, 5))
    start = date(who.as_of.year - rng.randrange(years), rng.randint(1, 6), 1)
    end = date(start.year + years, start.month, 1) - timedelta(days=1)
    elapsed = Decimal((who.as_of - start).days) / 365
    ceiling = rounded(amount * years * rng.randrange(105, 150) / 100, 1000)
    kind = "UN_ENTITY" if central else rng.choices(*_TYPES)[0]
    spent = max(Decimal(0), amount * elapsed * rng.randrange(80, 118) / 100)
    cells: dict[str, Written] = {
        "title": line["description"],
        "vendor": vendors["UNICC" if central else tower],
        "contract_type": kind,
        "unicc_service": central,
        "ict_unit": lead_unit(who),
        "service_tower": tower,
        "contract_start": start,
        "contract_end": end,
        "ceiling": ceiling,
        "annual_value": amount,
        "spent_to_date": spent.quantize(Decimal(1)),
        "procurement_method": "COOPERATION" if central else rng.choices(*_METHODS)[0],
        "sla_exists": rng.random() < 0.55,
        "data_quality": who.quality(rng),
    }
    if kind == "SYSTEM_CONTRACT":
        cells["system_contract_no"] = f"PD/C{rng.randrange(10, 400):04}/{start:%y}"
    if line["cost_element"] == "SOFTWARE":
        licences = max(10, round(float(amount) / rng.uniform(90, 260)))
        cells |= {"licences": licences, "licences_used": round(licences * rng.uniform(0.6, 1.04))}
    return cells


def under_contract(who: Profile, costs: Rows, contracts: Rows) -> Rows:
    """Return cost lines that name the contract under which they are paid."""
    named: dict[str, Cells] = {}
    for line, cells in costs.items():
        number = _contract_no(who, cells)
        pointer = {"contract": Pointer(sheet="contracts", key=number)}
        named[line] = {**cells, **(pointer if number in contracts else {})}
    return named


def next_contracts(who: Profile, before: Rows, costs: Rows) -> Rows:
    """Return the contracts one year later: more is spent, and what ended is extended or closed."""
    rng = who.rng("next contracts")
    values = {_contract_no(who, cells): cells["amount"] for cells in costs.values()}
    rows: dict[str, Cells] = {}
    for number, cells in before.items():
        value = values.get(number, cells["annual_value"])
        spent = Decimal(str(cells["spent_to_date"])) + Decimal(str(value))
        changed: dict[str, Written] = {"annual_value": value, "spent_to_date": spent}
        end = cells["contract_end"]
        if isinstance(end, date) and end < who.as_of:
            changed |= _ended(who, end, lasting=number in values or rng.random() < 0.5)
            if "retired_on" not in changed:
                changed["ceiling"] = Decimal(str(cells["ceiling"])) + rounded(spent / 2, 1000)
        rows[number] = {**cells, **changed}
    fresh = contract_rows(who, costs)
    return rows | {number: cells for number, cells in fresh.items() if number not in rows}


def _ended(who: Profile, end: date, *, lasting: bool) -> Cells:
    texts = "extended" if lasting else "finished"
    remark = sentence("operations", "remarks", texts)[who.language]
    if lasting:
        return {"contract_end": end + timedelta(days=730), "remarks": remark}
    return {"retired_on": end, "record_status": "CLOSED", "remarks": remark}


def project_rows(who: Profile) -> Rows:
    """Return the projects of an entity by code."""
    rng = who.rng("projects")
    fitting = [word for word in words("operations", "projects") if word.suits(who.entity.type)]
    count = min(len(fitting), max(0, round(who.staff / 8 - rng.random())))
    chosen = rng.sample(fitting, count)
    return dict(_project(who, rng, word) for word in chosen)


def _project(who: Profile, rng: Random, word: Word) -> tuple[str, Cells]:
    code = f"P-{word.name.upper()}"
    phase = rng.choices(_PHASES, _USUAL)[0]
    facts = word.facts
    planned = timedelta(weeks=round(facts["weeks"] * rng.uniform(0.7, 1.3)))
    start = who.as_of - planned * rng.uniform(*_RUN[phase])
    size = Decimal(max(6, who.staff)) / 30
    budget = rounded(facts["cost"] * size * rng.randrange(600, 1500), 1000)
    process = post_title("process", who) if facts["type"] == "ERP" else None
    cells: dict[str, Written] = {
        "project_code": code,
        "name": word.label(who.language),
        "project_type": facts["type"],
        "ict_unit": lead_unit(who),
        "sponsor": superior(who),
        **({"process_owner": process} if process else {}),
        "phase": phase,
        "start_date": start,
        "baseline_end": start + planned,
        "fund_code": (who.entity.funds or ("RB",))[0],
        "approved_budget": budget,
        "process_change_considered": rng.random() < 0.6,
        "data_quality": who.quality(rng),
        **_course(who, rng, phase, start, planned, budget),
        **_case(rng, start, budget, phase),
        **_benefit(who, rng, facts["benefit"], budget, start + planned),
    }
    return code, cells


def post_title(post: str, who: Profile) -> str:
    """Return the title of a post in the language of an entity."""
    titles = {word.name: word.label(who.language) for word in words("operations", "posts")}
    return titles[post]


def _course(
    who: Profile, rng: Random, phase: str, start: date, planned: timedelta, budget: Decimal
) -> Cells:
    """Return where a project stands: how late it is and what it has cost."""
    length = planned * rng.choices((rng.uniform(0.9, 1.08), rng.uniform(1.1, 1.7)), (55, 45))[0]
    dearer = Decimal(round(rng.choice((rng.uniform(0.85, 1.08), rng.uniform(1.1, 1.5))), 3))
    cost = rounded(budget * dearer, 100)
    if phase == "COMPLETED":
        ended = min(start + length, who.as_of - timedelta(days=10))
        return {"actual_end": ended, "spent": cost, "scope_delivered": rng.random() < 0.85}
    done = min(0.95, max(0.0, (who.as_of - start) / length))
    spent = Decimal(0) if phase in ("IDEA", "PLANNING") else cost * Decimal(round(done, 3))
    cells: dict[str, Written] = {"spent": rounded(spent, 100)}
    if phase in _OPEN:
        expected = max(start + length, who.as_of + timedelta(days=rng.randint(20, 150)))
        late = expected - start > planned * 1.1 or cost > budget * Decimal("1.1")
        cells |= {"forecast_end": expected, "forecast_cost": cost}
        if phase != "ON_HOLD":
            cells["health"] = rng.choice(("AT_RISK", "OFF_TRACK")) if late else "ON_TRACK"
    return cells


def _case(rng: Random, start: date, budget: Decimal, phase: str) -> Cells:
    if phase == "IDEA" or rng.random() > (0.85 if budget >= _CASE_FROM else 0.3):
        return {}
    case: dict[str, Written] = {"business_case_no": f"BC-{start:%Y}-{rng.randrange(1, 90):02}"}
    if rng.random() < 0.88:
        case["business_case_approved_on"] = start - timedelta(days=rng.randint(15, 200))
    return case


def _benefit(who: Profile, rng: Random, kind: str, budget: Decimal, due: date) -> Cells:
    cells: dict[str, Written] = {"benefit_type": kind, "benefit_due": due}
    if kind != "NON_CASHABLE":
        cells["benefit_target"] = rounded(budget * rng.randrange(12, 45) / 100, 1000)
    if rng.random() < 0.6:
        cells |= {
            "benefit_owner": post_title("owner", who),
            "benefit_method": rng.choice(("BEFORE_AFTER", "UNIT_COST", "TIME_SAVED")),
            "baseline_value": Decimal(rng.randrange(20, 900)),
            "baseline_date": due - timedelta(days=rng.randint(300, 700)),
        }
    return cells


def next_projects(who: Profile, before: Rows) -> Rows:
    """Return the projects one year later: some end, some begin, and benefits are counted."""
    rng = who.rng("next projects")
    rows: dict[str, Cells] = {
        code: {**cells, **_year_of(who, cells, rng)} for code, cells in before.items()
    }
    for code, cells in project_rows(replace(who, seed=f"{who.seed}+")).items():
        if code not in rows and cells["phase"] in ("PLANNING", "IDEA"):
            rows[code] = cells
    return rows


def _year_of(who: Profile, cells: Cells, rng: Random) -> Cells:
    phase = str(cells["phase"])
    expected, cost = cells.get("forecast_end"), cells.get("forecast_cost")
    if phase == "COMPLETED":
        target = cells.get("benefit_target")
        if not isinstance(target, Decimal) or rng.random() < 0.35:
            return {}
        return {"benefit_actual": rounded(target * rng.randrange(30, 115) / 100, 100)}
    if not isinstance(expected, date) or not isinstance(cost, Decimal):
        return {"phase": "CANCELLED"} if phase == "IDEA" and rng.random() < 0.3 else {}
    if phase == "EXECUTION" and expected < who.as_of:
        return {
            "phase": "COMPLETED", "actual_end": expected, "spent": cost,
            "scope_delivered": rng.random() < 0.85,
        }  # fmt: skip
    if phase == "PLANNING":
        later = max(expected, who.as_of + timedelta(days=60))
        part = rounded(cost * rng.randrange(30, 80) / 100, 100)
        return {"phase": "EXECUTION", "forecast_end": later, "spent": part, "health": "AT_RISK"}
    return {"forecast_end": max(expected, who.as_of + timedelta(days=rng.randint(30, 200)))}
