"""What a figure was computed from: its terms, the records behind them, and where each came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inventory_app.domain.derivations import DERIVATIONS
from inventory_app.domain.entities import Entity
from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.figures import Figure
from inventory_app.domain.indicator_shapes import IndicatorDefinition, Indicators
from inventory_app.domain.record_views import FieldChange
from inventory_app.domain.records import Record
from inventory_app.domain.rounds import Participation, Round
from inventory_app.domain.values import Value, ValueState
from inventory_app.services.assessments import Assessments
from inventory_app.services.record_peers import RecordPlace, records_among_peers
from inventory_app.services.records_history import RecordHistory
from inventory_app.services.round_contents import RoundContents, read_round
from inventory_app.store.database import Database

__all__ = ["ExplainedAnswer", "ExplainedRecord", "Explanation", "Explanations"]


@dataclass(frozen=True, kw_only=True)
class ExplainedAnswer:
    """One answer behind a figure, and the change that last wrote it; None for a computed one.

    `made_of` are the fields that a computed answer is made of.
    """

    field: str
    value: Value
    state: ValueState
    origin: FieldChange | None = None
    made_of: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ExplainedRecord:
    """One record behind a figure, with those of its answers that enter it."""

    sheet: str
    uid: str
    title: str
    answers: tuple[ExplainedAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """One figure of one entity taken apart, down to the cell of a file or a person and a day.

    `among` is where its rooms or systems stand among those of everybody, for indicators that
    compare these.
    """

    round: Round
    entity: Entity
    asked: Participation
    definition: IndicatorDefinition
    indicators: Indicators
    figure: Figure
    records: tuple[ExplainedRecord, ...]
    among: tuple[RecordPlace, ...] = ()


class Explanations:
    """Figures of one store taken apart."""

    def __init__(self, database: Database, catalogue: Catalogue, assessments: Assessments) -> None:
        self._database = database
        self._catalogue = catalogue
        self._assessments = assessments
        self._history = RecordHistory(database, catalogue)

    def explain(self, round_code: str, indicator: str, entity: str) -> Explanation:
        """Return what the figure of an entity was computed from.

        Raises `UserError` for a round, indicator or entity that is not there, with those that are.
        """
        contents = read_round(self._database, self._catalogue, round_code)
        definitions = self._assessments.chosen([indicator])
        found = self._assessments.assess(contents, entities=[entity], definitions=definitions)
        [code], [definition] = found.entities, definitions
        figure = found.figures[code, definition.id]
        covered = found.speaks_for(contents.asked)
        return Explanation(
            round=found.round, entity=found.entities[code], asked=found.asked[code],
            definition=definition, indicators=found.indicators, figure=figure,
            records=tuple(self._records(contents, code, figure, definition.beside)),
            among=records_among_peers(
                contents, definition, code, seed=found.seed, covered=covered
            ),
        )  # fmt: skip

    def among(self, round_code: str, indicator: str, entity: str) -> tuple[RecordPlace, ...]:
        """Return the rooms or systems of an entity among those of everybody, where these compare.

        Raises `UserError` for a round, indicator or entity that is not there.
        """
        contents = read_round(self._database, self._catalogue, round_code)
        [definition] = self._assessments.chosen([indicator])
        found = self._assessments.assess(contents, entities=[entity], definitions=[definition])
        [code] = found.entities
        return records_among_peers(
            contents, definition, code, seed=found.seed, covered=found.speaks_for(contents.asked)
        )

    def _records(
        self,
        contents: RoundContents,
        entity: str,
        figure: Figure,
        beside: Sequence[tuple[str, str]],
    ) -> Iterable[ExplainedRecord]:
        names: dict[tuple[str, str], dict[str, None]] = {}
        for source in figure.inputs:
            names.setdefault((source.sheet, source.uid), {})[source.field] = None
        for sheet, field in beside if figure.parts else ():
            for (at, _uid), fields in names.items():
                if at == sheet:
                    fields[field] = None
        rounds = _until(contents)
        for (sheet, uid), fields in names.items():
            kind = self._catalogue[sheet]
            records = contents.records.get(entity, {}).get(sheet, ())
            record = next((each for each in records if each.uid == uid), None)
            if record is not None:
                yield ExplainedRecord(
                    sheet=sheet, uid=uid, title=kind.title_of(record.values) or uid,
                    answers=tuple(self._answers(kind, record, tuple(fields), rounds)),
                )  # fmt: skip

    def _answers(
        self, kind: Sheet, record: Record, names: Sequence[str], rounds: Sequence[str]
    ) -> Iterable[ExplainedAnswer]:
        changes = [
            change
            for change in self._history.history(kind.name, record.uid)
            if change.round in rounds and not change.undone
        ]
        for name in _with_what_they_are_made_of(kind, record, names):
            derived = kind.fields[name].derived
            uses = DERIVATIONS[derived].uses if derived else ()
            yield ExplainedAnswer(
                field=name, value=record[name], state=record.state(name),
                origin=next((each for each in changes if each.field == name), None),
                made_of=tuple(use for use in uses if record[use] is not None),
            )  # fmt: skip


def _until(contents: RoundContents) -> list[str]:
    """Return the round and those that came before it: what is carried came from there."""
    found, code = [], contents.round.code
    while code in contents.rounds and code not in found:
        found.append(code)
        code = contents.rounds[code].previous or ""
    return found


def _with_what_they_are_made_of(kind: Sheet, record: Record, names: Sequence[str]) -> list[str]:
    """Return *names*, each computed one followed by the answers that it is made of."""
    found: dict[str, None] = {}
    waiting = list(reversed(names))
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = None
        derived = kind.fields[name].derived
        uses = DERIVATIONS[derived].uses if derived else ()
        waiting += [use for use in reversed(uses) if record[use] is not None]
    return list(found)
