"""One field of a form: label, editor or computed figure, findings, last round, help."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from inventory_app.domain.answer_texts import answer_text
from inventory_app.domain.field_types import Codes, LongText, Reference
from inventory_app.domain.fields import Catalogue, Field
from inventory_app.domain.finding_texts import worded
from inventory_app.domain.findings import Finding, Strength
from inventory_app.domain.merging import Answer
from inventory_app.domain.units import UNITS
from inventory_app.domain.values import States, Values
from inventory_app.gui.context import Context
from inventory_app.gui.forms.editor_lists import ReferenceEditor, editor_for
from inventory_app.gui.forms.editors import Editor
from inventory_app.gui.kit.widgets import Role, label, picture, repolish, row, tool
from inventory_app.gui.models.choices import Choices

_ROLES: Mapping[Strength, Role] = {
    Strength.BLOCKS: "error", Strength.COMMENT: "warn", Strength.NOTICE: "muted",
}  # fmt: skip
_ORDER = tuple(Strength)
_HEIGHT = 58  # pixels of a field whose widgets are not there yet


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a form shows: answers, what is said of them, and what may not be changed.

    `key` says which record it is: what is being typed stays while the same one is shown again.
    `mixed` are fields in which several records differ, `titles` the words for records that
    references name, `conflicts` the fields that a return left undecided.
    """

    values: Values = field(default_factory=dict)
    states: States = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    former: Mapping[str, Answer] = field(default_factory=dict)
    mixed: frozenset[str] = frozenset()
    read_only: bool = False
    key: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    conflicts: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class _Told:
    """What a field was last told to show."""

    answer: Answer
    shown: Shown
    due: bool
    again: bool
    findings: Sequence[Finding] = ()
    catalogue: Catalogue | None = None


class _Parts:
    """The widgets of a field; what is seldom seen is made when it is first needed."""

    def __init__(self, line: FieldRow, text: str, choices: Choices | None, *, past: bool) -> None:
        context, asked = line.context, line.field
        _, language = context.words, context.language
        self._line = line
        self.name = label(text, "label", wrap=True)
        self.name.setToolTip(asked.help.get(language, ""))
        self.editor: Editor | None = None
        self.figure: QLabel | None = None
        self.finding = label("", "error", wrap=True)
        self.former: QLabel | None = None
        self.help: QLabel | None = None
        self.undecided: QLabel | None = None
        self.box = QVBoxLayout(line)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(2)
        self.head = row(spacing=4)
        self.head.addWidget(self.name, 1)
        self.box.addLayout(self.head)
        if asked.derived:
            self.figure = label("", "strong", wrap=True)
            self.figure.setAccessibleName(asked.label(language))
            self.figure.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.box.addWidget(self.figure)
            if past:
                said = _("History of “{field}”", field=asked.label(language))
                self.head.addWidget(tool(context, "history", said, line.history_wanted.emit))
        else:
            self.editor = editor_for(context, asked, choices)
            self.editor.offers_history = past
            self.editor.history_wanted.connect(line.history_wanted)
            self.box.addWidget(self.editor)
        self.box.addWidget(self.finding)
        self.finding.hide()
        self.box.addStretch(1)

    def show_former(self, text: str) -> None:
        """Show what was said last round; "" takes it away."""
        if self.former is None and text:
            self.former = label("", "caption", wrap=True)
            self.box.insertWidget(self.box.indexOf(self.finding) + 1, self.former)
        if self.former is not None:
            self.former.setText(text)
            self.former.setVisible(bool(text))

    def show_help(self, text: str) -> None:
        """Show what the field means; "" takes it away."""
        if self.help is None and text:
            self.help = label(text, "caption", wrap=True)
            self.box.insertWidget(self.box.count() - 1, self.help)
        if self.help is not None:
            self.help.setVisible(bool(text))

    def show_undecided(self, undecided: bool) -> None:
        """Mark a conflict that nobody has decided."""
        if self.undecided is None and undecided:
            context = self._line.context
            self.undecided = picture(context, "scale", "bad", 14)
            self.undecided.setToolTip(
                context.words("A return says something else; the conflict is not decided.")
            )
            self.head.insertWidget(1, self.undecided)
        if self.undecided is not None:
            self.undecided.setVisible(undecided)


