"""The receipt for a focal point: what came in, what became of it, what is still open."""

from __future__ import annotations

from collections.abc import Sequence

from inventory_app.domain.documents import (
    Block,
    Cell,
    Column,
    Document,
    Figures,
    Items,
    KeyFigure,
    Paragraph,
    Table,
)
from inventory_app.domain.registers import KeptReport
from inventory_app.domain.summaries import CapabilitySummary, ReturnStatus
from inventory_app.services.documents.frame import Frame, Section, numbered
from inventory_app.services.documents.merge_report import COUNTS, STATUSES, file_cell
from inventory_app.services.documents.trust_parts import coverage_section, missing_section

NAME = "receipt"


def receipt_document(
    frame: Frame, summary: CapabilitySummary, reports: Sequence[KeptReport], queries: int
) -> Document:
    """Return the receipt for the returns of one entity, the newest first.

    *queries* are the questions to it that are not settled.
    """
    _ = frame.translate
    standing = [each for each in reports if each.stands]
    sections = [
        _returns(frame, standing),
        coverage_section(frame, summary.coverage),
        missing_section(frame, summary.gaps, summary.coverage),
        _next(frame, summary, queries),
    ]
    blocks = (*_opening(frame, summary, standing), *numbered(frame, sections))
    return frame.document(NAME, _("Receipt for a return"), blocks)


def _opening(
    frame: Frame, summary: CapabilitySummary, reports: Sequence[KeptReport]
) -> list[Block]:
    _, words = frame.translate, frame.words
    if not reports:
        text = _("No return of this entity has been taken in for round {round}.",
                 round=frame.head.round_code)  # fmt: skip
        return [Paragraph(text=text, strong=True)]
    newest = reports[0]
    date = words.date(newest.received_at.date())
    text = (
        _("Your return of {date} was received in time and has been taken in. Thank you.", date=date)
        if newest.on_time
        else _("Your return of {date} was received after the deadline and has been taken in. "
               "Thank you.", date=date)
    )  # fmt: skip
    coverage = summary.coverage
    figures = (
        KeyFigure(label=_("Complete"), text=words.completeness(coverage.completeness)),
        *(
            KeyFigure(label=_(COUNTS[name]), text=words.number(getattr(newest.counts, name)))
            for name in ("new", "changed", "unchanged", "rejected")
        ),
    )
    return [Paragraph(text=text, strong=True), Figures(figures=figures, cards=True)]


def _returns(frame: Frame, reports: Sequence[KeptReport]) -> Section:
    _, words = frame.translate, frame.words
    columns = (
        Column(title=_("File"), weight=26), Column(title=_("Received"), weight=18),
        Column(title=_("Result"), weight=18), Column(title=_("SHA-256 of the file"), weight=38),
    )  # fmt: skip
    rows = tuple(
        (
            file_cell(frame, each), Cell(text=words.date(each.received_at.date())),
            Cell(text=_(STATUSES.get(each.status, each.status))),
            Cell(text=" ".join(each.sha256[at : at + 8] for at in range(0, len(each.sha256), 8))),
        )
        for each in reports
    )  # fmt: skip
    table = Table(
        columns=columns, rows=rows, small=True, empty=_("No return has been taken in."),
        footnotes=(
            _("The file is kept as it came. The same file gives the same SHA-256 sum, a changed "
              "one another."),
        ),
    )  # fmt: skip
    return Section(title=_("What was received"), anchor="returns", blocks=(table,))


def _next(frame: Frame, summary: CapabilitySummary, queries: int) -> Section:
    _, coverage = frame.translate, summary.coverage
    texts = []
    if coverage.status is ReturnStatus.NOT_ANSWERED:
        texts.append(
            _("Please fill in the workbook and send it back by {date}.",
              date=frame.words.date(frame.head.deadline))
        )  # fmt: skip
    elif coverage.findings.blocks or coverage.findings.comment:
        texts.append(
            _("Please correct or explain what is listed under “What is missing”, and send the "
              "workbook back; it can be sent as often as you like.")
        )  # fmt: skip
    if coverage.open_conflicts:
        texts.append(
            _.plural(
                "{n} value differs from another version; headquarters decides which one holds.",
                "{n} values differ from other versions; headquarters decides which ones hold.",
                coverage.open_conflicts,
            )
        )
    if queries:
        texts.append(_.plural("{n} question to you is open.", "{n} questions to you are open.",
                              queries))  # fmt: skip
    told = texts or [_("Nothing more is needed from you in this round.")]
    return Section(title=_("What happens next"), anchor="next", blocks=(Items(texts=tuple(told)),))
