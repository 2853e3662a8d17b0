"""Deciding many fields at once: the menu of the review."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from inventory_app.domain.reviews import Choice, Decision
from inventory_app.gui.context import Context
from inventory_app.gui.models.review import Review, Scope
from inventory_app.texts import N_

_SCOPES = (N_("This record"), N_("This sheet"), N_("The whole file"))
_CONFLICTS: tuple[tuple[Choice, str], ...] = (
    ("issued", N_("All conflicts: as issued")),
    ("ours", N_("All conflicts: ours")),
    ("theirs", N_("All conflicts: as returned")),
)
_ALL: tuple[tuple[Choice, str], ...] = (
    ("issued", N_("All differences: as issued")),
    ("ours", N_("All differences: ours")),
    ("theirs", N_("All differences: as returned")),
)


def fill_menu(
    menu: QMenu, parent: QWidget, context: Context, review: Review, sheet: str, uid: str
) -> None:
    """Offer decisions on the record *uid*, its *sheet*, and the whole file."""
    _ = context.words
    menu.clear()
    offered = review.offered()
    if offered:
        text = _.plural("Use the {n} decision remembered from before",
                        "Use the {n} decisions remembered from before", len(offered))  # fmt: skip
        menu.addAction(text).triggered.connect(lambda: review.use_remembered(offered))
        menu.addSeparator()
    scopes = (Scope(sheet=sheet, uid=uid), Scope(sheet=sheet), Scope())
    for title, scope in zip(_SCOPES, scopes, strict=True):
        if scope.sheet == "":
            continue
        inner = QMenu(_(title), parent)
        menu.addMenu(inner)
        for conflicts_only, choices in ((True, _CONFLICTS), (False, _ALL)):
            for choice, text in choices:
                inner.addAction(_(text)).triggered.connect(
                    _deciding(review, choice, scope, conflicts_only=conflicts_only)
                )
            inner.addSeparator()
        inner.addAction(_("Undo all decisions")).triggered.connect(
            lambda _on=False, scope=scope: review.undecide(scope)
        )


def _deciding(
    review: Review, choice: Choice, scope: Scope, *, conflicts_only: bool
) -> Callable[[], None]:
    wanted = Scope(
        sheet=scope.sheet, uid=scope.uid, field=scope.field, conflicts_only=conflicts_only
    )
    return lambda: review.decide(Decision(choice=choice), wanted)
