"""Slots: places in a prepared workbook that are filled in for each entity.

Workbooks of one language differ in little but their records. So one is prepared with XlsxWriter,
with slots where they differ, and then only filled in. A slot is a name between two characters of
the private use area; the last row of a table, which formulas and rules need as a number, is a
number that nothing else in the file has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_FIRST_TABLE = 1_000_401
_TABLE = 1_000
_LAST_ROWS = re.compile(r"(?<![0-9a-z.])10([0-3][0-9])([47])01(?![0-9A-Za-z])")
SLOT = re.compile("\ue000([^\ue001]*)\ue001")
RESERVE = 300  # rows under a table in which its drop-down lists still work


def slot(name: str) -> str:
    """Return the slot that is filled in with the text *name*."""
    return f"\ue000{name}\ue001"


def number_slot(*names: str) -> str:
    """Return the slot, in a formula's place for its result, that is filled in with a number."""
    return slot("#" + ".".join(names))


def last_row_slot(table: int) -> int:
    """Return the number that stands for the last row of a table, by its place among the tables.

    Such numbers are 1000401, 1001401 and so on; with the reserve, 1000701, 1001701 and so on.
    """
    return _FIRST_TABLE + _TABLE * table


def last_row_name(table: int) -> str:
    """Return the name under which the last row of a table is filled in."""
    return f"row.{table}"


def reserve_row_name(table: int) -> str:
    """Return the name under which the last row of its reserve is filled in."""
    return f"reserve.{table}"


def with_row_slots(xml: str) -> str:
    """Return *xml* with slots in place of the numbers for last rows."""
    return _LAST_ROWS.sub(_row_slot, xml)


def with_inputs(xml: str, inputs: Mapping[str, str]) -> str:
    """Return the XML of a page with slots in the empty cells among *inputs*, by their names.

    What is filled in is the rest of the cell: its content, or nothing but its end.
    """
    for name, place in inputs.items():
        cell = place.rpartition("!")[2].replace("$", "")
        empty = re.compile(rf'(<c r="{cell}" s="[0-9]+")/>')
        xml = empty.sub(lambda found, name=name: found[1] + slot(input_name(name)), xml)  # type: ignore[misc]
    return xml


def input_name(name: str) -> str:
    """Return the name of the slot of an input cell, by its defined name."""
    return f"input.{name}"


def _row_slot(match: re.Match[str]) -> str:
    name = last_row_name if match[2] == "4" else reserve_row_name
    return slot(name(int(match[1])))


ROUND = slot("round")
ENTITY = slot("entity")
FOOTER_ENTITY = slot("footer_entity")
ORGANISATION = slot("organisation")
FOCAL_POINT = slot("focal_point")
CONTACT = slot("contact")
SEND = slot("send")
CODE = slot("code")
CODE_IN_TEXT = slot("code_in_text")
VERSION = slot("version")
FILE_NAME = slot("file_name")
AS_OF = slot("as_of")
DEADLINE = slot("deadline")
ISSUED_ON = slot("issued_on")
ISSUE_NUMBER = slot("issue_number")
MINUTES = slot("minutes")
DEDICATED_FROM = slot("dedicated_from")
NON_DEDICATED_FROM = slot("non_dedicated_from")
PROPERTY = slot("property")
CREATED = "2000-01-01T00:00:00Z"  # as XlsxWriter writes the date that it is given
