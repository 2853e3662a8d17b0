"""What has changed in the questions, in words for whoever fills in a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inventory_app.domain.definition_changes import Aspect, FieldChange, SheetChange
from inventory_app.texts import N_, Translator

MOST_NAMED = 8  # questions of one sheet that are called by their names

_SHEETS = {
    "new": N_("This sheet is new."),
    "resumed": N_("This sheet was left out last time and is asked again."),
    "dropped": N_("This sheet is not asked this time."),
}
_ASPECTS: dict[Aspect, str] = {
    "name": N_("was called “{former}”"),
    "kind": N_("another kind of answer"),
    "unit": N_("another unit"),
    "bounds": N_("other limits"),
    "answers": N_("another list of answers"),
    "required": N_("now required"),
    "voluntary": N_("no longer required"),
    "condition": N_("required in other cases"),
    "meaning": N_("explained anew"),
}


def sheet_lines(change: SheetChange, _: Translator) -> Iterator[str]:
    """Yield sentences on what has changed in one sheet."""
    if change.fate in _SHEETS:
        yield _(_SHEETS[change.fate])
        return
    if new := change.of("new"):
        yield _("New: {questions}.", questions=_listed([_name(each, _) for each in new], _))
    if changed := change.of("changed"):
        questions = _listed([_described(each, _) for each in changed], _)
        yield _("Asked differently: {questions}.", questions=questions)
    if dropped := change.of("dropped"):
        questions = _listed([_name(each, _) for each in dropped], _)
        yield _("No longer asked: {questions}.", questions=questions)


def _name(change: FieldChange, _: Translator) -> str:
    return change.labels.get(_.language.code, change.labels["en"])


def _described(change: FieldChange, _: Translator) -> str:
    language = _.language.code
    former = change.former.get(language, change.former.get("en", ""))
    told = [_(_ASPECTS[aspect], former=former) for aspect in change.aspects]
    return _("{question} ({changes})", question=_name(change, _), changes=_(", ").join(told))


def _listed(texts: Sequence[str], _: Translator) -> str:
    shown, more = texts[:MOST_NAMED], len(texts) - MOST_NAMED
    if more <= 0:
        return _("; ").join(shown)
    others = _.plural("and {n} more", "and {n} more", more)
    return _("; ").join([*shown, others])
