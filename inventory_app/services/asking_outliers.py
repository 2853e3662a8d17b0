"""Opening queries about values far from those of comparable entities, and about impossible ones.

Nothing is deleted: what is far out stays where it is, and what is divided by zero was an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.figures import Figure, Source, number
from inventory_app.domain.findings import Finding
from inventory_app.domain.merging import Answer
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Record
from inventory_app.domain.registers import UNSETTLED, Query
from inventory_app.domain.reviewing import Asked
from inventory_app.domain.reviews import FieldPlace
from inventory_app.domain.values import ValueState
from inventory_app.services.asking import Asking, read_queries
from inventory_app.services.assessed_round import Assessment
from inventory_app.services.assessments import Assessments
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.texts import N_, rounded

CODE, DIVISOR = "P-OUTLIER", "P-DIVISOR"


@dataclass(frozen=True, kw_only=True)
class AskedAboutOutliers:
    """The values that are far out, by entity and indicator, and how many queries were opened.

    `undivided` are those that could not be computed because a divisor is reported as zero (Z-2).
    """

    found: tuple[tuple[str, str], ...]
    opened: int
    undivided: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class AskingAboutOutliers:
    """Opens queries about the outliers of a round."""

    database: Database
    catalogue: Catalogue
    tokens: Callable[[], str]
    assessments: Assessments

    def ask(self, round_code: str, entities: Sequence[str] | None = None) -> AskedAboutOutliers:
        """Open a query for each value more than 3.5 robust deviations from its group's median.

        So for each that has a divisor of zero and something to divide. It stands at the largest
        answer that the value was computed from. Nothing is asked twice while that answer is the
        same. Raises `UserError` for a round or entity that is not there.
        """
        assessment = self.assessments.compute(round_code, entities=entities)
        every = [
            (entity, each.id) for entity in assessment.asked for each in assessment.definitions
        ]
        found = [
            (entity, name)
            for entity, name in every
            if assessment.place(name, entity).outlier is not None
        ]
        undivided = [at for at in every if _is_undivided(assessment.figures[at])]
        schema = self.database.schema
        with self.database.reading() as connection:
            seen = self.database.newest_change(connection)
            records = queries.records(
                connection, schema, round_code, entities=[at[0] for at in (*found, *undivided)]
            )
            before = read_queries(connection, schema, round_code)
        asked: dict[str, list[Asked]] = {}
        for entity, indicator in (*found, *undivided):
            by_uid = {r.uid: r for some in records.get(entity, {}).values() for r in some}
            question = self._question(assessment, indicator, entity, by_uid)
            if question is not None and not _known(question, entity, before):
                asked.setdefault(entity, []).append(question)
        count = sum(map(len, asked.values()))
        if count:
            asking = Asking(self.database, self.tokens)
            with self.database.writing(
                N_("Ask {count} questions about doubtful values in round {round}"),
                seen=seen, count=count, round=round_code,
            ) as transaction:  # fmt: skip
                for entity, questions in asked.items():
                    asking.ask(transaction, round_code, entity, questions)
        return AskedAboutOutliers(found=tuple(found), opened=count, undivided=tuple(undivided))

    def _question(
        self,
        assessment: Assessment,
        indicator: str,
        entity: str,
        records: dict[str, Record],
    ) -> Asked | None:
        source = self._largest(assessment.figures[entity, indicator], records)
        if source is None:
            return None
        record, places = records[source.uid], assessment.indicators[indicator].places
        finding = Finding(
            code=DIVISOR, sheet=source.sheet, uid=source.uid, field=source.field,
            params={"indicator": indicator},
        )  # fmt: skip
        outlier = assessment.place(indicator, entity).outlier
        if outlier is not None:
            finding = replace(
                finding,
                code=CODE,
                found=f"{rounded(outlier.value, places):f}",
                expected=f"{rounded(outlier.median, places):f}",
            )
        held = Answer(record[source.field], record.states.get(source.field))
        return Asked(
            FieldPlace(source.sheet, source.uid, source.field), "", held=held, finding=finding
        )

    def _largest(self, figure: Figure, records: dict[str, Record]) -> Source | None:
        """Return the largest number behind a figure that somebody typed, else the first answer."""
        typed = [each for each in self._typed(figure) if each.uid in records]
        numbers = [
            (abs(value), each)
            for each in typed
            if (value := number(records[each.uid], each.field)) is not None
        ]
        if numbers:
            return max(numbers, key=lambda pair: pair[0])[1]
        return typed[0] if typed else None

    def _typed(self, figure: Figure) -> Iterator[Source]:
        asked = {sheet.name: {field.name for field in sheet.asked} for sheet in self.catalogue}
        return (each for each in figure.inputs if each.field in asked.get(each.sheet, ()))


def _is_undivided(figure: Figure) -> bool:
    return figure.state is ValueState.ERR and Reason.ZERO_DENOMINATOR in figure.reasons


def _known(question: Asked, entity: str, before: Sequence[Query]) -> bool:
    """Return whether the same is being asked, or was asked of an answer that still stands."""
    place, finding = question.place, question.finding
    return any(
        query.entity == entity
        and (query.sheet, query.uid, query.field) == place
        and finding is not None
        and query.code == finding.code
        and query.params.get("indicator") == finding.params["indicator"]
        and (query.status in UNSETTLED or question.held in (query.held, query.answer))
        for query in before
    )
