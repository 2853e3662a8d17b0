"""The parts that a document is made of, from top to bottom, and how they are put on pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inventory_app.formats.pdf.drawing import Area, Pen


class Block(Protocol):
    """Something with a height that depends on its width; it draws itself where it is put."""

    def height(self, width: float) -> float:
        """Return the whole height."""
        ...

    def head(self, width: float) -> float:
        """Return the height of what must not be torn off its beginning."""
        ...

    def lead(self) -> float:
        """Return the height of the white at its top, which a new page does not need."""
        ...

    def tail(self) -> float:
        """Return the height of the white at its end, which may fall off a page."""
        ...

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        """Return the part that fits into *available* and the rest, or None if nothing fits."""
        ...

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw with the top at *y*."""
        ...


class Whole:
    """What blocks that are never divided have in common."""

    def height(self, width: float) -> float:
        """Return the whole height."""
        raise NotImplementedError

    def head(self, width: float) -> float:
        """Return the whole height: nothing may be torn off."""
        return self.height(width)

    def lead(self) -> float:
        """Return 0: there is nothing to leave out."""
        return 0

    def tail(self) -> float:
        """Return 0: there is nothing that may fall off."""
        return 0

    def split(self, width: float, available: float) -> None:  # noqa: ARG002 - the protocol's
        """Return None: this block goes to the next page as a whole."""
        return


@dataclass(frozen=True)
class Space(Whole):
    """Empty height; it disappears at the top of a page."""

    points: float

    def height(self, width: float) -> float:  # noqa: ARG002 - the protocol's
        """Return the height of the gap."""
        return self.points

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw nothing."""


@dataclass(frozen=True)
class Break(Whole):
    """What follows begins on a new page."""

    def height(self, width: float) -> float:  # noqa: ARG002 - the protocol's
        """Return 0."""
        return 0

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw nothing."""


@dataclass(frozen=True)
class Columns:
    """Stacks of blocks side by side; `shares` are parts of the width that the gaps leave."""

    stacks: tuple[tuple[Block, ...], ...]
    shares: tuple[float, ...]
    gap: float = 20

    def widths(self, width: float) -> list[float]:
        """Return the width of each column."""
        room = width - self.gap * (len(self.stacks) - 1)
        return [room * share / sum(self.shares) for share in self.shares]

    def height(self, width: float) -> float:
        """Return the height of the tallest stack."""
        found = self._heights.get(width)
        if found is None:
            found = self._heights[width] = max(
                sum(block.height(part) for block in stack)
                for stack, part in zip(self.stacks, self.widths(width), strict=True)
            )
        return found

    @cached_property
    def _heights(self) -> dict[float, float]:
        return {}

    def head(self, width: float) -> float:
        """Return the height of what must stay together at the top of any stack."""
        return max(
            stack[0].head(part) if stack else 0.0
            for stack, part in zip(self.stacks, self.widths(width), strict=True)
        )

    def lead(self) -> float:
        """Return 0: stacks begin at different heights."""
        return 0

    def tail(self) -> float:
        """Return the white that every stack has at its end."""
        return min(stack[-1].tail() if stack else 0.0 for stack in self.stacks)

    def split(self, width: float, available: float) -> tuple[Columns, Columns] | None:
        """Divide every stack that does not fit, if each keeps its beginning."""
        parts = [
            _filled(stack, part, available)
            for stack, part in zip(self.stacks, self.widths(width), strict=True)
        ]
        if any(rest and not kept for kept, rest in parts) or not any(rest for _, rest in parts):
            return None
        kept, rest = zip(*parts, strict=True)
        return replace(self, stacks=kept), replace(self, stacks=rest)

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw the stacks in reading direction."""
        offset = 0.0
        for stack, part in zip(self.stacks, self.widths(area.width), strict=True):
            column = area.part(offset, part)
            top = y
            for block in stack:
                block.paint(pen, column, top)
                top += block.height(part)
            offset += part + self.gap


def _filled(
    stack: Sequence[Block], width: float, available: float
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the blocks of *stack* that fit into *available*, and the rest."""
    kept: list[Block] = []
    for number, block in enumerate(stack):
        height = block.height(width)
        if height - block.tail() <= available:
            kept.append(block)
            available -= height
            continue
        parts = block.split(width, available)
        if parts is None:
            return tuple(kept), tuple(stack[number:])
        return (*kept, parts[0]), (parts[1], *stack[number + 1 :])
    return tuple(kept), ()


@dataclass(frozen=True)
class Together:
    """Blocks of which the first must not be left alone at the foot of a page."""

    blocks: tuple[Block, ...]

    def height(self, width: float) -> float:
        """Return the height of all."""
        return sum(block.height(width) for block in self.blocks)

    def head(self, width: float) -> float:
        """Return the height of all but the last, with the head of the last."""
        if not self.blocks:
            return 0
        *before, last = self.blocks
        return sum(block.height(width) for block in before) + last.head(width)

    def lead(self) -> float:
        """Return the white above the first block."""
        return self.blocks[0].lead() if self.blocks else 0

    def tail(self) -> float:
        """Return the white after the last block."""
        return self.blocks[-1].tail() if self.blocks else 0

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        """Divide the last block, if its head fits."""
        if not self.blocks:
            return None
        *before, last = self.blocks
        used = sum(block.height(width) for block in before)
        parts = last.split(width, available - used)
        if parts is None:
            return None
        return Together((*before, parts[0])), parts[1]

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw one beneath the other."""
        for block in self.blocks:
            block.paint(pen, area, y)
            y += block.height(area.width)


@dataclass(frozen=True)
class Placed:
    """A block and the height on its page where it begins."""

    block: Block
    y: float


def paginate(
    blocks: Sequence[Block], width: float, top: float, bottom: float
) -> list[list[Placed]]:
    """Put *blocks* on pages between *top* and *bottom*; a block too tall for a page is cut."""
    pages: list[list[Placed]] = [[]]
    y = top
    waiting: list[Block] = list(reversed(blocks))
    while waiting and isinstance(waiting[0], Space):
        del waiting[0]  # white after everything else needs no page
    while waiting:
        block = waiting.pop()
        if isinstance(block, Break):
            if pages[-1] and waiting:
                pages.append([])
            continue
        if not pages[-1]:
            if isinstance(block, Space):
                continue
            y = top - block.lead()
        height = block.height(width)
        if y + height - block.tail() <= bottom:
            pages[-1].append(Placed(block, y))
            y += height
            continue
        waiting.extend(reversed(_divided(block, width, bottom - y, pages[-1], y)))
        if waiting:
            pages.append([])
    return pages


def _divided(
    block: Block, width: float, available: float, page: list[Placed], y: float
) -> list[Block]:
    """Put what fits of *block* on the *page*; return what is left for the next one."""
    if isinstance(block, Space):
        return []
    parts = block.split(width, available)
    if parts is not None:
        page.append(Placed(parts[0], y))
        return [parts[1]]
    if page:
        return [block]
    page.append(Placed(block, y))  # too tall for any page
    return []
