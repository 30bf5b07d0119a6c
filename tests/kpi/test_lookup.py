"""A metric is found by any of its words; a calendar says which days it leaves out."""

from __future__ import annotations

from datetime import date

import pytest

from kpi.calendars import Calendar
from kpi.catalog import metrics
from kpi.dictionary import told
from kpi.lookup import days_off, search
from kpi.rules import load_rules
from kpi.rules_page import table
from kpi.rules_page import told as told_of_rules


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("K04b", "answered_in_sla_low"),
        ("mediateur", "mediator"),
        ("MÉDIATEUR", "mediator"),
        ("mediator share", "mediator"),
        ("9001 10.2", "cause_known"),
        ("answered_in_sla", "answered_in_sla"),
        ("L133-45", "promise_kept"),
        ("l’échéance", "overdue"),
    ],
)
def test_a_metric_is_found_by_number_title_source_or_name_in_either_language(asked: str, name: str) -> None:
    assert name in [metric.name for metric in search(asked)]


def test_every_word_must_be_there() -> None:
    assert search("mediator zebra") == ()
    assert len(search("mediator")) < len(search("")) == len(metrics())


def test_what_is_told_of_a_metric_has_its_clock_cohort_unit_sources_and_version() -> None:
    found = told(metrics()["answered_in_sla"], "en")
    assert found["Unit"] == "share, in %"
    assert found["Cohort"].startswith("due in the period")
    assert found["Clock"].startswith("From the rule's starting date")
    assert found["Asked for by"] == "S1-10, S1-20, D-02"
    assert found["Name"] == "`answered_in_sla`, version 1"


def test_what_is_told_of_a_rule_set_has_its_source_and_every_rule_its_dates() -> None:
    rules = load_rules("l133_45")
    assert "L133-45" in told_of_rules(rules, "fr")["Source"]
    head, rows = table(rules, "fr")
    assert head[-1] == "Reçues"
    assert len(rows) == len(rules.rules)


def test_the_days_off_of_a_year() -> None:
    found = days_off(Calendar(id="FR", closures=(date(2026, 12, 24),)), 2026)
    assert len(found) == 12
    assert found[0] == date(2026, 1, 1)
    assert date(2026, 5, 14) in found and date(2026, 12, 24) in found
    assert date(2027, 1, 1) not in found
    assert len(days_off(Calendar(id="FR-57"), 2026)) == 13
