"""A survey workbook filled in with this program: opened, edited, checked and saved as it came.

No store is needed. What is shown is what headquarters will read; saving replaces only the cells
that were changed, so the file stays the one that was issued.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.field_types import Reference
from inventory_app.domain.fields import Catalogue, Field
from inventory_app.domain.findings import Finding
from inventory_app.domain.merging import Counts
from inventory_app.domain.records import Declaration, is_uid
from inventory_app.domain.survey_files import (
    SheetProgress,
    Step,
    SurveyFacts,
    SurveyRow,
    SurveySheet,
)
from inventory_app.domain.values import Value, ValueState
from inventory_app.domain.workbooks import Identity, Issued, Return
from inventory_app.errors import Refused, UserError
from inventory_app.formats.excel.answer_book import AnswerBook, read_answers
from inventory_app.formats.excel.answer_cells import Written, clean
from inventory_app.formats.excel.answer_writer import write_answers
from inventory_app.formats.excel.returns import read_return
from inventory_app.services import survey_saving
from inventory_app.services.checking import Checked, checked
from inventory_app.services.reading import read_file
from inventory_app.services.survey_answers import (
    answers_of,
    content_of,
    record_name,
    resolved_reference,
)
from inventory_app.services.survey_room import free_row, spare_rows
from inventory_app.services.survey_rows import (
    EditedRow,
    Edits,
    SurveyState,
    differences,
    edited,
    pinned,
    places,
)
from inventory_app.texts import N_

RETIRED_ON = "retired_on"
Answers = Mapping[str, Value | ValueState]


class SurveyFile:
    """One survey workbook, open for filling in.

    Sheets and fields go by their catalogue names, rows by `SurveyRow.uid`. Everything that is
    changed is one named step that `undo` takes back.
    """

    def __init__(self, path: Path, book: AnswerBook) -> None:
        """Begin with a workbook as it was read; use `open`."""
        self.path = path
        self._book = book
        self._catalogue = book.catalogue
        self._state = SurveyState(book)
        self._copied = {
            name: [
                row.uid
                for row in rows.values()
                if row.is_clear and row.written not in (None, row.uid)
            ]
            for name, rows in self._state.opened.items()
        }
        self._on_disk = survey_saving.digest(book.data)
        self._saved: Edits | None = None
        self._checked: tuple[int, Checked] | None = None

    @classmethod
    def open(cls, path: Path, catalogue: Catalogue | None = None) -> SurveyFile:
        """Open the workbook at *path*.

        Raises `Refused` for every file that could not be merged either, with the same reasons.
        """
        catalogue = catalogue or catalogues.default()
        file = read_file(path, catalogue)
        if file.reason is not None:
            raise file.reason
        if file.content is not None and file.content.queries is not None:
            raise Refused(
                "F-QUERIES",
                N_("“{file}” is a query workbook; its questions are answered in a spreadsheet"
                   " program."),
                N_("Open it in Excel or LibreOffice, answer in the white cells and send it back."),
                file=path.name,
            )  # fmt: skip
        return cls(path, read_answers(file.data, catalogue))

    @property
    def identity(self) -> Identity:
        """Which workbook this is: entity, round, issue, language."""
        return self._book.content.identity

    @property
    def facts(self) -> SurveyFacts:
        """What the front page says."""
        return self._book.facts

    @property
    def sheets(self) -> tuple[str, ...]:
        """The data sheets that the workbook has, in the order of the catalogue."""
        return tuple(self._book.tables)

    @property
    def filled_by(self) -> str:
        """Who filled in the workbook."""
        return self._state.filled_by

    @property
    def is_changed(self) -> bool:
        """Whether there is anything that has not been saved."""
        return self._last_edits() is not self._saved

    @property
    def undo_step(self) -> Step | None:
        """What `undo` would take back."""
        return self._state.done[-1].step if self._state.done else None

    @property
    def redo_step(self) -> Step | None:
        """What `redo` would make again."""
        return self._state.undone[-1].step if self._state.undone else None

    def sheet(self, name: str) -> SurveySheet:
        """Return one sheet as it stands now. Raises `KeyError` for one that is not there."""
        table = self._book.tables[name]
        rows = tuple(each.row for each in self._state.rows[name].values())
        return SurveySheet(
            name=name, tab=table.tab, fields=frozenset(table.columns), rows=rows,
            declaration=self._state.declared[name],
            spare=len(spare_rows(self._book, self._state, name)),
            absent=tuple(uid for uid in self._issued(name) if uid not in self._state.rows[name]),
        )  # fmt: skip

    def row(self, sheet: str, uid: str) -> SurveyRow:
        """Return one row as it stands now. Raises `KeyError` for one that is not there."""
        return self._state.rows[sheet][uid].row

    # Editing

    @contextmanager
    def step(self, label: str, **params: object) -> Iterator[None]:
        """Make one step, named *label*, of everything that is changed inside."""
        first = len(self._state.done)
        try:
            yield
        finally:
            self._state.join(first, Step(label=label, params=params))

    def change(
        self, sheet: str, uid: str, field: str, value: Value = None, state: ValueState | None = None
    ) -> SurveyRow:
        """Answer one field with a value, with the *state* that says why there is none, or clear it.

        The row that is returned shows what the reader makes of it: a value that its field does not
        allow is kept in `unread`, with a finding. Raises `UserError` where the workbook has no cell
        for the answer or the cell cannot hold it.
        """
        asked = self._field(sheet, field)
        name = ""
        if isinstance(asked.type, Reference) and isinstance(value, str) and is_uid(value):
            name = self._name(asked.type.to, value)
        written = self._book.cells.of_value(sheet, asked, value, state, name)
        return self._write(sheet, uid, {field: written}, self._change_step(asked))

    def enter(self, sheet: str, uid: str, field: str, text: str) -> SurveyRow:
        """Answer one field with what somebody typed or pasted, in the workbook's language."""
        asked = self._field(sheet, field)
        if isinstance(asked.type, Reference):
            found = resolved_reference(self._book, self._state, sheet, asked, clean(text))
            if found is not None:
                return self.change(sheet, uid, field, found)
        written = self._book.cells.of_text(sheet, asked, text)
        return self._write(sheet, uid, {field: written}, self._change_step(asked))

    def add(self, sheet: str, answers: Answers | None = None) -> str:
        """Add a row and return its uid, the one that merging will give the record.

        It takes the next empty row of the table, or one below it as long as the drop-down lists
        work there. A row without answers is not saved. Raises `UserError` where there is no room.
        """
        number, uid = free_row(self._book, self._state, sheet)
        with self.step(N_("Add a row to “{sheet}”"), sheet=self._label(sheet)):
            self._put_row(sheet, number, uid)
            for name, answer in (answers or {}).items():
                self._answer(sheet, uid, name, answer)
        return uid

    def restore(self, sheet: str, uid: str) -> SurveyRow:
        """Give a record that was issued, and whose row was deleted, a row again, as it was issued.

        Raises `UserError` where there is no room, `KeyError` for a record that is not absent.
        """
        issued = self._issued(sheet)[uid]
        if uid in self._state.rows[sheet]:
            raise KeyError(uid)
        title = self._catalogue[sheet].title_of(issued.values) or uid
        fields = self._book.tables[sheet].columns
        with self.step(N_("Restore “{title}”"), title=title):
            self._put_row(sheet, free_row(self._book, self._state, sheet)[0], uid, issued)
            for name, value in issued.values.items():
                if name in fields:
                    self.change(sheet, uid, name, value, issued.states.get(name))
            for name, state in issued.states.items():
                if name in fields and self.row(sheet, uid).states.get(name) != state:
                    self.change(sheet, uid, name, state=state)
        return self.row(sheet, uid)

    def retire(self, sheet: str, uid: str, on: date) -> SurveyRow:
        """Say that a record exists no longer, instead of deleting its row."""
        with self.step(N_("Retire “{title}”"), title=self.title(sheet, uid)):
            return self.change(sheet, uid, RETIRED_ON, on)

    def remove(self, sheet: str, uid: str) -> None:
        """Take away a row that was not issued. Raises `UserError` for one that was: retire it."""
        before = self._state.rows[sheet][uid]
        if before.row.issued is not None or before.row.written in self._issued(sheet):
            raise UserError(
                "E-ROW-ISSUED",
                N_("“{title}” was issued with the workbook and cannot be removed."),
                N_("Fill in “Retired on” if it exists no longer."),
                title=self.title(sheet, uid),
            )
        label = Step(label=N_("Remove “{title}”"), params={"title": self.title(sheet, uid)})
        self._state.take(Edits(step=label, rows={(sheet, uid): (before, None)}))

    def confirm_unchanged(self, sheet: str, yes: bool = True) -> None:
        """Declare that every row of a sheet is still right as it stands, or take that back."""
        label = N_("Confirm “{sheet}” unchanged") if yes else N_("“{sheet}” is not confirmed")
        self._declare(sheet, replace(self._state.declared[sheet], unchanged=yes), label)

    def nothing_to_report(self, sheet: str, yes: bool = True) -> None:
        """Declare that the entity has nothing of the kind, or take that back."""
        label = N_("Nothing to report in “{sheet}”") if yes else N_("“{sheet}” is to be reported")
        self._declare(sheet, replace(self._state.declared[sheet], nothing=yes), label)

    def fill_in_by(self, name: str) -> None:
        """Say who fills in the workbook."""
        new = " ".join(clean(name).split()).lstrip("#")
        if new != self._state.filled_by:
            step = Step(label=N_("Change who filled it in"))
            self._state.take(Edits(step=step, filled_by=(self._state.filled_by, new)))

    def undo(self) -> Step | None:
        """Take back the last step and return its name."""
        edits = self._state.undo()
        return edits.step if edits else None

    def redo(self) -> Step | None:
        """Make the step again that was taken back last, and return its name."""
        edits = self._state.redo()
        return edits.step if edits else None

    # Judging

    def findings(self) -> tuple[Finding, ...]:
        """Return what headquarters would say of the workbook as it stands, with its cells."""
        return self._check().findings

    def progress(self) -> tuple[SheetProgress, ...]:
        """Return how far each sheet is."""
        return self._check().progress

    def counts(self) -> Counts:
        """Return what merging the workbook as it stands would count."""
        return self._check().counts

    def content(self) -> Return:
        """Return what reading the workbook would give if it were saved now."""
        return content_of(self._book, self._state)

    def title(self, sheet: str, uid: str) -> str:
        """Return the words by which a reader knows a row."""
        return self._catalogue[sheet].title_of(self.row(sheet, uid).values) or uid

    # Saving

    def opened_elsewhere(self) -> str | None:
        """Return who seems to have the file open in a spreadsheet program; None if nobody has."""
        return survey_saving.opened_by(self.path)

    def save(self, target: Path | None = None, *, force: bool = False) -> Path:
        """Write the workbook back, or to another *target*; return where it is.

        Only cells that were changed are replaced. The result is read back before it takes the
        place of the file. Raises `UserError` where the file was changed by another program since
        it was opened or is open in one (unless *force*), is read-only or cannot be written; then
        it is as it was.
        """
        target = (target or self.path).resolve()
        survey_saving.refuse_read_only(target)
        if target == self.path.resolve() and not force:
            survey_saving.refuse_conflict(target, self._on_disk)
        data = self.packed()
        survey_saving.write(target, data)
        self.path = target
        self._on_disk = survey_saving.digest(data)
        self._saved = self._last_edits()
        return target

    def packed(self) -> bytes:
        """Return the file as `save` would write it, proven to say what the forms show.

        Raises `UserError` where that cannot be done.
        """
        data = write_answers(self._book, answers_of(self._book, self._state))
        if data != self._book.data:
            self._prove(data)
        return data

    def _prove(self, data: bytes) -> None:
        wrong = list(differences(self.content(), read_return(data, self._catalogue)))
        if wrong:
            raise UserError(
                "E-SAVE-DIFFERS",
                N_("The workbook could not be saved safely: {place} would not be read back."),
                N_("Nothing was written. Save it in a spreadsheet program first, then try again."),
                place=", ".join(wrong[:3]),
            )

    # Inside

    def _answer(self, sheet: str, uid: str, field: str, answer: Value | ValueState) -> None:
        if isinstance(answer, ValueState):
            self.change(sheet, uid, field, state=answer)
        else:
            self.change(sheet, uid, field, answer)

    def _write(self, sheet: str, uid: str, written: Mapping[str, Written], step: Step) -> SurveyRow:
        table, before = self._book.tables[sheet], self._state.rows[sheet][uid]
        mine = pinned(before)
        after = edited(
            mine, table, self.identity.language,
            self._issued(sheet).get(mine.row.written or ""), written,
        )  # fmt: skip
        if after.row != mine.row:
            rows = {(sheet, each.row.uid): (each, pinned(each)) for each in self._copies(sheet)}
            self._state.take(Edits(step=step, rows={**rows, (sheet, uid): (before, after)}))
        return self.row(sheet, uid)

    def _copies(self, sheet: str) -> list[EditedRow]:
        """Return the rows that were copied with their uid, and could be taken for the original."""
        rows = self._state.rows[sheet]
        return [rows[uid] for uid in self._copied[sheet] if uid in rows]

    def _declare(self, sheet: str, declared: Declaration, label: str) -> None:
        before = self._state.declared[sheet]
        if declared != before:
            step = Step(label=label, params={"sheet": self._label(sheet)})
            self._state.take(Edits(step=step, declared={sheet: (before, declared)}))

    def _field(self, sheet: str, name: str) -> Field:
        field = self._catalogue[sheet].fields[name]
        if name not in self._book.tables[sheet].columns:
            raise UserError(
                "E-NO-COLUMN",
                N_("The workbook has no column for “{field}”."),
                N_("Use the workbook as it was issued."),
                field=field.label(self.identity.language),
            )
        return field

    def _put_row(self, sheet: str, number: int, uid: str, issued: Issued | None = None) -> None:
        cells = places(self._book.tables[sheet], number)
        row = SurveyRow(
            uid=uid, row=number, values={}, cells=cells, written=uid, issued=issued, added=True
        )
        edits = Edits(step=Step(label=""), rows={(sheet, uid): (None, EditedRow(row=row))})
        self._state.take(edits)

    def _last_edits(self) -> Edits | None:
        return self._state.done[-1] if self._state.done else None

    def _issued(self, sheet: str) -> Mapping[str, Issued]:
        return self._book.content.issued.get(sheet, {})

    def _name(self, sheet: str, uid: str) -> str:
        return record_name(self._book, self._state, sheet, uid)

    def _label(self, sheet: str) -> str:
        return self._catalogue[sheet].label(self.identity.language)

    def _change_step(self, field: Field) -> Step:
        label = field.label(self.identity.language)
        return Step(label=N_("Change “{field}”"), params={"field": label})

    def _check(self) -> Checked:
        if self._checked is None or self._checked[0] != self._state.revision:
            self._checked = self._state.revision, checked(self.content(), self._catalogue)
        return self._checked[1]
