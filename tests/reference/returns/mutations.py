"""Random damage to a valid return, and what must hold whatever was done to it.

Nothing crashes. What somebody typed is in the store, in an open conflict, or in a finding that
names its place. What was known stays known. Moving things about changes nothing at all.
"""
# ruff: noqa: RUF001 - people type in six languages

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from openpyxl.utils import get_column_letter
from paper_books import Book, Cell, Content, Error, Formula, Page, Table
from returns_store import CATALOGUE, KNOWN

from inventory_app.domain.field_types import Code, YesNo

SHEETS = tuple(KNOWN)
_FORMATS = (
    "General",
    "@",
    "0",
    "0.00",
    "#,##0.00",
    "0%",
    "yyyy-mm-dd",
    "[$-409]d-mmm-yy",
    '0" kg"',
)
_WORDS = ("n/a", "unknown", "не применимо", "不详", "Yes", "Oui", "нет", "是", "لا", "x", "?", "-")
_DECIMALS = str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")


@dataclass
class Typed:
    """Something that was typed into a cell. `token` is unique, or empty for a usual word."""

    cell: Cell
    token: str = ""


@dataclass
class Damage:
    """What was done to one workbook. It is `pure` while answers were only moved, never changed."""

    book: Book
    rng: Random
    steps: list[str] = field(default_factory=list)
    typed: list[Typed] = field(default_factory=list)
    pure: bool = True
    _tokens: int = 0

    def number(self) -> int:
        """Return a number that nothing else in the workbook has."""
        self._tokens += 1
        return 700_000 + 13 * self._tokens

    def sheet(self) -> str:
        """Return a data sheet that is still there."""
        return self.rng.choice(list(self.book.data_pages) or [""])

    def table(self) -> Table | None:
        """Return the table of a data sheet, None if none can be found any more."""
        sheets = [name for name in self.book.data_pages if name in SHEETS]
        return self.book.table(self.rng.choice(sheets)) if sheets else None

    def type(self, page: Page, row: int, column: int, content: Content, token: str = "",
             form: str | None = None) -> None:  # fmt: skip
        """Type something; what was there before is gone."""
        self.pure = False
        if isinstance(content, date):
            form = "yyyy-mm-dd"
        cell = Cell(content, form or page.cells.get(row, {}).get(column, Cell()).format)
        page.cells.setdefault(row, {})[column] = cell
        self.typed.append(Typed(cell, token))

    def content(self) -> tuple[Content, str]:
        """Return something that people type, and its unique part."""
        n = self.number()
        return self.rng.choice(
            (
                (f"zq{n}", f"zq{n}"),
                (f"Ünïté {n}\nzweite Zeile", str(n)),
                (n, str(n)),
                (n + 0.25, f"{n}.25"),
                (str(n), str(n)),
                (f"{n:,}".replace(",", " "), str(n)),
                (f"{n}.25".translate(_DECIMALS), f"{n}.25"),
                (f"{n} apples", f"{n} apples"),
                (date(1990, 1, 1) + timedelta(self._tokens), ""),
                ((date(1990, 1, 1) + timedelta(self._tokens)).isoformat(), ""),
                (self.rng.choice(_WORDS), ""),
                (self.rng.random() < 0.5, ""),
                (self.rng.choice((0, 1, 0.5, 42, -3)), ""),
                (f"{self.rng.randrange(1, 99)} %", ""),
                (Error(self.rng.choice(("#REF!", "#N/A", "#DIV/0!"))), ""),
                (Formula("1+1", n), str(n)),
                (Formula("1+1"), ""),
                ("w" * 5000 + str(n), ""),
                (None, ""),
            )
        )


Step = Callable[[Damage], str | None]
STEPS: list[tuple[int, Step]] = []


def _step(weight: int) -> Callable[[Step], Step]:
    def add(step: Step) -> Step:
        STEPS.append((weight, step))
        return step

    return add


