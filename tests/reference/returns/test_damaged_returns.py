"""The folder of damaged, renamed, pasted-over and foreign returns: each comes out as its entry says."""

from __future__ import annotations

import answer_kinds  # noqa: F401 - each adds its kinds
import foreign_kinds  # noqa: F401
import layout_kinds  # noqa: F401
import meeting_kinds  # noqa: F401
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
