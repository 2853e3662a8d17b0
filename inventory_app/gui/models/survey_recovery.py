"""A copy of answers that are not saved yet, kept apart from the file, for the case of a crash."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from inventory_app import logs, paths
from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.field_types import Reference
from inventory_app.domain.survey_files import SurveyRow
from inventory_app.errors import UserError
from inventory_app.services.survey_files import SurveyFile
from inventory_app.texts import N_

_FOLDER = "unsaved-answers"


class RecoveryCopy:
    """The copy that belongs to one workbook, by its place. It never raises: it is only a help."""

    def __init__(self, workbook: Path, folder: Path | None = None) -> None:
        whole = str(workbook.resolve())
        name = hashlib.sha256(whole.encode("utf-8", "surrogateescape")).hexdigest()[:24]
        folder = folder or logs.own_folder() / _FOLDER
        self.file = folder / f"{name}.xlsx"
        self._about = folder / f"{name}.json"
        self._workbook = whole
        self._lock = threading.Lock()
        self._turn = 0

    def exists(self) -> bool:
        """Return whether there are answers to take up."""
        return self.file.is_file()

    def made_at(self) -> datetime:
        """Return when the copy was written."""
        return datetime.fromtimestamp(self.file.stat().st_mtime).astimezone()

    @property
    def turn(self) -> int:
        """A number that `drop` changes: a copy begun before it is not written any more."""
        return self._turn

    def write(self, data: bytes, turn: int) -> None:
        """Put *data* in place of the copy, unless it was dropped since the *turn*."""
        with self._lock:
            if turn != self._turn:
                return
            try:
                with paths.replacing(self.file) as part:
                    part.write_bytes(data)
                    part.chmod(0o600)
                about = json.dumps({"workbook": self._workbook}, ensure_ascii=True)
                self._about.write_text(about, encoding="utf-8")
            except (UserError, OSError):
                logging.getLogger(__name__).warning("no recovery copy", exc_info=True)

    def drop(self) -> None:
        """Remove the copy; one that is being written in the background is dropped too."""
        with self._lock:
            self._turn += 1
            for file in (self.file, self._about):
                with suppress(OSError):
                    file.unlink(missing_ok=True)

    def put_aside(self) -> Path:
        """Keep a copy that cannot be used under another name, and return it."""
        aside = self.file.with_suffix(".damaged.xlsx")
        with suppress(OSError):
            self.file.replace(aside)
        return aside


def take_up(survey: SurveyFile, copy: SurveyFile) -> list[UserError]:
    """Answer *survey* as *copy* does, in one step; return what could not be taken."""
    refused: list[UserError] = []
    with survey.step(N_("Take up unsaved answers")):
        uids = dict(_rows(survey, copy, refused))
        for sheet in copy.sheets:
            for row in copy.sheet(sheet).rows:
                if (sheet, row.uid) in uids:
                    _answers(survey, sheet, uids[sheet, row.uid], row, uids, refused)
            declared = copy.sheet(sheet).declaration
            survey.nothing_to_report(sheet, declared.nothing)
            survey.confirm_unchanged(sheet, declared.unchanged)
        survey.fill_in_by(copy.filled_by)
    return refused


def _rows(
    survey: SurveyFile, copy: SurveyFile, refused: list[UserError]
) -> Iterator[tuple[tuple[str, str], str]]:
    """Give *survey* the rows of *copy*; yield sheet and uid there with the uid here."""
    for sheet in copy.sheets:
        mine = {row.uid for row in survey.sheet(sheet).rows}
        theirs = {row.uid for row in copy.sheet(sheet).rows}
        for row in copy.sheet(sheet).rows:
            try:
                if row.uid in mine:
                    yield (sheet, row.uid), row.uid
                elif row.uid in survey.sheet(sheet).absent:
                    yield (sheet, row.uid), survey.restore(sheet, row.uid).uid
                else:
                    yield (sheet, row.uid), survey.add(sheet)
            except UserError as error:
                refused.append(error)
        for uid in mine - theirs:
            with suppress(UserError):
                survey.remove(sheet, uid)


def _answers(
    survey: SurveyFile,
    sheet: str,
    uid: str,
    row: SurveyRow,
    uids: dict[tuple[str, str], str],
    refused: list[UserError],
) -> None:
    fields = catalogues.default()[sheet].fields
    for name in survey.sheet(sheet).fields & {*row.cells}:
        if fields[name].derived:
            continue
        mine = survey.row(sheet, uid)
        now = mine.values.get(name), mine.states.get(name), mine.unread.get(name)
        value, state, unread = row.values.get(name), row.states.get(name), row.unread.get(name)
        kind = fields[name].type
        if isinstance(kind, Reference) and isinstance(value, str):
            value = uids.get((kind.to, value), value)
        if now == (value, state, unread):
            continue
        try:
            if unread is not None:
                survey.enter(sheet, uid, name, unread)
            elif value is not None:
                survey.change(sheet, uid, name, value)
            else:
                survey.change(sheet, uid, name, state=state)
        except UserError as error:
            refused.append(error)
