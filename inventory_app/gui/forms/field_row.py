"""One field of a form: label, editor or computed figure, findings, last round, help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

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
from inventory_app.gui.forms.editors import Choices, Editor
from inventory_app.gui.kit.widgets import Role, label, picture, repolish, row, tool

_ROLES: Mapping[Strength, Role] = {
    Strength.BLOCKS: "error", Strength.COMMENT: "warn", Strength.NOTICE: "muted",
}  # fmt: skip
_ORDER = tuple(Strength)


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


class FieldRow(QWidget):
    """One field. `history_wanted` asks for what happened to it."""

    history_wanted = Signal()

    def __init__(
        self, context: Context, asked: Field, choices: Choices | None, *, with_history: bool
    ) -> None:
        super().__init__()
        _, language = context.words, context.language
        self.context = context
        self.field = asked
        self.has_finding = False
        said = asked.help.get(language, "")
        unit = _(UNITS.get(asked.unit or "", ""))
        text = asked.label(language)
        shown = unit and unit not in text
        self._text = _("{label} ({unit})", label=text, unit=unit) if shown else text
        self.name = label(self._text, "label", wrap=True)
        self.name.setToolTip(said)
        self.undecided = picture(context, "scale", "bad", 14)
        self.undecided.setToolTip(_("A return says something else; the conflict is not decided."))
        self.undecided.hide()
        self.editor: Editor | None = None
        self.figure = label("", "strong", wrap=True)
        self.figure.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.history = tool(context, "history", _("History of “{field}”", field=text))
        self.former = label("", "caption", wrap=True)
        self.finding = label("", "error", wrap=True)
        self.help = label(said, "caption", wrap=True)
        self._build(choices, with_history=with_history)

    def _build(self, choices: Choices | None, *, with_history: bool) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        head = row(spacing=4)
        head.addWidget(self.name, 1)
        head.addWidget(self.undecided)
        box.addLayout(head)
        if self.field.derived:
            self.history.clicked.connect(self.history_wanted)
            head.addWidget(self.history)
            self.history.setVisible(with_history)
            box.addWidget(self.figure)
            self.figure.setAccessibleName(self.field.label(self.context.language))
        else:
            self.history.deleteLater()
            self.editor = editor_for(self.context, self.field, choices)
            self.editor.offers_history = with_history
            self.editor.history_wanted.connect(self.history_wanted)
            box.addWidget(self.editor)
        for each in (self.finding, self.former, self.help):
            box.addWidget(each)
            each.hide()
        box.addStretch(1)

    @property
    def wide(self) -> bool:
        """Whether the field needs the whole width of a form."""
        return isinstance(self.field.type, LongText | Codes | Reference)

    def show_answer(self, answer: Answer, shown: Shown, *, due: bool, again: bool) -> None:
        """Show an answer and whether it must be given; what is being typed stays if *again*."""
        _ = self.context.words
        self.name.setText(_("{label} *", label=self._text) if due else self._text)
        self.undecided.setVisible(self.field.name in shown.conflicts)
        mixed = self.field.name in shown.mixed
        if self.editor is None:
            text = answer_text(self.field.type, answer.value, answer.state, _)
            self.figure.setText(_("(several values)") if mixed else text or _("not computed yet"))
        else:
            self._edit(self.editor, answer, shown, again=again)
        before = shown.former.get(self.field.name)
        told = before is not None and before != answer
        self.former.setVisible(told)
        if before is not None and told:
            text = answer_text(self.field.type, before.value, before.state, _)
            if isinstance(self.field.type, Reference):
                text = shown.titles.get(str(before.value), text)
            self.former.setText(_("Last round: {value}", value=text or _("no answer")))

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

    def show_findings(self, findings: Sequence[Finding], catalogue: Catalogue) -> None:
        """Show what is said of this field, the strongest first."""
        self.has_finding = bool(findings)
        ordered = sorted(findings, key=lambda each: _ORDER.index(each.strength))
        lines = [" ".join(worded(each, catalogue, self.context.words)) for each in ordered]
        self.say("\n".join(lines), _ROLES[ordered[0].strength] if ordered else "muted")
        blocked = any(each.strength is Strength.BLOCKS for each in ordered)
        if self.editor is not None:
            self.editor.set_error("\n".join(lines) if blocked else "")

    def say(self, text: str, role: Role) -> None:
        """Show a sentence beneath the editor."""
        if self.finding.property("role") != role:
            self.finding.setProperty("role", role)
            repolish(self.finding)
        self.finding.setText(text)
        self.finding.setVisible(bool(text))


__all__ = ["FieldRow", "Shown"]
