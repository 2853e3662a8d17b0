"""Groups of entities by their key: a type, a type and size, or a duty station."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from inventory_app.domain.formulas.workforce import active_users
from inventory_app.domain.peers import entity_group, peers_of
from inventory_app.domain.summaries import SecretariatSummary
from inventory_app.errors import UserError
from inventory_app.services.assessed_round import Assessment
from inventory_app.services.assessment_words import group_label
from inventory_app.services.assessments import Assessments
from inventory_app.services.joins import read_adjustments
from inventory_app.services.redacted_summaries import redacted_whole
from inventory_app.services.round_contents import RoundContents
from inventory_app.services.summaries import Summaries
from inventory_app.store.database import Database
from inventory_app.texts import N_, Translator

BETWEEN = "/"  # type and size: PKO/M
STATIONS = "duty_stations"


@dataclass(frozen=True, kw_only=True)
class EntityGroup:
    """A group: its key, and the entities of the round that belong to it."""

    key: str
    entities: tuple[str, ...]

    def label(self, contents: RoundContents, _: Translator) -> str:
        """Return its name for a reader."""
        kind, band = _parts(self.key)
        stations = contents.catalogue.code_lists[STATIONS]
        if self.key in stations.codes and not _of_type(contents, self.key):
            return _("{station}, all entities", station=stations.label(self.key, _.language.code))
        return group_label(contents.catalogue, (kind, band) if band else (kind,), _)


def groups_of(contents: RoundContents) -> dict[str, EntityGroup]:
    """Return all groups of a round by key: types, types by size, and duty stations."""
    found: dict[str, list[str]] = {}
    users = {code: active_users(contents.inputs[code]).usable for code in contents.asked}
    for code, peer in peers_of(contents.asked, users).items():
        keys = (peer.type, BETWEEN.join(entity_group(peer)), contents.entities[code].duty_station)
        for key in dict.fromkeys(keys):
            found.setdefault(key, []).append(code)
    return {
        key: EntityGroup(key=key, entities=tuple(codes)) for key, codes in sorted(found.items())
    }


def group_called(contents: RoundContents, name: str) -> EntityGroup:
    """Return the group with this key; raise `UserError` if there is none, with those that are."""
    groups = groups_of(contents)
    found = groups.get(name.strip().upper())
    if found is None:
        raise UserError(
            "E-GROUP",
            N_("There is no group “{name}” in round {round}."),
            N_("The groups are: {groups}."),
            name=name,
            round=contents.round.code,
            groups=", ".join(groups) or "-",
        )
    return found


def _parts(key: str) -> tuple[str, str]:
    kind, _sep, band = key.partition(BETWEEN)
    return kind, band


def _of_type(contents: RoundContents, key: str) -> bool:
    return any(each.peer_type == key for each in contents.asked.values())


def group_summary(
    database: Database,
    assessments: Assessments,
    whole: Summaries,
    group: EntityGroup,
    language: str,
) -> tuple[SecretariatSummary, Assessment]:
    """Return the summary of a group and the assessment behind it.

    What was joined counts once among the entities of the group; records joined with those of
    entities outside it count in full. What the readers must not see is left out as in the whole.
    """  # fmt: skip
    contents = _only(database, whole.contents, group)
    assessment = assessments.assess(contents)
    of_group = Summaries(
        contents=contents, assessment=assessment, printed_on=whole.printed_on
    ).of_all(language)
    shown = redacted_whole(of_group, whole.redaction, group.entities)
    return shown, whole.redaction.shown(assessment, group.entities)


def _only(database: Database, contents: RoundContents, group: EntityGroup) -> RoundContents:
    asked: Mapping[str, object] = contents.asked
    chosen = {code: contents.asked[code] for code in asked if code in group.entities}
    with database.reading() as connection:
        joined = read_adjustments(
            connection, database.schema, contents.catalogue, contents.round, chosen
        )
    return replace(contents, asked=chosen, adjustments=joined)
