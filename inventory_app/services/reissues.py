"""Issuing a workbook again from its store, with what somebody has filled into the old one."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.rounds import Round
from inventory_app.domain.workbooks import Identity
from inventory_app.errors import Refused
from inventory_app.languages import language as language_of
from inventory_app.services.carrying import Carried, CarriedRow, carried
from inventory_app.services.rebasing import rebased
from inventory_app.services.reissuing import Reissued, opened, write_carried
from inventory_app.services.rounds import known
from inventory_app.services.workbooks import IssuedFile, Workbooks
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.texts import N_


class Reissues:
    """Workbooks of one store that are issued again, half filled in as they are."""

    def __init__(self, database: Database, catalogue: Catalogue, workbooks: Workbooks) -> None:
        self._database = database
        self._catalogue = catalogue
        self._workbooks = workbooks

    def issue(self, path: Path, target: Path, *, language: str | None = None) -> Reissued:
        """Issue the workbook at *path* again under a new number, with what is filled in.

        It asks the questions of today and holds what is known now; answers that were typed stay.
        Merging it finds the same changes and conflicts as merging the old one. It is recorded like
        every other workbook. Raises `Refused` for a workbook of another store or round, and
        `UserError` as `reissuing.reissue_file` does.
        """
        book = opened(path, self._catalogue)
        was, schema = book.content.identity, self._database.schema
        self._refuse_others(path, was)
        with self._database.reading() as connection:
            shown = known(queries.rounds(connection, schema), was.round)
            asked = queries.participations(connection, schema, was.round)[was.entity]
            entity = queries.entities(connection, schema)[was.entity]
            ours = queries.records(connection, schema, was.round, entities=[was.entity])
        identity = self._workbooks.new_identity(
            shown, asked, language_of(language or was.language).code
        )
        mine = ours.get(was.entity, {})
        what = carried(book, self._catalogue)
        new = rebased(replace(what, rows=self._asked(shown, what)), mine, self._catalogue)
        workbooks = self._workbooks
        blank = replace(
            workbooks.blank(shown, workbooks.look_back(shown), entity, asked, identity),
            declarations=new.declarations,
            filled_by=new.filled_by,
            records=new.as_answered(self._catalogue),
            issued=new.as_issued(self._catalogue),
            spare=self._spare(identity.issue, shown, new),
        )
        result = write_carried(
            target,
            self._catalogue,
            new,
            lambda unread: replace(blank, unread=unread),
        )
        file = IssuedFile(
            entity=was.entity, language=identity.language, number=identity.number,
            path=result.path, sha256=hashlib.sha256(result.path.read_bytes()).hexdigest(),
        )  # fmt: skip
        self._workbooks.record(was.round, [(file, identity)])
        return result

    def _refuse_others(self, path: Path, was: Identity) -> None:
        """Raise `Refused` for a workbook of another store, or of another round than the last."""
        schema = self._database.schema
        with self._database.reading() as connection:
            rounds = queries.rounds(connection, schema)
            asked = queries.participations(connection, schema, was.round)
        key = bytes.fromhex(self._database.setting("signing_key") or "")
        genuine = was.store == self._database.setting("store") and was.signed(key) == was.tag
        if not genuine or was.entity not in asked:
            raise Refused(
                "F-UNKNOWN-ISSUE",
                N_("“{file}” was not issued from this store."),
                N_("Use the store that issued workbook {code}, or leave the store out."),
                file=path.name,
                code=was.code,
            )
        current = next(reversed(rounds))
        if was.round != current:
            raise Refused(
                "F-WRONG-ROUND",
                N_("“{file}” belongs to round {round}, but the open round is {current}."),
                N_("Ask the entity for the workbook of round {current}."),
                file=path.name,
                round=was.round,
                current=current,
            )

    def _asked(self, shown: Round, what: Carried) -> dict[str, tuple[CarriedRow, ...]]:
        """Return the rows by sheet, for every sheet that the round asks."""
        return {
            name: what.rows.get(name, ())
            for name in self._catalogue.sheets
            if shown.parameters.asks(name)
        }

    def _spare(self, issue: str, shown: Round, what: Carried) -> dict[str, tuple[str, ...]]:
        """Return the uids of the rows that are still empty, and of some more where they run out."""
        fresh = self._workbooks.spare(issue, shown, what.rows)
        return {
            name: (*what.spare.get(name, ()), *uids[len(what.spare.get(name, ())) :])
            for name, uids in fresh.items()
        }
