"""The database file and its transactions. The only module that knows SQLite."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, event, func, insert, select, text
from sqlalchemy.exc import DatabaseError

from inventory_app import paths
from inventory_app.domain.changes import ChangeSet
from inventory_app.domain.fields import Catalogue
from inventory_app.errors import StoreRefused
from inventory_app.store.recorder import Transaction, chained, insert_rows, packed
from inventory_app.store.refusals import fills_the_disk, refusal
from inventory_app.store.schema import SCHEMA_VERSION, Schema
from inventory_app.store.snapshots import is_writable, snapshot
from inventory_app.texts import N_

APPLICATION_ID = 0x49435449  # "ICTI": what `file` and this program know a store by
SUFFIX = ".ictinv"
BUSY_SECONDS = 5.0
MAGIC = b"SQLite format 3\0"
_PRAGMAS = (
    "foreign_keys = ON",
    "journal_mode = WAL",
    "synchronous = FULL",
    "trusted_schema = OFF",
    "cell_size_check = ON",
)

Listener = Callable[[ChangeSet], None]


class ChangedMeanwhile(Exception):  # noqa: N818 - a state of affairs; the caller looks again
    """Raised where somebody else has written to the store since it was read."""


class Database:
    """One open store. `reading` gives a connection for queries; only `writing` can write.

    One that may not be written is opened in a copy: it is `read_only`, and shows what there was.
    """

    def __init__(
        self,
        path: Path,
        catalogue: Catalogue,
        *,
        who: str,
        clock: Callable[[], datetime],
        copy: Path | None = None,
    ) -> None:
        self.path = path
        self.read_only = copy is not None
        self._file = copy or path
        self.schema = Schema(catalogue)
        self.clock = clock
        self._who = who
        self._listeners: list[Listener] = []
        self._engine = create_engine(
            URL.create("sqlite", database=str(self._file)),
            connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
        )
        event.listen(self._engine, "connect", _prepare)

    @property
    def who(self) -> str:
        """The name under which changes are logged."""
        return self._who

    @classmethod
    def create(
        cls, path: Path, catalogue: Catalogue, *, who: str, clock: Callable[[], datetime]
    ) -> Database:
        """Make a new, empty store; raise `StoreRefused` if something is there already."""
        if path.exists():
            raise StoreRefused(
                "E-EXISTS",
                N_("“{path}” exists already."),
                N_("Choose another name, or open the store that is there."),
                path=path,
            )
        from inventory_app.store import migrations  # noqa: PLC0415 - Alembic is slow to load

        database = cls(path, catalogue, who=who, clock=clock)
        try:
            with database._translated():
                migrations.upgrade(database._engine, database.schema)
        except StoreRefused:
            database.close()
            _forget(path)
            raise
        return database

    @classmethod
    def open(
        cls, path: Path, catalogue: Catalogue, *, who: str, clock: Callable[[], datetime]
    ) -> Database:
        """Open a store, bringing an older one up to date after a backup.

        One that cannot be written is opened to be read. Raises `StoreRefused` if the file is
        missing, is no store, or is newer than the program.
        """
        _look_at(path)
        copy = None if is_writable(path) else _snapshot(path)
        database = cls(path, catalogue, who=who, clock=clock, copy=copy)
        try:
            with database._translated():
                database._bring_up_to_date()
        except BaseException:
            database.close()  # or its write-ahead log stays beside a file that was only looked at
            raise
        return database

    def close(self) -> None:
        """Close the file; the write-ahead log is folded into it."""
        self._engine.dispose()
        if self.read_only:
            shutil.rmtree(self._file.parent, ignore_errors=True)

    def must_be_writable(self) -> None:
        """Raise `StoreRefused` where the store was opened to be read only."""
        if self.read_only:
            raise refusal(self.path, sqlite3.OperationalError("readonly"))

    def subscribe(self, listener: Listener) -> None:
        """Hand every change set to *listener* after it has been committed."""
        self._listeners.append(listener)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the store."""
        with self._translated(), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            try:
                yield connection
            finally:
                _roll_back(connection)

    @contextmanager
    def writing(
        self,
        label: str,
        *,
        origin: str = "typed",
        undoes: int | None = None,
        seen: int | None = None,
        **params: object,
    ) -> Iterator[Transaction]:
        """Commit everything in the block as one change set under *label*, or nothing.

        *label* is a message id that names the undo step for the user, *params* its placeholders.
        *seen* is the newest change set that the caller knows: raises `ChangedMeanwhile`, with
        nothing written, if somebody else has changed the store since.
        """
        self.must_be_writable()
        with self._translated(), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                self._compare(connection, seen)
                transaction = Transaction(connection, self.schema)
                yield transaction
                changes = self._log(transaction, label, params, origin, undoes)
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                _roll_back(connection)
                raise
        if changes is not None:
            for listener in self._listeners:
                listener(changes)

    @contextmanager
    def keeping(self, *, derived: bool = False) -> Iterator[Connection]:
        """Write what is never undone: settings, kept originals, catalogue texts.

        What is *derived* can be made again from the rest, and is in the copy of a store that may
        only be read.
        """
        if not derived:
            self.must_be_writable()
        with self._translated(), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                _roll_back(connection)
                raise

    def _compare(self, connection: Connection, seen: int | None) -> None:
        if seen is not None and self.newest_change(connection) != seen:
            raise ChangedMeanwhile

    def newest_change(self, connection: Connection) -> int:
        """Return the number of the newest change set, 0 in a store that nobody has written."""
        table = self.schema["change_set"]
        return int(connection.scalar(select(func.max(table.c.number))) or 0)

    def setting(self, key: str) -> str | None:
        """Return a setting of the store."""
        meta = self.schema["meta"]
        with self.reading() as connection:
            value = connection.scalar(select(meta.c.value).where(meta.c.key == key))
            return None if value is None else str(value)

    def backup(self, target: Path) -> None:
        """Copy the whole store to *target* while it is open; in place only if it is whole.

        Raises `UserError` where *target* cannot be written or its disk is full, and `StoreRefused`
        where the store cannot be read.
        """
        try:
            handle, name = tempfile.mkstemp(dir=target.parent, prefix=".backup-", suffix=SUFFIX)
            os.close(handle)
            part = Path(name)
            try:
                with self._translated():
                    _copy(self._file, part, target)
                part.replace(target)
            finally:
                _forget(part)
        except OSError as error:
            raise paths.cannot_write(target, error) from error

    def damage(self) -> list[str]:
        """Return what the database itself finds wrong with the file; nothing if it is whole."""
        with self.reading() as connection:
            lines = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
        return [] if lines == ["ok"] else lines

    def _log(
        self,
        transaction: Transaction,
        label: str,
        params: Mapping[str, object],
        origin: str,
        undoes: int | None,
    ) -> ChangeSet | None:
        if not transaction.rows:
            return None
        table, rows = self.schema["change_set"], self.schema["row_change"]
        connection = transaction.connection
        last = connection.execute(
            select(table.c.number, table.c.hash).order_by(table.c.number.desc()).limit(1)
        ).first()
        number, previous = (last.number + 1, last.hash) if last else (1, "")
        at = self.clock().astimezone(UTC)
        kept = {name: str(value) for name, value in params.items()}
        images = [
            (row.table, row.key, packed(row.before), packed(row.after)) for row in transaction.rows
        ]
        head = (number, label, kept, self._who, at.isoformat(), origin, undoes)
        connection.execute(
            insert(table).values(
                number=number, label=label, params=kept, who=self._who, at=at.isoformat(),
                origin=origin, undoes=undoes, hash=chained(previous, head, images),
            )
        )  # fmt: skip
        insert_rows(
            connection,
            rows,
            [
                {"change_set": number, "table_name": t, "row_key": k, "before": b, "after": a}
                for t, k, b, a in images
            ],
        )
        return ChangeSet(
            number=number, label=label, rows=tuple(transaction.rows), who=self._who, at=at,
            origin=origin, params=kept, undoes=undoes,
        )  # fmt: skip

    def _bring_up_to_date(self) -> None:
        with self._engine.connect() as connection:
            version = connection.scalar(text("SELECT value FROM meta WHERE key = 'schema_version'"))
            columns = connection.scalar(text("SELECT value FROM meta WHERE key = 'catalogue'"))
        if not str(version).isdecimal():
            msg = f"malformed schema version {version}"
            raise sqlite3.DatabaseError(msg)
        if int(version) > SCHEMA_VERSION:
            raise StoreRefused(
                "E-STORE-NEWER",
                N_("“{path}” was written by a newer version of this program."),
                N_("Install the newer version; nothing has been changed."),
                path=self.path,
            )
        if int(version) < SCHEMA_VERSION or columns != self.schema.catalogue.version:
            from inventory_app.store import migrations  # noqa: PLC0415 - Alembic is slow to load

            if not self.read_only:
                self.backup(backup_name(self.path, self.clock(), "before-upgrade"))
            migrations.upgrade(self._engine, self.schema)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (DatabaseError, sqlite3.DatabaseError) as error:
            raise refusal(self.path, error) from error


