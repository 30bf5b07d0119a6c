"""docs/kpi.md is what the metrics say today, in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from kpi import dictionary
from kpi.catalog import metric, metrics
from kpi.definitions import DEFINITIONS
from kpi.dictionary import page
from kpi.metric import Better, Cohort, Shape, Unit
from kpi.reading import READING

DOCS = Path(__file__).resolve().parents[2] / "docs"
ENGLISH, FRENCH = page().split("\n## Français\n")
HALVES = (("en", ENGLISH), ("fr", FRENCH))


def entry(name: str, language: str) -> str:
    half = dict(HALVES)[language]
    return half.split(f'<a id="{language}-{name}"></a>')[1].split("\n### ")[0]


def test_the_page_is_what_the_metrics_say() -> None:
    assert (DOCS / "kpi.md").read_text(encoding="utf-8") == page(), "write it: python -m kpi.dictionary > docs/kpi.md"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", list(metrics()))
def test_every_figure_is_defined_in_both_languages(name: str, language: str) -> None:
    found, text = metric(name), entry(name, language)
    assert text.startswith(f"{found.id} · {found.title.in_(language)}\n\n{found.definition.in_(language)}\n\n")
    assert f"`{name}`, version {found.version}" in text
    assert found.clock.in_(language) in text
    assert ", ".join(found.sources) in text
    assert f"[{found.title.in_(language)}](#{language}-{name})" in dict(HALVES)[language]


@pytest.mark.parametrize(("language", "half"), HALVES)
def test_the_rules_that_all_share_are_there(language: str, half: str) -> None:
    assert all(one.in_(language) in half for one in READING)
    assert all(f"`{name}`" in half for name in DEFINITIONS)


def test_every_unit_direction_cohort_and_shape_has_words() -> None:
    assert set(dictionary.UNITS) == set(get_args(Unit))
    assert set(dictionary.BETTER) == set(get_args(Better))
    assert set(dictionary.COHORTS) == set(get_args(Cohort))
    assert set(dictionary.INTERVALS) == set(get_args(Shape))


def test_an_entry_says_unit_direction_cohort_interval_and_chart() -> None:
    text = entry("answered_in_sla", "en")
    assert "- Kind: KPI, KRI\n- Unit: share, in %\n- Better: higher\n" in text
    assert "- Cohort: due in the period, no later than the as-of date\n" in text
    assert "- 95 % interval: Wilson\n- Control chart: p′ (proportions)\n" in text
    assert "- Exposition : clients, abonnés, comptes, contrats, livraisons\n" in entry("complaint_rate", "fr")
    assert "- 95 % interval: none\n" in entry("reply_delay_mean", "en")
    assert "- 95 % interval: normal, from the spread\n" in entry("lateness_mean", "en")


def test_every_link_leads_somewhere() -> None:
    anchors = set(re.findall(r'<a id="([\w-]+)"></a>', page()))
    for file, anchor in re.findall(r"\]\(([\w.]*)#([\wç-]+)\)", page()):
        other = (DOCS / file).read_text(encoding="utf-8") if file else ""
        headings = {line[3:].lower() for line in other.splitlines() if line.startswith("## ")}
        assert anchor in (headings if file else anchors), (file, anchor)
    assert all((DOCS / file).is_file() for file in re.findall(r"\]\(([\w.]+)\)", page()))
