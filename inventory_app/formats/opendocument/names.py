"""Full names of the elements and attributes that are read (OASIS OpenDocument 1.3, part 3)."""

from __future__ import annotations

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE_SPACE = f"{_OASIS}office:1.0"
STYLE_SPACE = f"{_OASIS}style:1.0"
NUMBER_SPACE = f"{_OASIS}datastyle:1.0"
META_SPACE = f"{_OASIS}meta:1.0"
MANIFEST_SPACE = f"{_OASIS}manifest:1.0"
TEXT_SPACE = f"{_OASIS}text:1.0"
_TABLE_SPACE = f"{_OASIS}table:1.0"
# LibreOffice says here what the standard has no word for: that a cell holds an error.
_CALC_SPACE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"

# The document
DOCUMENT = f"{OFFICE_SPACE} document-content"
SCRIPTS = f"{OFFICE_SPACE} scripts"
SCRIPT = f"{OFFICE_SPACE} script"
AUTOMATIC_STYLES = f"{OFFICE_SPACE} automatic-styles"
BODY = f"{OFFICE_SPACE} body"
SPREADSHEET = f"{OFFICE_SPACE} spreadsheet"

# Styles
STYLE = f"{STYLE_SPACE} style"
STYLE_NAME = f"{STYLE_SPACE} name"
FAMILY = f"{STYLE_SPACE} family"
PARENT_STYLE = f"{STYLE_SPACE} parent-style-name"
DATA_STYLE = f"{STYLE_SPACE} data-style-name"
TABLE_PROPERTIES = f"{STYLE_SPACE} table-properties"
DISPLAY = f"{_TABLE_SPACE} display"
PERCENTAGE_STYLE = f"{NUMBER_SPACE} percentage-style"

# Sheets
TABLE = f"{_TABLE_SPACE} table"
NAME = f"{_TABLE_SPACE} name"
TABLE_STYLE = f"{_TABLE_SPACE} style-name"
ROW = f"{_TABLE_SPACE} table-row"
ROW_GROUPS = frozenset(
    f"{_TABLE_SPACE} {name}" for name in ("table-header-rows", "table-rows", "table-row-group")
)
CELL = f"{_TABLE_SPACE} table-cell"
COVERED = f"{_TABLE_SPACE} covered-table-cell"
ROWS_REPEATED = f"{_TABLE_SPACE} number-rows-repeated"
COLUMNS_REPEATED = f"{_TABLE_SPACE} number-columns-repeated"
ROWS_SPANNED = f"{_TABLE_SPACE} number-rows-spanned"
COLUMNS_SPANNED = f"{_TABLE_SPACE} number-columns-spanned"
VISIBILITY = f"{_TABLE_SPACE} visibility"
DDE_LINKS = f"{_TABLE_SPACE} dde-links"
NAMED_EXPRESSIONS = f"{_TABLE_SPACE} named-expressions"
NAMED_RANGE = f"{_TABLE_SPACE} named-range"
NAMED_EXPRESSION = f"{_TABLE_SPACE} named-expression"
RANGE_ADDRESS = f"{_TABLE_SPACE} cell-range-address"
EXPRESSION = f"{_TABLE_SPACE} expression"

# Values
FORMULA = f"{_TABLE_SPACE} formula"
VALUE_TYPE = f"{OFFICE_SPACE} value-type"
CALC_VALUE_TYPE = f"{_CALC_SPACE} value-type"
VALUE = f"{OFFICE_SPACE} value"
DATE_VALUE = f"{OFFICE_SPACE} date-value"
TIME_VALUE = f"{OFFICE_SPACE} time-value"
BOOLEAN_VALUE = f"{OFFICE_SPACE} boolean-value"
STRING_VALUE = f"{OFFICE_SPACE} string-value"

# Texts
PARAGRAPH = f"{TEXT_SPACE} p"
SPACES = f"{TEXT_SPACE} s"
SPACE_COUNT = f"{TEXT_SPACE} c"
TAB = f"{TEXT_SPACE} tab"
LINE_BREAK = f"{TEXT_SPACE} line-break"
SHOWN_INLINE = frozenset(
    f"{TEXT_SPACE} {name}"
    for name in ("span", "a", "sheet-name", "date", "time", "title", "file-name", "author-name")
)

META_NAME = f"{META_SPACE} name"
META_TYPE = f"{META_SPACE} value-type"
FULL_PATH = f"{MANIFEST_SPACE} full-path"
MEDIA_TYPE = f"{MANIFEST_SPACE} media-type"
