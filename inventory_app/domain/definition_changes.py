"""What has changed in the questions from one round to the next: sheet by sheet, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, get_args

from inventory_app.domain.field_types import Code, DecimalNumber
from inventory_app.domain.fields import Catalogue, Field, Sheet

Labels: TypeAlias = Mapping[str, str]
SheetFate: TypeAlias = Literal["new", "resumed", "changed", "dropped"]
FieldFate: TypeAlias = Literal["new", "dropped", "changed"]
Aspect: TypeAlias = Literal[
    "name", "kind", "unit", "bounds", "answers", "required", "voluntary", "condition", "meaning"
]


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One question that is new, no longer asked, or asked differently.

    `labels` are its names by language, those it had last time if it is no longer asked; `former`
    the names that it had before it was renamed. `aspects` say what is different.
    """

    fate: FieldFate
    labels: Labels
    aspects: tuple[Aspect, ...] = ()
    former: Labels = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SheetChange:
    """One sheet that is new, asked again, no longer asked, or whose questions changed."""

    fate: SheetFate
    labels: Labels
    fields: tuple[FieldChange, ...] = ()

    def of(self, fate: FieldFate) -> tuple[FieldChange, ...]:
        """Return the questions with one *fate*."""
        return tuple(each for each in self.fields if each.fate == fate)


def definition_changes(
    before: Catalogue, asked_before: Callable[[str], bool], now: Catalogue, asked_now: Sequence[str]
) -> tuple[SheetChange, ...]:
    """Compare the definitions of the last round with those of this one.

    *asked_before* tells of a sheet whether the last round asked it; *asked_now* are the sheets of
    this one, in their order. Only questions that somebody is asked are compared.
    """
    return (
        *_kept_and_new(before, asked_before, now, asked_now),
        *(
            SheetChange(fate="dropped", labels=sheet.labels)
            for sheet in before
            if asked_before(sheet.name) and sheet.name not in asked_now
        ),
    )


def _kept_and_new(
    before: Catalogue, asked_before: Callable[[str], bool], now: Catalogue, asked_now: Sequence[str]
) -> Iterator[SheetChange]:
    for name in asked_now:
        sheet, old = now[name], before.sheets.get(name)
        if old is None:
            yield SheetChange(fate="new", labels=sheet.labels)
        elif not asked_before(name):
            yield SheetChange(fate="resumed", labels=sheet.labels)
        elif changed := tuple(_fields(old, sheet)):
            yield SheetChange(fate="changed", labels=sheet.labels, fields=changed)


def _fields(old: Sheet, new: Sheet) -> Iterator[FieldChange]:
    former = {each.name: each for each in old.asked}
    for each in new.asked:
        was = former.pop(each.name, None) or former.pop(each.renamed_from or "", None)
        if was is None:
            yield FieldChange(fate="new", labels=each.labels)
            continue
        aspects = tuple(_aspects(was, each))
        if aspects:
            renamed = was.labels if "name" in aspects else {}
            yield FieldChange(fate="changed", labels=each.labels, aspects=aspects, former=renamed)
    for was in former.values():
        yield FieldChange(fate="dropped", labels=was.labels)


def changed_aspects(old: Field, new: Field) -> frozenset[Aspect]:
    """Return what is different in how one question was asked and is asked now."""
    return frozenset(_aspects(old, new))


def _aspects(old: Field, new: Field) -> Iterator[Aspect]:
    """Yield what is different in how a question is asked; a matter of language is none."""
    is_due, was_due = new.level == "required", old.level == "required"
    different: dict[Aspect, bool] = {
        "name": old.labels["en"] != new.labels["en"],
        "kind": old.type.name != new.type.name,
        "unit": old.unit != new.unit,
        "bounds": _bounds(old) != _bounds(new),
        "answers": _codes(old) != _codes(new),
        "required": is_due and not was_due,
        "voluntary": was_due and not is_due,
        "condition": is_due and was_due and old.when != new.when,
        "meaning": old.help["en"] != new.help["en"],
    }
    return (aspect for aspect, is_so in different.items() if is_so)


def _bounds(asked: Field) -> tuple[object, ...]:
    kind = asked.type
    return (kind.minimum, kind.maximum) if isinstance(kind, DecimalNumber) else ()


def _codes(asked: Field) -> frozenset[str]:
    kind = asked.type
    return frozenset(kind.list.codes) if isinstance(kind, Code) and kind.list else frozenset()


def as_text(changes: Sequence[SheetChange]) -> list[list[Any]]:
    """Return *changes* as they travel in a workbook: nothing but lists, texts and mappings."""
    return [
        [
            sheet.fate,
            dict(sheet.labels),
            [
                [each.fate, dict(each.labels), list(each.aspects), dict(each.former)]
                for each in sheet.fields
            ],
        ]
        for sheet in changes
    ]


def from_text(kept: Sequence[Sequence[Any]]) -> tuple[SheetChange, ...]:
    """Return the changes that travelled as *kept*; raise `ValueError` if they cannot be read."""
    return tuple(
        SheetChange(
            fate=_one_of(fate, SheetFate),
            labels=_labels(labels),
            fields=tuple(
                FieldChange(
                    fate=_one_of(how, FieldFate),
                    labels=_labels(names),
                    aspects=tuple(_one_of(aspect, Aspect) for aspect in aspects),
                    former=_labels(former) if former else {},
                )
                for how, names, aspects, former in fields
            ),
        )
        for fate, labels, fields in kept
    )


def _one_of(text: Any, kinds: Any) -> Any:
    if text not in get_args(kinds):
        raise ValueError(text)
    return text


def _labels(kept: Any) -> dict[str, str]:
    labels = {str(code): str(text) for code, text in dict(kept).items()}
    if "en" not in labels:
        raise ValueError(kept)
    return labels
