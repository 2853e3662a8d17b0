"""The folder of damaged, renamed, pasted-over and foreign returns: each comes out as its entry says."""

from __future__ import annotations

import make_returns
import pytest
from return_kinds import KINDS, agrees, counted, told
from returns_store import stored, value_of


def test_there_are_at_least_sixty_kinds():
    assert len(KINDS) >= 60


@pytest.mark.parametrize("kind", [pytest.param(each, id=each.name) for each in KINDS])
def test_a_damaged_return_comes_out_as_it_must(kind, issued, desk):
    path = desk / kind.file
    path.write_bytes(kind.data(issued))
    with issued.opened(desk) as workspace:
        if kind.before is not None:
            kind.before(workspace, issued, desk)
        before = stored(workspace, kind.entity)
        [file] = workspace.returns.merge([path]).files
        after = stored(workspace, kind.entity)

    assert (file.status, file.reason.code if file.reason else "") == (kind.status, kind.reason)
    said = told(file)
    assert said.keys() == kind.findings.keys(), said
    assert [c for c, wanted in kind.findings.items() if not agrees(said[c], wanted)] == [], said
    if not kind.reason:
        assert file.entity == kind.entity
        assert counted(file.counts) == kind.counts
    found = {place: value_of(after, *place) for place in kind.values}
    assert found == kind.values
    assert before.keys() <= after.keys()
    if kind.status not in ("merged", "conflicts"):
        assert before == after


def test_a_folder_of_them_is_taken_in_at_once(issued, desk, tmp_path):
    chosen = [each for each in KINDS if each.reason] + KINDS[::6]
    paths = make_returns.write_all(issued, tmp_path / "folder", chosen)
    with issued.opened(desk) as workspace:
        result = workspace.returns.merge(paths, dry_run=True, parallel=False)
    assert [file.path for file in result.files] == paths
    refused = {path for path, each in zip(paths, chosen, strict=True) if each.reason}
    assert {f.path for f in result.files if f.status == "unreadable"} <= refused
    assert make_returns.listed(chosen).count("\n") == len(chosen) + 2


def test_a_review_shows_rows_of_another_entity_as_the_merge_takes_them(issued, desk):
    [kind] = [each for each in KINDS if each.name == "rows of another entity"]
    path = desk / kind.file
    path.write_bytes(kind.data(issued))
    with issued.opened(desk) as workspace:
        [sheet] = [each for each in workspace.reviews.plan(path).sheets if each.sheet == "staff"]
        [shown] = [row for row in sheet.rows if row.kind == "new"]
        workspace.returns.merge([path])
        assert ("staff", shown.uid) in stored(workspace)
