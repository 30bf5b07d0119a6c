"""K22, counted by hand: satisfied on the declared scale, of complaints closed on 6 May 2024."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, by_month, complaint, facts, one, opened

LATER = "2024-12-31"


def closed(name: str, csat: float | None, scale: str | None = "1-5", **other: object) -> dict[str, object]:
    given = {"complaint_id": name, "csat": csat, "csat_scale": scale, "ces": 1, "ces_scale": "1-5"}
    dated = {"closed": "2024-05-06", "supplies_close": True}
    return complaint("2024-01-10", "2024-02-20", **{**dated, **given, **other})


COMPLAINTS = [
    closed("4 of 5", 4),
    closed("5 of 5", 5),
    closed("yes", 1, "0-1"),
    closed("3 of 5", 3),
    closed("no", 0, "0-1"),
    closed("6 of 5", 6),
    closed("no scale", 5, None),
    closed("no answer", None),
    closed("remark", 5, kind="remark"),
    closed("remark, no answer", None, kind="remark"),
    closed("open", 5, closed=None),
]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_satisfied_of_valid_answers_and_the_response_rate(known: Facts) -> None:
    assert opened(known, "csat", LATER) == {
        "numerator": ["4 of 5", "5 of 5", "yes"],
        "denominator": ["3 of 5", "4 of 5", "5 of 5", "no", "yes"],
        "excluded": ["6 of 5", "no answer", "no scale"],
    }
    figure = one(known, "csat", LATER)
    assert (figure.value, figure.n / (figure.n + figure.excluded)) == (0.6, 5 / 8)


def test_an_answer_counts_in_the_month_of_the_closing(known: Facts) -> None:
    assert one(known, "csat", "2024-05-05").n == 0
    assert one(known, "csat", "2024-05-06").n == 5
    assert by_month(known, "csat", LATER) == {"2024-05": 5}


@pytest.mark.parametrize("engine", ENGINES)
def test_without_valid_answers_there_is_a_reason_and_no_zero(engine: str) -> None:
    figure = one(facts([closed("a", 9)], engine=engine), "csat", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "satisfaction score" in figure.reason.en