def _snapshot(path: Path) -> Path:
    """Copy a store that may only be read to a folder of its own, which goes when it is closed."""
    folder = Path(tempfile.mkdtemp(prefix="ict-inventory-"))
    try:
        return snapshot(path, folder / path.name)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, sqlite3.DatabaseError | OSError):
            raise refusal(path, error) from error
        raise


def _roll_back(connection: Connection) -> None:
    """End the transaction, unless the database has ended it itself, as it does on a full disk."""
    driver = connection.connection.dbapi_connection
    if driver is not None and driver.in_transaction:
        connection.exec_driver_sql("ROLLBACK")


def backup_name(path: Path, at: datetime, reason: str) -> Path:
    """Return a free name beside the store for a dated backup."""
    folder = path.parent / "backups"
    folder.mkdir(exist_ok=True)
    stem = f"{path.stem}_{at:%Y%m%dT%H%M%S}_{reason}"
    name, n = folder / f"{stem}{SUFFIX}", 1
    while name.exists():
        n += 1
        name = folder / f"{stem}_{n}{SUFFIX}"
    return name


def restore(source: Path, target: Path, *, called: Path | None = None) -> None:
    """Put the backup *source* in place as *target*; the caller has set any old store aside.

    Raises `UserError` where there is no room, about *called* if *target* is only on the way there,
    and `StoreRefused` where *source* is no whole store.
    """
    _look_at(source)
    part = target.with_name(f".{target.name}.part")
    try:
        try:
            _copy(source, part, called or target)
        except sqlite3.DatabaseError as error:
            raise refusal(source, error) from error
        part.replace(target)
    finally:
        _forget(part)


