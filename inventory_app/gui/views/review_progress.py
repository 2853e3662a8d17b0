"""How far a review has come, and what happens to what is left."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import label
from inventory_app.gui.models.review import Review


class ReviewProgress(QWidget):
    """A bar, “n of m decided”, and a sentence."""

    def __init__(self, context: Context, files: QWidget) -> None:
        super().__init__()
        self._context = context
        _ = context.words
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Conflicts decided"))
        self.bar.setMinimumWidth(60)
        self.bar.setMaximumWidth(context.theme.px(220))
        self.done = label("", "strong")
        self.note = label("", "muted", wrap=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.bar, 2)
        line.addWidget(self.done)
        line.addWidget(self.note, 5)
        line.addStretch(1)
        line.addWidget(files)

    def show_review(self, review: Review | None) -> None:
        """Show how far a review has come."""
        _ = self._context.words
        total = len(review.conflicts) if review is not None else 0
        open_ = review.undecided if review is not None else 0
        self.bar.setVisible(bool(total))
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(total - open_)
        if review is None:
            self.done.setText("")
            self.note.setText("")
            return
        self.done.setText(
            _("{n} of {m} decided", n=_.number(total - open_), m=_.number(total))
            if total
            else _("No conflicts")
        )
        if open_:
            self.note.setText(
                _.plural("Left undecided, {n} conflict stays open and ours stands.",
                         "Left undecided, {n} conflicts stay open and ours stands.", open_)
            )  # fmt: skip
        elif total:
            self.note.setText(_("Everything is decided. Apply writes it to the inventory."))
        else:
            self.note.setText(_("Where only one side changed a field, that side is chosen."))
