"""Refusals that several readers share."""

from __future__ import annotations

from inventory_app.errors import Refused
from inventory_app.formats.spreadsheet import limits
from inventory_app.texts import N_

SAVE_AGAIN = N_("Open it in a spreadsheet program, save it as a new .xlsx file and send that one.")
ASK_AGAIN = N_("Ask the sender to send the file again.")


def damaged(part: str) -> Refused:
    """Return the refusal of a package of which *part* is missing, cut short or changed."""
    return Refused(
        "F-DAMAGED",
        "The file is damaged: its part “{part}” cannot be read.",
        ASK_AGAIN,
        part=part[:80],
    )


def broken_package() -> Refused:
    """Return the refusal of a package whose list of parts cannot be trusted."""
    return Refused("F-DAMAGED", "The file is damaged or was not received whole.", ASK_AGAIN)


def doubled_part(part: str) -> Refused:
    """Return the refusal of a package that holds *part* twice."""
    return Refused(
        "F-AMBIGUOUS", "The file holds its part “{part}” twice.", SAVE_AGAIN, part=part[:80]
    )


def document_type(part: str) -> Refused:
    """Return the refusal of a part with a document type or entities."""
    return Refused(
        "F-DOCTYPE",
        "The part “{part}” of the file holds instructions that no spreadsheet program writes.",
        "Do not open it. Ask the sender where it comes from.",
        part=part[:80],
    )


def overbuilt(part: str) -> Refused:
    """Return the refusal of a part with absurd nesting, tags or attributes."""
    return Refused(
        "F-XML",
        "The part “{part}” of the file is built as no spreadsheet program builds it.",
        SAVE_AGAIN,
        part=part[:80],
    )


def hidden_contents(part: str) -> Refused:
    """Return the refusal of a part with values where only some programs look for them."""
    return Refused(
        "F-AMBIGUOUS",
        "The part “{part}” of the file holds values that only some programs show.",
        SAVE_AGAIN,
        part=part[:80],
    )


def link_outside(target: str) -> Refused:
    """Return the refusal of a package that looks for a part of itself elsewhere."""
    return Refused(
        "F-LINK",
        "The workbook takes a part of itself from another place: {target}.",
        SAVE_AGAIN,
        target=target[:80],
    )


def macros() -> Refused:
    """Return the refusal of a workbook with macros of any kind."""
    return Refused(
        "F-MACRO",
        "The workbook holds macros, which are programs.",
        "Save it as an .xlsx workbook without macros and send it again.",
    )


def no_such_cell(sheet: str, place: str) -> Refused:
    """Return the refusal of a row, a cell or a range of *sheet* at *place*, as written."""
    return Refused(
        "F-REFERENCE",
        "Sheet “{sheet}” holds something at “{place}”, where no such cell can be.",
        SAVE_AGAIN,
        sheet=sheet,
        place=place[:40],
    )


def unreadable(sheet: str, cell: str, value: str) -> Refused:
    """Return the refusal of a *cell* of *sheet* that stores a *value* of no known kind."""
    return Refused(
        "F-VALUE",
        "The cell {cell} of sheet “{sheet}” holds “{value}”, which cannot be read.",
        "Type the value again, save the workbook and send it again.",
        sheet=sheet,
        cell=cell,
        value=value[: limits.NUMBER],
    )


def foreign_objects() -> Refused:
    """Return the refusal of a workbook with objects of other programs."""
    return Refused(
        "F-OBJECT",
        "The workbook holds objects or controls of another program.",
        "Delete the embedded objects, save the workbook and send it again.",
    )


def doubled_name(name: str) -> Refused:
    """Return the refusal of a workbook with two sheets, names or properties called *name*."""
    return Refused("F-AMBIGUOUS", "The workbook holds “{name}” twice.", SAVE_AGAIN, name=name[:80])
