"""Kinds of returns whose identity, sheets, columns or rows were damaged or moved about."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from openpyxl.utils import get_column_letter
from paper_books import Book, Formula, Page
from return_kinds import kind
from returns_store import Issued, uid

CHANGED = ("units", "U1", "users_served")


def _change(book: Book) -> None:
    """Make one honest change, which must come in whatever else was done."""
    book.table("units").put("U1", users_served=77)


def _identity(book: Book, part: str, text: str) -> None:
    page = book["_identity"]
    for row, column, cell in list(page.filled()):
        if cell.content == part:
            page.put(row, column + 1, text)


def _without(book: Book, name: str) -> None:
    book.pages.remove(book[name])


# Which workbook it is.


@kind("identity sheet deleted", "deleted the hidden sheet with the identity", "unreadable",
      reason="F-IDENTITY")  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _without(book, "_identity")


@kind("property lost", "a program dropped the custom property", "merged",
      findings={"L-IDENTITY-LOST": 1}, counts={"changed": 1}, values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.properties.clear()
    _change(book)


@kind("property of another entity", "copied sheets into BRAVO's workbook", "unreadable",
      reason="F-IDENTITY")  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.properties = issued.other(issued.bravo).properties


@kind("front of another entity", "pasted BRAVO's front page over the own one", "unreadable",
      reason="F-IDENTITY")  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    page, row, column = book.named("ict_workbook_code")
    page.put(row, column, "2026 / BRAVO / 1 / ABCDEF")


@kind("identity of another entity", "typed another entity into the hidden sheet", "unreadable",
      reason="F-IDENTITY")  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _identity(book, "entity", "BRAVO")


@kind("two identities", "copied the hidden sheet of BRAVO's workbook in", "unreadable",
      reason="F-IDENTITY")  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    page = issued.other(issued.bravo)["_identity"]
    page.name = "_identity (2)"
    book.pages.append(page)


@kind("number in the property", "a program wrote another number into the property", "merged",
      findings={"L-IDENTITY": "1 / 9"}, counts={"changed": 1}, values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    text = book.properties["ict-inventory"].split("|")
    book.properties["ict-inventory"] = "|".join((*text[:3], "9", text[4]))
    _change(book)


@kind("forged entity", "changed the entity in all places", "unknown-issue",
      reason="F-UNKNOWN-ISSUE")  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _identity(book, "entity", "BRAVO")
    book.properties["ict-inventory"] = book.properties["ict-inventory"].replace("ALPHA", "BRAVO")
    page, row, column = book.named("ict_workbook_code")
    page.put(row, column, str(page.content(row, column)).replace("ALPHA", "BRAVO"))


@kind("hidden sheets shown", "showed all hidden sheets and pushed rows into them", "merged",
      counts={"changed": 1}, values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    for name in ("_identity", "_lists", "_issued"):
        book[name].state = "visible"
        book.insert_rows(book[name], 1, 2)
    _change(book)


@kind("what was issued deleted", "deleted the hidden sheet of what was issued", "conflicts",
      findings={"L-ISSUED-LOST": 1}, counts={"conflicting": 1},
      values={CHANGED: 2050})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _without(book, "_issued")
    _change(book)


@kind("one issued record damaged", "typed into a cell of the hidden sheet of what was issued",
      "conflicts", findings={"L-ISSUED-LOST": 1}, counts={"conflicting": 1},
      values={CHANGED: 2050})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    page = book["_issued"]
    for row, column, cell in list(page.filled()):
        if cell.content == uid("units", "U1"):
            page.put(row, column + 1, "{broken")
    _change(book)


@kind("names lost", "a program dropped all defined names", "merged",
      counts={"changed": 1}, values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.names.clear()
    _change(book)


# Sheets.


@kind("sheet renamed", "gave the units sheet another name", "merged",
      findings={"L-SHEET-RENAMED": "Our desks → Units"}, counts={"changed": 1},
      values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.rename(book.data_pages["units"], "Our desks")
    _change(book)


@kind("sheets moved", "put the costs in front", "merged", findings={"L-SHEETS-MOVED": 1},
      counts={"changed": 1}, values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    page = book.data_pages["costs"]
    book.pages.remove(page)
    book.pages.insert(0, page)
    _change(book)


@kind("sheet hidden", "hid the units sheet", "merged", findings={"L-SHEET-HIDDEN": "Units"},
      counts={"changed": 1}, values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.data_pages["units"].state = "hidden"
    _change(book)


@kind("sheet very hidden", "a macro hid the units sheet so that no menu shows it", "merged",
      findings={"L-SHEET-HIDDEN": "Units"}, counts={"changed": 1},
      values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.data_pages["units"].state = "veryHidden"
    _change(book)


@kind("sheet copied", "copied the units sheet and left the copy alone", "merged",
      findings={"L-SHEET-TWICE": "Units → Units"}, counts={"changed": 1},
      values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.copy(book.data_pages["units"], "Units (2)", before=True)
    book.table("units", book["Units"]).put("U1", users_served=77)


@kind("sheet copied after the work", "filled in the units sheet and then copied it", "merged",
      findings={"L-SHEET-TWICE": "Units → Units"}, counts={"changed": 1},
      values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _change(book)
    book.copy(book.data_pages["units"], "Units (2)")


@kind("copy worked on", "worked on a copy and left the original alone", "merged",
      findings={"L-SHEET-TWICE": "Units → mine", "L-SHEET-RENAMED": "mine → Units"},
      counts={"changed": 1}, values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    page = book.copy(book.data_pages["units"], "mine")
    book.table("units", page).put("U1", users_served=77)


@kind("both copies worked on", "two persons worked on two copies of one sheet", "merged",
      findings={"L-SHEET-TWICE": 1, "L-COPY": "88"}, counts={"changed": 1},
      values={CHANGED: 77, ("units", "U2", "users_served"): 310})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    page = book.copy(book.data_pages["units"], "mine")
    book.table("units", book["Units"]).put("U1", users_served=77)
    book.table("units", page).put("U2", users_served=88)


@kind("sheet deleted", "deleted the costs sheet", "merged", findings={"L-SHEET-ABSENT": "Costs"},
      counts={"changed": 1, "missing": 2},
      values={CHANGED: 77, ("costs", "0042", "amount"): Decimal(250000)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.pages.remove(book.data_pages["costs"])
    _change(book)


@kind("sheets added", "added sheets of notes, one of them empty and one hidden", "merged",
      findings={"L-SHEET-EXTRA": ("Notes", "Secret")}, counts={"changed": 1},
      values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.add("Notes", ("please call me",))
    book.add("Nothing")
    book.add("Secret", (1, 2)).state = "hidden"
    _change(book)


@kind("table pasted into a new sheet", "copied the visible units into a new sheet, deleted the old",
      "merged", findings={"L-SHEET-UNMARKED": "Sheet1 → Units", "L-SHEET-RENAMED": 1,
                          "L-SHEETS-MOVED": 1},
      counts={"changed": 1}, values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _change(book)
    table = book.table("units")
    new = Page("Sheet1")
    for row, column, cell in table.page.filled():
        if row > table.head and column > 1 and column <= max(table.columns.values()):
            new.put(row - table.head, column - 1, cell.content, cell.format)
    book.pages.remove(table.page)
    book.pages.append(new)
    book.names = {n: text for n, text in book.names.items() if "Units" not in text}


@kind("sheet of another entity", "pasted BRAVO's staff sheet over the own one", "merged",
      findings={"L-ROW-FOREIGN": uid("staff", "30001", "BRAVO"), "L-ROW-RECOGNISED": 1,
                "L-ROW-ABSENT": 3},
      counts={"missing": 3, "changed": 1},
      values={("staff", "30001", "functional_title"): "Copied",
              ("staff", "30002", "functional_title"): "Analyst"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    other = issued.other(issued.bravo)
    other.table("staff").put("30001", functional_title="Copied")
    book.data_pages["staff"].cells = other.data_pages["staff"].cells


@kind("rows of another entity", "copied a post of BRAVO's workbook in, hidden code and all",
      "merged", findings={"L-ROW-FOREIGN": uid("staff", "30001", "BRAVO"), "L-ROW-ADDED": 1},
      counts={"new": 1}, values={("staff", "39999", "functional_title"): "Engineer"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    theirs, mine = issued.other(issued.bravo).table("staff"), book.table("staff")
    row = mine.spare[0]
    mine.page.cells[row] = theirs.page.cells[theirs.rows["30001"]]
    mine.put(row, post_no="39999")


# Columns.


@kind("columns moved", "moved the number of users to the front", "merged",
      findings={"L-COLUMNS-MOVED": 1}, counts={"changed": 1}, values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("units")
    book.swap_columns(table.page, table.columns["users_served"], table.columns["unit_code"])
    _change(book)


@kind("columns inserted", "pushed a column of notes in", "merged",
      findings={"L-STRAY": ("ask Anna", "Notes")}, counts={"changed": 1},
      values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("units")
    book.insert_columns(table.page, 5)
    table.page.put(table.head + 1, 5, "Notes")
    table.page.put(table.rows["U1"], 5, "ask Anna")
    _change(book)


@kind("column deleted", "deleted the column of reporting lines", "merged",
      findings={"L-COLUMN-ABSENT": 1}, counts={"changed": 1},
      values={CHANGED: 77, ("units", "U1", "reports_to"): "Director"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("units")
    book.delete_columns(table.page, table.columns["reports_to"])
    _change(book)


@kind("hidden codes deleted", "deleted the hidden column of record codes", "merged",
      counts={"changed": 1}, values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _change(book)
    book.delete_columns(book.data_pages["units"], 1)


@kind("all codes deleted", "deleted both columns of record codes", "merged",
      findings={"L-SHEET-UNMARKED": 1,
                "L-ROW-RECOGNISED": ("U1 · Réseau section", "U2 · Service desk")},
      counts={"changed": 1}, values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _change(book)
    book.delete_columns(book.data_pages["units"], 1, 2)


@kind("row of keys deleted", "deleted the hidden row of column keys", "merged",
      counts={"changed": 1}, values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _change(book)
    book.delete_rows(book.data_pages["units"], 3)


@kind("key of a column spoilt", "typed over the hidden key of a column", "merged",
      findings={"L-COLUMN-RECOGNISED": 1}, counts={"changed": 1}, values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("units")
    _change(book)
    table.page.put(table.head, table.columns["users_served"], "usres")


@kind("column copied", "copied the column of users and typed into the copy", "merged",
      findings={"L-COLUMN-TWICE": 1, "L-STRAY": "999"}, counts={"changed": 1},
      values={CHANGED: 77, ("units", "U2", "users_served"): 310})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _change(book)
    table = book.table("units")
    source, target = table.columns["users_served"], table.page.last_column + 1
    for cells in table.page.cells.values():
        if source in cells:
            cells[target] = replace(cells[source])
    table.page.put(table.rows["U2"], target, 999)


@kind("heading typed over", "typed an answer over a heading", "merged",
      findings={"L-HEADING": "about 80 users"}, counts={"changed": 1},
      values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _change(book)
    table = book.table("units")
    table.page.put(table.head + 1, table.columns["users_served"], "about 80 users")


@kind("values in the header", "typed figures into the rows above the table", "merged",
      findings={"L-STRAY": ("draft", "12345"), "L-HEADING": "2026"}, counts={"changed": 1},
      values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _change(book)
    table = book.table("units")
    table.page.put(1, table.columns["unit_code"] + 12, 12345)
    table.page.put(2, table.columns["unit_code"], "draft")
    table.page.put(table.head + 1, table.columns["name"], 2026)


@kind("title rows inserted", "pushed a letterhead in above the table", "merged",
      findings={"L-STRAY": "Office ALPHA, draft 2"}, counts={"changed": 1},
      values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _change(book)
    page = book.data_pages["units"]
    book.insert_rows(page, 1, 3)
    page.put(1, 3, "Office ALPHA, draft 2")


# Rows.


@kind("rows inserted", "pushed empty rows in between known ones and filled one in", "merged",
      findings={"L-ROW-ADDED": 1}, counts={"changed": 1, "new": 1},
      values={CHANGED: 77, ("units", "U9", "name"): "New desk"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _change(book)
    table = book.table("units")
    row = table.rows["U2"]
    book.insert_rows(table.page, row, 2)
    table.put(row, unit_code="U9", name="New desk")


@kind("spare row", "filled in a spare row", "merged", counts={"new": 1},
      values={("units", "U9", "name"): "New desk"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("units")
    table.put(table.spare[0], unit_code="U9", name="New desk")


@kind("rows sorted", "sorted whole rows by title", "merged", findings={"L-ROWS-MOVED": 1},
      counts={"changed": 1},
      values={("staff", "30004", "grade"): "P-5", ("staff", "30001", "grade"): "P-3"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("staff")
    table.put("30004", grade="P-5")
    rows = table.rows
    order = sorted(rows.values(), key=lambda row: str(table.get(row, "functional_title")))
    book.move_rows(table.page, dict(zip(order, sorted(order), strict=True)))


@kind("rows sorted without their codes", "sorted the answers and left the codes where they were",
      "merged", findings={"L-ROW-DISPLACED": 4}, counts={"changed": 1},
      values={("staff", "30004", "grade"): "P-5", ("staff", "30001", "grade"): "P-3",
              ("staff", "30002", "annual_cost"): Decimal("120000.50")})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("staff")
    table.put("30004", grade="P-5")
    rows = sorted(table.rows.values())
    held = [
        {at: cell for at, cell in table.page.cells[row].items() if at in table.columns.values()}
        for row in rows
    ]
    for row, answers in zip(rows, held[1:] + held[:1], strict=True):
        table.page.cells[row] |= answers


@kind("visible codes sorted apart", "sorted all but the hidden column of codes", "merged",
      findings={"L-CODES-DIFFER": 4, "L-ROWS-MOVED": 1}, counts={"changed": 1},
      values={("staff", "30004", "grade"): "P-5", ("staff", "30001", "grade"): "P-3"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("staff")
    table.put("30004", grade="P-5")
    rows = sorted(table.rows.values())
    held = [{at: c for at, c in table.page.cells[row].items() if at > 1} for row in rows]
    for row, answers in zip(rows, held[1:] + held[:1], strict=True):
        table.page.cells[row] |= answers


@kind("rows filtered", "left a filter on, which hides rows", "merged",
      findings={"L-ROWS-HIDDEN": "2"}, counts={"changed": 1}, values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _change(book)
    table = book.table("units")
    table.page.hidden_rows |= set(table.rows.values())


@kind("row deleted", "deleted the row of a post", "merged",
      findings={"L-ROW-ABSENT": "30002 · Analyst"}, counts={"missing": 1, "changed": 1},
      values={CHANGED: 77, ("staff", "30002", "functional_title"): "Analyst"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _change(book)
    table = book.table("staff")
    book.delete_rows(table.page, table.rows["30002"])


@kind("row emptied", "emptied the row of a post", "unchanged",
      findings={"L-ROW-ABSENT": "30002 · Analyst"}, counts={"missing": 1},
      values={("staff", "30002", "functional_title"): "Analyst"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("staff")
    table.put("30002", **dict.fromkeys(table.columns))


@kind("row copied", "copied a row, hidden code and all, and typed another post over it", "merged",
      findings={"L-ROW-COPIED": uid("staff", "30001"), "L-ROW-ADDED": 1}, counts={"new": 1},
      values={("staff", "39999", "functional_title"): "Engineer",
              ("staff", "30001", "grade"): "P-3"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("staff")
    row = table.page.last_row + 1
    table.page.copy_row(table.rows["30001"], row)
    table.put(row, post_no="39999")


@kind("row copied unchanged", "copied a row three times and forgot about it", "unchanged",
      findings={"L-ROW-REPEATED": 3})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("staff")
    last = table.page.last_row
    for row in range(last + 1, last + 4):
        table.page.copy_row(table.rows["30001"], row)


@kind("row copied, both changed", "copied a row and typed other posts over both", "unchanged",
      findings={"L-ROW-UNCLEAR": (uid("staff", "30001"),) * 2}, counts={"rejected": 2},
      values={("staff", "30001", "functional_title"): "Engineer"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("staff")
    row = table.page.last_row + 1
    table.page.copy_row(table.rows["30001"], row)
    table.put(row, post_no="38888")
    table.put("30001", post_no="39999")


@kind("pasted below", "pasted rows of the own list below the last spare row", "merged",
      findings={"L-ROW-ADDED": 2}, counts={"new": 2},
      values={("staff", "40001", "functional_title"): "Pasted 40001"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("staff")
    first = table.page.last_row + 3
    for n in (40000, 40001):
        table.put(first + n - 40000, post_no=n, functional_title=f"Pasted {n}")


@kind("pasted far below", "pasted 400 rows, more than the workbook has room for", "merged",
      findings={"L-ROW-ADDED": 400}, counts={"new": 400},
      values={("staff", "40399", "functional_title"): "Pasted 40399"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("staff")
    first = table.page.last_row + 1
    for n in range(400):
        table.put(first + n, post_no=40000 + n, functional_title=f"Pasted {40000 + n}")


@kind("note far below", "wrote a note far below the table", "merged",
      findings={"L-STRAY": ("see the annex", "2026")}, counts={"changed": 1},
      values={CHANGED: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _change(book)
    page = book.data_pages["units"]
    page.put(5000, 3, "see the annex")
    page.put(5000, 4, 2026)


@kind("many notes", "wrote a hundred notes beside the table", "unchanged",
      findings={"L-STRAY": 40, "L-STRAY-MORE": "60"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    page = book.data_pages["units"]
    for row in range(5000, 5100):
        page.put(row, 3, f"note {row}")


@kind("headings again", "pasted a block with its headings", "merged",
      findings={"L-ROW-ADDED": 1}, counts={"new": 1},
      values={("staff", "40001", "functional_title"): "Pasted"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("staff")
    row = table.page.last_row + 1
    for column in table.columns.values():
        table.page.put(row, column, table.page.content(table.head + 1, column))
    table.put(row + 1, post_no="40001", functional_title="Pasted")


@kind("row of totals", "added up the columns below the table", "merged",
      findings={"L-TOTALS": ("11", "2127", "Total"), "L-FORMULA": "2127"}, counts={"changed": 1},
      values={CHANGED: 1817})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("units")
    table.put("U1", users_served=1817)
    table.put(
        table.page.last_row + 1, unit_code="Total", users_served=Formula("SUM(I5:I6)", 2127),
        approved_posts=11,
    )  # fmt: skip


@kind("merged cells", "merged the titles of three posts", "unchanged",
      findings={"L-MERGED": 1, "L-CLEARED": ("Analyst", "Developer")},
      values={("staff", "30002", "functional_title"): "Analyst"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("staff")
    letters = get_column_letter(table.columns["functional_title"])
    rows = table.rows
    table.page.merged.append(f"{letters}{rows['30001']}:{letters}{rows['30003']}")
    table.put("30002", functional_title=None)
    table.put("30003", functional_title=None)


@kind("merged cells that keep their answers", "LibreOffice keeps what lies under merged cells",
      "unchanged", findings={"L-MERGED": 1, "L-CLEARED": ("Analyst", "Developer")},
      values={("staff", "30002", "functional_title"): "Analyst"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("staff")
    letters = get_column_letter(table.columns["functional_title"])
    rows = table.rows
    table.page.merged.append(f"{letters}{rows['30001']}:{letters}{rows['30003']}")
