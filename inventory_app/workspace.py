"""One open store with its services: the only place that wires them."""

from __future__ import annotations

import getpass
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from inventory_app.domain import catalogue as catalogues

if TYPE_CHECKING:
    from types import TracebackType

    from inventory_app.domain.fields import Catalogue
    from inventory_app.services.asking_outliers import AskingAboutOutliers
    from inventory_app.services.assessments import Assessments
    from inventory_app.services.benefits import Benefits
    from inventory_app.services.cost_shares import CostShares
    from inventory_app.services.documents.service import Documents
    from inventory_app.services.duplicates import Duplicates
    from inventory_app.services.entities import Entities
    from inventory_app.services.explanations import Explanations
    from inventory_app.services.exports import Exports
    from inventory_app.services.history import History
    from inventory_app.services.lists import Lists
    from inventory_app.services.overviews import Overviews
    from inventory_app.services.own_indicators import OwnIndicators
    from inventory_app.services.query_workbooks import QueryWorkbooks
    from inventory_app.services.records import Records
    from inventory_app.services.register import Registers
    from inventory_app.services.reissues import Reissues
    from inventory_app.services.reports import Reports
    from inventory_app.services.returns import Returns
    from inventory_app.services.reviews import Reviews
    from inventory_app.services.rounds import Rounds
    from inventory_app.services.safekeeping import Safekeeping
    from inventory_app.services.standings import Standings
    from inventory_app.services.targets import Targets
    from inventory_app.services.trends import Trends
    from inventory_app.services.workbooks import Workbooks
    from inventory_app.store.database import Database


def now() -> datetime:
    """Return the current time; tests and the demonstration give another clock."""
    return datetime.now(UTC)


