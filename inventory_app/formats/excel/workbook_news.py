"""The part of a front page that looks back: last round's figures, and what has changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from inventory_app.domain.definition_changes import SheetChange
from inventory_app.domain.definition_words import sheet_lines
from inventory_app.domain.indicator_definitions import default_indicators
from inventory_app.domain.last_round import KEY_FIGURES, Band, KeyFigure, LastRound
from inventory_app.domain.overviews import KPIS
from inventory_app.domain.values import ValueState
from inventory_app.formats.excel.workbook_page import height, merged, ruled, subtitle
from inventory_app.formats.excel.workbook_slots import slot
from inventory_app.formats.excel.workbook_styles import NAVY, PALE_BLUE, PAPER, QUIET, Styles
from inventory_app.texts import N_, Translator

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_STATES = {
    ValueState.NR: N_("not reported"),
    ValueState.NA: N_("not applicable"),
    ValueState.ERR: N_("fails a check"),
    ValueState.SUP: N_("withheld"),
    ValueState.NQ: N_("not asked"),
}


@dataclass(frozen=True, kw_only=True)
class News:
    """What a front page looks back on: the round *before*, "" where there is none."""

    before: str = ""
    changes: tuple[SheetChange, ...] = ()
    figures: bool = False


@dataclass(frozen=True, kw_only=True)
class Places:
    """The columns of the parts: of a label, a long text, and four figures; the width of a text."""

    label: tuple[int, int]
    figures: Sequence[tuple[int, int]]
    text: tuple[int, int]
    last: int
    width: float


def write_figures(
    page: Worksheet, styles: Styles, _: Translator, row: int, places: Places, before: str
) -> int:
    """Write the table of last round's figures, with slots for them; return the row after it."""
    heading = _("Your figures in round {round}, and those of comparable entities", round=before)
    row = subtitle(page, styles, row, places.last, heading)
    note = styles(font_size=9, font_color=QUIET, text_wrap=True, valign="top", align="start")
    text = _(
        "Compared with: {peers}. Nobody is named, and of fewer than five entities nothing is "
        "shown.",
        peers=slot("peers"),
    )
    whole = (places.label[0], places.last)
    page.set_row(row, 26)
    merged(page, row, whole, text, note)
    row += 1
    head = styles(bold=True, font_color=PAPER, bg_color=NAVY, text_wrap=True, align="center")
    start = styles(bold=True, font_color=PAPER, bg_color=NAVY, align="start", indent=1)
    titles = (_("Your entity"), _("Median"), _("Middle half of them"), _("Entities"))
    page.set_row(row, 30)
    merged(page, row, places.label, _("Figure"), start)
    for columns, title in zip(places.figures, titles, strict=True):
        merged(page, row, columns, title, head)
    row += 1
    name_look = ruled(styles, indent=1)
    own = ruled(styles, align="center", bold=True, bg_color=PALE_BLUE)
    other = ruled(styles, align="center")
    for name in KEY_FIGURES:
        page.set_row(row, 30)
        merged(page, row, places.label, figure_label(name, _), name_look)
        for columns, part, look in zip(
            places.figures, ("own", "median", "band", "n"), (own, other, other, other), strict=True
        ):
            merged(page, row, columns, slot(f"figure.{name}.{part}"), look)
        row += 1
    return row


def write_changes(
    page: Worksheet, styles: Styles, _: Translator, row: int, places: Places, news: News
) -> int:
    """Write what has changed in the questions; return the row after it."""
    heading = _("What has changed in the questions since round {round}", round=news.before)
    row = subtitle(page, styles, row, places.last, heading)
    if not news.changes:
        look = styles(font_size=10.5, text_wrap=True, valign="top", align="start")
        page.set_row(row, 20)
        text = _("Nothing: the questions are those of last time.")
        merged(page, row, (places.label[0], places.last), text, look)
        return row + 1
    label = ruled(styles, bold=True, indent=1, valign="top")
    said = ruled(styles, valign="top")
    for change in news.changes:
        text = "\n".join(sheet_lines(change, _))
        page.set_row(row, min(400.0, height(text, places.width)))
        name = change.labels.get(_.language.code, change.labels["en"])
        page.write_string(row, places.label[0], name, label)
        merged(page, row, places.text, text, said)
        row += 1
    return row


def figure_label(name: str, _: Translator) -> str:
    """Return what a key figure is called, with its unit."""
    if name in KPIS:
        label, unit = _(KPIS[name].label), _(KPIS[name].unit)
    else:
        indicators, language = default_indicators(), _.language.code
        label, unit = indicators[name].label(language), indicators.unit_label(name, language)
    if not unit or unit.casefold() in label.casefold():
        return label
    return _("{label} ({unit})", label=label, unit=unit)


def figure_texts(last: LastRound | None, peers: str, _: Translator) -> Mapping[str, str]:
    """Return what is filled into the slots of the figures."""
    if last is None:
        return {}
    texts = {"peers": peers}
    for figure in last.figures:
        for part, text in _texts(figure, last, _).items():
            texts[f"figure.{figure.name}.{part}"] = text
    return texts


def _texts(figure: KeyFigure, last: LastRound, _: Translator) -> Mapping[str, str]:
    places = _places(figure.name)
    band = figure.band
    return {
        "own": _own(figure, places, _) if last.answered else _("no answer"),
        "median": _.number(band.median, places) if band else _("too few"),
        "band": _range(band, places, _) if band else _("too few"),
        "n": _.number(band.n) if band else _("too few"),
    }


def _own(figure: KeyFigure, places: int, _: Translator) -> str:
    if figure.value is None:
        return _(_STATES.get(figure.state, _STATES[ValueState.NR]))
    text = _.number(figure.value, places)
    if figure.state is ValueState.NE:
        return _("{value} (estimated)", value=text)
    return text


def _range(band: Band, places: int, _: Translator) -> str:
    return _("{low} to {high}", low=_shown(band.q1, places, _), high=_shown(band.q3, places, _))


def _shown(value: Decimal, places: int, _: Translator) -> str:
    return _.number(value, places)


def _places(name: str) -> int:
    return KPIS[name].places if name in KPIS else default_indicators()[name].places
