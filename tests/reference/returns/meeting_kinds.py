"""Kinds of returns that meet others: corrections of headquarters, colleagues, earlier versions."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from paper_books import Book
from return_kinds import kind
from returns_store import ROUND, Issued, uid

from inventory_app.domain.merging import Answer
from inventory_app.store.queries import record_id
from inventory_app.workspace import Workspace

USERS, NAME = ("units", "U1", "users_served"), ("units", "U1", "name")


def _corrected(workspace: Workspace, issued: Issued, folder: Path) -> None:
    """Let headquarters correct the users of a unit."""
    workspace.records.change(
        "units", ROUND, [uid("units", "U1")], {"users_served": Answer(2000, None)}
    )


def _merged(book: Book, workspace: Workspace, path: Path) -> None:
    [file] = workspace.returns.merge([book.save(path)]).files
    if file.reason is not None:
        raise file.reason


def _colleague(workspace: Workspace, issued: Issued, folder: Path) -> None:
    """Merge the half of a colleague: another field, another sheet and the first spare row."""
    book = issued.book()
    units = book.table("units")
    units.put("U1", users_served=1)
    units.put(units.spare[0], unit_code="U7", name="Colleague's desk")
    book.table("costs").put("0042", description="Colleague's words")
    _merged(book, workspace, folder / "colleague.xlsx")


def _later(workspace: Workspace, issued: Issued, folder: Path) -> None:
    """Merge the workbook that was issued last, in which the users were counted anew."""
    book = issued.book("fr")
    book.table("units").put("U1", users_served=1)
    _merged(book, workspace, folder / "later.xlsx")


def _itself(workspace: Workspace, issued: Issued, folder: Path) -> None:
    _merged(_honest(issued.book()), workspace, folder / "before.xlsx")


def _honest(book: Book) -> Book:
    book.table("units").put("U1", users_served=77)
    return book


def _gone(workspace: Workspace, issued: Issued, folder: Path) -> None:
    """Let headquarters find that a post was never there."""
    table = workspace.database.schema.records["staff"]
    gone = table.select().where(table.c.id == record_id(ROUND, uid("staff", "30002")))
    with workspace.database.writing("Remove a record") as transaction:
        [row] = transaction.connection.execute(gone)
        transaction.remove(table, [dict(row._mapping)])


@kind("corrected by headquarters", "changed what headquarters corrected in the meantime",
      "conflicts", counts={"conflicting": 1}, values={USERS: 2000}, before=_corrected)  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _honest(book)


@kind("corrected by headquarters elsewhere", "changed another answer than headquarters did",
      "merged", counts={"changed": 1}, values={USERS: 2000, NAME: "Networks"},
      before=_corrected)  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U1", name="Networks")


@kind("corrected alike", "made the same correction as headquarters", "unchanged",
      values={USERS: 2000}, before=_corrected)  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U1", users_served=2000)


@kind("two halves", "filled in other sheets and rows than the colleague did", "merged",
      counts={"changed": 1}, before=_colleague,
      values={USERS: 1, ("staff", "30001", "grade"): "P-4",
              ("costs", "0042", "description"): "Colleague's words"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("staff").put("30001", grade="P-4")


@kind("two halves on one spare row", "used the same spare row as the colleague", "merged",
      counts={"new": 1}, findings={"L-ROW-ADDED": 1}, before=_colleague,
      values={("units", "U7", "name"): "Colleague's desk", ("units", "U8", "name"): "My desk",
              USERS: 1})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    units = book.table("units")
    units.put(units.spare[0], unit_code="U8", name="My desk")


@kind("two halves that disagree", "counted users that the colleague counted, too", "conflicts",
      counts={"conflicting": 1}, before=_colleague, values={USERS: 1})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _honest(book)


@kind("older version", "sent the first workbook after the second one had been merged", "conflicts",
      findings={"L-OLDER": "1 → 2"}, counts={"conflicting": 1}, before=_later,
      values={USERS: 1})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _honest(book)


@kind("sent twice", "sent the same file twice", "already-merged", reason="F-ALREADY-MERGED",
      before=_itself, values={USERS: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _honest(book)


@kind("sent twice, saved again", "opened, saved and sent the merged return again", "unchanged",
      before=_itself, values={USERS: 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _honest(book)
    book["_lists"].state = "visible"


@kind("removed by headquarters", "answered on a post that headquarters had removed", "merged",
      counts={"new": 1}, before=_gone, values={("staff", "30002", "grade"): "P-4",
      ("staff", "30002", "annual_cost"): Decimal("120000.50")})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("staff").put("30002", grade="P-4")


@kind("file of another entity", "sent BRAVO's workbook under the name of ALPHA's", "merged",
      entity="BRAVO", file="2026_ALPHA_en_1.xlsx", counts={"changed": 1},
      findings={"L-FILE-NAME": "2026_ALPHA_en_1.xlsx → 2026_BRAVO_en_1.xlsx"},
      values={("staff", "30001", "grade"): "P-4"})  # fmt: skip
def _(book: Book, issued: Issued) -> bytes:
    other = issued.other(issued.bravo)
    other.table("staff").put("30001", grade="P-4")
    return other.data()


@kind("file of another round", "gave last year's workbook the name of this year's", "wrong-round",
      reason="F-WRONG-ROUND", file="2026_ALPHA_en_1.xlsx")  # fmt: skip
def _(book: Book, issued: Issued) -> bytes:
    last = issued.other(issued.last_round)
    last.table("units").put("U1", users_served=77)
    return last.data()
