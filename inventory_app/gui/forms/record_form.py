"""The form of one record, or of several at once: sections, fields, findings beside fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from inventory_app.domain.answer_texts import answer_text
from inventory_app.domain.fields import Catalogue, Field, Sheet
from inventory_app.domain.finding_texts import worded
from inventory_app.domain.findings import Finding, Strength
from inventory_app.domain.merging import Answer
from inventory_app.domain.units import UNITS
from inventory_app.domain.values import States, Values
from inventory_app.gui.context import Context
from inventory_app.gui.forms.editors import Choices, Editor, editor_for
from inventory_app.gui.kit.widgets import Card, ScrollPage, button, label, row, tool

_ROLES = {Strength.BLOCKS: "error", Strength.COMMENT: "warn", Strength.NOTICE: "muted"}
_ORDER = tuple(Strength)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a form shows: answers, what is said of them, and what may not be changed."""

    values: Values = field(default_factory=dict)
    states: States = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    former: Mapping[str, Answer] = field(default_factory=dict)
    mixed: frozenset[str] = frozenset()
    read_only: bool = False


class FieldRow(QWidget):
    """One field: label, editor or computed figure, what was said last time, findings, help."""

    def __init__(
        self, context: Context, asked: Field, choices: Choices | None, *, with_history: bool
    ) -> None:
        super().__init__()
        _, language = context.words, context.language
        self.context = context
        self.field = asked
        self.name = label("", "label", wrap=True)
        unit = _(UNITS.get(asked.unit or "", ""))
        self._text = (
            _("{label} ({unit})", label=asked.label(language), unit=unit)
            if unit
            else (asked.label(language))
        )
        self.history = tool(context, "history", _("History of “{field}”",
                                                  field=asked.label(language)))  # fmt: skip
        self.history.setVisible(with_history)
        self.editor: Editor | None = None
        self.figure = label("", "strong")
        self.former = label("", "caption", wrap=True)
        self.finding = label("", "error", wrap=True)
        self.help = label(asked.help.get(language, ""), "caption", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 6)
        box.setSpacing(3)
        head = row(spacing=4)
        head.addWidget(self.name, 1)
        head.addWidget(self.history)
        box.addLayout(head)
        if asked.derived:
            box.addWidget(self.figure)
            self.figure.setAccessibleName(asked.label(language))
        else:
            self.editor = editor_for(context, asked, choices)
            box.addWidget(self.editor)
        for each in (self.finding, self.former, self.help):
            box.addWidget(each)
            each.hide()
        self.name.setToolTip(asked.help.get(language, ""))
        self.name.setText(self._text)

    def show_answer(self, answer: Answer, shown: Shown, *, due: bool) -> None:
        """Show an answer and whether it must be given."""
        _ = self.context.words
        self.name.setText(_("{label} *", label=self._text) if due else self._text)
        if self.editor is None:
            text = answer_text(self.field.type, answer.value, answer.state, _)
            self.figure.setText(text or _("not computed yet"))
        else:
            self.editor.show_answer(answer, mixed=self.field.name in shown.mixed)
            self.editor.set_read_only(shown.read_only)
        before = shown.former.get(self.field.name)
        told = before is not None and before != answer
        self.former.setVisible(told)
        if before is not None and told:
            text = answer_text(self.field.type, before.value, before.state, _)
            self.former.setText(_("Last round: {value}", value=text or _("no answer")))

    def show_findings(self, findings: Sequence[Finding], catalogue: Catalogue) -> None:
        """Show what is said of this field, the strongest first."""
        ordered = sorted(findings, key=lambda each: _ORDER.index(each.strength))
        lines = [" ".join(worded(each, catalogue, self.context.words)) for each in ordered]
        self.say("\n".join(lines), _ROLES[ordered[0].strength] if ordered else "muted")
        blocked = any(each.strength is Strength.BLOCKS for each in ordered)
        if self.editor is not None:
            self.editor.set_error("\n".join(lines) if blocked else "")

    def say(self, text: str, role: str) -> None:
        """Show a sentence beneath the editor."""
        self.finding.setProperty("role", role)
        self.finding.style().unpolish(self.finding)
        self.finding.style().polish(self.finding)
        self.finding.setText(text)
        self.finding.setVisible(bool(text))


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
        self.rows: dict[str, FieldRow] = {}
        self._sections: list[tuple[Card, list[FieldRow]]] = []
        self.page = ScrollPage()
        self.page.column.setContentsMargins(2, 2, 10, 2)
        self.general = QLabel()
        self.general.setWordWrap(True)
        self.general.setProperty("role", "error")
        self.general.hide()
        self.page.column.addWidget(self.general)
        for name, labels in sheet.sections.items():
            fields = [each for each in sheet if each.section == name and not each.retired]
            if fields:
                self._add_section(labels[context.language], fields, choices, with_history)
        self.more = button(context, _("Show all fields"), self._toggle_all, kind="flat",
                           icon="chevron-down")  # fmt: skip
        self.page.column.addWidget(self.more)
        self.page.column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.page)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def _add_section(
        self, title: str, fields: Sequence[Field], choices: Choices | None, with_history: bool
    ) -> None:
        card = Card(title)
        rows = []
        for each in fields:
            made = FieldRow(self.context, each, choices, with_history=with_history)
            made.history.clicked.connect(partial(self.history_wanted.emit, each.name))
            if made.editor is not None:
                made.editor.edited.connect(partial(self.edited.emit, each.name))
                made.editor.refused.connect(partial(self._refused, each.name))
            card.body.addWidget(made)
            rows.append(made)
            self.rows[each.name] = made
        self._sections.append((card, rows))
        self.page.column.addWidget(card)

    def show_record(self, shown: Shown) -> None:
        """Show answers and findings; what is being typed in the focused field stays."""
        self._shown = shown
        due = {each.name for each in self.sheet.due(shown.values)}
        by_field: dict[str, list[Finding]] = {}
        for finding in shown.findings:
            by_field.setdefault(finding.field, []).append(finding)
        for name, each in self.rows.items():
            answer = Answer(shown.values.get(name), shown.states.get(name))
            each.show_answer(answer, shown, due=name in due)
            each.show_findings(by_field.pop(name, ()), self._catalogue)
        rest = [each for group in by_field.values() for each in group]
        self.general.setText(
            "\n".join(" ".join(worded(each, self._catalogue, self.context.words)) for each in rest)
        )
        self.general.setVisible(bool(rest))
        self._put_away()

    def focus_field(self, name: str) -> None:
        """Put the focus on the field *name* and scroll to it."""
        found = self.rows.get(name)
        if found is None:
            return
        found.show()
        if found.editor is not None:
            found.editor.setFocus()
        self.page.ensureWidgetVisible(found, 0, 80)

    def commit(self) -> None:
        """Say what is being typed."""
        for each in self.rows.values():
            if each.editor is not None and each.editor.main.hasFocus():
                each.editor.commit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the help of the field that has the focus."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            for each in self.rows.values():
                inside = each.editor is not None and each.isAncestorOf(watched)
                each.help.setVisible(inside and bool(each.help.text()))
        return False

    def _refused(self, name: str, problem: str, text: str) -> None:
        each = self.rows[name]
        finding = Finding(code=problem, sheet=self.sheet.name, field=name, found=text)
        each.show_findings([finding], self._catalogue)

    def _toggle_all(self) -> None:
        self._all = not self._all
        _ = self.context.words
        self.more.setText(_("Show fewer fields") if self._all else _("Show all fields"))
        self._put_away()

    def _put_away(self) -> None:
        """Hide conditional fields that are not asked of this record and say nothing."""
        hidden = 0
        for card, rows in self._sections:
            seen = 0
            for each in rows:
                needed = self._all or self._needed(each.field)
                each.setVisible(needed)
                seen += needed
                hidden += not needed
            card.setVisible(bool(seen))
        self.more.setVisible(self._all or bool(hidden))

    def _needed(self, asked: Field) -> bool:
        shown = self._shown
        if asked.when is None or asked.when.holds(shown.values) or asked.name in shown.mixed:
            return True
        return shown.values.get(asked.name) is not None or asked.name in shown.states


__all__ = ["FieldRow", "RecordForm", "Shown"]
