"""How far the document can be trusted: the return, its completeness, the quality of its figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from inventory_app.domain.chart_words import said
from inventory_app.domain.charts import Part, stacked_bar
from inventory_app.domain.summaries import Coverage, ReturnStatus, Standing
from inventory_app.domain.values import ValueState
from inventory_app.formats.pdf.blocks import Block, Columns, Drawn, Space, Together
from inventory_app.formats.pdf.cards import Fact, Facts
from inventory_app.formats.pdf.paragraph import TextStyle
from inventory_app.formats.pdf.sections.frame import CONTENT_WIDTH, Frame
from inventory_app.formats.pdf.tables import Cell, Column, Table
from inventory_app.formats.pdf.wording import share_of

if TYPE_CHECKING:
    from inventory_app.domain.summaries import SheetCoverage

SHARES = (0.58, 0.42)
GAP = 24.0
ADVICE = TextStyle(size=8, ink="muted", after=3)
SIDE_BY_SIDE = 12  # sheets; more than that get a table of their own


def coverage_section(frame: Frame, number: int, coverage: Coverage) -> list[Block]:
    """Return the section on coverage and data quality."""
    _ = frame.words.translate
    content: list[Block] = []
    if coverage.status is not None:
        content.append(frame.paragraph(_status(frame, coverage)))
    if coverage.sheets:
        content += _details(frame, coverage)
    notes = [
        _("Completeness counts mandatory fields only. A blank is never counted as zero."),
    ]
    return frame.section(number, _("Coverage and data quality"), notes, content)


def _details(frame: Frame, coverage: Coverage) -> list[Block]:
    sheets = _sheets(frame, coverage)
    silent = coverage.status == ReturnStatus.NOT_ANSWERED
    beside = _what_now(frame) if silent else _quality(frame, coverage)
    findings = [] if silent and not coverage.open_conflicts else [_findings(frame, coverage)]
    if len(coverage.sheets) <= SIDE_BY_SIDE:
        return [Columns((tuple(sheets), tuple(beside)), SHARES, GAP), *findings]
    return [*sheets, Together(tuple(beside)), *findings]


def _what_now(frame: Frame) -> list[Block]:
    """Return what can be done about a workbook that has not come back."""
    _ = frame.words.translate
    texts = (
        _("Ask the focal point for the workbook. An answer after the deadline counts as late."),
        _(
            "The entity confirms or corrects what is listed under “What is missing”, or declares "
            "that there is nothing to report."
        ),
    )
    return [
        frame.small_heading(_("What to do")),
        *(frame.paragraph(text, ADVICE) for text in texts),
    ]


def _status(frame: Frame, coverage: Coverage) -> str:
    _ = frame.words.translate
    deadline = frame.words.date(frame.head.deadline)
    if coverage.status == ReturnStatus.NOT_ANSWERED:
        if not any(sheet.records for sheet in coverage.sheets):
            return _(
                "The entity has not answered (deadline: {deadline}). "
                "Nothing is known about it from earlier rounds.",
                deadline=deadline,
            )
        return _(
            "The entity has not answered (deadline: {deadline}). "
            "What is printed here was known before this round.",
            deadline=deadline,
        )
    received = (
        frame.words.date(coverage.received_on)
        if coverage.received_on
        else frame.words.missing(ValueState.NR)
    )
    messages = {
        ReturnStatus.LATE: _(
            "The entity answered after the deadline (received: {date}; deadline: {deadline}).",
            date=received,
            deadline=deadline,
        ),
        ReturnStatus.UNCHANGED: _(
            "The entity confirmed that nothing has changed since the round before "
            "(received: {date}; deadline: {deadline}).",
            date=received,
            deadline=deadline,
        ),
    }
    in_time = _(
        "The entity answered in time (received: {date}; deadline: {deadline}).",
        date=received,
        deadline=deadline,
    )
    return messages.get(coverage.status or ReturnStatus.ANSWERED, in_time)


def _sheets(frame: Frame, coverage: Coverage) -> list[Block]:
    _ = frame.words.translate
    answered = coverage.status != ReturnStatus.NOT_ANSWERED
    records = _("Records") if answered else _("Records known before this round")
    columns = (
        Column(title=_("Part of the inventory"), share=30),
        Column(title=records, share=18, numeric=True),
        Column(title=_("Fields filled in"), share=26, numeric=True),
        Column(title=_("Complete"), share=26, numeric=True),
    )
    rows = [_sheet_row(frame, sheet) for sheet in coverage.sheets]
    whole = coverage.completeness
    share = share_of(whole)
    rows.append(
        [
            Cell(text=_("All parts"), bold=True),
            Cell(
                text=frame.words.number(sum(sheet.records for sheet in coverage.sheets)), bold=True
            ),
            Cell(text=_of(frame, whole.filled, whole.due), bold=True),
            Cell(
                text=frame.words.completeness(whole, reported=answered),
                bold=True,
                filled=None if share is None else float(share),
            ),
        ]
    )
    return [Table(columns, rows, frame.words.language)]


def _sheet_row(frame: Frame, sheet: SheetCoverage) -> list[Cell]:
    _ = frame.words.translate
    completeness = sheet.completeness
    match sheet.standing:
        case Standing.NOTHING_TO_REPORT:
            records = Cell(text=_("nothing to report"), ink="muted")
        case Standing.NOT_REPORTED:
            records = Cell(text=_("not reported"), ink="muted")
        case Standing.NOT_ASKED:
            unasked = Cell(text=_("not asked in this round"), ink="muted")
            return [Cell(text=sheet.label, ink="muted"), unasked, Cell(text="–"), Cell(text="–")]  # noqa: RUF001 - a dash: nothing is due
        case Standing.REPORTED:
            records = Cell(text=frame.words.number(sheet.records))
    share = share_of(completeness)
    return [
        Cell(text=sheet.label),
        records,
        Cell(text=_of(frame, completeness.filled, completeness.due)),
        Cell(
            text=frame.words.completeness(
                completeness, reported=sheet.standing != Standing.NOT_REPORTED
            ),
            ink="muted" if share is None else "text",
            filled=None if share is None else float(share),
        ),
    ]


def _of(frame: Frame, part: int, whole: int) -> str:
    words = frame.words
    return words.translate("{part} of {whole}", part=words.number(part), whole=words.number(whole))


def _quality(frame: Frame, coverage: Coverage) -> list[Block]:
    _ = frame.words.translate
    quality = coverage.quality
    counts = (
        (_("Measured"), quality.measured),
        (_("From records"), quality.records),
        (_("Estimated"), quality.estimated),
        (_("Unknown"), quality.unknown),
    )
    parts = [
        Part(label=label, value=Decimal(count), text=frame.words.number(count))
        for label, count in counts
    ]
    width = (CONTENT_WIDTH - GAP) * SHARES[1] / sum(SHARES)
    chart = stacked_bar(parts, width=width, columns=1, right_to_left=frame.right_to_left)
    caption = _("Records by origin of their figures")
    words = said(_, caption, [(part.label, part.text) for part in parts])
    return [frame.small_heading(caption), Drawn(chart, words), Space(6)]


def _findings(frame: Frame, coverage: Coverage) -> Facts:
    _, words = frame.words.translate, frame.words
    findings = coverage.findings
    counts = (
        (_("findings that block"), findings.blocks),
        (_("findings that need a comment"), findings.comment),
        (_("notices"), findings.notice),
        (_("conflicts between versions, not yet decided"), coverage.open_conflicts),
    )
    facts = tuple(Fact(label=label, text=words.number(count)) for label, count in counts)
    return Facts(facts, words.language)
