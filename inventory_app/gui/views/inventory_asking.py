"""Filters, columns and named views of a list: asked for in dialogs and remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inventory_app.domain.field_types import Reference
from inventory_app.domain.grids import Choice, Condition, GridQuery, Operation
from inventory_app.domain.values import Value
from inventory_app.gui.dialogs.columns import ColumnsDialog
from inventory_app.gui.dialogs.filter_field import FilterFieldDialog, single_codes
from inventory_app.gui.dialogs.filter_view import SaveViewDialog
from inventory_app.gui.models.records_columns import STATUS
from inventory_app.gui.views.inventory_filters import FilterBar
from inventory_app.gui.views.inventory_state import ListState, NamedView
from inventory_app.workspace import Workspace

if TYPE_CHECKING:
    from inventory_app.gui.views.inventory import InventoryPage


class ListQuestions(QObject):
    """What the filter row asks of the page."""

    def __init__(self, page: InventoryPage) -> None:
        super().__init__(page)
        self._page = page
        self._context = page.context
        self.titles: dict[str, str] = {}

    def connect_to(self, bar: FilterBar) -> None:
        """Do what the filter row says."""
        page = self._page
        bar.searched.connect(lambda text: page.use(replace(page.list_state, search=text)))
        bar.toggled.connect(lambda each: page.use(page.list_state.toggled(each)))
        bar.field_wanted.connect(self.ask_field)
        bar.empty_wanted.connect(self._empty)
        bar.removed.connect(self.remove)
        bar.cleared.connect(lambda: page.use(replace(page.list_state, conditions=(), search="")))
        bar.columns_wanted.connect(self.ask_columns)
        bar.views_opened.connect(self.offer_views)
        bar.view_chosen.connect(page.show_view)
        bar.view_saved.connect(self.save_view)
        bar.view_dropped.connect(self._drop_view)

    def learn(self, titles: Mapping[str, str]) -> None:
        """Remember what records are called that conditions name."""
        self.titles.update(titles)

    def _empty(self, field: str) -> None:
        condition = Condition(operation=Operation.EMPTY, field=field)
        self._page.use(self._page.list_state.with_condition(condition))

    def remove(self, condition: Condition) -> None:
        """Take a condition off."""
        state = self._page.list_state
        rest = tuple(each for each in state.conditions if each != condition)
        self._page.use(replace(state, conditions=rest))

    # -- one field -----------------------------------------------------------------------------

    def ask_field(self, name: str) -> None:
        """Ask for a condition on a field; the values that occur are looked up first."""
        page = self._page
        query = replace(page.query(), columns=())
        work = partial(_read_choices, self._context.store, query, name)
        self._context.read("filter choices", work, partial(self._ask, page.sheet, name))

    def _ask(self, sheet: str, name: str, found: tuple[tuple[Choice, ...], dict[str, str]]) -> None:
        page = self._page
        if sheet != page.sheet:
            return
        choices, titles = found
        self.learn(titles)
        now = next((each for each in page.list_state.conditions if each.field == name), None)
        dialog = FilterFieldDialog(
            page, self._context, self._context.store.catalogue[sheet], name, choices, self.titles,
            now,
        )  # fmt: skip
        if self._context.dialogs.run(dialog) and dialog.condition is not None:
            page.use(page.list_state.with_condition(dialog.condition))

    # -- groups ---------------------------------------------------------------------------------

    def group(self, field: str) -> None:
        """Show totals by a field; "" puts them away."""
        page = self._page
        page.lists[page.sheet] = replace(page.list_state, group=field)
        page.records.totals.show_sheet(self._context.store.catalogue[page.sheet], field)
        page.read_totals()

    def open_group(self, field: str, value: Value) -> None:
        """Show the records of one group."""
        page = self._page
        if field == "entity" and isinstance(value, str):
            page.targets.leave()
            page.tree.mark("entity", value)
            page.read_list()
            return
        condition = Condition(operation=Operation.ANY_OF, field=field, values=(value,))
        if page.around is not None:
            self.learn(page.around.titles)
        page.use(page.list_state.with_condition(condition))

    # -- columns and views ---------------------------------------------------------------------

    def ask_columns(self) -> None:
        """Ask which columns are shown."""
        page = self._page
        sheet = self._context.store.catalogue[page.sheet]
        shown = [name for name in page.query().columns if name != STATUS]
        dialog = ColumnsDialog(page, self._context, sheet, shown)
        if self._context.dialogs.run(dialog):
            columns = () if dialog.usual else dialog.columns
            page.use(replace(page.list_state, columns=columns, widths={}))

    def offer_views(self) -> None:
        """Offer the named views, and count what each shows."""
        page, context = self._page, self._context
        views = page.named.all()
        page.filters.show_views(views, {})
        queries = [self._query(view) for view in views]
        if views:
            work = partial(context.store.records.counts, queries)
            context.read("view counts", work, partial(self._show_counts, views))

    def _show_counts(self, views: Sequence[NamedView], counts: Sequence[int]) -> None:
        names = (view.name for view in views)
        self._page.filters.show_views(views, dict(zip(names, counts, strict=True)))

    def _query(self, view: NamedView) -> GridQuery:
        return GridQuery(
            sheet=view.sheet, round=self._context.round,
            entities=self._page.tree.model.codes_of(*view.scope),
            conditions=view.state.conditions, search=view.state.search,
            language=self._context.language,
        )  # fmt: skip

    def save_view(self) -> None:
        """Ask for a name and keep the list as it is shown."""
        page, context, _ = self._page, self._context, self._context.words
        dialog = SaveViewDialog(page, context, [view.name for view in page.named.all()])
        if not context.dialogs.run(dialog) or not dialog.name:
            return
        state: ListState = page.list_state
        page.named.keep(NamedView(
            name=dialog.name, sheet=page.sheet, state=state, scope=page.tree.scope
        ))  # fmt: skip
        context.say(_("The view “{name}” is kept.", name=dialog.name))

    def _drop_view(self, name: str) -> None:
        self._page.named.drop(name)
        _ = self._context.words
        self._context.say(_("The view “{name}” is deleted; the records are not.", name=name))


def _read_choices(
    store: Workspace, query: GridQuery, name: str
) -> tuple[tuple[Choice, ...], dict[str, str]]:
    sheet = store.catalogue[query.sheet]
    field = sheet.fields.get(name)
    found = single_codes(sheet, name, store.records.distinct(query, name))
    if field is None or not isinstance(field.type, Reference):
        return found, {}
    uids = tuple(str(each.value) for each in found if each.value is not None)
    return found, store.records.titles(field.type.to, query.round, uids)
