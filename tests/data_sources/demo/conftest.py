"""The demo of docs/demo.md, generated once for all tests."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data_sources.demo import Generated, Story, generate, stories
from tests.data_sources.demo.counting import judged, read_lines

UNTIL = date(2026, 11, 21)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return generate(tmp_path_factory.mktemp("demo"), until=UNTIL)


@pytest.fixture(scope="session")
def lines(demo: Generated) -> pd.DataFrame:
    return read_lines(demo.complaints_csv)


@pytest.fixture(scope="session")
def rows(lines: pd.DataFrame) -> pd.DataFrame:
    return judged(lines, UNTIL)


@pytest.fixture(scope="session")
def exposure(demo: Generated) -> pd.DataFrame:
    return pd.read_csv(demo.exposure_csv)


@pytest.fixture(scope="session")
def customers(exposure: pd.DataFrame) -> pd.DataFrame:
    return exposure[exposure["measure"] == "customers"]


@pytest.fixture(scope="session")
def decided(demo: Generated) -> pd.DataFrame:
    return pd.read_csv(demo.actions_csv, parse_dates=["decided", "due", "done"])


@pytest.fixture(scope="session")
def told() -> dict[str, Story]:
    return {story.name: story for story in stories(UNTIL)}
