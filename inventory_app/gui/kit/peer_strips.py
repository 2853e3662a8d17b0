"""The values of an indicator by peer group on one scale, with a key in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inventory_app.domain.peer_charts import Strip, strips
from inventory_app.gui.kit.chart_view import ChartView
from inventory_app.gui.kit.widgets import label

if TYPE_CHECKING:
    from inventory_app.domain.marks import Chart
    from inventory_app.domain.overviews import PeerBox
    from inventory_app.gui.context import Context

_LABELS, _SHARE = 190.0, 0.46  # of the width, for the names of the groups


class PeerStrips(QWidget):
    """A chart of peer groups; `entity` is marked where its value may be compared."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.chart = ChartView(context)
        self.note = label("", "caption", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.chart)
        box.addWidget(self.note)

    def show_boxes(self, boxes: Sequence[PeerBox], entity: str = "") -> None:
        """Show the groups of an indicator that are large enough, and say if too few answered."""
        from inventory_app.services import assessment_words as said  # noqa: PLC0415 - figures

        _, catalogue = self._context.words, self._context.store.catalogue
        rows = [
            Strip(
                label=said.group_label(catalogue, box.group, _),
                remark=_("n = {n} of {asked}", n=_.number(len(box.values)),
                         asked=_.number(len(box.members))),
                values=tuple(box.values.values()),
                own=box.values.get(entity), q1=q1, median=median, q3=q3,
            )
            for box in boxes
            if box.values
            for q1, median, q3 in (_own_spread(box),)
        ]  # fmt: skip
        closed = [box for box in boxes if box.comparison.basis == "uncovered"]
        self.show_rows(rows, entity, remark=_(said.UNCOVERED) if closed else "")

    def show_rows(
        self,
        rows: Sequence[Strip],
        entity: str = "",
        target: Decimal | None = None,
        remark: str = "",
    ) -> None:
        """Show rows that somebody else has put together, a target on their scale, and a remark."""
        _ = self._context.words
        right_to_left = _.language.right_to_left

        def layout(width: float) -> Chart:
            return strips(
                rows, width=width, label_width=min(_LABELS, width * _SHARE), tick_text=_.number,
                target=target, right_to_left=right_to_left,
            )  # fmt: skip

        spoken = [_("{group}: {remark}", group=each.label, remark=each.remark) for each in rows]
        self.chart.show_chart(layout, "; ".join(spoken))
        parts = [
            _("Open dots: entities. Box: the middle half, from five values on. Tick: median."),
            _("Filled dot: {entity}.", entity=entity) if entity else "",
            _("Dashed line: the target.") if target is not None else "",
            _("Entities are compared within their group only."),
            remark,
        ]
        self.note.setText(" ".join(part for part in parts if part))


def _own_spread(box: PeerBox) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Return median and quartiles of the group itself; those of a wider group are not its own."""
    peers = box.comparison
    if peers.group != box.group or not box.values:
        return None, None, None
    return peers.q1, peers.median, peers.q3
