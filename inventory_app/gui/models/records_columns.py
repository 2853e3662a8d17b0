"""The columns of lists: which are shown at first, what they are called, how a cell is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from inventory_app.domain.answer_texts import state_text, text_of
from inventory_app.domain.field_types import (
    Code,
    Codes,
    Day,
    DecimalNumber,
    LongText,
    Money,
    Reference,
    YesNo,
)
from inventory_app.domain.fields import Field, Sheet
from inventory_app.domain.grids import (
    ENTITY,
    SHARED,
    SHARED_LABELS,
    STANDING,
    GridRow,
    can_be_added_up,
)
from inventory_app.domain.units import UNITS
from inventory_app.domain.values import Value, Values, ValueState
from inventory_app.texts import N_, Translator

STATUS = "~state"  # a column of the window, no field: what is to be done about a record
NOT_ASKED = "—"
STANDINGS: Mapping[str, str] = {
    "carried": N_("not confirmed"), "reported": N_("reported"), "imported": N_("imported"),
}  # fmt: skip

# The columns that tell most of a sheet; the first is the widest, the last go first when room lacks.
_TELLING: Mapping[str, tuple[str, ...]] = {
    "units": ("name", "unit_code", "approved_posts", "ict_staff_fte", "users_served",
              "budget_total", "duty_station"),
    "staff": ("functional_title", ENTITY, "grade", "fte", "ict_function", "annual_cost",
              "post_no"),
    "systems": ("name", ENTITY, "criticality", "users_active", "status", "run_cost",
                "hosting_dc"),
    "data_centres": ("name", ENTITY, "rack_count", "total_servers", "facility_class", "city",
                     "avg_it_electricity"),
    "service_desks": ("name", ENTITY, "contacts_received", "sla_share", "first_contact_share",
                      "cost_per_contact", "agents_fte"),
    "networks": ("site", ENTITY, "link_type", "bandwidth_down_mbps", "redundancy",
                 "monthly_cost", "availability"),
    "devices": ("name", ENTITY, "quantity", "device_type", "age_over_5", "replacement_value",
                "duty_station"),
    "contracts": ("title", ENTITY, "vendor", "annual_value", "contract_end", "remaining",
                  "contract_no"),
    "projects": ("name", ENTITY, "phase", "approved_budget", "cost_variance", "delay_days",
                 "baseline_end"),
    "costs": ("description", ENTITY, "amount", "cost_element", "service_tower", "fund_code",
              "period_end"),
}  # fmt: skip
_MOST = 7
_WIDTHS: tuple[tuple[type, int], ...] = (
    (Codes, 150), (LongText, 200), (Code, 104), (Money, 100), (DecimalNumber, 84), (Day, 146),
    (YesNo, 72), (Reference, 150),
)  # fmt: skip
FIRST_WIDTH, TEXT_WIDTH, ENTITY_WIDTH, STATUS_WIDTH = 190, 104, 92, 104


def telling(sheet: Sheet) -> tuple[str, ...]:
    """Return the names of the columns that a list of *sheet* shows at first."""
    known = set(sheet.fields) | set(SHARED)
    listed = _TELLING.get(sheet.name)
    if listed is not None and all(name in known for name in listed):
        return listed
    asked = [field for field in sheet if not field.retired]
    ordered = [
        *sheet.title,
        ENTITY,
        *(field.name for field in asked if can_be_added_up(field) and field.level == "required"),
        *(field.name for field in asked if field.level == "required"),
        *(field.name for field in asked if can_be_added_up(field)),
    ]
    return tuple(dict.fromkeys(ordered))[:_MOST]


def width_of(sheet: Sheet, name: str, *, first: bool) -> int:
    """Return the usual width of a column in pixels at the usual size of text."""
    if first:
        return FIRST_WIDTH
    if name == STATUS:
        return STATUS_WIDTH
    field = sheet.fields.get(name)
    if field is None:
        return ENTITY_WIDTH if name == ENTITY else TEXT_WIDTH
    return next((width for kind, width in _WIDTHS if isinstance(field.type, kind)), TEXT_WIDTH)


def heading(sheet: Sheet, name: str, words: Translator) -> str:
    """Return what stands above a column."""
    if name == STATUS:
        return words("To do")
    field = sheet.fields.get(name)
    return field.label(words.language.code) if field else words(SHARED_LABELS[name])


def full_heading(sheet: Sheet, name: str, words: Translator) -> str:
    """Return the heading with its unit and what the field means."""
    text, field = heading(sheet, name, words), sheet.fields.get(name)
    if field is None:
        return text
    unit = words(UNITS.get(field.unit or "", ""))
    if unit and unit not in text:
        text = words("{label} ({unit})", label=text, unit=unit)
    return "\n".join(part for part in (text, field.help.get(words.language.code, "")) if part)


def is_number(field: Field | None) -> bool:
    """Return whether the cells of a field are aligned as numbers."""
    return field is not None and isinstance(field.type, DecimalNumber)


def beside(sheet: Sheet, shown: Iterable[str]) -> tuple[str, ...]:
    """Return the fields that are read beside those *shown*: what marks and cells depend on."""
    wanted = [name for name in ("record_status", "data_quality") if name in sheet.fields]
    for name in shown:
        field = sheet.fields.get(name)
        if field is not None and field.when is not None:
            wanted.append(field.when.field)
    return tuple(name for name in dict.fromkeys(wanted) if name not in set(shown))


Writer = Callable[[GridRow, Values], str]


@dataclass(frozen=True)
class Cells:
    """How the cells of one list are written for one reader.

    `titles` are what records are called, by field and uid; they grow while pages come in.
    """

    sheet: Sheet
    words: Translator
    titles: dict[tuple[str, str], str]

    def text(self, name: str, row: GridRow, values: Values) -> str:
        """Return what a cell shows; blank, “not applicable” and “not asked” look different."""
        field = self.sheet.fields.get(name)
        if field is None:
            return self._shared(name, row)
        value = values.get(name)
        if value is None:
            return self._absent(field, row, values)
        if isinstance(field.type, Reference):
            return self.titles.get((name, str(value)), str(value))
        if isinstance(field.type, Money) and not isinstance(value, str | tuple | bool):
            return self.words.number(value, 0)  # type: ignore[arg-type]  # an amount
        text = text_of(field.type, value, self.words)
        return " ".join(text.split()) if isinstance(field.type, LongText) else text

    def exact(self, name: str, row: GridRow, values: Values) -> str:
        """Return what a cell shows with all its digits, and the state beside it."""
        field = self.sheet.fields.get(name)
        if field is None or isinstance(field.type, Reference) or values.get(name) is None:
            text = self.text(name, row, values)
            if text == NOT_ASKED:
                return self.words("Not asked of this record")
            return text
        text = text_of(field.type, values[name], self.words)
        state = row.states.get(name)
        if state is ValueState.NE:
            return self.words("{value} ({state})", value=text, state=state_text(state, self.words))
        return text

    def _shared(self, name: str, row: GridRow) -> str:
        if name == STANDING:
            return self.words(STANDINGS.get(row.standing, row.standing))
        return row.entity if name == ENTITY else row.uid

    def _absent(self, field: Field, row: GridRow, values: Values) -> str:
        state = row.states.get(field.name)
        if state is not None:
            return state_text(state, self.words)
        if field.when is not None and field.when.field in values and not field.when.holds(values):
            return NOT_ASKED
        return ""


def values_of(columns: Sequence[str], row: GridRow) -> dict[str, Value]:
    """Return the answers of a row by field."""
    return dict(zip(columns, row.values, strict=True))
