"""Decisions on duplicates, whatever round they were made in, and revoking them."""

from __future__ import annotations

from PySide6.QtWidgets import QHeaderView

from inventory_app.domain.duplicates.decisions import Decided
from inventory_app.errors import UserError
from inventory_app.gui.context import Context
from inventory_app.gui.kit.tables import table
from inventory_app.gui.kit.widgets import Card, button, label, row
from inventory_app.gui.models.records_lines import KEY, LinesModel, TextLine
from inventory_app.gui.wording import apart
from inventory_app.texts import N_, Translator

_KINDS = {"join": N_("joined"), "different": N_("not the same")}
_SHOWN_ROWS, _NAMED = 6, 3


class RememberedDuplicates(Card):
    """The list, with a button to revoke what is selected."""

    def __init__(self, context: Context) -> None:
        _ = context.words
        super().__init__(_("Remembered decisions on duplicates"))
        self._context = context
        self.note = label(
            _("They hold in every round in which the records are there. Revoking one changes no "
              "answer; the records are counted, or suggested, as before."), "caption", wrap=True,
        )  # fmt: skip
        headings = (_("Sheet"), _("Records"), _("Decision"), _("Who"), _("When"))
        self.model = LinesModel(headings, self)
        self.table = table(context, self.model, _("Remembered decisions on duplicates"),
                           several=True)  # fmt: skip
        self.table.setSortingEnabled(False)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.revoke = button(context, _("Revoke selected"), self._revoke)
        self.none = label(_("Nothing has been decided about duplicates."), "muted", wrap=True)
        self.body.addWidget(self.note)
        self.body.addWidget(self.none)
        self.body.addWidget(self.table)
        self.body.addLayout(row(1, self.revoke))
        self.table.selectionModel().selectionChanged.connect(lambda *_a: self._show_buttons())

    def refresh(self) -> None:
        """Read them anew; without a store the card is not shown."""
        store = self._context.workspace
        self.setVisible(store is not None)
        if store is not None:
            self._context.read("decisions on duplicates", store.duplicates.decisions, self._show)

    def _show(self, decisions: tuple[Decided, ...]) -> None:
        self.model.show_lines([self._line(each) for each in decisions])
        shown = min(max(len(decisions), 2), _SHOWN_ROWS)
        height = self.table.verticalHeader().defaultSectionSize() * shown
        self.table.setFixedHeight(height + self.table.horizontalHeader().sizeHint().height() + 4)
        for each in (self.table, self.revoke, self.note):
            each.setVisible(bool(decisions))
        self.none.setVisible(not decisions)
        self._show_buttons()

    def _line(self, decided: Decided) -> TextLine:
        _ = self._context.words
        sheet = self._context.store.catalogue.sheets.get(decided.sheet)
        return TextLine(
            texts=(
                decided.sheet if sheet is None else sheet.label(_.language.code),
                records_text(decided, _), _(_KINDS[decided.kind]), decided.who,
                _.date(decided.at.date()),
            ),
            key=decided.id,
        )  # fmt: skip

    def _show_buttons(self) -> None:
        self.revoke.setEnabled(self.table.selectionModel().hasSelection())

    def _revoke(self) -> None:
        context, _ = self._context, self._context.words
        wanted = [str(index.data(KEY)) for index in self.table.selectionModel().selectedRows()]
        try:
            for each in wanted:
                context.store.duplicates.revoke(each)
        except UserError as error:
            context.tasks.trouble.emit(error)
        else:
            context.say(_.plural("{n} decision revoked", "{n} decisions revoked", len(wanted)),
                        "info")  # fmt: skip
        self.refresh()


def records_text(decided: Decided, words: Translator) -> str:
    """Return the records of a decision as whose they are and what they are called."""
    _ = words
    named = [
        _("{entity}: {name}", entity=apart(told.entity, _), name=apart(told.title, _))
        for told in (decided.titles[uid] for uid in decided.uids[:_NAMED])
    ]
    text = _("; ").join(named)
    more = len(decided.uids) - len(named)
    if not more:
        return text
    return _.plural("{values} and {n} more", "{values} and {n} more", more, values=text)
