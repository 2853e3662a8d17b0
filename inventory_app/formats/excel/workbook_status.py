"""The state of a sheet, of a workbook and of totals that must agree: its words and colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from inventory_app.formats.excel.workbook_rules import literal
from inventory_app.formats.excel.workbook_styles import (
    AMBER,
    AMBER_INK,
    GREEN,
    GREEN_INK,
    RED,
    RED_INK,
    Styles,
)
from inventory_app.texts import Translator

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


@dataclass(frozen=True, kw_only=True)
class StatusWords:
    """The words for the state of a sheet, of the workbook, and of totals that must agree."""

    complete: str
    missing: str
    wrong: str
    empty: str
    nothing: str
    contradiction: str
    ready: str
    unready: str
    agree: str
    differ: str
    neither: str = "–"  # noqa: RUF001 - a dash: there is nothing to compare


def status_words(_: Translator) -> StatusWords:
    """Return the words in one language."""
    return StatusWords(
        complete=_("Complete"),
        missing=_("Answers missing"),
        wrong=_("Please correct"),
        empty=_("Not begun"),
        nothing=_("Nothing to report"),
        contradiction=_("Rows, yet nothing to report?"),
        ready=_("Ready to send"),
        unready=_("Not ready yet"),
        agree=_("They agree"),
        differ=_("They differ"),
    )


def colour_statuses(
    page: Worksheet, styles: Styles, rows: tuple[int, int], column: int, _: Translator
) -> None:
    """Colour the statuses in *column* from the first to the last of *rows*."""
    said = status_words(_)
    good = styles.bare(bg_color=GREEN, font_color=GREEN_INK)
    lacking = styles.bare(bg_color=AMBER, font_color=AMBER_INK)
    bad = styles.bare(bg_color=RED, font_color=RED_INK)
    for word, look in (
        (said.complete, good),
        (said.nothing, good),
        (said.agree, good),
        (said.missing, lacking),
        (said.differ, bad),
        (said.wrong, bad),
        (said.contradiction, bad),
    ):
        options = {"type": "cell", "criteria": "==", "value": in_formula(word), "format": look}
        page.conditional_format(rows[0], column, rows[1], column, options)


def in_formula(word: str) -> str:
    """Return *word* as a formula writes it."""
    return '"' + literal(word) + '"'
