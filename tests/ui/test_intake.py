"""What the Sources page shows of a file before it is imported."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest

from ui import data
from ui.intake import local


def test_moments_are_shown_on_the_clock_of_their_source() -> None:
    table = pa.table(
        {"received_at": pa.array([datetime(2026, 2, 28, 23), None], pa.timestamp("us")), "motive": ["a", "b"]}
    )
    shown = local(table, "Europe/Paris")
    assert shown["received_at"].to_pylist() == [datetime(2026, 3, 1), None]
    assert shown["motive"].to_pylist() == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("..\\..\\boot.ini", "source.ini"),
        ("Réclamations 2026.XLSX", "reclamations_2026.xlsx"),
        ("log.csv.gz", "log.csv.gz"),
        ("<img src=x>.csv", "img_src_x.csv"),
        ("\x00.csv", "source.csv"),
        ("a" * 400 + ".csv", "a" * 60 + ".csv"),
        ("=cmd|' /C calc'!A0.csv", "c_calc_a0.csv"),
    ],
)
def test_an_upload_is_kept_under_a_name_of_ours(
    name: str, kept: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path / "home"))
    path = data.kept("an-upload", name, b"x")
    assert path.name == kept
    assert path.parent.parent == tmp_path / "home" / "uploads"
    assert path.read_bytes() == b"x"


def test_the_same_upload_is_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path / "home"))
    assert data.kept("one", "a.csv", b"x") == data.kept("one", "a.csv", b"other")
    assert data.kept("two", "a.csv", b"y") != data.kept("one", "a.csv", b"x")
