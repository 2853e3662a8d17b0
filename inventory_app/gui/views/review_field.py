"""One field that differs: as issued, ours, as returned; what is chosen, and why it must be."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from inventory_app.domain.field_types import Codes, Reference, Text
from inventory_app.domain.finding_texts import worded
from inventory_app.domain.findings import Finding
from inventory_app.domain.merging import Answer
from inventory_app.domain.reviews import Choice, Decision, FieldKind, ReviewField, Side
from inventory_app.gui.context import Context
from inventory_app.gui.forms.editor_lists import editor_for
from inventory_app.gui.forms.editors import Editor
from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.widgets import Tone, button, label, pill, repolish, row, set_pill
from inventory_app.gui.models.choices import Choices
from inventory_app.gui.models.review import Review
from inventory_app.gui.views.review_frames import Box
from inventory_app.gui.views.review_option import Option
from inventory_app.gui.wording import apart, moment
from inventory_app.texts import N_

SIDES: dict[Side, str] = {
    "issued": N_("As issued"), "ours": N_("Ours"), "theirs": N_("As returned"),
}  # fmt: skip
CHOICES: dict[Choice, str] = {
    "issued": N_("As issued"), "ours": N_("Ours"), "theirs": N_("As returned"),
    "own": N_("Own value"), "query": N_("Ask the entity"),
}  # fmt: skip
_KINDS: dict[FieldKind, str] = {
    "conflict": N_("Both sides changed it"),
    "theirs": N_("Only the entity changed it"),
    "ours": N_("Only we changed it"),
    "cleared": N_("Came back empty"),
    "unreadable": N_("Not understood"),
    "new": N_("New"),
}
_ROLES = {"blocks": "error", "comment": "warn", "notice": "caption"}
LABEL_WIDTH = 168


class FieldRow(Box):
    """A line of the review. It says what was asked for and leaves it to the review to do it."""

    chose = Signal(object, object)  # FieldPlace, Decision
    query_wanted = Signal(object)
    cleared = Signal(object)
    remembered_wanted = Signal(object)
    entered = Signal(object)

    def __init__(
        self, context: Context, review: Review, field: ReviewField, choices: Choices | None
    ) -> None:
        super().__init__(context.theme)
        self._context, self._review, self.field = context, review, field
        self._choices, self._wants_own, self._current = choices, False, False
        self._narrow = False
        self.editor: Editor | None = None
        _ = context.words
        self.about = field.asked.label(context.language)
        self.setAccessibleName(self.about)
        self.group = QButtonGroup(self)
        self.options: dict[Side, Option] = {}
        for number, (side, text) in enumerate(SIDES.items()):
            option = Option(context, _(text))
            option.pressed.connect(lambda side=side: self.choose(side))
            option.radio.clicked.connect(lambda _on=False, side=side: self.choose(side))
            option.radio.installEventFilter(self)
            self.group.addButton(option.radio, number)
            self.options[side] = option
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(10, 8, 10, 8)
        self.grid.setHorizontalSpacing(8)
        self.grid.setVerticalSpacing(6)
        self.head, self.strip = self._head(), self._strip()
        self._lay_out(narrow=False)
        self._show_answers()
        self.refresh()

    # -- what it is made of --------------------------------------------------------------------

    def _head(self) -> QWidget:
        _, context = self._context.words, self._context
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(2, 4, 2, 2)
        box.setSpacing(3)
        name = label(self.about, "strong", wrap=True)
        name.setToolTip(self.field.asked.help.get(context.language, ""))
        box.addWidget(name)
        self.state = pill("", "warn")
        box.addLayout(row(self.state, 1))
        kind = _(_KINDS[self.field.kind])
        where = self.field.cell
        said = _("{what} · {cell}", what=kind, cell=apart(where, _)) if where else kind
        box.addWidget(label(said, "caption", wrap=True))
        self.findings = label("", "error", wrap=True)
        box.addWidget(self.findings)
        self.say(self.field.findings)
        return holder

    def say(self, findings: tuple[Finding, ...]) -> None:
        """Show findings on the field, the strongest in its colour."""
        catalogue, _ = self._context.store.catalogue, self._context.words
        lines = [" ".join(worded(each, catalogue, _)) for each in findings]
        self.findings.setText("\n".join(lines))
        self.findings.setVisible(bool(lines))
        if findings:
            order = list(_ROLES)
            worst = min(findings, key=lambda each: order.index(each.strength.value))
            self.findings.setProperty("role", _ROLES[worst.strength.value])
            repolish(self.findings)

    def _strip(self) -> QWidget:
        context, _ = self._context, self._context.words
        holder = QWidget()
        self.own = self._radio(_("Own value"), 3)
        self.own.clicked.connect(self.begin_own)
        self.query = self._radio(_("Ask the entity…"), 4)
        self.query.clicked.connect(lambda: self.query_wanted.emit(self.field.place))
        self.undo_button = button(context, _("Undo the decision"), self._clear, kind="flat",
                                  icon="undo-2")  # fmt: skip
        self.again = button(context, _("Choose it again"), self._use_remembered, kind="flat",
                            icon="history")  # fmt: skip
        self.memory = label("", "caption", wrap=True)
        self.question = label("", "muted", wrap=True)
        self.place_of_editor = QVBoxLayout()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(FlowLayout((self.own, self.query, self.undo_button, self.again), spacing=8))
        box.addWidget(self.memory)
        box.addLayout(self.place_of_editor)
        box.addWidget(self.question)
        return holder

    def _radio(self, text: str, number: int) -> QRadioButton:
        made = QRadioButton(text)
        made.setAccessibleName(
            self._context.words("{field}: {choice}", field=self.about, choice=text)
        )
        made.installEventFilter(self)
        self.group.addButton(made, number)
        return made

    def _lay_out(self, *, narrow: bool) -> None:
        self._narrow = narrow
        while self.grid.count():
            self.grid.takeAt(0)
        for column in range(4):
            self.grid.setColumnStretch(column, 0)
            self.grid.setColumnMinimumWidth(column, 0)
        first = 0 if narrow else 1
        if narrow:
            self.grid.addWidget(self.head, 0, 0, 1, 3)
        else:
            width = self._context.theme.px(LABEL_WIDTH)
            self.head.setFixedWidth(width)
            self.grid.setColumnMinimumWidth(0, width)
            self.grid.addWidget(self.head, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        if narrow:
            self.head.setMinimumWidth(0)
            self.head.setMaximumWidth(16_777_215)
        for number, option in enumerate(self.options.values()):
            self.grid.addWidget(option, 1 if narrow else 0, first + number)
            self.grid.setColumnStretch(first + number, 1)
            option.setMinimumWidth(60)
            option.show_side(narrow)
        self.grid.addWidget(self.strip, 2 if narrow else 1, first, 1, 3)
        self._fit_head()

    def _fit_head(self) -> None:
        """Let the name be as high as its text at its width: a grid does not ask for that."""
        layout = self.head.layout()
        if self._narrow or layout is None:
            self.head.setMaximumHeight(16_777_215)
            self.head.setMinimumHeight(0)
            return
        layout.invalidate()
        self.head.setFixedHeight(layout.heightForWidth(self._context.theme.px(LABEL_WIDTH)))

    def set_narrow(self, narrow: bool) -> None:
        """Put the name of the field above its answers instead of beside them."""
        self._lay_out(narrow=narrow)

    # -- what is shown -------------------------------------------------------------------------

    def text(self, side: Side) -> str:
        """Return an answer as a reader knows it: records by their titles."""
        answer = self.field.answer(side)
        if isinstance(self.field.asked.type, Reference) and isinstance(answer.value, str):
            return self._review.titles.get(answer.value, answer.value)
        return self.field.text(side, self._context.language)

    def _show_answers(self) -> None:
        before = self.text("issued")
        whole = not isinstance(self.field.asked.type, Text | Codes)
        for side, option in self.options.items():
            changed = side != "issued" and (
                side in self.field.changed or (side == "theirs" and self.field.kind == "unreadable")
            )
            option.show_text(self.about, self.text(side), before, changed=changed, whole=whole)
        remembered, _ = self.field.remembered, self._context.words
        if remembered is not None:
            what = _(CHOICES[remembered.decision.choice])
            same = remembered.same_record
            text = (
                _("On {when} {who} chose “{what}” between the same answers.",
                  when=moment(remembered.at, _), who=apart(remembered.who, _), what=what)
                if same
                else _("On {when} {who} chose “{what}” between the same answers of another record.",
                       when=moment(remembered.at, _), who=apart(remembered.who, _), what=what)
            )  # fmt: skip
            self.memory.setText(text)

    def refresh(self) -> None:
        """Show what is decided now."""
        _, field = self._context.words, self.field
        decision = self._review.decisions.get(field.place)
        choice = field.choice(self._review.decisions)
        self.group.setExclusive(False)  # else nothing chosen could not be shown
        for side, option in self.options.items():
            option.set_chosen(choice == side)
        self.own.setChecked(choice == "own")
        self.query.setChecked(choice == "query")
        self.group.setExclusive(True)
        word, tone = self._word(decision, choice)
        set_pill(self.state, word, tone)
        self.state.setVisible(bool(word))
        self.question.setVisible(choice == "query")
        if decision is not None and choice == "query":
            self.question.setText(_("Question: {text}", text=decision.question))
        if choice == "own" and decision is not None and decision.own is not None:
            self._show_editor(decision.own)
        elif self.editor is not None and not self._wants_own:
            self.editor.hide()
        self.undo_button.setVisible(decision is not None)
        remembered = field.remembered is not None
        self.again.setVisible(remembered and decision is None)
        self.memory.setVisible(remembered and decision is None)
        self._show_strip()
        self._fit_head()

    def _word(self, decision: Decision | None, choice: Choice | None) -> tuple[str, Tone]:
        _ = self._context.words
        if choice is None:
            return _("to decide"), "warn"
        if decision is None:
            return "", "info"
        if choice == "query":
            return _("asked back"), "info"
        return _("decided"), "good"

    def _show_strip(self) -> None:
        choice = self.field.choice(self._review.decisions)
        offered = self.field.remembered is not None and choice is None
        special = choice in ("own", "query")
        self.strip.setVisible(self._current or special or offered or self._wants_own)
        for each in (self.own, self.query):
            each.setVisible(self._current or special or self._wants_own)

    def set_current(self, current: bool) -> None:
        """Show whether this is the field that the keys are about."""
        if current == self._current:
            return
        self._current = current
        if not current:
            self._wants_own = False
        self.set_look("surface2" if current else "", "accent" if current else "")
        self.refresh()

    def focus_choice(self) -> None:
        """Put the focus on what is chosen, else on the first answer."""
        checked = self.group.checkedButton()
        (checked or self.options["issued"].radio).setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- deciding ------------------------------------------------------------------------------

    def choose(self, side: Side) -> None:
        """Choose one of the three answers."""
        self._wants_own = False
        self.entered.emit(self.field.place)
        self.chose.emit(self.field.place, Decision(choice=side))
        self.refresh()

    def begin_own(self) -> None:
        """Let an own answer be typed."""
        self.entered.emit(self.field.place)
        self._wants_own = True
        decision = self._review.decisions.get(self.field.place)
        own = decision.own if decision is not None and decision.choice == "own" else None
        self._show_editor(own or self.field.outcome(self._review.decisions))
        self.refresh()
        if self.editor is not None:
            self.editor.show()
            self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_editor(self, answer: Answer) -> None:
        if self.editor is None:
            self.editor = editor_for(self._context, self.field.asked, self._choices)
            self.editor.edited.connect(self._typed)
            self.editor.refused.connect(self._refused)
            self.place_of_editor.addWidget(self.editor)
            name = self._context.words("Own value for “{field}”", field=self.about)
            self.editor.main.setAccessibleName(name)
        if not self.editor.main.hasFocus():
            self.editor.show_answer(answer)
        self.editor.show()

    def _typed(self, answer: Answer) -> None:
        self._wants_own = False
        self.say(self.field.findings)
        self.chose.emit(self.field.place, Decision(choice="own", own=answer))
        self.refresh()

    def _refused(self, problem: str, text: str) -> None:
        place = self.field.place
        self.say((Finding(code=problem, sheet=place.sheet, field=place.field, found=text),))
        if self.editor is not None:
            self.editor.set_error(text)

    def _clear(self) -> None:
        self._wants_own = False
        self.cleared.emit(self.field.place)
        self.refresh()

    def _use_remembered(self) -> None:
        self.remembered_wanted.emit(self.field.place)
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say that this field has the focus."""
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit(self.field.place)
        return super().eventFilter(watched, event)
