"""What there is to merge: files that came back, and what stores of regional hubs hold of them."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Container, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from sqlalchemy import select

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.hub_returns import HUB_ISSUE, Corrections, Through
from inventory_app.domain.merging import Answer
from inventory_app.domain.rounds import Round
from inventory_app.errors import Refused, UserError
from inventory_app.services.hub_corrections import Replay
from inventory_app.services.hub_exports import is_export
from inventory_app.services.hub_stores import HubReturn, HubStore, moment, opened, stumbling
from inventory_app.services.reading import ReadFile, read_files
from inventory_app.store import queries
from inventory_app.store.copies import is_store
from inventory_app.store.database import Database
from inventory_app.texts import N_

_BRIEF = 12  # digits of a SHA-256 that tell the files in one store apart


def hub_of(path: Path) -> Path | None:
    """Return the store or export that *path* is, or is in; None for a file that is neither."""
    if _is_hub(path):
        return path
    store = path.parent.parent
    return store if not path.exists() and _is_hub(store) else None


def _is_hub(path: Path) -> bool:
    return is_store(path) or is_export(path)


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """Reads what is to be merged into one store, in the order in which it was given."""

    database: Database
    catalogue: Catalogue
    current: Round | None
    known: Container[str] = ()
    parallel: bool = True

    def read(self, paths: Sequence[Path]) -> Generator[tuple[ReadFile, int], None, None]:
        """Yield every file with how many there are, as far as is known; to be closed.

        A store stands for the returns that its hub has merged, each under a path that begins with
        the store's, and for what the hub has corrected; one of these paths stands for itself.
        """
        total = len(paths)
        for hub, group in groupby(paths, hub_of):
            given = list(group)
            if hub is None:
                with closing(self._read(given)) as files:
                    for file in files:
                        yield file, total
                continue
            only = None if hub in given else frozenset(given)
            with closing(self._through(hub, only)) as parts:
                for file, count in parts:
                    yield file, total - len(given) + count

    def _read(
        self, paths: Sequence[Path], needed: Container[str] = ()
    ) -> Generator[ReadFile, None, None]:
        known = _Except(self.known, needed)
        return read_files(paths, self.catalogue, known=known, parallel=self.parallel)

    def _through(
        self, path: Path, only: frozenset[Path] | None
    ) -> Generator[tuple[ReadFile, int], None, None]:
        """Yield what the store of a hub holds for this round, or the reason why nothing of it."""
        try:
            with self._opened(path) as hub, closing(self._parts(path, hub, only)) as parts:
                yield from parts
        except Refused as reason:
            yield ReadFile(path=path, sha256="", data=b"", reason=reason), 1

    @contextmanager
    def _opened(self, path: Path) -> Iterator[HubStore]:
        with opened(path, self.database, self.current, self.database.clock) as hub:
            with stumbling(path):
                hub.look()
            yield hub

    def _parts(
        self, path: Path, hub: HubStore, only: frozenset[Path] | None
    ) -> Generator[tuple[ReadFile, int], None, None]:
        asked = self._asked()
        replays = {entity: Replay(hub, entity) for entity in sorted(hub.touched & asked)}
        total = len(hub.returns) + len(replays) if only is None else len(only)
        needed = {each.sha256 for each in hub.returns if each.entity in replays}
        sent = False
        with tempfile.TemporaryDirectory(prefix="ict-inventory-") as folder:
            places = [hub.extract(each, Path(folder)) for each in hub.returns]
            with closing(self._read(places, needed)) as files:
                for each, file in zip(hub.returns, files, strict=True):
                    made = self._part(path, hub, each, file, replays, asked)
                    if only is None or made.path in only:
                        sent = True
                        yield made, total
        for replay in replays.values():
            for made in self._corrected(path, hub, replay):
                if only is None or made.path in only:
                    sent = True
                    yield made, total
        if not sent:
            yield ReadFile(path=path, sha256="", data=b"", reason=_nothing(path, hub)), 1

    def _part(
        self,
        path: Path,
        hub: HubStore,
        each: HubReturn,
        file: ReadFile,
        replays: dict[str, Replay],
        asked: frozenset[str],
    ) -> ReadFile:
        """Return one return of a hub under its own name."""
        place = path / each.sha256[:_BRIEF] / each.file_name
        file = replace(file, path=place)
        content = file.content
        if content is None:
            return file
        if content.identity.entity not in asked:
            return replace(file, content=None, reason=_not_asked(place, content.identity.entity))
        replay = replays.get(content.identity.entity)
        return replace(
            file,
            through=Through(
                hub=path.name, store=hub.store, who=each.who, at=each.at,
                vouched=hub.vouches(content.identity),
                settled=replay.add(each, content) if replay else {},
            ),
        )  # fmt: skip

    def _corrected(self, path: Path, hub: HubStore, replay: Replay) -> Iterator[ReadFile]:
        """Yield the corrections that were sent before, and what has come to them since."""
        from inventory_app.formats.corrections import read_corrections, written  # noqa: PLC0415

        received: dict[tuple[str, str, str], Answer] = {}
        name = f"{path.stem}_{_safe(replay.entity)}_corrections.json"
        for sha256, data in self._sent(hub, replay.entity):
            before = read_corrections(data, self.catalogue)
            received |= {each.place: each.after for each in before.made}
            file = ReadFile(path=path / sha256[:_BRIEF] / name, sha256=sha256, data=data)
            content = None if sha256 in self.known else before.content()
            yield replace(file, content=content, through=_by_hub(path, hub, before))
        with stumbling(path):
            made = replay.corrections(received)
            if not made.made:
                return
            data = written(made, self.catalogue)
            content = read_corrections(data, self.catalogue).content()
        sha256 = hashlib.sha256(data).hexdigest()
        yield ReadFile(
            path=path / sha256[:_BRIEF] / name, sha256=sha256, data=data, content=content,
            through=_by_hub(path, hub, made),
        )  # fmt: skip

    def _sent(self, hub: HubStore, entity: str) -> list[tuple[str, bytes]]:
        """Return the corrections of a hub that stand, the earliest first."""
        table, kept = self.database.schema["returned"], self.database.schema["original"]
        query = (
            select(table.c.sha256, kept.c.data)
            .join(kept, kept.c.sha256 == table.c.sha256)
            .where(table.c.issue == f"{HUB_ISSUE}{hub.store}", table.c.round == hub.round,
                   table.c.entity == entity)
            .order_by(table.c.received_at, table.c.id)
        )  # fmt: skip
        with self.database.reading() as connection:
            return list({row.sha256: bytes(row.data) for row in connection.execute(query)}.items())

    def _asked(self) -> frozenset[str]:
        code = self.current.code if self.current else ""
        with self.database.reading() as connection:
            asked = queries.asked(connection, self.database.schema)
        return frozenset(entity for round_code, entity in asked if round_code == code)


@dataclass(frozen=True)
class _Except:
    """All files that are known, but for some."""

    known: Container[str]
    needed: Container[str]

    def __contains__(self, sha256: object) -> bool:
        return sha256 in self.known and sha256 not in self.needed


def _by_hub(path: Path, hub: HubStore, made: Corrections) -> Through:
    latest = max(made.made, key=lambda each: each.at)
    return Through(
        hub=path.name, store=hub.store, who=latest.who, at=moment(latest.at), vouched=True
    )


def _safe(entity: str) -> str:
    return "".join(ch if ch.isascii() and ch.isalnum() else "-" for ch in entity)


def _not_asked(path: Path, entity: str) -> UserError:
    return Refused(
        "F-HUB-ENTITY",
        N_("“{file}” is a return of {entity}, which is not asked in this round here."),
        N_("Add {entity} to the round first, or leave it to its own headquarters."),
        file=path.name,
        entity=entity,
    )


def _nothing(path: Path, hub: HubStore) -> UserError:
    return Refused(
        "F-HUB-NOTHING",
        N_("“{file}” holds no returns of round {round} that are not here, and no corrections."),
        N_("Nothing to do."),
        file=path.name,
        round=hub.round,
    )
