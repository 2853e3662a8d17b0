"""Figures, dates and states in words, as a printed page says them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inventory_app.domain.figure_words import STATUSES, STRENGTHS, FigureWords, share_of
from inventory_app.formats.pdf.tables import Cell

if TYPE_CHECKING:
    from inventory_app.domain.summaries import Figure

__all__ = ["STATUSES", "STRENGTHS", "Words", "share_of"]


class Words(FigureWords):
    """The words of one language."""

    def cell(self, of: Figure, places: int = 0) -> Cell:
        """Return the figure for a table; words are fainter than numbers."""
        return Cell(text=self.figure(of, places), ink="muted" if of.value is None else "text")
