"""Findings: what a rule has to say about a value, in words chosen in the reader's language."""
# ruff: noqa: E501, RUF001 - sentences stay on one line, with typographic quotes

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from inventory_app.texts import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from inventory_app.texts import Translator


class Strength(StrEnum):
    """How much a finding matters; there are these three and no more."""

    BLOCKS = "blocks"
    COMMENT = "comment"
    NOTICE = "notice"


@dataclass(frozen=True, kw_only=True)
class FindingKind:
    """A kind of finding: how strong it is, what it says and how to mend it."""

    code: str
    strength: Strength
    text: str
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding: where, what was found, what was expected."""

    code: str
    sheet: str = ""
    uid: str = ""
    field: str = ""
    tab: str = ""
    cell: str = ""
    found: str = ""
    expected: str = ""
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)

    @property
    def kind(self) -> FindingKind:
        """The kind of this finding."""
        return KINDS[self.code]

    @property
    def strength(self) -> Strength:
        """How much it matters."""
        return KINDS[self.code].strength

    def text(self, _: Translator) -> str:
        """Return the sentence for a reader; `{field}` is to be given as a label in `params`."""
        return _(self.kind.text, **self._words())

    def fix(self, _: Translator) -> str:
        """Return what to do about it."""
        return _(self.kind.fix, **self._words())

    def _words(self) -> dict[str, object]:
        base = {"field": self.field, "found": self.found, "expected": self.expected}
        return base | dict(self.params)


KINDS: dict[str, FindingKind] = {}


def _kind(strength: Strength, code: str, text: str, fix: str) -> None:
    KINDS[code] = FindingKind(code=code, strength=strength, text=text, fix=fix)


_B, _C, _N = Strength.BLOCKS, Strength.COMMENT, Strength.NOTICE

# What only shows beside comparable entities.
_kind(_C, "P-OUTLIER", N_("{indicator} is {found}, far from comparable entities, of which the middle one has {expected}. “{field}” is the largest answer behind it."),
      N_("Confirm the answer, or correct it."))  # fmt: skip
_kind(_C, "P-DIVISOR", N_("{indicator} cannot be computed: its divisor is reported as zero. “{field}” is the largest answer behind it."),
      N_("Confirm the answer, or correct it."))  # fmt: skip

# Values that could not be understood: kept as the text they were, never dropped, never guessed.
_kind(_B, "V-ERROR-CELL", N_("“{field}” holds an error of the spreadsheet: {found}."),
      N_("Type the value itself instead of a formula."))  # fmt: skip
_kind(_B, "V-NUMBER", N_("“{field}” should be a number, but holds “{found}”."),
      N_("Type digits only, for example 1250.50."))  # fmt: skip
_kind(_B, "V-NUMBER-AMBIGUOUS", N_("“{found}” in “{field}” can mean two numbers."),
      N_("Type the number without thousands marks."))  # fmt: skip
_kind(_B, "V-SHARE-AMBIGUOUS", N_("“{found}” in “{field}” can be a percentage, or a part of one whole."),
      N_("Type it with a percent sign, for example 50%."))  # fmt: skip
_kind(_B, "V-NUMBER-SIZE", N_("“{found}” in “{field}” is too large a number."),
      N_("Check the number of digits."))  # fmt: skip
_kind(_B, "V-WHOLE", N_("“{field}” should be a whole number, but holds “{found}”."),
      N_("Round it to a whole number."))  # fmt: skip
_kind(_B, "V-DATE", N_("“{field}” should be a date, but holds “{found}”."),
      N_("Type the date as year-month-day, for example 2026-06-30."))  # fmt: skip
_kind(_B, "V-DATE-AMBIGUOUS", N_("“{found}” in “{field}” can mean two dates."),
      N_("Type the date as year-month-day, for example 2026-06-30."))  # fmt: skip
_kind(_B, "V-DATE-RANGE", N_("“{field}” holds a date that cannot be right: {found}."),
      N_("Check the year."))  # fmt: skip
_kind(_B, "V-YES-NO", N_("“{field}” should be yes or no, but holds “{found}”."),
      N_("Choose from the list in the cell."))  # fmt: skip
_kind(_B, "V-CODE", N_("“{found}” is not in the list for “{field}”."),
      N_("Choose from the list in the cell: {expected}."))  # fmt: skip
_kind(_B, "V-BELOW", N_("“{field}” is {found}; it cannot be below {expected}."),
      N_("Correct the number."))  # fmt: skip
_kind(_B, "V-ABOVE", N_("“{field}” is {found}; it cannot be above {expected}."),
      N_("Correct the number."))  # fmt: skip
_kind(_B, "V-TOO-LONG", N_("The text in “{field}” is longer than {expected} characters."),
      N_("Shorten it, or put the rest under remarks."))  # fmt: skip
# Repairs: understood, and said so.
_kind(_N, "P-NUMBER-TEXT", N_("“{field}” was typed as text: “{found}” was read as {expected}."),
      N_("Nothing to do if this is right."))  # fmt: skip
_kind(_N, "P-DATE-TEXT", N_("“{field}” was typed as text: “{found}” was read as {expected}."),
      N_("Nothing to do if this is right."))  # fmt: skip
_kind(_N, "P-DATE-SERIAL", N_("“{field}” had lost its date format: “{found}” was read as {expected}."),
      N_("Nothing to do if this is right."))  # fmt: skip
_kind(_C, "P-DATE-CALENDAR", N_("“{field}” is {found}; what was issued is {expected}, exactly four years and a day away, as the two calendars of spreadsheets are."),
      N_("Check the year."))  # fmt: skip
_kind(_C, "P-TEXT-DATE", N_("A spreadsheet program made a date of “{field}”; it was read as {found}."),
      N_("Type the text again with an apostrophe before it if it is no date."))  # fmt: skip
_kind(_C, "P-DIGITS", N_("“{field}” holds a number with more digits than a spreadsheet keeps; {found} may be wrong at its end."),
      N_("Type it again with an apostrophe before it."))  # fmt: skip
_kind(_N, "P-ROUNDED", N_("“{field}”: {found} was rounded to {expected}."),
      N_("Nothing to do if this is right."))  # fmt: skip
_kind(_N, "P-WORD", N_("“{field}”: “{found}” was read as “{expected}”."),
      N_("Nothing to do if this is right."))  # fmt: skip
_kind(_N, "P-AS-ISSUED", N_("“{field}” lost its format: “{found}” was read as {expected}, as it was issued."),
      N_("Nothing to do if this is right."))  # fmt: skip
# The shape of a return.
_kind(_N, "L-ROW-ADDED", N_("A row without a record code was taken as a new record."),
      N_("Nothing to do if this is right."))  # fmt: skip
_kind(_C, "L-ROW-COPIED", N_("The record code {found} stands in two rows; the copy was taken as a new record."),
      N_("Nothing to do if a row was copied to add a record; otherwise delete the copy."))  # fmt: skip
_kind(_N, "L-ROW-REPEATED", N_("The same row stands here twice; it was taken in once."),
      N_("Nothing to do."))  # fmt: skip
_kind(_B, "L-ROW-UNCLEAR", N_("The record code {found} stands in two different rows, and neither is the original."),
      N_("Say which row belongs to the record and add the other one at the end of the sheet."))  # fmt: skip
_kind(_N, "L-ROW-RECOGNISED", N_("The row of “{found}” has lost its record code; it was recognised by its name."),
      N_("Nothing to do if this is right."))  # fmt: skip
_kind(_C, "L-ROW-DISPLACED", N_("The record code beside “{found}” is that of “{expected}”: the rows were sorted without their codes. The row was recognised by its name."),
      N_("Nothing to do if this is right. Sort whole rows, with the hidden columns."))  # fmt: skip
_kind(_C, "L-ROW-FOREIGN", N_("The record code {found} belongs to another entity; the row was read as one without a code."),
      N_("Check that no rows of another entity were copied in."))  # fmt: skip
_kind(_C, "L-CODES-DIFFER", N_("Two record codes stand in one row, {found}; {expected} was taken."),
      N_("Check that the row belongs to this record."))  # fmt: skip
_kind(_N, "L-ROWS-MOVED", N_("The rows of the sheet stand in another order; each was recognised by its code."),
      N_("Nothing to do."))  # fmt: skip
_kind(_N, "L-ROWS-HIDDEN", N_("{found} hidden or filtered rows were read like all others."),
      N_("Nothing to do."))  # fmt: skip
_kind(_C, "L-ROW-ABSENT", N_("The record “{found}” was issued but is not in the return."),
      N_("Nothing was deleted. If it no longer exists, fill in “Retired on”."))  # fmt: skip
_kind(_C, "L-CLEARED", N_("“{field}” held “{expected}” and came back empty; the known value was kept."),
      N_("Type the new value, or “not applicable” or “unknown”."))  # fmt: skip
_kind(_C, "L-COLUMN-ABSENT", N_("The column “{field}” is missing from the return."),
      N_("Its answers were left as they are. Use the workbook as it was issued."))  # fmt: skip
_kind(_C, "L-COLUMN-TWICE", N_("The column “{field}” stands here twice; the first was read."),
      N_("Delete the copy of the column."))  # fmt: skip
_kind(_N, "L-COLUMNS-MOVED", N_("The columns of the sheet stand in another order; each was recognised by its key."),
      N_("Nothing to do."))  # fmt: skip
_kind(_N, "L-COLUMN-RECOGNISED", N_("The column “{field}” has lost its hidden key; it was recognised by its heading."),
      N_("Nothing to do if this is right."))  # fmt: skip
_kind(_C, "L-HEADING", N_("“{found}” stands where the heading of “{field}” was; the column was read as before."),
      N_("If it is an answer, move it into a row of the table."))  # fmt: skip
_kind(_C, "L-SHEET-ABSENT", N_("The sheet “{found}” is missing from the return."),
      N_("Its answers were left as they are. Use the workbook as it was issued."))  # fmt: skip
_kind(_N, "L-SHEET-UNASKED", N_("The sheet “{found}” was not asked in this round; its answers were kept."),
      N_("Nothing to do. They count in a round that asks for them."))  # fmt: skip
_kind(_C, "L-QUESTION-GONE", N_("“{field}” is no longer asked; its answer “{found}” was left behind."),
      N_("Put it under remarks if it still matters."))  # fmt: skip
_kind(_C, "L-SHEET-TWICE", N_("Two sheets claim to be “{found}”; “{expected}” was read."),
      N_("Delete the copy of the sheet."))  # fmt: skip
_kind(_C, "L-COPY", N_("“{found}” stands on a copy of the sheet, which was not read."),
      N_("If the copy is right, delete the other sheet and send the workbook again."))  # fmt: skip
_kind(_C, "L-SHEET-UNMARKED", N_("The sheet “{expected}” has lost its hidden marks; “{found}” was read in its place."),
      N_("Use the workbook as it was issued."))  # fmt: skip
_kind(_N, "L-SHEETS-MOVED", N_("The sheets stand in another order: {found}."),
      N_("Nothing to do."))  # fmt: skip
_kind(_N, "L-SHEET-HIDDEN", N_("The sheet “{found}” is hidden; it was read like all others."),
      N_("Nothing to do."))  # fmt: skip
_kind(_N, "L-SHEET-RENAMED", N_("The sheet “{expected}” came back as “{found}”; it was recognised."),
      N_("Nothing to do."))  # fmt: skip
_kind(_N, "L-SHEET-EXTRA", N_("The sheet “{found}” was not issued; it was not read."),
      N_("It stays in the original file that is kept."))  # fmt: skip
_kind(_C, "L-MERGED", N_("Cells {found} are merged; only the first was read."),
      N_("Unmerge the cells and fill in each row."))  # fmt: skip
_kind(_C, "L-STRAY", N_("“{found}” stands outside the table and was not read."),
      N_("Move it into the table or under remarks."))  # fmt: skip
_kind(_C, "L-TOTALS", N_("“{found}” stands in a row of totals, which was not read as a record."),
      N_("Nothing to do if it is a sum of the other rows; otherwise fill in the rest of the row."))  # fmt: skip
_kind(_C, "L-STRAY-MORE", N_("{found} more values of this sheet stand outside what was read."),
      N_("Look into the original file, and move them into the table or under remarks."))  # fmt: skip
_kind(_N, "L-FORMULA", N_("“{field}” holds a formula; its last result “{found}” was read."),
      N_("Type the value itself if the result may be out of date."))  # fmt: skip
_kind(_C, "L-IDENTITY", N_("The hidden marks of the workbook disagree: {found}."),
      N_("Use the workbook as it was issued, without copying sheets between files."))  # fmt: skip
_kind(_N, "L-IDENTITY-LOST", N_("A spreadsheet program dropped a hidden mark; the others agree."),
      N_("Nothing to do."))  # fmt: skip
_kind(_C, "L-ISSUED-LOST", N_("The hidden record of what was issued is missing or damaged."),
      N_("Use the workbook as it was issued."))  # fmt: skip
_kind(_C, "L-BIDI", N_("“{field}” contains invisible direction marks; they were kept."),
      N_("Type the text again if it looks wrong."))  # fmt: skip
_kind(_C, "L-NOTHING-BUT-ROWS", N_("“Nothing to report” is ticked, but the sheet has {found} rows."),
      N_("Remove the tick or the rows."))  # fmt: skip
_kind(_C, "L-UNCHANGED-BUT-CHANGED", N_("“Confirmed unchanged” is ticked, but {found} rows of the sheet were changed."),
      N_("Remove the tick if the changes are right."))  # fmt: skip
_kind(_C, "L-TICK", N_("“{found}” on the front page is neither yes nor no; it was not read."),
      N_("Choose from the list in the cell."))  # fmt: skip
_kind(_N, "L-OLDER", N_("This is workbook number {found}; a return of number {expected} came in before."),
      N_("Look at the conflicts: what came in first was not overwritten."))  # fmt: skip
_kind(_N, "L-FILE-NAME", N_("The file is called “{found}”, but holds the workbook “{expected}”."),
      N_("What it holds counts. Check that the right file was sent."))  # fmt: skip
_kind(_N, "L-REFERENCE", N_("“{field}” names “{found}”, which no record of this entity has."),
      N_("Use the record code from the first column, if the record is in this workbook."))  # fmt: skip
# What came through a regional hub, or from another store.
_kind(_N, "L-THROUGH-HUB", N_("It came through the hub “{found}”, where it was merged by {expected}."),
      N_("Nothing to do."))  # fmt: skip
_kind(_N, "L-HUB-CORRECTED", N_("The hub “{found}” has corrected these answers, the last time by {expected}."),
      N_("Nothing to do."))  # fmt: skip
_kind(_N, "L-HUB-CLEARED", N_("The hub has emptied “{field}”; “{found}” stays here."),
      N_("Empty it here, too, if that is right."))  # fmt: skip
_kind(_C, "L-HUB-GONE", N_("The hub has removed the record “{found}”; it stays here."),
      N_("Remove it here, too, if that is right."))  # fmt: skip
_kind(_C, "L-ELSEWHERE", N_("The workbook was issued from another store; whether its hidden marks are genuine cannot be checked."),
      N_("Compare it with what the entity says it has sent."))  # fmt: skip
# Query workbooks.
_kind(_B, "L-QUERY-ROW", N_("A line of the query workbook has lost its hidden code; its answer was not read."),
      N_("Type the answer into the query workbook as it was sent."))  # fmt: skip
_kind(_B, "L-QUERY-BOTH", N_("“{field}” is said to be right as it stands, but another answer stands beside it."),
      N_("Keep one of the two."))  # fmt: skip
_kind(_C, "L-QUERY-NOTHING", N_("“{field}” is said to be right as it stands, but nothing is known of it."),
      N_("Type the answer, “unknown” or “not applicable”."))  # fmt: skip
_kind(_C, "L-QUERY-GONE", N_("The record {found} is no longer in the inventory; the answer on “{field}” was not taken in."),
      N_("It stays in the original file that is kept."))  # fmt: skip
_kind(_C, "L-QUERY-OPEN", N_("The question on “{field}” has no answer yet."),
      N_("Type the answer, or say that it is right as it stands."))  # fmt: skip
# Rules on records.
_kind(_B, "R-MISSING", N_("“{field}” is not filled in."),
      N_("Fill it in, or choose “unknown” or “not applicable”."))  # fmt: skip
_kind(_B, "R-SHARES", N_("The shares of the funds add up to {found} %, not 100 %."),
      N_("Correct the shares so that they add up to 100."))  # fmt: skip
_kind(_B, "R-SHARE-ALONE", N_("A share is given without its fund, or a fund without its share."),
      N_("Fill in fund and share together."))  # fmt: skip
_kind(_B, "R-FUND-TWICE", N_("The fund “{found}” stands twice."),
      N_("Put its shares together."))  # fmt: skip
_kind(_B, "R-DEDICATED", N_("{found} % of time on ICT is below the {expected} % from which a post outside an ICT unit counts as dedicated."),
      N_("Choose “non-dedicated”, correct the share, or name the ICT unit."))  # fmt: skip
_kind(_C, "R-NON-DEDICATED", N_("{found} % of time on ICT reaches the {expected} % from which a post counts as dedicated."),
      N_("Choose “dedicated”, or explain under remarks."))  # fmt: skip
_kind(_C, "R-BELOW-THRESHOLD", N_("{found} % of time on ICT is below the {expected} % from which non-dedicated duties are listed."),
      N_("Remove the row’s share or explain under remarks."))  # fmt: skip
_kind(_B, "R-RTO-MTD", N_("The recovery time objective ({found} h) is longer than the tolerable outage ({expected} h)."),
      N_("Correct one of the two."))  # fmt: skip
_kind(_B, "R-PERIOD", N_("The end ({found}) lies before the start ({expected})."),
      N_("Correct the dates."))  # fmt: skip
_kind(_B, "R-PART", N_("“{field}” is {found}, more than the whole it is part of ({expected})."),
      N_("Correct one of the two."))  # fmt: skip
_kind(_B, "R-PUE", N_("The ratio of all energy to ICT energy is {found}; it cannot be below 1."),
      N_("Check the two energy figures."))  # fmt: skip
_kind(_C, "R-TOGETHER", N_("“{field}” is needed together with “{other}”."),
      N_("Fill in both."))  # fmt: skip
_kind(_C, "R-ORDER", N_("“{field}” is {found}, more than “{other}” ({expected})."),
      N_("Correct one of the two, or explain under remarks."))  # fmt: skip
_kind(_C, "R-TOTAL", N_("“{field}” is {found}, but its parts add up to {expected}."),
      N_("Correct the total or its parts."))  # fmt: skip
_kind(_C, "R-DOUBLE-KEY", N_("“{found}” is listed more than once."),
      N_("Keep one of the rows and mark the other as a duplicate."))  # fmt: skip
_kind(_C, "R-TOTAL-EXPENDITURE", N_("The lines of one period give different total expenditures ({found})."),
      N_("Give it on one line only."))  # fmt: skip
_kind(_N, "R-ZERO-USERS", N_("The system has a running cost but no active users."),
      N_("Check whether it can be retired."))  # fmt: skip
_kind(_C, "R-FTE-UNITS", N_("The staff sheet adds up to {found} FTE, the units sheet to {expected} FTE."),
      N_("Correct one of the two sheets."))  # fmt: skip
_kind(_N, "R-EMPTY-SHEET", N_("The sheet has no records and “nothing to report” is not ticked."),
      N_("Fill it in, or tick “nothing to report” on the front page."))  # fmt: skip
