"""The record that is reviewed: its fields, each with three answers, under headings that stay."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from inventory_app.domain.finding_texts import worded
from inventory_app.domain.reviews import Decision, FieldPlace, ReviewRow, Side
from inventory_app.gui.context import Context
from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.widgets import (
    Card,
    EmptyState,
    ScrollPage,
    Tone,
    button,
    empty,
    label,
    pill,
    set_pill,
)
from inventory_app.gui.models.choices import Choices
from inventory_app.gui.models.review import Review, Scope
from inventory_app.gui.models.review_records import KINDS
from inventory_app.gui.views.review_field import LABEL_WIDTH, SIDES, FieldRow
from inventory_app.gui.views.review_frames import Box
from inventory_app.gui.wording import apart
from inventory_app.texts import N_

_NARROW = 640
_CAPTIONS: dict[Side, str] = {
    "issued": N_("known when the workbook went out"),
    "ours": N_("in this inventory now"),
    "theirs": N_("in the file"),
}


class RecordPanel(Card):
    """Fields of one record. `entered` says which one the reader is at."""

    entered = Signal(object)
    query_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(margin=2)
        self._context = context
        _ = context.words
        self.review: Review | None = None
        self.row: ReviewRow | None = None
        self.rows: dict[FieldPlace, FieldRow] = {}
        self._narrow, self._laying_out = False, False
        self.name = label("", "card-title", wrap=True)
        self.kind = pill("", "info")
        self.where = label("", "caption")
        self.findings = label("", "warn", wrap=True)
        self.body.setSpacing(0)
        self.head = QWidget()
        box = QVBoxLayout(self.head)
        box.setContentsMargins(14, 10, 14, 8)
        box.setSpacing(6)
        box.addWidget(self.name)
        self.whole = self._whole()
        box.addLayout(FlowLayout((self.kind, self.where), spacing=6))
        box.addLayout(FlowLayout(self.whole, spacing=2))
        box.addWidget(self.findings)
        self.headings = self._headings()
        self.page = ScrollPage()
        self.page.column.setContentsMargins(8, 4, 8, 8)
        self.page.column.setSpacing(4)
        self.none = EmptyState(
            context, "circle-check", _("Nothing to show here"),
            _("No difference of this kind is left. Choose “All differences”, or apply."),
        )  # fmt: skip
        for text in (self.none.title, self.none.text):
            text.setMinimumWidth(120)
        for each in (self.head, self.headings):
            self.body.addWidget(each)
        self.body.addWidget(self.page, 1)
        self.body.addWidget(self.none, 1)
        self.setMinimumWidth(280)

    def _whole(self) -> list[QWidget]:
        """Return the buttons that decide the whole record."""
        context, _ = self._context, self._context.words
        title = label(_("The whole record:"), "label")
        title.setMinimumHeight(context.theme.px(30))
        made: list[QWidget] = [title]
        for side, text in SIDES.items():
            name = _("The whole record: {choice}", choice=_(text))
            each = button(context, _(text), partial(self._decide_row, side), kind="flat", tip=name)
            each.setAccessibleName(name)
            made.append(each)
        return made

    def _headings(self) -> QWidget:
        _ = self._context.words
        holder = Box(self._context.theme, radius=0, ground="surface2", border="line")
        self.heading_grid = QGridLayout(holder)
        self.heading_grid.setHorizontalSpacing(8)
        self.heading_grid.setVerticalSpacing(0)
        self.heading_grid.addWidget(label(_("Field"), "label"), 0, 0)
        self.heading_grid.setColumnMinimumWidth(0, self._context.theme.px(LABEL_WIDTH))
        for number, (side, text) in enumerate(SIDES.items(), start=1):
            title = label(_("{n}  {what}", n=_.number(number), what=_(text)), "strong")
            caption = label(_(_CAPTIONS[side]), "caption", wrap=True)
            for at, each in enumerate((title, caption)):
                each.setMinimumWidth(60)
                self.heading_grid.addWidget(each, at, number)
            self.heading_grid.setColumnStretch(number, 1)
        return holder

    # -- what is shown -------------------------------------------------------------------------

    def show_record(
        self,
        review: Review | None,
        shown: ReviewRow | None,
        places: frozenset[FieldPlace],
        choices: Choices | None = None,
    ) -> None:
        """Show a record with those of its fields that are among *places*."""
        self.review, self.row = review, shown
        there = review is not None and shown is not None
        for each in (self.head, self.page):
            each.setVisible(there)
        self.none.setVisible(not there)
        self.setUpdatesEnabled(False)
        self._laying_out = True
        empty(self.page.column)
        self.rows = {}
        if review is not None and shown is not None:
            self._show_head(shown)
            self._show_fields(review, shown, places, choices)
        self.page.column.addStretch(1)
        self.headings.setVisible(bool(self.rows) and not self._narrow)
        self.page.verticalScrollBar().setValue(0)
        self._laying_out = False
        self.setUpdatesEnabled(True)

    def _show_head(self, shown: ReviewRow) -> None:
        _, catalogue = self._context.words, self._context.store.catalogue
        self.name.setText(apart(shown.title, _))
        text, _icon, colour = KINDS[shown.kind]
        tone: Tone = "warn" if colour == "warn" else "good" if colour == "good" else "info"
        set_pill(self.kind, _(text), tone)
        sheet = catalogue[shown.sheet].label(_.language.code)
        self.where.setText(
            _("{sheet}, row {n}", sheet=sheet, n=_.number(shown.row)) if shown.row else sheet
        )
        lines = [" ".join(worded(each, catalogue, _)) for each in shown.findings]
        self.findings.setText("\n".join(lines))
        self.findings.setVisible(bool(lines))
        for each in self.whole:
            each.setVisible(bool(shown.fields))

    def _show_fields(
        self,
        review: Review,
        shown: ReviewRow,
        places: frozenset[FieldPlace],
        choices: Choices | None,
    ) -> None:
        for field in shown.fields:
            if field.place not in places:
                continue
            each = FieldRow(self._context, review, field, choices)
            each.chose.connect(self._decide)
            each.cleared.connect(self._clear)
            each.remembered_wanted.connect(self._use_remembered)
            each.query_wanted.connect(self.query_wanted)
            each.entered.connect(self._enter)
            if self._narrow:
                each.set_narrow(True)
            self.rows[field.place] = each
            self.page.column.addWidget(each)

    def refresh(self) -> None:
        """Show what is decided now."""
        for each in self.rows.values():
            each.refresh()

    def show_current(self, place: FieldPlace | None, *, focus: bool) -> None:
        """Mark the field that the keys are about, and with *focus* go there."""
        for each in self.rows.values():
            each.set_current(each.field.place == place)
        current = self.rows.get(place) if place is not None else None
        if current is not None and focus:
            current.focus_choice()
            self.page.column.activate()
            self.page.ensureWidgetVisible(current, 0, 12)

    def _enter(self, place: FieldPlace) -> None:
        """Tell which field has the focus, but not where it strays to while fields go."""
        if not self._laying_out:
            self.entered.emit(place)

    # -- deciding ------------------------------------------------------------------------------

    def _scope(self, place: FieldPlace) -> Scope:
        return Scope(sheet=place.sheet, uid=place.uid, field=place.field)

    def _decide(self, place: FieldPlace, decision: Decision) -> None:
        if self.review is not None:
            self.review.decide(decision, self._scope(place))

    def _clear(self, place: FieldPlace) -> None:
        if self.review is not None:
            self.review.undecide(self._scope(place))

    def _use_remembered(self, place: FieldPlace) -> None:
        if self.review is not None and place in self.rows:
            self.review.use_remembered((self.rows[place].field,))

    def _decide_row(self, side: Side) -> None:
        if self.review is not None and self.row is not None:
            scope = Scope(sheet=self.row.sheet, uid=self.row.uid)
            self.review.decide(Decision(choice=side), scope)

    # -- size ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put names of fields above their answers where there is little room."""
        super().resizeEvent(event)
        narrow = self.width() < self._context.theme.px(_NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            for each in self.rows.values():
                each.set_narrow(narrow)
            self.headings.setVisible(bool(self.rows) and not narrow)
        bar = max(self.page.width() - self.page.viewport().width(), 0)
        left, right = 18 + 2, 18 + bar
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left, right = right, left
        self.heading_grid.setContentsMargins(left, 6, right, 6)


def first_undecided(review: Review, rows: Sequence[ReviewRow]) -> FieldPlace | None:
    """Return the first conflict that nobody has decided, else the first field."""
    fields = [each for row_ in rows for each in row_.fields]
    open_ = [each.place for each in fields if each.choice(review.decisions) is None]
    return next(iter(open_ or [each.place for each in fields]), None)
