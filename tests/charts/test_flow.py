"""Stock, in and out."""

from __future__ import annotations

from datetime import date

from charts.flow import Named, flow
from charts.theme import Look
from charts.words import Words
from kpi.flows import flows
from kpi.measure import Query
from tests.kpi.build import complaint, facts

NAMED = Named(stock="stock", entered="in", left="out")


def test_in_stands_above_out_below_and_the_stock_over_both() -> None:
    rows = [complaint("2024-01-10", "2024-02-20"), *(complaint("2024-02-12") for _ in range(3))]
    found = flows(facts(rows), Query(metrics=(), as_of=date(2024, 3, 5), period="month"))
    figure = flow(found, NAMED, Words("en"), Look(), height=400)
    stock, entered, left = figure["data"]
    assert (stock["y"], entered["y"], left["y"]) == ([1, 3, 3], [1, 3, 0], [0, -1, 0])
    assert entered["marker"]["opacity"] == [1, 1, 0.5]
    assert left["marker"]["pattern"]["shape"] == "/"
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["stock", "in", "out", "<b>3</b>"]
    assert stock["text"][1] == "February 2024 : 3"


def test_weeks_are_named_by_their_number() -> None:
    rows = [complaint("2024-01-10"), complaint("2024-02-12")]
    found = flows(facts(rows), Query(metrics=(), as_of=date(2024, 3, 5), period="week"))
    names = flow(found, NAMED, Words("en"), Look(), height=400)["layout"]["xaxis"]["ticktext"]
    assert names[-1] == "W10<br>2024"
