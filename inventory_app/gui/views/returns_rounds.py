"""Opening rounds and issuing workbooks: asked for in a dialog, done in the background."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from inventory_app.domain.entities import Entity
from inventory_app.domain.registers import Register
from inventory_app.domain.rounds import Round
from inventory_app.gui.context import Context
from inventory_app.gui.dialogs.issue_workbooks import IssueDialog
from inventory_app.gui.dialogs.new_round import NewRoundDialog
from inventory_app.gui.models.triage import Desk
from inventory_app.gui.models.triage_words import Notice
from inventory_app.gui.wording import apart
from inventory_app.texts import Translator

if TYPE_CHECKING:
    from inventory_app.progress import Progress
    from inventory_app.services.workbooks import IssueResult


def ask_for_round(parent: QWidget, context: Context, desk: Desk) -> None:
    """Ask for a new round and open it; then offer to issue its workbooks."""
    store = context.store

    def show(
        found: tuple[dict[str, Round], list[Entity], date, dict[str, tuple[str, ...]]],
    ) -> None:
        dialog = NewRoundDialog(parent.window(), context, *found)
        if not context.dialogs.run(dialog):
            return
        wish, _ = dialog.wish(), context.words
        started = context.tasks.run(
            _("Opening round {round}", round=wish.code),
            lambda _progress: store.rounds.open(
                wish.code, as_of=wish.as_of, deadline=wish.deadline, previous=wish.previous,
                parameters=wish.parameters,
            ),
            then=lambda opened: desk.tell(_opened(opened)),
            changes_data=True,
        )  # fmt: skip
        _say_busy(context, started)

    context.read(
        "round choices",
        lambda: (
            store.rounds.all(), list(store.entities.all().values()), store.database.clock().date(),
            {code: store.rounds.sheets_after(code) for code in store.rounds.all()},
        ),
        show,
        owner=parent,
    )  # fmt: skip


def _opened(opened: Round) -> Notice:
    def text(_: Translator) -> str:
        said = _("Round {round} is open; answers are due by {deadline}.", round=opened.code,
                 deadline=_.date(opened.deadline))  # fmt: skip
        more = _("Now issue a workbook to each entity.")
        return _("{what} {more}", what=said, more=more)

    return Notice(tone="good", text=text, offer="issue")


def ask_for_workbooks(
    parent: QWidget, context: Context, desk: Desk, chosen: Collection[str] = ()
) -> None:
    """Ask to whom workbooks go, and write them."""
    store, code = context.store, context.round
    if not code:
        _ = context.words
        context.say(_("Open a round first; workbooks belong to a round."), "warn")
        return

    def show(register: Register) -> None:
        dialog = IssueDialog(parent.window(), context, register, chosen)
        if not context.dialogs.run(dialog):
            return
        wish, _ = dialog.wish(), context.words
        context.settings.use_folder("issue", wish.folder)

        def work(progress: Progress) -> IssueResult:
            return store.workbooks.issue(
                code, wish.folder, entities=wish.entities, language=wish.language,
                progress=progress,
            )  # fmt: skip

        label = _.plural("Issuing {n} workbook", "Issuing {n} workbooks", len(wish.entities))
        wanted = len(wish.entities)
        started = context.tasks.run(
            label, work, changes_data=True,
            then=lambda result: desk.tell(_issued(result, wanted, wish.folder)),
        )  # fmt: skip
        _say_busy(context, started)

    context.read("issue choices", lambda: store.register.of(code), show, owner=parent)


def _issued(result: IssueResult, wanted: int, folder: object) -> Notice:
    def text(_: Translator) -> str:
        written = len(result.files)
        if result.cancelled:
            return _("Stopped: {n} of {m} workbooks were written to {folder}; they are complete "
                     "and recorded.", n=_.number(written), m=_.number(wanted),
                     folder=apart(str(folder), _))  # fmt: skip
        return _.plural("{n} workbook was written to {folder}.",
                        "{n} workbooks were written to {folder}.", written,
                        folder=apart(str(folder), _))  # fmt: skip

    place = result.files[0].path.parent if result.files else None
    return Notice(tone="warn" if result.cancelled else "good", text=text, folder=place)


def _say_busy(context: Context, started: object | None) -> None:
    if started is None:
        _ = context.words
        context.say(_("Something else is being done; try again when it has ended."), "warn")