def damaged(book: Book, rng: Random, times: int) -> Damage:
    """Damage *book*, some *times*."""
    made = Damage(book, rng)
    weights = [weight for weight, _step in STEPS]
    while len(made.steps) < times:
        [(_weight, step)] = rng.choices(STEPS, weights)
        said = step(made)
        if said is not None:
            made.steps.append(said)
    return made


# Typing.


def _somewhere(made: Damage, table: Table) -> tuple[int, str]:
    rows = list(table.rows.values())
    spare = table.spare
    choices = [*rows * 3, *spare[:2], table.page.last_row + made.rng.randrange(1, 4)]
    return made.rng.choice(choices), made.rng.choice(list(table.columns))


@_step(30)
def type_anything(made: Damage) -> str | None:
    table = made.table()
    if table is None or not table.columns:
        return None
    row, name = _somewhere(made, table)
    content, token = made.content()
    made.type(table.page, row, table.columns[name], content, token)
    return f"typed {content!r:.60} into {table.page.name}!{table.cell(row, name)} ({name})"


@_step(10)
def type_fitting(made: Damage) -> str | None:
    table = made.table()
    if table is None or not table.columns:
        return None
    row, name = _somewhere(made, table)
    sheet = next((s for s in CATALOGUE if s.prefix == table.prefix), None)
    kind = sheet.fields[name].type if sheet and name in sheet.fields else None
    if isinstance(kind, Code) and kind.list:
        labels = made.rng.choice(list(kind.list.codes.values())).labels
        content: Content = made.rng.choice(list(labels.values()))
    elif isinstance(kind, YesNo):
        content = made.rng.choice(("Yes", "No", "oui", "нет", True, False, 1))
    else:
        content = made.rng.choice((3, "4", 5.5, "N/A", date(2026, 5, 6)))
    made.type(table.page, row, table.columns[name], content)
    return f"typed {content!r:.60} into {table.page.name}!{table.cell(row, name)} ({name})"


@_step(6)
def clear(made: Damage) -> str | None:
    table = made.table()
    if table is None or not table.rows:
        return None
    row, name = made.rng.choice(list(table.rows.values())), made.rng.choice(list(table.columns))
    made.type(table.page, row, table.columns[name], None)
    return f"emptied {table.page.name}!{table.cell(row, name)} ({name})"


@_step(6)
def type_outside(made: Damage) -> str | None:
    table = made.table()
    if table is None:
        return None
    page = table.page
    row, column = made.rng.choice(
        (
            (page.last_row + made.rng.randrange(400, 4000), made.rng.randrange(3, 9)),
            (made.rng.randrange(table.head + 2, page.last_row + 2), page.last_column + 2),
            (table.head + 1, made.rng.choice(list(table.columns.values()))),
            (max(1, table.head - 1), made.rng.choice(list(table.columns.values()))),
        )
    )
    n = made.number()
    content = made.rng.choice((f"zq{n}", n))
    made.type(page, row, column, content, str(n))
    return f"wrote {content} outside at {page.name}!{get_column_letter(column)}{row}"


@_step(4)
def spoil_code(made: Damage) -> str | None:
    table = made.table()
    if table is None or not table.rows:
        return None
    made.pure = False
    row = made.rng.choice(list(table.rows.values()))
    columns = made.rng.choice(((1,), (2,), (1, 2)))
    content = made.rng.choice((None, "?", f"{table.prefix}-XXXXXXXX-X", 12, "#oops"))
    for column in columns:
        table.page.put(row, column, content)
    return f"typed {content} over the code in {table.page.name} row {row}, columns {columns}"


@_step(2)
def swap_codes(made: Damage) -> str | None:
    table = made.table()
    if table is None or len(table.rows) < 2:
        return None
    made.pure = False
    one, other = made.rng.sample(list(table.rows.values()), 2)
    for column in made.rng.choice(((1,), (2,), (1, 2))):
        first, second = table.page.cells[one], table.page.cells[other]
        for cells, cell in ((second, first.pop(column, None)), (first, second.pop(column, None))):
            if cell is not None:
                cells[column] = cell
    return f"swapped codes of rows {one} and {other} in {table.page.name}"


