"""The next days, if nothing moves."""

from __future__ import annotations

from datetime import date

from charts.forecast import Named, forecast
from charts.theme import LIGHT, Look
from charts.words import Words
from kpi.falling_due import Day, Forecast

FOUND = Forecast(
    days=tuple(Day(day=date(2024, 3, 1 + i), newly=2 if i else 5, overdue=5 + 2 * i) for i in range(8)),
    later=1,
    without=0,
)


def test_what_is_overdue_already_is_solid_and_what_joins_it_is_hatched() -> None:
    now, joining = forecast(FOUND, Named(already="5", newly="more", ahead=5), Words("en"), Look(), height=300)["data"]
    assert now["y"] == [5] * 8
    assert joining["y"] == [0, 2, 4, 6, 8, 10, 12, 14]
    assert (now["marker"]["pattern"]["shape"], joining["marker"]["pattern"]["shape"]) == ("", "/")
    assert now["marker"]["color"] == LIGHT.breach


def test_today_the_fifth_day_and_the_last_are_written() -> None:
    figure = forecast(FOUND, Named(already="5 now", newly="more", ahead=5), Words("en"), Look(), height=300)
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert texts == ["<b>5</b>", "<b>15</b>", "<b>19</b>", "5 now", "more"]
    assert figure["layout"]["xaxis"]["ticktext"] == ["1 Mar", "6 Mar", "8 Mar"]
