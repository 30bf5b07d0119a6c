"""K20, counted by hand: why it happened and why nobody noticed, of complaints upheld and closed on 6 May 2024."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened

LATER = "2024-12-31"
BOTH = {"cause_occurrence": "wrong meter", "cause_nondetection": "no check"}


def closed(name: str, outcome: str | None = "upheld", **other: object) -> dict[str, object]:
    dated = {"closed": "2024-05-06", "supplies_close": True}
    return complaint("2024-01-10", "2024-02-20", **{**dated, "complaint_id": name, "outcome": outcome, **other})


COMPLAINTS = [
    closed("both", **BOTH),
    closed("both, partly", "partly", **BOTH),
    closed("both, goodwill", None, compensation_granted=1, **BOTH),
    closed("occurrence only", cause_occurrence="wrong meter"),
    closed("non-detection only", cause_nondetection="no check"),
    closed("neither", "partly"),
    closed("rejected", "rejected", **BOTH),
    closed("rejected and paid", "rejected", compensation_granted=900, **BOTH),
    closed("undecided", "undecided", **BOTH),
    closed("no outcome", None, **BOTH),
    closed("remark", kind="remark", **BOTH),
    closed("no such column", supplies_cause=False, cause_occurrence="wrong meter"),
    closed("open", closed=None, **BOTH),
]
HIT = ["both", "both, goodwill", "both, partly"]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_both_causes_count_and_one_of_them_does_not(known: Facts) -> None:
    found = opened(known, "cause_known", LATER)
    assert found["numerator"] == HIT
    assert found["denominator"] == sorted([*HIT, "neither", "non-detection only", "occurrence only"])
    assert found["excluded"] == ["no outcome", "no such column", "remark", "undecided"]
    assert one(known, "cause_known", LATER).value == 0.5


def test_a_complaint_counts_in_the_month_of_its_closing(known: Facts) -> None:
    assert one(known, "cause_known", "2024-05-05").n == 0
    assert one(known, "cause_known", "2024-05-06").n == 6
    assert by_month(known, "cause_known", LATER) == {"2024-05": 6}


@pytest.mark.parametrize("engine", ENGINES)
def test_without_a_column_for_non_detection_there_is_a_reason_and_no_zero(engine: str) -> None:
    silent = facts([closed("a", supplies_cause=False, cause_occurrence="wrong meter")], engine=engine)
    figure = one(silent, "cause_known", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "non-detection" in figure.reason.en
