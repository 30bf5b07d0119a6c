"""The catalog: every metric says what it is, in both languages, and has its hand-kept SQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi.catalog import metric, metrics
from kpi.errors import KpiError
from kpi.metric import Acted, Metric

FOLDER = Path(__file__).parents[2] / "kpi" / "metrics"


def test_every_file_is_a_metric_of_its_name() -> None:
    files = {path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_")}
    assert set(metrics()) == files


@pytest.mark.parametrize("name", list(metrics()))
def test_a_metric_states_what_it_is_in_both_languages(name: str) -> None:
    found = metric(name)
    for text in (found.title, found.definition, found.clock, found.unavailable):
        assert text.fr
        assert text.en
        assert text.fr != text.en
    assert found.sources
    assert _by_hand_only(found) or (Path(__file__).parent / "sql" / f"{name}.sql").is_file()


def _by_hand_only(found: Metric) -> bool:
    """Whether an action worked is judged, not counted: `kpi.effect`."""
    return isinstance(found.shape, Acted) and found.shape.effective


def test_an_unknown_metric_names_the_nearest() -> None:
    with pytest.raises(KpiError, match="no metric 'backlogs'; nearest: 'backlog'"):
        metric("backlogs")
