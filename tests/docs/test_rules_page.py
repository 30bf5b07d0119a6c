"""docs/rules.md is what the rule sets say today, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi import rules_page
from kpi.clock import UNITS
from kpi.rules import load_rules, rule_sets
from kpi.rules_page import page

FILE = Path(__file__).resolve().parents[2] / "docs" / "rules.md"
ENGLISH, FRENCH = page().split("\n## Français\n")


def test_the_page_is_what_the_rule_sets_say() -> None:
    assert FILE.read_text(encoding="utf-8") == page(), "write it again: python -m kpi.rules_page > docs/rules.md"


@pytest.mark.parametrize("name", rule_sets())
def test_every_set_tells_its_rules_source_and_delays_in_both_languages(name: str) -> None:
    rules = load_rules(name)
    for language, half in (("en", ENGLISH), ("fr", FRENCH)):
        section = half.split(f"### `{name}`")[1].split("\n### ")[0]
        assert rules.source.in_(language) in section
        assert rules.note is not None and rules.note.in_(language) in section
        for rule in rules.rules:
            assert f"| `{rule.id}` {rule.title.in_(language)}" in section


def test_the_delays_of_the_laws_read_as_they_are_written() -> None:
    assert "| 2 months after the sending | 10 jours ouvrables (Mon–Sat) after the sending |" in ENGLISH
    assert "| 15 jours ouvrables après la réception | — | 35 jours ouvrables après la réception | aucune |" in FRENCH
    assert "| 8 weeks after the reception | — | — | none | always |" in ENGLISH
    assert "| 15 jours civils après l'enregistrement | — | 60 jours civils après l'enregistrement | aucune |" in FRENCH
    assert "until 2024-07-01" in ENGLISH and "depuis le 2024-07-02" in FRENCH


def test_a_rule_without_a_delay_or_left_out_says_so() -> None:
    assert "| `qualiopi` Acknowledgement and reply, no statutory delay | all | — | — | — | none | always |" in ENGLISH
    assert "no delay; counted at 5 working days" in ENGLISH
    assert "| all others | 5 working days (Mon–Fri) after the reception | — | — | none | always |" in ENGLISH
    assert "at once: the day itself, or the next one open" in ENGLISH


def test_every_unit_has_a_name() -> None:
    assert tuple(rules_page.UNITS) == UNITS
