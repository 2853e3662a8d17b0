"""What changed: amounts before and after on one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inventory_app.domain.marks import Chart, Dot, Line, Mark, Poly, Text, mirrored

ROW = 18.0
KEY_HEIGHT = 18.0
_INSET = 8.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One amount before and after, as a number and as printed; one that is not known is None."""

    label: str
    before: Decimal | None
    after: Decimal | None
    before_text: str
    after_text: str


def before_after(
    rows: Sequence[Change],
    *,
    width: float,
    label_width: float,
    text_width: float,
    key: tuple[str, str],
    one_scale: bool = True,
    right_to_left: bool = False,
) -> Chart:
    """Draw an arrow from before (open dot) to after (filled dot) for each row, from zero on.

    Where one of the two is not known its dot is left out, and nothing joins them. Rows of
    different units each have a scale of their own, with *one_scale* off.
    """
    longest = max(map(_most, rows), default=Decimal(0))
    left, room = label_width + _INSET, width - label_width - 2 * text_width - 2 * _INSET
    marks: list[Mark] = [*_key(key, left, width, text_width)]
    for number, row in enumerate(rows):
        top = KEY_HEIGHT + number * ROW
        marks.append(Text(x=0, y=top, width=label_width - 6, height=ROW, text=row.label, lines=2))
        most = longest if one_scale else _most(row)
        marks.extend(_arrow(row, left, room, top + ROW / 2, most or Decimal(1)))
        for place, text in enumerate((row.before_text, row.after_text)):
            x = width - (2 - place) * text_width
            marks.append(Text(x=x + 4, y=top, width=text_width - 4, height=ROW, text=text,
                              align="right", lines=2, bold=place == 1))  # fmt: skip
    height = KEY_HEIGHT + ROW * len(rows)
    chart = Chart(width=width, height=height, marks=tuple(marks))
    return mirrored(chart) if right_to_left else chart


def _most(row: Change) -> Decimal:
    return max([each for each in (row.before, row.after) if each is not None] or [Decimal(0)])


def _key(texts: tuple[str, str], left: float, width: float, text_width: float) -> Iterator[Mark]:
    step = min(110.0, max(0.0, width - left - 2 * text_width) / 2)
    for place, text in enumerate(texts):
        x = left + place * step
        yield _dot(x + 4, KEY_HEIGHT / 2, filled=place == 1)
        yield Text(
            x=x + 12,
            y=0,
            width=max(0.0, step - 18),
            height=KEY_HEIGHT,
            text=text,
            size=7,
            ink="muted",
        )
        yield Text(x=width - (2 - place) * text_width + 4, y=0, width=text_width - 4,
                   height=KEY_HEIGHT, text=text, size=7, align="right", ink="muted")  # fmt: skip


def _dot(x: float, y: float, *, filled: bool) -> Dot:
    return Dot(x=x, y=y, radius=3.4, fill="accent" if filled else "paper",
               ring="paper" if filled else "accent")  # fmt: skip


def _arrow(row: Change, left: float, room: float, y: float, most: Decimal) -> Iterator[Mark]:
    yield Line(x1=left, y1=y, x2=left + room, y2=y, ink="line", thickness=0.5)

    def at(value: Decimal) -> float:
        return left + room * float(max(value, Decimal(0)) / most)

    if row.before is not None and row.after is not None:
        start, end = at(row.before), at(row.after)
        yield Line(x1=start, y1=y, x2=end, y2=y, ink="accent", thickness=1.6)
        way = 1 if end > start else -1
        if abs(end - start) > 14:
            tip = end - 5 * way
            yield Poly(points=((tip, y), (tip - 5 * way, y - 3), (tip - 5 * way, y + 3)),
                       fill="accent")  # fmt: skip
    if row.before is not None:
        yield _dot(at(row.before), y, filled=False)
    if row.after is not None:
        yield _dot(at(row.after), y, filled=True)