def _forget(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)


def set_aside(path: Path, aside: Path) -> None:
    """Move a store, with what its write-ahead log still holds, out of the way."""
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # a damaged store is moved as it is
    shutil.move(path, aside)
    for extra in ("-wal", "-shm"):
        path.with_name(path.name + extra).unlink(missing_ok=True)


def _copy(source: Path, part: Path, target: Path) -> None:
    """Copy a store into *part*, which is to become *target*: `UserError` if it has no room."""
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(part)) as new,
    ):
        try:
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.DatabaseError as error:
            if fills_the_disk(part, str(error)):
                full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                raise paths.cannot_write(target, full) from error
            raise
        if new.execute("PRAGMA quick_check").fetchone() != ("ok",):
            msg = "database disk image is malformed"
            raise sqlite3.DatabaseError(msg)


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    if not connection.execute("PRAGMA page_count").fetchone()[0]:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _look_at(path: Path) -> None:
    if not path.is_file():
        raise StoreRefused(
            "E-NO-STORE",
            N_("There is no store at “{path}”."),
            N_("Check the name, or make one with “ict-inventory init”."),
            path=path,
        )
    try:
        with path.open("rb") as file:
            head = file.read(72)
    except OSError as error:
        raise refusal(path, error) from error
    if not head.startswith(MAGIC) or int.from_bytes(head[68:72]) != APPLICATION_ID:
        raise StoreRefused(
            "E-NOT-A-STORE",
            N_("“{path}” is not a store of this program."),
            N_("Open the file that ends in .ictinv, or restore a backup."),
            path=path,
        )


def record_count(connection: Connection, schema: Schema, sheet: str) -> int:
    """Return how many rows the table of *sheet* holds in all rounds."""
    return int(connection.scalar(select(func.count()).select_from(schema.records[sheet])) or 0)
