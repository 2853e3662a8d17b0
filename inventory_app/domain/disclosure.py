"""What a table may show without telling on anybody (indicator rules, 4.5).

A cell is sensitive if too few stand behind it, or if one of them nearly is the cell. A sensitive
cell that is left out can be computed again from the totals beside it, so that others have to be
left out with it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from inventory_app.domain.distributions import FOR_QUARTILES

Key: TypeAlias = tuple[str | None, str | None]  # row and column; None stands for the total
_End: TypeAlias = tuple[int, str | None]  # 0 and a row, or 1 and a column

WORKFORCE_MINIMUM = 5  # in fewer, a person can be recognised
COST_MINIMUM = 3
DOMINANCE = Decimal(10)  # the p of the p per cent rule
_EXPOSED_UP_TO = 7  # so few values are their own quartiles
_ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell of a table: its value, and how many stand behind it.

    `contributions` are what each of them brings, where that is known: only then can the p per
    cent rule be applied.
    """

    value: Decimal
    contributors: int
    contributions: tuple[Decimal, ...] = ()


def dominates(contributions: Sequence[Decimal], percent: Decimal = DOMINANCE) -> bool:
    """Return whether the second largest contributor could estimate the largest too closely.

    The p per cent rule: (T - x1 - x2) / x1 < p. Refunds count by their size.
    """
    largest = sorted((abs(each) for each in contributions), reverse=True)
    if not largest or not largest[0]:
        return False
    return sum(largest[2:], _ZERO) * 100 < largest[0] * percent


def sensitive(cell: Cell, minimum: int, percent: Decimal = DOMINANCE) -> bool:
    """Return whether *cell* must not be shown: fewer than *minimum*, or one who dominates.

    A cell that nobody stands behind tells on nobody.
    """
    if not cell.contributors:
        return False
    return cell.contributors < minimum or dominates(cell.contributions, percent)


def protect_line(
    cells: Mapping[str, Cell], *, minimum: int, percent: Decimal = DOMINANCE
) -> frozenset[str | None]:
    """Return which cells of a list with a total to leave out; None stands for the total.

    Beside the sensitive cells those of least value, so that what is left out is never a single
    cell, and taken together hides enough contributors; the total only where nothing else is left.
    """
    hidden: set[str | None] = {
        name for name, cell in cells.items() if sensitive(cell, minimum, percent)
    }
    if not hidden:
        return frozenset()
    others = sorted(
        (name for name, cell in cells.items() if name not in hidden and cell.value),
        key=lambda name: (abs(cells[name].value), name),
    )
    while _too_few([cells[name] for name in hidden if name is not None], minimum):
        if not others:
            hidden.add(None)
            break
        hidden.add(others.pop(0))
    return frozenset(hidden)


def _too_few(hidden: Sequence[Cell], minimum: int) -> bool:
    """Return whether what is left out of a line with a shown total still gives somebody away."""
    return len(hidden) < 2 or sum(cell.contributors for cell in hidden) < minimum


def protect_table(
    cells: Mapping[tuple[str, str], Cell],
    *,
    minimum: int,
    percent: Decimal = DOMINANCE,
    also: Iterable[Key] = (),
) -> frozenset[Key]:
    """Return which cells of a table with totals of rows and columns to leave out.

    Keys are (row, column); None in a key stands for the total of a row, of a column, or of all.
    Cells that are not given are empty. No cell that is left out can be computed from what is
    shown, and what is left out of a line hides enough contributors together. Totals are left out
    only where inner cells cannot protect. Sensitive totals are left out too, and so are those
    that *also* must be because another table with the same totals leaves them out.
    """
    table = _Table(_with_totals(cells))
    hidden = {key for key, cell in table.cells.items() if sensitive(cell, minimum, percent)}
    hidden |= table.cells.keys() & set(also)
    while True:
        exposed = exposed_in(hidden)
        if exposed:
            first = min(exposed, key=_rank)
            hidden |= table.cheapest_ring(first, hidden)
            continue
        more = table.for_thin_line(hidden, minimum)
        if more is None:
            return frozenset(hidden)
        hidden.add(more)


def exposed_in(hidden: Iterable[Key]) -> frozenset[Key]:
    """Return those of the *hidden* cells that can be computed from all the others.

    Rows and columns, their totals among them, are points; a hidden cell joins its row to its
    column. A cell has only one solution exactly if it is a bridge, that is on no ring of hidden
    cells (bridges by Tarjan's algorithm).
    """
    joined: dict[_End, list[Key]] = {}
    for key in sorted(set(hidden), key=_rank):
        for end in _ends(key):
            joined.setdefault(end, []).append(key)
    found: set[Key] = set()
    order: dict[_End, int] = {}
    for root in joined:
        if root not in order:
            _walk(root, joined, order, found)
    return frozenset(found)


