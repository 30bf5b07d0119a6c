"""docs/faults.md names tests that exist, and a control for each fault of files."""

from __future__ import annotations

import re

from tests.conftest import ROOT

PAGE = (ROOT / "docs/faults.md").read_text("utf-8")
CONTROLLED = {"F26", "F27", *(f"F{n}" for n in range(31, 39)), "F41", "F42", "F43", "F44"}


def rows() -> dict[str, list[str]]:
    lines = [line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("| F")]
    return {cells[0].strip(): cells[1:] for cells in lines}


def test_every_test_named_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
    assert len(named) > 40
    missing = [f"{path}::{name}" for path, name in named if f"def {name}(" not in (ROOT / path).read_text("utf-8")]
    assert missing == []


def test_every_fault_of_files_has_a_test_and_a_control() -> None:
    found = rows()
    assert found.keys() >= CONTROLLED
    assert [fault for fault in CONTROLLED if "::" not in found[fault][2] or "::" not in found[fault][3]] == []
