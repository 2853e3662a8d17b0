"""Every document that there is, by name: put together from a round, then written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from inventory_app import paths
from inventory_app.domain.benefit_reports import benefit_report
from inventory_app.domain.document_kinds import FORMS, KINDS
from inventory_app.domain.documents import Document
from inventory_app.domain.figure_words import FigureWords
from inventory_app.domain.figures import number
from inventory_app.domain.formulas.rooms import open_rooms
from inventory_app.domain.overviews import Overview
from inventory_app.domain.profiles import Profile
from inventory_app.domain.registers import UNSETTLED
from inventory_app.domain.summaries import SummaryHead
from inventory_app.errors import UserError
from inventory_app.languages import language as language_of
from inventory_app.progress import NoProgress, Progress
from inventory_app.services.assessments import Assessments
from inventory_app.services.benefits import Benefits
from inventory_app.services.documents.annex import annex_document
from inventory_app.services.documents.entity import entity_document
from inventory_app.services.documents.every_entity import write_summaries
from inventory_app.services.documents.frame import Frame
from inventory_app.services.documents.groups import group_called, group_summary, groups_of
from inventory_app.services.documents.merge_report import merge_document
from inventory_app.services.documents.methodology import methodology_document
from inventory_app.services.documents.receipt import receipt_document
from inventory_app.services.documents.secretariat import (
    Whole,
    group_document,
    secretariat_document,
)
from inventory_app.services.documents.session_pack import Pack, pack_document
from inventory_app.services.documents.time_parts import SAME_ANSWERS, SHOWN
from inventory_app.services.overviews import Overviews
from inventory_app.services.register import Registers
from inventory_app.services.reports import Reports
from inventory_app.services.side_by_side import Trend
from inventory_app.services.summaries import Summaries
from inventory_app.services.trends import Trends
from inventory_app.store.database import Database
from inventory_app.texts import N_, translator

MOST_LOADS = 18  # rooms on the map of loads: more hide each other
BODIES = ("OICT", "DFS", "DOS")  # the Office, and field support under its two names
_ROOMS = "data_centres"
_LOADS = ("it_load_kw", "power_capacity_it")


@dataclass(frozen=True, kw_only=True)
class Beside:
    """Services that documents take more from than the figures of a round."""

    assessments: Assessments
    overviews: Overviews
    benefits: Benefits
    register: Registers
    trends: Trends


class Documents:
    """The documents of one store."""

    def __init__(self, database: Database, reports: Reports, beside: Callable[[], Beside]) -> None:
        self._database = database
        self._reports = reports
        self._beside = beside

    def compose(
        self,
        name: str,
        round_code: str,
        language: str = "en",
        profile: Profile = Profile.FULL,
        *,
        about: str = "",
        progress: Progress | None = None,
    ) -> Document:
        """Return a document as plain data, in *language*.

        *about* is the entity or the key of the group that it is about, where it needs one. Raises
        `UserError` for a name, round, entity, group or language that is not there.
        """
        if name not in KINDS:
            raise UserError(
                "E-DOCUMENT",
                N_("There is no document “{name}”."),
                N_("The documents are: {names}."),
                name=name,
                names=", ".join(KINDS),
            )
        code = language_of(language).code
        summaries = self._reports.summaries(round_code, profile)
        made = _Made(self._database, self._beside, summaries, code, progress)
        return made.by_name(name, about)

    def groups(self, round_code: str, language: str) -> dict[str, str]:
        """Return the groups of a round: their names by key."""
        contents = self._reports.summaries(round_code).contents
        _ = translator(language)
        return {key: each.label(contents, _) for key, each in groups_of(contents).items()}

    def print(
        self,
        document: Document,
        target: Path,
        form: str = "pdf",
        progress: Progress | None = None,
    ) -> Path:
        """Write *document* as a PDF or Word file and return its path.

        *target* is the file, or a folder for a file with a telling name; *form* is pdf or docx.
        Raises `UserError` for another form and where it cannot be written, `Cancelled` if
        *progress* was told to stop; then what was there before is as it was.
        """
        write = _writer(form)
        place = target / f"{document.stem}.{form}" if target.is_dir() else target
        with paths.replacing(place) as part:
            write(document, part, progress)
        return place

    def print_all(
        self,
        round_code: str,
        folder: Path,
        language: str | None = None,
        progress: Progress | None = None,
        *,
        entities: Sequence[str] | None = None,
        profile: Profile = Profile.FULL,
    ) -> tuple[Path, ...]:
        """Write the capability summary of every entity asked; return those that are complete.

        *entities* are the ones to print, without it all. Without *language* each is in the
        language of the entity's workbook, as far as the program has texts in it. The round is read
        once. On cancel the complete files stay and are returned; nothing half-written does.
        """
        code = None if language is None else language_of(language).code
        summaries = self._reports.summaries(round_code, profile)
        return write_summaries(summaries, folder, code, progress or NoProgress(), entities)


def _writer(form: str) -> Callable[[Document, Path, Progress | None], object]:
    """Return what writes a document as *form*; both libraries are slow to load."""
    if form == "pdf":
        from inventory_app.formats.pdf.documents import write_document  # noqa: PLC0415

        return write_document
    if form == "docx":
        from inventory_app.formats.word.document import write_word  # noqa: PLC0415

        return write_word
    raise UserError(
        "E-DOCUMENT-FORM",
        N_("Documents are not written as “{form}”."),
        N_("The forms are: {forms}."),
        form=form,
        forms=", ".join(FORMS),
    )


@dataclass(frozen=True)
class _Made:
    """One document being put together."""

    database: Database
    beside: Callable[[], Beside]
    summaries: Summaries
    language: str
    progress: Progress | None = None

    def by_name(self, name: str, about: str) -> Document:
        makers: Mapping[str, Callable[[], Document]] = {
            "summary": lambda: self.entity(about),
            "group": lambda: self.group(about),
            "secretariat": self.secretariat,
            "65th-session": self.pack,
            "annex": self.annex,
            "methodology": self.methodology,
            "receipt": lambda: self.receipt(about),
            "merge-report": self.merge_report,
        }
        return makers[name]()

    def frame(self, head: SummaryHead, group: str = "") -> Frame:
        return Frame(head=head, words=FigureWords(self.language), group=group)

    def entity(self, name: str) -> Document:
        [code] = self.summaries.contents.chosen([name])
        return entity_document(self.summaries.of_entity(code, self.language))

    def group(self, name: str) -> Document:
        found = group_called(self.summaries.contents, name)
        assessments = self.beside().assessments
        summary, assessment = group_summary(
            self.database, assessments, self.summaries, found, self.language
        )
        label = found.label(self.summaries.contents, translator(self.language))
        head = replace(summary.head, entity_name=label)
        whole = Whole(
            summary=replace(summary, head=head), assessment=assessment, entities=found.entities,
            loads=self.loads(found.entities),
        )  # fmt: skip
        return group_document(self.frame(head, found.key), whole)

    def secretariat(self) -> Document:
        contents = self.summaries.contents
        summary = self.summaries.of_all(self.language)
        entities = tuple(contents.asked)
        whole = Whole(
            summary=summary, entities=entities, loads=self.loads(entities),
            assessment=self.summaries.redaction.shown(), overview=self.overview(),
            trend=self.trend(), catalogue=contents.catalogue,
        )  # fmt: skip
        return secretariat_document(self.frame(summary.head), whole)

    def methodology(self) -> Document:
        head = self.summaries.head(self.language)
        return methodology_document(self.frame(head), self.summaries.assessment)

    def annex(self) -> Document:
        head = self.summaries.head(self.language)
        return annex_document(self.frame(head), self.summaries.redaction.records)

    def receipt(self, name: str) -> Document:
        [code] = self.summaries.contents.chosen([name])
        summary = self.summaries.of_entity(code, self.language)
        register, shown = self.beside().register, self.summaries.contents.round.code
        queries = sum(each.status in UNSETTLED for each in register.queries(shown, code))
        return receipt_document(
            self.frame(summary.head), summary, register.reports(shown, code), queries
        )

    def merge_report(self) -> Document:
        head = self.summaries.head(self.language)
        contents = self.summaries.contents
        reports = self.beside().register.reports(contents.round.code)
        return merge_document(self.frame(head), self.summaries.redaction.records, reports, contents)

    def pack(self) -> Document:
        contents, public = self.summaries.contents, self.summaries.redaction.is_public
        summary = self.summaries.of_all(self.language)
        register = self.beside().benefits.all()
        bodies = [
            (contents.entities[code].name(self.language), self.summaries.of_entity(
                code, self.language).workforce)
            for code in BODIES
            if code in contents.asked and contents.asked[code].answered
        ]  # fmt: skip
        pack = Pack(
            summary=summary, assessment=self.summaries.redaction.shown(), bodies=bodies,
            contents=self.summaries.redaction.records, lines=not public,
            benefits=benefit_report(register, contents.round.as_of) if register.benefits else None,
        )  # fmt: skip
        return pack_document(self.frame(summary.head), pack)

    def overview(self) -> Overview | None:
        """Return the round beside those before; a public edition compares no rounds."""
        if self.summaries.redaction.is_public or self.summaries.contents.round.previous is None:
            return None
        overviews = self.beside().overviews
        overviews.catch_up(self.progress)
        return overviews.of(self.summaries.contents.round.code, progress=self.progress)

    def trend(self) -> Trend | None:
        """Return the indicators that are shown over time; see `overview`."""
        contents = self.summaries.contents
        if self.summaries.redaction.is_public or contents.round.previous is None:
            return None
        asked = {each.id for each in self.summaries.assessment.definitions}
        wanted = [each for each in (*SHOWN, *set(SAME_ANSWERS.values())) if each in asked]
        return self.beside().trends.of(contents.round.code, entities=(), indicators=wanted)

    def loads(self, entities: Sequence[str]) -> list[tuple[str, Decimal, Decimal]]:
        """Return rooms that state load and capacity of their ICT in kW, the largest first."""
        contents = self.summaries.contents
        shown = self.summaries.redaction.records.records
        found = []
        for code in entities:
            if not contents.asked[code].answered:
                continue
            listed = {each.uid: each for each in shown.get(code, {}).get(_ROOMS, ())}
            for room in open_rooms(contents.inputs[code]):
                record = listed.get(room.uid)
                if record is None:
                    continue
                load, capacity = (number(record, name) for name in _LOADS)
                if load is None or capacity is None:
                    continue
                name = translator(self.language)(
                    "{entity}: {name}", entity=code, name=record["name"] or room.uid
                )
                found.append((name, load, capacity))
        return sorted(found, key=lambda each: (-each[2], each[0]))[:MOST_LOADS]
