"""Rule sets: those that ship can be read; those that are wrong are refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi.errors import KpiError
from kpi.rules import load_rules, rule_sets

VALID = """
name: mine
version: "1"
title: {fr: a, en: a}
source: ours
rules:
  - {id: one, title: {fr: a, en: a}, reply: {target: 3, unit: ouvres}}
"""


def refused(folder: Path, text: str) -> str:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KpiError) as refusal:
        load_rules(str(path))
    return str(refusal.value)


@pytest.mark.parametrize("name", rule_sets())
def test_a_shipped_rule_set_can_be_read(name: str) -> None:
    assert load_rules(name).name == name


def test_an_unknown_rule_set_names_the_nearest() -> None:
    with pytest.raises(KpiError, match="no rule set 'hause'; nearest: 'house'"):
        load_rules("hause")


def test_ones_own_file_is_read_and_any_word_changes_its_digest(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(VALID, encoding="utf-8")
    before = load_rules(str(path))
    path.write_text(VALID.replace("target: 3", "target: 4"), encoding="utf-8")
    assert load_rules(str(path)).digest != before.digest


def test_mistakes_are_named(tmp_path: Path) -> None:
    assert "objective" in refused(tmp_path, VALID + "objectives: {answered_in_sla: 90}")
    assert "before valid_from" in refused(tmp_path, VALID.replace("id: one,", "id: one, valid_to: 1980-01-01,"))
    assert "rules.0.reply.target" in refused(tmp_path, VALID.replace("target: 3", "target: -3"))
    assert "tarjet" in refused(tmp_path, VALID.replace("target: 3", "target: 3, tarjet: 3"))
    assert "no calendar 'ZZ'" in refused(tmp_path, VALID + "calendar: ZZ")
    assert "not a rule set" in refused(tmp_path, "a: [1")