def user() -> str:
    """Return the name under which changes are logged."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


class Workspace:
    """An open store and what can be done with it. Close it, or use it in a `with` block."""

    def __init__(
        self, database: Database, catalogue: Catalogue, *, tokens: Callable[[], str]
    ) -> None:
        self.database = database
        self.catalogue = catalogue
        self.tokens = tokens

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        entity_list: Path | None = None,
        clock: Callable[[], datetime] = now,
        tokens: Callable[[], str] = lambda: secrets.token_hex(8),
        who: str | None = None,
    ) -> Workspace:
        """Make a new store with its entities.

        Raises `StoreRefused` if the file exists, `UserError` if the entity list is wrong; then
        nothing is left behind.
        """
        from inventory_app.domain.entities import read_entities  # noqa: PLC0415
        from inventory_app.store.database import Database  # noqa: PLC0415

        entities = read_entities(entity_list)
        catalogue = catalogues.default()
        database = Database.create(path, catalogue, who=who or user(), clock=clock)
        workspace = cls(database, catalogue, tokens=tokens)
        workspace.safekeeping.stamp()
        workspace.entities.add(entities.values())
        return workspace

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        clock: Callable[[], datetime] = now,
        tokens: Callable[[], str] = lambda: secrets.token_hex(8),
        who: str | None = None,
    ) -> Workspace:
        """Open an existing store; raise `StoreRefused` if that cannot be done."""
        from inventory_app.store.database import Database  # noqa: PLC0415

        catalogue = catalogues.default()
        database = Database.open(path, catalogue, who=who or user(), clock=clock)
        return cls(database, catalogue, tokens=tokens)

    def close(self) -> None:
        """Close the store."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @cached_property
    def entities(self) -> Entities:
        """Who is asked."""
        from inventory_app.services.entities import Entities  # noqa: PLC0415

        return Entities(self.database)

    @cached_property
    def rounds(self) -> Rounds:
        """The cycles of asking."""
        from inventory_app.services.rounds import Rounds  # noqa: PLC0415

        return Rounds(self.database, self.catalogue)

    @cached_property
    def workbooks(self) -> Workbooks:
        """Survey workbooks that go out."""
        from inventory_app.services.workbooks import Workbooks  # noqa: PLC0415

        return Workbooks(
            self.database, self.catalogue, tokens=self.tokens, standings=lambda: self.standings
        )

    @cached_property
    def reissues(self) -> Reissues:
        """Workbooks that are issued again with what is filled in."""
        from inventory_app.services.reissues import Reissues  # noqa: PLC0415

        return Reissues(self.database, self.catalogue, self.workbooks)

    @cached_property
    def query_workbooks(self) -> QueryWorkbooks:
        """Questions that go out."""
        from inventory_app.services.query_workbooks import QueryWorkbooks  # noqa: PLC0415

        return QueryWorkbooks(self.database, self.catalogue, tokens=self.tokens)

    @cached_property
    def returns(self) -> Returns:
        """Survey workbooks that come back."""
        from inventory_app.services.returns import Returns  # noqa: PLC0415

        return Returns(self.database, self.catalogue, tokens=self.tokens)

    @cached_property
    def lists(self) -> Lists:
        """Existing lists that are imported."""
        from inventory_app.services.lists import Lists  # noqa: PLC0415

        return Lists(self.database, self.catalogue)

    @cached_property
    def records(self) -> Records:
        """What was answered, in lists and forms."""
        from inventory_app.services.records import Records  # noqa: PLC0415

        return Records(self.database, self.catalogue, tokens=self.tokens)

    @cached_property
    def history(self) -> History:
        """What was done, and taking it back."""
        from inventory_app.services.history import History  # noqa: PLC0415

        return History(self.database)

    @cached_property
    def reviews(self) -> Reviews:
        """Returns looked through before they are merged, and what merges left open."""
        from inventory_app.services.reviews import Reviews  # noqa: PLC0415

        return Reviews(self.database, self.catalogue, self.returns, tokens=self.tokens)

    @cached_property
    def duplicates(self) -> Duplicates:
        """The same thing reported more than once, and deciding about it."""
        from inventory_app.services.duplicates import Duplicates  # noqa: PLC0415

        return Duplicates(self.database, self.catalogue)

    @cached_property
    def register(self) -> Registers:
        """Who was asked in a round, what came back and what was approved."""
        from inventory_app.services.register import Registers  # noqa: PLC0415

        return Registers(self.database, self.catalogue, self.standings)

    @cached_property
    def standings(self) -> Standings:
        """How every entity stands in each round."""
        from inventory_app.services.standings import Standings  # noqa: PLC0415

        return Standings(self.database, self.catalogue, self.assessments)

    @cached_property
    def overviews(self) -> Overviews:
        """Rounds at a glance."""
        from inventory_app.services.overviews import Overviews  # noqa: PLC0415

        return Overviews(self.database, self.catalogue, self.standings)

    @cached_property
    def assessments(self) -> Assessments:
        """Indicators and peers."""
        from inventory_app.services.assessments import Assessments  # noqa: PLC0415

        return Assessments(self.database, self.catalogue)

    @cached_property
    def benefits(self) -> Benefits:
        """What was promised, and what came of it."""
        from inventory_app.services.benefits import Benefits  # noqa: PLC0415

        return Benefits(self.database)

    @cached_property
    def cost_shares(self) -> CostShares:
        """Who pays what."""
        from inventory_app.services.cost_shares import CostShares  # noqa: PLC0415

        return CostShares(self.database, self.catalogue)

    @cached_property
    def targets(self) -> Targets:
        """What indicators should be, and bridges over changed definitions."""
        from inventory_app.services.targets import Targets  # noqa: PLC0415

        return Targets(self.database)

    @cached_property
    def outliers(self) -> AskingAboutOutliers:
        """Questions about values that are far from those of comparable entities."""
        from inventory_app.services.asking_outliers import (  # noqa: PLC0415
            AskingAboutOutliers,
        )

        return AskingAboutOutliers(self.database, self.catalogue, self.tokens, self.assessments)

    @cached_property
    def trends(self) -> Trends:
        """Indicators across rounds, and what moved them."""
        from inventory_app.services.trends import Trends  # noqa: PLC0415

        return Trends(self.database, self.catalogue, self.assessments)

    @cached_property
    def own_indicators(self) -> OwnIndicators:
        """Indicators of the organisation's own."""
        from inventory_app.services.own_indicators import OwnIndicators  # noqa: PLC0415

        return OwnIndicators(self.database, self.catalogue)

    @cached_property
    def explanations(self) -> Explanations:
        """What figures were computed from."""
        from inventory_app.services.explanations import Explanations  # noqa: PLC0415

        return Explanations(self.database, self.catalogue, self.assessments)

    @cached_property
    def reports(self) -> Reports:
        """Capability summaries as values."""
        from inventory_app.services.reports import Reports  # noqa: PLC0415

        return Reports(self.database, self.catalogue, self.assessments)

    @cached_property
    def documents(self) -> Documents:
        """Everything that can be printed, by name."""
        from inventory_app.services.documents.service import Beside, Documents  # noqa: PLC0415

        return Documents(
            self.database,
            self.reports,
            lambda: Beside(
                assessments=self.assessments, overviews=self.overviews, benefits=self.benefits,
                register=self.register, trends=self.trends,
            ),
        )  # fmt: skip

    @cached_property
    def exports(self) -> Exports:
        """Everything in an open form."""
        from inventory_app.services.exports import Exports  # noqa: PLC0415

        return Exports(self.database, self.catalogue)

    @cached_property
    def safekeeping(self) -> Safekeeping:
        """Backups and the proof that nothing is missing."""
        from inventory_app.services.safekeeping import Safekeeping  # noqa: PLC0415

        return Safekeeping(self.database)
