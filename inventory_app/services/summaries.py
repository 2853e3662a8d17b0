"""Printed summaries as plain values: one entity, or all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from inventory_app import __version__
from inventory_app.domain.fields import Sheet
from inventory_app.domain.profiles import Profile
from inventory_app.domain.summaries import (
    CapabilitySummary,
    Costs,
    DataCentres,
    EntityRow,
    ResponseRow,
    ReturnStatus,
    SecretariatSummary,
    Standing,
    SummaryHead,
    Systems,
    Workforce,
)
from inventory_app.services.assessed_round import METHOD_NOTES, Assessment
from inventory_app.services.assessment_words import ENTITY_TYPES, type_label
from inventory_app.services.redacted_summaries import redacted, redacted_head, redacted_whole
from inventory_app.services.redactions import Redaction
from inventory_app.services.round_contents import RoundContents
from inventory_app.services.summaries_costs import costs, total_cost
from inventory_app.services.summaries_coverage import (
    asked_sheets,
    coverage,
    return_status,
    silent_coverage,
)
from inventory_app.services.summaries_gaps import (
    doubts_of,
    gaps,
    gaps_of_many,
    silent_gaps,
)
from inventory_app.services.summaries_indicators import indicators_of, indicators_of_all
from inventory_app.services.summaries_portfolio import data_centres, systems
from inventory_app.services.summaries_subject import Member, Reader, Subject, part_of, together
from inventory_app.services.summaries_workforce import workforce
from inventory_app.services.workbooks import ORGANISATION


@dataclass(frozen=True, kw_only=True)
class Summaries:
    """A round and its assessment in memory, from which any number of summaries can be made.

    Contents and assessment are whole; what the readers of *profile* must not see is left out of
    the summaries.
    """

    contents: RoundContents
    assessment: Assessment
    printed_on: date
    profile: Profile = Profile.FULL

    @cached_property
    def redaction(self) -> Redaction:
        """What the readers may see of the round."""
        return Redaction(
            profile=self.profile, contents=self.contents, assessment=self.assessment,
            members=self._members,
        )  # fmt: skip

    def of_entity(self, entity: str, language: str) -> CapabilitySummary:
        """Return the summary of one entity; one that has not answered gets an honest one."""
        return redacted(self._of_entity(entity, language), self.redaction)

    def _of_entity(self, entity: str, language: str) -> CapabilitySummary:
        reader = Reader(catalogue=self.contents.catalogue, language=language)
        if not self.contents.asked[entity].answered:
            return self._of_silent(entity, reader)
        subject = self._subject([entity])
        doubts = doubts_of(self.contents, entity)
        records = self.redaction.records.records.get(entity, {})
        return CapabilitySummary(
            head=self._head(reader, entity),
            coverage=coverage(subject, reader, [doubts], self.contents.asked[entity]),
            workforce=workforce(subject, reader),
            systems=systems(subject, reader),
            data_centres=data_centres(subject, reader),
            costs=costs(subject, reader),
            indicators=indicators_of(self.contents, self.assessment, entity, reader),
            gaps=gaps(self.redaction.doubts(doubts), reader, records),
        )

    def _of_silent(self, entity: str, reader: Reader) -> CapabilitySummary:
        """Return what can be said of an entity that has not answered: carried records count not."""
        return CapabilitySummary(
            head=self._head(reader, entity),
            coverage=silent_coverage(self.contents, reader, entity),
            workforce=Workforce(standing=self._silent("staff")),
            systems=Systems(standing=self._silent("systems")),
            data_centres=DataCentres(standing=self._silent("data_centres")),
            costs=Costs(standing=self._silent("costs")),
            indicators=indicators_of(self.contents, self.assessment, entity, reader),
            gaps=silent_gaps(reader, self.contents.records.get(entity, {}), self._sheets),
        )

    def _silent(self, sheet: str) -> Standing:
        """Return how a part stands of which nobody said anything."""
        asks = self.contents.round.parameters.asks(sheet)
        return Standing.NOT_REPORTED if asks else Standing.NOT_ASKED

    @cached_property
    def _sheets(self) -> tuple[Sheet, ...]:
        return asked_sheets(self.contents.catalogue, self.contents.round.parameters)

    def head(self, language: str) -> SummaryHead:
        """Return the head of a document on the whole round."""
        reader = Reader(catalogue=self.contents.catalogue, language=language)
        return redacted_head(self._head(reader, ""), self.redaction)

    def of_all(self, language: str) -> SecretariatSummary:
        """Return the summary of all entities asked; only those that answered are added up."""
        return redacted_whole(self._of_all(language), self.redaction)

    def _of_all(self, language: str) -> SecretariatSummary:
        reader = Reader(catalogue=self.contents.catalogue, language=language)
        asked = self.contents.asked
        answered = [code for code, each in asked.items() if each.answered]
        subject = self._subject(answered, group=True)
        doubts = {code: doubts_of(self.contents, code) for code in asked}
        entities = tuple(self._entity_row(code, reader) for code in asked)
        return SecretariatSummary(
            head=self._head(reader, ""),
            coverage=coverage(subject, reader, doubts.values()),
            responses=self._responses(reader, entities),
            entities=entities,
            workforce=workforce(subject, reader),
            systems=systems(subject, reader),
            data_centres=data_centres(subject, reader),
            costs=costs(subject, reader),
            indicators=indicators_of_all(self.assessment, reader),
            gaps=gaps_of_many(reader, doubts, len(asked) - len(answered)),
        )

    @cached_property
    def _members(self) -> dict[str, Member]:
        return {
            code: Member(
                inputs=self.contents.inputs[code],
                figures=self.assessment.of(code),
                adjustment=self.contents.adjustments.get(code),
            )
            for code, asked in self.contents.asked.items()
            if asked.answered
        }

    def _subject(self, entities: Iterable[str], *, group: bool = False) -> Subject:
        members = tuple(self._members[code] for code in entities)
        return Subject(
            members=members,
            figures=self.assessment.totals if group else members[0].figures,
            asked=len(self.contents.asked) if group else None,
            parameters=self.contents.round.parameters,
        )

    def _head(self, reader: Reader, entity: str) -> SummaryHead:
        _, shown = reader.translate, self.contents.round
        known = self.contents.entities.get(entity)
        return SummaryHead(
            organisation=_(ORGANISATION),
            entity_code=entity,
            entity_name=known.name(reader.language) if known else _("Whole Secretariat"),
            entity_type_label=self._type(reader, entity) if known else "",
            duty_station_label=_station(reader, known.duty_station) if known else "",
            round_code=shown.code,
            as_of=shown.as_of,
            deadline=shown.deadline,
            printed_on=self.printed_on,
            program_version=__version__,
            language=reader.language,
            parameters=tuple(self._rules(reader, entity)),
        )

    def _type(self, reader: Reader, entity: str) -> str:
        """Return the type that was frozen for this round."""
        kind = self.contents.asked[entity].peer_type
        return type_label(reader.catalogue, kind, reader.language)

    def _rules(self, reader: Reader, entity: str) -> Iterable[str]:
        """Yield whole sentences on the rules of the round, and on what is special here."""
        _, parameters = reader.translate, self.contents.round.parameters
        if entity and not self.contents.asked[entity].answered:
            yield _(
                "This entity has not answered in round {round}. Records known from earlier rounds "
                "are shown by number and name only; they are not confirmed and enter no figure.",
                round=self.contents.round.code,
            )
        if entity and self.contents.asked[entity].status == "imported":
            yield _("The records were taken from existing lists; no workbook has come back.")
        if not entity:
            yield _(
                "Totals add up what was reported. What an entity did not report is left out, not "
                "counted as zero."
            )
        unasked = [
            sheet.label(reader.language)
            for sheet in reader.catalogue
            if not parameters.asks(sheet.name)
        ]
        if unasked:
            yield _("Not asked in this round: {sheets}.", sheets=_(", ").join(unasked))
        yield _(
            "Personnel outside an ICT unit count as dedicated from {dedicated} % of their working "
            "time spent on ICT; below {non_dedicated} % they are not listed.",
            dedicated=_.number(parameters.dedicated_from),
            non_dedicated=_.number(parameters.non_dedicated_from),
        )
        yield _("A recovery test counts for twelve months. Closed rooms are not counted.")
        yield from (_(note) for note in METHOD_NOTES[3:5])

    def _entity_row(self, entity: str, reader: Reader) -> EntityRow:
        asked = self.contents.asked[entity]
        row = EntityRow(
            code=entity,
            name=self.contents.entities[entity].name(reader.language),
            type_label=self._type(reader, entity),
            status=return_status(asked, self.contents.declarations.get(entity, {}), self._sheets),
            completeness=silent_coverage(self.contents, reader, entity).completeness,
        )
        if not asked.answered:
            return row
        subject = self._subject([entity])
        total = subject.figures["W01"]
        return replace(
            row,
            completeness=together(subject.members[0].completeness.values()),
            fte_dedicated=part_of(total, "dedicated"),
            fte_non_dedicated=part_of(total, "non_dedicated"),
            systems=systems(subject, reader).total,
            data_centres=data_centres(subject, reader).total,
            cost=total_cost(subject),
        )

    def _responses(self, reader: Reader, rows: Sequence[EntityRow]) -> tuple[ResponseRow, ...]:
        """Return the answers by type of entity, in the order of the code list."""
        types = reader.catalogue.code_lists[ENTITY_TYPES].codes
        found = {self.contents.asked[row.code].peer_type for row in rows}
        every = (*(code for code in types if code in found), *sorted(found - set(types)))
        return tuple(
            _response(
                type_label(reader.catalogue, kind, reader.language),
                [row.status for row in rows if self.contents.asked[row.code].peer_type == kind],
            )
            for kind in every
        )


def _station(reader: Reader, code: str) -> str:
    stations = reader.catalogue.code_lists.get("duty_stations")
    return stations.label(code, reader.language) if stations else code


def _response(label: str, statuses: Sequence[ReturnStatus]) -> ResponseRow:
    outstanding = statuses.count(ReturnStatus.NOT_ANSWERED)
    return ResponseRow(
        label=label,
        asked=len(statuses),
        answered=len(statuses) - outstanding,
        late=statuses.count(ReturnStatus.LATE),
        outstanding=outstanding,
    )
