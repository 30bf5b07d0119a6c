"""docs/requirements.md: one line for each identifier, and every test or file it names exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
ASKED = {"S0": 30, "S1": 24, "S2": 23, "D": 4}


def test_every_requirement_has_one_line() -> None:
    expected = [f"{family}-{number:02d}" for family, count in ASKED.items() for number in range(1, count + 1)]
    assert re.findall(r"^\| ((?:S\d|D)-\d\d) \|", TEXT, re.MULTILINE) == expected


def test_everything_it_names_exists() -> None:
    for path, test in re.findall(r"`((?:tests|kpi|data_sources|docs)/[\w/.]+)(?:::(\w+))?`", TEXT):
        assert (ROOT / path).exists(), path
        if test:
            assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{test}"
