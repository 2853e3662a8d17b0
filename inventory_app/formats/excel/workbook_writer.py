"""Write a survey workbook: everything that an entity needs to answer, in one file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from inventory_app.domain.answer_words import words
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.records import Declaration
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.workbooks import Workbook
from inventory_app.domain.workload import Workload, workload
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel import workbook_slots as slots
from inventory_app.formats.excel.workbook_counts import added_up, counted
from inventory_app.formats.excel.workbook_facts import facts_text
from inventory_app.formats.excel.workbook_hidden import (
    issued_rows,
    record_names,
    unasked_references,
)
from inventory_app.formats.excel.workbook_layout import FIRST_ROW, spare_rows
from inventory_app.formats.excel.workbook_news import News, figure_texts
from inventory_app.formats.excel.workbook_particulars import particulars
from inventory_app.formats.excel.workbook_rows import Written
from inventory_app.formats.excel.workbook_skeleton import (
    ISSUED_ROWS,
    ROWS,
    Shape,
    Skeleton,
    skeleton_for,
)
from inventory_app.formats.excel.workbook_status import status_words
from inventory_app.formats.excel.workbook_tally import Tally
from inventory_app.formats.excel.workbook_xml import escaped, text_content, text_row
from inventory_app.formats.excel.workbook_zip import packed
from inventory_app.formats.spreadsheet.grid import column_letters
from inventory_app.texts import Translator, translator

__all__ = ["spare_rows", "write_workbook"]

_STEP_MINUTES = 5
_MOST_MINUTES = 90  # from here on the time is told in hours


def write_workbook(workbook: Workbook, catalogue: Catalogue, path: Path) -> None:
    """Write *workbook* to *path* in its language. Equal workbooks give equal files.

    What is typed text stays text, whatever it looks like. Raises `OSError` if the file cannot be
    written, and `UserError` for a language that the program does not have.
    """
    language = workbook.identity.language
    chosen = catalogue.sheets if workbook.asked is None else workbook.asked
    shape = Shape(
        language=language,
        asked=tuple(name for name in catalogue.sheets if name in chosen),
        news=News(
            before=workbook.before, changes=workbook.changes, figures=workbook.last is not None
        ),
    )
    skeleton = skeleton_for(catalogue, shape)
    values = _values(skeleton, catalogue, workbook, translator(language))
    path.write_bytes(packed((part.name, part.filled(values)) for part in skeleton.parts))


def _values(
    skeleton: Skeleton, catalogue: Catalogue, workbook: Workbook, _: Translator
) -> dict[str, str]:
    """Return what is filled into the slots, as XML."""
    texts = {
        **_particulars(skeleton, workbook, _), **figure_texts(workbook.last, workbook.peers, _)
    }  # fmt: skip
    values = {name: escaped(text) for name, text in texts.items()}
    values |= _inputs(skeleton, workbook, _)
    written = _written(catalogue, workbook, _)
    tallies: dict[str, Tally] = {}
    for layout in skeleton.layouts:
        name = layout.sheet.name
        records, spare = workbook.records.get(name, ()), workbook.spare.get(name, ())
        rows, tallies[name] = skeleton.rows[name].write(records, spare, written)
        last = FIRST_ROW + max(len(records) + len(spare), 1)
        values[ROWS + name] = rows
        values[slots.last_row_name(layout.number)] = str(last)
        values[slots.reserve_row_name(layout.number)] = str(last + slots.RESERVE)
        values[f"known.{name}"] = escaped(_.number(len(workbook.as_issued.get(name, ()))))
    said = status_words(_)
    values |= counted(skeleton.checked, tallies, workbook.declarations, said)
    values |= added_up(skeleton.totals, workbook.records, said)
    return values | _issued(skeleton, workbook, written.names)


def _written(catalogue: Catalogue, workbook: Workbook, _: Translator) -> Written:
    """Return what all rows need to know."""
    names = record_names(workbook.records, catalogue, _.language.code)
    known = None
    if workbook.issued is not None:
        names = record_names(workbook.issued, catalogue, _.language.code) | names
        known = frozenset(each.uid for rows in workbook.issued.values() for each in rows)
    return Written(
        names=names,
        unread=workbook.unread,
        known=known,
        parameters=RoundParameters(
            dedicated_from=Decimal(workbook.dedicated_from),
            non_dedicated_from=Decimal(workbook.non_dedicated_from),
        ),
    )


def _issued(skeleton: Skeleton, workbook: Workbook, names: Mapping[str, str]) -> dict[str, str]:
    """Return the rows of the hidden sheet that keeps what was issued, and where they stand."""
    values: dict[str, str] = {}
    rows: list[tuple[str, ...]] = []
    number = skeleton.first_issued_row + 1
    for sheet in unasked_references(skeleton.layouts):
        known = [names[each.uid] for each in workbook.as_issued.get(sheet, ())]
        rows += [(sheet, marks.ISSUED_NAME, text) for text in known or [""]]
        values[f"names.{sheet}.first"] = str(number)
        number = skeleton.first_issued_row + 1 + len(rows)
        values[f"names.{sheet}.last"] = str(number - 1)
    rows += issued_rows(skeleton.catalogue, workbook.as_issued)
    values[ISSUED_ROWS] = "".join(
        text_row(at, texts) for at, texts in enumerate(rows, start=skeleton.first_issued_row + 1)
    )
    widest = max((len(texts) for texts in rows), default=3)
    values["issued.corner"] = f"{column_letters(widest)}{skeleton.first_issued_row + len(rows)}"
    return values


def _inputs(skeleton: Skeleton, workbook: Workbook, _: Translator) -> dict[str, str]:
    """Return what stands in the input cells of the front page, as XML after their style."""
    yes = words(_.language.code).yes
    said = {marks.NAME_FILLED_BY: workbook.filled_by}
    for sheet in skeleton.catalogue.sheets:
        declared = workbook.declarations.get(sheet, Declaration(sheet=sheet))
        said[marks.name_of_nothing(sheet)] = yes if declared.nothing else ""
        said[marks.name_of_unchanged(sheet)] = yes if declared.unchanged else ""
    return {
        slots.input_name(name): text_content(text) if text else "/>" for name, text in said.items()
    }


def _particulars(skeleton: Skeleton, workbook: Workbook, _: Translator) -> dict[str, str]:
    """Return the texts that tell one workbook from another."""
    found = particulars(
        workbook.identity, _, file_name=workbook.file_name, entity_name=workbook.entity_name,
        organisation=workbook.organisation, focal_point=workbook.focal_point,
        contact=workbook.contact, as_of=workbook.as_of, deadline=workbook.deadline,
        issued_on=workbook.issued_on,
    )  # fmt: skip
    return found | {
        "minutes": _time_needed(
            workload(skeleton.catalogue, workbook.records, workbook.entity_type), _
        ),
        **{f"facts.{n}": piece for n, piece in enumerate(facts_text(workbook))},
        "dedicated_from": str(workbook.dedicated_from),
        "non_dedicated_from": str(workbook.non_dedicated_from),
    }


def _time_needed(work: Workload, _: Translator) -> str:
    minutes = math.ceil(work.minutes / _STEP_MINUTES) * _STEP_MINUTES
    if minutes <= _MOST_MINUTES:
        if work.at_least:
            return _.plural("at least {n} minute", "at least {n} minutes", minutes)
        return _.plural("about {n} minute", "about {n} minutes", minutes)
    hours = round(work.minutes / 60)
    if work.at_least:
        return _.plural("at least {n} hour", "at least {n} hours", hours)
    return _.plural("about {n} hour", "about {n} hours", hours)
