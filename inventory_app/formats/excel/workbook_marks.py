"""The marks by which a survey workbook is recognised when it comes back.

They are found by their content, wherever they stand: respondents rename, move and insert, and
spreadsheet programs rebuild the file. A mark is ASCII and begins with `#`; a column whose key
begins with `=` is computed and never read.
"""

from __future__ import annotations

PROPERTY = "ict-inventory"

SHEET = "#sheet:"
CODE = "#code:"
TITLE = "#title:"
BANDS = "#bands:"
HEADINGS = "#headings:"
COMPUTED = "="
PAGE = "#page:"
END = "#end"  # below the last line of a page: what stands further down was not issued

NOTHING = "#nothing:"
UNCHANGED = "#unchanged:"
FILLED_BY = "#filled_by"
WORKBOOK_CODE = "#workbook_code"

QUERIES = "#queries"

ISSUED = "#issued"
ISSUED_FIELDS = "#fields"
ISSUED_NAME = "#name"  # a record of a sheet that is not asked, as answers name it

IDENTITY_TAB = "_identity"
LISTS_TAB = "_lists"
ISSUED_TAB = "_issued"

KIND = "kind"  # what follows stands with the identity, unsigned
KIND_QUERY = "query"
DEDICATED_FROM = "dedicated_from"
NON_DEDICATED_FROM = "non_dedicated_from"
SHOWN_IN = "shown_in"  # the language of the texts, where another one was signed
FACTS = "facts"  # what the front page says, for a workbook in another language

NAME_CODE = "ict_workbook_code"
NAME_FILLED_BY = "ict_filled_by"


def name_of_rows(sheet: str) -> str:
    """Return the defined name of the table of *sheet*."""
    return f"ict_{sheet}_rows"


def name_of_column(sheet: str, field: str) -> str:
    """Return the defined name of the key cell of a column."""
    return f"ict_{sheet}__{field}"


def name_of_nothing(sheet: str) -> str:
    """Return the defined name of the cell that says that there is nothing to report."""
    return f"ict_nothing__{sheet}"


def name_of_unchanged(sheet: str) -> str:
    """Return the defined name of the cell that says that nothing has changed."""
    return f"ict_unchanged__{sheet}"


def name_of_records(sheet: str) -> str:
    """Return the defined name of the records of *sheet*, where the workbook does not have it."""
    return f"ict_known__{sheet}"


def name_of_list(code_list: str) -> str:
    """Return the defined name of the labels of *code_list*."""
    return f"list_{code_list}"
