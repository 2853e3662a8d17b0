"""The parts of a summary on capacity: personnel, systems, data centres and rooms."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from inventory_app.domain.chart_words import bars_said, said
from inventory_app.domain.charts import Bar
from inventory_app.domain.documents import (
    Block,
    Cell,
    ChartBlock,
    Column,
    Excerpt,
    Figures,
    KeyFigure,
    Table,
)
from inventory_app.domain.map_charts import Axes, Place, Tick
from inventory_app.domain.peer_charts import nice_ticks
from inventory_app.domain.plots import BarPlot, CapacityPlot
from inventory_app.domain.summaries import (
    CapabilitySummary,
    CountRow,
    DataCentres,
    Figure,
    SecretariatSummary,
    Systems,
    Workforce,
    WorkforceRow,
)
from inventory_app.services.documents.frame import Frame, Section, beside, number_column

FTE_PLACES = 1
MOST_ROOMS = 16  # the inventory annex has them all


def capacity_cards(
    frame: Frame, summary: CapabilitySummary | SecretariatSummary
) -> tuple[KeyFigure, ...]:
    """Return the figures on personnel, systems, rooms and cost that a reader sees first."""
    _, words = frame.translate, frame.words
    workforce, systems = summary.workforce, summary.systems
    personnel = untested = ""
    if workforce.fte_total.value is not None:
        personnel = _(
            "{dedicated} dedicated, {other} non-dedicated",
            dedicated=words.figure(workforce.fte_dedicated, 1),
            other=words.figure(workforce.fte_non_dedicated, 1),
        )
    if systems.total.value is not None:
        untested = _(
            "without a recovery test: {count}", count=words.figure(systems.without_recovery_test)
        )
    return (
        frame.key(_("ICT personnel (FTE)"), workforce.fte_total, 1, "W01", remark=personnel),
        frame.key(_("Systems and applications"), systems.total, remark=untested),
        frame.key(_("Data centres and server rooms"), summary.data_centres.total),
        frame.key(_("ICT cost, USD"), summary.costs.total, 0, "C02", part="numerator",
                  remark=summary.costs.period),
    )  # fmt: skip


def workforce_section(frame: Frame, workforce: Workforce) -> Section:
    """Return the section on personnel."""
    _ = frame.translate
    blocks: list[Block] = []
    if absence := frame.absence(workforce.standing):
        blocks.append(absence)
    else:
        blocks += frame.notes(
            _(
                "Full-time equivalents (FTE): months of service times the share of working time "
                "spent on ICT. Dedicated personnel have ICT as their main function. "
                "Vacant posts are not counted."
            ),
            frame.basis(workforce.basis),
        )
        blocks.append(_workforce_figures(frame, workforce))
        blocks += _workforce_parts(frame, workforce)
    return Section(title=_("ICT personnel"), anchor="workforce", blocks=tuple(blocks))


def _workforce_parts(frame: Frame, workforce: Workforce) -> list[Block]:
    """Return charts; where room is short only the first is one, the others are small tables."""
    _ = frame.translate
    functions, *others = (
        (_("By function"), workforce.by_function), (_("By grade"), workforce.by_grade),
        (_("By type of contract"), workforce.by_personnel_type),
    )  # fmt: skip
    charts = [functions] if frame.most_pages else [functions, *others]
    found: list[Block] = [_workforce_chart(frame, *each) for each in charts if each[1]]
    if frame.most_pages:
        tables = [_workforce_table(frame, *each) for each in others if each[1]]
        found += beside(tables) if len(tables) > 1 else tables
    return found


def _workforce_table(frame: Frame, title: str, rows: Sequence[WorkforceRow]) -> Table:
    _ = frame.translate
    columns = (
        Column(title=title, weight=40), number_column(_("FTE dedicated"), 20),
        number_column(_("FTE non-dedicated"), 22), number_column(_("Persons"), 18),
    )  # fmt: skip
    return Table(
        columns=columns, small=True,
        rows=tuple(
            (
                Cell(text=row.label), frame.cell(row.fte_dedicated, FTE_PLACES),
                frame.cell(row.fte_non_dedicated, FTE_PLACES), frame.cell(row.persons),
            )
            for row in rows
        ),
    )  # fmt: skip


def _workforce_figures(frame: Frame, workforce: Workforce) -> Figures:
    _ = frame.translate
    return Figures(
        figures=(
            frame.key(_("FTE in total"), workforce.fte_total, FTE_PLACES, "W01"),
            frame.key(_("FTE dedicated"), workforce.fte_dedicated, FTE_PLACES, "W01",
                      part="dedicated"),
            frame.key(_("FTE non-dedicated"), workforce.fte_non_dedicated, FTE_PLACES, "W01",
                      part="non_dedicated"),
            frame.key(_("Persons"), workforce.headcount, 0, "W01", part="headcount"),
            frame.key(_("Vacant posts"), workforce.vacant_posts),
            frame.key(_("Cost of ICT work, USD"), workforce.ict_cost, 0, "staff.ict_cost"),
        )
    )  # fmt: skip


def _workforce_chart(frame: Frame, caption: str, rows: Sequence[WorkforceRow]) -> ChartBlock:
    _, words = frame.translate, frame.words
    bars = tuple(
        Bar(
            label=row.label,
            parts=(row.fte_dedicated.value, row.fte_non_dedicated.value),
            texts=(
                words.figure(row.fte_dedicated, FTE_PLACES),
                words.figure(row.fte_non_dedicated, FTE_PLACES),
                words.figure(row.persons),
            ),
        )
        for row in rows
    )
    titles = (_("FTE dedicated"), _("non-dedicated"), _("persons"))
    return ChartBlock(
        caption=caption,
        plot=BarPlot(
            rows=bars, label_width=170, text_widths=(58, 62, 48), titles=titles,
            legend=(_("Dedicated"), _("Non-dedicated")), patterns=("solid", "hatched"),
        ),
        words=_("{name}: {text}", name=caption, text=bars_said(_, bars, titles)),
    )  # fmt: skip


def in_words(frame: Frame, caption: str, values: Sequence[tuple[str, str]]) -> str:
    """Say in a sentence what a chart shows."""
    return said(frame.translate, caption, values)


def systems_section(frame: Frame, systems: Systems) -> Section:
    """Return the section on systems and applications."""
    _ = frame.translate
    title = _("Systems and applications")
    if absence := frame.absence(systems.standing):
        return Section(title=title, anchor="systems", blocks=(absence,))
    blocks: list[Block] = [
        *frame.notes(
            _(
                "Systems and applications that the entity owns or runs. Retired systems are "
                "counted by status only. The recovery time is the objective, not a test result."
            ),
            frame.basis(systems.basis),
            _joined(frame, systems.reported, systems.total),
        ),
        Figures(
            figures=(
                frame.key(_("Systems in total"), systems.total),
                frame.key(_("Must have a recovery test"), systems.recovery_test_due, 0, "R02"),
                frame.key(_("Of these without a recovery test"), systems.without_recovery_test, 0,
                          "R02", part="tested"),
            )
        ),
    ]  # fmt: skip
    charts = [
        _counts(frame, caption, rows)
        for caption, rows in (
            (_("By status"), systems.by_status), (_("By scope"), systems.by_scope),
            (_("By type of hosting"), systems.by_hosting),
            (_("By criticality"), systems.by_criticality),
        )
        if rows
    ]  # fmt: skip
    pairs = beside(charts)
    if frame.most_pages and pairs:
        blocks.append(Excerpt(of=pairs.pop(0)))
    blocks += pairs
    if systems.most_used:
        rows = [
            (
                Cell(text=row.name), Cell(text=row.function_label), Cell(text=row.hosting_label),
                Cell(text=row.criticality_label), frame.cell(row.users), frame.cell(row.rto_hours),
            )
            for row in systems.most_used
        ]  # fmt: skip
        columns = (
            Column(title=_("Systems with most users"), weight=32),
            Column(title=_("Function"), weight=20), Column(title=_("Hosting"), weight=16),
            Column(title=_("Criticality"), weight=14), number_column(_("Users"), 10),
            number_column(_("Recovery time, hours"), 12),
        )  # fmt: skip
        table = Table(columns=columns, rows=tuple(rows), small=True)
        blocks.append(Excerpt(of=table, fewest=3) if frame.most_pages else table)
    return Section(title=title, anchor="systems", blocks=tuple(blocks))


def _counts(frame: Frame, caption: str, rows: Sequence[CountRow]) -> ChartBlock:
    words = frame.words
    texts = [(row.label, words.number(row.count)) for row in rows]
    plot = BarPlot(
        rows=tuple(
            Bar(label=row.label, parts=(Decimal(row.count),), texts=(words.number(row.count),))
            for row in rows
        ),
        label_width=130 if frame.most_pages else 118, text_widths=(30,),
    )  # fmt: skip
    return ChartBlock(caption=caption, plot=plot, words=in_words(frame, caption, texts))


def _joined(frame: Frame, reported: Figure | None, total: Figure) -> str:
    """Say how many were reported, where those that are the same count once."""
    if reported is None:
        return ""
    return frame.translate(
        "{reported} reported, {joined} after joining those that are the same",
        reported=frame.words.figure(reported),
        joined=frame.words.figure(total),
    )


def data_centres_section(
    frame: Frame, centres: DataCentres, loads: Sequence[tuple[str, Decimal, Decimal]] = ()
) -> Section:
    """Return the section on rooms; *loads* are names with load and capacity of their ICT in kW."""
    _ = frame.translate
    title = _("Data centres and server rooms")
    if absence := frame.absence(centres.standing):
        return Section(title=title, anchor="data-centres", blocks=(absence,))
    blocks: list[Block] = [
        *frame.notes(
            _(
                "Area in square metres. Servers are physical machines; virtual systems are guest "
                "operating systems. PUE is the energy of the room divided by that of its ICT."
            ),
            frame.basis(centres.basis),
            _joined(frame, centres.reported, centres.total),
        ),
        _rooms(frame, centres),
        *_capacity(frame, loads),
    ]
    return Section(title=title, anchor="data-centres", blocks=tuple(blocks))


def _rooms(frame: Frame, centres: DataCentres) -> Table | Excerpt:
    _ = frame.translate
    columns = (
        Column(title=_("Name"), weight=24), Column(title=_("City"), weight=12),
        Column(title=_("Role"), weight=16), Column(title=_("Class"), weight=13),
        number_column(_("Area, m²"), 8), number_column(_("Racks"), 8),
        number_column(_("Servers"), 9), number_column(_("Virtual systems"), 10),
        number_column(_("PUE"), 7), Column(title=_("Closing stage"), weight=14),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(text=row.name), Cell(text=row.city), Cell(text=row.role_label),
            Cell(text=row.class_label), frame.cell(row.area_m2), frame.cell(row.racks),
            frame.cell(row.servers), frame.cell(row.virtual_os), frame.cell(row.pue, 2),
            Cell(text=row.stage_label),
        )
        for row in (centres.rows if frame.most_pages else centres.rows[:MOST_ROOMS])
    )  # fmt: skip
    if frame.most_pages:
        notes = tuple(_left_out(frame, centres, count) for count in range(len(rows) + 1))
        return Excerpt(of=Table(columns=columns, rows=rows, small=True), fewest=5, notes=notes)
    left_out = _left_out(frame, centres, len(rows))
    return Table(columns=columns, rows=rows, small=True, footnotes=(left_out,) if left_out else ())


def _left_out(frame: Frame, centres: DataCentres, listed: int) -> str:
    """Say how many rooms a list leaves out; nothing if none."""
    _, words, total = frame.translate, frame.words, centres.total.value
    if total is not None and listed >= total:
        return ""
    return _(
        "Listed here: {listed}. In total: {total}.",
        listed=words.number(listed), total=words.figure(centres.total),
    )  # fmt: skip


def _capacity(frame: Frame, loads: Sequence[tuple[str, Decimal, Decimal]]) -> Sequence[ChartBlock]:
    """Return the map of loads and capacities; nothing where no room reported both."""
    if not loads:
        return ()
    _, words = frame.translate, frame.words
    zero = Decimal(0)
    marks = [words.number(number) for number in range(1, len(loads) + 1)]

    def ticks(most: Decimal) -> tuple[Tick, ...]:
        found = nice_ticks(zero, most)
        return tuple(Tick(value=each, text=words.number(each, _digits(found))) for each in found)

    axes = Axes(
        across=_("Capacity for ICT, kW"), up=_("Load of ICT, kW"), full=_("load = capacity"),
        ticks_across=ticks(max(capacity for _name, _load, capacity in loads)),
        ticks_up=ticks(max(load for _name, load, _capacity in loads)),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(text=mark), Cell(text=name), Cell(text=words.number(load, 1)),
            Cell(text=words.number(capacity, 1)),
            Cell(text=words.percent(load / capacity) if capacity else words.number(0)),
        )
        for mark, (name, load, capacity) in zip(marks, loads, strict=True)
    )  # fmt: skip
    columns = (
        number_column(_("No."), 5), Column(title=_("Name"), weight=50),
        number_column(_("Load of ICT, kW"), 15), number_column(_("Capacity for ICT, kW"), 15),
        number_column(_("Used"), 10),
    )  # fmt: skip
    places = tuple(
        Place(mark=mark, load=load, capacity=capacity)
        for mark, (_name, load, capacity) in zip(marks, loads, strict=True)
    )
    caption = _("Load and capacity of rooms")
    return (
        ChartBlock(
            caption=caption, plot=CapacityPlot(places=places, axes=axes),
            words=in_words(
                frame, caption, [(row[1].text, f"{row[2].text} / {row[3].text}") for row in rows]
            ),
            numbers=Table(columns=columns, rows=rows, small=True),
            notes=(_("Rooms that reported both load and capacity, those with the largest "
                     "capacity first. Each dot has the number of its row."),),
        ),
    )  # fmt: skip


def _digits(ticks: Sequence[Decimal]) -> int:
    return 0 if all(each == each.to_integral_value() for each in ticks) else 1
