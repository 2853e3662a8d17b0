"""Write a survey workbook: everything that an entity needs to answer, in one file."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Mapping
from pathlib import Path

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.workbooks import Workbook
from inventory_app.domain.workload import Workload, workload
from inventory_app.formats.excel import workbook_slots as slots
from inventory_app.formats.excel.grid import column_letters
from inventory_app.formats.excel.workbook_check import StatusWords, status_words
from inventory_app.formats.excel.workbook_hidden import (
    IDENTITY_PARTS,
    issued_rows,
    property_text,
    record_names,
)
from inventory_app.formats.excel.workbook_layout import FIRST_ROW, spare_rows
from inventory_app.formats.excel.workbook_rows import Tally
from inventory_app.formats.excel.workbook_skeleton import (
    ISSUED_ROWS,
    ROWS,
    Skeleton,
    skeleton_for,
)
from inventory_app.formats.excel.workbook_xml import escaped, text_row
from inventory_app.texts import Translator, translator

__all__ = ["spare_rows", "write_workbook"]

_ENTITY_IN_FOOTER = 80  # a footer holds 255 characters in all
_STEP_MINUTES = 5
_MOST_MINUTES = 90  # from here on the time is told in hours
_LEFT_TO_RIGHT = (
    "\u200e"  # keeps a code or a file name in order between words that read to the left
)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of zip files: equal workbooks give equal files
_LEVEL = 4  # a twentieth larger than at 6, for a sixth of the time less


def write_workbook(workbook: Workbook, catalogue: Catalogue, path: Path) -> None:
    """Write *workbook* to *path* in its language. Equal workbooks give equal files.

    What is typed text stays text, whatever it looks like. Raises `OSError` if the file cannot be
    written, and `UserError` for a language that the program does not have.
    """
    skeleton = skeleton_for(catalogue, workbook.identity.language)
    values = _values(skeleton, workbook, translator(workbook.identity.language))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as package:
        for part in skeleton.parts:
            package.writestr(_entry(part.name), part.filled(values), compresslevel=_LEVEL)
    path.write_bytes(target.getvalue())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _values(skeleton: Skeleton, workbook: Workbook, _: Translator) -> dict[str, str]:
    """Return what is filled into the slots, as XML."""
    values = {name: escaped(text) for name, text in _particulars(skeleton, workbook, _).items()}
    names = record_names(workbook.records, skeleton.catalogue, skeleton.language)
    tallies: dict[str, Tally] = {}
    for layout in skeleton.layouts:
        name = layout.sheet.name
        records, spare = workbook.records.get(name, ()), workbook.spare.get(name, ())
        rows, tallies[name] = skeleton.rows[name].write(records, spare, names)
        last = FIRST_ROW + max(len(records) + len(spare), 1)
        values[ROWS + name] = rows
        values[slots.last_row_name(layout.number)] = str(last)
        values[slots.reserve_row_name(layout.number)] = str(last + slots.RESERVE)
        values[f"known.{name}"] = escaped(_.number(len(records)))
    values |= _counts(skeleton, tallies, status_words(_))
    issued = list(issued_rows(skeleton.catalogue, workbook.records))
    values[ISSUED_ROWS] = "".join(
        text_row(number, texts)
        for number, texts in enumerate(issued, start=skeleton.first_issued_row + 1)
    )
    widest = max((len(texts) for texts in issued), default=3)
    values["issued.corner"] = f"{column_letters(widest)}{skeleton.first_issued_row + len(issued)}"
    return values


def _particulars(skeleton: Skeleton, workbook: Workbook, _: Translator) -> dict[str, str]:
    """Return the texts that tell one workbook from another."""
    identity = workbook.identity
    mark = _LEFT_TO_RIGHT if _.language.right_to_left else ""
    entity = workbook.entity_name
    if len(entity) > _ENTITY_IN_FOOTER:
        entity = entity[:_ENTITY_IN_FOOTER] + "…"
    parts = identity.parts() | {"tag": identity.tag}
    return {f"identity.{name}": parts[name] for name in IDENTITY_PARTS} | {
        "round": identity.round,
        "entity": workbook.entity_name,
        "footer_entity": entity.replace("&", "&&"),
        "organisation": workbook.organisation,
        "focal_point": workbook.focal_point or "–",  # noqa: RUF001 - a dash: there is none
        "contact": workbook.contact or _("whoever sent you this workbook"),
        "send": _send(workbook.contact, _),
        "code": identity.code,
        "code_in_text": mark + identity.code,
        "version": identity.catalogue,
        "file_name": mark + workbook.file_name,
        "as_of": _.date(workbook.as_of),
        "deadline": _.date(workbook.deadline),
        "issued_on": _.date(workbook.issued_on),
        "minutes": _time_needed(
            workload(skeleton.catalogue, workbook.records, workbook.entity_type), _
        ),
        "dedicated_from": str(workbook.dedicated_from),
        "non_dedicated_from": str(workbook.non_dedicated_from),
        "property": property_text(identity),
        "created": f"{workbook.issued_on.isoformat()}T00:00:00Z",
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


def _send(contact: str, _: Translator) -> str:
    if contact:
        return _("Send it by e-mail to {contact}.", contact=contact)
    return _("Send it by e-mail, as a reply to the message that brought it.")


def _counts(skeleton: Skeleton, tallies: Mapping[str, Tally], said: StatusWords) -> dict[str, str]:
    """Return the results of the formulas that count, as they stand when the workbook is issued."""
    values: dict[str, str] = {}
    due_in_all = missing_in_all = 0
    is_ready = True
    for layout in skeleton.layouts:
        name, tally = layout.sheet.name, tallies[layout.sheet.name]
        due, missing = tally.due.total(), tally.missing.total()
        status = said.empty
        if tally.started:
            status = said.missing if missing else said.complete
        values[f"status.{name}"] = escaped(status)
        values[f"#begun.{name}"] = str(tally.started)
        values[f"#due.{name}"], values[f"#missing.{name}"] = str(due), str(missing)
        values[f"#share.{name}"] = _share(due, missing)
        for field in layout.sheet.required:
            values[f"#due.{name}.{field.name}"] = str(tally.due[field.name])
            values[f"#missing.{name}.{field.name}"] = str(tally.missing[field.name])
        due_in_all, missing_in_all = due_in_all + due, missing_in_all + missing
        is_ready = is_ready and status == said.complete
    return values | {
        "#due": str(due_in_all),
        "#missing": str(missing_in_all),
        "#share": _share(due_in_all, missing_in_all),
        "status": escaped(said.ready if is_ready else said.unready),
    }


def _share(due: int, missing: int) -> str:
    return repr(1 - missing / due) if due else "0"
