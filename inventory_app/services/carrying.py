"""What somebody has filled into a survey workbook, taken out of it so that another can carry it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.findings import Finding
from inventory_app.domain.records import Declaration, Record
from inventory_app.domain.survey_files import SurveyRow
from inventory_app.domain.values import States, Values
from inventory_app.domain.workbooks import Identity, Issued
from inventory_app.formats.excel.answer_book import AnswerBook
from inventory_app.services.survey_room import spare_rows
from inventory_app.services.survey_rows import SurveyState, with_derived

# What has no place in another workbook: texts beside the tables, other sheets, merged cells.
_NO_PLACE = frozenset(
    {"L-STRAY", "L-STRAY-MORE", "L-SHEET-EXTRA", "L-MERGED", "L-SHEET-UNASKED", "L-SHEET-TWICE"}
)
# How a text is kept that another language would understand as something else.
_QUOTES = "“”"


@dataclass(frozen=True, kw_only=True)
class CarriedRow:
    """One row: the uid that stands in it, what it says, and what was not understood, by field."""

    uid: str
    values: Values
    states: States
    unread: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Carried:
    """Everything that is carried from one workbook to another.

    `rows` and `spare` uids are in their order, those of records that were issued first. `left` are
    findings on what has no place in another workbook.
    """

    identity: Identity
    rows: Mapping[str, tuple[CarriedRow, ...]]
    spare: Mapping[str, tuple[str, ...]]
    issued: Mapping[str, Mapping[str, Issued]]
    declarations: Mapping[str, Declaration]
    filled_by: str
    left: tuple[Finding, ...] = ()

    @property
    def answers(self) -> int:
        """How many answers there are, those that were not understood among them."""
        return sum(
            len({*row.values, *row.states, *row.unread})
            for rows in self.rows.values()
            for row in rows
        )

    def as_issued(self, catalogue: Catalogue) -> dict[str, tuple[Record, ...]]:
        """Return the records as the workbook had been issued with them."""
        return {
            name: tuple(
                self._record(name, uid, known.values, known.states)
                for uid, known in self.issued.get(name, {}).items()
            )
            for name in catalogue.sheets
            if name in self.rows
        }

    def as_answered(self, catalogue: Catalogue) -> dict[str, tuple[Record, ...]]:
        """Return the records as the workbook has them now, with computed fields."""
        return {
            name: tuple(
                self._record(name, row.uid, with_derived(catalogue[name], row.values), row.states)
                for row in rows
            )
            for name, rows in self.rows.items()
        }

    def unread(self) -> dict[str, Mapping[str, str]]:
        """Return what was not understood, by uid and field."""
        return {row.uid: row.unread for rows in self.rows.values() for row in rows if row.unread}

    def _record(self, sheet: str, uid: str, values: Values, states: States) -> Record:
        return Record(
            sheet=sheet, uid=uid, entity=self.identity.entity, round=self.identity.round,
            values=values, states=states,
        )  # fmt: skip


def carried(book: AnswerBook, catalogue: Catalogue) -> Carried:
    """Return what *book* says, as far as *catalogue* still asks for it."""
    state, content = SurveyState(book), book.content
    asked = [name for name in book.tables if content.parameters.asks(name)]
    rows: dict[str, tuple[CarriedRow, ...]] = {}
    left = [finding for finding in content.findings if finding.code in _NO_PLACE]
    for name in asked:
        sheet, issued = catalogue[name], content.issued.get(name, {})
        every = sorted((each.row for each in state.rows[name].values()), key=lambda each: each.row)
        chosen = [row for row in every if not row.is_blank or row.written in issued]
        chosen.sort(key=lambda row: row.issued is None)
        rows[name] = tuple(_row(sheet, row) for row in chosen)
        left += _no_longer_asked(book, sheet, chosen)
    return Carried(
        identity=content.identity,
        rows=rows,
        spare={
            name: tuple(uid for _number, uid in spare_rows(book, state, name)) for name in asked
        },
        issued={name: content.issued.get(name, {}) for name in asked},
        declarations={name: content.sheets[name].declaration for name in asked},
        filled_by=content.filled_by,
        left=tuple(left),
    )


def _row(sheet: Sheet, row: SurveyRow) -> CarriedRow:
    """Return a row with the answers to what is asked; text that was kept in quotes loses them."""
    names = {each.name for each in sheet.asked}
    return CarriedRow(
        uid=row.uid if row.is_clear else row.written or row.uid,
        values={n: v for n, v in row.values.items() if n in names and v is not None},
        states={name: state for name, state in row.states.items() if name in names},
        unread={name: _unquoted(text) for name, text in row.unread.items() if name in names},
    )


def _no_longer_asked(
    book: AnswerBook, sheet: Sheet, rows: Sequence[SurveyRow]
) -> Iterator[Finding]:
    """Yield answers to questions that there are no more, unless they are those that were issued."""
    names = {each.name for each in sheet.asked}
    for row in rows:
        for name, value in row.values.items():
            asked = sheet.fields[name]
            was = row.issued.values.get(name) if row.issued else None
            if name in names or asked.derived or value == was:
                continue
            yield Finding(
                code="L-QUESTION-GONE", sheet=sheet.name, uid=row.uid, field=name,
                tab=book.tables[sheet.name].tab, cell=row.cells.get(name, ""),
                found=asked.type.format(value),
            )  # fmt: skip


def quoted(text: str) -> str:
    """Return *text* in quotes, which no reader takes for a number, a date or a word of a list."""
    return f"{_QUOTES[0]}{text}{_QUOTES[1]}"


def _unquoted(text: str) -> str:
    plain = text.strip()
    is_quoted = len(plain) > 1 and plain[0] == _QUOTES[0] and plain[-1] == _QUOTES[1]
    return plain[1:-1] if is_quoted else text