@_step(2)
def spoil_key(made: Damage) -> str | None:
    table = made.table()
    if table is None or not table.columns:
        return None
    name = made.rng.choice(list(table.columns))
    content = made.rng.choice((None, "nonsense", 7))
    table.page.put(table.head, table.columns[name], content)
    return f"typed {content} over the key of {name} in {table.page.name}"


@_step(2)
def tick(made: Damage) -> str | None:
    names = [n for n in made.book.names if n.startswith(("ict_nothing__", "ict_unchanged__"))]
    if not names:
        return None
    name = made.rng.choice(names)
    try:
        page, row, column = made.book.named(name)
    except (StopIteration, TypeError):
        return None
    n = made.number()
    made.type(page, row, column, made.rng.choice(("Yes", "да", f"zq{n}", "-")))
    return f"ticked {name}"


# Moving about: nothing of this may change an answer.


@_step(4)
def sort_rows(made: Damage) -> str | None:
    table = made.table()
    if table is None or not table.columns:
        return None
    name = made.rng.choice(list(table.columns))
    rows = table.rows.values()
    order = sorted(rows, key=lambda row: str(table.get(row, name)))
    made.book.move_rows(table.page, dict(zip(order, sorted(order), strict=True)))
    return f"sorted {table.page.name} by {name}"


@_step(4)
def swap_columns(made: Damage) -> str | None:
    table = made.table()
    if table is None or len(table.columns) < 2:
        return None
    one, other = made.rng.sample(list(table.columns.values()), 2)
    made.book.swap_columns(table.page, one, other)
    return f"swapped columns {one} and {other} of {table.page.name}"


@_step(4)
def insert(made: Damage) -> str | None:
    table = made.table()
    if table is None:
        return None
    at, count = made.rng.randrange(1, 12), made.rng.randrange(1, 4)
    if made.rng.random() < 0.5:
        made.book.insert_rows(table.page, at, count)
        return f"inserted {count} rows at {at} of {table.page.name}"
    if any(c for cells in table.page.cells.values() for c in cells) and not table.page.merged:
        made.book.insert_columns(table.page, max(2, at), 1)
        return f"inserted a column at {max(2, at)} of {table.page.name}"
    return None


@_step(3)
def rename(made: Damage) -> str | None:
    page = made.rng.choice(made.book.pages)
    if page.name.startswith("_"):
        return None
    name = f"Renamed {made.number()}"
    said = f"renamed {page.name} to {name}"
    made.book.rename(page, name)
    return said


@_step(3)
def hide(made: Damage) -> str | None:
    page = made.rng.choice(made.book.pages)
    page.state = made.rng.choice(("visible", "hidden", "veryHidden"))
    return f"made {page.name} {page.state}"


@_step(2)
def move_sheet(made: Damage) -> str | None:
    pages = made.book.pages
    page = pages.pop(made.rng.randrange(len(pages)))
    pages.insert(made.rng.randrange(len(pages) + 1), page)
    return f"moved {page.name}"


@_step(3)
def hide_rows(made: Damage) -> str | None:
    table = made.table()
    if table is None:
        return None
    table.page.hidden_rows |= set(made.rng.sample(range(1, 20), 5))
    return f"hid rows of {table.page.name}"


@_step(3)
def copy_sheet(made: Damage) -> str | None:
    table = made.table()
    if table is None or len(made.book.pages) > 20:
        return None
    name = f"Copy {made.number()}"
    made.book.copy(table.page, name, before=made.rng.random() < 0.5)
    return f"copied {table.page.name} to {name}"


@_step(3)
def copy_row(made: Damage) -> str | None:
    table = made.table()
    if table is None or not table.rows:
        return None
    source, target = made.rng.choice(list(table.rows.values())), table.page.last_row + 1
    table.page.copy_row(source, target)
    return f"copied row {source} of {table.page.name} to {target}"


