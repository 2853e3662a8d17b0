"""Lists that are shortened until the document is as short as it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inventory_app.formats.pdf.blocks import Together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from inventory_app.formats.pdf.blocks import Block
    from inventory_app.formats.pdf.drawing import Area, Pen
    from inventory_app.formats.pdf.tables import Table


class Excerpt:
    """Blocks of which as many are printed as there is room for: rows of a list, or all or none.

    *make* returns what is printed for a number of at most *total* rows; *fewest* are worth
    printing at least. To begin with everything is.
    """

    def __init__(self, make: Callable[[int], Sequence[Block]], total: int, fewest: int) -> None:
        self._make = make
        self._made: dict[int, Together] = {}
        self.total = total
        self.fewest = min(fewest, total)
        self.show(total)

    def show(self, count: int) -> None:
        """Print the first *count* rows."""
        self.shown = min(count, self.total)
        if self.shown not in self._made:  # the same numbers are tried again and again
            self._made[self.shown] = Together(tuple(self._make(self.shown)))
        self._now = self._made[self.shown]

    def height(self, width: float) -> float:
        """Return the height of the note and the rows shown."""
        return self._now.height(width)

    def head(self, width: float) -> float:
        """Return the height of the note and the first rows."""
        return self._now.head(width)

    def lead(self) -> float:
        """Return the white above."""
        return self._now.lead()

    def tail(self) -> float:
        """Return the white after."""
        return self._now.tail()

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        """Divide between two rows."""
        return self._now.split(width, available)

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw the note and the rows."""
        self._now.paint(pen, area, y)


def first_rows(
    table: Table, fewest: int, note: Callable[[int], Block | None] = lambda _shown: None
) -> Excerpt:
    """Return *table* as a list to be shortened; *note* says above it how many rows there are.

    All rows are measured once.
    """

    def make(count: int) -> Sequence[Block]:
        told = note(count)
        rows = (table.beginning(count),) if count else ()
        return rows if told is None else (told, *rows)

    return Excerpt(make, len(table.rows), fewest)


def if_room(blocks: Sequence[Block], fewest: int = 1) -> Excerpt:
    """Return *blocks* as something that is left out where even the shortest lists do not fit.

    With *fewest* 0 it is left out, too, where lists have to be shortened.
    """
    return Excerpt(lambda count: blocks if count else (), 1, fewest)


def excerpts(blocks: Sequence[Block]) -> Iterator[Excerpt]:
    """Yield the shortened lists among *blocks*, in their order."""
    for block in blocks:
        if isinstance(block, Excerpt):
            yield block
        elif isinstance(block, Together):
            yield from excerpts(block.blocks)


def fit(lists: Sequence[Excerpt], pages: Callable[[], int], most: int) -> bool:
    """Show as much of *lists* as *most* pages hold; *pages* counts them as they are.

    First all lists grow together, then each for itself, so that no room is left that a row could
    fill. Where even their fewest rows do not fit, lists are left out, the first ones first. Returns
    whether everything fits; where it does not without any list, all is shown.
    """
    if pages() <= most:
        return True

    def fits(counts: Sequence[int]) -> bool:
        for each, count in zip(lists, counts, strict=True):
            each.show(count)
        return pages() <= most

    fewest = [each.fewest for each in lists]
    stages = ([0] * left_out + fewest[left_out:] for left_out in range(len(lists) + 1))
    least = next((counts for counts in stages if fits(counts)), None)
    if least is None:
        fits([each.total for each in lists])
        return False

    def grown(by: int) -> list[int]:
        return [
            min(each.total, count + by) if count else 0
            for each, count in zip(lists, least, strict=True)
        ]

    longest = max(each.total for each in lists)
    counts = grown(_largest(0, longest, lambda by: fits(grown(by))))
    for index, each in enumerate(lists):
        others = list(counts)

        def alone(count: int, index: int = index, others: list[int] = others) -> bool:
            return fits([*others[:index], count, *others[index + 1 :]])

        found = _largest(counts[index], each.total, alone)
        counts[index] = found if found >= each.fewest else counts[index]
    return fits(counts)


def _largest(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """Return the largest number up to *high* that *holds*, given that *low* does."""
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low
