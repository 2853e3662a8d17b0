"""The findings on one filled workbook as a page: sheet by sheet, in the words of its reader."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.finding_texts import STRENGTHS, field_of, worded
from inventory_app.domain.findings import Finding, Strength
from inventory_app.domain.survey_files import SheetProgress
from inventory_app.errors import UserError
from inventory_app.texts import Translator, translator

Record = tuple[str, str]  # sheet and uid


@dataclass(frozen=True, kw_only=True)
class CheckedWorkbook:
    """What was found in one workbook; `reason` says why it could not be read at all."""

    file_name: str
    language: str
    checked_on: date
    entity: str = ""
    round: str = ""
    code: str = ""
    findings: Sequence[Finding] = ()
    progress: Sequence[SheetProgress] = ()
    titles: Mapping[Record, str] = field(default_factory=dict)
    reason: UserError | None = None


@dataclass(frozen=True, kw_only=True)
class FindingLine:
    """One finding: how strong it is, where, what was found and expected, how to fix it."""

    strength: Strength
    word: str
    cell: str
    record: str
    field: str
    text: str
    found: str
    expected: str
    fix: str
    code: str


@dataclass(frozen=True, kw_only=True)
class FindingsPart:
    """The findings on one sheet, the strongest first; "" as name is the workbook as a whole."""

    sheet: str
    title: str
    lines: tuple[FindingLine, ...]


@dataclass(frozen=True, kw_only=True)
class ProgressLine:
    """How far one sheet is; `share` is None where nothing is due."""

    sheet: str
    title: str
    records: str
    filled: str
    share: float | None
    word: str


@dataclass(frozen=True, kw_only=True)
class PageWords:
    """The headings of the page."""

    progress: str
    sheet: str
    records: str
    required: str
    complete: str
    strength: str
    cell: str
    record: str
    finding: str
    found: str
    expected: str
    fix: str


@dataclass(frozen=True, kw_only=True)
class FindingsPage:
    """Everything that stands on the page, in one language."""

    language: str
    title: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    counts: tuple[tuple[Strength, str, int], ...]
    progress: tuple[ProgressLine, ...]
    parts: tuple[FindingsPart, ...]
    words: PageWords
    foot: str
    checked_on: date


def findings_page(checked: CheckedWorkbook, catalogue: Catalogue, program: str) -> FindingsPage:
    """Return the page on *checked* in the language of the workbook; *program* made it."""
    _ = translator(checked.language)
    counts = Counter(each.strength for each in checked.findings)
    return FindingsPage(
        language=checked.language,
        title=_title(checked, _),
        lead=_lead(checked, counts, _),
        facts=tuple(_facts(checked, _)),
        counts=tuple((each, _(STRENGTHS[each]), counts[each]) for each in Strength),
        progress=tuple(_progress(checked.progress, catalogue, _)),
        parts=tuple(_parts(checked, catalogue, _)),
        words=_words(_),
        foot=_(
            "Checked on {day} with {program}. Headquarters checks the same when the workbook comes "
            "back.",
            day=_.date(checked.checked_on),
            program=program,
        ),
        checked_on=checked.checked_on,
    )


def _title(checked: CheckedWorkbook, _: Translator) -> str:
    if not checked.entity:
        return _("Findings on “{file}”", file=checked.file_name)
    return _(
        "Findings on the workbook of {entity}, round {round}",
        entity=checked.entity,
        round=checked.round,
    )


def _lead(checked: CheckedWorkbook, counts: Counter[Strength], _: Translator) -> str:
    if checked.reason is not None:
        return _.error(checked.reason)
    if counts[Strength.BLOCKS]:
        return _("Please correct what blocks before you send the workbook back.")
    if counts:
        return _("Nothing blocks. Please look at the points below before you send it back.")
    return _("Nothing is missing and nothing is wrong: it can be sent back.")


def _facts(checked: CheckedWorkbook, _: Translator) -> Iterable[tuple[str, str]]:
    yield _("Workbook"), checked.file_name
    if checked.code:
        yield _("Workbook code"), checked.code
    yield _("Checked on"), _.date(checked.checked_on)


def _progress(
    sheets: Iterable[SheetProgress], catalogue: Catalogue, _: Translator
) -> Iterable[ProgressLine]:
    for each in sheets:
        share = each.filled / each.due if each.due else None
        if each.nothing:
            word = _("Nothing to report")
        elif share is None:
            word = _("Not begun") if not each.records else _("Complete")
        else:
            word = _("{n} %", n=_.number(int(share * 100)))
        yield ProgressLine(
            sheet=each.sheet, title=catalogue[each.sheet].label(_.language.code),
            records=_.number(each.records), share=share, word=word,
            filled=_("{filled} of {due}", filled=_.number(each.filled), due=_.number(each.due)),
        )  # fmt: skip


def _parts(checked: CheckedWorkbook, catalogue: Catalogue, _: Translator) -> Iterable[FindingsPart]:
    by_sheet: dict[str, list[Finding]] = defaultdict(list)
    for finding in checked.findings:
        by_sheet[finding.sheet if finding.sheet in catalogue.sheets else ""].append(finding)
    order = list(Strength)
    for name in ("", *catalogue.sheets):
        found = sorted(by_sheet.get(name, ()), key=lambda each: order.index(each.strength))
        if found:
            title = catalogue[name].label(_.language.code) if name else _("The workbook")
            lines = tuple(_line(each, checked, catalogue, _) for each in found)
            yield FindingsPart(sheet=name, title=title, lines=lines)


def _line(
    finding: Finding, checked: CheckedWorkbook, catalogue: Catalogue, _: Translator
) -> FindingLine:
    text, fix = worded(finding, catalogue, _)
    named = field_of(catalogue, finding.sheet, finding.field)
    title = checked.titles.get((finding.sheet, finding.uid), finding.uid)
    return FindingLine(
        strength=finding.strength, word=_(STRENGTHS[finding.strength]),
        cell=_cell(finding, _), record=title,
        field=named.label(_.language.code) if named else "",
        text=text, found=finding.found, expected=finding.expected, fix=fix, code=finding.code,
    )  # fmt: skip


def _cell(finding: Finding, _: Translator) -> str:
    first, _colon, last = finding.cell.partition(":")
    if first == last and first.isdecimal():
        return _("row {number}", number=first)
    return finding.cell


def _words(_: Translator) -> PageWords:
    return PageWords(
        progress=_("How complete it is"), sheet=_("Sheet"), records=_("Records"),
        required=_("Required answers"), complete=_("Complete"), strength=_("Strength"),
        cell=_("Cell"), record=_("Record"), finding=_("Finding"), found=_("Found"),
        expected=_("Expected"), fix=_("How to fix it"),
    )  # fmt: skip