@_step(1)
def lose_names(made: Damage) -> str | None:
    made.book.names.clear()
    return "lost all defined names"


@_step(1)
def lose_property(made: Damage) -> str | None:
    made.book.properties.clear()
    return "lost the custom property"


@_step(1)
def add_sheet(made: Damage) -> str | None:
    n = made.number()
    page = made.book.add(f"Extra {n}")
    made.typed.append(Typed(page.cells.setdefault(1, {}).setdefault(1, Cell(f"zq{n}")), f"zq{n}"))
    return f"added a sheet {page.name}"


# Taking away and changing what it looks like.


@_step(3)
def delete(made: Damage) -> str | None:
    table = made.table()
    if table is None:
        return None
    made.pure = False
    at = made.rng.randrange(1, 14)
    if made.rng.random() < 0.5:
        made.book.delete_rows(table.page, at)
        return f"deleted row {at} of {table.page.name}"
    made.book.delete_columns(table.page, at)
    return f"deleted column {at} of {table.page.name}"


@_step(1)
def delete_sheet(made: Damage) -> str | None:
    made.pure = False
    page = made.book.pages.pop(made.rng.randrange(len(made.book.pages)))
    return f"deleted {page.name}"


@_step(3)
def merge(made: Damage) -> str | None:
    table = made.table()
    if table is None or not table.rows:
        return None
    made.pure = False
    top = made.rng.choice(list(table.rows.values()))
    left = made.rng.randrange(1, max(4, table.page.last_column - 3))
    bottom, right = top + made.rng.randrange(3), left + made.rng.randrange(1, 3)
    written = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
    table.page.merged.append(written)
    return f"merged {written} of {table.page.name}"


@_step(3)
def paint(made: Damage) -> str | None:
    table = made.table()
    if table is None or not table.columns:
        return None
    made.pure = False
    name, form = made.rng.choice(list(table.columns)), made.rng.choice(_FORMATS)
    for row in table.rows.values():
        table.page.cells[row].setdefault(table.columns[name], Cell()).format = form
    return f"painted {form} over {name} of {table.page.name}"


@_step(3)
def retype_column(made: Damage) -> str | None:
    table = made.table()
    if table is None or not table.columns:
        return None
    made.pure = False
    name = made.rng.choice(list(table.columns))
    for row in table.rows.values():
        content = table.get(row, name)
        if isinstance(content, int | float) and not isinstance(content, bool):
            table.put(row, name and "@", **{name: str(content)})
        elif isinstance(content, str) and content.isdigit():
            table.put(row, "General", **{name: int(content)})
        elif isinstance(content, date):
            table.put(row, "@", **{name: f"{content.day}.{content.month}.{content.year}"})
    return f"turned numbers and texts round in {name} of {table.page.name}"


@_step(2)
def sort_without_codes(made: Damage) -> str | None:
    table = made.table()
    if table is None or len(table.rows) < 2:
        return None
    made.pure = False
    rows = sorted(table.rows.values())
    first = made.rng.choice((2, 3))
    held = [{at: c for at, c in table.page.cells[row].items() if at >= first} for row in rows]
    for row, answers in zip(rows, held[1:] + held[:1], strict=True):
        kept = {at: c for at, c in table.page.cells[row].items() if at < first}
        table.page.cells[row] = kept | answers
    return f"sorted {table.page.name} from column {first} on, without what stands before"


def places(book: Book) -> dict[int, tuple[Page, int, int]]:
    """Return where each cell stands, by its id."""
    return {
        id(cell): (page, row, column) for page in book.pages for row, column, cell in _all(page)
    }


def _all(page: Page) -> Iterator[tuple[int, int, Cell]]:
    for row, cells in page.cells.items():
        for column, cell in cells.items():
            yield row, column, cell


def inside(written: str, row: int, column: int) -> bool:
    """Return whether a cell lies in a range such as B2:D4."""
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(written)
    return left <= column <= right and top <= row <= bottom


Steps = Sequence[str]
