"""Explanations: typed answers name who and when, carried ones the round before, derived ones parts."""

from __future__ import annotations

import pytest
from answered_store import answered_store


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with answered_store(tmp_path_factory.mktemp("store")) as made:
        yield made


def test_a_computed_answer_is_followed_by_what_it_is_made_of(shared):
    found = shared.explanations.explain("2026", "W01", "ALPHA")
    [*_, record] = found.records
    names = [answer.field for answer in record.answers]
    assert names[0] == "fte"
    assert "ict_time_share" in names
    assert "ict_time_share" in record.answers[0].made_of


def test_the_answers_behind_a_figure_add_up_to_its_numerator(shared):
    found = shared.explanations.explain("2026", "W01", "ALPHA")
    shares = [
        answer.value
        for record in found.records
        for answer in record.answers
        if answer.field == "fte"
    ]
    assert sum(shares) == found.figure.numerator == 2


def test_an_answer_that_was_typed_names_who_and_when(shared):
    found = shared.explanations.explain("2026", "C02", "ALPHA")
    origins = [answer.origin for record in found.records for answer in record.answers]
    assert all(origin is None or origin.who for origin in origins)
    assert any(origin is not None and origin.round == "2026" for origin in origins)
