"""Tables: a head row that is repeated on every page, and rows that are not torn apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from inventory_app.formats.word.markup import LINE, MUTED, SOFT, Look, Markup, attribute

if TYPE_CHECKING:
    from inventory_app.domain.documents import Cell, Column, Figures, Table

TWIPS = 20  # in a point
_MANY = 9  # columns, from which the type is smaller
_EDGES = ("top", "start", "bottom", "end", "insideH", "insideV")

CellRuns = Callable[["Cell", Look], str]


def table_xml(table: Table, markup: Markup, width: float, runs: CellRuns, *, rtl: bool) -> str:
    """Return *table*, *width* points wide; *runs* returns the runs of a cell."""
    many = len(table.columns) >= _MANY
    size = 6.5 if many else 8.5
    if table.small or table.uniform:
        size = min(size, 7.0)
    parts = _widths(table.columns, width)
    ends = [column.side == "end" for column in table.columns]
    head = "".join(
        _cell(markup.paragraph(markup.run(column.title, Look(bold=True, size=size)), "TableText",
                               end=end), part, fill=SOFT)
        for column, part, end in zip(table.columns, parts, ends, strict=True)
    )  # fmt: skip

    def row(cells: Sequence[Cell], *, total: bool = False) -> str:
        inner = "".join(
            _cell(markup.paragraph(runs(cell, _look(cell, size, total=total)), "TableText",
                                   end=end), part, fill=SOFT if total else "")
            for cell, part, end in zip(cells, parts, ends, strict=True)
        )  # fmt: skip
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{inner}</w:tr>"

    rows = "".join(row(cells) for cells in table.rows)
    if table.total:
        rows += row(table.total, total=True)
    return (
        f"<w:tbl>{_properties(parts, table.caption, rtl=rtl, around=35 if many else 60)}"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{rows}</w:tbl>"
    )


def figures_xml(block: Figures, markup: Markup, width: float, *, rtl: bool) -> str:
    """Return key figures as a table of one row: name, figure and remark in each cell."""
    part = round(width * TWIPS / len(block.figures))
    large = (14.0 if block.cards else 11.0) - max(0, len(block.figures) - 4)
    cells = ""
    for figure in block.figures:
        size = 9.0 if figure.worded else large
        inner = markup.paragraph(
            markup.run(figure.label, Look(size=7.5, colour=MUTED)), "TableText", keep=True
        )
        inner += markup.paragraph(
            markup.run(figure.text, Look(bold=True, size=size)), "TableText", keep=True
        )
        if figure.remark:
            look = Look(size=7.5, colour=MUTED)
            inner += markup.paragraph(markup.run(figure.remark, look), "TableText")
        cells += _cell(inner, part, fill=SOFT if block.cards else "")
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
    return (
        f"<w:tbl>{_properties([part] * len(block.figures), '', rtl=rtl, lines=False)}{row}</w:tbl>"
    )


def beside_xml(stacks: Sequence[str], widths: Sequence[float], *, rtl: bool) -> str:
    """Return what stands beside each other as a table without lines.

    Each stack is paragraphs and tables, and has its width in points.
    """
    parts = [round(width * TWIPS) for width in widths]
    cells = "".join(_cell(inner, part) for inner, part in zip(stacks, parts, strict=True))
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
    return f"<w:tbl>{_properties(parts, '', rtl=rtl, lines=False)}{row}</w:tbl>"


def _look(cell: Cell, size: float, *, total: bool) -> Look:
    return Look(
        bold=cell.strong or total, size=size, colour=MUTED if cell.faint else "",
        linked=bool(cell.link),
    )  # fmt: skip


def _widths(columns: Sequence[Column], width: float) -> list[int]:
    whole = sum(column.weight for column in columns) or 1
    return [round(width * TWIPS * column.weight / whole) for column in columns]


def _properties(
    parts: Sequence[int], caption: str, *, rtl: bool, lines: bool = True, around: int = 60
) -> str:
    """Return what stands before the rows; columns run in reading direction.

    *around* is the white beside the text of cells, in twentieths of a point.
    """
    kinds = {edge: "single" if edge in ("top", "bottom", "insideH") else "nil" for edge in _EDGES}
    borders = "".join(
        f'<w:{_old(edge)} w:val="{kind if lines else "nil"}" w:sz="4" w:space="0" '
        f'w:color="{LINE}"/>'
        for edge, kind in kinds.items()
    )
    grid = "".join(f'<w:gridCol w:w="{part}"/>' for part in parts)
    told = f"<w:tblCaption w:val={attribute(caption)}/>" if caption else ""
    return (
        "<w:tblPr>"
        f"{'<w:bidiVisual/>' if rtl else ''}"
        f'<w:tblW w:w="{sum(parts)}" w:type="dxa"/>'
        f"<w:tblBorders>{borders}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{around}" w:type="dxa"/>'
        f'<w:right w:w="{around}" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{told}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )


def _old(edge: str) -> str:
    """Return the name by which all word processors know an edge; bidi tables turn them."""
    return {"start": "left", "end": "right"}.get(edge, edge)


def _cell(inner: str, width: int, *, fill: str = "") -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{inner}</w:tc>'
