"""Capability summaries as values: for one entity, or for all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.profiles import Profile
from inventory_app.domain.summaries import CapabilitySummary, SecretariatSummary
from inventory_app.languages import language as language_of
from inventory_app.services.assessments import Assessments
from inventory_app.services.round_contents import read_round
from inventory_app.services.summaries import Summaries
from inventory_app.store.database import Database
from inventory_app.store.derived import newest_change


class Reports:
    """The summaries of one store; `services.documents` prints them."""

    def __init__(self, database: Database, catalogue: Catalogue, assessments: Assessments) -> None:
        self._database = database
        self._catalogue = catalogue
        self._assessments = assessments
        self._known: dict[Profile, tuple[tuple[str, int, date], Summaries]] = {}

    def capability_summary(
        self,
        round_code: str,
        entity: str,
        language: str = "en",
        profile: Profile = Profile.FULL,
    ) -> CapabilitySummary:
        """Return what the summary of an entity says, as plain values in *language*."""
        code = language_of(language).code
        summaries = self.summaries(round_code, profile)
        [found] = summaries.contents.chosen([entity])
        return summaries.of_entity(found, code)

    def secretariat_summary(
        self,
        round_code: str,
        language: str = "en",
        profile: Profile = Profile.FULL,
    ) -> SecretariatSummary:
        """Return what the summary of all entities says, as plain values in *language*."""
        return self.summaries(round_code, profile).of_all(language_of(language).code)

    def summaries(self, round_code: str, profile: Profile = Profile.FULL) -> Summaries:
        """Return the summaries of a round; the last ones are kept until something changes."""
        today = self._database.clock().date()
        with self._database.reading() as connection:
            newest = newest_change(connection, self._database.schema)
        wanted = round_code, newest, today
        self._known = {each: kept for each, kept in self._known.items() if kept[0] == wanted}
        if profile in self._known:
            return self._known[profile][1]
        if self._known:
            [(_, other), *_others] = self._known.values()
            made = replace(other, profile=profile)
        else:
            contents = read_round(self._database, self._catalogue, round_code)
            made = Summaries(
                contents=contents, assessment=self._assessments.assess(contents),
                printed_on=today, profile=profile,
            )  # fmt: skip
        self._known[profile] = wanted, made
        return made
