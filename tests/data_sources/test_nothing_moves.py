"""Sixty thousand lines through the reader: every value of every complaint is the one the file gives it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data_sources.canonical import MILESTONES
from data_sources.demo.generator import generate
from data_sources.profile import load_profile
from data_sources.reading import Reading, read_source

TEXTS = (
    "channel",
    "status",
    "motive",
    "sub_motive",
    "product",
    "site",
    "region",
    "handler_team",
    "outcome",
    "parent_id",
)


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("demo"), until=date(2026, 11, 21)).complaints_csv


@pytest.fixture(scope="module")
def expected(export: Path) -> pd.DataFrame:
    return pd.read_csv(export, dtype=str, keep_default_na=False)


@pytest.mark.parametrize("turn", range(2))
def test_no_value_moves_to_another_line(turn: int, export: Path, expected: pd.DataFrame) -> None:
    reading = read_source(load_profile("demo"), export)
    accepted = _accepted(reading)
    written = expected.iloc[accepted["source_line"] - 2].reset_index(drop=True)
    assert (accepted["complaint_id"] == written["complaint_id"]).all()
    for name in TEXTS:
        assert (accepted[name].fillna("") == written[name]).all(), name
    for name in MILESTONES:
        if name in written:
            moments = pd.to_datetime(written[name].replace("", None), format="ISO8601")
            assert accepted[name].equals(moments.astype("datetime64[us]")), name


def _accepted(reading: Reading) -> pd.DataFrame:
    """The accepted complaints with their milestones back on the clock of Paris, by Python's own time zones."""
    frame = reading.accepted.to_pandas()
    for name in MILESTONES:
        local = frame[name].dt.tz_localize("UTC").dt.tz_convert("Europe/Paris").dt.tz_localize(None)
        frame[name] = local.astype("datetime64[us]")
    return frame.sort_values("source_line").reset_index(drop=True)
