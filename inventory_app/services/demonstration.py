"""A whole invented inventory: two rounds, real workbooks, returns as they really come back.

Only the entities and the data are invented. Workbooks are issued, filled in with another program,
merged, assessed and printed by the same services that do it in earnest.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from inventory_app import paths
from inventory_app.domain.rounds import RoundParameters
from inventory_app.progress import NoProgress, Progress
from inventory_app.services.demonstration_actors import Actors, assemble
from inventory_app.services.demonstration_files import (
    MARKER,
    Folders,
    claim,
    unusable,
    write_text,
)
from inventory_app.services.demonstration_result import Demonstration, Headlines
from inventory_app.services.demonstration_stages import PARALLEL_FROM, Job, Stages, play
from inventory_app.services.demonstration_store import StoryClock, StoryStore
from inventory_app.services.demonstration_story import Correction, Part
from inventory_app.services.demonstration_texts import merge_report, readme
from inventory_app.services.demonstration_years import FIRST_SHEETS
from inventory_app.services.returns import FileResult
from inventory_app.services.workbooks import IssueResult
from inventory_app.texts import Translator, translator

FIRST, LAST = "2025", "2026"
AS_OF = {FIRST: date(2025, 6, 30), LAST: date(2026, 6, 30)}
DEADLINE = {FIRST: date(2025, 8, 15), LAST: date(2026, 8, 14)}
SECOND_LANGUAGE = "zh"  # every summary is printed in this one too, unless another is asked for
SEED = 63262  # the resolution that asks for the inventory


def run(
    folder: Path,
    *,
    entities: int = 60,
    seed: int = SEED,
    language: str | None = None,
    progress: Progress | None = None,
) -> Demonstration:
    """Make the demonstration in *folder*, which must be empty or not there.

    *entities* of the seed list take part; the same *seed* gives the same workbooks, returns and
    export. *language* is that of the texts; each workbook and summary is in the language of its
    entity, and every summary once more in *language*, which is Chinese unless one is given.
    Raises `UserError` for a folder that is not empty or cannot be written and for more or fewer
    entities than there are; `Cancelled` when the user stops, then the folder stays as it is.
    """
    _ = translator(language or "en")
    actors = assemble(entities, seed, (AS_OF[FIRST], AS_OF[LAST]))
    folders = claim(folder, seed)
    try:
        return _Story(folders, actors, seed, Stages(progress or NoProgress()), _).tell()
    except OSError as error:
        raise paths.cannot_write(folder, error) from error


class _Story:
    """The demonstration from the first workbook to the last print."""

    def __init__(
        self, folders: Folders, actors: Actors, seed: int, stages: Stages, _: Translator
    ) -> None:
        self._folders = folders
        self._actors = actors
        self._seed = seed
        self._stages = stages
        self._ = _
        self._clock = StoryClock(datetime(2025, 5, 12, 9, tzinfo=UTC))
        self._expected: dict[Path, str] = {}

    def tell(self) -> Demonstration:
        """Play both rounds and return what came of them."""
        entities = self._actors.entities
        store = StoryStore(
            self._folders.store, entities, seed=f"store {self._seed}", clock=self._clock
        )
        with store:
            self._first_round(store)
            files, parts = self._last_round(store)
            printed = self._results(store)
            self._texts(store, files, parts)
            return self._summary(store, files, printed)

    def _first_round(self, store: StoryStore) -> None:
        self._clock.set(2025, 5, 12)
        asks = RoundParameters(sheets=FIRST_SHEETS)
        store.rounds.open(FIRST, as_of=AS_OF[FIRST], deadline=DEADLINE[FIRST], parameters=asks)
        issued = self._issue(store, FIRST)
        names = {file.entity: file.path.name for file in issued.files}
        workbooks = {file.entity: file.path for file in issued.files}
        folder = self._folders.returned(FIRST)
        parts = self._actors.first_answers(names)
        jobs = [(workbooks[part.entity], folder / part.name, part.work) for part in parts]
        self._fill_in(jobs, FIRST)
        self._clock.set(2025, 8, 11)
        self._merge(store, FIRST, [target for _, target, _ in jobs], 12)

    def _last_round(self, store: StoryStore) -> tuple[list[FileResult], list[Part]]:
        self._clock.set(2026, 5, 11)
        asks = RoundParameters(sheets=tuple(store.catalogue.sheets))
        store.rounds.open(LAST, as_of=AS_OF[LAST], deadline=DEADLINE[LAST], parameters=asks)
        issued = self._issue(store, LAST)
        workbooks = {file.entity: file.path for file in issued.files}
        names = {code: path.name for code, path in workbooks.items()}
        parts, corrections = self._actors.answers(names)
        folder = self._folders.returned(LAST)
        jobs = [(workbooks[part.entity], folder / part.name, part.work) for part in parts]
        self._fill_in(jobs, LAST)
        self._correct(store, corrections)
        in_time = [folder / part.name for part in parts if not part.late]
        late = [folder / part.name for part in parts if part.late]
        others = self._others(in_time, issued)
        self._expected |= {folder / part.name: part.expected for part in parts} | others
        self._clock.set(2026, 8, 12)
        results = list(self._merge(store, LAST, [*in_time, *others], 16))
        self._clock.set(2026, 9, 3)
        return [*results, *self._merge(store, LAST, late, 2)], parts

    def _issue(self, store: StoryStore, code: str) -> IssueResult:
        what = self._("Issuing the workbooks of {round}", round=code)
        with self._stages.stage(f"issue {code}", 9, what) as progress:
            return store.workbooks.issue(code, self._folders.issued(code), progress=progress)

    def _fill_in(self, jobs: Sequence[Job], code: str) -> None:
        what = self._("Respondents fill in {round}", round=code)
        with self._stages.stage(f"respondents {code}", 14, what) as progress:
            play(jobs, progress)

    def _merge(
        self, store: StoryStore, code: str, files: Sequence[Path], share: int
    ) -> tuple[FileResult, ...]:
        what = self._("Merging the returns of {round}", round=code)
        with self._stages.stage(f"merge {code}", share, what) as progress:
            parallel = len(files) >= PARALLEL_FROM
            return store.returns.merge(files, progress=progress, parallel=parallel).files

    def _correct(self, store: StoryStore, corrections: Sequence[Correction]) -> None:
        """Import what headquarters knew better before the returns arrived."""
        if not corrections:
            return
        self._clock.set(2026, 7, 20)
        file = self._folders.root / LAST / "corrections" / "staff-costs.csv"
        lines = ["entity,post_no,annual_cost"]
        lines += [f"{each.entity},{each.slip.key},{each.slip.value}" for each in corrections]
        write_text(file, "\n".join(lines) + "\n")
        store.lists.bring_in("staff", file, round_code=LAST)

    def _others(self, in_time: Sequence[Path], issued: IssueResult) -> dict[Path, str]:
        """Add the files that are refused: unreadable, of another round or store, sent twice."""
        folder = self._folders.returned(LAST)
        names = [*self._actors.silent, *(entity.code for entity in self._actors.entities)]
        kinds = ("protected", "letter", "note", "cut")
        files = unusable(folder, dict(zip(kinds, names, strict=False)), in_time[0])
        again = folder / f"Copy of {in_time[0].name}"
        shutil.copyfile(in_time[0], again)
        old = min(self._folders.returned(FIRST).iterdir())
        sent_again = folder / f"{old.stem} sent again.xlsx"
        shutil.copyfile(old, sent_again)
        foreign = self._from_elsewhere(issued.files[0].entity, folder)
        return {
            **files,
            again: "already-merged",
            sent_again: "wrong-round",
            foreign: "unknown-issue",
        }

    def _from_elsewhere(self, code: str, folder: Path) -> Path:
        """Return a workbook that a store of somebody else has issued."""
        entity = next(entity for entity in self._actors.entities if entity.code == code)
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / "other.ictinv"
            seed = f"elsewhere {self._seed}"
            with StoryStore(path, [entity], seed=seed, clock=self._clock) as other:
                other.rounds.open(LAST, as_of=AS_OF[LAST], deadline=DEADLINE[LAST])
                file = other.workbooks.issue(LAST, Path(place) / "issued").files[0].path
            return Path(shutil.copyfile(file, folder / f"{code} from another survey.xlsx"))

    def _results(self, store: StoryStore) -> int:
        """Compute, print and export; return how many documents were printed."""
        language = self._.language.code
        second = SECOND_LANGUAGE if language == "en" else language
        root = self._folders.root
        with self._stages.stage("indicators", 4, self._("Computing indicators")):
            assessment = store.assessments.compute(LAST)
            store.assessments.write(assessment, root / LAST / "indicators.xlsx", language)
        with self._stages.stage("print", 9, self._("Printing summaries")) as progress:
            folder = self._folders.summaries(LAST)
            printed = list(store.documents.print_all(LAST, folder, None, progress))
            languages = dict.fromkeys((language, "en", second))
            printed += [
                store.documents.print(store.documents.compose("secretariat", LAST, each), folder)
                for each in languages
            ]
        with self._stages.stage("print", 9, self._("Printing summaries")) as progress:
            printed += store.documents.print_all(LAST, folder / second, second, progress)
        with self._stages.stage("export", 2, self._("Exporting")):
            store.exports.write(root / "export.json")
        return len(printed)

    def _texts(self, store: StoryStore, files: Sequence[FileResult], parts: Sequence[Part]) -> None:
        silent = self._actors.silent
        report = merge_report(files, store.catalogue, self._)
        write_text(self._folders.merge_report(LAST), report)
        write_text(self._folders.root / "README.txt", readme(FIRST, LAST, parts, silent, self._))
        marker = self._folders.root / MARKER
        kept = json.loads(marker.read_text("utf-8"))
        kept["entities"] = {code: actor.habit.value for code, actor in self._actors.by_code.items()}
        kept["files"] = {path.name: status for path, status in self._expected.items()}
        write_text(marker, json.dumps(kept, indent=2, ensure_ascii=False) + "\n")

    def _summary(
        self, store: StoryStore, files: Sequence[FileResult], printed: int
    ) -> Demonstration:
        status = store.rounds.status(LAST)
        doubts = Counter[str]()
        for each in status.entities:
            doubts.update(each.by_strength)
        return Demonstration(
            folder=self._folders.root,
            round=LAST,
            asked=len(status.entities),
            answered=sum(each.participation.answered for each in status.entities),
            late=status.count("late"),
            files=tuple(files),
            doubts=doubts,
            headlines=Headlines.of(store.reports.secretariat_summary(LAST, self._.language.code)),
            summaries=printed,
            unexpected=_unexpected(files, self._expected),
            seconds=self._stages.seconds,
        )


def _unexpected(files: Sequence[FileResult], expected: Mapping[Path, str]) -> tuple[Path, ...]:
    return tuple(file.path for file in files if expected.get(file.path) != file.status)
