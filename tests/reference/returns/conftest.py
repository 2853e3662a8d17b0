"""The store that issued the workbooks of this folder, made once."""

from __future__ import annotations

import pytest
import returns_store


@pytest.fixture(scope="session")
def issued(tmp_path_factory):
    return returns_store.issue(tmp_path_factory.mktemp("returns"))


@pytest.fixture(scope="session")
def desk(tmp_path_factory):
    """The folder in which one copy of the store is open all the time."""
    yield tmp_path_factory.mktemp("desk")
    returns_store.close_all()
