"""Places in a workbook: from the way of OpenDocument to the way of Excel."""

from __future__ import annotations

import re

_CELL = r"(\$?[A-Z]{1,3}\$?[0-9]{1,7})"
_ADDRESS = re.compile(
    rf"\$?(?:'((?:[^']|'')+)'|([^'.:$\s]+))\.{_CELL}(?::(?:\$?(?:'(?:[^']|'')+'|[^'.:$\s]+))?\.{_CELL})?"
).fullmatch
_PLAIN_NAME = re.compile(r"[^\W\d]\w*").fullmatch


def excel_reference(address: str) -> str:
    """Return the cell or range *address* as Excel writes it: `$'A b'.$C$3` is `'A b'!$C$3`.

    Anything else, such as an expression, is returned as it is.
    """
    parts = _ADDRESS(address)
    if parts is None:
        return address
    quoted, bare, first, last = parts.groups()
    sheet = bare or (quoted if _PLAIN_NAME(quoted) else f"'{quoted}'")
    return f"{sheet}!{first}:{last}" if last else f"{sheet}!{first}"
