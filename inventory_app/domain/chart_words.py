"""What charts say to those who cannot see them: the same numbers, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inventory_app.domain.charts import Bar
    from inventory_app.texts import Translator


def said(_: Translator, caption: str, values: Sequence[tuple[str, str]]) -> str:
    """Return names with their texts as one sentence after *caption*, if there is any."""
    listed = _("; ").join(_("{name}: {text}", name=name, text=text) for name, text in values)
    return _("{name}: {text}", name=caption, text=listed) if caption else listed


def bars_said(_: Translator, rows: Sequence[Bar], titles: Sequence[str] = ()) -> str:
    """Return each bar with its numbers; *titles* say what the numbers are."""
    if not titles:
        return said(_, "", [(row.label, _(", ").join(row.texts)) for row in rows])
    pairs = [(row.label, zip(titles, row.texts, strict=False)) for row in rows]
    return said(_, "", [
        (label, _(", ").join(_("{name}: {text}", name=title, text=text) for title, text in texts))
        for label, texts in pairs
    ])  # fmt: skip
