"""The control chart draws what kpi.spc found, in the right direction."""

from __future__ import annotations

import pytest

from charts.control import Series, control, ticks
from charts.theme import LIGHT, Layout, Look
from charts.words import Words
from kpi.spc import Side, xmr

EN = Words("en")
STEADY = [0.8, 0.82, 0.79, 0.81, 0.8, 0.82, 0.79, 0.81, 0.8, 0.82, 0.79, 0.81]


def series(values: list[float], better: str, **more: object) -> Series:
    months = [f"20{24 + i // 12}-{i % 12 + 1:02}" for i in range(len(values))]
    chart = xmr(list(zip(months, values, strict=True)), floor=0)
    assert chart is not None
    return Series(chart=chart, unit="share", better=better, **more)  # type: ignore[arg-type]


def drawn(values: list[float], better: str = "up", **more: object) -> Layout:
    return control(series(values, better, **more), EN, Look(), height=300)


@pytest.mark.parametrize(
    ("last", "better", "symbol", "colour"),
    [
        (0.5, "up", "triangle-down", LIGHT.breach),
        (0.99, "up", "triangle-up", LIGHT.good),
        (0.5, "down", "triangle-down", LIGHT.good),
        (0.99, "down", "triangle-up", LIGHT.breach),
        (0.99, "neutral", "triangle-up", LIGHT.warning),
        (0.8, "up", "circle", LIGHT.neutral),
    ],
)
def test_a_signal_has_the_shape_of_its_side_and_the_colour_of_its_meaning(
    last: float, better: str, symbol: str, colour: str
) -> None:
    marker = drawn([*STEADY, last], better)["data"][0]["marker"]
    assert (marker["symbol"][-1], marker["color"][-1]) == (symbol, colour)


def test_every_value_is_drawn_and_the_newest_is_written() -> None:
    figure = drawn([*STEADY, 0.5])
    assert figure["data"][0]["y"] == [*STEADY, 0.5]
    assert figure["layout"]["annotations"][0]["text"] == "<b>50.0%</b>"


def test_the_band_is_the_limits_and_the_dashes_are_the_target() -> None:
    made = series(STEADY, "up", target=0.9)
    band, mean, goal = control(made, EN, Look(), height=300)["layout"]["shapes"]
    assert (band["y0"], band["y1"]) == (made.chart.lower, made.chart.upper)
    assert mean["y0"] == made.chart.center
    assert (goal["y0"], goal["line"]["dash"]) == (0.9, "dash")


def test_without_enough_points_there_is_no_band() -> None:
    assert drawn(STEADY[:3], limits=False)["layout"]["shapes"] == []


def test_the_target_and_the_limits_are_inside_the_axis() -> None:
    made = series(STEADY, "up", target=0.99)
    low, high = control(made, EN, Look(), height=300)["layout"]["yaxis"]["range"]
    assert low < made.chart.lower < made.chart.upper < 0.99 < high


def test_the_target_s_name_avoids_the_points() -> None:
    above = drawn([0.93] * 6 + [0.7] * 6, target=0.9)["layout"]["annotations"][1]
    assert (above["x"], above["yanchor"]) != (0, "bottom")


def test_a_point_says_its_month_its_value_and_its_rule() -> None:
    assert drawn([*STEADY, 0.5])["data"][0]["text"][-1] == "January 2025: 50.0%<br>outside the usual limits"


def test_months_are_named_in_the_reader_s_language() -> None:
    figure = control(series(STEADY, "up"), Words("fr"), Look(), height=300)
    assert figure["layout"]["xaxis"]["ticktext"][-1] == "déc.<br>2024"


def test_values_that_never_move_are_drawn() -> None:
    assert drawn([0.8] * 12)["data"][0]["y"] == [0.8] * 12


def test_a_series_of_zeros_is_drawn() -> None:
    assert drawn([0.0] * 12)["layout"]["yaxis"]["range"][1] > 0


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 100, [0, 25, 50, 75, 100]), (0.78, 0.93, [0.8, 0.85, 0.9]), (6.4, 9.7, [7, 8, 9])],
)
def test_ticks_are_round(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high) == expected


def test_plain_lists_only_so_that_a_writer_without_numpy_can_draw_it() -> None:
    data = drawn(STEADY)["data"][0]
    assert all(isinstance(data[name], list) for name in ("x", "y", "text"))
    assert Side.HIGH.value == "high"
