"""The rooms or systems of an entity among those of everybody, where an indicator compares them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from inventory_app.gui.kit.widgets import Card, empty, label
from inventory_app.gui.wording import value_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inventory_app.domain.indicator_definitions import IndicatorDefinition
    from inventory_app.gui.context import Context
    from inventory_app.services.record_peers import RecordPlace

COMPARED = frozenset({"P-2", "P-3"})  # the rules by which rooms and systems are compared
_MOST = 30  # of one entity that are listed


class FigureRecords(Card):
    """Where each room or system behind a figure stands among its peers."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.words("Each of them among its peers"))
        self._context = context
        self.rows: list[tuple[str, ...]] = []
        self.hide()

    def ask(self, round_code: str, definition: IndicatorDefinition, entity: str) -> None:
        """Read the rooms or systems in the background; the latest question wins."""
        self.hide()
        if definition.peers not in COMPARED:
            return
        store = self._context.store

        def work() -> tuple[RecordPlace, ...]:
            return store.explanations.among(round_code, definition.id, entity)

        self._context.read(
            "indicator records", work, lambda found: self._show(definition, found), owner=self
        )

    def _show(self, definition: IndicatorDefinition, found: Sequence[RecordPlace]) -> None:
        from inventory_app.services import record_peers  # noqa: PLC0415 - with figures

        empty(self.body)
        self.rows = [self._row(definition, each) for each in found[:_MOST]]
        self.setVisible(bool(found))
        _ = self._context.words
        heads = (
            _("Name"), _("Value"), _("Peer group"), _("Peer median"), _("Percentile"),
            _("Among peers"),
        )  # fmt: skip
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(4)
        for column, head in enumerate(heads):
            grid.addWidget(label(head, "label"), 0, column)
        for number, row in enumerate(self.rows, start=1):
            for column, text in enumerate(row):
                shown = label(text, None if column < 2 else "muted", wrap=column in (0, 2, 5))
                grid.addWidget(shown, number, column, Qt.AlignmentFlag.AlignTop)
        for column, stretch in ((0, 3), (2, 3), (5, 3)):
            grid.setColumnStretch(column, stretch)
        self.body.addLayout(grid)
        said = dict.fromkeys(record_peers.among_text(each.comparison, _) for each in found[:_MOST])
        for text in filter(None, said):
            self.body.addWidget(label(text, "caption", wrap=True))
        if len(found) > _MOST:
            more = _("{part} of {whole}", part=_.number(_MOST), whole=_.number(len(found)))
            self.body.addWidget(label(more, "caption"))

    def _row(self, definition: IndicatorDefinition, found: RecordPlace) -> tuple[str, ...]:
        from inventory_app.services import assessment_words as words  # noqa: PLC0415 - figures
        from inventory_app.services import peer_words, record_peers  # noqa: PLC0415

        _, peers = self._context.words, found.comparison
        catalogue = self._context.store.catalogue
        group = record_peers.record_group_label(catalogue, definition, peers.group, _) or _("All")
        percentile = found.place.percentile
        return (
            found.title,
            value_text(found.figure.value, definition, _) or _(words.STATES[found.figure.state]),
            _("{group}, n = {n}", group=group, n=_.number(peers.n)),
            value_text(peers.median, definition, _),
            "" if percentile is None else _.number(percentile, 0),
            peer_words.standing_text(found.place, _),
        )
