"""These tests share files and samples with those of the .xlsx reader."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "excel"))
