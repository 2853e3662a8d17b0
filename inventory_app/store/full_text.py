"""SQLite's full-text index (FTS5) over `derived_text`; the only module that knows it.

One index for each round, of every three letters in a row, so that any part of a word is found in
any script. Another database does without: the same question is then asked with LIKE over the
folded texts, which gives the same answers more slowly.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
)

from inventory_app.domain.search_words import is_indexed
from inventory_app.store.derived import TEXT, chunks

_TRIGRAM_SINCE = (3, 34)


def is_available(connection: Connection) -> bool:
    """Return whether this database has the index."""
    if connection.dialect.name != "sqlite":
        return False
    version = connection.dialect.server_version_info or (0,)
    used = connection.scalar(text("SELECT sqlite_compileoption_used('ENABLE_FTS5')"))
    return bool(used) and tuple(version) >= _TRIGRAM_SINCE


def name_of(sequence: int) -> str:
    """Return the name of the index of the round that was opened as number *sequence*."""
    return f"search_{int(sequence)}"


def exists(connection: Connection, index: str) -> bool:
    """Return whether the index has been made."""
    if connection.dialect.name != "sqlite":
        return False
    named = text("SELECT 1 FROM sqlite_master WHERE name = :name")
    return connection.scalar(named, {"name": index}) is not None


def build(connection: Connection, index: str, round_code: str) -> None:
    """Make the index of a round anew from the folded texts that are there.

    In the order of their numbers: the index writes itself out at each step back.
    """
    drop(connection, index)
    connection.exec_driver_sql(
        f"CREATE VIRTUAL TABLE {index} USING fts5"
        f"(title, body, content='{TEXT.name}', content_rowid='n',"
        " tokenize='trigram case_sensitive 1')"
    )
    connection.execute(
        text(
            f"INSERT INTO {index} (rowid, title, body)"  # noqa: S608 - the name is made here
            f" SELECT n, title, body FROM {TEXT.name} WHERE round = :round ORDER BY n"
        ),
        {"round": round_code},
    )


def drop(connection: Connection, index: str) -> None:
    """Remove the index."""
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {index}")


def leave_out(connection: Connection, index: str, numbers: Sequence[int]) -> None:
    """Take texts out of the index; they must still be in `derived_text` as they were indexed."""
    _each(
        connection,
        f"INSERT INTO {index} ({index}, rowid, title, body)"  # noqa: S608
        f" SELECT 'delete', n, title, body FROM {TEXT.name} WHERE n IN :numbers ORDER BY n",
        numbers,
    )


def take_in(connection: Connection, index: str, numbers: Sequence[int]) -> None:
    """Put texts of `derived_text` into the index."""
    _each(
        connection,
        f"INSERT INTO {index} (rowid, title, body)"  # noqa: S608
        f" SELECT n, title, body FROM {TEXT.name} WHERE n IN :numbers ORDER BY n",
        numbers,
    )


def _each(connection: Connection, statement: str, numbers: Sequence[int]) -> None:
    prepared = text(statement).bindparams(bindparam("numbers", expanding=True))
    for part in chunks([str(number) for number in numbers]):
        connection.execute(prepared, {"numbers": [int(number) for number in part]})


def matching(
    index: str | None, round_code: str, words: Sequence[str], *, titles_only: bool = False
) -> Select[tuple[int]]:
    """Return the query for the numbers of the texts of a round that hold all *words*, folded.

    Without *index*, and for words that are too short for it, the texts themselves are looked at.
    """
    indexed = [word for word in words if index and is_indexed(word)]
    looked_at = [word for word in words if word not in indexed]
    found = select(TEXT.c.n).where(TEXT.c.round == round_code)
    if index and indexed:
        rows = table(index, column("rowid", Integer))
        phrase = " ".join('"' + word.replace('"', '""') + '"' for word in indexed)
        if titles_only:
            phrase = "title : (" + phrase + ")"
        hits = select(rows.c.rowid).where(
            literal_column(index).op("MATCH", is_comparison=True)(phrase)
        )
        if not looked_at:
            return hits
        found = select(TEXT.c.n).where(TEXT.c.n.in_(hits))
    return found.where(and_(*(_holds(word, titles_only=titles_only) for word in looked_at)))


def _holds(word: str, *, titles_only: bool) -> ColumnElement[bool]:
    in_title = TEXT.c.title.contains(word, autoescape=True)
    return in_title if titles_only else or_(in_title, TEXT.c.body.contains(word, autoescape=True))


def size(connection: Connection, round_code: str) -> int:
    """Return how many texts of a round there are."""
    return int(
        connection.scalar(select(func.count()).select_from(TEXT).where(TEXT.c.round == round_code))
        or 0
    )
