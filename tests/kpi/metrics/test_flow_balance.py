"""K11, counted by hand: in less out, by month; the stock grows by as much."""

from __future__ import annotations

import pytest

from kpi.measure import Facts
from tests.kpi.build import ENGINES, ask, complaint, facts, one, opened

MARCH = {"start": "2024-03-01", "end": "2024-03-31"}
LATER = "2024-12-31"
COMPLAINTS = [
    complaint("2024-02-20", "2024-03-01", complaint_id="out on the first day"),
    complaint("2024-02-20", "2024-03-31", complaint_id="out on the last day"),
    complaint("2024-02-20", "2024-02-29", complaint_id="out before"),
    complaint("2024-02-20", "2024-04-01", complaint_id="out after"),
    complaint("2024-03-01", "2024-04-10", complaint_id="in on the first day"),
    complaint("2024-03-31", complaint_id="in on the last day"),
    complaint("2024-03-04", "2024-03-20", complaint_id="in and out"),
    complaint("2024-03-04", "2024-03-02", complaint_id="impossible"),
    complaint("2024-03-04", "2024-05-02", closed="2024-03-08", supplies_close=True, complaint_id="closed first"),
    complaint("2024-03-04", complaint_id="closed", closed="2024-03-08", supplies_close=True, supplies_reply=False),
    complaint("2024-03-04", "2024-03-20", complaint_id="remark", kind="remark"),
    complaint("2024-03-04", complaint_id="no dates", supplies_reply=False),
]
BOTH = ["closed", "closed first", "impossible", "in and out"]
IN, OUT = ["in on the first day", "in on the last day"], ["out on the first day", "out on the last day"]


@pytest.fixture(scope="module", params=ENGINES)
def known(request: pytest.FixtureRequest) -> Facts:
    return facts(COMPLAINTS, engine=request.param)


def test_six_came_and_six_left_in_march(known: Facts) -> None:
    assert opened(known, "flow_balance", LATER, **MARCH) == {
        "numerator": sorted([*BOTH, *IN]),
        "denominator": sorted([*BOTH, *IN, *OUT]),
        "excluded": ["no dates", "remark"],
    }
    figure = one(known, "flow_balance", LATER, **MARCH)
    assert (figure.value, figure.n, figure.numerator) == (0, 8, 6)


def test_each_month_has_its_balance_and_each_complaint_counts_once(known: Facts) -> None:
    found = {f.period: (f.value, f.n) for f in ask(known, "flow_balance", "2024-04-30", period="month")}
    assert found == {"2024-02": (3, 4), "2024-03": (0, 8), "2024-04": (-2, 2)}


def test_who_leaves_after_the_day_has_not_left(known: Facts) -> None:
    assert one(known, "flow_balance", "2024-03-30", **MARCH).value == 0
    assert one(known, "flow_balance", "2024-03-19", **MARCH).value == 5 - 4


@pytest.mark.parametrize("by", [(), ("channel",)])
def test_the_stock_grows_by_the_balance(known: Facts, by: tuple[str, ...]) -> None:
    stock = {f.period: f.n for f in ask(known, "backlog", "2024-05-31", period="month", by=by)}
    flow = {f.period: f.value for f in ask(known, "flow_balance", "2024-05-31", period="month", by=by)}
    assert stock == {"2024-02": 3, "2024-03": 3, "2024-04": 1, "2024-05": 1}
    assert {month: stock[month] - stock.get(before, 0) for before, month in zip(["", *stock], stock, strict=False)} == {
        **flow, "2024-05": 0,
    }  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_without_reply_and_closing_dates_there_is_a_reason_and_no_balance(engine: str) -> None:
    figure = one(facts([COMPLAINTS[-1]], engine=engine), "flow_balance", LATER)
    assert (figure.value, figure.n, figure.excluded) == (None, 0, 1)
    assert "neither reply nor closing dates" in figure.reason.en


def test_months_without_complaints_have_no_balance_where_none_can_leave() -> None:
    silent = {"supplies_reply": False, "supplies_close": False}
    figures = ask(facts([complaint("2024-01-05", **silent), complaint("2024-03-05", **silent)]), "flow_balance",
                  "2024-03-31", period="month")  # fmt: skip
    assert [(figure.value, figure.n) for figure in figures] == [(None, 0)] * 3
    assert all(figure.reason for figure in figures)


@pytest.mark.parametrize("engine", ENGINES)
def test_where_nothing_moved_it_says_so_whether_anything_was_promised_or_not(engine: str) -> None:
    known = facts([complaint("2024-01-05")], "qualiopi", engine)
    figure = one(known, "flow_balance", LATER, **MARCH)
    assert (figure.value, figure.n) == (None, 0)
    assert figure.reason.en == "no complaint in this period"
