"""How far the document can be trusted: the return, its completeness, the quality of its figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from inventory_app.domain.charts import Part, stacked_bar
from inventory_app.domain.summaries import Coverage, ReturnStatus, Standing
from inventory_app.formats.pdf.blocks import Block, Columns, Drawn, Space
from inventory_app.formats.pdf.sections.frame import CONTENT_WIDTH, Frame
from inventory_app.formats.pdf.tables import Cell, Column, Table
from inventory_app.formats.pdf.wording import STRENGTHS, share_of

if TYPE_CHECKING:
    from inventory_app.domain.summaries import SheetCoverage

SHARES = (0.58, 0.42)
GAP = 24.0
SIDE_BY_SIDE = 12  # sheets; more than that get a table of their own


def coverage_section(frame: Frame, number: int, coverage: Coverage) -> list[Block]:
    """Return the section on coverage and data quality."""
    _ = frame.words.translate
    opening: list[Block] = []
    if coverage.status is not None:
        opening.append(frame.paragraph(_status(frame, coverage)))
    sheets = _sheets(frame, coverage)
    right = _quality(frame, coverage) + _findings(frame, coverage)
    if len(coverage.sheets) <= SIDE_BY_SIDE:
        body: list[Block] = [Columns((tuple(sheets), tuple(right)), SHARES, GAP)]
    else:
        body = [*sheets, *right]
    notes = [
        _("Completeness counts mandatory fields only. A blank is never counted as zero."),
    ]
    content = [*opening, *body]
    return frame.section(number, _("Coverage and data quality"), notes, content)


def _status(frame: Frame, coverage: Coverage) -> str:
    _ = frame.words.translate
    deadline = _.date(frame.head.deadline)
    if coverage.status == ReturnStatus.NOT_ANSWERED:
        return _(
            "The entity has not answered; the deadline was {deadline}. "
            "What is printed here was known before this round.",
            deadline=deadline,
        )
    if coverage.received_on is None:
        return {
            ReturnStatus.ANSWERED: _("The entity has answered."),
            ReturnStatus.LATE: _("The entity answered after the deadline."),
        }.get(coverage.status or ReturnStatus.UNCHANGED, _("The entity confirmed that nothing has changed."))
    received = _.date(coverage.received_on)
    if coverage.status == ReturnStatus.LATE:
        return _(
            "The entity answered on {date}, after the deadline of {deadline}.",
            date=received,
            deadline=deadline,
        )
    if coverage.status == ReturnStatus.UNCHANGED:
        return _(
            "The entity confirmed on {date} that nothing has changed since the round before.",
            date=received,
        )
    return _(
        "The entity answered on {date}, within the deadline of {deadline}.",
        date=received,
        deadline=deadline,
    )


def _sheets(frame: Frame, coverage: Coverage) -> list[Block]:
    _ = frame.words.translate
    columns = (
        Column(title=_("Part of the inventory"), share=34),
        Column(title=_("Records"), share=20, numeric=True),
        Column(title=_("Fields filled in"), share=20, numeric=True),
        Column(title=_("Complete"), share=26, numeric=True),
    )
    rows = [_sheet_row(frame, sheet) for sheet in coverage.sheets]
    whole = coverage.completeness
    rows.append(
        [
            Cell(text=_("All parts"), bold=True),
            Cell(text=frame.words.number(sum(sheet.records for sheet in coverage.sheets)), bold=True),
            Cell(text=_of(frame, whole.filled, whole.due), bold=True),
            Cell(
                text=frame.words.completeness(whole),
                bold=True,
                filled=float(share_of(whole) or 0),
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
        case Standing.REPORTED:
            records = Cell(text=frame.words.number(sheet.records))
    share = share_of(completeness)
    return [
        Cell(text=sheet.label),
        records,
        Cell(text=_of(frame, completeness.filled, completeness.due)),
        Cell(
            text=frame.words.completeness(completeness),
            ink="muted" if share is None else "text",
            filled=None if share is None else float(share),
        ),
    ]


def _of(frame: Frame, part: int, whole: int) -> str:
    words = frame.words
    return words.translate(
        "{part} of {whole}", part=words.number(part), whole=words.number(whole)
    )


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
    chart = stacked_bar(parts, width=width, right_to_left=frame.right_to_left)
    caption = _("Where the figures come from, number of records")
    return [frame.small_heading(caption), Drawn(chart), Space(6)]


def _findings(frame: Frame, coverage: Coverage) -> list[Block]:
    _ = frame.words.translate
    findings = coverage.findings
    counts = (
        (_(STRENGTHS["blocks"]), findings.blocks),
        (_(STRENGTHS["comment"]), findings.comment),
        (_(STRENGTHS["notice"]), findings.notice),
        (_("Conflicts between versions, not yet decided"), coverage.open_conflicts),
    )
    columns = (
        Column(title=_("Open findings"), share=75),
        Column(title=_("Number"), share=25, numeric=True),
    )
    rows = [
        [Cell(text=label), Cell(text=frame.words.number(count), bold=count > 0)]
        for label, count in counts
    ]
    return [Table(columns, rows, frame.words.language)]
