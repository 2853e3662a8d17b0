"""What is behind a figure: numerator, denominator, coverage, reasons, and the records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QWidget,
)

from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.widgets import (
    Card,
    button,
    empty,
    label,
)
from inventory_app.gui.targets import EntityTarget, ListTarget
from inventory_app.gui.wording import value_text

if TYPE_CHECKING:
    from inventory_app.domain.figures import Figure
    from inventory_app.domain.indicator_definitions import IndicatorDefinition
    from inventory_app.domain.peers import Comparison
    from inventory_app.gui.context import Context
    from inventory_app.services.assessed_round import Assessment


class FigureBehind(Card):
    """The figure of one entity taken apart, with buttons that open its records."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.words("Behind the figure"))
        self._context = context

    def show_figure(self, assessment: Assessment, indicator: str, code: str) -> None:
        """Take the figure of one entity apart."""
        from inventory_app.services import assessment_words as said  # noqa: PLC0415

        context, _ = self._context, self._context.words
        empty(self.body)
        definition = assessment.indicators[indicator]
        figure = assessment.figures[code, indicator]
        peers = assessment.comparisons[code, indicator]
        name = assessment.entities[code].name(context.language)
        self.title.setText(_("Behind the figure of {entity}", entity=name))
        facts = QGridLayout()
        facts.setHorizontalSpacing(24)
        facts.setVerticalSpacing(4)
        lines = self._facts(figure, peers, definition)
        for number, (name, text) in enumerate(lines):
            facts.addWidget(label(name, "label"), number, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(label(text, wrap=True), number, 1)
        facts.setColumnStretch(1, 1)
        self.body.addLayout(facts)
        for text in (
            said.reasons_text(figure, assessment.asked[code], _),
            said.comparison_text(definition, peers, _),
        ):
            if text:
                self.body.addWidget(label(text, "muted", wrap=True))
        self.body.addLayout(FlowLayout(self._record_buttons(code, figure)))

    def _facts(
        self, figure: Figure, peers: Comparison, definition: IndicatorDefinition
    ) -> list[tuple[str, str]]:
        from inventory_app.services import assessment_words as said  # noqa: PLC0415

        _ = self._context.words
        missing = _("none")
        lines = [
            (_("Value"), value_text(figure.value, definition, _) or missing),
            (_("Numerator"), _.number(figure.numerator, 2) if figure.numerator is not None
             else missing),
        ]  # fmt: skip
        if figure.denominator is not None:
            lines.append((_("Denominator"), _.number(figure.denominator, 2)))
        covered = said.coverage_text(figure, _)
        if covered:
            lines.append((_("Coverage"), _("{coverage} records counted", coverage=covered)))
        if peers.median is not None:
            group = said.group_label(self._context.store.catalogue, peers.group, _)
            lines.append((_("Peer group"), _("{group}, n = {n}", group=group, n=_.number(peers.n))))
        lines += [
            (said.part_label(name, _), _.number(value, 2))
            for name, value in figure.parts.items()
            if said.part_label(name, _)
        ]
        return lines

    def _record_buttons(self, code: str, figure: Figure) -> Sequence[QWidget]:
        context, _ = self._context, self._context.words
        by_sheet: dict[str, dict[str, None]] = defaultdict(dict)
        for source in figure.inputs:
            by_sheet[source.sheet][source.uid] = None
        made = []
        for sheet, uids in by_sheet.items():
            name = context.store.catalogue[sheet].label(context.language)
            title = _("Records behind {indicator} of {entity}", indicator=figure.indicator,
                      entity=code)  # fmt: skip
            target = ListTarget(sheet=sheet, only=tuple(uids), title=title)
            made.append(
                button(
                    context, _("{sheet}: {n} records", sheet=name, n=_.number(len(uids))),
                    partial(context.go, "inventory", target), icon="list",
                )
            )  # fmt: skip
        made.append(
            button(context, _("Capability summary"),
                   lambda: context.go("reports", EntityTarget(entity=code)), icon="file-text")
        )  # fmt: skip
        return made
