"""The parts of a summary that say how far it can be trusted: answers, coverage, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

from inventory_app.domain.charts import Bar, Part
from inventory_app.domain.documents import (
    Block,
    Cell,
    ChartBlock,
    Column,
    Excerpt,
    Figures,
    Heading,
    Items,
    KeyFigure,
    Note,
    Paragraph,
    SideBySide,
    Table,
)
from inventory_app.domain.figure_words import STATUSES, STRENGTHS
from inventory_app.domain.plots import BarPlot, StackPlot
from inventory_app.domain.summaries import (
    Coverage,
    EntityRow,
    Gaps,
    ResponseRow,
    ReturnStatus,
    SheetCoverage,
    Standing,
)
from inventory_app.services.documents.capacity_parts import in_words
from inventory_app.services.documents.frame import Frame, Section, number_column

DASH = "–"  # noqa: RUF001 - nothing is due


def answers_section(frame: Frame, rows: Sequence[ResponseRow]) -> Section:
    """Return the section on answers by type of entity."""
    _, words = frame.translate, frame.words
    sums = [sum(column) for column in zip(*map(_response_counts, rows), strict=True)] or [0] * 4
    plot = BarPlot(
        rows=tuple(_response_bar(frame, row) for row in rows), label_width=160,
        text_widths=(46, 54, 40, 62),
        titles=(_("asked"), _("answered"), _("late"), _("outstanding")),
        legend=(_("in time"), _("late"), _("outstanding")),
        patterns=("solid", "hatched", "empty"),
    )  # fmt: skip
    total = _(
        "In all: {asked} asked, {answered} answered, {late} of them late, "
        "{outstanding} outstanding.",
        asked=words.number(sums[0]), answered=words.number(sums[1]), late=words.number(sums[2]),
        outstanding=words.number(sums[3]),
    )  # fmt: skip
    notes = frame.notes(
        _("Answered includes late answers and entities that confirmed that nothing has changed."),
        _("Deadline: {date}", date=words.date(frame.head.deadline)),
    )
    chart = ChartBlock(plot=plot, words=total)
    blocks: tuple[Block, ...] = (*notes, Paragraph(text=total), chart)
    return Section(title=_("Answers"), anchor="answers", blocks=blocks)


def _response_counts(row: ResponseRow) -> tuple[int, int, int, int]:
    return row.asked, row.answered, row.late, row.outstanding


def _response_bar(frame: Frame, row: ResponseRow) -> Bar:
    parts = (Decimal(row.answered - row.late), Decimal(row.late), Decimal(row.outstanding))
    texts = tuple(map(frame.words.number, _response_counts(row)))
    return Bar(label=row.label, parts=parts, texts=texts)


def silent_section(frame: Frame, rows: Sequence[EntityRow]) -> Section:
    """Return the section that names the entities that have not answered."""
    _ = frame.translate
    silent = [row for row in rows if row.status == ReturnStatus.NOT_ANSWERED]
    columns = (
        Column(title=_("Code"), weight=16),
        Column(title=_("Entity"), weight=54),
        Column(title=_("Type"), weight=30),
    )
    table = Table(
        columns=columns, empty=_("None: all have answered."), small=True,
        rows=tuple(
            (Cell(text=row.code), Cell(text=row.name), Cell(text=row.type_label)) for row in silent
        ),
    )  # fmt: skip
    told = _("Nothing about these entities is counted as zero; totals leave them out.")
    notes = frame.notes(told) if silent else ()
    title = _("Entities that have not answered")
    return Section(title=title, anchor="not-answered", blocks=(*notes, table))


def coverage_section(frame: Frame, coverage: Coverage) -> Section:
    """Return the section on coverage and data quality."""
    _ = frame.translate
    blocks: list[Block] = [
        *frame.notes(
            _("Completeness counts mandatory fields only. A blank is never counted as zero.")
        )
    ]
    if coverage.status is not None:
        blocks.append(Paragraph(text=_status(frame, coverage)))
    silent = coverage.status == ReturnStatus.NOT_ANSWERED
    if coverage.sheets:
        sheets = _sheets(frame, coverage)
        if frame.most_pages:
            beside = _what_now(frame) if silent else (_quality(frame, coverage),)
            blocks.append(SideBySide(stacks=((sheets,), beside), shares=(0.58, 0.42)))
        else:
            blocks += [sheets] if silent else [sheets, _quality(frame, coverage)]
        blocks += [] if silent and not coverage.open_conflicts else [_findings(frame, coverage)]
    return Section(title=_("Coverage and data quality"), anchor="coverage", blocks=tuple(blocks))


def _what_now(frame: Frame) -> tuple[Block, ...]:
    """Return what can be done about a workbook that has not come back."""
    _ = frame.translate
    return (
        Heading(text=_("What to do"), level=3),
        Note(
            text=_(
                "Ask the focal point for the workbook. An answer after the deadline counts as late."
            )
        ),
        Note(
            text=_(
                "The entity confirms or corrects what is listed under “What is missing”, or "
                "declares that there is nothing to report."
            )
        ),
    )


def _status(frame: Frame, coverage: Coverage) -> str:
    _, words = frame.translate, frame.words
    deadline = words.date(frame.head.deadline)
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
    received = words.date(coverage.received_on) if coverage.received_on else _("not reported")
    if coverage.status == ReturnStatus.LATE:
        return _(
            "The entity answered after the deadline (received: {date}; deadline: {deadline}).",
            date=received,
            deadline=deadline,
        )
    if coverage.status == ReturnStatus.UNCHANGED:
        return _(
            "The entity confirmed that nothing has changed since the round before "
            "(received: {date}; deadline: {deadline}).",
            date=received,
            deadline=deadline,
        )
    return _(
        "The entity answered in time (received: {date}; deadline: {deadline}).",
        date=received,
        deadline=deadline,
    )


def _sheets(frame: Frame, coverage: Coverage) -> Table:
    _, words = frame.translate, frame.words
    answered = coverage.status != ReturnStatus.NOT_ANSWERED
    columns = (
        Column(title=_("Part of the inventory"), weight=30),
        number_column(_("Records") if answered else _("Records known before this round"), 18),
        number_column(_("Fields filled in"), 26),
        number_column(_("Complete"), 26),
    )
    whole = coverage.completeness
    records = sum(sheet.records for sheet in coverage.sheets)
    total = (
        Cell(text=_("All parts")), Cell(text=words.number(records)),
        Cell(text=_of(frame, whole.filled, whole.due)), frame.filled(whole, reported=answered),
    )  # fmt: skip
    rows = tuple(_sheet_row(frame, sheet) for sheet in coverage.sheets)
    small = not frame.most_pages  # beside the table of a short document there is room
    return Table(columns=columns, rows=rows, total=total, small=small)


def _sheet_row(frame: Frame, sheet: SheetCoverage) -> tuple[Cell, ...]:
    _ = frame.translate
    match sheet.standing:
        case Standing.NOT_ASKED:
            unasked = Cell(text=_("not asked in this round"), faint=True)
            return (Cell(text=sheet.label, faint=True), unasked, Cell(text=DASH), Cell(text=DASH))
        case Standing.NOTHING_TO_REPORT:
            records = Cell(text=_("nothing to report"), faint=True)
        case Standing.NOT_REPORTED:
            records = Cell(text=_("not reported"), faint=True)
        case Standing.REPORTED:
            records = Cell(text=frame.words.number(sheet.records))
    completeness = sheet.completeness
    reported = sheet.standing != Standing.NOT_REPORTED
    return (
        Cell(text=sheet.label), records,
        Cell(text=_of(frame, completeness.filled, completeness.due)),
        frame.filled(completeness, reported=reported),
    )  # fmt: skip


def _of(frame: Frame, part: int, whole: int) -> str:
    words = frame.words
    return words.translate("{part} of {whole}", part=words.number(part), whole=words.number(whole))


def _quality(frame: Frame, coverage: Coverage) -> ChartBlock:
    _, words = frame.translate, frame.words
    quality = coverage.quality
    counts = (
        (_("Measured"), quality.measured),
        (_("From records"), quality.records),
        (_("Estimated"), quality.estimated),
        (_("Unknown"), quality.unknown),
    )
    parts = tuple(
        Part(label=label, value=Decimal(count), text=words.number(count)) for label, count in counts
    )
    caption = _("Records by origin of their figures")
    return ChartBlock(
        caption=caption,
        plot=StackPlot(parts=parts, columns=1 if frame.most_pages else 2, text_width=44),
        words=in_words(frame, caption, [(part.label, part.text) for part in parts]),
    )  # fmt: skip


def _findings(frame: Frame, coverage: Coverage) -> Figures:
    _, words = frame.translate, frame.words
    findings = coverage.findings
    counts = (
        (_("findings that block"), findings.blocks),
        (_("findings that need a comment"), findings.comment),
        (_("notices"), findings.notice),
        (_("conflicts between versions, not yet decided"), coverage.open_conflicts),
    )
    return Figures(
        figures=tuple(KeyFigure(label=label, text=words.number(count)) for label, count in counts)
    )


def entities_section(frame: Frame, rows: Sequence[EntityRow]) -> Section:
    """Return the table of all entities, under a line for each type."""
    _, words = frame.translate, frame.words
    columns = (
        Column(title=_("Code"), weight=13), Column(title=_("Entity"), weight=54),
        Column(title=_("Answer"), weight=11),
        number_column(_("Complete"), 9), number_column(_("FTE dedicated"), 9),
        number_column(_("FTE non-dedicated"), 9.5), number_column(_("Systems"), 8.5),
        number_column(_("Data centres"), 8.5), number_column(_("Cost, USD"), 14),
    )  # fmt: skip
    by_type: dict[str, list[EntityRow]] = {}
    for row in rows:
        by_type.setdefault(row.type_label, []).append(row)
    blank = (Cell(text=""),) * (len(columns) - 2)
    cells: list[tuple[Cell, ...]] = []
    for label, members in by_type.items():
        cells.append((Cell(text=""), Cell(text=label, strong=True), *blank))
        cells += [_entity(frame, row) for row in members]
    notes = frame.notes(_("As of {date}", date=words.date(frame.head.as_of)))
    table = Table(columns=columns, rows=tuple(cells), small=True)
    return Section(title=_("All entities"), anchor="entities", blocks=(*notes, table))


def _entity(frame: Frame, row: EntityRow) -> tuple[Cell, ...]:
    _, words = frame.translate, frame.words
    is_silent = row.status == ReturnStatus.NOT_ANSWERED
    return (
        Cell(text=row.code), Cell(text=row.name),
        Cell(text=_(STATUSES[row.status]), strong=is_silent),
        Cell(
            text=words.completeness(row.completeness, reported=not is_silent),
            faint=row.completeness.due <= 0,
        ),
        frame.cell(row.fte_dedicated, 1), frame.cell(row.fte_non_dedicated, 1),
        frame.cell(row.systems), frame.cell(row.data_centres), frame.cell(row.cost),
    )  # fmt: skip


def missing_section(frame: Frame, gaps: Gaps, coverage: Coverage) -> Section:
    """Return the section on what is missing; it never says “nothing” of an unanswered workbook."""
    _ = frame.translate
    title = _("What is missing")
    if not gaps.rows:
        text = Paragraph(text=_instead(frame, gaps, coverage))
        return Section(title=title, anchor="missing", blocks=(text,))
    titles = (
        _("Part of the inventory"), _("Record"), _("Field"), _("What to do"), _("Strength"),
    )  # fmt: skip
    weights = (16, 23, 17, 29, 15) if frame.most_pages else (15, 19, 19, 36, 11)
    columns = tuple(
        Column(title=title, weight=weight) for title, weight in zip(titles, weights, strict=True)
    )
    silent = coverage.status == ReturnStatus.NOT_ANSWERED
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Cell(text=row.sheet), Cell(text=row.record), Cell(text=row.field),
            Cell(text=row.action),
            Cell(
                text="" if silent else _(STRENGTHS.get(row.strength, row.strength)),
                strong=row.strength == "blocks",
            ),
        )
        for row in gaps.rows
    )  # fmt: skip
    filled = [place for place in range(len(columns)) if any(row[place].text for row in rows)]
    kept = filled or range(len(columns))
    columns = tuple(columns[place] for place in kept)
    rows = tuple(tuple(row[place] for place in kept) for row in rows)
    blocks: tuple[Block, ...]
    if frame.most_pages:
        notes = tuple(_shown(frame, gaps, count) for count in range(len(rows) + 1))
        blocks = (Excerpt(of=Table(columns=columns, rows=rows), fewest=3, notes=notes),)
    else:
        table = Table(columns=columns, rows=rows, small=True)
        blocks = (*frame.notes(_shown(frame, gaps, len(rows))), table)
    return Section(title=title, anchor="missing", blocks=blocks)


def _shown(frame: Frame, gaps: Gaps, shown: int) -> str:
    """Say how many of the missing values are listed."""
    _, words = frame.translate, frame.words
    total = words.number(max(gaps.total, len(gaps.rows)))
    if not shown:
        return _("Missing or doubtful values: {total}.", total=total)
    return _(
        "Shown: {shown} of {total}, the most serious first.",
        shown=words.number(shown), total=total,
    )  # fmt: skip


def _instead(frame: Frame, gaps: Gaps, coverage: Coverage) -> str:
    """Return what is said when there are no rows to show."""
    _ = frame.translate
    whole, findings = coverage.completeness, coverage.findings
    if gaps.total:
        return _("Missing or doubtful values: {total}.", total=frame.words.number(gaps.total))
    if coverage.status == ReturnStatus.NOT_ANSWERED:
        return _("Everything: the entity has not answered.")
    if 0 < whole.due <= whole.filled and not (findings.blocks or findings.comment):
        return _("Nothing: all mandatory fields are filled in and no finding asks for an answer.")
    return _("No list of single values has been made.")


def reading_section(frame: Frame, said: Sequence[str] = ()) -> Section:
    """Return the section that explains words and rules, without those *said* elsewhere."""
    _ = frame.translate
    texts = (
        _("≈ marks a figure that is estimated or rests on estimates."),
        _("“not reported”: the field is still blank; the value is not known and is not zero."),
        _("“not applicable”: the question does not arise, or nothing is there to divide by."),
        _("“fails a check”: the value contradicts another one and is not used."),
        _("“withheld”: the group is so small that the figure would show a single entity."),
        *(each for each in frame.head.parameters if each not in said),
    )
    title = _("How to read this document")
    told = _in_columns(texts) if frame.most_pages else Items(texts=texts)
    return Section(title=title, anchor="reading", blocks=(told,))


def _in_columns(texts: Sequence[str]) -> SideBySide:
    """Return sentences in small print, in two columns of about the same height."""
    lengths = list(accumulate(map(len, texts)))
    middle = min(range(len(texts)), key=lambda place: abs(2 * lengths[place] - lengths[-1])) + 1
    first, second = (tuple(map(_small, part)) for part in (texts[:middle], texts[middle:]))
    return SideBySide(stacks=(first, second))


def _small(text: str) -> Note:
    return Note(text=text, fine=True)
