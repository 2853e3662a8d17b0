"""The top of the review: which file, whose, what it brings, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import button, label, row, tool
from inventory_app.gui.models.review import Review
from inventory_app.gui.models.triage_words import counts_text
from inventory_app.gui.views.returns_head import Head
from inventory_app.gui.views.review_loading import ReviewItem
from inventory_app.gui.wording import apart


class ReviewHead(Head):
    """Title and buttons."""

    later = Signal()
    apply = Signal()
    step = Signal(int)
    menu_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        _ = context.words
        super().__init__(context, "", _("Back"))
        self.previous = tool(
            context, "chevron-left", _("Previous file"), lambda: self.step.emit(-1)
        )
        self.next = tool(context, "chevron-right", _("Next file"), lambda: self.step.emit(1))
        self.which = label("", "caption")
        self.files = QWidget()  # its place is where the view puts it
        self.files.setLayout(row(self.previous, self.which, self.next, spacing=2))
        self.many = button(context, _("Decide many"), icon="chevron-down", kind="ghost")
        self.menu = QMenu(self.many)
        self.menu.aboutToShow.connect(lambda: self.menu_wanted.emit(self.menu))
        self.many.clicked.connect(self._open_menu)
        self.later_button = button(context, _("Save for later"), self.later.emit, icon="save")
        self.apply_button = button(context, _("Apply"), self.apply.emit, kind="primary",
                                   icon="check")  # fmt: skip
        self.add_buttons(self.many, self.later_button, self.apply_button)

    def _open_menu(self) -> None:
        self.menu.popup(self.many.mapToGlobal(self.many.rect().bottomLeft()))

    def show_review(
        self,
        review: Review | None,
        item: ReviewItem | None,
        names: Mapping[str, str],
        place: tuple[int, int],
    ) -> None:
        """Show which file this is; *place* is its number and how many there are."""
        _, (at, of) = self._context.words, place
        self.files.setVisible(of > 1)
        self.which.setText(_("File {n} of {m}", n=_.number(at + 1), m=_.number(of)))
        self.previous.setEnabled(at > 0)
        self.next.setEnabled(at + 1 < of)
        for each in (self.many, self.later_button, self.apply_button):
            each.setEnabled(review is not None)
        if review is None:
            self.title.set_text(item.path.name if item is not None and item.path else "")
            self.say("")
            return
        plan = review.plan
        self.title.set_text(apart(plan.file_name, _))
        entity = _("{name} ({code})", name=names.get(plan.entity, plan.entity), code=plan.entity)
        if review.kept:
            self.say(_("{entity} · conflicts that an earlier merge left open", entity=entity))
            self.apply_button.setEnabled(bool(review.decisions))
            return
        counts = counts_text(plan.counts, _)
        self.say(_("{entity} · {counts}", entity=entity, counts=counts))
