"""K22, counted by hand: promoters less detractors, of complaints closed on 6 May 2024."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, ask, by_month, complaint, facts, one, opened

LATER = "2024-12-31"
Z = 1.959964


def closed(name: str, nps: float | None, **other: object) -> dict[str, object]:
    dated = {"closed": "2024-05-06", "supplies_close": True}
    asked = {"csat": 5, "csat_scale": "1-5"}
    return complaint("2024-01-10", "2024-02-20", **{**dated, **asked, "complaint_id": name, "nps": nps, **other})


COMPLAINTS = [
    closed("ten", 10),
    closed("nine", 9),
    closed("eight", 8),
    closed("seven", 7),
    closed("six", 6),
    closed("zero", 0),
    closed("five", 5),
    closed("eleven", 11),
    closed("no answer", None),
    closed("remark", 10, kind="remark"),
    closed("remark, no answer", None, kind="remark"),
    closed("open", 10, closed=None),
]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_two_promoters_less_three_detractors_of_seven(known: Facts) -> None:
    assert opened(known, "nps", LATER) == {
        "numerator": ["nine", "ten"],
        "denominator": ["eight", "five", "nine", "seven", "six", "ten", "zero"],
        "excluded": ["eleven", "no answer"],
    }
    figure = one(known, "nps", LATER)
    assert (figure.numerator, figure.denominator, figure.value) == (-1, 7, -100 / 7)
    assert figure.n / (figure.n + figure.excluded) == 7 / 9


def test_an_answer_counts_in_the_month_of_the_closing(known: Facts) -> None:
    assert one(known, "nps", "2024-05-05").n == 0
    assert one(known, "nps", "2024-05-06").n == 7
    assert by_month(known, "nps", LATER) == {"2024-05": 7}


@pytest.mark.parametrize("engine", ENGINES)
def test_fifty_promoters_and_twenty_detractors_of_a_hundred_are_30_give_or_take_7_8(engine: str) -> None:
    scores = [10] * 50 + [8] * 30 + [3] * 20
    figure = one(facts([closed(str(i), score) for i, score in enumerate(scores)], engine=engine), "nps", LATER)
    assert (figure.value, figure.n) == (30, 100)
    assert figure.low is not None
    assert figure.high is not None
    assert (figure.high - figure.low) / (2 * Z) == pytest.approx(7.8, abs=0.05)
    assert (figure.high + figure.low) / 2 == pytest.approx(30)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_score_is_told_by_motive(engine: str) -> None:
    known = facts([closed("a", 10, motive="bill"), closed("b", 0, motive="network")], engine=engine)
    assert [(f.by[0][1], f.value) for f in ask(known, "nps", LATER, by=("motive",))] == [
        ("bill", 100),
        ("network", -100),
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_without_valid_answers_there_is_a_reason_and_no_zero(engine: str) -> None:
    figure = one(facts([closed("a", -1)], engine=engine), "nps", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "recommend" in figure.reason.en
