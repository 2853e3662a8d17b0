"""A store for the demonstration: its clock is set by the story, its names come from the seed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Self

from sqlalchemy import insert

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.entities import Entity
from inventory_app.services.assessments import Assessments
from inventory_app.services.benefits import Benefits
from inventory_app.services.documents.service import Beside, Documents
from inventory_app.services.entities import Entities
from inventory_app.services.exports import Exports
from inventory_app.services.lists import Lists
from inventory_app.services.overviews import Overviews
from inventory_app.services.register import Registers
from inventory_app.services.reports import Reports
from inventory_app.services.returns import Returns
from inventory_app.services.rounds import Rounds
from inventory_app.services.standings import Standings
from inventory_app.services.trends import Trends
from inventory_app.services.workbooks import Workbooks
from inventory_app.store.database import Database

WHO = "demonstration"


class StoryClock:
    """A clock that stands where the story is, and moves a second each time somebody looks."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def set(self, year: int, month: int, day: int) -> None:
        """Go to the morning of a day."""
        self.at = datetime(year, month, day, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the time."""
        self.at += timedelta(seconds=1)
        return self.at


def token_maker(seed: str) -> Callable[[], str]:
    """Return a source of tokens that are the same each time for one *seed*, and never repeat."""
    count = 0

    def token() -> str:
        nonlocal count
        count += 1
        return hashlib.blake2b(f"{seed}/{count}".encode(), digest_size=8).hexdigest()

    return token


class StoryStore:
    """One open store with the services that the story needs. Use it in a `with` block.

    Its signing key is known to everybody who knows the seed: that is right for invented data only.
    """

    def __init__(
        self, path: Path, entities: Iterable[Entity], *, seed: str, clock: Callable[[], datetime]
    ) -> None:
        self.catalogue = catalogues.default()
        self.database = Database.create(path, self.catalogue, who=WHO, clock=clock)
        self._tokens = token_maker(seed)
        with self.database.keeping() as connection:
            connection.execute(
                insert(self.database.schema["meta"]),
                [
                    {"key": "store", "value": self._tokens()},
                    {"key": "signing_key", "value": hashlib.sha256(seed.encode()).hexdigest()},
                ],
            )
        Entities(self.database).add(entities)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.database.close()

    @cached_property
    def rounds(self) -> Rounds:
        """The cycles of asking."""
        return Rounds(self.database, self.catalogue)

    @cached_property
    def workbooks(self) -> Workbooks:
        """Workbooks that go out."""
        return Workbooks(
            self.database,
            self.catalogue,
            tokens=self._tokens,
            standings=lambda: Standings(self.database, self.catalogue, self.assessments),
        )

    @cached_property
    def returns(self) -> Returns:
        """Workbooks that come back."""
        return Returns(self.database, self.catalogue, tokens=self._tokens)

    @cached_property
    def lists(self) -> Lists:
        """Lists that are imported."""
        return Lists(self.database, self.catalogue)

    @cached_property
    def assessments(self) -> Assessments:
        """Indicators."""
        return Assessments(self.database, self.catalogue)

    @cached_property
    def reports(self) -> Reports:
        """Capability summaries as values."""
        return Reports(self.database, self.catalogue, self.assessments)

    @cached_property
    def documents(self) -> Documents:
        """Everything that can be printed."""
        standings = Standings(self.database, self.catalogue, self.assessments)
        beside = Beside(
            assessments=self.assessments,
            overviews=Overviews(self.database, self.catalogue, standings),
            benefits=Benefits(self.database),
            register=Registers(self.database, self.catalogue, standings),
            trends=Trends(self.database, self.catalogue, self.assessments),
        )
        return Documents(self.database, self.reports, lambda: beside)

    @cached_property
    def exports(self) -> Exports:
        """Everything in an open form."""
        return Exports(self.database, self.catalogue)
