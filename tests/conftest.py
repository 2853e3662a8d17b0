"""What all tests share: no screen, repeatable examples, the folder of reference files."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Before anything imports Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYTEST_QT_API", "pyside6")

settings.register_profile(
    "gate",
    deadline=None,
    max_examples=50,
    derandomize="CI" in os.environ,
)
settings.register_profile(
    "soak",
    deadline=None,
    max_examples=1000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))

# Looking for garbage as often as usual takes a good part of the time of all tests: it is looked for
# before each module, when nobody holds the last test any more, and what is left is not looked at again.
gc.set_threshold(100_000, 50, 1000)


@pytest.fixture(autouse=True, scope="module")
def _collected():
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def reference() -> Path:
    """Return the folder of the files that our output is compared with."""
    return Path(__file__).parent / "reference"
