"""The form of one record, or of several at once: sections, fields, findings beside fields."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QVBoxLayout, QWidget

from inventory_app.domain.fields import Catalogue, Field, Sheet
from inventory_app.domain.findings import Finding
from inventory_app.domain.merging import Answer
from inventory_app.gui.context import Context
from inventory_app.gui.forms.editors import Editor
from inventory_app.gui.forms.field_row import FieldRow, Shown
from inventory_app.gui.kit.widgets import ScrollPage, button, label
from inventory_app.gui.models.choices import Choices

_COLUMN = 270  # pixels that a field wants; a wider form shows fields side by side
_MOST_COLUMNS = 3
_AT_ONCE = 12  # fields made at once, as many as are in sight
_SLICE = 0.012  # seconds for which the window waits for more of them
_SIDES = 28  # margins and scroll bar


class Section(QWidget):
    """The fields of one section under their heading, in as many columns as there is room for."""

    def __init__(self, title: str, rows: Sequence[FieldRow]) -> None:
        super().__init__()
        self.rows = tuple(rows)
        self._columns = 0
        heading = label(title, "card-title", wrap=True)
        line = QFrame()
        line.setProperty("separator", True)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(9)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 10)
        box.setSpacing(4)
        box.addWidget(heading)
        box.addWidget(line)
        box.addLayout(self._grid)
        for each in self.rows:
            each.setParent(self)

    def arrange(self, columns: int) -> None:
        """Put the visible fields into *columns*."""
        for each in self.rows:  # `takeAt` would leave an item that remembers an old height
            self._grid.removeWidget(each)
        at_row = at = 0
        for each in self.rows:
            if each.isHidden():
                continue
            span = columns if each.wide else 1
            if at + span > columns:
                at_row, at = at_row + 1, 0
            self._grid.addWidget(each, at_row, at, 1, span, Qt.AlignmentFlag.AlignTop)
            at += span
        for number in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)


class RecordForm(QWidget):
    """All fields of a sheet in their sections; fields that a record need not answer are put away.

    `edited` says field and answer as soon as the focus leaves; `history_wanted` names a field.
    """

    edited = Signal(str, object)
    history_wanted = Signal(str)

    def __init__(
        self,
        context: Context,
        catalogue: Catalogue,
        sheet: Sheet,
        *,
        choices: Choices | None = None,
        with_history: bool = True,
    ) -> None:
        super().__init__()
        _ = context.words
        self.context, self.sheet, self._catalogue = context, sheet, catalogue
        self._shown = Shown()
        self._all = False
        self._columns = 1
        self._focused: FieldRow | None = None
        self._visible: tuple[str, ...] = ()
        self._seen: dict[str, bool] = {}
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(partial(self._build_some, 0))
        self.rows: dict[str, FieldRow] = {}
        self.sections: list[Section] = []
        self.page = ScrollPage()
        self.page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page.column.setContentsMargins(2, 2, 12, 2)
        self.page.column.setSpacing(6)
        self.general = label("", "error", wrap=True)
        self.general.hide()
        self.legend = label(_("* needed before a return is complete"), "caption",
                            wrap=True)  # fmt: skip
        self.page.column.addWidget(self.general)
        self.page.column.addWidget(self.legend)
        for name, labels in sheet.sections.items():
            fields = [each for each in sheet if each.section == name and not each.retired]
            if fields:
                self._add_section(labels[context.language], fields, choices, with_history)
        self.more = button(context, _("Show all fields"), self._toggle_all, kind="flat",
                           icon="chevron-down")  # fmt: skip
        self.page.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeading)
        self.page.column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.page)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        self._arrange()

    def _add_section(
        self, title: str, fields: Sequence[Field], choices: Choices | None, with_history: bool
    ) -> None:
        rows = []
        for each in fields:
            made = FieldRow(self.context, each, choices, with_history=with_history)
            made.history_wanted.connect(partial(self.history_wanted.emit, each.name))
            made.with_editor(partial(self._listen, each.name))
            rows.append(made)
            self.rows[each.name] = made
        section = Section(title, rows)
        self.sections.append(section)
        self.page.column.addWidget(section)

    def _listen(self, name: str, editor: Editor) -> None:
        editor.edited.connect(partial(self.edited.emit, name))
        editor.refused.connect(partial(self._refused, name))

    def show_record(self, shown: Shown) -> None:
        """Show answers and findings; what is being typed stays if it is the same record."""
        again = bool(shown.key) and shown.key == self._shown.key
        self._shown = shown
        due = {each.name for each in self.sheet.due(shown.values)}
        by_field: dict[str, list[Finding]] = {}
        for finding in shown.findings:
            by_field.setdefault(finding.field, []).append(finding)
        for name, each in self.rows.items():
            answer = Answer(shown.values.get(name), shown.states.get(name))
            each.show_answer(answer, shown, due=name in due, again=again)
            each.show_findings(by_field.pop(name, ()), self._catalogue)
        rest = [each for group in by_field.values() for each in group]
        self.general.setText("\n".join(" ".join(self._worded(each)) for each in rest))
        self.general.setVisible(bool(rest))
        self.legend.setVisible(bool(due) and not shown.read_only)
        self._put_away()
        self._build_some(_AT_ONCE)

    def _build_some(self, rows: int) -> None:
        """Make the widgets of the next *rows* fields in sight of the reader, then of the rest."""
        end = time.monotonic() + _SLICE
        for each in self.rows.values():
            if not each.built and not each.isHidden():
                if rows <= 0 and time.monotonic() > end:
                    self._later.start(0)
                    return
                rows -= 1
                _built = each.parts

    def _worded(self, finding: Finding) -> tuple[str, str]:
        from inventory_app.domain.finding_texts import worded  # noqa: PLC0415 - seldom

        return worded(finding, self._catalogue, self.context.words)

    @property
    def key(self) -> str:
        """Which record is shown."""
        return self._shown.key

    @property
    def focused_field(self) -> str:
        """The field that has the focus; "" if none has."""
        found, now = self._focused, QApplication.focusWidget()
        inside = found is not None and now is not None and found.isAncestorOf(now)
        return found.field.name if found is not None and inside else ""

    def focus_field(self, name: str) -> None:
        """Put the focus on the field *name* and scroll to it."""
        found = self.rows.get(name)
        if found is None:
            return
        if found.isHidden():
            self._all = True
            self._put_away()
            self._build_some(0)
        target = found.editor or found
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bring_into_sight(found)
        QTimer.singleShot(0, found, lambda: self._bring_into_sight(found))

    def _bring_into_sight(self, found: FieldRow) -> None:
        self.page.ensureWidgetVisible(found, 0, 60)

    def first_field(self) -> str:
        """Return the first field that can be typed into."""
        return next(
            (
                name
                for name, each in self.rows.items()
                if not each.field.derived and not each.isHidden()
            ),
            "",
        )

    def next_finding(self) -> bool:
        """Put the focus on the next field with a finding, after the last on the first again."""
        names = list(self.rows)
        at = names.index(self._focused.field.name) + 1 if self._focused is not None else 0
        for name in (*names[at:], *names[:at]):
            if self.rows[name].has_finding:
                self.focus_field(name)
                return True
        return False

    def commit(self) -> None:
        """Say what is being typed."""
        for each in self.rows.values():
            if each.typed is not None and each.editor is not None:
                each.editor.commit()

    def drafts(self) -> dict[str, str]:
        """Return the texts that were typed and could not be understood, by field."""
        return {name: text for name, each in self.rows.items() if (text := each.typed) is not None}

    def put_drafts(self, drafts: Mapping[str, str]) -> None:
        """Show such texts again, with what is wrong with them."""
        for name, text in drafts.items():
            each = self.rows.get(name)
            if each is not None and each.editor is not None:
                each.editor.put_typed(text)
                each.editor.commit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show fields side by side where there is room."""
        super().resizeEvent(event)
        room = (self.width() - _SIDES) // self.context.theme.px(_COLUMN)
        columns = max(1, min(_MOST_COLUMNS, room))
        if columns != self._columns:
            self._columns = columns
            self._arrange()

    def _arrange(self) -> None:
        for each in self.sections:
            each.arrange(self._columns)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Show the help of the field that has the focus."""
        found: FieldRow | None = None
        inside = now
        while inside is not None and inside is not self:
            if isinstance(inside, FieldRow):
                found = inside
            inside = inside.parentWidget()
        if found is self._focused or inside is None:
            return
        if self._focused is not None:
            self._focused.show_help(on=False)
        self._focused = found
        if found is not None:
            found.show_help(on=True)

    def _refused(self, name: str, problem: str, text: str) -> None:
        each = self.rows[name]
        finding = Finding(code=problem, sheet=self.sheet.name, field=name, found=text)
        each.show_findings([finding], self._catalogue)

    def _toggle_all(self) -> None:
        self._all = not self._all
        self._put_away()
        self._build_some(0)

    def _put_away(self) -> None:
        """Hide conditional fields that are not asked of this record and say nothing."""
        hidden = 0
        for section in self.sections:
            seen = 0
            for each in section.rows:
                needed = self._needed(each.field)
                hidden += not needed
                wanted = needed or self._all
                if self._seen.get(each.field.name) is not wanted:
                    self._seen[each.field.name] = wanted
                    each.setVisible(wanted)
                seen += needed or self._all
            section.setVisible(bool(seen))
        visible = tuple(name for name, seen in self._seen.items() if seen)
        if visible != self._visible:
            self._visible = visible
            self._arrange()
        _ = self.context.words
        self.more.setVisible(bool(hidden))
        self.more.setText(
            _("Show fewer fields")
            if self._all
            else _.plural("Show {n} more field", "Show {n} more fields", hidden)
        )
        self.more.setToolTip(_("Fields that this record need not answer"))

    def _needed(self, asked: Field) -> bool:
        shown = self._shown
        if asked.when is None or asked.when.holds(shown.values) or asked.name in shown.mixed:
            return True
        return shown.values.get(asked.name) is not None or asked.name in shown.states


__all__ = ["FieldRow", "RecordForm", "Shown"]