class FieldRow(QWidget):
    """One field. `history_wanted` asks for what happened to it.

    Its widgets are made when it is `built`, or when one of them is asked for: a form with a
    hundred fields shows the first dozen at once.
    """

    history_wanted = Signal()

    def __init__(
        self, context: Context, asked: Field, choices: Choices | None, *, with_history: bool
    ) -> None:
        super().__init__()
        _, language = context.words, context.language
        self.context = context
        self.field = asked
        self.has_finding = False
        unit = _(UNITS.get(asked.unit or "", ""))
        text = asked.label(language)
        shown = unit and unit not in text
        self._text = _("{label} ({unit})", label=text, unit=unit) if shown else text
        self._choices, self._with_history = choices, with_history
        self._made: _Parts | None = None
        self._told: _Told | None = None
        self._when_built: list[Callable[[Editor], object]] = []
        self.setMinimumHeight(context.theme.px(_HEIGHT))

    @property
    def built(self) -> bool:
        """Whether the widgets are there."""
        return self._made is not None

    @property
    def parts(self) -> _Parts:
        """The widgets; they are made if they are not there yet."""
        if self._made is None:
            self._made = _Parts(self, self._text, self._choices, past=self._with_history)
            self.setMinimumHeight(0)
            if self._made.editor is not None:
                for do in self._when_built:
                    do(self._made.editor)
            told = self._told
            if told is not None:
                self._show(self._made, told)
                self._say_findings(self._made, told)
        return self._made

    def with_editor(self, do: Callable[[Editor], object]) -> None:
        """Do something with the editor as soon as it is there, if the field has one."""
        self._when_built.append(do)
        if self._made is not None and self._made.editor is not None:
            do(self._made.editor)

    @property
    def editor(self) -> Editor | None:
        """The editor, None for a computed figure."""
        return None if self.field.derived else self.parts.editor

    @property
    def typed(self) -> str | None:
        """The text that was typed and is not an answer yet."""
        editor = self._made.editor if self._made is not None else None
        return editor.typed() if editor is not None else None

    @property
    def name(self) -> QLabel:
        """The label."""
        return self.parts.name

    @property
    def finding(self) -> QLabel:
        """What is said of the answer."""
        return self.parts.finding

    @property
    def former(self) -> QLabel | None:
        """What was said last round, if anything else was."""
        return self.parts.former

    @property
    def wide(self) -> bool:
        """Whether the field needs the whole width of a form."""
        return isinstance(self.field.type, LongText | Codes | Reference)

    def show_answer(self, answer: Answer, shown: Shown, *, due: bool, again: bool) -> None:
        """Show an answer and whether it must be given; what is being typed stays if *again*."""
        self._told = _Told(answer, shown, due, again)
        if self._made is not None:
            self._show(self._made, self._told)

    def show_findings(self, findings: Sequence[Finding], catalogue: Catalogue) -> None:
        """Show what is said of this field, the strongest first."""
        self.has_finding = bool(findings)
        if self._told is None:
            self._told = _Told(Answer(None, None), Shown(), due=False, again=False)
        self._told = replace(self._told, findings=tuple(findings), catalogue=catalogue)
        if self._made is not None:
            self._say_findings(self._made, self._told)

    def show_help(self, *, on: bool) -> None:
        """Show what the field means, or put it away."""
        if self._made is not None:
            said = self.field.help.get(self.context.language, "")
            self._made.show_help(said if on else "")

    def _show(self, parts: _Parts, told: _Told) -> None:
        _, shown, answer = self.context.words, told.shown, told.answer
        parts.name.setText(_("{label} *", label=self._text) if told.due else self._text)
        parts.show_undecided(self.field.name in shown.conflicts)
        if parts.figure is not None:
            text = answer_text(self.field.type, answer.value, answer.state, _)
            mixed = self.field.name in shown.mixed
            parts.figure.setText(_("(several values)") if mixed else text or _("not computed yet"))
        if parts.editor is not None:
            self._edit(parts.editor, answer, shown, again=told.again)
        before = shown.former.get(self.field.name)
        if before is None or before == answer:
            parts.show_former("")
            return
        text = answer_text(self.field.type, before.value, before.state, _)
        if isinstance(self.field.type, Reference):
            text = shown.titles.get(str(before.value), text)
        parts.show_former(_("Last round: {value}", value=text or _("no answer")))

    def _edit(self, editor: Editor, answer: Answer, shown: Shown, *, again: bool) -> None:
        mixed = self.field.name in shown.mixed
        editor.set_read_only(shown.read_only)
        if again and answer == editor.answer and mixed == editor.mixed:
            return  # nothing moves under the hands of somebody who types
        typed = editor.typed() if again else None
        if isinstance(editor, ReferenceEditor):
            editor.use_titles(shown.titles)
        editor.show_answer(answer, mixed=mixed)
        if typed is not None:
            editor.put_typed(typed)

    def _say_findings(self, parts: _Parts, told: _Told) -> None:
        if told.catalogue is None:
            return
        words, catalogue = self.context.words, told.catalogue
        ordered = sorted(told.findings, key=lambda each: _ORDER.index(each.strength))
        lines = [" ".join(worded(each, catalogue, words)) for each in ordered]
        role = _ROLES[ordered[0].strength] if ordered else "muted"
        if parts.finding.property("role") != role:
            parts.finding.setProperty("role", role)
            repolish(parts.finding)
        parts.finding.setText("\n".join(lines))
        parts.finding.setVisible(bool(lines))
        blocked = any(each.strength is Strength.BLOCKS for each in ordered)
        if parts.editor is not None:
            parts.editor.set_error("\n".join(lines) if blocked else "")


__all__ = ["FieldRow", "Shown"]
