"""The package of a workbook: equal parts give equal files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

_EPOCH = (1980, 1, 1, 0, 0, 0)
_LEVEL = 4  # a twentieth larger than at 6, for a sixth of the time less


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the package that holds *parts*, by name, in their order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as package:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content, compresslevel=_LEVEL)
    return target.getvalue()
