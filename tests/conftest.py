"""Fixtures that several parts of the suite share: real exports, a store of its own, a PostgreSQL."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ON_CI = os.environ.get("CI") == "true"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real exports; they are not part of the product."""
    folder = Path(os.environ.get("VIGIE_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no folder of real exports at {folder}; set VIGIE_REAL_DATA to test on them")
    return folder


@pytest.fixture(autouse=True)
def _main_module_stays() -> Iterator[None]:
    """Streamlit's AppTest leaves the app as `__main__`, which every process forked later would run."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


def skip_or_fail(reason: str) -> None:
    """Skip on a user's machine; fail under CI=true, where `.ci/run` installs what tests need."""
    if ON_CI:
        pytest.fail(reason)
    pytest.skip(reason)