def _walk(
    root: _End, joined: Mapping[_End, Sequence[Key]], order: dict[_End, int], found: set[Key]
) -> None:
    """Walk what hangs together with *root*, depth first, and add its bridges to *found*."""
    order[root] = len(order)
    low = {root: order[root]}
    stack: list[tuple[_End, Key | None, Iterator[Key]]] = [(root, None, iter(joined[root]))]
    while stack:
        here, came, keys = stack[-1]
        for key in keys:
            there = _other(key, here)
            if key == came:
                continue
            if there in order:
                low[here] = min(low[here], order[there])
                continue
            order[there] = low[there] = len(order)
            stack.append((there, key, iter(joined[there])))
            break
        else:
            stack.pop()
            if came is not None:
                before = stack[-1][0]
                low[before] = min(low[before], low[here])
                if low[here] > order[before]:
                    found.add(came)


def _ends(key: Key) -> tuple[_End, _End]:
    return (0, key[0]), (1, key[1])


def _other(key: Key, end: _End) -> _End:
    return (1, key[1]) if end[0] == 0 else (0, key[0])


def _rank(key: Key) -> tuple[bool, str, str]:
    return None in key, key[0] or "", key[1] or ""


def _with_totals(cells: Mapping[tuple[str, str], Cell]) -> dict[Key, Cell]:
    whole: dict[Key, list[Cell]] = {}
    for (row, column), cell in cells.items():
        for key in ((row, column), (row, None), (None, column), (None, None)):
            whole.setdefault(key, []).append(cell)
    return {key: _together(some) for key, some in whole.items()}


def _together(cells: Sequence[Cell]) -> Cell:
    known = all(cell.contributions or not cell.contributors for cell in cells)
    return Cell(
        value=sum((cell.value for cell in cells), _ZERO),
        contributors=sum(cell.contributors for cell in cells),
        contributions=tuple(x for cell in cells for x in cell.contributions) if known else (),
    )


class _Table:
    """Cells and totals, with what it costs to leave each of them out."""

    def __init__(self, cells: Mapping[Key, Cell]) -> None:
        self.cells = dict(sorted(cells.items(), key=lambda item: _rank(item[0])))
        inner = [abs(cell.value) for key, cell in cells.items() if None not in key]
        # Totals are dearer than all inner cells together, the grand total dearer still; cells
        # without a value come last: whoever knows that nothing is negative knows them.
        most = sum(inner, Decimal(1))
        self._cost = {
            key: abs(cell.value)
            + most * (key.count(None) ** 2 + (0 if cell.value else 9 * len(cells)))
            for key, cell in self.cells.items()
        }
        self._joined: dict[_End, list[Key]] = {}
        for key in self.cells:
            for end in _ends(key):
                self._joined.setdefault(end, []).append(key)

    def cheapest_ring(self, exposed: Key, hidden: set[Key]) -> set[Key]:
        """Return the cells that put *exposed* on a ring at the least cost (Dijkstra's algorithm).

        There always is one: over the totals of its row and its column.
        """
        start, goal = _ends(exposed)
        waiting: list[tuple[Decimal, int, _End, tuple[Key, ...]]] = [(_ZERO, 0, start, ())]
        seen: set[_End] = set()
        pushed = 0
        while True:
            price, _, here, way = heapq.heappop(waiting)
            if here == goal:
                return set(way)
            if here in seen:
                continue
            seen.add(here)
            for key in self._joined[here]:
                there = _other(key, here)
                if key != exposed and there not in seen:
                    pushed += 1
                    more = _ZERO if key in hidden else self._cost[key]
                    heapq.heappush(waiting, (price + more, pushed, there, (*way, key)))

    def for_thin_line(self, hidden: set[Key], minimum: int) -> Key | None:
        """Return one more cell to leave out where a line hides too few contributors together."""
        for (side, _), line in self._joined.items():
            mine = [key for key in line if key in hidden]
            total_hidden = any(key[1 - side] is None for key in mine)
            behind = sum(self.cells[key].contributors for key in mine)
            if mine and not total_hidden and behind < minimum:
                others = [key for key in line if key not in hidden]
                return min(others, key=self._cost.__getitem__)
        return None


def rounded_significant(value: Decimal, digits: int) -> Decimal:
    """Return *value* rounded half up to so many significant digits."""
    if not value:
        return value
    step = Decimal(1).scaleb(value.adjusted() - digits + 1)
    return value.quantize(step, rounding=ROUND_HALF_UP)


def published_quartile(value: Decimal, n: int) -> Decimal | None:
    """Return how a quartile of *n* values may be printed.

    Not at all below five; of five to seven values with two significant digits, because there a
    quartile is the value of a unit.
    """
    if n < FOR_QUARTILES:
        return None
    return rounded_significant(value, 2) if n <= _EXPOSED_UP_TO else value
