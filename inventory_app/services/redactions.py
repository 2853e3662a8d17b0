"""The one door through which every output gets what its readers may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from inventory_app.domain.disclosure import Cell
from inventory_app.domain.fields import Sensitivity
from inventory_app.domain.figures import UNCOUNTED, ZERO, Figure
from inventory_app.domain.formulas.workforce import persons
from inventory_app.domain.profiles import HIDDEN, Profile, notes_on
from inventory_app.domain.redaction import (
    hides,
    kinds_read,
    published_comparison,
    redacted_entity,
    redacted_records,
    withheld_entirely,
    without_comparison,
)
from inventory_app.domain.small_groups import SmallGroups, Weight, Whom, small_groups
from inventory_app.domain.values import ValueState
from inventory_app.services.assessed_round import Assessment
from inventory_app.services.round_contents import RoundContents
from inventory_app.services.summaries_costs import COST_FIELDS, amounts_by_entity, parts_of
from inventory_app.services.summaries_gaps import Doubts
from inventory_app.services.summaries_subject import Member
from inventory_app.texts import Translator

PEOPLE_FIELDS = ("ict_function", "category", "personnel_type")
_DEDICATIONS = ("DEDICATED", "NON_DEDICATED")
_BY_PEOPLE: Sensitivity = "people"
_BY_COST: Sensitivity = "cost"
_FEW = Decimal(5)


@dataclass(frozen=True, kw_only=True)
class Redaction:
    """A round as the readers of one profile may see it.

    `assessment` is the whole one, of every entity and indicator: what is left out of a figure
    depends on all of them. `members` are the entities that have answered.
    """

    profile: Profile
    contents: RoundContents
    assessment: Assessment
    members: Mapping[str, Member]

    @property
    def is_public(self) -> bool:
        """Whether small groups are left out, too."""
        return _BY_PEOPLE in HIDDEN[self.profile]

    def notes(self, _: Translator) -> tuple[str, ...]:
        """Return whole sentences on what is withheld; none for the full profile."""
        return tuple(_(note) for note in notes_on(self.profile))

    @cached_property
    def groups(self) -> SmallGroups:
        """What is left out of the tables of the round because too few stand behind it."""
        if not self.is_public:
            return SmallGroups(people={}, split={}, cost={}, indicators={})
        people, *sides = (
            {field: dict(self._people(field, side)) for field in PEOPLE_FIELDS}
            for side in ("", *_DEDICATIONS)
        )
        amounts = amounts_by_entity(self.members)
        cost = {
            field: {
                (entity, code): Cell(
                    value=sum(parts, ZERO), contributors=len(parts), contributions=tuple(parts)
                )
                for entity, each in amounts.items()
                for code, parts in parts_of(field, each).items()
            }
            for field in COST_FIELDS
        }
        return small_groups(people, sides, cost, self._weights(_BY_PEOPLE), self._weights(_BY_COST))

    def _people(self, field: str, side: str) -> Iterable[tuple[tuple[str, str], Cell]]:
        """Yield the persons of each entity by *field*, all or those of one *side*."""
        for entity, member in self.members.items():
            found: Counter[str] = Counter()
            for person in persons(member.inputs):
                if not side or person["dedication"] == side:
                    code = person[field]
                    found[code if isinstance(code, str) else ""] += 1
            for code, n in found.items():
                yield (entity, code), Cell(value=Decimal(n), contributors=n)

    def _weights(self, kind: Sensitivity) -> dict[str, dict[str, Weight]]:
        found: dict[str, dict[str, Weight]] = {}
        for each in self.assessment.definitions:
            if kind not in self.kinds[each.id]:
                continue
            found[each.id] = {
                entity: _weight(figure, kind)
                for entity in self.members
                if (figure := self.assessment.figures[entity, each.id]).numerator is not None
                or figure.value is not None
            }
        return found

    @cached_property
    def kinds(self) -> dict[str, frozenset[Sensitivity]]:
        """What each indicator is computed from that is sensitive."""
        catalogue, indicators = self.contents.catalogue, self.assessment.indicators
        return {each.id: kinds_read(each, indicators, catalogue) for each in indicators}

    def hides(self, indicator: str, whom: Whom) -> bool:
        """Return whether the figure of an entity, of some, or of all with None, is withheld."""
        if withheld_entirely(self.profile, self.kinds.get(indicator, frozenset())):
            return True
        return self.groups.hides_indicator(whom, indicator)

    def shown(self, assessment: Assessment | None = None, group: Whom = None) -> Assessment:
        """Return *assessment*, a part of the whole one, as the readers may see it.

        *group* are the entities whose totals it has, None for those of all.
        """
        of = self.assessment if assessment is None else assessment
        entities = {code: redacted_entity(self.profile, each) for code, each in of.entities.items()}
        notes = (*of.notes, *notes_on(self.profile))
        if not self.is_public:
            return replace(of, entities=entities, notes=notes)
        return replace(
            of,
            entities=entities,
            notes=notes,
            figures={
                (entity, name): withheld(figure) if self.hides(name, entity) else figure
                for (entity, name), figure in of.figures.items()
            },
            totals={
                name: withheld(figure) if self.hides(name, group) else figure
                for name, figure in of.totals.items()
            },
            comparisons={
                (entity, name): without_comparison(each)
                if self.hides(name, entity)
                else published_comparison(each)
                for (entity, name), each in of.comparisons.items()
            },
            counted={},
            everybody={},
        )

    def doubts(self, doubts: Doubts) -> Doubts:
        """Return what is open without what would quote an answer that is withheld."""
        if self.profile is Profile.FULL:
            return doubts
        catalogue = self.contents.catalogue

        def quotes(sheet: str, names: Iterable[str]) -> bool:
            fields = catalogue[sheet].fields if sheet in catalogue.sheets else {}
            return any(hides(self.profile, fields[name]) for name in names if name in fields)

        return replace(
            doubts,
            findings=tuple(
                each
                for each in doubts.findings
                if not quotes(each.sheet, [each.field, str(each.params.get("other", ""))])
            ),
            conflicts=tuple(
                each
                for each in doubts.conflicts
                if not quotes(str(each["sheet"]), [str(each["field"])])
            ),
        )

    @cached_property
    def records(self) -> RoundContents:
        """The round as it may be listed record by record; nothing is computed from it.

        Whole sheets of which nothing may be listed are empty.
        """
        if self.profile is Profile.FULL:
            return self.contents
        of = self.contents
        return replace(
            of,
            entities={c: redacted_entity(self.profile, e) for c, e in of.entities.items()},
            records={
                entity: {
                    sheet: redacted_records(self.profile, of.catalogue[sheet], listed)
                    for sheet, listed in by_sheet.items()
                }
                for entity, by_sheet in of.records.items()
            },
            conflicts={} if self.is_public else of.conflicts,
        )


def withheld(figure: Figure) -> Figure:
    """Return *figure* with nothing but that it is withheld."""
    return replace(
        figure, numerator=None, denominator=None, value=None, state=ValueState.SUP, reasons=(),
        coverage=UNCOUNTED, parts={}, ranked=False, inputs=(), users=None, users_share=None,
        enters=None,
    )  # fmt: skip


def _weight(figure: Figure, kind: Sensitivity) -> Weight:
    """Return the figure with how many stand behind its smallest part.

    Of people a part below 5 stands for fewer than 5, whether it counts heads or their working
    time, and so does the rest of a share. Of money the records behind the figure count.
    """
    value = figure.numerator if figure.numerator is not None else figure.value or ZERO
    if kind == _BY_COST:
        return Weight(value=value, behind=len({source.uid for source in figure.inputs}))
    above, below = figure.numerator, figure.denominator
    parts = [above, below]
    if above is not None and below is not None and figure.factor == 100 and above <= below:
        parts.append(below - above)
    known = [abs(each) for each in parts if each]
    smallest = min(known, default=ZERO)
    return Weight(value=value, behind=int(min(smallest, _FEW * 1000)))
